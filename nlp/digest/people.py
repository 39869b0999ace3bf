"""Who the lead of a chat is: named by himself, by how we address him, or handed over by a colleague."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from nlp.contacts.surnames import COMPOUND, STRONG
from nlp.digest.reading import Said
from nlp.lazy import lazy
from nlp.model import EntityKind
from nlp.segment import cut, rare

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
#: 我悦来轩老唐: his house, then what he is called there.
OF_HOUSE: Final = lazy(
    rf"(?:^|[，,。！! ])我(?:是)?(?P<house>(?!们|是|找|问|让|叫|跟|给|和|在|要|想|去|等|家|老|隔壁|朋友|同事)(?:(?![找问让叫跟给和要想去等的了])[\u4e00-\u9fa5]){{2,6}})的?(?P<name>[老小阿](?:[{STRONG}]))(?=$|[，,。！! ])"
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
    rf"(?:^|[，,。；;\s:：、]|部|处|科|室|中心|联系(?:我们)?|找(?:前台|仓库|店里|门卫|财务|采购)?|采购|财务|行政|前台|仓库|门卫|店里)(?:我是?|姓)?(?P<name>{_SURNAME}[\u4e00-\u9fa5]{{0,3}}?)\s*(?:的?(?:电话|手机|号码|微信|邮箱|[vVwW][xX]|[vV])(?:是|号|号码)?|[，,、:：\s])?\s*(?:1[3-9][\d\s-]{{9,12}}|(?:微信|邮箱|电话|手机|[vVwW][xX]|[vV])?[:：\s]?(?=[A-Za-z])[\w.@-]{{5,40}})"
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
_TITLE: Final = lazy(rf"(?:{_TITLES})$")
_COMPOUND: Final = lazy(COMPOUND)
_KIN: Final = lazy(r"^(?:妈妈|爸爸|奶奶|爷爷|妈|爸)$")
_NO_SURNAMES: Final = frozenset("的了您你我他她们这那位各本贵老大小新副总宝有好是在和跟请让叫帮给")
_PRESENTS: Final = lazy(
    r"(?:我|我?[这那]边|这里)(?:就)?是(?!找|听|跟|替|帮|给|代|说|想|从|问)[^，,。！!？?]{0,14}$"
)
_ENDED: Final = lazy(r"$|[，,。！!、；;\s\d（(]|哈|呀|啊|吧")
_SIGNED: Final = lazy(rf"[。\s！](?P<name>{_SURNAME}(?:{_TITLES}))$")
#: What may stand before the name we call somebody by: 好的刘哥, 感谢薛总, 加您了，詹哥.
_BEFORE_CALL: Final = r"(?:好(?:的|嘞|滴|呀|哒|啊|咧|吧)?|行|得嘞|妥|成|中|收到|明白|了解|知道了?|嗯+|哦|没问题|没事|可以|那|感谢|谢谢|多谢|恭喜|辛苦|麻烦|抱歉|实在|不好意思|对不起|您好|你好|嗨|哈喽|哎|欢迎|早上好|早安?|[上中下]午好|晚上好|是的|对|放心|理解|尊敬的|亲爱的|请|了|啦|呀|啊|哈|~|～|！|!|：|:)"
_ADDRESSED: Final = lazy(
    rf"(?:^|[，,。！!\s~、]){_BEFORE_CALL}{{0,4}}(?P<name>{_SURNAME}[\u4e00-\u9fa5]{{0,2}}?(?P<title>{_TITLES}))(?P<after>$|[，,。！!~\s:：]|您|你|好|早|[上中下]午|晚|今|明|后|周|在|这|咱|我|那|上次|电话|辛苦|新年|方便|对|放心|收到|报价|方案|合同|还)"
)
#: 发您了符总，: we call him at the end of a clause.
_CALLED_LAST: Final = lazy(
    rf"(?:[了好您吧哈啊嗯行谢见的到妥意])(?P<name>{_SURNAME}(?:{_TITLES}))(?=$|[，,。！!~])"
)
#: Whom a business sends: named by us without a word to him, he is ours (鲁老师专带小的).
_PROVIDERS: Final = lazy(
    r"(?:老师|师傅|教练|律师|医生|设计师|工程师|顾问|教授|导演|专员|经纪|会计|护士长|阿姨|主播|月嫂|技师|店长)$"
)
_OURS: Final = lazy(
    r"(?:我是|我叫|我同事|我们(?:的)?(?:同事|[\u4e00-\u9fa5]{2,4})|教练|师傅|老师是|由|安排|顾问|工程师|设计师|专员|同事|客服|主讲|讲师|技术|联系人|收件人?|寄给|找)[^，,。]{0,4}$"
)
_OTHERS: Final = lazy(
    r"(?:我们?(?:老板|领导|公司|爱人|老公|老婆|家)|他|她|你们?(?:家|店|那|的)?|您们?|朋友|同事|邻居|隔壁|对面|楼[上下]|别家|别人|人家|同行|上家|上次|之前|以前|原来|贵司|问下|听|是|像)[^，,。]{0,3}$"
)
#: 老孟介绍的: who sent him is not he.
_SENT_BY: Final = lazy(
    r"(?:给我|帮我|那边|那里)?(?:介绍|推荐|推|说的|说(?:你|您)|转)|(?:让|叫|喊|劝|带)我|给(?:我)?的(?:名片|电话|微信)|家|才|报|那种|那样"
)
_NUMBERS: Final = frozenset({EntityKind.PHONE, EntityKind.WECHAT})
_NOT_NAMES: Final = lazy(
    r"^[哥姐妈爸叔弟妹姨](?:$|[^\u4e00-\u9fa5])|^宝[妈爸]|^我|^(?:财务|采购|销售|老板|技术|行政|前台|仓库|朋友|同事|领导|大家|各位|家长|客户|那|好|行|请|麻烦|谢|上|下|早|晚|可|收|没|周[一二三四五六日]|老师|先生|女士|经理|师傅|电话|手机|号码|地址|公司|微信|打我|加我|送到|到时|您)"
)


def contact_of(said: Sequence[Said]) -> str | None:
    """The lead's name as said, with the title the chat gives him; None when nobody is named.

    Who says himself who he is comes first, then whom we call by name, then whom he puts in charge.
    """
    called = list(_called(said))
    own = next(_own_names(said), None)
    if own is None and not called:
        own = next(_put_forward(said), None)
    if own is not None:
        bare = own.lstrip("小老阿")
        titled = next((n for n in (*called, *_spoken_of(said)) if n[0] in {own[0], bare[:1]}), None)
        return titled if titled and len(bare) == 1 and bare == own else own
    if called:
        return called[0]
    spoken = next(_spoken_of(said), None)
    if spoken is not None:
        return spoken
    latin = (
        found["name"]
        for s in said[:4]
        if not s.own
        for found in _LATIN.finditer(s.text[:24])
        if found["name"] not in _NO_LATIN
    )
    return next(latin, None) or next(_mentioned(said), None)


def _own_names(said: Sequence[Said]) -> Iterator[str]:
    """How the customer names himself, the plainest way first."""
    for pattern in (_SELF, _SURNAMED, _I_AM, OF_HOUSE):
        for one in said:
            for found in pattern.finditer(one.text) if one.own else ():
                if not _NOT_NAMES.match(found["name"]) and (pattern is not _I_AM or _is_name(found["name"])):
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


def _put_forward(said: Sequence[Said]) -> Iterator[str]:
    """Whom he puts in charge, and whose number, id or name stands at the end of what he writes."""
    yield from _put_in_charge(said)
    for pattern in (_BY_PHONE, _AFTER_PHONE, _SIGNED):
        for one in said:
            for found in pattern.finditer(one.text) if one.own else ():
                if not _NOT_NAMES.match(found["name"]) and _is_name(found["name"]):
                    yield _whole(one, found.start("name"), found["name"])


def _is_name(said: str) -> bool:
    """Whether *said* is built as a name: a surname with a title or with given names, no ordinary words (到了打我)."""
    name = _TITLE.sub("", said)
    if len(name) <= 1:
        return bool(name) and (name != said or name in STRONG)
    if name[0] in "老小阿":
        return len(name) == 2
    if name[0] not in STRONG and _COMPOUND.match(name) is None:
        return False
    words = cut(name)
    return len(words) > 1 or rare(name)


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


def _called(said: Sequence[Said]) -> Iterator[str]:
    """Titled names that our side calls the customer by, at the head of a clause or at its end."""
    for one in (s for s in said if not s.own):
        for found in _ADDRESSED.finditer(one.text):
            loose = found["after"] not in {
                "",
                "，",
                ",",
                "。",
                "！",
                "!",
                "~",
                " ",
                ":",
                "：",
                "您",
                "你",
                "好",
            }
            if loose and _PROVIDERS.search(found["title"]):
                continue
            if _fits(found["name"], found["title"]) and not _OURS.search(one.text[: found.start("name")]):
                yield _whole(one, found.start("name"), found["name"])
        for found in _CALLED_LAST.finditer(one.text):
            before = one.text[: found.start("name")]
            if (
                not _NOT_NAMES.match(found["name"])
                and not _OURS.search(before)
                and not before.endswith("们的")
            ):
                yield _whole(one, found.start("name"), found["name"])


#: 让段工去: whom we send.
_SENT: Final = lazy(r"(?:让|派|叫|喊|请|安排|由|换|是|有|找|跟|和|问|我们|咱们?)[^，,。]{0,3}$")


def _fits(name: str, title: str) -> bool:
    """Whether what stands before the title may be a surname, a full name or a child's name."""
    core = name[: len(name) - len(title)]
    if _NOT_NAMES.match(name) or core in _NO_SURNAMES:
        return False
    return (
        len(core) == 1 or _KIN.search(title) is not None or core[0] in STRONG or bool(_COMPOUND.match(core))
    )


def _spoken_of(said: Sequence[Said]) -> Iterator[str]:
    """Persons our side names without calling them; those we send ourselves left out."""
    for one in (s for s in said if not s.own):
        for entity in one.entities:
            if (
                entity.kind is EntityKind.PERSON
                and entity.confidence >= 0.8
                and len(entity.value) > 1
                and not _PROVIDERS.search(entity.value)
                and not _OURS.search(one.text[: entity.start])
                and not _SENT.search(one.text[: entity.start])
            ):
                yield entity.value


def _mentioned(said: Sequence[Said]) -> Iterator[str]:
    """Persons the customer speaks of; those of another side, those who sent him and those we send left out."""
    for one in (s for s in said if s.own):
        for entity in one.entities:
            if (
                entity.kind is EntityKind.PERSON
                and not _PROVIDERS.search(entity.value)
                and not _OTHERS.search(one.text[: entity.start])
                and not _SENT_BY.match(one.text, entity.end)
            ):
                yield entity.value
