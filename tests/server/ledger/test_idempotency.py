"""A request with an `Idempotency-Key` has its effect once, by the rules of Stripe."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from interview_server.database.base import new_id
from interview_server.database.connection import Database
from interview_server.database.embedded import EmbeddedPostgres
from interview_server.errors import Conflict
from interview_server.ledger import idempotency
from interview_server.ledger.idempotency import IdempotencyKey
from interview_server.ledger.models import Purchase
from interview_server.ledger.payments import Checkout, Order
from tests.server.conftest import without_rows
from tests.server.market import Market


def test_the_same_request_gives_the_same_answer(market: Market) -> None:
    body = market.at(market.slots()[0])
    first = market.post(market.candidate, "/api/bookings", body, "k")
    again = market.post(market.candidate, "/api/bookings", body, "k")
    assert (again.status_code, again.content) == (201, first.content)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert market.money() == (90, 0)


def test_the_same_request_several_times_at_once_has_one_effect(market: Market) -> None:
    body = market.at(market.slots()[0])

    def book(_number: int) -> Any:
        return market.post(market.candidate, "/api/bookings", body, "k")

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(book, range(4)))
    booked = [each for each in answers if each.status_code == 201]
    assert len({each.content for each in booked}) == 1
    assert sum("Idempotent-Replayed" in each.headers for each in booked) == len(booked) - 1
    assert {each.headers.get("Retry-After") for each in answers if each.status_code == 409} <= {"1"}
    assert {each.status_code for each in answers} <= {201, 409}
    assert market.money() == (90, 0)


def test_a_key_in_another_transaction_is_in_flight(postgres: EmbeddedPostgres) -> None:
    now = datetime(2026, 1, 31, tzinfo=UTC)
    database = Database(without_rows(postgres))
    person = new_id()
    with database.transaction() as first:
        held = idempotency.reserve(first, person, "k", "f", now)
        assert isinstance(held, idempotency.Reservation)
        with pytest.raises(Conflict, match="being worked on"), database.transaction() as second:
            idempotency.reserve(second, person, "k", "f", now)
        with database.transaction() as other:
            assert isinstance(idempotency.reserve(other, person, "l", "f", now), idempotency.Reservation)
        idempotency.keep(first, held, idempotency.Answer(201, "{}"))
    with database.transaction() as second:
        assert idempotency.reserve(second, person, "k", "f", now) == idempotency.Answer(201, "{}")
    database.close()


def test_a_refusal_is_an_answer_too(market: Market) -> None:
    poor = market.someone(5)
    body = market.at(market.slots()[0])
    first = market.post(poor, "/api/bookings", body, "k")
    market.give(poor, 5)
    again = market.post(poor, "/api/bookings", body, "k")
    assert (first.status_code, again.status_code) == (402, 402)
    assert again.json() == first.json()
    assert market.post(poor, "/api/bookings", body, "another").status_code == 201


def test_a_request_that_is_not_valid_leaves_no_answer(market: Market) -> None:
    assert market.post(market.candidate, "/api/bookings", {}, "k").status_code == 422
    assert market.post(market.candidate, "/api/bookings", market.at(market.slots()[0]), "k").status_code == 201


def test_a_limit_leaves_no_answer(market: Market) -> None:
    slots = market.slots()
    for start in slots[:5]:
        market.post(market.candidate, "/api/bookings", market.at(start))
    body = market.at(slots[6])
    assert market.post(market.candidate, "/api/bookings", body, "k").status_code == 429
    market.pass_time(hours=1)
    assert market.post(market.candidate, "/api/bookings", body, "k").status_code == 201


def test_a_key_is_for_one_request(market: Market) -> None:
    first, second = market.slots()[:2]
    made = market.post(market.candidate, "/api/bookings", market.at(first), "k").json()
    for path, body in (
        ("/api/bookings", market.at(second)),
        ("/api/holds", market.at(first)),
        (f"/api/bookings/{made['id']}/cancel", None),
    ):
        refused = market.post(market.candidate, path, body, "k")
        assert (refused.status_code, refused.json()["detail"][:41]) == (
            422,
            "This Idempotency-Key was used for another",
        )


def test_a_key_is_ones_own(market: Market) -> None:
    first, second = market.slots()[:2]
    other = market.someone(100)
    ids = {
        market.post(person, "/api/bookings", market.at(start), "k").json()["id"]
        for person, start in ((market.candidate, first), (other, second))
    }
    assert len(ids) == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "\x7f"])
def test_a_key_is_short_and_readable(market: Market, key: str) -> None:
    market.get(market.candidate, "/api/credits")
    headers = market.tokens[market.candidate] | {"Idempotency-Key": key}
    answer = market.served.client.post("/api/holds", json=market.at(market.slots()[0]), headers=headers)
    assert answer.status_code == 422


@dataclass
class BusyProvider:
    """A provider of payments while which is asked something else happens, once."""

    happens: Callable[[], object]
    name: str = "manual"

    def start(self, order: Order) -> Checkout:
        happens, self.happens = self.happens, lambda: None
        happens()
        return Checkout(order.purchase_id, None)


def buy(market: Market, meanwhile: Callable[[], object] | None = None) -> int:
    """The status of a purchase with the same key each time; `meanwhile` happens while it is in flight."""
    if meanwhile is not None:
        market.served.app.state.payment_provider = BusyProvider(meanwhile)
    return int(market.post(market.candidate, "/api/credits/purchase", {"credits": 5}, "k").status_code)


def purchases(market: Market) -> int:
    with market.served.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Purchase)) or 0


def test_while_a_request_is_in_flight_another_one_is_refused(market: Market) -> None:
    seen: list[Any] = []

    def again() -> None:
        seen.append(market.post(market.candidate, "/api/credits/purchase", {"credits": 5}, "k"))

    assert buy(market, again) == 201
    assert [each.status_code for each in seen] == [409]
    assert seen[0].headers["Retry-After"] == "1", "which tells it from a conflict that stays one"
    assert purchases(market) == 1


def test_who_was_given_up_as_dead_has_no_effect_any_more(market: Market) -> None:
    seen: list[int] = []

    def overtaken() -> None:
        market.pass_time(seconds=61)
        seen.append(buy(market))

    assert buy(market, overtaken) == 409
    assert seen == [201]
    assert buy(market) == 201
    assert purchases(market) == 1


def test_an_error_of_ours_releases_the_key(market: Market) -> None:
    with pytest.raises(ZeroDivisionError):
        buy(market, lambda: 1 / 0)
    assert buy(market) == 201
    assert purchases(market) == 1


def test_an_answer_is_kept_for_two_days(market: Market) -> None:
    body = market.at(market.slots()[-1])
    first = market.post(market.candidate, "/api/bookings", body, "k").json()
    market.post(market.candidate, f"/api/bookings/{first['id']}/cancel")
    for hours, is_same in ((47.9, True), (0.2, False)):
        market.pass_time(hours=hours)
        with market.served.database.transaction() as session:
            idempotency.forget_answers(session, market.served.now)
            assert session.scalar(select(func.count()).select_from(IdempotencyKey)) == int(is_same)
        again = market.post(market.candidate, "/api/bookings", body, "k").json()
        assert (again["id"] == first["id"]) is is_same


def test_a_key_that_was_not_forgotten_in_time_is_free_again(market: Market) -> None:
    market.post(market.candidate, "/api/bookings", market.at(market.slots()[0]), "k")
    market.pass_time(hours=48.1)
    assert market.post(market.candidate, "/api/bookings", market.at(market.slots()[0]), "k").status_code == 201
