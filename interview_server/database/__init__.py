"""SQLAlchemy on SQLite and PostgreSQL: the base of all tables, and transactions."""
