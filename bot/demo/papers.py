"""Small papers to send around: a PDF with so many empty pages."""

from __future__ import annotations

from pathlib import PurePath

PDF = "application/pdf"
PAGE_BYTES = 40_000
"""How heavy a page is made, as a real one with a letterhead would be."""


def paper(name: str, pages: int) -> tuple[bytes, str]:
    """Content and MIME type of a file of this name; only a PDF has real pages."""
    if PurePath(name).suffix.lower() == ".pdf":
        return pdf(pages), PDF
    return name.encode() * 64, ""


def pdf(pages: int) -> bytes:
    """A PDF 1.4 file of empty A4 pages that every reader opens."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    filling = "%" + " " * (PAGE_BYTES - 2) + "\n"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>",
        *["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>"] * pages,
    ]
    out = bytearray(b"%PDF-1.4\n" + filling.encode() * pages)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start, count = len(out), len(objects) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
