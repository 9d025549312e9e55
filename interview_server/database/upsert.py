"""`INSERT … ON CONFLICT`, which both databases have under one syntax and SQLAlchemy under two names."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_for(session: Session, table: Any) -> Any:
    """An insert into `table` that can say `on_conflict_do_nothing` and `on_conflict_do_update`."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(table)
