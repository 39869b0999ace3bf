"""E-mail addresses, WeChat and QQ ids, quote and contract numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.contacts.wordlist import words
from nlp.lazy import lazy
from nlp.model import Entity, EntityKind

_EMAIL = lazy(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,12}(?![A-Za-z0-9])")
_WECHAT_CUE = (
    r"(?:微信|威信|薇信|维信|[vV]信|[wW][eE][iI][xX][iI][nN]|[wW]e[cC]hat|(?<![A-Za-z])(?:[vVwW][xX]|[vV](?=[:： 号])|WX)"
    r"|加[vV](?![A-Za-z])|加微|[+➕][vV](?![A-Za-z])|(?<![微企])微(?=[:： 号]))"
)
_WECHAT = lazy(
    _WECHAT_CUE
    + r"[ ]?(?:账?号|ID|id|Id)?(?:[是为叫搜加我的同也就手机电话这个:： ,，()（）]|号|用|查){0,6}"
    + r"(?P<id>[A-Za-z][A-Za-z0-9_-]{4,19}|1[3-9]\d{9})(?![A-Za-z0-9_@.])"
)
_WECHAT_RAW = lazy(r"(?<![A-Za-z0-9_])wxid_[A-Za-z0-9]{6,24}")
_SAME = lazy(
    r"(?:[ ,，、(（/]{0,3}(?:这个|手机号?|电话)?[是就也]{0,2}(?:同)?(?:微信|[vV]信|[vVwW][xX])(?:号)?(?:同号|同步|同一个号?|[)）。]|$|，|,|也是这个|就是这个)|[ ,，、(（]{0,3}(?:同微信|同微|微信同号|微信同|同[vV]))"
)
_NOT_WECHAT = words(
    "android windows iphone group robot excel office official mini miniapp program store business work"
)
_QQ = lazy(
    r"(?:(?<![A-Za-z])[qQ]{2}|扣扣|企鹅号|球球|(?<![A-Za-z])[qQ](?=[:：号]))(?:群)?号?码?[是为:： ]{0,3}(?P<id>[1-9]\d{4,10})(?![\d@])"
)
_NUMBER = lazy(
    r"(?<![A-Za-z0-9_.@/-])[A-Za-z]{0,6}[-_#]?\d[A-Za-z0-9]{0,20}(?:[-_/][A-Za-z0-9]{1,12}){0,4}(?![A-Za-z0-9_@.:%-])"
)
_QUOTE_CUE = lazy(
    r"(?:[Qq]uot(?:e|ation)(?: ?(?:[Nn][oO]\.?|[Nn]umber|ID))?|报价单?[编]?号?|报价编号|询价单号?|估价单号?|(?<![\u4e00-\u9fff])(?:编号|单号|单据号)|(?<=[的这那份张按把发查给看])(?:编号|单号|单据号))(?:是|为|[:： #(（【\[]|的){0,3}$"
)
_QUOTE_STRONG = lazy(r"(?:报价单?(?:编号|号)?|报价编号)(?:是|为|[:： #(（【\[]|的){0,3}$")
_CONTRACT_CUE = lazy(r"(?:合同|协议)(?:编号|号码|号|单号)?(?:是|为|[:： #(（【\[]){0,3}$")
_OTHER_CUE = lazy(
    r"(?:订单|订货|采购单?|快递|运单|物流|发票|税|身份证|学|工|房|卡|账|型|规格|序列|料|货|批|款|件|设备|资产|流水|工单|售后单|出库单?|入库单?|提单|箱|车牌)"
    r"[编]?号?码?(?:是|为|[:： #]){0,3}$"
)
_QUOTE_PREFIX = lazy(
    r"(?:QT|BJ|BJD|Q|QUO|QUOTE|QTN|QN|XJ|QO|BJH)[-_]?(?:\d{5,}|\d{2,}[-_])|(?:QT|BJ|BJD|QUO|QTN)[-_]\d{3,}",
    re.IGNORECASE,
)
_CONTRACT_PREFIX = lazy(r"(?:HT|XS-?HT|HTBH|CON|XSHT|CGHT)[-_]?\d{3,}|HT[-_]\d", re.IGNORECASE)
_OTHER_PREFIX = lazy(r"(?:SF|YT|ZT|JD|EMS|DD|PO|SO|DH|CG|INV|FP|SN|YD|STO|JT)[-_]?\d{3,}", re.IGNORECASE)


def emails(text: str) -> list[Entity]:
    """E-mail addresses, lower-cased in ``value``."""
    if "@" not in text:
        return []
    return [_entity(EntityKind.EMAIL, m[0].lower(), m.start(), m.end(), text) for m in _EMAIL.finditer(text)]


def wechats(text: str, phones: Sequence[Entity]) -> list[Entity]:
    """WeChat ids behind a cue word, and phone numbers said to be WeChat numbers too."""
    found = [
        _entity(EntityKind.WECHAT, match["id"], match.start("id"), match.end("id"), text)
        for match in _WECHAT.finditer(text)
        if match["id"].lower() not in _NOT_WECHAT and not _is_word(match["id"])
    ]
    found += [_entity(EntityKind.WECHAT, m[0], m.start(), m.end(), text) for m in _WECHAT_RAW.finditer(text)]
    for phone in phones:
        if len(phone.value) == 11 and _SAME.match(text, phone.end):
            found.append(_entity(EntityKind.WECHAT, phone.value, phone.start, phone.end, text))
    unique = {one.start: one for one in reversed(found)}
    return [unique[start] for start in sorted(unique)]


def _is_word(identifier: str) -> bool:
    """A capitalised or short English word behind 微信 is rather part of the sentence (微信Windows版)."""
    return identifier.isalpha() and identifier.isupper() and len(identifier) <= 6


def qqs(text: str) -> list[Entity]:
    """QQ numbers behind a cue."""
    return [_entity(EntityKind.QQ, m["id"], m.start("id"), m.end("id"), text) for m in _QQ.finditer(text)]


def numbers(text: str) -> list[Entity]:
    """Quote numbers (QT20261118-01, 报价单号 2026-07) and contract numbers (HT-2026-1)."""
    found = []
    for match in _NUMBER.finditer(text):
        kind = _number_kind(match[0], text[max(0, match.start() - 20) : match.start()])
        if kind is not None:
            found.append(_entity(kind, match[0], match.start(), match.end(), text))
    return found


def _number_kind(number: str, before: str) -> EntityKind | None:
    if _CONTRACT_CUE.search(before) and _long_enough(number):
        return EntityKind.CONTRACT_NO
    if _OTHER_CUE.search(before) or _OTHER_PREFIX.match(number):
        return None
    if _CONTRACT_PREFIX.match(number):
        return EntityKind.CONTRACT_NO
    if _QUOTE_PREFIX.match(number):
        return EntityKind.QUOTE_NO
    lettered = number[0].isalpha()
    shaped = lettered or "-" in number or (_QUOTE_STRONG.search(before) is not None and len(number) >= 8)
    return EntityKind.QUOTE_NO if shaped and _QUOTE_CUE.search(before) and _long_enough(number) else None


def _long_enough(number: str) -> bool:
    """Four digits at least, or letters or parts with two; 报价5800 and 报价单2份 are no numbers of a paper."""
    digits = sum(char.isdigit() for char in number)
    return digits >= 8 or (digits >= 2 and (number[0].isalpha() or (digits >= 4 and "-" in number)))


def _entity(kind: EntityKind, value: str, start: int, end: int, text: str) -> Entity:
    return Entity(kind, value, start, end, text[start:end])
