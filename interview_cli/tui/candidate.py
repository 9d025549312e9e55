"""The person at the screen as the `Candidate` of a session.

The screen sends commands from its thread; the session takes them in its own. Drafts travel the same way as answers,
so that one thread does all the saving and nothing overtakes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from interview_cli.errors import StorageError
from interview_cli.interview.commands import Finish, HandIn, KeepDraft, Leave, Skip, TryAgain
from interview_cli.interview.model import Answer, AnswerSource, AskedQuestion, SessionSettings
from interview_cli.interview.ports import Candidate, CandidateLeft, CandidatePaused, Clock, Voice
from interview_cli.tui.messages import AnswerNotSaved, DraftKept, LeavingNotSaved, Tell

if TYPE_CHECKING:
    from interview_cli.speech import spoken_state


@dataclass(frozen=True, slots=True)
class Aloud:
    """A command that only somebody who speaks can give."""

    command: spoken_state.Command


Command = KeepDraft | HandIn | Skip | Finish | Leave | TryAgain | Aloud


SaveDraft = Callable[[str, str], None]
"""Keeps an unfinished text for an asked question. Raises StorageError."""


class PersonAtScreen(Candidate, Protocol):
    """A candidate who is told what the person at the screen does, in the session's event loop.

    Who only types has no voice, no transcriber, and sends nothing anywhere.
    """

    @property
    def voice(self) -> Voice | None:
        """What speaks the questions."""
        ...

    @property
    def voice_name(self) -> str | None:
        """What it is called."""
        ...

    @property
    def transcriber_name(self) -> str | None:
        """What hears the answers."""
        ...

    @property
    def remote_host(self) -> str | None:
        """The host that sound or questions are sent to."""
        ...

    def receive(self, command: Command) -> None:
        """The person has done this."""
        ...


Report = Callable[[str, str], None]
"""Takes what did not work and what to do about it."""

MakeCandidate = Callable[[SessionSettings, Report, SaveDraft, Tell], PersonAtScreen]
"""Makes the candidate of a session, in its thread. May load a model. Raises UnavailableError."""


class ScreenCandidate:
    """Makes of the screen's commands what the session asks of a `Candidate`; lives in the session's event loop."""

    voice = None
    voice_name = None
    transcriber_name = None
    remote_host = None

    def __init__(self, clock: Clock, save_draft: SaveDraft, tell: Tell) -> None:
        self._clock = clock
        self._save_draft = save_draft
        self._tell = tell
        self._commands: asyncio.Queue[Command] = asyncio.Queue()

    def receive(self, command: Command) -> None:
        """The person has done this."""
        self._commands.put_nowait(command)

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        """The answer handed in, or None for a skip. Raises CandidateLeft for Finish, CandidatePaused for Leave."""
        started_at = self._clock.now()
        saved = draft
        while True:
            match await self._commands.get():
                case KeepDraft(text):
                    error = self._keep(asked, text)
                    saved = saved if error else text
                    self._tell(DraftKept(error))
                case HandIn(text):
                    return Answer(text, AnswerSource.TYPED, started_at, self._clock.now())
                case Skip():
                    return None
                case Finish():
                    raise CandidateLeft
                case Leave(text, anyway):
                    error = None if text is None or text == saved else self._keep(asked, text)
                    if error is None or anyway:
                        raise CandidatePaused
                    self._tell(LeavingNotSaved(error))
                case TryAgain() | Aloud():
                    pass

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:
        """True to try again to save the answer, False when the person leaves without it."""
        self._tell(AnswerNotSaved(answer, error))
        while True:
            match await self._commands.get():
                case TryAgain():
                    return True
                case Leave():
                    return False
                case _:
                    pass

    def _keep(self, asked: AskedQuestion, text: str) -> StorageError | None:
        try:
            self._save_draft(asked.id, text)
        except StorageError as error:
            return error
        return None


class Attended:
    """A candidate, and whether the session is waiting for them. `returned` is called each time it goes on."""

    def __init__(self, candidate: Candidate, returned: Callable[[], None]) -> None:
        self._candidate = candidate
        self._returned = returned
        self.waited_for = False

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        """The candidate's answer. Raises what the candidate raises."""
        with self._waiting():
            return await self._candidate.answer(asked, draft)

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:
        """The candidate's decision."""
        with self._waiting():
            return await self._candidate.retry_save(answer, error)

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        self.waited_for = True
        try:
            yield
        finally:
            self.waited_for = False
            self._returned()
