"""Who may do what: every endpoint of the OpenAPI document × every role × ids of others.

A new endpoint needs a rule in `RULES`, and a valid body in `BODIES` when it takes one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from pathlib import Path
from typing import Any, Final

import pytest
from fastapi import FastAPI
from httpx2 import Response

from interview_server.accounts.models import Role, SignIn
from interview_server.api.application import create_application
from interview_server.database.base import new_id
from interview_server.database.connection import Database
from interview_server.ledger.entries import GRANTS, Kind, earnings_of, post
from interview_server.settings import Settings
from tests.server.conftest import Served, shared_application
from tests.server.market import BERLIN_WEEKDAYS, Market


class Who(Enum):
    """Whom an endpoint answers."""

    EVERYBODY = auto()
    """Without signing in; what they send may still be refused."""
    SIGNED_IN = auto()
    """Any person, about themselves or about what is public among people."""
    INTERVIEWERS = auto()
    CANDIDATES = auto()
    PARTIES = auto()
    """Only the people whom the id in the path concerns. For others it does not exist, whatever their role."""
    PARTIES_AND_ADMINS = auto()
    """The same, and admins see it, too."""
    ADMINS = auto()
    FRESH_ADMINS = auto()
    """Admins who signed in a short time ago."""


RULES: Final = {
    "GET /health": Who.EVERYBODY,
    "GET /metrics": Who.EVERYBODY,
    "GET /.well-known/jwks.json": Who.EVERYBODY,
    "GET /api/auth": Who.EVERYBODY,
    "POST /api/auth/signup": Who.EVERYBODY,
    "POST /api/auth/verify": Who.EVERYBODY,
    "POST /api/auth/login": Who.EVERYBODY,
    "POST /api/auth/refresh": Who.EVERYBODY,
    "POST /api/auth/reset": Who.EVERYBODY,
    "POST /api/auth/device": Who.EVERYBODY,
    "POST /api/auth/device/token": Who.EVERYBODY,
    "POST /api/auth/token": Who.EVERYBODY,
    "POST /api/auth/logout": Who.SIGNED_IN,
    "POST /api/auth/device/approve": Who.SIGNED_IN,
    "GET /api/user/me": Who.SIGNED_IN,
    "POST /api/user/sync": Who.SIGNED_IN,
    "GET /api/user/data": Who.SIGNED_IN,
    "DELETE /api/user/data": Who.SIGNED_IN,
    "POST /api/onboarding": Who.SIGNED_IN,
    "GET /api/interviewers": Who.SIGNED_IN,
    "GET /api/interviewers/{interviewer_id}": Who.SIGNED_IN,
    "GET /api/interviewers/{interviewer_id}/slots": Who.SIGNED_IN,
    "GET /api/availability": Who.INTERVIEWERS,
    "PUT /api/availability": Who.INTERVIEWERS,
    "POST /api/holds": Who.CANDIDATES,
    "POST /api/bookings": Who.CANDIDATES,
    "GET /api/bookings/{booking_id}": Who.PARTIES,
    "POST /api/bookings/{booking_id}/cancel": Who.PARTIES,
    "POST /api/bookings/{booking_id}/reschedule": Who.PARTIES,
    "POST /api/bookings/{booking_id}/no-show": Who.PARTIES,
    "POST /api/bookings/{booking_id}/dispute": Who.PARTIES,
    "GET /api/bookings/{booking_id}/feedback": Who.PARTIES,
    "GET /api/bookings/{booking_id}/report": Who.PARTIES,
    "GET /api/bookings/{booking_id}/transcript": Who.PARTIES,
    "POST /api/bookings/{booking_id}/rating": Who.PARTIES,
    "GET /api/admin/disputes": Who.ADMINS,
    "POST /api/admin/bookings/{booking_id}/resolve": Who.FRESH_ADMINS,
    "GET /api/appointments": Who.SIGNED_IN,
    "GET /api/credits": Who.SIGNED_IN,
    "POST /api/credits/purchase": Who.SIGNED_IN,
    "GET /api/admin/purchases": Who.ADMINS,
    "POST /api/admin/purchases/{purchase_id}/approve": Who.FRESH_ADMINS,
    "POST /api/admin/purchases/{purchase_id}/reject": Who.FRESH_ADMINS,
    "POST /api/admin/adjustments": Who.FRESH_ADMINS,
    "PUT /api/admin/users/{person_id}/plan": Who.FRESH_ADMINS,
    "POST /api/payouts": Who.INTERVIEWERS,
    "GET /api/payouts": Who.SIGNED_IN,
    "GET /api/admin/payouts": Who.ADMINS,
    "GET /api/payouts/{payout_id}": Who.PARTIES_AND_ADMINS,
    "POST /api/payouts/{payout_id}/approve": Who.FRESH_ADMINS,
    "POST /api/payouts/{payout_id}/reject": Who.FRESH_ADMINS,
    "POST /api/ai/questions": Who.SIGNED_IN,
    "GET /api/calls/{call_id}": Who.PARTIES,
    "PUT /api/calls/{call_id}/upload": Who.PARTIES,
    "GET /api/calls/{call_id}/recording": Who.PARTIES,
    "POST /api/webhooks/{provider}": Who.EVERYBODY,
    "GET /api/admin/users": Who.ADMINS,
    "GET /api/admin/users/{person_id}": Who.ADMINS,
    "PATCH /api/admin/users/{person_id}": Who.FRESH_ADMINS,
    "POST /api/admin/interviewers/{person_id}/verification": Who.FRESH_ADMINS,
    "GET /api/admin/audit": Who.ADMINS,
    "GET /api/admin/dead-letters": Who.ADMINS,
    "POST /api/admin/dead-letters/{job_id}/replay": Who.FRESH_ADMINS,
    "GET /api/admin/webhooks": Who.ADMINS,
    "POST /api/admin/webhooks": Who.FRESH_ADMINS,
    "DELETE /api/admin/webhooks/{endpoint_id}": Who.FRESH_ADMINS,
}

BODIES: Final[dict[str, Any]] = {
    "POST /api/auth/device/approve": {"userCode": "BCDF-GHJK", "approve": True},
    "POST /api/onboarding": {"role": "INTERVIEWEE"},
    "PUT /api/availability": BERLIN_WEEKDAYS,
    "POST /api/holds": {"interviewerId": "{interviewer}", "startTime": "2026-09-09T08:00:00Z"},
    "POST /api/bookings": {"interviewerId": "{interviewer}", "startTime": "2026-09-09T08:00:00Z"},
    "POST /api/bookings/{booking_id}/reschedule": {"startTime": "2026-09-10T08:00:00Z"},
    "POST /api/bookings/{booking_id}/dispute": {"reason": "It did not take place."},
    "POST /api/bookings/{booking_id}/rating": {"rating": 7},
    "POST /api/admin/bookings/{booking_id}/resolve": {"inFavourOf": "CANDIDATE", "reason": "It was so."},
    "POST /api/credits/purchase": {"credits": 5},
    "POST /api/admin/adjustments": {"personId": "nobody", "amount": 5, "reason": "a gift"},
    "PUT /api/admin/users/{person_id}/plan": {"plan": None},
    "POST /api/payouts": {"credits": 5, "paymentMethod": "bank", "paymentDetail": "DE00"},
    "POST /api/payouts/{payout_id}/reject": {"reason": "wrong account"},
    "POST /api/ai/questions": {"count": 1},
    "POST /api/admin/webhooks": {"url": "https://example.org/", "events": ["feedback.ready"]},
    "PATCH /api/admin/users/{person_id}": {"reason": "asked for it", "disabled": False},
    "POST /api/admin/interviewers/{person_id}/verification": {"verified": True, "reason": "known"},
}

HOLDERS: Final = {
    Who.INTERVIEWERS: {Role.INTERVIEWER},
    Who.CANDIDATES: {Role.INTERVIEWEE},
    Who.ADMINS: {Role.ADMIN},
    Who.FRESH_ADMINS: {Role.ADMIN},
}
"""The roles that an endpoint asks for; the others of the list ask for none."""


def endpoints() -> list[str]:
    """Every method and path of the OpenAPI document."""
    paths = shared_application().openapi()["paths"]
    return [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]


def ruled(*kinds: Who) -> list[str]:
    """The endpoints of the document that have one of these rules."""
    return [name for name in endpoints() if RULES.get(name) in kinds]


@dataclass
class World:
    """A market with one booking, whose parties are not those who ask."""

    market: Market
    booking: str
    payout: str
    purchase: str

    @property
    def served(self) -> Served:
        return self.market.served

    def ids(self) -> dict[str, str]:
        """What stands in the paths: things of the market's people."""
        return {
            "booking_id": self.booking,
            "call_id": self.booking,
            "interviewer_id": self.market.interviewer,
            "person_id": self.market.interviewer,
            "payout_id": self.payout,
            "purchase_id": self.purchase,
            "provider": "local",
            "job_id": new_id(),
            "endpoint_id": new_id(),
        }

    def ask(self, endpoint: str, header: dict[str, str], ids: dict[str, str]) -> Response:
        method, path = endpoint.split(" ")
        query = ""
        if path.endswith("/slots"):
            query = "?from=2026-09-07T00:00:00Z&to=2026-09-09T00:00:00Z"
        body = BODIES.get(endpoint)
        if isinstance(body, dict) and "interviewerId" in body:
            body = body | {"interviewerId": self.market.interviewer}
        content = {"content": b"Interviewer: Why?\n"} if path.endswith("/upload") else {"json": body}
        return self.served.client.request(method, path.format(**ids) + query, headers=header, **content)


def make_world(path: Path, sqlite_file: Path, app: FastAPI) -> World:
    path.write_bytes(sqlite_file.read_bytes())
    chosen = Settings(files_folder=path.parent / "files")
    served = Served(Database(f"sqlite:///{path}"), settings=chosen, app=app)
    served.client.__enter__()
    market = Market(served)
    with served.database.transaction() as session:
        amounts = {GRANTS: -50, earnings_of(market.interviewer): 50}
        post(session, Kind.ADMIN_ADJUST, amounts, reference=new_id(), now=served.now)
    payout = market.post(market.interviewer, "/api/payouts", BODIES["POST /api/payouts"]).json()["id"]
    purchase = market.post(market.candidate, "/api/credits/purchase", {"credits": 5}).json()["id"]
    return World(market, market.booked()["id"], payout, purchase)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, sqlite_file: Path) -> Iterator[World]:
    """One world for all who may not change it; the booking is the same at the end."""
    app = create_application(Settings(), Database("sqlite://"))
    made = make_world(tmp_path_factory.mktemp("world") / "world.sqlite", sqlite_file, app)
    market = made.market
    before = market.get(market.candidate, f"/api/bookings/{made.booking}")
    yield made
    market.tokens.clear()
    assert market.get(market.candidate, f"/api/bookings/{made.booking}") == before
    made.served.client.__exit__(None, None, None)
    made.served.database.close()


@pytest.fixture
def own_world(tmp_path: Path, sqlite_file: Path) -> Iterator[World]:
    """A world to change."""
    made = make_world(tmp_path / "world.sqlite", sqlite_file, shared_application())
    yield made
    made.served.client.__exit__(None, None, None)
    made.served.database.close()


def test_every_endpoint_has_a_rule() -> None:
    assert sorted(endpoints()) == sorted(RULES)


@pytest.mark.parametrize("endpoint", ruled(*(kind for kind in Who if kind is not Who.EVERYBODY)))
def test_nobody_gets_in_without_a_sign_in_that_is_good(world: World, endpoint: str) -> None:
    person = world.served.person("INTERVIEWEE", "INTERVIEWER", "ADMIN")
    ended = world.served.token(person)
    with world.served.database.transaction() as session:
        session.query(SignIn).filter_by(person_id=person).update({"ended_at": world.served.now})
    for header in ({}, {"Authorization": "Bearer not.a.token"}, ended):
        answer = world.ask(endpoint, header, world.ids())
        assert (answer.status_code, set(answer.json())) == (401, {"detail"})


@pytest.mark.parametrize("role", list(Role), ids=str)
@pytest.mark.parametrize("endpoint", ruled(Who.SIGNED_IN, *HOLDERS))
def test_an_endpoint_answers_those_whose_role_it_asks_for(world: World, endpoint: str, role: Role) -> None:
    held = [] if role is Role.UNASSIGNED else [role]
    header = world.served.token(world.served.person(*held))
    ids = world.ids() | ({"person_id": world.served.person("INTERVIEWER")} if "admin" in endpoint else {})
    answer = world.ask(endpoint, header, ids)
    if role in HOLDERS.get(RULES[endpoint], set(Role)):
        assert answer.status_code not in (401, 403, 422), answer.text
    else:
        assert answer.status_code == 403, answer.text


@pytest.mark.parametrize("role", list(Role), ids=str)
@pytest.mark.parametrize("endpoint", ruled(Who.PARTIES, Who.PARTIES_AND_ADMINS))
def test_what_is_others_does_not_exist(world: World, endpoint: str, role: Role) -> None:
    header = world.served.token(world.served.person(*([] if role is Role.UNASSIGNED else [role])))
    made_up = dict.fromkeys(world.ids(), new_id())
    theirs, nothing = world.ask(endpoint, header, world.ids()), world.ask(endpoint, header, made_up)
    assert nothing.status_code == 404
    if RULES[endpoint] is Who.PARTIES_AND_ADMINS and role is Role.ADMIN:
        assert theirs.status_code == 200
        return
    assert theirs.status_code == 404
    assert theirs.content == nothing.content


@pytest.mark.parametrize("endpoint", ruled(Who.PARTIES, Who.PARTIES_AND_ADMINS))
def test_what_is_theirs_exists_for_its_people(own_world: World, endpoint: str) -> None:
    made_up = dict.fromkeys(own_world.ids(), new_id())
    both = (own_world.market.candidate, own_world.market.interviewer)
    for person in both if "payout" not in endpoint else both[1:]:
        header = own_world.served.token(person)
        nothing, theirs = own_world.ask(endpoint, header, made_up), own_world.ask(endpoint, header, own_world.ids())
        assert theirs.content != nothing.content


@pytest.mark.parametrize("endpoint", ruled(Who.FRESH_ADMINS))
def test_what_moves_money_or_rights_needs_a_fresh_sign_in(own_world: World, endpoint: str) -> None:
    header = own_world.served.token(own_world.served.person("ADMIN"))
    own_world.served.now += timedelta(minutes=10, seconds=1)
    answer = own_world.ask(endpoint, header, own_world.ids())
    assert answer.status_code == 403
    assert "Sign in again" in answer.json()["detail"]
