"""Who asks: the caller of every request by its access token, and what else a handler needs from the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from interview_server.accounts.models import Role
from interview_server.accounts.people import known_by
from interview_server.accounts.tokens import Claims
from interview_server.database.connection import Database
from interview_server.errors import NotAllowed, NotSignedIn

FRESH_LOGIN: Final = timedelta(minutes=10)
"""How long after signing in an admin may move money. Chosen."""


@dataclass(frozen=True)
class Caller:
    """The person who asks, as the database knows them now."""

    person_id: str
    email: str
    roles: frozenset[Role]
    role: Role
    signed_in_at: datetime

    def is_fresh_login(self, now: datetime) -> bool:
        """Whether the person proved who they are a short time ago."""
        return now - self.signed_in_at <= FRESH_LOGIN


async def opened_database(request: Request) -> Database:
    """The database of this process. Asynchronous, as all that waits for nothing: a thread costs more than it does."""
    database: Database = request.app.state.database
    return database


async def current_time(request: Request) -> datetime:
    """Now, by the application's clock."""
    now: datetime = request.app.state.clock()
    return now


async def request_id(request: Request) -> str:
    """The id of this request: in its answer, the log, its jobs and the entries of the ledger."""
    found: str = request.state.request_id
    return found


Opened = Annotated[Database, Depends(opened_database)]
Now = Annotated[datetime, Depends(current_time)]
RequestId = Annotated[str, Depends(request_id)]

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="An access token.")


Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def accepted_claims(request: Request, sent: Bearer) -> Claims:
    """What the request's token says. Raises NotSignedIn."""
    if sent is None:
        raise NotSignedIn("Sign in first: this needs an access token.", {"WWW-Authenticate": "Bearer"})
    state = request.app.state
    claims: Claims = state.tokens.read(sent.credentials, state.clock())
    return claims


Claimed = Annotated[Claims, Depends(accepted_claims)]


def built_in_url(request: Request) -> str | None:
    """The name of the built-in issuer in its tokens; None with an external one."""
    issuer = request.app.state.issuer
    return issuer.url if issuer else None


def caller(request: Request, sent: Bearer) -> Caller:
    """The person of the token. Raises NotSignedIn when the sign-in ended, NotAllowed when nobody is known."""
    claims = accepted_claims(request, sent)
    built_in = built_in_url(request)
    with request.app.state.database.reading_tables() as connection:
        known = known_by(connection, claims, built_in)
    if known is not None:
        return Caller(known.id, known.email, known.roles, known.role, claims.signed_in_at)
    if claims.issuer == built_in:
        raise NotSignedIn("You are signed out. Sign in again.", {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    raise NotAllowed("Nobody is known by this sign-in here yet: send POST /api/user/sync first.")


SignedIn = Annotated[Caller, Depends(caller)]


async def admin(asking: SignedIn) -> Caller:
    """The caller, who is an admin. Raises NotAllowed for others."""
    if Role.ADMIN not in asking.roles:
        raise NotAllowed("Only an admin may do this.")
    return asking


Admin = Annotated[Caller, Depends(admin)]


async def fresh_admin(asking: Admin, now: Now) -> Caller:
    """The caller, an admin who signed in a short time ago: what moves money asks for this."""
    if not asking.is_fresh_login(now):
        minutes = FRESH_LOGIN // timedelta(minutes=1)
        raise NotAllowed(f"This needs a sign-in of the last {minutes} minutes. Sign in again, then repeat it.")
    return asking


FreshAdmin = Annotated[Caller, Depends(fresh_admin)]
