"""Full-text search that finds what ``LIKE '%words%'`` finds, at a fraction of its cost.

Chinese has no spaces between words, so a text is indexed as its overlapping pairs of characters
(你好吗 → 你好 好吗 吗): FTS5 on SQLite, a tsvector on PostgreSQL. The index only proposes rows; each is
checked against the folded text, so what is found really contains the words. Trigrams would not do:
they cannot answer words of two characters, and most Chinese words have two.

Index in the worker, never in the callback.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from storage import rows
from storage.statements import Statement
from storage.tables import leads, search

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WORDS_MOST = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A row whose text holds the words: its kind, its own id, and the lead it is about."""

    kind: str
    ref_id: str
    lead_id: str | None


class _Fold(dict[int, str]):
    """Character by character, so that a part of a text folds to a part of the folded text."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = "".join(c for c in unicodedata.normalize("NFKC", character).casefold() if _kept(c))
        if character.isspace() or folded.isspace():
            folded = " "
        self[code] = folded
        return folded


def _kept(character: str) -> bool:
    """Databases take neither NUL nor half a surrogate pair."""
    return character != "\0" and not "\ud800" <= character <= "\udfff"


_FOLD = _Fold()


def fold(text: str) -> str:
    """The form texts are compared in: no case, no full-width letters, single spaces."""
    return " ".join(text.translate(_FOLD).split())


@lru_cache(maxsize=20_000)
def _code(character: str) -> str:
    """Four letters or digits, so that every character, punctuation and emoji too, is a plain token."""
    number = ord(character)
    code = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        code = _DIGITS[digit] + code
    return code


def grams(folded: str) -> set[str]:
    """The tokens of a folded text: each pair of neighbours, and the last character of each word.

    Every character thus begins a token, which is how a word of one character is found (by prefix).
    """
    found: set[str] = set()
    for word in folded.split():
        codes = [_code(character) for character in word]
        found.update(map(str.__add__, codes, codes[1:]))
        found.add(codes[-1])
    return found


def _wanted(words: list[str]) -> tuple[list[str], list[str]]:
    """What the index must hold for these words: whole tokens, and beginnings of tokens."""
    whole: set[str] = set()
    beginnings: set[str] = set()
    for word in words:
        codes = [_code(character) for character in word]
        whole.update(map(str.__add__, codes, codes[1:]))
        if len(codes) == 1:
            beginnings.add(codes[0])
    return sorted(whole), sorted(beginnings)


class Search:
    """The index over everything that was said and written down."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._embedded = connection.dialect.name == "sqlite"

    def add(self, kind: str, ref_id: str, lead_id: str | None, text: str) -> None:
        """Index a text under its id; a text indexed under this id before is replaced."""
        folded = fold(text)
        row = {"kind": kind, "ref_id": ref_id, "lead_id": lead_id, "text": folded}
        if not self._embedded:
            _PUT.send(self._connection, {**row, "tokens": sorted(grams(folded))})
            return
        added = _ADD.scalar(self._connection, row)
        if added is None:
            self.remove(ref_id)
            added = _ADD.scalar(self._connection, row)
        _INDEX.send(self._connection, {"rowid": added, "grams": " ".join(grams(folded))})

    def remove(self, ref_id: str) -> bool:
        """Forget a text; whether it was there."""
        row = _REMOVE.first(self._connection, {"ref": ref_id})
        if row is not None and self._embedded:
            _UNINDEX.send(self._connection, {"rowid": row[0], "grams": " ".join(grams(row[1]))})
        return row is not None

    def move(self, from_lead: str, to_lead: str) -> int:
        """Give one lead's texts to another; how many."""
        statement = sa.update(search).where(search.c.lead_id == from_lead).values(lead_id=to_lead)
        return self._connection.execute(statement).rowcount

    def assign(self, ref_id: str, lead_id: str | None) -> None:
        """Say which lead a text is about, once that is known."""
        self._connection.execute(sa.update(search).where(search.c.ref_id == ref_id).values(lead_id=lead_id))

    def find(
        self,
        words: str,
        *,
        lead_ids: Collection[str] | None = None,
        owners: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 20,
    ) -> list[Found]:
        """The newest rows whose text contains every one of *words* (apart by spaces), newest first.

        A row is found by any part of its text, whatever its case and width. *lead_ids* and *owners* narrow
        it to texts about these leads and about leads of these people; blank *words* find nothing, and of very
        many only the first 50 count.
        """
        wanted = list(dict.fromkeys(fold(words).split()))[:_WORDS_MOST]
        if not wanted or limit < 1:
            return []
        shape = _Shape(len(wanted), lead_ids is not None, owners is not None, kinds is not None)
        params: dict[str, Any] = {f"word{number}": word for number, word in enumerate(wanted)}
        for name, narrowing in (("lead_ids", lead_ids), ("owners", owners), ("kinds", kinds)):
            params[name] = list(narrowing or ())
        params |= {"most": limit, "query": _query(wanted, embedded=self._embedded)}
        return [Found(*row) for row in _find(shape).rows(self._connection, params)]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What makes one search another statement than the next: not what is looked for, but how."""

    words: int
    by_lead: bool
    by_owner: bool
    by_kind: bool


@rows.once_per
def _find(shape: _Shape) -> Statement:
    return Statement(lambda dialect: _build(dialect, shape), planned_anew=True)


def _build(dialect: str, shape: _Shape) -> sa.Select[Any]:
    embedded = dialect == "sqlite"
    position = sa.func.instr if embedded else sa.func.strpos
    statement = sa.select(search.c.kind, search.c.ref_id, search.c.lead_id)
    for number in range(shape.words):
        word = sa.bindparam(f"word{number}", type_=sa.String)
        statement = statement.where(position(search.c.text, word) > sa.literal_column("0"))
    if shape.by_kind:
        statement = statement.where(rows.among(dialect, search.c.kind, "kinds"))
    if shape.by_owner:
        theirs = (leads.c.id == search.c.lead_id, rows.among(dialect, leads.c.owner_id, "owners"))
        statement = statement.where(sa.select(1).where(*theirs).exists())
    if shape.by_lead:  # few rows, found by their lead: looking at them beats any index
        statement = statement.where(rows.among(dialect, search.c.lead_id, "lead_ids"))
        statement = statement.order_by(search.c.id.desc())
    else:
        statement = _through_index(statement, embedded=embedded)
    return statement.limit(sa.bindparam("most"))


def _query(words: list[str], *, embedded: bool) -> str:
    """The words as the index understands them."""
    whole, beginnings = _wanted(words)
    if embedded:
        return " ".join(whole + [f"{token}*" for token in beginnings])
    return " & ".join([f"'{token}'" for token in whole] + [f"'{token}':*" for token in beginnings])


def _through_index(statement: Any, *, embedded: bool) -> Any:  # noqa: ANN401 - a select
    query = sa.bindparam("query", type_=sa.Text)
    if not embedded:
        matches = search.c.grams.op("@@")(sa.cast(query, postgresql.TSQUERY))
        return statement.where(matches).order_by(search.c.id.desc())
    index = sa.table("search_index", sa.column("rowid", sa.Integer), sa.column("search_index", sa.Text))
    # The index leads (a left join keeps SQLite from turning it round) and already walks backwards.
    return (
        statement.select_from(index.outerjoin(search, search.c.id == index.c.rowid))
        .where(index.c.search_index.op("MATCH")(query))
        .order_by(index.c.rowid.desc())
    )


_COLUMNS = ("kind", "ref_id", "lead_id", "text")
_GRAMS = sa.func.array_to_tsvector(sa.bindparam("tokens", type_=postgresql.ARRAY(sa.Text)))
_NEW = postgresql.insert(search).values(grams=_GRAMS)
_CHANGED = {name: _NEW.excluded[name] for name in ("kind", "lead_id", "text", "grams")}
_PUT = Statement(
    _NEW.on_conflict_do_update(index_elements=[search.c.ref_id], set_=_CHANGED).inline(), columns=_COLUMNS
)
_ADD = Statement(rows.new("sqlite", search).returning(search.c.id), columns=_COLUMNS)
_REMOVE = Statement(
    sa.delete(search).where(search.c.ref_id == sa.bindparam("ref")).returning(search.c.id, search.c.text)
)
_INDEX = Statement(sa.text("INSERT INTO search_index (rowid, grams) VALUES (:rowid, :grams)"))
_UNINDEX = Statement(
    sa.text("INSERT INTO search_index (search_index, rowid, grams) VALUES ('delete', :rowid, :grams)")
)
