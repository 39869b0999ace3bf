"""The working calendar: whether the coming weeks' official holidays are known."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.config import BotConfig, RemindersConfig
from bot.doctor.finding import Finding, well
from handlers.sales.worktime import published

AHEAD = timedelta(days=45)
"""How far ahead alarms are planned, with a little room: the arrangement is published in November."""


def examine(bot: BotConfig, reminders: RemindersConfig, now: datetime) -> Finding:
    """Official holidays of the years that alarms may be planned in; unknown ones are a warning, no fault."""
    if reminders.workdays != "china":
        return well("holidays", "every day counts as a working day")
    years = sorted({moment.astimezone(bot.timezone).year for moment in (now, now + AHEAD)})
    unknown = [str(year) for year in years if not published(year)]
    if not unknown:
        return well("holidays", f"official holidays of {' and '.join(map(str, years))} are known")
    return Finding(
        "holidays",
        True,
        f"those of {' and '.join(unknown)} are not known yet: statutory days and weekends stand in",
        "Upgrade the package chinesecalendar once they are published (usually in November).",
    )
