"""How a deal ended: won with its sum, or lost with the reason."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from nlp.commands import rules, slots, spoken
from nlp.commands.customers import customer
from nlp.commands.people import person
from nlp.commands.slots import Slots
from nlp.commands.tasks import TRIM, refused
from nlp.lazy import lazy
from nlp.model import Command, Intent

#: Spoken forms of 了.
_PARTICLES: Final = str.maketrans("啦咯喽嘞", "了了了了")


#: The outcome by its name, which says it whatever else is told: 店关了 丢单.
_NAMED: Final = lazy(r"(?<=[\s，,。])(?:丢单|输单|战败)(?:了)?(?=$|[，,。！!\s])")


#: 亢女士家的猫跑了: not the customer but what is hers.
_BELONGING: Final = lazy(
    r"(?:家|家里|他们|公司)?的(?!单|这|那|项目|合同|生意|事|客户|线索|订单|标|需求|预算|活|货|款)[^，,\s]{1,4}(?:跑|丢|黄|没|吹|凉|崩|飞|死)了"
)


def read_lost(said: str, now: datetime) -> Command | None:
    """A lead that will not buy, with the reason where one is given."""
    said = said.translate(_PARTICLES)
    found = _NAMED.search(said) or rules.LOST_SURE.search(said) or _ended(said)
    if (
        not found
        or rules.QUESTION.search(said)
        or rules.HEARSAY.search(said)
        or "还没" in said[: found.end()]
        or refused(said, found.start())
        or _supposed(said, found.end())
    ):
        return None
    taken: Slots = {}
    customer(said, taken)
    if "contact" not in taken and "company" not in taken:
        return None
    if _BELONGING.match(said, _behind(said)):
        return None
    given = _reason(said, found)
    reason = re.sub(spoken.ADVERBS, "", given, count=1).strip(TRIM)
    reason = given if _EMPTY.fullmatch(reason) else reason
    reason = reason.removeprefix(str(taken.get("contact", "\0"))).strip(TRIM)
    if reason and not _EMPTY.fullmatch(reason):
        taken["reason"] = reason
    return Command(Intent.MARK_LOST, taken)


def _reason(said: str, found: re.Match[str]) -> str:
    given = re.search(r"(?:原因|理由)(?:是|为|[:：])?\s*(.+)$|(?:因为|由于)\s*([^，,。]+)", said)
    if given:
        return (given[1] or given[2]).strip(TRIM)
    tail = re.sub(r"^(?:了|啦|吧|处理|算)+", "", said[found.end() :]).strip(TRIM)
    if _MARKED.match(tail):
        return (
            found[0]
            if re.match(r"不|没|选|签|买|用|定|去|被|嫌|拒|放弃", found[0])
            and not re.search(r"没(?:希望|戏|机会|可能|成|能)", found[0])
            else ""
        )
    if tail and not re.search(r"别|竞|对手|同行|其", found[0]):
        return tail
    chose = re.search(
        r"(?:跟|和|找|给|让|从|在)(?:了)?(?:别家|别人|竞品|对手|其他家|同行|隔壁|他们?朋友|熟人)[^，,]{1,5}了|被.{0,8}(?:抢|撬|截|挖|签|拿)(?:走|单|胡|跑)?了?|(?:选|签|买|用|定|去)了?(?:别人家?|别家|竞品|竞争对手|对手|其他家|同行|其它家)[^，,。]{0,8}",
        said,
    )
    head = re.split(r"[，,]", said[: found.start()])
    middle = head[-1] if len(head) > 1 else ""
    if not chose and not middle and (before := re.match(r"(.+?)\s+\S*$", said[: found.start()] + "\u3000")):
        who = person(before[1])
        return _why(before[1][who.end() :]) if who and who.start() == 0 else ""
    return chose[0] if chose else (_why(head[1]) if len(head) > 2 else _why(middle))


#: The order itself, not the reason: 标记丢单.
_MARKED: Final = lazy(
    r"(?:帮我|给我)?(?:标记?|设|改|算|归|关|记|置|划|放)(?:一?下|个)?(?:到|成|为|作|进)?(?:输|丢|流失|战败|无效|掉|死)"
)


#: What only says again that it is over.
_EMPTY: Final = lazy(r"(?:算|放弃|丢单|输单|取消|关掉|没戏|总部|老板|领导|对方|他们|人家)(?:了|吧)*")


def _why(text: str) -> str:
    return (
        ""
        if re.search(r"没(?:希望|戏|机会|可能)|黄了|丢了|跑了|没成", text)
        or re.fullmatch(r"(?:单子|这单|客户|最后|还是|就|已经|标记?为?|把|算)*", text.strip())
        else text.strip(TRIM)
    )


#: What is signed, paid, won or lost, and is no deal of ours.
_NO_DEAL: Final = lazy(
    r"保密协议|意向书|驾照|彩票|抽奖|停车费|水电费|话费|红包|(?:丢|输|跑|没|弄丢|搞丢)了(?:手机|钱包|钥匙|钱|东西|身份证|包|球|比赛|牌|官司|名片|雨伞|伞|眼镜|耳机|证件|快递|行李)|签收|签到"
)
#: 签了就打款, 签了但还得走流程: not the end of it.
_NOT_YET: Final = lazy(
    r"了?(?:就|才|再)(?:打|付|转|发|安排|开|可以|能|给|通知)|了?[，,\s]*但(?:是)?(?:还|要|得|没)"
)


def _supposed(said: str, end: int) -> bool:
    """Whether the outcome is only supposed, hoped for or celebrated, or the word means something else."""
    if _NO_DEAL.search(said) or _NOT_YET.match(said, end):
        return True
    if re.search(r"哈哈|恭喜(?!我)|昨天听说|就(?:好|太好)了|我请", said):
        return True
    return (
        re.search(
            r"答应|就差|只差|还差|就等|承诺|同意签|不会|该不会|会不会|听说|如果|要是|万一|假如|估计|可能|怕|差一?点|应该|(?<![爽痛凉愉尽赶勤])快要?|即将|争取|(?<!没)(?<!没有)希望|感觉|打算|准备|(?<!不)想|马上|等|觉得",
            said[:end],
        )
        is not None
    )


def read_won(said: str, now: datetime) -> Command | None:
    """A deal that was closed, with its sum where one is given."""
    said = said.translate(_PARTICLES)
    found = rules.WON_SURE.search(said) or _closed(said)
    if (
        not found
        or rules.QUESTION.search(said)
        or rules.HEARSAY.search(said)
        or refused(said, found.start())
        or _supposed(said, found.end())
    ):
        return None
    taken: Slots = {}
    customer(said, taken)
    if "contact" not in taken and "company" not in taken:
        return None
    slots.take_amount(said, taken)
    return Command(Intent.MARK_WON, taken)


def _closed(said: str) -> re.Match[str] | None:
    """A deal that is done in other words: 拍板了, 款到了; 定了 only right behind the customer."""
    if spoken.NOT_CLOSED.search(said):
        return None
    at = _behind(said)
    return (
        spoken.CLOSED.search(said)
        or (at >= 0 and (_settled(said, at) or spoken.DEED.match(said, at) or spoken.BOUGHT.match(said, at)))
        or None
    )


def _ended(said: str) -> re.Match[str] | None:
    """A deal that came to nothing in other words: 退出了, 自己做了, 签给隔壁那家."""
    if spoken.NOT_ENDED.search(said):
        return None
    at = _behind(said)
    return spoken.ENDED.search(said) or (spoken.LEFT_OFF.match(said, at) if at >= 0 else None)


def _behind(said: str) -> int:
    """Where the customer's name ends; -1 when there is none."""
    taken: Slots = {}
    customer(said, taken)
    name = str(taken.get("contact") or taken.get("company") or "")
    return said.find(name) + len(name) if name else -1


def _settled(said: str, at: int) -> re.Match[str] | None:
    """定了, 要了 right behind the customer; where a figure follows it is a sum (打了三个电话 is none)."""
    found = spoken.SETTLED.match(said, at)
    rest = said[found.end() :].strip(TRIM) if found else ""
    counted = re.match(r"(?:全款|总共|一共|总价|合计|共|就|整)*[¥￥]?[\d一二两三四五六七八九十百]", rest)
    if counted and not slots.amounts(rest) and re.match(r"\D*\d{3,}", rest) is None:
        return None
    return found
