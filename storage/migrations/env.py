"""How Alembic reaches the database: on the connection ``storage/schema.py`` hands over, or by hand with
``alembic -x url=sqlite:///genjin.db …``."""

from __future__ import annotations

from contextlib import nullcontext

from alembic import context

from storage.engine import make_engine
from storage.tables import metadata


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the search indexes alone: SQLAlchemy has no words for them (``tables.SEARCH_DDL``)."""
    return not (kind in ("table", "index") and (name or "").startswith(("search_index", "ix_search_grams")))


def run() -> None:
    """Run the migrations that were asked for, in one transaction."""
    handed = context.config.attributes.get("connection")
    url = context.get_x_argument(as_dictionary=True).get("url", "sqlite:///genjin.db")
    with nullcontext(handed) if handed is not None else make_engine(url).begin() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            include_name=ours,
            transactional_ddl=True,
            render_as_batch=connection.dialect.name == "sqlite",
        )
        context.run_migrations()


run()
