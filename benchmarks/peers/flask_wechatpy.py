"""What one would write in an afternoon: Flask, wechatpy, and a row per message.

Durable as ours is (WAL, synchronous=FULL) and as quick as this shape allows: one connection per worker
thread, prepared once. Run under gunicorn; the database's path is in ``GENJIN_BENCH_DB``.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # wechatpy 1.8 imports pkg_resources
    from flask import Flask, request
    from wechatpy.enterprise import parse_message
    from wechatpy.enterprise.crypto import WeChatCrypto

from benchmarks.peers.corp import AES_KEY, CORP_ID, TOKEN

app = Flask(__name__)
crypto = WeChatCrypto(TOKEN, AES_KEY, CORP_ID)
_local = threading.local()


def database() -> sqlite3.Connection:
    """This thread's connection."""
    connection: sqlite3.Connection | None = getattr(_local, "connection", None)
    if connection is None:
        connection = _local.connection = sqlite3.connect(os.environ["GENJIN_BENCH_DB"], timeout=30)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS messages"
            " (id TEXT PRIMARY KEY, sender TEXT, kind TEXT, content TEXT, at TEXT)"
        )
    return connection


@app.post("/wecom/callback")
def callback() -> str:
    """Verify, decrypt, parse, store, acknowledge."""
    values = request.args
    plain = crypto.decrypt_message(
        request.data, values["msg_signature"], values["timestamp"], values["nonce"]
    )
    message = parse_message(plain)
    with database() as connection:
        connection.execute(
            "INSERT OR IGNORE INTO messages VALUES (?, ?, ?, ?, ?)",
            (str(message.id), message.source, message.type, message.content, str(message.create_time)),
        )
    return ""
