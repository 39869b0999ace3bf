"""Which of several signals stands when they explain the same words."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.lazy import lazy
from nlp.model import Act, Polarity, Signal

OBJECTIONS = frozenset({"再考虑", "等审批", "预算紧张", "比价", "嫌贵", "暂不需要"})
"""Concepts that are talk about an obstacle; their rules fix act and polarity themselves."""

_BREAK = lazy(r"[，,。！!？?；;\n]")

PLAIN = frozenset({"致谢", "收到", "告别", "催促", "投诉"})
"""Courtesies, nudges and complaints: no things that could be sent or refused."""


_NEAR = 12
"""How many signals before and after one can bear on it."""


def settle(signals: Sequence[Signal], raw: str) -> tuple[Signal, ...]:
    """*signals* of the text *raw*, in order, without those that another one explains better."""
    if len(signals) < 2:
        return tuple(one for one in signals if not _goes_with_a_denial(one, signals))
    signals = [
        s
        for at, s in enumerate(signals)
        if not _denied_beside(s, signals[max(0, at - _NEAR) : at + _NEAR + 1], raw)
    ]
    affirmed = {s.kind for s in signals if s.polarity is Polarity.POSITIVE}
    kept = []
    for at, signal in enumerate(signals):
        near = signals[max(0, at - _NEAR) : at + _NEAR + 1]
        if not (
            _part_of_a_loss(signal, near)
            or _about_a_thing(signal, near)
            or _outdone(signal, near, affirmed, raw)
            or _said_better(signal, near)
            or _mere_part(signal, near)
            or (
                signal.text.startswith(("没", "还没", "未"))
                and signal.kind == "再考虑"
                and _DETAIL.search(raw[: signal.start][-12:]) is not None
            )
        ):
            kept.append(signal)
    return tuple(kept)


def _part_of_a_loss(signal: Signal, near: Sequence[Signal]) -> bool:
    """签了另一家 is no contract of ours, and 网上卖掉了 compares no prices."""
    return (signal.kind not in OBJECTIONS or signal.kind == "比价") and any(
        s.kind == "暂不需要" and s.act is Act.DONE and s.start < signal.end and signal.start < s.end
        for s in near
    )


_DEICTIC = frozenset(
    {"不要了", "不用了", "算了", "取消", "取消了", "不需要了", "不做了", "不弄了", "不搞了", "不用"}
)
_WHOLE = ("这块", "那块", "业务", "项目", "生意", "店", "库")


def _about_a_thing(signal: Signal, near: Sequence[Signal]) -> bool:
    """先不用报价 and 演示不要了 refuse the quote and the demo, not the whole deal; 报价先放一放 puts off one thing."""
    if signal.kind not in ("暂不需要", "再考虑") or signal.act is Act.DONE:
        return False
    if signal.text.startswith(_WHOLE):
        return False
    things = [s for s in near if s.kind not in OBJECTIONS and s.kind not in PLAIN]
    if signal.kind == "暂不需要" and any(
        0 <= other.start - signal.end <= 4 or signal.start <= other.start < signal.end for other in things
    ):
        return True
    if signal.text in _DEICTIC and any(
        other.polarity is Polarity.NEGATED and 0 < signal.start - other.end <= 12 for other in things
    ):
        return True
    return any(
        other.polarity is Polarity.NEGATED
        and (0 <= signal.start - other.end <= 4 or other.start <= signal.end <= other.end + 2)
        for other in things
    )


def _said_better(signal: Signal, near: Sequence[Signal]) -> bool:
    """Of two finds of one concept that overlap, the one that tells what is done with it stands."""
    return signal.act is Act.MENTION and any(
        other.kind == signal.kind
        and other.polarity is signal.polarity
        and other.act is not Act.MENTION
        and other.start < signal.end
        and signal.start < other.end
        for other in near
    )


_DETAIL = lazy(
    r"(?:颜色|花色|尺寸|型号|数量|款式|规格|地址|时间|日期|日子|抬头|图纸|人数|场地|户型|面积|配置|选址|地点|课表|班次|人选|名单|文案|材质|口味|菜单|位置|高度|长度|门牌|收件人|图案|印什么)"
    r"(?:我们?|我这边|这边|现在|也|都|还|一直|内部){0,3}$"
)
"""我颜色还没定: a detail that is open puts nothing off."""
_SIGNING = frozenset({"签字", "盖章", "签", "签个字", "盖个章"})
_BRINGING = lazy(r"(?:拉|送|搬|拿|带|寄|运)(?:到|过去|过来)?$")


def _mere_part(signal: Signal, near: Sequence[Signal]) -> bool:
    """等集团签字 asks for no contract, 没几个钱 no price, 用不着货比三家 refuses no deal, and 拉过去给您试用 no delivery."""
    for other in near:
        over = other.start < signal.end and signal.start < other.end
        before = other.polarity is Polarity.NEGATED and 0 <= other.start - signal.end <= 2
        if before and signal.kind == "暂不需要" and other.kind in ("比价", "等审批", "嫌贵"):
            return True
        if over and (
            (signal.kind == "合同" and other.kind == "等审批" and signal.text in _SIGNING)
            or (signal.kind == "报价" and other.kind == "预算紧张" and signal.act is Act.REQUEST)
            or (
                signal.kind == "暂不需要"
                and other.kind in ("比价", "等审批", "嫌贵")
                and other.polarity is Polarity.NEGATED
            )
            or (signal.kind == "等审批" and other.kind == "演示")
        ):
            return signal.kind != other.kind
        if signal.kind == "交期" and other.kind in ("试用", "样品") and 0 <= other.start - signal.end <= 3:
            return _BRINGING.search(signal.text) is not None
    return False


_STRONG_BREAK = lazy(r"[。！!？?；;\n]")


def _taken_back(signal: Signal, near: Sequence[Signal], raw: str) -> bool:
    """合同卡住了，没签成: what is merely named first is denied by what is then told of it."""
    if signal.polarity is not Polarity.POSITIVE or signal.act is not Act.MENTION or signal.kind in OBJECTIONS:
        return False
    return any(
        other.kind == signal.kind
        and other.polarity is Polarity.NEGATED
        and 0 <= other.start - signal.end <= 12
        and not _STRONG_BREAK.search(raw[signal.end : other.start])
        for other in near
    )


_BESIDE_THE_THING = frozenset({"条款", "法务", "抬头", "税号", "签字", "没有了", "现在没有了"})


def _denied_beside(signal: Signal, near: Sequence[Signal], raw: str) -> bool:
    """Whether the denial of the same thing nearby also covers *signal*."""
    return _goes_with_a_denial(signal, near) or _taken_back(signal, near, raw)


def _goes_with_a_denial(signal: Signal, near: Sequence[Signal]) -> bool:
    """合同先别发，条款还在谈: a word that only belongs to the thing does not take its denial back."""
    if signal.text not in _BESIDE_THE_THING:
        return False
    if signal.act not in (Act.MENTION, Act.DONE):
        return signal.text in ("抬头", "税号") and any(
            s.polarity is Polarity.NEGATED and s.kind == signal.kind and 0 < signal.start - s.end <= 6
            for s in near
        )
    return any(
        s.polarity is Polarity.NEGATED and (s.kind == signal.kind or signal.kind == "暂不需要") for s in near
    )


def _outdone(signal: Signal, near: Sequence[Signal], affirmed: set[str], raw: str) -> bool:
    """In one clause the denial of a concept counts, elsewhere its affirmation."""
    rivals = [s for s in near if s.kind == signal.kind and s.polarity is not signal.polarity]
    together = [
        s for s in rivals if not _BREAK.search(raw[min(signal.start, s.start) : max(signal.end, s.end)])
    ]
    if signal.polarity is Polarity.POSITIVE:
        return any(s.polarity is Polarity.NEGATED for s in together)
    return signal.polarity is Polarity.NEGATED and signal.kind in affirmed and not together
