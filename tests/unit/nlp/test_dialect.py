"""Regional words in plain words, with the way back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import rules
from nlp.dialect import folded
from nlp.lexicon import lower
from nlp.model import Polarity, Side
from nlp.normalize import Normal, normalize


def plain(text: str) -> Normal:
    normal = normalize(text)
    return folded(normal, lower(normal.text))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("老细批咗啦", "老板批了啦"),
        ("冇收到样板", "没有收到样板"),
        ("發票開好未", "发票开好没"),
        ("雅思小班几钱一期", "雅思小班多少钱一期"),
        ("代理记账咋个收费的", "代理记账怎么收费的"),
        ("报价不忙做", "报价先别做"),
        ("莫急着寄样品", "先别寄样品"),
        ("屋头商量哈再说", "家里商量下再说"),
        ("学一年要好多钱", "学一年要多少钱"),
        ("你们好久能送到", "你们多久能送到"),
        ("边度有得睇", "哪里有得看"),
        ("几钿一只", "多少钱一只"),
        ("多咱能发", "什么时候能发"),
        ("便宜点伐", "便宜点吗"),
        ("平啲得唔得", "便宜点行不行"),
    ],
)
def test_regional_words_become_plain_ones(text: str, meant: str) -> None:
    assert plain(text).text == meant


@pytest.mark.parametrize(
    "text",
    [
        "莫总您好",
        "莫非是涨价了",
        "一起货到付款",
        "几点卖票",
        "特别个性",
        "花了好多钱",
        "好久不见",
        "调整好了",
        "旁边个子高的那位",
        "请勿触碰",
        "水平过硬",
        "什么事",
        "北伐",
        "红木有货吗",
        "要得急，货要得多",
        "你忙不忙",
        "通过数据看",
    ],
)
def test_plain_words_stay(text: str) -> None:
    assert plain(text).text == text


def test_a_folded_word_points_at_what_was_written() -> None:
    found = plain("呢份合同冇盖章")
    at = found.text.index("没有")
    assert found.original(at, at + 2) == "冇"
    assert found.original(2, 4) == "合同"


@given(st.text(alphabet="冇唔咗莫忙几钱未平啲好多合同报价没得系边度 ，a", max_size=20))
def test_every_character_comes_from_the_text_in_order(text: str) -> None:
    found = plain(text)
    spans = [found.span(i, i + 1) for i in range(len(found.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


@pytest.mark.parametrize(
    ("text", "kind", "polarity"),
    [
        ("老细批咗啦", "等审批", Polarity.NEGATED),
        ("老细未点头", "等审批", Polarity.POSITIVE),
        ("我冇话贵喔", "嫌贵", Polarity.NEGATED),
        ("发票先莫开", "发票", Polarity.NEGATED),
        ("没拿你家去比价", "比价", Polarity.NEGATED),
        ("不是嫌你贵，是账上没钱", "嫌贵", Polarity.NEGATED),
        ("之前卡在老板那儿，今天放行了", "等审批", Polarity.NEGATED),
        ("之前卡在老板那儿，今天还是没动", "等审批", Polarity.POSITIVE),
        ("演示不用装软件", "演示", Polarity.POSITIVE),
        ("演示不用安排了", "演示", Polarity.NEGATED),
        ("投标不用交保证金", "招标", Polarity.POSITIVE),
        ("不可能不开票的", "发票", Polarity.POSITIVE),
        ("试用版导不出表格", "试用", Polarity.POSITIVE),
        ("报价没算出来", "报价", Polarity.NEGATED),
    ],
)
def test_what_is_folded_and_denied_is_read(text: str, kind: str, polarity: Polarity) -> None:
    signals = rules.read(normalize(text), side=Side.CUSTOMER).signals
    assert polarity in {one.polarity for one in signals if one.kind == kind}
