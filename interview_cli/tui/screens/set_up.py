"""Set-up: what to practise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Input, Label, Static

from interview_cli.errors import InterviewError
from interview_cli.interview.model import Difficulty, InterviewType, SessionSettings
from interview_cli.tui.engine_line import EngineLabels, EngineLine
from interview_cli.tui.navigation import GoBack, GoPractise, GoTo, Place
from interview_cli.tui.text import DIFFICULTY_NAMES, TYPE_NAMES, clean, explain, one_line
from interview_cli.tui.widgets.chips import Choice
from interview_cli.tui.widgets.key_hints import KeyHint, KeyHints

if TYPE_CHECKING:
    from interview_cli.app import Application

_QUESTION_COUNTS: Final = (1, 2, 3, 4, 5, 6, 7, 8, 10)
_MAX_ROLE_CHARACTERS: Final = 200
_TOLD_CHARACTERS: Final = 240
_ABOUT: Final = {
    InterviewType.BEHAVIORAL: "“Tell me about a time when …”: what you did, and what came of it.",
    InterviewType.HR_SCREEN: "Motivation, expectations and practicalities: the first call.",
    InterviewType.TECHNICAL_VERBAL: "Concepts of your field, explained in words.",
    InterviewType.PROJECT: "Walk through something you built, and defend it.",
    InterviewType.SYSTEM_DESIGN: "Design a system: needs, scale, parts, trade-offs.",
    InterviewType.MIXED: "A bit of everything, as in a long interview day.",
}


class SetUpScreen(Screen[None]):
    """Five choices and a start. Up and down move between them, Enter starts from anywhere."""

    ABOUT = "Choose what the interview is about. Up and down move between the choices, left and right change one."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", "Up", show=False),
        Binding("down", "app.focus_next", "Down", show=False),
        Binding("enter", "start", "Start"),
        Binding("m,M", "microphone", "Microphone"),
        Binding("escape", "back", "Back"),
        Binding("f1", "app.help", "Help", show=False),
    ]

    @dataclass
    class Defaults(Message):
        """What to begin with."""

        settings: SessionSettings

    @dataclass
    class ActiveEngines(Message):
        """These would interview and judge."""

        labels: EngineLabels

    @dataclass
    class SpeechTried(Message):
        """Whether answers can be spoken here: None, or why not. `preferred` is what is configured, `to_know` a
        remark about the transcriber."""

        problem: InterviewError | None
        preferred: bool
        to_know: str = ""

    @dataclass
    class Failed(Message):
        """The defaults cannot be had, or the session not be planned."""

        error: Exception

    def __init__(self, application: Application, like: SessionSettings | None = None) -> None:
        super().__init__()
        self._application = application
        self._like = like
        self._can_speak = False
        self._speech: SetUpScreen.SpeechTried | None = None

    def compose(self) -> ComposeResult:
        """The form."""
        with VerticalScroll(id="set-up", can_focus=False):
            yield Static("What do you want to practise?", id="title")
            with Horizontal(classes="row"):
                yield Label("Kind")
                yield Choice(list(InterviewType), [TYPE_NAMES[kind] for kind in InterviewType], id="kind")
            yield Static("", id="about", markup=False)
            with Horizontal(classes="row"):
                yield Label("Difficulty")
                yield Choice(list(Difficulty), [DIFFICULTY_NAMES[level] for level in Difficulty], id="difficulty")
            with Horizontal(classes="row"):
                yield Label("Questions")
                yield Choice(_QUESTION_COUNTS, [str(count) for count in _QUESTION_COUNTS], id="questions")
            with Horizontal(classes="row"):
                yield Label("Role")
                yield Input(placeholder="any", max_length=_MAX_ROLE_CHARACTERS, compact=True, id="role")
            with Horizontal(classes="row"):
                yield Label("Answers")
                yield Choice([False], ["Typed"], id="spoken")
            yield Button("Start", variant="primary", id="start", disabled=True)
            yield Static("", id="problem", classes="problem", markup=False)
        yield Static("", id="speech", markup=False)
        yield EngineLine()
        yield KeyHints(
            KeyHint("enter", "Enter", "Start"),
            KeyHint("down", "↑↓", "Move"),
            KeyHint("right", "←→", "Choose"),
            KeyHint("m", "M", "Microphone"),
            KeyHint("escape", "Esc", "Back"),
        )

    def on_mount(self) -> None:
        """Say what the chosen kind is; fetch the defaults, which may need the disk."""
        self.watch(self.query_one("#kind", Choice), "index", self._show_about)
        self.watch(self.query_one("#spoken", Choice), "index", self._tell_about_speech)
        self.query_one("#kind").focus()
        self._load_defaults()

    @work(thread=True)
    def _load_defaults(self) -> None:
        try:
            message: Message = self.Defaults(self._like or _defaults(self._application))
        except Exception as error:  # noqa: BLE001 - reported on the screen
            message = self.Failed(error)
        self.post_message(message)
        if isinstance(message, self.Defaults):
            self._load_labels(message.settings)

    @work(thread=True)
    def _load_labels(self, settings: SessionSettings) -> None:
        try:
            parts = self._application.parts(settings)
            message: Message = self.ActiveEngines(
                EngineLabels(parts.active_engine, parts.active_engine, parts.remote_host)
            )
        except Exception as error:  # noqa: BLE001 - reported on the screen
            message = self.Failed(error)
        self.post_message(message)

    @on(ActiveEngines)
    def _name_engines(self, message: ActiveEngines) -> None:
        self.query_one(EngineLine).name_engines(message.labels)

    def on_screen_resume(self) -> None:
        """See whether answers can be spoken; again after a look at the microphone."""
        self._try_speech()

    @work(thread=True)
    def _try_speech(self) -> None:
        from interview_cli.app.speaking import try_speech

        try:
            preferred = self._application.settings.voice.enabled
            try:
                message: Message = self.SpeechTried(None, preferred, try_speech(self._application))
            except InterviewError as error:
                message = self.SpeechTried(error, preferred)
        except Exception as error:  # noqa: BLE001 - reported on the screen
            message = self.Failed(error)
        self.post_message(message)

    @on(SpeechTried)
    def _offer_speech(self, message: SpeechTried) -> None:
        spoken = self.query_one("#spoken", Choice)
        self._speech = message
        self._tell_about_speech()
        if message.problem is None and not self._can_speak:
            self._can_speak = True
            spoken.offer(True, "Spoken")
            spoken.suggest(message.preferred)

    def _tell_about_speech(self) -> None:
        """Why speaking does not work; otherwise, when speaking is chosen, a remark about the transcriber."""
        told = ""
        if self._speech and self._speech.problem:
            told = f"Speaking does not work here: {self._speech.problem}"
        elif self._speech and self.query_one("#spoken", Choice).value is True:
            told = self._speech.to_know
        self.query_one("#speech", Static).update(Content(clean(one_line(told, _TOLD_CHARACTERS))))

    @on(Defaults)
    def _show_defaults(self, message: Defaults) -> None:
        settings = message.settings
        self.query_one("#kind", Choice).suggest(settings.type)
        self.query_one("#difficulty", Choice).suggest(settings.difficulty)
        self.query_one("#questions", Choice).suggest(settings.questions)
        role = self.query_one("#role", Input)
        if not role.value:
            role.value = clean(settings.role or "")
        self.query_one("#start", Button).disabled = False

    @on(Failed)
    def _show_problem(self, message: Failed) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(Content(explain(message.error)))
        problem.display = True
        self.query_one("#start", Button).disabled = False

    def _show_about(self) -> None:
        kind = self.query_one("#kind", Choice).value
        assert isinstance(kind, InterviewType)
        self.query_one("#about", Static).update(_ABOUT[kind])

    @on(Input.Submitted)
    @on(Button.Pressed)
    def action_start(self) -> None:
        """Begin the interview, once the defaults are there."""
        start = self.query_one("#start", Button)
        if start.disabled:
            return
        start.disabled = True
        kind, difficulty = self.query_one("#kind", Choice).value, self.query_one("#difficulty", Choice).value
        questions = self.query_one("#questions", Choice).value
        assert isinstance(kind, InterviewType)
        assert isinstance(difficulty, Difficulty)
        assert isinstance(questions, int)
        role = " ".join(clean(self.query_one("#role", Input).value).split())
        spoken = self.query_one("#spoken", Choice).value is True
        self._plan(SessionSettings(kind, difficulty, role or None, questions), spoken)

    @work(thread=True)
    def _plan(self, chosen: SessionSettings, spoken: bool) -> None:
        try:
            self._application.require_session_left_today()
            settings = self._application.session_settings(
                kind=chosen.type, difficulty=chosen.difficulty, role=chosen.role, questions=chosen.questions
            )
            message: Message = GoPractise(replace(settings, role=chosen.role), spoken)
        except Exception as error:  # noqa: BLE001 - reported on the screen
            message = self.Failed(error)
        self.post_message(message)

    def action_microphone(self) -> None:
        """Check the microphone."""
        self.post_message(GoTo(Place.MICROPHONE))

    def action_back(self) -> None:
        """To where this was opened from."""
        self.post_message(GoBack())


def _defaults(application: Application) -> SessionSettings:
    """The configured choices, for the profile's target role."""
    practice = application.settings.practice
    role = practice.role or application.store.profile().target_role
    return SessionSettings(practice.type, practice.difficulty, role, practice.questions)
