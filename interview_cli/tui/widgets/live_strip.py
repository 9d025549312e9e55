"""While an answer is spoken: whose turn it is and what is wrong, and how it sounds (time, level, pace, fillers)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widgets import Static

from interview_cli.speech.level import level_words
from interview_cli.speech.turn import SpokenState, Stage
from interview_cli.tui.text import clock_time, counted, one_line

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


_PROBLEM_CHARACTERS: Final = 200
_TURNS: Final = {
    Stage.INTERVIEWER: ("◆ The interviewer speaks", "$primary", "any key stops the voice"),
    Stage.LISTENING: ("● Listening", "$success", "take your time"),
    Stage.SPEAKING: ("● Listening", "$success", ""),
    Stage.SILENT: ("● Listening", "$success", "take your time"),
    Stage.PAUSED: ("‖ Paused", "$warning", "nothing is recorded until you resume"),
    Stage.NO_MICROPHONE: ("! No microphone", "$error", ""),
    Stage.TRANSCRIBING: ("… Transcribing", "$primary", "what you said is saved"),
    Stage.CHECK: ("✓ Check the transcript", "$primary", "delivery is measured on what you said"),
    Stage.NO_WORDS: ("! Nothing was understood", "$warning", "your recording is saved"),
    Stage.TYPING: ("✎ Type your answer", "$primary", ""),
    Stage.NOT_SAVED: ("! Not saved", "$error", ""),
}
"""What is said of a stage: its name, its colour, and what goes with it. Each begins with a shape of its own, for
terminals without colours."""


class TurnLine(Static, can_focus=True):
    """Has the focus while somebody speaks, so that their keys are not text."""

    def __init__(self) -> None:
        super().__init__("", id="turn", markup=False)
        self._shown = Content("")

    def tell(self, text: str) -> None:
        """Something else than a stage."""
        self._show(Content(text))

    def show_state(self, state: SpokenState) -> None:
        """The answer stands like this."""
        self._show(turn_text(state))

    def _show(self, content: Content) -> None:
        if content != self._shown:
            self._shown = content
            self.update(content)


def turn_text(state: SpokenState) -> Content:
    """One line, and others for what was recovered and for what is wrong."""
    if state.stage is Stage.COUNTDOWN:
        seconds = math.ceil(state.countdown_s or 0)
        first = Content.assemble((f"● Done in {seconds} s", "bold $warning"), (" · speak to continue", "$muted"))
    else:
        name, colour, more = _TURNS[state.stage]
        first = Content.assemble((name, f"bold {colour}"), (f" · {more}" if more else "", "$muted"))
    lines = [first, *([Content.styled(state.recovered, "$success")] if state.recovered else [])]
    if state.hears_nothing:
        lines.append(Content.styled("No sound. Is the microphone on? D lists all microphones.", "bold $warning"))
    if state.problem:
        text = f"{state.problem.message} {state.problem.remedy}"
        lines.append(Content.styled(one_line(text, _PROBLEM_CHARACTERS), "$error"))
    return Content("\n").join(lines)
