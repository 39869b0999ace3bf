"""「王芳为什么推进到试听」: who moved a customer there, when, and on which words."""

from __future__ import annotations

from typing import Final

from handlers import customers, dialogue, sources
from handlers.context import Context
from handlers.customers import Request
from handlers.sales.permission import Act
from handlers.talk import meaning
from nlp import Command, Intent, lazy_pattern
from storage.audit import Change
from storage.leads import Lead

_LONGEST: Final = 30
_WHO: Final = r"(?P<who>[^\s，,。?？为怎谁]{1,10}?)"
_WHY: Final = r"(?:为什么|为什麽|为啥|为何|凭什么|怎么|咋|怎样|怎的)"
_MOVED: Final = r"(?:推进|推|挪|移|改|变|转|跳|调|标|升|进|走|提|到|拉)"
_STAGE: Final = r"(?P<stage>[^\s，,。?？了的]{2,8}?)"
_END: Final = r"(?:这个|这一)?(?:阶段|这步|这一步)?(?:的|了|去了|呢|啊|呀|来着|[?？])*$"
_TO: Final = rf"(?:会|就|要|被|给|直接|已经|突然)*{_MOVED}{{1,2}}(?:到|成|为|进|去|至)?(?:了)?{_STAGE}{_END}"
_ASKS: Final = (
    lazy_pattern(rf"^{_WHO}(?:的阶段)?{_WHY}{_TO}"),
    lazy_pattern(rf"^{_WHY}(?:要|会)?(?:把|将)?{_WHO}{_TO}"),
    lazy_pattern(rf"^(?:是)?谁(?:把|将|给){_WHO}{_TO}"),
    lazy_pattern(rf"^{_WHO}(?:是)?(?:什么时候|啥时候|何时|哪天|几时|谁){_TO}"),
    lazy_pattern(rf"^{_WHO}{_TO[:-len(_END)]}(?:的)?(?:原因|依据|理由|根据)(?:是)?(?:什么|啥|呢)?[?？]*$"),
    lazy_pattern(rf"^{_WHO}{_WHY}(?:会|就)*(?:在|是){_STAGE}{_END}"),
    lazy_pattern(rf"^{_WHO}(?:的)?阶段(?:是)?(?:谁|{_WHY}|什么时候)(?:改|变|动|推)(?:的|了|过)*[?？]*$"),
    lazy_pattern(rf"^{_WHO}(?:是)?(?:谁|什么时候)推进的[?？]*$"),
    lazy_pattern(rf"^(?:是)?谁推进(?:的|了){_WHO}(?:的)?[?？]*$"),
)  # fmt: skip
_LOST: Final = lazy_pattern(
    rf"^{_WHO}(?:这单|那单|这个客户)?(?:是)?{_WHY}(?:会|就|给)*(?:丢单?|输单?|流失|黄|没成|没签)(?:掉)?(?:了|的|呢|[?？])*$"
    rf"|^{_WHO.replace('who', 'who2')}(?:的)?丢单(?:的)?原因(?:是)?(?:什么|啥|呢)?[?？]*$"
)
_SELF: Final = lazy_pattern(r"^(?:客户|线索|这单|你|我|我们|团队|大家|这周|上周|本周|今天|这个月|都|丢单)")
_BARE: Final = lazy_pattern(rf"^{_WHY}{_TO}")


def hears(ctx: Context, text: str) -> bool:
    """Whether a text asks why, when or by whom a customer came to a stage."""
    return _asked(ctx, text) is not None


def command(ctx: Context, text: str) -> Command:
    """The customer such a text is about, as a command a choice can come back to."""
    asked = _asked(ctx, text)
    name = asked[0] if asked else ""
    return Command(Intent.NONE, {"contact": name} if name else {})


def tell(ctx: Context, request: Request) -> None:
    """The last move (to the stage named): by whom, when, and the words it rests on."""
    asked = _asked(ctx, request.text)
    if asked is None:
        return
    lead = customers.customer(ctx, request, Act.SEE)
    dialogue.remember_customer(ctx, lead)
    stage = asked[1]
    change = _move(ctx, lead, stage)
    if change is None:
        named = ctx.policies.funnel.get(stage).name if stage else None
        now_at = ctx.policies.funnel.get(lead.stage).name
        ctx.answer(ctx.reply("move_none", name=lead.name, stage=named, now_at=now_at))
        return
    source = sources.of_change(change)
    sources.remember(ctx, [source])
    ctx.answer(ctx.reply("move_why", **_words(ctx, lead, change), source=sources.opened(ctx, source)))


def _asked(ctx: Context, text: str) -> tuple[str, str | None] | None:
    """The name (empty: the one last spoken of) and the code of the stage asked for."""
    said = text.strip()
    if len(said) > _LONGEST:
        return None
    lead = meaning.last_spoken_of(ctx)
    if lead is not None:
        said = meaning.PRONOUN.sub(lead.name, said)
    bare = _BARE.match(said)
    if bare is not None and (code := _code(ctx, bare["stage"])) is not None:
        return "", code
    if found := _LOST.match(said):
        name = found["who"] or found["who2"]
        return None if _SELF.match(name) else (name, ctx.policies.funnel.lost.code)
    for pattern in _ASKS:
        if found := pattern.match(said):
            named = found.groupdict()
            code = _code(ctx, named["stage"]) if named.get("stage") else None
            if named.get("stage") and code is None:
                continue
            return found["who"], code
    return None


def _code(ctx: Context, said: str) -> str | None:
    found = ctx.policies.funnel.candidates(said)
    return found[0].code if len(found) == 1 else None


def _move(ctx: Context, lead: Lead, stage: str | None) -> Change | None:
    """The newest move that stands, to that stage when one is named."""
    moves = [c for c in ctx.uow.audit.of_lead(lead.id) if c.act == "lead.stage" and c.undone_at is None]
    return next((c for c in moves if stage in (None, (c.after or {}).get("stage"))), None)


def _words(ctx: Context, lead: Lead, change: Change) -> dict[str, object]:
    funnel = ctx.policies.funnel
    before, after = (change.before or {}).get("stage"), str((change.after or {}).get("stage"))
    actor = ctx.uow.people.find(change.actor_id) if change.actor_id else None
    lost = after == funnel.lost.code
    return {
        "name": lead.name,
        "at": change.at,
        "before": funnel.get(str(before)).name if before else None,
        "stage": funnel.get(after).name,
        "by_bot": change.actor_id is None,
        "by": None if actor is None or actor.id == ctx.who.id else actor.name,
        "reason": lead.attributes.get("lost_reason") if lost else None,
        "why": change.why,
    }
