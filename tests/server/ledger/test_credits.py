"""Credits: bought, given by plans and admins, listed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from interview_server.ledger.purchases import allocate
from interview_server.settings import Settings
from tests.server.market import Market

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_what_happened_is_listed_the_newest_first(market: Market) -> None:
    booking = market.booked()["id"]
    market.post(market.candidate, f"/api/bookings/{booking}/cancel")
    page = market.get(market.candidate, "/api/credits?limit=2")
    rest = market.get(market.candidate, f"/api/credits?limit=2&cursor={page['nextCursor']}")
    assert (page["balance"], page["earned"], rest["nextCursor"]) == (100, 0, None)
    assert [(each["type"], each["amount"]) for each in page["transactions"] + rest["transactions"]] == [
        ("BOOKING_REFUND", 10),
        ("BOOKING_DEDUCT", -10),
        ("ADMIN_ADJUST", 100),
    ]
    assert page["transactions"][0]["reference"] == booking


@pytest.mark.parametrize("cursor", ["x", "WyJ4Il0", "WyItMSJd", "WyI5OTk5OTk5OTk5OTk5OTk5OTk5OTkiXQ"])
def test_a_cursor_of_somebody_elses_making_is_refused(market: Market, cursor: str) -> None:
    assert market.send("GET", market.candidate, f"/api/credits?cursor={cursor}").status_code == 422


def test_a_manual_purchase_gives_credits_when_a_second_person_approves_it(market: Market) -> None:
    bought = market.post(market.candidate, "/api/credits/purchase", {"credits": 50}).json()
    assert (bought["status"], bought["priceCents"], bought["checkoutUrl"]) == ("PENDING", 5000, None)
    assert market.money() == (100, 0)
    admin = market.admin()
    assert [each["id"] for each in market.get(admin, "/api/admin/purchases?status=PENDING")["items"]] == [
        bought["id"]
    ]
    path = f"/api/admin/purchases/{bought['id']}"
    assert market.post(market.candidate, f"{path}/approve").status_code == 403
    assert market.post(admin, f"{path}/approve").json()["status"] == "PAID"
    assert market.post(admin, f"{path}/approve").status_code == 409
    assert market.money() == (150, 0)


def test_a_rejected_purchase_gives_nothing(market: Market) -> None:
    bought = market.post(market.candidate, "/api/credits/purchase", {"credits": 50}).json()
    answer = market.post(market.admin(), f"/api/admin/purchases/{bought['id']}/reject")
    assert answer.json()["status"] == "REJECTED"
    assert market.money() == (100, 0)


def test_an_admin_buys_and_adjusts_with_a_second_person_only(market: Market) -> None:
    admin = market.served.person("ADMIN", "INTERVIEWEE")
    bought = market.post(admin, "/api/credits/purchase", {"credits": 50}).json()
    assert market.post(admin, f"/api/admin/purchases/{bought['id']}/approve").status_code == 403
    own = {"personId": admin, "amount": 5, "reason": "because"}
    assert market.post(admin, "/api/admin/adjustments", own).status_code == 403


@pytest.mark.parametrize(
    ("amount", "status", "left"), [(5, 201, 105), (-100, 201, 0), (-101, 402, 100), (0, 422, 100)]
)
def test_an_admin_adjusts_credits_down_to_zero(market: Market, amount: int, status: int, left: int) -> None:
    body = {"personId": market.candidate, "amount": amount, "reason": "goodwill"}
    assert market.post(market.admin(), "/api/admin/adjustments", body).status_code == status
    assert market.money() == (left, 0)


def test_a_plan_gives_credits_once_a_month(market: Market) -> None:
    market.served.app.state.settings = Settings(plans={"PRO": 200, "FREE": 0})
    path = f"/api/admin/users/{market.candidate}/plan"
    admin = market.served.person("ADMIN")
    assert market.put(admin, path, {"plan": "FREE"})["balance"] == 100
    assert market.put(admin, path, {"plan": "PRO"})["balance"] == 300
    assert market.put(admin, path, {"plan": None})["currentPlan"] is None
    assert market.put(admin, path, {"plan": "PRO"})["balance"] == 300
    given = []
    for month, day in ((9, 30), (10, 1), (10, 31)):
        with market.served.database.transaction() as session:
            given.append(allocate(session, {"PRO": 200, "FREE": 0}, datetime(2026, month, day, tzinfo=UTC)))
    assert given == [0, 1, 0]
    assert market.money() == (500, 0)


def test_a_plan_is_one_of_the_settings_and_somebody_elses(market: Market) -> None:
    admin = market.admin()
    assert market.send("PUT", admin, f"/api/admin/users/{market.candidate}/plan", {"plan": "PRO"}).status_code == 422
    assert market.send("PUT", admin, f"/api/admin/users/{admin}/plan", {"plan": None}).status_code == 403
