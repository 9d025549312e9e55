"""Feedback: the report on one session, and how helpful it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from interview_cli.interview.model import Session
from interview_cli.tui.navigation import GoHome, GoSetUp
from interview_cli.tui.text import explain
from interview_cli.tui.widgets.key_hints import KeyHint, KeyHints

if TYPE_CHECKING:
    from interview_cli.app import Application


class FeedbackScreen(Screen[None]):
    """One long page to scroll through."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(stars), f"rate({stars})", "Rate", show=False) for stars in range(1, 6)),
        Binding("n,N", "go_to_answer(1)", "Next answer", show=False),
        Binding("p,P", "go_to_answer(-1)", "Previous answer", show=False),
        Binding("space", "page_down", "Down", show=False),
        Binding("a,A", "again", "Practise again", show=False),
        Binding("escape", "home", "Home", show=False),
        Binding("q,Q", "app.quit", "Quit", show=False),
    ]

    @dataclass
    class Loaded(Message):
        """The session has been read."""

        session: Session

    @dataclass
    class Rated(Message):
        """The rating has been saved."""

        stars: int

    @dataclass
    class Failed(Message):
        """The session could not be read, or the rating not be saved."""

        error: Exception

    def __init__(self, application: Application, session_id: str, problems: Sequence[str] = ()) -> None:
        super().__init__()
        self._problems = problems
        self._application = application
        self._session_id = session_id
        self._session: Session | None = None

    def compose(self) -> ComposeResult:
        """The page and the rating below it."""
        yield VerticalScroll(id="report")
        yield Static("", id="rating", markup=False)
        yield KeyHints(
            KeyHint("pagedown", "↑↓", "Scroll"),
            KeyHint("n", "N", "Next answer"),
            KeyHint("a", "A", "Practise again"),
            KeyHint("escape", "Esc", "Home"),
            KeyHint("q", "Q", "Quit"),
        )

    def on_mount(self) -> None:
        """Read the session."""
        self.query_one("#report").focus()
        self._load()

    @work(thread=True)
    def _load(self) -> None:
        try:
            message: Message = self.Loaded(self._application.store.load(self._session_id))
        except Exception as error:  # noqa: BLE001 - told on the screen
            message = self.Failed(error)
        self.post_message(message)

    @on(Loaded)
    async def _show(self, message: Loaded) -> None:
        from interview_cli.tui.widgets.report import report

        self._session = message.session
        told = [("notice", Content(text)) for text in self._problems]
        blocks = [Static(content, classes=kind, markup=False) for kind, content in (*told, *report(message.session))]
        for block in blocks:
            if block.has_class("fix-first"):
                block.border_title = "Fix this first"
        await self.query_one("#report").mount_all(blocks)
        if message.session.feedback:
            self._show_rating(message.session.helpfulness)

    @on(Failed)
    def _show_problem(self, message: Failed) -> None:
        rating = self.query_one("#rating", Static)
        rating.add_class("problem")
        rating.update(Content(explain(message.error)))

    @on(Rated)
    def _thank(self, message: Rated) -> None:
        self._show_rating(message.stars)

    def _show_rating(self, stars: int | None) -> None:
        if stars is None:
            text = "How helpful was this feedback? Press 1 (not at all) to 5 (very)."
        else:
            text = f"Helpfulness {'★' * stars}{'☆' * (5 - stars)}  {stars} of 5. Thank you."
        rating = self.query_one("#rating", Static)
        rating.remove_class("problem")
        rating.update(Content(text))

    def action_rate(self, stars: int) -> None:
        """Keep how helpful the feedback was."""
        if self._session and self._session.feedback:
            self._rate(stars)

    @work(thread=True)
    def _rate(self, stars: int) -> None:
        try:
            self._application.store.rate(self._session_id, stars)
            message: Message = self.Rated(stars)
        except Exception as error:  # noqa: BLE001 - told on the screen
            message = self.Failed(error)
        self.post_message(message)

    def action_go_to_answer(self, step: int) -> None:
        """Scroll to the next or previous question."""
        page = self.query_one("#report", VerticalScroll)
        tops = [block.virtual_region.y for block in page.query(".question")]
        here = page.scroll_offset.y
        beyond = [top for top in tops if (top > here if step > 0 else top < here)]
        if beyond:
            page.scroll_to(y=beyond[0] if step > 0 else beyond[-1], animate=False)

    def action_page_down(self) -> None:
        """One page on."""
        self.query_one("#report", VerticalScroll).action_page_down()

    def action_again(self) -> None:
        """Set up another session like this one."""
        self.post_message(GoSetUp(self._session.settings if self._session else None))

    def action_home(self) -> None:
        """Home."""
        self.post_message(GoHome())
