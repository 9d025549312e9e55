"""The person at the screen as the `Candidate` of a session.

The screen puts commands into the session's inbox; the session takes them in its own thread. Drafts travel the same
way as answers, so that one thread does all the saving and nothing overtakes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from interview_cli.errors import StorageError
from interview_cli.interview.commands import Finish, KeepDraft, Leave, Skip, Submit, TryAgain
from interview_cli.interview.inbox import Inbox
from interview_cli.interview.model import Answer, AnswerSource, AskedQuestion, SessionSettings
from interview_cli.interview.ports import Candidate, CandidateLeft, CandidatePaused, Clock
from interview_cli.tui.messages import AnswerNotSaved, Tell

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.speaking import Speech

SaveDraft = Callable[[str, str], None]
"""Keeps an unfinished text for an asked question. Raises StorageError."""

Report = Callable[[str, str], None]
"""Takes what did not work and what to do about it."""

OpenSpeech = Callable[["Application", str, Report], "Speech"]
"""Opens the parts of a session in a language; may load a model. Blocks. Raises UnavailableError and InputError."""

MakeCandidate = Callable[[SessionSettings, Report, SaveDraft, Inbox], tuple[Candidate, "Speech | None"]]
"""Makes the candidate of a session, in its thread, and opens what a spoken one needs. May load a model.

Raises UnavailableError.
"""


class ScreenCandidate:
    """Makes of the screen's commands what the session asks of a `Candidate`; lives in the session's event loop."""

    def __init__(self, clock: Clock, save_draft: SaveDraft, inbox: Inbox) -> None:
        self._clock = clock
        self._save_draft = save_draft
        self._inbox = inbox

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        """The submitted answer, or None for a skip. Raises CandidateLeft for Finish, CandidatePaused for Leave."""
        started_at = self._clock.now()
        saved = draft
        while True:
            match await self._inbox.get():
                case KeepDraft(text):
                    saved = text if self._is_saved(asked, text) else saved
                case Submit(text):
                    return Answer(text, AnswerSource.TYPED, started_at, self._clock.now())
                case Skip():
                    return None
                case Finish():
                    raise CandidateLeft
                case Leave(text, anyway):
                    if text is None or text == saved or self._is_saved(asked, text) or anyway:
                        raise CandidatePaused

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:  # noqa: ARG002 - reported by `Attended`
        """True to try again to save the answer, False when the person leaves without it."""
        while True:
            match await self._inbox.get():
                case TryAgain():
                    return True
                case Leave():
                    return False

    def _is_saved(self, asked: AskedQuestion, text: str) -> bool:
        try:
            self._save_draft(asked.id, text)
        except StorageError:  # reported by `save_draft`
            return False
        return True


class Attended:
    """A candidate, and whether the session is waiting for them. `returned` is called each time it continues."""

    def __init__(self, candidate: Candidate, tell: Tell, returned: Callable[[], None]) -> None:
        self._candidate = candidate
        self._tell = tell
        self._returned = returned
        self.waited_for = False

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        """The candidate's answer. Raises what the candidate raises."""
        with self._waiting():
            return await self._candidate.answer(asked, draft)

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:
        """The candidate's decision, after the screen was given the answer."""
        with self._waiting():
            self._tell(AnswerNotSaved(answer, error))
            return await self._candidate.retry_save(answer, error)

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        self.waited_for = True
        try:
            yield
        finally:
            self.waited_for = False
            self._returned()
