"""Whether scores depend on what they should not: what each counterfactual change moved, over all transcripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from interview_cli.trust.variants import CHANGES


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a transcript came to: `score` of 100, None when nothing could be scored, and the recommendation."""

    score: float | None
    recommendation: str | None


@dataclass(frozen=True, slots=True)
class AuditedTranscript:
    """A transcript's own outcome and the one under each change that could be made in it.

    `problem` says why it could not be scored at all.
    """

    id: str
    source: str
    outcome: Outcome
    changed: Mapping[str, Outcome]
    problem: str | None = None


def failed(source: str, problem: str) -> AuditedTranscript:
    """What stands for a transcript that could not be audited."""
    return AuditedTranscript(source, source, Outcome(None, None), {}, problem)


@dataclass(frozen=True, slots=True)
class Move:
    """A score that a change moved. `points` is after − before of 100; a score that comes or goes moves by itself."""

    change: str
    id: str
    source: str
    before: float | None
    after: float | None

    @property
    def points(self) -> float:
        return round((self.after or 0.0) - (self.before or 0.0), 1)


@dataclass(slots=True)
class ChangeEffect:
    """What a change did over all transcripts in which it could be made."""

    transcripts: int = 0
    moved: int = 0
    total_points: float = 0.0
    largest_points: float = 0.0
    recommendations_changed: int = 0

    @property
    def mean_points(self) -> float | None:
        """The mean of |Δ| over all these transcripts, those not moved included."""
        return self.total_points / self.transcripts if self.transcripts else None


@dataclass(slots=True)
class Audit:
    """What an audit found so far."""

    transcripts: int = 0
    scored: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    effects: dict[str, ChangeEffect] = field(default_factory=lambda: {change: ChangeEffect() for change in CHANGES})
    moves: list[Move] = field(default_factory=list)

    def add(self, audited: AuditedTranscript) -> None:
        """Count in one more transcript."""
        if audited.problem:
            self.failures.append((audited.source, audited.problem))
            return
        self.transcripts += 1
        self.scored += audited.outcome.score is not None
        for change, outcome in audited.changed.items():
            effect = self.effects[change]
            effect.transcripts += 1
            effect.recommendations_changed += outcome.recommendation != audited.outcome.recommendation
            move = Move(change, audited.id, audited.source, audited.outcome.score, outcome.score)
            if move.before != move.after:
                effect.moved += 1
                effect.total_points += abs(move.points)
                effect.largest_points = max(effect.largest_points, abs(move.points))
                self.moves.append(move)

    def beyond(self, tolerance: float) -> list[Move]:
        """The moves of more points than the tolerance, largest first."""
        return [move for move in self.moves_by_size() if abs(move.points) > tolerance]

    def moves_by_size(self) -> list[Move]:
        """All moves, largest first."""
        return sorted(self.moves, key=lambda move: (-abs(move.points), move.id, move.source, move.change))

    def to_json(self, tolerance: float) -> dict[str, Any]:
        """The findings for programs."""
        return {
            "transcripts": self.transcripts,
            "scored": self.scored,
            "failed": [{"source": source, "error": problem} for source, problem in sorted(self.failures)],
            "tolerance": tolerance,
            "changes": [
                {
                    "change": change,
                    "transcripts": effect.transcripts,
                    "moved": effect.moved,
                    "max_points": effect.largest_points,
                    "mean_points": None if effect.mean_points is None else round(effect.mean_points, 4),
                    "recommendations_changed": effect.recommendations_changed,
                }
                for change, effect in self.effects.items()
            ],
            "moved": [_move_to_json(move) for move in self.moves_by_size()],
            "beyond_tolerance": len(self.beyond(tolerance)),
        }


def _move_to_json(move: Move) -> dict[str, Any]:
    return {
        "id": move.id,
        "source": move.source,
        "change": move.change,
        "before": move.before,
        "after": move.after,
        "points": move.points,
    }
