"""The base of all tables: names of constraints, instants in UTC, identifiers, triggers and exclusions by dialect."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, FromClause, MetaData, String, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase

ID_LENGTH = 36


class Base(DeclarativeBase):
    """Every table of the server. A room declares its own in `models.py`."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Instant(TypeDecorator[datetime]):
    """An instant: aware in Python, in UTC in the database. Raises ValueError for a naive time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect  # a time without a zone is UTC in either database
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = String(ID_LENGTH)
"""The type of a column that holds a UUID as text."""


def new_id() -> str:
    """A random identifier that nobody can guess."""
    return str(uuid.uuid4())


def keep_rules(table: FromClause, *, sqlite: Sequence[str], postgresql: Sequence[str]) -> None:
    """Have the statements of the database's dialect executed whenever `table` is created."""

    def made(_table: Any, connection: Any, **_options: Any) -> None:
        for statement in sqlite if connection.dialect.name == "sqlite" else postgresql:
            connection.exec_driver_sql(statement)

    event.listen(table, "after_create", made)
