"""What a command carries: numbers to call, money, times, sources, needs."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from nlp.amounts import money
from nlp.commands.firms import SHORT_FIRM, firms
from nlp.commands.people import is_name, person
from nlp.dates import times
from nlp.lazy import lazy
from nlp.model import Money, TimeRef
from nlp.normalize import normalize

Slots = dict[str, str | int | float]

_MOBILE: Final = lazy(r"(?<!\d)(?:\+?86[-\s]?|0086)?(1[3-9]\d[-\s]?\d{4}[-\s]?\d{4})(?!\d)")
_LANDLINE: Final = lazy(r"(?<!\d)(0\d{2,3})[-\s]?(\d{7,8})(?:\s*(?:-|转)\s*(\d{1,5}))?(?!\d)")
_SERVICE: Final = lazy(r"(?<!\d)([48]00[-\s]?\d{3,4}[-\s]?\d{3,4})(?!\d)")
_EMAIL: Final = lazy(
    r"(?:邮箱|邮件|email|e-mail)?[:：\s]*([A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)", re.I
)
_WECHAT: Final = lazy(
    r"(?:微信号?|wechat|weixin|vx|wx|V信|v信|威信|薇信|\+v|加v)\s*(?:号|是|为|同号)?\s*[:：]?\s*([A-Za-z][A-Za-z0-9_-]{4,19}|1[3-9]\d{9})",
    re.I,
)
_SAME: Final = lazy(r"(?:微信同号|电话同微信|微信同|手机同微信)")
QUOTE_NO: Final = lazy(
    r"(?<![A-Za-z0-9])((?:(?<=报价单)[A-Z]{1,5}(?=[-_]?\d)|QT|BJ|Q|QUO|BJD|XJ)[-_#]?\d[\dA-Za-z]*(?:[-_/][\dA-Za-z]+)*)(?![A-Za-z0-9])",
    re.I,
)
_CHANNEL: Final = (
    "阿里国际站|国际站|环球资源|独立站|谷歌|领英|LinkedIn|Facebook|TikTok|小程序|企查查|天眼查|爱采购|慧聪|贝壳|安居客|链家|新氧|携程|去哪儿|飞猪|饿了么|汽车之家|懂车帝|易车|瓜子|[\u4e00-\u9fa5]{1,3}博会|[\u4e00-\u9fa5]交会|订货会|年会|短信|官网|公司网站|抖音|小红书|快手|视频号|公众号|朋友圈|百度|知乎|B站|b站|微博|美团|大众点评|点评|58同城|阿里巴巴|1688|淘宝|天猫|京东|拼多多|闲鱼|高德|展会|展厅|车展|博览会|广交会|地推|陌拜|扫街|"
    "电话营销|电销|400电话|热线|直播间|直播|门店|到店|自然到店|上门|线下活动|沙龙|讲座|广告|投放|信息流|搜索|招标网|社群|微信群|宣传单|传单|异业合作|渠道|代理商|老带新|转介绍|自来客|公海"
)
_SOURCE: Final = lazy(
    r"(?:来源|渠道|来自|从|通过)?\s*(?:是|为)?[:：]?\s*(?:(?P<who>[\u4e00-\u9fa5]{1,6}?(?:转?介绍|推荐|引荐|老带新))|(?P<channel>(?<![做装建修搞开])(?:"
    + _CHANNEL
    + r")(?:推广|竞价|投流|广告)?))(?:上|里|平台|私信|留言)?(?:来的|过来的|认识的?|看到的?|加的|留资的?|来|咨询的?|进线|线索|客户|渠道|的)?"
)
_NEED: Final = lazy(
    r"(?:需求(?:是|为)?[:：]?|想要|想学|想做|想买|想拍|想去|想找|想开|想办|想租|要买|要办|要装|要做|要订|找(?!我|他|她|您|你|人)|想了解|想咨询|想定|想订|想装|想换|想上|想采购|需要|咨询|意向(?:是|为)?[:：]?|感兴趣的?是?|看中|要(?!求)|采购|定制|报名|做|学|买|想)\s*([^，,；;。\s]{1,20})"
)
_BUDGET: Final = lazy(r"预算")


def phone(text: str) -> tuple[str, str] | None:
    """The number to call (digits, extension after -) and the words it stood on."""
    mobile = _MOBILE.search(text)
    if mobile:
        return re.sub(r"\D", "", mobile[1]), mobile[0]
    land = _LANDLINE.search(text)
    if land:
        return land[1] + land[2] + (f"-{land[3]}" if land[3] else ""), land[0]
    service = _SERVICE.search(text)
    return (re.sub(r"\D", "", service[1]), service[0]) if service else None


def take_contacts(text: str, slots: Slots) -> str:
    """Move e-mail, WeChat id and phone from *text* into *slots*; what is left of the text."""
    email = _EMAIL.search(text)
    if email:
        slots["email"], text = email[1], _cut(text, email.span())
    wechat = _WECHAT.search(text)
    if wechat:
        slots["wechat"], text = wechat[1], _cut(text, wechat.span())
    called = phone(text)
    if called:
        slots["phone"] = called[0]
        text = re.sub(
            r"(?:电话|手机号?|联系方式|号码|tel)?(?:是|为)?\s*[:：]?\s*" + re.escape(called[1]),
            " ",
            text,
            count=1,
            flags=re.I,
        )
        if _SAME.search(text):
            slots["wechat"], text = called[0], _SAME.sub(" ", text)
    return text


def _cut(text: str, span: tuple[int, int]) -> str:
    return f"{text[: span[0]]} {text[span[1] :]}"


def amounts(text: str) -> tuple[Money, ...]:
    """The sums of money in *text*."""
    return money(normalize(text))


def yuan(fen: int | None) -> int | float | None:
    """Fen as yuan; a whole number where it is one."""
    if fen is None:
        return None
    return fen // 100 if fen % 100 == 0 else fen / 100


def take_budget(text: str, slots: Slots) -> str:
    """Move the budget into *slots*: one sum, or the two ends of a range."""
    said = _BUDGET.search(text)
    for sum_ in amounts(text):
        if said is None and sum_.role.value != "budget":
            continue
        if said is not None and sum_.start < said.start() and sum_.role.value != "budget":
            continue
        low, high = yuan(sum_.low_fen), yuan(sum_.high_fen)
        if low is not None:
            slots["budget"] = low
        if high is not None and high != low:
            slots["budget_max"] = high
        head = re.search(r"预算[^，,；;。]{0,6}$", text[: sum_.start])
        tail = re.match(r"(?:以内|之内|左右|上下|以下|以上|内|的?预算|的样子)+", text[sum_.end :])
        return _cut(text, (head.start() if head else sum_.start, sum_.end + (tail.end() if tail else 0)))
    return text


def take_amount(text: str, slots: Slots) -> str:
    """Move the first sum into the slot ``amount``."""
    for sum_ in amounts(text):
        value = yuan(sum_.low_fen if sum_.low_fen is not None else sum_.high_fen)
        if value is not None:
            slots["amount"] = value
            return _cut(text, (sum_.start, sum_.end))
    bare = re.search(r"(?<![\dA-Za-z.-])(\d{3,9}(?:\.\d{1,2})?)(?![\d号.-])", text)
    if bare:
        value = float(bare[1])
        slots["amount"] = int(value) if value.is_integer() else value
        return _cut(text, bare.span())
    return text


def take_source(text: str, slots: Slots) -> str:
    """Move where the customer came from into *slots*."""
    found = _SOURCE.search(text)
    if not found:
        return text
    through = re.match(_CHANNEL, found["who"] or "")
    who = re.sub(r"^(?:有个?|又一?个|来了?个|一个|是|的|通过|经)+(?=\S{3})", "", found["who"] or "")
    slots["source"] = through[0] if through else who or found["channel"]
    return _cut(text, found.span())


def take_need(text: str, slots: Slots) -> str:
    """Move what the customer wants into *slots*."""
    found = _NEED.search(text)
    if not found or len(found[1]) < 2:
        return _bare_need(text, slots)
    slots["need"] = found[1].strip("的了吧呢")
    return _cut(text, found.span())


def _bare_need(text: str, slots: Slots) -> str:
    """The one word left over is what the customer wants (祁女士 种植牙)."""
    left = [
        m
        for m in re.finditer(r"[^\s，,。；;、：:()（）]{2,12}", text)
        if re.search(r"[\u4e00-\u9fa5]{2}", m[0])
    ]
    if (
        len(left) == 1
        and not is_name(left[0][0])
        and not re.search(
            r"[吗呢吧了的]$|我|你|他|她|客户|线索|电话|微信|手机|今天|昨天|刚|谢谢|^(?:一下|一条|一个|一位|登记|录入|建档|推广|新客|介绍)$",
            left[0][0],
        )
    ):
        slots["need"] = left[0][0]
        return _cut(text, left[0].span())
    return text


def take_company(text: str, slots: Slots) -> str:
    """Move the company into *slots*; a person glued to its end stays."""
    found = next((m for m in firms(text) if len(m[0]) >= 4 or m[0].endswith(("公司", "厂"))), None)
    if not found or is_name(found[0]):
        return text
    slots["company"] = found[0].lstrip("的")
    return _cut(text, found.span())


def take_employer(text: str, slots: Slots) -> str:
    """Move the word right before a titled person into *slots* where it names a trade (汇泉水务 龙工)."""
    if "company" in slots:
        return text
    found = re.search(rf"(?:^|(?<=[\s，,、：:]))({SHORT_FIRM.pattern})(?=[\s，,、]|$)", text)
    if not found:
        return text
    slots["company"] = found[1]
    return _cut(text, found.span(1))


def take_person(text: str, slots: Slots, *, bare: bool) -> str:
    """Move the contact into *slots*; with *bare* a token that can be a plain name counts too."""
    found = person(text)
    if found:
        slots["contact"] = found[0]
        return _cut(text, found.span())
    if not bare:
        return text
    for token in re.finditer(
        r"(?:^|(?<=[\s，,。；;、：:()（）]))(?:\S{0,8}?(?:一?个|一?位|新)?(?:客户|联系人|学员|家长)(?:名?叫|是|姓名)?|名?叫|姓名|联系人|是)?([^\s，,。；;、：:()（）]+)",
        text,
    ):
        if is_name(token[1]):
            slots["contact"] = token[1]
            return _cut(text, token.span())
    return text


def when(text: str, now: datetime, trigger: int) -> tuple[Slots, list[tuple[int, int]]]:
    """The slots ``when`` and ``when_end`` of a reminder and the characters they stand on.

    The time right before the *trigger* (the word that asks to be reminded) counts; a clock time of the
    same day that follows makes it exact.
    """
    ranked = [
        t
        for t in times(text, now)
        if t.kind != "duration" and not t.habitual and t.text not in {"现在", "目前"}
    ]
    if not ranked:
        return {}, []
    before = [t for t in ranked if t.end <= trigger]
    best = next(
        (t for t in before if t.grain == "minute" and t.kind != "after"), before[-1] if before else ranked[0]
    )
    named = (best.start, best.end)
    if best.grain != "minute":
        best = next(
            (t for t in ranked if t.grain == "minute" and t.kind == "instant" and _date(t) == _date(best)),
            best,
        )
    if best.grain != "minute" and not before:
        best = next((t for t in ranked if t.grain == "minute" and t.kind != "after"), best)
    return _when_slots(best), list(dict.fromkeys([(best.start, best.end), named]))


def _date(ref: TimeRef) -> date | None:
    at = ref.start_at or ref.end_at
    return at.date() if at else None


def _when_slots(ref: TimeRef) -> Slots:
    if ref.kind == "before" and ref.end_at:
        if ref.grain == "minute" and ref.end_at.time().isoformat() != "00:00:00":
            return {"when_end": _minute(ref.end_at)}
        return {"when_end": (ref.end_at - timedelta(minutes=1)).date().isoformat()}
    if ref.start_at is None:
        return {}
    if ref.grain != "minute":
        return {"when": ref.start_at.date().isoformat()}
    slots: Slots = {"when": _minute(ref.start_at)}
    if ref.kind == "range" and ref.end_at:
        slots["when_end"] = _minute(ref.end_at)
    return slots


def _minute(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="minutes")


_RANGES: Final = (
    ("overdue", r"逾期|过期|超期|拖(?:着|到现在|了)|没做完的|没完成的|延期的|已到期"), ("tomorrow", r"明天|明日|明儿|明早|明晚|tomorrow"),
    ("today", r"今天|今日|今儿|今早|今晚|当天|当日|日报|today"), ("next_week", r"下(?:个)?(?:周|星期|礼拜)"), ("last_week", r"上(?:个)?(?:周|星期|礼拜)"),
    ("this_week", r"(?:本|这|这个)(?:周|星期|礼拜)|周报|周总结|周小结"), ("this_month", r"(?:本|这个|当)月|月报|月总结|月小结|这月"), ("all", r"全部|所有|一共|全都"),
)  # fmt: skip


def range_of(text: str) -> str | None:
    """The stretch of days asked for (today, this_week …), None when none is named."""
    named = next((name for name, pattern in _RANGES if re.search(pattern, text)), None)
    if (
        named == "overdue"
        and re.search(r"全部|所有", text)
        and not re.search(r"逾期|过期|超期|延期|到期|拖", text)
    ):
        return "all"
    return named
