"""Migrations: they lead to the tables as the program knows them, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, make_url, text

from interview_server.database.base import Base, new_id
from interview_server.database.connection import Database
from interview_server.database.embedded import EmbeddedPostgres
from interview_server.database.migrating import NEWEST, DatabaseNotOurs, migrate, version_of
from tests.server.conftest import SERVERS, SYSTEM

OURS = "relnamespace = 'public'::regnamespace AND relname NOT LIKE 'alembic%'"


@pytest.fixture(params=["sqlite", "postgresql", SYSTEM])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables, of each kind."""
    if request.param == "sqlite":
        found = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        yield found
        found.close()
        return
    server: EmbeddedPostgres = request.getfixturevalue(SERVERS[request.param])
    name = f"empty_{new_id().replace('-', '')}"
    host = str(make_url(server.url).query["host"])
    with psycopg.connect(host=host, user="postgres", dbname="template1", autocommit=True) as root:
        root.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        found = Database(make_url(server.url).set(database=name).render_as_string(hide_password=False))
        yield found
        found.close()
        root.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def made_at_once(empty: Database, sqlite_file: Path) -> Database:
    """The database whose tables the program made without migrations, of the same kind."""
    if empty.is_sqlite:
        return Database(f"sqlite:///{sqlite_file}")
    return Database(empty.engine.url.set(database="postgres").render_as_string(hide_password=False))


def rules_of(database: Database) -> list[str]:
    """Triggers, functions, indexes and checks, in the database's own words."""
    if database.is_sqlite:
        queries = ["SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> 'alembic_version'"]
    else:
        queries = [
            f"""SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_class t ON t.oid = conrelid
                WHERE {OURS}""",
            f"SELECT pg_get_indexdef(oid) FROM pg_class WHERE relkind = 'i' AND {OURS}",
            f"""SELECT pg_get_triggerdef(g.oid) FROM pg_trigger g JOIN pg_class ON tgrelid = pg_class.oid
                WHERE NOT tgisinternal AND {OURS}""",
            """SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_language l ON l.oid = prolang
               WHERE pronamespace = 'public'::regnamespace AND lanname = 'plpgsql'""",
        ]
    with database.reading() as session:
        return sorted(" ".join(str(row[0]).split()) for query in queries for row in session.execute(text(query)))


def test_migrating_gives_the_tables_and_rules_of_the_program(empty: Database, sqlite_file: Path) -> None:
    assert migrate(empty)
    assert version_of(empty) == NEWEST
    with empty.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    made = made_at_once(empty, sqlite_file)
    assert rules_of(empty) == rules_of(made)
    made.close()
    assert not migrate(empty)


def test_alembic_makes_the_same_from_nothing(empty: Database, sqlite_file: Path) -> None:
    config = Config()
    config.set_main_option("script_location", "interview_server/database/migrations")
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    assert version_of(empty) == NEWEST
    made = made_at_once(empty, sqlite_file)
    assert rules_of(empty) == rules_of(made)
    made.close()


def test_the_newest_migration_is_the_last_script() -> None:
    config = Config()
    config.set_main_option("script_location", "interview_server/database/migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST


def test_processes_that_start_at_once_migrate_once(empty: Database) -> None:
    others = [Database(empty.engine.url.render_as_string(hide_password=False)) for _ in range(3)]
    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(migrate, others)) == [False, False, True]
    for other in others:
        other.close()


def test_a_database_of_a_newer_version_is_left_as_it_is(empty: Database) -> None:
    with empty.transaction() as session:
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        session.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
    with pytest.raises(DatabaseNotOurs, match="another version"):
        migrate(empty)
    assert inspect(empty.engine).get_table_names() == ["alembic_version"]


def test_a_database_of_another_program_is_left_as_it_is(empty: Database) -> None:
    with empty.transaction() as session:
        session.execute(text("CREATE TABLE theirs (id INTEGER)"))
    with pytest.raises(DatabaseNotOurs, match="another program"):
        migrate(empty)
    assert inspect(empty.engine).get_table_names() == ["theirs"]
