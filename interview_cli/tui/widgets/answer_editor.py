"""Where the answer is typed."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.widgets import TextArea

from interview_cli.tui.text import clean

MAX_ANSWER_CHARACTERS: Final = 50_000
"""About an hour of speech. What goes beyond it in a paste is cut off."""


class AnswerEditor(TextArea):
    """A plain multi-line editor. What is pasted loses its control characters."""

    def __init__(self) -> None:
        super().__init__(
            id="answer",
            placeholder="Type your answer. Take your time.",
            highlight_cursor_line=False,
            disabled=True,
        )

    def on_paste(self, event: events.Paste) -> None:
        """Clean the text; the editor itself inserts it."""
        text = clean(event.text)
        room = max(0, MAX_ANSWER_CHARACTERS - len(self.text))
        if len(text) > room:
            self.notify(f"An answer can have {MAX_ANSWER_CHARACTERS:,} characters; the rest was cut off.")
        event.text = text[:room]
