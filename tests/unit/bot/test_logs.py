"""What a log line shows, and what it never shows."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator

import pytest

from bot import logs


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    logs.set_up(secrets=["aes-key-of-the-app", "abc"], stream=stream)
    yield stream
    root.handlers[:] = before[0]
    root.setLevel(before[1])


def test_a_line_holds_message_extras_and_context(lines: io.StringIO) -> None:
    with logs.context(event_id="wecom:7", lane="wecom:zhangsan"):
        logging.getLogger("bot.inbox").info("event handled", extra={"action": "event_handled", "ms": 12})
    line = lines.getvalue()
    assert line.endswith(
        'Z INFO bot.inbox "event handled" action=event_handled ms=12 event_id=wecom:7 lane=wecom:zhangsan\n'
    )


def test_context_ends_with_its_block_and_nests(lines: io.StringIO) -> None:
    with logs.context(event_id="outer"):
        with logs.context(event_id="inner", lane="a"):
            logging.warning("one")
        logging.warning("two")
    logging.warning("three")
    one, two, three = lines.getvalue().splitlines()
    assert "event_id=inner lane=a" in one
    assert two.endswith("event_id=outer")
    assert "event_id" not in three


async def test_tasks_side_by_side_keep_their_own_context(lines: io.StringIO) -> None:
    async def work(name: str) -> None:
        with logs.context(event_id=name):
            await asyncio.sleep(0)
            logging.warning("from %s", name)

    await asyncio.gather(work("a"), work("b"))
    assert '"from a" event_id=a' in lines.getvalue()
    assert '"from b" event_id=b' in lines.getvalue()


def test_registered_secrets_are_hidden_everywhere(lines: io.StringIO) -> None:
    try:
        raise ValueError("key aes-key-of-the-app is bad")
    except ValueError:
        logging.exception("failed with %s", "aes-key-of-the-app", extra={"key": "xaes-key-of-the-appx"})
    assert "Traceback" in lines.getvalue()
    assert "aes-key" not in lines.getvalue()


def test_tokens_in_addresses_and_headers_are_hidden(lines: io.StringIO) -> None:
    logging.warning("GET /cgi-bin/message/send?access_token=T0pSecret&debug=1")
    logging.warning("gettoken?corpid=ww1&corpsecret=S3cret")
    logging.warning("Authorization: Bearer tok-1234")
    text = lines.getvalue()
    assert "T0pSecret" not in text
    assert "S3cret" not in text
    assert "tok-1234" not in text
    assert "debug=1" in text


@pytest.mark.parametrize("number", ["13812345678", "138 1234 5678", "+8613812345678", "138-1234-5678"])
def test_a_mobile_number_loses_its_middle(lines: io.StringIO, number: str) -> None:
    logging.warning("called %s", number)
    assert "****5678" in lines.getvalue()
    assert "1234" not in lines.getvalue()


@pytest.mark.parametrize("other", ["7412345678901234567", "lead_13812345678ab", "20261120100200"])
def test_ids_that_merely_hold_such_digits_stay(lines: io.StringIO, other: str) -> None:
    logging.warning("seen", extra={"id": other})
    assert other in lines.getvalue()


def test_a_line_break_in_a_fact_cannot_forge_a_line(lines: io.StringIO) -> None:
    logging.warning("seen\nERROR forged", extra={"name_of": 'a"b\r\nc d'})
    assert len(lines.getvalue().splitlines()) == 1
    assert r"name_of=" in lines.getvalue()


def test_a_secret_registered_later_is_hidden_from_then_on() -> None:
    redactor = logs.Redactor()
    assert redactor.clean("fresh-token") == "fresh-token"
    redactor.register(["fresh-token"])
    assert redactor.clean("it is fresh-token!") == "it is ***!"
