"""A year of a sales floor, made up: what happens to every team, as plain facts with their moments."""

from __future__ import annotations

import dataclasses
import random  # noqa: TID251 - a seeded year, the same every time
from datetime import date, timedelta
from typing import Any

from tests.support.alarm_calendar import DAY, FIRST, HOUR, MINUTE

Event = tuple[Any, ...]
YEAR = 365 * DAY
LAST_PAUSE = 340 * DAY


@dataclasses.dataclass
class Team:
    """A supervisor, his reps, and what happens to them in a year, in order."""

    boss: str
    reps: list[str]
    events: list[Event] = dataclasses.field(default_factory=list)


class Year:
    """Makes teams up; no two things happen in the same second."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.taken: set[int] = set()
        self.count = 0

    def team(self, number: int, size: int) -> Team:
        """One team and its year."""
        team = Team(f"boss{number:02}", [f"rep{number:02}_{i}" for i in range(size)])
        seasons = [self._at(0, YEAR - 30 * DAY) for _ in range(4)]
        for rep in team.reps:
            self._rep(team, rep, self.random.choice(seasons))
        team.events.sort()
        return team

    def _at(self, low: int, high: int) -> int:
        """A second of its own in a span, by day rather than by night."""
        while True:
            t = self.random.randrange(low, max(high, low + 3 * DAY))
            if (7 * HOUR < t % DAY < 23 * HOUR or self.random.random() < 0.1) and t not in self.taken:
                self.taken.add(t)
                return t

    def _name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}_{self.count:05}"

    def _rep(self, team: Team, rep: str, season: int) -> None:
        """A rep has his busy days when others of his team have theirs, and is away just then."""
        busy = self._at(season, season + 3 * DAY)
        for _ in range(self.random.choice((0, 1, 1, 2))):
            self._chat(team, rep, self._at(0, YEAR - 30 * DAY))
        for _ in range(self.random.choice((1, 1, 3))):
            self._customer(team, rep, self._at(busy, busy + HOUR))
        for _ in range(4):
            what = self.random.choice(("done", "done", "tomorrow", "mute"))
            team.events.append((self._at(busy, busy + 20 * DAY), "press", rep, what))
        for _ in range(3):
            self._leave(team, rep, busy)
        for _ in range(3):
            team.events.append((self._at(busy, busy + 9 * DAY), "top", rep))

    def _leave(self, team: Team, rep: str, busy: int) -> None:
        said = self._at(busy, busy + 7 * DAY)
        start = (said // DAY + self.random.randrange(2)) * DAY
        end = start + self.random.randrange(1, 4) * DAY + self.random.choice((0, 0, 13 * HOUR))
        others = [other for other in team.reps if other != rep]
        deputy = self.random.choice([None, self.random.choice(others)])
        team.events.append((said, "leave", rep, start, end, deputy))
        if self.random.random() < 0.3:
            team.events.append((self._at(said, end), "back", rep))

    def _lead(self, team: Team, rep: str, at: int, dates: dict[str, date]) -> str:
        lead = self._name("lead")
        worth = self.random.choice((0, 1_000_000, 9_000_000))
        team.events.append((at, "lead", lead, rep, worth, dates))
        for _ in range(self.random.randrange(2)):
            team.events.append((self._at(at + 1, at + 10 * DAY), "note", lead))
        moved = at + 1
        for stage in ("contacted", self.random.choice(("won", "lost"))):
            moved = self._at(moved + 1, moved + 8 * DAY)
            if self.random.random() < 0.6:
                team.events.append((moved, "stage", lead, stage))
        return lead

    # -- chats ---------------------------------------------------------------------------------

    def _chat(self, team: Team, rep: str, at: int) -> None:
        lead = self._lead(team, rep, at, {}) if self.random.random() < 0.7 else None
        chat = self._name("chat")
        group = self.random.random() < 0.3
        colleague = self.random.choice([other for other in team.reps if other != rep]) if group else None
        team.events.append((self._at(at + 1, at + HOUR), "chat", chat, rep, lead, colleague))
        t = at + 4 * DAY
        for _ in range(self.random.randrange(1, 4)):
            t = self._exchange(team, chat, t + self.random.randrange(6 * HOUR, 9 * DAY), group)
        if lead and self.random.random() < 0.3:
            team.events.append((self._at(at + 4 * DAY, t), "assign", lead, self.random.choice(team.reps)))

    def _exchange(self, team: Team, chat: str, t: int, group: bool) -> int:
        """A request, what is said while it waits, and perhaps an answer; returns its end."""
        t = self._at(t, t + HOUR)
        self._say(team, t, chat, "ask")
        patience = self.random.choice((4 * MINUTE, 20 * MINUTE, 2 * HOUR, 2 * DAY))
        for _ in range(self.random.randrange(4)):
            t = self._after(t, patience)
            label = self.random.choice(("ack", "nudge", "nudge", "thanks", "ask", "pause", "pause"))
            self._say(team, t, chat, label)
        if self.random.random() < 0.8:
            t = self._after(t, patience)
            self._say(team, t, chat, "answer", colleague=group and self.random.random() < 0.5)
        if self.random.random() < 0.4:
            t = self._after(t, HOUR)
            self._say(team, t, chat, "thanks")
        return t

    def _after(self, t: int, span: int) -> int:
        t += 1 + self.random.randrange(span)
        while t in self.taken:
            t += 1
        self.taken.add(t)
        return t

    def _say(self, team: Team, t: int, chat: str, label: str, *, colleague: bool = False) -> None:
        until = None
        if label == "pause" and t < LAST_PAUSE and self.random.random() < 0.7:
            until = (t // DAY + self.random.randrange(2, 12)) * DAY
        team.events.append((t, "say", chat, label, until, colleague))

    # -- customers without a chat --------------------------------------------------------------

    def _customer(self, team: Team, rep: str, at: int) -> None:
        lead = self._lead(team, rep, at, self._dates(at))
        if self.random.random() < 0.5:
            self._quote(team, lead, at)
        if self.random.random() < 0.3:
            promise = self._name("promise")
            t = self._at(at + 1, at + 9 * DAY)
            team.events.append((t, "broken", promise, lead))
            if self.random.random() < 0.6:
                team.events.append((self._at(t + 1, t + 2 * DAY), "kept", promise))

        for _ in range(self.random.choice((0, 1, 1))):
            said = self._name("said")
            t = self._at(at + 1, at + 6 * DAY)
            team.events.append((t, "promised", said, lead, self.random.choice(("staff", "customer"))))
            if self.random.random() < 0.4:
                team.events.append((self._at(t + 1, t + 4 * DAY), "kept", said))

    def _quote(self, team: Team, lead: str, at: int) -> None:
        quote = self._name("quote")
        sent = self._at(at + 1, at + 5 * DAY)
        team.events.append((sent, "quote", quote, lead))
        if self.random.random() < 0.5:
            team.events.append((self._at(sent + 1, sent + 4 * DAY), "opened", quote))
        if self.random.random() < 0.6:
            team.events.append((self._at(sent + 5 * DAY, sent + 9 * DAY), "answered", quote))

    def _dates(self, at: int) -> dict[str, date]:
        today = FIRST + timedelta(days=at // DAY)
        dates: dict[str, date] = {}
        if self.random.random() < 0.2:
            dates["生日"] = date(1990, 1, 1) + timedelta(days=self.random.randrange(365))
        if self.random.random() < 0.2:
            dates["付款日"] = today + timedelta(days=self.random.randrange(-5, 40))
        return dates
