"""The full-screen app: which screen is shown, and how the process ends."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from interview_cli.errors import Interrupted
from interview_cli.tui.messages import GoFeedback, GoHome, GoPractise, GoSetUp, SessionLeft
from interview_cli.tui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.interview.model import Session, SessionSettings
    from interview_cli.tui.screens.interview import InterviewScreen

_STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_app(application: Application, settings: SessionSettings | None = None, resume: Session | None = None) -> None:
    """Run the app until it is closed.

    Raises Interrupted when a session was left unfinished, the error that ended a session for good, or whatever
    unexpected broke the app itself; in every case what was said is saved before.
    """
    app = InterviewApp(application, settings, resume)
    try:
        app.run()
    finally:
        left_session_id = app.close_session()
    if app.unsaved:
        print(f"Not saved: {app.unsaved}", file=sys.stderr)  # noqa: T201
    if app.failure is not None:
        raise app.failure
    if left_session_id is not None:
        raise Interrupted(
            "Stopped. Everything you said is saved.",
            f"Go on: interview practice --continue {left_session_id[:8]}",
        )


class InterviewApp(App[None]):
    """Shows one screen at a time: home, set-up, interview or feedback."""

    CSS_PATH = "interview.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
        Binding("ctrl+c", "quit", "Quit", show=False),
        Binding("ctrl+t", "toggle_look", "Light or dark", show=False),
    ]

    def __init__(
        self, application: Application, settings: SessionSettings | None = None, resume: Session | None = None
    ) -> None:
        super().__init__()
        self.application = application
        self.failure: Exception | None = None
        """What the process has to end with."""
        self.unsaved = ""
        """An answer that could not be saved."""
        self._plan = resume.id if resume else settings
        self._interview: InterviewScreen | None = None
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name

    async def on_mount(self) -> None:
        """Show the first screen: home, unless the command line already says what to do.

        The signals that end a process close the app in order from now on.
        """
        first = self._home() if self._plan is None else self._practice(self._plan, opened_first=True)
        await self.push_screen(first)
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in _STOP_SIGNALS:
                loop.add_signal_handler(number, self.exit)

    def close_session(self) -> str | None:
        """Save what is being typed; the id of the last session when it was left unfinished."""
        interview = self._interview
        if interview is None:
            return None
        interview.close_session()
        return None if interview.finished else interview.session_id

    def action_toggle_look(self) -> None:
        """Between light and dark."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    @on(GoHome)
    async def _go_home(self) -> None:
        await self.switch_screen(self._home())

    @on(GoSetUp)
    async def _go_set_up(self, message: GoSetUp) -> None:
        from interview_cli.tui.screens.set_up import SetUpScreen

        await self.switch_screen(SetUpScreen(self.application, message.like))

    @on(GoPractise)
    async def _go_practise(self, message: GoPractise) -> None:
        await self.switch_screen(self._practice(message.plan, opened_first=False))

    @on(GoFeedback)
    async def _go_feedback(self, message: GoFeedback) -> None:
        from interview_cli.tui.screens.feedback import FeedbackScreen

        await self.switch_screen(FeedbackScreen(self.application, message.session_id))

    @on(SessionLeft)
    async def _session_left(self, message: SessionLeft) -> None:
        if message.quits:
            self.failure = message.error
            self.unsaved = message.unsaved
            self.exit()
        else:
            await self.switch_screen(self._home())

    def _home(self) -> Screen[None]:
        from interview_cli.tui.screens.home import HomeScreen

        return HomeScreen(self.application)

    def _practice(self, plan: SessionSettings | str, *, opened_first: bool) -> Screen[None]:
        from interview_cli.tui.screens.interview import InterviewScreen

        self._interview = InterviewScreen(self.application, plan, opened_first=opened_first)
        return self._interview

    def _fatal_error(self) -> None:
        """Something unexpected broke the app: close it without a traceback; `run_app` raises the error."""
        self.failure = self._exception
        self._close_messages_no_wait()
