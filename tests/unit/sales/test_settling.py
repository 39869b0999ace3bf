"""What the customer says after a quote: an answer, an acknowledgement, or nothing about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.sales.quoting import settle
from nlp import MessageKind, Side, Standing, Turn
from storage.quotes import Quote

SENT_AT = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
QUOTE = Quote(
    "q1",
    "l1",
    "c1",
    "p1",
    "quote",
    1,
    "报价单.pdf",
    1024,
    2,
    "application/pdf",
    "abc",
    None,
    None,
    "m1",
    SENT_AT,
)


def customer(*texts: str) -> list[Turn]:
    return [
        Turn(str(at), Side.CUSTOMER, text, SENT_AT + timedelta(hours=at + 1)) for at, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "收到",
        "收到，谢谢",
        "好的好的👌",
        "谢谢老师",
        "收到了，辛苦",
        "嗯嗯",
        "[强]",
        "收到，先看看",
        "ok thanks",
        "3Q",
        "好",
        "行",
        "👍",
        "收到!!!🙏",
    ],
)
def test_an_acknowledgement_alone_is_no_answer(text: str) -> None:
    assert settle(QUOTE, customer(text)) == "acknowledged"
    assert settle(QUOTE, customer(text), Standing(MessageKind.ANSWER, None, None)) == "acknowledged"


@pytest.mark.parametrize(
    "text",
    [
        "好的，就按这个签",
        "太贵了",
        "能便宜点吗",
        "不用了谢谢",
        "我跟领导商量下",
        "可以",
        "行，签吧",
        "了解，交期多久",
        "收到，价格能再低点不",
        "我们再比比，对比一下别家",
        "质保几年？",
    ],
)
def test_what_accepts_refuses_asks_or_bargains_answers(text: str) -> None:
    assert settle(QUOTE, customer(text)) == "answered"


@pytest.mark.parametrize("text", ["在吗", "您好", "[图片]", "我们在外地出差", ""])
def test_what_says_nothing_about_it_settles_nothing(text: str) -> None:
    assert settle(QUOTE, customer(text)) is None


def test_the_exchange_decides_where_the_words_do_not() -> None:
    words = customer("晓得咯")
    assert settle(QUOTE, words, lambda _: Standing(MessageKind.ACK, None, None)) == "acknowledged"
    assert settle(QUOTE, words, Standing(MessageKind.ANSWER, None, None)) == "answered"
    assert settle(QUOTE, words) is None


def test_an_answer_after_an_acknowledgement_still_answers() -> None:
    assert settle(QUOTE, customer("收到", "太贵了", "谢谢")) == "answered"
    assert settle(QUOTE, customer("收到", "在吗")) == "acknowledged"


def test_our_own_words_and_those_before_the_quote_settle_nothing() -> None:
    ours = Turn("1", Side.STAFF, "这个价格可以吗", SENT_AT + timedelta(hours=1))
    earlier = Turn("2", Side.CUSTOMER, "太贵了", SENT_AT - timedelta(hours=1))
    assert settle(QUOTE, [ours, earlier]) is None
