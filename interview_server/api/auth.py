"""Signing up and in with the built-in accounts. With an external issuer these paths are not there."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import Field, StringConstraints

from interview_server.accounts import devices, signing_in, signing_up
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
from interview_server.database.limits import Limit, count_against
from interview_server.database.engine import Database
from interview_server.errors import Conflict, NotAllowed, NotSignedIn
from datetime import datetime, timedelta

EMAIL_PATTERN = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$"
"""What browsers take for an address (WHATWG HTML, "valid e-mail address"), with a dot in the domain."""
ATTEMPTS = Limit("attempts to sign in with this address", times=20, within=timedelta(minutes=15))
MAILS = Limit("mails asked for to this address", times=5, within=timedelta(hours=1))
FROM_ONE_PLACE = Limit("requests from your network", times=200, within=timedelta(minutes=15))
"""The limits are chosen: a person who mistypes stays far below them."""

Email = Annotated[str, StringConstraints(max_length=254, pattern=EMAIL_PATTERN)]
NewPassword = Annotated[str, StringConstraints(min_length=SHORTEST_PASSWORD, max_length=LONGEST_PASSWORD)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=200)]
ClientName = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[ -~]+$")]

router = APIRouter(prefix="/api/auth", tags=["sign-in"])
