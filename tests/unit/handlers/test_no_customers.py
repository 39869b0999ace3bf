"""Robots and colleagues speak in chats, too: what they say is kept and never acted on."""

from __future__ import annotations

import pytest

from handlers.chat.event import ConversationRef, CustomerRef, CustomerSaid, Origin, PersonRef
from tests.support.builders import NOW, PLATFORM
from tests.support.office import Office


def asks(customer_id: str) -> CustomerSaid:
    ref = ConversationRef(PLATFORM, f"chat:lilei:{customer_id}")
    origin = Origin(f"c:{customer_id}", PLATFORM, ref, None, NOW)
    who = CustomerRef(customer_id, "某某")
    return CustomerSaid(
        origin,
        f"m:{customer_id}",
        PersonRef(PLATFORM, "lilei"),
        who,
        "customer",
        "text",
        "这套系统三年多少钱？",
    )


@pytest.mark.parametrize(("customer_id", "cards"), [("wmAbc", 1), ("wbRobot", 0), ("han", 0)])
def test_only_customers_are_read(office: Office, customer_id: str, cards: int) -> None:
    office.handles(asks(customer_id))
    office.passes(minutes=2)
    told = [each for kind, subject in office.due() for each in office.fires(kind, subject)]
    assert len(told) == cards
    with office.open() as uow:
        assert uow.messages.by_native(PLATFORM, f"m:{customer_id}") is not None
