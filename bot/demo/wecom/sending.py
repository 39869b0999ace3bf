"""``message/send``: who gets a message, what of it is shown, and what is dropped without a word.

Source: WeCom docs, path 90236 "发送应用消息" and 90312 "访问频率限制"; read 2026-11.
"""

from __future__ import annotations

import json
import secrets
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.demo.wecom.cards import calls_back, check_card, face_of
from bot.demo.wecom.codes import ResponseCodes
from bot.demo.wecom.contents import shown
from bot.demo.wecom.directory import Directory
from bot.demo.wecom.errors import JsonObject, Refusal, ok
from bot.demo.wecom.media import MediaStore
from bot.demo.wecom.records import CardFace
from bot.demo.wecom.screens import Screens

if TYPE_CHECKING:
    from bot.clock import Clock

PER_MINUTE = 30
PER_HOUR = 1000
MOST_USERS = 1000
MOST_PARTIES = 100
LONGEST_DUPLICATE_CHECK = 14400


@dataclass(frozen=True, slots=True)
class _Recipients:
    userids: Sequence[str]
    invalid: dict[str, str]


class Sending:
    """Takes the bot's messages and puts them on phones."""

    def __init__(
        self,
        clock: Clock,
        agent_id: int,
        directory: Directory,
        screens: Screens,
        codes: ResponseCodes,
        media: MediaStore,
        has_callback: Callable[[], bool],
    ) -> None:
        self._clock = clock
        self._agent_id = agent_id
        self._directory = directory
        self._screens = screens
        self._codes = codes
        self._media = media
        self._has_callback = has_callback
        self._arrivals: dict[str, deque[datetime]] = {}
        self._seen: dict[str, datetime] = {}

    def send(self, body: JsonObject) -> dict[str, Any]:
        """Answer of ``message/send``.

        A repetition that ``enable_duplicate_check`` suppresses is answered with success and nothing else:
        whether WeCom then repeats the first ``msgid`` and ``response_code`` is undocumented.
        """
        if body.get("agentid") != self._agent_id:
            raise Refusal(301002, "not allow operate another agent with this accesstoken")
        _check_flags(body)
        msgtype = str(body.get("msgtype", ""))
        content, card = self._content(body, msgtype)
        to = self._recipients(body)
        if self._is_repetition(body):
            return ok(**to.invalid)
        if card is not None:
            self._check_new(card)
        msgid = secrets.token_urlsafe(48)
        for userid in to.userids:
            self._deliver(userid, msgtype, content, card, msgid)
        if body.get("enable_duplicate_check") == 1:
            self._seen[_fingerprint(body)] = self._clock.now()
        if card is None or not calls_back(card.body):
            return ok(**to.invalid, msgid=msgid)
        return ok(**to.invalid, msgid=msgid, response_code=self._codes.mint(card.body["task_id"]))

    def _content(self, body: JsonObject, msgtype: str) -> tuple[JsonObject, CardFace | None]:
        if msgtype != "template_card":
            return shown(body, msgtype, self._media.get), None
        card = body.get("template_card")
        if not isinstance(card, dict):
            raise Refusal(40058, "template_card missing or not an object")
        check_card(card)
        for fact in card.get("horizontal_content_list", ()):
            if fact.get("type") == 2:
                self._media.get(fact["media_id"])
        if calls_back(card) and not self._has_callback():
            raise Refusal(43012, "app has no callback url")
        return card, face_of(card)

    def _recipients(self, body: JsonObject) -> _Recipients:
        users, parties, tags = (_split(body.get(name, "")) for name in ("touser", "toparty", "totag"))
        if len(users) > MOST_USERS or len(parties) > MOST_PARTIES or len(tags) > MOST_PARTIES:
            raise Refusal(40058, "too many recipients")
        if users == ["@all"]:
            return _Recipients([one.userid for one in self._directory.people if one.visible], {})
        found: dict[str, None] = {}
        invalid: dict[str, list[str]] = {"invaliduser": [], "invalidparty": [], "invalidtag": [*tags]}
        for userid in users:
            person = self._directory.find(userid)
            if person is not None and person.visible:
                found[person.userid] = None
            else:
                invalid["invaliduser"].append(userid.lower())
        for party in parties:
            if party.isdecimal() and int(party) in self._directory.departments:
                found.update((one.userid, None) for one in self._directory.below_department(int(party)))
            else:
                invalid["invalidparty"].append(party)
        if not found:
            raise Refusal(81013, "user & party & tag all invalid")
        return _Recipients(list(found), {name: "|".join(them) for name, them in invalid.items() if them})

    def _is_repetition(self, body: JsonObject) -> bool:
        """Whether an identical request was delivered within its interval."""
        first = self._seen.get(_fingerprint(body))
        interval = timedelta(seconds=body.get("duplicate_check_interval", 1800))
        return first is not None and self._clock.now() - first < interval

    def _check_new(self, card: CardFace) -> None:
        task_id = card.body.get("task_id")
        if task_id and self._screens.has_task(task_id):
            raise Refusal(42014, "task_id duplicate")

    def _deliver(
        self, userid: str, msgtype: str, content: JsonObject, card: CardFace | None, msgid: str
    ) -> None:
        now = self._clock.now()
        dropped = self._is_over_limit(userid, now)
        self._screens.show(userid, msgtype, content, card=card, msgid=msgid, at=now, dropped=dropped)

    def _is_over_limit(self, userid: str, now: datetime) -> bool:
        arrivals = self._arrivals.setdefault(userid, deque())
        while arrivals and now - arrivals[0] >= timedelta(hours=1):
            arrivals.popleft()
        minute_full = len(arrivals) >= PER_MINUTE and now - arrivals[-PER_MINUTE] < timedelta(minutes=1)
        if minute_full or len(arrivals) >= PER_HOUR:
            return True
        arrivals.append(now)
        return False


def _fingerprint(body: JsonObject) -> str:
    """The same for identical requests, and only for these."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False)


def _check_flags(body: JsonObject) -> None:
    allowed_safe = (0, 1, 2) if body.get("msgtype") == "mpnews" else (0, 1)
    if body.get("safe", 0) not in allowed_safe:
        raise Refusal(40058, "safe illegal")
    for name in ("enable_id_trans", "enable_duplicate_check"):
        if body.get(name, 0) not in (0, 1):
            raise Refusal(40058, f"{name} illegal")
    interval = body.get("duplicate_check_interval", 1800)
    if not isinstance(interval, int) or not 0 < interval <= LONGEST_DUPLICATE_CHECK:
        raise Refusal(40058, "duplicate_check_interval illegal")


def _split(joined: object) -> list[str]:
    if not isinstance(joined, str):
        raise Refusal(40058, "recipients should be a string")
    return [one for one in joined.split("|") if one]
