"""Regions and addresses: provinces, cities and districts by the official list, with what follows of the address."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from ahocorasick_rs import AhoCorasick, MatchKind

from nlp import segment
from nlp.contacts.localities import COUNTRIES, QUARTERS, stands, unlisted
from nlp.contacts.wordlist import words
from nlp.lazy import lazy, sifted
from nlp.model import Entity, EntityKind

_SUFFIX = lazy(
    r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|(?:(?:蒙古|哈萨克|柯尔克孜|达斡尔|鄂温克|维吾尔|塔吉克|土家|布依|朝鲜|哈尼|傈僳|拉祜|东乡|纳西|景颇|仫佬|撒拉|毛南|仡佬|锡伯|普米|保安|裕固|独龙|各|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒)族?)+自治[州县旗]|地区|省|市|区|县|盟|旗|林区|新区)$"
)
_AMBIGUOUS = words(
    "东方 安康 大同 三明 和平 通化 开封 长治 安定 平安 新城 桥东 桥西 城关 永定 东区 西区 高新 朝阳 新华 长安 新兴 江北 江南 河东",
    " 河西 河北区 海城 城中 城东 城西 城北 城南 路南 路北 中原 文山 西青 海港 南开 红旗 向阳 前进 东风 友好 郊区 铁西 铁东 双流 城区 鼓楼",
    " 市中 中站 五华 太平 清河 文昌 万全 新民 共和 团结 兴隆 安居 和顺 平和 建设 大城 平原 中方 宝山 白云 长春花 武功 吉利 同心 五常",
    " 尚志 安宁 安达 讷河 康保 高明 南山 中山 明光 光明 金湾 东兴 乐平 丰城 德兴 永康 兴化 会同 通道 嘉禾 资源 都安 大化 福安 长乐 永安",
)
_COUNTY_CITIES = sorted(words("温岭 瑞安 乐清 海宁 桐乡 平湖 东阳 兰溪 嵊州 玉环 靖江 泰兴 仪征 丹阳 句容 溧阳 如皋 启东 海门 东台 高邮 邳州 新沂 福清 龙海 胶州 平度 莱西 即墨 寿光 青州 诸城 高密 安丘 昌邑 滕州 招远 莱州 蓬莱 乳山 荣成 文登 新泰 肥城 曲阜 邹城 章丘 巩义 荥阳 新密 新郑 登封 禹州 长葛 偃师 任丘 迁安 遵化 霸州 高碑店 辛集 武安 浏阳 宁乡 醴陵 仙桃 潜江 枣阳 钟祥 麻城 大冶 樟树 瑞金 瑞昌 增城 从化 台山 恩平 鹤山 四会 高州 化州 廉江 普宁 英德 都江堰 彭州 邛崃 崇州 简阳 江油 广汉 什邡 绵竹 峨眉山 阆中 西昌 仁怀 凯里 都匀 兴义 大理 丽江 景洪 蒙自 个旧 楚雄 库尔勒 石河子 格尔木 敦煌 公主岭 梅河口 延吉 瓦房店 庄河 普兰店 满洲里 二连浩特 德清 安吉 嘉善 宁海 苍南 永嘉 临海 肥西 肥东 长丰 当涂 固安 香河 正定 望城 博罗 惠东 海丰 陆丰 昆山 义乌 常熟 江阴 张家港 太仓 慈溪 余姚 诸暨 宜兴 晋江 石狮 南安 浦东 海淀 徐汇 静安 虹口 天河 番禺 福田 罗湖 龙岗 宝安 余杭 萧山 顺德 南海 武侯 锦江 滨江 闵行 黄浦 松江 嘉定 青浦 奉贤 普陀 杨浦 通州 大兴 丰台 昌平 顺义 亦庄 中关村 望京 陆家嘴 张江 西湖区 拱墅 上城 姑苏 吴中 相城 越秀 荔湾 海珠 雁塔 江宁 浦口 苏州园区 光谷 小榄 虎门 厚街 塘厦 寮步 大朗 凤岗 樟木头 沙井 松岗 坂田 布吉 龙华 华强北 前海 蛇口 临平 下沙 钱塘 织里 盛泽 柳市 龙港 北仑 鄞州 天府新区 两江新区 曲江新区 西咸新区 滨海新区 临港 虹桥 徐家汇 五角场 三里屯 西二旗 燕郊 雄安 白沟 崂山 城阳 乐从 容桂 北滘 大沥 狮山"))  # fmt: skip
_WIDER = sorted(
    words(
        "华东 华南 华北 北上广深 北上广 京沪 江浙沪皖 宁镇扬 云贵川渝 西北五省 淮海 陕甘宁 华中 西南 西北 东北 东三省 东北三省 长三角 珠三角 京津冀 环渤海 大湾区 粤港澳 江浙沪 江浙 川渝 云贵川 云贵 两广 苏南 苏北 苏中 苏锡常 浙南 浙北 浙东 浙西 皖南 皖北 鲁南 鲁西 鲁北 胶东 粤东 粤西 粤北 闽南 闽北 湘西 湘南 鄂西 鄂东 赣南 赣北 川东 川西 川南 川北 滇西 黔东南 豫东 豫西 豫南 豫北 冀南 冀中 晋北 晋南 陕北 陕南 关中 陇南 河西走廊 潮汕 南疆 北疆 辽南 蒙东 藏区 长株潭 成渝"
    )
)
_NOT_BEFORE = lazy(
    r"(?:火锅|扒鸡|烧鸡|泡菜|大汉|牛肉干|老窖|熏鸡|卤鹅|鱼丸|肉丸|肠粉|鱼头|火锅|狗不理|板鸭|盐水鸭|炒饭|香醋|白药|毛峰|毛尖|枸杞|大枣|红枣|葡萄干?|哈密瓜|小吃|茅台|特产|土特产|航空|大众(?!点)|现代(?!农|物|化|服)|本田|丰田|通用(?!技|设)|牌子?|卫视|交大|理工|师大|财大|科大|农大|工大|师范|外国语|邮电|医科大|政法大|财经大|美院|音乐学院|菜系|料理|风味|口味|特色|老酒|白酒|大曲|二锅头|汾酒|绿茶|红茶|普洱|咖啡豆?|苹果|橙子?|荔枝|芒果|榴莲|脐橙|砀山梨|雪梨|香梨|大米|小米|面粉|挂面|木耳|香菇|银耳|阿胶|人参|鹿茸|天麻|三七|虫草|海参|皮蛋|腊肉|腊肠|香肠|酱鸭|酱菜|豆腐(?:干|乳)?|豆瓣|花椒|辣椒|辣酱|鸡煲|烧烤|串串|冒菜|麻辣烫|冷面|炸鸡|烤肉|羊肉(?:泡馍|汤|串)?|泡馍|丝绸|刺绣|云锦|紫砂|瓷器|宣纸|玉石|珐琅|石材|乱炖|饺子|包子|锅盔|锅贴|汤圆|粽子|月饼|拉面|话(?!事)|时间|烤鸭|菜|小面|银行|大学|路|街|东路|西路|南路|北路|牌|玻璃|味道|人寿|证券|农商|晚报|日报|米粉|酸奶|啤酒|热干面|凉粉|鸡饭|米线|凉皮|肉夹馍|早茶|煲仔饭|臭豆腐|螺蛳粉|鸭血粉丝|灌汤包|小笼包|牛肉面|刀削面|烩面|胡辣汤|煎饼|麻花|大闸蟹|火腿|榨菜|陈醋|米酒|黄酒|白茶|河(?:边|畔))"
)
_LANDMARK = sifted(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[在到从去离的往是住]))(?:大学城|(?:[东南西北]|火车|高铁)站)(?=$|[，,。！!？? ]|附近|周边|那|店|校区|这|旁|边|分店|分校|的|有|离)"
    r"|(?<=港 )汉堡|(?<=港[:：])汉堡|(?<=港是)汉堡|(?<=港)汉堡(?=$|[，,。！!？? 港])"
)
_ABROAD = words(
    "新加坡 迪拜 洛杉矶 纽约 鹿特丹 胡志明 曼谷 吉隆坡 雅加达 东京 大阪 首尔 釜山 伦敦 悉尼 墨尔本 温哥华 多伦多 法兰克福 安特卫普 巴塞罗那 孟买 卡拉奇 拉各斯 蒙巴萨 圣保罗 长滩 休斯顿 西雅图 芝加哥 旧金山 横滨 神户 河内 海防 马尼拉 金边 仰光"
)
_NAMING = "(?![要想的了我你他她它们这那吗呢吧是有没也都很就还会能让给把被从跟问说看找买卖租修做])[\\u4e00-\\u9fffA-Za-z0-9]"
"""A character that may stand in the name of a street."""
_STREET = lazy(
    rf"[ ,，]?(?:(?:{_NAMING}){{1,12}}?(?:街道|大道|路|街|巷|弄|胡同|镇|(?<![老同故家城下返])乡(?!街道|镇)|村|大厦|广场|中心|工业园|产业园|科技园|园区|开发区|商务区|小区|花园|新村|大街)"
    rf"(?![上边口对过])){{0,3}}(?:(?<=[区县镇])(?![^\d]{{0,4}}[每月周日到在])[\u4e00-\u9fff]{{2,5}}(?=\d{{1,5}}号))?(?:(?:[东南西北中]|[一二三四五六七八九十])段|[东南西北]延)?(?:[东南西北中]?[一二三四五六七八九十\d]{{1,5}}(?:号楼|号院|号|弄|幢|栋|座|单元|层|楼|室)(?![线机型])|[A-Z]座|[A-Z]?\d{{1,5}}室|(?<=[座栋幢楼元])\d{{3,4}}(?!\d)){{0,4}}"
)
_LOWER = lazy(r"(?<=[市省州])[\u4e00-\u9fff]{1,3}?(?:区|县|镇)(?![域别分长号])|镇(?![上里长子])")
_ZONE = lazy(
    r"(?:(?!有|在|的|这|那|要|做|开|和|跟|到|去|去|来|想|没|是|也|都|客|店|项|公|分|总|一|个|几)[\u4e00-\u9fff]){0,3}?(?:航空港区|(?:国家级)?经济(?:技术)?开发区|高新技术(?:产业)?开发区|高新区|经开区|开发区|工业园区?|科技园|软件园|产业园|保税港?区|自贸区|新区|新城|商务区|度假区|大学城|老城区|主城区)"
    r"|(?:高新|经开|城[东西南北]|[东西南北]郊|[东西南北][二三四]环)(?=$|[，,。！!？?；;、 ]|的|这|那|有|要|附近)"
    r"|(?:(?<=松山)湖|(?<=海棠)湾|(?<=亚龙)湾|花桥|仲恺|大亚湾|松山湖|海棠湾|亚龙湾|西海岸|红谷滩|梅溪湖|光谷|北苑|黄庄|回龙观|天通苑|延边|滨湖|空港|临空|金鸡湖|独墅湖|政务区?)(?=$|[，,。！!？?；;、 ]|的|这|那|有|要|附近|送|发|做)"
)
_STREET_HEAD = lazy(
    r"[\u4e00-\u9fffA-Za-z0-9]{1,14}?(?:街道|大道|路|街|巷|弄|胡同|镇|大厦|广场|工业园|产业园|科技园|园区|开发区)"
)


@cache
def _index() -> tuple[AhoCorasick, tuple[str, ...], dict[str, frozenset[str]]]:
    """The automaton over all names, the names, and for each short district name its cities."""
    names: dict[str, None] = {}
    within: dict[str, set[str]] = {}
    for line in resources.files("nlp").joinpath("data/regions.txt").read_text("utf-8").splitlines()[1:]:
        province, *cities = line.split("|")
        _add(names, province)
        for city in cities:
            name, _, districts = city.partition(":")
            _add(names, name)
            if _SUFFIX.sub("", name) in _AMBIGUOUS:
                within.setdefault(_SUFFIX.sub("", name), set()).add(name)
            for district in districts.split(","):
                if district:
                    _add_district(names, within, district)
    for name in (*_COUNTY_CITIES, *_WIDER, *_ABROAD):
        names[name] = None
    for name in (*QUARTERS, *COUNTRIES):
        within.setdefault(name, set())
    listed = tuple(names)
    owners = {short: frozenset(full) for short, full in within.items() if short not in names}
    every = listed + tuple(owners)
    return AhoCorasick(every, matchkind=MatchKind.LeftmostLongest), every, owners


def _add(names: dict[str, None], name: str) -> None:
    names[name] = None
    short = _SUFFIX.sub("", name)
    if len(short) >= 2 and short not in _AMBIGUOUS:
        names[short] = None
    if name.endswith("省") or name.endswith("市"):
        names[name[:-1]] = None if name[:-1] not in _AMBIGUOUS else names.get(name[:-1])
        if name[:-1] in _AMBIGUOUS:
            del names[name[:-1]]


def _add_district(names: dict[str, None], within: dict[str, set[str]], district: str) -> None:
    if len(district) >= 3:
        names[district] = None
    short = _SUFFIX.sub("", district)
    if len(short) >= 2:
        within.setdefault(short, set()).add(district)


def warm_up() -> None:
    """Build the automaton now."""
    _index()


def is_district(name: str) -> bool:
    """Whether *name* is the short name of a district or county (禅城), which alone may be a word of the language."""
    return name in _index()[2]


def regions(text: str) -> list[Entity]:
    """Places, neighbours in the hierarchy joined (无锡滨湖), with the street and number behind them."""
    found = list(_listed(text))
    found += [
        m.span() for m in _LANDMARK.finditer(text) if not any(s < m.end() and m.start() < e for s, e in found)
    ]
    for span in unlisted(text):
        if not any(s < span[1] and span[0] < e for s, e in found):
            found.append(span)
    return [_region(text, start, end) for start, end in sorted(found)]


def _listed(text: str) -> list[tuple[int, int]]:
    """Names of the official list; one that alone is a word counts beside another (三明沙县) or where it stands."""
    automaton, names, owners = _index()
    found: list[tuple[int, int]] = []
    waiting = -1, -1
    for index, start, end in automaton.find_matches_as_indexes(text):
        name = names[index]
        street = text[end : end + 1] in ("路", "街", "道") and text[end - 1] not in "省市区县"
        if street and found and start == found[-1][1] and not _ROADS.match(text, end):
            continue
        beside = found and start - found[-1][1] <= (text[found[-1][1] : start] in ("", " ", "·"))
        if beside:
            found[-1] = (found[-1][0], end)
        elif waiting[1] == start and text[slice(*waiting)] in _holders() and not _refused(text, start, end):
            found.append((waiting[0], end))
        elif name in owners and not (stands(text, start, end, name) or _TOWN.match(text, end)):
            waiting = start, end
        elif not _refused(text, start, end):
            found.append((start, end))
    return found


@cache
def _holders() -> frozenset[str]:
    """Short names of what may hold a district: 三明, 中山, never 西湖."""
    return frozenset(short for short, full in _index()[2].items() if any(one[-1] in "市州" for one in full))


_ROADS = lazy(r"路[桥南北](?:区|(?=$|[，,。！!？?；;、 ]|的|这|那|有))")
"""Districts whose names begin like a street: 台州路桥, 唐山路北."""
_TOWN = lazy(
    r"(?![的是有在和])[\u4e00-\u9fff]{1,3}(?:镇|街道)(?=$|[，,。！!？?；;、 ]|的|这|那|有|要|\d|[\u4e00-\u9fff]{1,6}[路街村])"
)
_FURTHER = {
    "长沙": lazy(
        r"发(?!货|往|到|过|出|来|快|顺|物|专|走|什|哪|多少|的|您|你|给|我|车|展|票|一|两|[\d一二三四五六七八九十])"
    ),
    "大连": lazy(r"[接续环体锁]"),
    "上海": lazy(r"[鲜绵蜇参]"),
    "海南": lazy(r"瓜"),
    "关中": lazy(r"[学考]"),
}
_LENGTHY = lazy(r"(?:[张套个款条组]|真皮|布艺|皮|换|买|订|加|的)$")
"""What goes on into another word: 长|沙发, 大|连接, and what stands before a long sofa."""


def _refused(text: str, start: int, end: int) -> bool:
    further = _FURTHER.get(text[start:end])
    if further is not None and text[max(0, start - 1) : start] not in tuple("在从到去离往寄"):
        if further.match(text, end):
            return True
        if text.startswith("长沙发", start) and _LENGTHY.search(text, max(0, start - 3), start):
            return True
    if _NOT_BEFORE.match(text, end) and not _STREET_HEAD.match(text, end):
        return True
    if text[end : end + 1] in ("路", "街") and not _ROADS.match(text, end):
        return True
    return segment.torn(text[max(0, start - 6) : end + 6], start - max(0, start - 6), end - max(0, start - 6))


def _region(text: str, start: int, end: int) -> Entity:
    for further in (_LOWER, _ZONE):
        below = further.match(text, end)
        if below is not None:
            end = below.end()
    street = _STREET.match(text, end)
    if (
        street is not None
        and street.end() > end
        and re.search(r"[路街道巷弄镇乡号室园厦场区村心段]$|[座楼层]$|[座栋幢楼元]\d{3,4}$", street[0])
    ):
        end = street.end()
    return Entity(EntityKind.REGION, text[start:end], start, end, text[start:end], 0.9)
