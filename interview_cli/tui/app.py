"""The full-screen app: which screen is shown."""

from __future__ import annotations

import asyncio
import gc
import signal
import threading
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from interview_cli.errors import InterviewError
from interview_cli.tui.actions import Actions, shown_help
from interview_cli.tui.navigation import (
    GoBack,
    GoCompare,
    GoFeedback,
    GoHome,
    GoPractise,
    GoSetUp,
    GoTo,
    Place,
    SessionLeft,
)
from interview_cli.tui.screens.home import HomeScreen
from interview_cli.tui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.command import Provider

    from interview_cli.app import Application
    from interview_cli.app.sound_check import SoundCheck
    from interview_cli.interview.model import Question, Session, SessionSettings
    from interview_cli.tui.candidate import OpenSpeech
    from interview_cli.tui.plays import Play
    from interview_cli.tui.screens.interview import InterviewScreen

_WIDTHS: Final = [(0, "-narrow"), (56, "-wide"), (140, "-columns")]
_HEIGHTS: Final = [(0, "-low"), (18, "-high")]
"""From which number of columns and lines on a screen has which style class."""

_STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class InterviewApp(App[None]):
    """Home is the ground; the other screens lie above it. Set-up and interview make place for what follows them."""

    TITLE = "Interview practice"
    CSS_PATH = "interview.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Actions}
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
        Binding("ctrl+c", "quit", "Quit", show=False),
        Binding("ctrl+t", "toggle_look", "Light or dark", show=False),
        Binding("ctrl+p", "command_palette", "Everything by name", show=False, priority=True),
    ]

    def __init__(
        self,
        application: Application | None = None,
        settings: SessionSettings | None = None,
        resume: Session | None = None,
        open_speech: OpenSpeech | None = None,
        question: Question | None = None,
        opens: Callable[[Application], Screen[None]] | None = None,
    ) -> None:
        super().__init__()
        self._application = application
        self._open_speech = open_speech
        self._application_lock = threading.Lock()
        self.failure: Exception | None = None
        """What the process has to end with."""
        self.stopped = False
        """Whether a signal has ended the app."""
        self._first = resume.id if resume else settings
        self._first_question = question
        self._opens = opens
        self._opened: Screen[None] | None = None
        self._interview: InterviewScreen | None = None
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.set_reactive(App.theme, DARK.name)  # assigning it would parse every style a second time
        self.stylesheet.set_variables(self.get_css_variables())

    @property
    def application(self) -> Application:
        """The parts behind the screens; made when first asked for, by whichever thread."""
        with self._application_lock:
            if self._application is None:
                from interview_cli.app import Application

                self._application = Application()
            return self._application

    def sound_check(self) -> SoundCheck:
        """What the microphone check works with."""
        from interview_cli.app.sound_check import SoundCheck

        return SoundCheck(self.application)

    def get_default_screen(self) -> Screen[None]:
        """Home."""
        return HomeScreen(lambda: self.application)

    async def on_mount(self) -> None:
        """Begin the interview at once when the command line says so.

        The signals that end a process close the app in order from now on.
        """
        self.call_after_refresh(gc.enable)
        if self._first is not None:
            from interview_cli.tui.plays import SessionPlay

            await self._practise(SessionPlay(self._first, self._first_question), None, opened_first=True)
        if self._opens is not None:
            self._opened = self._opens(self.application)
            await self.push_screen(self._opened)
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in _STOP_SIGNALS:
                loop.add_signal_handler(number, self._stop)

    def _stop(self) -> None:
        self.stopped = True
        self.exit()

    def close_session(self) -> InterviewScreen | None:
        """Save what is being typed; the last interview there was."""
        if self._interview is not None:
            self._interview.close_session()
        return self._interview

    def action_toggle_look(self) -> None:
        """Between light and dark."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def action_help(self) -> None:
        """Say what this screen is for and which keys work on it."""
        shown_help(self)

    @on(GoHome)
    async def _go_home(self) -> None:
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    @on(GoBack)
    async def _go_back(self) -> None:
        if self.screen is self._opened:
            self.exit()
        elif len(self.screen_stack) > 1:
            await self.pop_screen()

    @on(GoTo)
    async def _go_to(self, message: GoTo) -> None:
        screen = self._screen_of(message.place)
        if message.place is Place.MICROPHONE:  # a look at it loses no choice made before
            await self.push_screen(screen)
        else:
            await self._show(screen)

    def _screen_of(self, place: Place) -> Screen[None]:
        from importlib import import_module

        if place is Place.MICROPHONE:
            from interview_cli.tui.screens.microphone import MicrophoneScreen

            return MicrophoneScreen(self.sound_check())
        name = place.name.lower()
        screen: Screen[None] = getattr(
            import_module(f"interview_cli.tui.screens.{name}"), f"{name.capitalize()}Screen"
        )(self.application)
        return screen

    @on(GoSetUp)
    async def _go_set_up(self, message: GoSetUp) -> None:
        from interview_cli.tui.screens.set_up import SetUpScreen

        await self._show(SetUpScreen(self.application, message.like))

    @on(GoPractise)
    async def _go_practise(self, message: GoPractise) -> None:
        await self._practise(message.plan, message.spoken, opened_first=False)

    @on(GoFeedback)
    async def _go_feedback(self, message: GoFeedback) -> None:
        from interview_cli.tui.screens.feedback import FeedbackScreen

        await self._show(FeedbackScreen(self.application, message.session_id, message.problems))

    @on(GoCompare)
    async def _go_compare(self, message: GoCompare) -> None:
        from interview_cli.tui.screens.compare import CompareScreen

        await self._show(CompareScreen(self.application, message.session_id, message.number))

    @on(SessionLeft)
    async def _session_left(self, message: SessionLeft) -> None:
        if message.quits:
            self.failure = message.error
            self.exit()
        else:
            await self._go_back()

    async def _practise(self, plan: SessionSettings | str | Play, spoken: bool | None, *, opened_first: bool) -> None:
        from interview_cli.app.speaking import open_speech as open_configured_speech
        from interview_cli.tui.plays import Play, SessionPlay
        from interview_cli.tui.screens.interview import InterviewScreen

        play = plan if isinstance(plan, Play) else SessionPlay(plan)
        if spoken is None:
            spoken = await asyncio.to_thread(self._answers_aloud, play.session_id)
        open_speech = (self._open_speech or open_configured_speech) if spoken else None
        self._interview = InterviewScreen(self.application, play, opened_first=opened_first, open_speech=open_speech)
        await self._show(self._interview)

    def _answers_aloud(self, session_id: str | None) -> bool:
        """Whether the answers are spoken when no option says so. Blocks."""
        if session_id is None:
            return self.application.settings.voice.enabled
        from interview_cli.app.recordings import answers_aloud

        try:
            return answers_aloud(self.application, session_id)
        except InterviewError:
            return False  # the interview meets the same error, and reports it

    async def _show(self, screen: Screen[None]) -> None:
        """Above what is shown now, or in its place: a screen that is passed through, or one of the same kind."""
        from interview_cli.tui.screens.interview import InterviewScreen
        from interview_cli.tui.screens.set_up import SetUpScreen

        passing = (SetUpScreen, InterviewScreen)
        if (
            len(self.screen_stack) > 1
            and isinstance(self.screen, passing)
            and type(self.screen_stack[-2]) is type(screen)
        ):
            await self.pop_screen()
        if len(self.screen_stack) > 1 and isinstance(self.screen, (*passing, type(screen))):
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)

    def _fatal_error(self) -> None:
        """Something unexpected broke the app: close it without a traceback; `run_app` raises the error."""
        self.failure = self._exception
        self._close_messages_no_wait()
