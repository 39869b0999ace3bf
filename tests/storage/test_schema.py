"""Migrations up and down, and their agreement with ``tables.py``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import schema
from storage.errors import SchemaOutdated
from storage.tables import metadata
from storage.uow import Database

MIGRATIONS = Path(schema.__file__).with_name("migrations")


def _ours(name: str | None, kind: str, _parents: Any) -> bool:
    return not (kind in ("table", "index") and (name or "").startswith(("search_index", "ix_search_grams")))


def _differences(database: Database) -> list[Any]:
    with database.engine.connect() as connection:
        options = {"include_name": _ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        return compare_metadata(context, metadata)


def _layout(database: Database) -> dict[str, list[Any]]:
    """Everything the database itself knows about the schema."""
    with database.engine.connect() as connection:
        if database.embedded:
            names = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).scalars()
            found = {
                str(n): connection.exec_driver_sql(f"PRAGMA table_xinfo('{n}')").fetchall()
                for n in names.all()
            }
            indexes = connection.exec_driver_sql(
                "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
            )
            autoincrement = "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' ORDER BY name"
            found["autoincrement"] = connection.exec_driver_sql(autoincrement).fetchall()
            found["indexes"] = [(n, t, " ".join((s or "").split())) for n, t, s in indexes]
            return {name: list(rows) for name, rows in found.items()}
        columns = connection.exec_driver_sql(
            "SELECT table_name, column_name, data_type, is_nullable, column_default"
            " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
        )
        indexes = connection.exec_driver_sql(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
        )
        return {"columns": list(columns), "indexes": list(indexes)}


def test_a_database_brought_up_by_migrations_has_exactly_our_tables(empty_database: Database) -> None:
    with empty_database.engine.begin() as connection:
        schema.migrate(connection, schema.HEAD)
    assert _differences(empty_database) == []
    assert schema.current(empty_database) == schema.HEAD
    with empty_database.begin() as uow:
        uow.search.add("message", "m", None, "报价单")
        assert [found.ref_id for found in uow.search.find("报价")] == ["m"]


def test_creating_all_tables_at_once_gives_what_the_migrations_give(
    empty_database: Database, tmp_path: Path
) -> None:
    with empty_database.engine.begin() as connection:
        schema.migrate(connection, schema.HEAD)
    migrated = _layout(empty_database)
    with empty_database.engine.begin() as connection:
        schema.migrate(connection, "base")
        connection.exec_driver_sql("DROP TABLE alembic_version")
        schema.create(connection)
    assert _layout(empty_database) == migrated


def test_going_down_leaves_no_table_and_going_up_again_works(empty_database: Database) -> None:
    with empty_database.engine.begin() as connection:
        schema.migrate(connection, schema.HEAD)
        schema.migrate(connection, "base")
        left = set(sa.inspect(connection).get_table_names()) - {"sqlite_sequence"}
    assert left == {"alembic_version"}
    assert schema.current(empty_database) is None
    assert schema.upgrade(empty_database)
    assert _differences(empty_database) == []


def test_the_head_constant_is_the_last_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == schema.HEAD


def test_upgrading_twice_does_nothing_the_second_time(empty_database: Database) -> None:
    assert schema.current(empty_database) is None
    assert schema.upgrade(empty_database)
    assert not schema.upgrade(empty_database)
    schema.require_current(empty_database)


def test_two_programs_that_upgrade_at_once_do_not_collide(empty_database: Database) -> None:
    errors: list[BaseException] = []

    def upgrade() -> None:
        try:
            schema.upgrade(empty_database)
        except BaseException as error:
            errors.append(error)

    threads = [Thread(target=upgrade) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    schema.require_current(empty_database)


def test_an_old_schema_is_refused_with_the_command_that_helps(empty_database: Database) -> None:
    with pytest.raises(SchemaOutdated, match="genjin migrate"):
        schema.require_current(empty_database)


def test_a_schema_of_a_newer_program_is_left_alone(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaOutdated, match="newer"):
        schema.upgrade(database)
    assert schema.current(database) == "9999"


def test_a_failed_migration_leaves_nothing_behind(empty_database: Database) -> None:
    def fail() -> None:
        with empty_database.engine.begin() as connection:
            schema.migrate(connection, schema.HEAD)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert schema.current(empty_database) is None


def test_starting_on_a_fresh_or_current_database_does_not_load_alembic(tmp_path: Path) -> None:
    program = (
        "import sys; from storage import schema; from storage.uow import Database;"
        f"d = Database('sqlite:///{tmp_path / 'fresh.db'}'); schema.upgrade(d); schema.upgrade(d);"
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=MIGRATIONS.parents[1])


def test_every_table_has_a_line_in_a_migration() -> None:
    text = "".join(path.read_text() for path in (MIGRATIONS / "versions").glob("*.py"))
    assert [name for name in metadata.tables if f'"{name}"' not in text] == []


def test_what_an_older_schema_holds_is_kept(empty_database: Database) -> None:
    with empty_database.engine.begin() as connection:
        schema.migrate(connection, "0001")
        connection.exec_driver_sql(
            "INSERT INTO people (id, name, role, active, created_at, version)"
            " VALUES ('lilei', '李雷', 'rep', '1', 1, 1)"
        )
        connection.exec_driver_sql(
            "INSERT INTO rings (id, alert_id, person_id, escalation, status, made_at, version)"
            " VALUES ('ring_1', 'alert_1', 'lilei', '0', 'held', 1, 1)"
        )
    assert schema.upgrade(empty_database)
    assert _differences(empty_database) == []
    with empty_database.begin() as uow:
        person = uow.people.get("lilei")
        assert (person.name, person.active, person.configured) == ("李雷", True, False)
        kept = uow.connection.execute(sa.select(metadata.tables["rings"].c.alert_id)).scalars().all()
        assert kept == ["alert_1"]
