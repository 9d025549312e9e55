"""Finding people: who a token belongs to, and who can be booked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from interview_server.accounts.models import Person, PersonCategory, PersonRole, Role, SignIn
from interview_server.accounts.signing_in import end_all_sign_ins
from interview_server.accounts.tokens import Claims
from interview_server.errors import NotFound


def person_of(session: Session, claims: Claims, built_in_issuer: str | None) -> Person | None:
    """The person whose token said `claims`; None when there is none, the sign-in ended, or an admin disabled them.

    A token of the built-in issuer names the person and the sign-in; one of another issuer names its own subject.
    """
    query = select(Person).where(Person.disabled_at.is_(None), Person.erased_at.is_(None))
    if claims.issuer == built_in_issuer:
        query = query.join(SignIn, SignIn.person_id == Person.id).where(
            Person.id == claims.subject, SignIn.id == claims.sign_in_id, SignIn.ended_at.is_(None)
        )
    else:
        query = query.where(Person.issuer == claims.issuer, Person.subject == claims.subject)
    return session.scalar(query)


def add_person(
    session: Session,
    email: str,
    *,
    name: str = "",
    roles: frozenset[Role] = frozenset(),
    password_hash: str | None = None,
    now: datetime,
) -> Person:
    """A person whose `email` is known to be theirs. The first of `roles` by name becomes the current one."""
    role = min(roles, default=Role.UNASSIGNED)
    person = Person(email=email.lower(), name=name, role=role, password_hash=password_hash, created_at=now)
    person.role_rows = [PersonRole(role=held) for held in sorted(roles)]
    session.add(person)
    session.flush()
    return person


def give_role(session: Session, person: Person, role: Role) -> None:
    """Let `person` hold `role` from now on, and act in it."""
    if role not in person.roles:
        person.role_rows.append(PersonRole(role=role))
    person.role = role
    session.flush()


def set_categories(person: Person, categories: list[str]) -> None:
    """Replace the kinds of interview that `person` gives."""
    wanted = dict.fromkeys(categories)
    person.category_rows = [row for row in person.category_rows if row.category in wanted]
    held = set(person.categories)
    person.category_rows += [PersonCategory(category=name) for name in wanted if name not in held]


def bookable_interviewer(session: Session, person_id: str) -> Person:
    """The verified interviewer. Raises NotFound for anybody else."""
    person = session.scalar(
        select(Person)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(
            Person.id == person_id,
            PersonRole.role == Role.INTERVIEWER,
            Person.verified_at.is_not(None),
            Person.disabled_at.is_(None),
            Person.erased_at.is_(None),
        )
    )
    if person is None:
        raise NotFound("There is no such interviewer.")
    return person


def person(session: Session, person_id: str) -> Person:
    """Anybody, for an admin. Raises NotFound."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound("There is no such person.")
    return found


def search(
    session: Session,
    *,
    words: str | None = None,
    role: Role | None = None,
    awaiting_verification: bool = False,
    after: str | None = None,
    limit: int,
) -> Sequence[Person]:
    """People by their address, those behind the address `after` first; `words` is a part of address or name."""
    query = select(Person).options(selectinload(Person.category_rows))
    if words:
        query = query.where(
            Person.email.icontains(words, autoescape=True) | Person.name.icontains(words, autoescape=True)
        )
    if awaiting_verification:
        role, query = Role.INTERVIEWER, query.where(Person.verified_at.is_(None))
    if role is Role.UNASSIGNED:
        query = query.where(~Person.role_rows.any())
    elif role is not None:
        query = query.where(Person.role_rows.any(PersonRole.role == role))
    if after is not None:
        query = query.where(Person.email > after)
    return session.scalars(query.order_by(Person.email).limit(limit)).all()


def set_roles(session: Session, person: Person, roles: frozenset[Role]) -> None:
    """Let `person` hold exactly `roles`; the current one stays if it is among them."""
    person.role_rows = [row for row in person.role_rows if row.role in roles]
    person.role_rows += [PersonRole(role=role) for role in sorted(roles - person.roles)]
    if person.role not in roles:
        person.role = min(roles, default=Role.UNASSIGNED)
    session.flush()


def set_disabled(session: Session, person: Person, disabled: bool, now: datetime) -> None:
    """Shut `person` out, everywhere and at once, or let them in again."""
    person.disabled_at = now if disabled else None
    if disabled:
        end_all_sign_ins(session, person.id, now)
