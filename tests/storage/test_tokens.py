"""One token for all processes, fetched by one at a time."""

from __future__ import annotations

from storage.tokens import SharedToken
from storage.uow import Database
from tests.storage.values import NOW, after


def test_one_process_fetches_a_token_and_all_use_it(database: Database) -> None:
    token = SharedToken("t", after(hours=2))
    with database.begin() as uow:
        assert uow.tokens.current("wecom") is None
        assert uow.tokens.claim("wecom", now=NOW, until=after(seconds=10))
        assert not uow.tokens.claim("wecom", now=NOW, until=after(seconds=10))
        assert uow.tokens.current("wecom") is None
        uow.tokens.keep("wecom", token)
        assert uow.tokens.current("wecom") == token
        assert uow.tokens.claim("wecom", now=NOW, until=after(seconds=10))


def test_a_fetcher_that_died_or_failed_makes_room_and_the_old_token_stays(database: Database) -> None:
    token = SharedToken("t", after(hours=2))
    with database.begin() as uow:
        uow.tokens.claim("wecom", now=NOW, until=after(seconds=10))
        uow.tokens.keep("wecom", token)
        uow.tokens.claim("wecom", now=NOW, until=after(seconds=10))
        assert uow.tokens.claim("wecom", now=after(seconds=10), until=after(seconds=20))
        uow.tokens.keep("wecom", None)
        assert uow.tokens.current("wecom") == token
        assert uow.tokens.claim("wecom", now=after(seconds=11), until=after(seconds=20))
