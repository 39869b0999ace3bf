"""What a rep says about customers: new ones, stages, notes, questions, won, lost, handed over."""

from __future__ import annotations

import pytest

from handlers.chat.content import Card
from storage.audit import Moment
from tests.support.builders import NOW, a_lead
from tests.support.office import Office, only_card, seen, texts


def test_a_new_lead_is_filed_and_what_is_missing_is_named(office: Office) -> None:
    told = office.writes("lilei", "新建线索 张总 13812345678 官网 预算20万")
    lead = office.lead("张总")
    assert (lead.phone, lead.source, lead.budget_fen) == ("13812345678", "官网", 20000000)
    assert texts(told) == ["已建档：张总（138****5678，官网，预算20万），新线索。"]
    assert texts(office.writes("lilei", "新建线索 李总")) == [
        "已建档：李总，新线索。\n还差电话或微信和来源，方便时发我。"
    ]


def test_a_lead_without_a_name_is_asked_for_one(office: Office) -> None:
    assert texts(office.writes("lilei", "新建线索")) == ["客户怎么称呼？"]
    office.writes("lilei", "赵女士")
    assert office.lead("赵女士").owner_id == "lilei"


def test_the_same_phone_is_the_same_customer_and_gets_what_is_new(office: Office) -> None:
    office.knows(a_lead(phone="13812345678"))
    told = office.writes("lilei", "新建线索 张总 138 1234 5678 官网")
    assert office.lead("张总").source == "官网"
    assert texts(told) == ["张总之前建过档，这次补上了来源。"]
    again = office.writes("lilei", "新建线索 张总 13812345678 官网")
    assert texts(again) == ["张总之前建过档，信息都有了，没有要改的。"]


def test_a_value_that_contradicts_is_asked_and_not_overwritten(office: Office) -> None:
    office.writes("lilei", "新建线索 张总 13812345678 预算20万")
    told = office.writes("lilei", "新建线索 张总 13812345678 预算30万")
    assert office.lead("张总").budget_fen == 20000000
    card = only_card(told)
    assert isinstance(card.content, Card)
    assert card.content.title == "张总的预算有两个"
    assert texts(told) == ["张总之前建过档。\n预算跟原来的不一样，留哪个请点下面的卡片。"]
    office.presses("lilei", card, "保留B")
    assert office.lead("张总").budget_fen == 30000000


def test_of_a_colleagues_customer_only_whom_to_ask_is_said(office: Office) -> None:
    office.knows(a_lead(owner_id="han", phone="13812345678", company="明远科技"))
    told = office.writes("lilei", "新建线索 老张 13812345678")
    assert texts(told) == ["这位客户已经有人在跟了，可以找韩梅梅对一下。"]
    assert texts(office.writes("lilei", "张总最近有什么动态")) == [
        "这位客户是韩梅梅在跟，具体可以问问韩梅梅。"
    ]
    assert texts(office.writes("lilei", "把张总推进到合同")) == ["这位客户是韩梅梅在跟，具体可以问问韩梅梅。"]
    assert office.lead("张总").stage == "new"


def test_a_namesake_is_asked_about_and_the_choice_goes_on(office: Office) -> None:
    office.knows(a_lead(company="明远科技"))
    told = office.writes("lilei", "新建线索 张总 13812345678 官网")
    card = only_card(told)
    assert isinstance(card.content, Card)
    assert seen(card.content) == (
        "你已经有张总了，是同一位吗？\n"
        "1. 张总 · 明远科技 · 新线索 · 今天有联系\n"
        "[1 明远科技] 1\n"
        "[都不是，新建] 2\n[为什么] 为什么"
    )
    office.presses("lilei", card, "1 明远科技")
    assert office.lead("张总").phone == "13812345678"


def test_a_namesake_may_be_somebody_else(office: Office) -> None:
    office.knows(a_lead(company="明远科技"))
    office.writes("lilei", "新建线索 张总 13812345678 官网")
    office.writes("lilei", "2")
    with office.open() as uow:
        assert len(uow.leads.named("张总")) == 2


def test_several_of_one_name_are_a_choice_with_enough_to_tell_them_apart(office: Office) -> None:
    office.knows(
        a_lead("lead_a", company="明远科技", phone="13812345678"),
        a_lead("lead_b", phone="13900001111", stage="quoted"),
    )
    card = only_card(office.writes("lilei", "把张总推进到合同"))
    assert isinstance(card.content, Card)
    assert seen(card.content) == (
        "是哪一位张总？\n"
        "1. 张总 · 明远科技 · 138****5678 · 新线索 · 今天有联系\n"
        "2. 张总 · 139****1111 · 已报价 · 今天有联系\n"
        "[1 明远科技] 1\n"
        "[2 1111] 2\n[为什么] 为什么"
    )
    told = office.presses("lilei", card, "2 1111")
    assert "张总：已报价 → 合同流程。" in texts(told)
    with office.open() as uow:
        assert (uow.leads.get("lead_a").stage, uow.leads.get("lead_b").stage) == ("new", "contract")


def test_a_choice_works_once_and_only_for_ten_minutes(office: Office) -> None:
    office.knows(a_lead("lead_a"), a_lead("lead_b"))
    card = only_card(office.writes("lilei", "张总丢单，嫌贵"))
    office.passes(minutes=11)
    assert texts(office.presses("lilei", card, "1 张总")) == ["这个选择过时了，把刚才的话再说一遍就行。"]
    with office.open() as uow:
        assert uow.leads.get("lead_a").status == "open"


def test_a_number_out_of_range_leaves_the_choice_open(office: Office) -> None:
    office.knows(a_lead("lead_a"), a_lead("lead_b"))
    office.writes("lilei", "把张总推进到合同")
    assert texts(office.writes("lilei", "5")) == ["只有 2 个可选，换个数字就行。"]
    office.writes("lilei", "第一个")
    with office.open() as uow:
        assert "contract" in {uow.leads.get("lead_a").stage, uow.leads.get("lead_b").stage}


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("把张总推进到合同", "张总：新线索 → 合同流程。"),
        (
            "把张总推进到报价阶段",
            "张总：新线索 → 已报价。\n下一步是价格谈判（报价后客户嫌贵、要优惠或在比价）。",
        ),
    ],
)
def test_a_stage_is_moved_by_a_word(office: Office, said: str, answer: str) -> None:
    office.knows(a_lead())
    assert texts(office.writes("lilei", said)) == [answer]


def test_moving_to_where_it_is_says_so(office: Office) -> None:
    office.knows(a_lead(stage="contract"))
    assert texts(office.writes("lilei", "把张总推进到合同")) == ["张总现在就是合同流程，没有改动。"]


def test_the_answer_to_a_question_begins_with_the_conclusion(office: Office) -> None:
    office.knows(
        a_lead(stage="quoted", phone="13812345678", company="明远科技", source="官网", budget_fen=20000000)
    )
    with office.open() as uow:
        uow.timeline.add(Moment("lead_a", NOW, "chat", "我电话13812345678，报个价"))
        uow.timeline.add(Moment("lead_a", NOW, "stage", "已报价"))
        uow.timeline.add(Moment("lead_a", NOW, "note", "周末不接电话"))
    office.writes("lilei", "明天下午三点提醒我给张总回电话")
    card = only_card(office.writes("lilei", "张总最近有什么动态"))
    assert isinstance(card.content, Card)
    assert seen(card.content) == (
        "张总：已报价\n"
        "下一步：明天 15:00 给张总回电话\n"
        "明远科技 · 官网 · 预算20万\n"
        "电话：138****5678\n"
        "11-20：待办：给张总回电话\n"
        "11-20：备注：周末不接电话\n"
        "11-20：阶段：到已报价\n"
        "11-20：聊天：我电话138****5678，报个价\n"
        "[看电话] 看张总电话\n"
        "[来源1] 看来源 1\n"
        "[来源2] 看来源 2\n"
        "[来源3] 看来源 3\n"
        "[来源4] 看来源 4\n[为什么] 为什么"
    )
    assert texts(office.presses("lilei", card, "看电话")) == ["张总 13812345678"]


def test_at_most_five_lines_of_the_story_are_told(office: Office) -> None:
    office.knows(a_lead())
    with office.open() as uow:
        for number in range(9):
            uow.timeline.add(Moment("lead_a", NOW, "note", f"第{number}条"))
    card = only_card(office.writes("lilei", "张总怎么样"))
    assert isinstance(card.content, Card)
    assert [fact.value for fact in card.content.facts] == [f"备注：第{n}条" for n in (8, 7, 6, 5, 4)]


def test_a_bare_name_asks_about_that_customer(office: Office) -> None:
    office.knows(a_lead())
    card = only_card(office.writes("lilei", "张总"))
    assert isinstance(card.content, Card)
    assert card.content.title == "张总：新线索"


def test_a_supervisor_sees_his_reps_customers_and_whose_they_are(office: Office) -> None:
    office.knows(a_lead())
    card = only_card(office.writes("wang", "张总最近有什么动态"))
    assert isinstance(card.content, Card)
    assert card.content.title == "张总（李雷在跟）：新线索"


def test_a_note_is_kept_in_the_story(office: Office) -> None:
    office.knows(a_lead())
    assert texts(office.writes("lilei", "张总备注：周末不接电话")) == ["记下了，张总：周末不接电话"]
    with office.open() as uow:
        assert [(m.kind, m.text) for m in uow.timeline.of_lead("lead_a")] == [("note", "周末不接电话")]
        assert [f.lead_id for f in uow.search.find("不接电话")] == ["lead_a"]


def test_winning_and_losing_close_the_lead(office: Office) -> None:
    office.knows(a_lead("lead_a", "张总"), a_lead("lead_b", "沈经理"))
    assert texts(office.writes("lilei", "张总成交 1.2万")) == ["恭喜！张总已成交，1.2万。"]
    office.writes("lilei", "沈经理丢单，嫌贵")
    assert texts(office.writes("lilei", "确定")) == ["沈经理记为丢单，原因：嫌贵。记错了就说“撤销”。"]
    won, lost = office.lead("张总"), office.lead("沈经理")
    assert (won.status, won.amount_fen, won.closed_at) == ("won", 1200000, NOW)
    assert (lost.status, lost.attributes) == ("lost", {"lost_reason": "嫌贵"})


def test_a_quote_told_in_words_is_kept_and_watched(office: Office) -> None:
    office.knows(a_lead())
    assert texts(office.writes("lilei", "给张总报价5.6万")) == [
        "记下了：张总第 1 版报价 5.6万。3 天没回复，我来提醒你。"
    ]
    with office.open() as uow:
        (quote,) = uow.quotes.of_lead("lead_a")
    assert (quote.amount_fen, quote.status) == (5600000, "sent")


def test_only_who_leads_the_owner_hands_a_customer_over(office: Office) -> None:
    office.knows(a_lead())
    card = only_card(office.writes("lilei", "把张总分给韩梅梅")).content
    assert isinstance(card, Card)
    assert card.title == "把张总转给韩梅梅要主管来定"
    assert office.lead("张总").owner_id == "lilei"
    office.writes("wang", "把张总分给韩梅梅")
    told = office.writes("wang", "确定")
    assert office.lead("张总").owner_id == "han"
    assert texts(told, "wang") == ["张总已转给韩梅梅，也告诉韩梅梅了。"]
    assert texts(told, "han") == ["王经理把张总转给你了。说“张总最近有什么动态”就能看到来龙去脉。"]


def test_a_customer_nobody_knows_is_answered_with_how_to_file_him(office: Office) -> None:
    assert texts(office.writes("lilei", "李总什么情况")) == [
        "你名下没找到李总。要建档就说“新建线索 李总 电话 来源”。"
    ]
