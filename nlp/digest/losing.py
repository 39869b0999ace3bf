"""Whether a customer ends by refusing or by putting it off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlp.digest.reading import Said
from nlp.lazy import lazy
from nlp.model import Act

ARRANGED: Final = frozenset({"试听", "演示", "样品", "试用"})
SIGNED: Final = frozenset({"合同", "合同草稿"})
_GONE: Final = lazy(
    r"(?:定|订|签|选|用|买|租|找|合作|交)(?:好)?了?(?:另一家|别家|别的|其他|那家|他们|人家|隔壁|朋友|同行|[^，,]{0,4}另外)[^，,]{0,4}(?:了|家)?|(?:跟|和|同|找)(?:他们|别家|那家|人家|另一家|朋友|别人)[^，,]{0,6}(?:签|定|合作|做|订|交)|(?:已经?|都)(?:定|订|签|选|买|租|装|报)(?:好|下来|完)?[^，,你]{0,6}(?:家|别的|他们|人家)|不(?:考虑|买|做|装|租|学|报|订|合作|感兴趣|打算|换|上|办|搞|弄|续|加盟|参加|采购)了|"
    r"没(?:有)?(?:兴趣|这个需求|需求了|这个打算|必要)|^算了|[，,]算了|真不(?:用|要|需要)|不用再?(?:联系|发|打|找|推)|别(?:再)?(?:发|联系|打(?:电话|扰)|推)|(?:项目|计划|预算)(?:停|砍|黄|取消|搁置|没)了?|(?:取消|放弃)(?:了|吧|合作|订单)|就不.{1,6}了|(?:决定|打算|准备)(?:还是)?自己|(?:在|去|到|从)(?:了)?(?:别处|别的地方|别家|其他家|外面|老家|本地|附近|网上|那边|人家那)[^，,你您]{0,4}(?:租|买|定|订|签|做|办|报|装|拿|找|配|学|修)(?:下|好|到|完|过)?了|(?:不|懒得|没必要|不想)(?:再)?(?:折腾|费(?:这个|那个)?(?:劲|事)|掺和|凑(?:这个)?热闹|瞎搞)了?|(?:也|都|真|以后|后面|往后|今年|明年|[上下]半年|下次)(?:也|都|就|先)?不(?:用|需要|要)了(?=$|[，,。 ])|(?:投|买|用|租|请|养|压|玩|做)不(?:了|起|成)(?:了)?(?=$|[，,。 ])|(?:那边|人家|他们|对方|别家)(?:都|已经?|一)*签(?:了|[一二两三四五几\d]+年)|(?:公司|厂子?|铺子?|店|门店|工厂|校区|摊子)(?:也|都|已经?|马上|准备|要|打算|快)*(?:转(?:让|手|出去|掉)?|关(?:门|张|掉)?|倒闭?|盘(?:出去|掉)|散|停业|歇业|注销|不开|搬走)了|(?:领导|老板|总部|上面|董事会|院里|集团|财务)[^，,你您]{0,4}(?:否|毙|打回来|卡掉|不批|没批|不同意|叫停)了|(?:让|给|交给|包给|留给)(?:别人|别家|人家|亲戚|熟人|自己人|老东家|原来那家|我[弟哥表堂舅叔姐侄][^，,]{0,2})[^，,你您]{0,3}(?:做|干|弄|装|接|办|供|包)了|(?:用|换|做|买|找|选)回(?:了)?(?:原来|以前|之前|老)[^，,你您]{0,4}了|(?:中标|选上|定下来)的(?:不)?是(?:别|另)|不(?:找|请|换|用|弄|选|参)[^，,。你您]{0,6}了(?=$|[，,。])|(?:买|定|租|装|签|报)(?:好)?别(?:家|的)|不(?:再)?需要了"
)
#: An answer to our offer that takes nothing: 不要了, 用不上.
_TURNED_DOWN: Final = lazy(
    r"(?:^|[，,。！! ])(?:真的?|也|都|就|暂时|目前|今年|我们?|这个)?(?:不(?:要|需要|用|做|种|买|考虑|搞|弄|办|续|订|换|感兴趣)了?|没(?:有)?(?:需要|需求|兴趣|这个?打算|计划)|用不(?:上|着|到))(?:了|谢谢)?(?=$|[，,。！! ])"
)
PUT_OFF: Final = lazy(
    r"先不|先别|(?:别|不)急|先放|先缓|暂时|再(?:说|看|议|联系|考虑)|年后|明年|下半年|过(?:完年|阵|段|两|几)|节后|开春|到时"
)
LATER: Final = lazy(
    r"到时候?(?:我)?(?:再)?(?:联系|找|说|看|跟|和)(?:你|您)?|(?:[下明后]个?(?:月|周|年|半年)|月底|节后|年后|过[^，,。]{1,4}|[^，,。]{1,4}(?:发工资|放假|有钱|手头宽裕|忙完))[^，,。]{0,5}再(?:报|买|订|定|来|弄|做|装|办|换|说|谈|签|付|上)(?=吧|呗|$|[，,。了])|再(?:说|议|联系|考虑)|(?:^|[，,])(?:那|行|好)?(?:我们?)?(?:再|先)?(?:对比|比较|考虑)(?:一?下|看看)|问问(?:一?下)?(?:我们?)?(?:合伙|家|爱人|老公|老婆|朋友|室友|他|她|孩子)|年后|明年|下半年|过完年|节后|开春|再(?:转转|逛逛|比比|瞅瞅)|先不(?!急着)|以后再|商量|考虑(?:一?下|考虑)|想(?:想|一想)|(?:先|再)(?:了解|看看|问问|比|对比)(?:一?下)?(?:别|其他|吧|$|[，,])"
)
#: 不用了，我换海大的了: he buys elsewhere, whatever he says of later.
_LEFT: Final = lazy(
    r"不(?:用|要|需要|考虑)了?[，,](?:我们?|家里|公司|店里|厂里)?(?:已经?|都|早就?)?(?:换|改用|用上?|选|定|买|签|找|拿|进|订)(?:了|成|好)?[^，,吗？?]{1,6}(?:了|的)(?=$|[，,。])|(?:已经?|都)(?:换|改)(?:用|成)?了?(?:别家|别的|他们|人家|其他)"
)
#: 等我问问他愿不愿意: he will ask somebody else.
_INDIRECT: Final = lazy(
    r"(?:问|看|商量|考虑|想|琢磨|合计|研究)(?:一?下|问|看|想|商量)?(?!你|您)[^，,。？?]{0,8}(?:愿不愿|行不行|能不能|要不要|同不同意|合不合适|想不想|有没有|去不去|买不买|做不做|划不划算|来不来|肯不肯|喜不喜欢|是不是|什么意见|啥意见|怎么说|咋说|怎么想)(?:意|用|空|时间|去|要)?(?=$|[，,。 再])"
)
SPARES: Final = lazy(
    r"(?:先|暂时|都|这个|那|嗯)?(?:不用|不需要|不必|不麻烦|没事)(?:了|啦|的)?[，,][^，,]{2,}"
)
_HELPS: Final = lazy(
    r"(?:需要|要|用|要不要|用不用|需不需要|需要不需要)(?:我们?|咱们?)|(?:帮|给|替|陪)(?:您|你)|(?:补|寄|发|带|备|提供|准备|打印|盖|安排)[^，,]{0,8}(?:吗|么|不|[?？]|$)|材料|资料|证件|手续"
)
_CONSENTS: Final = lazy(r"可以|没问题|(?:^|[，,])(?:好|行|成|嗯)的?[，,]")
#: 项目停了，暂时不装了: there is nothing left to put off.
_HALTED: Final = lazy(r"(?:项目|计划|工程|活动|订单|方案)(?:被)?(?:叫?停|砍|黄|取消|搁置|下马|没)了")
#: 下半年也不用了: not now and not then.
_NEVER_AGAIN: Final = lazy(r"(?:[今明后]年|[上下]半年|年后|节后|开春|以后|往后|将来|下次)(?:也|都|就|真)不")
_FAREWELL: Final = lazy(r"以后有|有需要|有机会")
_STAY: Final = lazy(r"(?:算了|不用了?)[^。]{0,4}(?:就|还是|直接|按|那)(?!不)")


def is_lost(said: Sequence[Said]) -> bool:
    """The customer refuses for good and does not come back to it."""
    own = [s for s in reversed(said) if s.own and not s.idle]
    if own and not said[0].own and all(_TURNED_DOWN.search(s.text) and not s.asks for s in own[:2]):
        return not any(PUT_OFF.search(s.text) for s in own[:2])
    if any(_LEFT.search(s.text) and not s.asks for s in own[:3]) and not any(s.intent >= 2 for s in own[:3]):
        return True
    for back, one in enumerate(own[:4]):
        if declines_help(said, one):
            return False
        if PUT_OFF.search(one.text) and not gone(one):
            return False
        if _refuses(one) if back == 0 or len(own[0].text) <= 10 else gone(one):
            return True
        if one.intent >= 2 or one.asks or one.has(ARRANGED | SIGNED, Act.REQUEST, Act.PLAN):
            return False
    return False


def declines_help(said: Sequence[Said], one: Said) -> bool:
    """Whether he only spares us a service we offered and goes on himself (需要我补材料吗 - 不用，批完我通知你)."""
    if not one.at or not one.own or SPARES.match(one.text) is None or gone(one):
        return False
    before = said[one.at - 1]
    return not before.own and _HELPS.search(before.text) is not None


def gone(one: Said) -> bool:
    """Whether he says plainly that he will not, and not merely for now."""
    if one.asks or _STAY.search(one.text) or not _GONE.search(one.text):
        return False
    return (
        PUT_OFF.search(one.text) is None
        or _FAREWELL.search(one.text) is not None
        or _NEVER_AGAIN.search(one.text) is not None
        or _HALTED.search(one.text) is not None
    )


def _refuses(one: Said) -> bool:
    if one.asks or _STAY.search(one.text):
        return False
    if gone(one):
        return True
    denies = one.has({"暂不需要"}) or (one.intent == 0 and not _CONSENTS.search(one.text))
    return denies and PUT_OFF.search(one.text) is None


def stalls(said: Sequence[Said]) -> bool:
    """Whether the customer ends by putting it off or refusing, without asking for anything more."""
    last = next((s for s in reversed(said) if s.own and not s.idle), None)
    if last is None or (last.asks and not _INDIRECT.search(last.text)) or declines_help(said, last):
        return False
    return last.has({"再考虑", "暂不需要"}) or LATER.search(last.text) is not None or is_lost(said)
