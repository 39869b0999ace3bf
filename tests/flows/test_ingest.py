"""``POST /api/v1/chats/messages`` as the contract has it, over real HTTP."""

from __future__ import annotations

import base64
import hashlib
import json
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.demo.papers import pdf
from storage.conversations import Message
from tests.support.world import World


def message(number: int = 1, **changes: object) -> dict[str, Any]:
    """A message as the contract shows it."""
    return {
        "id": f"m-{number}",
        "platform": "wecom",
        "conversation": "wmAbc",
        "staff": "lilei",
        "customer": {"id": "wmAbc", "name": "张总", "unionid": None, "company": None},
        "sender": "customer",
        "sent_at": "2026-11-20T10:02:00+08:00",
        "type": "text",
        "text": "能发个报价吗",
        "file": None,
        "extra": {"任意字段": "kept"},
    } | changes


async def post(
    world: World, body: object, *, token: str | None = "right", raw: bytes | None = None
) -> tuple[int, Any]:
    """Status and answer of one POST."""
    config = world.running.config.ingest
    known = config.tokens[0].reveal()
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {known if token == 'right' else token}"
    data = json.dumps(body).encode() if raw is None else raw
    url = f"{world.running.base_url}/api/v1/chats/messages"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=BytesIO(data), headers=headers) as response,
    ):
        text = await response.text()
        return response.status, json.loads(text) if text else None


async def results(world: World, *messages: object) -> list[dict[str, Any]]:
    status, answer = await post(world, {"messages": list(messages)})
    assert status == 202
    found: list[dict[str, Any]] = answer["results"]
    return found


async def stored(world: World, number: int = 1) -> Message | None:
    await world.settle()
    with world.reading() as uow:
        found: Message | None = uow.messages.by_native("wecom", f"chat:m-{number}")
    return found


async def test_each_message_gets_its_result_in_order(world_on: World) -> None:
    got = await results(world_on, message(1), message(2), message(1))
    assert got == [
        {"id": "m-1", "status": "accepted", "reason": None},
        {"id": "m-2", "status": "accepted", "reason": None},
        {"id": "m-1", "status": "duplicate", "reason": None},
    ]


async def test_what_was_posted_before_is_a_duplicate(world: World) -> None:
    await results(world, message(1))
    assert [r["status"] for r in await results(world, message(1), message(2))] == ["duplicate", "accepted"]


async def test_the_message_is_kept_as_it_was_said(world: World) -> None:
    await results(world, message(1))
    kept = await stored(world)
    assert kept is not None
    assert (kept.text, kept.sender, kept.kind) == ("能发个报价吗", "customer", "text")
    assert kept.sent_at.isoformat() == "2026-11-20T02:02:00+00:00"


async def test_unknown_fields_are_kept_and_not_refused(world: World) -> None:
    await results(world, message(1, seq=99, roomid="r-1"))
    kept = await stored(world)
    assert kept is not None
    assert {k: json.loads(v) for k, v in (kept.extra or {}).items()} == {
        "任意字段": "kept", "seq": 99, "roomid": "r-1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"sent_at": "yesterday"}, "sent_at"),
        ({"sent_at": "2036-11-20T10:02:00+08:00"}, "sent_at"),
        ({"sender": "robot"}, "sender"),
        ({"conversation": ""}, "conversation"),
        ({"staff": None}, "staff"),
        ({"platform": 7}, "platform"),
        ({"customer": "张总"}, "customer"),
        ({"text": 42}, "text"),
        ({"text": "啊" * 20_001}, "text"),
        ({"type": "file", "file": {"size": 3}}, "file"),
        ({"type": "file", "file": {"name": "a.pdf", "content": "not base64!"}}, "file.content"),
        ({"id": "x" * 500}, "id"),
    ],
)
async def test_a_rejected_message_says_why_and_leaves_its_neighbours_alone(
    world: World, bad: dict[str, object], reason: str
) -> None:
    got = await results(world, message(1), message(2, **bad), message(3))
    assert [r["status"] for r in got] == ["accepted", "rejected", "accepted"]
    assert got[1]["reason"].startswith(reason)
    assert await stored(world, 3) is not None


@pytest.mark.parametrize("thing", [None, 7, "text", []])
async def test_what_is_no_object_is_rejected_alone(world: World, thing: object) -> None:
    got = await results(world, thing, message(1))
    assert [(r["id"], r["status"]) for r in got] == [(None, "rejected"), ("m-1", "accepted")]


@pytest.mark.parametrize("kind", ["image", "voice", "file", "link", "other", "meeting"])
async def test_every_kind_is_kept(world: World, kind: str) -> None:
    await results(world, message(1, type=kind, text=None))
    kept = await stored(world)
    assert kept is not None
    assert kept.kind == (kind if kind != "meeting" else "other")


@pytest.mark.parametrize("token", [None, "wrong", "", "right "])
async def test_without_a_valid_token_nothing_is_taken(world: World, token: str | None) -> None:
    status, _ = await post(world, {"messages": [message(1)]}, token=token)
    assert status == 401
    assert await stored(world) is None


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"messages": 1}', b"\xff\xfe", b"[" * 100_000])
async def test_what_is_not_the_json_expected_is_400(world: World, raw: bytes) -> None:
    status, _ = await post(world, None, raw=raw)
    assert status == 400


async def test_nothing_to_say_is_well(world: World) -> None:
    assert await results(world) == []


async def test_five_hundred_messages_are_taken_and_one_more_is_413(world: World) -> None:
    assert len(await results(world, *(message(n, text="你好") for n in range(500)))) == 500
    status, _ = await post(world, {"messages": [message(n) for n in range(501)]})
    assert status == 413


async def test_more_than_eight_mebibytes_is_413(world: World) -> None:
    status, _ = await post(world, None, raw=b" " * (8 * 1024 * 1024 + 1))
    assert status == 413


async def test_the_pages_of_a_pdf_are_counted(world: World) -> None:
    content = pdf(7)
    file = {"name": "报价单.pdf", "size": 1, "mime": "application/pdf", "sha256": None}
    file |= {"content": base64.b64encode(content).decode()}
    await results(world, message(1, sender="staff", type="file", text=None, file=file))
    kept = await stored(world)
    assert kept is not None
    assert kept.file == {
        "name": "报价单.pdf", "size": len(content), "mime": "application/pdf",
        "sha256": hashlib.sha256(content).hexdigest(), "pages": 7,
    }  # fmt: skip


async def test_the_pages_stand_on_the_card(world: World) -> None:
    customer = world.customer("张总")
    await customer.gets_file("报价单.pdf", pdf(7), mime="application/pdf")
    await world.burst_passes()
    assert "7 页" in world.sales("李雷").card("已发送最新报价").text


@pytest.mark.parametrize("content", [b"%PDF-1.4 broken", b"", b"\x00" * 1000])
async def test_a_broken_file_is_taken_without_its_pages(world: World, content: bytes) -> None:
    file = {"name": "报价单.pdf", "content": base64.b64encode(content).decode()}
    got = await results(world, message(1, sender="staff", type="file", text=None, file=file))
    assert got[0]["status"] == "accepted"
    kept = await stored(world)
    assert kept is not None
    assert "pages" not in (kept.file or {})


async def test_a_chat_of_somebody_not_in_the_team_is_kept_and_troubles_nobody(world: World) -> None:
    await results(world, message(1, staff="nobody"))
    await world.burst_passes()
    assert await stored(world) is not None
    assert world.sales("李雷").messages == []


async def test_the_same_id_from_another_platform_is_another_message(world: World) -> None:
    got = await results(world, message(1), message(1, platform="wechat"))
    assert [r["status"] for r in got] == ["accepted", "accepted"]
