"""From signals to stages, new leads and tags."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sales.evidence import ENOUGH, Evidence, buying_signal, evidence, suggest, tags
from handlers.sales.funnel import Funnel, built_in
from nlp import Act, Analysis, MessageKind, Polarity, Side, Signal
from tests.unit.sales.readings import reading

FUNNEL = built_in()
STAFF = Side.STAFF


def said(*analyses: Analysis, funnel: Funnel = FUNNEL) -> list[Evidence]:
    return [item for at, each in enumerate(analyses) for item in evidence(f"m{at}", each, funnel)]


def suggested(current: str, *analyses: Analysis, refused: tuple[str, ...] = ()) -> str | None:
    suggestion = suggest(current, said(*analyses), FUNNEL, refused)
    return suggestion.stage if suggestion else None


QUOTE_SENT = reading("报价已发您", ("报价", "报价", Act.DONE), side=STAFF)
TOO_DEAR = reading("有点贵啊", ("嫌贵", "贵", Act.MENTION))


@pytest.mark.parametrize(
    ("analysis", "stage"),
    [
        (reading("方案已发您邮箱", ("方案", "方案", Act.DONE), side=STAFF), "proposal"),
        (reading("合同草稿您看下", ("合同草稿", "合同草稿", Act.MENTION), side=STAFF), "proposal"),
        (reading("下周演示", ("演示", "演示", Act.PLAN), side=STAFF), "proposal"),
        (reading("周六来试听", ("试听", "试听", Act.PLAN)), "qualified"),
        (reading("孩子试听完了", ("试听", "试听", Act.DONE)), "demo"),
        (QUOTE_SENT, "quoted"),
        (reading("合同发您邮箱了", ("合同", "合同", Act.DONE), side=STAFF), "contract"),
        (reading("明天签合同", ("合同", "合同", Act.PLAN)), "contract"),
        (reading("合同签好了，寄给你们", ("合同", "合同", Act.DONE)), "won"),
        (reading("合同双方已签", ("合同", "合同", Act.DONE), side=STAFF), "won"),
        (reading("钱已经转了", ("付款", "转", Act.DONE)), "won"),
    ],
)
def test_what_is_said_suggests_its_stage(analysis: Analysis, stage: str) -> None:
    assert suggested("new", analysis) == stage


@pytest.mark.parametrize(
    "analysis",
    [
        reading("合同发您了，麻烦签好了给我", ("合同", "合同", Act.DONE), side=STAFF),
        reading("合同已签收", ("合同", "合同", Act.DONE)),
        reading("样品费付了", ("付款", "付", Act.DONE)),
        reading("怎么付款", ("付款", "付款", Act.REQUEST)),
    ],
)
def test_only_what_is_signed_or_paid_is_won(analysis: Analysis) -> None:
    assert suggested("contract", analysis) is None


def test_a_price_objection_is_bargaining_only_after_a_quote() -> None:
    assert suggested("qualified", TOO_DEAR) is None
    assert suggested("quoted", TOO_DEAR) == "negotiation"
    assert suggested("qualified", QUOTE_SENT, TOO_DEAR) == "negotiation"
    assert suggested("qualified", TOO_DEAR, QUOTE_SENT) == "quoted"


def test_our_own_talk_of_discounts_is_no_bargaining() -> None:
    offer = reading("给您优惠", ("优惠", "优惠", Act.MENTION), side=STAFF)
    assert suggested("quoted", offer) is None


def test_one_question_is_no_confirmed_need_but_two_are() -> None:
    asks = reading("能试听吗", ("试听", "试听", Act.REQUEST))
    again = reading("可以试听吗", ("试听", "试听", Act.REQUEST))
    budget = reading("预算20万", budget="20万")
    assert suggested("new", asks) is None
    assert suggested("new", asks, again) is None
    assert suggested("new", asks, budget) == "qualified"


def test_a_contract_asked_for_and_promised_begins_the_contract_stage() -> None:
    asked = reading("发个合同吧", ("合同", "合同", Act.REQUEST))
    promised = reading("我准备合同", ("合同", "合同", Act.PLAN), side=STAFF)
    assert suggested("quoted", asked) is None
    assert suggested("quoted", asked, promised) == "contract"


def test_a_draft_is_no_contract() -> None:
    draft = reading(
        "合同草稿发您了", ("合同草稿", "合同草稿", Act.DONE), ("合同", "合同", Act.DONE), side=STAFF
    )
    assert {item.stage for item in said(draft)} == {"proposal"}


def test_the_suggestion_never_goes_back_or_stays() -> None:
    assert suggested("quoted", QUOTE_SENT) is None
    assert suggested("contract", QUOTE_SENT) is None


def test_a_refused_suggestion_does_not_come_back() -> None:
    proposal = reading("方案已发", ("方案", "方案", Act.DONE), side=STAFF)
    assert suggested("new", proposal, QUOTE_SENT, refused=("quoted",)) == "proposal"
    assert suggested("new", QUOTE_SENT, refused=("quoted",)) is None


@pytest.mark.parametrize("current", ["won", "lost", "paused"])
def test_a_closed_deal_gets_no_suggestion(current: str) -> None:
    assert suggested(current, QUOTE_SENT) is None


@pytest.mark.parametrize("polarity", [each for each in Polarity if each is not Polarity.POSITIVE])
def test_what_is_not_meant_proves_nothing(polarity: Polarity) -> None:
    denied = reading("报价没发", ("报价", "报价", Act.DONE), polarity=polarity)
    assert said(denied) == []


def test_evidence_points_at_the_sentence_it_rests_on() -> None:
    text = "您好。 方案已发您邮箱，请查收！谢谢"
    (item,) = said(reading(text, ("方案", "方案", Act.DONE), side=STAFF))
    assert item.quote == "方案已发您邮箱，请查收" == text[item.start : item.end]
    assert (item.message_id, item.signal, item.act) == ("m0", "方案", "done")


ANY_READING = st.builds(
    lambda before, concept, act, side, after: reading(
        before + concept + after, (concept, concept, act), side=side
    ),
    st.text(alphabet="我们 。，!\n签了", max_size=120),
    st.sampled_from(["报价", "合同", "方案", "付款", "试听", "优惠", "嫌贵", "合同草稿"]),
    st.sampled_from(list(Act)),
    st.sampled_from([Side.CUSTOMER, Side.STAFF]),
    st.text(alphabet="我们 。，!\n签了", max_size=120),
)


@given(
    st.lists(ANY_READING, max_size=6),
    st.sampled_from([stage.code for stage in FUNNEL]),
    st.sets(st.sampled_from(["won", "quoted", "contract"])),
)
def test_a_suggestion_is_always_ahead_well_evidenced_and_not_refused(
    analyses: list[Analysis], current: str, refused: set[str]
) -> None:
    items = said(*analyses)
    for item in items:
        assert analyses[int(item.message_id[1:])].text[item.start : item.end] == item.quote
        assert 0 < len(item.quote) <= 80
    suggestion = suggest(current, items, FUNNEL, refused)
    if suggestion is not None:
        assert FUNNEL.after(suggestion.stage, current)
        assert suggestion.stage not in refused
        assert sum(item.weight for item in suggestion.evidence) >= ENOUGH


def test_a_buying_signal_prefers_the_request() -> None:
    asks = reading(
        "你们的方案不错，能报个价吗", ("方案", "方案", Act.MENTION), ("报价", "报个价", Act.REQUEST)
    )
    signal = buying_signal(asks)
    assert signal is not None
    assert signal.text == "报个价"


@pytest.mark.parametrize(
    "analysis",
    [
        reading("报价发您了", ("报价", "报价", Act.DONE), side=STAFF),
        reading("好的谢谢报价", ("报价", "报价", Act.MENTION), kind=MessageKind.CLOSING),
        reading("先不用报价", ("报价", "报价", Act.REQUEST), polarity=Polarity.NEGATED),
        reading("如果要报价再找你", ("报价", "报价", Act.REQUEST), polarity=Polarity.HYPOTHETICAL),
        reading("别再发报价了", ("报价", "报价", Act.MENTION), intent=0),
        reading("我司专业承接办公装修，可给您报价", ("报价", "报价", Act.PLAN)),
        reading("您好，我想应聘销售，试用期多久签合同", ("合同", "合同", Act.REQUEST)),
        reading("贵公司需要代理记账吗，优惠中", ("优惠", "优惠", Act.MENTION)),
        reading("发票抬头发你", ("发票", "发票", Act.MENTION)),
        reading("你好"),
    ],
)
def test_no_lead_comes_from_our_side_closings_refusals_and_pitches(analysis: Analysis) -> None:
    assert buying_signal(analysis) is None


@pytest.mark.parametrize(
    ("concept", "text"),
    [
        ("试听", "可以试听吗"),
        ("学费", "一学期学费多少"),
        ("校区", "哪个校区近"),
        ("演示", "能演示一下吗"),
        ("试用", "有试用账号吗"),
        ("样品", "先寄个样品"),
        ("交期", "交期多久"),
        ("招标", "我们下月招标"),
        ("付款", "怎么付款"),
        ("优惠", "有优惠吗"),
        ("方案", "出个方案看看"),
        ("合同", "发个合同"),
        ("报价", "我们是做招聘系统的，想要个报价"),
    ],
)
def test_every_buying_concept_makes_a_lead(concept: str, text: str) -> None:
    assert buying_signal(reading(text, (concept, concept, Act.REQUEST))) is not None


def test_tags_come_once_each_with_their_words() -> None:
    analysis = reading(
        "试听多少钱，学费能优惠吗，哪个校区近",
        ("试听", "试听", Act.REQUEST),
        ("学费", "学费", Act.REQUEST),
        ("优惠", "优惠", Act.REQUEST),
        ("校区", "校区", Act.REQUEST),
    )
    assert [(tag, signal.text) for tag, signal in tags(analysis)] == [
        ("试听意向", "试听"),
        ("价格敏感", "学费"),
        ("就近校区", "校区"),
    ]


def test_our_own_words_give_no_tags() -> None:
    assert tags(reading("可以优惠", ("优惠", "优惠", Act.PLAN), side=STAFF)) == []
    assert tags(reading("不用优惠", ("优惠", "优惠", Act.REQUEST), polarity=Polarity.NEGATED)) == []


def test_a_text_of_nothing_but_signals_is_read_in_bounded_work() -> None:
    word = "合同草稿"
    whole = reading(word * 5_000)
    signals = tuple(
        Signal("合同", Act.DONE, Polarity.POSITIVE, STAFF, at, at + 2, "合同") for at in range(0, 20_000, 4)
    )
    items = evidence("m", dataclasses.replace(whole, signals=signals), FUNNEL)
    assert len(items) == 1
    assert len(items[0].quote) <= 80
