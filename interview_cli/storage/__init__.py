"""Keeps sessions in one local SQLite file."""

from interview_cli.storage.sessions import SqliteSessionStore, open_store

__all__ = ["SqliteSessionStore", "open_store"]
