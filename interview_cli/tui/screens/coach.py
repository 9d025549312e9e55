"""The coach: a talk about your own preparation."""

from __future__ import annotations

import asyncio
import shlex
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from interview_cli.tui.navigation import GoFeedback, GoPractise, GoSetUp, GoTo, Place
from interview_cli.tui.screens.app_screen import AppScreen
from interview_cli.tui.text import clean, explain
from interview_cli.tui.widgets.exchange_report import paragraph
from interview_cli.tui.widgets.key_hints import KeyHints

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.coaching import Coach
    from interview_cli.contracts.cv import CoachReply
    from interview_cli.interview.ports import ChatModel
    from interview_cli.learning.coach import Reply

MOST_CHARACTERS: Final = 2_000
"""The longest question."""


class CoachScreen(AppScreen):
    """Questions at the bottom, what was said above."""

    ABOUT = (
        "Ask what to practise next, or what you said before: Enter sends it. Answers come from your own sessions, "
        "stories, CV, job and progress, and name what they rest on. Ctrl+G begins what was proposed."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g", "begin", "Begin what was proposed"),
    ]

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._application = application
        self._coach: Coach | None = None
        self._model: ChatModel | None = None
        self._proposed: str | None = None
        self._answer: Static | None = None

    def compose(self) -> ComposeResult:
        """The talk, and a line to ask in."""
        yield VerticalScroll(id="coach-page", classes="page", can_focus=False)
        yield Input(placeholder="Ask about your preparation", max_length=MOST_CHARACTERS, id="coach-line")
        yield Static("", id="rating", markup=False)
        yield KeyHints()

    def on_mount(self) -> None:
        """Begin with what there is to do."""
        self.query_one("#coach-line").focus()
        self.behind(self._open, self._greet)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """There must be something to begin."""
        return self._proposed is not None if action == "begin" else True

    def _open(self) -> Reply:
        from interview_cli.app.coaching import Coach
        from interview_cli.app.parts import open_model

        self._coach = Coach(self._application)
        model = open_model(self._application, self._coach.cv_text)
        look = getattr(model, "absence", None)
        self._model = None if look and look() else model
        return self._coach.propose()

    def _greet(self, found: Reply) -> None:
        self._proposed = found.next_command
        if self._model is not None and self._model.remote_host and self._coach is not None:
            host = f"{self._coach.records_leave_to} are sent to {self._model.remote_host}."
            self._say("kind", host)
        self._say("summary", found.answer)

    @on(Input.Submitted, "#coach-line")
    def _asked(self, message: Input.Submitted) -> None:
        question = " ".join(clean(message.value).split())
        if not question or self._coach is None:
            return
        message.input.value = ""
        self._say("kind", question)
        self._answer = None
        self.behind(partial(self._reply, self._coach, question), self._show)

    def _reply(self, coach: Coach, question: str) -> CoachReply:
        if self._model is None:
            return coach.ask(question)
        return asyncio.run(
            coach.ask_model(question, self._model, lambda said: self.app.call_from_thread(self._heard, said))
        )

    def _heard(self, sentence: str) -> None:
        """One more sentence of a model's answer."""
        if self._answer is None:
            self._answer = self._say("summary", sentence)
        else:
            self._answer.update(Content(f"{self._answer.content} {clean(sentence)}"))

    def _show(self, found: CoachReply) -> None:
        self._proposed = found["next_command"]
        from interview_cli.app.coach_answers import sources_in_words

        if self._answer is None:
            if self._coach and self._coach.fallback_reason:
                self._say("note", f"{self._coach.fallback_reason} By rules:")
            self._say("summary", found["answer"])
        elif lines := sources_in_words(found):
            self._say("note", "\n".join(lines))

    def _say(self, kind: str, text: str) -> Static:
        said = paragraph(kind, clean(text))
        page = self.query_one("#coach-page", VerticalScroll)
        page.mount(said)
        page.scroll_end(animate=False)
        return said

    def action_begin(self) -> None:
        """Begin what was proposed."""
        if self._proposed is not None:
            self.behind(partial(self._step, shlex.split(self._proposed)[1:]), self.post_message)

    def _step(self, words: list[str]) -> Message:
        """The screen for a command that was proposed."""
        options = dict(zip(words[1::2], words[2::2], strict=False))
        match words[0]:
            case "review":
                return GoTo(Place.REVIEWS)
            case "drill":
                return GoTo(Place.DRILLS)
            case "stories":
                return GoTo(Place.STORIES)
            case "feedback":
                return GoFeedback(self._application.store.resolve(words[1]))
            case "practice" if "--continue" in options:
                return GoPractise(self._application.store.resolve(options["--continue"]))
            case "practice" if "--cv" in options or "--job" in options:
                return GoPractise(
                    self._application.session_settings(cv=options.get("--cv"), job=options.get("--job"))
                )
            case "practice" if "--question" in options:
                from interview_cli.tui.plays import practise_question

                return GoPractise(practise_question(self._application, options["--question"]))
        return GoSetUp()

    def fail(self, error: Exception) -> None:
        """At the bottom."""
        line = self.query_one("#rating", Static)
        line.add_class("problem")
        line.update(Content(explain(error)))
