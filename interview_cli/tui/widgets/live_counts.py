"""How the answer sounds so far: words, fillers and hedges, counted while it is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual import on, work
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from interview_cli.interview.model import Delivery, Span
from interview_cli.tui.text import counted, one_line

INTERVAL_S: Final = 0.25
"""The shortest time between two counts."""

_SHOWN: Final = 3
"""How many different fillers or hedges are named."""


class LiveCounts(Static):
    """Counts in the background, at most every INTERVAL_S, the newest text only."""

    @dataclass
    class Measured(Message):
        """A text has been measured."""

        delivery: Delivery

    def __init__(self) -> None:
        super().__init__(id="counts", markup=False)
        self._text = ""
        self._measured: str | None = None
        self._busy = False

    def on_mount(self) -> None:
        """Begin with nothing said."""
        self.set_interval(INTERVAL_S, self._measure_if_changed)

    def count(self, text: str) -> None:
        """The text is now this."""
        self._text = text

    def _measure_if_changed(self) -> None:
        if not self._busy and self._text != self._measured:
            self._busy = True
            self._measured = self._text
            self._measure(self._text)

    @work(thread=True)
    def _measure(self, text: str) -> None:
        from interview_cli.delivery.measure import measure_text

        self.post_message(self.Measured(measure_text(text)))

    @on(Measured)
    def _show(self, message: Measured) -> None:
        message.stop()
        self._busy = False
        delivery = message.delivery
        self.update(
            Content.assemble(
                counted(delivery.word_count, "word"),
                _named(delivery.fillers, "filler"),
                _named(delivery.hedges, "hedge"),
            )
        )


def _named(spans: Sequence[Span], word: str) -> Content:
    """The count, with the most frequent of them named."""
    if not spans:
        return Content.styled(f"  ·  {counted(0, word)}", "$text-muted")
    most = Counter(one_line(span.text, 20).lower() for span in spans).most_common(_SHOWN)
    names = ", ".join(f"{text} ×{times}" if times > 1 else text for text, times in most)
    return Content.assemble(
        "  ·  ", (counted(len(spans), word), "bold $text-warning"), (f" ({names})", "$text-muted")
    )
