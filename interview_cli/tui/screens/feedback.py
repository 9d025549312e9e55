"""Feedback: the report on one session, and how helpful it was."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from interview_cli.errors import InputError, StorageError
from interview_cli.interview.checklist import checklist, with_ticks
from interview_cli.interview.model import Exchange, Session
from interview_cli.tui.navigation import GoHome, GoSetUp
from interview_cli.tui.text import explain, one_line
from interview_cli.tui.widgets.key_hints import KeyHint, KeyHints
from interview_cli.tui.widgets.key_point_line import KeyPointLine

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.speech.player import Player


_HINTS: Final = (
    KeyHint("pagedown", "↑↓", "Scroll"),
    KeyHint("n", "N", "Next answer"),
    KeyHint("a", "A", "Practise again"),
    KeyHint("escape", "Esc", "Home"),
    KeyHint("q", "Q", "Quit"),
)


class FeedbackScreen(Screen[None]):
    """One long page to scroll through, with key points to tick."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(stars), f"rate({stars})", "Rate", show=False) for stars in range(1, 6)),
        Binding("n,N", "go_to_answer(1)", "Next answer", show=False),
        Binding("b,B", "go_to_answer(-1)", "Previous answer", show=False),
        Binding("tab", "go_to_point(1)", "Next key point", show=False),
        Binding("shift+tab", "go_to_point(-1)", "Previous key point", show=False),
        Binding("p,P", "play", "Play", show=False),
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
    class Played(Message):
        """The recording has ended, was stopped, or could not be played."""

        error: Exception | None

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
        self._selected = 0
        self._player: Player | None = None

    def compose(self) -> ComposeResult:
        """The page and the rating below it."""
        yield VerticalScroll(id="report")
        yield Static("", id="rating", markup=False)
        yield KeyHints(*_HINTS)

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
        await self.query_one("#report").mount_all(list(report(message.session, self._problems)))
        self._show_keys()
        self._show_rating()

    def _show_keys(self) -> None:
        recorded = self._session is not None and any(map(_recording, self._session.exchanges))
        play = KeyHint("p", "P", "Silence" if self._player else "Play")
        points = KeyHint("tab", "Tab", "Key points")
        first = _HINTS[0]
        if isinstance(self.focused, KeyPointLine):
            first = KeyHint("space", "Space", "Untick" if self.focused.item.ticked else "Tick")
        self.query_one(KeyHints).show(
            first,
            _HINTS[1],
            *([points] if self.query(KeyPointLine) else []),
            *([play] if recorded else []),
            *_HINTS[2:],
        )

    @on(Failed)
    def _show_problem(self, message: Failed) -> None:
        self._tell(explain(message.error), problem=True)

    @on(Rated)
    def _thank(self, message: Rated) -> None:
        if self._session:
            self._session = replace(self._session, helpfulness=message.stars)
        self._show_rating()

    def _show_rating(self) -> None:
        stars = self._session.helpfulness if self._session else None
        if self._session is None or self._session.feedback is None:
            text = ""
        elif stars is None:
            text = "How helpful was this feedback? Press 1 (not at all) to 5 (very)."
        else:
            text = f"Helpfulness {'★' * stars}{'☆' * (5 - stars)}  {stars} of 5. Thank you."
        self._tell(text)

    def _tell(self, text: str, *, problem: bool = False) -> None:
        rating = self.query_one("#rating", Static)
        rating.set_class(problem, "problem")
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
        """Scroll to the next or previous question; it is the one that is played."""
        page = self.query_one("#report", VerticalScroll)
        blocks = list(page.query(".question"))
        here = page.scroll_offset.y
        beyond = [
            number
            for number, block in enumerate(blocks)
            if (block.virtual_region.y > here if step > 0 else block.virtual_region.y < here)
        ]
        if beyond:
            self._selected = beyond[0] if step > 0 else beyond[-1]
            page.scroll_to(y=blocks[self._selected].virtual_region.y, animate=False)
            page.focus()

    def action_go_to_point(self, step: int) -> None:
        """Move to the next or previous key point: from one to the other, else from what is in sight."""
        page = self.query_one("#report", VerticalScroll)
        lines = list(page.query(KeyPointLine))
        if isinstance(self.focused, KeyPointLine):
            number = lines.index(self.focused) + step
        else:
            edge = page.scroll_offset.y + (0 if step > 0 else page.scrollable_content_region.height)
            above = sum(line.virtual_region.y < edge for line in lines)
            number = above if step > 0 else above - 1
        target = lines[number] if 0 <= number < len(lines) else page
        target.focus()

    @on(DescendantFocus)
    def _focus_moved(self) -> None:
        if isinstance(self.focused, KeyPointLine):
            self._selected = self.focused.exchange_number
        self._show_keys()

    @on(KeyPointLine.Toggled)
    async def _tick(self, message: KeyPointLine.Toggled) -> None:
        """Save what the candidate says of a key point, then show it."""
        item, number = message.line.item, message.line.exchange_number
        if self._session is None or (attempt := self._session.exchanges[number].attempt) is None:
            return
        attempt = with_ticks(attempt, {item.key_point.point: not item.ticked})
        try:
            await asyncio.to_thread(self._application.store.save_ticks, attempt.id, attempt.ticks)
        except StorageError as error:
            self._tell(explain(error), problem=True)
            return
        exchange = self._session.exchanges[number].with_attempt(attempt)
        before, after = self._session.exchanges[:number], self._session.exchanges[number + 1 :]
        self._session = replace(self._session, exchanges=(*before, exchange, *after))
        items = checklist(exchange)
        for line in self.query(KeyPointLine):
            if line.exchange_number == number:
                line.show(items[line.item.number - 1])
        self._show_keys()
        if self._player is None:
            self._show_rating()

    def action_play(self) -> None:
        """Play the recording of the answer in sight, or the next one that has any; while it plays, be silent."""
        if self._player is not None:
            self._player.stop()
            return
        exchanges = self._session.exchanges if self._session else ()
        names = [_recording(exchange) for exchange in exchanges]
        recorded = [number for number, name in enumerate(names) if name]
        if not recorded:
            return
        number = next((each for each in recorded if each >= self._selected), recorded[0])
        from interview_cli.speech.player import Player

        self._player = Player()
        self._show_keys()
        self._tell(f"Playing the answer to: {one_line(exchanges[number].asked.text, 60)}")
        self._play(self._player, names[number] or "")

    @work(thread=True)
    def _play(self, player: Player, name: str) -> None:
        from interview_cli.paths import place_below

        try:
            file = place_below(self._application.paths.recordings, name)
            if file is None or not file.is_file():
                raise InputError("The recording of this answer is no longer there.")
            player.play_file(file)
            message = self.Played(None)
        except Exception as error:  # noqa: BLE001 - told on the screen
            message = self.Played(error)
        self.post_message(message)

    @on(Played)
    def _played(self, message: Played) -> None:
        self._player = None
        self._show_keys()
        if message.error:
            self._tell(explain(message.error), problem=True)
        else:
            self._show_rating()

    def on_unmount(self) -> None:
        """Be silent."""
        if self._player is not None:
            self._player.stop()

    def action_page_down(self) -> None:
        """One page on."""
        self.query_one("#report", VerticalScroll).action_page_down()

    def action_again(self) -> None:
        """Set up another session like this one."""
        self.post_message(GoSetUp(self._session.settings if self._session else None))

    def action_home(self) -> None:
        """Home."""
        self.post_message(GoHome())


def _recording(exchange: Exchange) -> str | None:
    """The name of an answer's recording."""
    return exchange.attempt.answer.audio_path if exchange.attempt else None
