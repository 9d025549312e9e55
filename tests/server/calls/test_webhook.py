"""Events of Stream: in any order, however often, from whomever."""

from __future__ import annotations

import gzip
import random

import pytest

from interview_server.booking.models import Booking, BookingStatus
from interview_server.jobs import queue
from interview_server.jobs.models import JobState
from tests.server.calls.conftest import PRICE, SAID, Interview, transcript


def test_a_storm_of_shuffled_events_has_each_effect_once(interview: Interview) -> None:
    second = transcript(interview.speakers, SAID[2:])
    events = [
        interview.event("transcription", "1.jsonl", "s-1", transcript(interview.speakers, SAID[:2])),
        interview.event("transcription", "2.jsonl", "s-2", second),
        interview.event("transcription", "2-again.jsonl", "s-2", second),
        interview.event("recording", "1.mp4", "s-1"),
        interview.event("recording", "2.mp4", "s-2"),
        b'{"type": "call.session_ended", "call_cid": "default:' + interview.booking_id.encode() + b'"}',
    ]
    storm = events * 17
    random.Random(7).shuffle(storm)
    for number, event in enumerate(storm):
        assert interview.deliver(event, compressed=number % 2 == 0).status_code == 200
        if number % 20 == 0:
            interview.worker.run_one()
    interview.worker.run_due()
    assert interview.feedback_rows() == 1
    assert interview.earned() == PRICE
    assert interview.booking().status == BookingStatus.COMPLETED
    assert interview.booking().recording_url == interview.storage.url(f"/{interview.booking_id}/2.mp4")
    assert [(file.kind, file.origin) for file in interview.files()].count(("transcript", "s-1")) == 1
    assert len(interview.files()) == 4
    assert [job.payload["what"] for job in interview.jobs(JobState.WAITING)] == ["feedback.ready"]
    assert interview.jobs(JobState.DEAD) == []
    questions = interview.get(interview.candidate, f"/api/bookings/{interview.booking_id}/report").json()["answers"]
    assert len(questions) == 2


def test_sessions_of_a_call_are_put_together_in_their_order(interview: Interview) -> None:
    second = interview.event("transcription", "2.jsonl", "s-2", transcript(interview.speakers, SAID[2:]))
    first = interview.event("transcription", "1.jsonl", "s-1", transcript(interview.speakers, SAID[:2]))
    interview.deliver(second)
    interview.worker.run_due()
    interview.deliver(first)
    interview.worker.run_due()
    turns = interview.get(interview.candidate, f"/api/bookings/{interview.booking_id}/transcript").json()["turns"]
    assert [turn["text"] for turn in turns] == [text for _, text in SAID]
    starts = [turn["start"] for turn in turns]
    assert starts == sorted(starts)
    assert interview.earned() == PRICE


def test_a_provider_s_transcript_takes_the_place_of_an_uploaded_one(interview: Interview) -> None:
    interview.upload(interview.interviewer, transcript(interview.speakers, SAID[:2]))
    interview.worker.run_due()
    assert interview.feedback().json()["notes"] == ["The transcript was uploaded by the interviewer."]
    interview.deliver(interview.event("transcription", "1.jsonl", content=transcript(interview.speakers)))
    interview.worker.run_due()
    assert interview.feedback().json()["notes"] == []
    assert interview.earned() == PRICE


def test_roles_come_from_who_asks_where_ids_say_nothing(interview: Interview) -> None:
    unknown = transcript({"candidate": "guest-1", "interviewer": "guest-2"})
    interview.deliver(interview.event("transcription", "1.jsonl", content=unknown))
    interview.worker.run_due()
    turns = interview.get(interview.candidate, f"/api/bookings/{interview.booking_id}/transcript").json()["turns"]
    assert [turn["speaker"] for turn in turns] == [who for who, _ in SAID]


def test_others_in_the_call_take_no_part(interview: Interview) -> None:
    speakers = interview.speakers | {"guest": "somebody-else"}
    said = (*SAID[:2], ("guest", "I built the whole parser of the company alone in two days."), *SAID[2:])
    interview.deliver(interview.event("transcription", "1.jsonl", content=transcript(speakers, said)))
    interview.worker.run_due()
    turns = interview.get(interview.candidate, f"/api/bookings/{interview.booking_id}/transcript").json()["turns"]
    assert turns[2]["speaker"] == "other"
    report = interview.get(interview.candidate, f"/api/bookings/{interview.booking_id}/report").json()
    assert not any("whole parser of the company" in each["answer"] for each in report["answers"])


@pytest.mark.parametrize("status", [BookingStatus.CANCELLED, BookingStatus.NO_SHOW])
def test_a_booking_that_did_not_take_place_gets_no_feedback(interview: Interview, status: BookingStatus) -> None:
    with interview.database.transaction() as session:
        session.get_one(Booking, interview.booking_id).status = status
    interview.deliver(interview.event("transcription", "1.jsonl", content=transcript(interview.speakers)))
    interview.worker.run_due()
    assert interview.feedback_rows() == 0
    assert interview.earned() == 0
    assert interview.booking().status == status
    assert interview.jobs(JobState.DEAD) == []


def test_a_file_that_is_not_there_yet_is_fetched_later(interview: Interview) -> None:
    event = interview.event("transcription", "late.jsonl")
    interview.deliver(event)
    interview.worker.run_due()
    [waiting] = interview.jobs(JobState.WAITING)
    assert waiting.last_error == "the provider answers 404 for the file"
    interview.event("transcription", "late.jsonl", content=transcript(interview.speakers))
    interview.served.now = waiting.run_at
    interview.worker.run_due()
    assert interview.feedback_rows() == 1


@pytest.mark.parametrize(
    ("event", "error"),
    [
        pytest.param('{"type": "call.transcription_ready"}', "not as documented", id="no-call"),
        pytest.param("nonsense", "not as documented", id="no-json"),
    ],
)
def test_an_event_that_makes_no_sense_is_a_dead_letter(interview: Interview, event: str, error: str) -> None:
    assert interview.deliver(event.encode()).status_code == 200
    interview.worker.run_due()
    [dead] = interview.jobs(JobState.DEAD)
    assert error in (dead.last_error or "")


def test_a_transcript_at_another_host_is_never_fetched(interview: Interview) -> None:
    event = interview.event("transcription", "1.jsonl").replace(b"http://127.0.0.1", b"http://169.254.169.254")
    interview.deliver(event)
    interview.worker.run_due()
    [dead] = interview.jobs(JobState.DEAD)
    assert dead.last_error == "169.254.169.254 is not a host of the provider"


def test_a_recording_at_another_host_is_never_shown(interview: Interview) -> None:
    event = interview.event("recording", "1.mp4").replace(b"http://127.0.0.1", b"https://attacker.example")
    interview.deliver(event)
    interview.worker.run_due()
    assert interview.booking().recording_url is None
    assert len(interview.jobs(JobState.DEAD)) == 1


def test_a_transcript_that_cannot_be_read_is_a_dead_letter_that_quotes_nothing(interview: Interview) -> None:
    interview.deliver(interview.event("transcription", "1.jsonl", content=b"\x89PNG\r\n\x1a\n" + b"\x00" * 50))
    interview.worker.run_due()
    [dead] = interview.jobs(JobState.DEAD)
    assert "an image, not a transcript" in (dead.last_error or "")


def test_an_event_about_a_call_of_something_else_is_done_at_once(interview: Interview) -> None:
    event = interview.event("transcription", "1.jsonl").replace(interview.booking_id.encode(), b"somebody-elses")
    interview.deliver(event)
    interview.worker.run_due()
    assert interview.jobs(JobState.DEAD) == interview.jobs(JobState.WAITING) == []


def test_an_event_without_the_right_signature_is_not_stored(interview: Interview) -> None:
    event = interview.event("recording", "1.mp4")
    answer = interview.served.client.post("/api/webhooks/stream", content=event, headers={"X-Signature": "0" * 64})
    assert (answer.status_code, answer.json()) == (401, {"detail": "The signature is not that of this account."})
    assert interview.served.client.post("/api/webhooks/nobody", content=event).status_code == 404
    assert interview.jobs(JobState.WAITING) == []


@pytest.mark.parametrize("size", [2_000_001, 50_000_000])
def test_a_body_that_is_too_large_is_refused(interview: Interview, size: int) -> None:
    assert interview.deliver(b"0" * size).status_code == 413


def test_a_body_that_grows_when_unpacked_is_refused(interview: Interview) -> None:
    bomb = gzip.compress(b"0" * 100_000_000)
    assert interview.served.client.post("/api/webhooks/stream", content=bomb).status_code == 422


def test_dead_letters_are_seen_and_replayed_by_admins_only(interview: Interview) -> None:
    admin = interview.served.person("ADMIN")
    path = "/api/admin/dead-letters"
    interview.deliver(interview.event("transcription", "1.jsonl"))
    for _ in range(queue.MAX_ATTEMPTS):
        interview.worker.run_due()
        interview.served.now += queue.delay(20) * 2
    assert interview.get(interview.candidate, path).status_code == 403
    [dead] = interview.get(admin, path).json()["items"]
    assert (dead["error"], dead["attempts"]) == ("the provider answers 404 for the file", queue.MAX_ATTEMPTS)
    assert interview.booking_id not in str(dead)
    assert interview.post(interview.candidate, f"{path}/{dead['id']}/replay").status_code == 403
    interview.event("transcription", "1.jsonl", content=transcript(interview.speakers))
    assert interview.post(admin, f"{path}/{dead['id']}/replay").status_code == 200
    assert interview.post(admin, f"{path}/{dead['id']}/replay").status_code == 409
    interview.worker.run_due()
    assert interview.earned() == PRICE
    assert interview.get(admin, path).json() == {"items": [], "nextCursor": None}
