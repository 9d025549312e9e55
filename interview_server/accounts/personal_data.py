"""Everything that is kept about a person: handing it out, and erasing it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, delete, or_, select
from sqlalchemy.orm import Session

from interview_server.accounts.models import (
    AuthorizationCode,
    DeviceLogin,
    PasswordReset,
    Person,
    Role,
    SignIn,
    SignUp,
)
from interview_server.accounts.signing_in import end_all_sign_ins
from interview_server.accounts.signing_up import RESET_MAIL
from interview_server.database.base import Base
from interview_server.jobs.models import Job

ABOUT: Final = frozenset(
    {
        "actor_id",
        "candidate_id",
        "interviewer_id",
        "person_id",
        "rated_id",
        "rater_id",
        "uploaded_by",
    }
)
"""Columns that name whom a row is about. Any other column that names a person only says who dealt with it."""
ONLY_DEALT_WITH: Final = frozenset({"created_by", "decided_by"})
SECRET_TABLES: Final = frozenset({"authorization_code", "device_login", "password_reset", "refresh_token"})
SECRET_COLUMNS: Final = frozenset({"password_hash"})


def naming_columns(table: Table) -> list[Column[Any]]:
    """The columns of a table that name a person."""
    return [column for column in table.columns for key in column.foreign_keys if key.target_fullname == "person.id"]


def export(session: Session, person_id: str) -> dict[str, list[dict[str, Any]]]:
    """Every row about this person by its table, and what hangs on these rows; without secrets."""
    found: dict[str, list[dict[str, Any]]] = {}
    keys: dict[str, set[Any]] = {"person": {person_id}}
    for table in Base.metadata.sorted_tables:  # a table comes after those that it refers to
        if table.name in SECRET_TABLES:
            continue
        conditions: list[ColumnElement[bool]] = [
            column.in_(keys[referred]) for column, referred in _ties(table, keys)
        ]
        if table.name == "person":
            conditions = [table.c.id == person_id]
        if not conditions:
            continue
        rows = session.execute(select(table).where(or_(*conditions)).order_by(*table.primary_key.columns)).mappings()
        found[table.name] = [{name: row[name] for name in row if name not in SECRET_COLUMNS} for row in rows]
        if "id" in table.columns:
            keys[table.name] = {row["id"] for row in found[table.name]}
    return found


def _ties(table: Table, keys: dict[str, set[Any]]) -> Iterator[tuple[Column[Any], str]]:
    for column in table.columns:
        for key in column.foreign_keys:
            referred, _, target = key.target_fullname.partition(".")
            if target == "id" and referred in keys and (referred != "person" or column.name in ABOUT):
                yield column, referred


def erase(session: Session, person: Person, now: datetime) -> None:
    """Empty the account of `person` and everything by which they could sign in. What money refers to stays.

    The ids in bookings, in the ledger and in the audit stay as well: they name nobody any more.
    """
    end_all_sign_ins(session, person.id, now)
    for secrets in (AuthorizationCode, DeviceLogin, PasswordReset, SignIn):
        session.execute(delete(secrets).where(secrets.person_id == person.id))
    session.execute(delete(SignUp).where(SignUp.email == person.email))
    for job in session.scalars(select(Job).where(Job.kind == RESET_MAIL)):
        if job.payload.get("email") == person.email:
            session.delete(job)
    for name in ("password_hash", "issuer", "subject", "bio", "title", "company", "years_exp", "credit_rate"):
        setattr(person, name, None)
    person.email, person.name, person.role = f"{person.id}@erased.invalid", "", Role.UNASSIGNED
    person.role_rows, person.category_rows = [], []
    person.verified_at, person.erased_at, person.current_plan = None, now, None
    session.flush()
