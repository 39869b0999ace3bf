"""Search finds what LIKE finds, and forgets what it should."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import schema
from storage.search import Found, Search, fold
from storage.uow import Database
from tests.storage.values import a_lead
from tests.support.postgres import PostgresServer

ALPHABET = "你好张总报价单方案三万aB1２8 ，。-_%'\"\\😀é"
TEXTS = st.text(alphabet=ALPHABET, max_size=12)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def corpus(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Iterator[Database]:
    """One database for many examples; each example rolls its own texts back."""
    path: Path = tmp_path_factory.mktemp("search") / "search.db"
    sqlite = f"sqlite:///{path}"
    database = Database(
        sqlite if request.param == "sqlite" else postgres_server.url(postgres_server.create())
    )
    schema.upgrade(database)
    yield database
    database.close()


def _refs(found: list[Found]) -> list[str]:
    return [each.ref_id for each in found]


@given(texts=st.lists(TEXTS, max_size=6), words=TEXTS, data=st.data())
@settings(max_examples=60, deadline=None)
def test_everything_that_contains_the_words_is_found_and_nothing_else(
    corpus: Database, texts: list[str], words: str, data: st.DataObject
) -> None:
    longest = max(texts, key=len, default="")
    if longest and data.draw(st.booleans()):
        start = data.draw(st.integers(0, len(longest) - 1))
        words = longest[start : data.draw(st.integers(start + 1, len(longest)))]
    with corpus.engine.connect() as connection, connection.begin() as transaction:
        search = Search(connection)
        for number, text in enumerate(texts):
            search.add("message", f"m{number}", None, text)
        found = _refs(search.find(words, limit=100))
        transaction.rollback()
    wanted = fold(words).split()
    holding = [n for n, text in enumerate(texts) if wanted and all(w in fold(text) for w in wanted)]
    assert found == [f"m{n}" for n in reversed(holding)]
    if wanted:
        alike = {f"m{n}" for n, text in enumerate(texts) if words.casefold() in text.casefold()}
        assert alike <= set(found)


@given(text=TEXTS, cut=st.tuples(st.integers(0, 12), st.integers(0, 12)))
def test_a_part_of_a_text_folds_to_a_part_of_the_folded_text(text: str, cut: tuple[int, int]) -> None:
    part = text[min(cut) : max(cut)]
    assert fold(part) in fold(text)


@pytest.mark.parametrize(
    "words",
    ["单", "报价", "价单v2", "Ｖ２", "138", "5678", "张总", "😀", "，", "abc公司", "ABC", "报价单 张总"],
)
def test_any_part_of_a_text_finds_it(database: Database, words: str) -> None:
    with database.begin() as uow:
        uow.search.add("message", "m", "l", "报价单V2，张总 13812345678 ABC公司😀")
        uow.search.add("message", "other", "l", "没有关系的话")
        assert uow.search.find(words) == [Found("message", "m", "l")]


@pytest.mark.parametrize(
    "words", ["", "  ", "\0", "价报", "张总你好", "139", "报价单 李总", "%", "*", '"', "OR"]
)
def test_what_is_not_in_a_text_does_not_find_it(database: Database, words: str) -> None:
    with database.begin() as uow:
        uow.search.add("message", "m", "l", "报价单，张总 13812345678")
        assert uow.search.find(words) == []


def test_a_search_is_narrowed_by_lead_by_owner_and_by_kind(database: Database) -> None:
    with database.begin() as uow:
        uow.leads.add(a_lead("l1", owner_id="rep"))
        uow.leads.add(a_lead("l2", owner_id="other"))
        for number, lead in enumerate(("l1", "l2", None, "l1")):
            uow.search.add("note" if number == 3 else "message", f"m{number}", lead, "报价单")
        assert _refs(uow.search.find("报价")) == ["m3", "m2", "m1", "m0"]
        assert _refs(uow.search.find("报价", lead_ids=["l1"])) == ["m3", "m0"]
        assert _refs(uow.search.find("报价", lead_ids=["l1", "l2"], kinds=["message"])) == ["m1", "m0"]
        assert _refs(uow.search.find("报价", owners=["other"])) == ["m1"]
        assert _refs(uow.search.find("报价", owners=["rep"], kinds=["note"])) == ["m3"]
        assert _refs(uow.search.find("报价", lead_ids=["l1"], owners=["other"])) == []
        assert uow.search.find("报价", lead_ids=[]) == []
        assert uow.search.find("报价", owners=[]) == []
        assert _refs(uow.search.find("报价", limit=2)) == ["m3", "m2"]


@pytest.mark.parametrize("words", ["报", "报价", "报价单 第", "号12", "第17号", "从没说过"])
@pytest.mark.parametrize("limit", [1, 3, 20, 1000])
def test_words_that_are_everywhere_and_words_that_are_nowhere_are_found_newest_first(
    database: Database, words: str, limit: int
) -> None:
    texts = [f"第{n}号" + ("报价单" if n % 3 or n < 10 else "合同") for n in range(200)]
    with database.begin() as uow:
        uow.leads.add(a_lead("l", owner_id="rep"))
        for number, text in enumerate(texts):
            uow.search.add("message", f"m{number}", "l" if number % 7 == 0 else None, text)
        found = _refs(uow.search.find(words, limit=limit))
        his = _refs(uow.search.find(words, owners=["rep"], limit=limit))
    holding = [n for n, text in reversed(list(enumerate(texts))) if all(w in text for w in words.split())]
    assert found == [f"m{n}" for n in holding][:limit]
    assert his == [f"m{n}" for n in holding if n % 7 == 0][:limit]


def test_a_text_indexed_again_is_replaced(database: Database) -> None:
    with database.begin() as uow:
        uow.search.add("message", "m", None, "旧的报价")
        uow.search.add("note", "m", "l", "新的方案")
        assert uow.search.find("报价") == []
        assert uow.search.find("旧") == []
        assert uow.search.find("方案") == [Found("note", "m", "l")]


def test_a_removed_text_is_found_no_more(database: Database) -> None:
    with database.begin() as uow:
        uow.search.add("message", "m1", None, "报价")
        uow.search.add("message", "m2", None, "报价")
        assert uow.search.remove("m1")
        assert not uow.search.remove("m1")
        assert _refs(uow.search.find("报价")) == ["m2"]
        assert _refs(uow.search.find("报")) == ["m2"]


def test_texts_go_with_their_lead(database: Database) -> None:
    with database.begin() as uow:
        uow.search.add("message", "m1", "l1", "报价")
        uow.search.add("message", "m2", None, "报价")
        assert uow.search.move("l1", "l2") == 1
        uow.search.assign("m2", "l2")
        assert _refs(uow.search.find("报价", lead_ids=["l2"])) == ["m2", "m1"]


def test_a_long_text_is_found_by_its_end(database: Database) -> None:
    with database.begin() as uow:
        uow.search.add("file", "f", None, "说明" * 30_000 + "唯一的结尾")
        assert _refs(uow.search.find("唯一的结尾")) == ["f"]
        assert uow.search.find("说明唯二") == []


def test_very_many_words_are_no_trouble(database: Database) -> None:
    with database.begin() as uow:
        uow.search.add("message", "m", None, "a b c d e f g h i j k l m n o p q r s t")
        assert _refs(uow.search.find("a b c d e f g h i j k l m n o p q r s t " * 500)) == ["m"]
        assert _refs(uow.search.find(" ".join("abcdefghijklmnopqrst"))) == ["m"]
