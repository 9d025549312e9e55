"""How the answer sounds while it is spoken: time, level, pace, fillers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widgets import Static

from interview_cli.speech.level import level_words
from interview_cli.tui.text import clock_time, counted

if TYPE_CHECKING:
    from interview_cli.speech.turn import SpokenState

METER_COLUMNS: Final = 12
METER_FLOOR_DB: Final = -60.0
"""What the meter shows as nothing: below it is a quiet room."""


class LiveStrip(Static):
    """One line, redrawn only when something on it has changed."""

    def __init__(self) -> None:
        super().__init__("", id="strip", markup=False)
        self._shown = Content("")

    def show_state(self, state: SpokenState) -> None:
        """The answer sounds like this now."""
        content = strip_line(state)
        if content != self._shown:
            self._shown = content
            self.update(content)


def strip_line(state: SpokenState) -> Content:
    """At most 54 columns, so that it fits the smallest screen."""
    pace = "–" if state.words_per_minute is None else f"{state.words_per_minute:.0f}"
    warn = "bold $warning" if state.filler_count else "$muted"
    return Content.assemble(
        (f"{clock_time(state.elapsed_s)}  ", "bold"),
        meter(state.level_db, too_loud=state.is_clipping),
        (f"  {pace} words/min  ", "$muted"),
        (counted(state.filler_count, "filler"), warn),
    )


def meter(level_db: float, *, too_loud: bool) -> Content:
    """A level in dBFS as a bar with its number, or with a word where it is silent or distorts."""
    share = min(max((level_db - METER_FLOOR_DB) / -METER_FLOOR_DB, 0.0), 1.0)
    filled = round(METER_COLUMNS * share)
    colour = "$error" if too_loud else "$success"
    label = ("too loud", "bold $error") if too_loud else (f"{level_words(level_db):>7} ", "$muted")
    return Content.assemble(("━" * filled, colour), ("─" * (METER_COLUMNS - filled), "$border-blurred"), " ", label)
