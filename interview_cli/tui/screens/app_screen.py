"""What the screens of the app have in common: work in the background, help, the way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from interview_cli.tui.navigation import GoBack

T = TypeVar("T")


class AppScreen(Screen[None]):
    """A screen over the application. What reads, writes or computes runs in a thread; what fails is shown."""

    ABOUT: ClassVar[str] = ""
    """What the screen is for, in a sentence or two, for its help."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("question_mark,f1", "app.help", "Help"),
        Binding("q,Q", "app.quit", "Quit"),
    ]

    @dataclass
    class Ready(Message):
        """What was computed in the background, and what takes it."""

        take: Callable[[Any], object]
        result: Any
        kind: str
        number: int

    @dataclass
    class Failed(Message):
        """What was to be done in the background could not be done."""

        error: Exception

    def __init__(self) -> None:
        super().__init__()
        self._newest: Counter[str] = Counter()

    def behind(self, act: Callable[[], T], then: Callable[[T], object], kind: str = "") -> None:
        """Do `act` in a thread, then give its result to `then`, here.

        Of a `kind` that has a name, only the result of the last one begun is taken: late ones are dropped.
        """
        self._newest[kind] += 1
        self._do(act, then, kind, self._newest[kind])

    @work(thread=True)
    def _do(self, act: Callable[[], T], then: Callable[[T], object], kind: str, number: int) -> None:
        try:
            message: Message = self.Ready(then, act(), kind, number)
        except Exception as error:  # noqa: BLE001 - shown on the screen
            message = self.Failed(error)
        self.post_message(message)

    @on(Ready)
    def _take(self, message: Ready) -> None:
        if not message.kind or message.number == self._newest[message.kind]:
            message.take(message.result)
            self.refresh_bindings()

    @on(Failed)
    def _show_failure(self, message: Failed) -> None:
        self.fail(message.error)

    def fail(self, error: Exception) -> None:
        """Show what did not work."""
        from interview_cli.tui.text import explain

        self.notify(explain(error), title="That did not work", severity="error", markup=False)

    def action_back(self) -> None:
        """To where this was opened from."""
        self.post_message(GoBack())
