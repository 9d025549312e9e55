"""Keeps sessions in one local SQLite file."""
