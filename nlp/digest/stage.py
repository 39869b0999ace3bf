"""How far a chat shows a deal to be, in the label guide's stage words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from nlp.digest.cues import ONCE_PASSED, PRICE_ONLY
from nlp.digest.evidence import Evidence
from nlp.digest.losing import ARRANGED, PUT_OFF, SIGNED, is_lost
from nlp.digest.reading import Said
from nlp.lazy import lazy
from nlp.model import Act

_PAID: Final = lazy(
    r"(?:钱|款|定金|订金|首付|全款|尾款|学费|费用|押金|预付)?(?:已经?|刚|都|我)?(?:转|付|打|交|缴|汇|刷)(?:你|您|给你|给您|过去|款|钱|好|完|定金|订金|全款|学费|首付)?了|(?:合同|字|协议)?(?:也|都|已经?)?(?:签|盖)(?:好|完|章|字|回)?了|已经?(?:签(?:字|章|好|完)?|盖(?:章|好|完)?)(?=$|[，,。])|已(?:付|转|打|交|汇)(?=$|[，,。\d])|(?:已|已经|刚)(?:下单|付款|签约|报名|签字|拍下|转账|打款)|下(?:好)?单了|拍下了|付过(?:款|钱|定金)?了?|报(?:好|上)名了"
)
_GOT_PAID: Final = lazy(
    r"(?:款|钱|定金|订金|学费|首付|货款|转账|合同原件|回传件?)(?:已经?|都)?(?:收到|到账|入账)|(?:收到|查到)(?:您的|了)?(?:款|定金|订金|转账|付款|学费|货款|盖章)|报名成功|签约成功|缴费成功|已(?:为您|帮您|给您)(?:下单|报名|排产|安排发货)"
)
_NOT_YET: Final = lazy(
    r"[?？]|吗|没(?:签|付|转|打|收)|还没|等|(?:能|可以|才|来|去|就能)(?:签|付|转|打|盖|刷|交)|再(?:签|付|转|打|交|盖|刷|汇)|就(?:签|付|转|打|交|盖|刷|汇|缴|去|来)|不(?!好意思|用谢|过)|明天|后天|他们|别家|那家|下周"
)


_TERMS: Final = lazy(
    r"写(?:进|到|入)(?:合同|协议|去)?|合同(?:期|里|条款|上|能不能|可不可以|要|得|第)|条款|违约|账期|月结|付款(?:方式|比例|周期)|首付(?:比例|几成)|分[期批]|(?:先|预)(?:交|付|打)[^，,]{0,8}[，,]?[^，,]{0,6}(?:付清|结清|再付|尾款|剩)|能不能(?:加|改|减|免|少|送|降|便宜|优惠|让|放)|改一?条|预付(?:多少|比例|款)?|质保金|押[一二三]付|免(?:租|两|一|三|运)"
)
_CHEAPER: Final = lazy(
    r"便宜|优惠|打折|少(?:点|一?点|个)|让(?:点|利|一)|抹(?:零|个零|掉)|[降减]|最低|底价|折扣?|能不能(?:少|降|便宜|免|送)|再(?:让|降|少|优惠)|凑(?:个)?整|贵|超(?:出|了)?预算|超(?:太多|了点|一点)|有点(?:多|高|超)|太(?:高|多)|(?:别|人)家(?:才|只要|报|\d|[一二三四五六七八九])|就(?:定|签|下单|成交)|不含税[^，,]*行|送(?:点|个)|搭"
)
_RIVAL: Final = lazy(r"(?:别家|别人|隔壁|人家|别的|另一?家|同行)[^，,。]{0,8}[\d一二三四五六七八九]")
_APPROVAL: Final = lazy(
    r"(?:管委会|董事会|股东会|党委|班子|[校院局处党][务委政]会|办公会|例会)上?[^，,。]{0,3}(?:讨论|研究|定|过)|(?:总部|老板|领导|院里|院办|集团|财务|公司|上面|董事会|股东|校长|局里|采购部|法务)[^，,。]{0,6}(?:批|审|签字|点头|过会|上会|同意|拍板|嫌|没定|没松口|在看)|(?:申请|流程|预算|请示|经费|单子|OA)[^，,。]{0,4}(?:还)?(?:在|没|等|要)(?:走|批|审|过)|(?:还在|正在)批|批下来|(?:例会|会)上[^，,]{0,6}汇报|走(?:流程|审批|OA)|上会|过会|报批|立项|审批|招标|投标|标书|比价|三家|两家"
)
_TEAM_ASK: Final = lazy(
    r"^(?:我)?(?:得|要|先|去)?(?:问|请示|汇报|报)(?:一?下|给)?(?:我们)?(?:财务|老板|领导|总部|采购|公司|院里)"
)
_AGREES: Final = lazy(
    r"^(?:好|可以|没问题|行|嗯|成|ok|收到|中|必须|当然|明白|这就|马上)|发(?:您|你)|给您(?:发|出|拟|准备)"
)
_NEEDS: Final = lazy(
    r"\d{1,6}\s?(?:多|来)?(?:人|台|套|件|平|个(?!月)|吨|家|㎡|岁|年级|桌|箱|斤|公斤|辆|米|间|亩|方|张|份|盒|万)|[一二两三四五六七八九十百]{1,4}(?:来|多)?(?:个人|人|台|套|件|平|家店|桌|箱|吨|辆|间|居|房|室|岁|年级|方)|需要|想(?:要|给|做|换|装|把|搞|找|学|上)|要求|预算|材质|规格|型号|对接|支持|功能|[初高小][一二三四五六]|解决|用于|用来|场景|老是|怕|担心|希望|最好|别超|要(?:带|能|有|做|装|换|防|双|进口|国产)|近地铁|学区"
)
LOWER: Final = lazy(
    r"(?:能不能|能否|可不可以|可以|能|再|还能|给我?|帮我?|最好|要不|多少)[^，,。]{0,6}(?:低|便宜|少(?!儿|年)|降|让|优惠|打折|打个?折|抹|减|免|送|实在|划算)(?:一?[点些个]|不|吗|么|几|两|三|多|到|下来|\d|呗|吧|嘛)|(?:低|便宜|少|降|让|优惠)一?[点些](?:不|吗|么|呗|吧|嘛|行|可以|我|就)|"
    r"(?:最低|底价|实价|最优惠|一口价|给个(?:实|底|痛快|最低)价)|打[几\d一二三四五六七八九](?:[一二三四五六七八九五])?折|(?:\d|[一二三四五六七八九十百千万])(?:块|元|万|千|百)?(?:钱)?(?:一?[个台套只件吨斤平])?(?:行不?行?|给不给|出不出|卖不卖|做不做|成不成|能做不?|可以不|干不干|接不接)(?:[吗？?，,]|$)|(?:^|[，,。 ])\d{2,7}(?:万|块|元)?(?:吧|行不|行吗|可以不|成不|怎么样)|[\d一二三四五六七八九十百千万][^，,。]{0,5}(?:我|就|马上|今天|立马)(?:就)?(?:定|签|下单|付|拿|要|提|买|走|成交|下定|开走)了?|凑个?整|抹零"
)
#: 能分两次付吗: another way to pay.
_PARTS: Final = lazy(
    r"分(?:[几两二三四多]|开)?[次笔期批]|分开(?:付|交)|(?:先|预)(?:付|交|给)[^，,]{0,6}(?:定金|一半|[一二三四五]成|\d{1,2}%|部分)|月结|账期|货到(?:再)?付|验收(?:后|完)?再?付|押[一二]付|先用后付|压批"
)
_GRANTS: Final = lazy(
    r"可以|能|行|没问题|最多|最少|至少|不能|不行|只能|必须|申请|支持|[一二三四五六七八九\d]+(?:期|次|成|天|%)|付清"
)
#: 免租期能给三个月不 - 最多两个月: a favour asked for and limited.
_FAVOUR: Final = lazy(r"免租|免[一两二三\d]|账期|月结|送|让|便宜|优惠|延长|多给|能给")
_LIMIT: Final = lazy(r"^(?:最多|只能|至多|顶多|最长|最低)")
#: 总价压到里面行不, 做到五万以内: his own figure for our price.
SQUEEZES: Final = lazy(
    r"(?:压|控制?|做|卡|降|砍|谈|缩|挤|凑|省)(?:到|在|进|成)[^，,。]{0,8}(?:行不?|吗|么|不|可以|成不|能不能|里面|以内|以下|之内|内)|(?:能|可以)[^，,]{0,6}(?:压|控制|做|卡|降|砍|缩)(?:一压|压|到|在|进)"
)
_STILL: Final = lazy(
    r"再(?:低|便宜|少|降|让|优惠|减|抹|申请|送)|还能(?:低|便宜|少|降|让|优惠)|的价[^，,]{0,6}(?:降|低|少|让)|(?:降|让|少|减)[\d一二三四五六七八九十百]{1,4}(?:%|个点|块|元|百|千|万)|还价|砍价"
)
_YIELDS: Final = lazy(
    r"可以分|能分|最多[^，,。]{0,4}[\d一二两三四五六七八九十半]|可以谈|好谈|再谈|(?:申请|请示|争取|问问)(?:一?下|到|个)?|打[\d一二三四五六七八九]{1,2}折|(?:给|帮|让)您?(?:降|优惠|便宜|少|让|减|抹|免)|最低|底价|底了|(?:前[一二三\d]个?月|首年|第一个月)[^，,]{0,6}(?:不|免|半)|(?:以上|起|内)[^，,]{0,4}(?:可以|能)?(?:做|给)?\d|可以(?:做到?|给到?|降|优惠|免|少|让|送|抹|减|按)|送您|去掉|换成|那(?:就)?(?:按)?\d|只能(?:到|做|给)"
)
_WILL_SIGN: Final = lazy(
    r"(?:^|[，,。！])(?:行|好|成|可以|没问题|那|就|先|ok)?(?:[，,]|那|就|先|你|您|按这个|照这个|直接|这么|马上|就?按[^，,。签]{1,8}|照[^，,。签]{1,6}){0,3}(?:联系[一-龥]{1,4}|找[一-龥]{1,4}|跟[一-龥]{1,4})?(?:签(?!字|收|名|到|证|了)|走(?:合同|签约)|(?:拟|出|发|准备)(?:一?[份个下])?合同|把合同|合同(?:就|直接)?(?:发|寄|传)(?:我|到|给|来|过来|[A-Za-z]))|(?:没问题|可以|没意见)(?:就|的话就|，就|，)签",
    re.I,
)
_LESSON: Final = lazy(
    r"[美音舞数语英编书]\w{0,2}课|课程|课时|试听|试课|学费|校区|补习|辅导班?|启蒙|一对一(?:辅导|课|教|老师|上)|年级|[初高小][一二三四五六]\w{0,3}(?:数|语|英|物|化)|集训|兴趣班|托管|学员|班型|小班|雅思|托福|考研|钢琴|围棋|书法|奥数|作文|培训班?|考证|包过|补考|学车|驾校|练车|[CB][12](?:多|怎|证|照|要)|一对一怎么收|考级|考研|直播课|网课|课表|听(?:一|1)节|[学班课](?:期|程)|(?:零?基础|全程|冲刺|全能|周末|寒假|暑假|精品|一对[一三])班|法硕|专升本|自考|考公|考编|开班|学完|学员|招生|插班"
)
_TRIED: Final = lazy(
    r"(?:上次|昨天|前天|上周|那天|周[一二三四五六日天末])[^，,]{0,6}(?:体验|试(?!卷|题|图)|演示)[^，,]{0,8}(?:怎么?样|咋样|如何|感觉|满意|觉得|还行|不错|喜欢)|(?:体验|试听|试用|试吃|试驾|试穿|演示)(?:完|过(?!来|去|程)|后|得(?:怎|咋|如))"
)
_TRIAL: Final = lazy(
    r"(?<![考面笔尝口测调应复初])试(?!图|卷|题|用期|过|着|剂|管|验|点|行)[一-龥]|试(?=$|[，,。])|测评|体验(?:课|一|卡|账号|版|装|馆|下|营)|样(?:品|件|盒|板|机|衣|布|本|书|车|稿)|小样|打[个一]?样|演示|demo|poc|(?:开|给|要)(?:个|一个|我|您)*(?:测试|试用|体验|演示)?[账帐]号|(?:听|上|蹭)(?:一|1)(?:节|堂|次)|先(?:听|试|测)",
    re.I,
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
_VAGUELY: Final = lazy(r"再(?:约|看|说|定|安排)|以后|有空|回头|改天")


def stage_of(said: Sequence[Said], shown: Evidence) -> str:
    """The furthest stage the turns give evidence of; 输单 when the customer ends by refusing."""
    if is_lost(said) and not shown.service:
        return "输单"
    for stage, seen in (
        ("赢单", _won),
        ("合同", _contract),
        ("谈判", _bargain),
        ("报价", _quoted),
        ("演示", _arranged),
        ("方案", _proposed),
        ("需求确认", _needs),
    ):
        if seen(said, shown):
            return stage
    return "初步沟通"


def is_school(said: Sequence[Said]) -> bool:
    """Whether the deal is about lessons, where a price is a fee."""
    return any(_LESSON.search(s.text) for s in said)


def _won(said: Sequence[Said], shown: Evidence) -> bool:
    for one in said:
        if not one.own:
            if _GOT_PAID.search(one.text) and not one.asks and not _NOT_YET.search(one.text):
                return True
            continue
        done = one.has({"付款"}, Act.DONE) or (
            one.has({"合同"}, Act.DONE) and ("签" in one.text or "盖" in one.text)
        )
        if (done or _PAID.search(one.text)) and not one.asks and not _NOT_YET.search(one.text):
            return True
    return shown.service


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
        wanted = one.own and one.has(SIGNED, Act.REQUEST) and not _TERMS.search(one.text)
        planned = one.has(SIGNED, Act.PLAN) and not (
            one.own and (PUT_OFF.search(one.text) or ONCE_PASSED.search(one.text))
        )
        answers = [s for s in said[one.at + 1 : one.at + 3] if not s.own]
        if wanted and any(_AGREES.search(s.text) or s.has(SIGNED) for s in answers):
            return True
        if planned and not one.own and any(s.own and s.intent >= 1 for s in said[: one.at]):
            return True
    return False


def _bargain(said: Sequence[Said], shown: Evidence) -> bool:
    for one in (s for s in said if s.own):
        offered = shown.priced_at is not None or bool(shown.delivered)
        if one.has({"招标"}) or _APPROVAL.search(one.text) or (offered and one.has({"等审批"})):
            return True
        if (
            one.has({"合同", "付款", "合同草稿"})
            and _TERMS.search(one.text)
            and (shown.custom or one.has(SIGNED))
        ):
            return True
        if _presses(said, one, shown) or _wants_terms(said, one, shown):
            return True
        if shown.priced_at is None or one.at <= shown.priced_at:
            continue
        custom = shown.custom or "报价" in shown.delivered
        pressed = one.has({"优惠"}) or (
            custom and (one.has({"比价"}) or _RIVAL.search(one.text) or _TERMS.search(one.text))
        )
        if pressed or (
            custom and (one.has({"嫌贵", "预算紧张"}) or _CHEAPER.search(one.text)) and len(one.text) > 3
        ):
            return True
        if custom and _TEAM_ASK.search(one.text):
            return True
    return False


def _wants_terms(said: Sequence[Said], one: Said, shown: Evidence) -> bool:
    """Whether he asks to pay a price that stands in another way and we grant or limit it (能分两次付吗 - 可以)."""
    if shown.priced_at is None or one.at <= shown.priced_at or not one.asks or not _PARTS.search(one.text):
        return False
    after = said[one.at + 1] if one.at + 1 < len(said) else None
    return after is not None and not after.own and (_GRANTS.search(after.text) is not None)


def _presses(said: Sequence[Said], one: Said, shown: Evidence) -> bool:
    """Whether he wants a price lowered that stands, or objects to it and we give way."""
    if _STILL.search(one.text):
        return True
    after = said[one.at + 1] if one.at + 1 < len(said) else None
    if one.asks and _FAVOUR.search(one.text) and after and not after.own and _LIMIT.match(after.text):
        return True
    if (shown.priced_at is None or one.at < shown.priced_at) and not (
        shown.delivered & {"方案", "报价"} and one.at
    ):
        return False
    if LOWER.search(one.text) or SQUEEZES.search(one.text):
        return True
    objects = (
        one.has({"嫌贵", "比价", "预算紧张"})
        or (_CHEAPER.search(one.text) is not None and len(one.text) > 3)
        or _RIVAL.search(one.text) is not None
    )
    answers = [s for s in said[one.at + 1 : one.at + 3] if not s.own]
    return objects and any(_YIELDS.search(s.text) and not _TRIAL.search(s.text) for s in answers[:1])


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
    if not _TRIAL.search(one.text) or (one.own and _DECLINES.search(one.text)):
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


def _needs(said: Sequence[Said], _: Evidence) -> bool:
    wanted = {"方案", "演示", "样品", "试用", "交期"} | (set() if is_school(said) else {"报价"})
    asked = any(s.has(wanted, Act.REQUEST, Act.PLAN) and len(s.text) > 6 for s in said)
    own = [s for s in said if s.own and not s.idle]
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
