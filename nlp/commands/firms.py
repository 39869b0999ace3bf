"""Companies in commands: whole names with their kind, and short ones that end in a trade (汇泉水务)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nlp.commands.people import COMPANY
from nlp.lazy import lazy

#: Trades that end a company's short name, where the place already says that a company stands there.
_TRADES: Final = (
    "水务|消防|办公|电气|照明|门窗|建筑|建设|工程|检测|设计|咨询|广告|影视|摄影|婚庆|婚礼|旅游|航空|船务|货运|国际|控股|投资|保险|农场|牧业|种业|乳业|酒业|茶业|饭店|餐厅|火锅|烘焙|奶茶|医美|口腔|眼科|牙科|康复|养老|月子|早教|培训|"
    "驾校|舞蹈|琴行|书院|物业|园林|水电|钢构|幕墙|涂料|陶瓷|卫浴|电梯|暖通|制冷|阀门|轴承|模具|塑料|塑胶|橡胶|皮革|鞋业|服装|制衣|箱包|珠宝|眼镜|光学|仪器|仪表|自动化|机电|机器人|新材料|材料|新能源|光伏|储能|电池|电力|燃气|"
    "石化|矿业|钢铁|铝业|铜业|冶金|铸造|渔业|水产|海鲜|粮油|饲料|茶叶|玩具|文具|体育|游戏|数码|通信|通讯|信息|数据|电商|供应链|冷链|仓储|快运|速运|物流|机械|科技|电子|建材|装饰|家居|家具|包装|印刷|彩印|纺织|食品|医疗|生物|"
    "教育|传媒|文化|网络|软件|智能|化工|五金|汽配|贸易|商贸|实业|集团|药业|健身|餐饮|酒店|地产|置业|环保|能源|重工|精密|光电|中学|小学|学校|医院|幼儿园"
)
SHORT_FIRM: Final = lazy(
    rf"(?!需要|想|要|做|找|装|学|买|订|咨询|定制|采购|看|换|上|搞|开|卖)[\u4e00-\u9fa5A-Za-z0-9]{{2,6}}?(?:{_TRADES})"
)
#: Institutions by their short names: 市三院, 二中, 城南街道办.
_HOUSE: Final = (
    r"(?:[\u4e00-\u9fa5]{1,3}[市省县区州])?(?:[市省县区州]|第)?[一二三四五六七八九十]{1,2}(?:院|中|小|幼)(?!到|间|国|时|午|旬|时|号|区)|[\u4e00-\u9fa5]{0,4}[市省县区州](?:人民|中心|中)?医院"
    r"|[\u4e00-\u9fa5]{2,6}?(?:街道办|居委会|村委会|政府|管委会|开发区|产业园|园区|商会|协会|研究院|研究所|设计院|卫生院|党校|体育馆|图书馆|商场|广场|百货|民宿|客栈|农庄|养殖场|果园|合作社|车队|砖厂|纸厂|纱厂|药厂|电厂|"
    r"鞋厂|纸业|门业|木业|米业|面业|糖业|油脂|钢管|电缆|电线|线缆|轮胎|机床|液压|酒楼|茶楼|面馆|火锅店|奶茶店|烧烤店|专卖店|便利店|4S店|理发店|美容院|月子会所|会所|俱乐部)"
)
_LED: Final = r"^(?:咱们?|我们?|终于|总算|报喜|[！!，,\s])*+(?:给|把|将|跟|和|与|向|为|帮|对|拿下|中了|签了|签下|搞定|恭喜|催|问|找|约|联系|回访|拜访|去|回|跟进|对接|见|盯|交|送|寄|发|收|做|出|改|开)?(?:客户|线索)?(?:今天|刚才?|昨天|上午|下午)?(?:给|跟|和|向)?"
_OPENS: Final = lazy(rf"{_LED}(?P<firm>(?:{COMPANY.pattern})|{_HOUSE}|{SHORT_FIRM.pattern})")
_WHOLE: Final = lazy(rf"(?:{COMPANY.pattern})+")
_CLAUSE: Final = lazy(
    rf"(?<=[\s，,。；;！!])(?P<firm>(?:{COMPANY.pattern})|{_HOUSE}|{SHORT_FIRM.pattern})(?=[\s，,。；;！!的]|那边|这边|那单|$)"
)


def led_firm(text: str) -> tuple[int, int] | None:
    """Where the company or institution stands that *text* opens with, or that is a clause of its own (中标了 市三院)."""
    for pattern in (_OPENS, _CLAUSE):
        found = pattern.search(text)
        if found and len(found["firm"]) >= 2 and not _NO_FIRM.search(found["firm"]):
            longer = _WHOLE.match(text, found.start("firm"))
            return found.start("firm"), longer.end() if longer else found.end("firm")
    return None


def no_firm(name: str) -> bool:
    """Whether *name* only says what kind of house it is (我们公司), or holds somebody's title."""
    return _NO_FIRM.search(name) is not None


_NO_FIRM: Final = lazy(
    r"^[我你您他她咱]|^(?:我们|他们|你们|咱们?|这家|那家|别的|其他|哪家|一家|新|老|大|小|本|该|某|贵)?(?:公司|集团|工厂|学校|医院|酒店|厂)$|[跟和给把说问要让]|是哪|哪家|什么|总|经理|老师|女士|先生|^(?:报价|合同|方案|需求)"
)
_ASKED_OF_FIRM: Final = lazy(
    rf"^(?P<firm>[\u4e00-\u9fa5A-Za-z0-9]{{2,6}}?(?:{_TRADES}))(?:公司|那边|这边|这家|那家|现在|目前|最近|这单|那单|的)*(?:谁在?跟|是?谁的|谁负责|到哪|跟到哪|聊到哪|谈到哪|走到哪|什么|啥|怎么样|咋样|如何|签了|付了|成了|进展|进度|情况|资料|动态|联系|电话|预算|阶段|历史|记录|档案|信息|$)"
)


def firms(text: str) -> Iterator[re.Match[str]]:
    """The companies named with their kind, whole (聚合生物科技有限公司), without what leads up to them."""
    whole = re.compile(rf"(?:{COMPANY.pattern})+")
    for found in COMPANY.finditer(text):
        longer = whole.match(text, found.start()) or found
        lead = re.match(
            r"(?:刚|今天|昨天|已经?|要走|要|想|做|去|来|走|找|是)*(?:给|跟|和|向|对|为|把|帮|与)?", found[0]
        )
        start = longer.start() + (lead.end() if lead else 0)
        cut = whole.match(text, start) if start > longer.start() else longer
        if cut:
            yield cut


def firm_asked(text: str) -> str:
    """The company a question opens with (汇泉水务现在谁在跟); empty when there is none."""
    found = _ASKED_OF_FIRM.match(text)
    return found["firm"] if found else ""
