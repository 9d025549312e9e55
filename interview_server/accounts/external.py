"""Tokens of another issuer: its keys are read over HTTPS, at a bounded rate."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from interview_server.accounts.tokens import KeySet, Verifier
from interview_server.settings import Settings

TIMEOUT_S: Final = 5
LARGEST_ANSWER: Final = 1_000_000
"""Bytes; a key set has a few thousand. Chosen."""
WEAKEST_KEY_BITS: Final = 2048
"""RFC 7518, 3.3: shorter RSA keys must not be used."""


def external_verifier(settings: Settings) -> Verifier:
    """What reads the tokens of the issuer in the settings."""
    keys = KeySet(lambda: fetch_keys(settings.issuer, settings.jwks_url))
    return Verifier(settings.issuer, keys, settings.audience or None, frozenset(settings.authorized_parties))


def fetch_keys(issuer: str, jwks_url: str) -> Mapping[str, RSAPublicKey]:
    """The issuer's RSA keys by their id, from `jwks_url` or where its discovery document says. Raises OSError."""
    if not jwks_url:
        found = _get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        jwks_url = str(found.get("jwks_uri", ""))
        if found.get("issuer") != issuer or not jwks_url.startswith(("https://", f"{issuer.rstrip('/')}/")):
            raise OSError(f"the discovery document at {issuer} is not its own")
    try:
        return read_keys(_get(jwks_url))
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as problem:
        raise OSError(f"the answer of {jwks_url} is no key set: {problem}") from problem


def read_keys(key_set: dict[str, Any]) -> dict[str, RSAPublicKey]:
    """The RSA keys for signatures in a JSON Web Key Set; others are passed over. Raises ValueError without any."""
    keys = {}
    for found in key_set["keys"]:
        if found.get("kty") != "RSA" or found.get("use", "sig") != "sig" or not isinstance(found.get("kid"), str):
            continue
        key = jwt.PyJWK(found, algorithm="RS256").key
        if isinstance(key, RSAPublicKey) and key.key_size >= WEAKEST_KEY_BITS:
            keys[found["kid"]] = key
    if not keys:
        raise ValueError("it holds no RSA key for signatures")
    return keys


def _get(url: str) -> dict[str, Any]:
    import requests  # here alone: a server with built-in accounts needs no HTTP client to start

    with requests.get(url, timeout=TIMEOUT_S, allow_redirects=False, stream=True) as answer:
        if answer.status_code != 200:
            raise OSError(f"{url} answered {answer.status_code}")
        content = answer.raw.read(LARGEST_ANSWER + 1, decode_content=True)
    if len(content) > LARGEST_ANSWER:
        raise OSError(f"the answer of {url} is too large")
    try:
        found = json.loads(content)
    except ValueError:
        raise OSError(f"the answer of {url} is not JSON") from None
    if not isinstance(found, dict):
        raise OSError(f"the answer of {url} is not a JSON object")
    return found
