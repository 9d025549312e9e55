"""Tokens of other issuers: what is checked, when keys are read, and the shape of Clerk's."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from jwt.algorithms import RSAAlgorithm

from interview_server.accounts.external import fetch_keys, read_keys
from interview_server.accounts.models import Person
from interview_server.accounts.people import add_person
from interview_server.accounts.tokens import KeySet, Verifier
from interview_server.api.application import create_application
from interview_server.database.connection import Database
from interview_server.errors import NotSignedIn, Unavailable
from interview_server.settings import Settings

NOW = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
ISSUER = "https://clean-mayfly-62.clerk.accounts.dev"
PARTY = "https://app.example.org"


@cache
def key(name: str) -> RSAPrivateKey:
    """A key of the issuer, made once."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def clerk_claims(**changed: Any) -> dict[str, Any]:
    """What a session token of Clerk holds, with the two claims that its settings have to add."""
    at = int(NOW.timestamp())
    claims = {
        "azp": PARTY,
        "exp": at + 60,
        "fva": [3, -1],
        "iat": at,
        "iss": ISSUER,
        "nbf": at - 10,
        "sid": "sess_2abc",
        "sub": "user_2abc",
        "v": 2,
        "email": "Ada@example.org",
        "email_verified": True,
    } | changed
    return {name: value for name, value in claims.items() if value is not None}


def signed(claims: Mapping[str, Any], name: str = "ins_1", **header: Any) -> str:
    return jwt.encode(dict(claims), key(name), algorithm="RS256", headers={"kid": name} | header)


@dataclass
class Keys:
    """The issuer's published keys, a count of how often they were read, and a clock."""

    names: list[str] = field(default_factory=lambda: ["ins_1"])
    read: int = 0
    fails: bool = False
    now_s: float = 0

    def __post_init__(self) -> None:
        self.set = KeySet(self.fetch, monotonic=lambda: self.now_s)

    def fetch(self) -> Mapping[str, RSAPublicKey]:
        self.read += 1
        if self.fails:
            raise OSError("no answer")
        return {name: key(name).public_key() for name in self.names}


def verifier(
    keys: Keys | None = None, audience: str | None = None, parties: frozenset[str] = frozenset({PARTY})
) -> Verifier:
    return Verifier(ISSUER, (keys or Keys()).set, audience, parties)


def test_a_session_token_of_clerk_is_accepted() -> None:
    claims = verifier().read(signed(clerk_claims()), NOW)
    assert (claims.issuer, claims.subject, claims.email) == (ISSUER, "user_2abc", "ada@example.org")
    assert claims.signed_in_at == NOW - timedelta(minutes=3)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://other.example"},
        {"azp": "https://evil.example"},
        {"azp": None},
        {"sub": None},
        {"sub": ""},
        {"exp": None},
        {"exp": int(NOW.timestamp()) - 30},
        {"exp": "tomorrow"},
        {"exp": 10**30},
        {"iat": int(NOW.timestamp()) + 31},
        {"nbf": int(NOW.timestamp()) + 31},
        {"sts": "pending"},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_or_not_now_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(NotSignedIn):
        verifier().read(signed(clerk_claims(**changed)), NOW)


@pytest.mark.parametrize("changed", [{"exp": int(NOW.timestamp()) - 29}, {"nbf": int(NOW.timestamp()) + 30}], ids=str)
def test_clocks_may_differ_by_half_a_minute(changed: dict[str, Any]) -> None:
    assert verifier().read(signed(clerk_claims(**changed)), NOW)


def test_a_token_that_was_accepted_before_expires_all_the_same() -> None:
    ours, token = verifier(), signed(clerk_claims(exp=int(NOW.timestamp()) + 60))
    assert ours.read(token, NOW) == ours.read(token, NOW + timedelta(seconds=89))
    with pytest.raises(NotSignedIn):
        ours.read(token, NOW + timedelta(seconds=90))


def test_an_audience_is_asked_for_when_one_is_set() -> None:
    ours = verifier(audience="market")
    assert ours.read(signed(clerk_claims(aud=["market", "other"])), NOW)
    for aud in ("other", None):
        with pytest.raises(NotSignedIn):
            ours.read(signed(clerk_claims(aud=aud)), NOW)


def test_only_rs256_by_a_published_key_counts() -> None:
    claims = clerk_claims()
    forged = [
        jwt.encode(claims, "s" * 64, algorithm="HS256", headers={"kid": "ins_1"}),
        jwt.encode(claims, "", algorithm="none", headers={"kid": "ins_1"}),
        jwt.encode(claims, key("other"), algorithm="RS256", headers={"kid": "ins_1"}),
        jwt.encode(claims, key("ins_1"), algorithm="RS512", headers={"kid": "ins_1"}),
        jwt.encode(claims, key("ins_1"), algorithm="RS256"),
        signed(claims) + "x" * 16_000,
        *(base64.urlsafe_b64encode(head).decode().rstrip("=") + ".e30.e30" for head in (b"[]", b"[" * 9_000)),
    ]
    for token in forged:
        with pytest.raises(NotSignedIn):
            verifier().read(token, NOW)


@pytest.mark.parametrize(
    ("said", "email"),
    [(True, "ada@example.org"), ("true", "ada@example.org"), (False, None), (None, None), ("yes", None)],
)
def test_an_address_counts_only_when_the_issuer_says_that_it_is_verified(said: Any, email: str | None) -> None:
    assert verifier().read(signed(clerk_claims(email_verified=said)), NOW).email == email


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"fva": None, "auth_time": int(NOW.timestamp()) - 60}, NOW - timedelta(seconds=60)),
        ({"fva": None}, datetime(1970, 1, 1, tzinfo=UTC)),
        ({"fva": [-1, -1]}, datetime(1970, 1, 1, tzinfo=UTC)),
        ({"fva": None, "auth_time": int(NOW.timestamp()) + 5000}, NOW),
    ],
    ids=str,
)
def test_a_sign_in_is_as_fresh_as_the_issuer_says(changed: dict[str, Any], at: datetime) -> None:
    assert verifier().read(signed(clerk_claims(**changed)), NOW).signed_in_at == at


def test_a_new_key_is_found_and_made_up_ones_cause_one_reading_in_half_a_minute() -> None:
    keys = Keys()
    read = verifier(keys)
    assert read.read(signed(clerk_claims()), NOW)
    for _ in range(50):
        with pytest.raises(NotSignedIn):
            read.read(signed(clerk_claims(), "ins_2"), NOW)
    assert keys.read == 1
    keys.names.append("ins_2")
    keys.now_s = 30
    assert read.read(signed(clerk_claims(), "ins_2"), NOW)
    assert keys.read == 2


def test_a_key_that_was_withdrawn_stops_working_after_ten_minutes() -> None:
    keys = Keys(["ins_1", "ins_2"])
    read = verifier(keys)
    assert read.read(signed(clerk_claims(), "ins_2"), NOW)
    keys.names.remove("ins_2")
    keys.now_s = 600
    assert read.read(signed(clerk_claims(), "ins_2"), NOW)
    keys.now_s = 600.1
    with pytest.raises(NotSignedIn):
        read.read(signed(clerk_claims(), "ins_2"), NOW)


def test_known_keys_stay_good_while_the_issuer_is_away_and_without_any_the_server_says_so() -> None:
    keys = Keys()
    read = verifier(keys)
    assert read.read(signed(clerk_claims()), NOW)
    keys.fails, keys.now_s = True, 10_000
    assert read.read(signed(clerk_claims()), NOW)
    with pytest.raises(Unavailable):
        verifier(Keys(fails=True)).read(signed(clerk_claims()), NOW)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")))
def test_no_text_is_a_token(text: str) -> None:
    with pytest.raises(NotSignedIn):
        verifier().read(text, NOW)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_token_with_one_changed_character_is_refused(data: st.DataObject) -> None:
    token = signed(clerk_claims())
    place = data.draw(st.integers(0, len(token) - 3))  # the last two may hold bits that say nothing
    other = data.draw(st.sampled_from("ABCxyz019-_.").filter(lambda letter: letter != token[place]))
    with pytest.raises(NotSignedIn):
        verifier().read(token[:place] + other + token[place + 1 :], NOW)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*(name for name in clerk_claims() if name != "iss"), "auth_time", "name", "sts"]),
        ANY_JSON,
        max_size=4,
    )
)
def test_whatever_an_issuer_signs_is_read_or_refused(changed: dict[str, Any]) -> None:
    try:
        claims = verifier().read(signed(clerk_claims(**changed)), NOW)
    except NotSignedIn:
        return
    assert claims.subject
    assert claims.signed_in_at <= NOW


@pytest.mark.parametrize(
    "entry",
    [
        {"kty": "EC", "kid": "a"},
        {"kty": "RSA", "kid": 5},
        {"kty": "RSA", "kid": "a", "use": "enc", "n": "AQAB", "e": "AQAB"},
    ],
    ids=str,
)
def test_a_key_set_without_a_key_for_signatures_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no RSA key"):
        read_keys({"keys": [entry]})


class Publisher(BaseHTTPRequestHandler):
    """An issuer's address: its discovery document and its keys."""

    def do_GET(self) -> None:
        url = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        jwk = {**RSAAlgorithm.to_jwk(key("ins_1").public_key(), as_dict=True), "kid": "ins_1", "use": "sig"}
        bodies: dict[str, Any] = {
            "/.well-known/openid-configuration": {"issuer": url, "jwks_uri": f"{url}/jwks"},
            "/jwks": {"keys": [{"kty": "EC", "kid": "other"}, jwk]},
            "/large": {"keys": "x" * 1_000_001},
            "/list": [],
        }
        found = bodies.get(self.path)
        self.send_response(302 if self.path == "/moved" else 200 if found is not None else 404)
        self.send_header("Location", "/jwks")
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_keys_are_found_by_discovery_or_by_their_address(issuer: str) -> None:
    assert set(fetch_keys(issuer, "")) == set(fetch_keys(issuer, f"{issuer}/jwks")) == {"ins_1"}


@pytest.mark.parametrize("path", ["/none", "/moved", "/large", "/list"])
def test_what_is_no_key_set_is_an_error_that_is_tried_again(issuer: str, path: str) -> None:
    with pytest.raises(OSError, match=r".+"):
        fetch_keys(issuer, issuer + path)


def test_a_discovery_document_of_somebody_else_is_refused(issuer: str) -> None:
    with pytest.raises(OSError, match="not its own"):
        fetch_keys(issuer + "/", "")


@pytest.fixture
def market(issuer: str, database: Database) -> Iterator[TestClient]:
    """The server with an external issuer."""
    chosen = Settings(issuer=issuer, authorized_parties=(PARTY,))
    with TestClient(create_application(chosen, database, lambda: NOW)) as client:
        yield client


def test_a_person_of_an_external_issuer_is_known_after_their_first_sync(
    market: TestClient, issuer: str, database: Database
) -> None:
    header = {"Authorization": f"Bearer {signed(clerk_claims(iss=issuer))}"}
    answer = market.get("/api/user/me", headers=header)
    assert (answer.status_code, "sync" in answer.json()["detail"]) == (403, True)
    first = market.post("/api/user/sync", headers=header).json()
    assert (first["email"], first["role"]) == ("ada@example.org", "UNASSIGNED")
    assert market.post("/api/user/sync", headers=header).json() == first
    assert market.get("/api/user/me", headers=header).json() == first
    other = {"Authorization": f"Bearer {signed(clerk_claims(iss=issuer, sub='user_other'))}"}
    assert market.post("/api/user/sync", headers=other).status_code == 409
    silent = {"Authorization": f"Bearer {signed(clerk_claims(iss=issuer, sub='user_x', email_verified=None))}"}
    assert market.post("/api/user/sync", headers=silent).status_code == 422
    with database.transaction() as session:
        session.get_one(Person, first["id"]).disabled_at = NOW
    assert market.post("/api/user/sync", headers=header).status_code == 401


def test_an_admin_named_before_their_first_visit_is_the_same_person(
    market: TestClient, issuer: str, database: Database
) -> None:
    with database.transaction() as session:
        known = add_person(session, "ada@example.org", now=NOW).id
    header = {"Authorization": f"Bearer {signed(clerk_claims(iss=issuer))}"}
    assert market.post("/api/user/sync", headers=header).json()["id"] == known


def test_beside_an_external_issuer_nobody_signs_up_here(market: TestClient) -> None:
    body = {"email": "a@example.org", "password": "correct horse"}
    assert market.post("/api/auth/login", json=body).status_code == 404
    assert market.get("/.well-known/jwks.json").status_code == 404
