"""Signing in and staying signed in: refresh tokens that are exchanged once, and what ends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from interview_server.accounts.issuer import ACCESS_TOKEN_LIVES, Issuer
from interview_server.accounts.models import (
    AuthorizationCode,
    DeviceLogin,
    PasswordReset,
    Person,
    RefreshToken,
    SignIn,
    SignUp,
)
from interview_server.accounts.passwords import digest, new_secret

REFRESH_TOKEN_LIVES: Final = timedelta(days=30)
"""How long somebody stays signed in without using the server. Chosen."""


@dataclass(frozen=True)
class Tokens:
    """What a client gets when somebody signs in."""

    access_token: str
    refresh_token: str
    expires_in_s: int


def find_person(session: Session, email: str) -> Person | None:
    """Who may sign in with this address."""
    return session.scalar(
        select(Person).where(Person.email == email.lower(), Person.disabled_at.is_(None), Person.erased_at.is_(None))
    )


def start_sign_in(
    session: Session, issuer: Issuer, person: Person, client: str, now: datetime
) -> tuple[SignIn, Tokens]:
    """Sign `person` in, who has just proved who they are."""
    sign_in = SignIn(person_id=person.id, client=client[:200], signed_in_at=now)
    session.add(sign_in)
    session.flush()
    return sign_in, _tokens(session, issuer, person, sign_in, now)


def refresh(session: Session, issuer: Issuer, token: str, now: datetime) -> Tokens | None:
    """The next tokens for a refresh token, which is used up by that; None when it is not accepted.

    A token that is used a second time has been copied: the whole sign-in ends. Commit in either case.
    """
    used = session.execute(
        update(RefreshToken)
        .where(RefreshToken.digest == digest(token), RefreshToken.used_at.is_(None), RefreshToken.expires_at > now)
        .values(used_at=now)
        .returning(RefreshToken.sign_in_id)
    ).scalar()
    if used is None:
        copied = session.scalar(
            select(RefreshToken.sign_in_id).where(
                RefreshToken.digest == digest(token), RefreshToken.used_at.is_not(None)
            )
        )
        if copied is not None:
            end_sign_in(session, copied, now)
        return None
    sign_in = session.get_one(SignIn, used)
    person = session.get_one(Person, sign_in.person_id)
    if sign_in.ended_at is not None or person.disabled_at is not None or person.erased_at is not None:
        return None
    return _tokens(session, issuer, person, sign_in, now)


def _tokens(session: Session, issuer: Issuer, person: Person, sign_in: SignIn, now: datetime) -> Tokens:
    secret = new_secret()
    row = RefreshToken(digest=digest(secret), sign_in_id=sign_in.id, expires_at=now + REFRESH_TOKEN_LIVES)
    session.add(row)
    access_token = issuer.access_token(session, person, sign_in, now)
    return Tokens(access_token, secret, int(ACCESS_TOKEN_LIVES.total_seconds()))


def end_sign_in(session: Session, sign_in_id: str, now: datetime) -> None:
    """Sign out: neither access nor refresh tokens of this sign-in are accepted any more."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(ended_at=now))


def end_all_sign_ins(session: Session, person_id: str, now: datetime) -> None:
    """Sign a person out everywhere, and forget what could still sign them in."""
    session.execute(
        update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)).values(ended_at=now)
    )
    for pending in (PasswordReset, AuthorizationCode, DeviceLogin):
        session.execute(delete(pending).where(pending.person_id == person_id))


def forget_expired(session: Session, now: datetime) -> None:
    """Delete what nobody can use any more."""
    for kind in (SignUp, PasswordReset, DeviceLogin, AuthorizationCode, RefreshToken):
        session.execute(delete(kind).where(kind.expires_at < now))
    alive = select(RefreshToken.sign_in_id)
    session.execute(delete(SignIn).where(SignIn.id.not_in(alive), SignIn.signed_in_at < now - REFRESH_TOKEN_LIVES))
