"""What somebody promised in a message, and until when.

A promise is a definite act of the speaker's own side that the other may wait for. Reported speech,
conditions, denials, questions, requests, the past, habits, polite formulas and policy promise nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from nlp.dates import times
from nlp.dates.numerals import fold
from nlp.lazy import lazy
from nlp.model import Promise, Side, TimeRef
from nlp.promises import acts, speech
from nlp.promises.clauses import LABELS, Clause, clauses
from nlp.promises.deeds import act_of, after_step
from nlp.promises.due import NONE, Due, due_of, same_day

__all__ = ["promises"]

_RECAP: Final = lazy(
    r"(?:刚才|刚刚|方才|今天|上午|下午|昨天|会上|电话里|微信里|群里|当面|面谈时|现场|咱们?|我们|双方|按|照|就按)*(?:说|讲|定|谈|聊|商量|敲|约|议|达成|确认|沟通)(?:好|定|妥|下来|清楚|一致)?(?:的|了)?[，,]?(?:内容|事项|结果|几点|几条|如下|是|这样)?[:：—]|"
    r"刚才(?:说好|定|商量|会上|聊)|说好(?:的)?了?[:：]|会上[^，,。]{0,4}(?:定|说|谈)的?|复盘一下|^[^，,。]{0,6}纪要(?=[:：，,\s])|咱们?(?:定|说)好|(?:总结|汇总|确认|同步|对|核对|记录)一?下[^，,]{0,8}[:：—-]|(?:确认|核对|对)一?下(?:刚|今天|咱|我们)[^，,]{0,6}(?:说|谈|定|聊|商量)(?:好)?的|[甲买客]方.{0,40}[乙卖]方|[乙卖]方.{0,40}[甲买]方|约定如下|达成(?:一致|共识)|分工[:：]|行动项|待办[:：]"
)
_CUSTOMER: Final = lazy(
    r"^[\s—\-:：\d.、]*(?:您|买方|客户方|你|贵司|贵方|甲方|你们|您这边|您那边|客户|你这边|你那边)"
)
_REP: Final = lazy(r"^[\s—\-:：\d.、]*(?:我司|我方|乙方|卖方|我们|我这边|咱们这边|我)")
_WE: Final = lazy(r"我|俺|咱|本人|人家这就|我司|我方")
_OWN_PEOPLE: Final = lazy(
    r"(?:让|叫|派|安排|喊|请|催)(?:我们?|公司)?(?:的)?(?:会计|财务|师傅|司机|同事|技术|工程师|助理|仓库|厂里|工厂|物流|法务|设计师?|老师|安装|售后|前台|出纳|人)|^(?:师傅|司机|设计师|工程师|安装师傅|技术|同事)"
)
_THIRD: Final = lazy(
    r"^(?:他|她|他们|老板|领导|总部|厂家|工厂|对方|银行|快递|物流|中介|政府|学校|市场|天气|气象|股市|孩子|娃|老公|老婆)(?!的|(?:去|来|过[来去]|到|把|给|拿|送|带|打给|转给|陪))"
)
_SURE: Final = lazy(
    r"[\u4e00-\u9fa5](?:完|好|到)了?(?:就|马上|立刻|再|后|之后|以后)?(?:给|回|告诉|通知|发|跟|联系|打|寄|答复|反馈)(?:您|你)"
)
_VAGUE: Final = lazy(
    r"马上|立马|立刻|这就|现在|尽快|晚点|晚些(?:时候)?|待会儿?|等会儿?|一会儿?|回头|这两天|过两天|过几天|随后|稍后|等下|等我一下|到家|空了|下课|下班就|忙完|开完会|审完|弄完|出来就|好了就|完就|第一时间|即刻|等我|争取|尽量|肯定|一定|保证|必须|放心|包我身上"
)
_INTENT: Final = lazy(
    r"会|来|去|把|给(?:您|你)|帮(?:您|你)|替(?:您|你)|就(?!是|行|好|可以|够)|再|先|安排|马上"
)
_AGENT_TO: Final = lazy(r"(?:给|帮|替|为)(?:您|你)")
_AGENT: Final = lazy(r"我|俺|咱|给|帮|替|把|为(?:您|你)")
_HANGS: Final = lazy(
    r"(?:收到|等|看|待)?(?:您|你|贵司|贵方|你们|您们)[^，,]{0,2}(?:那边|这边)?(?:的)?[^，,我给您]{1,8}(?:(?<!最)后|之后|以后|就|即|了我)(?!天)"
)
#: 您的订单今天安排发货: what the rep does with something of the customer's.
_TOPIC: Final = lazy(r"(?:您|你)(?:们)?(?:要|订|定|买|看中|咨询|反馈|家|那|这)?[^，,]{0,4}?的[^，,]{1,12}")
_ORDERS: Final = lazy(r"一下|请|麻烦|记得|吧$|得|需要|要(?!的)|给我|发我|务必|尽快")
_INTRODUCES: Final = lazy(
    r"(?:我|这边|这里|我们|我这边)(?:们|就)?是(?![今明后下这周\d]|打算|准备|要)[^，,]{1,12}$"
)
_EMBEDS: Final = lazy(
    r"(?:告诉|通知|回复?(?:您|你)|答复|说|确认|看看|看一?下|查一?下|查查|问一?下|问问|核实|定一下|了解|算一?下|沟通|商量|反馈|弄清楚|搞清楚|随便|不管|无论)(?:您|你|一下|下|他们|清楚|我们)?[^，,。您你]{0,4}$"
)
_DOERS: Final = lazy(r"我|俺|咱|[甲乙]方|师傅|司机|同事|技术|工程师")
_DATED: Final = lazy(r"[今明后]|周|星期|礼拜|[号点月底内前晚早]")
_OVER: Final = lazy(r"已经?|刚刚?(?!好)|早就|过了|昨[天晚]|前天")
_MENDED: Final = {"法": "发", "宽": "款", "但": "单", "帐": "账", "平": "品", "通": "同"}
_SLIPS: Final = lazy(
    r"法(?=(?:给)?[您你])|(?<=[打付汇回退])宽|(?<=报价)但(?=我|[今明后上下周]|发|马上)|(?<=[转对到])帐|(?<=样)平(?=[寄发])|(?<=合)通(?=[寄发签])"
)
#: 定金我先转五千: the first part of a sum, now.
_INSTALMENT: Final = lazy(r"(?:我|款|金|费|钱)先(?:付|打|转|交|给)(?:您|你)?[\d一二两三四五六七八九十百千万]")
_PREPARES: Final = lazy(
    r"(?:跟|和|问|找|向|同|请示)(?!您|你)[^，,]{0,8}(?:说一?[声下]|讲一?[声下]|商量|确认|沟通|核实|打听|申请|请示|汇报|打个?招呼|核对|磨)|^我?(?:去|再|先)?问(?:一?下|问)?(?!您|你)[^，,]{1,6}$"
)
#: Steps by others on the way to what is promised.
_ON_THE_WAY: Final = lazy(r"清关|到港|靠港|报关|入关|转关|到货|出来|审批|审核|批下来|申请")
_TOWARDS_ME: Final = r"^(?:就|先|再|还是|都|也)*把[^，,]{1,14}(?:[发寄送拿传交打拍带派退付转汇拷递]|弄|办|补)(?:一份|[给到])?(?:过来|来|上来)|给(?:我|我们)(?:打|发|回|寄|送|个)|就(?:行|好|可以|成|[oO][kK])了?$|即可$|^(?:叫|让|喊|安排|派|请)(?:您|你)"
#: What a customer can only want, and what a rep can only want, where nobody is named.
_FROM_US: Final = lazy(
    _TOWARDS_ME
    + r"|^(?:就|先|再|都|也)*(?:派|安排|找|叫)(?:个|一个|几个|两个|位)?(?:人|师傅|技术|工程师|老师|车)|把货(?:发|送)|^(?:就|再|先|都)*把(?!.*(?:[款钱费金字章表证]|资料|材料|回执|意见|需求|行李|旧|孩子|[您你]))|(?:解决|处理好?|修好|装好|弄好|送到|送来|送过来|发出|发货|退款|退钱|退费|换新|换货|到货)$|要(?:开|发|送|装|修|解决|处理|改|给)(?:出来|好|完|到)?$|^(?:发货|送货|开票|派单|上门|安装)"
)
_FROM_THEM: Final = lazy(
    _TOWARDS_ME
    + r"|^(?:就|先|再|都|也)*(?:把)?(?:首付|首款|定金|订金|尾款|余款|全款|学费|押金|款子?|钱|费用)?(?:付|打|交|转|汇|缴)(?:一下|掉|清|了)?(?:首付|首款|定金|订金|尾款|余款|全款|学费|押金|款|钱|费)$|(?:首付|首款|定金|订金|尾款|余款|全款|学费|押金)[^，,]{0,6}(?:付|打|交|转|汇|缴|补)(?:一下|掉|清|了|齐|过来)?$|给(?:孩子|娃|宝宝|宝贝|家里人?)(?:带|穿|准备|备|买|报|请|吃|喝|测)"
)
_IN_PERSON: Final = lazy(r"(?:亲自|全程)(?:去|来|给您|帮您)?(?:跟|盯|做|带|负责|陪)")
_EVER: Final = lazy(
    r"[发打寄付交给签看去来问说讲做送试买装改聊谈找约见跟报听]过(?:了|(?!来|去|户|程|年|节|生|夜|两|几|完|目|一|会)[\u4e00-\u9fa5]{0,4}了?$)"
)
_DONE: Final = lazy(
    r"(?<![就快要会])[\u4e00-\u9fa5](?:走|上|掉|好|完|齐|妥|清|下来|出来|过去|过来|出去|回去|上去|进去|下去|给(?:您|你)(?:们)?)了[哈啊哦呀啦的呢]*$"
)
_STILL_TO_COME: Final = re.compile(
    r"[明后下]|周[一二三四五六日末天]|星期|礼拜|[号日月]|[底内后前]$|今晚|晚上"
)
_ASKED_BACK: Final = lazy(
    r"(?:行|成|可以|好|方便|合适|妥|ok)(?:吗|么|不|吧[?？]|否)|(?<![给让请发带陪接领等送])您看(?!看)|你看(?:行|成|怎|可)|如何[?？]?$|怎么样[?？]?$|好不好|可不可以|需要我|要不要(?:我|给)?|用不用",
    re.I,
)


def promises(text: str, *, side: Side, now: datetime) -> tuple[Promise, ...]:
    """The promises in one message of *side*; ``due`` is aware in the zone of *now*."""
    if len(text) > 2000 or side is Side.UNKNOWN:
        return ()
    folded = _mended(fold(text))
    if (
        not _DOERS.search(folded)
        and not _DATED.search(folded)
        and not any(pattern.search(folded) for _, _, pattern in acts.ACTS)
    ):
        return ()
    if acts.IRONY.search(folded) or speech.forwarded(folded):
        return ()
    parts = clauses(folded, times(text, now))
    if _RECAP.search(folded):
        return _recap(text, parts, side)
    return _own(text, folded, speech.reported(folded, parts), side, now)


def _mended(text: str) -> str:
    """Slips of the pinyin keyboard in the words that carry a promise (法你, 打宽, 转帐), length kept."""
    return _SLIPS.sub(lambda m: _MENDED[m[0]], text)


def _own(text: str, folded: str, parts: list[Clause], side: Side, now: datetime) -> tuple[Promise, ...]:
    found: list[Promise] = []
    carried = NONE
    if _closed(folded, parts):
        return ()
    for clause in parts:
        due = _due(clause)
        if due.at is None:
            due = _arrival(clause, now)
        act = act_of(clause, side)
        if act is None or _empty(clause, side):
            if due.at is not None and not _spent(clause):
                if found and act is None and found[-1].has_clock and _only_day(clause):
                    found[-1] = _redated(found[-1], due)
                carried = due
            continue
        if (
            due.at is None
            and carried.at is not None
            and (same_day(clause.text) or not _VAGUE.search(clause.text))
        ):
            due = carried
        if due.at is None and not _committed(clause, folded):
            continue
        found.append(_promise(text, clause, due, side, act))
        carried = due if due.at is not None else carried
    return tuple(_merged(found))


def _only_day(clause: Clause) -> bool:
    """Whether a clause names a day and nothing else (就明天, 定在周五)."""
    bare = clause.text
    for ref in clause.refs:
        bare = bare.replace(fold(ref.text), "", 1)
    return re.fullmatch(r"[\s就是定在那天的吧哈啊呢了哦]*", bare) is not None


def _redated(promise: Promise, due: Due) -> Promise:
    if promise.due is None or due.at is None:
        return promise
    moved = due.at.replace(hour=promise.due.hour, minute=promise.due.minute)
    if moved.hour > 18 and moved.hour - 12 >= 7 and not re.search(r"晚|夜", promise.what):
        moved = moved.replace(hour=moved.hour - 12)
    return replace(promise, due=moved)


def _closed(folded: str, parts: list[Clause]) -> bool:
    """Whether the whole message is no promise: a question at its end, or a condition."""
    last = parts[-1].text if parts else ""
    if _ASKED_BACK.search(last) and len(parts) <= 4:
        return True
    return acts.CONDITION.search(folded) is not None and not re.search(r"顺利的话|没意外的话|快的话", folded)


def _spent(clause: Clause) -> bool:
    """Whether the time of a clause that promises nothing belongs to something denied or over."""
    return all(r.past for r in clause.refs) or (
        acts.DENIED.search(clause.text) is not None and not clause.text.startswith("不是")
    )


def _due(clause: Clause) -> Due:
    usable = [r for r in clause.refs if _dates(clause, r)]
    if not usable:
        return NONE
    kept = [r for r in usable if not _denied_time(clause, r)]
    return due_of((kept or usable)[-1]) if kept else NONE


def _arrival(clause: Clause, now: datetime) -> Due:
    """四十分钟到您那儿: a length of time right before the arrival is counted from now."""
    for ref in clause.refs:
        tail = clause.text[ref.end - clause.start :]
        if (
            ref.kind == "duration"
            and ref.duration
            and re.match(
                r"(?:左右|之内)?(?:就|能|后)?(?:到(?!期|账|货)|赶到|过来|过去|搞定|弄好|给您|发您|送到)", tail
            )
        ):
            return Due(now + ref.duration, "at", True, ref.start, ref.end)
    return NONE


def _dates(clause: Clause, ref: TimeRef) -> bool:
    """Whether *ref* dates the act, and is not a habit, a length, the present, or part of a noun (上月的账)."""
    tail = clause.text[ref.end - clause.start :]
    if ref.habitual or ref.kind == "duration" or ref.text in {"现在", "目前", "此刻"}:
        return False
    return not (
        re.match(r"的|那批|那份|那个|那次|那笔", tail)
        and (ref.past or re.match(r"(?:的|那\w)[^，,]{1,8}(?:发|寄|付|打|给|签)", tail))
    )


def _denied_time(clause: Clause, ref: TimeRef) -> bool:
    head = clause.text[: ref.start - clause.start]
    return re.search(r"(?:不是|不用等到?|不必等到?|而不是)\s*$", head) is not None


def _empty(clause: Clause, side: Side) -> bool:
    """Whether the clause, act or not, commits nobody."""
    said = LABELS.sub("", clause.text.strip())
    body = said
    for ref in clause.refs:
        body = body.replace(fold(ref.text), "", 1)
    if (
        not body.strip()
        or acts.FORMULA.search(said)
        or _questions(clause.text)
        or acts.HOPE.search(said)
        or _INTRODUCES.match(said)
    ):
        return True
    if (
        _asks(body, side)
        or acts.POLICY.search(said)
        or (_THIRD.match(body.strip()) and not re.search(r"我(?:就|再|马上|立刻|会|这边)", body))
    ):
        return True
    if _HANGS.search(body):
        return True
    if acts.DOUBT.search(body) or _is_denied(body) or _is_done(clause):
        return True
    if clause.refs and all(r.past or r.habitual for r in clause.refs):
        return True
    ahead = any(not r.past for r in clause.refs)
    return (_OVER if ahead else acts.PAST).search(said) is not None and not re.search(r"就|再|后", said)


def _questions(text: str) -> bool:
    """Whether a clause asks; 告诉您能不能加急 and 看看什么时候能到 only hold a question inside."""
    asked = acts.QUESTION.search(text)
    if asked is None:
        return False
    if re.search(r"[?？]|(?:吗|么)[呀啊]?$", text):
        return True
    return _EMBEDS.search(text[: asked.start()]) is None


def _asks(body: str, side: Side) -> bool:
    plain = body.strip().lstrip("那就先也在于，, ")
    if re.search(
        r"(?<!您)(?<!你)给我(?!们?[家爸妈老领])(?:们)?(?:打|发|回|寄|送|个|来)", plain
    ) and not _WE.match(plain):
        return True
    if _WE.match(plain) or _OWN_PEOPLE.match(plain):
        return False
    if side is Side.STAFF and _TOPIC.match(plain) and not _ORDERS.search(plain):
        return False
    if re.match(
        r"(?:您|你)[^，,]{1,16}(?<![给帮跟和向让替为对找叫把被比等发寄诉知回送借还拿递打转退加问催醒系喊带陪教报传])我(?!们?的|方|司)",
        plain,
    ):
        return False
    if re.match(r"(?:给|帮|替|为)(?:您|你)|把(?:您|你)", plain):
        return False
    return acts.REQUEST.search(plain) is not None or _wants(plain, side)


def _wants(plain: str, side: Side) -> bool:
    """Whether a clause without a subject asks for what only the other side can do (明早把发票寄过来)."""
    if re.search(r"我|俺|咱|[给帮替为][您你]|[您你]$", plain):
        return False
    return (_FROM_THEM if side is Side.STAFF else _FROM_US).search(plain) is not None


def _is_done(clause: Clause) -> bool:
    """Whether a clause tells what has been done (转过去了, 早上寄走了); 马上弄好了 and 周五就装好了 are to come."""
    done = _DONE.search(clause.text) or _EVER.search(clause.text)
    return (
        done is not None
        and not any(_STILL_TO_COME.search(r.text) for r in clause.refs)
        and re.search(r"马上|立马|就|快|要|再|等|一会|待会|差不多|即将", clause.text) is None
    )


def _is_denied(body: str) -> bool:
    return (
        acts.DENIED.search(
            re.sub(
                r"([\u4e00-\u9fa5])不\1|[是有]没有|没问题|不见不散|不好意思|不打扰|差不多|不出意外|不耽误|不会忘|不误|忘不了|少不了|跑不了|错不了|不超过|不晚于|不迟于|没收到|不含税|不动产",
                "",
                body,
            )
        )
        is not None
    )


def _committed(clause: Clause, folded: str) -> bool:
    """Whether a clause without a date still binds: the speaker does it for the other, soon or surely."""
    said = clause.text
    return (
        _SURE.search(said) is not None
        or after_step(LABELS.sub("", said.strip()))
        or _INSTALMENT.search(said) is not None
        or _IN_PERSON.search(said) is not None
        or (_VAGUE.search(folded) is not None and _done_for(said))
        or (
            _WE.search(said) is not None
            and _done_for(said)
            and not re.search(r"^(?:我们|我司|咱们)(?:都|一直|有|是|可以|能|支持)", said.strip())
        )
    )


def _done_for(said: str) -> bool:
    return (
        re.search(
            r"您|你|贵|群里|过目|亲自|过去|过来|发|寄|付|转|打|签|定|去|到|回|找|问|拉|传|送|安排|处理|查|看|催|报|改|弄|做|算|开|退|换|补|修|装|充|订|约|备|排|清|结|交|带|提|取|拿|出|上|讲|说|盖",
            said,
        )
        is not None
    )


def _recap(text: str, parts: list[Clause], side: Side) -> tuple[Promise, ...]:
    """Both sides owe in a recap; each clause names its owner."""
    found: list[Promise] = []
    owner = side
    for clause in parts:
        shift = max((m.end() for m in re.finditer(r"[:：]|——|--", clause.text)), default=0)
        if clause.text[shift - 1 : shift + 1].isdigit() or re.search(r"\d[:：]$", clause.text[:shift]):
            shift = 0
        body = clause.text[shift:]
        named = _owner(body, clause.text, side)
        owner = named or owner
        trimmed = Clause(body, clause.start + shift, clause.end, clause.refs)
        act, due = act_of(trimmed, owner), _due(clause)
        if act is None and due.at and named:
            act = ("other", 0, len(body))
        if act and (due.at or named) and not _is_denied(body) and not acts.QUESTION.search(body):
            found.append(_promise(text, trimmed, _after_last(due, clause, found), owner, act))
    return tuple(found)


def _after_last(due: Due, clause: Clause, found: list[Promise]) -> Due:
    """A bare weekday after a later date is the next one: 您下周一交资料，我们周三递件."""
    bare = [r for r in clause.refs if re.fullmatch(r"(?:周|星期|礼拜)[一二三四五六日天]\S{0,3}", r.text)]
    last = found[-1].due if found else None
    if bare and due.at is not None and last is not None and due.at.date() < last.date():
        weeks = (last.date() - due.at.date()).days // 7 + 1
        return replace(due, at=due.at + timedelta(weeks=weeks))
    return due


def _owner(body: str, said: str, side: Side) -> Side | None:
    """Who owes a clause of a recap: the named party, or the person it speaks of; None when it names nobody."""
    party = re.search(r"(?:^|\s)(甲|乙|买|卖|客户|供)方?\s*[:：]?", said)
    if party and re.search(r"[甲乙买卖供]方|客户", party[0]):
        return Side.CUSTOMER if party[1] in {"甲", "买", "客户"} else Side.STAFF
    if _CUSTOMER.match(body):
        return Side.CUSTOMER if side is Side.STAFF else Side.STAFF
    return side if _REP.match(body) else None


def _promise(text: str, clause: Clause, due: Due, side: Side, act: tuple[str, int, int]) -> Promise:
    start, end = _what(text, clause, due, act)
    return Promise(side, text[start:end], due.at, due.kind, due.clock, act[0], start, end)


def _what(text: str, clause: Clause, due: Due, act: tuple[str, int, int]) -> tuple[int, int]:
    """The act with its object: what follows the time, or the clause without its greeting."""
    start, end = clause.start, clause.end
    label = LABELS.match(text[start:end])
    if label and label.end() < end - start - 2:
        start += label.end()
    lead = [r for r in clause.refs if r.end <= clause.start + act[1] and r.kind != "duration"]
    if lead and end - lead[-1].end >= 3 and not _topic_first(text[start : lead[0].start]):
        start = max(start, lead[-1].end)
    while start < end and (
        text[start].isspace() or (text[start] in "，,、：:的我就一定肯定会" and end - start > 6)
    ):
        if text[start] in "我" and (
            end - start <= 8 or text[start + 1] in "们司方这老爸妈哥姐弟妹爱太同会财公女儿先家"
        ):
            break
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "哈哦啊呢吧。！!~"):
        end -= 1
    return start, end


def _topic_first(head: str) -> bool:
    """Whether what stands before the time is a part of the act: its object or its doer (赵律师, 专线报价)."""
    named = re.sub(
        r"^(?:那|就|先|再|我们|我这边|我司|我方|我|俺|咱们?|这边|争取|尽量|一定|肯定|保证|谨?定?于|最[迟晚快]|大概|应该|预计|估计|赶?在|到|等|[\s:：])+",
        "",
        head.strip(),
    )
    return 2 <= len(re.sub(r"(?:我|我们|我这边|咱)$", "", named)) <= 13


def _same_date(first: Promise, then: Promise) -> bool:
    return first.due is not None and then.due is not None and first.due.date() == then.due.date()


def _merged(found: list[Promise]) -> list[Promise]:
    """Acts on the same day in neighbouring parts are one promise, the last and most awaited."""
    merged: list[Promise] = []
    for promise in found:
        if merged and _PREPARES.search(merged[-1].what) and not re.search(r"[您你]", merged[-1].what):
            merged[-1] = promise
            continue
        if (
            merged
            and merged[-1].due is None
            and promise.due is not None
            and not re.search(r"[您你]", merged[-1].what)
            and not _INSTALMENT.search(merged[-1].what)
        ):
            merged[-1] = promise
            continue
        if (
            merged
            and merged[-1].kind == "other"
            and (merged[-1].due is None or not _AGENT.search(merged[-1].what))
            and (
                _same_date(merged[-1], promise)
                or _ON_THE_WAY.search(merged[-1].what)
                or not promise.due
                or not merged[-1].due
            )
        ):
            merged[-1] = promise
            continue
        if (
            merged
            and promise.kind == "reply"
            and merged[-1].kind in {"meeting", "decide", "other"}
            and not re.search(r"[您你]|咱|一起", merged[-1].what)
        ):
            merged[-1] = promise
            continue
        if (
            merged
            and _same_date(merged[-1], promise)
            and merged[-1].kind == "other"
            and promise.kind != "other"
            and not _AGENT_TO.search(merged[-1].what)
        ):
            merged[-1] = promise
            continue
        if (
            merged
            and merged[-1].due == promise.due
            and promise.kind == "other"
            and merged[-1].kind != "other"
            and promise.due is not None
        ):
            continue
        if merged and merged[-1].due == promise.due and merged[-1].due_kind == promise.due_kind:
            merged[-1] = promise
            continue
        merged.append(promise)
    return merged
