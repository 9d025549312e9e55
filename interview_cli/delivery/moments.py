"""When the words of an answer were spoken."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.delivery.pauses import align
from interview_cli.interview.model import Answer
from interview_cli.interview.spoken import Interval, Word
from interview_cli.text.words import Words, list_words, split_words


def times_of_spans(text: str, words: Sequence[Word], spans: Sequence[tuple[int, int]]) -> list[Interval | None]:
    """When each [start, end) of `text` was spoken, None where its words are not among `words`.

    The text may have been corrected since: a span's time is that of the first and last of its words that were spoken.
    """
    said = split_words(text)
    spoken = align(said, words)
    times: list[Interval | None] = []
    for start, end in spans:
        inside = [
            word for begin, word in zip(said.starts, spoken, strict=True) if word is not None and start <= begin < end
        ]
        times.append(Interval(float(inside[0].start_s), float(inside[-1].end_s)) if inside else None)
    return times


def time_of_quote(answer: Answer, quote: str) -> Interval | None:
    """When the words of `quote` were first spoken in an answer, as it was heard or as it was corrected.

    Capitals and punctuation do not matter. None when the answer has no word times or does not have those words.
    """
    wanted = list_words(quote)
    for text in dict.fromkeys((answer.spoken_text, answer.text)):
        place = _find(split_words(text), wanted)
        if place:
            return times_of_spans(text, answer.words or (), [place])[0]
    return None


def _find(said: Words, wanted: list[str]) -> tuple[int, int] | None:
    """Where the wanted words first follow one another, as [start, end) in the text."""
    count = len(wanted)
    for index in range(len(said.words) - count + 1 if wanted else 0):
        if said.words[index : index + count] == wanted:
            return said.starts[index], said.ends[index + count - 1]
    return None
