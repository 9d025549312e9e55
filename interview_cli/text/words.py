"""A text as words in lower case, with character offsets that stay true for any Unicode input."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final

_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u200c\u200d\u3099\u309a\ufe20-\ufe2f"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
    + "".join(
        f"{chr(block)}-{chr(block + 3)}{chr(block + 0x3C)}-{chr(block + 0x4F)}{chr(block + 0x51)}-{chr(block + 0x57)}"
        for block in range(0x0900, 0x0E00, 0x80)  # Devanagari to Sinhala keep their signs in the same places
    )
)
"""Characters that belong to the letter before them and that `\\w` leaves out: accents, vowel signs, joiners."""

_CURRENCY: Final = "$€£¥₹"


@cache
def _pattern(is_ascii: bool) -> re.Pattern[str]:
    """One word: letters and digits, joined by apostrophes, hyphens and digit separators.

    Possessive repeats keep the memory flat and the time linear on hostile input. The group is made atomic instead:
    Python 3.11.2 mis-matches possessive groups.
    """
    letters = r"\w" if is_ascii else r"\w" + _MARKS
    return re.compile(
        rf"([\w{_CURRENCY}](?<![{_CURRENCY}](?!\d))[{letters}]*+"
        rf"(?>(?:'[{letters}]++|-(?:[^\W\d]|(?<![\d%{_CURRENCY}]-)\d)[{letters}]*+|[.,:/](?<=\d.)\d[{letters}]*+"
        rf"|[%‰{_CURRENCY}](?:(?<=\d.)|(?<=\d[km].))(?!\d)|[ \xa0\u202f][%‰{_CURRENCY}](?<=\d..)(?!\w)"
        r"|\+(?<=c.)\+(?!\w)|#(?<=c.)(?!\w))*))"
    )


_PLAIN: Final = (("’", "'"), ("İ", "i"), ("ʼ", "'"), ("＇", "'"), ("‐", "-"), ("‑", "-"))
"""One character for one, so that no offset moves. "İ" alone among all letters grows in lower case."""


MAX_KEPT_CHARACTERS: Final = 5_000
"""The words of a longer text are not kept, to bound the memory (chosen: five minutes of speech)."""

_LOOSE_UNDERSCORE: Final = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
"""Markup; a single one inside a word ("snake_case") belongs to it."""


@dataclass(slots=True)
class Words:
    """The words of a text, as parallel lists.

    `words[i]` is in lower case, with plain apostrophes and hyphens; `text[starts[i]:ends[i]]` is how it was written.
    `gaps[i]` is what is before word `i` and `gaps[i + 1]` what is after it, so there is one gap more than
    there are words; words and gaps in turn are as long as the text.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[str]
    sentences: list[tuple[int, int]] | None = None
    """Kept by `sentence_spans` once they were looked for."""

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> tuple[str, int, int]:
        """The original text from word `first` to word `last` (exclusive, at least one) and its offsets."""
        start, end = self.starts[first], self.ends[last - 1]
        return self.text[start:end], start, end

    def written(self, first: int, last: int) -> str:
        """The original text from word `first` to word `last` (exclusive)."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""


def split_words(text: str) -> Words:
    """Take a text apart into words, in time linear in its length.

    A word is a run of letters and digits. Contractions ("didn't"), hyphenated words ("follow-up"), figures with their
    signs ("$30,000", "12.5%", "12 %", "5:1", "10x", "24/7"), "snake_case", "C++" and "C#" are one word each. Two
    figures with a hyphen between them ("5-10") are two. Scripts without blanks between words, such as Chinese, give
    one word per run of letters.

    Those of the last texts are kept, as what is said and how it is said are judged from the same words: change none.
    """
    return _kept(text) if len(text) <= MAX_KEPT_CHARACTERS else _split(text)


def _split(text: str) -> Words:
    pieces = _pattern(text.isascii()).split(_in_plain_letters(text))
    edges = list(accumulate(map(len, pieces)))
    return Words(text, pieces[1::2], edges[0:-1:2], edges[1::2], pieces[0::2])


_kept = lru_cache(maxsize=32)(_split)


def list_words(text: str) -> list[str]:
    """The words of a text alone, as `split_words` finds them."""
    return _pattern(text.isascii()).findall(_in_plain_letters(text))


def _in_plain_letters(text: str) -> str:
    """The text in lower case with plain apostrophes and hyphens, every character in its place."""
    if not text.isascii():
        for written, plain in _PLAIN:
            text = text.replace(written, plain)
    if "_" in text:
        text = _LOOSE_UNDERSCORE.sub(" ", text)
    return text.lower()


class RareWords:
    """Finds the few words of a kind among many, fast: the many that are not of it are remembered."""

    _MOST_REMEMBERED: Final = 8_192

    def __init__(self, is_one: Callable[[str], object]) -> None:
        self._is_one = is_one
        self._others: set[str] = set()

    def among(self, words: set[str]) -> set[str]:
        """Those of some words that are of the kind."""
        if len(self._others) > self._MOST_REMEMBERED:
            self._others.clear()
        unknown = words.difference(self._others)
        found = set(filter(self._is_one, unknown))
        self._others |= unknown - found
        return found


_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Their letters: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_UNSPACED_OR_MARK: Final = re.compile(_UNSPACED.pattern[:-1] + "\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]+")

CHARACTERS_PER_UNSPACED_WORD: Final = 2
"""A Chinese word has about two characters."""


def count_words(text: str) -> int:
    """About how many words a text has: what is between blanks, in scripts without blanks every two letters."""
    if text.isascii():
        return len(text.split())
    unspaced = len(_UNSPACED.findall(text))
    spaced = _UNSPACED_OR_MARK.sub(" ", text) if unspaced else text
    return len(spaced.split()) - (-unspaced // CHARACTERS_PER_UNSPACED_WORD)
