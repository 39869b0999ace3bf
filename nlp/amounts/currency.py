"""Currencies behind and before a number, and the coins that follow it: 三元五角八分, 99块9, $1.5万."""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.lazy import lazy, led
from nlp.numerals import SMALL_DIGITS, Number

_CURRENCIES = (
    ("USD", "美元|美金|美刀|刀(?!具|片|子|架|头)|USD|usd|US\\$|\\$"),
    ("EUR", "欧元|欧(?![洲式美])|EUR|eur|€"),
    ("GBP", "英镑|英磅|镑|GBP|gbp|£"),
    ("HKD", "港币|港元|港纸|蚊|HKD|hkd|HK\\$"),
    ("TWD", "新?台币|TWD|NT\\$"),
    ("JPY", "日元|日币|日圆|JPY|円"),
    ("KRW", "韩元|韩币|韩圆|KRW"),
    ("INR", "印度卢布|印度卢比|INR"),
    ("RUB", "俄罗斯卢布|卢布|RUB"),
    ("THB", "泰铢|THB"),
    ("NGN", "尼日利亚奈拉|奈拉|NGN"),
    ("SGD", "新加坡元|新加坡币|新币|SGD"),
    ("AUD", "澳元|澳币|AUD"),
    ("CAD", "加元|加币|加拿大元|CAD"),
    ("CHF", "瑞士法郎|瑞郎|CHF"),
    ("MYR", "马来西亚?林吉特|林吉特|马币|MYR"),
    ("VND", "越南盾|VND"),
    ("IDR", "印尼盾|印尼卢比|IDR"),
    ("PHP", "菲律宾比索|PHP"),
    ("AED", "迪拉姆|AED"),
    ("SAR", "沙特里亚尔|里亚尔|SAR"),
    ("BRL", "巴西雷亚尔|雷亚尔|BRL"),
    ("TRY", "土耳其里拉|里拉"),
    ("PKR", "巴基斯坦卢比|PKR"),
    ("MOP", "澳门元|澳门币|MOP"),
    ("CNY", "人民币|元人民币|块钱人民币|块人民币|RMB|rmb|Rmb|CNY|cny|元整|元钱|块钱|元|圆|块|塊|¥"),
)
_NAMES = {f"c{index}": code for index, (code, _) in enumerate(_CURRENCIES)}
_CURRENCY = led("|".join(f"(?P<c{i}>{words})" for i, (_, words) in enumerate(_CURRENCIES)))
BEFORE = lazy(
    r"(?P<sign>US\$|HK\$|NT\$|[$€£¥]|RMB|rmb|CNY|USD|EUR|GBP|HKD|JPY|SGD|AUD|CAD|CHF|MYR|THB|KRW|TWD|人民币|美元|美金|港币|欧元|英镑|日元)[ :]{0,2}$"
)
_SPLIT_TAIL = lazy(
    r"(?P<jiao>[0-9零一二两三四五六七八九])[角毛](?:(?P<fen>[0-9零一二两三四五六七八九])分?)?"
    r"|零?(?P<cents>[0-9零一二两三四五六七八九])分"
    r"|(?P<bare>(?!一[位人个台套件份家天年月次节条间])[0-9一二两三四五六七八九]{1,2})(?:(?=一(?:斤|公斤|个|台|套|件|米|平|吨|箱|瓶|张|本|只|支|条|盒|包|桶|片|份|双|对|位|人|天|晚|节|次|根|袋|千克))|(?![0-9零一二三四五六七八九十百千万个台套人年月天斤件折%.只份块元]))"
)
_COIN = lazy(r"(?:[角毛](?P<fen>[0-9一二两三四五六七八九])?分?|(?P<only>分)(?!之))钱?")


def with_currency(text: str, number: Number) -> tuple[tuple[Decimal, Decimal], str | None, int]:
    """The value with 角 and 分, its currency code and its end."""
    low, high, end = number.low, number.high, number.end
    if text[end : end + 2] in ("多块", "来块", "多元", "来元", "余元"):
        end += 1
    spaced = end + 1 if text[end : end + 1] == " " and text[end + 1 : end + 2] in "元块人美" else end
    found = _CURRENCY.match(text, spaced)
    if found is None:
        coin = _COIN.match(text, end)
        if coin is not None and not number.scaled:
            if coin["only"]:
                return (number.low / 100,) * 2, "CNY", coin.end()
            cents = _digit(coin["fen"]) if coin["fen"] else 0
            value = number.low / 10 + Decimal(cents) / 100
            return (value, value), "CNY", coin.end()
        return (low, high), None, end
    code = _NAMES[found.lastgroup or ""]
    end = found.end()
    again = _CURRENCY.match(text, end)
    if again is not None and (again.lastgroup != found.lastgroup or again[0] == "人民币"):
        code, end = _NAMES[again.lastgroup or ""], again.end()
    elif found[0] in ("元", "块", "圆"):
        extra, end = _coins(text, end, bare=found[0] != "圆")
        low, high = low + extra, high + extra
        if text[end : end + 1] == "钱":
            end += 1
    return (low, high), code, end


def _coins(text: str, at: int, *, bare: bool) -> tuple[Decimal, int]:
    """角 and 分 behind 元: 三元五角八分, 99块9."""
    found = _SPLIT_TAIL.match(text, at)
    if found is None:
        return Decimal(0), at
    if found["jiao"]:
        cents = _digit(found["jiao"]) * 10 + (_digit(found["fen"]) if found["fen"] else 0)
        return Decimal(cents) / 100, found.end()
    if found["cents"]:
        return Decimal(_digit(found["cents"])) / 100, found.end()
    if not bare:
        return Decimal(0), at
    digits = "".join(str(_digit(char)) for char in found["bare"])
    return Decimal("0." + digits), found.end()


def _digit(char: str) -> int:
    return int(char) if char.isascii() else SMALL_DIGITS[char]


def code_of(word: str) -> str:
    """The currency code of a word or sign, CNY when unknown."""
    found = _CURRENCY.match(word)
    return "CNY" if found is None else _NAMES[found.lastgroup or ""]


def currency_means_money(text: str, start: int, end: int) -> bool:
    """一块 is together, 五分 alone may be money but 三点五分 and 95分 are not."""
    said = text[start:end]
    following = text[end : end + 1]
    if said.endswith("块"):
        if said in ("一块", "1块"):
            return following in ("", "钱", "，", "。") or following in "一/每左以多"
        return following not in tuple("屏板地布肉表砖硬电木石玻镜")
    if said.endswith("分") and not re.search("[元块角毛]", said):
        return (
            re.match(r"\d{3}", said) is None
            and (start == 0 or text[max(0, start - 2) : start] in ("至少", "最多", "才"))
            and following
            in (
                "",
                "钱",
            )
        )
    return not (said.endswith(("角", "毛")) and following in tuple("度落色球刺病衣"))
