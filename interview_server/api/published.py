"""What a client finds without signing in: how to sign in, and the keys of the tokens."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from interview_server.accounts.tokens import Verifier
from interview_server.api.schema import Sent
from interview_server.errors import NotFound

router = APIRouter(tags=["sign-in"])


class SigningIn(Sent):
    """How to sign in: by the paths under /api/auth, or with tokens of another issuer."""

    issuer: str
    built_in: bool


@router.get("/.well-known/jwks.json")
def published_keys(request: Request) -> dict[str, Any]:
    """The public keys of the built-in issuer (RFC 7517)."""
    if request.app.state.issuer is None:
        raise NotFound("Tokens are signed elsewhere: see /api/auth.")
    keys: dict[str, Any] = request.app.state.issuer.published()
    return keys


@router.get("/api/auth")
def signing_in(request: Request) -> SigningIn:
    """Who signs the tokens that are accepted here."""
    tokens: Verifier = request.app.state.tokens
    return SigningIn(issuer=tokens.issuer, built_in=request.app.state.issuer is not None)
