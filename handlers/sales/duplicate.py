"""When two leads are one customer, whose value of a field wins, and what merging keeps."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from nlp import lazy_pattern
from storage.facts import Fact
from storage.leads import Lead

Verdict = Literal["take", "keep", "ask"]

MONEY_FIELDS = frozenset({"budget", "budget_fen", "budget_max", "amount", "amount_fen"})
IDENTITY_FIELDS = frozenset({"phone", "wechat", "email", "unionid", "external"})
_PLACES_AND_WORDS = frozenset({"company", "region", "need", "source", "competitor"})
_HOW_ONE_SAYS_IT = frozenset({"name", "need"})
_EXTENSION = lazy_pattern(r"(?:转|ext\.?|#|分机)\s*\d+\s*$", re.IGNORECASE)
_DASHED_EXTENSION = lazy_pattern(r"(?<=\d{7})-\d{1,5}\s*$")
_MOBILE = lazy_pattern(r"1[3-9]\d{9}")
_COUNTRY = lazy_pattern(r"^(?:00)?86(?=1[3-9]\d{9}$|0\d{9,11}$)")
_AMOUNT = lazy_pattern(r"[¥￥]?(\d+(?:\.\d+)?)(亿|千万|百万|十万|万|w|千|k)?(元|块钱?|rmb|cny)?")
_UNITS = {
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "w": 10**4,
    "千": 1000,
    "k": 1000,
}
_COMPANY_END = lazy_pattern(r"(?:股份|有限|责任|集团|公司)+$")
_TITLE = lazy_pattern(r"(?:总|经理|老师|先生|女士|小姐|工|主任|校长|院长|医生|老板|同学|妈妈|爸爸|家长)$")
_COMPOUND = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "端木",
)


def normal_key(kind: str, value: str) -> str:
    """The form in which an identifying value is compared: a phone's digits without +86 and extension,
    WeChat id and e-mail in small letters, unionid and external id as they are; empty when it is none."""
    plain = unicodedata.normalize("NFKC", value).strip()
    if kind == "phone":
        digits = re.sub(r"\D", "", _DASHED_EXTENSION.sub("", _EXTENSION.sub("", plain)))
        return _COUNTRY.sub("", digits)
    if kind in ("wechat", "email"):
        return unicodedata.normalize("NFKC", "".join(plain.split()).casefold())
    return value.strip()


def keys_of(lead: Lead) -> frozenset[tuple[str, str]]:
    """What identifies a customer: (kind, normal value) of phone, wechat, unionid and external id.

    A WeChat id that is a mobile number (微信同号) is a phone as well.
    """
    named = {
        "phone": lead.phone,
        "wechat": lead.wechat,
        "unionid": lead.attributes.get("unionid"),
        "external": lead.attributes.get("external"),
    }
    keys = ((kind, normal_key(kind, value)) for kind, value in named.items() if value)
    found = {key for key in keys if key[1]}
    found |= {("phone", value) for kind, value in found if kind == "wechat" and _MOBILE.fullmatch(value)}
    return frozenset(found)


def same(a: Lead, b: Lead) -> bool:
    """Whether two leads are one customer: the same phone, WeChat id, unionid or external id."""
    return a.id == b.id or not keys_of(a).isdisjoint(keys_of(b))


def weigh(field: str, old: Fact | tuple[str, str] | None, new_value: str, new_by: str) -> Verdict:
    """What to do with a new value of a field: take it, keep the old one, or ask.

    *old* is the fact in force or its (value, by); ``by`` is ``bot`` or ``person``. Empty takes, equal
    and less exact keep, a person names things better than the bot; all else that differs is asked. An edit a
    person makes of one field on purpose needs no verdict.
    """
    value, by = old if isinstance(old, tuple) else ("", "") if old is None else (old.value, old.by)
    if not new_value.strip():
        return "keep"
    if not value.strip():
        return "take"
    if comparable(field, value) == comparable(field, new_value) or _less_exact(field, new_value, value):
        return "keep"
    corrected = new_by == "person" and field in _HOW_ONE_SAYS_IT
    if by == "bot" and (corrected or _less_exact(field, value, new_value)):
        return "take"
    return "ask"


def together(known: str | None, named: str) -> str:
    """Names joined by 、, those of *named* behind what is known, each once."""
    return "、".join(dict.fromkeys([*(known.split("、") if known else []), *named.split("、")]))


def comparable(field: str, value: str) -> str:
    """The form in which two values of a field are compared; money in fen (plain digits are fen)."""
    if field in IDENTITY_FIELDS:
        return normal_key(field, value)
    plain = "".join(unicodedata.normalize("NFKC", value).casefold().split())
    if field in MONEY_FIELDS:
        return _fen(plain)
    if field == "company":
        return _COMPANY_END.sub("", plain) or plain
    return plain.strip("。.,，、;；!！")


def _fen(plain: str) -> str:
    found = _AMOUNT.fullmatch(plain.replace(",", "").replace("，", ""))
    if found is None:
        return plain
    number, unit, currency = found.groups()
    if unit is None and currency is None:
        return str(int(number)) if number.isdigit() else number
    whole, _, cents = number.partition(".")
    scale = _UNITS.get(unit or "", 1) * 100
    return str(int(whole) * scale + (int(cents) * scale // 10 ** len(cents) if cents else 0))


def _less_exact(field: str, value: str, than: str) -> bool:
    """Whether *value* says the same as *than*, only less of it (张总 beside 张伟, 杭州 beside 浙江杭州)."""
    vague, exact = comparable(field, value), comparable(field, than)
    if field in _PLACES_AND_WORDS:
        return len(vague) > 1 and vague in exact
    if field == "name" and _TITLE.search(vague) and not _TITLE.search(exact):
        surname = _TITLE.sub("", vague)
        return surname != "" and surname == _surname(exact)
    return False


def _surname(name: str) -> str:
    return name[:2] if name.startswith(_COMPOUND) else name[:1]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which two merged leads differ: what stays unless somebody says otherwise, and the other."""

    field: str
    kept: str
    other: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The surviving lead, filled from the other one, and every value of the other that did not fit in."""

    lead: Lead
    differences: tuple[Difference, ...]


_FILLED = (
    "name",
    "company",
    "phone",
    "wechat",
    "email",
    "source",
    "region",
    "need",
    "budget_fen",
    "amount_fen",
)


def merge(a: Lead, b: Lead) -> Merged:
    """*a* with its blanks filled from *b*: nothing is lost, what differs is listed to be asked.

    The earlier beginning and the later contact stay; owner, stage and status are those of *a*.
    """
    taken: dict[str, object] = {}
    differences: list[Difference] = []
    for field in _FILLED:
        mine, theirs = getattr(a, field), getattr(b, field)
        if theirs in (None, ""):
            continue
        if mine in (None, ""):
            taken[field] = theirs
        elif comparable(field, str(mine)) != comparable(field, str(theirs)):
            differences.append(Difference(field, str(mine), str(theirs)))
    differences += _other_attributes(a, b)
    differences += [
        Difference(field, getattr(a, field), getattr(b, field))
        for field in ("owner_id", "stage")
        if getattr(a, field) != getattr(b, field)
    ]
    lead = dataclasses.replace(
        a,
        **taken,  # type: ignore[arg-type]  # each value comes from the same field of a Lead
        attributes={**b.attributes, **a.attributes},
        created_at=min(a.created_at, b.created_at),
        touched_at=max(a.touched_at, b.touched_at),
    )
    return Merged(lead, tuple(differences))


def _other_attributes(a: Lead, b: Lead) -> Iterator[Difference]:
    for key, theirs in b.attributes.items():
        mine = a.attributes.get(key)
        if mine is not None and mine != theirs:
            yield Difference(key, mine, theirs)
