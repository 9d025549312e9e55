"""An uploaded recording is transcribed, and feedback comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_cli.batch.items import Item
from interview_cli.batch.recordings import Ears, HeardRecording
from interview_cli.errors import InputError
from interview_cli.interview.spoken import Transcription, Word
from interview_cli.scoring.rules import RulesJudge
from interview_server.calls.configured import Listener, listener_of, transcript_in
from interview_server.calls.work import CallWork
from interview_server.jobs.models import JobState
from interview_server.jobs.worker import Worker
from interview_server.settings import Settings
from tests.server.calls.conftest import PRICE, SAID, Interview, transcript
from tests.server.calls.test_upload import WAVE


class Said(Ears):
    """Ears that hear these words, half a second each, whatever the recording holds."""

    def __init__(self, text: str) -> None:
        super().__init__(None)
        self.text = text

    def hear(self, item: Item, stop: object = None) -> HeardRecording:
        if not self.text:
            raise InputError(f"{item.source}: nobody speaks in it.")
        times = enumerate(self.text.split())
        words = tuple(Word(text, place * 0.5, place * 0.5 + 0.4) for place, text in times)
        return HeardRecording(Transcription("stub", self.text, "en", words[-1].end_s, words, ()))


def listening(interview: Interview, listener: Listener | None) -> None:
    work = CallWork(interview.provider, RulesJudge(), interview.served.settings.files_folder, listener)
    interview.worker = Worker(interview.database, work.kinds(), interview.worker.clock)


def test_a_recording_becomes_feedback(interview: Interview) -> None:
    ears = Said(" ".join(text for _, text in SAID))
    listening(interview, lambda path: transcript_in(path, ears))
    interview.upload(interview.candidate, WAVE)
    interview.worker.run_due()
    given = interview.feedback().json()
    assert given["notes"][-1] == "The transcript was uploaded by the candidate."
    report = interview.get(interview.candidate, f"/api/bookings/{interview.booking_id}/report").json()
    assert any("Last spring our nightly billing export" in each["answer"] for each in report["answers"])
    assert interview.earned() == PRICE


def test_a_recording_is_not_transcribed_where_there_is_a_transcript(interview: Interview) -> None:
    def never(_path: Path) -> bytes:
        raise AssertionError("it was transcribed")

    listening(interview, never)
    interview.upload(interview.candidate, transcript(interview.speakers))
    interview.upload(interview.candidate, WAVE)
    interview.worker.run_due()
    assert interview.jobs(JobState.DEAD) == []


@pytest.mark.parametrize("gone", [False, True], ids=["silent", "gone"])
def test_a_recording_that_cannot_be_transcribed_is_a_dead_letter(interview: Interview, gone: bool) -> None:
    listening(interview, lambda path: transcript_in(path, Said("")))
    interview.upload(interview.candidate, WAVE)
    if gone:
        for path in interview.served.settings.files_folder.iterdir():
            path.unlink()
    interview.worker.run_due()
    [dead] = interview.jobs(JobState.DEAD)
    assert dead.last_error == (
        "the recording is not in the folder of files: do all workers share it?"
        if gone
        else "the recording: nobody speaks in it."
    )


def test_a_server_without_a_transcriber_says_so(interview: Interview) -> None:
    assert interview.upload(interview.candidate, WAVE).json()["becomesFeedback"] is False
    interview.worker.run_due()
    assert interview.jobs(JobState.DEAD) == []
    assert listener_of(Settings()) is None
    assert listener_of(Settings(transcriber="faster-whisper:tiny.en")) is not None
