"""Amounts of money and counted things: 3万5, 20-30万, 五元六角, 六千九八一年, $1.5万; 200人, 八折.

Percentages, discounts, dates, scores and counts are no money. Vague words open an end (不到, 以上, 至少).
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from nlp.amounts.currency import BEFORE, code_of, currency_means_money, with_currency
from nlp.amounts.edges import inside_id, places, skip_token
from nlp.lazy import lazy, led
from nlp.model import Money, MoneyRole
from nlp.normalize import Normal
from nlp.numerals import Number, read_number

_MEASURE = (
    "个台套人名位件份家天年月日号时秒遍次回字条米平吨斤克升里公亩瓶箱包盒支根张页本册间层栋辆艘架把副双"
    "对只头匹棵朵颗粒片行轮场节课期级届班度瓦伏安转步倍折成股票粉赞播客户店校门所房单例种类项组批车桶"
    "袋卷捆毫厘强寸尺点分钟小周季学多几岁楼室栋座排座层种口款屏道题轴针目线孔芯寸吋型路站"
)
_RATE_AFTER = lazy(
    r"(?:[钱左右的]{0,2})(?:[/每一](?P<per>年|个?月|季度?|学期|学年|天|日|周|节课?|课时|小时|套|台|件|个|位|人|次|期|份|平米?|平方米?|米"
    r"|㎡|斤|公斤|吨|箱|瓶|张|本|只|支|条|晚|家|店|户|端口?|账号|门|场|桌|对|副|双|间|盒|包|桶|kg|片|块|车|柜|单|字|年费))"
)
_PER_BEFORE = lazy(
    r"(?:每|一|人均|/|按)(?P<per>年|个?月|季度?|学期|学年|天|周|节课?|课时|小时|套|台|件|个|位|人|次|期|份|平米?|平方|米|斤|吨|箱"
    r"|瓶|张|本|只|支|条|晚|家|户|账号|门|场|桌)?[^，。；,;]{0,3}$|(?P<pay>[年月季]付)[^，。；,;]{0,2}$|(?P<head>人均)[^，。；,;]{0,3}$"
)
_CUE = led(
    r"(?:预算|报价|价格|单价|总价|原价|现价|特价|底价|均价|售价|定价|[价费款]|[月年季房]租|租金|金额|定金|订金|首付|押金|收费|费用|工资|成本"
    r"|合计|总共|一共|共计|只要|便宜|优惠|立减|满|[减抵返省赔退]|到手|实付|成交|人均|[年月季]付|每[人月年天节小个台套件次位]{1,2}时?"
    r"|(?<![0-9])一[年月天节套台件个位次]|(?:个|每|一)月|一学期|报|算了?一?下来?|下来|[包整全打]套|套餐|卖|打|付|转|交|花|加|收|给|要|涨|降|补|多|少于|低于|高于|超过|不到|至少"
    r"|最少|最多|最低|最高|顶多|起码|不超过|以内|小于|大于|账上|余额)"
    r"(?P<glue>(?:差不多|大概|大约|大致|估计|左右|[是约了个在为到完给您你我他她们：:就才大也还有共成 ]){0,4})$"
)
_WEAK_CUE = lazy(r"[减抵返省赔退打付转交花加收给要涨降补多满完]$")
_LOW = (
    "以内|之内|以下|封顶|顶天|内(?!部|容|存|含|外)|打住|到头|为上限|以里|之下",
    "不到|(?<!不)低于|(?<!不)少于|(?<!不)小于|不足|未满|不超过|不高于|不能超过?|不得超过|别超过|没超过|不要超过|最多不?超?过?|顶多|至多|最高|上限|不多于|超不过|撑死|封顶",
)
_HIGH = (
    "以上|往上|起步|起(?!来|码|诉|点|重|动|因|初)|打底|保底|为下限|之上|朝上|开外",
    "超过|高于|多于|大于|至少|最少|最低|起码|不低于|不少于|不小于|下限|起步价?|保底|突破|底价|上(?=[十百千万亿])",
)
_GLUE = "(?:出|花|付|给|接受|报|掏|拿)?[是也要得在为到给了的个您你我们就 :：约]{0,3}"
_LOW_AFTER = lazy(f"[的 ]?(?:[（(]含[税)）]*[)）]?)?(?:{_LOW[0]})")
_HIGH_AFTER = lazy(f"[的 ]?(?:[（(]含[)）])?(?:{_HIGH[0]})")
_LOW_BEFORE = lazy(f"(?:{_LOW[1]}){_GLUE}$")
_HIGH_BEFORE = lazy(f"(?:{_HIGH[1]}){_GLUE}$")
_ABOUT_AFTER = lazy(r"[的钱 ]?(?:左右|上下|出头|冒头|附近|的样子|样子|不等|上下浮动)")
_ABOUT_BEFORE = lazy(
    r"(?:大概|大约|约莫|差不多|左右|估计|约|将近|接近|近|小(?=[十百千万一二两三四五六七八九])|快|可能|也就|预计|大致|算下来)"
    + _GLUE
    + "$"
)
_JOIN = lazy(
    r"(?:[（(]含[)）])?[ ]?(?:-{1,2}|~{1,2}|—{1,2}|到|至|～)[ ]?(?=[¥$€£]?[0-9一二两三四五六七八九十])"
)
_ROLES = (
    (MoneyRole.DEPOSIT, "定金|订金|首付|预付|押金|保证金|诚意金"),
    (MoneyRole.DISCOUNT, "优惠|便宜|立减|减|抵|返现|返|省|让利|折扣|补贴|红包|满减|降"),
    (MoneyRole.BUDGET, "预算|不超过|控制在|最多能?出|心理价|心里价|能接受|想花|打算花|准备花|资金"),
    (MoneyRole.QUOTE, "报价|报的?|总价|合计|打包价|一口价|成交价|全包|总共|一共|给您|给你|算您|算你|到手"),
    (
        MoneyRole.PRICE,
        "单价|价格|售价|原价|定价|卖|学费|收费|费用|课时费|年费|月费|价|费|每|一[年月节套台个件]|均",
    ),
)
_ROLE_WORDS = tuple((role, lazy(words)) for role, words in _ROLES)


def money(normal: Normal) -> tuple[Money, ...]:
    """Every amount of money in a text, left to right, in integer fen (fractions of a fen are rounded)."""
    text = normal.text
    found: list[Money] = []
    at = 0
    for start in places(text):
        if start < at:
            continue
        amount, at = _amount(text, start)
        if amount is not None:
            first, last = normal.span(amount.start, amount.end)
            found.append(replace(amount, start=first, end=last, text=normal.raw[first:last]))
    return tuple(found)


def _amount(text: str, start: int) -> tuple[Money | None, int]:
    """The amount at *start*, and where to look on."""
    sign = BEFORE.search(text, max(0, start - 8), start)
    if sign is None and text[start].isdigit() and inside_id(text, start):
        return None, skip_token(text, start)
    number = read_number(text, start)
    if number is None:
        return None, start + 1
    if (
        text[start] == "一"
        and number.end == start + 1
        and text[start + 1 : start + 2] in "个些点下起样般直定共半旦边路会律切致向流"
    ):
        return None, start + 1
    low, code, end = with_currency(text, number)
    high = low
    if (joined := _JOIN.match(text, end)) is not None:
        other = read_number(text, joined.end() + (text[joined.end()] in "¥$€£"))
        if other is not None and other.end > joined.end():
            high, second_code, second_end = with_currency(text, other)
            if _range_holds(text, number, other, end, second_end):
                low, high = _scale_together(low, high, number, other, code)
                if low[0] > high[1]:
                    return None, second_end
                return _build(text, start, second_end, low, high, other, second_code or code, sign)
            if not number.scaled and not code:
                return None, skip_token(text, start)
    return _build(text, start, end, low, low, number, code, sign)


def _range_holds(text: str, first: Number, second: Number, end: int, second_end: int) -> bool:
    """Whether two joined numbers are one span rather than a date, a phone or a score."""
    following = text[second_end : second_end + 1]
    plain = second_end == second.end
    return (
        second.low > 0
        and following not in (("-", "/", ":") if plain else ("-", ":"))
        and (first.low < 10**7 or first.scaled)
    )


def _scale_together(
    low: tuple[Decimal, Decimal],
    high: tuple[Decimal, Decimal],
    first: Number,
    second: Number,
    code: str | None,
) -> tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]:
    """20-30万, 七千到九千亿: the first number takes the unit of the second when that keeps them in order."""
    if code is None and first.unit < second.unit and second.unit >= 1000:
        scaled = low[0] * second.unit
        if first.unit == 1 and first.low >= 1000:
            return low, high
        if scaled <= high[0]:
            return (scaled, scaled), high
    return low, high


def _build(
    text: str,
    start: int,
    end: int,
    low: tuple[Decimal, Decimal],
    high: tuple[Decimal, Decimal],
    number: Number,
    code: str | None,
    sign: re.Match[str] | None,
) -> tuple[Money | None, int]:
    if sign is not None:
        code, start = code_of(sign["sign"]), sign.start()
    if not _is_money(text, start, end, number, code):
        return None, _after_refused(text, end, number)
    bottom, top = low[0], high[1]
    approx = number.approx or low[0] != low[1]
    start, end, opened = (start, end, None) if low is not high else _open_end(text, start, end)
    if (found := _ABOUT_AFTER.match(text, end)) is not None:
        end, approx = found.end(), True
    if (found := _ABOUT_BEFORE.search(text[max(0, start - 8) : start])) is not None:
        start, approx = max(0, start - 8) + found.start(), True
    return Money(
        low_fen=None if opened == "low" else _fen(bottom),
        high_fen=None if opened == "high" else _fen(top),
        approx=approx,
        currency=code or "CNY",
        role=_role(text, start, end),
        start=start,
        end=end,
        text="",
        per=_per(text, start, end),
    ), end


def _open_end(text: str, start: int, end: int) -> tuple[int, int, str | None]:
    """The amount with the words that open it (以内, 至少), and which end they open."""
    for pattern, side in ((_LOW_AFTER, "low"), (_HIGH_AFTER, "high")):
        if (found := pattern.match(text, end)) is not None:
            return start, found.end(), side
    begin = max(0, start - 10)
    for pattern, side in ((_LOW_BEFORE, "low"), (_HIGH_BEFORE, "high")):
        if (found := pattern.search(text[begin:start])) is not None:
            return begin + found.start(), end, side
    return start, end, None


def _fen(value: Decimal) -> int:
    return int((value * 100).to_integral_value())


def _after_refused(text: str, end: int, number: Number) -> int:
    following = text[end : end + 1]
    if following and following.isascii() and following.isalnum():
        return skip_token(text, end)
    if following in ("-", "/", ":") and not number.scaled:
        return skip_token(text, end)
    return max(end, number.end)


def _is_money(text: str, start: int, end: int, number: Number, code: str | None) -> bool:
    """Whether a number is an amount of money, by its currency, its size, and what stands around it."""
    following = text[end : end + 1]
    if following in ("%", "折", "‰") or text[end : end + 2] in ("个点", "分之"):
        return False
    if code is not None:
        return currency_means_money(text, start, end)
    if following and following.isascii() and (following.isalnum() or following in "-/:_@"):
        return False
    per = _RATE_AFTER.match(text, end)
    if per is not None and (number.scaled or number.low >= 5) and text[number.start] not in "一":
        return True
    if per is not None and number.scaled:
        return True
    if _counted(text, end, number):
        return False
    if number.scaled:
        return not (number.low < 1000 and _plain_hundred(text, start, end))
    before = text[max(0, start - 14) : start]
    cue = _CUE.search(before)
    if cue is None or number.low == 0 or len(text[number.start : number.end]) > 9:
        return False
    weak = _WEAK_CUE.search(before[: len(before) - len(cue["glue"])]) is not None
    return number.low >= (100 if weak else 1) and following not in ("、", ".")


def _counted(text: str, end: int, number: Number) -> bool:
    following = text[end : end + 1]
    if following == "":
        return False
    if _ABOUT_AFTER.match(text, end) or _LOW_AFTER.match(text, end) or _HIGH_AFTER.match(text, end):
        tail = text[end : end + 6]
        return any(tail.startswith(word + unit) for word in ("左右", "以内", "以上") for unit in "个台套人")
    return following in _MEASURE and not text.startswith(
        ("期货", "单子", "成交", "季付", "年付", "月付"), end
    )


def _plain_hundred(text: str, start: int, end: int) -> bool:
    """五百 in the middle of a sentence without any word of money is rather a count."""
    around = text[max(0, start - 8) : start] + text[end : end + 6]
    if start == 0 and end >= len(text.rstrip("。！!，, 吧吗呢的")):
        return False
    return (
        re.search(
            r"[价费钱款贵付转打减省抵收报卖花给]|便宜|预算|多少|左右|以内|以上|一[年月节套台个天]|人均|最[少多低高]|要|行|成交|起(?!来|码|床|点)",
            around,
        )
        is None
    )


def _role(text: str, start: int, end: int) -> MoneyRole:
    cut = max((text.rfind(mark, 0, start) for mark in "，。；,;！？\n"), default=-1) + 1
    before = text[max(cut, start - 10) : end]
    best: tuple[int, MoneyRole] | None = None
    for role, pattern in _ROLE_WORDS:
        for match in pattern.finditer(before):
            if best is None or match.end() > best[0]:
                best = (match.end(), role)
    after = text[end : end + 4]
    if re.match(r"(?:的|块|元|钱)?(?:定金|订金|首付|押金|预付)", after):
        return MoneyRole.DEPOSIT
    if re.match(r"(?:的)?预算", after):
        return MoneyRole.BUDGET
    if best is not None:
        return best[1]
    return MoneyRole.PRICE if _RATE_AFTER.match(text, end) else MoneyRole.UNKNOWN


def _per(text: str, start: int, end: int) -> str | None:
    if (after := _RATE_AFTER.match(text, end)) is not None:
        return after["per"].lstrip("个")
    before = _PER_BEFORE.search(text[max(0, start - 8) : start])
    if before is None:
        return None
    if before["pay"]:
        return before["pay"][0]
    if before["per"]:
        return before["per"].lstrip("个")
    return "人" if "人均" in before[0] else None
