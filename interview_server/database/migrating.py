"""Bringing a database to the tables of this version, by one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from interview_server.database.connection import Database

FIRST: Final = "0001"
NEWEST: Final = "0001"
"""The last migration in `migrations/versions`; named here so that a start that finds it done loads no Alembic."""
_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 6_118_433_057
"""The advisory lock of PostgreSQL under which tables change. Any number that nobody else uses."""


class DatabaseNotOurs(Exception):
    """The database is of a newer version of this program, or of another program; it is left untouched."""


def version_of(database: Database) -> str | None:
    """The last migration that was done; None for an empty database."""
    with database.reading() as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return None
        found: str | None = session.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def migrate(database: Database) -> bool:
    """Do the migrations that are missing, all or none; whether there were any. Raises DatabaseNotOurs.

    Several processes may start at once: the first does it while the others wait.
    """
    if version_of(database) == NEWEST:
        return False
    with database.engine.begin() as connection:
        if not database.is_sqlite:  # SQLite's transaction holds the one write lock already
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        tables = inspect(connection).get_table_names()
        if tables and "alembic_version" not in tables:
            raise DatabaseNotOurs("The database holds the tables of another program. Use an empty one.")
        if not tables:
            make_first_tables(connection)
            connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
            connection.execute(text("INSERT INTO alembic_version VALUES (:first)"), {"first": FIRST})
        before = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if before != NEWEST:
            _upgrade(connection, before)
    return not tables or before != NEWEST


def make_first_tables(connection: Connection) -> None:
    """All tables of the first release, on an empty database, without loading Alembic for it."""
    path = _MIGRATIONS / "versions" / f"0001_first.{connection.dialect.name}.sql"
    for statement in path.read_text(encoding="utf-8").split("\n--;;\n"):
        connection.execution_options(no_parameters=True).exec_driver_sql(statement)


def _upgrade(connection: Connection, before: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    if before not in {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}:
        raise DatabaseNotOurs(
            f"The database is of another version ({before}). Install the newest version, or use another database."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, NEWEST)
