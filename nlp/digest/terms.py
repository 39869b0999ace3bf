"""Words of a deal that several readers of a chat look for: haggling, samples, papers, payments still open, lessons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlp.digest.reading import Said
from nlp.lazy import lazy

LOWER: Final = lazy(
    r"(?:能不能|能否|可不可以|可以|能|再|还能|给我?|帮我?|最好|要不|多少)[^，,。]{0,6}(?:低|便宜|少(?!儿|年)|降|让(?!人|他|她|我|师)|优惠|打折|打个?折|抹|减|免|送(?!到|货|过|来|去|上|达|样)|实在|划算)(?:一?[点些个]|不|吗|么|几|两|三|多|到|下来|\d|呗|吧|嘛)|(?:低|便宜|少|降|让|优惠)一?[点些](?:不|吗|么|呗|吧|嘛|行|可以|我|就)|"
    r"(?:最低|底价|实价|最优惠|一口价|给个(?:实|底|痛快|最低)价)|打[几\d一二三四五六七八九](?:[一二三四五六七八九五])?折|(?:\d|[一二三四五六七八九十百千万])(?:块|元|万|千|百)?(?:钱)?(?:一?[个台套只件吨斤平])?(?:行不?行?|给不给|出不出|卖不卖|做不做|成不成|能做不?|可以不|干不干|接不接)(?:[吗？?，,]|$)|(?:^|[，,。 ])\d{2,7}(?:万|块|元)?(?:吧|呗|差不多|成交|得了|算了|行不|行吗|可以不|成不|怎么样)|[\d一二三四五六七八九十百千万][^，,。]{0,5}(?:我|就|马上|今天|立马)(?:就)?(?:定|签|下单|付|拿|要|提|买|走|成交|下定|开走)了?|凑个?整|抹零"
)
#: 总价压到里面行不, 做到五万以内: his own figure for our price.
SQUEEZES: Final = lazy(
    r"(?<![缩损误温湿公偏耗水油重厚])(?:压|控制?|做|卡|降|砍|谈|缩|挤|凑|省)(?:到|在|进|成)(?![^，,。]{0,8}(?:点以|%|毫米|厘米|度|小时|分钟|天|公分|丝|微米|毫克|厚|重|噪|湿|温|误差|公差))[^，,。]{0,8}(?:行不?|吗|么|不|可以|成不|能不能|里面|以内|以下|之内|内)|(?:能|可以)[^，,]{0,6}(?:压|控制|做|卡|降|砍|缩)(?:一压|压|到|在|进)(?![^，,。]{0,6}(?:个点|%|毫米|厘米|度|小时|分钟|天))"
)
#: 先弄两包样给我, 寄两斤尝尝: a little of it to try.
SAMPLED: Final = lazy(
    r"(?:寄|拿|发|弄|来|给|送|要|带|打)[^，,。]{0,3}(?:[一两二三几\d]{1,4}(?:包|袋|瓶|盒|片|块|米|斤|公斤|克|双|件|条|根|支|份|张|卷|桶|罐|台))的?(?:样(?!式|的)|试|尝|看看|测|验)"
)
#: 打了一锅, 账号发几个: words of paying where nothing is paid.
NOT_PAID: Final = lazy(
    r"(?<![收打付转款])账号(?:发|给|开|密码|登|多少个)(?!.*(?:打款|付|转|钱|款))|(?:交货|发货|到货|送货|供货)[^，,]{0,6}分[两二三几]批|(?:打|刷|转|交)了[一两二三几半\d]{1,2}(?:锅|版|遍|通|次|圈|层|下|块|片|卷|道|孔|个(?:样|孔|眼|电话))"
)
#: 盖章的报价函: a seal on no contract; 合同也要你们看: contracts are what he has read, not ours.
NO_CONTRACT: Final = lazy(
    r"(?:审|看|改|起草|写)(?:一?下|[一二两三几\d]份)?合同|合同[^，,]{0,4}(?:要|让|给|请|找)你们?(?:帮)?(?:忙)?(?:看|审|改|写|把关)|合同(?:纠纷|官司|复印件|业绩|审核费)|(?:以前|之前|过往|类似|同类)的?合同"
)
#: Papers that bear a seal and are no contract.
PAPERS: Final = lazy(r"报价|函|清单|报告|证明|证书|回执|发票|收据|授权|资质|对账|送货|单(?!位|子|独)")
#: 老样子 可乐12箱: he orders what he always does.
REORDERS: Final = lazy(r"^(?:还是)?(?:老样子|老规矩|照旧|照常|照上次|按上次)(?:的)?(?:[，, ]|来|送|发|下单)")
#: 专票收到了, 8月对账单发您了, 麻烦给这次保养打个分: between people who have dealt already.
_KEPT: Final = lazy(
    r"(?:专票|普票|发票)(?:原件|快递)?(?:已经?|也|都|我)?(?:收到|拿到|到)(?:了)?|对账单|对(?:好|完|过)?账了|回访|满意度|打(?:个|几)?分|(?:昨天|前天|今天|上午|下午)[^，,]{0,4}(?:辛苦|麻烦)[^，,]{0,6}师傅|您(?:订购|购买|下单)的|(?:货|订单|快递)[^，,]{0,6}已(?:送达|签收)"
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


def is_school(said: Sequence[Said]) -> bool:
    """Whether the deal is about lessons, where a price is a fee; a firm that has its people trained buys a service."""
    if any(_CORPORATE.search(s.text) for s in said) and not any(_CHILD.search(s.text) for s in said):
        return False
    return any(_LESSON.search(s.text) for s in said)


def keeps(said: Sequence[Said]) -> bool:
    """Whether they speak of what he has bought before: an invoice that came, the month's account, how it was done."""
    return any(_KEPT.search(s.text) and not (s.own and s.asks) for s in said[:3])
