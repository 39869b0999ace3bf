"""The concepts alive in a deal: those a turn expresses, and those only the talk around it gives a meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlp.digest.evidence import Evidence, names_price
from nlp.digest.losing import declines_help, is_lost
from nlp.digest.reading import Said
from nlp.digest.stage import LOWER, SQUEEZES
from nlp.lazy import lazy
from nlp.model import Act, Signal
from nlp.standing.cues import asks, segments

#: Objections are the customer's; our question about his budget does not make it tight.
_OBJECTIONS: Final = frozenset({"再考虑", "预算紧张", "比价", "嫌贵", "暂不需要", "等审批"})
_DEAR: Final = lazy(
    r"涨(?:得|这么|那么|太|了)[^，,]{0,3}(?:快|多|高|狠|厉害)|(?:上次|上回|上个?月|上周|去年|之前|以前|原来)[^，,。]{0,4}(?:才|只要|只)[\d一二三四五六七八九]|(?:有点|有些|太|偏|还是|确实|略|挺|蛮)(?:多|高|贵|超)|超(?:太多|出|预算|了)|高了|贵|划不来|不便宜"
)
_TIGHT: Final = lazy(
    r"(?:预算|经费|资金)(?:被)?(?:砍|冻结|没了)|[一-龥]费(?:就|只有|总共|一共)[\d一二三四五六七八九]|(?:预算|经费|资金)[^，,]{0,8}[，,]?[^，,]{0,6}(?:(?<![别不要能])超(?!市|过)|不够|紧|有限|没批|卡)|超(?:出|了)?预算|没(?:那么多|这么多)?(?:预算|钱|经费)"
)
_RIVAL: Final = lazy(
    r"别的[^，,]{1,4}(?:说|报|才|只)|(?:别人|别家|隔壁|人家|另(?:外)?一?家|那家|同行|其他家?|认识一个|有一?家|市面|网上|对面|朋友那|[Xx某]家)[^，,。]{0,10}(?:[\d二两三四五六七八九十]+|一(?=[百千万\d])|便宜|低|才|只要|少)|(?:比|对比|货比)[^，,。]{0,6}(?:三家|几家|两家)|另(?:外)?一?家[^，,。]{0,4}(?:差不多|一样|更|也)|几家(?:都)?在(?:比|看|谈)|(?:了解|看看|问问|对比|比较)(?:一?下)?(?:别家|其他家?|别的)"
)
_CUT: Final = lazy(
    r"(?:能|再|还能|可以)[^，,。]{0,4}(?:低|便宜|少|降|让|优惠)(?:一?[点些]|不|几|\d)|(?:低|便宜)一?[点些](?:不|吗|么|呗|吧|嘛|行|可以)|免(?:一|两|二|三|[\d])?(?:个)?(?:月|运费|费|租)|能不能(?:少|降|便宜|免|送|让)|再(?:少|降|让|送)(?:点|一点|些)?|抹(?:个)?零|凑(?:个)?整|送(?:点|个|两|一)[^，,]{0,6}(?:吗|呗|吧|不)|最低(?:多少|价)|底价"
)
_WAVERS: Final = lazy(r"(?:我|我们)?(?:先|再)(?:看看|想想|考虑|比较|想一?想)(?:一?下)?吧?$")
_REDUCED: Final = lazy(
    r"(?:活动|现在|这周|本周|本月|这个月|报名)[^，,。]{0,4}(?:立?减|省|优惠|送)|立减|减\d{2,}|打[\d一二三四五六七八九]{1,2}折|优惠\d"
)
_DRAFT: Final = lazy(r"(?:合同|协议)的?(?:草稿|初稿|模板|草案|范本|电子版草稿|样本)")
#: A technician who comes (师傅上门测一下) is no service after the sale.
_CARE: Final = lazy(
    r"售后|保修|质保|维保|维修|保养|返修|包[换退]|退[换货]|检修|终身|保\d|保[一二三五十两半]年"
)
_NEVER: Final = lazy(r"(?!)")
#: Words that name a concept where the line speaks of something else.
_STRAY: Final = {
    "售后": lazy(r"过保(?:付|后付|结)|过了?保证期付"),
    "优惠": lazy(r"价(?:格)?(?:都)?(?:不变|照旧|一样)|老价(?!.*(?:优惠|折))|量(?:大概|大约|差不多)\d"),
    "付款": lazy(r"(?:货款|欠款|工程款|回款)(?:纠纷|被|要不|官司|\d)|欠薪|工资"),
    "合同": lazy(r"劳动合同|合同纠纷"),
    "预算紧张": lazy(r"(?:压|控制|做|降|砍)(?:到|在|进)|预算[^，,]{0,10}[，,](?:别|不要|不能|不)超"),
    "报价": lazy(r"(?:总价|价格?|单价)[^，,]{0,3}(?:压|降|砍|做|控制|谈)(?:到|在|进)"),
    "交期": lazy(r"装车|出库(?!要)|车牌|送货单|考[^，,]{0,6}要多久|打样要"),
}
_WHERE: Final = lazy(
    r"你们(?:学校|机构|教室|店)?(?:在哪|哪里|地址|位置)|离(?:我)?(?:家|这|我们|学校|公司)[^，,。]{0,4}(?:远|近)|(?:哪个|哪几个|几个|哪些)(?:校区|教学点|分校|门店)|附近有(?:没有)?(?:你们|校区|教学)|有没有[^，,。]{1,6}校区"
)
_PRICE_ASKED: Final = lazy(
    r"(?:费用?|价格?|钱)(?:怎么|咋|如何|是怎么)(?:收|算|定)|怎么收费|报(?:个|一?下)[^，,。]{0,8}价|多少钱|什么价(?!.*高)|[咋怎]么?卖"
)
_SPECIMEN: Final = lazy(
    r"(?:纸|布|面料|木|色|石|板|水|茶|料)样|样(?:盒|片|机|册|书|卡|衣|布|品)|小样|打(?:个|一个)?样"
)
_SIGNOFF: Final = lazy(
    r"(?:得|要|等|还要|报|给|让|过)[^，,。]{0,3}(?:总部|老板|领导|院里|院办|集团|财务|公司|上面|董事会|股东|校长)[^，,。]{0,5}(?:批|审|签字|点头|同意|拍板|过)|(?:院办|总部|领导|老板|财务)批|(?:申请|流程|预算|请示|经费|单子|立项|OA)[^，,。]{0,4}(?:还)?(?:在|没|等|要)(?:走|批|审|过)|(?:还在|正在)批|上会|走(?:审批|流程|OA)|报批"
)


def alive(said: Sequence[Said], shown: Evidence, *, school: bool) -> tuple[str, ...]:
    """The concepts in the order they came up."""
    found: dict[str, None] = {}
    for one in said:
        for signal in one.signals:
            meant = signal.positive and (one.own or not _only_asked(signal))
            meant = meant and not (
                signal.kind == "合同" and one.text[signal.end : signal.end + 6].find("到期") >= 0
            )
            meant = meant and not (signal.kind == "暂不需要" and declines_help(said, one))
            meant = meant and not (signal.kind == "售后" and not one.own and not _CARE.search(one.text))
            meant = meant and not (signal.kind == "合同" and _within_draft(one, signal))
            meant = meant and not _STRAY.get(signal.kind, _NEVER).search(one.text)
            if meant and not (
                shown.service and signal.kind in {"付款", "交期"} and signal.act is not Act.REQUEST
            ):
                found[_named(signal.kind, one, school=school)] = None
        if not one.own and _REDUCED.search(one.text) and not shown.service:
            found["优惠"] = None
        if not one.own and names_price(one) and not shown.service:
            found["学费" if school else "报价"] = None
        if one.own and school and (_WHERE.search(one.text) or names_price(one)):
            found["校区" if _WHERE.search(one.text) else "学费"] = None
        if one.own:
            named = _in_context(one, shown)
            found |= dict.fromkeys("学费" if school and kind == "报价" else kind for kind in named)
    if shown.service:
        found["售后"] = None
        found.pop("暂不需要", None)
    elif is_lost(said):
        found["暂不需要"] = None
    return tuple(found)


def _within_draft(one: Said, signal: Signal) -> bool:
    """Whether 合同 is only the first half of 合同草稿."""
    if not one.has({"合同草稿"}):
        return False
    return "合同" not in _DRAFT.sub("", one.text)


def _named(kind: str, one: Said, *, school: bool) -> str:
    """A price is a fee where lessons are sold, and a price where a school only buys (学校食堂要六台蒸柜，啥价)."""
    if school:
        return "学费" if kind == "报价" else kind
    return "报价" if kind == "学费" and "学费" not in one.text else kind


def _only_asked(signal: Signal) -> bool:
    """Whether our side merely asks the customer about it."""
    return signal.kind in _OBJECTIONS or (signal.kind == "报价" and signal.act is Act.REQUEST)


def _in_context(one: Said, shown: Evidence) -> list[str]:
    """What a customer's turn means once a price is on the table."""
    priced = shown.priced_at is not None and one.at >= shown.priced_at
    stated = "，".join(part for part in segments(one.text) if not asks(part))
    kinds = ["比价"] if _RIVAL.search(stated) and (priced or one.sums or "家" in stated) else []
    kinds += ["预算紧张"] if _TIGHT.search(stated) else []
    if (priced or kinds or one.sums) and _DEAR.search(stated) and "预算紧张" not in kinds:
        kinds.append("嫌贵")
    kinds += (
        ["优惠"]
        if (priced or "方案" in shown.delivered)
        and (_CUT.search(one.text) or LOWER.search(one.text) or SQUEEZES.search(one.text))
        else []
    )
    kinds += ["再考虑"] if _WAVERS.search(stated) else []
    kinds += ["报价"] if _PRICE_ASKED.search(one.text) else []
    kinds += ["样品"] if _SPECIMEN.search(one.text) else []
    return kinds + (["等审批"] if _SIGNOFF.search(stated) else [])
