"""All tables of the first release, with their constraints and triggers."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

BETWEEN = "\n--;;\n"


def upgrade() -> None:
    connection = op.get_bind()
    text = Path(__file__).with_suffix(f".{connection.dialect.name}.sql").read_text(encoding="utf-8")
    for statement in text.split(BETWEEN):
        connection.execution_options(no_parameters=True).exec_driver_sql(statement)
