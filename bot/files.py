"""Looks into files from outside, in a child process with limits on memory, time and size.

A few kilobytes of spreadsheet can make a parser eat all memory; it then takes the child down, not us.
"""

from __future__ import annotations

import asyncio
import logging
import sys

log = logging.getLogger(__name__)

SECONDS = 4.0
MEMORY_BYTES = 512 * 1024 * 1024
MOST_BYTES = 20 * 1024 * 1024
_ENDINGS = (".pdf", ".docx")

_CHILD = """
import io, resource, sys, zipfile, re
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[3]), int(sys.argv[3])))
data = sys.stdin.buffer.read()
if sys.argv[1] == ".pdf":
    from pypdf import PdfReader
    print(len(PdfReader(io.BytesIO(data)).pages))
else:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("docProps/app.xml")
        if info.file_size > 65536:
            raise SystemExit(1)
        found = re.search(rb"<Pages>(\\d{1,5})</Pages>", archive.read(info))
        print(int(found.group(1)) if found else "")
"""


async def pages(content: bytes, name: str) -> int | None:
    """How many pages a PDF or Word file has; None when that cannot be told. Never raises for a bad file."""
    ending = next((each for each in _ENDINGS if name.lower().endswith(each)), None)
    if ending is None or len(content) > MOST_BYTES:
        return None
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", _CHILD, ending, str(MEMORY_BYTES), str(int(SECONDS)),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS + 1):
            out, _ = await child.communicate(content)
    except TimeoutError:
        child.kill()
        await child.wait()
        log.info("file not readable in time", extra={"action": "file_slow", "bytes": len(content)})
        return None
    text = out.strip()
    return int(text) if text.isdigit() else None
