"""Whose turn it is in a spoken interview, and what is wrong with it."""

from __future__ import annotations

import math
from typing import Final

from textual.content import Content
from textual.widgets import Static

from interview_cli.speech.turn import SpokenState, Stage
from interview_cli.tui.text import one_line

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
