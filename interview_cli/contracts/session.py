"""A practice session: `practice --json`, `feedback --json`, `history --json`, and questions."""

from __future__ import annotations

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from interview_cli.contracts.delivery import Delivery
from interview_cli.contracts.evaluation import Evaluation
from interview_cli.contracts.shared import Difficulty, Evaluator, InterviewType, OneOf, Recommendation, SessionStatus
from interview_cli.contracts.transcript import HeardAnswer


class Said(Evaluation):
    """One answer with what was measured and judged of it. `recording` is relative to the recordings folder."""

    answer: str | None
    spoken_text: NotRequired[str]
    recording: NotRequired[str | None]
    transcription: NotRequired[HeardAnswer]
    source: Annotated[str, OneOf("typed", "spoken", "scripted")] | None
    started_at: str | None
    ended_at: str | None
    delivery: Delivery | None


class Attempt(Said):
    """An attempt at a question; number 1 is the answer given in the interview."""

    number: int
    answered_at: str


class BestAttempt(TypedDict):
    """The attempt with the highest overall score, 0-100."""

    number: int
    score: float


class BetterStory(TypedDict):
    """A story of the candidate's own that would have fitted a question better, and why, in clauses."""

    id: str
    title: str
    why: list[str]


class Answer(Said):
    """An asked question with the answer given in the interview, and every attempt at it."""

    position: int
    question_id: str
    question: str
    type: InterviewType
    difficulty: Difficulty
    follow_up: bool
    attempts: list[Attempt]
    best_attempt: BestAttempt | None
    better_story: NotRequired[BetterStory]


class Session(TypedDict):
    """What was practised, and when."""

    id: str
    type: InterviewType
    difficulty: Difficulty
    status: SessionStatus
    role: str | None
    bank: str | None
    seed: int
    questions: int
    started_at: str
    ended_at: str | None
    helpfulness: int | None


class SessionScores(TypedDict):
    """From 1 to 10; null where nothing supports one. `confidence` is no part of `overall`."""

    clarity: float | None
    structure: float | None
    relevance: float | None
    confidence: float | None
    overall: float | None


class FeedbackPoint(TypedDict):
    """A strength or improvement, with the quote it rests on and the position of that answer."""

    text: str
    position: int | None
    quote: str | None


class Feedback(TypedDict):
    """The report in words. `report` is a model's; `fallback_reason` says why rules wrote it all the same."""

    summary: str
    fix_first: FeedbackPoint | None
    strengths: list[FeedbackPoint]
    improvements: list[FeedbackPoint]
    suggestions: list[str]
    technical_notes: str | None
    communication_notes: str | None
    problem_solving_notes: str | None
    report: str | None
    fallback_reason: str | None


class SessionReport(TypedDict):
    """A whole session. `overall_score` is 0-100, `coverage` the share of criteria with evidence.

    `best_overall_score` is that of the best attempts, null where no question was answered again.
    """

    session: Session
    answers: list[Answer]
    delivery: Delivery | None
    scores: SessionScores | None
    overall_score: float | None
    best_overall_score: float | None
    recommendation: Recommendation | None
    coverage: float | None
    feedback: Feedback | None
    evaluator: Evaluator | None


class SessionSummary(TypedDict):
    """A session in the history. `evaluator` is `rules`, or `model:` and its name."""

    id: str
    type: InterviewType
    difficulty: Difficulty
    status: SessionStatus
    role: str | None
    started_at: str
    ended_at: str | None
    questions: int
    answers: int
    overall_score: float | None
    evaluator: str | None


class Question(TypedDict):
    """A question of a bank."""

    id: str
    text: str
    type: InterviewType
    difficulty: Difficulty
    bank: str
    stage: Annotated[str, OneOf("warm_up", "core", "closing")]
    competencies: list[str]
    skills: list[str]
    roles: list[str]
    key_points: list[str]
    pitfalls: list[str]
    follow_ups: list[str]
    ideal_answer: str | None
    source: str | None
