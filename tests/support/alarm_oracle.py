"""Alarms, slowly and obviously: at every instant something happens, every rule is asked about everything.

Written from the rules' words alone, with plain loops over plain facts; nothing of the program is imported.
Moments are whole seconds since the first of January 2026 in Shanghai.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from tests.support.alarm_calendar import (
    DAY,
    FIRST,
    HOUR,
    MINUTE,
    NEVER,
    add_open,
    earlier_workday,
    next_digest,
    next_morning,
    next_open,
)

PRESSING = (
    "first_response", "waiting", "promise", "quote_opened", "first_touch", "quote_unread", "contract",
    "stage", "silent", "birthday",
)  # fmt: skip
URGENT = {"first_response", "waiting", "promise"}
STANDARD_HOURS = {"new": 24, "contacted": 120, "won": 0, "lost": 0}
HIGH_VALUE = 5_000_000
BUDGET = 2


@dataclasses.dataclass
class Alarm:
    """One episode as the oracle sees it."""

    kind: str
    subject: str
    name: str
    owner: str
    since: int
    status: str = ""
    round: int = 0
    told: int = 0
    until: int = 0
    acted: int = 0


@dataclasses.dataclass
class Case:
    """What a rule says."""

    kind: str
    subject: str
    name: str
    owner: str
    since: int
    due: int
    not_above_before: int = 0


Told = tuple[int, str, str, str, int, bool, str]
"""When, who, what kind, about what, since when, whether from below, and on a card or in a digest."""


class Oracle:
    """One team: its people, its customers, what happened to them, and who had to be told what."""

    def __init__(self, boss: str, reps: list[str]) -> None:
        self.boss, self.reps = boss, reps
        self.chats: dict[str, dict[str, Any]] = {}
        self.leads: dict[str, dict[str, Any]] = {}
        self.quotes: dict[str, dict[str, Any]] = {}
        self.promises: dict[str, dict[str, Any]] = {}
        self.undated: dict[str, dict[str, Any]] = {}
        self.leaves: list[dict[str, Any]] = []
        self.alarms: dict[tuple[str, str, str], Alarm] = {}
        self.queues: dict[str, list[tuple[Alarm, bool, int]]] = defaultdict(list)
        self.digests: dict[str, int] = {}
        self.cards: dict[tuple[str, int], int] = defaultdict(int)
        self.told: list[Told] = []
        self._next = NEVER

    def run(self, events: list[tuple[Any, ...]], until: int) -> list[Told]:
        """Let a year pass; returns everything anybody was told."""
        for event in [*events, (until, "end")]:
            while self._next <= event[0]:
                self.tick(self._next)
            getattr(self, "on_" + event[1])(event[0], *event[2:])
            self.tick(event[0])
        return self.told

    # -- what happens --------------------------------------------------------------------------

    def on_end(self, t: int) -> None:
        """The year is over."""

    def on_chat(self, t: int, chat: str, rep: str, lead: str | None, colleague: str | None) -> None:
        self.chats[chat] = {"rep": rep, "lead": lead, "said": [], "handled": -1}

    def on_say(self, t: int, chat: str, label: str, until: int | None, colleague: bool) -> None:
        self.chats[chat]["said"].append((t, label, until, colleague))
        lead = self.chats[chat]["lead"]
        if lead and not colleague:
            self.leads[lead]["touched"] = max(self.leads[lead]["touched"], t)

    def on_lead(self, t: int, lead: str, rep: str, worth: int, dates: dict[str, date]) -> None:
        self.leads[lead] = {
            "rep": rep, "made": t, "touched": t, "stage": "new", "stage_at": t, "worth": worth,
            "dates": dates, "contact": False,
        }  # fmt: skip

    def on_note(self, t: int, lead: str) -> None:
        self.leads[lead]["contact"] = True
        self.leads[lead]["touched"] = t

    def on_stage(self, t: int, lead: str, stage: str) -> None:
        self.leads[lead] |= {"stage": stage, "stage_at": t}

    def on_assign(self, t: int, lead: str, rep: str) -> None:
        self.leads[lead]["rep"] = rep

    def on_quote(self, t: int, quote: str, lead: str) -> None:
        self.quotes[quote] = {"lead": lead, "sent": t, "opened": None, "open": True}

    def on_opened(self, t: int, quote: str) -> None:
        self.quotes[quote]["opened"] = t

    def on_answered(self, t: int, quote: str) -> None:
        self.quotes[quote]["open"] = False

    def on_broken(self, t: int, promise: str, lead: str) -> None:
        self.promises[promise] = {"lead": lead, "due": t - 1, "broken": True}

    def on_kept(self, t: int, promise: str) -> None:
        if promise in self.undated:
            self.undated[promise]["when"] = NEVER
            self.undated[promise]["alarm"].status = "over"
        else:
            self.promises[promise]["broken"] = False

    def on_promised(self, t: int, promise: str, lead: str, side: str) -> None:
        """Somebody promised something and named no day: ours is spoken of a day later, theirs three."""
        kind, days = ("promise_due", 1) if side == "staff" else ("promise_owed", 3)
        alarm = Alarm(kind, promise, "", self.leads[lead]["rep"], t, status="ringing")
        self.undated[promise] = {"lead": lead, "when": next_morning(t // DAY + days), "alarm": alarm}

    def on_top(self, t: int, rep: str) -> None:
        """The morning's three things: a card of the day like any other, never too many."""
        self.cards[rep, t // DAY] += 1

    def on_leave(self, t: int, rep: str, start: int, end: int, deputy: str | None) -> None:
        self.leaves.append({"rep": rep, "start": start, "end": end, "deputy": deputy})

    def on_back(self, t: int, rep: str) -> None:
        self.leaves = [leave for leave in self.leaves if leave["rep"] != rep or leave["end"] <= t]

    def on_press(self, t: int, rep: str, what: str) -> None:
        """The rep presses a button of the alarm that waits longest among those he was told of."""
        waiting = [a for a in self.alarms.values() if a.status == "raised" and a.owner == rep]
        if not waiting:
            return
        alarm = min(waiting, key=lambda a: (a.since, a.kind, a.subject, a.name))
        alarm.status = {"done": "acknowledged", "tomorrow": "snoozed", "mute": "muted"}[what]
        alarm.acted = t
        alarm.until = next_open((t // DAY + 1) * DAY)
        if what != "done":
            return
        if alarm.subject in self.chats:
            self.chats[alarm.subject]["handled"] = t
        lead = self.lead_of(alarm.subject)
        if lead is not None:
            lead |= {"contact": True, "touched": t}

    def lead_of(self, subject: str) -> dict[str, Any] | None:
        """The customer that something is about."""
        for things in (self.chats, self.quotes, self.promises):
            if subject in things:
                name = things[subject]["lead"]
                return self.leads[name] if name else None
        return self.leads[subject]

    # -- the rules -----------------------------------------------------------------------------

    def cases(self, t: int) -> list[Case]:
        """Everything that rings now or would later."""
        found: list[Case] = []
        for name, chat in self.chats.items():
            found += self.of_chat(name, chat)
        for name, lead in self.leads.items():
            found += self.of_lead(t, name, lead)
        for name, quote in self.quotes.items():
            rep = self.leads[quote["lead"]]["rep"]
            if not quote["open"] or self.leads[quote["lead"]]["stage"] in ("won", "lost"):
                continue
            if quote["opened"] is not None:
                opened = quote["opened"]
                found.append(Case("quote_opened", name, "", rep, opened, add_open(opened, 4 * HOUR)))
            else:
                found.append(Case("quote_unread", name, "", rep, quote["sent"], quote["sent"] + 72 * HOUR))
        for name, promise in self.promises.items():
            if promise["broken"]:
                rep = self.leads[promise["lead"]]["rep"]
                found.append(Case("promise", name, "", rep, promise["due"], promise["due"]))
        return found

    def of_chat(self, name: str, chat: dict[str, Any]) -> list[Case]:
        """The first unanswered request, unless the customer put it off himself."""
        asked, hold = None, 0
        for t, label, until, _ in chat["said"]:
            if t < chat["handled"]:
                continue
            if label in ("ask", "nudge") and asked is None:
                asked, hold = t, 0
            elif label in ("ask", "nudge") and hold > t:
                hold = t
            elif label == "answer":
                asked, hold = None, 0
            elif label == "pause" and asked is not None:
                hold = NEVER if until is None else until
        if asked is None:
            return []
        spoken = any(label in ("ack", "answer") for _, label, _, _ in chat["said"])
        kind, patience = ("waiting", 30 * MINUTE) if spoken else ("first_response", 5 * MINUTE)
        due = NEVER if hold == NEVER else add_open(max(asked, hold), patience)
        rep = self.leads[chat["lead"]]["rep"] if chat["lead"] else chat["rep"]
        return [Case(kind, name, str(asked), rep, asked, due, due)]

    def of_lead(self, t: int, name: str, lead: dict[str, Any]) -> list[Case]:
        """First touch or the stage, silence, days."""
        found: list[Case] = []
        rep, stage_at = lead["rep"], lead["stage_at"]
        if lead["stage"] not in ("won", "lost"):
            contact = lead["contact"] or any(
                label in ("ack", "answer") and not colleague
                for chat in self.chats.values()
                if chat["lead"] == name
                for _, label, _, colleague in chat["said"]
            )
            hours = STANDARD_HOURS[lead["stage"]] * HOUR
            if not contact:
                found.append(Case("first_touch", name, "", rep, lead["made"], lead["made"] + 24 * HOUR))
            else:
                red = stage_at + hours * 13 // 10
                found.append(Case("stage", name, str(stage_at), rep, stage_at, stage_at + hours, red))
            if lead["worth"] >= HIGH_VALUE:
                touched = lead["touched"]
                found.append(Case("silent", name, str(touched), rep, touched, touched + 7 * DAY))
        if lead["stage"] != "lost":
            found += self.of_dates(t, name, lead)
        return found

    def of_dates(self, t: int, name: str, lead: dict[str, Any]) -> list[Case]:
        """Steps of a contract three days ahead, birthdays one day ahead, on a working day."""
        found = []
        today = FIRST + timedelta(days=t // DAY)
        for label, day in lead["dates"].items():
            if label == "生日":
                for year in (today.year, today.year + 1):
                    birthday = day.replace(year=year)
                    if birthday >= today:
                        at = self.ahead(birthday, 1)
                        found.append(Case("birthday", name, str(year), lead["rep"], at, at))
            elif day >= today - timedelta(days=7):
                at = self.ahead(day, 3)
                found.append(Case("contract", name, f"{label}{day}", lead["rep"], at, at))
        return found

    @staticmethod
    def ahead(day: date, days: int) -> int:
        """The opening of the working day so many days before, or of the last one before that."""
        return next_open(earlier_workday((day - FIRST).days - days) * DAY)

    # -- who hears of it -----------------------------------------------------------------------

    def leave_of(self, person: str, t: int) -> dict[str, Any] | None:
        """The leave somebody is on, the one he told last."""
        on = [x for x in self.leaves if x["rep"] == person and x["start"] <= t < x["end"]]
        return on[-1] if on else None

    def reader(self, owner: str, t: int) -> str | None:
        """The rep; while he is away his deputy, if he is there; or nobody yet."""
        leave = self.leave_of(owner, t)
        if leave is None:
            return owner
        deputy: str | None = leave["deputy"]
        return deputy if deputy is not None and self.leave_of(deputy, t) is None else None

    # -- one instant ---------------------------------------------------------------------------

    def tick(self, t: int) -> None:
        """Look at everything at one instant."""
        self._next = NEVER
        for leave in self.leaves:
            self.wake(t, leave["start"])
            self.wake(t, leave["end"])
        trays: dict[str, list[tuple[Alarm, bool]]] = defaultdict(list)
        found = {(c.kind, c.subject, c.name): c for c in self.cases(t)}
        for key, alarm in self.alarms.items():
            if key not in found and alarm.status not in ("acknowledged", "muted"):
                alarm.status = "over"
        for key, case in found.items():
            self.step(t, key, case, trays)
        for promise in self.undated.values():
            self.speak_of(t, promise, trays)
        self.show_digests(t)
        for person, tray in trays.items():
            self.show_cards(t, person, tray)
        for case in found.values():
            self.wake(t, self.moment(t, case))
        for moment in self.digests.values():
            self.wake(t, moment)

    def speak_of(self, t: int, promise: dict[str, Any], trays: dict[str, list[tuple[Alarm, bool]]]) -> None:
        """A promise without a day, once its morning has come; of a lost customer nobody hears."""
        if promise["when"] == t:
            lead = self.leads[promise["lead"]]
            reader = self.reader(lead["rep"], t)
            if lead["stage"] == "lost":
                promise["when"] = NEVER
            elif reader is None:
                promise["when"] = next_morning(t // DAY + 1)
            else:
                promise["when"] = NEVER
                trays[reader].append((promise["alarm"], False))
        self.wake(t, promise["when"])

    def wake(self, t: int, moment: int) -> None:
        """Look again at this moment, if it is still to come."""
        if moment > t:
            self._next = min(self._next, moment)

    def step(
        self, t: int, key: tuple[str, str, str], case: Case, trays: dict[str, list[tuple[Alarm, bool]]]
    ) -> None:
        """What is due for one case at this instant."""
        alarm = self.alarms.get(key)
        if alarm is not None and alarm.owner != case.owner:
            alarm.owner = case.owner
            if alarm.status in ("ringing", "raised", "snoozed"):
                alarm.status = "waiting"
        if alarm is not None and alarm.status in ("ringing", "escalated", "acknowledged", "muted"):
            return
        if self.moment(t, case) > t:
            return
        if alarm is not None and alarm.status == "raised":
            alarm.status = "escalated"
            trays[self.boss].append((alarm, True))
            return
        if alarm is None:
            alarm = self.alarms[key] = Alarm(*key, case.owner, case.since)
        reader = self.reader(case.owner, t)
        alarm.status = "held" if reader is None else "ringing"
        alarm.round += 1
        if reader is not None:
            trays[reader].append((alarm, False))

    def moment(self, t: int, case: Case) -> int:
        """When the next thing happens to a case by itself."""
        alarm = self.alarms.get((case.kind, case.subject, case.name))
        status = "waiting" if alarm is None else alarm.status
        if case.due == NEVER or status in ("ringing", "escalated", "acknowledged", "muted"):
            return NEVER
        if status == "held" and self.reader(case.owner, t) is None:
            return NEVER
        if alarm is None or status in ("waiting", "over", "held"):
            return next_open(max(case.due, t))
        if status == "snoozed":
            return next_open(max(alarm.until, case.due, t))
        if case.kind == "birthday":
            return NEVER
        patient = add_open(alarm.told, 30 * MINUTE) if case.kind in URGENT else alarm.told + 24 * HOUR
        return next_open(max(patient, case.not_above_before, t))

    def order(self, item: tuple[Alarm, bool]) -> tuple[Any, ...]:
        """The most pressing first, then what began first."""
        alarm, _ = item
        rank = PRESSING.index(
            {"promise_due": "promise", "promise_owed": "silent"}.get(alarm.kind, alarm.kind)
        )
        return alarm.kind not in URGENT, rank, alarm.since, alarm.subject, alarm.name

    def show_cards(self, t: int, person: str, tray: list[tuple[Alarm, bool]]) -> None:
        """A card each, while the day's budget lasts; urgent ones always."""
        for alarm, above in sorted(tray, key=self.order):
            if alarm.kind in URGENT or self.cards[person, t // DAY] < BUDGET:
                self.cards[person, t // DAY] += 1
                self.tell(t, person, alarm, above, "card")
            else:
                self.queues[person].append((alarm, above, alarm.round))
                self.digests.setdefault(person, next_digest(t))

    def show_digests(self, t: int) -> None:
        """Everything that found no place, once a day, if its reader is there."""
        for person, moment in list(self.digests.items()):
            if moment != t:
                continue
            del self.digests[person]
            queue = [entry for entry in self.queues[person] if self.stands(*entry)]
            if queue and self.leave_of(person, t) is not None:
                self.digests[person] = next_digest(t)
                self.queues[person] = queue
                continue
            self.queues[person] = []
            for alarm, above, _ in queue:
                self.tell(t, person, alarm, above, "digest")

    @staticmethod
    def stands(alarm: Alarm, above: bool, round: int) -> bool:
        """Whether somebody is still to be told."""
        return alarm.status == ("escalated" if above else "ringing") and alarm.round == round

    def tell(self, t: int, person: str, alarm: Alarm, above: bool, way: str) -> None:
        """Note who was told what."""
        self.told.append((t, person, alarm.kind, alarm.subject, alarm.since, above, way))
        if not above:
            alarm.status, alarm.told = "raised", t
