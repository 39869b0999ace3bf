"""What reps say in set words beside the commands the reader knows: the ledger, TOP3, ending a series."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from handlers import dialogue, promises, todos, top
from handlers.context import Context
from handlers.customers import Request
from handlers.talk import errands, lookup, meaning, moves, team
from nlp import Command, Intent, lazy_pattern

Step = Callable[[Context, Request], None]

_LONGEST: Final = 80
_WHO: Final = r"(?P<name>[^\s，,。?？我你谁]{1,12}?)"
_WHAT: Final = r"(?:什么|啥|哪些|哪些事|什么事)(?:了|过|的|呢|吗|啊|来着)*[?？。]*$"
_BOUND: Final = r"(?:都|还|之前|一共)*(?:答应|承诺|保证|欠)(?:了|过|着)*"
_TO_US: Final = r"(?:我们?|咱们?)?(?:了|过)*"
_TODAY: Final = r"(?:我)?(?:今天|今日|现在)"
_TOP: Final = lazy_pattern(
    rf"^{_TODAY}(?:最|先|该|应该|要)*(?:先)?(?:做|干|办|忙|跟)(?:什么|啥|哪几件|哪三件|哪件|谁)(?:事|最好)?[?？]?$"
    rf"|^{_TODAY}(?:的)?(?:top\s*3|三件事|重点(?:是什么|有哪些)?|最重要的(?:三件)?事(?:是什么)?)[?？]?$"
    r"|^top\s*3$",
    re.IGNORECASE,
)
_STOP: Final = lazy_pattern(
    r"^(?:(?:不|别)再提醒(?:我)?了?|(?:取消|停掉)定期提醒|每.{1,8}的提醒(?:不用|取消|停)(?:了|掉)?)[。！!]*$"
)
_BY_HIM: Final = lazy_pattern(rf"^{_WHO}{_BOUND}{_TO_US}{_WHAT}")
_BY_ME: Final = lazy_pattern(rf"^我(?:们)?{_BOUND}{_WHO}(?:了|过)*{_WHAT}")
_BETWEEN: Final = lazy_pattern(
    rf"^(?:我)?(?:和|跟|与){_WHO}(?:都|之间)*(?:说好|约定|答应)(?:了|过|的)*{_WHAT}"
)
_ALL_MINE: Final = lazy_pattern(
    rf"^我(?:们)?{_BOUND}(?:谁|哪些人|客户|别人|大家)?(?:了|过)*{_WHAT}"
    r"|^我(?:还)?(?:有)?(?:哪些|什么)(?:承诺|答应的事)[?？。]*$"
)
_ALL_THEIRS: Final = lazy_pattern(rf"^(?:谁|哪些客户|客户们?|大家){_BOUND}{_TO_US}{_WHAT}")
_HIM: Final = lazy_pattern(
    r"(?<=答应)[他她]|(?<=答应了)[他她]|(?<=答应过)[他她]|^[他她](?=.{0,3}(?:答应|承诺|欠|说))"
)


def is_one(text: str, ctx: Context) -> bool:
    """Whether a text is one of these."""
    return _step_for(_with_name(text, ctx), ctx) is not None


def request(text: str, message_id: str | None, ctx: Context) -> Request:
    """What a text of these asks, as a request a choice of customer can come back to."""
    said = _with_name(text, ctx)
    found = _step_for(said, ctx)
    return Request(found[1] if found else Command(Intent.NONE), said, message_id)


def run(ctx: Context, request: Request) -> None:
    """Do what a text of these says."""
    found = _step_for(request.text, ctx)
    if found is not None:
        found[0](ctx, request)


def _step_for(text: str, ctx: Context) -> tuple[Step, Command] | None:
    """What to do about such a text, and the command to choose a customer for; None for any other."""
    said = text.strip()
    if len(said) > _LONGEST:
        return None
    asked_of_team = team.step(ctx, said)
    if asked_of_team is not None:
        return asked_of_team, Command(Intent.NONE)
    if errands.writes(said):
        return errands.not_written, Command(Intent.NONE)
    asked = dialogue.question(ctx)
    if (asked is None or asked["kind"] != "remind") and errands.sends(ctx, said):
        return errands.not_sent, errands.command(ctx, said)
    if lookup.hears(said):
        return lookup.tell, Command(Intent.NONE)
    if moves.hears(ctx, said):
        return moves.tell, moves.command(ctx, said)
    if todos.hears(ctx, said):
        return todos.act_on_words, Command(Intent.NONE)
    if _TOP.match(said):
        return top.show, Command(Intent.NONE)
    if _STOP.match(said):
        return todos.stop_by_word, Command(Intent.NONE)
    if _ALL_MINE.match(said):
        return partial(promises.show_made, side="staff"), Command(Intent.NONE)
    if _ALL_THEIRS.match(said):
        return partial(promises.show_made, side="customer"), Command(Intent.NONE)
    for pattern, side in ((_BY_ME, "staff"), (_BETWEEN, None), (_BY_HIM, "customer")):
        found = pattern.match(said)
        if found is not None:
            return partial(promises.show_with, side=side), _about(found["name"])
    if promises.hears(said, ctx.local()):
        return promises.write_down, Command(Intent.NONE)
    return None


def _with_name(text: str, ctx: Context) -> str:
    """「我答应他明天发合同」 with the name of the customer last spoken of."""
    lead = meaning.last_spoken_of(ctx)
    return text.strip() if lead is None else _HIM.sub(lead.name, text.strip(), count=1)


def _about(name: str) -> Command:
    return Command(Intent.NONE, {"contact": name})
