"""Rules that the database itself keeps beside its constraints: triggers and exclusions, for each dialect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import FromClause, event


def keep_rules(table: FromClause, *, sqlite: Sequence[str], postgresql: Sequence[str]) -> None:
    """Have the statements of the database's dialect executed whenever `table` is created."""

    def made(_table: Any, connection: Any, **_options: Any) -> None:
        for statement in sqlite if connection.dialect.name == "sqlite" else postgresql:
            connection.exec_driver_sql(statement)

    event.listen(table, "after_create", made)
