"""Places below the official list: zones, quarters and villages, where the sentence puts something there."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.contacts.wordlist import words
from nlp.lazy import lazy

_SUBJECT = "(?:我|人|家|店|厂|厂子|公司|工地|仓库|项目|地址|位置|学校|门店|工厂|办公室|铺子|房子|地|基地|总部|分部|分店|校区|车间|展厅|客户|老家|库房)"
_THERE = rf"{_SUBJECT}(?:们|家里|家)?(?:就|现|现在|开|住|都|也)?(?:在|是)|(?<![现实存所正])在|住在?|地址[是:： ]{{0,2}}|位于|坐标|离"
_SENT = "(?:送|拉|寄|发|运|拿|装|卸|搬|开|跑|派|邮|搬|迁)(?:货)?(?:到|去|往)|(?:^|[，,。！；; ])(?:[寄发送邮]|就[寄发送])"
_FRAME = lazy(rf"(?:{_SENT}|{_THERE}|(?<!直)到|从|往)$")
_BOUND = lazy(
    r"$|[，,。！!？?；;、 ]|的|这|那|附近|边上|旁边|周边|对面|离|近|远|有|要|能|大概|上班|开[店了新]|办|收|发|做|租|买|新|送|想|找|银泰|万达|万象|吾悦|大悦|印象|宜家|\d"
)
_ZONE_KINDS = (
    "经济技术开发区|经济开发区|经开区|经开|高新技术产业开发区|高新技术开发区|高新区|开发区|工业园区?|产业园区?|科技园|软件园|保税港?区|自贸区|物流园|创业园|航空港区|综保区"
    "|临港新?区|旅游度假区|度假区|示范区|商务区|新区|新城|老城区?|主城区?|城区|大学城|城郊|城乡结合部"
)
_SIDES = "城[东西南北]|[东南西北]郊|[东南西北]三?环|[东西南北]二环|[东西南北]四环"
_LOCAL = lazy(
    rf"(?:{_SENT}|{_THERE}|(?<![\u4e00-\u9fff]))"
    rf"(?P<name>(?:[\u4e00-\u9fff]{{1,3}}(?:镇|乡|村|屯|街道办?)|[\u4e00-\u9fff]{{0,4}}(?:{_ZONE_KINDS})|{_SIDES}|[\u4e00-\u9fff]{{2,3}}(?:路|大道|街|巷)\d{{1,4}}号)(?:[一-龥]{{2,6}}村)?)"
    r"(?=$|[，,。！!？?；;、 ]|的|这|那|附近|边上|旁边|对面|离|近|远|有|要|能|大概|上班|开[店了]|收|\d)"
)
_LOCAL_ENDS = frozenset("镇乡村屯区园城东西南北号郊环街圈道开部")
_COMMON = lazy(
    r"(?:[^，,]{0,3}(?:哪|什么|这|那|几|每|各|一|我|你|您|他|她|们|的|了|没|不|老家|下|同|全|本|外|整|多)[^，,]{0,2}|乡镇|城镇|小镇|本镇|农村|城中村|新农村|家乡|故乡|老乡|城乡|村|镇|乡|新区|新城|商圈|城区|社区|小区|片区|校区|地区|厂区|园区|景区|山区|郊区|灾区|街道)$"
)
_QUARTERS = words(
    "回龙观 天通苑 五道口 国贸 上地 中关村软件园 亚运村 公主坟 西单 王府井 三元桥 酒仙桥 五棵松 劲松 双井 大望路 十里堡 管庄 次渠 沙河镇 后厂村 宋家庄 方庄 六里桥 总部基地 马家堡",
    " 春熙路 太古里 宽窄巷子 建设路 龙泉驿 犀浦 红牌楼 华阳 麓湖 交子大道 观音桥 解放碑 磁器口 大坪 杨家坪 南坪 沙坪坝 江北嘴 龙头寺 陈家坪 珠江新城 北京路 体育西 天河北 琶洲 五山 客村 江南西 钟落潭 嘉禾望岗",
    " 南山科技园 车公庙 华强北 华侨城 后海 科兴 岗厦 梅林 西丽 民治 清湖 大鹏 光明新区 钱江新城 滨江新城 武林广场 未来科技城 丁桥 三墩 九堡 临平 湖滨银泰 人民广场 南京西路 静安寺 徐家汇 漕河泾 张江 外高桥 七宝 莘庄 九亭 泗泾 川沙 大虹桥 古北",
    " 河西新城 新街口 夫子庙 仙林 湖南路 观前街 湖西 湖东 小寨 钟楼湾 曲江 高新四路 大雁塔 二七广场 郑东新区 五一广场 梅溪湖 河西先导区 光谷 汉口 武昌 汉阳 江汉路 街道口 中南路 楚河汉街 汉正街 滨江道 和平路 小白楼 中街 太原街 浑南 三好街",
    " 红谷滩 八一广场 五四广场 台东 香港中路 西海岸 崂山 泉城路 奥体中心 经十路 南湖 桂林路 中央大街 西客站 政务区 滨湖新区 天鹅湖 三坊七巷 东街口 五缘湾 会展中心 亚龙湾 海棠湾 三亚湾 大亚湾 仲恺 松山湖 南城区 祖庙 千灯湖 灯湖 花桥 独墅湖 金鸡湖 太湖新城 唯亭 木渎 甪直 杜阳 横店 路桥 柯桥 花地湾 芳村 大良 小榄 古镇 西樵 石湾 张槎",
) - {"钟楼湾", "科兴", "杜阳", "古镇", "湖西", "湖东", "后海"}
_QUARTER = lazy("|".join(sorted(_QUARTERS, key=len, reverse=True)))
_COUNTRIES = lazy(
    "东南亚|中东|欧洲|北美|南美|非洲|拉美|中亚|南亚|越南|泰国|老挝|缅甸|柬埔寨|印尼|印度尼西亚|马来西亚|菲律宾|日本|韩国|朝鲜|蒙古国|印度|巴基斯坦|孟加拉国?|斯里兰卡|哈萨克斯坦|乌兹别克斯坦|俄罗斯|乌克兰|白俄罗斯|波兰|德国|法国|英国|荷兰|比利时|意大利|西班牙|葡萄牙|瑞典|挪威|芬兰|丹麦|瑞士|奥地利|匈牙利|希腊|土耳其|沙特|阿联酋|伊朗|伊拉克|以色列|卡塔尔|科威特|埃及|尼日利亚|肯尼亚|南非|埃塞俄比亚|加纳|摩洛哥|阿尔及利亚|坦桑尼亚|美国|加拿大|墨西哥|巴西|阿根廷|智利|秘鲁|哥伦比亚|澳大利亚|澳洲|新西兰"
)
_ABROAD_FRAME = lazy(
    r"(?:出口到?|(?:发|寄|运|卖|销|送|走|出)(?:货)?(?:到|往|去)|客户[在是]|人在|我在|目的地[是:： ]?)$"
)
_ABROAD_BOUND = lazy(r"$|[，,。！!？?；; ]|的(?=$|[，,。])|那边|这边|市场")
#: Districts whose short names are words of the language: 在合作, 到前进.
_WORDS_TOO = words(
    "资源 合作 和平 比如 南部 解放 前进 港口 公安 友好 共和 城中 友谊 平安 中方 光明 安定 延长 会同 工农 大名 富裕 高明 前锋 复兴 长子 宏伟 平定 洞口 振兴 大方 威信 清水 温泉 丰满 民权 平和 无为",
    " 团结 新民 同心 小店 元宝 宝塔 平房 灯塔 白玉 木兰 天涯 博爱 同仁 回民 钟楼 方正 安居 兴业 延寿 惠民 开化 天台 金台 双桥 富民 台前 通道 建设 太平 城区 郊区 东区 西区 市中 高新 新城 新区 大城 红旗",
    " 向阳 东风 爱民 民乐 永和 乐业 康乐 二道 三台 石棉 凤凰 芙蓉 大通 白水 天元 平原 双塔 万全 长治 金牛 七星 金山 运河 应城 库车 三门 三元 中站 新华 新兴 开放 东方 金塔 白塔 凤山 龙口 城口 建华 保德 文明 盘龙 玉泉 河口 交口 黑水 水城 老城 路北 城北 城东 城西 城南 桥东 桥西 南岸 江岸 马龙 宝山 文化 花山 铜鼓 石台 水富 定边 方城 平台 开平 兴安 大安 大足 大化 金平 德化 永定 定日 达日 加查 措美 明光 明水 金水 商水 温宿 定结 当雄 平果 乳山 合水 会理 会东 安全 共青城 大余 大东 上高 左云 左权 莲花 海棠 麒麟 玄武 月湖 宁静 九龙 石头",
)


def stands(text: str, start: int, end: int, name: str) -> bool:
    """Whether the sentence puts something at *name*, the short name of a district (店在禅城, 送到西城)."""
    return (
        name not in _WORDS_TOO
        and _FRAME.search(text[max(0, start - 8) : start]) is not None
        and _BOUND.match(text, end) is not None
    )


def unlisted(text: str) -> Iterator[tuple[int, int]]:
    """Villages, zones, quarters and countries that no list of districts holds, in a text that goes there."""
    if not _PUTS.isdisjoint(text):
        yield from _framed(text)
    if not _LOCAL_ENDS.isdisjoint(text):
        for match in _LOCAL.finditer(text):
            if not _COMMON.match(match["name"]):
                yield match.span("name")


_PUTS = frozenset("在到住从往去是离寄发送口位来")


def _framed(text: str) -> Iterator[tuple[int, int]]:
    for match in _QUARTER.finditer(text):
        if _FRAME.search(text[max(0, match.start() - 8) : match.start()]) and _BOUND.match(text, match.end()):
            yield match.span()
    for match in _COUNTRIES.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        if _ABROAD_FRAME.search(before) and _ABROAD_BOUND.match(text, match.end()):
            yield match.span()


__all__ = ["stands", "unlisted"]
