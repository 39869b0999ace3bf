"""Phone numbers: Chinese mobiles and landlines, 400 and 800 lines, numbers abroad, numbers spoken in Chinese digits.

Order, card, identity, tax and QQ numbers, amounts, masked numbers and arithmetic are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.lazy import lazy, sifted
from nlp.model import Entity, EntityKind

_PREFIX = r"(?P<country>(?:\+|00)86[ -]{0,2}|(?<![\d])86[ -]{1,2}|86(?=1[3-9]\d{9}(?!\d)))?"
_AREA = r"(?:10|2[0-57-9]|[3-9]\d{2})"
_MOBILE = lazy(_PREFIX + r"(?P<number>1[ ]?[3-9](?:[ .·-]?\d){9})(?!\d)(?P<ext>)")
_LANDLINE = lazy(
    _PREFIX
    + rf"(?P<number>[(（]?0?{_AREA}(?<!\d{{5}})[)）]?[ —-]{{0,2}}\d{{3,4}}[ -]?\d{{4}})(?!\d)"
    + r"(?P<ext>(?:[ ]{0,1}(?:转接?|分机号?|ext\.?|EXT\.?|-)[ :：]?\d{1,6}(?!\d))?)"
)
_SERVICE = lazy(
    r"(?P<country>)(?P<number>[48]00(?:[ -]?\d){7})(?!\d)(?P<ext>(?:(?:转|分机|-)\d{1,6}(?!\d))?)"
)
_AMERICAN = lazy(r"(?P<country>)(?P<number>\+?1[ -]\(?[2-9]\d{2}\)?[ -]\d{3}[ -]\d{4})(?!\d)(?P<ext>)")
_ABROAD = lazy(
    r"(?P<country>)(?P<number>(?:\+|00)(?:852|853|886|65|60|66|81|82|84|44|49|33|39|61|7|91|971|966|62|63|34|1)"
    r"[ -]?\(?\d{1,4}\)?[ -]?\d{3,4}[ -]?\d{3,4})(?![\d-])(?P<ext>)"
)
_LOCAL = lazy(
    r"(?:座机|固话|固定电话|办公电话|公司电话|办公室电话|总机|电话|前台|热线|传真|tel|TEL|Tel)[号码是为:： .]{0,4}"
    r"(?P<number>[2-8]\d{6,7}|[2-8]\d{2,3}[ -]\d{4})(?!\d)(?P<ext>(?:(?:转|分机|-)\d{1,6}(?!\d))?)"
)
_SPOKEN_DIGITS = {
    "幺": "1", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9",
    "零": "0", "洞": "0", "拐": "7", "勾": "9", "两": "2", "O": "0", "o": "0",
}  # fmt: skip
_SPOKEN = lazy(
    r"[0-9幺一二三四五六七八九零洞拐勾两Oo](?:[ ,，、-]?[0-9幺一二三四五六七八九零洞拐勾两Oo]){10}"
)
_QUICK = sifted(r"\d[ .·()（）-]{0,2}\d|[幺一二三四五六七八九零]{3}")
_OTHER_ID = lazy(
    r"(?:订单|单|快递|运单|物流|身份证|证件?|证书|卡|银行卡|税|QQ|qq|Qq|扣扣|编|流水|发票|合同|协议|(?:房|学|工|批|货|款|料|件)(?=[编号码])|条码|条形码|序列|SN|sn|型|批"
    r"|邮编|尾|验证码|注册|备案|信用代码|纳税人识别|识别|车牌|牌|ID|id|Id|UID|uid|面积|金额|总价|价格|账户|支付宝订单|开户"
    r"|单据|凭证|批次|商品|产品|项目|案件|参考|票|报价|报价单|保单)[编]?[号码]{0,2}[是为:： #]{0,3}$"
)
_UNIT_AFTER = lazy(
    r"[ ]?(?:元(?!旦)|块|万|亿|美元|人民币|%|台|个|件|套|吨|只|公里|人次|平)|[@*=]|[A-Za-z0-9_]|\.\d|[-/](?!1[3-9]\d{9}(?!\d)|0\d{2,3}-)\d"
)
_BAD_BEFORE = lazy(r"[A-Za-z0-9_#@*=/￥¥$]$|\d[.+*/=-]$|[A-Za-z\d][-+]$|\d [(（]?$|[¥$]\s?$")


@dataclass(frozen=True, slots=True)
class _Found:
    digits: str
    start: int
    end: int
    confidence: float


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _with_extension(number: str, extension: str) -> str:
    inner = _digits(extension)
    return f"{number}-{inner}" if inner else number


def _refused(text: str, start: int, end: int, taken: int) -> bool:
    """Whether what stands around a number makes it something else; ``taken`` is where the last phone ended."""
    if _UNIT_AFTER.match(text, end):
        return True
    before = text[max(0, start - 14) : start]
    if _OTHER_ID.search(before):
        return True
    if taken and start - taken <= 2:
        return False
    return _BAD_BEFORE.search(before) is not None


def _mobile(match: re.Match[str]) -> str | None:
    number = _digits(match["number"])
    groups = re.split(r"[ .·-]", match["number"])
    even = len(groups) == 1 or all(len(group) == 1 for group in groups) or len(groups) <= 4
    return number if even else None


def _landline(match: re.Match[str]) -> str | None:
    said = match["number"]
    number = _digits(said)
    if number[0] != "0":
        if not match["country"]:
            return None
        number = "0" + number
    area = 3 if number[1] in "12" else 4
    local = number[area:]
    separated = re.match(r"[(（]?0?\d{2,3}[)） —-]", said) is not None
    if len(local) not in (7, 8) or (area == 3 and len(local) != 8):
        return None
    if separated and len(_digits(re.split(r"[)） —-]", said.lstrip("(（"))[0])) not in (area, area - 1):
        return None
    return number if separated or local[0] in "2345678" else None


def _plain(match: re.Match[str]) -> str | None:
    return _digits(match["number"])


def _abroad(match: re.Match[str]) -> str | None:
    number = _digits(match["number"])
    number = number[2:] if match["number"].startswith("00") else number
    return number if 10 <= len(number) <= 13 else None


_SHAPES = (
    (_MOBILE, _mobile),
    (_AMERICAN, _plain),
    (_LANDLINE, _landline),
    (_SERVICE, _plain),
    (_ABROAD, _abroad),
)


def _scan(text: str) -> Iterator[_Found]:
    taken = 0
    for start in _starts(text):
        if start < taken:
            continue
        for pattern, read in _SHAPES:
            match = pattern.match(text, start)
            number = read(match) if match else None
            if match is None or number is None or _refused(text, start, match.end(), taken):
                continue
            taken = match.end()
            yield _Found(_with_extension(number, match["ext"]), start, taken, 1.0)
            break


def _starts(text: str) -> Iterator[int]:
    """Where a number may begin: a digit, a plus or a bracket that no digit precedes."""
    for match in re.finditer(r"\+?[(（]?\d", text):
        start = match.start()
        if start and text[start - 1].isdigit():
            continue
        yield start
        if match.end() - start > 1:
            yield match.end() - 1


def _cued(text: str, taken: list[_Found]) -> Iterator[_Found]:
    for match in _LOCAL.finditer(text):
        start = match.start("number")
        if not any(one.start <= start < one.end for one in taken) and not _UNIT_AFTER.match(
            text, match.end()
        ):
            yield _Found(_with_extension(_digits(match["number"]), match["ext"]), start, match.end(), 0.8)


def _spoken(text: str, taken: list[_Found]) -> Iterator[_Found]:
    for match in _SPOKEN.finditer(text):
        said = match[0]
        if said.isascii() or any(one.start < match.end() and match.start() < one.end for one in taken):
            continue
        number = "".join(_SPOKEN_DIGITS.get(char, char) for char in said if char not in " ,，、-")
        around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        if re.fullmatch(r"1[3-9]\d{9}", number) and not re.search(
            r"[0-9幺零一二三四五六七八九十百千万元]", around
        ):
            yield _Found(number, match.start(), match.end(), 0.9)


def phones(text: str) -> list[Entity]:
    """Phone numbers of a normalised text; ``value`` is digits, an extension follows a dash."""
    if _QUICK.search(text) is None:
        return []
    found = list(_scan(text))
    found += _cued(text, found)
    found += _spoken(text, found)
    found.sort(key=lambda one: one.start)
    return [
        Entity(EntityKind.PHONE, one.digits, one.start, one.end, text[one.start : one.end], one.confidence)
        for one in found
    ]
