"""A new lead is offered once; what the rep decides is done, said, and told to whoever presses again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from handlers import leads
from handlers.chat.content import Card
from handlers.context import Context
from handlers.leads import moving
from storage.facts import FactStatus
from storage.suggestions import Suggestion
from tests.support.builders import a_conversation, a_fact, a_lead, a_suggestion
from tests.support.office import Office, Told, only_card, seen, texts

Offer = Callable[[Context, Suggestion], object]


def offered(office: Office, *, step: Offer = leads.offer, name: str = "张总") -> Told:
    """An offer as capture makes it; the card that was shown."""
    with office.open() as uow:
        uow.conversations.add(a_conversation(customer_name=name))
        uow.facts.add(a_fact("fact_p", "phone", "13812345678", "我电话138 1234 5678"))
        uow.facts.add(a_fact("fact_b", "budget", "20000000", "预算20万左右"))
        body = {
            "name": name,
            "fields": {"name": name, "phone": "13812345678", "budget": "20000000"},
            "fact_ids": ["fact_p", "fact_b"],
            "signal": {"kind": "报价", "text": "能报个价吗？我电话138 1234 5678", "message_id": "msg_a"},
        }
        uow.suggestions.add(a_suggestion(body=body))
    return only_card(office.does(lambda ctx: step(ctx, ctx.uow.suggestions.get("sug_a"))))


def test_the_card_shows_each_fact_with_its_words_and_hides_the_phone(office: Office) -> None:
    card = offered(office).content
    assert isinstance(card, Card)
    assert seen(card) == (
        "发现新线索：张总\n"
        "要给这位客户建档吗？\n"
        "电话：138****5678「我电话138****5678」\n"
        "预算：20万「预算20万左右」\n"
        "> 能报个价吗？我电话138****5678\n"
        "[建档] 建档 张总\n"
        "[补充] 补充 张总\n"
        "[不是客户] 张总不是客户\n"
        "[为什么] 为什么\n"
        "[误报] 误报"
    )


def test_the_suggestion_knows_its_card(office: Office) -> None:
    card = offered(office)
    with office.open() as uow:
        assert uow.suggestions.get("sug_a").card_id == card.card_id


def test_accepting_files_the_lead_with_its_facts_and_keys(office: Office) -> None:
    told = office.presses("lilei", offered(office), "建档")
    lead = office.lead("张总")
    assert (lead.owner_id, lead.phone, lead.budget_fen, lead.stage) == (
        "lilei",
        "13812345678",
        20000000,
        "new",
    )
    with office.open() as uow:
        held = uow.leads.by_key("external", "wecom:wm1")
        assert held is not None
        assert held.id == lead.id
        assert uow.conversations.get("conv_a").lead_id == lead.id
        assert {f.status for f in uow.facts.of_lead(lead.id)} == {FactStatus.ACTIVE}
    assert texts(told) == ["已给张总建档。\n还差来源，问到了发我一句就行。"]
    changed = [t.content for t in told if t.changed]
    assert [c.closed for c in changed if isinstance(c, Card)] == ["已建档"]


def test_typing_the_buttons_words_does_what_pressing_does(office: Office) -> None:
    offered(office)
    office.writes("lilei", "建档张总！")
    assert office.lead("张总").phone == "13812345678"


def test_pressing_again_tells_who_decided_what_and_when(office: Office) -> None:
    card = offered(office)
    office.presses("lilei", card, "建档")
    office.passes(hours=1)
    assert texts(office.presses("lilei", card, "不是客户")) == ["你今天 10:00 已经建了档。"]
    assert texts(office.presses("wang", card, "建档")) == ["李雷今天 10:00 已经建了档。"]
    assert not office.lead("张总").merged_into


def test_a_supervisor_may_decide_for_his_rep_who_keeps_the_lead(office: Office) -> None:
    office.presses("wang", offered(office), "建档")
    assert office.lead("张总").owner_id == "lilei"


def test_a_colleague_may_not_decide(office: Office) -> None:
    told = office.presses("han", offered(office), "建档")
    assert texts(told) == ["这位客户是李雷在跟，具体可以问问李雷。"]
    with office.open() as uow:
        assert uow.leads.named("张总") == []


def test_a_refused_chat_is_never_offered_again_and_its_facts_are_dropped(office: Office) -> None:
    told = office.presses("lilei", offered(office), "不是客户")
    assert texts(told) == ["好，以后不再提张总这个聊天。点错了就说“撤销”。"]
    with office.open() as uow:
        assert uow.conversations.get("conv_a").refused
        assert uow.facts.get("fact_p").status == FactStatus.REFUSED
        assert uow.suggestions.get("sug_a").status == "refused"
        assert uow.leads.named("张总") == []


def test_what_is_typed_after_supplement_is_filed_as_the_persons_own_words(office: Office) -> None:
    asked = office.presses("lilei", offered(office), "补充")
    assert texts(asked) == [
        "好，张总还有什么要记的？直接发给我，比如：电话 13812345678，预算20万，官网来的。"
    ]
    told = office.writes("lilei", "微信 zhangzong88，转介绍")
    lead = office.lead("张总")
    assert (lead.wechat, lead.source, lead.phone) == ("zhangzong88", "转介绍", "13812345678")
    assert texts(told) == ["已给张总建档，微信、来源也记上了。"]
    with office.open() as uow:
        (typed,) = uow.facts.of_lead(lead.id, field="wechat")
    assert (typed.by, typed.actor_id, typed.quote) == ("person", "lilei", "微信 zhangzong88，转介绍")


def test_what_was_typed_goes_before_what_was_read(office: Office) -> None:
    office.presses("lilei", offered(office), "补充")
    office.writes("lilei", "预算30万")
    assert office.lead("张总").budget_fen == 30000000


def test_a_polite_word_is_no_supplement(office: Office) -> None:
    office.presses("lilei", offered(office), "补充")
    assert texts(office.writes("lilei", "好的")) == ["好，想好了发给我。不补充就说“算了”。"]
    assert texts(office.writes("lilei", "算了")) == ["好，先不弄了。"]
    with office.open() as uow:
        assert uow.leads.named("张总") == []
        assert uow.suggestions.get("sug_a").status == "open"


def test_a_command_while_a_question_is_open_is_done_and_the_question_stays(office: Office) -> None:
    office.presses("lilei", offered(office), "补充")
    assert texts(office.writes("lilei", "我的待办")) == ["现在没有待办，轻松一下。"]
    office.writes("lilei", "官网来的")
    assert office.lead("张总").source == "官网"


def test_an_offer_for_ones_own_customer_adds_to_the_lead_there_is(office: Office) -> None:
    office.knows(a_lead(phone="13812345678", source="展会"))
    told = office.presses("lilei", offered(office), "建档")
    assert office.lead("张总").id == "lead_a"
    assert office.lead("张总").budget_fen == 20000000
    assert texts(told) == ["张总之前建过档，这次的聊天并进去了，补上了预算。"]


def test_an_offer_for_a_colleagues_customer_says_only_whom_to_ask(office: Office) -> None:
    office.knows(a_lead(owner_id="han", phone="13812345678"))
    told = office.presses("lilei", offered(office), "建档")
    assert texts(told) == ["这位客户已经有人在跟了，可以找韩梅梅对一下。"]
    with office.open() as uow:
        assert uow.suggestions.get("sug_a").status == "open"


def test_a_fact_whose_message_was_recalled_is_not_filed(office: Office) -> None:
    card = offered(office)
    with office.open() as uow:
        uow.facts.change(uow.facts.get("fact_p"), status=FactStatus.WITHDRAWN)
    office.presses("lilei", card, "建档")
    assert office.lead("张总").phone is None


def test_in_auto_mode_it_is_filed_at_once_and_says_so_with_a_way_back(office: Office) -> None:
    card = offered(office, step=leads.auto).content
    assert isinstance(card, Card)
    assert seen(card).startswith("已自动建档：张总\n不对的话，明天 10:00 前点一下就撤销。\n")
    assert [b.label for b in card.buttons] == ["撤销"]
    lead = office.lead("张总")
    with office.open() as uow:
        created = [c for c in uow.audit.of_lead(lead.id) if c.act == "lead.create"]
    assert [c.actor_id for c in created] == [None]


def test_in_auto_mode_a_known_customers_second_chat_joins_his_lead(office: Office) -> None:
    office.knows(a_lead(name="张伟", phone="13812345678"))
    card = offered(office, step=leads.auto).content
    assert isinstance(card, Card)
    assert card.title == "张总的聊天已并入张伟"


@pytest.mark.parametrize(("status", "outcome"), [("known", "已并入原有客户"), ("recalled", "原消息已撤回")])
def test_a_withdrawn_offer_closes_its_card(office: Office, status: str, outcome: str) -> None:
    office.knows(a_lead(phone="13812345678"))
    card = offered(office)

    def step(ctx: Context) -> None:
        suggestion = ctx.uow.suggestions.get("sug_a")
        if status == "known":
            leads.withdraw_offer(ctx, suggestion, ctx.uow.leads.get("lead_a"))
        else:
            leads.recalled(ctx, suggestion)

    office.does(step)
    assert card.card_id is not None
    assert office.card(card.card_id).closed == outcome


def stage_offer(office: Office, *, step: Offer = moving.offer_stage, stage: str = "proposal") -> Told:
    with office.open() as uow:
        if uow.leads.find("lead_a") is None:
            uow.leads.add(a_lead(stage="contacted"))
        body = {
            "stage": stage,
            "from": "contacted",
            "evidence": [{"quote": "方案已经发您邮箱了", "message_id": "msg_a"}],
        }
        uow.suggestions.add(a_suggestion("sug_s", "stage", lead_id="lead_a", body=body))
    return only_card(office.does(lambda ctx: step(ctx, ctx.uow.suggestions.get("sug_s"))))


def test_a_stage_is_proposed_with_the_words_it_rests_on(office: Office) -> None:
    card = stage_offer(office).content
    assert isinstance(card, Card)
    assert seen(card) == (
        "建议推进到「方案确认」\n"
        "张总 · 现在是已联系\n"
        "> 方案已经发您邮箱了\n"
        "[确认] 确认 张总 方案确认\n"
        "[不是] 不是 张总 方案确认\n"
        "[为什么] 为什么\n"
        "[误报] 误报"
    )


def test_confirming_moves_the_lead_and_says_what_comes_next(office: Office) -> None:
    told = office.presses("lilei", stage_offer(office), "确认")
    assert office.lead("张总").stage == "proposal"
    assert texts(told) == ["张总：已联系 → 方案确认。\n下一步是已报价（报价单发给客户）。"]


def test_refusing_leaves_the_lead_where_it_is(office: Office) -> None:
    told = office.presses("lilei", stage_offer(office), "不是")
    assert office.lead("张总").stage == "contacted"
    assert texts(told) == ["好，张总还是已联系，这条不再提了。"]
    with office.open() as uow:
        assert uow.suggestions.get("sug_s").status == "refused"


def test_confirming_what_a_hand_has_overtaken_changes_nothing(office: Office) -> None:
    card = stage_offer(office)
    with office.open() as uow:
        uow.leads.save(dataclasses.replace(uow.leads.get("lead_a"), stage="contract"))
    assert texts(office.presses("lilei", card, "确认")) == ["张总现在就是合同流程，没有改动。"]
    assert office.lead("张总").stage == "contract"


def test_a_move_by_hand_settles_the_proposals_it_overtakes(office: Office) -> None:
    card = stage_offer(office)
    office.writes("lilei", "把张总推进到合同")
    assert card.card_id is not None
    assert office.card(card.card_id).closed == "不用再定了"


def test_in_auto_mode_the_stage_moves_at_once_with_a_way_back(office: Office) -> None:
    card = stage_offer(office, step=moving.auto_stage).content
    assert isinstance(card, Card)
    assert seen(card) == (
        "张总已推进到「方案确认」\n原来是已联系。不对的话，明天 10:00 前点一下就撤销。\n"
        "> 方案已经发您邮箱了\n[撤销] 撤销\n[为什么] 为什么\n[误报] 误报"
    )
    assert office.lead("张总").stage == "proposal"
