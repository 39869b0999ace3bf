"""Part of a phone number in a rep's question: 138开头的客户, 尾号5678是谁, 电话里有1234的."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nlp import lazy_pattern

_LONGEST: Final = 40
_FIGURES: Final = "零一二三四五六七八九"
_N: Final = rf"[\d{_FIGURES}]"
_PARTS: Final = (
    ("starts", lazy_pattern(r"(?P<n>\d{3,10})\s*(?:这个|的)?(?:号码?)?(?:开头|打头|起头|开始|开投|起的)")),
    ("starts", lazy_pattern(rf"(?:前[三3四4七7]位|号段|开头)(?:是|为|数字)?\s*(?P<n>{_N}{{3,10}})")),
    ("ends", lazy_pattern(
        rf"(?:尾号|位号|尾数|末尾|结尾|(?:最后|后|末)(?:[三四34五5六6几]位|[三四34]个数)(?:数|号码)?)(?:是|为|:|：|号)?\s*(?P<n>{_N}{{3,8}})(?!\d)"
    )),
    ("ends", lazy_pattern(r"(?<!\d)(?P<n>\d{3,8})\s*(?:结尾|收尾|结束|尾号|做尾号|结位)")),
    ("around", lazy_pattern(r"(?P<n>1\d{2})\s?(?:\*{2,8}|[xX]{2,8}|…+|\.{2,6})\s?(?P<tail>\d{2,4})(?!\d)")),
    ("holds", lazy_pattern(
        rf"(?:电话|号码|手机号?)(?:里面?|中)?(?:有|带|含|包含)(?:数字)?\s*(?P<n>{_N}{{3,10}})(?!\d)"
    )),
    ("starts", lazy_pattern(
        r"^(?:帮我|帮忙|查一?下?|找一?下?|看一?下?|那个)*(?P<n>1[3-9]\d)(?:号段)?(?:的|那个)(?:客户|线索|人|号|是谁)"
    )),
    ("ends", lazy_pattern(
        r"^(?:那个|电话|手机|号码)?(?P<n>\d{4})的?(?:是谁|是哪[个位]|谁[啊呀]|客户|那个客户)"
    )),
)  # fmt: skip
_CLAUSE: Final = lazy_pattern("[，,。；;：:]")
_NOT: Final = lazy_pattern("提醒|备注|记一?下|新建|建档|报价|预算|验证码|推进|改成|加上")


@dataclass(frozen=True, slots=True)
class PartOfNumber:
    """Digits of a number and where they stand: starts, ends, holds, or around (then *tail* ends it)."""

    where: str
    digits: str
    tail: str = ""

    @property
    def pattern(self) -> str:
        """The same for SQL's LIKE."""
        return {
            "starts": f"{self.digits}%",
            "ends": f"%{self.digits}",
            "around": f"{self.digits}%{self.tail}",
        }.get(self.where, f"%{self.digits}%")


def read(text: str) -> PartOfNumber | None:
    """The part of a number a text asks for; None when it asks for none."""
    said = text.strip()
    if len(said) > _LONGEST or _NOT.search(said):
        return None
    for where, pattern in _PARTS:
        found = pattern.search(said)
        if found is not None and _CLAUSE.search(said, 0, found.start()) is None:
            tail = found.groupdict().get("tail") or ""
            return PartOfNumber(where, _in_figures(found["n"]), tail)
    return None


def _in_figures(said: str) -> str:
    return "".join(str(_FIGURES.index(c)) if c in _FIGURES else c for c in said)
