"""What a rep's clause says of a thing by its form: an arrangement, a hand-over to come, a mere attribute.

约了周六的试听 is planned though 约 is done; 合同弄好发您 is still to be sent, 合同弄好发您了 is not;
报价单有效期到月底 only tells something about the paper.
"""

from __future__ import annotations

from typing import Final

from nlp.lazy import lazy
from nlp.model import Act

_PREPARING: Final = (
    "整理|准备|更新|修改|调整|核对|核算|汇总|编辑|起草|做|改|写|弄|搞|拟|打|印|核|算|调|盖|装|搭|理|配|排"
)
_GIVING: Final = "发|寄|给|送|传|拿|带|快递|交|同步"
_STILL_TO_GIVE: Final = lazy(
    rf"(?:{_PREPARING})(?:好|完|出来|齐|妥)(?:了?(?:之?后|以后)[，, ]?|了)?(?:我|就|再|马上|立刻|立马|第一时间|统一|一起|一并|直接|尽快|会|晚点|给您|今晚|明早|明天|晚上|下午|后天|待会儿?|一会儿?|稍后|稍晚){{0,3}}(?:{_GIVING})(?:到|往)?(?:给)?"
    r"(?:[您你]们?|过去|过来|群里|邮箱|微信|客户)(?:邮箱|微信|手机|公司|单位|家里?|地址|店里?|厂里?|那边|这边|看看?|看一?下|过目|确认)?(?!了|过(?!目|来|去)|啦|咯|[，,]请?查收)"
)
_WAITING: Final = lazy(
    rf"等(?:我|我们|这边|财务|法务|设计|工厂|技术)[^，,。！!？?]{{0,10}}(?:{_PREPARING}|审|签|批|开|出|谈|确认)(?:好|完|出来|下来|过)?了?[^，,。！!？?]{{0,4}}(?:{_GIVING})"
)
_ALREADY: Final = lazy(r"已经?|刚刚?(?!好)|刚才|昨[天晚儿]|前天|上周|早就|都(?:发|寄|给|送)")
_BOOKED: Final = lazy(
    r"(?:预约|约|定|排|订|留|预留|安排)(?:了|好了?|上了?|在|到|着|成|下了?|的是)[^，,。！!？?没未]{0,16}|就?约(?=周|明|后天|下|[\d一二三四五六七八九十])|留了?[位名]"
)
_DISPATCHED: Final = lazy(
    r"(?:安排|派|叫|通知)(?:了|好了?)?[^，,。！!？?没未]{0,4}(?:师傅|工程师|技术|同事|人|维修)"
)
_DAY: Final = lazy(
    r"明[天早晚儿]|后天|下周|下个?月|今晚|晚上|下午|上午|中午|周[一二三四五六日天末]|礼拜|星期|月底|\d{1,2}[号日]|[\d一二三四五六七八九十]点"
)
_MOVED: Final = lazy(
    r"(?:改|挪|调|换|推|约|排|定)(?:到|在|成)(?:了)?(?=周|明|后天|下|今晚|\d|月|[一二三四五六七八九十]{1,2}[号点])"
)
_PREPARED_DONE: Final = lazy(rf"(?:{_PREPARING})(?:好|完|出来|齐)?(?:了|啦)")
_THEN_GIVEN: Final = lazy(
    r"^[，, ]{0,2}(?:我|就|大概|预计|争取|最晚|最迟){0,2}(?:明[天早晚]|后天|下周|今晚|晚上|晚点|稍后|稍晚|下午|上午|中午|周[一二三四五六日天]|月底|\d{1,2}[号日]|一会儿?|待会儿?|马上|等下)"
    r"[^，,。！!？?我]{0,8}(?:给[您你]|发|寄|送|传|见|去|开始|到|交|上门|投)(?!我|了)"
)
_ATTRIBUTE: Final = lazy(
    r"^(?:单|书|表|函|账号|期)?[里上中的]{0,2}(?:那个|这个)?(?:有效期?|期限|编号|号码|抬头|条款|内容|格式|页数|版本|金额|密码|要求|范围|周期|流程)"
    r"(?![^，,。！!？?]{0,6}(?:改|发|填|给|[？?吗]|补|查收))"
    r"|^价?(?:只|就|仅)?(?:到|截止|维持|保留|有效)(?:到|至)?(?:本|这|今|月|周|\d|[一二三四五六七八九十])"
)
_CORRECTED: Final = lazy(r"重新|我[再来马帮]|改好|更正|给[您你]")
_YOUR_TURN: Final = lazy(
    r"[您你](?:们|这边)?把[^，,。！!？?]{1,8}(?:签|填|盖|付|拍|发|寄|传|给|打|转|补|改)|[您你](?:们|这边)?(?:转|打|付|寄|发|传|签|交)(?:过来|回来|给我)(?!了|的)|[您你](?:们|这边|那边)?(?:先|再|直接|尽快)?(?:签|填|盖|付|转|打|拍|看|审|核对|确认)[^，,。！!？?了]{0,4}(?:拍|发|寄|传|给|回传|告诉|通知)(?:给)?(?:我|回来|过来)"
    r"|[您你](?:们|这边|那边)?(?:签|填|盖|付|拍)(?:好|完|个字|个章|一下)[^，,。！!？?了]{0,6}(?:就行|就可以|即可|就好|就成)"
)


def formed(before: str, after: str, clause: str, context: str) -> Act | None:
    """The act that the form of a rep's clause fixes; None where its single words have to tell."""
    whole = clause + context
    if _YOUR_TURN.search(whole):
        return Act.REQUEST
    if _ATTRIBUTE.match(after) and not _CORRECTED.search(context):
        return Act.MENTION
    if _ALREADY.search(clause):
        booked = (_DISPATCHED.search(whole) is not None and "过" not in clause) or _MOVED.search(
            clause
        ) is not None
        return Act.PLAN if booked else None
    if _STILL_TO_GIVE.search(whole) or _WAITING.search(before + after):
        return Act.PLAN
    if _DISPATCHED.search(clause) or before.endswith(("安排", "准备")):
        return Act.PLAN
    if _BOOKED.search(clause) and _DAY.search(whole):
        return Act.PLAN
    if _PREPARED_DONE.search(clause) and _THEN_GIVEN.match(context):
        return Act.PLAN
    return None
