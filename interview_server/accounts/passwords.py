"""Passwords by argon2id, and the secrets that are handed out."""

from __future__ import annotations

import hashlib
import secrets
import threading
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST_PASSWORD: Final = 10
"""Characters. NIST SP 800-63B asks for at least 8. Chosen."""
LONGEST_PASSWORD: Final = 200
"""Characters; NIST SP 800-63B asks to allow at least 64. Chosen."""
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's parameters for argon2id: 19 MiB, two passes, one lane."""
_AT_ONCE: Final = threading.BoundedSemaphore(4)
"""Hashes computed at the same time in a process, so that a burst of sign-ins takes 76 MiB at most. Chosen."""


def hash_password(password: str) -> str:
    """The argon2id hash of `password`, with its parameters and salt."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def password_matches(password: str, password_hash: str | None) -> bool:
    """Whether `password` has this hash. Takes the same work when there is none to compare with."""
    with _AT_ONCE:
        try:
            _HASHER.verify(password_hash or _nobodys_hash(), password)
        except (Argon2Error, InvalidHashError):
            return False
    return password_hash is not None


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_hex())


def new_secret() -> str:
    """A secret of 256 random bits that fits into a URL."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret that was handed out. It is random, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
