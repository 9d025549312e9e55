"""What a person says about themselves, and who is listed as an interviewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from interview_server.accounts.models import Person, PersonCategory, PersonRole, Role
from interview_server.accounts.people import give_role, known_by, set_categories
from interview_server.accounts.signing_in import find_person
from interview_server.accounts.tokens import Claims
from interview_server.errors import Conflict, Invalid, NotSignedIn
from interview_server.jobs.announcing import Happened, announce

NEEDED_OF_INTERVIEWERS: Final = {
    "title": "a title",
    "years_exp": "years of experience",
    "categories": "categories",
    "credit_rate": "a rate in credits",
}


def sync(session: Session, claims: Claims, built_in_issuer: str | None, now: datetime) -> Person:
    """The person of an accepted token, made when this is their first visit with an external issuer.

    A person who is here already by the same verified address, such as the first admin, is the same one. Raises
    Invalid when the issuer does not say a verified address, Conflict when the address is somebody else's already.
    """
    known = known_by(session, claims, built_in_issuer)
    if known is not None:
        return session.get_one(Person, known.id)
    if claims.issuer == built_in_issuer or _is_shut_out(session, claims):
        raise NotSignedIn("You are signed out. Sign in again.")
    if claims.email is None:
        raise Invalid(
            "The token names no verified e-mail address: have the issuer add the claims email and email_verified."
        )
    person = find_person(session, claims.email)
    if person is None:
        person = Person(email=claims.email, name=claims.name, created_at=now)
        session.add(person)
    elif person.subject is not None:
        raise Conflict("This address belongs to another sign-in of the same issuer.")
    person.issuer, person.subject = claims.issuer, claims.subject
    session.flush()
    return person


def _is_shut_out(session: Session, claims: Claims) -> bool:
    known = select(Person.id).where(Person.issuer == claims.issuer, Person.subject == claims.subject)
    return session.scalar(known) is not None


def onboard(session: Session, person: Person, role: Role, said: Mapping[str, Any], now: datetime) -> None:
    """Give `person` the role, with what they said of themselves. Raises Invalid when an interviewer left out a part.

    An interviewer who changes what was verified (title, company, years of experience) has to be verified again. Who
    begins to wait for that is announced.
    """
    waited = _awaits_verification(person)
    if any(name in said and said[name] != getattr(person, name) for name in ("title", "company", "years_exp")):
        person.verified_at = None
    for name, value in said.items():
        if name == "categories":
            set_categories(person, value)
        else:
            setattr(person, name, value)
    missing = [words for name, words in NEEDED_OF_INTERVIEWERS.items() if getattr(person, name) in (None, [])]
    if role is Role.INTERVIEWER and missing:
        raise Invalid(f"An interviewer also needs: {', '.join(missing)}.")
    give_role(session, person, role)
    if _awaits_verification(person) and not waited:
        announce(session, Happened.INTERVIEWER_WAITING, person.id, now)


def _awaits_verification(person: Person) -> bool:
    return Role.INTERVIEWER in person.roles and person.verified_at is None


def interviewers(
    session: Session,
    *,
    category: str | None = None,
    lowest_rate: int | None = None,
    highest_rate: int | None = None,
    among: Sequence[str] | None = None,
    after: str | None = None,
    limit: int,
) -> Sequence[Person]:
    """Verified interviewers by id, from the first after `after`; `among` keeps only these ids."""
    query = (
        select(Person)
        .options(selectinload(Person.category_rows))
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(
            PersonRole.role == Role.INTERVIEWER,
            Person.verified_at.is_not(None),
            Person.disabled_at.is_(None),
            Person.erased_at.is_(None),
        )
    )
    if category is not None:
        query = query.where(Person.category_rows.any(PersonCategory.category == category))
    if lowest_rate is not None:
        query = query.where(Person.credit_rate >= lowest_rate)
    if highest_rate is not None:
        query = query.where(Person.credit_rate <= highest_rate)
    if among is not None:
        query = query.where(Person.id.in_(among))
    if after is not None:
        query = query.where(Person.id > after)
    return session.scalars(query.order_by(Person.id).limit(limit)).all()
