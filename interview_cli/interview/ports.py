"""What the core needs from the outside, as small protocols. The composition root (`app.py`) picks who fills them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from interview_cli.errors import StorageError
from interview_cli.interview.model import (
    Answer,
    AskedQuestion,
    Delivery,
    Evaluation,
    Exchange,
    Feedback,
    PlanSlot,
    Profile,
    Question,
    Session,
    SessionSettings,
    SessionSummary,
)


class CandidateLeft(Exception):
    """The candidate ends the session here on purpose: it is completed with what was said."""


class CandidatePaused(Exception):
    """The candidate goes away (quit, closed terminal): the session stays in progress and can be continued."""


class Clock(Protocol):
    """Tells the time, so that tests can stop it."""

    def now(self) -> datetime:
        """The current time, timezone-aware, in UTC."""
        ...


class Interviewer(Protocol):
    """Plans the interview and finds the next thing to ask."""

    def plan(self, settings: SessionSettings) -> Sequence[PlanSlot]:
        """The main questions to come."""
        ...

    async def next_question(self, session: Session, slot: int, recent: Sequence[str]) -> Question:
        """The question for this slot of the plan, never one asked before in this session.

        `recent` holds ids of questions of the last sessions, to be avoided while there are others.
        """
        ...

    async def follow_up(self, session: Session, exchanges: Sequence[Exchange]) -> str | None:
        """What to ask next about a main question and its follow-ups so far, or None to move on."""
        ...


class Candidate(Protocol):
    """Answers questions: a keyboard, a script, a microphone."""

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        """The answer, or None to skip the question. `draft` is what an interrupted session had kept of it.

        Raises CandidateLeft to finish the session and CandidatePaused to leave it for later.
        """
        ...

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:
        """Asked when an answer could not be saved (a full disk, say): True to try again, False to give up.

        The front end keeps the answer in sight until it is saved.
        """
        ...


class DeliveryMeter(Protocol):
    """Measures how something was said."""

    def measure(self, answers: Sequence[Answer]) -> Delivery:
        """The delivery of one answer, or of several taken together. `start`/`end` offsets refer to the first."""
        ...


class Judge(Protocol):
    """Scores what was said."""

    async def evaluate(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        """The evaluation of one answer, every score with verified evidence."""
        ...

    async def feedback(self, session: Session) -> Feedback:
        """The report on a session whose answers have all been evaluated."""
        ...


class SessionStore(Protocol):
    """Keeps sessions. Every method has committed to disk when it returns; a crash afterwards loses nothing.

    Raises StorageError when the data cannot be read or written.
    """

    def create(self, session: Session) -> None: ...

    def save_asked(self, session_id: str, asked: AskedQuestion) -> None: ...

    def save_draft(self, asked_id: str, text: str) -> None:
        """Keep an unfinished answer, so that an interrupted candidate finds it again."""
        ...

    def save_skipped(self, asked_id: str) -> None: ...

    def save_answer(self, asked_id: str, attempt_id: str, answer: Answer) -> None: ...

    def save_delivery(self, attempt_id: str, delivery: Delivery) -> None: ...

    def save_evaluation(self, attempt_id: str, evaluation: Evaluation) -> None: ...

    def finish(self, session: Session) -> None:
        """Set status, end time, session delivery and feedback in one transaction, and update the profile."""
        ...

    def load(self, session_id: str) -> Session: ...

    def resolve(self, reference: str) -> str:
        """The full id for a unique prefix or `last`. Raises InputError when there is none or several."""
        ...

    def recent_question_ids(self, limit: int) -> Sequence[str]: ...

    def unfinished(self) -> Sequence[SessionSummary]: ...

    def profile(self) -> Profile: ...
