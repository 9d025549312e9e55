"""A line of `evaluate --out`, and `evaluate --compare --json`."""

from __future__ import annotations

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from interview_cli.contracts.delivery import Delivery
from interview_cli.contracts.evaluation import Evaluation
from interview_cli.contracts.shared import Evaluator, InterviewType, OneOf, Recommendation


class ScoredAnswer(Evaluation):
    """An answer found in a transcript. `question_id` is of a bank; seconds count from the transcript's start."""

    question: str
    question_id: str | None
    follow_up: bool
    answer: str
    start_s: float | None
    end_s: float | None
    delivery: Delivery


class MeanScore(TypedDict):
    """A criterion's mean over the questions it was judged in."""

    score: float
    max: int
    answers: int


class QuoteOfAnswer(TypedDict):
    """A verbatim quote from the answer at this place, from 0; offsets in characters."""

    answer: int
    quote: str
    start: int
    end: int


class MustHave(TypedDict):
    """A must-have of the job, and the quote that shows it is met."""

    text: str
    met: bool
    evidence: list[QuoteOfAnswer]


class Job(TypedDict):
    """How the answers scored before the must-haves of the job counted."""

    answers_score: float | None
    must_haves: list[MustHave]


class Recording(TypedDict):
    """The recording a transcript was made of."""

    engine: str
    language: str | None
    duration_s: float
    warning: str | None


class Reading(TypedDict):
    """How sure it is that a transcript was read as its writer meant it, 0-1, and what was unclear or assumed."""

    confidence: float
    notes: list[str]


class Result(TypedDict):
    """One transcript scored, without where it comes from. `overall_score` is 0-100; `declined` says how many
    questions were answered by not knowing, which count as 0; `error` says what is missing."""

    status: Annotated[str, OneOf("scored", "insufficient_evidence", "failed")]
    type: InterviewType | None
    candidate: str | None
    answers: list[ScoredAnswer]
    scores: dict[str, MeanScore]
    overall_score: float | None
    recommendation: Recommendation | None
    coverage: float
    spread: float | None
    evaluator: Evaluator
    cached: bool
    error: str | None
    declined: NotRequired[int]
    reading: NotRequired[Reading]
    job: NotRequired[Job]
    calibration: NotRequired[str]
    raw_overall_score: NotRequired[float | None]
    repeats: NotRequired[int]
    recording: NotRequired[Recording]


class ResultLine(Result):
    """A result with its place: the `part` of `parts` of an item; `settings` and `stamp` distinguish reruns."""

    id: str
    source: str
    item: str
    part: int
    parts: int
    settings: str
    stamp: str


class Drift(TypedDict):
    """How the scores of B differ from those of A, over the `n` transcripts that have one in both.

    Differences are B − A in points; the correlations are Pearson's r and Spearman's rho. Null stands for what is
    undefined.
    """

    n: int
    mean_difference: float | None
    mean_absolute_difference: float | None
    pearson_r: float | None
    spearman_rho: float | None


class ChangedRecommendation(TypedDict):
    """A transcript that A and B recommend differently; scores are points of 100."""

    id: str
    recommendation_a: Recommendation | None
    recommendation_b: Recommendation | None
    score_a: float | None
    score_b: float | None


class ResultsComparison(TypedDict):
    """Two results files, `a` and `b`, compared; transcripts are matched by id.

    `criteria` are by name. `judges_a` and `judges_b` are the evaluators, one entry each.
    """

    a: str
    b: str
    matched: int
    overall: Drift
    criteria: dict[str, Drift]
    changed_recommendations: list[ChangedRecommendation]
    only_in_a: list[str]
    only_in_b: list[str]
    judges_a: list[str]
    judges_b: list[str]
