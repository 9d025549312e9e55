"""A session with a spoken answer that was corrected, a typed one and a skipped question, and its recording."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from interview_cli.app import SystemClock
from interview_cli.contracts.schemas import adapter
from interview_cli.delivery.measure import TextDeliveryMeter
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    CriterionScore,
    Difficulty,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Evidence,
    Exchange,
    InterviewType,
    Question,
    Session,
    SessionSettings,
    SessionStatus,
)
from interview_cli.interview.spoken import Interval, Prosody, Transcription, Word
from interview_cli.paths import Paths
from interview_cli.reports.contract import session_to_json
from interview_cli.storage.sessions import open_store

MOMENT = datetime(2026, 5, 4, 12, tzinfo=UTC)
HEARD = "Um, I let a <b>team</b> of for, you know."
CORRECTED = "I led a <b>team</b> of four."
SECONDS = 12.0
QUESTION = Question(
    "q", "Tell me about a team.", InterviewType.BEHAVIORAL, Difficulty.STANDARD, "core", competencies=("leadership",)
)


def _transcription() -> Transcription:
    words = tuple(Word(text, 1.0 + second, 1.5 + second) for second, text in enumerate(HEARD.split()))
    return Transcription(
        engine="test:tiny",
        text=HEARD,
        language="en",
        duration_s=SECONDS,
        words=words,
        speech=(Interval(0.5, 2.0), Interval(4.5, 10.0)),
        vocalisations=(Interval(0.5, 0.9),),
        prosody=Prosody(-20.0, 6.0, 110.0, 1.2),
    )


def _evaluation() -> Evaluation:
    evidence = (Evidence("led", 2, 5), Evidence("of four", 20, 27))
    return Evaluation(
        status=EvaluationStatus.SCORED,
        scores=(CriterionScore("ownership", 4.0, 5, "Says what they did.", evidence),),
        overall_score=80.0,
        coverage=1.0,
        comment="Owns it.",
        tags=(),
        missing_points=(),
        found={},
        ideal_answer=None,
        evaluator=Evaluator("rules", "rules", None, "1"),
    )


@pytest.fixture
def spoken() -> Session:
    """The session, not yet stored."""
    asked = [AskedQuestion(f"asked-{position}", position, position, QUESTION.text, QUESTION) for position in range(3)]
    heard = _transcription()
    first = Answer(CORRECTED, AnswerSource.SPOKEN, MOMENT, MOMENT, heard.words, "asked-0.1.flac", heard)
    second = Answer("I typed this one.", AnswerSource.TYPED, MOMENT, MOMENT)
    measure = TextDeliveryMeter().measure
    return Session(
        id="5e5510",
        settings=SessionSettings(InterviewType.BEHAVIORAL),
        status=SessionStatus.COMPLETED,
        started_at=MOMENT,
        ended_at=MOMENT,
        exchanges=(
            Exchange(asked[0], (Attempt("attempt-0", first, measure([first]), _evaluation()),)),
            Exchange(asked[1], (Attempt("attempt-1", second, measure([second])),)),
            Exchange(asked[2], skipped=True),
        ),
        delivery=measure([first, second]),
    )


@pytest.fixture
def recording(home: Path) -> Path:
    """Twelve seconds of faint noise where the first answer's recording belongs."""
    file = Paths.from_environment().recordings / "asked-0.1.flac"
    file.parent.mkdir(parents=True)
    noise = np.random.default_rng(1).standard_normal(int(SECONDS * 16_000)) * 1e-4
    soundfile.write(file, noise.astype(np.float32), 16_000)
    return file


@pytest.fixture
def stored(spoken: Session, recording: Path) -> Session:
    """The session in the database of the home, with its recording."""
    with open_store(Paths.from_environment().database, SystemClock()) as store:
        store.create(spoken)
    return spoken


@pytest.fixture
def answered_twice(spoken: Session) -> Session:
    """The same with a second spoken answer."""
    exchange = spoken.exchanges[0]
    assert exchange.attempt is not None
    answer = replace(exchange.attempt.answer, audio_path="asked-1.1.flac")
    attempt = replace(exchange.attempt, id="attempt-1", answer=answer)
    return replace(spoken, exchanges=(exchange, replace(spoken.exchanges[1], attempts=(attempt,))))


def as_read(session: Session) -> Any:
    """The report of a session as a script reads it, which is what its contract says."""
    report = json.loads(json.dumps(session_to_json(session)))
    return adapter("session").validate_python(report, strict=True, extra="forbid")
