"""What is done on the machine itself, before anybody can sign in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from interview_server.accounts import people, signing_in, signing_up
from interview_server.accounts.models import PersonRole, Role
from interview_server.database.connection import Database
from interview_server.jobs.worker import system_clock
from interview_server.settings import Settings


@contextmanager
def _transaction(settings: Settings) -> Iterator[Session]:
    database = Database(settings.database_url, pool_size=1)
    try:
        with database.transaction() as session:
            yield session
    finally:
        database.close()


def has_admin(settings: Settings) -> bool:
    """Whether somebody is an admin."""
    with _transaction(settings) as session:
        return session.scalar(select(PersonRole.person_id).where(PersonRole.role == Role.ADMIN).limit(1)) is not None


def make_admin(settings: Settings, email: str) -> str | None:
    """Make who has this address an admin, with a new account if need be; the link that sets their password.

    None with an external issuer: there the person signs in as usual, and the issuer must say that the address is
    verified.
    """
    now = system_clock()
    with _transaction(settings) as session:
        person = signing_in.find_person(session, email) or people.add_person(session, email, now=now)
        people.give_role(session, person, Role.ADMIN)
        if not settings.has_built_in_accounts:
            return None
        return signing_up.link(settings.public_url, "reset", signing_up.reset_code(session, person, now))
