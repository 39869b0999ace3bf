"""What people say in the fault test: repeatable, and every customer with a name of his own."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from tests.support.crash_child import rep


def chance(seed: str, below: int) -> int:
    """A repeatable draw."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big") % below


def customer_of_text(number: int) -> str:
    """Whom a command is about."""
    return f"甲方{_letters(number)}公司"


def customer_of_chat(number: int) -> str:
    """Who talks in a chat."""
    return f"乙{_letters(number)}"


def chat(number: int, members: int, at: datetime) -> list[dict[str, object]]:
    """A customer asks the price and leaves a number; every third one is sent a quote."""
    customer, name = f"wm{number:06d}", customer_of_chat(number)

    def line(place: int, sender: str, **content: object) -> dict[str, object]:
        return {
            "id": f"{customer}-{place}",
            "platform": "wecom",
            "conversation": customer,
            "staff": rep(number % members),
            "customer": {"id": customer, "name": name},
            "sender": sender,
            "sent_at": (at + timedelta(milliseconds=place)).isoformat(),
            **content,
        }

    lines = [
        line(1, "customer", type="text", text="这套系统三年多少钱？能发个报价吗"),
        line(2, "customer", type="text", text=f"我电话 137{number:08d}"),
    ]
    if number % 3 == 0:
        file = {"name": f"报价单-{name}.pdf", "size": 20480, "mime": "application/pdf"}
        lines.append(line(3, "staff", type="file", text="", file=file))
    return lines


def _letters(number: int) -> str:
    """A number in Chinese characters that are no numerals: distinct names a reader takes as they are."""
    signs = "东南西北春夏秋冬金木"
    return "".join(signs[int(digit)] for digit in f"{number:04d}")
