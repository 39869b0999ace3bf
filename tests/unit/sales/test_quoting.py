"""Quotes: noticed in files and words, and when their silence rings."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sales.quoting import QuotePolicy, QuoteSign, escalate_at, noticed, repeats, unread_at
from handlers.sales.worktime import WorkTime
from nlp import Act, Polarity, Side
from storage.quotes import Quote
from tests.unit.sales.readings import reading

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORK = WorkTime(SHANGHAI, (time(21), time(8, 30)), "china")
POLICY = QuotePolicy()
SENT_AT = datetime(2026, 11, 16, 10, 0, tzinfo=SHANGHAI)
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


def file(name: str, mime: str | None = None) -> dict[str, object]:
    return {"name": name, "size": 2048, "mime": mime, "sha256": "ff"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("XX报价单.xlsx", "quote"),
        ("11月报价.png", "quote"),
        ("Quotation_v2.PDF", "quote"),
        ("价格表.et", "quote"),
        ("PI-20261101.pdf", "quote"),
        ("方案报价.pptx", "quote"),
        ("Proforma Invoice.pdf", "quote"),
        ("销售合同.docx", "contract"),
        ("补充协议.wps", "contract"),
        ("Contract.doc", "contract"),
        ("合同报价单.pdf", "quote"),
        ("报价合同.pdf", "contract"),
        ("合同草稿v3.docx", "contract"),
    ],
)
def test_a_file_named_like_a_quote_or_contract_is_noticed(name: str, kind: str) -> None:
    sign = noticed("staff", "file", "", file(name), None)
    assert sign is not None
    assert (sign.kind, sign.name, sign.size, sign.sha256, sign.quote) == (kind, name, 2048, "ff", name)


@pytest.mark.parametrize(
    "name",
    [
        "海报价格.pdf",
        "张三简历.pdf",
        "付款回单.jpg",
        "合同付款回单.pdf",
        "API文档.pdf",
        "联合同学会.pdf",
        "产品介绍.pdf",
        "保密协议.pdf",
        "劳动合同.docx",
        "询价单.xlsx",
        "友商报价.pdf",
        "报价.mp4",
        "报价.zip",
        "接口协议.docx",
        "IMG_001.jpg",
    ],
)
def test_other_files_are_not(name: str) -> None:
    assert noticed("staff", "file", "", file(name), None) is None


def test_a_customers_file_is_not_our_quote() -> None:
    assert noticed("customer", "file", "", file("报价单.pdf"), None) is None


def test_a_rep_hands_a_quote_to_the_bot() -> None:
    assert noticed("rep", "file", "", file("报价单.pdf"), None) is not None


def test_the_mime_type_tells_a_document_without_extension() -> None:
    assert noticed("staff", "file", "", file("报价单", "application/pdf"), None) is not None
    assert noticed("staff", "file", "", file("报价单", "video/mp4"), None) is None


def test_a_photo_is_a_quote_only_by_its_name_or_the_words_beside_it() -> None:
    photo = file("IMG_001.jpg")
    beside = reading("这是报价单", ("报价", "报价单", Act.MENTION), side=Side.STAFF)
    asked = reading("要报价单吗", ("报价", "报价单", Act.REQUEST), side=Side.STAFF)
    assert noticed("staff", "image", "", photo, None) is None
    assert noticed("staff", "image", "", photo, None, nearby=[asked]) is None
    sign = noticed("staff", "image", "", photo, None, nearby=[beside])
    assert sign is not None
    assert (sign.kind, sign.quote, sign.start) == ("quote", "这是报价单", None)


def test_a_document_is_known_by_the_text_it_came_with() -> None:
    text = "您好。合同见附件"
    analysis = reading(text, ("合同", "合同", Act.DONE), side=Side.STAFF)
    sign = noticed("staff", "file", text, file("scan001.pdf"), analysis)
    assert sign is not None
    assert (sign.kind, sign.quote) == ("contract", "合同见附件")
    assert text[sign.start : sign.end] == sign.quote


@pytest.mark.parametrize("act", [Act.DONE, Act.MENTION])
@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("报价已发您", "报价", "quote"),
        ("合同发您邮箱了", "合同", "contract"),
        ("报价单发过去了，请查收", "报价单", "quote"),
        ("刚把合同寄出了", "合同", "contract"),
        ("收到您的需求，报价已发您", "报价", "quote"),
        ("报价已发您，您看可以吗？", "报价", "quote"),
        ("没问题，今天下午报价发您邮箱了", "报价", "quote"),
    ],
)
def test_words_that_hand_it_over_are_noticed(text: str, words: str, kind: str, act: Act) -> None:
    concept = "报价" if kind == "quote" else "合同"
    sign = noticed("staff", "text", text, None, reading(text, (concept, words, act), side=Side.STAFF))
    assert sign is not None
    assert (sign.kind, sign.by_file) == (kind, False)
    assert text[sign.start : sign.end] == sign.quote
    plain = noticed("staff", "text", text, None, None)
    assert plain is not None
    assert plain.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "报价发我一下",
        "报价单明天发您",
        "合同收到了",
        "合同已发财务",
        "报价还没发",
        "报价发您了吗",
        "上次的报价您看了吗",
        "友商报价发我看看",
        "是否需要把合同发您",
        "报价下午发您",
        "合同签好寄回了吗",
    ],
)
def test_words_that_hand_nothing_over_are_not(text: str) -> None:
    concept = "报价" if "报价" in text else "合同"
    for act in (Act.DONE, Act.MENTION):
        analysis = reading(text, (concept, concept, act), side=Side.STAFF)
        assert noticed("staff", "text", text, None, analysis) is None
    assert noticed("staff", "text", text, None, None) is None


@pytest.mark.parametrize("polarity", [Polarity.NEGATED, Polarity.QUOTED, Polarity.HYPOTHETICAL])
def test_what_is_not_meant_is_not_noticed(polarity: Polarity) -> None:
    text = "报价已发您"
    analysis = reading(text, ("报价", "报价", Act.DONE), side=Side.STAFF, polarity=polarity)
    assert noticed("staff", "text", text, None, analysis) is None


def test_a_customers_words_hand_nothing_over() -> None:
    assert noticed("customer", "text", "报价已发您", None, None) is None


def words_sign() -> QuoteSign:
    return QuoteSign("quote", None, None, None, None, "报价已发您", 0, 5)


def test_words_right_after_the_file_speak_of_the_same_quote() -> None:
    assert repeats(words_sign(), SENT_AT + timedelta(minutes=5), [QUOTE]) is QUOTE
    assert repeats(words_sign(), SENT_AT + timedelta(days=1), [QUOTE]) is None


def test_the_same_bytes_are_the_same_version_and_others_a_new_one() -> None:
    same = dataclasses.replace(words_sign(), name="报价单.pdf", sha256="abc")
    other = dataclasses.replace(same, sha256="def")
    assert repeats(same, SENT_AT + timedelta(days=9), [QUOTE]) is QUOTE
    assert repeats(other, SENT_AT + timedelta(minutes=1), [QUOTE]) is None
    assert repeats(dataclasses.replace(same, kind="contract"), SENT_AT, [QUOTE]) is None


def test_the_silence_of_three_days_rings_in_working_time() -> None:
    monday = datetime(2026, 11, 16, 10, 0, tzinfo=SHANGHAI)
    friday_night = datetime(2026, 11, 20, 20, 0, tzinfo=SHANGHAI)
    assert unread_at(monday, POLICY, WORK) == monday + timedelta(hours=72)
    assert unread_at(friday_night, POLICY, WORK) == datetime(2026, 11, 23, 20, 0, tzinfo=SHANGHAI)
    assert escalate_at(friday_night, POLICY, WORK) == datetime(2026, 11, 23, 8, 30, tzinfo=SHANGHAI)


def test_a_quote_before_national_day_rings_after_it() -> None:
    sent = datetime(2026, 9, 30, 15, 0, tzinfo=SHANGHAI)
    assert unread_at(sent, POLICY, WORK) == datetime(2026, 10, 8, 8, 30, tzinfo=SHANGHAI)


@given(
    st.datetimes(
        datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2026-12-20"), timezones=st.just(UTC)
    )
)
def test_an_alarm_is_never_early_and_never_lost(sent: datetime) -> None:
    rings = unread_at(sent, POLICY, WORK)
    assert sent + POLICY.unread_after <= rings < sent + POLICY.unread_after + timedelta(days=12)
    assert WORK.is_open(rings)
