"""Amounts of money, counted things and discount rates of a text."""

from __future__ import annotations

from nlp.amounts.counts import quantities
from nlp.amounts.sums import money

__all__ = ["money", "quantities"]
