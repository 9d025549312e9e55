"""The person who answers aloud in front of the screen, as the `Candidate` of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interview_cli.errors import StorageError
from interview_cli.interview.commands import Leave
from interview_cli.interview.model import Answer, AskedQuestion
from interview_cli.tui.candidate import Aloud, Command, SaveDraft
from interview_cli.tui.messages import AnswerNotSaved, DraftKept, LeavingNotSaved, Tell

if TYPE_CHECKING:
    from interview_cli.app.speaking import Speech
    from interview_cli.tui.speech import Show


class SpokenPerson:
    """Passes the screen's commands on to a `SpeakingCandidate`, and tells the screen what became of drafts."""

    def __init__(self, speech: Speech, save_draft: SaveDraft, show: Show, tell: Tell) -> None:
        self.voice = speech.voice
        self.voice_name = speech.voice_name
        self.transcriber_name = speech.transcriber_name
        self.remote_host = speech.remote_host
        self._save_draft = save_draft
        self._tell = tell
        self._leaving = False
        self._candidate = speech.candidate(self._keep, show)

    def receive(self, command: Command) -> None:
        """The person has done this."""
        self._leaving = isinstance(command, Leave)
        self._candidate.send(command.command if isinstance(command, Aloud) else command)

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        """As `SpeakingCandidate.answer`."""
        return await self._candidate.answer(asked, draft)

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:
        """As `SpeakingCandidate.retry_save`."""
        self._tell(AnswerNotSaved(answer, error))
        return await self._candidate.retry_save(answer, error)

    def _keep(self, asked_id: str, text: str) -> None:
        try:
            self._save_draft(asked_id, text)
        except StorageError as error:
            self._tell(LeavingNotSaved(error) if self._leaving else DraftKept(error))
            raise
        self._tell(DraftKept(None))
