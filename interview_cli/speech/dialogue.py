"""What passes between a front end and the spoken answer to one question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from interview_cli.errors import InterviewError, StorageError
from interview_cli.interview.commands import Command, Finish, KeepDraft, Leave, Skip
from interview_cli.interview.events import Problem
from interview_cli.interview.inbox import Inbox, Message
from interview_cli.interview.ports import CandidateLeft, CandidatePaused
from interview_cli.speech.take import RecoveredTake, Take
from interview_cli.speech.turn import SpokenState, Stage

if TYPE_CHECKING:
    from interview_cli.interview.ports import Voice


class Skipped(Exception):
    """The candidate passes on the question."""


class Dialogue:
    """Messages come in, states go out; what holds in every stage of an answer is obeyed here.

    `problem` is what did not work last; a command clears it. `recovered_s` is as in `SpokenState`.
    """

    def __init__(
        self,
        inbox: Inbox,
        voice: Voice,
        save_draft: Callable[[str, str], None],
        show: Callable[[SpokenState], None],
    ) -> None:
        self._inbox = inbox
        self._voice = voice
        self._save_draft = save_draft
        self._show_state = show
        self._asked_id = ""
        self.problem: Problem | None = None
        self.recovered_s: float | None = None

    def begin(self, asked_id: str) -> None:
        """Another question is to be answered."""
        self._asked_id, self.problem, self.recovered_s = asked_id, None, None

    async def next(self) -> Message:
        """The next message, after drafts, skipping, finishing and leaving have been obeyed.

        Raises Skipped, CandidateLeft and CandidatePaused.
        """
        message = await self._inbox.get()
        if isinstance(message, Problem):
            self.problem = message
        elif isinstance(message, Command) and not isinstance(message, KeepDraft):
            self._voice.stop()
            self.problem = None
        match message:
            case Skip():
                raise Skipped
            case Finish():
                raise CandidateLeft
            case KeepDraft(text):
                self._keep(text)
            case Leave(text, anyway):
                if text is None or self._keep(text) or anyway:
                    raise CandidatePaused
        return message

    def show(self, stage: Stage, take: Take | RecoveredTake | None, text: str | None = None) -> None:
        """The answer stands like this; `text` is what is to be read, the words so far if None."""
        state = take.state(stage) if isinstance(take, Take) else SpokenState(self._asked_id, stage)
        state = replace(state, problem=self.problem, recovered_s=self.recovered_s)
        self._show_state(state if text is None else replace(state, text=text))

    def fail(self, error: InterviewError) -> None:
        """This did not work."""
        self.problem = Problem(error.message, error.remedy)

    def _keep(self, text: str) -> bool:
        """Whether the draft is saved."""
        try:
            self._save_draft(self._asked_id, text)
        except StorageError as error:
            self.fail(error)
            return False
        return True
