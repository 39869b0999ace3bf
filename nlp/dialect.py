"""Regional and chat words in plain words (冇 → 没有, 几钱 → 多少钱, 莫忙做 → 先别做), with the way back to what was written.

Cantonese, Sichuan, Wu, Northeastern and net speech are folded word by word onto the Mandarin that the rules know. Words
that mean one thing stand in ``data/dialect.txt``; those that mean it only between certain neighbours stand here.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from re import Pattern
from typing import Final

from ahocorasick_rs import AhoCorasick

from nlp.lazy import lazy
from nlp.normalize import Normal

_END: Final = r"(?=[呀啊吖呢哦喔嘛]?[？?！!，,。 ]|[呀啊吖呢哦喔嘛]?$)"
_DOING: Final = (
    "先|再|忙|急|慌|要|去|来|给|跟|同|和|发|寄|开|做|打|搞|签|付|报|送|安排|约|弄|催|问|管|担心|说|提|用|等|走|转|交|出|改|换|写|印|退|买|订|试|听"
    "|看|比|拿|整|上|下|把|又|只|光|着急|客气|怕|想|谈|讲|动|停|喊|叫|派|理|放|错|忘|漏|盖|装|印|麻烦|浪费|拖|收|算|推|耽|误|骗|哄|扯|涨|加"
)
_NOT_A_PLACE: Final = r"(?<![哪这那旁一两周身手路海上下左右里外南北东西半])"
_NOT_AN_HOUR: Final = (
    r"(?<![\d几一二两三四五六七八九十半早晚快慢多少宜网地重观特缺优终起焦景站节热难低高些有百千万零])"
)
_NOT_AROUND: Final = r"(?<![调平完规工修齐休严])"
_ONLY: Final[tuple[tuple[str, str, str], ...]] = (
    ("没得", "没有", r"没得(?!到|谈|商量|说|选|挑|逃|跑|救|意见|罪|过|空间)"),
    ("莫得", "没有", r"莫得(?!到)"),
    ("木有", "没有", r"(?<![红积实原松乌树草苗硬软楠榆桃柚杉樟])木有"),
    ("唔", "不", r"(?<!唔)唔(?!好的|，)[\u4e00-\u9fff]"),
    ("弗", "不", r"弗(?=[要是来好贵用去做卖买])"),
    ("勿", "不", r"(?<![请切非务])勿(?!忘|扰|念|谓|论|庸|使)"),
    ("未", "没", r"(?<=[了咗好完齐到过返掂出清发签付寄开收妥定做批])未" + _END),
    ("伐", "吗", r"(?<![砍步讨征采杀挞北作党口笔])伐(?=[？?，,。！! ]|$)"),
    ("咩", "吗", r"咩(?=[？?，,。！! ]|$)"),
    ("咩", "什么", r"咩(?=价|事|时候|情况|优惠|折|意思|原因|牌子|款)"),
    ("咪", "别", r"(?<![猫咪系])咪(?=[发寄开搞俾畀做住同打急签讲])"),
    ("仲", "还", r"(?<![伯管杜昆])仲(?!裁|介|夏|秋|冬|春|尼)"),
    ("莫", "别", rf"(?<![切约寂落索])莫(?={_DOING})(?!先生|过于|过$)"),
    ("莫忙", "先别", rf"莫忙(?:着|到)?(?={_DOING})"),
    ("莫慌", "先别", rf"莫慌(?:着|到)?(?={_DOING})"),
    ("莫急着", "先别", rf"莫急着(?={_DOING})"),
    ("不忙", "先别", rf"(?<!忙)不忙(?:着)?(?=(?:{_DOING})(?!的|了))"),
    ("不慌", "先别", rf"(?<!慌)不慌(?:着)?(?=(?:{_DOING})(?!的|了))"),
    ("先不忙", "先不急", r"先不忙"),
    ("先不慌", "先不急", r"先不慌"),
    ("暂时不忙", "暂时不急", r"暂时不忙"),
    ("不慌", "不急", r"(?<!慌)不慌(?=[，,。！!]|$)"),
    ("不得", "不会", r"(?<![舍由免要顶巴怪值觉懂记恨来使少认])不得(?=来|买|要(?!求)|考虑|去|换|签|搞|找|跟)"),
    ("不消", "不用", r"(?<![吃受])不消(?!化|停|失|除|毒|费|耗|息|极|磁|炎|食|说|防)"),
    ("好多", "多少", r"(?<![花赚了过有没很给用来挣亏欠省])好多(?=钱(?:一|[？?，,嘛呢哦哇呀的 ]|$)|一[个台套年节次月斤米平件张份天小]|[天台个](?:能|到|才|可以|交|出|发|[？?]))"),
    ("好久", "多久", r"(?<![了等没过这有])好久(?=能|可以|发|到(?!了)|开|来(?!了)|寄|交|出|做|得|才|送|签|打|给|有|弄|搞|上门|装|回|结)"),
    ("要得", "可以", r"(?:^|(?<=[，,。！! ]))要得(?=[，,。！!嘛噻哈的啊呀 ]|$)"),
    ("要得不", "行不行", r"要得不" + _END),
    ("中不中", "行不行", r"中不中(?!标|意|奖)"),
    ("费事", "懒得", r"(?<![太很真挺多更嫌怕不])费事(?=[同搞等理再讲去比问倾])"),
    *((word, plain, rf"(?<![什怎那这多要]){word}") for word, plain in (("么子", "什么"), ("么事", "什么"), ("么价", "什么价"))),
    ("多咱", "什么时候", r"多咱(?!们)"),
    ("过数", "转账", r"(?<![走经路通超])过数(?!据|学|量|字|不|了|一|十|百|[天月年])"),
    ("入数", "转账", r"(?<![录导输投植])入数(?!据|量|字|学)"),
    ("找数", "结账", r"找数(?!据|量|字|学)"),
    ("格价", "比价", r"(?<![价规风合资及表])格价(?!值|位)"),
    ("起货", "发货", r"(?<![一收拿提引])起货"),
    ("走货", "发货", r"(?<![取拿带])走货(?!运|车|代|拉)"),
    ("别个", "别人", r"(?<![特分区性级类个辨识告道])别个(?![性体])"),
    ("别个家", "别家", r"(?<![特分区性级类个辨识告道])别个家"),
    *((f"第二{one}", "别家", rf"(?<=[揾搵找问去同比过])第二{one}") for one in "间家档度"),
    *((word, "便宜点", rf"(?<![水太公和扁不摆拉])平{word[1:]}") for word in ("平啲", "平d", "平少少", "平点", "平滴")),
    ("平", "便宜", r"(?<=[够最更仲还好])平(?=[，,。啦喔的了呀啊]|$)"),
    ("平过", "便宜过", r"(?<![水太公和扁摆拉展生])平过(?!程|去|来|了)"),
    *(
        (f"边{one}", plain, rf"{_NOT_A_PLACE}边{one}")
        for one, plain in (
            ("度", "哪里"), ("处", "哪里"), ("个", "哪个"), ("只", "哪个"), ("款", "哪个"), ("间", "哪家"),
            ("家", "哪家"), ("日", "哪天"), ("啲", "哪些"),
        )
    ),
    *(
        (f"点{one}", f"怎么{one}", rf"{_NOT_AN_HOUR}点{one}")
        for one in ("卖", "收", "计", "算", "俾钱", "畀钱", "付", "报名", "开票")
    ),
    ("点解", "为什么", rf"{_NOT_AN_HOUR}点解(?!释|决|读)"),
    ("点样", "怎么", rf"{_NOT_AN_HOUR}点样(?!品|衣|机|板|布|子|本)"),
    *(
        (f"整{one}", f"{plain}{one}", rf"{_NOT_AROUND}整{one}")
        for one, plain in (("不成", "做"), ("不了", "做"), ("不起", "做"), ("不来", "做"), ("不出", "做"), ("出来", "做"), ("好", "做"), ("完", "做"))
    ),
    *((f"{one}哈", f"{one}下", rf"{one}哈(?!哈|尔|佛|萨|密|利|雷)") for one in "看问发试算改想比对开说讲搞弄查量虑催帮谈聊用"),
)  # fmt: skip


@cache
def _words() -> tuple[AhoCorasick, tuple[tuple[tuple[str, Pattern[str] | None], ...], ...]]:
    """The automaton, and of each of its words what it may become, with the neighbours it then needs."""
    plain: dict[str, list[tuple[str, Pattern[str] | None]]] = {}
    for word, meant, condition in _ONLY:
        plain.setdefault(word, []).append((meant, lazy(condition)))
    for line in resources.files("nlp").joinpath("data/dialect.txt").read_text("utf-8").splitlines()[1:]:
        meant, *words = line.split(" ")
        for word in words:
            plain.setdefault(word, []).append((meant, None))
    return AhoCorasick(list(plain)), tuple(map(tuple, plain.values()))


def warm_up() -> None:
    """Load the words now."""
    _words()


def folded(normal: Normal, text: str) -> Normal:
    """*normal* with *text* (its own, in small letters) in plain words; *normal* itself where nothing is to be folded."""
    automaton, meanings = _words()
    found = automaton.find_matches_as_indexes(text, overlapping=True)
    if not found:
        return normal if text == normal.text else Normal(normal.raw, text, normal.offsets)
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for number, start, end in sorted(found, key=lambda hit: (hit[1], -hit[2])):
        meant = None if start < at else _meant(text, start, meanings[number])
        if meant is None:
            continue
        pieces += (text[at:start], meant)
        places += range(at, start)
        places += (min(start + step, end - 1) for step in range(len(meant) - 1))
        places.append(end - 1)
        at = end
    pieces.append(text[at:])
    places += range(at, len(text))
    own = normal.offsets
    return Normal(normal.raw, "".join(pieces), tuple(places if own is None else (own[i] for i in places)))


def _meant(text: str, start: int, meanings: tuple[tuple[str, Pattern[str] | None], ...]) -> str | None:
    """What a word at *start* stands for there, or None where it is plain Mandarin."""
    for meant, needed in meanings:
        if needed is None or needed.match(text, start) is not None:
            return meant
    return None
