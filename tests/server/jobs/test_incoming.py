"""Events of providers, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from interview_server.database.connection import Database
from interview_server.errors import Invalid
from interview_server.jobs import queue
from interview_server.jobs.announcing import ANNOUNCED, Happened, announce
from interview_server.jobs.incoming import body_of, job_kind, receive
from interview_server.jobs.queue import TakenJob

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def delivered(database: Database, body: bytes, provider: str = "stream") -> bool:
    with database.transaction() as session:
        return receive(session, provider, body, NOON)


def taken(database: Database, kind: str) -> TakenJob | None:
    with database.transaction() as session:
        return queue.take(session, {kind: timedelta(minutes=1)}, NOON)


def test_an_event_is_new_once_and_its_body_is_kept_as_it_was(database: Database) -> None:
    body = '{"type": "ö", "nothing": "\\u0000"}\n'
    assert [delivered(database, body.encode()) for _ in range(3)] == [True, False, False]
    assert delivered(database, body.encode(), "other")
    job = taken(database, job_kind("stream"))
    assert job is not None
    assert body_of(job) == body
    assert taken(database, job_kind("stream")) is None


def test_an_event_that_is_not_text_is_refused(database: Database) -> None:
    with pytest.raises(Invalid, match="UTF-8"):
        delivered(database, b"\xff\xfe")


def test_what_happened_is_announced_each_time(database: Database) -> None:
    for _ in range(2):
        with database.transaction() as session:
            announce(session, Happened.BOOKING_RESCHEDULED, "b-1", NOON)
    for _ in range(2):
        job = taken(database, ANNOUNCED)
        assert job is not None
        assert job.payload == {"what": "booking.rescheduled", "subject_id": "b-1"}
