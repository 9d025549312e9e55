"""Somebody's appointments, as rows and as a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Self

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from interview_server.accounts.models import Person
from interview_server.booking.models import Booking, BookingStatus, Side
from interview_server.booking.zones import zone
from interview_server.database.statements import Place, newest_first

CALENDAR_PAST: Final = timedelta(days=90)
"""How far back a calendar goes. Chosen."""
CALENDAR_LENGTH: Final = 1000
"""How many appointments a calendar has at most. Chosen."""
REMINDER: Final = timedelta(minutes=30)
ZONE_YEARS: Final = timedelta(days=2 * 366)
"""How far ahead the changes of clocks are written into a calendar. Chosen: longer than one can book ahead."""


@dataclass(frozen=True)
class Appointment:
    """A booking as one of its two people sees it: `side` is theirs, `other` the person they meet."""

    booking: Booking
    side: Side
    other_id: str
    other_name: str

    @classmethod
    def of(cls, booking: Booking, person_id: str, names: dict[str, str]) -> Self:
        side = Side.CANDIDATE if booking.candidate_id == person_id else Side.INTERVIEWER
        other = booking.interviewer_id if side is Side.CANDIDATE else booking.candidate_id
        return cls(booking, side, other, names.get(other, ""))


def appointments(
    session: Session,
    person_id: str,
    *,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    after: Place | None = None,
) -> Sequence[Appointment]:
    """The bookings of `person_id` on either side that end after `since` and start before `until`, latest first."""
    query = select(Booking).where(
        or_(Booking.candidate_id == person_id, Booking.interviewer_id == person_id),
        Booking.status != BookingStatus.HELD,
    )
    if since is not None:
        query = query.where(Booking.ends_at > since)
    if until is not None:
        query = query.where(Booking.starts_at < until)
    found = session.scalars(newest_first(query, Booking.starts_at, Booking.id, limit=limit, after=after)).all()
    others = {each.interviewer_id for each in found} | {each.candidate_id for each in found}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(others)))
    names = {row.id: row.name for row in rows}
    return [Appointment.of(each, person_id, names) for each in found]


METHODS: Final = {
    BookingStatus.SCHEDULED: ("REQUEST", "CONFIRMED"),
    BookingStatus.COMPLETED: ("REQUEST", "CONFIRMED"),
    BookingStatus.CANCELLED: ("CANCEL", "CANCELLED"),
    BookingStatus.NO_SHOW: ("CANCEL", "CANCELLED"),
}
"""Of each status: METHOD of a message about it, and STATUS of its event (RFC 5546)."""


def calendar(found: Sequence[Appointment], *, url: str, now: datetime) -> str:
    """An iCalendar object of all these appointments, each in the interviewer's zone with its VTIMEZONE (RFC 5545)."""
    made = _empty("PUBLISH")
    for name in sorted({each.booking.zone for each in found}):
        made.add_component(_timezone(name, now))
    for each in found:
        made.add_component(_event(each, url, now))
    return str(made.to_ical().decode())


def invitation(appointment: Appointment, *, url: str, organizer: str, attendee: str, now: datetime) -> str:
    """An iCalendar object for a mail about one appointment: a request, or its cancellation (RFC 5546).

    `organizer` and `attendee` are mail addresses: the server's, and the one this is sent to.
    """
    made = _empty(METHODS[appointment.booking.status][0])
    made.add_component(_timezone(appointment.booking.zone, now))
    event = _event(appointment, url, now)
    event["organizer"] = vCalAddress(f"mailto:{organizer}")
    event.add("attendee", vCalAddress(f"mailto:{attendee}"))
    made.add_component(event)
    return str(made.to_ical().decode())


def _empty(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//interview//interview serve//EN")
    made.add("version", "2.0")
    made.add("method", method)
    return made


def _timezone(name: str, now: datetime) -> Timezone:
    first, last = (now - CALENDAR_PAST).date(), (now + ZONE_YEARS).date()
    return Timezone.from_tzinfo(zone(name), name, first_date=first, last_date=last)


def _event(appointment: Appointment, url: str, now: datetime) -> Event:
    booking = appointment.booking
    there = zone(booking.zone)
    event = Event()
    event.add("uid", f"{booking.id}@interview")
    event.add("sequence", booking.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", booking.starts_at.astimezone(there))
    event.add("dtend", booking.ends_at.astimezone(there))
    event.add("summary", f"Interview with {appointment.other_name or 'your partner'}")
    event.add("status", METHODS[booking.status][1])
    event.add("url", f"{url}/api/calls/{booking.id}")
    if booking.status is BookingStatus.SCHEDULED:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", "The interview starts soon")
        alarm.add("trigger", -REMINDER)
        event.add_component(alarm)
    return event
