"""What a whole message says: in what mood it is written, and how it stands in its exchange."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.lazy import lazy, led, sifted
from nlp.model import Act, MessageKind, Polarity, Signal
from nlp.scope import is_question

_OBJECTIONS = frozenset({"再考虑", "等审批", "预算紧张", "比价", "嫌贵", "暂不需要"})
_CHAT = frozenset({"致谢", "收到", "告别", "催促", "投诉"})
_READY = sifted(
    r"就它了|往下(?:走|推进|办)吧?|(?:走起|推进|开干|开工|办手续)吧|(?:就|那)这么(?:定|办|着)(?:了|吧)?|定了吧|走合同|直接下单|直接签|直接付|直接[订定](?!制|期|金)|直接报名|直接拿货|就[您你]们?家?了|就这个了|就定你们|就选你们|就你们家?了|我要了|我们要了|我定了|定下来了|成交|下单|下订单|订一[台套个件批]|来[一二两三四五十\d]{1,3}[台套个件份箱吨]|(?:今天|明天|马上|现在|这就|下午|上午|这周|下周)[^，,。]{0,4}(?:签|付|打款|转账|下单)"
    r"|可以签|来签|签吧|怎么付|付到哪|打到哪|(?<!测试)(?<!试用)(?<!体验)账号(?:发|给)|收款码(?!吗)|我?盖章|没问题[^，,。]{0,2}签|就按这个(?:价|签|做)|安排发货吧|(?:直接|就|尽快|抓紧)(?:安排|出正式|做吧|发货|开工|排产|走流程)|就(?:报|定|选|要)(?!价|名吗|不|是)[^，,。！!？?吗么]{1,6}(?:班|款|套|家|档|间|场|了)(?=[，,。！!]|$)|拟(?:个|一份)?合同吧|按(?:原价|这个价|报价|合同)(?:来|走|做|办|执行)|(?:^|[，,])(?:走)?全款|开始吧|马上付|我付"
)
_TERMS = sifted(
    r"能[^，,。]{1,8}吗|要不要|分期|账期|月结|季付|年付|方式|承兑|比例|能不能|可以[^，,。]{0,6}吗|首付|押金|多少|多久|支持|验收|发货|到货|货到|宽限|还是|terms|怎么样|行不|成不|不[?？]?$|法子|办法|啥|除了"
)
_PRAISE = sifted(
    r"(?:满意|不错|很好|挺好|真好|太好了|负责|专业|喜欢|给力|靠谱|完美|很棒|真棒|太棒|优秀|期待|赞|用心|周到|耐心|热情|放心|信得过|信得着|信任|信赖|牛|就[您你]们?家?了|信[你您]|nice|合作愉快|效率高|好用|顺手|得劲|巴适|相中|中意|看上了|达标|还想[去来上要]|(?:都说|觉得|感觉|反映)[^，,。没不太]{0,3}(?:行|好|可以|不错|舒服))(?<!不满意)(?<!不太满意)(?<!没喜欢)(?<!不喜欢)(?<!不负责)(?<!不专业)(?<!不靠谱)(?<!不好用)(?<!不给力)(?<!不放心)(?<!不用心)(?<!信不过)"
)
_ANGER = sifted(
    r"失望|太慢|太差|很差|真差|垃圾|生气|坑人|太坑|骗|烦死|真烦|别烦|不满意|糟糕|糟心|无语|怎么回事|太不|什么态度|搞什么|敷衍|拖拖拉拉|拖到|等半天|等好久|等了好|影儿|没动静|没下文|石沉大海|[咋怎]么?(?:跟[^，,。]{1,4})?交代|一拖再拖|不靠谱|不专业|差劲|投诉|退钱|还不如|等了[^，,。]{1,5}[天周]|说话不算|受不了|过分|火大|恶心|别再(?:打|发|联系|推|烦)|别打了|说好的[^，,。]{0,8}没|我没(?:同意|答应)|压着不[打付给]|太(?:少|吵|脏|乱|旧|烂|假|敷衍)了|(?:颜色|尺寸|手感|味道|做工)[^，,。没不]{0,2}(?:偏[黄暗小大厚薄硬软红蓝]|不对|太差|发黄)|抢钱|抢劫|打劫|杀熟|咬手|冤大头|宰人|宰客|咋还(?:没|不)(?!定|想好|确定)|难道|都[^，,。]{1,5}了[^，,。]{0,3}[怎咋]|(?:都|全)停了|停工了|凭什么|凭啥|像话|什么玩意|糊弄|推来推去|踢皮球|黑心|离谱|没人管|没人理"
)
_ACK = led(
    r"^(?:好的?|好嘞|好滴|行|可以|ok|okk?|收到|嗯+|恩|明白|了解|知道了|没问题|1|👌|👍|稍等|稍等一?下|我看看|我问下)(?:的|了|啊|呀|哈|呢|吧)?[。！!~～ ，,]{0,3}(?:谢谢|感谢|辛苦了?)?[您你]?[。！!~～ ]{0,3}$"
)
_CLOSING = sifted(
    r"^(?:.{0,6})(?:谢谢|感谢|多谢|辛苦了?|再见|拜拜|回见|晚安|不客气|bye|先这样|您忙|你忙)[您你们啦了哈呀。！!~～ ]{0,6}$"
)
_PAUSE = sifted(
    r"过[几两些]?[天阵]|过段时间|下次再|以后再|年后再|节后再|改天|等我忙完|忙完|回头再|到时候再|再说"
)


_UNSURE = lazy(
    r"如果|要是|吗|能不能|再签|才签|(?:现在|今天|要是|假如)?下单[^，,。]{0,10}(?:能|可以)|多久|啥时候|什么时候|几号|几天|[^先暂再]不[?？]?$|没[?？]?$"
)
_CONTENT = sifted(r"(?:挺|还|很|蛮)(?:行|可以|好|顺手|顺眼|好用)(?!吗|不|没)(?:[，,。！!]|$|的|玩|听)")
_OBSTACLES = _OBJECTIONS - {"比价", "暂不需要"}
_BUT = sifted(r"(?:不是|倒|没说)[^，,。]{1,6}[，, ](?:就是|只是|是|但|可|不过|主要)(?!质量|关键)")
_STRAIGHT = sifted(
    r"直接(?:采购|买|谈|签|下单|订|做|要|报|上|拿|安排)|就[您你]们?家|就(?:信|认|找)[您你]|我们?就(?:买|要|订|做|装|报|选)|走(?:自家|自己|我们)|用(?:自家|我们自己)|正常(?:收|走|来|算)|信得过|信你|信您"
)
_HEART = lazy(r"[🙏❤😊😄👍🌹🎉]")


def _ready(text: str, wanted: Sequence[Signal]) -> bool:
    for signal in wanted:
        if signal.kind == "付款" and (signal.act in (Act.DONE, Act.PLAN) or not _TERMS.search(text)):
            return signal.act is not Act.MENTION
        if (
            signal.kind == "合同"
            and signal.act in (Act.DONE, Act.PLAN)
            and re.search(r"签|盖|章|回传|寄", text)
        ):
            return True
    return bool(wanted) and _READY.search(text) is not None and _UNSURE.search(text) is None


def mood_of(text: str, signals: Sequence[Signal]) -> str:
    """The tone of a text: pos, neu or neg."""
    kinds = {s.kind for s in signals if s.positive}
    if (
        _ANGER.search(text)
        or "投诉" in kinds
        or (kinds & {"嫌贵", "预算紧张"} and not _SOFTENED.search(text))
    ):
        return "neg"
    if _PRAISE.search(text) and not is_question(text):
        return "pos"
    if signals and _CONTENT.search(text) and not is_question(text):
        return "pos"
    if "致谢" in kinds and _HEART.search(text):
        return "pos"
    if any(s.polarity is Polarity.NEGATED and s.kind in _OBSTACLES for s in signals):
        return "neu" if _BUT.search(text) or _RATHER.search(text) else "pos"
    if any(s.polarity is Polarity.NEGATED and s.kind in ("比价", "优惠") for s in signals) and (
        _READY.search(text) or _STRAIGHT.search(text)
    ):
        return "pos"
    wanted = [s for s in signals if s.positive and s.kind not in _OBJECTIONS and s.kind not in _CHAT]
    if not wanted or is_question(text) or not _ready(text, wanted):
        return "neu"
    handed = all(s.act in (Act.DONE, Act.PLAN) for s in wanted)
    return "neu" if handed and (len(text) > _BRIEF or _ASIDE.search(text)) else "pos"


_BRIEF = 9
"""Characters of a payment told in passing; told at length it is mere news."""
_ASIDE = lazy(r"[，,；;\n]|月底|下周|明天|查")
_RATHER = lazy(r"关键|主要(?:是|看)|重要的是|就怕")
_SOFTENED = lazy(
    r"(?:挺好|不错|满意|很好|喜欢|认可)[^。]{0,3}[，, ]?(?:就是|只是|但|不过|可)|看(?:了|过|完)[^。]{0,2}[，, ]?就是"
)


def kind_of(text: str, signals: Sequence[Signal]) -> MessageKind:
    """How a text stands in its exchange, seen by itself alone."""
    stripped = text.strip()
    if _ACK.match(stripped):
        return MessageKind.ACK
    if is_question(text) or any(s.positive and s.act is Act.REQUEST for s in signals):
        return MessageKind.REQUEST
    if _CLOSING.match(stripped):
        return MessageKind.CLOSING
    if _PAUSE.search(text) or any(s.positive and s.kind == "再考虑" for s in signals):
        return MessageKind.PAUSE
    return MessageKind.STATEMENT
