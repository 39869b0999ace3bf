"""Promises of both sides: noticed, spoken of in time, closed by proof, asked after politely."""

from __future__ import annotations

from bot.config import AlarmKind, AlertsConfig
from bot.demo.wecom import Message
from storage.promises import Promise
from tests.flows.conftest import MakeWorld
from tests.support.world import Customer, Phone, World


async def a_customer(world: World, name: str = "张总", phone: str = "13812345678") -> tuple[Customer, Phone]:
    """A customer whose chat is tied to his lead."""
    rep = world.sales("李雷")
    await rep.says(f"新建线索 {name} {phone} 官网")
    customer = world.customer(name)
    await customer.says(f"你好，我电话{phone}")
    await world.burst_passes()
    return customer, rep


async def read(world: World) -> list[Promise]:
    """What the ledger holds between 李雷 and his customers, once the burst is over."""
    await world.burst_passes()
    with world.reading() as uow:
        return [p for c in uow.conversations.of_lead("lead_1") for p in uow.promises.in_conversation(c.id)]


def drafts(rep: Phone) -> list[Message]:
    return [message for message in rep.messages if message.card is None and "您好，" in message.text]


async def test_a_promise_in_a_chat_goes_into_the_ledger_with_its_words(world_on: World) -> None:
    world = world_on
    customer, rep = await a_customer(world)
    await customer.hears("好的，我明天上午把合同发您")
    (promise,) = await read(world)
    assert (promise.side, promise.kind, promise.status) == ("staff", "send_file", "open")
    with world.reading() as uow:
        message = uow.messages.get(promise.message_id or "")
    assert message.text[promise.start : promise.end] == promise.what == "把合同发您"
    await rep.says("我答应了谁什么")
    assert "张总：把合同发您（明天）" in rep.messages[-1].text


async def test_the_rep_is_reminded_the_same_morning_with_one_card(world_on: World) -> None:
    world = world_on
    customer, rep = await a_customer(world)
    await customer.hears("我明天把合同发您")
    await world.clock.to(8, 59, days=1)
    assert rep.cards("你答应了张总") == []
    await world.clock.to(9, 1)
    card = rep.card("你答应了张总")
    assert "把合同发您" in card.text
    assert rep.buttons(card) == ["做好了", "改时间", "不算数"]
    await world.clock.to(17, 0)
    assert len(rep.cards("你答应了张总")) == 1


async def test_a_named_hour_is_reminded_of_two_working_hours_before(world: World) -> None:
    customer, rep = await a_customer(world)
    await customer.hears("下午三点给您回电话")
    await world.clock.to(12, 58)
    assert rep.cards("你答应了") == []
    await world.clock.to(13, 1)
    assert "今天 15:00 前" in rep.card("你答应了").text


async def test_a_promise_for_a_day_off_is_reminded_of_on_the_last_working_day_before(world: World) -> None:
    customer, rep = await a_customer(world)
    await customer.hears("我周日给您发报价")
    await world.clock.to(18, 59, days=4)
    assert rep.cards("你答应了") == []
    await world.clock.to(19, 1)
    assert len(rep.cards("你答应了张总")) == 1


async def test_the_file_that_went_out_closes_it_and_nobody_is_reminded(world_on: World) -> None:
    world = world_on
    customer, rep = await a_customer(world)
    await customer.hears("我明天把合同发您")
    await world.clock.advance(hours=2)
    await customer.gets_file("合同.pdf")
    (promise,) = await read(world)
    assert promise.status == "kept"
    await world.clock.to(18, 30, days=1)
    assert rep.cards("你答应了") == []


async def test_another_paper_is_not_the_one_that_was_promised(world: World) -> None:
    customer, _ = await a_customer(world)
    await customer.hears("我明天把合同发您")
    await world.clock.advance(minutes=30)
    await customer.gets_file("产品报价单.pdf")
    (promise,) = await read(world)
    assert promise.status == "open"


async def test_the_file_after_the_reminder_turns_its_card(world: World) -> None:
    customer, rep = await a_customer(world)
    await customer.hears("我明天把合同发您")
    await world.clock.to(9, 5, days=1)
    card = rep.card("你答应了张总")
    await customer.gets_file("合同.pdf")
    await world.burst_passes()
    assert rep.buttons(card) == []
    assert "已做到" in rep.now(card).text


async def test_the_customers_answer_closes_his_promise(world: World) -> None:
    customer, rep = await a_customer(world)
    await customer.says("我周三给你答复")
    await world.clock.to(15, 0, days=1)
    await customer.says("商量过了，就按这个方案，可以签")
    (promise,) = await read(world)
    assert (promise.side, promise.status) == ("customer", "kept")
    await world.clock.to(12, 0, days=3)
    assert drafts(rep) == []


async def test_a_courtesy_is_no_answer(world: World) -> None:
    customer, _ = await a_customer(world)
    await customer.says("我周三给你答复")
    await world.clock.to(15, 0, days=1)
    await customer.says("好的，谢谢")
    (promise,) = await read(world)
    assert promise.status == "open"


async def test_payment_told_as_done_closes_the_promise_to_pay(world: World) -> None:
    customer, _ = await a_customer(world)
    await customer.says("定金我明天打给你们")
    await world.clock.to(10, 0, days=1)
    await customer.says("款已经打过去了")
    (promise,) = await read(world)
    assert promise.status == "kept"


async def test_a_noted_call_closes_the_promise_to_call(world: World) -> None:
    customer, rep = await a_customer(world)
    await customer.hears("明天下午三点给您回电话")
    await world.burst_passes()
    await world.clock.to(10, 0, days=1)
    await rep.says("张总备注：电话聊了预算，下周定")
    await world.clock.to(15, 30)
    assert rep.cards("你答应了") == []


async def test_a_customers_promise_that_passed_brings_a_polite_draft_to_copy(world_on: World) -> None:
    world = world_on
    customer, rep = await a_customer(world)
    await customer.says("我周三给你答复")
    await world.clock.to(20, 0, days=2)
    assert drafts(rep) == []
    await world.clock.to(9, 1, days=1)
    assert rep.buttons(rep.card("张总说好的事到时间了")) == ["已做到", "改时间", "不算数"]
    (draft,) = drafts(rep)
    assert draft.text.startswith("张总您好，")
    await world.clock.advance(hours=72)
    assert len(drafts(rep)) == 1


async def test_another_time_is_asked_by_a_reply(world: World) -> None:
    customer, rep = await a_customer(world)
    await customer.hears("我明天把合同发您")
    await world.clock.to(9, 5, days=1)
    card = rep.card("你答应了张总")
    await rep.presses(card, "改时间")
    assert "改到什么时候" in rep.messages[-1].text
    await rep.says("后天下午四点")
    assert "改到后天 16:00" in rep.messages[-1].text
    assert rep.buttons(card) == []
    await world.clock.to(14, 1, days=2)
    assert "今天 16:00 前" in rep.card("你答应了张总").text


async def test_what_counts_no_more_is_settled_by_a_tap_and_can_be_taken_back(world: World) -> None:
    customer, rep = await a_customer(world)
    await customer.hears("我明天把合同发您")
    await world.clock.to(9, 5, days=1)
    await rep.presses(rep.card("你答应了张总"), "不算数")
    with world.reading() as uow:
        assert uow.promises.owed_by_owners(["lilei"]) == []
    await rep.says("撤销")
    with world.reading() as uow:
        (promise,) = uow.promises.owed_by_owners(["lilei"])
    assert promise.status == "open"


async def test_a_recalled_message_takes_its_promise_with_it(world: World) -> None:
    customer, rep = await a_customer(world)
    line = await customer.hears("我明天把合同发您")
    await world.burst_passes()
    await customer.recalls(line)
    (promise,) = await read(world)
    assert promise.status == "withdrawn"
    await world.clock.to(19, 0, days=1)
    assert rep.cards("你答应了") == []


async def test_a_recalled_proof_proves_nothing(world: World) -> None:
    customer, _ = await a_customer(world)
    await customer.hears("我明天把合同发您")
    await world.clock.advance(hours=1)
    line = await customer.gets_file("合同.pdf")
    (promise,) = await read(world)
    assert promise.status == "kept"
    await customer.recalls(line)
    (promise,) = await read(world)
    assert promise.status == "open"


async def test_a_day_said_anew_moves_the_same_promise(world: World) -> None:
    customer, _ = await a_customer(world)
    await customer.hears("我明天把合同发您")
    await world.burst_passes()
    await customer.hears("合同今天赶不出来，我周五发您")
    (promise,) = await read(world)
    assert promise.due_at is not None
    assert promise.due_at.astimezone(world.clock.now().tzinfo).day == 27


async def test_the_rep_tells_of_promises_in_his_own_words(world: World) -> None:
    _, rep = await a_customer(world)
    await rep.says("我答应张总明天发合同")
    assert "记下了：你答应张总明天发合同" in rep.messages[-1].text
    await rep.says("张总答应周五答复我")
    assert "记下了：张总答应周五答复你" in rep.messages[-1].text
    await rep.says("张总答应过什么")
    assert "1. 答复你（周五）" in rep.messages[-1].text
    await rep.says("我答应过张总什么")
    assert "1. 发合同（明天）" in rep.messages[-1].text
    await world.clock.to(9, 1, days=1)
    assert "发合同" in rep.card("你答应了张总").text


async def test_a_promise_that_broke_is_told_as_an_alarm_and_can_still_be_kept(world: World) -> None:
    customer, _ = await a_customer(world)
    await customer.hears("我明天把合同发您")
    await world.clock.to(19, 0, days=1)
    (promise,) = await read(world)
    assert promise.status == "broken"
    await customer.gets_file("合同.pdf")
    (promise,) = await read(world)
    assert promise.status == "kept"


async def test_the_rep_hears_of_a_promise_of_his_that_broke(make_world: MakeWorld) -> None:
    loud = AlertsConfig(off=tuple(kind for kind in AlarmKind if kind is not AlarmKind.PROMISE))
    world = await make_world(alerts=loud)
    customer, rep = await a_customer(world)
    await customer.hears("我明天下午三点前把合同发您")
    await world.clock.to(14, 59, days=1)
    before = len(rep.messages)
    await world.clock.to(15, 1)
    assert "把合同发您" in rep.messages[before].text
    await customer.gets_file("合同.pdf")
    await world.burst_passes()
    assert rep.buttons(rep.messages[before]) == []


async def test_nothing_is_said_of_promises_to_people_who_are_no_customers(world: World) -> None:
    rep = world.sales("李雷")
    friend = world.customer("老同学")
    await friend.hears("我明天把照片发你")
    await world.clock.to(19, 0, days=1)
    assert rep.messages == []


async def test_while_the_rep_is_away_his_deputy_is_told_and_may_settle_it(world: World) -> None:
    customer, rep = await a_customer(world)
    await customer.hears("我明天把合同发您")
    await world.burst_passes()
    await rep.says("我明天请假，韩梅代我")
    deputy = world.sales("韩梅")
    await world.clock.to(9, 1, days=1)
    assert rep.cards("你答应了张总") == []
    card = deputy.card("你答应了张总")
    await deputy.presses(card, "做好了")
    (promise,) = await read(world)
    assert promise.status == "kept"
