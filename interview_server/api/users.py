"""The person who asks: their account, onboarding, their data."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from interview_server.accounts import profiles
from interview_server.accounts.models import Person, Role
from interview_server.api.access import Claimed, Now, Opened, SignedIn, built_in_url
from interview_server.api.schema import Received, Sent
from interview_server.ledger.entries import balances, credits_of, earnings_of

router = APIRouter(prefix="/api", tags=["user"])

Words = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Category = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=r"^[A-Z0-9_]+$")]


class User(Sent):
    """A person, as they and admins see them."""

    id: str
    email: str
    name: str
    role: Role
    roles: list[Role]
    credits: int
    """What the person can book with."""
    current_plan: str | None
    credits_last_allocated_at: datetime | None
    bio: str | None
    title: str | None
    company: str | None
    years_exp: int | None
    categories: list[str]
    credit_rate: int | None
    credit_balance: int
    """What the person earned and can have paid out."""
    verified_at: datetime | None
    created_at: datetime


def user(session: Session, person: Person) -> User:
    """`person` with their balances."""
    spendable, earned = credits_of(person.id), earnings_of(person.id)
    found = balances(session, [spendable, earned])
    return User(
        id=person.id,
        email=person.email,
        name=person.name,
        role=person.role,
        roles=sorted(person.roles),
        credits=found[spendable],
        current_plan=person.current_plan,
        credits_last_allocated_at=person.credits_last_allocated_at,
        bio=person.bio,
        title=person.title,
        company=person.company,
        years_exp=person.years_exp,
        categories=person.categories,
        credit_rate=person.credit_rate,
        credit_balance=found[earned],
        verified_at=person.verified_at,
        created_at=person.created_at,
    )


class Onboarding(Received):
    """What somebody wants to do here. An admin verifies interviewers before they are listed."""

    role: Literal[Role.INTERVIEWEE, Role.INTERVIEWER]
    name: Words | None = None
    bio: Annotated[str, Field(max_length=5000)] | None = None
    title: Words | None = None
    company: Words | None = None
    years_exp: Annotated[int, Field(ge=0, le=80)] | None = None
    categories: Annotated[list[Category], Field(max_length=20)] | None = None
    credit_rate: Annotated[int, Field(ge=1, le=1000)] | None = None


@router.get("/user/me")
def me(caller: SignedIn, database: Opened) -> User:
    """Who you are here."""
    with database.reading() as session:
        return user(session, session.get_one(Person, caller.person_id))


@router.post("/user/sync")
def sync(claims: Claimed, request: Request, database: Opened, now: Now) -> User:
    """Make sure that the person of this sign-in is known here; the first step with an external issuer."""
    with database.transaction() as session:
        return user(session, profiles.sync(session, claims, built_in_url(request), now))


@router.post("/onboarding")
def onboard(body: Onboarding, caller: SignedIn, database: Opened, now: Now) -> User:
    """Choose a role, or another one, and describe yourself. What is left out stays as it is."""
    with database.transaction() as session:
        person = session.get_one(Person, caller.person_id)
        said = body.model_dump(exclude={"role"}, exclude_none=True)
        profiles.onboard(session, person, Role(body.role), said, now)
        return user(session, person)
