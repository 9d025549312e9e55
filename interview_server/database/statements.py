"""Statements that SQLite and PostgreSQL share: `INSERT … ON CONFLICT`, and lists in pages, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

Selected = TypeVar("Selected", bound=Select[Any])
Place = tuple[datetime, str]
"""Where a page ended: the time and the id of its last item."""


def newest_first(
    query: Selected,
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    row_id: InstrumentedAttribute[str],
    *,
    limit: int,
    after: Place | None,
) -> Selected:
    """At most `limit` rows of `query`, the newest first, after the place where the last page ended."""
    if after is not None:
        last_at, last_id = after
        older: ColumnElement[bool] = or_(at < last_at, and_(at == last_at, row_id < last_id))
        query = query.where(older)
    return query.order_by(at.desc(), row_id.desc()).limit(limit)


def insert_for(session: Session, table: Any) -> Any:
    """An insert into `table` that can say `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_on(session.get_bind().dialect.name, table)


def insert_on(dialect: str, table: Any) -> Any:
    """The same for the dialect of this name: for a statement that is made once and kept."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)
