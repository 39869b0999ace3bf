"""Posts staff-customer messages to ``/api/v1/chats/messages`` in batches of 500; prints the seconds it took.

``python -m benchmarks.peers.import_chats PORT ROWS``
"""

from __future__ import annotations

import http.client
import json
import secrets
import sys
import time
from datetime import UTC, datetime, timedelta

from benchmarks.peers import corp

BATCH = 500
LINES = (
    "这套三年多少钱？",
    "能发个报价吗",
    "收到，谢谢",
    "校区在浦东，200人",
    "下周三下午可以演示吗",
)


def message(number: int, run: str, at: datetime) -> dict[str, object]:
    """One message of one of 2,000 customers."""
    customer = f"wm{run}{number % 2000:05d}"
    return {
        "id": f"{run}-{number}",
        "platform": "wecom",
        "conversation": customer,
        "staff": f"rep{number % 50:04d}",
        "customer": {"id": customer, "name": f"客户{number % 2000}"},
        "sender": "customer" if number % 3 else "staff",
        "sent_at": (at + timedelta(seconds=number // 100)).isoformat(),
        "type": "text",
        "text": LINES[number % len(LINES)],
    }


def main() -> None:
    """Post them all; a batch that is not stored is posted again."""
    port, rows = int(sys.argv[1]), int(sys.argv[2])
    run, at = secrets.token_hex(4), datetime.now(UTC) - timedelta(hours=1)  # noqa: TID251 - the sender's clock
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {corp.BEARER}", "Content-Type": "application/json"}
    start = time.perf_counter()
    for first in range(0, rows, BATCH):
        batch = [message(number, run, at) for number in range(first, min(first + BATCH, rows))]
        body = json.dumps({"messages": batch}).encode()
        status = 503
        while status == 503:
            connection.request("POST", "/api/v1/chats/messages", body, headers)
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        if status != 202:
            raise SystemExit(f"answered {status}")
    print(json.dumps(time.perf_counter() - start))


if __name__ == "__main__":
    main()
