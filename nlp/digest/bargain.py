"""Whether a customer bargains: over the price, the terms, or with the people who have to agree on his side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from nlp.digest.evidence import Evidence
from nlp.digest.losing import SIGNED
from nlp.digest.reading import Said
from nlp.lazy import lazy

TERMS: Final = lazy(
    r"写(?:进|到|入)(?:合同|协议|去)?|合同(?:期|里|条款|上|能不能|可不可以|要|得|第)|条款|违约|账期|月结|付款(?:方式|比例|周期)|首付(?:比例|几成)|分[期批]|(?:先|预)(?:交|付|打)[^，,]{0,8}[，,]?[^，,]{0,6}(?:付清|结清|再付|尾款|剩)|能不能(?:加|改|减|免|少|送|降|便宜|优惠|让|放)|改一?条|预付(?:多少|比例|款)?|质保金|押[一二三]付|免(?:租|两|一|三|运)"
)
_CHEAPER: Final = lazy(
    r"便宜|优惠|打折|少(?:点|一?点|个)|让(?:点|利|一)|抹(?:零|个零|掉)|[降减]|最低|底价|折扣?|能不能(?:少|降|便宜|免|送)|再(?:让|降|少|优惠)|凑(?:个)?整|贵|超(?:出|了)?预算|超(?:太多|了点|一点)|有点(?:多|高|超)|太(?:高|多)|(?:别|人)家(?:才|只要|报|\d|[一二三四五六七八九])|就(?:定|签|下单|成交)|不含税[^，,]*行|送(?:点|个)|搭"
)
_RIVAL: Final = lazy(r"(?:别家|别人|隔壁|人家|别的|另一?家|同行)[^，,。]{0,8}[\d一二三四五六七八九]")
_APPROVAL: Final = lazy(
    r"(?:管委会|业委会|居委会|村委会|家委会|校委会|理事会|合伙人|董事会|股东会|党委|班子|[校院局处党][务委政]会|办公会|例会)上?[^，,。怎什]{0,4}(?:开会|讨论|研究|表决|投票|定|过(?!来|去|年))|(?:总部|老板|领导|院里|院办|集团|财务|公司|上面|董事会|股东|校长|局里|采购部|法务)[^，,。]{0,6}(?:批|审|签字|点头|过会|上会|同意|拍板|嫌|没定|没松口|在看)|(?:申请|流程|预算|请示|经费|单子|OA)[^，,。]{0,4}(?:还)?(?:在|没|等|要)(?:走|批|审|过)|(?:还在|正在)批|批下来|(?:例会|会)上[^，,]{0,6}汇报|走(?:流程|审批|OA)|上会|(?<!再)(?<!不)(?<!就是)过会(?!儿)|报批|立项|审批|招标|投标|标书|比价|三家|两家"
)
#: 那个项目领导定了没: we ask how what we offered before stands.
_STANDS: Final = lazy(
    r"(?:定|批|过|审|考虑|讨论|研究|商量|汇报|决定|看)(?:好|完|下来|得|的)?(?:了|怎么?样|咋样|如何)?(?:没|吗|么|呢|怎么?样|咋样|$)|进展|结果|下文|消息|动静"
)
_BOSS: Final = lazy(r"领导|老板|总部|公司|集团|院里|校里|董事会|上面|业主|会上|[一-龥]总那")
_UNDECIDED: Final = lazy(r"^(?:还|都)?(?:没有?|没呢|未|在)(?:呢|定|批|过|开|讨论|研究|走|看|上会|$|[，,。 ])")
_TEAM_ASK: Final = lazy(
    r"^(?:我)?(?:得|要|先|去)?(?:问|请示|汇报|报)(?:一?下|给)?(?:我们)?(?:财务|老板|领导|总部|采购|公司|院里)"
)
LOWER: Final = lazy(
    r"(?:能不能|能否|可不可以|可以|能|再|还能|给我?|帮我?|最好|要不|多少)[^，,。]{0,6}(?:低|便宜|少(?!儿|年)|降|让(?!人|他|她|我|师)|优惠|打折|打个?折|抹|减|免|送(?!到|货|过|来|去|上|达|样)|实在|划算)(?:一?[点些个]|不|吗|么|几|两|三|多|到|下来|\d|呗|吧|嘛)|(?:低|便宜|少|降|让|优惠)一?[点些](?:不|吗|么|呗|吧|嘛|行|可以|我|就)|"
    r"(?:最低|底价|实价|最优惠|一口价|给个(?:实|底|痛快|最低)价)|打[几\d一二三四五六七八九](?:[一二三四五六七八九五])?折|(?:\d|[一二三四五六七八九十百千万])(?:块|元|万|千|百)?(?:钱)?(?:一?[个台套只件吨斤平])?(?:行不?行?|给不给|出不出|卖不卖|做不做|成不成|能做不?|可以不|干不干|接不接)(?:[吗？?，,]|$)|(?:^|[，,。 ])\d{2,7}(?:万|块|元)?(?:吧|呗|差不多|成交|得了|算了|行不|行吗|可以不|成不|怎么样)|[\d一二三四五六七八九十百千万][^，,。]{0,5}(?:我|就|马上|今天|立马)(?:就)?(?:定|签|下单|付|拿|要|提|买|走|成交|下定|开走)了?|凑个?整|抹零"
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
    r"(?<![缩损误温湿公偏耗水油重厚])(?:压|控制?|做|卡|降|砍|谈|缩|挤|凑|省)(?:到|在|进|成)(?![^，,。]{0,8}(?:点以|%|毫米|厘米|度|小时|分钟|天|公分|丝|微米|毫克|厚|重|噪|湿|温|误差|公差))[^，,。]{0,8}(?:行不?|吗|么|不|可以|成不|能不能|里面|以内|以下|之内|内)|(?:能|可以)[^，,]{0,6}(?:压|控制|做|卡|降|砍|缩)(?:一压|压|到|在|进)(?![^，,。]{0,6}(?:个点|%|毫米|厘米|度|小时|分钟|天))"
)
_STILL: Final = lazy(
    r"再(?:低|便宜|少|降|让|优惠|减|抹|申请|送)|还能(?:低|便宜|少|降|让|优惠)|的价[^，,]{0,6}(?:降|低|少|让)|(?<![最至多缺])(?:降|让|少|减)[\d一二三四五六七八九十百]{1,4}(?:%|个点|块|元|百|千|万)|还价|砍价"
)
_YIELDS: Final = lazy(
    r"可以分|能分|最多[^，,。]{0,4}[\d一二两三四五六七八九十半]|可以谈|好谈|再谈|(?:申请|请示|争取|问问)(?:一?下|到|个)?|打[\d一二三四五六七八九]{1,2}折|(?:给|帮|让)您?(?:降|优惠|便宜|少|让|减|抹|免)|最低|底价|底了|(?:前[一二三\d]个?月|首年|第一个月)[^，,]{0,6}(?:不|免|半)|(?:以上|起|内)[^，,]{0,4}(?:可以|能)?(?:做|给)?\d|可以(?:做到?|给到?|降|优惠|免|少|让|送|抹|减|按)|送您|去掉|换成|那(?:就)?(?:按)?\d|只能(?:到|做|给)"
)
#: 先弄两包样给我, 寄两斤尝尝: a little of it to try.
SAMPLED: Final = lazy(
    r"(?:寄|拿|发|弄|来|给|送|要|带|打)[^，,。]{0,3}(?:[一两二三几\d]{1,4}(?:包|袋|瓶|盒|片|块|米|斤|公斤|克|双|件|条|根|支|份|张|卷|桶|罐|台))的?(?:样(?!式|的)|试|尝|看看|测|验)"
)
TRIAL: Final = lazy(
    r"(?<![考面笔尝口测调应复初])试(?!图|卷|题|用期|过|着|剂|管|验|点|行)[一-龥]|试(?=$|[，,。])|测评|体验(?:课|一|卡|账号|版|装|馆|下|营)|样(?:品|件|盒|板|机|衣|布|本|书|车|稿)|小样|打[个一]?样|演示|demo|poc|(?:开|给|要)(?:个|一个|我|您)*(?:测试|试用|体验|演示)?[账帐]号|(?:听|上|蹭)(?:一|1)(?:节|堂|次)|先(?:听|试|测)",
    re.I,
)


def bargains(said: Sequence[Said], shown: Evidence) -> bool:
    """Whether the price, the terms or an approval are what the talk has come to."""
    if _asked_after(said):
        return True
    for one in (s for s in said if s.own):
        offered = shown.priced_at is not None or bool(shown.delivered)
        if one.has({"招标"}) or _APPROVAL.search(one.text) or (offered and one.has({"等审批"})):
            return True
        if (
            one.has({"合同", "付款", "合同草稿"})
            and TERMS.search(one.text)
            and (shown.custom or one.has(SIGNED))
        ):
            return True
        if _presses(said, one, shown) or _wants_terms(said, one, shown):
            return True
        if shown.priced_at is None or one.at <= shown.priced_at:
            continue
        custom = shown.custom or "报价" in shown.delivered
        pressed = one.has({"优惠"}) or (
            custom and (one.has({"比价"}) or _RIVAL.search(one.text) or TERMS.search(one.text))
        )
        if pressed or (
            custom and (one.has({"嫌贵", "预算紧张"}) or _CHEAPER.search(one.text)) and len(one.text) > 3
        ):
            return True
        if custom and _TEAM_ASK.search(one.text):
            return True
    return False


def _asked_after(said: Sequence[Said]) -> bool:
    """Whether we open by asking how a thing offered before stands, and it still has to pass (领导定了没 - 还没)."""
    opening = next((s for s in said if not s.own), None)
    if opening is None or opening.at > 1 or not _STANDS.search(opening.text):
        return False
    answer = next((s for s in said[opening.at + 1 :] if s.own), None)
    return answer is not None and (
        answer.has({"等审批"})
        or (_BOSS.search(opening.text) is not None and _UNDECIDED.match(answer.text) is not None)
    )


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
    return objects and any(_YIELDS.search(s.text) and not TRIAL.search(s.text) for s in answers[:1])
