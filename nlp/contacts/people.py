"""Persons: a surname with a title (田总, 司马总), 老何 and 小李, a child's parent (乐乐妈妈), a name behind a cue word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from nlp import segment
from nlp.contacts.names import first_names, full_names
from nlp.contacts.surnames import COMPOUND, FAMILIAR, STRONG, bound
from nlp.contacts.wordlist import words
from nlp.lazy import any_of, lazy, sifted
from nlp.model import Entity, EntityKind

_TITLES = (
    "董事长|总经理|副总经理|副总|总监|总工程师|总工|总助|总裁|总|经理|老师|工程师|工|主任|女士|先生|小姐|院长|校长|园长|董秘|董|主管|部长|处长"
    "|科长|局长|会计|医生|大夫|护士长|护士|教授|博士|律师|店长|厂长|所长|站长|书记|秘书|助理|师傅|老板娘|老板|教练|顾问|行长|馆长|组长|队长"
    "|哥|姐|叔叔|叔|阿姨|姨|妈妈|爸爸|妈|爸|太太|同学|夫人|嫂子|嫂|婶|伯|奶奶|爷爷|掌柜|法官|警官|司机|药师|设计师|班长|村长|镇长|县长|市长"
    "|专员|采购|大哥|大姐|老弟|家长|总编|导演|导|局|处长|处|科|院|所|队"
)
_TITLED = sifted(rf"(?P<name>(?:{COMPOUND}|[{STRONG}])(?:[\u4e00-\u9fff]{{0,2}}?))(?P<title>{_TITLES})")
_LATIN = sifted(
    r"(?<![A-Za-z])[A-Z][a-z]{1,9}(?P<title>总|姐|哥|老师|经理|小姐|女士)(?!部|监|价|额|共|计|结)"
)
_FAMILIAR = sifted(
    rf"[老小阿](?P<sur>[{FAMILIAR}])(?![\u4e00-\u9fff]?(?:总|经理|老师|工程师|女士|先生|姐|哥|董)(?!部|结|价|共))"
)
_FAMILIAR_TITLED = lazy(rf"[老小](?:[{STRONG}])(?:总|老师|姐|哥|工|经理|师傅)")
_PARENT = sifted(
    r"(?P<child>(?P<twin>[\u4e00-\u9fff])(?P=twin)|[小阿][\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]{2,3}?)(?:妈妈|爸爸|麻麻|粑粑|妈咪|妈|爸|奶奶|爷爷|外婆|姥姥|外公|家长)"
)
_NAMED = sifted(
    r"(?:联系人|收件人|收货人|负责人|对接人|经办人|姓名|客户姓名|签收人|收款人|代表|签约代表|授权代表|委托人|业务员|决策人|关键人|经手人|法人|法定代表人|报名人|学员|家长姓名|学生姓名|名字)(?:[是叫为写填:： ]|就[是写填叫]|换成|改成|姓名){0,3}"
    rf"(?P<name>(?:{COMPOUND}|[{STRONG}])[\u4e00-\u9fff]{{1,2}}?)(?=$|[^\u4e00-\u9fff]|的|电话|手机|微信|先生|女士|收|号码|地址)"
)
_CALLED = sifted(
    rf"(?:(?:我|他|她|名字|本人|老板|孩子|经理|负责人|对接的?人?|客户|同事|联系人|老公|老婆|校长|院长)?(?:名字)?叫做?|我是(?:[^，,。！!？?\n]{{2,16}}的)?(?:行政|采购|财务|人事|后勤|销售|总务|教务|出纳|会计|前台|助理|负责人|法人|店长|园长|院长|校长|厂长|经理|主管|信息科|设备科|办公室|工程部|市场部|采购部|行政部|人事部|财务部|业务|队长|班长)?|本人是?|这边是|我这边是|客户|联系|找一?下?|@)[ :：]?"
    rf"(?P<name>(?:{COMPOUND}|[{STRONG}])[\u4e00-\u9fff]{{1,2}}?)(?=$|[^\u4e00-\u9fff]|的?电话|的?手机|的?微信|这边|那边|说)"
)
_SURNAME = sifted(
    rf"(?:我|本人|免贵|客户|他|她|对方|老板|院长|校长|经理|老师|主任|负责人|总监|店长|园长|医生|采购|财务|家长|的|^|[这那]边|[鄙敝贱小]人?|在下|咱|单独)(?:免贵)?(?:是)?姓(?P<name>{COMPOUND}|[\u4e00-\u9fff])(?![\u4e00-\u9fff]?名)(?=$|[^\u4e00-\u9fff]|的|叫|，|哈|呀|啊)|免贵姓?(?P<plain>[{STRONG}])(?![\u4e00-\u9fff])"
)
_CARD = sifted(
    rf"(?:^|[\n ,，;；/])(?P<name>(?:{COMPOUND}|[{STRONG}])[\u4e00-\u9fff]{{1,2}})[ ,，:：]{{0,2}}(?=(?:电话|手机|tel|Tel)?[:： ]{{0,2}}1[3-9]\d{{9}}(?!\d))"
)
_WORDS_NOT_PERSONS = words(
    "老翁 小巫 仇家长 施工 包工 高工 白工 金工 石工 车工 万工 时工 农工 华工 文工 关总 小于 小米 小时 小康 小白 小费 小车 小方 小高 小金 小左 小包 小连 小单 小简 小边 小路 小关 小盛",
    " 小古 小文 小麦 小季 小华 小柏 小燕 小楼 小龙 小牛 小熊 小马 小江 小游 小温 小农 小毛 小席 小石 小梅 小兰 小黄 小夏 小向 小史 小段 老师 老板 老史 老于 老关 老单",
    " 老路 老时 老文 老封 老白 老古 老黄 老车 老包 老楼 老农 小冷 老连 小卫 小连 老席 老龙 老牛 小宁 小宫 小易 小时 小符 小池 老毛 小毛 小左 老左 老小 阿姨 阿胶",
    " 单科 文科 连队 车队 本科 乐队 石阿姨 解局 华董 封董 单位家长 文秘书 时先生 高处 高科 关所 卫所 白局 华所 时所 古处 何处 何所 何时 单处 向导 高导 游导 开导 连导 白导",
    " 文导 车导 半导 单导 辛导 华科 单科 高队 车队长 何哥 路哥 盛会计 万科 文科 温工 管工 季工 车间工 麦当 卓越 施工队 康师傅 范工 单工 易工 连工 卫工 简工 丁工 章工",
) - {"范工", "丁工", "章工", "季工", "温工", "易工", "何哥"}
_EITHER_WAY = words(
    "小马 小龙 小白 小金 小方 小高 小康 小江 小华 小文 小黄 小夏 小易 小史 小石 小梅 小兰 小温 小游 小宁 小季 老毛 老白 老史 老黄"
)
_ACTS = lazy(
    r"(?:在跟|在管|在负责|说|那边|这边|负责|让|会来|给我|接手|对接|跟进|昨天|今天|请假|休假|离职|推荐|介绍|联系|退(?:了|休|下来)|走了|不在(?![乎意])|出差|辞职|升了|调(?:走|到|去)|点头|拍板|签字|同意)"
)
_FIRST = sifted(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[是叫找给让跟和的问]))阿[杰强明伟辉芳玲珍华军斌龙东宝勇超凯文峰飞涛敏娟丽英梅红莲香琴霞燕萍静琳雯豪康德福贵祥来健](?=推荐|介绍|说|那边|让|给|在|负责|联系|[，,。！!？? ]|$)"
)
_IN_OFFICE = sifted(
    r"(?:采购|财务|行政|人事|仓库|前台|销售|生产|品质|技术|市场|运营|客服|设计|[\u4e00-\u9fff]{1,3}[部科处室])(?P<name>(?P<sur>[\u4e00-\u9fff])(?:姐|哥|工|主任|经理|科长|部长|处长|总(?!监|经|工|部|裁|务|价|结|数|量|体|共)))(?=$|[，,。！!？? ]|说|的|在|那|和|跟|负责|问|要|让|会|来|也|已|加)"
)
_NO_SURNAME = frozenset("的副总大小老正各主们是个和与及由让找给我你您他她这那有几分工员长管这新原前女男")
_ROLE_BEFORE = lazy(r"(?:采购|财务|会计|出纳|销售|店长|经理|我是|叫我|同事|助理|前台|客服|行政|老板)的?$")
_CHILD_NOT = words(
    "孩子 宝宝 同学 我们 咱们 你们 他们 她们 学生 单亲 各位 这位 那位 哪位 一位 很多 所有 其他 别的 有的 好多 全职 宝妈 新手 职场 年轻 有些 几个 个别 大部分 部分 班里 的 请 各 找 让",
    " 通知 联系 老师 学员 客户 告诉 微信 小学 小班 多位 位 名 个 群里 还有 以及 和 跟 给 问 他 她 它 我 你 您 哥 姐 什么 谢谢 爸爸 妈妈 奶奶 爷爷 外婆 姥姥 外公 小孩 小朋友 哪个 这个 那个 一个 两个 是 不少 那些 这些 想 老",
)
_GIVEN_NOT = frozenset(
    "的了是在和给跟到来去就都也不很要会能请把被让对从等及或与这那有个你我他她它们您吧吗呢啊哦下上么什怎说问发看找叫做好没还再先已并且而但以为于位各每该本此其"
)
_SUR_AS_WORD = frozenset(
    "方万马钱金白黄江石田康易文高时单解向于连简路管包左关盛车冷边季华束席乐古农封符燕楼任史雷段项费章宁温游尚庄毛牛龙卫池麦郎危许何"
)
_AFTER_TOTAL = lazy(
    r"总(?:支(?!付)|部|结|价|额|数|量|和|统|体|共|计|成本|预算|金额|费用|面积|店|站|线|机|台|分|长|局|公司|代理|经销|裁判|算|之|得|而言|览|则|动员|承包|包|工会)"
)
_TITLE_TAIL = {
    "总": _AFTER_TOTAL,
    "工": lazy(r"工(?:服|况|棚|单|休|余|作|程|期|厂|地|人|具|资|艺|时|业|序|装|种|龄|商|钱|会|伤|位|友|匠|牌)"),
    "董": lazy(r"董事"),
    "导": lazy(r"导(?:致|航|入|出|师|购|演|读|轨|管|电|热|向|弹)"),
    "科": lazy(r"科(?:技|学|目|普|研|室|长|幻)"),
    "局": lazy(r"局(?:部|面|长|势|限|域)"),
    "处": lazy(r"处(?:理|于|长|方|罚|分|在|境)"),
    "院": lazy(r"院(?:校|线|长|子|里)"),
    "所": lazy(r"所(?:有|以|谓|长|在|需|属)"),
    "队": lazy(r"队(?:伍|列|长|员)"),
    "采购": lazy(r"采购(?:部|单|价|量|订|合同|成本|方|清单|了)"),
    "哥": lazy(r"哥(?:特|伦|们|斯)"),
    "姨": lazy(r"姨(?:妈|夫)"),
    "老板": lazy(r"老板(?:椅|桌|台)"),
    "妈": lazy(r"妈(?:祖|呀|的)"),
}  # fmt: skip


def persons(text: str) -> list[Entity]:
    """Persons named in a normalised text, in order, none inside another."""
    found: list[tuple[int, int, float]] = []
    taken = bytearray(len(text))
    for reader in _readers(text):
        for start, end, confidence in reader(text):
            if not any(taken[start:end]):
                taken[start:end] = b"x" * (end - start)
                found.append((start, end, confidence))
    found.sort()
    return [Entity(EntityKind.PERSON, text[s:e], s, e, text[s:e], c) for s, e, c in found]


_SURNAMES = frozenset(STRONG + COMPOUND)
_BESIDE = frozenset(STRONG + "我你您他她小老") - {"管", "阳", "商", "计"}
_KIN = frozenset("妈爸麻粑奶爷婆姥公长姓")
_OFFICE = frozenset("部科处室购务政事库台售产质术场营服计")
_CAPITAL = lazy("[A-Z]")
_may_cue = any_of(_NAMED, _CALLED, _CARD, _IN_OFFICE, _SURNAME)


def _readers(text: str) -> Iterator[Callable[[str], Iterator[tuple[int, int, float]]]]:
    """The readers that can find anything in *text*, by the characters it holds."""
    named = not _SURNAMES.isdisjoint(text)
    kin = not _KIN.isdisjoint(text)
    latin = _CAPITAL.search(text) is not None
    if named:
        yield _titled
    if kin:
        yield _parents
    if (named or kin or not _OFFICE.isdisjoint(text)) and _may_cue(text):
        yield _cued
    if named or "阿" in text:
        yield _familiar
    if latin:
        yield _latin
    if named or latin:
        yield full_names
    if latin:
        yield first_names


def _titled(text: str) -> Iterator[tuple[int, int, float]]:
    at = 0
    while (match := _TITLED.search(text, at)) is not None:
        start, end = match.span()
        at = start + 1
        if not _title_stands(text, match):
            continue
        if (
            start
            and text[start - 1] in "老小"
            and len(match["name"]) == 1
            and segment_free(text, start - 1, end)
        ):
            start -= 1
        at = end
        yield start, end, 0.95


def _title_stands(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    name, title = match["name"], match["title"]
    if len(name) > 1 and name[-1] in STRONG and start and text[start - 1] in STRONG:
        return False
    if match[0] in _WORDS_NOT_PERSONS or any(char in _GIVEN_NOT for char in name[1:]):
        return False
    if not re.match(COMPOUND, name) and bound(text[max(0, start - 4) : start], name[0]):
        return False
    given = name[1:] if not re.match(COMPOUND, name) else name[2:]
    if given and (title in "工科局处院所队导妈爸姨采购" or not _given_name(text, start, end, name)):
        return False
    tail = _TITLE_TAIL.get(title)
    if tail is not None and tail.match(text, end - len(title)) and not _verb_after_total(text, end, name):
        return False
    if start and text[start - 1] in "谢" and name[0] == "谢":
        return False
    if title in "科局处院所队导" and end < len(text) and text[end] not in "，。,！!？? 您你说好":
        return False
    return segment_free(text, start, end) or _verb_after_total(text, end, name)


def _verb_after_total(text: str, end: int, name: str) -> bool:
    """张总会来: 总会 is a word, but a clear surname before it makes 张总 the person."""
    return (
        text[end - 1] == "总"
        and (
            text[end : end + 1] in tuple("是会要能在说想也就来去问让得")
            or (text[end : end + 1] == "和" and text[end + 1 : end + 2] in _BESIDE)
        )
        and name[0] not in _SUR_AS_WORD
        and _begins(text, end - 1 - len(name))
    )


def _begins(text: str, start: int) -> bool:
    """Whether a word begins at *start*."""
    window, shift = _window(text, start, start + 1)
    return start - shift in segment.starts(window)


def _given_name(text: str, start: int, end: int, name: str) -> bool:
    """Whether the characters between surname and title are a given name rather than ordinary words."""
    window, shift = _window(text, start, end)
    borders = segment.starts(window)
    head = start - shift
    surname = 2 if re.match(COMPOUND, name) else 1
    return {head, head + surname, head + len(name)} <= set(borders)


def segment_free(text: str, start: int, end: int) -> bool:
    """Whether no neighbouring word reaches into the range."""
    window, shift = _window(text, start, end)
    return not segment.torn(window, start - shift, end - shift)


def _window(text: str, start: int, end: int) -> tuple[str, int]:
    shift = max(0, start - 5)
    return text[shift : end + 5], shift


def _parents(text: str) -> Iterator[tuple[int, int, float]]:
    at = 0
    while (match := _PARENT.search(text, at)) is not None:
        start, end = match.span()
        at = start + 1
        child = match["child"]
        twin = match["twin"] is not None
        if child in _CHILD_NOT or any(child.startswith(word) for word in _CHILD_NOT if len(word) > 1):
            continue
        if any(char in _GIVEN_NOT for char in child) or child[-1] in "位名个的班群":
            continue
        if (
            not twin
            and not child.startswith(("小", "阿"))
            and ((start and "\u4e00" <= text[start - 1] <= "\u9fff") or _common(child))
        ):
            continue
        if child[0] in _GIVEN_NOT or re.match(r"[这那哪几各]", child):
            continue
        at = end
        yield start, end, 0.85


def _common(word: str) -> bool:
    """Whether the segmenter keeps *word* whole: then it is an ordinary word, not a child's name."""
    return len(segment.cut(word)) == 1


_GENTRY = words(
    "高管 高层 常客 常住 常驻 全职 全权 明星 强者 成员 成年 万用 房东 房客 党员 代表 代理 代办 商户 商家 官方 花农 司机 应届 计件 管家 管事 管理 管仓 管账 农户 农民 农场 车主 车间 单位 单身 时尚 项目 路人 向导 包工 包装 盛装 石材 金融 白领 白班 黄牛 马夫 高中 高三 高二 高一 易耗 钟点 钱庄 燕郊 江北 江南 江西 江苏 河北 河南 何家 宁波 温州 常州 常熟 万达 万科 安防 安全 安装 安保 乐队 乐器 古玩 古董 毛坯 毛料 麦田 水电 水产"
)
"""What somebody may be that only begins like a name: 我是公司的高管."""


def _cued(text: str) -> Iterator[tuple[int, int, float]]:
    for pattern, confidence in ((_NAMED, 0.95), (_CALLED, 0.85), (_CARD, 0.85)):
        for match in pattern.finditer(text):
            name = match["name"]
            if any(char in _GIVEN_NOT for char in name[1:]) or (
                pattern is not _NAMED and (name[:2] in _GENTRY or _common(name))
            ):
                continue
            yield *match.span("name"), confidence
    for match in _IN_OFFICE.finditer(text):
        if match["sur"] not in _NO_SURNAME:
            yield *match.span("name"), 0.8
    for match in _SURNAME.finditer(text):
        group = "name" if match["name"] else "plain"
        if match[group] not in "什啥氏名":
            yield *match.span(group), 0.9


def _familiar(text: str) -> Iterator[tuple[int, int, float]]:
    for match in _FAMILIAR.finditer(text):
        start, end = match.span()
        role = _ROLE_BEFORE.search(text, max(0, start - 4), start) is not None
        known = match[0] in _EITHER_WAY and _ACTS.match(text, end) is not None
        if (match[0] in _WORDS_NOT_PERSONS and not role and not known) or (
            match[0][0] == "阿" and match["sur"] in "里拉"
        ):
            continue
        if start and text[start - 1] in "大最很太更挺古比较从还变越不缩减微中幼弱细渺":
            continue
        if known or segment_free(text, start, end):
            yield start, end, 0.8
    for match in _FIRST.finditer(text):
        yield *match.span(), 0.7


def _latin(text: str) -> Iterator[tuple[int, int, float]]:
    for match in _LATIN.finditer(text):
        yield *match.span(), 0.85
