"""Companies and institutions: full legal names, schools and hospitals, and short names like 宏远贸易."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp import segment
from nlp.contacts.brands import FUNCTION, NO_BRAND, TRADE, TRADE_FIND, TRADES, short_names
from nlp.contacts.introduced import INTRODUCED, introduced
from nlp.contacts.surnames import COMPOUND, STRONG
from nlp.contacts.wordlist import words
from nlp.lazy import any_of, lazy, sifted
from nlp.model import Entity, EntityKind

_LEGAL = sifted(
    r"(?:有限责任公司|股份有限公司|集团有限公司|有限公司|股份公司|有限合伙|集团公司|总公司|分公司|公司)(?:[\u4e00-\u9fff]{2,4}分公司)?"
)
_INSTITUTION = sifted(
    r"(?:幼儿园|小学|初级中学|高级中学|中学|附中|[一二三四五六七八九]中(?!学)|外国语学校|职业学校|技校|学校|职业学院|学院|大学|第[一二三四五六七八九十]{1,2}(?:人民)?医院|人民医院|中医院|医院|卫生院|诊所|药房|大酒店|酒店|宾馆|民宿"
    r"|研究院|研究所|设计院|律所|会计所|律师事务所|会计师事务所|事务所|培训中心|体检中心|服务中心|月子中心|健身中心|活动中心|集团|工作室|俱乐部|健身房|商贸城|商行|超市|便利店|餐厅|饭店|火锅店|咖啡馆|美容院|养老院|工厂|机械厂|电子厂|家具厂|服装厂|印刷厂|食品厂|厂"
    r"|银行|信用社|委员会|教育局|街道办|基金会|协会|商会|书店|影院|旅行社|驾校|门诊部|门诊|牙科(?!诊所|医院|门诊|中心)|合作社|联合社|书院|影楼|托育园|托管班|早教园|图书馆|博物馆|美术馆|体育馆|文化馆|科技馆|农场|牧场|林场|养殖场|苗圃|药店|大药房|酒家|酒楼|饭庄|食府|茶楼|茶庄|面馆|烘焙坊|照相馆|加油站|4[sS]店|五金店|建材店|水果店|花店|眼镜店|宠物店|琴行|画室|武馆|道馆|拳馆|瑜伽馆|舞蹈室|网吧|客栈|农庄|会所|养生馆|理发店|福利院|敬老院|居委会|村委会|业委会|管委会|检测站|环卫所|供电所|水务所|农技站|兽医站|茶馆|茶社|酒馆|电视台|报社|出版社|杂志社|剧院|律师楼)(?!里|生|长|员|区|家|商|门|方|房|老师|教育|毕业)"
)
_LATIN = sifted(
    r"(?<![A-Za-z])(?:[A-Z][A-Za-z&'-]{0,20}[ ,]{1,2}){1,5}(?:Co\.?[, ]{0,2}Ltd\.?|Ltd\.?|Inc\.?|LLC|GmbH|Corp\.?|Limited|Company|Pte\.? Ltd\.?)(?![A-Za-z])"
)
_HEADED = sifted(
    r"(?:抬头|户名|开票单位|单位名称|公司名称|公司全称|甲方|乙方|需方|买方)(?:写|开成?|填|是|为|叫|[:： ]){1,2}(?P<name>(?!个人|我|你|您|公司|按|跟|和|上次|之前|什么|哪|这|那|谁|错|好)[\u4e00-\u9fff]{4,14}?)"
    r"(?=[，,。！!；; \n]|$|的|就行|就好|就可以|吧|谢谢)"
)
_SOLID = "装饰|科技|贸易|商贸|实业|传媒|药业|重工|机电|置业|工贸|集团|控股|建工|酒业|茶业|乳业|铝业|钢构|智造|建设|电器|家居|食品|生物"
_PLAINLY = sifted(
    rf"(?:(?<=[，,。、 ：:\n])|^|(?<=我们是)|(?<=我是)|(?<=[和跟与是在给从叫])|(?<=客户)|(?<=联系)|(?<=来自))(?P<brand>(?![我你您他她这那哪两几每各其和跟与是在给从叫])[\u4e00-\u9fff]{{2,4}}?)(?P<trade>(?:{_SOLID}){{1,2}})"
    r"(?=$|[，,。、！!？? ]|和|跟|与|的(?!产品|方案|标准|要求|东西)|都|那边|这边|已|说|要(?!求)|在|来|想|问|签|那单|项目|那个单|回款|还没|今天|昨天)"
)
_PLAIN_BRAND = lazy(
    r"高$|黑$|新$|老$|大$|小$|专业|高端|儿童|少儿|室内|家庭|办公|大型|小型|互联网|智能|传统|本地|国内|国外|线[上下]|企业|学校|幼儿|成人|职业|在线|素质|汽车|工业|农业|商业|民用|医用|家用|学习|接受|从事|参加|组织|提供|安排|部门?|员工|销售|产品|技术|免费|环保|冷冻|进口|出口|有机|绿色|健康|休闲|现代|全屋|软装|硬装|精装|简单|整体|墙面|车辆|城市|基础|项目|自己|整个|国际|外贸|服装|医疗|电子|信息|网络|团队|能力|制度|文化|党|队伍|工程|跨境|金融|生命|海洋|人工|核心|先进"
)
_FAMOUS = (
    "美的|格力|海尔|华为|小米|腾讯|阿里巴巴|阿里|百度|京东|字节跳动|字节|拼多多|网易|比亚迪|中石化|中石油|中海油|国家电网|南方电网|中国移动|中国联通|中国电信|中建[一二三四五六七八]局|中建|中铁[一二三四五六七八九十]{0,2}局|中铁|中交|万科|碧桂园|恒大|保利|华润|龙湖"
    "|招商银行|工商银行|建设银行|农业银行|中国银行|交通银行|中国平安|蒙牛|伊利|茅台|五粮液|海底捞|星巴克|麦当劳|肯德基|沃尔玛|永辉|盒马|宁德时代|三一重工|三一|中联重科|徐工|长城汽车|吉利|上汽|广汽|一汽|特斯拉|宝马|奔驰|西门子|博世|施耐德|海康威视|海康|科大讯飞|联想|富士康|立讯"
)
_EMPLOYED = sifted(
    rf"(?:(?:我(?:们)?|他|她|客户)?(?:是|在)|来自|客户|^|[，,。 ])(?P<name>{_FAMOUS})(?=的?(?:采购|财务|行政|人|项目|员工|供应商|总部|上班|工作|那边|干)|上班|集团|公司)"
)
_CUT_AFTER = lazy(
    r".*(?:抬头开成?|抬头[是写填为:：]?|户名[是写填为:：]?|全称[是叫]?|名称[是叫写填]?|[甲乙丙]方[是写填为:：]|我们是|我是|我司是|我们公司是|咱们是|公司[是叫]|单位[是叫]|[名就也]叫|来自|对接|接洽|走访|回访|约见|接待|签下|拿下|谈下|发给|寄到|送到|寄给|开给|开票给|打给|签给|联系|跟进|拜访|客户|甲方|乙方|[是在给跟、找帮去到从把对被叫了的]|(?:我们?|[您你]们?|他们|总|经理|公司|科技|集团|工|老师)(?:和|与|向|约))(?=.)"
)
_GENERIC = lazy(
    r"^(?:你们|我们|他们|咱们|贵|本|我|你|您|他|她|该|这家?|那家?|哪家?|哪个|某|各|一家|几家|两家|三家|多家|别的|其他|其它|另一?家?|同一家|总|分|子|母|新|老|大|小|中小|大型|小型|我们这|你们这|这个|那个|有个|全|外面|隔壁|一个|每个|每家|所有|什么|上市|国有|民营|外资|合资|家族|跨国)*"
    r"(?:快递|物流|保险|装修|外贸|贸易|货运|搬家|家政|设计|广告|律师|会计|房产|地产|建筑|软件|互联网|科技|培训|教育|私人|便宜|正规|专业|专科|口腔|美容|整形|大的?|附近的?|种植|农业|农机|果蔬|股份|制造|食品|旅游|电商|投资|咨询|代账|财务|中介|劳务|服装|化工|医药|公立|私立|国际|民办|重点|普通|双语|社区|三甲|公办|加工|代工|电子|印刷|机械|玩具|家具|模具|五金|纸箱|包装)?"
    r"(?:公司|集团|学校|小学|中学|大学|学院|医院|银行|酒店|工厂|厂|幼儿园|超市|饭店|餐厅|工作室|诊所|药房|事务所|研究院|研究所|设计院|俱乐部|健身房|宾馆|民宿|机构|委员会|协会|商会|书店|便利店|总公司|分公司|驾校|门诊部|门诊|牙科|合作社|联合社|书院|影楼|托育园|托管班|早教园|图书馆|博物馆|美术馆|体育馆|文化馆|科技馆|农场|牧场|林场|养殖场|苗圃|药店|大药房|酒家|酒楼|饭庄|食府|茶楼|茶庄|面馆|烘焙坊|照相馆|加油站|4[sS]店|五金店|建材店|水果店|花店|眼镜店|宠物店|琴行|画室|武馆|道馆|拳馆|瑜伽馆|舞蹈室|网吧|客栈|农庄|会所|养生馆|理发店|福利院|敬老院|居委会|村委会|业委会|管委会|检测站|环卫所|供电所|水务所|农技站|兽医站|茶馆|茶社|酒馆|电视台|报社|出版社|杂志社|剧院|律师楼)$"
)
_ENDS = frozenset(
    "司伙园学校院小幼控高附所房店馆厅行厂社会部城场市心室团医中主抬头户单名甲乙需买的.dCtH诊科楼站班台吧圃坊庄家府"
) | {trade[-1] for trade in TRADE}


_WHO = lazy(
    rf".*?(?:{COMPOUND}|[{STRONG}])[\u4e00-\u9fff]{{0,2}}?(?:总(?!公司|部|站|行|店|厂|院|工会|承包|局)|董(?!事)|经理|老师|女士|先生|小姐|主任|老板|厂长|店长|院长|校长|园长|会计|主管|[姐哥](?![姐哥]))(?:他们|她们|那边|这边|自己|本人)?"
)
"""Up to a person with a title."""
_WHEN = lazy(
    r"(?:今[天早晚]|明[天早晚]|昨[天晚]|前天|后天|上个?[周月]|下个?[周月]|这[周月]|本周|周[一二三四五六日天末]|上午|中午|下午|晚上|早上|刚刚?|刚才|已经|马上|一会儿?|又|才|就|也|正|还|都|想|要|约了?|准备|打算|可能|应该|代表)*"
)
_MOVES = lazy(
    r".*(?:来|去|到|回|在|从|跟|离开?|进|出|给|对|向|让|请|叫|说|问|替|帮|往|过|路过|了|的|他|她|们|我|你|您|该|其|等|带人|派人|代表|管|提到|介绍|希望|觉得|通知|负责)$"
)
_TIERS = frozenset("省市县区州镇")
_PUBLIC = lazy(
    "图书馆|博物馆|美术馆|体育馆|文化馆|科技馆|电视台|福利院|敬老院|委员会|人民医院|中医院|卫生院|教育局|[一二三四五六七八九]中"
)
"""What a tier of government has one of: 县人民医院, 市教育局."""


_may_name = any_of(_LATIN, _LEGAL, _INSTITUTION, _HEADED, _EMPLOYED, _PLAINLY, TRADE_FIND, *INTRODUCED)


def companies(text: str) -> list[Entity]:
    """Companies named in a normalised text."""
    if _ENDS.isdisjoint(text) or not _may_name(text):
        return []
    found: list[tuple[int, int, float]] = []
    taken = bytearray(len(text))
    for start, end, confidence in (
        *_latin(text),
        *_legal(text),
        *_headed(text),
        *introduced(text),
        *short_names(text),
    ):
        if not any(taken[start:end]):
            taken[start:end] = b"x" * (end - start)
            found.append((start, end, confidence))
    found.sort()
    return [Entity(EntityKind.COMPANY, text[s:e], s, e, text[s:e], c) for s, e, c in found]


def _legal(text: str) -> Iterator[tuple[int, int, float]]:
    for pattern, confidence in ((_LEGAL, 0.95), (_INSTITUTION, 0.8)):
        for match in pattern.finditer(text):
            begin = _run_start(text, match.start())
            head = text[begin : match.start()]
            cut = _CUT_AFTER.match(head)
            begin += cut.end() if cut else 0
            begin += _goes_there(text[begin : match.start()])
            if match[0][0] == "第" and (last := _CUT_AFTER.match(head + "第")) and last.end() == len(head):
                begin = match.start()
            name = text[begin : match.end()]
            if (
                match.start() - begin < 2
                and match[0][0] != "第"
                and not (head[-1:] in _TIERS and _PUBLIC.match(match[0]))
                and not (pattern is _INSTITUTION and re.match("[一二三四五六七八九]中", match[0]))
            ):
                continue
            if _GENERIC.match(name) or any(
                char in "吗呢吧们这那哪什么怎没很都" for char in name.replace("成都", "")
            ):
                continue
            if pattern is _INSTITUTION and not _institution_stands(text, begin, match):
                continue
            if "有限" not in match[0] and any(
                char in "有没开不在去回" for char in text[begin : match.start()]
            ):
                continue
            if match[0] == "公司" and (not _brand(name[:-2]) or NO_BRAND.search(name)):
                continue
            yield begin, match.end(), confidence


def _goes_there(head: str) -> int:
    """How much of *head* tells who goes when to the house behind it (刘总今天来|公司): no part of its name."""
    who = _WHO.match(head)
    rest = head[who.end() :] if who else head
    when = _WHEN.match(rest)
    if (who is None and when is None) or (when is not None and when.end() == 0 and who is None):
        return 0
    moves = _MOVES.match(rest)
    if moves is not None:
        return len(head)
    if who is not None and head[who.end() - 1] in "师姐哥" and not (when and when.end()):
        return 0
    return (who.end() if who else 0) + (when.end() if when else 0)


def _latin(text: str) -> Iterator[tuple[int, int, float]]:
    for match in _LATIN.finditer(text):
        yield *match.span(), 0.9


def _headed(text: str) -> Iterator[tuple[int, int, float]]:
    """A name behind a heading (抬头写上海乐途), an employer everybody knows, a brand before a plain trade."""
    for match in _HEADED.finditer(text):
        yield *match.span("name"), 0.8
    for match in _EMPLOYED.finditer(text):
        yield *match.span("name"), 0.7
    for match in _PLAINLY.finditer(text):
        brand = match["brand"]
        if not (
            _PLAIN_BRAND.search(brand) or any(char in FUNCTION and char not in "家好多前" for char in brand)
        ):
            yield match.start("brand"), match.end("trade"), 0.6


def _run_start(text: str, end: int) -> int:
    start = end
    while start > 0 and end - start < 30 and _in_name(text[start - 1]):
        start -= 1
    before = text.rfind("公司", start, end)
    return start if before < 0 else before + 2


def _in_name(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or (char.isascii() and char.isalnum()) or char in "()（）·&-"


_OF = lazy(
    r"的(?=$|[，,。！!？? ]|[老小阿][\u4e00-\u9fff](?![\u4e00-\u9fff])|采购|老师|校长|院长|园长|项目|单|后勤|负责|设备|财务|教务|总务|主任|信息)"
)


_NO_NAMES = words(
    "报名 考 找 选 办 去 比较 联系 学 报 到 回 来 进 跑 逛 路过 经过 旁边 隔壁 对面 楼下 这边 那边 门口 加盟 承包 经营 投资 转让 出租 装修 设计 采购 需要 想 准备 打算 参加 加入 成立 注册 介绍 推荐 合作 挂 挂号 预约"
)
"""Words before a kind of house that make it no name: 报名驾校, 附近门诊."""
_SORTS = words(
    "本地 正规 便宜 专业 私人 服务 管理 客户 医保 定点 口腔 美容 整形 私立 公立 民营 专科 儿童 宠物 连锁 大型 小型 社区 乡村 农民 种植 养殖 供销 高端 豪华 快捷 普通 专门 综合 中医 西医 皮肤 眼科 骨科 妇科 男科"
)
"""Words that only tell its sort: 宠物医院, 私人诊所."""


_PLACED = lazy(r"(?:小区|学校|园区|商场|公司|社区|单位|[村镇县市城家店厂楼院])里$")
_NUMBERED = lazy(r"第[一二三四五六七八九十]{1,2}$")


def _institution_stands(text: str, begin: int, match: re.Match[str]) -> bool:
    """A school or a shop counts when a name of its own stands before the kind."""
    head = text[begin : match.start()]
    tail = head[-2:]
    if tail.endswith("里") and len(head) >= 3 and not _PLACED.search(head):
        tail = tail[:-1]
    if tail.endswith("和") and (not begin or text[begin - 1] in "是叫给写开为:： ，,。"):
        tail = tail[:-1]
    numbered = _NUMBERED.search(head) is not None
    if len(head) > 14 or (any(char in FUNCTION for char in tail) and not numbered):
        return False
    if text.startswith("的", match.end()) and _OF.match(text, match.end()) is None:
        return False
    if re.compile("[里几多老一二三四五六毕]|上(?!班)").match(text, match.end()):
        return False
    said = segment.cut(head)
    if said and _SORTS.issuperset(said):
        return False
    verbs = {
        "参观",
        "考察",
        "附近",
        "全市",
        "孩子",
        "读",
        "上",
        "念",
        "开",
        "住",
        "自己",
        "朋友",
        "老家",
        "市里",
        "县里",
        "当地",
        *_NO_NAMES,
    }
    return not verbs & set(said) and (match[0] != "厂" or (len(head) >= 2 and _brand(head)))


def _brand(head: str) -> bool:
    """Whether *head* holds a name: characters that form no ordinary word, or a place with a trade."""
    parts = segment.cut(head)
    singles = sum(len(part) == 1 and part not in FUNCTION for part in parts)
    return singles >= 2 or (len(parts) > 1 and parts[-1] in TRADES and not set(parts) & FUNCTION)
