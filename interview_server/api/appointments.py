"""Somebody's appointments, as JSON and as a calendar."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime

from interview_server.api.access import Now, Opened, SignedIn
from interview_server.api.bookings import BookingSent
from interview_server.api.schema import Cursor, Page, PageSize, cursor_of, read_place
from interview_server.booking.appointments import (
    CALENDAR_LENGTH,
    CALENDAR_PAST,
    Appointment,
    appointments,
    calendar,
)
from interview_server.booking.models import Side
from interview_server.settings import Settings

router = APIRouter(prefix="/api", tags=["bookings"])


class AppointmentSent(BookingSent):
    """A booking as you see it."""

    side: Side
    other_id: str
    other_name: str

    @classmethod
    def seen(cls, appointment: Appointment) -> Self:
        return cls(
            **BookingSent.of(appointment.booking).model_dump(),
            side=appointment.side,
            other_id=appointment.other_id,
            other_name=appointment.other_name,
        )


@router.get(
    "/appointments",
    response_model=Page[AppointmentSent],
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
)
def list_appointments(
    asking: SignedIn,
    database: Opened,
    now: Now,
    request: Request,
    since: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    until: Annotated[AwareDatetime | None, Query(alias="to")] = None,
    form: Annotated[Literal["json", "ics"], Query(alias="format")] = "json",
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> Page[AppointmentSent] | Response:
    """Your bookings on either side, the latest first; `format=ics` gives a calendar of them all."""
    person = asking.person_id
    if form == "ics":
        since = since or now - CALENDAR_PAST
        with database.reading() as session:
            found = appointments(session, person, since=since, until=until, limit=CALENDAR_LENGTH)
        settings: Settings = request.app.state.settings
        return Response(calendar(found, url=settings.public_url, now=now), media_type="text/calendar")
    after = read_place(cursor)
    with database.reading() as session:
        found = appointments(session, person, since=since, until=until, limit=limit + 1, after=after)
    shown = [AppointmentSent.seen(each) for each in found[:limit]]
    last = cursor_of(shown[-1].start_time, shown[-1].id) if len(found) > limit else None
    return Page(items=shown, next_cursor=last)
