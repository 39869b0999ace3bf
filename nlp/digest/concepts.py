"""The concepts alive in a deal: those a turn expresses, and those only the talk around it gives a meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlp.digest.evidence import Evidence, names_our_price, names_price
from nlp.digest.losing import LATER, declines_help, is_lost, stalls
from nlp.digest.reading import Said
from nlp.digest.terms import LOWER, NO_CONTRACT, NOT_PAID, PAPERS, SAMPLED, SQUEEZES
from nlp.lazy import lazy
from nlp.model import Act, Signal
from nlp.standing.cues import asks, segments

#: Objections are the customer's; our question about his budget does not make it tight.
_OBJECTIONS: Final = frozenset({"再考虑", "预算紧张", "比价", "嫌贵", "暂不需要", "等审批"})
_DEAR: Final = lazy(
    r"涨(?:得|这么|那么|太|了)[^，,]{0,3}(?:快|多|高|狠|厉害)|(?:上次|上回|上个?月|上周|去年|之前|以前|原来)[^，,。]{0,4}(?:才|只要|只)[\d一二三四五六七八九]|(?:有点|有些|太|偏|还是|确实|略|挺|蛮)(?:多|高|贵|超)|超(?:太多|出|预算|了)|(?:你们?|您)(?:家|这)?(?:的|报的)?(?:价)?(?:是)?最(?:高|贵)|嫌[^，,]{0,8}(?:多|高|贵)|(?:价|钱|费|涨)[^，,]{0,8}(?:接受不了|受不了|吃不消|离谱|夸张|虚高|太狠)|(?:比|高出|多出)[^，,]{0,8}一截|高了|贵|划不来|不便宜"
)
_DEARER: Final = lazy(
    r"(?<![不富昂珍宝])贵(?:这么|那么|了|得|出|太)|降[^，,]{0,4}\d{2,}(?:差不多|才行|就行|我就)"
)
_TIGHT: Final = lazy(
    r"(?:预算|经费|资金)(?:被)?(?:砍|冻结|没了)|[一-龥]费(?:就|只有|总共|一共)[\d一二三四五六七八九]|(?:预算|经费|资金)[^，,]{0,8}[，,]?[^，,]{0,6}(?:(?<![别不要能])超(?!市|过)|不够|紧|有限|没批|卡)|超(?:出|了)?预算|没(?:有)?(?:那么多|这么多|[这那]笔|多余的?|闲)?(?:预算|钱|经费)"
)
_RIVAL: Final = lazy(
    r"别的[^，,]{1,4}(?:说|报|才|只)|(?:别人|别家|隔壁|人家|另(?:外)?[一两二三几]?家|那家|同行|其他家?|认识一个|有一?家|市面|网上|对面|朋友那|[Xx某]家)[^，,。]{0,10}(?:[\d二两三四五六七八九十]+|一(?=[百千万\d])|便宜|低|才|只要|少)|(?:比|对比|货比)[^，,。]{0,6}(?:三家|几家|两家)|另(?:外)?一?家[^，,。]{0,4}(?:差不多|一样|更|也)|(?:问|找|看|比|询|打听|谈)了?(?:过|好)?(?:[一两二三四五几]|好几)家|几家(?:都)?在(?:比|看|谈)|(?:了解|看看|问问|对比|比较)(?:一?下)?(?:别家|其他家?|别的)"
)
_CUT: Final = lazy(
    r"(?:能|再|还能|可以)[^，,。]{0,4}(?:低|便宜|少|降|让|优惠)(?:一?[点些]|不|几|\d)|(?:低|便宜)一?[点些](?:不|吗|么|呗|吧|嘛|行|可以)|免(?:一|两|二|三|[\d])?(?:个)?(?:月|运费|费|租)|能不能(?:少|降|便宜|免|送|让)|再(?:少|降|让|送)(?:点|一点|些)?|抹(?:个)?零|凑(?:个)?整|送(?:点|个|两|一)[^，,]{0,6}(?:吗|呗|吧|不)|最低(?:多少|价)|底价"
)
#: 能不能按季度付, 钱我直接转你了.
_PAYS_SO: Final = lazy(
    r"(?:按|每)(?:月|季度?|年|半年|次|进度|批)[^，,]{0,2}(?:付|结|交钱)|分(?:期|次|批|[两二三四]次|[两二三四]笔)(?:付|交|结|打)|(?:月|季|半年)结|先[^，,]{1,4}后付|货到付款|押[一二]付|(?:付|交|打|首付)[^，,]{0,3}(?:[三五二四一六七八九]成|\d0%)|(?:钱|款|定金|尾款|费用?)[^，,没别]{0,4}(?:转|打|付|交|汇)(?:给)?(?:[你您]们?)?(?:过去)?了"
)
#: 下周二早上八点前送到, 最快几天能出: by when the goods have to come.
_IN_TIME: Final = lazy(
    r"(?:[号日点天晚早午底]|周[一二三四五六日天]|节|年|开[业学张工])之?前[^，,。 ]{0,5}(?:送[到来货过]|到(?:货|$|[，,。 ])|交(?:货|付)|发(?:货|出)|寄到|做(?:好|完|出)|完工|装(?:好|完)|印(?:好|完)|出货|拿到|弄好)|(?:赶|来)得(?:上|及)|(?:几天|多久|多长时间|什么时候|啥时候?|几号|哪天|最快)[^，,。 ]{0,6}(?:到货|能到|会到|送(?:到|来|过来|货)|发(?:货|出)|交(?:货|付)|做(?:好|完|出来)|出(?:货|报告|证|稿|结果|片|图)|能好|能拿|拿到|装(?:好|完)|弄好|完工|上线)"
)
_SET_TIME: Final = lazy(
    r"(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})个?(?:工作日|天|周|星期|月)(?:左右|内|就|能|可以|后)?(?:出(?!差|头|去)|交(?:货|付|稿)|发货|到货|做[好完出]|完工|完成|拿到|下来|装[好完]|送到)"
)
#: 小店哪压得起: he has not the money.
_CANNOT: Final = lazy(
    r"哪(?:里|儿)?(?:有|来)?(?:这么多|那么多)?(?:的)?[^，,]{0,3}(?:压|用|买|租|付|养|吃|请|掏|出|花|垫)得起|(?:压|买|用|租|付|养|请|掏|花|垫)不起|手头(?:也|有点|比较|最近)?(?:紧|没钱)|账上(?:也|都)?(?:紧|没钱|没剩)|周转不(?:开|过来)|资金链|(?:钱|资金)(?:都|全)?(?:压|占|套)(?:着|住|在|死)|(?:预算|钱|经费)(?:也|都)?(?:见底|花完|用完|花光)"
)
#: 再降三万我马上签, 肯降不: for less money, whatever was said before.
_CUT_PLAINLY: Final = lazy(
    r"再(?:降|少|让|便宜|优惠|减|抹)(?:个)?(?:[\d一二两三四五六七八九十百]|一?点|些|几)|(?:肯|能|愿意|可以)(?:不能|不)?(?:再)?(?:降|让)(?:价|不|吗|么|点|多少)|还(?:个)?价|砍(?:个|点)?价"
)
_WAVERS: Final = lazy(r"(?:我|我们)?(?:先|再)(?:看看|想想|考虑|比较|想一?想)(?:一?下)?吧?$")
_REDUCED: Final = lazy(
    r"(?:活动|现在|这周|本周|本月|这个月|报名)[^，,。]{0,4}(?:立?减|省|优惠|送)|立减|(?:减|降|便宜|优惠|少收?|返)(?:您|你)?\d{2,}(?!%|度|分贝|个点|公斤|斤|厘米)|打[\d一二三四五六七八九]{1,2}折|优惠\d"
)
_DRAFT: Final = lazy(r"(?:合同|协议)的?(?:草稿|初稿|模板|草案|范本|电子版草稿|样本)")
#: A technician who comes (师傅上门测一下) is no service after the sale.
_CARE: Final = lazy(
    r"安装|调试|包修|免费修|维护|响应|包换|换新|配件|技术支持|驻场|回访|(?:免费|终身|定期)(?:升级|检|保|维|清|换)|上门(?:维修|修|处理|服务)|谁管|(?:坏|出(?:了)?(?:问题|故障|毛病)|故障|漏|裂|松|掉漆|褪色|不好用)了?(?:的话)?[，, ]?[^，,。！!]{0,6}(?:谁|怎么|咋|找|有人|能(?!用)|包|管|负责|退|换|修|赔|多久)|谁(?:来)?(?:修|管|负责)|保修|质保|维保|维修|保养|返修|包[换退]|退[换货]|检修|终身|保\d|保[一二三五十两半]年"
)
#: 坏了谁来修, 包安装: what he asks of care before he has bought.
_ASKS_BOSS: Final = lazy(
    r"问|商量|报|批|领导|老板|总部|财务|对比|比较|比一?比|[号日点]再|(?:周|星期|礼拜)[一二三四五六日天]|[明后]天|答复|给[你您]信"
)
_FAULTY: Final = lazy(
    r"老|总|堵|返工|坏|漏|裂|破|掉|停|报警|故障|毛病|不(?:行|好|灵|动|亮|转|制|准|能用)|没反应|死机|卡|错|跳|响|来人|师傅|上门(?!维修|修|处理|服务)|人来"
)
_NOT_NOW: Final = lazy(r"先别|别来(?:了)?(?:飞|看|量|回|接|车)|那(?:个|俩|两个|几个)[^，,]{0,6}用不上")
_STOCK: Final = lazy(r"现货|有货|布展|上线")
_SPAN: Final = lazy(
    r"(?:\d|[一二两三四五六七八九十半几])个?(?:工作日|天|周|星期|月|小时)|前(?:发|到|交|送|寄|完)|[工货交]期|周期|最快|加急|排产|发货|到货|交货|交付"
)
_OWN_MONEY: Final = lazy(r"[钱款费账]")
_NEVER: Final = lazy(r"(?!)")
#: Words that name a concept where the line speaks of something else.
_STRAY: Final = {
    "售后": lazy(
        r"以旧换新|过保(?:付|后付|结)|过了?保证期付|质保(?:期)?(?:满|到期?|过|金)(?:了)?(?:再|后|就)?(?:付|结|退|给)?|质保金|(?:维保|维修|保养)[^，,]{0,4}(?:换|包|交|外包|招标|给你们|续)"
    ),
    "优惠": lazy(r"价(?:格)?(?:都)?(?:不变|照旧|一样)|老价(?!.*(?:优惠|折))|量(?:大概|大约|差不多)\d"),
    "付款": lazy(r"(?:货款|欠款|工程款|回款)(?:纠纷|被|要不|官司|\d)|欠薪|工资"),
    "合同": lazy(r"劳动合同|合同纠纷"),
    "方案": lazy(r"^(?!.*(?:出|做|画|设计|方案)).*(?:平面图|户型图|实景图|位置图)"),
    "比价": lazy(r"网上下"),
    "预算紧张": lazy(r"(?:压|控制|做|降|砍)(?:到|在|进)|预算[^，,]{0,10}[，,](?:别|不要|不能|不)超"),
    "报价": lazy(
        r"^(?!.*(?:价|钱|费|多少|报)).*(?:含不含|包不包|含没含|包没包)|(?:总价|价格?|单价)[^，,]{0,3}(?:压|降|砍|做|控制|谈)(?:到|在|进)"
    ),
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
    r"(?:得|要|等|还要|报|给|让|过)[^，,。]{0,3}(?:总部|老板|领导|院里|院办|集团|财务|公司|上面|董事会|股东|校长)[^，,。]{0,5}(?:批|审|签字|点头|同意|拍板|过)|(?:院办|总部|领导|老板|财务)批|(?:申请|流程|预算|请示|经费|单子|立项|OA)[^，,。]{0,4}(?:还)?(?:在|没|等|要)(?:走|批|审|过)|(?:还在|正在)批|上会|走(?:审批|流程|OA)|报批|(?:管委会|业委会|居委会|村委会|家委会|校委会|理事会|合伙人会?|董事会|股东会|党委会?|班子|[校院局处党][务委政]会|办公会|例会)上?[^，,。怎什]{0,4}(?:开会|讨论|研究|表决|投票|定|过(?!来|去|年))"
)


def alive(said: Sequence[Said], shown: Evidence, *, school: bool) -> tuple[str, ...]:
    """The concepts in the order they came up."""
    found: dict[str, None] = {}
    billed = any("票" in one.text or "税点" in one.text for one in said)
    awaited = any(
        one.own
        and any(
            s.positive and s.kind == "交期" and not _STOCK.search(one.text[s.start : s.end])
            for s in one.signals
        )
        for one in said
    )
    paid = any(one.own and one.has({"付款"}, Act.DONE) for one in said)
    for one in said:
        for signal in one.signals:
            meant = signal.positive and (one.own or not _only_asked(signal))
            meant = meant and (billed or signal.kind != "发票")
            meant = meant and not (
                signal.kind == "交期" and not _dated(one, signal, awaited=awaited, paid=paid)
            )
            meant = meant and not (signal.kind == "合同" and not _of_this_deal(one, signal))
            meant = meant and not (
                signal.kind == "暂不需要"
                and (declines_help(said, one) or _NOT_NOW.search(one.text) is not None)
            )
            meant = meant and not (signal.kind == "售后" and not shown.service and not _cares(one, signal))
            meant = meant and not (signal.kind == "付款" and NOT_PAID.search(one.text))
            meant = meant and not _STRAY.get(signal.kind, _NEVER).search(one.text)
            if meant and not (
                shown.service
                and signal.kind in {"付款", "交期"}
                and signal.act is not Act.REQUEST
                and not (one.own and _OWN_MONEY.search(one.text))
            ):
                found[_named(signal.kind, one, school=school)] = None
        if not one.own and not shown.service and not paid and _SET_TIME.search(one.text):
            found["交期"] = None
        if not one.own and _REDUCED.search(one.text) and not shown.service:
            found["优惠"] = None
        if not shown.service and (names_price(one) if not one.own else names_our_price(one)):
            found["学费" if school else "报价"] = None
        if one.own and school and (_WHERE.search(one.text) or names_price(one)):
            found["校区" if _WHERE.search(one.text) else "学费"] = None
        if one.own:
            denied = {s.kind for s in one.signals if not s.positive} - {"等审批"}
            named = [kind for kind in _in_context(one, shown) if kind not in denied]
            found |= dict.fromkeys("学费" if school and kind == "报价" else kind for kind in named)
    if shown.service:
        found["售后"] = None
        found.pop("暂不需要", None)
    elif is_lost(said):
        found["暂不需要"] = None
    elif stalls(said) and _puts_off(said):
        found["再考虑"] = None
    return tuple(found)


def _puts_off(said: Sequence[Said]) -> bool:
    """Whether his last words put it off without a day: 等他定下来再说."""
    last = next((one for one in reversed(said) if one.own and not one.idle), None)
    return last is not None and LATER.search(last.text) is not None and not _ASKS_BOSS.search(last.text)


def _cares(one: Said, signal: Signal) -> bool:
    """Whether it is about care after the sale: not a fault of what he has now, nor a visit to look or to measure."""
    if _CARE.search(one.text) is not None:
        return True
    return one.own and _FAULTY.search(one.text[signal.start : signal.end]) is None


def _dated(one: Said, signal: Signal, *, awaited: bool, paid: bool) -> bool:
    """Whether it is about when the goods come: not that some are in stock, nor when the work begins on the site."""
    named = one.text[signal.start : signal.end]
    if _STOCK.search(named) is not None or ("进场" in named and not one.asks):
        return False
    return one.own or awaited or (not paid and _SPAN.search(one.text) is not None)


def _of_this_deal(one: Said, signal: Signal) -> bool:
    """Whether 合同 is the paper of this deal: not one that ends, a draft's first half, or a seal on a quote."""
    named = one.text[signal.start : signal.end]
    if one.text[signal.end : signal.end + 6].find("到期") >= 0 or _within_draft(one):
        return False
    return NO_CONTRACT.search(one.text) is None and ("章" not in named or PAPERS.search(one.text) is None)


def _within_draft(one: Said) -> bool:
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
    if (
        (priced or kinds or one.sums)
        and (_DEAR.search(stated) or _DEARER.search(one.text))
        and "预算紧张" not in kinds
    ):
        kinds.append("嫌贵")
    kinds += (
        ["优惠"]
        if (priced or "方案" in shown.delivered)
        and (_CUT.search(one.text) or LOWER.search(one.text) or SQUEEZES.search(one.text))
        else []
    )
    kinds += ["交期"] if not shown.service and _IN_TIME.search(one.text) else []
    kinds += ["付款"] if _PAYS_SO.search(one.text) else []
    kinds += ["预算紧张"] if _CANNOT.search(one.text) else []
    kinds += ["再考虑"] if _WAVERS.search(stated) else []
    kinds += ["优惠"] if _CUT_PLAINLY.search(one.text) else []
    kinds += ["报价"] if _PRICE_ASKED.search(one.text) else []
    kinds += ["样品"] if _SPECIMEN.search(one.text) or SAMPLED.search(one.text) else []
    return kinds + (["等审批"] if _SIGNOFF.search(stated) else [])
