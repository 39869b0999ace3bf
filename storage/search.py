"""Full-text search that finds what ``LIKE '%words%'`` finds, at a fraction of its cost.

Chinese has no spaces between words, so a text is indexed as its overlapping pairs of characters
(你好吗 → 你好 好吗 吗): FTS5 on SQLite, a tsvector on PostgreSQL. The index only proposes rows; each is
checked against the folded text, so what is found really contains the words. Trigrams would not do:
they cannot answer words of two characters, and most Chinese words have two.

Index in the worker, never in the callback.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
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
_NEAR = 16  # times the rows asked for are looked at, newest first, where many may hold the words
_MOST = sa.bindparam("most", type_=sa.Integer)
_QUERY = sa.bindparam("query", type_=sa.Text)


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
        params: dict[str, Any] = {"most": limit, "near": _NEAR * limit}
        params |= {f"word{number}": word for number, word in enumerate(wanted)}
        for name, narrowing in (("lead_ids", lead_ids), ("owners", owners), ("kinds", kinds)):
            params[name] = list(narrowing or ())
        if shape.by_lead:
            return self._found(_of_leads(shape), params)
        params["query"] = _query(wanted, embedded=self._embedded)
        if self._embedded and max(map(len, wanted)) == 1:
            near = self._found(_near(shape), params)
            if len(near) == limit:
                return near
        return [Found(*row) for row in rows.planned_once(self._connection, _find(shape), params)]

    def _found(self, statement: Statement, params: Mapping[str, Any]) -> list[Found]:
        return [Found(*row) for row in statement.rows(self._connection, params)]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What makes one search another statement than the next: not what is looked for, but how."""

    words: int
    by_lead: bool
    by_owner: bool
    by_kind: bool


@rows.once_per
def _find(shape: _Shape) -> Statement:
    """Through the index."""
    return Statement(lambda dialect: _through_fts(shape) if dialect == "sqlite" else _through_gin(shape))


@rows.once_per
def _near(shape: _Shape) -> Statement:
    """Among the newest rows only."""
    return Statement(lambda dialect: _newest(dialect, shape))


@rows.once_per
def _of_leads(shape: _Shape) -> Statement:
    """Among a few leads' rows: looking at them beats any index."""

    def build(dialect: str) -> sa.Select[Any]:
        theirs = rows.among(dialect, search.c.lead_id, "lead_ids")
        return _holding(dialect, shape, search).where(theirs).order_by(search.c.id.desc()).limit(_MOST)

    return Statement(build)


def _holding(dialect: str, shape: _Shape, texts: sa.FromClause) -> sa.Select[Any]:
    """Rows that really contain the words, narrowed as the shape says; in no order."""
    position = sa.func.instr if dialect == "sqlite" else sa.func.strpos
    statement = sa.select(texts.c.kind, texts.c.ref_id, texts.c.lead_id)
    for number in range(shape.words):
        word = sa.bindparam(f"word{number}", type_=sa.String)
        statement = statement.where(position(texts.c.text, word) > sa.literal_column("0"))
    if shape.by_kind:
        statement = statement.where(rows.among(dialect, texts.c.kind, "kinds"))
    if shape.by_owner:
        theirs = (leads.c.id == texts.c.lead_id, rows.among(dialect, leads.c.owner_id, "owners"))
        statement = statement.where(sa.select(1).where(*theirs).exists())
    return statement


def _query(words: list[str], *, embedded: bool) -> str:
    """The words as the index understands them."""
    whole, beginnings = _wanted(words)
    if embedded:
        return " ".join(whole + [f"{token}*" for token in beginnings])
    return " & ".join([f"'{token}'" for token in whole] + [f"'{token}':*" for token in beginnings])


def _newest(dialect: str, shape: _Shape) -> sa.Select[Any]:
    newest = sa.select(search).order_by(search.c.id.desc()).limit(sa.bindparam("near")).subquery("newest")
    return _holding(dialect, shape, newest).order_by(newest.c.id.desc()).limit(_MOST)


def _through_fts(shape: _Shape) -> sa.Select[Any]:
    index = sa.table("search_index", sa.column("rowid", sa.Integer), sa.column("search_index", sa.Text))
    # The index leads (a left join keeps SQLite from turning it round) and already walks backwards.
    return (
        _holding("sqlite", shape, search)
        .select_from(index.outerjoin(search, search.c.id == index.c.rowid))
        .where(index.c.search_index.op("MATCH")(_QUERY))
        .order_by(index.c.rowid.desc())
        .limit(_MOST)
    )


def _through_gin(shape: _Shape) -> sa.CompoundSelect[Any]:
    """The newest rows, when enough of them hold the words, or what the index finds.

    The index gives its rows in no order, so words that are everywhere are looked for where the newest rows
    are. PostgreSQL would choose between both by itself, but takes neighbouring pairs of characters for
    independent, hence most words for rare; and choosing takes longer than looking. One plan does both, and
    the second part only runs when the first did not do (``id + 0`` keeps it from walking backwards).
    """
    near = _newest("postgresql", shape).cte("near").prefix_with("MATERIALIZED")
    enough = sa.select(sa.func.count()).select_from(near).scalar_subquery() == _MOST
    matches = search.c.grams.op("@@")(sa.cast(_QUERY, postgresql.TSQUERY))
    newest_first = (search.c.id + sa.literal_column("0")).desc()
    indexed = _holding("postgresql", shape, search).where(~enough, matches)
    return sa.union_all(
        sa.select(*near.c).where(enough), indexed.order_by(newest_first).limit(_MOST).subquery().select()
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
