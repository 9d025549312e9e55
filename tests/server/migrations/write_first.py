"""Writes the statements of the first migration from the tables as they are. Only until the first release.

Run as `python -m tests.server.migrations.write_first`.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import create_mock_engine

import interview_server.api.application  # noqa: F401 - it imports every table
from interview_server.database.base import Base

FOLDER = Path("interview_server/database/migrations/versions")
URLS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}


def statements(url: str) -> list[str]:
    """What makes all tables on the database of this kind."""
    found: list[str] = []

    def keep(statement: Any, *_: Any, **__: Any) -> None:
        compiled = statement if isinstance(statement, str) else str(statement.compile(dialect=engine.dialect))
        lines = (line.rstrip() for line in compiled.strip().splitlines())
        found.append("\n".join(lines))

    engine: Any = create_mock_engine(url, keep)
    engine.exec_driver_sql = keep
    Base.metadata.create_all(engine, checkfirst=False)
    runs = groupby(found, lambda statement: statement.startswith(("CREATE INDEX", "CREATE UNIQUE INDEX")))
    return [each for are_indexes, run in runs for each in (sorted(run) if are_indexes else run)]


def main() -> None:
    """Write both files."""
    for kind, url in URLS.items():
        (FOLDER / f"0001_first.{kind}.sql").write_text("\n--;;\n".join(statements(url)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
