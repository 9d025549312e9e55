"""Access tokens: RS256 JWTs, checked in one way whoever signed them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.utils import base64url_decode

from interview_server.errors import NotSignedIn, Unavailable

CLOCK_SKEW: Final = timedelta(seconds=30)
"""How far the issuer's clock may be from ours. Chosen; Clerk's own check allows 5 s, Auth0's 60 s."""
KEYS_LIVE_S: Final = 600
"""After this time the issuer's keys are read again, so that one it has withdrawn stops working. Chosen."""
REFETCH_AFTER_S: Final = 30
"""The least time between two readings of the keys: tokens with made-up key ids cause no more of them. Chosen."""
LONGEST_TOKEN: Final = 16_000
"""Characters; a longer token is not looked at. Chosen."""

MOST_SEEN: Final = 1000
"""How many tokens whose signature was verified a process remembers at most. Chosen."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Claims:
    """What an accepted token says."""

    issuer: str
    subject: str
    sign_in_id: str | None
    signed_in_at: datetime
    """When the person last proved who they are; the epoch when the issuer does not say."""
    email: str | None
    """In lower case, and only when the issuer says that it is verified."""
    name: str


class TokenReader(Protocol):
    """Checks access tokens."""

    def read(self, token: str, now: datetime) -> Claims:
        """What `token` says. Raises NotSignedIn when it is not accepted, Unavailable without the issuer's keys."""


@dataclass
class KeySet:
    """An issuer's public keys by their id, cached. `fetch` reads them and raises OSError when it cannot."""

    fetch: Callable[[], Mapping[str, RSAPublicKey]]
    refetch_after_s: float = REFETCH_AFTER_S
    monotonic: Callable[[], float] = time.monotonic
    _keys: Mapping[str, RSAPublicKey] = field(default_factory=dict)
    _fetched_at: float | None = None
    _tried_at: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def key(self, key_id: str) -> RSAPublicKey | None:
        """The key called `key_id`, or None. Raises Unavailable when no keys could be read yet."""
        known = key_id in self._keys
        if (self._is_old() or not known) and self._lock.acquire(blocking=not known):
            try:
                if (self._is_old() or key_id not in self._keys) and self._may_try():
                    self._refresh()
            finally:
                self._lock.release()
        if self._fetched_at is None:
            raise Unavailable("The keys of the sign-in service cannot be read. Try again in a minute.")
        return self._keys.get(key_id)

    def _is_old(self) -> bool:
        return self._fetched_at is None or self.monotonic() - self._fetched_at > KEYS_LIVE_S

    def _may_try(self) -> bool:
        return self._tried_at is None or self.monotonic() - self._tried_at >= self.refetch_after_s

    def _refresh(self) -> None:
        self._tried_at = self.monotonic()
        try:
            self._keys = self.fetch()
        except OSError as problem:  # the keys read before stay good until the issuer answers again
            log.warning("keys not read", problem=str(problem))
            return
        self._fetched_at = self._tried_at


@dataclass(frozen=True)
class _Seen:
    """A token whose signature was verified: by which key, and its claims."""

    key_id: str
    key: RSAPublicKey
    claims: dict[str, Any]


@dataclass(frozen=True)
class Verifier:
    """Reads the tokens of one issuer: signature, issuer, audience, authorized party and times.

    The signature of a token is verified once, as long as its key is good; its times are looked at each time.
    """

    issuer: str
    keys: KeySet
    audience: str | None
    """What `aud` must contain; None accepts any."""
    authorized_parties: frozenset[str] = frozenset()
    """One of which `azp` must be; with none, any is accepted."""
    _seen: dict[str, _Seen] = field(default_factory=dict, repr=False, compare=False)

    def read(self, token: str, now: datetime) -> Claims:
        try:
            claims = self._verified(token)
            self._check(claims, now)
            return _read_claims(claims, now)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as problem:
            log.info("token refused", reason=str(problem))
            raise NotSignedIn(
                "The token is not accepted, or no longer. Sign in again.",
                {"WWW-Authenticate": 'Bearer error="invalid_token"'},
            ) from None

    def _verified(self, token: str) -> dict[str, Any]:
        seen = self._seen.get(token)
        if seen is not None and self.keys.key(seen.key_id) is seen.key:
            return seen.claims
        if len(token) > LONGEST_TOKEN:
            raise ValueError("too long")
        key_id = _key_id(token)
        key = self.keys.key(key_id)
        if key is None:
            raise ValueError("unknown key")
        options: Any = dict.fromkeys(("verify_exp", "verify_nbf", "verify_iat"), False)  # by _check, and `now`
        options |= {"require": ["iss", "sub", "exp", "iat"], "verify_aud": self.audience is not None}
        claims = jwt.decode(
            token, key, algorithms=["RS256"], issuer=self.issuer, audience=self.audience, options=options
        )
        if len(self._seen) >= MOST_SEEN:
            self._seen.clear()
        self._seen[token] = _Seen(key_id, key, claims)
        return claims

    def _check(self, claims: dict[str, Any], now: datetime) -> None:
        if now >= _instant(claims["exp"]) + CLOCK_SKEW:
            raise ValueError("expired")
        if any(now < _instant(claims[name]) - CLOCK_SKEW for name in ("nbf", "iat") if name in claims):
            raise ValueError("not yet valid")
        if self.authorized_parties and claims.get("azp") not in self.authorized_parties:
            raise ValueError("another party's token")
        if claims.get("sts") == "pending":  # Clerk: signed in, but a step such as choosing a team is still open
            raise ValueError("the sign-in is not complete")


def _key_id(token: str) -> str:
    """The key that signed a token by its own account: `jwt.decode` looks at all of it, this costs a tenth of that."""
    try:
        header = json.loads(base64url_decode(token.partition(".")[0]))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(header, dict) or header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
        raise ValueError("not RS256 with a key id")
    return str(header["kid"])


def _instant(seconds: Any) -> datetime:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise ValueError("a time is not a number")
    return datetime.fromtimestamp(seconds, UTC)


def _read_claims(claims: dict[str, Any], now: datetime) -> Claims:
    subject, email, name = claims["sub"], claims.get("email"), claims.get("name")
    if not subject or not isinstance(subject, str) or len(subject) > 255:
        raise ValueError("no usable subject")
    verified = claims.get("email_verified") in (True, "true")
    sid = claims.get("sid")
    return Claims(
        issuer=claims["iss"],
        subject=subject,
        sign_in_id=sid if isinstance(sid, str) else None,
        signed_in_at=min(_signed_in_at(claims), now),
        email=email.strip().lower() if verified and isinstance(email, str) else None,
        name=name.strip()[:200] if isinstance(name, str) else "",
    )


def _signed_in_at(claims: dict[str, Any]) -> datetime:
    """OpenID Connect says it in `auth_time`; Clerk in `fva`, minutes since the first factor was verified (or -1)."""
    if "auth_time" in claims:
        return _instant(claims["auth_time"])
    ages = claims.get("fva")
    if isinstance(ages, list) and ages and isinstance(ages[0], int) and ages[0] >= 0:
        return _instant(claims["iat"]) - timedelta(minutes=ages[0])
    return datetime.fromtimestamp(0, UTC)
