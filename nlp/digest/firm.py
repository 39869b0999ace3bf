"""Which company a lead belongs to, as he introduces it or as the reader of names sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from nlp.contacts.introduced import is_sort
from nlp.digest.people import OF_HOUSE
from nlp.digest.reading import Said
from nlp.lazy import lazy
from nlp.model import EntityKind
from nlp.segment import cut

_COMPANY: Final = lazy(
    r"(?:^|[，,。！!\s])(?:您好|你好)?[，,]?(?:我(?:们)?(?:这边)?是|这(?:边|里)是|我(?:们)?公司(?:是|叫)|我(?:们)?在|(?P<bare>我们?)|(?:公司|抬头|单位|名称|开票信息)(?:名(?:称)?)?(?:是|叫|写|开|：|:))\s*(?P<name>[\u4e00-\u9fa5A-Za-z0-9（）()]{2,20}?)(?:的(?:[\u4e00-\u9fa5]{1,4})?(?=$|[，,。！!\s])|(?=$|[，,。！!\s]|(?:上班|工作|做|当|管|负责|干)))"
)
_NO_COMPANY: Final = lazy(
    r"^(?:一|做|搞|开|个|新|小|家|想|两|几|这|那|在|从|朋友|网上|刚|老|外地|本地|自己|专门|负责|你们|老客户|给|要|有|没)|[负管做搞卖跑]|的"
)
_KINDS: Final = "公司|集团|科技|物流|餐饮|贸易|机械|电子|传媒|教育|医院|学校|幼儿园|酒店|地产|置业|建材|食品|服饰|医药|药房|化工|物业|设计|装饰|汽车|能源|环保|农业|牧业|包装|印刷|家居|家具|珠宝|健身|美容|口腔|诊所|律所|事务所|商贸|超市|工厂|厂|中学|小学|大学|银行|保险|证券|网络|软件|信息|智能|光电|精工|五金|塑胶|纺织|服装|鞋业|茶业|酒业|旅行社|旅游|影视|文化|咨询|人力|连锁|便利店|烘焙|咖啡|火锅|食堂|商行|批发|仓储|供应链|国际|实业|制造|民宿|客栈|农场|农庄|合作社|书院|画室|琴行|影楼|工作室|俱乐部|会所|养老院|敬老院|中心|门诊|牙科|药店|茶饮|餐厅|饭店|酒楼|木业|钢构|钢铁|建筑|建设|工程|园林|消防|安防|检测|广告|传播|电商|外贸|进出口|货运|快运|冷链|水产|果业|种业|饲料|粮油|乳业|饮料|陶瓷|卫浴|门窗|铝业|玻璃|橡胶|涂料|纸业|彩印|模具|机床|轴承|泵业|阀门|电缆|电源|半导体|光学|仪器|医疗|器械|康复|健康|基因|游戏|动漫|投资|租赁|商业|百货|商城|新能源|光伏|储能|重工|电气|电器|照明|新材料|生物|体育|宠物|母婴|互动|数码|数科|娱乐|乐园|营销|策划|公关|会展|婚庆|家政|保洁|搬家|装修|装潢|茶楼|酒家|食府|面馆|轩|阁|居|坊|记|驿站|公寓|花店|生鲜|果蔬|渔具|车行|汽修|汽贸|汽配|服务站|村委会|居委会|业委会|研究院|研究所|设计院|托育|早教|托管|幼教|船务|航运|海运|运输|速递|印染|织造|制衣|家纺|鞋服|电线|塑业|管业|水泥|石材|混凝土|砂石|路桥|市政|幕墙|门业|窗业|洁具|橱柜|地板|茶叶|中药|果蔬|蔬菜|米业|油脂|调味|糖业|盐业|茶馆|茶社|酒馆|环卫所|供电所|派出所|街道办|镇政府|合作联社|车队|乐器|眼镜|影院|剧社|传动|检验|认证|测绘|勘测"
_TRADES: Final = lazy(rf"(?:{_KINDS})(?:管理|服务|发展|工程|技术|用品)?$")
_TRADE_LAST: Final = lazy(rf"(?:{_KINDS}|管理|服务|发展|用品)$")
#: 公司抬头发我, 怎么称呼贵司: we ask which house he is of.
_ASKED: Final = lazy(
    r"抬头|(?:公司|单位|学校|店|厂|机构|全|企业)(?:的)?(?:名字|名称|全称|叫|名)|全称|哪(?:家|个)(?:公司|单位|店|学校|医院|厂)|贵(?:司|公司|单位|校|院)(?:是|叫|全称)|开给谁|开(?:哪|什么)|您(?:是)?哪(?:家|边)"
)
_NAMED: Final = lazy(r"抬头|全称|(?:公司|单位|学校|店|厂|机构|企业)(?:的)?名")
_PLAIN_WORDS: Final = frozenset(
    "的了是在问给我你您要吗呢吧就先等发看下不没有好稍晚会请帮写开个人用普专票税号跟和同上次之前那这"
)
_ANSWER: Final = lazy(
    r"(?:^|[，,。 ：:])(?:我们是|我们|是|叫|写|开|就写|开给|抬头)?(?P<name>[\u4e00-\u9fa5]{4,16})(?=$|[，,。 ])"
)
#: 报价单给我，蓝鲸互动: to whom it shall be made out.
_MADE_OUT: Final = lazy(
    r"(?:给|发|寄|开|报|签|写)(?:一?[份个下])?(?:给)?(?:我们?|过来|来)?(?:吧|哈|呗|啊)?[，, ](?P<name>[\u4e00-\u9fa5]{4,12})$|(?:主体|名义|名字|名头|公司)(?:去|来)?(?:签|开|写|报)?(?:吧|哈)?[，, ](?P<other>[\u4e00-\u9fa5]{4,12})$"
)
_ELSEWHERE: Final = lazy(r"(?:你们|朋友|竞品|跟|比|用的?是?|做|搞|别|隔壁|上家|那家|之前|以前)[^，,]{0,3}$")
_OURS: Final = lazy(r"我们?(?:是|这边是)?[^，,]{0,3}$")


def company_of(said: Sequence[Said]) -> str | None:
    """The customer's company: as he introduces it, as he answers or signs, else as the reader of names sees it."""
    for find in (_introduced, _seen, _answered, _signed):
        for name in find(said):
            return name
    return None


def _introduced(said: Sequence[Said]) -> Iterator[str]:
    for one in (s for s in said if s.own):
        for found in _COMPANY.finditer(one.text):
            named = found["name"]
            plain = (_TRADES.search(named) and not _only_sort(named)) or (
                not found["bare"]
                and found[0].rstrip("，,。！! ").endswith("的")
                and len(named) >= 4
                and len(cut(named)) > 1
            )
            if plain and not _NO_COMPANY.search(named):
                yield named
        house = OF_HOUSE.search(one.text)
        if house and not _NO_COMPANY.search(house["house"]) and not _only_sort(house["house"]):
            yield house["house"]


def _only_sort(named: str) -> bool:
    """Whether *named* tells a trade and no house (五金批发)."""
    brand = named
    while (shorter := _TRADE_LAST.sub("", brand)) != brand:
        brand = shorter
    return not brand or is_sort(brand)


def _answered(said: Sequence[Said]) -> Iterator[str]:
    """What he answers when we ask which house he is of."""
    for before, one in pairwise(said):
        if one.own and not before.own and _ASKED.search(before.text):
            for found in _ANSWER.finditer(one.text):
                name = found["name"]
                plainly = _NAMED.search(before.text) is not None and _PLAIN_WORDS.isdisjoint(name)
                if (_TRADES.search(name) or plainly) and not _only_sort(name):
                    yield name


def _signed(said: Sequence[Said]) -> Iterator[str]:
    """A house at the end of what he wants made out, behind a comma."""
    for one in (s for s in said if s.own and not s.asks):
        found = _MADE_OUT.search(one.text)
        name = found and (found["name"] or found["other"])
        if name and _TRADES.search(name) and not _only_sort(name) and not _NO_COMPANY.search(name):
            yield name


def _seen(said: Sequence[Said]) -> Iterator[str]:
    """Companies the reader of names sees, his own turns first, ours and other people's left out."""
    ours = {
        e.value
        for s in said
        if not s.own
        for e in s.entities
        if e.kind is EntityKind.COMPANY and _OURS.search(s.text[: e.start])
    }
    for one in (*(s for s in said if s.own), *(s for s in said if not s.own)):
        for entity in one.entities:
            if (
                entity.kind is EntityKind.COMPANY
                and entity.value not in ours
                and not _ELSEWHERE.search(one.text[: entity.start])
            ):
                yield entity.value
