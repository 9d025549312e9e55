"""Appointments as JSON and as a calendar, and interviews whose zone changes its rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event
from sqlalchemy import select, update

from interview_server.booking import work
from interview_server.booking.appointments import appointments, invitation
from interview_server.booking.models import Booking
from interview_server.booking.work import booking_kinds
from interview_server.jobs.models import Job
from interview_server.jobs.worker import Worker
from tests.server.market import Market, instant


def test_both_people_see_their_appointments_the_latest_first(market: Market) -> None:
    made = [market.booked(slot)["id"] for slot in (0, 5, -1)]
    market.post(market.candidate, "/api/holds", market.at(market.slots()[3]))
    page = market.get(market.candidate, "/api/appointments?limit=2")
    rest = market.get(market.candidate, f"/api/appointments?limit=2&cursor={page['nextCursor']}")
    assert [each["id"] for each in page["items"] + rest["items"]] == made[::-1]
    seen = market.get(market.interviewer, "/api/appointments")["items"]
    assert [(each["id"], each["side"], each["otherId"]) for each in seen] == [
        (each, "INTERVIEWER", market.candidate) for each in made[::-1]
    ]
    assert market.get(market.someone(), "/api/appointments")["items"] == []


def test_appointments_of_a_stretch_of_time(market: Market) -> None:
    first, last = market.booked(0), market.booked(-1)
    later = first["endTime"].replace("Z", "%2B00:00")
    assert [each["id"] for each in market.get(market.candidate, f"/api/appointments?from={later}")["items"]] == [
        last["id"]
    ]
    assert [each["id"] for each in market.get(market.candidate, f"/api/appointments?to={later}")["items"]] == [
        first["id"]
    ]


def test_a_calendar_says_when_in_the_interviewers_zone(market: Market) -> None:
    booking, cancelled = market.booked(0), market.booked(1)
    market.post(market.candidate, f"/api/bookings/{cancelled['id']}/cancel")
    answer = market.send("GET", market.candidate, "/api/appointments?format=ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.text)
    assert [str(each["TZID"]) for each in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    events = {str(each["UID"]): each for each in calendar.walk("VEVENT")}
    event = events[f"{booking['id']}@interview"]
    assert isinstance(event, Event)
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event.start == instant(booking["startTime"])
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert (str(events[f"{cancelled['id']}@interview"]["STATUS"])) == "CANCELLED"


def test_an_invitation_is_a_request_and_then_its_cancellation(market: Market) -> None:
    booking = market.booked()
    read: list[tuple[str, int]] = []
    for _ in range(2):
        with market.served.database.reading() as session:
            found = appointments(session, market.candidate, since=None, until=None, limit=1)[0]
        text = invitation(found, url="https://x", organizer="o@x.org", attendee="a@x.org", now=market.served.now)
        event = Calendar.from_ical(text).walk("VEVENT")[0]
        assert isinstance(event, Event)
        assert (event["ORGANIZER"], event["ATTENDEE"]) == ("mailto:o@x.org", "mailto:a@x.org")
        read.append((str(Calendar.from_ical(text)["METHOD"]), int(event.sequence)))
        market.post(market.candidate, f"/api/bookings/{booking['id']}/cancel")
    assert read == [("REQUEST", 0), ("CANCEL", 1)]


def booked_under_older_rules(market: Market, hours: int) -> list[str]:
    """Two interviews in a row whose instants older zone data made, `hours` from where they belong today."""
    ids = [market.booked(slot)["id"] for slot in (10, 10)]
    with market.served.database.transaction() as session:
        rows = {row.id: row for row in session.scalars(select(Booking)).all()}
        for booking_id in ids if hours < 0 else ids[::-1]:
            row = rows[booking_id]
            shift = timedelta(hours=hours)
            session.execute(
                update(Booking)
                .where(Booking.id == booking_id)
                .values(starts_at=row.starts_at + shift, ends_at=row.ends_at + shift, zone_data="2020a")
            )
    return ids


@pytest.mark.parametrize("hours", [-1, 1])
def test_interviews_move_along_with_their_zone(market: Market, hours: int) -> None:
    path = f"/api/bookings/{booked_under_older_rules(market, hours)[0]}"
    before = instant(market.get(market.candidate, path)["startTime"])
    Worker(market.served.database, booking_kinds(), lambda: market.served.now).run_due()
    assert instant(market.get(market.candidate, path)["startTime"]) == before - timedelta(hours=hours)
    with market.served.database.transaction() as session:
        told = session.scalars(select(Job.payload).where(Job.kind == "announced")).all()
        assert [each["what"] for each in told].count("booking.rescheduled") == 2
        assert work.outdated(session, market.served.now, 10) == []


def test_past_interviews_stay_where_they_were(market: Market) -> None:
    booked_under_older_rules(market, 1)
    with market.served.database.transaction() as session:
        assert work.outdated(session, datetime(2027, 1, 1, tzinfo=UTC), 10) == []
