"""Full-text search against LIKE: the same rows found, in how much of its time.

Both look for the newest twenty messages that contain the words, as the bot's answer shows them, in the
same table. Words are what reps look for: names, parts of phone numbers, company words, product words, a
single character, and things nobody ever said. Recall is checked on all rows, without the twenty.
"""

from __future__ import annotations

import random  # noqa: TID251 - the same corpus in every run
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import sqlalchemy as sa

from benchmarks import measure
from benchmarks.measure import Report, interleaved, seconds
from storage import schema
from storage.search import Search
from storage.tables import search
from storage.uow import Database
from tests.support.postgres import PostgresServer

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
NAMES = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰波斌宇浩凯健俊帆"
PARTS = (
    "这套三年多少钱", "能发个报价吗", "我们再考虑一下", "下周三下午有空吗", "预算大概二十万", "合同草稿已经发您了",
    "收到，谢谢", "试听课什么时候开始", "校区离家有点远", "价格能不能再便宜一点", "需要开增值税专用发票", "领导还没批",
    "方案里的设备参数再确认一下", "培训和售后怎么安排", "年付的话有折扣吗", "招标文件什么时候出", "对比了另外两家",
    "系统能不能和我们的ERP对接", "数据要放在本地服务器", "先加个微信，资料发您看看", "今天电话没人接", "明天再联系",
)  # fmt: skip
QUERIES: Mapping[str, Sequence[str]] = {
    "a person": ["张伟", "欧阳", "萧浩然", "吕秀兰"],
    "part of a phone number": ["13800001", "7777", "2468013"],
    "a company's word": ["凌云科技", "新安"],
    "a product word": ["发票", "ERP对接", "本地服务器"],
    "never said": ["光伏逆变器", "量子", "zzz"],
    "one character": ["税", "标"],
}


def texts(count: int) -> list[str]:
    """Messages as they are said in sales chats, always the same ones."""
    chance = random.Random(7)
    companies = [
        a + b for a in ("凌云", "百川", "新安", "启明", "德信", "远航") for b in ("科技", "教育", "医疗")
    ]
    found = []
    for _ in range(count):
        parts = chance.sample(PARTS, chance.randint(1, 3))
        if chance.random() < 0.02:
            given = "".join(chance.sample(NAMES, chance.randint(1, 2)))
            parts.append(f"我是{chance.choice(SURNAMES)}{given}")
        if chance.random() < 0.01:
            parts.append(f"电话1{chance.randint(3_000_000_000, 9_999_999_999)}")
        if chance.random() < 0.005:
            parts.append(chance.choice(companies))
        found.append("，".join(parts))
    return found


def filled(url: str, corpus: Sequence[str]) -> Database:
    """A database with the corpus indexed."""
    database = Database(url)
    schema.upgrade(database)
    for first in range(0, len(corpus), 5_000):
        with database.begin() as uow:
            for number, text in enumerate(corpus[first : first + 5_000], first):
                uow.search.add("message", f"m{number}", f"l{number % 997}", text)
    if not database.embedded:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE search")
    return database


def like(connection: sa.Connection, words: str, limit: int) -> list[str]:
    """What LIKE finds, newest first."""
    statement = (
        sa.select(search.c.ref_id)
        .where(search.c.text.like(sa.bindparam("pattern")))
        .order_by(search.c.id.desc())
        .limit(sa.bindparam("most"))
    )
    return list(connection.execute(statement, {"pattern": f"%{words.lower()}%", "most": limit}).scalars())


def contest(name: str, database: Database, report: Report, *, rounds: int) -> None:
    """Recall, and time per kind of word."""
    with database.read() as uow:
        connection = uow.connection
        ours = Search(connection)
        for words in [each for kind in QUERIES.values() for each in kind]:
            expected = like(connection, words, 10_000_000)
            if [found.ref_id for found in ours.find(words, limit=10_000_000)] != expected:
                raise RuntimeError(f"{words} finds something else than LIKE")
        total: dict[str, list[float]] = {}
        for kind, wanted in QUERIES.items():
            measured = interleaved(
                {
                    "ours": lambda wanted=wanted: seconds(lambda: [ours.find(w) for w in wanted]),
                    "LIKE": lambda wanted=wanted: seconds(lambda: [like(connection, w, 20) for w in wanted]),
                },
                rounds=rounds,
            )
            share = statistics.median(measured["ours"]) / statistics.median(measured["LIKE"])
            report.figure(f"{name}: {kind} / LIKE", share, "")
            for each, found in measured.items():
                total.setdefault(each, [0.0] * rounds)
                total[each] = [sum(pair) for pair in zip(total[each], found, strict=True)]
    report.figures({f"{name}: all words, {each}": found for each, found in total.items()}, "s")
    share = statistics.median(total["ours"]) / statistics.median(total["LIKE"])
    report.at_most(f"{name}: all words / LIKE (same rows found)", share, 0.05)


def main() -> int:
    """Race both on both databases and print the table."""
    chosen = measure.options(__doc__)
    count = 20_000 if chosen.small else 300_000
    rounds = chosen.rounds or 5
    corpus = texts(count)
    report = Report(f"Search in {count:,} messages")
    server = PostgresServer(durable=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            urls = {
                "SQLite": f"sqlite:///{Path(folder) / 'search.db'}",
                "PostgreSQL": server.url(server.create()),
            }
            for name, url in urls.items():
                database = filled(url, corpus)
                contest(name, database, report, rounds=rounds)
                database.close()
    finally:
        server.stop()
    return report.end()


if __name__ == "__main__":
    raise SystemExit(main())
