"""What every platform must do, through real HTTP against its far side."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.platforms.base import Overloaded
from bot.platforms.errors import HandleSpent, RateLimited, RecipientGone, Unavailable
from handlers.chat.codec import event_from_json, event_to_json
from handlers.chat.content import Button, Card, Content, Fact, File, Markdown, Option, Select, Text
from handlers.chat.delivery import Receipt, Send, UpdateCard
from handlers.chat.event import CardPressed, Handle, MessageReceived, PersonRef
from handlers.chat.fit import fit
from tests.contract.rigs import RIGS, Rig

CARD = Card(
    "发现新线索", "张总", facts=(Fact("电话", "138****1234"),), buttons=(Button("建档", "file:1", "建档 1"),)
)


@pytest.fixture(params=sorted(RIGS))
async def rig(request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    async with RIGS[request.param]() as bench:
        yield bench


def to(rig: Rig, person: str = "lilei") -> PersonRef:
    return PersonRef(rig.platform.name, person)


async def show(rig: Rig, content: Content, *, key: str = "k1", card_id: str | None = None) -> Receipt:
    return await rig.platform.deliver(Send(key, to(rig), content, card_id))


async def test_a_message_delivered_twice_is_one_event(rig: Rig) -> None:
    await rig.says_twice("你好")
    assert len(rig.inbox.deliveries) == 2
    assert len(rig.inbox.keys) == 1


async def test_the_same_words_written_twice_are_two_events(rig: Rig) -> None:
    await rig.says("你好")
    await rig.says("你好")
    assert len(rig.inbox.keys) == 2


async def test_a_bad_signature_stores_nothing(rig: Rig) -> None:
    assert await rig.says_unsigned("转账") == 401
    assert rig.inbox.deliveries == []


@pytest.mark.parametrize("error", [Overloaded("full"), OSError("disk full"), RuntimeError("bug")])
async def test_what_could_not_be_stored_is_not_acknowledged(rig: Rig, error: Exception) -> None:
    rig.inbox.fails_with = error
    assert not await rig.says("你好")
    rig.inbox.fails_with = None
    assert await rig.says("你好")


async def test_every_kind_of_message_arrives_whole(rig: Rig) -> None:
    sent = await rig.sends_everything()
    arrived = []
    for event in rig.inbox.deliveries:
        assert isinstance(event, MessageReceived)
        assert event_from_json(event_to_json(event)) == event
        arrived.append((event.kind, event.attachment.name if event.attachment else event.text))
    assert arrived == sent
    assert {event.origin.sender for event in rig.inbox.deliveries} == {to(rig)}
    assert len({event.origin.conversation for event in rig.inbox.deliveries}) == 1


async def test_every_kind_of_content_is_shown_whole(rig: Rig) -> None:
    stage = Select("stage", "阶段", (Option("s1", "报价"), Option("s2", "合同")))
    submit = (Button("提交", "save", "提交"),)
    contents: list[Content] = [
        Text("已记录"),
        Markdown("**今日** 3 件事"),
        File("报价单.pdf", content=base64.b64encode(b"%PDF").decode()),
        CARD,
        Card("已建档", "张总"),
        Card("改阶段", selects=(stage,), buttons=submit),
    ]
    for number, content in enumerate(contents):
        receipt = await show(rig, content, key=f"k{number}", card_id=f"card-{number}")
        assert receipt.unreachable == ()
    seen = rig.seen()
    assert len(seen) == len(contents)
    for words, text in zip(["已记录", "今日", "", "138****1234", "已建档", "合同"], seen, strict=True):
        assert words in text


async def test_a_long_text_arrives_in_order_and_complete(rig: Rig) -> None:
    text = "".join(f"第{number}行：报价已发，等待客户回复。\n" for number in range(200))
    for number, part in enumerate(fit(Text(text), rig.platform.capabilities)):
        await show(rig, part, key=f"k{number}")
    assert "".join(rig.seen()) == text


async def test_a_message_handed_over_again_is_shown_once(rig: Rig) -> None:
    for _ in range(2):
        await show(rig, Text("已记录"), key="same")
        await show(rig, CARD, key="same-card", card_id="lead-1")
    assert len(rig.seen()) == 2
    await show(rig, Text("已记录"), key="another")
    assert len(rig.seen()) == 3


async def test_a_card_repeated_long_after_is_not_shown_again(rig: Rig) -> None:
    await show(rig, CARD, key="same-card", card_id="lead-1")
    rig.clock.advance(timedelta(hours=5))
    receipt = await show(rig, CARD, key="same-card", card_id="lead-1")
    assert receipt.handle is None
    assert len(rig.seen()) == 1


async def test_throttling_says_when_to_come_back(rig: Rig) -> None:
    rig.throttles_next()
    with pytest.raises(RateLimited) as caught:
        await show(rig, Text("你好"))
    assert caught.value.retry_after == timedelta(minutes=1)
    await show(rig, Text("你好"))
    assert rig.seen() == ["你好"]


async def test_whatever_breaks_on_the_way_can_be_tried_again(rig: Rig) -> None:
    rig.breaks_next()
    for _ in range(4):
        with pytest.raises(Unavailable) as caught:
            await show(rig, Text("你好"))
        assert "access_token" not in str(caught.value)
    await show(rig, Text("你好"))
    assert rig.seen() == ["你好"]


async def test_an_expired_token_is_renewed_once_for_fifty_callers(rig: Rig) -> None:
    await asyncio.gather(*[show(rig, Text("早"), key=f"a{number}") for number in range(10)])
    assert rig.tokens_issued == 1
    rig.expires_token()
    rig.clock.advance(timedelta(minutes=2))
    await asyncio.gather(
        *[
            rig.platform.deliver(Send(f"b{number}", to(rig, person), Text("好")))
            for number in range(25)
            for person in ("lilei", "hanmeimei")
        ]
    )
    assert rig.tokens_issued == 2
    assert rig.seen() == ["早"] * 10 + ["好"] * 25


async def test_a_token_is_renewed_before_it_ends(rig: Rig) -> None:
    await show(rig, Text("早"))
    rig.clock.advance(timedelta(hours=1, minutes=56))
    await show(rig, Text("好"))
    assert rig.tokens_issued == 2


async def test_somebody_who_is_gone_is_named(rig: Rig) -> None:
    with pytest.raises(RecipientGone) as caught:
        await rig.platform.deliver(Send("k1", to(rig, "nobody"), Text("你好")))
    assert caught.value.people == ("nobody",)


async def test_a_card_is_changed_once_with_the_code_it_was_sent_with(rig: Rig) -> None:
    handle = (await show(rig, CARD, card_id="lead-1")).handle
    assert handle is not None
    closed = Card("发现新线索", "张总", closed="已建档")
    await rig.platform.deliver(UpdateCard("u1", to(rig), "lead-1", closed, handle))
    assert "已建档" in rig.seen()[0]
    with pytest.raises(HandleSpent):
        await rig.platform.deliver(UpdateCard("u2", to(rig), "lead-1", closed, handle))


async def test_a_press_names_card_and_button_and_brings_a_fresh_code(rig: Rig) -> None:
    await show(rig, CARD, card_id="lead-1")
    await rig.presses("建档")
    (press,) = rig.inbox.deliveries
    assert isinstance(press, CardPressed)
    assert (press.card_id, press.button, press.origin.sender) == ("lead-1", "file:1", to(rig))
    await rig.platform.deliver(UpdateCard("u1", to(rig), "lead-1", Card("", closed="已建档"), press.handle))
    assert "已建档" in rig.seen()[0]


async def test_a_card_can_be_changed_while_it_stays_open(rig: Rig) -> None:
    handle = (await show(rig, CARD, card_id="lead-1")).handle
    changed = Card("发现新线索", "张总", buttons=(Button("再试", "again:1", "再试 1"),))
    await rig.platform.deliver(UpdateCard("u1", to(rig), "lead-1", changed, handle))
    await rig.presses("再试")
    (press,) = rig.inbox.deliveries
    assert isinstance(press, CardPressed)
    assert (press.card_id, press.button) == ("lead-1", "again:1")


async def test_a_card_without_a_code_or_with_an_old_one_cannot_be_changed(rig: Rig) -> None:
    handle = (await show(rig, CARD, card_id="lead-1")).handle
    rig.clock.advance(timedelta(hours=72))
    stranger = Handle("made-up", rig.clock.now() + timedelta(hours=1))
    for code in (None, handle, stranger):
        with pytest.raises(HandleSpent):
            await rig.platform.deliver(UpdateCard("u1", to(rig), "lead-1", Card("已建档"), code))
