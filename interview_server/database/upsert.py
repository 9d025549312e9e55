"""`INSERT … ON CONFLICT`, which both databases have under one syntax and SQLAlchemy under two names."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_for(session: Session, table: Any) -> Any:
    """An insert into `table` that can say `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_on(session.get_bind().dialect.name, table)


def insert_on(dialect: str, table: Any) -> Any:
    """The same for the dialect of this name: for a statement that is made once and kept."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)
