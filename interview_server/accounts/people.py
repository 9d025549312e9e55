"""Finding people: who a token belongs to, and who can be booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.orm import Session, selectinload

from interview_server.accounts.models import Person, PersonCategory, PersonRole, Role, SignIn
from interview_server.accounts.signing_in import end_all_sign_ins
from interview_server.accounts.tokens import Claims
from interview_server.errors import NotFound


@dataclass(frozen=True)
class Known:
    """Who a token belongs to, with what every request has to know of them."""

    id: str
    email: str
    role: Role
    roles: frozenset[Role]


_PERSON: Final = cast("Table", Person.__table__)
_ROLE: Final = cast("Table", PersonRole.__table__)
_SIGN_IN: Final = cast("Table", SignIn.__table__)
_KNOWN: Final = (
    select(_PERSON.c.id, _PERSON.c.email, _PERSON.c.role, _ROLE.c.role.label("held"))
    .select_from(_PERSON.outerjoin(_ROLE, _ROLE.c.person_id == _PERSON.c.id))
    .where(_PERSON.c.disabled_at.is_(None), _PERSON.c.erased_at.is_(None))
)
BOOKABLE: Final = (
    _ROLE.c.role == Role.INTERVIEWER,
    _PERSON.c.verified_at.is_not(None),
    _PERSON.c.disabled_at.is_(None),
    _PERSON.c.erased_at.is_(None),
)
"""What holds for a row of a person, joined with one of their roles, by which they can be booked."""
_SIGNED_IN_HERE: Final = _KNOWN.join(_SIGN_IN, _SIGN_IN.c.person_id == _PERSON.c.id).where(
    _PERSON.c.id == bindparam("subject"), _SIGN_IN.c.id == bindparam("sign_in"), _SIGN_IN.c.ended_at.is_(None)
)
_SIGNED_IN_ELSEWHERE: Final = _KNOWN.where(
    _PERSON.c.issuer == bindparam("issuer"), _PERSON.c.subject == bindparam("subject")
)
"""Made once, and of tables: every request asks this, and for a short statement making it takes the longest."""


def known_by(session: Session | Connection, claims: Claims, built_in_issuer: str | None) -> Known | None:
    """The person whose token said `claims`; None when there is none, the sign-in ended, or an admin disabled them.

    A token of the built-in issuer names the person and the sign-in; one of another issuer names its own subject.
    """
    if claims.issuer == built_in_issuer:
        sent = {"subject": claims.subject, "sign_in": claims.sign_in_id}
        rows = session.execute(_SIGNED_IN_HERE, sent).all()
    else:
        rows = session.execute(_SIGNED_IN_ELSEWHERE, {"issuer": claims.issuer, "subject": claims.subject}).all()
    if not rows:
        return None
    first = rows[0]
    return Known(first.id, first.email, first.role, frozenset(row.held for row in rows if row.held is not None))


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
        select(Person).join(PersonRole, PersonRole.person_id == Person.id).where(Person.id == person_id, *BOOKABLE)
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
    """People by their address, from the first after the address `after`; `words` is a part of address or name."""
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
