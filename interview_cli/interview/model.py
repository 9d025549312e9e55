"""The words of the product as plain data: session, question, answer, delivery, evaluation, feedback.

All values are immutable. Times in `*_s` are seconds, `start`/`end` without a unit are character offsets
(end exclusive) into the text they belong to, and `*_at` are timezone-aware UTC datetimes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from interview_cli.interview.kinds import AnswerSource as AnswerSource
from interview_cli.interview.kinds import Difficulty as Difficulty
from interview_cli.interview.kinds import InterviewType as InterviewType
from interview_cli.interview.kinds import SessionStatus as SessionStatus
from interview_cli.interview.kinds import Stage as Stage
from interview_cli.interview.spoken import Delivery, Transcription, Word


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a bank. `type` is never MIXED."""

    id: str
    text: str
    type: InterviewType
    difficulty: Difficulty
    bank: str
    competencies: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    stage: Stage = Stage.CORE
    key_points: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    ideal_answer: str | None = None
    source: str | None = None

    @property
    def topics(self) -> tuple[str, ...]:
        """Competencies and skills together: what the question is about."""
        return self.competencies + self.skills


@dataclass(frozen=True, slots=True)
class Answer:
    """What the candidate said to one question.

    `text` is what is judged: for a spoken answer, the transcript after the candidate has read and corrected it.
    Delivery is measured on `spoken_text` and `words`. `words` is None for typed answers. `audio_path` is relative
    to the recordings folder.
    """

    text: str
    source: AnswerSource
    started_at: datetime
    ended_at: datetime
    words: tuple[Word, ...] | None = None
    audio_path: str | None = None
    transcription: Transcription | None = None

    @property
    def spoken_text(self) -> str:
        """The words as they were said, before any correction."""
        return self.transcription.text if self.transcription else self.text


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote of the answer: `quote == answer[start:end]`, checked in code."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One rubric criterion, 0–`max`. `anchor` is the rubric's wording for the level that was met.

    `score` is None and `unsupported` True when no verified evidence carries it. `spread` is the range between
    repeated judgements of the same answer, when there were several.
    """

    criterion: str
    score: float | None
    max: int
    anchor: str
    evidence: tuple[Evidence, ...] = ()
    unsupported: bool = False
    spread: float | None = None
    state: str | None = None
    """Of relevance by rules: `about_it`, `about_something_else`, or `cannot_tell`, which has no score; of another
    criterion that the rules cannot judge `cannot_tell` as well."""
    certainty: float = 1.0
    """How sure the rules are of what the score rests on, 0–1: so much of the criterion's weight counts."""


class EvaluationStatus(StrEnum):
    """Whether an answer was scored, and if not, whether it held too little or nobody was able to judge it."""

    SCORED = "scored"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"
    NOT_SCORED = "not_scored"


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Who scored: `kind` is `rules` or `model`."""

    kind: str
    name: str
    prompt_version: str | None
    rubric_version: str


@dataclass(frozen=True, slots=True)
class FoundPart:
    """Something the rules found in an answer: a deed, a part of the story, a figure.

    `sure` is false where its form and place alone speak for it; `detail` says what kind of result or figure it is.
    """

    kind: str
    evidence: Evidence
    sure: bool = True
    detail: str = ""


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """A key point of the question and what the answer says of it.

    `state` is `right`, `wrong`, `mentioned`, `not_said` or `cannot_tell`; `evidence` the sentence it rests on.
    """

    point: str
    state: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The judged content of one attempt.

    `tags` are machine names of what to improve (see scoring/tags.py), worst first. `missing_points` are the
    question's key points that the answer did not cover. `found` maps a part of the answer (`situation`, `task`,
    `action`, `result`, `number`, `ownership`, `key_point`) to the quotes that show it. `ideal_answer` is an outline
    built from the question's key points and the candidate's own facts.
    """

    status: EvaluationStatus
    scores: tuple[CriterionScore, ...]
    overall_score: float | None
    coverage: float
    comment: str
    tags: tuple[str, ...]
    missing_points: tuple[str, ...]
    found: dict[str, tuple[Evidence, ...]]
    ideal_answer: str | None
    evaluator: Evaluator
    dropped_quotes: int = 0
    """Quotes a model gave that are not in the answer."""
    rules_score: float | None = None
    """What the rules would have given (0-100), kept with a model's score as a sanity check."""
    flagged: bool = False
    """Whether the model and the rules differ by more than two points of five."""
    fallback_reason: str | None = None
    """Why the rules judged, or nobody could, although a model was configured."""
    cached: bool = False
    """Whether the evaluation came from the evaluation cache."""
    findings: tuple[FoundPart, ...] = ()
    """What the rules found, in the order of the answer."""
    key_points: tuple[KeyPoint, ...] = ()
    """The question's key points with what the rules found of each."""
    not_scored: str | None = None
    """Why an answer that holds enough has no overall score."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer to one asked question, with everything measured and judged about it so far."""

    id: str
    answer: Answer
    delivery: Delivery | None = None
    evaluation: Evaluation | None = None
    ticks: dict[str, bool] = field(default_factory=dict)
    """Key points that the candidate said they did, or did not, say: self-assessed, never part of a score."""

    @property
    def answered_at(self) -> datetime:
        """When the candidate had finished the answer."""
        return self.answer.ended_at


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was put to the candidate.

    `position` counts from 0 within the session. A follow-up has the id of the asked question it belongs to in
    `parent_id`, and its own wording in `text`; `question` is then the parent's bank question.
    """

    id: str
    position: int
    slot: int
    text: str
    question: Question
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """An asked question and the attempts at it, in the order made: number 1 is the answer given in the interview.

    The interview and its scores know only that one; later attempts are retries. `skipped` when the candidate passed.
    """

    asked: AskedQuestion
    attempts: tuple[Attempt, ...] = ()
    skipped: bool = False
    draft: str = ""

    @property
    def attempt(self) -> Attempt | None:
        """The first attempt, if there is one yet."""
        return self.attempts[0] if self.attempts else None

    def with_attempt(self, attempt: Attempt) -> Exchange:
        """The same exchange with this attempt in the place of the one with its id, else after all others."""
        if all(each.id != attempt.id for each in self.attempts):
            return replace(self, attempts=(*self.attempts, attempt))
        return replace(self, attempts=tuple(attempt if each.id == attempt.id else each for each in self.attempts))


@dataclass(frozen=True, slots=True)
class PlanSlot:
    """One main question of a session before it is chosen. `focus` says what it is to find out, if that is planned."""

    stage: Stage
    type: InterviewType
    topic: str | None
    difficulty: Difficulty
    focus: str | None = None


DocumentKind = Literal["cv", "job"]


@dataclass(frozen=True, slots=True)
class Document:
    """A CV or job post, known by its text: the store keeps it once, and sessions refer to it."""

    kind: DocumentKind
    text: str


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """What the candidate asked for.

    `questions` counts main questions, `max_follow_ups` is the most per question, `follow_up_budget` the most in the
    whole session. The defaults make 5 to 8 exchanges.
    """

    type: InterviewType
    difficulty: Difficulty = Difficulty.STANDARD
    role: str | None = None
    questions: int = 5
    max_follow_ups: int = 2
    follow_up_budget: int = 3
    bank: str | None = None
    seed: int = 0
    persona: str = "neutral"
    """How the interviewer behaves: friendly, neutral, skeptical, rapid, or one of the user's own."""
    language: str = "en"
    """The language of the interview and the feedback, as an ISO 639-1 code."""
    cv: Document | None = None
    """The candidate's CV."""
    job: Document | None = None
    """The job post."""
    redact: bool = False
    """Whether what identifies the candidate is masked before a language model sees it."""
    muted: bool = False
    """Whether the questions are shown only, not spoken."""

    @property
    def cv_text(self) -> str:
        """The text of the CV, empty without one."""
        return self.cv.text if self.cv else ""

    @property
    def job_text(self) -> str:
        """The text of the job post, empty without one."""
        return self.job.text if self.job else ""


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """What the language models of a session have used. `cost` is in the currency of the configured prices."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    calls: int = 0
    cost: float | None = None

    def __add__(self, other: TokenUsage) -> TokenUsage:
        costs = [each for each in (self.cost, other.cost) if each is not None]
        return TokenUsage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.calls + other.calls,
            sum(costs) if costs else None,
        )


@dataclass(frozen=True, slots=True)
class FeedbackPoint:
    """A strength or improvement. `quote` is verbatim from the answer at `position`, when it rests on one."""

    text: str
    position: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class SessionScores:
    """Session scores from 1 to 10, rounded to one decimal; None where nothing supports one.

    `confidence` is coaching only: it comes from hedges and ownership and never enters `overall`.
    """

    clarity: float | None
    structure: float | None
    relevance: float | None
    confidence: float | None
    overall: float | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """The report on a whole session. `overall_score` is 0–100; `coverage` the share of criteria with evidence."""

    scores: SessionScores
    overall_score: float | None
    recommendation: str
    coverage: float
    summary: str
    strengths: tuple[FeedbackPoint, ...]
    improvements: tuple[FeedbackPoint, ...]
    suggestions: tuple[str, ...]
    fix_first: FeedbackPoint | None
    technical_notes: str | None
    communication_notes: str | None
    problem_solving_notes: str | None
    evaluator: Evaluator
    report: str | None = None
    """The 150 to 200 word report of a model judge."""
    fallback_reason: str | None = None
    """Why the rules wrote this although a model was configured."""


@dataclass(frozen=True, slots=True)
class Session:
    """A whole interview with everything said in it so far."""

    id: str
    settings: SessionSettings
    status: SessionStatus
    started_at: datetime
    ended_at: datetime | None = None
    plan: tuple[PlanSlot, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    delivery: Delivery | None = None
    feedback: Feedback | None = None
    helpfulness: int | None = None
    usage: TokenUsage | None = None


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One line of the history."""

    id: str
    type: InterviewType
    difficulty: Difficulty
    status: SessionStatus
    started_at: datetime
    ended_at: datetime | None
    questions: int
    answers: int
    overall_score: float | None
    evaluator: str | None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """Who practises, and how regularly. Streaks count local calendar days with at least one answer."""

    target_role: str | None = None
    timeline: str | None = None
    current_streak_days: int = 0
    longest_streak_days: int = 0
    total_sessions: int = 0
    last_practised_on: str | None = None
    interview_on: str | None = None
    """The day of the interview that is prepared for, YYYY-MM-DD."""
