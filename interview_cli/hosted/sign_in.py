"""Being signed in at a server: the tokens kept, renewed before they run out, and forgotten."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final, NotRequired

from typing_extensions import TypedDict

from interview_cli.errors import InputError
from interview_cli.file_lock import alone
from interview_cli.hosted.server import MarketServer, NotOffered, NotSignedIn
from interview_cli.interview.ports import Clock
from interview_cli.web.keeping import Safe

RENEWED_BEFORE: Final = timedelta(seconds=60)
"""A token is renewed when it runs out this soon (chosen): a request must not meet its end on the way."""
MAX_TOKEN_CHARACTERS: Final = 8_192
"""A longer text is no token (chosen): servers take no longer header."""


class Tokens(TypedDict):
    """What a server gives when somebody signs in. `expiresIn` is in seconds."""

    accessToken: str
    refreshToken: NotRequired[str | None]
    expiresIn: NotRequired[int | None]


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who is signed in at a server, and what proves it. Without `refresh_token` it ends with the access token."""

    person_id: str
    email: str
    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: str | None = None

    @classmethod
    def of(cls, tokens: Tokens, now: datetime, person_id: str = "", email: str = "") -> SignIn:
        """Tokens as a server has given them. Raises InputError when they cannot be tokens."""
        lives_s = tokens.get("expiresIn")
        expires_at = now + timedelta(seconds=min(max(lives_s, 0), 10**8)) if lives_s is not None else None
        refresh = tokens.get("refreshToken") or None
        for each in (tokens["accessToken"], refresh):
            if each is not None:
                require_token(each)
        written = expires_at.astimezone(UTC).isoformat() if expires_at else None
        return cls(person_id, email, tokens["accessToken"], refresh, written)


def require_token(text: str) -> None:
    """Raises InputError for a text that no token can be."""
    if not text or len(text) > MAX_TOKEN_CHARACTERS or not text.isascii() or not text.isprintable() or " " in text:
        raise InputError("That is not a token: it is empty, or has spaces or characters that no token has.")


class SignIns:
    """The sign-in kept for one server, as the `Access` of its requests.

    Refresh tokens work once: whoever renews does so alone, and the others take what that has kept.
    """

    def __init__(self, address: str, safe: Safe, clock: Clock) -> None:
        self._address = address
        self._safe = safe
        self._clock = clock

    def current(self) -> SignIn | None:
        """Who is signed in. Raises InputError when what is kept cannot be read."""
        text = self._safe.find(self._address)
        if text is None:
            return None
        try:
            return SignIn(**json.loads(text))
        except (ValueError, TypeError):
            raise InputError(f"The sign-in kept for {self._address} is damaged.", "interview market login") from None

    def keep(self, sign_in: SignIn) -> None:
        """Be signed in so from now on."""
        self._safe.keep(self._address, json.dumps(asdict(sign_in)))

    def forget(self) -> bool:
        """Be signed out on this machine; whether one was signed in."""
        return bool(self._safe.forget(self._address))

    def token(self) -> str | None:
        """The access token, renewed where it is about to run out."""
        sign_in = self.current()
        if sign_in is None:
            return None
        if sign_in.refresh_token is None or not self._runs_out(sign_in):
            return sign_in.access_token
        return self.renewed(sign_in.access_token) or sign_in.access_token

    def renewed(self, refused: str) -> str | None:
        """Another token in place of one that was refused or runs out; None when the sign-in has ended."""
        with alone(self._safe.file.with_name("renewal")):
            sign_in = self.current()
            if sign_in is None or sign_in.refresh_token is None:
                return None
            if sign_in.access_token != refused:
                return sign_in.access_token
            body = {"refreshToken": sign_in.refresh_token}
            try:
                tokens = MarketServer(self._address).send("POST", "api/auth/refresh", body, Tokens)
            except (NotSignedIn, NotOffered):
                return None
            fresh = SignIn.of(tokens, self._clock.now(), sign_in.person_id, sign_in.email)
            self.keep(replace(fresh, refresh_token=fresh.refresh_token or sign_in.refresh_token))
            return fresh.access_token

    def _runs_out(self, sign_in: SignIn) -> bool:
        if sign_in.expires_at is None:
            return False
        try:
            return datetime.fromisoformat(sign_in.expires_at) - self._clock.now() < RENEWED_BEFORE
        except (ValueError, TypeError):
            return True


class Presented:
    """The `Access` of a token that is not kept yet."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self) -> str | None:
        """The token."""
        return self._token

    def renewed(self, refused: str) -> str | None:  # noqa: ARG002 - of the port
        """None: it is to be found out whether this one is accepted."""
        return None
