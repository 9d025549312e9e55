"""Signing up and in with the built-in accounts. With an external issuer these paths are not there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import Field, StringConstraints

from interview_server.accounts import program_sign_in, signing_in, signing_up
from interview_server.accounts.issuer import Issuer
from interview_server.accounts.models import Person
from interview_server.accounts.passwords import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    digest,
    hash_password,
    password_matches,
)
from interview_server.api.access import Claimed, Now, Opened, SignedIn
from interview_server.api.schema import Problem, Received, Sent
from interview_server.database.connection import Database
from interview_server.database.limits import Limit, count_against
from interview_server.errors import Invalid, NotSignedIn

_LABEL: Final = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL_PATTERN: Final = rf"^[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(\.{_LABEL})+$"
"""What browsers take for an address (WHATWG HTML, "valid e-mail address"), with a dot in the domain."""
SIGN_INS: Final = Limit("attempts to sign in with this address", times=20, within=timedelta(minutes=15))
MAILS: Final = Limit("mails to this address", times=5, within=timedelta(hours=1))
FROM_ONE_PLACE: Final = Limit("attempts from your network", times=200, within=timedelta(minutes=15))
"""The three limits are chosen: who mistypes stays far below them."""

Email = Annotated[str, StringConstraints(max_length=254, pattern=EMAIL_PATTERN)]
NewPassword = Annotated[str, StringConstraints(min_length=SHORTEST_PASSWORD, max_length=LONGEST_PASSWORD)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=200)]
ClientName = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[ -~]+$")]

router = APIRouter(prefix="/api/auth", tags=["sign-in"])


class Said(Sent):
    """What happens now, as a sentence."""

    detail: str


class TokensSent(Sent):
    """What to send as `Authorization: Bearer` for `expiresIn` seconds, and what to exchange for the next tokens."""

    access_token: str
    refresh_token: str
    expires_in: int
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a name, no secret


class NewAccount(Received):
    email: Email
    password: NewPassword
    name: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class Credentials(Received):
    email: Email
    password: Secret
    client: ClientName = "interview"


class RefreshTokenReceived(Received):
    refresh_token: Secret


class CodeReceived(Received):
    code: Secret


class ResetReceived(Received):
    """Either the address, to have a code mailed, or the code of the mail with the new password."""

    email: Email | None = None
    code: Secret | None = None
    password: NewPassword | None = None


class ClientReceived(Received):
    client: ClientName = "interview"


class DeviceCodesSent(Sent):
    """By RFC 8628: show `userCode` and `verificationUri`, and poll every `interval` seconds."""

    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: int
    interval: int


class DeviceCodeReceived(Received):
    device_code: Secret


class DeviceAnswer(Received):
    user_code: Annotated[str, StringConstraints(min_length=8, max_length=20)]
    approve: bool


class NotYet(Problem):
    """Why a device has no tokens, by the names of RFC 8628."""

    error: program_sign_in.Waiting


class ExchangeReceived(Received):
    code: Secret
    code_verifier: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._~-]{43,128}$")]
    redirect_uri: Annotated[str, Field(max_length=500)]


def built_in_issuer(request: Request) -> Issuer:
    """The issuer of this server."""
    issuer: Issuer = request.app.state.issuer
    return issuer


BuiltIn = Annotated[Issuer, Depends(built_in_issuer)]


def place_of(request: Request) -> str:
    """Where a request comes from, for limits."""
    return request.client.host if request.client else "unknown"


Place = Annotated[str, Depends(place_of)]


def count_attempt(database: Database, limit: Limit, email: str, place: str, now: datetime) -> None:
    """Count one attempt for the address and its network, whatever comes of it. Raises TooMany."""
    with database.transaction() as session:
        count_against(session, FROM_ONE_PLACE, f"network {place}", now)
        count_against(session, limit, digest(email.lower()), now)


def person_by_password(database: Database, email: str, password: str, place: str, now: datetime) -> Person:
    """Who has this address and password. Raises NotSignedIn, the same for an unknown address, and TooMany."""
    count_attempt(database, SIGN_INS, email, place, now)
    with database.reading() as session:
        person = signing_in.find_person(session, email)
    if not password_matches(password, person.password_hash if person else None) or person is None:
        raise NotSignedIn("Address and password do not belong together, or the address is not confirmed yet.")
    return person


def _sent(tokens: signing_in.Tokens) -> TokensSent:
    return TokensSent(
        access_token=tokens.access_token, refresh_token=tokens.refresh_token, expires_in=tokens.expires_in_s
    )


@router.post("/signup", status_code=202)
def sign_up(body: NewAccount, database: Opened, place: Place, now: Now) -> Said:
    """Ask for an account. A mail to the address says what to do next, whether or not there is one already."""
    count_attempt(database, MAILS, body.email, place, now)
    hashed = hash_password(body.password)
    with database.transaction() as session:
        signing_up.sign_up(session, body.email, body.name.strip(), hashed, now)
    return Said(detail="Check your mail for a link. It works for an hour.")


@router.post("/verify")
def verify(body: CodeReceived, issuer: BuiltIn, database: Opened, now: Now) -> TokensSent:
    """Confirm the address by the code of the mail; this signs in."""
    with database.transaction() as session:
        person = signing_up.verify(session, body.code, now)
        return _sent(signing_in.start_sign_in(session, issuer, person, "sign-up", now)[1])


@router.post("/login")
def log_in(body: Credentials, issuer: BuiltIn, database: Opened, place: Place, now: Now) -> TokensSent:
    """Sign in with a password."""
    person = person_by_password(database, body.email, body.password, place, now)
    with database.transaction() as session:
        return _sent(signing_in.start_sign_in(session, issuer, person, body.client, now)[1])


@router.post("/refresh")
def refresh(body: RefreshTokenReceived, issuer: BuiltIn, database: Opened, now: Now) -> TokensSent:
    """Exchange a refresh token for the next tokens. It works once: using it again ends the sign-in."""
    with database.transaction() as session:
        tokens = signing_in.refresh(session, issuer, body.refresh_token, now)
    if tokens is None:
        raise NotSignedIn("You are signed out. Sign in again.")
    return _sent(tokens)


@router.post("/logout", status_code=204)
def log_out(claims: Claimed, caller: SignedIn, database: Opened, now: Now) -> None:
    """End this sign-in: its tokens are not accepted any more."""
    del caller
    with database.transaction() as session:
        signing_in.end_sign_in(session, claims.sign_in_id or "", now)


@router.post("/reset")
def reset(body: ResetReceived, database: Opened, place: Place, now: Now) -> Said:
    """Have a code mailed (`email`), or set a new password by it (`code` and `password`)."""
    if body.email and not body.code and not body.password:
        count_attempt(database, MAILS, body.email, place, now)
        with database.transaction() as session:
            signing_up.ask_reset(session, body.email, now)
        return Said(detail="If the address is known, a mail says how to set a new password.")
    if body.code and body.password and not body.email:
        hashed = hash_password(body.password)
        with database.transaction() as session:
            signing_up.reset(session, body.code, hashed, now)
        return Said(detail="The new password is set, and you are signed out everywhere. Sign in with it.")
    raise Invalid("Send either email, or code and password.")


@router.post("/device")
def ask_device_login(
    body: ClientReceived, request: Request, database: Opened, place: Place, now: Now
) -> DeviceCodesSent:
    """Begin to sign in a device whose person types a code on another one."""
    with database.transaction() as session:
        count_against(session, FROM_ONE_PLACE, f"network {place}", now)
        codes = program_sign_in.ask_device_login(session, body.client, now)
    page = f"{request.app.state.settings.public_url.rstrip('/')}/device"
    return DeviceCodesSent(
        device_code=codes.device_code,
        user_code=codes.user_code,
        verification_uri=page,
        verification_uri_complete=f"{page}?code={codes.user_code}",
        expires_in=codes.expires_in_s,
        interval=codes.interval_s,
    )


@router.post("/device/token", response_model=TokensSent, responses={400: {"model": NotYet | Problem}})
def poll_device(body: DeviceCodeReceived, issuer: BuiltIn, database: Opened, now: Now) -> Any:
    """The tokens of a device, once its person approved it."""
    with database.transaction() as session:
        outcome = program_sign_in.poll_device(session, issuer, body.device_code, now)
    if isinstance(outcome, signing_in.Tokens):
        return _sent(outcome)
    words = {
        program_sign_in.Waiting.AUTHORIZATION_PENDING: "Nobody has approved this device yet.",
        program_sign_in.Waiting.SLOW_DOWN: "Asked too soon: wait five seconds longer each time.",
        program_sign_in.Waiting.ACCESS_DENIED: "The sign-in of this device was refused.",
        program_sign_in.Waiting.EXPIRED_TOKEN: "This code does not work any more. Begin again.",
    }
    return JSONResponse({"detail": words[outcome], "error": outcome}, status_code=400)


@router.post("/device/approve", status_code=204)
def answer_device(body: DeviceAnswer, caller: SignedIn, database: Opened, now: Now) -> None:
    """Let the device with this code in as yourself, or refuse it."""
    with database.transaction() as session:
        count_against(session, SIGN_INS, f"device codes of {caller.person_id}", now)
    with database.transaction() as session:
        program_sign_in.answer_device(session, body.user_code, caller.person_id, body.approve, now)


@router.post("/token")
def exchange(body: ExchangeReceived, issuer: BuiltIn, database: Opened, now: Now) -> TokensSent:
    """Exchange the code of a browser login for tokens, with the verifier whose challenge began it."""
    with database.transaction() as session:
        tokens = program_sign_in.exchange(
            session, issuer, code=body.code, verifier=body.code_verifier, redirect_uri=body.redirect_uri, now=now
        )
    if tokens is None:
        raise NotSignedIn("The code does not work, or no longer. Begin to sign in again.")
    return _sent(tokens)
