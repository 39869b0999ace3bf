"""What a clause commits to do: the weightiest act named in it, or a dated deed of the speaker's own side.

Verbs are endless, so beside the acts listed as data a deed is known by its shape: own people as the subject
(我, 我老公, 搭建师傅), a coming day, and a verb that is no state; or a thing that is moved or made on that day
(余款后天结, 窗帘周日挂, 大货25号出).
"""

from __future__ import annotations

import re
from typing import Final

from nlp.lazy import lazy
from nlp.model import Side
from nlp.promises import acts
from nlp.promises.clauses import LABELS, Clause

_FAMILY: Final = "老公|老婆|爱人|先生|太太|媳妇|对象|爸|妈|爸妈|哥|姐|弟|妹|儿子|女儿|闺女|侄[儿子女]*|外甥女?|孙[子女]|[表堂][哥姐弟妹]|叔|姨|舅|姑|嫂子?"
_OFFICE: Final = "财务|会计师?|出纳|法务|行政|人事|助理|秘书|采购|同事|司机|专员|小哥"
_STAFF: Final = (
    "师傅|司机|同事|技术员?|工程师|工人|工长|木工|电工|瓦工|油工|水工|钳工|技工|施工队|安装队|搬运工?|车队|货车|卡车|车子|拖车|吊车|设计师|摄影师|化妆师|规划师|律师|会计师?|财务|出纳|法务|行政|人事|"
    "助理|助教|秘书|采购|老师|教练|教务|顾问|客服|专员|项目经理|客户经理|仓库|车间|产线|厂里|工厂|团队|小哥|司仪|厨师|营养师|护士|医生|大夫|讲师|督导|监理|验收员|快递员|配送员?|装卸工?|门店|店里|前台"
)
#: Own people as the subject, with what may stand before them.
_OWN_DEED: Final = lazy(
    r"^(?:(?:那|那么|就|好|行|这样|所以|然后|到时候?)*)(?:我|俺|我们|咱们?|我这边|我们这边|我司|我方|"
    rf"(?:我|我们|咱们?|孩子他?|娃他?|他)(?:的)?(?:{_FAMILY})|我们?(?:公司|单位|店里?|厂里?)?(?:的)?(?:老板|{_STAFF})|"
    rf"(?![您你他她])[\u4e00-\u9fa5]{{0,4}}(?:{_OFFICE})|[小老阿][\u4e00-\u9fa5])"
)
#: Those who work for the seller, so a customer who names them alone asks for them.
_CREW: Final = lazy(rf"^(?![您你他她])[\u4e00-\u9fa5]{{0,4}}(?:{_STAFF})")
#: 科二补考费我这周五交: the object first, then who does it.
_FRONTED: Final = lazy(
    rf"^\0*[^我您你\0]{{1,16}}(?<![到给跟向让叫找对把请催帮替])(?:我|俺|我们|咱们?|我这边|我们这边|我司)(?:(?:老公|老婆|爱人|先生|太太|媳妇|爸|妈|爸妈|儿子|女儿|{_STAFF}))?\0*(?=.)"
)
#: A deed without a subject: what gets finished (今天量完尺) or reaches the other side (晚上加您).
_BARE_DEED: Final = lazy(
    r"^(?:就|先|再|会|一定|肯定)*(?!我|您|你|他|她|它)[\u4e00-\u9fa5]{1,2}(?:(?:完|好|掉|齐|清)(?!了)[^了的吗]{0,8}|(?:您|你)(?:们)?(?:[哈啊哦吧]|[\u4e00-\u9fa5]{0,3}))$"
)
_GOODS: Final = (
    "批|套|箱|件|个|台|辆|车|吨|斤|盒|袋|瓶|桶|卷|捆|份|张|块|片|只|双|本|单|款|钱|金|费|尾款|余款|余额|剩余|剩下|剩下的|货|大货|样衣|样品|样板|样|小样|衣服?|票|证|章|照|图|图纸|稿|表|册|书|卡|机器?|设备|料|物料|膜|"
    "板|柜子?|橱柜|衣柜|家具|沙发|床|床垫|砖|瓷砖|地板|灯|门|窗|窗帘|空调|电梯|礼盒|蛋糕|花|花艺|桌布|展具|展架|道具|灯光|音响|舞台|伴手礼|标书|标|合同|协议|保单|报告|课表|教材|校服|苗|种子|饲料|化肥|药|耗材|配件|零件|备件|轴承|模具|包装|纸箱|账|账号|系统|接口|补丁|版本|程序|小程序|网站|网页|视频|成片|精修|照片|相册|方案|报价|清单|流程表|文案|海报|名片|画册|招牌|门头|字"
)
_CARRIERS: Final = "顺丰|德邦|中通|圆通|韵达|申通|极兔|京东|邮政|EMS|ems|物流|专线|专车|空运|海运|陆运|铁路|快递|零担|整车|闪送|跑腿|同城|大巴|自提"
_MOVES: Final = rf"(?:发|寄|走|出|送|到|拉|装|卸|搭|拆|挂|铺|贴|刷|喷|焊|切|印|做|改|修|补|配|换|调|测|试|交|提|派|上|下|进|开|打包|装车|发走|发车|发运|出厂|出库|出货|出图|出稿|出片|出样|入库|上架|上线|进场|进馆|到位|到场|到店|下线|下单|下料|投产|排产|开模|打样|封箱|返工|退|返|补发|过目|{_CARRIERS})"
_PAYS: Final = "(?:付|交|结|打|转|走|汇|签|盖|寄|补|还|退|填|报|拍|缴|清|给|续|走账|走对公|走公户|走流程)"
_ADVERBS: Final = r"(?:就|先|再|会|一起|一并|一道|全部|全|都|也|统一|给|安排|能|可以|一定|肯定|保证|准时|按时|正式|直接|马上|优先|应该|大概|争取|尽量)*"
_TAIL: Final = rf"(?:走|出|到|过去|齐|完|好|清|掉|上|下来|出来|到位|进场?|场|搭|(?:{_CARRIERS}|对公|公户|微信|支付宝|公司账|您|你|您那边|给您|给你|仓库|现场))?[哈啊哦吧呢的]{{0,2}}$"
_THING: Final = rf"^(?:[^我您你他她\0，]{{0,12}}(?:{_GOODS})(?:的)?)\0+{_ADVERBS}"
_GOODS_MOVE: Final = lazy(_THING + _MOVES + _TAIL)
_MONEY_MOVES: Final = lazy(_THING + _PAYS + _TAIL)
#: Work that is done on a thing, whatever the thing: 石膏线下周二贴, 您的车五点前洗好.
_WORK: Final = lazy(
    rf"^[^我他她\0，]{{1,14}}\0+{_ADVERBS}(?:(?:贴|铺|刷|喷|焊|挂|搭|拆|装|卸|砌|抹|吊|运|打包|装车|发[走车运]|出[库货图稿片]|上架|上线|补发|封箱|返工|过目|寄出?|洗|裁|缝|绣|烤|印|剪|录|译|校对|排版|封[板顶]|浇筑|吊装|收边|打胶|美缝|开槽|布线|布展|撤展|通水|通电|涂|开[料槽]|下料|排钻|裁床|染|织|钉|嵌|勾缝|灌浆|回填|播种|起苗|移栽|收割|采收|采摘|屠宰|脱模|热处理|电镀|抛光|质检|终检|出厂|录入|标注|切换|割接|部署|推送|投放|发布|调试|消毒|保养|清洗){_TAIL}|[\u4e00-\u9fa5]{{1,2}}(?:好|完|齐|掉|出来|到位|妥)[哈啊哦吧呢]?$)"
)
_PRIVATE: Final = lazy(
    r"(?:上市|盘点|盘库|年检|检修|演练|值[夜早晚白]班|消毒日|结婚|订婚|搬家|考试|[期中末高]考|开学|放假|毕业|手术|生日|涨价|降温|到期|关门|营业|开幕|闭幕|结束|截止|停[电水气]|回国|出国|开会|开业|考[研公])[了的]?$"
)
_STATIVE: Final = lazy(
    r"(?:我|俺|我们|咱们?|这边|司|方|师傅|司机|同事|技术|工程师|老公|老婆|先生|太太|爱人|老板|爸|妈|哥|姐|弟|妹|儿子|女儿)?(?:也|都|还|就|一般|基本|应该|正好|刚好|全天|一天|一直|会|要|才)*(?:有(?:空|事|时间|课|会|约|个会|安排|档期)?|是|在|没|不|休息?|上班|值班|轮休|出差|开会|考试|忙|放假|方便|想|觉得|以为|知道|记得|生日|过生日|请假|带娃|上课|加班|旅游|回老家|手术|住院|搬家|得|需要|结婚|毕业|再|可以|能|才|开学|体检|年会|比较|挺|很|太|最|做手术|看病|出院|生孩子|坐月子|领证|回国|出国|军训|聚餐|聚会|团建|过节|过年|倒班|夜班|早班|值日|答辩|开家长会|家长会|面试别|满|涨|跌|降温|下雨|下雪|停电|停水|涨价|讲过|说过)"
)
_STEP: Final = r"(?:下班|下课|收工|收摊|散会|散场|会后|课后|饭后|午休后?|睡醒|起床|落地|下车|下飞机|到(?:家|店|公司|单位|厂里?|办公室|酒店|学校|了|站)|回(?:去|家|来|公司|店里?|厂里?|办公室|国)|忙完|空了|得空|闲下来|送完|接完|[\u4e00-\u9fa5](?:完|毕|罢)|[下发上开吃做忙谈看搬洗收跑办理对算审核查问测修改签盖印写填录导拍剪排装睡醒]了)"
_UNSURE_STEP: Final = lazy(
    r"批|点头|同意|定了|付|到账|到款|降|涨|成交|中标|签约|签了|通过|交[钱费款]|下单|拍下"
)
#: 下了夜班回你, 上完这节课就把答案发您: after a step that is sure to come, for the other side.
_AFTER_STEP: Final = lazy(
    rf"^(?:那|我|咱|等|待|等我|待我|孩子|娃|等孩子|等娃|先|我先|这边)*[^，,您你]{{0,6}}?{_STEP}[^，,您你]{{0,8}}?(?:就|我|马上|立马|立刻|再|把|给|跟|去|第一时间|[回发打告叫喊查找联])[^，,]{{0,12}}(?:您|你)"
)


def act_of(clause: Clause, side: Side) -> tuple[str, int, int] | None:
    """The weightiest act of a clause: kind and where its words begin and end in the clause."""
    best: tuple[int, int, str, int, int] | None = None
    for kind, weight, pattern in acts.ACTS:
        for match in pattern.finditer(clause.text):
            ranked = (weight, match.end(), kind, match.start(), match.end())
            if best is None or ranked[:2] > best[:2]:
                best = ranked
    if best:
        return best[2], best[3], best[4]
    return _dated_deed(clause, side)


def after_step(said: str) -> bool:
    """Whether an act for the other side follows a step that is sure to come (下了班回你)."""
    found = _AFTER_STEP.match(said)
    return found is not None and _UNSURE_STEP.search(said) is None


def _dated_deed(clause: Clause, side: Side) -> tuple[str, int, int] | None:
    """The deed of a clause such as 我明天去银行办手续 or 余款后天结; None without a coming day."""
    if not any(not r.past and not r.habitual and r.kind != "duration" for r in clause.refs):
        return None
    body = clause.text
    for ref in clause.refs:
        at = ref.start - clause.start
        body = body[:at] + "\0" * (ref.end - ref.start) + body[at + ref.end - ref.start :]
    marked = re.sub(r"[^\S\0]+", "", LABELS.sub("", body))
    plain = marked.replace("\0", "")
    moves = _GOODS_MOVE if side is Side.STAFF else _MONEY_MOVES
    if _PRIVATE.search(plain):
        return None
    if (
        moves.match(marked)
        or (side is Side.STAFF and _WORK.match(marked))
        or _own_people(marked, plain, side)
    ):
        return "other", 0, len(clause.text)
    if _BARE_DEED.match(plain) and not _STATIVE.match(plain):
        return "other", 0, len(clause.text)
    return None


def _own_people(marked: str, plain: str, side: Side) -> bool:
    """Whether the subject is the speaker or his people, and what they do is no state."""
    fronted = _FRONTED.match(marked)
    if fronted:
        rest = marked[fronted.end() :].replace("\0", "")
        return len(rest) >= 1 and not _STATIVE.match(rest) and not re.search(r"[了过]$|[的得]", rest)
    own = _OWN_DEED.match(plain) or (_CREW.match(plain) if side is Side.STAFF else None)
    return (
        own is not None
        and len(plain) - own.end() >= 2
        and not _STATIVE.match(plain[own.end() :])
        and not _STATIVE.match(plain)
    )
