"""What the people who run the bot are told: nothing that failed stays silent."""

from __future__ import annotations

from handlers.chat.event import TimerFired
from handlers.context import Context
from storage.people import Role


def on_dead_letters(event: TimerFired, ctx: Context) -> None:
    """Tell the administrators (the supervisors where there are none) what waits for them, in quiet."""
    for person in ctx.uow.people.of_roles(Role.ADMIN) or ctx.uow.people.of_roles(
        Role.SUPERVISOR, Role.DIRECTOR
    ):
        ctx.say(person.id, ctx.reply("dead_letters", count=int(event.subject)), quiet=True)
