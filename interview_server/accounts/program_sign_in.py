"""Signing in a program: by a code typed elsewhere (RFC 8628), or through the browser with PKCE (RFC 7636)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from interview_server.accounts.issuer import Issuer
from interview_server.accounts.models import AuthorizationCode, DeviceLogin, Person
from interview_server.accounts.passwords import digest, new_secret
from interview_server.accounts.signing_in import Tokens, end_sign_in, start_sign_in
from interview_server.errors import Invalid, NotFound

DEVICE_CODE_LIVES: Final = timedelta(minutes=15)
POLL_INTERVAL_S: Final = 5
"""RFC 8628's default, and what it asks to add for each poll that comes too soon."""
AUTHORIZATION_CODE_LIVES: Final = timedelta(minutes=1)
"""RFC 6749 asks for at most ten minutes; the program waits for it. Chosen."""
USER_CODE_LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
"""RFC 8628, 6.1: twenty letters that make no words; eight of them are 34 bits."""
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
"""A SHA-256 in base64url without padding, as the method S256 makes it."""


class Waiting(StrEnum):
    """Why a device has no tokens, by the names of RFC 8628."""

    AUTHORIZATION_PENDING = "authorization_pending"
    SLOW_DOWN = "slow_down"
    ACCESS_DENIED = "access_denied"
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 - a name, no secret


@dataclass(frozen=True)
class DeviceCodes:
    """What a device polls with, and what its person types."""

    device_code: str
    user_code: str
    expires_in_s: int
    interval_s: int


def ask_device_login(session: Session, client: str, now: datetime) -> DeviceCodes:
    """Begin the sign-in of a device."""
    device_code = new_secret()
    letters = "".join(secrets.choice(USER_CODE_LETTERS) for _ in range(8))
    row = DeviceLogin(
        device_code_digest=digest(device_code),
        user_code=f"{letters[:4]}-{letters[4:]}",
        client=client[:200],
        next_poll_at=now,
        interval_s=POLL_INTERVAL_S,
        expires_at=now + DEVICE_CODE_LIVES,
    )
    session.add(row)
    session.flush()
    return DeviceCodes(device_code, row.user_code, int(DEVICE_CODE_LIVES.total_seconds()), POLL_INTERVAL_S)


def waiting_device(session: Session, user_code: str, now: datetime) -> DeviceLogin:
    """The device that waits with this code, typed in any case and with or without its hyphen. Raises NotFound."""
    letters = re.sub(r"[^A-Z]", "", user_code.upper())
    row = session.scalar(
        select(DeviceLogin)
        .where(
            DeviceLogin.user_code == f"{letters[:4]}-{letters[4:]}",
            DeviceLogin.expires_at > now,
            DeviceLogin.approved_at.is_(None),
            DeviceLogin.denied_at.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        raise NotFound("No device waits with this code. Look at it again: it works for a quarter of an hour.")
    return row


def answer_device(session: Session, user_code: str, person_id: str, approve: bool, now: datetime) -> None:
    """Let the device in as this person, or not. Raises NotFound."""
    row = waiting_device(session, user_code, now)
    if approve:
        row.person_id, row.approved_at = person_id, now
    else:
        row.denied_at = now


def poll_device(session: Session, issuer: Issuer, device_code: str, now: datetime) -> Tokens | Waiting:
    """The tokens of an approved device, once; or why there are none yet. Commit in either case."""
    row = session.scalar(
        select(DeviceLogin).where(DeviceLogin.device_code_digest == digest(device_code)).with_for_update()
    )
    if row is None or now >= row.expires_at:
        return Waiting.EXPIRED_TOKEN
    if row.denied_at is not None:
        return Waiting.ACCESS_DENIED
    too_soon = now < row.next_poll_at
    if too_soon:
        row.interval_s += POLL_INTERVAL_S
    row.next_poll_at = now + timedelta(seconds=row.interval_s)
    if too_soon:
        return Waiting.SLOW_DOWN
    person = session.get(Person, row.person_id) if row.person_id else None
    if person is None:
        return Waiting.AUTHORIZATION_PENDING
    session.delete(row)
    if person.disabled_at is not None or person.erased_at is not None:
        return Waiting.ACCESS_DENIED
    return start_sign_in(session, issuer, person, row.client, now)[1]


def check_authorization(redirect_uri: str, code_challenge: str) -> None:
    """Raises Invalid unless the code would go to a program on the same machine, which holds the verifier."""
    try:
        address = urlsplit(redirect_uri)
        port = address.port
    except ValueError:
        raise Invalid("The redirect address is not an address.") from None
    if address.scheme != "http" or address.hostname not in ("127.0.0.1", "::1") or not port or address.username:
        raise Invalid("The redirect address must be http://127.0.0.1:PORT/… or http://[::1]:PORT/…")
    if not _CHALLENGE.fullmatch(code_challenge):
        raise Invalid("The code challenge must be the SHA-256 of the verifier in base64url (method S256).")


def authorize(
    session: Session, person: Person, *, client: str, redirect_uri: str, code_challenge: str, now: datetime
) -> str:
    """A code for the program at `redirect_uri`, after `person` proved who they are. Raises Invalid."""
    check_authorization(redirect_uri, code_challenge)
    code = new_secret()
    row = AuthorizationCode(
        digest=digest(code),
        person_id=person.id,
        client=client[:200],
        redirect_uri=redirect_uri,
        code_challenge=code_challenge,
        signed_in_at=now,
        expires_at=now + AUTHORIZATION_CODE_LIVES,
    )
    session.add(row)
    return code


def exchange(
    session: Session, issuer: Issuer, *, code: str, verifier: str, redirect_uri: str, now: datetime
) -> Tokens | None:
    """The tokens for a code, once; None when it is not accepted. Commit in either case.

    A code that is used a second time has been copied: the sign-in it was exchanged for ends.
    """
    row = session.scalar(select(AuthorizationCode).where(AuthorizationCode.digest == digest(code)).with_for_update())
    if row is None:
        return None
    if row.sign_in_id is not None:
        end_sign_in(session, row.sign_in_id, now)
        return None
    person = session.get_one(Person, row.person_id)
    if (
        now >= row.expires_at
        or redirect_uri != row.redirect_uri
        or not hmac.compare_digest(challenge_of(verifier), row.code_challenge)
        or person.disabled_at is not None
    ):
        session.delete(row)
        return None
    sign_in, tokens = start_sign_in(session, issuer, person, row.client, row.signed_in_at)
    session.execute(
        update(AuthorizationCode)
        .where(AuthorizationCode.digest == row.digest)
        .values(sign_in_id=sign_in.id, expires_at=now + DEVICE_CODE_LIVES)
    )
    return tokens


def challenge_of(verifier: str) -> str:
    """The challenge of a verifier by the method S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
