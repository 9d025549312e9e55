"""Text as words and the gaps between them, with character offsets that stay true for any Unicode input."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

_WORD: Final = re.compile(
    # A word, with inner apostrophes and hyphens ("don't", "well-known") or digit separators ("1,200", "3.5").
    # The atomic group keeps the memory flat and the time linear on hostile input.
    r"((?>[\w\u0300-\u036f]++(?:(?:['\-\u2010\u2011]|(?<=\d)[.,:](?=\d))[\w\u0300-\u036f]++)*))"
)
_SENTENCE_END: Final = frozenset(".?!\u2026\u3002\uff1f\uff01\n")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text in lower case.

    `gaps[i]` is what stands before word `i` and `gaps[i + 1]` what stands after it, so there is one gap more
    than there are words. `starts[i]` is the character offset of word `i`.
    """

    text: str
    words: list[str]
    gaps: list[str]
    starts: list[int]

    def end(self, index: int) -> int:
        """The character offset just after word `index`."""
        return self.starts[index] + len(self.words[index])

    def slice(self, first: int, last: int) -> tuple[str, int, int]:
        """The original text from word `first` to word `last` (inclusive) and its offsets."""
        start, end = self.starts[first], self.end(last)
        return self.text[start:end], start, end


def tokenize(text: str) -> Tokens:
    """Split a text into words and gaps."""
    pieces = _WORD.split(_lower_in_place(text).replace("\u2019", "'"))
    starts = list(accumulate(map(len, pieces), initial=0))
    return Tokens(text, pieces[1::2], pieces[0::2], starts[1:-1:2])


def word_set(words: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(words.split())


def ends_sentence(gap: str) -> bool:
    """Whether a gap closes a sentence: an end mark or a line break."""
    return not _SENTENCE_END.isdisjoint(gap)


def sentence_lengths(tokens: Tokens) -> list[int]:
    """Words per sentence, in order. The last sentence needs no end mark."""
    lengths: list[int] = []
    begin = 0
    for index, gap in enumerate(tokens.gaps):
        if gap != " " and index > begin and ends_sentence(gap):
            lengths.append(index - begin)
            begin = index
    if len(tokens.words) > begin:
        lengths.append(len(tokens.words) - begin)
    return lengths


def _lower_in_place(text: str) -> str:
    """Lower case without moving any character: letters whose lower case is longer stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)
