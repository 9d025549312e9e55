"""An answer as it was given, with everything that was found in it marked in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from interview_cli.delivery.timing import times_of_spans
from interview_cli.interview.model import Attempt, Evidence
from interview_cli.interview.spoken import Span
from interview_cli.reports.speech import heard_otherwise, long_pauses
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import split_words
from interview_cli.tui.text import clean

_EVIDENCE, _FILLER, _HEDGE, _REPEAT, _LIT, _HERE = (1 << number for number in range(6))
_STYLES: Final = {
    _EVIDENCE: "underline $success",
    _FILLER: "bold $warning",
    _HEDGE: "italic $warning",
    _REPEAT: "strike $warning",
    _LIT: "reverse bold $success",
    _HERE: "on $panel-lighten-1",
}
"""How each mark looks; where several lie on one another, the last of them."""

_LEGEND: Final = (
    (_FILLER, "filler", "fillers"),
    (_HEDGE, "hedge", "hedges"),
    (_REPEAT, "repeat", "repeats"),
)


class AnswerText(Static, can_focus=True):
    """A recorded answer can be walked through sentence by sentence, to be played from there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Sentence before", show=False),
        Binding("right", "move(1)", "Next sentence", show=False),
    ]

    class PlayFrom(Message):
        """The recording is to be played from the sentence the answer is at."""

        def __init__(self, answer: AnswerText) -> None:
            super().__init__()
            self.answer = answer

    def __init__(self, exchange_number: int, attempt: Attempt) -> None:
        super().__init__("", classes="answer", markup=False)
        self.exchange_number = exchange_number
        self._attempt = attempt
        answer = attempt.answer
        words = split_words(answer.text)
        self._sentences = [words.span(*span)[1:] for span in sentence_spans(words)] or [(0, len(answer.text))]
        self._at = 0
        self._lit: Sequence[Evidence] = ()
        self._marks = _marks(attempt)
        self._pauses = _pauses(attempt)
        self.can_focus = answer.audio_path is not None
        self.update(self._content())

    @property
    def second(self) -> float:
        """When the sentence it is at was said."""
        return self.second_of(*self._sentences[self._at])

    def second_of(self, start: int, end: int) -> float:
        """When these characters were said; 0 when that is not known."""
        answer = self._attempt.answer
        time = times_of_spans(answer.text, answer.words or (), [(start, end)])[0]
        return time.start_s if time else 0.0

    def light(self, quotes: Sequence[Evidence]) -> None:
        """Highlight these words, and no others."""
        self._lit = quotes
        self.update(self._content())

    def legend(self) -> Content | None:
        """What is marked, and how often, each word in the look of its mark."""
        marks = list(self._marks)
        parts = []
        for flag, one, many in _LEGEND:
            count = sum(each == flag for each, _, _ in marks)
            if count:
                parts.append(Content.assemble((many if count > 1 else one, _STYLES[flag]), f" {count}"))
        if self._pauses:
            noun = "long pause" if len(self._pauses) == 1 else "long pauses"
            parts.append(Content(f"‖ {noun} {len(self._pauses)}"))
        if any(flag == _EVIDENCE for flag, _, _ in marks):
            parts.append(Content.assemble(("what the scores rest on", _STYLES[_EVIDENCE])))
        return Content(" · ").join(parts) if parts else None

    def action_move(self, step: int) -> None:
        """To the sentence before or after."""
        self._at = min(max(self._at + step, 0), len(self._sentences) - 1)
        self.update(self._content())

    def on_focus(self) -> None:
        """Show where it stands."""
        self.update(self._content())

    def on_blur(self) -> None:
        """Nobody stands anywhere."""
        self.update(self._content())

    def on_click(self, event: events.Click) -> None:
        """Play from the sentence clicked."""
        sentence = event.style.meta.get("sentence")
        if self.can_focus and isinstance(sentence, int):
            self._at = sentence
            self.focus()
            self.update(self._content())
            self.post_message(self.PlayFrom(self))

    def _content(self) -> Content:
        text = self._attempt.answer.text
        flags = bytearray(len(text))
        here = [(_HERE, *self._sentences[self._at])] if self.has_focus else []
        lit = [(_LIT, each.start, each.end) for each in self._lit]
        for flag, start, end in [*self._marks, *lit, *here]:
            for at in range(max(0, start), min(end, len(text))):
                flags[at] |= flag
        begins = {start: number for number, (start, _) in enumerate(self._sentences)}
        edges = sorted(
            {0, len(text), *begins, *self._pauses, *(at for at in range(1, len(text)) if flags[at] != flags[at - 1])}
        )
        return Content.assemble(*self._pieces(text, flags, edges, begins))

    def _pieces(
        self, text: str, flags: bytearray, edges: Sequence[int], begins: dict[int, int]
    ) -> Iterator[Content | tuple[str, str]]:
        sentence = 0
        for start, end in pairwise(edges):
            sentence = begins.get(start, sentence)
            if start in self._pauses:
                yield (f"‖{self._pauses[start]:.1f}s‖ ", "$muted")
            style = " ".join(look for flag, look in _STYLES.items() if flags[start] & flag)
            piece = Content.styled(clean(text[start:end]), style)
            yield piece.stylize(Style.from_meta({"sentence": sentence}))


def _marks(attempt: Attempt) -> list[tuple[int, int, int]]:
    """What is marked, as (flag, start, end). Delivery is marked where it was measured: not in a corrected text."""
    scores = attempt.evaluation.scores if attempt.evaluation else ()
    marks = [(_EVIDENCE, each.start, each.end) for score in scores for each in score.evidence]
    delivery = attempt.delivery
    if delivery is None or heard_otherwise(attempt.answer) is not None:
        return marks
    found: tuple[tuple[int, Sequence[Span]], ...] = (
        (_FILLER, delivery.fillers),
        (_HEDGE, delivery.hedges),
        (_REPEAT, delivery.repeats),
    )
    return [*marks, *((flag, span.start, span.end) for flag, spans in found for span in spans)]


def _pauses(attempt: Attempt) -> dict[int, float]:
    """How many seconds each long pause lasted, by the offset of the word it ended with."""
    answer, delivery = attempt.answer, attempt.delivery
    pauses = long_pauses(delivery.pauses) if delivery else []
    if not pauses or not answer.words:
        return {}
    said = split_words(answer.text)
    times = times_of_spans(answer.text, answer.words, list(zip(said.starts, said.ends, strict=True)))
    found = {}
    for pause in pauses:
        after = (at for at, time in zip(said.starts, times, strict=True) if time and time.end_s > pause.end_s)
        if (offset := next(after, None)) is not None:
            found[offset] = pause.duration_s
    return found
