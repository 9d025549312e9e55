"""A saved calibration: the curve from a judge's scores to the grades people gave, and what it was learned from.

The curve is learned on the answers that the judge could score; others have no score to correct. How much it helps is
measured on answers to questions it has not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any

from interview_cli.errors import InputError
from interview_cli.interview.model import Evaluator, InterviewType
from interview_cli.scoring.rubric import Rubric
from interview_cli.trust.agreement import Agreement, agreement
from interview_cli.trust.calibration import CalibrationReport, evaluator_fields
from interview_cli.trust.grading_judges import RUBRIC, GradingJudge, rubrics_of
from interview_cli.trust.isotonic import FOLDS, Curve, fit_curve, fitted_out_of_fold

FORMAT = 1
"""The version of the saved form."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A correction of one judge's scores. `curve` maps 0–1 to 0–1.

    `type` and `rubric_digest` say by which rubrics the judge scored, None for the reference judge. `before` and
    `after` are the agreement with the human grades without the curve, and with one learned from other questions.
    """

    name: str
    judge: str
    type: InterviewType | None
    evaluator: Evaluator
    rubric_digest: str | None
    embeddings: bool
    curve: Curve
    max_grade: float
    answers: int
    questions: int
    folds: int
    before: Agreement
    after: Agreement
    fitted_at: str

    def corrected(self, score: float) -> float:
        """A score of 0–100 as people would have graded it, 0–100, unrounded."""
        return 100 * self.curve(score / 100)

    def to_json(self) -> dict[str, Any]:
        """What is saved."""
        return {
            "format": FORMAT,
            "name": self.name,
            "judge": self.judge,
            "type": self.type and self.type.value,
            "evaluator": evaluator_fields(self.evaluator),
            "rubric_digest": self.rubric_digest,
            "embeddings": self.embeddings,
            "curve": {"x": list(self.curve.xs), "y": list(self.curve.ys)},
            **self.quality(),
            "fitted_at": self.fitted_at,
        }

    def quality(self) -> dict[str, Any]:
        """What the curve was learned from and how much it helps, for JSON."""
        return {
            "max_grade": self.max_grade,
            "answers": self.answers,
            "questions": self.questions,
            "folds": self.folds,
            "before": self.before.to_json(),
            "after": self.after.to_json(),
        }


def fit(name: str, report: CalibrationReport, judge: GradingJudge, now: datetime) -> Calibration:
    """Learn a correction from the answers of a report. Raises InputError when they are to a single question."""
    scored = [(answer, answer.score) for answer in report.answers if answer.score is not None]
    questions = [answer.question for answer, _ in scored]
    if len(set(questions)) < 2:
        raise InputError(
            "A calibration cannot be checked on answers to a single question.",
            "Give grades for answers to several questions, that are long enough to be scored.",
        )
    highest = report.max_grade
    human, scores = [answer.human for answer, _ in scored], [score for _, score in scored]
    shares, grades = [score / highest for score in scores], [grade / highest for grade in human]
    held_out = fitted_out_of_fold(shares, grades, questions)
    return Calibration(
        name=name,
        judge=judge.name,
        type=judge.type,
        evaluator=report.evaluator,
        rubric_digest=digest(judge.rubrics) if judge.rubrics else None,
        embeddings=judge.embeddings,
        curve=fit_curve(shares, grades),
        max_grade=highest,
        answers=len(scored),
        questions=len(set(questions)),
        folds=min(FOLDS, len(set(questions))),
        before=agreement(human, scores, highest),
        after=agreement(human, [highest * share for share in held_out], highest),
        fitted_at=now.isoformat(timespec="seconds"),
    )


def digest(rubrics: Sequence[Rubric]) -> str:
    """A short name for what is in rubrics: the same only for the same criteria, weights and anchors."""
    return sha256(repr(tuple(rubrics)).encode()).hexdigest()[:12]


def require_same_judge(
    calibration: Calibration, kind: InterviewType | None, rubric: Rubric | None, judge: tuple[str, str | None]
) -> None:
    """Raises InputError unless scores of this type, rubric and judge are what the calibration was learned on.

    `judge` is the evaluator's name and the version of its prompt.
    """
    name = calibration.name
    learned_from = calibration.evaluator.name, calibration.evaluator.prompt_version
    if calibration.judge == RUBRIC and learned_from != judge:
        raise InputError(
            f"The calibration {name!r} was learned on scores by {_judge_name(learned_from)}, "
            f"this run is judged by {_judge_name(judge)}.",
            "Learn one of this judge: interview calibrate GRADES.csv --judge rubric [--llm ENGINE] --fit NAME",
        )
    if calibration.judge != RUBRIC or calibration.type is None:
        raise InputError(
            f"The calibration {name!r} was learned on scores against reference answers, not on interview scores.",
            f"Learn one of those: interview calibrate GRADES.csv --judge {RUBRIC} --fit {name}",
        )
    if rubric is None and kind is not calibration.type:
        raise InputError(
            f"The calibration {name!r} was learned on {calibration.type.value} questions.",
            f"Score by it with --type {calibration.type.value}, or leave out --calibration.",
        )
    rubrics = [rubric] if rubric else rubrics_of(calibration.type)
    if digest(rubrics) != calibration.rubric_digest:
        labels = ", ".join(each.label for each in rubrics)
        raise InputError(
            f"The calibration {name!r} was learned with {calibration.evaluator.rubric_version} as it was then; "
            f"this run scores by another rubric, {labels}.",
            "Learn it again: interview calibrate GRADES.csv --judge rubric --fit NAME",
        )


def _judge_name(judge: tuple[str, str | None]) -> str:
    return " with ".join(part for part in judge if part)


def calibration_from_json(data: Mapping[str, Any]) -> Calibration:
    """A saved calibration. Raises ValueError, KeyError or TypeError when it is not one of this format."""
    if data["format"] != FORMAT:
        raise ValueError(f"it has the format {data['format']!r}, this program reads {FORMAT}")
    xs, ys = (tuple(float(value) for value in data["curve"][axis]) for axis in "xy")
    rises = all(first < second for first, second in pairwise(xs)) and list(ys) == sorted(ys)
    if not xs or len(xs) != len(ys) or not rises or not all(0 <= value <= 1 for value in (*xs, *ys)):
        raise ValueError("its curve does not rise within 0 to 1")
    return Calibration(
        name=str(data["name"]),
        judge=str(data["judge"]),
        type=None if data["type"] is None else InterviewType(data["type"]),
        evaluator=Evaluator(**data["evaluator"]),
        rubric_digest=data["rubric_digest"],
        embeddings=bool(data["embeddings"]),
        curve=Curve(xs, ys),
        max_grade=float(data["max_grade"]),
        answers=int(data["answers"]),
        questions=int(data["questions"]),
        folds=int(data["folds"]),
        before=Agreement(**data["before"]),
        after=Agreement(**data["after"]),
        fitted_at=str(data["fitted_at"]),
    )
