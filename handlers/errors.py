"""What may be said to the person in the chat.

::

    UserError              shown in the chat; the event is finished
    ├── NotPermitted       somebody else's: who to ask
    ├── Missing            no such customer, to-do, card …
    ├── InvalidInput       what was typed cannot be used: why
    └── Ambiguous          several fit: choose one (buttons)

Each names the reply (``templates/replies/<reply>.j2``) and the words that go into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.chat.content import Button


class UserError(Exception):
    """Something the person in the chat should read; ``reply`` names the template."""

    def __init__(self, reply: str, **words: Any) -> None:  # noqa: ANN401 - template words
        super().__init__(reply)
        self.reply = reply
        self.words = words


class NotPermitted(UserError):
    """The person may not do this."""


class Missing(UserError):
    """What was named is not there (or not for this person to know)."""


class InvalidInput(UserError):
    """What was typed cannot be used."""


class Ambiguous(UserError):
    """Several things fit; ``choices`` are the buttons to choose with."""

    def __init__(self, reply: str, choices: Sequence[Button], **words: Any) -> None:  # noqa: ANN401
        super().__init__(reply, **words)
        self.choices = tuple(choices)
