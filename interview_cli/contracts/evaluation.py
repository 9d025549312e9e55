"""What was judged of one answer."""

from __future__ import annotations

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from interview_cli.contracts.shared import Evaluator, OneOf


class Evidence(TypedDict):
    """A verbatim quote: `quote == answer[start:end]`, in characters."""

    quote: str
    start: int
    end: int


class CriterionScore(TypedDict):
    """A criterion's points, null where no quote carries them; `spread` is that of repeated judgements. `certainty`,
    0–1, is how much of the criterion's weight counts, where the rules are not sure of what they found."""

    score: float | None
    max: int
    anchor: str
    evidence: list[Evidence]
    unsupported: bool
    spread: float | None
    state: NotRequired[Annotated[str, OneOf("about_it", "about_something_else", "cannot_tell")]]
    certainty: NotRequired[float]


class Finding(Evidence):
    """A part of the answer that the rules found; not `sure` where its form alone speaks for it."""

    kind: str
    sure: bool
    detail: str


class KeyPoint(TypedDict):
    """A key point of the question. In reports of sessions also whether it is ticked, and by whom."""

    point: str
    state: Annotated[str, OneOf("right", "wrong", "mentioned", "not_said", "cannot_tell")]
    quote: str | None
    ticked: NotRequired[bool]
    ticked_by: NotRequired[Annotated[str, OneOf("rules", "candidate")]]


class Evaluation(TypedDict):
    """The judgement of one answer. Without one the same fields are there, empty or null."""

    status: Annotated[str, OneOf("scored", "insufficient_evidence", "not_scored", "skipped", "unanswered")]
    overall_score: float | None
    coverage: float | None
    scores: dict[str, CriterionScore]
    tags: list[str]
    missing_points: list[str]
    findings: list[Finding]
    key_points: list[KeyPoint]
    not_scored: str | None
    comment: str | None
    ideal_answer: str | None
    evaluator: Evaluator | None
    fallback_reason: str | None
    rules_score: float | None
    flagged: bool
    dropped_quotes: int
    cached: bool
