"""How well a judge agrees with human grades: score graded answers and compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from interview_cli.errors import ChatModelError
from interview_cli.interview.model import Evaluator
from interview_cli.trust.agreement import Agreement, Interval, agreement, pearson, pearson_interval
from interview_cli.trust.grades import Decode, GradedAnswer, decode_utf8, read_grades
from interview_cli.trust.grading_judges import Prepare, Scorer


@dataclass(frozen=True, slots=True)
class ComparedAnswer:
    """A graded answer with the judge's score. Both in grade points; `score` is None when nothing could be scored."""

    question: str
    group: str
    human: float
    score: float | None


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """The agreement on some of the answers, with the 95 % interval of r when there are questions enough for one."""

    agreement: Agreement
    pearson_r_interval: Interval | None

    def to_json(self) -> dict[str, Any]:
        return {**self.agreement.to_json(), "pearson_r_interval": _pair(self.pearson_r_interval)}


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """Agreement of a judge with the humans' mean grade, over all answers and for each group.

    Errors are in grade points. `human_pearson_r` is how well two graders agree with each other, None with one.
    `insufficient` of the answers held too little to be scored and count as 0; `failed` more, to which the judge gave
    no usable judgement, are in none of the figures.
    """

    overall: Agreement
    pearson_r_interval: Interval | None
    human_pearson_r: float | None
    human_pearson_r_interval: Interval | None
    groups: Mapping[str, GroupAgreement]
    answers: tuple[ComparedAnswer, ...]
    max_grade: float
    evaluator: Evaluator
    failed: int = 0

    @property
    def insufficient(self) -> int:
        return sum(answer.score is None for answer in self.answers)

    @property
    def questions(self) -> int:
        """How many different questions were answered: what the intervals draw from."""
        return len({answer.question for answer in self.answers})

    def to_json(self) -> dict[str, Any]:
        """The report as `calibrate --json` prints it. What is undefined (a constant column) is null."""
        return {
            **self.overall.to_json(),
            "pearson_r_interval": _pair(self.pearson_r_interval),
            "human_pearson_r": self.human_pearson_r,
            "human_pearson_r_interval": _pair(self.human_pearson_r_interval),
            "questions": self.questions,
            "insufficient": self.insufficient,
            "failed": self.failed,
            "max_grade": self.max_grade,
            "groups": {name: group.to_json() for name, group in self.groups.items()},
            "evaluator": evaluator_fields(self.evaluator),
        }


def evaluator_fields(evaluator: Evaluator) -> dict[str, str | None]:
    """Who scored, for JSON."""
    return {
        "kind": evaluator.kind,
        "name": evaluator.name,
        "prompt_version": evaluator.prompt_version,
        "rubric_version": evaluator.rubric_version,
    }


def calibrate(
    path: Path,
    columns: Mapping[str, str],
    max_grade: float,
    scorer: Scorer,
    evaluator: Evaluator,
    prepare: Prepare | None = None,
    decode: Decode = decode_utf8,
) -> CalibrationReport:
    """Score every graded answer of a CSV file, `-` for standard input, and compare with the grades.

    `columns` maps our column names to the file's where they differ; `max_grade` is the highest grade there is.
    An answer for which `scorer` raises ChatModelError is left out and counted; when that is every one, the error is
    raised. Raises InputError when the file is missing or malformed.
    """
    graded = read_grades(path, columns, max_grade, decode)
    if prepare:
        prepare(graded)
    judged: list[GradedAnswer] = []
    scores: list[float | None] = []
    failure: ChatModelError | None = None
    for row in graded:
        try:
            score = scorer(row.question, row.reference, row.answer)
        except ChatModelError as error:
            failure = error
            continue
        judged.append(row)
        scores.append(None if score is None else max_grade * score)
    if failure and not judged:
        raise failure
    report = compare(judged, scores, max_grade, evaluator)
    return replace(report, failed=len(graded) - len(judged))


def compare(
    graded: Sequence[GradedAnswer], scores: Sequence[float | None], max_grade: float, evaluator: Evaluator
) -> CalibrationReport:
    """Compare scores, in grade points, with the human grades of the same answers."""
    answers = tuple(
        ComparedAnswer(row.question, row.group, row.human, score) for row, score in zip(graded, scores, strict=True)
    )
    members: dict[str, list[ComparedAnswer]] = {}
    for answer in answers:
        if answer.group:
            members.setdefault(answer.group, []).append(answer)
    overall = _agreement(answers, max_grade)
    twice = [(row.grade, row.grade2, row.question) for row in graded if row.grade2 is not None]
    first, second = [grade for grade, _, _ in twice], [grade for _, grade, _ in twice]
    return CalibrationReport(
        overall=overall.agreement,
        pearson_r_interval=overall.pearson_r_interval,
        human_pearson_r=pearson(first, second),
        human_pearson_r_interval=pearson_interval(first, second, [question for _, _, question in twice]),
        groups={name: _agreement(group, max_grade) for name, group in sorted(members.items())},
        answers=answers,
        max_grade=max_grade,
        evaluator=evaluator,
    )


def _agreement(answers: Sequence[ComparedAnswer], max_grade: float) -> GroupAgreement:
    human = [answer.human for answer in answers]
    scores = [answer.score or 0.0 for answer in answers]
    return GroupAgreement(
        agreement(human, scores, max_grade),
        pearson_interval(human, scores, [answer.question for answer in answers]),
    )


def _pair(interval: Interval | None) -> list[float] | None:
    return None if interval is None else list(interval)
