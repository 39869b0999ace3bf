"""Whether a clause binds: what asks, doubts, denies, tells what is over or how things usually go promises nothing."""

from __future__ import annotations

import re
from typing import Final

from nlp.dates.numerals import fold
from nlp.lazy import lazy
from nlp.model import Side, TimeRef
from nlp.promises import acts
from nlp.promises.clauses import LABELS, Clause
from nlp.promises.deeds import after_step

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
VAGUE: Final = lazy(
    r"马上|立马|立刻|立即|这就|这会儿?|当下|现在|尽快|晚点|晚些(?:时候)?|待会儿?|等会儿?|一会儿?|回头|这两天|过两天|过几天|随后|稍后|等下|等我一下|到家|空了|下课|下班就|忙完|开完会|审完|弄完|出来就|好了就|完就|第一时间|即刻|等我|争取|尽量|肯定|一定|保证|必须|放心|包我身上"
)
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
_OVER: Final = lazy(r"已经?|刚刚?(?!好)|早就|过了|昨[天晚]|前天")
#: 定金我先转五千: the first part of a sum, now.
INSTALMENT: Final = lazy(r"(?:我|款|金|费|钱)先(?:付|打|转|交|给)(?:您|你)?[\d一二两三四五六七八九十百千万]")
_TOWARDS_ME: Final = r"^(?:就|先|再|还是|都|也)*把[^，,]{1,14}(?:[发寄送拿传交打拍带派退付转汇拷递]|弄|办|补)(?:一份|[给到])?(?:过来|来|上来)|给(?:我|我们)(?:打|发|回|寄|送|个)|^[发寄送打转传汇交拿][到给至](?:我|我们)|(?:带上|带来|带好|带齐|拿来)$|就(?:行|好|可以|成|[oO][kK])了?$|即可$|^(?:叫|让|喊|安排|派|请)(?:您|你)"
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


def empty(clause: Clause, side: Side) -> bool:
    """Whether the clause, act or not, commits nobody."""
    said = LABELS.sub("", clause.text.strip())
    for ref in (r for r in clause.refs if attributive(clause, r)):
        said = said.replace(f"{fold(ref.text)}的", "", 1)
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
    if acts.DOUBT.search(body) or is_denied(body) or _is_done(clause):
        return True
    dating = [r for r in clause.refs if not attributive(clause, r)]
    if dating and all(r.past or r.habitual for r in dating):
        return True
    ahead = any(not r.past for r in clause.refs) or len(dating) < len(clause.refs)
    return (_OVER if ahead else acts.PAST).search(said) is not None and not re.search(r"就|再|后", said)


def attributive(clause: Clause, ref: TimeRef) -> bool:
    """Whether a past time only tells which thing is meant (昨天的录音)."""
    return ref.past and clause.text[ref.end - clause.start :].startswith("的")


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
    plain = re.sub(r"^(?:尽快|赶紧|抓紧|赶快|马上|立[刻即])+(?=[给帮替为][您你])", "", plain)
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


def is_denied(body: str) -> bool:
    """Whether the act itself is denied; 没问题, 差不多, 不晚于 deny nothing."""
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


def committed(clause: Clause, folded: str) -> bool:
    """Whether a clause without a date still binds: the speaker does it for the other, soon or surely."""
    said = clause.text
    return (
        _SURE.search(said) is not None
        or after_step(LABELS.sub("", said.strip()))
        or INSTALMENT.search(said) is not None
        or _IN_PERSON.search(said) is not None
        or (VAGUE.search(folded) is not None and _done_for(said))
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
