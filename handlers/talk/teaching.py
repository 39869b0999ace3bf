"""「误报」: a card was wrong. It is taken back, its words do not fire again; supervisors may reset that."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from handlers import cards, dialogue, lessons, records, undo
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.errors import InvalidInput, Missing, NotPermitted
from handlers.sales.permission import Act, Allowed, may
from storage.audit import Change
from storage.cards import ShownCard
from storage.suggestions import Suggestion

_WRONG = re.compile(r"(?:这是|是|这个是|这条是)?(?:误报|报错了|误判|判断错了|看错了)(?:了|的|吧)?[!！。]*")
_LIST = re.compile(r"(?:看看?|查看?|列出|有哪些|我们的)?(?:一下)?误报(?:列表|清单|有哪些|记录|名单)?")
_RESET = re.compile(r"(?:恢复|重置|取消|放开|清除)误报\s*(?:第)?\s*(\d+|全部|所有)?\s*(?:条|个)?")
_MOST = 10


def read(ctx: Context, text: str) -> bool:
    """Do what a text about false alarms asks for; whether it was one."""
    said = text.strip(" 。！!？?")
    if _WRONG.fullmatch(said):
        _wrong_last(ctx)
    elif _LIST.fullmatch(said):
        show_list(ctx)
    elif found := _RESET.fullmatch(said):
        reset(ctx, found[1])
    else:
        return False
    return True


def _wrong_last(ctx: Context) -> None:
    card_id = dialogue.last_card(ctx)
    shown = None if card_id is None else ctx.uow.cards.find(card_id)
    if shown is None:
        raise Missing("wrong_what")
    _wrong(ctx, shown)


def press(_event: CardPressed, shown: ShownCard, _subject: str, ctx: Context) -> None:
    """误报, in a card's menu."""
    if shown.person_id not in (None, ctx.who.id):
        raise NotPermitted("card_of_other")
    _wrong(ctx, shown)


def _wrong(ctx: Context, shown: ShownCard) -> None:
    """Take back what the card tells of, and learn from it."""
    suggestion = ctx.uow.suggestions.find(shown.subject_id or "")
    changes = _changes(ctx, shown)
    taught = _said_by(ctx, suggestion, changes)
    if suggestion is None and not taught:
        raise Missing("wrong_not_this")
    if suggestion is not None and suggestion.kind not in ("new_lead", "stage"):
        raise Missing("wrong_not_this")
    done = undo.take_back(ctx, changes)[0] if changes else []
    if suggestion is not None and suggestion.status == "open":
        _refuse(ctx, suggestion)
    kept = lessons.teach(ctx, shown.person_id or ctx.who.id, taught)
    cards.close(ctx, shown, "wrong")
    ctx.answer(ctx.reply("wrong", words=[lesson.text for lesson in kept], done=done))


def _changes(ctx: Context, shown: ShownCard) -> list[Change]:
    """The bot's own changes the card tells of that still stand."""
    if shown.kind not in ("filed", "stage", "learned", "new_lead"):
        return []
    lead = shown.subject_id if shown.kind == "learned" else None
    suggestion = ctx.uow.suggestions.find(shown.subject_id or "")
    lead = lead or (suggestion.lead_id if suggestion else None)
    found = [] if lead is None else ctx.uow.audit.of_lead(lead)
    return [
        change
        for change in found
        if change.at == shown.created_at and change.actor_id is None and undo.told_by(shown, change)
    ]


def _said_by(ctx: Context, suggestion: Suggestion | None, changes: Sequence[Change]) -> list[tuple[str, str]]:
    """(kind of signal, words) that led to the card."""
    if suggestion is not None:
        signal = suggestion.body.get("signal") or {}
        found = [(str(signal["kind"]), str(signal["text"]))] if signal.get("text") else []
        evidence = suggestion.body.get("evidence") or ()
        return found + [(f"stage:{e.get('signal', '')}", str(e["quote"])) for e in evidence]
    tags = [c for c in changes if c.act == "lead.tag" and c.message_id]
    messages = [(str((c.after or {})["tag"]), ctx.uow.messages.find(c.message_id or "")) for c in tags]
    return [(f"tag:{tag}", message.text) for tag, message in messages if message is not None]


def _refuse(ctx: Context, suggestion: Suggestion) -> None:
    """An open proposal is off; who wrote it may still become a customer by other words."""
    status = "refused" if suggestion.kind == "stage" else "withdrawn"
    saved = ctx.uow.suggestions.save(
        dataclasses.replace(suggestion, status=status, decided_at=ctx.now, decided_by=ctx.who.id)
    )
    ctx.record(
        "suggestion.wrong",
        "suggestion",
        saved.id,
        lead_id=saved.lead_id,
        before={"status": "open"},
        after={"status": status},
        message_id=saved.message_id,
    )


# -- what was taught -------------------------------------------------------------------------------


def show_list(ctx: Context) -> None:
    """看看误报: numbered, for those who lead a team."""
    found = ctx.uow.lessons.of_teams(_teams(ctx), limit=100)
    ids = [lesson.id for lesson in found[:_MOST]]
    until = ctx.now + dialogue.NUMBERING_KEPT
    ctx.uow.dialogues.put(ctx.who.id, "lessons", {"ids": ids}, until=until)
    lines = [
        {"kind": each.kind, "text": each.text, "at": each.taught_at, "by": _name(ctx, each.taught_by)}
        for each in found[:_MOST]
    ]
    ctx.answer(ctx.reply("lessons", lines=lines, more=max(0, len(found) - _MOST)))


def reset(ctx: Context, number: str | None) -> None:
    """恢复误报 2: these words may fire again."""
    teams = _teams(ctx)
    noted = ctx.uow.dialogues.get(ctx.who.id, "lessons", ctx.now)
    in_force = {lesson.id: lesson for lesson in ctx.uow.lessons.of_teams(teams, limit=500)}
    ids = list(in_force) if noted is None else list(noted["ids"])
    if number in ("全部", "所有"):
        chosen = list(in_force)
    elif number is None:
        raise InvalidInput("lesson_which", count=len(in_force))
    elif not 1 <= int(number) <= len(ids):
        raise InvalidInput("no_such_lesson", count=len(in_force))
    else:
        chosen = [ids[int(number) - 1]]
    wanted = [in_force[each] for each in chosen if each in in_force]
    for lesson in wanted:
        ctx.uow.lessons.reset(lesson.id, ctx.now)
        ctx.record("lesson.reset", "lesson", lesson.id, before={"kind": lesson.kind, "text": lesson.text})
    ctx.answer(ctx.reply("lesson_reset", words=[lesson.text for lesson in wanted]))


def _teams(ctx: Context) -> list[str]:
    if not isinstance(may(ctx.who, Act.SEE_TEAM), Allowed):
        raise NotPermitted("needs_supervisor")
    return records.sees(ctx, ctx.who)


def _name(ctx: Context, person_id: str) -> str | None:
    person = ctx.uow.people.find(person_id)
    return None if person is None else person.name


ACTIONS = {"wrong": press}
