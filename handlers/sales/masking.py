"""Phone numbers as cards show them: enough to recognise, too little to call."""

from __future__ import annotations

import re
import unicodedata

from nlp import lazy_pattern

_COUNTRY = lazy_pattern(r"^(?:00)?86(?=1[3-9]\d{9}$|0\d{9,11}$)")
_EXTENSION = lazy_pattern(r"(?:转|ext\.?|#|分机)\s*\d+\s*$", re.IGNORECASE)
_DASHED_EXTENSION = lazy_pattern(r"(?<=\d{7})[-－—]\d{1,5}\s*$")
_IN_TEXT = lazy_pattern(
    r"(?<![\d.])(?:(?:\+|00)?86[-\s]?)?1[3-9]\d(?:[-\s]?\d){8}(?!\d)"
    r"|(?<![\d.])0\d{2,3}[-\s]?\d{7,8}(?!\d)"
    r"|(?<![\d.])[48]00[-\s]?\d{3}[-\s]?\d{4}(?!\d)"
)


def mask_phone(phone: str) -> str:
    """138****5678; a landline keeps its area code (0571****6666), a short number its last two digits."""
    plain = unicodedata.normalize("NFKC", phone)
    plain = _DASHED_EXTENSION.sub("", _EXTENSION.sub("", plain))
    digits = _COUNTRY.sub("", re.sub(r"\D", "", plain))
    if len(digits) < 7:
        return "****" + (digits[-2:] if len(digits) > 4 else "")
    if len(digits) < 10:
        return "****" + digits[-4:]
    return digits[: _kept(digits)] + "****" + digits[-4:]


def _kept(digits: str) -> int:
    """How many leading digits stay: the area code of a landline, else three."""
    if digits.startswith("0") and digits[1] not in "12" and len(digits) in (11, 12):
        return 4
    return 3


def mask_phones_in(text: str) -> str:
    """The text with every phone number in it masked."""
    return _IN_TEXT.sub(lambda found: mask_phone(found.group()), text)
