"""What real Whispers make of human speech."""

from __future__ import annotations

import pytest

from interview_cli.interview.ports import Transcriber
from interview_cli.speech.stt.faster_whisper_engine import FasterWhisperTranscriber
from interview_cli.speech.transcription import transcribe
from tests.real.material import WHISPER_SIZES, librivox, whisper_folder
from tests.real.measures import word_errors

MOST_ERRORS = {"tiny.en": 0.05, "base": 0.025}
"""Share of wrong words; Whisper's authors report 5.6 % (tiny.en) and 5.0 % (base) on LibriVox readings."""


@pytest.fixture(scope="module", params=WHISPER_SIZES)
def whisper(request: pytest.FixtureRequest) -> tuple[str, Transcriber]:
    return request.param, FasterWhisperTranscriber(request.param, whisper_folder(request.param), "en", "cpu")


def test_read_sentences_are_heard_nearly_without_errors(whisper: tuple[str, Transcriber]) -> None:
    size, transcriber = whisper
    clips = librivox()
    errors = sum(word_errors(clip.text, transcribe(clip.samples, transcriber).text) for clip in clips)
    assert errors / sum(len(clip.text.split()) for clip in clips) <= MOST_ERRORS[size]
