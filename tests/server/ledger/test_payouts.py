"""Earnings are reserved when a payout is asked for, and paid or returned when a second person decides."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from interview_server.accounts.models import AuditRow
from interview_server.ledger.entries import PAYOUTS, PLATFORM, balance, reserved_for
from interview_server.ledger.models import Payout, PayoutStatus
from tests.server.market import BERLIN_WEEKDAYS, Market


def asked(market: Market, amount: int = 10, person: str | None = None) -> Any:
    body = {"credits": amount, "paymentMethod": "BANK_TRANSFER", "paymentDetail": "DE00 0000"}
    return market.post(person or market.interviewer, "/api/payouts", body)


def test_a_payout_is_reserved_then_paid_with_the_fee_to_the_platform(market: Market) -> None:
    market.earned(2)
    payout = asked(market, 15).json()
    assert (payout["status"], payout["platformFee"], payout["netAmount"]) == ("PROCESSING", 1, 14)
    assert market.money() == (80, 5)
    admin = market.admin()
    done = market.post(admin, f"/api/payouts/{payout['id']}/approve").json()
    assert done["status"] == "PROCESSED"
    with market.served.database.transaction() as session:
        found = [balance(session, key) for key in (PAYOUTS, PLATFORM, reserved_for(payout["id"]))]
        rows = session.scalars(select(AuditRow).where(AuditRow.subject_id == payout["id"])).all()
    assert found == [14, 1, 0]
    assert [(row.action, row.actor_id) for row in rows] == [("approve_payout", admin)]
    assert market.money() == (80, 5)


def test_a_rejected_payout_is_returned(market: Market) -> None:
    market.earned()
    payout = asked(market).json()
    answer = market.post(market.admin(), f"/api/payouts/{payout['id']}/reject", {"reason": "No such account."})
    assert (answer.json()["status"], answer.json()["reason"]) == ("REJECTED", "No such account.")
    assert market.money() == (90, 10)


def test_a_payout_is_decided_once(market: Market) -> None:
    market.earned()
    path = f"/api/payouts/{asked(market).json()['id']}"
    assert market.post(market.admin(), f"{path}/approve").status_code == 200
    assert market.post(market.admin(), f"{path}/approve").status_code == 409
    assert market.post(market.admin(), f"{path}/reject", {"reason": "x"}).status_code == 409


def test_nobody_decides_about_their_own_payout(market: Market) -> None:
    both = market.served.person("INTERVIEWER", "ADMIN")
    market.interviewer = both
    market.put(both, "/api/availability", BERLIN_WEEKDAYS)
    market.earned()
    payout = asked(market).json()
    refused = market.post(both, f"/api/payouts/{payout['id']}/approve")
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "A second person has to decide about your payout.",
    )
    with pytest.raises(IntegrityError), market.served.database.transaction() as session:
        session.execute(update(Payout).values(status=PayoutStatus.PROCESSED, decided_by=both))


def test_only_an_admin_with_a_fresh_login_decides(market: Market) -> None:
    market.earned()
    path = f"/api/payouts/{asked(market).json()['id']}/approve"
    assert market.post(market.candidate, path).status_code == 403
    admin = market.admin()
    market.get(admin, "/api/admin/payouts")
    stale = market.tokens[admin]
    market.pass_time(minutes=11)
    market.tokens[admin] = stale
    assert market.post(admin, path).status_code == 403


def test_an_earning_can_be_paid_out_when_the_time_for_disputes_is_over(market: Market) -> None:
    market.complete(market.booked()["id"])
    market.pass_time(hours=71.9)
    refused = asked(market)
    assert (refused.status_code, refused.json()["detail"][:33]) == (402, "0 credits can be paid out now. Ea")
    assert market.get(market.interviewer, "/api/credits")["availableForPayout"] == 0
    market.pass_time(hours=0.1)
    assert market.get(market.interviewer, "/api/credits")["availableForPayout"] == 10
    assert asked(market).status_code == 201


def test_a_disputed_earning_does_not_lessen_another_one(market: Market) -> None:
    market.earned()
    disputed = market.booked()["id"]
    market.complete(disputed)
    market.post(market.candidate, f"/api/bookings/{disputed}/dispute", {"reason": "x"})
    assert market.get(market.interviewer, "/api/credits")["availableForPayout"] == 10


def test_three_requests_an_hour(market: Market) -> None:
    market.earned(5)
    assert [asked(market).status_code for _ in range(3)] == [201] * 3
    refused = asked(market)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    market.pass_time(hours=1)
    assert asked(market).status_code == 201


def test_payouts_are_listed_to_their_owner_and_to_admins(market: Market) -> None:
    market.earned(3)
    made = [asked(market).json()["id"] for _ in range(3)]
    first = market.get(market.interviewer, "/api/payouts?limit=2")
    rest = market.get(market.interviewer, f"/api/payouts?limit=2&cursor={first['nextCursor']}")
    assert {each["id"] for each in first["items"] + rest["items"]} == set(made)
    assert (len(rest["items"]), rest["nextCursor"]) == (1, None)
    assert market.get(market.candidate, "/api/payouts")["items"] == []
    assert market.send("GET", market.candidate, f"/api/payouts/{made[0]}").status_code == 404
    admin = market.admin()
    assert market.get(admin, f"/api/payouts/{made[0]}")["personId"] == market.interviewer
    assert len(market.get(admin, "/api/admin/payouts?status=PROCESSING")["items"]) == 3
    assert market.get(admin, "/api/admin/payouts?status=PROCESSED")["items"] == []
    assert market.send("GET", market.candidate, "/api/admin/payouts").status_code == 403


def test_a_candidate_has_nothing_to_be_paid(market: Market) -> None:
    assert asked(market, person=market.candidate).status_code == 403
