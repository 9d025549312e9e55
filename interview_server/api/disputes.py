"""Objections to how an interview ended, and their decision."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Response
from pydantic import StringConstraints

from interview_server.api.access import Admin, FreshAdmin, Opened, RequestId, SignedIn
from interview_server.api.bookings import BookingId, BookingSent
from interview_server.api.once import ByKey
from interview_server.api.schema import Cursor, Page, PageSize, Received, Sent, cursor_of, read_place
from interview_server.booking import outcomes
from interview_server.booking.models import Booking, Side

router = APIRouter(prefix="/api", tags=["disputes"])


class Objection(Received):
    """Why somebody disputes the outcome of a booking."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]


class Decision(Received):
    """Who gets what is frozen, and why; both people read it."""

    in_favour_of: Side
    reason: Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]


class DisputeSent(Sent):
    """An objection that nobody has decided yet."""

    booking: BookingSent
    objected_by: Side
    reason: str
    disputed_at: datetime
    frozen_credits: int
    """What goes to the one or the other side."""

    @classmethod
    def of(cls, booking: Booking, frozen: int) -> Self:
        side = outcomes.may_object(booking)
        assert side is not None
        assert booking.disputed_at is not None
        return cls(
            booking=BookingSent.of(booking),
            objected_by=side,
            reason=booking.dispute_reason or "",
            disputed_at=booking.disputed_at,
            frozen_credits=frozen,
        )


@router.post("/bookings/{booking_id}/dispute", response_model=BookingSent)
def dispute(booking_id: BookingId, objection: Objection, asking: SignedIn, once: ByKey) -> Response:
    """Object to being reported as missing, or to an interview that was paid for: credits are frozen meanwhile."""
    return once.answer(
        lambda session, now: BookingSent.of(
            outcomes.dispute(session, asking.person_id, booking_id, objection.reason, now)
        )
    )


@router.get("/admin/disputes")
def list_disputes(_admin: Admin, database: Opened, cursor: Cursor = None, limit: PageSize = 50) -> Page[DisputeSent]:
    """Objections that wait for a decision, the latest first."""
    after = read_place(cursor)
    with database.reading() as session:
        found = [DisputeSent.of(*each) for each in outcomes.open_disputes(session, limit=limit + 1, after=after)]
    shown = found[:limit]
    last = cursor_of(shown[-1].disputed_at, shown[-1].booking.id) if len(found) > limit else None
    return Page(items=shown, next_cursor=last)


@router.post("/admin/bookings/{booking_id}/resolve", response_model=BookingSent)
def resolve(
    booking_id: BookingId, decision: Decision, admin: FreshAdmin, once: ByKey, request_id: RequestId
) -> Response:
    """Decide a dispute. Needs a fresh sign-in of somebody who is not part of the booking."""
    return once.answer(
        lambda session, now: BookingSent.of(
            outcomes.resolve(
                session,
                admin.person_id,
                booking_id,
                decision.in_favour_of,
                decision.reason,
                request_id=request_id,
                now=now,
            )
        )
    )
