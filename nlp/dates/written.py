"""Dates written out with their month (2026年2月30日, 4月31日, 2026-02-30), and whether there is such a day."""

from __future__ import annotations

import re
from typing import Final

from nlp.dates.numerals import number
from nlp.dates.numerals import year as year_number
from nlp.dates.point import safe_date
from nlp.lazy import lazy

_N: Final = r"(?:\d{1,2}|[零〇一二三四五六七八九十]{1,3})"
_LEAP: Final = 2028
"""Stands in for a year nobody named: the 29th of February is a day of some years."""

DATE: Final = lazy(
    rf"(?<![\d.A-Za-z])(?:(?:(?P<year>\d{{4}}|[零〇一二三四五六七八九]{{4}})\s?年\s?|(?:今|明|后|去)年\s?)?"
    rf"(?P<month>{_N})\s{{0,3}}月份?\s{{0,3}}(?P<day>{_N})\s{{0,3}}[日号]"
    rf"|(?P<iso_year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<iso_month>\d{{1,2}})(?P=mark)(?P<iso_day>\d{{1,2}})(?!\d)[日号]?)"
)


def date_exists(found: re.Match[str]) -> bool:
    """Whether there is such a day; found by ``DATE``."""
    year = found["iso_year"] or found["year"]
    month = number(found["iso_month"] or found["month"]) or 0
    day = number(found["iso_day"] or found["day"]) or 0
    named = (year_number(year) if year else None) or _LEAP
    return safe_date(named, month, day) is not None


def impossible_at(text: str, at: int) -> int | None:
    """Where a written date that does not exist and starts at *at* ends; None when none does."""
    found = DATE.match(text, at)
    return found.end() if found and not date_exists(found) else None
