"""A screen with something played on it: its thread, and what is asked before anything is discarded."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from interview_cli.interview.commands import Command
from interview_cli.interview.model import AskedQuestion
from interview_cli.tui.messages import AnswerNotSaved, LeavingNotSaved, Over, Stopped
from interview_cli.tui.navigation import GoPractise, SessionLeft
from interview_cli.tui.runner import SessionRunner
from interview_cli.tui.screens.dialog import Decision, Dialog, answer_unsaved, leaving_unsaved, stopped
from interview_cli.tui.widgets.notices import Notices
from interview_cli.tui.widgets.typing_pane import TypingPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from interview_cli.app import Application
    from interview_cli.app.speaking import Speech
    from interview_cli.interview.model import SessionSettings
    from interview_cli.tui.candidate import OpenSpeech, Report
    from interview_cli.tui.plays import Play
    from interview_cli.tui.widgets.speaking_pane import SpeakingPane


class PlayingScreen(Screen[None]):
    """Runs a play, hands commands over to it, and asks what to do where something could not be saved or has stopped.

    Subclasses show what is played.
    """

    def __init__(
        self,
        application: Application,
        play: Play,
        *,
        opened_first: bool,
        open_speech: OpenSpeech | None = None,
    ) -> None:
        super().__init__()
        self._application = application
        self._play = play
        self._spoken = open_speech is not None
        self._opened_first = opened_first
        self._quits = opened_first
        # A command that has opened the app has said itself whether the questions are spoken.
        keeps_silence = play.session_id is not None and not opened_first
        self._answer = _answer_pane(application, self._command, open_speech, keeps_silence=keeps_silence)
        self._runner = self._new_runner()
        self._asked: AskedQuestion | None = None
        self._listening = False
        self._leaving = False
        self.unsaved_answer = ""
        """An answer that could not be saved so far."""

    def _command(self, command: Command) -> None:
        self._runner.send(command)

    def _new_runner(self) -> SessionRunner:
        return SessionRunner(self._application, self._play, self.post_message, self._answer.make_candidate)

    @property
    def play(self) -> Play:
        """What is played here."""
        return self._play

    @property
    def session_id(self) -> str | None:
        """The session, once there is one."""
        return self._play.session_id

    @property
    def finished(self) -> bool:
        """Whether what is played has come to its end."""
        return self._play.finished

    def close_session(self) -> None:
        """Save what is typed and end the session's thread; for when the app is closing."""
        self._runner.close(self._answer.text if self._listening else None)

    def _let_write(self) -> None:
        self._listening = True
        self._leaving = False
        self._answer.resume()

    @on(LeavingNotSaved)
    def _leaving_not_saved(self, message: LeavingNotSaved) -> None:
        self._ask(leaving_unsaved(self._answer.text, message.error))

    @on(AnswerNotSaved)
    def _answer_not_saved(self, message: AnswerNotSaved) -> None:
        self.unsaved_answer = message.answer.text
        decision = answer_unsaved(message.error)

        def decide(choice: str | None) -> None:
            for command in decision.outcomes[choice or "leave"]:
                self._runner.send(command)

        self.app.push_screen(Dialog(decision.title, decision.text, decision.choices), decide)

    @on(Stopped)
    def _stopped(self, message: Stopped) -> None:
        error = message.error
        if error is None:
            self.post_message(SessionLeft(quits=self._quits))
            return

        if self.unsaved_answer:
            self.post_message(SessionLeft(quits=True, error=error))
            return

        def decide(choice: str | None) -> None:
            if choice == "type":
                self.post_message(GoPractise(self._play, spoken=False))
            elif choice == "retry":
                self._runner = self._new_runner()
                self._runner.start()
            else:
                self.post_message(SessionLeft(quits=self._quits, error=error))

        found = stopped(error, begun=self._asked is not None, spoken=self._spoken)
        self.app.push_screen(Dialog(found.title, found.text, found.choices), decide)

    @on(Over)
    def _over(self) -> None:
        if self._leaving and self._quits:
            self.app.exit()
        else:
            self.post_message(self._play.after(self.query_one(Notices).texts))

    def _ask(self, decision: Decision) -> None:
        """Let the person choose; send the commands of the choice, or none and stay."""

        def decide(choice: str | None) -> None:
            commands = decision.outcomes.get(choice or "")
            if commands:
                self._send(*commands)
            else:
                self._let_write()

        self.app.push_screen(Dialog(decision.title, decision.text, decision.choices), decide)

    def _send(self, *commands: Command) -> None:
        """Hand over to the session; the editor rests until it is the candidate's turn again."""
        self._listening = False
        self._answer.rest()
        for command in commands:
            self._runner.send(command)


def _answer_pane(
    application: Application,
    send: Callable[[Command], None],
    open_speech: OpenSpeech | None,
    *,
    keeps_silence: bool,
) -> TypingPane | SpeakingPane:
    """The lower part of an interview; without `open_speech` answers are typed.

    With `keeps_silence` a session that was begun without a voice has none here either.
    """
    if open_speech is None:
        return TypingPane(application.clock, send)
    from interview_cli.tui.widgets.speaking_pane import SpeakingPane

    def opened(settings: SessionSettings, report: Report) -> Speech:
        silent = application
        if keeps_silence and settings.muted:
            silent = copy(application)  # what is played after this session is not muted
            silent.override("voice", tts="none")
        return open_speech(silent, settings.language, report)

    return SpeakingPane(application.clock, send, opened)
