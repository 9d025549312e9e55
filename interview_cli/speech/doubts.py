"""Which words of a reading nobody can have said: loops, words over silence, words too fast for any mouth.

Speech models write something for every sound. What they invent shows in what the sound has no room for, whatever the
engine and the language.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Final

from interview_cli.delivery.syllables import count_syllables
from interview_cli.interview.spoken import Interval, Word

BELIEVED_WITHIN_S: Final = 0.3
"""A word is believed when there was speech no further than this from it: engines' times are off by about as much."""

_LONGEST_LOOP_WORDS: Final = 12
_LOOP_TIMES: Final = 3
_LOOP_WORDS: Final = 8
"""A loop says the same three times or more, eight words in all: chosen; people stop at "no, no, no, no"."""

_FASTEST_SYLLABLE_S: Final = 0.05
"""The fastest talkers reach 10 to 12 syllables a second; half of that time for each is allowed for wrong times."""
_FAST_WORDS: Final = 8
"""At least this many words in a row must be too fast: engines bunch the times of a few that were said."""

_CLOSING: Final = re.compile(
    r"(?:thank you|thanks)(?: so much| very much| all)?(?: for (?:watching|listening|your attention))?"
    r"|(?:i'll )?see you (?:in the next (?:video|one)|next time)|please subscribe.*|bye(?: bye)?"
)
"""What Whisper has learnt from the ends of videos, and writes over silence."""
_LONGEST_CLOSING_WORDS: Final = 8
_CLOSING_SYLLABLE_S: Final = 0.1
"""Who says such a phrase takes this long for a syllable at least."""

_LEAST_MEAN_LOG_PROBABILITY: Final = -1.0
"""Below it a reading is unsure: openai-whisper's own threshold."""


def doubtful(words: Sequence[Word], speech: Sequence[Interval]) -> set[int]:
    """The numbers of the words that cannot have been said where somebody spoke in `speech`."""
    found = {number for number, word in enumerate(words) if not _near(word, speech)}
    for begin, end in (*_loops(words), *_too_fast(words, speech), *_closing(words, speech)):
        found.update(range(begin, end))
    return found


def is_unsure(words: Sequence[Word]) -> bool:
    """Whether an engine that reports the probability of each word is unsure of the whole."""
    sure = [math.log(max(word.probability, 1e-9)) for word in words if word.probability is not None]
    return bool(sure) and sum(sure) / len(sure) < _LEAST_MEAN_LOG_PROBABILITY


def seconds_of(speech: Sequence[Interval], begin_s: float, end_s: float) -> float:
    """How long somebody spoke between two times."""
    return sum(max(0.0, min(each.end_s, end_s) - max(each.start_s, begin_s)) for each in speech)


def _near(word: Word, speech: Sequence[Interval]) -> bool:
    within = BELIEVED_WITHIN_S
    return any(word.start_s <= each.end_s + within and word.end_s > each.start_s - within for each in speech)


def _loops(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where the same words are repeated over and over; the first occurrence is kept."""
    plain = [_plain(word) for word in words]
    at = 0
    while at < len(plain):
        for length in range(1, min(_LONGEST_LOOP_WORDS, len(plain) - at) + 1):
            end = at + length
            while plain[end : end + length] == plain[at : at + length]:
                end += length
            if end - at >= max(_LOOP_WORDS, _LOOP_TIMES * length):
                part = 0
                while end + part < len(plain) and plain[end + part] == plain[at + part]:
                    part += 1
                yield at + length, end + part
                at = end + part - 1
                break
        at += 1


def _too_fast(words: Sequence[Word], speech: Sequence[Interval]) -> Iterator[tuple[int, int]]:
    for begin in range(len(words) - _FAST_WORDS + 1):
        run = words[begin : begin + _FAST_WORDS]
        room_s = seconds_of(speech, run[0].start_s, max(word.end_s for word in run))
        if room_s < _FASTEST_SYLLABLE_S * _syllables(run):
            yield begin, begin + _FAST_WORDS


def _closing(words: Sequence[Word], speech: Sequence[Interval]) -> Iterator[tuple[int, int]]:
    """A phrase of farewell at the end that the speech after the words before it leaves no time for."""
    for begin in range(max(0, len(words) - _LONGEST_CLOSING_WORDS), len(words)):
        run = words[begin:]
        if _CLOSING.fullmatch(" ".join(map(_plain, run))):
            since_s = words[begin - 1].end_s if begin else 0.0
            if seconds_of(speech, since_s, math.inf) < _CLOSING_SYLLABLE_S * _syllables(run):
                yield begin, len(words)
            return


def _plain(word: Word) -> str:
    return "".join(letter for letter in word.text.lower().replace("’", "'") if letter.isalnum() or letter == "'")


def _syllables(words: Sequence[Word]) -> int:
    return count_syllables(_plain(word) for word in words)
