"""Counted things and discount rates: 200人, 3个校区, 八折."""

from __future__ import annotations

from dataclasses import replace

from nlp.amounts.edges import inside_id, places, skip_token
from nlp.lazy import lazy
from nlp.model import Quantity
from nlp.normalize import Normal
from nlp.numerals import SMALL_DIGITS, read_number

_UNITS = (
    "台|套|人|名|位|件|份|家|条|米|平方米|平米|平方|平|吨|公斤|斤|千克|升|公里|亩|瓶|箱|包|盒|支|根|张|页|本|册|间"
    "|层|栋|辆|艘|架|把|副|双|对|只|头|棵|片|节课|课时|节|班|次|个|门店|户|组|批|车|桶|袋|卷|捆|块|款|种|项|期|人次|端口|账号|具(?![体备有])|樘|尊|幅|扇|株|罐|枚|筐|垛|盆|捧|匹|罐|筒|篓|棚|顶|盏|部(?![分门队署])|串|坛|听(?![课力说写])"
    "|字|粒|颗|朵|场|轮|单|台套|座席|席|柜|托|板|桌|间房|间|床|克|毫米|厘米|寸|天课|学员|学生|员工"
)
_QUANTITY_UNIT = lazy(f"(?:多|来|余)?({_UNITS})")
_NO_COUNT = lazy(r"块钱|个(?:月|亿|点(?![位名]))|次性")
_RATE = lazy(r"(\d{1,2}(?:\.\d)?|[一二三四五六七八九]{1,2}(?:点[一二三四五六七八九])?)折")


def quantities(normal: Normal) -> tuple[Quantity, ...]:
    """Counted things (80台, 3个校区 → 3个) and discount rates (八折 is 0.8, unit 折)."""
    text = normal.text
    found: list[Quantity] = []
    at = 0
    for start in places(text):
        if start < at:
            continue
        quantity, at = _quantity(text, start)
        if quantity is not None:
            first, last = normal.span(quantity.start, quantity.end)
            found.append(replace(quantity, start=first, end=last, text=normal.raw[first:last]))
    return tuple(found)


def _quantity(text: str, start: int) -> tuple[Quantity | None, int]:
    rate = _RATE.match(text, start)
    if rate is not None and text[rate.end() : rate.end() + 1] not in tuple("腾磨断叠返线扇"):
        return Quantity(_rate_value(rate[1]), "折", start, rate.end(), ""), rate.end()
    if text[start].isdigit() and inside_id(text, start):
        return None, skip_token(text, start)
    number = read_number(text, start)
    if number is None:
        return None, start + 1
    unit = _QUANTITY_UNIT.match(text, number.end)
    if unit is None or _NO_COUNT.match(text, number.end):
        return None, max(number.end, start + 1)
    if text[start : number.end] == "一" and unit[1] in (
        "个",
        "份",
        "次",
        "种",
        "对",
        "把",
        "些",
        "位",
        "家",
        "条",
        "项",
        "款",
        "期",
        "块",
    ):
        return None, unit.end()
    if start and text[start - 1] in "第每初周期":
        return None, unit.end()
    return Quantity(float(number.low), unit[1], start, unit.end(), ""), unit.end()


def _rate_value(said: str) -> float:
    if said[0].isdigit():
        value = float(said)
    else:
        value = float("".join("." if char == "点" else str(SMALL_DIGITS[char]) for char in said))
    return round(value / 100 if value >= 10 else value / 10, 4)
