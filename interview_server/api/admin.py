"""What admins do with people. Every change leaves a row in the audit."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from interview_server.accounts import admin_actions, people
from interview_server.accounts.models import Person, Role
from interview_server.api.access import Admin, FreshAdmin, Now, Opened, RequestId
from interview_server.api.schema import Cursor, Page, PageSize, Received, Sent, cursor_of, read_cursor
from interview_server.api.users import User, user
from interview_server.errors import Conflict
from interview_server.jobs.announcing import Happened, announce

router = APIRouter(prefix="/api/admin", tags=["admin"])

Reason = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]


class AdminUser(User):
    """A person with what only admins see."""

    disabled_at: datetime | None
    erased_at: datetime | None


class Change(Received):
    """What to change about a person, and why. What is left out stays as it is."""

    reason: Reason
    roles: Annotated[list[Role], Field(max_length=3)] | None = None
    disabled: bool | None = None


class Verification(Received):
    verified: bool
    reason: Reason


class AuditSent(Sent):
    """Who did what to whom, and why."""

    id: str
    at: datetime
    actor_id: str
    action: str
    subject_id: str
    detail: str
    request_id: str


def _sent(session: Session, person: Person) -> AdminUser:
    seen = user(session, person).model_dump()
    return AdminUser(**seen, disabled_at=person.disabled_at, erased_at=person.erased_at)


@router.get("/users")
def list_users(
    _admin: Admin,
    database: Opened,
    search: Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")] = None,
    role: Role | None = None,
    awaiting_verification: Annotated[bool, Query(alias="awaitingVerification")] = False,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> Page[AdminUser]:
    """People by their address; `search` finds a part of address or name."""
    with database.reading() as session:
        found = people.search(
            session,
            words=search,
            role=role,
            awaiting_verification=awaiting_verification,
            after=str(read_cursor(cursor, str)[0]) if cursor else None,
            limit=limit + 1,
        )
        items = [_sent(session, person) for person in found[:limit]]
    return Page(items=items, next_cursor=cursor_of(items[-1].email) if len(found) > limit else None)


@router.get("/users/{person_id}")
def show_user(person_id: str, _admin: Admin, database: Opened) -> AdminUser:
    """One person."""
    with database.reading() as session:
        return _sent(session, people.person(session, person_id))


@router.patch("/users/{person_id}")
def change_user(
    person_id: str, body: Change, admin: FreshAdmin, database: Opened, request_id: RequestId, now: Now
) -> AdminUser:
    """Change what roles a person holds, or shut them out. Needs a fresh sign-in."""
    if person_id == admin.person_id:
        raise Conflict("Another admin has to change your own account.")
    with database.transaction() as session:
        person = people.person(session, person_id)
        if body.roles is not None:
            people.set_roles(session, person, frozenset(body.roles) - {Role.UNASSIGNED})
        if body.disabled is not None:
            people.set_disabled(session, person, body.disabled, now)
        admin_actions.record(
            session,
            actor_id=admin.person_id,
            action="change_user",
            subject_id=person_id,
            detail=body.model_dump_json(exclude_none=True),
            request_id=request_id,
            now=now,
        )
        return _sent(session, person)


@router.post("/interviewers/{person_id}/verification")
def verify_interviewer(
    person_id: str, body: Verification, admin: FreshAdmin, database: Opened, request_id: RequestId, now: Now
) -> AdminUser:
    """Vouch for an interviewer, who is listed and can be booked from then on; or withdraw that."""
    with database.transaction() as session:
        person = people.person(session, person_id)
        if Role.INTERVIEWER not in person.roles:
            raise Conflict("This person is not an interviewer.")
        if body.verified and person.verified_at is None:
            announce(session, Happened.INTERVIEWER_VERIFIED, person.id, now)
        person.verified_at = now if body.verified else None
        admin_actions.record(
            session,
            actor_id=admin.person_id,
            action="verify_interviewer" if body.verified else "withdraw_verification",
            subject_id=person_id,
            detail=body.reason,
            request_id=request_id,
            now=now,
        )
        return _sent(session, person)


@router.get("/audit")
def list_audit(_admin: Admin, database: Opened, cursor: Cursor = None, limit: PageSize = 50) -> Page[AuditSent]:
    """What admins did, the newest first."""
    after = None
    if cursor:
        at, last = read_cursor(cursor, datetime, str)
        assert isinstance(at, datetime)
        after = (at, str(last))
    with database.reading() as session:
        found = admin_actions.rows(session, limit=limit + 1, after=after)
        items = [AuditSent.model_validate(row, from_attributes=True) for row in found[:limit]]
    return Page(items=items, next_cursor=cursor_of(items[-1].at, items[-1].id) if len(found) > limit else None)
