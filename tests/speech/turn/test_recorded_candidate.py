"""Answers that come from files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.errors import InputError, StorageError, UnavailableError
from interview_cli.interview.events import Problem
from interview_cli.interview.model import AnswerSource
from interview_cli.interview.ports import CandidateLeft, Clock
from interview_cli.speech.recorded_candidate import RecordedCandidate
from interview_cli.speech.recording import read_recording
from tests.speech.turn.parts import ASKED, HEARD, RATE_HZ, Engine, silence, speech

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples


@pytest.fixture
def told() -> list[Problem]:
    return []


@pytest.fixture
def recorded(tmp_path: Path, clock: Clock, told: list[Problem]) -> Callable[..., RecordedCandidate]:
    def build(*names: str, engine: Engine | None = None) -> RecordedCandidate:
        return RecordedCandidate(
            [Path(name) for name in names],
            decode=decode,
            transcriber=engine or Engine(),
            folder=tmp_path / "recordings",
            clock=clock,
            report=told.append,
        )

    return build


def decode(path: Path) -> list[Samples]:
    if path.name == "bad":
        raise InputError("bad is no recording.")
    return [speech()[:RATE_HZ], speech()[RATE_HZ:]] if path.name == "speech" else [silence(1)]


async def test_each_file_is_an_answer(
    recorded: Callable[..., RecordedCandidate], told: list[Problem], tmp_path: Path
) -> None:
    candidate = recorded("speech", "silence")
    answer = await candidate.answer(ASKED, "")
    assert answer is not None
    assert (answer.text, answer.source) == (HEARD, AnswerSource.SPOKEN)
    assert answer.transcription is not None
    assert answer.transcription.prosody is not None
    assert (answer.ended_at - answer.started_at).total_seconds() == pytest.approx(len(speech()) / RATE_HZ)
    assert answer.audio_path is not None
    assert len(read_recording(tmp_path / "recordings" / answer.audio_path)) == len(speech())
    assert told == []
    nothing = await candidate.answer(ASKED, "")
    assert nothing is not None
    assert nothing.text == ""
    assert told == [Problem("No words were heard in silence.")]
    with pytest.raises(CandidateLeft):
        await candidate.answer(ASKED, "")
    assert not await candidate.retry_save(nothing, StorageError("The disk is full."))


async def test_what_cannot_be_heard_is_reported(recorded: Callable[..., RecordedCandidate], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="bad is no recording"):
        await recorded("bad").answer(ASKED, "")
    engine = Engine()
    engine.failures = 1
    with pytest.raises(UnavailableError, match="model cannot be loaded"):
        await recorded("speech", engine=engine).answer(ASKED, "")
    assert [*(tmp_path / "recordings").iterdir()] == []
