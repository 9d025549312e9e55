"""Who asks: tokens of the built-in issuer, on every request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI

from interview_server.accounts.models import SignIn
from interview_server.api.access import FreshAdmin, RequestId, SignedIn
from tests.server.conftest import Served


@pytest.fixture
def asked(served: Served) -> Iterator[Served]:
    """The application with two endpoints that say who asks."""
    app: FastAPI = served.app
    routes = list(app.router.routes)

    @app.get("/test/me")
    def me(caller: SignedIn, request_id: RequestId) -> dict[str, str]:
        return {"id": caller.person_id, "role": caller.role, "request": request_id}

    @app.get("/test/money")
    def money(caller: FreshAdmin) -> str:
        return caller.person_id

    yield served
    app.router.routes[:] = routes


def test_a_token_names_its_person_and_the_answer_carries_the_request_id(asked: Served) -> None:
    person = asked.person("INTERVIEWEE")
    answer = asked.client.get("/test/me", headers=asked.token(person) | {"X-Request-Id": "abc-1"})
    assert answer.json() == {"id": person, "role": "INTERVIEWEE", "request": "abc-1"}
    assert answer.headers["X-Request-Id"] == "abc-1"


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp4"}])
def test_without_a_good_token_nobody_is_signed_in(asked: Served, header: dict[str, str]) -> None:
    answer = asked.client.get("/test/me", headers=header)
    assert (answer.status_code, answer.headers["WWW-Authenticate"][:6]) == (401, "Bearer")


def test_a_token_ends_with_its_time_and_with_its_sign_in(asked: Served) -> None:
    header = asked.token(asked.person("INTERVIEWEE"))
    asked.now += timedelta(minutes=15, seconds=29)
    assert asked.client.get("/test/me", headers=header).status_code == 200
    asked.now += timedelta(seconds=1)
    assert asked.client.get("/test/me", headers=header).status_code == 401
    header = asked.token(asked.person("INTERVIEWEE"))
    with asked.database.transaction() as session:
        session.query(SignIn).update({"ended_at": asked.now})
    assert asked.client.get("/test/me", headers=header).status_code == 401


def test_money_needs_an_admin_who_signed_in_within_ten_minutes(asked: Served) -> None:
    assert asked.client.get("/test/money", headers=asked.token(asked.person("INTERVIEWER"))).status_code == 403
    header = asked.token(asked.person("ADMIN"))
    asked.now += timedelta(minutes=10)
    assert asked.client.get("/test/money", headers=header).status_code == 200
    asked.now += timedelta(seconds=1)
    assert "Sign in again" in asked.client.get("/test/money", headers=header).json()["detail"]
