"""Every act has its inverse; field by field a person's later edit wins."""

from __future__ import annotations

import dataclasses

import pytest

from handlers import leads, records, undo
from handlers.context import Context
from handlers.leads import moving
from handlers.undo.inverses import INVERSES
from storage.facts import FactStatus
from storage.leads import Lead
from storage.suggestions import Suggestion
from tests.support.builders import a_context, a_lead, a_message, at
from tests.support.office import Office, only_card, texts
from tests.unit.handlers.test_leads_offered import offered, stage_offer


def state(office: Office, lead_id: str = "lead_a") -> Lead:
    """A lead without what an undo may rightly leave changed."""
    with office.open() as uow:
        return dataclasses.replace(uow.leads.get(lead_id), version=0)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("把张总推进到合同", "已撤销：张总的阶段（回到新线索）。"),
        ("张总丢单，嫌贵", "已撤销：张总的丢单原因、张总的阶段（回到新线索）。"),
        ("张总成交 1.2万", "已撤销：张总的阶段（回到新线索）、张总的金额。"),
        ("新建线索 张总 13812345678 官网", "已撤销：张总的来源。"),
    ],
)
def test_what_a_word_did_a_word_takes_back(office: Office, said: str, answer: str) -> None:
    office.knows(a_lead(phone="13812345678"))
    before = state(office)
    office.writes("lilei", said)
    office.writes("lilei", "确定")
    assert state(office) != before
    assert texts(office.writes("lilei", "撤销")) == [answer]
    assert state(office) == before


def test_a_filed_lead_is_gone_and_its_phone_is_free_again(office: Office) -> None:
    office.writes("lilei", "新建线索 张总 13812345678 官网")
    assert texts(office.writes("lilei", "撤销")) == ["已撤销：张总的建档。"]
    with office.open() as uow:
        assert uow.leads.by_key("phone", "13812345678") is None
        assert uow.leads.named("张总") == []
        assert uow.search.find("张总") == []
    office.writes("han", "新建线索 张总 13812345678 官网")
    assert office.lead("张总").owner_id == "han"


def test_undoing_goes_back_step_by_step(office: Office) -> None:
    office.knows(a_lead())
    office.writes("lilei", "把张总推进到报价")
    office.writes("lilei", "把张总推进到合同")
    office.writes("lilei", "撤销")
    assert state(office).stage == "quoted"
    office.writes("lilei", "撤销")
    assert state(office).stage == "new"
    assert texts(office.writes("lilei", "撤销")) == ["这一天里没有能撤销的事。"]


def test_after_a_day_nothing_is_taken_back_by_a_word(office: Office) -> None:
    office.knows(a_lead())
    office.writes("lilei", "把张总推进到合同")
    office.passes(hours=25)
    assert texts(office.writes("lilei", "撤销")) == ["这一天里没有能撤销的事。"]
    assert state(office).stage == "contract"


def test_one_person_does_not_take_back_anothers_act(office: Office) -> None:
    office.knows(a_lead())
    office.writes("lilei", "把张总推进到合同")
    assert texts(office.writes("han", "撤销")) == ["这一天里没有能撤销的事。"]
    assert state(office).stage == "contract"


def test_an_automatic_lead_is_taken_back_from_its_card(office: Office) -> None:
    card = offered(office, step=leads.auto)
    told = office.presses("lilei", card, "撤销")
    assert texts(told) == ["已撤销：张总的建档。"]
    assert card.card_id is not None
    assert office.card(card.card_id).closed == "已撤销"
    with office.open() as uow:
        assert uow.suggestions.get("sug_a").status == "undone"
        assert uow.conversations.get("conv_a").lead_id is None
        assert not uow.conversations.get("conv_a").refused
        assert uow.leads.named("张总") == []
    assert texts(office.presses("lilei", card, "撤销")) == ["这件事之前定过，后来撤销了。"]


def test_the_bots_last_act_is_taken_back_by_a_word_too(office: Office) -> None:
    card = stage_offer(office, step=moving.auto_stage)
    assert texts(office.writes("lilei", "撤销")) == ["已撤销：张总的阶段（回到已联系）。"]
    assert state(office).stage == "contacted"
    assert card.card_id is not None
    assert office.card(card.card_id).closed == "已撤销"


def test_a_lead_somebody_has_worked_on_since_is_kept(office: Office) -> None:
    card = offered(office, step=leads.auto)
    office.writes("lilei", "张总备注：周末不接电话")
    told = office.presses("lilei", card, "撤销")
    assert texts(told) == ["张总的建档后来改过，就没动。"]
    assert office.lead("张总").status == "open"


def test_a_stage_moved_by_hand_since_stays(office: Office) -> None:
    card = stage_offer(office, step=moving.auto_stage)
    office.writes("lilei", "把张总推进到合同")
    assert texts(office.presses("lilei", card, "撤销")) == ["张总的阶段（回到已联系）后来改过，就没动。"]
    assert state(office).stage == "contract"


def test_a_field_edited_since_stays_while_the_others_go_back(office: Office) -> None:
    office.knows(a_lead(phone="13812345678"))
    office.writes("lilei", "新建线索 张总 13812345678 官网 预算20万")
    with office.open() as uow:
        uow.leads.save(dataclasses.replace(uow.leads.get("lead_a"), source="展会"))
    told = office.writes("lilei", "撤销")
    assert texts(told) == ["已撤销：张总的预算。\n张总的来源后来改过，就没动。"]
    assert (state(office).source, state(office).budget_fen) == ("展会", None)


def test_a_refusal_taken_back_offers_again_on_the_same_card(office: Office) -> None:
    card = offered(office)
    office.presses("lilei", card, "不是客户")
    assert texts(office.writes("lilei", "撤销")) == ["已撤销：“不是客户”的标记。"]
    with office.open() as uow:
        assert not uow.conversations.get("conv_a").refused
        assert uow.facts.get("fact_p").status == FactStatus.PROPOSED
    office.presses("lilei", card, "建档")
    assert office.lead("张总").phone == "13812345678"


def test_a_refused_stage_taken_back_can_be_confirmed(office: Office) -> None:
    card = stage_offer(office)
    office.presses("lilei", card, "不是")
    office.writes("lilei", "撤销")
    office.presses("lilei", card, "确认")
    assert state(office).stage == "proposal"


def test_a_note_is_taken_out_of_the_story(office: Office) -> None:
    office.knows(a_lead())
    office.writes("lilei", "张总备注：周末不接电话")
    assert texts(office.writes("lilei", "撤销")) == ["已撤销：张总的备注。"]
    with office.open() as uow:
        assert uow.timeline.of_lead("lead_a") == []
        assert uow.search.find("不接电话") == []


def test_to_dos_are_dropped_reopened_and_moved_back(office: Office) -> None:
    office.writes("lilei", "明天下午三点提醒我交周报")
    office.writes("lilei", "完成 1")
    assert texts(office.writes("lilei", "撤销")) == ["已撤销：“交周报”的完成。"]
    office.passes(days=1, hours=5)  # Saturday 15:00
    ((kind, subject),) = office.due()
    card = only_card(office.fires(kind, subject))
    office.presses("lilei", card, "明早")
    with office.open() as uow:
        moved = uow.todos.get(subject).due_at
    assert texts(office.writes("lilei", "撤销")) == ["已撤销：“交周报”的改期。"]
    with office.open() as uow:
        assert uow.todos.get(subject).due_at == at(21, 15)
    assert moved == at(22, 9)
    assert office.due() == [(kind, subject)]


def test_a_reminder_taken_back_does_not_ring(office: Office) -> None:
    office.writes("lilei", "明天下午三点提醒我交周报")
    assert texts(office.writes("lilei", "撤销")) == ["已撤销：待办“交周报”。"]
    office.passes(days=2)
    assert office.due() == []


def test_a_quote_taken_back_is_not_watched(office: Office) -> None:
    office.knows(a_lead())
    office.writes("lilei", "给张总报价5.6万")
    assert texts(office.writes("lilei", "撤销")) == ["已撤销：张总的这版报价。"]
    with office.open() as uow:
        assert [q.status for q in uow.quotes.of_lead("lead_a")] == ["withdrawn"]
    office.passes(days=10)
    assert office.due() == []


def test_a_quote_that_replaced_another_gives_it_back(office: Office) -> None:
    office.knows(a_lead())
    office.writes("lilei", "给张总报价5.6万")
    office.writes("lilei", "给张总报价6万")
    office.writes("lilei", "撤销")
    with office.open() as uow:
        assert [q.status for q in uow.quotes.of_lead("lead_a")] == ["sent", "withdrawn"]


def test_a_handover_is_taken_back_by_who_made_it(office: Office) -> None:
    office.knows(a_lead())
    office.writes("wang", "把张总分给韩梅梅")
    office.writes("wang", "确定")
    told = office.writes("wang", "撤销")
    assert texts(told, "wang") == ["已撤销：张总的转交。"]
    assert texts(told, "han") == ["张总的转交王经理撤回了，你这边不用跟了。"]
    assert state(office).owner_id == "lilei"


def test_the_audit_shows_the_act_and_its_undoing(office: Office) -> None:
    office.knows(a_lead())
    office.writes("lilei", "把张总推进到合同")
    office.writes("lilei", "撤销")
    with office.open() as uow:
        undone, done = uow.audit.of_subject("lead_a")
    assert (done.act, done.undone_at) == ("lead.stage", office.clock.now())
    assert (undone.act, undone.undoes, undone.actor_id) == ("undo", done.id, "lilei")


def test_undoing_an_event_twice_takes_back_nothing_more(office: Office) -> None:
    office.knows(a_lead())
    office.writes("lilei", "把张总推进到合同")
    event = a_message("撤销", key="x")
    with office.open() as uow:
        ctx = a_context(uow, event, actor=uow.people.get("lilei"))
        assert undo.undo_event(ctx, "wecom:e1") == ["张总的阶段（回到新线索）"]
        assert undo.undo_event(ctx, "wecom:e1") == []


def test_a_card_takes_back_only_what_it_tells_of(office: Office) -> None:
    """One burst may make several cards; 撤销 on the stage's leaves the tag of the same burst alone."""

    def burst(ctx: Context, suggestion: Suggestion) -> None:
        records.add_tag(ctx, ctx.uow.leads.get("lead_a"), "价格敏感", quote="贵", message_id="msg_a")
        moving.auto_stage(ctx, suggestion)

    office.presses("lilei", stage_offer(office, step=burst), "撤销")
    assert state(office).stage == "contacted"
    with office.open() as uow:
        assert [t.tag for t in uow.leads.tags_of("lead_a")] == ["价格敏感"]


def test_a_tag_is_taken_off_again(office: Office) -> None:
    office.knows(a_lead())

    def tag(ctx: Context) -> None:
        records.add_tag(ctx, ctx.uow.leads.get("lead_a"), "价格敏感", quote="贵", message_id="msg_a")
        assert undo.undo_event(
            dataclasses.replace(ctx, actor=ctx.uow.people.get("lilei")), ctx.event_key
        ) == ["张总的标签“价格敏感”"]

    office.does(tag)
    with office.open() as uow:
        assert uow.leads.tags_of("lead_a") == []


def test_every_act_that_can_be_taken_back_has_its_words(office: Office) -> None:
    silent = {"suggestion.accepted", "suggestion.refused", "suggestion.wrong", "quote.settle"}
    with office.open() as uow:
        ctx = a_context(uow)
        for act in INVERSES:
            line = ctx.reply(
                "undo_line",
                act=act,
                name="张总",
                field="phone",
                tag="急",
                text="回电话",
                stage="新线索",
                to="李雷",
            ).body
            assert bool(line) != (act in silent), act
