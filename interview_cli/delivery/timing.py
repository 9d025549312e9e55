"""Speaking time and pauses, from voice activity or word times, and when a span of text was spoken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

from interview_cli.interview.model import Answer
from interview_cli.interview.spoken import Interval, Pauses, Word
from interview_cli.text.words import Words, list_words, split_words

MIN_PAUSE_S: Final = 0.25
"""Shorter gaps are articulation, not pauses (Goldman-Eisler 1968; 0.25 s is the customary floor)."""

LONG_PAUSE_S: Final = 2.0
"""From here on a listener takes notice."""

_LOOK_AHEAD_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class Timing:
    """When somebody spoke. `first_s` is the beginning of the first sound, from the start of the answer."""

    speaking_s: float
    """From the first sound to the last, pauses included."""
    first_s: float
    pauses: Pauses

    @property
    def phonation_s(self) -> float:
        """The speaking time without its pauses."""
        return self.speaking_s - self.pauses.total_s


def timing_of_words(words: Sequence[Word]) -> Timing | None:
    """Speaking time and pauses from word times, or None without usable times."""
    return _timing((word.start_s, word.end_s) for word in words)


def timing_of_speech(speech: Sequence[Interval]) -> Timing | None:
    """Speaking time and pauses from voice activity, or None when there is none."""
    return _timing((interval.start_s, interval.end_s) for interval in speech)


def _timing(stretches: Iterable[tuple[float, float]]) -> Timing | None:
    """The timing of stretches of speech in seconds, in any order; useless ones are left out."""
    timed = sorted((float(start), float(end)) for start, end in stretches if _usable(start, end))
    if not timed:
        return None
    first_start, latest_end = timed[0]
    spans: list[Interval] = []
    for start, end in timed[1:]:
        # Rounding keeps a gap of 2.25 - 2.0 s, stored in binary, a pause of 0.25 s.
        if round(start - latest_end, 6) >= MIN_PAUSE_S:
            spans.append(Interval(latest_end, start))
        latest_end = max(latest_end, end)
    lengths_s = [round(span.duration_s, 6) for span in spans]
    pauses = Pauses(
        count=len(spans),
        long_count=sum(length_s >= LONG_PAUSE_S for length_s in lengths_s),
        longest_s=max(lengths_s, default=0.0),
        total_s=sum(lengths_s),
        spans=tuple(spans),
    )
    return Timing(latest_end - first_start, first_start, pauses)


def align(said: Words, words: Sequence[Word]) -> list[Word | None]:
    """The timed word each word of the text belongs to, None where the two disagree.

    Both run in the same order; where they differ, the nearest agreement within a few words is taken, so the
    cost stays linear.
    """
    spoken = [(piece, word) for word in words if _usable(word.start_s, word.end_s) for piece in list_words(word.text)]
    aligned: list[Word | None] = [None] * len(said.words)
    text_index = spoken_index = 0
    while text_index < len(said.words) and spoken_index < len(spoken):
        if said.words[text_index] == spoken[spoken_index][0]:
            aligned[text_index] = spoken[spoken_index][1]
            text_index += 1
            spoken_index += 1
            continue
        skip_text, skip_spoken = _nearest_agreement(said.words, text_index, spoken, spoken_index)
        text_index += skip_text
        spoken_index += skip_spoken
    return aligned


def _nearest_agreement(
    text_words: list[str], text_index: int, spoken: list[tuple[str, Word]], spoken_index: int
) -> tuple[int, int]:
    """How many words to skip on either side until both agree again; one on each side if they don't soon."""
    for distance in range(1, _LOOK_AHEAD_WORDS + 1):
        for skip_text in range(distance + 1):
            skip_spoken = distance - skip_text
            in_range = text_index + skip_text < len(text_words) and spoken_index + skip_spoken < len(spoken)
            if in_range and text_words[text_index + skip_text] == spoken[spoken_index + skip_spoken][0]:
                return skip_text, skip_spoken
    return 1, 1


def _usable(start_s: float, end_s: float) -> bool:
    return isfinite(start_s) and isfinite(end_s) and 0 <= start_s <= end_s


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
