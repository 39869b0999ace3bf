"""Full names without a title: 刘建国说下周给答复, 让孙晓梅对接, Linda在跟这个单.

A strong surname with characters that given names are made of counts as a name only between words that
people stand between: something is said to, by, or about them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nlp import segment
from nlp.contacts.wordlist import words
from nlp.lazy import lazy

_SURNAMES: Final = (
    "王李张刘陈杨赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧董袁潘蒋蔡余杜叶程苏魏吕卢姚谭廖邹熊陆郝孔"
    "崔邱秦顾侯邵孟龙尹黎钱汤武戴莫贺赖龚樊兰殷施陶翟倪严牛温芦俞葛毛邢齐梅庄辛焦覃詹凌霍耿卓柯裴甄尚游"
    "沈傅钟姜范石薛贾丁任阎雷史段方金乔夏江洪白高黄田康易文万马丘祝聂柳岳章鲁纪舒屈项童靳缪谷闫佟"
    "汪庞尤窦岑栾巩蔺隋娄佘刁敖屠闵饶牟鄢胥阚晁郜瞿祁伍涂骆滕柴桂"
    "于颜季韦毕丛费曲席卫鲍翁甘景柏宁阮车冉吉辜戚古池苑邬苟储廉冀姬晏郁蒙喻揭迟冷仇艾蓝卞封竺冼楚栗匡宗巫鞠谌单"
)
_COMPOUND: Final = "欧阳|司马|上官|诸葛|皇甫|尉迟|慕容|令狐|宇文|司徒|夏侯|南宫|端木"
_GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华兰玉萍红梅莉燕玲婷雪琳晶倩颖慧莹蕾薇菲娇婉怡佳欣悦思雨梓涵"
    "子轩浩宇然博文昊天泽晨睿俊豪鹏飞翔志建国民忠义德福贵荣祥瑞林森海波江河山峰岩松柏柳春夏秋冬晓小立力宏洪鸿辉"
    "光亮东南西北新星宁安康健武斌彬凯旋毅恒永长庆云龙虎凤鸣远达成功胜利学文章书礼智信仁良友家嘉诗琪瑶瑾璇菁蓉"
    "芬芸芝荷莲菊香琴琼珍珠珊宝金银铁钢铭锋锐钧铮锦钰雅雯露霜冰洁清淑贤惠美爱心灵巧妍妙媛嫣嫦娥丹彤彩虹晴阳旭昕"
    "曦月夜启航帆舟川源润浩瀚沛滨津渊哲理想念恩惟维唯伦昌盛兴旺发财进步迪奇俏若兮依伊可航卫保根生全有余才先光跃腾"
    "骏骁驰翰墨希望乐悠逸凡朗震霆雷坤乾坚定邦振扬威尧舜禹卿君均军钦庭廷婧姝娴婵妮妤娅楠桐樱枫杉栋梁楷模桦权"
)
_FAR: Final = lazy(
    rf"(?P<name>(?:{_COMPOUND}|[{_SURNAMES}])[{_GIVEN}]{{1,2}}?)"
    r"(?=[，,。！!？?、;；:： ]|$|说|讲|问|想|要(?!求)|让|叫|回(?!款)|在|是|也|都|和|跟|与|那边|这边|那里|同意|觉得|负责|联系|对接|来|去|到|签|打|拿|给"
    r"|[王李张刘陈杨赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧董袁潘蒋蔡余杜叶程苏魏](?:总|经理|工|老师|董|主任|姐|哥)|今[天早]|明[天早]|昨[天晚]|下周|上周|已|刚|会|把|还|就|吃|聊|谈|见|沟通|确认|推荐|介绍|不|没|的(?:电话|手机|微信|单子|项目|意思|邮箱|名片|客户|合同|方案)|吗|呢|吧|收|约|带|催|请|一下|先|再|接|做|管|经手|跟进)"
)
_CUE: Final = lazy(
    r"(?:让|找|跟|和|与|给|到|联系|是|由|叫|请|问|约|交给|转给|发给|寄给|通知|告诉|对接|加|见|对|把|派|喊|陪|@|[，,。！!？?、;；:：「“\s]|[部处科室店组厂心团政购务司]的|客户|同事|我是|人|负责的?|那边|家长|学员)$"
)
_CERTAIN: Final = lazy(r"(?:找|联系|发给|转给|交给|寄给|通知|告诉|对接|@|同事|客户|叫|我是)$")
_SPEAKS: Final = lazy(
    r"说|讲|问|想|让|同意|觉得|负责|联系|对接|那边|这边|回(?:复|我|您)|在(?!于)|都|、|和|吃|聊|谈|沟通|确认|签|约|推荐|介绍|的(?:电话|手机|微信|单子|项目|意思|邮箱|名片)|经手|跟进|给[我你您他]|过来|把|收$"
)
_RARELY: Final = frozenset(
    "方金白高黄田康易文万马石史段任雷夏江洪龙毛牛温武兰游尚钱庄辛施余成安时章谷项和林陆平常孔梅于季丛费曲席卫鲍甘景柏宁车冉吉古池苑储廉冀姬晏郁蒙喻迟冷仇艾蓝封楚栗宗巫单"
)
_NOT_NAMES: Final = words(
    "高兴 高发 高达 高山 高光 高新 高亮 方才 方云 金银 金属 黄金 黄山 白金 白天 白云 田林 康健 万全 万一 马力 马上 石林 石家 任性 江南 江北 江山 江河 林业 林立 成功 成长 安全 安康",
    " 文学 文书 文章 武力 武汉 温度 海南 海东 国庆 上海 河南 河北 山东 何方 何时 何来 何必 何止 许可 许多 程序 梁山 黎明 黎民 唐山 周全 周长 周末 周山 周天 严明 严谨 雷达 雷锋 龙江 余生",
    " 余量 钱财 钱包 史书 谷雨 章程 金山 金星 金华 温江 顾全 顾家 顾客 贺信 贺卡 万家 易发 易學 尚可 尚文 童心 童年 童书 祝福 祝贺 高峰 高利 高清 高明 高雅 高铁 白雪 江东 江西 张家 张力 石英",
    " 金钱 夏天 夏利 秦岭 孔雀 梅花 兰花 程度 方法 方面 方向 牛奶 牛人 段子 施工 施展 易爆 龙头 龙凤 祝您 单晶 于是 向上 盛大 苏北 苏南 蔡家 胡同 胡乱 高学 毛利 毛发 孙子 李子 杨树 柳树 叶子",
    " 华为 林肯 王府 王国 王者 王子 王家 陈家 陈旧 吴江 周刊 周年 徐州 余光 莫大 莫名 贾家 秦皇 童星 黄河 黄海 陆家 万里 万象 白板 白領 武康 方向盘 方便 温州 金凤 高德 江宁 沈阳 顾问 安利 郑州",
    " 康乐 马云山 谢意 谢家 高能 高维 高保 高先 高天 曾在 曾想 曾有 游乐 游学 任天 任家 易信 文理 文德 文化 文山 石化 尚德 史学 洪山 洪福 项目 项数 何家 卢家 余家 汤泉 汤山 龙泉 贵安 古文 彭山",
)
_FIRST_NAMES: Final = words(
    "Linda Amy Tom Jack Lucy Lily Mary John David Mike Kevin Tony Jason Eric Peter Paul Leo Ivy Grace Helen Cindy Nancy Vivian Jenny Alice Anna Bella Coco Daisy Emma Ella Fiona Gina Iris Jane Jessica Joyce",
    " Judy Kelly Kate Lisa Lucas Mandy Michelle Mia Nina Olivia Rachel Ruby Sally Sam Sara Sarah Sophia Sunny Susan Tina Tracy Vicky Wendy Zoe Alex Allen Andy Ben Bob Bill Brian Bruce Carl Charles Chris Daniel",
    " Frank Fred Gary George Henry Jacky Jackson James Jeff Jerry Jim Jimmy Joe Johnny Justin Ken Larry Louis Mark Martin Max Michael Nick Oscar Patrick Rex Richard Rick Robert Robin Roger Ryan Scott Simon",
    " Stephen Steven Ted Terry Tim Vincent Victor William Yoyo Angela Annie Betty Carol Christine Elaine Eva Gloria Irene Jasmine Karen Laura Lynn Maggie May Monica Queenie Rita Stella Sherry Summer Vera Yvonne",
)
_LATIN: Final = lazy(r"(?<![A-Za-z])[A-Z][a-z]{1,8}(?![A-Za-z])(?! [A-Z]|@|\.|_|\d)")


def full_names(text: str) -> Iterator[tuple[int, int, float]]:
    """(start, end, confidence) of every full name that stands where a person stands."""
    for match in _FAR.finditer(text):
        start, end = match.span("name")
        if _named(text, start, end):
            yield start, end, 0.75


def first_names(text: str) -> Iterator[tuple[int, int, float]]:
    """(start, end, confidence) of every English first name."""
    for match in _LATIN.finditer(text):
        if match[0] in _FIRST_NAMES:
            yield *match.span(), 0.75


def _named(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if name in _NOT_NAMES or name[:2] in _NOT_NAMES:
        return False
    before = text[max(0, start - 4) : start]
    cued = not before or _CUE.search(before) is not None
    speaks = _SPEAKS.match(text, end) is not None
    short = len(name) == 2
    if not cued or (short and not speaks and not _CERTAIN.search(before)):
        return False
    if name[0] in _RARELY and not (speaks or _CERTAIN.search(before)):
        return False
    return _free(text, start, end, name, plain=not short and speaks and name[0] not in _RARELY)


def _free(text: str, start: int, end: int, name: str, *, plain: bool) -> bool:
    """Whether no neighbouring word reaches into the name; unless *plain*, its parts are no common words either."""
    shift = max(0, start - 5)
    window = text[shift : end + 5]
    if segment.torn(window, start - shift, end - shift):
        return False
    inner = segment.cut(name)
    return len(inner) > 1 and (plain or all(len(word) == 1 or segment.rare(word) for word in inner))
