"""Interviews that do not take place as booked: who pays whom."""

from __future__ import annotations

import pytest

from interview_server.accounts.models import Person
from interview_server.booking.outcomes import settle_no_show
from interview_server.booking.policy import POLICIES
from interview_server.booking.work import booking_kinds
from interview_server.errors import Conflict
from interview_server.jobs.worker import Worker
from interview_server.ledger.payouts import MATURES_AFTER
from tests.server.market import Market, instant


def hours_before(market: Market, booking: dict[str, str], hours: float) -> None:
    left = instant(booking["startTime"]) - market.served.now
    market.pass_time(hours=left.total_seconds() / 3600 - hours)


@pytest.mark.parametrize(
    ("hours", "money"), [(24, (100, 0)), (23.9, (95, 5)), (0.1, (95, 5))], ids=["a day", "less", "minutes"]
)
def test_a_candidate_who_cancels_pays_half_on_the_last_day(
    market: Market, hours: float, money: tuple[int, int]
) -> None:
    booking = market.booked()
    hours_before(market, booking, hours)
    answer = market.post(market.candidate, f"/api/bookings/{booking['id']}/cancel").json()
    assert (answer["status"], answer["endedBy"]) == ("CANCELLED", "CANDIDATE")
    assert market.money() == money


def test_an_interviewer_who_cancels_gets_nothing_and_the_time_is_free_again(market: Market) -> None:
    booking = market.booked()
    hours_before(market, booking, 1)
    assert market.post(market.interviewer, f"/api/bookings/{booking['id']}/cancel").status_code == 200
    assert market.money() == (100, 0)
    assert booking["startTime"] in market.slots()


def test_an_odd_credit_goes_to_the_candidate(market: Market) -> None:
    with market.served.database.transaction() as session:
        session.get_one(Person, market.interviewer).credit_rate = 11
    booking = market.booked()
    hours_before(market, booking, 1)
    market.post(market.candidate, f"/api/bookings/{booking['id']}/cancel")
    assert market.money() == (95, 5)  # of 11: 6 back, 5 for the interviewer


def test_what_has_started_or_ended_is_not_cancelled(market: Market) -> None:
    booking = market.booked()
    hours_before(market, booking, 0)
    assert market.post(market.candidate, f"/api/bookings/{booking['id']}/cancel").status_code == 409
    market.complete(booking["id"])
    assert market.post(market.candidate, f"/api/bookings/{booking['id']}/cancel").status_code == 409


def test_an_interview_moves_to_another_slot(market: Market) -> None:
    booking = market.booked()
    target = market.slots()[5]
    moved = market.post(market.candidate, f"/api/bookings/{booking['id']}/reschedule", {"startTime": target})
    assert (moved.status_code, moved.json()["startTime"]) == (200, target)
    assert booking["startTime"] in market.slots()
    assert target not in market.slots()
    assert market.money() == (90, 0)


def test_an_interview_does_not_move_onto_another_one(market: Market) -> None:
    booking, other = market.booked(), market.booked(0, market.someone(100))
    path = f"/api/bookings/{booking['id']}/reschedule"
    assert market.post(market.candidate, path, {"startTime": other["startTime"]}).status_code == 409
    assert market.get(market.candidate, f"/api/bookings/{booking['id']}") == booking


def test_only_the_candidate_moves_an_interview_and_only_in_time(market: Market) -> None:
    booking = market.booked()
    path, body = f"/api/bookings/{booking['id']}/reschedule", {"startTime": market.slots()[20]}
    assert market.post(market.interviewer, path, body).status_code == 403
    hours_before(market, booking, 23.9)
    assert market.post(market.candidate, path, body).status_code == 409


def missed(market: Market, missing: str = "CANDIDATE") -> str:
    """A booking of which one side reported that the other one did not come."""
    booking = market.booked()
    hours_before(market, booking, 0)
    reports = market.interviewer if missing == "CANDIDATE" else market.candidate
    answer = market.post(reports, f"/api/bookings/{booking['id']}/no-show").json()
    assert (answer["status"], answer["endedBy"]) == ("NO_SHOW", missing)
    return str(booking["id"])


def test_a_missing_interviewer_gets_nothing_when_the_time_for_disputes_is_over(market: Market) -> None:
    booking = missed(market, "INTERVIEWER")
    assert market.money() == (90, 0)
    settle(market, booking)
    settle(market, booking)
    assert market.money() == (100, 0)


def settle(market: Market, booking_id: str) -> None:
    with market.served.database.transaction() as session:
        settle_no_show(session, booking_id, market.served.now)


def test_a_missing_candidate_pays_half_when_the_time_for_disputes_is_over(market: Market) -> None:
    booking = missed(market)
    assert market.money() == (95, 0)
    settle(market, booking)
    settle(market, booking)
    assert market.money() == (95, 5)


@pytest.mark.parametrize(
    ("missing", "frozen", "held", "decided"),
    [
        ("CANDIDATE", 5, (95, 0), {"CANDIDATE": (100, 0), "INTERVIEWER": (95, 5)}),
        ("INTERVIEWER", 10, (90, 0), {"CANDIDATE": (100, 0), "INTERVIEWER": (90, 10)}),
    ],
    ids=["candidate", "interviewer"],
)
@pytest.mark.parametrize("winner", ["CANDIDATE", "INTERVIEWER"])
def test_who_is_reported_as_missing_can_object_and_an_admin_decides(
    market: Market, missing: str, frozen: int, held: tuple[int, int], decided: dict[str, tuple[int, int]], winner: str
) -> None:
    booking = missed(market, missing)
    objects, other = market.candidate, market.interviewer
    if missing == "INTERVIEWER":
        objects, other = other, objects
    path, body = f"/api/bookings/{booking}/dispute", {"reason": "I was there."}
    assert market.post(other, path, body).status_code == 409
    assert market.post(objects, path, body).status_code == 200
    assert market.post(objects, path, body).status_code == 409
    settle(market, booking)
    assert market.money() == held
    admin = market.admin()
    (waiting,) = market.get(admin, "/api/admin/disputes")["items"]
    assert (waiting["booking"]["id"], waiting["objectedBy"], waiting["reason"]) == (booking, missing, "I was there.")
    assert waiting["frozenCredits"] == frozen
    decision = {"inFavourOf": winner, "reason": "The log says so."}
    assert market.post(admin, f"/api/admin/bookings/{booking}/resolve", decision).json()["resolvedAt"]
    assert market.post(admin, f"/api/admin/bookings/{booking}/resolve", decision).status_code == 409
    assert market.money() == decided[winner]
    assert market.get(admin, "/api/admin/disputes")["items"] == []


def test_the_time_to_object_to_being_reported_ends_when_the_report_is_settled(market: Market) -> None:
    booking = missed(market, "INTERVIEWER")
    for hours, credits_left in ((71.9, 90), (0.1, 100)):
        market.pass_time(hours=hours)
        Worker(market.served.database, booking_kinds(), lambda: market.served.now).run_due()
        assert market.money() == (credits_left, 0)
    late = market.post(market.interviewer, f"/api/bookings/{booking}/dispute", {"reason": "I was there."})
    assert (late.status_code, late.json()["detail"]) == (409, "The time to object is over.")


def test_nobody_is_missing_before_the_start(market: Market) -> None:
    booking = market.booked()
    hours_before(market, booking, 0.01)
    assert market.post(market.candidate, f"/api/bookings/{booking['id']}/no-show").status_code == 409


def test_an_earning_is_booked_once(market: Market) -> None:
    booking = market.booked()
    assert market.complete(booking["id"]) is True
    assert market.complete(booking["id"]) is False
    assert market.money() == (90, 10)
    assert market.get(market.candidate, f"/api/bookings/{booking['id']}")["status"] == "COMPLETED"


def test_a_cancelled_interview_earns_nothing(market: Market) -> None:
    booking = market.booked()
    market.post(market.candidate, f"/api/bookings/{booking['id']}/cancel")
    with pytest.raises(Conflict):
        market.complete(booking["id"])
    assert market.money() == (100, 0)


def test_a_dispute_freezes_an_earning_for_three_days(market: Market) -> None:
    first, second = market.booked(), market.booked()
    for booking in (first, second):
        market.complete(booking["id"])
    market.pass_time(hours=71.9)
    body = {"reason": "It was a different interview."}
    assert market.post(market.candidate, f"/api/bookings/{first['id']}/dispute", body).status_code == 200
    assert market.money() == (80, 10)
    market.pass_time(hours=0.1)
    assert market.post(market.candidate, f"/api/bookings/{second['id']}/dispute", body).status_code == 409


def test_an_interview_of_which_nothing_came_is_refunded(market: Market) -> None:
    booking = market.booked()
    hours_before(market, booking, -1)  # its end
    for days, status, credits_left in ((6.9, "SCHEDULED", 90), (0.1, "CANCELLED", 100)):
        market.pass_time(days=days)
        Worker(market.served.database, booking_kinds(), lambda: market.served.now).run_due()
        seen = market.get(market.candidate, f"/api/bookings/{booking['id']}")
        assert (seen["status"], seen["endedBy"], market.money()) == (status, None, (credits_left, 0))


def test_a_missed_interview_is_settled_by_its_job(market: Market) -> None:
    missed(market)
    for hours, earned in ((71.9, 0), (0.1, 5)):
        market.pass_time(hours=hours)
        Worker(market.served.database, booking_kinds(), lambda: market.served.now).run_due()
        assert market.money() == (95, earned)


def test_earnings_mature_no_sooner_than_a_dispute_can_freeze_them() -> None:
    assert all(policy.dispute_window <= MATURES_AFTER for policy in POLICIES.values())
