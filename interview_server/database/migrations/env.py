"""How Alembic runs here: on the connection that `migrate` opened, in one transaction."""

from __future__ import annotations

from alembic import context

from interview_server.database.base import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
