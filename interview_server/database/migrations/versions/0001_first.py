"""All tables of the first release, with their constraints and triggers."""

from __future__ import annotations

from alembic import op

from interview_server.database.migrating import make_first_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    make_first_tables(op.get_bind())
