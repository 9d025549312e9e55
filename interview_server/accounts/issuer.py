"""The built-in issuer: it signs access tokens with a key that all workers share through the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import RSAAlgorithm
from sqlalchemy import select
from sqlalchemy.orm import Session

from interview_server.accounts.models import Person, SignIn, SigningKey
from interview_server.accounts.tokens import KeySet, Verifier
from interview_server.database.base import new_id
from interview_server.database.connection import Database

AUDIENCE: Final = "interview"
ACCESS_TOKEN_LIVES: Final = timedelta(minutes=15)
"""Chosen: short, since the sign-in of a token is looked up on every request anyway."""
KEY_BITS: Final = 2048
"""NIST SP 800-57: 112 bits of security, enough until 2030."""


class Issuer:
    """Signs tokens, and reads them back through `verifier`."""

    def __init__(self, url: str, database: Database) -> None:
        self.url: Final = url
        self._database: Final = database
        self.verifier: Final = Verifier(url, KeySet(self.public_keys, refetch_after_s=0), AUDIENCE)

    def access_token(self, session: Session, person: Person, sign_in: SignIn, now: datetime) -> str:
        """A token by which `person` is known until it expires or `sign_in` ends."""
        row = newest_key(session, now)
        claims = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": person.id,
            "sid": sign_in.id,
            "email": person.email,
            "email_verified": True,
            "name": person.name,
            "auth_time": int(sign_in.signed_in_at.timestamp()),
            "iat": int(now.timestamp()),
            "exp": int((now + ACCESS_TOKEN_LIVES).timestamp()),
        }
        return jwt.encode(claims, _load(row.private_pem), algorithm="RS256", headers={"kid": row.id})

    def public_keys(self) -> Mapping[str, RSAPublicKey]:
        """All keys whose tokens are accepted, by their id."""
        with self._database.reading() as session:
            return {row.id: _load(row.private_pem).public_key() for row in session.scalars(select(SigningKey))}

    def published(self) -> dict[str, Any]:
        """The public keys as a JSON Web Key Set (RFC 7517)."""
        return {"keys": [_as_jwk(key) | {"kid": key_id} for key_id, key in self.public_keys().items()]}


def newest_key(session: Session, now: datetime) -> SigningKey:
    """The key that signs; made when there is none. Two workers may each make one at first: both are good."""
    found = session.scalar(select(SigningKey).order_by(SigningKey.created_at.desc(), SigningKey.id).limit(1))
    return found or add_key(session, now)


def add_key(session: Session, now: datetime) -> SigningKey:
    """A new key, which signs from now on. Tokens of the older ones stay good until they expire."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    row = SigningKey(id=new_id(), private_pem=pem, created_at=now)
    session.add(row)
    session.flush()
    return row


@lru_cache(maxsize=16)  # chosen: more keys than are ever good at once
def _load(private_pem: str) -> RSAPrivateKey:
    """The key, kept: reading and checking one takes longer than most requests."""
    key = load_pem_private_key(private_pem.encode(), password=None)
    assert isinstance(key, RSAPrivateKey)
    return key


def _as_jwk(key: RSAPublicKey) -> dict[str, Any]:
    return {**RSAAlgorithm.to_jwk(key, as_dict=True), "use": "sig", "alg": "RS256"}
