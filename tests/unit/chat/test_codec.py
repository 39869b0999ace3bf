from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from handlers.chat.codec import (
    content_from_json,
    content_to_json,
    event_from_json,
    event_to_json,
    outbound_from_json,
    outbound_to_json,
)
from handlers.chat.content import Content, Text
from handlers.chat.delivery import Outbound
from handlers.chat.event import (
    ConversationRef,
    Event,
    MessageReceived,
    Origin,
    PersonRef,
)
from tests.unit.chat import strategies

ORIGIN = Origin(
    "msg:1",
    "wecom",
    ConversationRef("wecom", "app:lilei"),
    PersonRef("wecom", "lilei"),
    datetime(2026, 11, 20, 2, 2, tzinfo=UTC),
)


@given(strategies.events)
@settings(max_examples=150)
def test_an_event_survives_the_trip_through_json(event: Event) -> None:
    text = event_to_json(event)
    text.encode("utf-8")
    assert event_from_json(text) == event


@given(strategies.contents)
@settings(max_examples=150)
def test_content_survives_the_trip_through_json(content: Content) -> None:
    assert content_from_json(content_to_json(content)) == content


@given(strategies.outbounds)
@settings(max_examples=150)
def test_an_outbound_message_survives_the_trip_through_json(message: Outbound) -> None:
    assert outbound_from_json(outbound_to_json(message)) == message


def test_fields_of_a_later_version_are_ignored() -> None:
    tree = json.loads(event_to_json(MessageReceived(ORIGIN, "text", "你好")))
    tree["mood"] = "good"
    tree["origin"]["weather"] = {"sun": True}
    tree["origin"]["sender"].append("later")
    assert event_from_json(json.dumps(tree)) == MessageReceived(ORIGIN, "text", "你好")


def test_half_a_surrogate_pair_stays_storable() -> None:
    event = MessageReceived(ORIGIN, "text", "a\ud83d\x00b")
    text = event_to_json(event)
    text.encode("utf-8")
    assert "\x00" not in text
    assert event_from_json(text) == event


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"type":"dance"}', '{"type":["text"]}', '{"type":"text"}', "{"]
)
def test_a_shape_nobody_wrote_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"shape|Expecting"):
        content_from_json(text)
    with pytest.raises(ValueError, match=r"shape|Expecting"):
        event_from_json(text)


def test_chinese_is_stored_as_it_is_read() -> None:
    assert content_to_json(Text("报价")) == '{"type":"text","body":"报价"}'
