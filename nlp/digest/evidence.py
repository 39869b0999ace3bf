"""What a chat shows only across its turns: what was delivered, what was priced, whether it is service."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nlp.digest.cues import ONCE_PASSED
from nlp.digest.reading import Said
from nlp.lazy import lazy
from nlp.model import Act
from nlp.standing.cues import TROUBLE

#: Things that are handed over; 价格 and 合同 words in a question of ours about them show they were.
HANDED: Final = frozenset({"报价", "方案", "合同", "合同草稿", "样品", "试用", "演示", "试听"})
_SIGNED: Final = frozenset({"合同", "合同草稿"})
_SENT: Final = lazy(
    r"(?:已经?|刚|都|给您|帮您)?(?:发|传|寄|邮|送|快递)(?:您|你|给您|给你|过去|出去|出|到)?[^，,。]{0,6}?了(?:$|[，,。！!~哈啊呢 ])|已(?:发|传|寄|开通|送)|(?:开通|做好|出好|改好|整理好)了|"
    r"[发传]您(?:邮箱|微信|群里)了|单号|请(?:查收|过目|审阅)|您(?:看一?下|看看|过目|查收)|\[文件\]"
)
_PLAN_SENT: Final = lazy(
    r"(?:课纲|大纲|提案|策划案?|设计稿|效果图|建议书|规划图?|选型表|平面图)[^，,。]{0,8}(?:发|给|传)(?:您|到|过)[^，,。]{0,4}了|(?:收到|看)(?:了|到|过)?[^，,。]{0,4}(?:课纲|提案|策划案?|设计稿|效果图|建议书|平面图)|(?:课纲|提案|策划案?|设计稿|效果图|建议书|平面图)(?:我们?)?(?:都|也)?(?:收到|看)(?:了|过)"
)
_LATER: Final = lazy(
    r"明|后天|下午|今[天晚]|周[一二三四五六日]|稍后|晚点|马上|这就|待会|就(?:发|寄)|好就|[?？]|吗"
)
_FOLLOWED: Final = lazy(
    r"看(?:了|过|完|到|好)|收到|定了|考虑|怎么样|如何|感觉|满意|用(?:得|着)|试(?:了|用|得|过)|觉得|意见|发您的|给您的|上次的?|上周|之前|那份|那版|过了吗|签了"
)
_HAD: Final = lazy(
    r"你们(?:的)?(?:报到|报的|报价|给的价|方案)|(?:报价|方案|合同|样品|报价单|草稿|初稿|协议|草案)(?:我|我们|都|也|已经?)?(?:们)?(?:看|收|试|用|拿|审)(?:到|过|完|了)|看了(?:下|一下)?(?:你们)?(?:的|那份|那个)?(?:报价|方案|合同)"
)

_FAULT: Final = lazy(
    r"坏|跳(?:机|停)|停机|罢工|熄火|报警|异常|红灯|灯(?:一直)?[闪亮]|温度(?:高|过高|上不)|不吃|没精神|红肿|发炎|渗|漏(?!斗)|破|裂|碎|断(?!货)|少了|缺了|掉(?:漆|色|了|皮|下来)|起(?:泡|皮|翘|球)|异响|响(?:得|个不停|声)|不(?:制冷|制热|出水|亮|转|动|通|灵|准|工作|显示|能用|识别|热|冷|干净|匹配|符|合格)|打不开|开不了|登(?:不|录不)|连不上|用不了|没(?:反应|声音|信号|网|电|收到|到账|人(?:来|管|接))|报错|卡(?:住|死|顿|纸|壳)|死机|闪退|黑屏|白屏|花屏|乱码|出错|发错|装错|错了|变形|发霉|生锈|褪色|有(?:划痕|异味|气味|毛病|瑕疵|虫|杂质|色差)|过敏|出(?:问题|故障|毛病)|故障|停了|堵了|跳闸|失灵|松了|歪了|翘|质量问题|导不|丢(?:件|失|了)|还没(?:到|收到|发|来|退)|不见了|延误|晚点"
)
_SUPPOSED: Final = lazy(
    r"(?:坏|出问题|故障|破|漏|丢|断)了?(?:的话|以后|之后)?[，,]?(?:多久|怎么|谁|能不能|能(?!用)|包|保|咋|可以|会|要|算)|万一|要是|如果|会不会|怕|担心|(?:电话|客服|微信|热线|官网)[^，,]{0,6}(?:没人|打不通|占线|不回|没回)|容易(?:坏|破|漏)|以前(?:的|那|用)|别家|之前(?:那|用|找|的(?:供应|厂))|原来(?:的|那)"
)
_OWNED: Final = lazy(
    r"你们(?:家|公司|店|师傅|厂)?(?:给)?(?:我们?)?(?:装|修|送|发|做|卖|配|寄|换|贴|铺|建|改|印|洗|设计)(?:过来|来|给我)?的|(?:买|装|用|穿|开|跑|吃|订|修|做|住|贴|喷)(?:完|好)?了?(?:才|还?不到|没(?:到|几|多)|快|刚)[^，,]{0,6}(?:天|月|年|周|次)|(?:上|去)(?:次|个?月|周|年|回|礼拜)[^，,]{0,3}(?:买|装|修|做|订|送|换|拿|进|发|下单|办)|(?:昨天|前天|刚|今天|早上)(?:收到|到|送来|送到|装)的?|这批(?:货|料|件)|那批(?:货|料|件)|收到的?(?:货|东西|[一二两三四五六七八九十\d]+[件箱台套])|(?:货|快递|东西|机器|设备|柜子|门|材料)(?:收)?到了|订单|运单|单号|保修期?|质保|在你们(?:家|这|那里?|店里?)(?:买|装|做|订|办|充|报)|你们[^，,。]{0,6}(?:装|送|做|卖|发|修|换|印|给)的(?:那|这)"
)
_USED: Final = lazy(
    r"我(?:们)?(?:家|店里?|厂里?|公司|办公室)?(?:的)?(?:那|这)(?:台|套|批|辆|几台|几个)|你们(?:的|家)?(?:系统|软件|机器|设备|后台|小程序|APP|平台|产品|师傅|车)"
)
_REPAIR: Final = lazy(
    r"拍(?:个|张|一?下|段)?[^，,。]{0,4}(?:小?视频|照片?|图|一下)|截(?:个|张)?图|(?:安排|派|让|叫|请)[^，,]{0,6}(?:师傅|工程师|技术|维修|售后|人|司机)[^，,]{0,10}|师傅|电工|水工|木工|技工|焊工|上门(?:维修|检修|看|处理|检测|修|换)|返(?:修|厂|工)|补(?:发|送|寄|做|货|给)|换(?:新|货|一[个台件套]|您)|退(?:货|款|您|换)|赔(?:付|您|偿|80|\d)|在?(?:保修|质保)期?内|保修|维修|检修|工单|远程|重启|售后(?:同事|工程师|师傅|部|登记|单|会|马上)|(?:运|订)?单号(?:发|给|多少|报|麻烦)|抱歉|对不起|故障|排查|核实|报修|序列号|型号(?:发|多少)|帮您(?:查|催|看)"
)
_WISHED: Final = frozenset({"报价", "方案", "演示", "试用", "试听", "样品"})
_SORRY: Final = lazy(r"保修|质保|抱歉|对不起|不好意思")
_REMEDY: Final = lazy(
    r"(?:给您|帮您|马上|免费|安排)?(?:换|补(?:发|寄|做|送|给|上)|重(?:做|新|发|印|装|寄)|退(?:您|款|货|给)|赔|修(?!改)|返工|上门|师傅)"
)
_EXISTING: Final = lazy(
    r"续费|续(?:一?年|签(?!合同)|课|卡|保|期|租)|(?:年卡|会员|套餐|服务|账号|合同|保单|域名|租约)(?:快|马上|下个?月|这个?月|要|就)?到期|请(?:个)?假|调(?:个|一下)?课|补课|我(?:上周|昨天|上个?月|前天|之前|刚|上次)[^，,]{0,3}(?:订|买|下单|付|交|办|拍|充)(?:的|了|过)|老规矩|我的(?:货|订单|快递|件|单子)|货(?:到哪|发了没|走到)|(?:上次|上回|上批|那批|上个月)[^，,]{0,6}(?:发票|尾款|对账|货款)"
)
#: 想测下甲醛, 你们能修吗: he comes with a wish, of things that others did for him.
_COMES: Final = lazy(
    r"想(?!问一?下(?:售后|我)|退|换货|投诉|反映|请假|续|调)(?:找|请|做|装|测|检|换|订|定|买|学|了解|咨询|看|租|办|改|修|要|配|约)|(?:打算|准备|考虑)(?:做|装|换|订|买|测|改|租)|(?:朋友|同事|邻居|熟人)[^，,]{0,3}(?:推荐|介绍)|(?:抖音|小红书|官网|网上|美团|点评|百度|公众号)[^，,]{0,4}(?:看到|刷到|找到|搜到)|你们(?:能|可以)?(?:不能)?(?:做|修|测|接)[^，,]{0,8}(?:吗|么|不)"
)
_BY_US: Final = lazy(
    r"你们[^，,。]{0,6}(?:装|修|送|做|卖|发|换|印|给|配|寄|来)(?:我们?|过来)?的|在你们|从你们|找你们[^，,]{0,4}(?:做|装|买|修)的|保修|质保|订单|(?:上次|上回|上个?月|去年|昨天|前天)[^，,]{0,4}(?:买|装|修|做|订|送|拿|收)"
)
_AFRESH: Final = lazy(
    r"想(?:再|加|扩|换|升级)|再(?:订|买|加|装|做|开)|加(?:购|订|单)|扩(?:容|到)|这次|新(?:店|厂|项目|一批)|另外(?:要|想)|升级"
)
_LISTED: Final = lazy(
    r"起(?!来|初|码)|单次|一人(?=\d)|每人|人均|一般|大概|左右|不等|原价|标准价|会员价|市场价|看(?:您|你|配置|情况|规格|年龄|面积|量|要求)|[一每单]?(?:节|小时|课时|学期|学年|期)[^，,]{0,3}\d|(?:年卡|月卡|季卡|次卡|一年|半年|每?人均|套餐)[^，,]{0,3}\d|区间|从\d|到\d+都有|门市价|官网价|正价"
)
_CUSTOM: Final = lazy(
    r"总价|一共|合计|共(?=\d)|单价|总共|一起(?=\d)|打完折|折后|优惠价|(?:给|帮)(?:您|你)(?:算|报|做到|申请到)|算(?:了下|下来|过|好)|报价(?:是|为|单)|含税|不含税|含运|到厂价|出厂价|[抵补扣减折]完|补贴后|总计|(?<=\d)[^，,考]{0,4}全包|全包[^，,]{0,4}\d|FOB|CIF|EXW|落地价?|到手价?|按您|您这(?:个|种|款|边|套|单)|拿货价|底价|\d{1,6}\s?(?:台|套|件|个|人|份|吨|桌|平|辆|箱|盒|张|米|间|扇)[^，,]{0,6}\d"
)
_BARE: Final = lazy(
    r"(?:^|[一-龥，,：: ])(?!20[2-4]\d)[1-9]\d{2,6}(?:\.\d{1,2})?(?=$|[，,。！!；;~]|元|块|起|一(?:平|台|套|个|年|月|件|桌|吨|位|人|节|天|间))(?!.{0,3}(?:房间|号))"
)
_RATE: Final = lazy(
    r"\d(?:\.\d{1,2})?\s?(?:%|个点|折)|百分之[一二三四五六七八九十\d]|(?:\d(?:\.\d{1,3})?\s?(?:USD|usd|RMB|rmb|EUR|美金|美元|刀|欧)|[$￥¥€]\s?\d)"
)
_FIGURE: Final = lazy(
    r"(?:^|[一-龥，,：:\s])(?!20[2-4]\d)(?:[1-9]\d{2,6}|\d{1,4}(?:\.\d{1,2})?万\d?)(?:元|块)?(?:[含包全]|(?:是|对)[吧不么]|[，,。！!]|$)|\d(?:块|元)(?:钱|\d)?一?[个只件本张套斤]?"
)
#: 收80, 给88, 按92算, 一张60起, 租金23: our sum without its unit.
_PLAIN_SUM: Final = lazy(
    r"(?:^|[^多几要\d])(?:收|给|给到|算到?|卖|做到|按|就|租金|月租|底价|单价|价格?|起步价?|优惠价|活动价|会员价|现价|原价|押金|订金|定金)(?:您|你|是|到)?[1-9]\d{1,5}(?:\.\d{1,2})?(?=$|[，,。！ ]|元|块|起|算|走|给|一[张个件台套节次平米亩单瓶箱盒桶斤只本间天月年位人对双副组束盆株棵桌场趟车柜部辆篇条块片根支份晚]|吧|哈|呗)|一?(?:[张个件台套节次平米亩单瓶箱盒桶斤只本间位人天对双副组束盆株棵桌场趟车柜部辆篇条块片根支份顿晚夜期页字袋包]|课时|小时|方|吨|公斤|个?月|年)[1-9]\d{1,5}(?:起|左右)?(?=$|[，,。！ ]|元|块)"
)
#: 你家一天两万六, 那个砖92一平还能少不, 你昨天报的: the customer names our price.
_OUR_PRICE: Final = lazy(
    r"(?:你们?|您)(?:家|那|这|店|公司)?(?:昨天|上次|之前|上周|给)?(?:报|卖|要|收|开)?(?:的|价)?[^，,。 控预]{0,5}[\d一二两三四五六七八九]|[\d百千万][^，,。 ]{0,6}(?:还能|能不能|能|再)(?:再)?(?:少|便宜|降|让|优惠|低)|(?:你们?|您)[^，,。 ]{0,3}报的"
)
_RIVAL_SUM: Final = lazy(r"别家|别人|隔壁|人家|另(?:外)?[一两几]?家|同行|对面|预算")
_WORTH: Final = lazy(r"价|费|收|钱|quote|报|优惠|预算|[低高贵降]", re.I)
_FEE: Final = lazy(
    r"(?:收|佣金|提成|抽|代理费|服务费|费率|手续费)[^，,。]{0,6}\d|\d(?:%|个点)[^，,。]{0,3}(?:收|抽|佣金|提成)"
)
_WHOLE_ASK: Final = lazy(
    r"总价|一共|总共|合计|算下来|全部下来|全下来|算(?:一?下|个)[^，,]{0,4}(?:多少|价|钱)|报个?(?:总)?价|(?:能|可以)报|到手|落地|什么价(?:能|给)|给(?:我)?(?:个|报个)(?:实|底|总)?价|最低|quote",
    re.I,
)
_ASKS_SIZE: Final = lazy(
    r"多[少大重长高宽厚远](?!钱)|几(?:个|台|套|件|平|吨|方|层|间|人|位|楼|张|年|号|寸|米)|什么(?:规格|型号|材质|尺寸|配置|要求|款|货|户型|面积|用途)|哪(?:个|款|种|里|边|类)|数量|尺寸|面积|规格|型号"
)
_PRICED_ASK: Final = lazy(
    r"多少|总价|算(?:一?下|个)|什么价|啥价|怎么(?:卖|算|收)|报(?:个|一?下)|价格?|几块|什么价位|费用|预算"
)
_CONFIRMS: Final = lazy(r"[1-9]\d{2,6}(?:元|块)?(?:一[一-龥])?(?:是吧|对吧|没错吧|是不是|对不)")
_MEASURE: Final = lazy(
    r"改成[1-9]{3}(?=$|[，,。])|转速|乘|毫米|公里|功率|电话|单号|房间|型号|编号|工单|工号|订单号|尾号|栋|门牌|代码|验证码"
)
_AMOUNT: Final = lazy(
    r"(?:[\d.]+|[一二两三四五六七八九十百千]+)\s?(?:多|来|几)?(?:台|套|件|个(?!月|小时)|人|份|吨|桌|平|方|辆|箱|盒|张|米|间|扇|公斤|斤|亩|棵|块|本|双|条|支|瓶|桶|柜|户|店|家|车|公里|层|床|位|部|场|次|期|亩地|梯|樘|块屏|校|班|盆|盒|pcs|sets?|units?|pieces)|\d{2,6} [a-z]{3,}"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """``delivered``: what was handed over, ``priced_at``: the first turn that names our price, ``custom``: a
    price made for this customer, ``service``: the thread of somebody who has bought already."""

    delivered: frozenset[str]
    priced_at: int | None
    custom: bool
    service: bool


def weigh(said: Sequence[Said]) -> Evidence:
    """The evidence of a whole chat."""
    priced = next((s.at for s in said if names_price(s) if not s.own or _CONFIRMS.search(s.text)), None)
    priced = next((s.at for s in said[:priced] if s.own and s.sums and names_our_price(s)), priced)
    priced = next((s.at for s in said[:priced] if _rated(said, s)), priced)
    quoted = next((s.at for s in said if s.has({"报价"}, Act.DONE) or (s.own and _HAD.search(s.text))), None)
    first = min((at for at in (priced, quoted) if at is not None), default=None)
    return Evidence(_delivered(said), first, any(_custom(said, s) for s in said), _service(said))


def _rated(said: Sequence[Said], one: Said) -> bool:
    """Whether our turn answers a question about the price by a share, a rate or a sum in foreign money."""
    if one.own or one.asks or not _RATE.search(one.text):
        return False
    return _FEE.search(one.text) is not None or any(
        s.own and _WORTH.search(s.text) for s in said[max(0, one.at - 3) : one.at]
    )


def names_price(said: Said) -> bool:
    """Whether the turn names a price or a sum that may be one; our bare number at the end of a clause is one."""
    if any(m.role.value in {"quote", "price", "unknown"} for m in said.sums):
        return True
    if said.own:
        return _CONFIRMS.search(said.text) is not None
    if _PLAIN_SUM.search(said.text) is not None and not _MEASURE.search(said.text):
        return True
    if not said.asks and _BARE.search(said.text) is not None:
        return True
    return (
        _FIGURE.search(said.text) is not None
        and (not said.asks or said.text.find("，") > 0)
        and not _MEASURE.search(said.text)
    )


def names_our_price(said: Said) -> bool:
    """Whether the customer names what we ask for it: 你家一天两万六, 92一平还能少不."""
    return bool(said.own and said.sums and _OUR_PRICE.search(said.text) and not _RIVAL_SUM.match(said.text))


def _delivered(said: Sequence[Said]) -> frozenset[str]:
    found: set[str] = set()
    wanted: list[tuple[int, str]] = []
    for one in said:
        wanted += [
            (one.at, s.kind)
            for s in one.signals
            if s.positive and s.kind in HANDED and s.act in {Act.REQUEST, Act.PLAN}
        ]
        done = {s.kind for s in one.signals if s.positive and s.kind in HANDED and s.act is Act.DONE}
        found |= done - _SIGNED if one.own and ONCE_PASSED.search(one.text) else done
        found |= {"方案"} if _PLAN_SENT.search(one.text) and not one.asks else set()
        if not one.own:
            if _SENT.search(one.text) and not _LATER.search(one.text):
                found |= {kind for at, kind in wanted[-2:] if 0 < one.at - at <= 4}
            if one.asks and _FOLLOWED.search(one.text):
                found |= {s.kind for s in one.signals if s.kind in HANDED}
        elif _HAD.search(one.text):
            found |= {kind for kind in HANDED if kind in one.text} or {"报价"}
    return frozenset(found)


def _custom(said: Sequence[Said], one: Said) -> bool:
    """A price for this very wish: our words say so, or the customer had told how much of what."""
    if one.own or not names_price(one):
        return False
    if _CUSTOM.search(one.text):
        return True
    if _LISTED.search(one.text):
        return False
    before = [s for s in said[: one.at] if s.own]
    if before and _WHOLE_ASK.search(before[-1].text) and one.at - before[-1].at <= 2:
        return True
    asked = any(_PRICED_ASK.search(s.text) for s in before[-2:])
    sized = any(not s.own and s.asks and _ASKS_SIZE.search(s.text) for s in said[max(0, one.at - 4) : one.at])
    return (asked or sized) and any(_AMOUNT.search(s.text) for s in before)


def is_fault(text: str) -> bool:
    """Whether the customer reports that something he has does not work (not: what if it broke)."""
    return (_FAULT.search(text) is not None or TROUBLE.search(text) is not None) and _SUPPOSED.search(
        text
    ) is None


def _service(said: Sequence[Said]) -> bool:
    """Somebody who has bought: a fault of what he owns that we go and mend, or talk of his running order."""
    own = [s for s in said if s.own]
    if own and own[0].at <= 1 and _COMES.search(own[0].text) and not any(_BY_US.search(s.text) for s in own):
        return False
    buys = next((s.at for s in own if _AFRESH.search(s.text) or s.has(_WISHED, Act.REQUEST)), len(said))
    owned = next((s.at for s in own if _OWNED.search(s.text)), None)
    for one in own[:4]:
        if one.at > buys or not (is_fault(one.text) or one.at == owned):
            continue
        answers = [s.text for s in said[one.at + 1 :] if not s.own]
        mended = any(_REPAIR.search(text) for text in answers)
        ours = (
            owned is not None
            or any(_USED.search(s.text) for s in own)
            or any(_SORRY.search(text) for text in answers)
        )
        if mended and ours:
            return True
    made_good = any(not s.own and _SORRY.search(s.text) and _REMEDY.search(s.text) for s in said[:6])
    return (made_good and buys > 0) or (buys == len(said) and any(_EXISTING.search(s.text) for s in said[:3]))
