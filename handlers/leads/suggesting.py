"""A stage that words speak for is proposed once, whoever said them."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import lessons
from handlers.context import Context
from handlers.leads import moving
from handlers.sales import evidence
from handlers.sales.evidence import Evidence, StageSuggestion
from storage.leads import Lead
from storage.suggestions import Suggestion

_MOST_QUOTED = 3


def propose_stage(
    ctx: Context,
    lead: Lead,
    seen: Sequence[Evidence],
    *,
    person_id: str,
    conversation_id: str | None = None,
    auto: bool = False,
) -> bool:
    """Propose (or with *auto* take) the furthest stage *seen* speaks for; whether there was one.

    *seen* is in the order it was said. A stage that was refused, taken back or proposed before from here is
    not proposed again; an open proposal for an earlier stage gives way.
    """
    past = ctx.uow.suggestions.of_lead(lead.id, "stage")
    suggested = _suggested(ctx, lead, seen, past, person_id)
    if suggested is None:
        return False
    waiting = [each for each in past if each.status == "open"]
    if any(not ctx.policies.funnel.after(suggested.stage, each.body["stage"]) for each in waiting):
        return False
    for older in waiting:
        moving.withdraw_stage(ctx, older)
    key = f"stage:{lead.id}:{lead.stage}:{suggested.stage}"
    if ctx.uow.suggestions.by_key(key) is not None:
        return False
    offer = _written(ctx, key, lead, suggested, person_id, conversation_id)
    if auto:
        moving.auto_stage(ctx, offer)
    else:
        moving.offer_stage(ctx, offer)
    return True


def _suggested(
    ctx: Context, lead: Lead, seen: Sequence[Evidence], past: Sequence[Suggestion], person_id: str
) -> StageSuggestion | None:
    """What the words speak for, without those that were called a false alarm."""
    funnel = ctx.policies.funnel
    refused = {each.body["stage"] for each in past if each.status in ("refused", "undone")}
    suggested = evidence.suggest(lead.stage, seen, funnel, refused)
    wrong = lessons.patterns(ctx, person_id) if suggested is not None else frozenset()
    if not wrong:
        return suggested
    right = [each for each in seen if (f"stage:{each.signal}", lessons.fold(each.quote)) not in wrong]
    return evidence.suggest(lead.stage, right, funnel, refused)


def _written(
    ctx: Context,
    key: str,
    lead: Lead,
    suggested: StageSuggestion,
    person_id: str,
    conversation_id: str | None,
) -> Suggestion:
    proof = [{"quote": e.quote, "message_id": e.message_id, "signal": e.signal} for e in suggested.evidence]
    body = {"stage": suggested.stage, "from": lead.stage, "evidence": proof[:_MOST_QUOTED]}
    return ctx.uow.suggestions.add(
        Suggestion(
            id=ctx.ids("sug"),
            key=key,
            kind="stage",
            conversation_id=conversation_id,
            lead_id=lead.id,
            person_id=person_id,
            body=body,
            status="open",
            card_id=None,
            message_id=suggested.evidence[0].message_id,
            created_at=ctx.now,
        )
    )
