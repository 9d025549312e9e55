"""Calls and bookings agree in the end, whoever was away in between; and who may join when."""

from __future__ import annotations

from datetime import timedelta

import jwt
import pytest

from interview_server.booking.models import Booking, BookingStatus, Side
from interview_server.calls.work import OPEN_CALL, RECONCILE_EVERY
from interview_server.jobs.models import JobState
from interview_server.jobs.queue import enqueue
from interview_server.ledger.entries import balance, credits_of
from tests.server.calls.conftest import PRICE, SECRET, Interview


def opened(interview: Interview) -> list[str]:
    """The requests to Stream about the call of the booking."""
    return [path for _, path, _ in interview.storage.asked if interview.booking_id in path]


def later(interview: Interview, hours: float = 3) -> None:
    """Look at a booking some hours ahead."""
    interview.booking_id = interview.book(interview.served.now + timedelta(hours=hours))


def test_a_booking_without_a_call_gets_one(interview: Interview) -> None:
    later(interview)
    interview.worker.run_due()
    assert opened(interview) == []
    interview.served.now += RECONCILE_EVERY
    interview.storage.content[f"/api/v2/video/call/default/{interview.booking_id}"] = (201, b"{}", {})
    interview.worker.run_due()
    assert len(opened(interview)) == 1
    assert interview.booking().stream_call_id == interview.booking_id
    interview.served.now += RECONCILE_EVERY
    interview.worker.run_due()
    assert len(opened(interview)) == 1


def test_a_booking_that_gets_no_call_is_called_off_and_refunded(interview: Interview) -> None:
    later(interview)
    interview.storage.content[f"/api/v2/video/call/default/{interview.booking_id}"] = (503, b"", {})
    while interview.booking().status == BookingStatus.SCHEDULED:
        assert interview.served.now < interview.booking().starts_at
        interview.served.now += RECONCILE_EVERY
        interview.worker.run_due()
    assert interview.booking().status == BookingStatus.CANCELLED
    assert interview.booking().ended_by is None
    with interview.database.reading() as session:
        assert balance(session, credits_of(interview.candidate)) == PRICE


def test_a_call_whose_booking_was_cancelled_meanwhile_is_closed(interview: Interview) -> None:
    later(interview)
    call = f"/api/v2/video/call/default/{interview.booking_id}"
    interview.storage.content |= {call: (201, b"{}", {}), f"{call}/mark_ended": (500, b"", {})}
    with interview.database.transaction() as session:
        enqueue(session, OPEN_CALL, {"booking_id": interview.booking_id}, run_at=interview.served.now)
    interview.worker.run_due()
    with interview.database.transaction() as session:
        booking = session.get_one(Booking, interview.booking_id)
        booking.status, booking.ended_by = BookingStatus.CANCELLED, Side.CANDIDATE
    interview.served.now += RECONCILE_EVERY
    interview.worker.run_due()
    assert interview.booking().stream_call_id == interview.booking_id
    interview.storage.content[f"{call}/mark_ended"] = (201, b"{}", {})
    interview.served.now += RECONCILE_EVERY
    interview.worker.run_due()
    assert interview.booking().stream_call_id is None
    assert interview.jobs(JobState.DEAD) == []


def test_a_call_is_joined_with_a_token_for_it_alone(interview: Interview) -> None:
    answer = interview.get(interview.candidate, f"/api/calls/{interview.booking_id}").json()
    assert (answer["provider"], answer["callType"], answer["apiKey"]) == ("stream", "default", "key")
    claims = jwt.decode(
        answer["token"], SECRET, algorithms=["HS256"], options={"verify_exp": False, "verify_iat": False}
    )
    assert claims["user_id"] == answer["userId"] == interview.candidate
    assert claims["call_cids"] == [f"default:{interview.booking_id}"]
    assert claims["exp"] == (interview.booking().ends_at + timedelta(hours=1)).timestamp()


@pytest.mark.parametrize(
    ("minutes", "status"),
    [(-16, 409), (-15, 200), (0, 200), (120, 200), (121, 409)],
    ids=["too-early", "early", "start", "after", "too-late"],
)
def test_a_call_is_open_from_shortly_before_until_shortly_after(
    interview: Interview, minutes: int, status: int
) -> None:
    interview.served.now = interview.booking().starts_at + timedelta(minutes=minutes)
    assert interview.get(interview.interviewer, f"/api/calls/{interview.booking_id}").status_code == status


def test_a_cancelled_interview_has_no_call_to_join(interview: Interview) -> None:
    with interview.database.transaction() as session:
        session.get_one(Booking, interview.booking_id).status = BookingStatus.CANCELLED
    answer = interview.get(interview.candidate, f"/api/calls/{interview.booking_id}")
    assert (answer.status_code, answer.json()["detail"]) == (409, "This interview is cancelled: it has no call.")
