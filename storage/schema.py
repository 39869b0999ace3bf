"""Which schema a database has, and bringing it to this program's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from storage.errors import SchemaOutdated
from storage.tables import metadata
from storage.uow import Database

HEAD = "0002"
"""The revision of ``tables.py``: the last one in ``migrations/versions``."""

_LOCK = 7_205_759_403  # any number: two programs that migrate one PostgreSQL take turns
_VERSION = sa.table("alembic_version", sa.column("version_num", sa.String))


def current(database: Database) -> str | None:
    """The revision of the database, None when it holds no schema yet."""
    with database.engine.connect().execution_options(read_only=True) as connection, connection.begin():
        return _revision(connection)


def require_current(database: Database) -> None:
    """Raise ``SchemaOutdated`` unless the database has exactly this program's schema."""
    found = current(database)
    if found == HEAD:
        return
    if found is None or _known(found):
        raise SchemaOutdated(
            f"the database has schema {found or 'none'}, this program needs {HEAD}: run `genjin migrate`"
        )
    raise SchemaOutdated(
        f"the database has schema {found}, which a newer genjin wrote; this one knows {HEAD}: upgrade genjin"
    )


def upgrade(database: Database) -> bool:
    """Bring the database to this program's schema, in one transaction; whether anything had to be done.

    Raises ``SchemaOutdated`` when a newer program wrote it. An empty SQLite database gets all tables at
    once, which is what the migrations add up to (a test compares them), without loading Alembic.
    """
    found = current(database)
    if found == HEAD:
        return False
    if found is not None and not _known(found):
        require_current(database)
    with database.engine.begin() as connection:
        if not database.embedded:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        if (
            database.embedded
            and _revision(connection) is None
            and not sa.inspect(connection).get_table_names()
        ):
            create(connection)
        else:
            migrate(connection, HEAD)
    return True


def create(connection: sa.Connection) -> None:
    """All tables at once, stamped with this program's revision."""
    metadata.create_all(connection)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version ("
        "version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.execute(sa.insert(_VERSION), {"version_num": HEAD})


def migrate(connection: sa.Connection, revision: str) -> None:
    """Run the migrations up or down to a revision (``base`` is none) in the open transaction."""
    from alembic import command  # a tenth of a second that a start rarely needs

    config = _config(connection)
    if revision == "base" or (_revision(connection) or "") > revision:
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(sa.select(_VERSION.c.version_num)).scalar()
    return found


def _known(revision: str) -> bool:
    """Whether this program has a migration of that name."""
    versions = Path(__file__).with_name("migrations") / "versions"
    return any(path.name.startswith(f"{revision}_") for path in versions.glob("*.py"))


def _config(connection: sa.Connection) -> Any:  # noqa: ANN401 - Alembic is imported only when needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
