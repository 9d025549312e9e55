"""Holding and booking a time, over HTTP."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from interview_server.booking.models import Booking
from tests.server.market import Market, instant

pytestmark = pytest.mark.every_postgresql


def test_the_slots_of_a_week_are_in_the_interviewers_zone_and_in_the_future(market: Market) -> None:
    slots = market.slots()
    assert slots[:2] == ["2026-09-07T10:00:00Z", "2026-09-07T11:00:00Z"]
    assert len(slots) == 5 + 4 * 8 + 2  # the rest of today, the week, and next Monday before this time of the day


def test_a_booking_takes_the_slot_and_holds_the_credits(market: Market) -> None:
    start = market.slots()[3]
    booking = market.post(market.candidate, "/api/bookings", market.at(start)).json()
    assert booking["status"] == "SCHEDULED"
    assert (booking["startTime"], booking["creditsCharged"]) == (start, 10)
    assert "24 hours" in booking["policy"]["text"]
    assert start not in market.slots()
    assert market.money() == (90, 0)


def test_a_slot_has_one_winner(market: Market) -> None:
    body = market.at(market.slots()[0])
    other = market.someone(100)
    assert market.post(market.candidate, "/api/bookings", body).status_code == 201
    lost = market.post(other, "/api/bookings", body)
    assert (lost.status_code, lost.json()["detail"]) == (
        409,
        "Somebody else has just taken this time. Choose another one.",
    )


def test_nobody_is_at_two_interviews_at_once(market: Market) -> None:
    start = market.slots()[0]
    market.post(market.candidate, "/api/bookings", market.at(start))
    other = Market(market.served)
    refused = market.post(market.candidate, "/api/bookings", other.at(start))
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "You have another interview or hold at this time.",
    )


def test_without_enough_credits_nothing_is_booked(market: Market) -> None:
    poor = market.someone(9)
    start = market.slots()[0]
    assert market.post(poor, "/api/bookings", market.at(start)).status_code == 402
    assert market.slots()[0] == start


def test_a_hold_keeps_the_time_for_five_minutes(market: Market) -> None:
    start = market.slots()[0]
    held = market.post(market.candidate, "/api/holds", market.at(start)).json()
    assert instant(held["expiresAt"]) == market.served.now.replace(minute=5)
    other = market.someone(100)
    assert market.post(other, "/api/bookings", market.at(start)).status_code == 409
    market.pass_time(minutes=5)
    assert market.post(market.candidate, "/api/bookings", {"holdId": held["id"]}).status_code == 409
    assert market.post(other, "/api/bookings", market.at(market.slots()[0])).status_code == 201


def test_a_hold_becomes_the_booking_at_its_price(market: Market) -> None:
    start = market.slots()[0]
    held = market.post(market.candidate, "/api/holds", market.at(start)).json()
    booking = market.post(market.candidate, "/api/bookings", {"holdId": held["id"]})
    assert (booking.status_code, booking.json()["startTime"]) == (201, start)
    assert market.money() == (90, 0)
    assert market.post(market.candidate, "/api/bookings", {"holdId": held["id"]}).status_code == 409


def test_a_hold_of_ones_own_does_not_stand_in_the_way(market: Market) -> None:
    start = market.slots()[0]
    held = market.post(market.candidate, "/api/holds", market.at(start)).json()
    assert market.post(market.candidate, "/api/bookings", market.at(start)).json()["id"] == held["id"]


def test_a_hold_is_nobody_elses_and_no_booking(market: Market) -> None:
    held = market.post(market.candidate, "/api/holds", market.at(market.slots()[0])).json()
    assert market.post(market.someone(100), "/api/bookings", {"holdId": held["id"]}).status_code == 404
    for path in ("cancel", "no-show"):
        assert market.post(market.candidate, f"/api/bookings/{held['id']}/{path}").status_code == 404


@pytest.mark.parametrize("start", ["2026-09-07T09:30:00Z", "2026-09-12T10:00:00Z", "2026-09-08T09:00:00.000001Z"])
def test_only_slots_of_the_interviewer_can_be_booked(market: Market, start: str) -> None:
    assert market.post(market.candidate, "/api/bookings", market.at(start)).status_code == 409


@pytest.mark.parametrize("start", ["2026-09-07T08:00:00Z", "2026-09-07T09:00:00Z", "2029-09-07T09:00:00Z"])
def test_an_interview_is_in_the_near_future(market: Market, start: str) -> None:
    assert market.post(market.candidate, "/api/bookings", market.at(start)).status_code == 422


def test_five_bookings_an_hour(market: Market) -> None:
    free = market.slots()
    for start in free[:5]:
        assert market.post(market.candidate, "/api/bookings", market.at(start)).status_code == 201
    market.pass_time(minutes=20)
    refused = market.post(market.candidate, "/api/bookings", market.at(free[6]))
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "2400")
    market.pass_time(minutes=40)
    assert market.post(market.candidate, "/api/bookings", market.at(free[6])).status_code == 201


def test_a_refused_booking_does_not_count(market: Market) -> None:
    for _ in range(6):
        assert market.post(market.candidate, "/api/bookings", market.at("2026-09-12T10:00:00Z")).status_code == 409


def test_a_booking_is_seen_by_its_two_people_only(market: Market) -> None:
    path = f"/api/bookings/{market.booked()['id']}"
    assert market.get(market.candidate, path) == market.get(market.interviewer, path)
    assert market.send("GET", market.someone(), path).status_code == 404


def test_the_database_itself_lets_no_two_interviews_overlap(market: Market) -> None:
    """Also when their starts differ, as after an interviewer has changed the length of slots."""
    first, second = market.booked(0), market.booked(0)
    later = instant(first["startTime"]).replace(minute=30)
    with pytest.raises(DBAPIError), market.served.database.transaction() as session:
        session.execute(update(Booking).where(Booking.id == second["id"]).values(starts_at=later))
