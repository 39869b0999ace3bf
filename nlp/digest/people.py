"""Who the lead of a chat is: named by himself, by how we address him, or handed over by a colleague."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from nlp.digest.reading import Said
from nlp.lazy import lazy
from nlp.model import EntityKind
from nlp.segment import cut

_TITLES: Final = "总监|总经理|总|经理|老师|老板娘|老板|女士|先生|小姐|姐|哥|工|主任|会计|院长|校长|园长|厂长|店长|部长|处长|科长|局长|所长|主管|医生|护士长|教授|教练|队长|秘书|助理|董事长|董|阿姨|叔|大哥|大姐|大爷|师傅|采购|书记|村长|太太|妈妈|爸爸|奶奶|爷爷|妈|爸|经纪|律师|行长|站长|馆长|团长|会长|导演|设计师|工程师|代表|专员|老弟|妹"
_SURNAME: Final = r"(?!们|的|想|要|做|在|来|说|个|是|不|这|那|什|啥|名|你|您|我|他|她|它|咱|孩|就|吧|呢|啊|哈|也|还|都)[\u4e00-\u9fa5]"
_SELF: Final = lazy(
    rf"(?:我(?:本人)?(?:姓|叫)|免贵姓?|敝姓|鄙姓|(?:^|[，,。 ])(?:姓|叫我|喊我|称呼我|叫|本人)|联系人|收件人?|收货人?|签收人?|预约人|对接人|负责人|联系我|找我)(?:是|写|就写|为|：|:|\s)*(?P<name>{_SURNAME}[\u4e00-\u9fa5]{{0,2}}?(?:{_TITLES})?)(?=$|[，,。！!、；;\s\d1（(]|就行|就好|就可以|吧|哈|呀|啊|的|收|电话|手机|微信)"
)
_SURNAMED: Final = lazy(
    r"(?:^|[，,。 是]|免贵|我|叫)姓(?P<name>[\u4e00-\u9fa5](?:先生|女士|小姐)?)(?=$|[，,。！!、；;\s\d（(]|哈|呀|啊)"
)
_I_AM: Final = lazy(
    rf"(?:我是|我|这边是|这里是)(?:[^，,。！!]{{0,14}}?的)?(?P<name>(?:小|老|阿)?{_SURNAME}[\u4e00-\u9fa5]?(?:{_TITLES})|(?:小|老|阿){_SURNAME})(?=$|[，,。！!、\s\d（(]|哈|呀|啊|吧)"
)
_GIVEN: Final = lazy(
    r"(?:对接|联系|找|加|打给|转给|交给|发给|寄给|(?:跟|和)(?:我们)?(?=.{2,8}(?:谈|对|联系|沟通)))(?:一?下)?(?:我们|我)?[\u4e00-\u9fa5]{0,5}$"
)
_IN_CHARGE: Final = lazy(
    r"^(?:来|会|这边)?(?:收|签收|负责|对接|跟进|接(?:收|待)?|(?:跟|和|会?联系)(?:你|您)|全权|管)"
)
_ASKED_NAME: Final = lazy(r"称呼|贵姓|姓名|名字|怎么叫|哪位|您姓|大名")
_PLAIN_NAME: Final = lazy(
    rf"^(?:我)?(?:姓|叫|是|免贵)?(?P<name>{_SURNAME}[\u4e00-\u9fa5]{{0,3}}?(?:{_TITLES})?)(?=$|[，,。！!\s\d1])"
)
_BY_PHONE: Final = lazy(
    rf"(?:^|[，,。；;\s:：、]|部|处|科|室|中心|联系(?:我们)?|找(?:前台|仓库|店里|门卫|财务|采购)?|采购|财务|行政|前台|仓库|门卫|店里)(?P<name>{_SURNAME}[\u4e00-\u9fa5]{{0,3}}?)\s*(?:的?(?:电话|手机|号码|微信)(?:是|号)?|[，,、:：\s])?\s*1[3-9][\d\s-]{{9,12}}"
)
_AFTER_PHONE: Final = lazy(
    rf"(?:1[3-9][\d\s-]{{9,12}}|@[\w.-]{{3,40}})[，,。、\s]*(?:找|叫|我是|我叫|姓)?(?P<name>{_SURNAME}[\u4e00-\u9fa5]{{0,3}}(?:{_TITLES})|(?:小|老|阿){_SURNAME}|{_SURNAME}[\u4e00-\u9fa5]{{1,2}})(?=$|[，,。！!\s])"
)
_LATIN: Final = lazy(
    r"(?:^|[，,。！!\s])(?:Hi|Hello|Hey|Dear|Morning|Thanks|hi|hello|dear)?[，,\s]*(?P<name>[A-Z][a-z]{2,11}|[A-Z][a-z]{1,11}(?=您|你|总|姐))(?=$|[，,！!:： 您你总姐])"
)
_NO_LATIN: Final = frozenset(
    {
        "Hello",
        "Dear",
        "Morning",
        "Thanks",
        "Hey",
        "Okay",
        "Yes",
        "Sorry",
        "Sure",
        "Please",
        "Quote",
        "Demo",
        "Excel",
        "Word",
        "Logo",
        "Pro",
        "Good",
        "Sent",
        "Noted",
        "The",
        "Our",
        "For",
        "And",
        "You",
        "Thank",
        "Not",
        "Can",
    }
)
_PRESENTS: Final = lazy(
    r"(?:我|我?[这那]边|这里)(?:就)?是(?!找|听|跟|替|帮|给|代|说|想|从|问)[^，,。！!？?]{0,14}$"
)
_ENDED: Final = lazy(r"$|[，,。！!、；;\s\d（(]|哈|呀|啊|吧")
_SIGNED: Final = lazy(rf"[。\s！](?P<name>{_SURNAME}(?:{_TITLES}))$")
_ADDRESSED: Final = lazy(
    rf"(?:^|[，,。！!\s~、])(?:好的?|行|收到|明白|嗯|没问题|可以|那)?(?P<name>{_SURNAME}[\u4e00-\u9fa5]{{0,2}}?(?:{_TITLES}))(?=$|您|你|[，,。！!~\s:：]|好|早|[上下中]午|晚|今|明|后|周|在|这|咱|我|那|上次|电话|辛苦|新年|方便|对|放心|收到|报价|方案|合同|还)"
)
_OURS: Final = lazy(
    r"(?:我是|我叫|我同事|我们(?:的)?(?:同事|[\u4e00-\u9fa5]{2,4})|教练|师傅|老师是|由|安排|顾问|工程师|设计师|专员|同事|客服|主讲|讲师|技术|联系人|收件人?|寄给|找)[^，,。]{0,4}$"
)
_OTHERS: Final = lazy(
    r"(?:我们?(?:老板|领导|公司|爱人|老公|老婆|家)|他|她|你们(?:的)?|您们|朋友|同事|邻居|上次|之前|贵司|问下|听|是)[^，,。]{0,3}$"
)
_NUMBERS: Final = frozenset({EntityKind.PHONE, EntityKind.WECHAT})
_NOT_NAMES: Final = lazy(
    r"^[哥姐妈爸叔弟妹姨](?:$|[^\u4e00-\u9fa5])|^我|^(?:财务|采购|销售|老板|技术|行政|前台|仓库|朋友|同事|领导|大家|各位|家长|客户|那|好|行|请|麻烦|谢|上|下|早|晚|可|收|没|周[一二三四五六日]|老师|先生|女士|经理|师傅|电话|手机|号码|地址|公司|微信|打我|加我|送到|到时|您)"
)


def contact_of(said: Sequence[Said]) -> str | None:
    """The lead's name as said, with the title the chat gives him; None when nobody is named."""
    addressed = list(_addressed(said))
    own = next(_own_names(said), None)
    if own is not None:
        titled = next(
            (name for name in addressed if name[0] == own[0] or own.lstrip("小老阿")[:1] == name[0]), None
        )
        return titled if titled and len(own.lstrip("小老阿")) == 1 else own
    if addressed:
        return addressed[0]
    latin = (
        found["name"]
        for s in said[:4]
        if not s.own
        for found in _LATIN.finditer(s.text[:24])
        if found["name"] not in _NO_LATIN
    )
    foreign = next(latin, None)
    if foreign is not None:
        return foreign
    return next(_mentioned(said), None)


def _own_names(said: Sequence[Said]) -> Iterator[str]:
    """How the customer names himself, or the colleague he puts in charge; the plainest way first."""
    for pattern in (_SELF, _SURNAMED, _I_AM):
        for one in said:
            for found in pattern.finditer(one.text) if one.own else ():
                if not _NOT_NAMES.match(found["name"]):
                    yield _whole(one, found.start("name"), found["name"])
    for one in said:
        yield from _introduces(one) if one.own else ()
    for before, one in pairwise(said):
        told = (
            _PLAIN_NAME.match(one.text)
            if one.own and not before.own and _ASKED_NAME.search(before.text)
            else None
        )
        if told and not _NOT_NAMES.match(told["name"]) and not one.idle:
            yield _whole(one, told.start("name"), told["name"])
    yield from _put_in_charge(said)
    for pattern in (_BY_PHONE, _AFTER_PHONE, _SIGNED):
        for one in said:
            for found in pattern.finditer(one.text) if one.own else ():
                if not _NOT_NAMES.match(found["name"]):
                    yield _whole(one, found.start("name"), found["name"])


def _introduces(one: Said) -> Iterator[str]:
    """The person at the end of a clause that says who is speaking (我是人事的单芳)."""
    for entity in one.entities:
        presented = entity.kind is EntityKind.PERSON and _PRESENTS.search(one.text[: entity.start])
        if presented and _ENDED.match(one.text, entity.end):
            yield entity.value


def _put_in_charge(said: Sequence[Said]) -> Iterator[str]:
    """Persons of the customer's side whom he tells us to talk to, or whose number he gives."""
    for one in said:
        for entity in one.entities:
            if not one.own or entity.kind is not EntityKind.PERSON:
                continue
            phoned = any(e.kind in _NUMBERS and 0 <= e.start - entity.end <= 6 for e in one.entities)
            given = _GIVEN.search(one.text[: entity.start]) is not None and not one.asks
            if phoned or given or _IN_CHARGE.match(one.text[entity.end :]):
                yield entity.value


def _whole(one: Said, start: int, name: str) -> str:
    """The person read there, when the reader of names sees more of it."""
    seen = next(
        (
            e
            for e in one.entities
            if e.kind is EntityKind.PERSON and e.start <= start < e.end and e.text == e.value
        ),
        None,
    )
    return seen.value if seen and len(seen.value) >= len(name) else name


def _addressed(said: Sequence[Said]) -> Iterator[str]:
    """Titled names that our side calls the customer by."""
    for one in said:
        if one.own:
            continue
        for found in _ADDRESSED.finditer(one.text):
            before = one.text[: found.start("name")]
            if not _NOT_NAMES.match(found["name"]) and not _OURS.search(before):
                yield _whole(one, found.start("name"), found["name"])
        for entity in one.entities:
            if (
                entity.kind is EntityKind.PERSON
                and entity.confidence >= 0.8
                and not _OURS.search(one.text[: entity.start])
                and len(entity.value) > 1
            ):
                yield entity.value


def _mentioned(said: Sequence[Said]) -> Iterator[str]:
    """Persons the customer speaks of, those of another side left out."""
    for one in said:
        for entity in one.entities:
            if one.own and entity.kind is EntityKind.PERSON and not _OTHERS.search(one.text[: entity.start]):
                yield entity.value


_COMPANY: Final = lazy(
    r"(?:^|[，,。！!\s])(?:您好|你好)?[，,]?(?:我(?:们)?(?:这边)?是|这(?:边|里)是|我(?:们)?公司(?:是|叫)|我(?:们)?在|(?P<bare>我们?)|(?:公司|抬头|单位|名称|开票信息)(?:名(?:称)?)?(?:是|叫|写|开|：|:))\s*(?P<name>[\u4e00-\u9fa5A-Za-z0-9（）()]{2,20}?)(?:的(?:[\u4e00-\u9fa5]{1,4})?(?=$|[，,。！!\s])|(?=$|[，,。！!\s]))"
)
_NO_COMPANY: Final = lazy(
    r"^(?:一|做|搞|开|个|新|小|家|想|两|几|这|那|在|从|朋友|网上|刚|老|外地|本地|自己|专门|负责|你们|老客户|给|要|有|没)|[负管做搞卖跑]|的"
)
_TRADES: Final = lazy(
    r"(?:公司|集团|科技|物流|餐饮|贸易|机械|电子|传媒|教育|医院|学校|幼儿园|酒店|地产|置业|建材|食品|服饰|医药|药房|化工|物业|设计|装饰|汽车|能源|环保|农业|牧业|包装|印刷|家居|家具|珠宝|健身|美容|口腔|诊所|律所|事务所|商贸|超市|工厂|厂|中学|小学|大学|银行|保险|证券|网络|软件|信息|智能|光电|精工|五金|塑胶|纺织|服装|鞋业|茶业|酒业|旅行社|旅游|影视|文化|咨询|人力|连锁|便利店|烘焙|咖啡|火锅|食堂|商行|批发|仓储|供应链|国际|实业|制造|民宿|客栈|农场|农庄|合作社|书院|画室|琴行|影楼|工作室|俱乐部|会所|养老院|敬老院|中心|门诊|牙科|药店|茶饮|餐厅|饭店|酒楼|木业|钢构|钢铁|建筑|建设|工程|园林|消防|安防|检测|广告|传播|电商|外贸|进出口|货运|快运|冷链|水产|果业|种业|饲料|粮油|乳业|饮料|陶瓷|卫浴|门窗|铝业|玻璃|橡胶|涂料|纸业|彩印|模具|机床|轴承|泵业|阀门|电缆|电源|半导体|光学|仪器|医疗|器械|康复|健康|基因|游戏|动漫|投资|租赁|商业|百货|商城|新能源|光伏|储能|重工|电气|电器|照明|新材料|生物|体育|宠物|母婴)$"
)


def company_of(said: Sequence[Said]) -> str | None:
    """The customer's company: as the reader of names sees it, else as he introduces it."""
    for one in (s for s in said if s.own):
        for found in _COMPANY.finditer(one.text):
            named = found["name"]
            plain = _TRADES.search(named) or (
                not found["bare"]
                and found[0].rstrip("，,。！! ").endswith("的")
                and len(named) >= 4
                and len(cut(named)) > 1
            )
            if plain and not _NO_COMPANY.search(named):
                return named
    ours = {
        e.value
        for s in said
        if not s.own
        for e in s.entities
        if e.kind is EntityKind.COMPANY and re.search(r"我们?(?:是|这边是)?[^，,]{0,3}$", s.text[: e.start])
    }
    for one in (*(s for s in said if s.own), *(s for s in said if not s.own)):
        for entity in one.entities:
            if (
                entity.kind is EntityKind.COMPANY
                and entity.value not in ours
                and not re.search(
                    r"(?:你们|朋友|竞品|跟|比|用的?是?|做|搞|别)[^，,]{0,3}$", one.text[: entity.start]
                )
            ):
                return entity.value
    return None
