"""Amounts of money and counted things: 3万5, 20-30万, 五元六角, 六千九八一年, $1.5万; 200人, 八折.

Percentages, discounts, dates, scores and counts are no money. Vague words open an end (不到, 以上, 至少).
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from nlp.model import Money, MoneyRole, Quantity
from nlp.normalize import Normal
from nlp.numerals import DIGIT_CHARS, Number, read_number

_QUICK = re.compile(f"[{DIGIT_CHARS}]")
_START = re.compile(r"\d|[零一二两俩三四五六七八九十壹贰叁肆伍陆柒捌玖拾]|[几数](?=[十百千万亿])")
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
_CURRENCY = re.compile("|".join(f"(?P<c{i}>{words})" for i, (_, words) in enumerate(_CURRENCIES)))
_BEFORE_CURRENCY = re.compile(
    r"(?P<sign>US\$|HK\$|NT\$|[$€£¥]|RMB|rmb|CNY|USD|EUR|GBP|HKD|人民币|美元|美金|港币|欧元|英镑|日元)[ :]{0,2}$"
)
_SPLIT_TAIL = re.compile(
    r"(?P<jiao>[0-9零一二两三四五六七八九])[角毛](?:(?P<fen>[0-9零一二两三四五六七八九])分?)?"
    r"|零?(?P<cents>[0-9零一二两三四五六七八九])分"
    r"|(?P<bare>[0-9一二两三四五六七八九]{1,2})(?![0-9零一二三四五六七八九十百千万个台套人年月天斤件折%.只份块元])"
)
_COIN = re.compile(r"(?:[角毛](?P<fen>[0-9一二两三四五六七八九])?分?|(?P<only>分)(?!之))钱?")
_SMALL_DIGIT = dict(zip("零一二三四五六七八九两", (*range(10), 2), strict=True))

_MEASURE = (
    "个台套人名位件份家天年月日号时秒遍次回字条米平吨斤克升里公亩瓶箱包盒支根张页本册间层栋辆艘架把副双"
    "对只头匹棵朵颗粒片行轮场节课期级届班度瓦伏安转步倍折成股票粉赞播客户店校门所房单例种类项组批车桶"
    "袋卷捆毫厘强寸尺点分钟小周季学多几岁楼室栋座排座层种口款屏道题轴针目线孔芯寸吋型路站"
)
_UNITS = (
    "台|套|人|名|位|件|份|家|条|米|平方米|平米|平方|平|吨|公斤|斤|千克|升|公里|亩|瓶|箱|包|盒|支|根|张|页|本|册|间"
    "|层|栋|辆|艘|架|把|副|双|对|只|头|棵|片|节课|课时|节|班|次|个|门店|户|组|批|车|桶|袋|卷|捆|块|款|种|项|期|人次|端口|账号"
    "|字|粒|颗|朵|场|轮|单|台套|座席|席|柜|托|板|桌|间房|间|床|克|毫米|厘米|寸|天课|学员|学生|员工"
)
_QUANTITY_UNIT = re.compile(f"(?:多|来|余)?({_UNITS})")
_RATE = re.compile(r"(\d{1,2}(?:\.\d)?|[一二三四五六七八九]{1,2}(?:点[一二三四五六七八九])?)折")
_RATE_AFTER = re.compile(
    r"(?:[钱左右的]{0,2})(?:[/每一](?P<per>年|个?月|季度?|学期|学年|天|日|周|节课?|课时|小时|套|台|件|个|位|人|次|期|份|平米?|平方米?|米"
    r"|㎡|斤|公斤|吨|箱|瓶|张|本|只|支|条|晚|家|店|户|端口?|账号|门|场|桌|对|副|双|间|盒|包|桶|kg|片|块|车|柜|单|字|年费))"
)
_PER_BEFORE = re.compile(
    r"(?:每|一|人均|/|按)(?P<per>年|个?月|季度?|学期|学年|天|周|节课?|课时|小时|套|台|件|个|位|人|次|期|份|平米?|平方|米|斤|吨|箱"
    r"|瓶|张|本|只|支|条|晚|家|户|账号|门|场|桌)?[^，。；,;]{0,3}$|(?P<pay>[年月季]付)[^，。；,;]{0,2}$|(?P<head>人均)[^，。；,;]{0,3}$"
)
_CUE = re.compile(
    r"(?:预算|报价|价格|单价|总价|原价|现价|特价|底价|均价|售价|定价|[价费款]|金额|定金|订金|首付|押金|收费|费用|工资|成本"
    r"|合计|总共|一共|共计|只要|便宜|优惠|立减|满|[减抵返省赔退]|到手|实付|成交|人均|[年月季]付|每[人月年天节小个台套件次位]{1,2}时?"
    r"|(?<![0-9])一[年月天节套台件个位次]|(?:个|每|一)月|一学期|报|卖|打|付|转|交|花|加|收|给|要|涨|降|补|多|少于|低于|高于|超过|不到|至少"
    r"|最少|最多|最低|最高|顶多|起码|不超过|以内|小于|大于|账上|余额)"
    r"(?P<glue>(?:差不多|大概|大约|大致|估计|左右|[是约了个在为到完给您你我们：:就才大也还有共成 ]){0,4})$"
)
_WEAK_CUE = re.compile(r"[减抵返省赔退打付转交花加收给要涨降补多满完]$")
_LOW = (
    "以内|之内|以下|封顶|顶天|内(?!部|容|存|含|外)|打住|到头|为上限|以里|之下",
    "不到|低于|少于|小于|不足|未满|不超过|不高于|不能超过?|不得超过|别超过|没超过|不要超过|最多不?超?过?|顶多|至多|最高|上限|不多于|超不过|撑死|封顶",
)
_HIGH = (
    "以上|往上|起步|起(?!来|码|诉|点|重|动|因|初)|打底|保底|为下限|之上|朝上|开外",
    "超过|高于|多于|大于|至少|最少|最低|起码|不低于|不少于|不小于|下限|起步价?|保底|突破|底价|上(?=[十百千万亿])",
)
_GLUE = "[是也要得在为到给了的个您你我们就 :：约]{0,3}"
_LOW_AFTER = re.compile(f"[的 ]?(?:[（(]含[税)）]*[)）]?)?(?:{_LOW[0]})")
_HIGH_AFTER = re.compile(f"[的 ]?(?:[（(]含[)）])?(?:{_HIGH[0]})")
_LOW_BEFORE = re.compile(f"(?:{_LOW[1]}){_GLUE}$")
_HIGH_BEFORE = re.compile(f"(?:{_HIGH[1]}){_GLUE}$")
_ABOUT_AFTER = re.compile(r"[的钱 ]?(?:左右|上下|出头|冒头|附近|的样子|样子|不等|上下浮动)")
_ABOUT_BEFORE = re.compile(
    r"(?:大概|大约|约莫|差不多|左右|估计|约|将近|接近|近|小(?=[十百千万一二两三四五六七八九])|快|可能|也就|预计|大致|算下来)" + _GLUE + "$"
)
_JOIN = re.compile(r"(?:[（(]含[)）])?[ ]?(?:-{1,2}|~{1,2}|—{1,2}|到|至|～)[ ]?(?=[¥$€£]?[0-9一二两三四五六七八九十])")
_ID_CHARS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_#.+/-:@*")
_ROLES = (
    (MoneyRole.DEPOSIT, "定金|订金|首付|预付|押金|保证金|诚意金"),
    (MoneyRole.DISCOUNT, "优惠|便宜|立减|减|抵|返现|返|省|让利|折扣|补贴|红包|满减|降"),
    (MoneyRole.BUDGET, "预算|不超过|控制在|最多能?出|心理价|心里价|能接受|想花|打算花|准备花|资金"),
    (MoneyRole.QUOTE, "报价|报的?|总价|合计|打包价|一口价|成交价|全包|总共|一共|给您|给你|算您|算你|到手"),
    (MoneyRole.PRICE, "单价|价格|售价|原价|定价|卖|学费|收费|费用|课时费|年费|月费|价|费|每|一[年月节套台个件]|均"),
)
_ROLE_WORDS = tuple((role, re.compile(words)) for role, words in _ROLES)


def money(normal: Normal) -> tuple[Money, ...]:
    """Every amount of money in a text, left to right, in integer fen (fractions of a fen are rounded)."""
    text = normal.text
    if _QUICK.search(text) is None:
        return ()
    found: list[Money] = []
    at = 0
    while (start := _START.search(text, at)) is not None:
        amount, at = _amount(text, start.start())
        if amount is not None:
            first, last = normal.span(amount.start, amount.end)
            found.append(replace(amount, start=first, end=last, text=normal.raw[first:last]))
    return tuple(found)


def _skip_token(text: str, start: int) -> int:
    """Behind a run of letters, digits and signs (an id, a date, a clock time), at least one further."""
    end = start
    while end < len(text) and (text[end].isascii() and (text[end].isalnum() or text[end] in "_#.+/-:@*")):
        end += 1
    return max(end, start + 1)


def _inside_id(text: str, start: int) -> bool:
    """Whether digits go on with an id, a date or a decimal rather than start a number."""
    before = text[start - 1] if start else " "
    if before in ":" and not text[max(0, start - 2) : start - 1].isalnum():
        return False
    if before == ":" and not text[max(0, start - 2) : start - 1].isascii():
        return False
    return before in _ID_CHARS


def _amount(text: str, start: int) -> tuple[Money | None, int]:
    """The amount at *start*, and where to look on."""
    sign = _BEFORE_CURRENCY.search(text, max(0, start - 8), start)
    if sign is None and text[start].isdigit() and _inside_id(text, start):
        return None, _skip_token(text, start)
    number = read_number(text, start)
    if number is None:
        return None, start + 1
    if text[start] == "一" and number.end == start + 1 and text[start + 1 : start + 2] in "个些点下起样般直定共":
        return None, start + 1
    low, code, end = _with_currency(text, number)
    high = low
    if (joined := _JOIN.match(text, end)) is not None:
        other = read_number(text, joined.end() + (text[joined.end()] in "¥$€£"))
        if other is not None and other.end > joined.end():
            high, second_code, second_end = _with_currency(text, other)
            if _range_holds(text, number, other, end, second_end):
                low, high = _scale_together(low, high, number, other, code)
                return _build(text, start, second_end, low, high, other, second_code or code, sign)
            if not number.scaled and not code:
                return None, _skip_token(text, start)
    return _build(text, start, end, low, low, number, code, sign)


def _range_holds(text: str, first: Number, second: Number, end: int, second_end: int) -> bool:
    """Whether two joined numbers are one span rather than a date, a phone or a score."""
    following = text[second_end : second_end + 1]
    return second.low > 0 and following not in ("-", "/", ":") and (first.low < 10**7 or first.scaled)


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


def _with_currency(text: str, number: Number) -> tuple[tuple[Decimal, Decimal], str | None, int]:
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
    elif found[0] in ("元", "块", "圆", "圆"):
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
    return int(char) if char.isascii() else _SMALL_DIGIT[char]


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
    ranged = low is not high
    if sign is not None:
        code = _NAMES[_currency_group(sign["sign"])]
        start = sign.start()
    if not _is_money(text, start, end, number, code):
        return None, _after_refused(text, end, number)
    bottom: Decimal | None = low[0]
    top: Decimal | None = high[1]
    approx = number.approx or low[0] != low[1]
    before, begin = text[max(0, start - 10) : start], max(0, start - 10)
    for pattern, side in ((_LOW_AFTER, "low"), (_HIGH_AFTER, "high")):
        if (found := pattern.match(text, end)) is not None and not ranged:
            end, bottom, top = found.end(), *_opened(bottom, top, side)
            break
    else:
        for pattern, side in ((_LOW_BEFORE, "low"), (_HIGH_BEFORE, "high")):
            if (found := pattern.search(before)) is not None and not ranged:
                start, (bottom, top) = begin + found.start(), _opened(bottom, top, side)
                break
    if (found := _ABOUT_AFTER.match(text, end)) is not None:
        end, approx = found.end(), True
    if (found := _ABOUT_BEFORE.search(text[max(0, start - 8) : start])) is not None:
        start, approx = max(0, start - 8) + found.start(), True
    role = _role(text, start, end)
    per = _per(text, start, end)
    return Money(_fen(bottom), _fen(top), approx, code or "CNY", role, start, end, "", per), end


def _opened(bottom: Decimal | None, top: Decimal | None, side: str) -> tuple[Decimal | None, Decimal | None]:
    return (None, top) if side == "low" else (bottom, None)


def _currency_group(word: str) -> str:
    found = _CURRENCY.match(word)
    return found.lastgroup or "c0" if found else "c0"


def _fen(value: Decimal | None) -> int | None:
    return None if value is None else int((value * 100).to_integral_value())


def _after_refused(text: str, end: int, number: Number) -> int:
    following = text[end : end + 1]
    if following and following.isascii() and following.isalnum():
        return _skip_token(text, end)
    if following in ("-", "/", ":") and not number.scaled:
        return _skip_token(text, end)
    return max(end, number.end)


def _is_money(text: str, start: int, end: int, number: Number, code: str | None) -> bool:
    """Whether a number is an amount of money, by its currency, its size, and what stands around it."""
    following = text[end : end + 1]
    if following in ("%", "折", "‰") or text[end : end + 2] in ("个点", "分之"):
        return False
    if code is not None:
        return _currency_means_money(text, start, end)
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
    return following in _MEASURE and not text.startswith(("期货", "单子", "成交", "季付", "年付", "月付"), end)


def _plain_hundred(text: str, start: int, end: int) -> bool:
    """五百 in the middle of a sentence without any word of money is rather a count."""
    around = text[max(0, start - 8) : start] + text[end : end + 6]
    if start == 0 and end >= len(text.rstrip("。！!，, 吧吗呢的")):
        return False
    return re.search(r"[价费钱款贵付转打减省抵收报卖花给]|便宜|预算|多少|左右|以内|以上|一[年月节套台个天]|人均|最[少多低高]|要|行|成交", around) is None


def _currency_means_money(text: str, start: int, end: int) -> bool:
    """一块 is together, 五分 alone may be money but 三点五分 and 95分 are not."""
    said = text[start:end]
    following = text[end : end + 1]
    if said.endswith("块"):
        if said in ("一块", "1块"):
            return following in ("", "钱", "，", "。") or following in "一/每左以多"
        return following not in tuple("屏板地布肉表砖硬电木石玻镜")
    if said.endswith("分") and not re.search("[元块角毛]", said):
        return (start == 0 or text[max(0, start - 2) : start] in ("至少", "最多", "才")) and following in ("", "钱")
    return not (said.endswith(("角", "毛")) and following in tuple("度落色球刺病衣"))


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


def quantities(normal: Normal) -> tuple[Quantity, ...]:
    """Counted things (80台, 3个校区 → 3个) and discount rates (八折 is 0.8, unit 折)."""
    text = normal.text
    if _QUICK.search(text) is None:
        return ()
    found: list[Quantity] = []
    at = 0
    while (start := _START.search(text, at)) is not None:
        quantity, at = _quantity(text, start.start())
        if quantity is not None:
            first, last = normal.span(quantity.start, quantity.end)
            found.append(replace(quantity, start=first, end=last, text=normal.raw[first:last]))
    return tuple(found)


def _quantity(text: str, start: int) -> tuple[Quantity | None, int]:
    rate = _RATE.match(text, start)
    if rate is not None and text[rate.end() : rate.end() + 1] not in tuple("腾磨断叠返线扇"):
        return Quantity(_rate_value(rate[1]), "折", start, rate.end(), ""), rate.end()
    if text[start].isdigit() and _inside_id(text, start):
        return None, _skip_token(text, start)
    number = read_number(text, start)
    if number is None:
        return None, start + 1
    unit = _QUANTITY_UNIT.match(text, number.end)
    if unit is None or text[number.end : number.end + 2] in ("块钱", "个月", "个点", "次性", "个亿"):
        return None, max(number.end, start + 1)
    if text[start:number.end] == "一" and unit[1] in ("个", "份", "次", "种", "对", "把", "些", "位", "家", "条", "项", "款", "期", "块"):
        return None, unit.end()
    if start and text[start - 1] in "第每初周期":
        return None, unit.end()
    return Quantity(float(number.low), unit[1], start, unit.end(), ""), unit.end()


def _rate_value(said: str) -> float:
    if said[0].isdigit():
        value = float(said)
    else:
        value = float("".join("." if char == "点" else str(_SMALL_DIGIT[char]) for char in said))
    return round(value / 100 if value >= 10 else value / 10, 4)
