"""A transcript or recording is uploaded, and feedback comes out."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

import pytest

from interview_server.booking.models import BookingStatus
from interview_server.jobs.models import JobState
from tests.server.calls.conftest import PRICE, Interview, transcript

WAVE = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 100


def test_a_transcript_becomes_feedback_and_an_earning(interview: Interview) -> None:
    assert interview.feedback().status_code == 404
    sent = transcript(interview.speakers)
    answer = interview.upload(interview.interviewer, sent)
    assert (answer.status_code, answer.json()) == (
        202,
        {
            "kind": "transcript",
            "sha256": hashlib.sha256(sent).hexdigest(),
            "size": len(sent),
            "isNew": True,
            "becomesFeedback": True,
        },
    )
    interview.worker.run_due()
    given = interview.feedback().json()
    assert given["state"] == "SUFFICIENT"
    assert given["recommendation"] in {"STRONG_HIRE", "HIRE", "NO_HIRE"}
    assert 1 <= given["overallRating"] <= 10
    assert given["sessionRating"] is None
    assert given["evaluator"]["kind"] == "rules"
    assert given["notes"][-1] == "The transcript was uploaded by the interviewer."
    said = sent.decode()
    assert given["evidence"]
    for each in given["evidence"]:
        assert each["quote"] in said
        assert each["index"] < len(given[each["part"]])
    assert interview.feedback(interview.interviewer).json() == given
    assert interview.booking().status == BookingStatus.COMPLETED
    assert interview.earned() == PRICE


def test_no_word_of_an_interview_is_in_the_log(interview: Interview, capfd: pytest.CaptureFixture[str]) -> None:
    interview.upload(interview.interviewer, transcript(interview.speakers))
    interview.upload(interview.interviewer, transcript(interview.speakers) + b"\n")
    interview.worker.run_due()
    interview.feedback()
    logged = "".join(capfd.readouterr())
    assert "/feedback status=200" in logged
    assert not any(word in logged for word in ("billing", "parser", "Bearer", "eyJ"))


def test_the_whole_interview_can_be_read_as_a_session_and_as_a_transcript(interview: Interview) -> None:
    interview.upload(interview.candidate, transcript(interview.speakers))
    interview.worker.run_due()
    base = f"/api/bookings/{interview.booking_id}"
    report = interview.get(interview.candidate, f"{base}/report").json()
    assert [each["question"] for each in report["answers"]][1] == (
        "Tell me about a time you disagreed with a colleague."
    )
    assert all(each["status"] == "scored" for each in report["answers"])
    turns = interview.get(interview.candidate, f"{base}/transcript").json()["turns"]
    assert [turn["speaker"] for turn in turns] == ["interviewer", "candidate"] * 2


def test_the_same_transcript_again_changes_nothing_and_another_one_is_refused(interview: Interview) -> None:
    sent = transcript(interview.speakers)
    interview.upload(interview.candidate, sent)
    assert interview.upload(interview.interviewer, sent).json()["isNew"] is False
    assert interview.upload(interview.interviewer, sent + b"\n").status_code == 409
    interview.worker.run_due()
    assert interview.earned() == PRICE
    assert len(interview.files()) == 1


def test_too_little_said_is_insufficient_feedback_once_the_interview_is_over(interview: Interview) -> None:
    said = (("interviewer", "Tell me about yourself."), ("candidate", "Yes."))
    interview.upload(interview.candidate, transcript(interview.speakers, said))
    interview.worker.run_due()
    assert interview.feedback().status_code == 404
    assert interview.booking().status == BookingStatus.SCHEDULED
    interview.served.now += timedelta(minutes=1)
    interview.worker.run_due()
    given = interview.feedback().json()
    assert (given["state"], given["recommendation"], given["exactRecommendation"], given["overallRating"]) == (
        "INSUFFICIENT",
        None,
        "WITHHELD",
        None,
    )
    assert "nothing to score" in given["summary"]
    assert interview.booking().status == BookingStatus.COMPLETED


def test_a_recording_is_told_by_its_content_and_can_be_downloaded(interview: Interview) -> None:
    answer = interview.upload(interview.interviewer, WAVE)
    assert answer.json()["kind"] == "recording"
    url = interview.booking().recording_url
    assert url is not None
    assert url.endswith(f"/api/calls/{interview.booking_id}/recording")
    downloaded = interview.get(interview.candidate, f"/api/calls/{interview.booking_id}/recording")
    assert downloaded.content == WAVE
    assert downloaded.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize("wrong", [True, False], ids=["wrong", "right"])
def test_a_checksum_that_is_sent_is_compared(interview: Interview, wrong: bool) -> None:
    sent = transcript(interview.speakers)
    digest = base64.b64encode(hashlib.sha256(sent + b"x" * wrong).digest()).decode()
    answer = interview.upload(interview.candidate, sent, {"Content-Digest": f"sha-256=:{digest}:"})
    assert answer.status_code == (422 if wrong else 202)
    assert len(interview.files()) == (0 if wrong else 1)


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        pytest.param(b"", "The body is empty", id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "an image", id="image"),
        pytest.param(b"\x1f\x8b" + b"\x00" * 50, "compressed", id="gzip"),
    ],
)
def test_what_is_no_transcript_is_refused(interview: Interview, content: bytes, detail: str) -> None:
    answer = interview.upload(interview.candidate, content)
    assert answer.status_code == 422
    assert detail in answer.json()["detail"]
    folder = interview.served.settings.files_folder
    assert list(folder.iterdir()) == []


def test_only_the_two_people_may_upload_and_read(interview: Interview) -> None:
    stranger = interview.served.person("INTERVIEWER")
    assert interview.upload(stranger, transcript(interview.speakers)).status_code == 404
    interview.upload(interview.candidate, transcript(interview.speakers))
    interview.worker.run_due()
    for path in ("feedback", "report", "transcript"):
        assert interview.get(stranger, f"/api/bookings/{interview.booking_id}/{path}").status_code == 404
    assert interview.get(stranger, f"/api/calls/{interview.booking_id}").status_code == 404
    assert interview.get(stranger, f"/api/calls/{interview.booking_id}/recording").status_code == 404


def test_a_strangers_upload_is_refused_before_it_is_read(interview: Interview) -> None:
    stranger = interview.served.person("INTERVIEWER")
    assert interview.upload(stranger, transcript(interview.speakers)).status_code == 404
    assert not interview.served.settings.files_folder.exists()


def test_nothing_can_be_uploaded_before_the_interview_starts(interview: Interview) -> None:
    interview.served.now -= timedelta(hours=1)
    assert interview.upload(interview.interviewer, transcript(interview.speakers)).status_code == 409


def test_both_rate_a_completed_interview_and_may_change_their_mind(interview: Interview) -> None:
    path = f"/api/bookings/{interview.booking_id}/rating"
    assert interview.post(interview.candidate, path, {"rating": 9}).status_code == 409
    interview.upload(interview.candidate, transcript(interview.speakers))
    interview.worker.run_due()
    assert interview.post(interview.candidate, path, {"rating": 11}).status_code == 422
    assert interview.post(interview.candidate, path, {"rating": 9, "comment": "clear"}).json()["rating"] == 9
    assert interview.post(interview.candidate, path, {"rating": 8}).json()["comment"] is None
    assert interview.post(interview.interviewer, path, {"rating": 3}).status_code == 200
    assert interview.feedback().json()["sessionRating"] == 8
    assert interview.jobs(JobState.DEAD) == []
