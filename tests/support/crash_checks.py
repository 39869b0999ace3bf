"""What must hold after any crash: each check returns what it found wrong, in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.demo.wecom import LoopbackWecom, Message, Request
from bot.platforms.wecom.callback import decode
from bot.platforms.wecom.messages import send_body
from handlers.chat import codec
from handlers.chat.delivery import Send
from storage.outbox import LEASE
from tests.support.crash_child import AGENT_ID
from tests.support.crash_talk import customer_of_chat
from tests.support.crashing import Record, reading

AROUND = timedelta(seconds=1)
"""Real seconds around a crash in which an answer of ``gettoken`` may have been lost with the process."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything there is to look at once a run is over."""

    file: Path
    far: LoopbackWecom
    record: Record
    speed: float
    chats: int

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the database."""
        with reading(self.file) as database:
            return database.execute(sql).fetchall()


Check = Callable[[Evidence], list[str]]


def nothing_acknowledged_is_lost(seen: Evidence) -> list[str]:
    """Every event that was answered 200 or accepted is in the inbox, handled."""
    kept = dict(seen.rows("SELECT key, status FROM inbox"))
    acknowledged = {
        decode(delivery.xml.encode(), seen.far.clock.now()).origin.key
        for delivery in seen.far.courier.deliveries
        if delivery.acknowledged
    }
    wanted = acknowledged | seen.record.accepted
    return [f"{key}: {kept.get(key, 'not stored')}" for key in sorted(wanted) if kept.get(key) != "done"]


def no_event_is_dead(seen: Evidence) -> list[str]:
    """No event ended as a dead letter."""
    return [
        f"event {key}: {error}"
        for key, error in seen.rows("SELECT key, error FROM inbox WHERE status = 'dead'")
    ]


def no_message_is_dead(seen: Evidence) -> list[str]:
    """Every message was delivered in the end."""
    found = seen.rows("SELECT key, status, error FROM outbox WHERE status <> 'sent'")
    return [f"message {key}: {status} {error}" for key, status, error in found]


def every_customer_is_one_lead(seen: Evidence) -> list[str]:
    """One lead for each customer somebody spoke of, and for each whose card was pressed."""
    leads = Counter(name for (name,) in seen.rows("SELECT name FROM leads WHERE status <> 'deleted'"))
    commands = {
        row[0]
        for row in seen.rows("SELECT body FROM inbox WHERE kind = 'MessageReceived'")
        if "新建线索" in row[0]
    }
    wanted = {json.loads(body)["text"].split()[1] for body in commands}
    wanted |= {customer_of_chat(number) for number in range(seen.chats)}
    wrong = [f"{name}: {leads[name]} leads" for name in sorted(wanted) if leads[name] != 1]
    return wrong + [f"{name}: nobody spoke of it" for name in sorted(set(leads) - wanted)]


def no_card_is_doubled(seen: Evidence) -> list[str]:
    """One card for one thing: in the database, and on the phones of everybody.

    The one exception: a card whose code to change it was lost with the answer is superseded by a new one.
    """
    found = seen.rows(
        "SELECT kind, subject_id, recipient, count(*) FROM cards WHERE id NOT IN"
        " (SELECT card_id FROM outbox WHERE card_id <> '' AND kind = 'send' AND receipt NOT LIKE '%msgid%')"
        " OR status <> 'superseded' GROUP BY 1, 2, 3 HAVING count(*) > 1"
    )
    wrong = [f"card {kind} of {subject} to {to}: {count}" for kind, subject, to, count in found]
    offers = Counter(
        (message.member, face_title(message))
        for message in _shown(seen.far)
        if "发现新线索" in face_title(message)
    )
    return wrong + [f"{to} sees {title} {count} times" for (to, title), count in offers.items() if count > 1]


def no_alert_is_doubled(seen: Evidence) -> list[str]:
    """Every quote rings once for its rep and once for his supervisor."""
    rings = Counter(
        (kind, subject)
        for kind, subject in seen.rows(
            "SELECT kind, subject_id FROM cards WHERE kind IN ('quote_unread', 'quote_overdue')"
        )
    )
    quotes = [row[0] for row in seen.rows("SELECT id FROM quotes")]
    wanted = {(kind, quote) for kind in ("quote_unread", "quote_overdue") for quote in quotes}
    wrong = [f"{kind} of {subject}: {count}" for (kind, subject), count in rings.items() if count != 1]
    wrong += [f"{kind} of {subject}: none" for kind, subject in sorted(wanted - set(rings))]
    expected = len(range(0, seen.chats, 3))
    return wrong if len(quotes) == expected else [*wrong, f"{len(quotes)} quotes, {expected} were sent"]


def a_push_repeats_only_over_a_crash(seen: Evidence) -> list[str]:
    """Effective sends of one message: one, one more per crash between them, one more per answer lost.

    A request is recognised by its body, which carries what the message's key makes of it, so a repetition
    with another key would be a request nobody queued.
    """
    queued = {}
    for key, body in seen.rows("SELECT key, body FROM outbox WHERE kind = 'send'"):
        message = codec.outbound_from_json(body)
        assert isinstance(message, Send)
        queued[_spelled(send_body(message, AGENT_ID))] = key
    sends: dict[str, list[Request]] = {}
    for request in seen.far.calls("message/send"):
        sends.setdefault(_spelled(request.body), []).append(request)
    wrong = [f"nobody queued this: {body}" for body in sends if body not in queued]
    for body, requests in sends.items():
        effective = [request for request in requests if _took_effect(request)]
        lost = sum(request.errcode is None for request in effective)
        if not effective:
            continue
        first, last = effective[0].at, effective[-1].at
        crashes = sum(first <= at <= last for _, at in seen.record.deaths)
        late = (last - first) // LEASE if seen.speed > 1 else 0  # a busy machine is slower than a fast clock
        if len(effective) > 1 + lost + crashes + late:
            wrong.append(f"{queued.get(body)}: sent {len(effective)} times over {crashes} crashes")
    return wrong


def every_message_is_seen_once(seen: Evidence) -> list[str]:
    """However often it was pushed, a phone shows it once, and none was dropped."""
    rows = seen.rows("SELECT recipient FROM outbox WHERE kind = 'send' AND status = 'sent'")
    sent = Counter(recipient for (recipient,) in rows)
    shown = Counter(message.member for message in _shown(seen.far))
    differing = [to for to in sorted(sent | shown) if sent[to] != shown[to]]
    wrong = [f"{to}: {sent[to]} sent, {shown[to]} shown" for to in differing]
    return wrong + [f"{message.member}: dropped" for message in seen.far.dropped]


def one_token_per_expiry(seen: Evidence) -> list[str]:
    """A token is fetched once, once more per expiry, and again only where a crash took the answer along."""
    fetched = [request.at for request in seen.far.calls("gettoken") if request.errcode == 0]
    around = AROUND * seen.speed
    taken = sum(any(at <= death <= at + around for at in fetched) for _, death in seen.record.deaths)
    allowed = 1 + len(seen.record.expiries) + taken
    return [] if len(fetched) <= allowed else [f"{len(fetched)} tokens, {allowed} are explained"]


def nobody_gets_more_than_thirty_a_minute(seen: Evidence) -> list[str]:
    """Counted by the platform's own clock, requests that were dropped included."""
    wrong = []
    arrivals: dict[str, list[datetime]] = {}
    for request in seen.far.calls("message/send"):
        if _took_effect(request):
            arrivals.setdefault(str(request.body.get("touser")), []).append(request.at)
    for to, moments in arrivals.items():
        if most := most_within(moments, timedelta(minutes=1)):
            wrong += [f"{to}: {most} messages within a minute"] if most > 30 else []
    return wrong


def most_within(moments: Sequence[datetime], span: timedelta) -> int:
    """How many of these fall into the fullest window of this length."""
    ordered = sorted(moments)
    most = first = 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= span:
            first += 1
        most = max(most, last - first + 1)
    return most


CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        nothing_acknowledged_is_lost, no_event_is_dead, no_message_is_dead, every_customer_is_one_lead,
        no_card_is_doubled, no_alert_is_doubled, a_push_repeats_only_over_a_crash,
        every_message_is_seen_once, one_token_per_expiry, nobody_gets_more_than_thirty_a_minute,
    )
}  # fmt: skip


def face_title(message: Message) -> str:
    """The title of a card, empty for any other message."""
    return "" if message.card is None else str((message.card.body.get("main_title") or {}).get("title", ""))


def _shown(far: LoopbackWecom) -> Iterable[Message]:
    for item in far.screens.everything():
        if isinstance(item, Message) and not item.dropped:
            yield item


def _took_effect(request: Request) -> bool:
    return request.errcode == 0 or (request.errcode is None and request.fault in ("Reset", "Hang"))


def _spelled(body: object) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False)
