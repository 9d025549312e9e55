"""Home: what to do next, and what was done before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from interview_cli.tui.navigation import GoFeedback, GoMicrophone, GoPractise, GoSetUp
from interview_cli.tui.text import DIFFICULTY_NAMES, TYPE_NAMES, counted, explain, local_time
from interview_cli.tui.widgets.key_hints import KeyHint, KeyHints

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.interview.model import Profile, SessionSummary

HISTORY_LENGTH: Final = 50
"""How many past sessions are listed; 'interview history' lists them all."""

_START: Final = "start"
_HEADING: Final = Content(f"{'Past sessions':<48}Score")
_HINTS: Final = (
    KeyHint("enter", "Enter", "Open"),
    KeyHint("n", "N", "New"),
    KeyHint("m", "M", "Microphone"),
    KeyHint("ctrl+t", "Ctrl+T", "Light or dark"),
    KeyHint("q", "Q", "Quit"),
)


class HomeScreen(Screen[None]):
    """A list with the start on top, then sessions to go on with, then past ones. It is there before its data is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,N", "start", "New"),
        Binding("c,C", "continue", "Continue"),
        Binding("m,M", "microphone", "Microphone"),
        Binding("q,Q", "app.quit", "Quit"),
    ]

    @dataclass
    class Loaded(Message):
        """The sessions have been read."""

        profile: Profile
        unfinished: Sequence[SessionSummary]
        history: Sequence[SessionSummary]

    @dataclass
    class NotLoaded(Message):
        """The sessions could not be read."""

        error: Exception

    def __init__(self, application: Callable[[], Application]) -> None:
        super().__init__()
        self._application = application
        self._unfinished: dict[str, SessionSummary] = {}

    def compose(self) -> ComposeResult:
        """The frame and the first thing to do."""
        with Vertical(id="home"):
            yield Static("Interview practice", id="title")
            yield Static(" ", id="streak", markup=False)
            yield OptionList(_start_option(), id="sessions")
            yield Static("", id="home-note", markup=False)
        yield KeyHints(*_HINTS)

    def on_screen_resume(self) -> None:
        """Read the sessions, each time anew, but not before the screen is up."""
        self.call_after_refresh(self._load)

    @work(thread=True)
    def _load(self) -> None:
        try:
            application = self._application()
            unfinished = application.unfinished_sessions()
            history = application.store.history.list_sessions(limit=HISTORY_LENGTH)
            loaded: Message = self.Loaded(application.store.profile(), unfinished, history)
        except Exception as error:  # noqa: BLE001 - told on the screen
            loaded = self.NotLoaded(error)
        self.post_message(loaded)

    @on(Loaded)
    def _show(self, message: Loaded) -> None:
        self._unfinished = {summary.id: summary for summary in message.unfinished}
        past = [summary for summary in message.history if summary.id not in self._unfinished]
        options: list[Option | None] = [_start_option()]
        options += [Option(_continue_line(summary), summary.id) for summary in message.unfinished]
        if past:
            options += [
                None,
                Option(_HEADING, disabled=True),
                *(Option(_history_line(summary), summary.id) for summary in past),
            ]
        sessions = self.query_one("#sessions", OptionList)
        highlighted = sessions.highlighted
        sessions.set_options(options)
        sessions.highlighted = highlighted or 0
        self.query_one("#streak", Static).update(_streak(message.profile))
        note = self.query_one("#home-note", Static)
        note.remove_class("problem")
        note.update("" if self._unfinished or past else "Your past sessions will be listed here, with their scores.")
        go_on = [KeyHint("c", "C", "Continue")] if self._unfinished else []
        self.query_one(KeyHints).show(_HINTS[0], *go_on, *_HINTS[1:])

    @on(NotLoaded)
    def _show_problem(self, message: NotLoaded) -> None:
        note = self.query_one("#home-note", Static)
        note.add_class("problem")
        note.update(Content(explain(message.error)))

    def action_start(self) -> None:
        """Choose what to practise."""
        self.post_message(GoSetUp())

    def action_continue(self) -> None:
        """Go on with the newest unfinished session, if there is one."""
        if self._unfinished:
            self.post_message(GoPractise(next(iter(self._unfinished))))

    def action_microphone(self) -> None:
        """Check the microphone."""
        self.post_message(GoMicrophone())

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        chosen = event.option.id
        if chosen is None or chosen == _START:
            self.action_start()
        elif chosen in self._unfinished:
            self.post_message(GoPractise(chosen))
        else:
            self.post_message(GoFeedback(chosen))


def _start_option() -> Option:
    return Option(Content.assemble("▶  ", ("Start practising", "bold")), _START)


def _continue_line(summary: SessionSummary) -> Content:
    said = f"{TYPE_NAMES[summary.type]} · {summary.answers} answered · {local_time(summary.started_at).strip()}"
    return Content.assemble(("↻  ", "$warning"), ("Continue  ", "bold"), (said, "$muted"))


def _history_line(summary: SessionSummary) -> Content:
    """One line of at most 56 columns, so that it fits the smallest screen."""
    score = "–" if summary.overall_score is None else f"{summary.overall_score:.0f}"
    state = counted(summary.answers, "answer")
    if summary.status == "abandoned":
        state = "abandoned"
    return Content.assemble(
        (f"{local_time(summary.started_at)}  ", "$muted"),
        f"{TYPE_NAMES[summary.type]:<13}  ",
        (f"{DIFFICULTY_NAMES[summary.difficulty]:<8}  {state:<9}  ", "$muted"),
        (f"{score:>3}", "bold"),
    )


def _streak(profile: Profile) -> str:
    if not profile.total_sessions and not profile.longest_streak_days:
        return "Answer questions, get honest feedback. Everything stays on this machine."
    parts = [counted(profile.total_sessions, "session")]
    if profile.current_streak_days:
        parts.insert(0, f"{counted(profile.current_streak_days, 'day')} in a row")
    if profile.longest_streak_days > profile.current_streak_days:
        parts.append(f"best streak {counted(profile.longest_streak_days, 'day')}")
    return " · ".join(parts)
