"""Plays what is chosen in a thread of its own, so that neither the disk nor the judge ever holds up the screen."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing
from contextvars import copy_context
from typing import TYPE_CHECKING, Final

from interview_cli.errors import InterviewError, StorageError
from interview_cli.interview.commands import Begin, Command, Leave
from interview_cli.interview.inbox import Inbox, Message
from interview_cli.interview.ports import CandidatePaused
from interview_cli.tui.candidate import Attended, MakeCandidate
from interview_cli.tui.engine_line import EngineLabels
from interview_cli.tui.messages import (
    ActiveEngines,
    DraftKept,
    Happened,
    LeavingNotSaved,
    Over,
    Rephrased,
    Stopped,
    Tell,
)

if TYPE_CHECKING:
    from concurrent.futures import Future

    from interview_cli.app import Application
    from interview_cli.interview.model import AskedQuestion
    from interview_cli.interview.ports import ChatModel
    from interview_cli.tui.candidate import SaveDraft
    from interview_cli.tui.plays import Play

CLOSING_TIMEOUT_S: Final = 10.0
"""How long closing the app waits for the last write: longer than the database waits for another program."""


class SessionRunner:
    """One run of something to play."""

    def __init__(self, application: Application, play: Play, tell: Tell, make_candidate: MakeCandidate) -> None:
        self._application = application
        self._play = play
        self._tell = tell
        self._make_candidate = make_candidate
        self._inbox = Inbox(self._arrived)
        self._attended: Attended | None = None
        self._playing: asyncio.Task[None] | None = None
        self._last: Message | None = None
        self._keep_draft: SaveDraft | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._model: ChatModel | None = None
        self._language = ""
        self._rephrasing: Future[None] | None = None
        self._thread = threading.Thread(target=copy_context().run, args=(self._run,), name="session", daemon=True)

    def start(self) -> None:
        """Find out which engines are active, report them, and wait for `begin`."""
        self._thread.start()

    def begin(self) -> None:
        """The person knows which engines are active: play."""
        self._inbox.put(Begin())

    def send(self, command: Command) -> None:
        """Pass on what the person does; from any thread."""
        self._inbox.put(command)

    def rephrase(self, asked: AskedQuestion) -> None:
        """Ask the model of the session for the question in other words; `Rephrased` tells them."""
        if self._loop is not None and self._model is not None and self._thread.is_alive():
            self._rephrasing = asyncio.run_coroutine_threadsafe(self._rephrase(self._model, asked), self._loop)

    async def _rephrase(self, model: ChatModel, asked: AskedQuestion) -> None:
        from interview_cli.interview.rephrasing import rephrased

        try:
            text = await rephrased(model, asked, language=self._language, overrides=self._application.paths.prompts)
            self._tell(Rephrased(asked, text))
        except InterviewError as error:
            self._tell(Rephrased(asked, "", error))

    def close(self, text: str | None) -> None:
        """Leave whatever is in progress, with `text` typed so far if any, and wait until that is saved."""
        if self._thread.is_alive():
            self.send(Leave(text, anyway=True))
            self._thread.join(CLOSING_TIMEOUT_S)

    def _run(self) -> None:
        try:
            asyncio.run(self._play_all())
        except (CandidatePaused, asyncio.CancelledError):
            self._tell(Stopped(None))
        except Exception as error:  # noqa: BLE001 - the screen shows it, and raises what it cannot mend
            self._tell(Stopped(error))

    async def _play_all(self) -> None:
        self._playing = asyncio.current_task()
        application, play = self._application, self._play
        settings = play.settings(application)
        parts = play.parts(application, settings)
        self._keep_draft = play.save_draft(application)
        self._loop, self._model, self._language = asyncio.get_running_loop(), parts.model, settings.language
        candidate, speech = self._make_candidate(settings, parts.problems.report, self._save_draft, self._inbox)
        self._tell(ActiveEngines(EngineLabels.of(parts, speech), settings))
        while not isinstance(message := await self._inbox.get(), Begin):
            if isinstance(message, Leave):
                raise CandidatePaused
        self._attended = Attended(candidate, self._tell, self._went_on)
        async with aclosing(
            play.events(application, self._attended, parts, speech.voice if speech else None)
        ) as all_:
            async for event in all_:
                self._tell(Happened(event))
        self._tell(Over())

    def _save_draft(self, asked_id: str, text: str) -> None:
        """Save a draft and report the outcome, where drafts are kept. Raises StorageError."""
        if self._keep_draft is None:
            return
        try:
            self._keep_draft(asked_id, text)
        except StorageError as error:
            command = self._inbox.taken
            leaving = isinstance(command, Leave) and not command.anyway
            self._tell(LeavingNotSaved(error) if leaving else DraftKept(error))
            raise
        self._tell(DraftKept(None))

    def _arrived(self, message: Message) -> None:
        if isinstance(message, Command):
            self._last = message
            self._leave_unless_waited_for()

    def _went_on(self) -> None:
        """The session has what the candidate gave it; it saves that before it lets go of the loop again."""
        asyncio.get_running_loop().call_soon(self._leave_unless_waited_for)

    def _leave_unless_waited_for(self) -> None:
        """While a model is busy the session does not wait for the candidate, who can then leave at once."""
        waited_for = self._attended is not None and self._attended.waited_for
        if isinstance(self._last, Leave) and not waited_for and self._playing is not None:
            self._playing.cancel()
