"""Bringing a database to the tables of this version, by one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import inspect, text

from interview_server.database.engine import Database

NEWEST: Final = "0001"
"""The last migration in `migrations/versions`; named here so that a start that finds it done loads no Alembic."""
_LOCK: Final = 6_118_433_057
"""The advisory lock of PostgreSQL under which tables change. Any number that nobody else uses."""


class DatabaseTooNew(Exception):
    """The database was migrated by a newer version of this program; it is left untouched."""


def version_of(database: Database) -> str | None:
    """The last migration that was done; None for an empty database."""
    with database.reading() as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return None
        found: str | None = session.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def migrate(database: Database) -> bool:
    """Do the migrations that are missing, all or none; whether there were any. Raises DatabaseTooNew.

    Several processes may start at once: the first does it while the others wait.
    """
    if version_of(database) == NEWEST:
        return False
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with database.engine.begin() as connection:
        if not database.is_sqlite:  # SQLite's transaction holds the one write lock already
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        before = None
        if inspect(connection).has_table("alembic_version"):
            before = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if before is not None and before not in known:
            raise DatabaseTooNew(
                f"The database is of a newer version ({before}). Install that version, or use another database."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, NEWEST)
    return before != NEWEST
