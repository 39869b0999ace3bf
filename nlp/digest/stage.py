"""How far a chat shows a deal to be, in the label guide's stage words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from nlp.digest.bargain import LOWER, SAMPLED, TERMS, TRIAL, bargains
from nlp.digest.cues import ONCE_PASSED, PRICE_ONLY
from nlp.digest.evidence import Evidence
from nlp.digest.losing import ARRANGED, PUT_OFF, SIGNED, is_lost, stalls
from nlp.digest.reading import Said
from nlp.lazy import lazy
from nlp.model import Act

_PAID: Final = lazy(
    r"(?:钱|款|定金|订金|首付|全款|尾款|学费|费用|押金|预付)?(?:已经?|刚|都|我)?(?:转|付|打(?!样|包|折|电话|孔|印|磨|听|算|扫|分|针|码|开|卡)|交(?!房|货|底|卷|班|警|作业)|缴|汇(?!报)|刷(?!漆|墙|胶|一?遍))(?:你|您|给你|给您|过去|款|钱|好|完|定金|订金|全款|学费|首付)?了(?![一二两三几半\d]{1,2}(?:锅|版|遍|通|次|圈|层|下|个样|块|片|卷|道))|(?:合同|字|协议)?(?:也|都|已经?)?(?:签|盖)(?:好|完|章|字|回)?了|已经?(?:签(?:字|章|好|完)?|盖(?:章|好|完)?)(?=$|[，,。])|已(?:付|转|打|交|汇)(?=$|[，,。\d])|(?:已|已经|刚)(?:下单|付款|签约|报名|签字|拍下|转账|打款)|下(?:好)?单了|拍下了|付过(?:款|钱|定金)?了?|报(?:好|上)名了"
)
#: 打了一锅, 账号发几个: words of paying where nothing is paid.
NOT_PAID: Final = lazy(
    r"(?<![收打付转款])账号(?:发|给|开|密码|登|多少个)|(?:交货|发货|到货|送货|供货)[^，,]{0,6}分[两二三几]批|(?:打|刷|转|交)了[一两二三几半\d]{1,2}(?:锅|版|遍|通|次|圈|层|下|块|片|卷|道|孔|个(?:样|孔|眼|电话))"
)
_GOT_PAID: Final = lazy(
    r"(?:款|钱|定金|订金|学费|首付|货款|转账|合同原件|回传件?)(?:已经?|都)?(?:收到|到账|入账)|(?:收到|查到)(?:您的|了)?(?:款|定金|订金|转账|付款|学费|货款|盖章)|报名成功|签约成功|缴费成功|已(?:为您|帮您|给您)(?:下单|报名|排产|安排发货)"
)
#: 合同双方都盖好了: told by us, the deal is done.
_BOTH_SIGNED: Final = lazy(
    r"(?:合同|协议)[^，,。吗没未]{0,3}(?:双方|两边|我们(?:两)?边?也|都)(?:都|也|已经?)*(?:签|盖)(?:好|完|过)?(?:了|章|字)|双方(?:都|已经?)*(?:签(?:字|章|好|完)|盖(?:章|好|完))"
)
#: 盖章的报价函: a seal on no contract; 合同也要你们看: contracts are what he has read, not ours.
NO_CONTRACT: Final = lazy(
    r"(?:审|看|改|起草|写)(?:一?下|[一二两三几\d]份)?合同|合同(?:也|都)?(?:要|让|给|请|找)你们?(?:看|审|改|写)|合同(?:纠纷|官司|复印件|业绩|审核费)|(?:以前|之前|过往|类似|同类)的?合同"
)
_NOT_YET: Final = lazy(
    r"[?？]|吗|没(?:签|付|转|打|收)|还没|等|(?:能|可以|才|来|去|就能)(?:签|付|转|打|盖|刷|交)|再(?:签|付|转|打|交|盖|刷|汇)|就(?:签|付|转|打|交|盖|刷|汇|缴|去|来)|不(?!好意思|用谢|过)|明天|后天|他们|别家|那家|下周"
)


_AGREES: Final = lazy(
    r"^(?:好|可以|没问题|行|嗯|成|ok|收到|中|必须|当然|明白|这就|马上)|发(?:您|你)|给您(?:发|出|拟|准备)"
)
_NEEDS: Final = lazy(
    r"\d{1,6}\s?(?:多|来)?(?:人|台|套|件|平|个(?!月)|吨|家|㎡|岁|年级|桌|箱|斤|公斤|辆|米|间|亩|方|张|份|盒|万)|[一二两三四五六七八九十百]{1,4}(?:来|多)?(?:个人|人|台|套|件|平|家店|桌|箱|吨|辆|间|居|房|室|岁|年级|方)|需要|想(?:要|给|做|换|装|把|搞|找|学|上)|要求|预算|材质|规格|型号|对接|支持|功能|[初高小][一二三四五六]|解决|用于|用来|场景|老是|怕|担心|希望|最好|别超|要(?:带|能|有|做|装|换|防|双|进口|国产)|近地铁|学区"
)
#: Papers that bear a seal and are no contract.
PAPERS: Final = lazy(r"报价|函|清单|报告|证明|证书|回执|发票|收据|授权|资质|对账|送货|单(?!位|子|独)")
_WILL_SIGN: Final = lazy(
    r"(?:^|[，,。！])(?:行|好|成|可以|没问题|那|就|先|ok)?(?:[，,]|那|就|先|你|您|按这个|照这个|直接|这么|马上|就?按[^，,。签]{1,8}|照[^，,。签]{1,6}){0,3}(?:联系[一-龥]{1,4}|找[一-龥]{1,4}|跟[一-龥]{1,4})?(?:签(?!字|收|名|到|证|了)|走(?:合同|签约)|(?:拟|出|发|准备)(?:一?[份个下])?合同|把合同|合同(?:就|直接)?(?:发|寄|传)(?:我|到|给|来|过来|[A-Za-z]))|(?:没问题|可以|没意见)(?:就|的话就|，就|，)签",
    re.I,
)
_LESSON: Final = lazy(
    r"[美音舞数语英编书]\w{0,2}课|课程|课时|试听|试课|学费|校区|补习|辅导班?|启蒙|一对一(?:辅导|课|教|老师|上)|年级|[初高小][一二三四五六]\w{0,3}(?:数|语|英|物|化)|集训|兴趣班|托管|学员|班型|小班|雅思|托福|考研|钢琴|围棋|书法|奥数|作文|培训班?|考证|包过|补考|学车|驾校|练车|[CB][12](?:多|怎|证|照|要)|一对一怎么收|考级|考研|直播课|网课|课表|听(?:一|1)节|[学班课](?:期|程)|(?:零?基础|全程|冲刺|全能|周末|寒假|暑假|精品|一对[一三])班|法硕|专升本|自考|考公|考编|开班|学完|学员|招生|插班"
)
_CORPORATE: Final = lazy(
    r"内训|企业(?:培训|内训|课)|管理课|讲师|(?:员工|中层|高管|店长|经理|干部|销售|团队|工人|新人|骨干|班组长)[^，,]{0,4}(?:培训|课)|(?:上线|实施|操作|系统|产品|岗前|安全)培训"
)
_CHILD: Final = lazy(
    r"孩子|小孩|宝宝|年级|学员|学生|考[研级公编证]|[初高小][一二三四五六](?![\d十个台])|试听|幼儿|报班|报名"
)
_TRIED: Final = lazy(
    r"(?:上次|昨天|前天|上周|那天|周[一二三四五六日天末])[^，,]{0,6}(?:体验|试(?!卷|题|图)|演示)[^，,]{0,8}(?:怎么?样|咋样|如何|感觉|满意|觉得|还行|不错|喜欢)|(?:体验|试听|试用|试吃|试驾|试穿|演示)(?:完|过(?!来|去|程)|后|得(?:怎|咋|如))"
)
_OFFERS: Final = lazy(r"有(?!点)|能|欢迎|支持|安排|给您|随时")
_GIVES: Final = lazy(
    r"寄(?:到|给|我)|地址|1[3-9]\d{9}|周[一二三四五六日天末]|明[天早晚]|后天|今[天晚]|下周|[上下]午|\d(?:点|号)|发(?:我|来)|加我|安排|约"
)
_DECLINES: Final = lazy(
    r"不(?:用|要|了|需|急|方便|行|想)|先不|算了|没空|没时间|再(?:说|看|考虑|联系|约)|以后|回头|暂时|年后|过(?:完|了)|到时"
)
_CONTENT: Final = 2
_PROMISED: Final = lazy(
    r"(?:稍后|马上|今[天晚]|明[天早]|后天|下周|周[一二三四五六日]|内|前|就|下午|上午|晚上|这就|待会|好了)[^，,。]{0,6}(?:发|给|出|做|报|算|寄|整理|回)(?:您|你|给|一?[份版个]|出来|到|方案|过)|(?:发|给|寄|报)您?(?:一?[份版个])?[^，,]{0,6}(?:报价|方案|清单|资料|明细|案例|测算|参数|目录)"
)
_DETAILED: Final = lazy(
    r"(?:\d{1,6}|[一二两三四五六七八九十百千]{1,4})\s?(?:多|来)?(?:台|套|件|平|吨|㎡|桌|箱|辆|亩|方|张|份|盒|万|家店|个人|人(?!家)|米|只|层|间|居|桶|车|立方|公斤)"
)
#: 在忙，回头聊; 好 我看看: he leaves it at that.
_LEAVING: Final = lazy(
    r"回头(?:聊|说|联系|再|找)|(?:先|在)忙|^(?:好|行|嗯|哦|那)*[，, ]?我?(?:先)?(?:看看|想想|瞧瞧|琢磨琢磨)吧?$|(?:再|先)(?:考虑|想想|看看|商量|合计|琢磨|比比|转转)|(?:跟|和|问)[^，,]{1,5}(?:说|商量|合计|聊|问)(?:一?下|说|商量)?再(?:定|说|看)|改天|有空再"
)
_WILL_MAKE: Final = lazy(
    r"(?:给|帮|为)(?:您|你)(?:做|出|算|报|整理|设计|配|选|规划)|(?:今[天晚]|明[天早]|后天|下周|周[一二三四五六日])[^，,]{0,6}(?:发|给|出|报)(?:您|你)?"
)
_VAGUELY: Final = lazy(r"再(?:约|看|说|定|安排)|以后|有空|回头|改天")


def stage_of(said: Sequence[Said], shown: Evidence) -> str:
    """The furthest stage the turns give evidence of; 输单 when the customer ends by refusing."""
    if is_lost(said) and not shown.service:
        return "输单"
    for stage, seen in (
        ("赢单", _won),
        ("合同", _contract),
        ("谈判", bargains),
        ("报价", _quoted),
        ("演示", _arranged),
        ("方案", _proposed),
        ("需求确认", _needs),
    ):
        if seen(said, shown):
            return stage
    return "初步沟通"


def is_school(said: Sequence[Said]) -> bool:
    """Whether the deal is about lessons, where a price is a fee; a firm that has its people trained buys a service."""
    if any(_CORPORATE.search(s.text) for s in said) and not any(_CHILD.search(s.text) for s in said):
        return False
    return any(_LESSON.search(s.text) for s in said)


def _won(said: Sequence[Said], shown: Evidence) -> bool:
    for one in said:
        if not one.own:
            if _BOTH_SIGNED.search(one.text) and not one.asks:
                return True
            if _GOT_PAID.search(one.text) and not one.asks and not _NOT_YET.search(one.text):
                return True
            continue
        done = (one.has({"付款"}, Act.DONE) and not NOT_PAID.search(one.text)) or (
            one.has({"合同"}, Act.DONE) and ("签" in one.text or "盖" in one.text)
        )
        if (done or _PAID.search(one.text)) and not one.asks and not _NOT_YET.search(one.text):
            return True
    return shown.service


def _signs(one: Said, *acts: Act) -> bool:
    """Whether a contract of this deal is spoken of with one of *acts*; a seal alone is put on many papers."""
    if NO_CONTRACT.search(one.text):
        return False
    return any(
        s.positive
        and s.kind in SIGNED
        and (not acts or s.act in acts)
        and ("章" not in one.text[s.start : s.end] or PAPERS.search(one.text) is None)
        for s in one.signals
    )


def _contract(said: Sequence[Said], shown: Evidence) -> bool:
    if shown.delivered & SIGNED:
        return True
    for one in said:
        if (
            one.own
            and not one.asks
            and _WILL_SIGN.search(one.text)
            and not PUT_OFF.search(one.text)
            and not ONCE_PASSED.search(one.text)
            and (shown.priced_at is not None or shown.delivered)
        ):
            return True
        wanted = one.own and _signs(one, Act.REQUEST) and not TERMS.search(one.text)
        planned = _signs(one, Act.PLAN) and not (
            one.own and (PUT_OFF.search(one.text) or ONCE_PASSED.search(one.text))
        )
        answers = [s for s in said[one.at + 1 : one.at + 3] if not s.own]
        if wanted and any(_AGREES.search(s.text) or s.has(SIGNED) for s in answers):
            return True
        if planned and not one.own and any(s.own and s.intent >= 1 for s in said[: one.at]):
            return True
    return False


def _quoted(_: Sequence[Said], shown: Evidence) -> bool:
    return "报价" in shown.delivered or shown.custom


def _arranged(said: Sequence[Said], shown: Evidence) -> bool:
    if shown.delivered & ARRANGED:
        return True
    refused = {
        s.kind for one in said if one.own for s in one.signals if not s.positive and s.kind in ARRANGED
    }
    if any(
        one.own and PUT_OFF.search(one.text) and one.at > 0 and said[one.at - 1].has(ARRANGED) for one in said
    ):
        return False
    kinds = frozenset(ARRANGED - refused)
    for one in said:
        later = [s for s in said[one.at + 1 : one.at + 4] if s.own is not one.own]
        agreed = any(_AGREES.search(s.text) or s.has(kinds, Act.PLAN, Act.DONE) for s in later)
        asked = any(s.own and s.has(kinds) for s in said[: one.at])
        if one.own and _VAGUELY.search(one.text):
            continue
        if one.has(kinds, Act.PLAN) and (one.own or asked or agreed or one.at == len(said) - 1):
            return True
        if one.has(kinds, Act.REQUEST) and agreed:
            return True
        if not one.own and one.has(kinds) and any(_AGREES.search(s.text) and not s.asks for s in later[:1]):
            return True
    if any(_TRIED.search(one.text) for one in said):
        return True
    return not refused and any(_tries(said, one) for one in said)


def _tries(said: Sequence[Said], one: Said) -> bool:
    """Whether a trial in any words is wanted or offered here and the other side takes it up."""
    if not (TRIAL.search(one.text) or SAMPLED.search(one.text)) or (one.own and _DECLINES.search(one.text)):
        return False
    later = [s for s in said[one.at + 1 : one.at + 3] if s.own is not one.own]
    if one.own:
        return any(
            not _DECLINES.search(s.text)
            and (_AGREES.search(s.text) or _OFFERS.match(s.text))
            and (_GIVES.search(s.text) or _GIVES.search(one.text) or not one.asks)
            for s in later[:1]
        )
    taken = (s for s in later[:1] if not _DECLINES.search(s.text))
    return any(_GIVES.search(s.text) or (_AGREES.search(s.text) and not s.asks) for s in taken)


def _proposed(_: Sequence[Said], shown: Evidence) -> bool:
    return "方案" in shown.delivered


def _leaves(said: Sequence[Said], own: Sequence[Said]) -> bool:
    """Whether he ends by leaving it at that, and we owe him nothing made for him."""
    if not own or any(not s.own and (s.has({"方案"}, Act.PLAN) or _WILL_MAKE.search(s.text)) for s in said):
        return False
    last = own[-1]
    return (stalls(said) and (last.has({"再考虑"}) or _LEAVING.search(last.text) is not None)) or (
        _LEAVING.search(last.text) is not None and not last.asks
    )


def _needs(said: Sequence[Said], _: Evidence) -> bool:
    wanted = {"方案", "演示", "样品", "试用", "交期"} | (set() if is_school(said) else {"报价"})
    asked = any(s.has(wanted, Act.REQUEST, Act.PLAN) and len(s.text) > 6 for s in said)
    own = [s for s in said if s.own and not s.idle]
    if _leaves(said, own):
        return any(_DETAILED.search(s.text) and not s.asks for s in own)
    if any(s.has({"嫌贵", "再考虑"}) for s in own) and not asked:
        return any(_DETAILED.search(s.text) and not s.asks for s in own)
    if any(_NEEDS.search(s.text) or (s.has(wanted, Act.REQUEST) and s.at > 0) for s in own):
        return True
    told = [
        s
        for s in own
        if len(s.text) >= 5 and not PRICE_ONLY.match(s.text) and not s.has({"再考虑", "暂不需要"})
    ]
    return len(told) > _CONTENT or (bool(told) and any(not s.own and _PROMISED.search(s.text) for s in said))


__all__ = ["LOWER", "NOT_PAID", "NO_CONTRACT", "PAPERS", "is_school", "stage_of"]
