"""Stream's and Clerk's own packages as oracles: what they accept is accepted here, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import warnings
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_server.calls.provider import Party, PlannedCall
from interview_server.calls.public_web import PublicWeb
from interview_server.calls.stream import StreamCalls
from interview_server.errors import NotSignedIn
from tests.server.accounts.test_tokens import PARTY, clerk_claims, key, verifier
from tests.server.calls.conftest import SECRET

STREAM = StreamCalls("key", SECRET, PublicWeb(()))


def imported(name: str) -> Any:
    """A package that warns of itself while it is imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: ModuleType = __import__(name, fromlist=["_"])
        return found


def accepts(body: bytes, signature: str) -> bool:
    try:
        return STREAM.signed_body({"x-signature": signature}, body) == body
    except NotSignedIn:
        return False


@settings(max_examples=30, deadline=None)
@given(
    body=st.binary(max_size=60).filter(lambda body: not body.startswith(b"\x1f\x8b")),
    secret=st.sampled_from([SECRET, "another secret"]),
    change=st.sampled_from([str, str.upper, lambda signature: signature[:-1], lambda _: ""]),
)
def test_a_signature_is_accepted_when_streams_package_accepts_it(body: bytes, secret: str, change: Any) -> None:
    signature = change(hmac.new(secret.encode(), body, hashlib.sha256).hexdigest())
    webhook = imported("getstream.webhook")
    assert accepts(body, signature) is webhook.verify_webhook_signature(body, signature, SECRET)


def test_a_token_says_what_that_of_streams_package_says() -> None:
    start = datetime.now(UTC).replace(microsecond=0)
    call = PlannedCall("c-1", Party("p-1", "Ada"), Party("p-2", "Grace"), start, start + timedelta(hours=1))
    ours = STREAM.access(call, "p-1", start).token
    assert ours is not None
    sdk = imported("getstream").Stream(api_key="key", api_secret=SECRET)
    theirs = sdk.create_call_token("p-1", call_cids=["default:c-1"], expiration=7200)
    said = [jwt.decode(each, SECRET, algorithms=["HS256"]) for each in (ours, theirs)]
    assert [list(each) for each in said] == [list(said[0])] * 2
    assert jwt.get_unverified_header(ours) == jwt.get_unverified_header(theirs)
    assert said[0] | {"iat": 0, "exp": 0} == said[1] | {"iat": 0, "exp": 0}


CLAIMS = {"iat": 0, "nbf": -10, "exp": 600}
"""In seconds from now."""


@pytest.mark.parametrize(
    ("changed", "signer"),
    [
        ({}, "ins_1"),
        ({}, "ins_2"),
        ({"azp": "https://evil.example"}, "ins_1"),
        ({"azp": None}, "ins_1"),
        ({"exp": -600}, "ins_1"),
        ({"nbf": 600}, "ins_1"),
        ({"iat": 600}, "ins_1"),
    ],
    ids=["good", "another key", "another party", "no party", "expired", "not yet", "of the future"],
)
def test_a_session_token_is_accepted_when_clerks_package_accepts_it(changed: dict[str, Any], signer: str) -> None:
    now = int(datetime.now(UTC).timestamp())
    claims = CLAIMS | changed
    claims |= {name: now + claims[name] for name in CLAIMS}
    token = jwt.encode(clerk_claims(**claims), key(signer), "RS256", headers={"kid": "ins_1"})
    clerk = imported("clerk_backend_api.security.verifytoken")
    pem = key("ins_1").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    options = clerk.VerifyTokenOptions(jwt_key=pem, authorized_parties=[PARTY])
    try:
        theirs = clerk.verify_token(token, options)["sub"]
    except clerk.TokenVerificationError:
        theirs = None
    try:
        ours = verifier().read(token, datetime.now(UTC)).subject
    except NotSignedIn:
        ours = None
    assert ours == theirs
    assert (ours is None) == bool(changed or signer != "ins_1")
