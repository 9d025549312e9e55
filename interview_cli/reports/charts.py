"""The charts of a session's page: where each mark of a drawing stands, in the units of its `viewBox`.

A drawing is 340 units wide, so that its letters have their own size on a screen of 360 pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from interview_cli.interview.model import Attempt, Exchange, Session
from interview_cli.learning.compared import best_attempt
from interview_cli.reports.speech import clock, long_pauses

WIDTH: Final = 340
_LABEL_WIDTH: Final = 90
_NUMBER_WIDTH: Final = 50
BAR_STEP: Final = 22
_POINTS_HEIGHT: Final = 90
_MARGIN: Final = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """The score of a question, 0-100, and that of its best attempt where another one is better."""

    label: str
    score: float
    best: float | None
    x: float
    y: float
    width: float
    best_width: float


def bars(session: Session) -> list[Bar]:
    """A bar for every scored answer of a session, follow-ups too."""
    found: list[Bar] = []
    scale = (WIDTH - _LABEL_WIDTH - _NUMBER_WIDTH) / 100
    for exchange in session.exchanges:
        score = _score(exchange.attempt)
        if score is None:
            continue
        best = _better(exchange)
        y = BAR_STEP * len(found)
        widths = score * scale, (best or score) * scale
        found.append(Bar(_label(exchange), score, best, _LABEL_WIDTH, y, round(widths[0], 1), round(widths[1], 1)))
    return found


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a timeline: `kind` is `speech`, `filler` or `pause`, `title` what it is and when."""

    kind: str
    x: float
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A spoken answer from its beginning to its end."""

    marks: tuple[Mark, ...]
    duration_s: float
    summary: str


def timeline(attempt: Attempt | None) -> Timeline | None:
    """When somebody spoke, and where the fillers and long pauses are; None for what was not spoken."""
    heard = attempt.answer.transcription if attempt else None
    if attempt is None or heard is None or attempt.delivery is None or heard.duration_s <= 0:
        return None
    scale = WIDTH / heard.duration_s

    def mark(kind: str, start_s: float, end_s: float, what: str) -> Mark:
        width = (end_s - start_s) * scale
        return Mark(kind, round(start_s * scale, 1), round(width, 1), f"{what} at {clock(start_s)}")

    pauses = long_pauses(attempt.delivery.pauses)
    fillers = [each for each in attempt.delivery.fillers if each.start_s is not None]
    marks = (
        *(mark("speech", each.start_s, each.end_s, "speech") for each in heard.speech),
        *(mark("pause", each.start_s, each.end_s, f"pause of {each.duration_s:.1f} s") for each in pauses),
        *(mark("filler", each.start_s, each.end_s or each.start_s, each.text) for each in fillers if each.start_s),
    )
    summary = f"{clock(heard.duration_s)} in all, {len(fillers)} fillers, {len(pauses)} long pauses"
    return Timeline(marks, heard.duration_s, summary)


@dataclass(frozen=True, slots=True)
class Dot:
    """The score of an attempt, 0-100, and its place."""

    number: int
    score: float
    x: float
    y: float


def dots(attempts: Sequence[Attempt]) -> list[Dot]:
    """A dot for every scored attempt, in order."""
    step = (WIDTH - 2 * _MARGIN) / max(1, len(attempts) - 1)
    scale = (_POINTS_HEIGHT - 2 * _MARGIN) / 100

    def dot(number: int, score: float) -> Dot:
        x, y = _MARGIN + step * (number - 1), _POINTS_HEIGHT - _MARGIN - score * scale
        return Dot(number, score, round(x, 1), round(y, 1))

    scores = enumerate(map(_score, attempts), 1)
    return [dot(number, score) for number, score in scores if score is not None]


def _score(attempt: Attempt | None) -> float | None:
    return attempt.evaluation.overall_score if attempt and attempt.evaluation else None


def _better(exchange: Exchange) -> float | None:
    """The score of the best attempt, where that is not the first one."""
    best = best_attempt(exchange.attempts)
    return best.score if best and best.number > 1 else None


def _label(exchange: Exchange) -> str:
    asked = exchange.asked
    return f"Follow-up {asked.position + 1}" if asked.parent_id else f"Question {asked.slot + 1}"
