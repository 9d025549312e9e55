"""Keeps what is being typed on disk, and says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from interview_cli.errors import StorageError
from interview_cli.tui.text import one_line

DELAY_S: Final = 0.5
"""The longest that something typed waits to be saved."""

RETRY_S: Final = 2.0
"""How long to wait before saving again what could not be saved."""


class DraftState(Static):
    """Calls `keep` with the newest text soon after it changed; one save at a time, answered by `kept`."""

    def __init__(self, keep: Callable[[str], None]) -> None:
        super().__init__("", id="saved", markup=False)
        self._keep = keep
        self._text = ""
        self._kept = ""
        self._saving: str | None = None
        self._timer: Timer | None = None
        self._paused = True

    def begin(self, draft: str, note: str) -> None:
        """The answer to a new question begins with `draft`, which is saved already; `note` says so."""
        self._text = self._kept = draft
        self._paused = False
        self.say(note)

    def typed(self, text: str) -> None:
        """The text is now this."""
        self._text = text
        self._plan(DELAY_S)

    def pause(self) -> None:
        """The text is being handed over; nothing more is saved until `begin` or `go_on`."""
        self._paused = True
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def go_on(self) -> None:
        """The text was not handed over after all."""
        self._paused = False
        self._plan(DELAY_S)

    def kept(self, error: StorageError | None) -> None:
        """The last save is done, or failed for this reason."""
        saved, self._saving = self._saving, None
        if error is None:
            self._kept = saved or ""
            self.say("Draft saved")
            self._plan(DELAY_S)
        else:
            self.say(f"Draft not saved: {one_line(error.message, 50)}", problem=True)
            self._plan(RETRY_S)

    def say(self, text: str, *, problem: bool = False) -> None:
        """Show how it stands."""
        self.set_class(problem, "problem")
        self.update(Content(text))

    def _plan(self, delay_s: float) -> None:
        idle = self._timer is None and self._saving is None and not self._paused
        if idle and self._text != self._kept:
            self._timer = self.set_timer(delay_s, self._save)

    def _save(self) -> None:
        self._timer = None
        self._saving = self._text
        self._keep(self._text)
