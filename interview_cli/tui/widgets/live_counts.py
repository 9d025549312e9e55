"""How the answer sounds so far: words, fillers and hedges, counted while it is typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual import on, work
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from interview_cli.interview.spoken import Delivery, Span
from interview_cli.tui.text import counted, one_line

INTERVAL_S: Final = 0.25
"""The shortest time between two counts."""

_SHOWN: Final = 3
"""How many different fillers or hedges are named."""

_I: Final = re.compile(r"\bi\b")


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
        self._delivery: Delivery | None = None
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

    @work(thread=True, exit_on_error=False)  # counting is a help; its failure must not end an interview
    def _measure(self, text: str) -> None:
        from interview_cli.delivery.measure import measure_text

        self.post_message(self.Measured(measure_text(text)))

    @on(Measured)
    def _measured_text(self, message: Measured) -> None:
        message.stop()
        self._busy = False
        self._delivery = message.delivery
        self._show()

    def on_resize(self) -> None:
        """Name fillers and hedges where there is room."""
        self._show()

    def _show(self) -> None:
        delivery = self._delivery
        if delivery is not None:
            counts = _counts(delivery, _SHOWN)
            self.update(counts if counts.cell_length <= self.size.width else _counts(delivery, 0))


def _counts(delivery: Delivery, shown: int) -> Content:
    return Content.assemble(
        counted(delivery.word_count, "word"),
        _named(delivery.fillers, "filler", shown),
        _named(delivery.hedges, "hedge", shown),
    )


def _named(spans: Sequence[Span], word: str, shown: int) -> Content:
    """The count, with the `shown` most frequent of them named."""
    if not spans:
        return Content.styled(f" · {counted(0, word)}", "$muted")
    most = Counter(_I.sub("I", one_line(span.text, 20).lower()) for span in spans).most_common(shown)
    names = ", ".join(f"{text} ×{times}" if times > 1 else text for text, times in most)
    count = (counted(len(spans), word), "bold $warning")
    return Content.assemble(" · ", count, (f" ({names})" if names else "", "$muted"))
