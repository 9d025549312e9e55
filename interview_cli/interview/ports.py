"""What the core needs from the outside, as small protocols. The composition root (`app.py`) picks who fills them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from interview_cli.errors import StorageError
from interview_cli.interview.model import (
    Answer,
    AskedQuestion,
    Evaluation,
    Exchange,
    Feedback,
    PlanSlot,
    Profile,
    Question,
    Session,
    SessionSettings,
    SessionSummary,
    TokenUsage,
)
from interview_cli.interview.spoken import Delivery, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pydantic import BaseModel

    Samples = NDArray[np.float32]
    """Sound as 16 kHz mono samples from -1 to 1."""

ReplyT = TypeVar("ReplyT", bound="BaseModel")
Say = Callable[[str], None]
"""Takes a complete sentence as soon as there is one, so that it can be spoken before the rest is known."""


class CandidateLeft(Exception):
    """The candidate ends the session here on purpose: it is completed with what was said."""


class CandidatePaused(Exception):
    """The candidate leaves (quit, closed terminal): the session stays in progress and can be continued."""


class Clock(Protocol):
    """The time, so that tests can control it."""

    def now(self) -> datetime:
        """The current time, timezone-aware, in UTC."""
        ...


class Interviewer(Protocol):
    """Plans the interview and finds the next thing to ask."""

    async def plan(self, settings: SessionSettings) -> Sequence[PlanSlot]:
        """The main questions to come."""
        ...

    async def next_question(self, session: Session, slot: int, recent: Sequence[str]) -> Question:
        """The question for this slot of the plan, never one asked before in this session.

        `recent` holds ids of questions of the last sessions, to be avoided while there are others.
        """
        ...

    async def follow_up(self, session: Session, exchanges: Sequence[Exchange], say: Say) -> str | None:
        """What to ask next about a main question and its follow-ups so far, or None to move on.

        The last exchange may not be judged yet. Sentences that are certain before the whole is go to `say`, in
        order; what is returned begins with them.
        """
        ...

    def prepare(self, session: Session, slot: int, recent: Sequence[str]) -> None:
        """The candidate is about to speak: begin on the question of a later slot, if that takes time.

        Returns at once. `next_question` for that slot then takes what has been prepared.
        """
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

        The front end keeps the answer on screen until it is saved.
        """
        ...


class DeliveryMeter(Protocol):
    """Measures how something was said."""

    def measure(self, answers: Sequence[Answer]) -> Delivery:
        """The delivery of one answer, or of several taken together. `start`/`end` offsets refer to the first."""
        ...


class Judge(Protocol):
    """Scores what was said."""

    @property
    def quick(self) -> bool:
        """Whether evaluating takes no noticeable time, so that the interview may wait for it."""
        ...

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


class Voice(Protocol):
    """Speaks for the interviewer. Sentences queue up; none of the methods blocks the event loop."""

    def say(self, sentence: str) -> None:
        """Speak a sentence after those already queued."""
        ...

    async def finished(self) -> None:
        """Wait until everything queued has been spoken or stopped."""
        ...

    def stop(self) -> None:
        """Fall silent at once and forget what is queued. May be called from any thread."""
        ...


class Transcriber(Protocol):
    """Turns speech into words."""

    @property
    def name(self) -> str:
        """The engine and its model, as in `faster-whisper:base.en`."""
        ...

    @property
    def language(self) -> str | None:
        """The language it was set to expect or recognised last, as an ISO 639-1 code."""
        ...

    def words(self, samples: Samples) -> Sequence[Word]:
        """The words in a stretch of speech, with times from its start. Blocks; runs in a thread.

        Each is spelled with its own marks ("$30,000", "end."); what no space separates is one word.

        Raises UnavailableError when the engine cannot work (no model, no server).
        """
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with a language model."""

    role: Literal["system", "user", "assistant"]
    text: str


class ChatModel(Protocol):
    """A language model. Cancelling the task that awaits it closes the connection."""

    @property
    def name(self) -> str:
        """The engine and its model, as in `ollama:llama3.2`."""
        ...

    @property
    def remote_host(self) -> str | None:
        """The host that what is said is sent to, None when nothing leaves this machine."""
        ...

    @property
    def usage(self) -> TokenUsage:
        """Everything used so far."""
        ...

    def stream(self, messages: Sequence[Message]) -> AsyncIterator[str]:
        """The reply in pieces, as it is written. Raises ChatModelError."""
        ...

    async def complete(self, messages: Sequence[Message], schema: type[ReplyT], *, sample: int = 0) -> ReplyT:
        """A reply that fits the schema; a wrong one has been sent back once with what is wrong about it.

        `sample` 0 is the most likely reply (temperature 0); other numbers draw other replies, each repeatably where
        the engine can. Raises ChatModelError.
        """
        ...
