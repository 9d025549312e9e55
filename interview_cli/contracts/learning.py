"""Learning: `compare --json` and `retry --json`, `review --list --json`, `stories list --json`, `progress --json`."""

from __future__ import annotations

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from interview_cli.contracts.delivery import Delivery
from interview_cli.contracts.shared import InterviewType, OneOf

Verdict = Annotated[str, OneOf("not_enough_yet", "no_real_change", "up", "down")]


class ComparedAttempt(TypedDict):
    """One of the two attempts. `recording` is relative to the recordings folder, scores are 0-5 by criterion."""

    number: int
    answered_at: str
    answer: str
    recording: str | None
    overall_score: float | None
    scores: dict[str, float | None]
    delivery: Delivery | None
    evaluator: str | None


class OverallChange(TypedDict):
    """Overall scores, 0-100. `change` is null where they are not comparable; `real` beyond the judge's own spread."""

    before: float | None
    after: float | None
    change: float | None
    real: bool


class CriterionChange(TypedDict):
    """A criterion, 0-5, with the quotes that carry it now and did not before, and the other way round."""

    before: float | None
    after: float | None
    real: bool
    gained: list[str]
    lost: list[str]


class KeyPointChange(TypedDict):
    """Key points covered now, no longer, and neither before nor now."""

    gained: list[str]
    lost: list[str]
    missing: list[str]


class MeasureChange(TypedDict):
    """A measure of delivery; null where it was not measured."""

    before: float | None
    after: float | None


class TextPiece(TypedDict):
    """A stretch of the aligned texts."""

    change: Annotated[str, OneOf("kept", "dropped", "added")]
    text: str


class Compared(TypedDict):
    """What changed between the attempts numbered `before` and `after`; `note` says why scores are not compared."""

    before: int
    after: int
    overall: OverallChange
    criteria: dict[str, CriterionChange]
    key_points: KeyPointChange
    delivery: dict[str, MeasureChange]
    text: list[TextPiece]
    note: str | None


class Comparison(TypedDict):
    """Two attempts at one question."""

    question: str
    question_id: str
    attempts: list[ComparedAttempt]
    compared: Compared


class ReviewCard(TypedDict):
    """A question and the day it comes back. `stability` in days, `difficulty` 1-10, `last_score` 0-100."""

    question_id: str
    text: str
    type: InterviewType
    due: str
    last_score: float | None
    stability: float
    difficulty: float
    reviews: int
    last_reviewed_on: str
    micro_drills: list[str]


class Story(TypedDict):
    """A story and the sessions it was told in."""

    id: str
    title: str
    situation: str
    task: str
    action: str
    result: str
    numbers: list[str]
    competencies: list[str]
    source: Annotated[str, OneOf("written", "distilled")]
    quotes: list[str]
    told: int
    sessions: list[str]
    overused: NotRequired[bool]


class Streak(TypedDict):
    """Days of practice in a row."""

    current: int
    longest: int


class CriterionPoint(TypedDict):
    """The mean of a criterion, 0-5, over the answers of one session."""

    at: str
    score: float
    session: str
    attempts: int
    evaluator: str


class MeasurePoint(TypedDict):
    """A measure of a session's delivery."""

    at: str
    value: float


class Trend(TypedDict):
    """Means of the last values and of those before; `band` is what they may differ by noise alone."""

    verdict: Verdict
    before: float | None
    now: float | None
    band: float | None


EvaluatorChange = TypedDict("EvaluatorChange", {"at": str, "from": str, "to": str})


class Competency(TypedDict):
    """Answers about one competency; scores 0-100, `weeks` by the day each week began."""

    answered: int
    mean_score: float | None
    last: str
    trend: Verdict
    weeks: dict[str, float]


class Standing(TypedDict):
    """One of the strongest or weakest, with the ids of the questions behind it, weakest first, and their words."""

    competency: str
    mean_score: float | None
    questions: list[str]
    texts: list[str]


class PlannedDay(TypedDict):
    """A day until the interview."""

    on: str
    reviews: int
    focus: str | None
    what: str


class Progress(TypedDict):
    """Everything about how practice goes. `calendar` counts the answers of each day, `load` the reviews ahead."""

    sessions: int
    days: int
    streak: Streak
    criteria: dict[str, list[CriterionPoint]]
    criteria_trends: dict[str, Trend]
    delivery: dict[str, list[MeasurePoint]]
    delivery_trends: dict[str, Trend]
    evaluator_changes: list[EvaluatorChange]
    competencies: dict[str, Competency]
    strongest: list[Standing]
    weakest: list[Standing]
    due: int
    suggestion: str
    week: str
    calendar: dict[str, int]
    load: dict[str, int]
    interview_on: str | None
    plan: list[PlannedDay]
