"""Reading the feedback on an interview, and rating each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from interview_server.booking.bookings import find_booking
from interview_server.booking.models import BookingStatus, Side
from interview_server.calls import files
from interview_server.calls.judged import FeedbackContent, Part, Speakers
from interview_server.calls.models import Feedback, Rating
from interview_server.database.statements import insert_for
from interview_server.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class GivenFeedback:
    """The feedback on a booking, and how the candidate rated the session, from 1 to 10, if they did."""

    content: FeedbackContent
    made_at: datetime
    session_rating: int | None


def feedback_of(session: Session, person_id: str, booking_id: str) -> GivenFeedback:
    """The feedback on an interview of this person. Raises NotFound, also while there is none."""
    booking, _ = find_booking(session, person_id, booking_id)
    found = session.get(Feedback, booking_id)
    if found is None:
        raise NotFound("There is no feedback yet. It is made when the transcript of the interview has arrived.")
    rated = session.get(Rating, (booking_id, booking.candidate_id))
    return GivenFeedback(
        FeedbackContent.model_validate(found.content), found.made_at, rated.rating if rated else None
    )


def transcript_of(session: Session, person_id: str, booking_id: str) -> tuple[list[Part], Speakers]:
    """What is needed to read the transcript of an interview of this person. Raises NotFound."""
    booking, _ = find_booking(session, person_id, booking_id)
    parts = files.contents(files.transcripts_of(session, booking_id))
    if not parts:
        raise NotFound("There is no transcript of this interview.")
    return parts, Speakers(booking.candidate_id, booking.interviewer_id)


def rate(
    session: Session, person_id: str, booking_id: str, rating: int, comment: str | None, now: datetime
) -> Rating:
    """Store what this person thinks of an interview that took place; a later rating replaces an earlier one.

    Raises NotFound, Conflict when the interview is not completed.
    """
    booking, side = find_booking(session, person_id, booking_id)
    if booking.status != BookingStatus.COMPLETED:
        raise Conflict("Only an interview that is completed can be rated.")
    rated_id = booking.interviewer_id if side is Side.CANDIDATE else booking.candidate_id
    values = {"rated_id": rated_id, "rating": rating, "comment": comment, "rated_at": now}
    session.execute(
        insert_for(session, Rating)
        .values(booking_id=booking_id, rater_id=person_id, **values)
        .on_conflict_do_update(index_elements=["booking_id", "rater_id"], set_=values)
    )
    return session.scalars(select(Rating).where(Rating.booking_id == booking_id, Rating.rater_id == person_id)).one()
