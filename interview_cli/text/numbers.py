"""Figures in a text, written in digits or in words, with their values and units.

"two and a half hours", "$30,000", "forty percent", "one in fifty" and "a dozen" are figures; "one of them", "a second
look", "the third", "step 2" and "4 May" count nothing and are none.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from interview_cli.text.figures import (
    FIRST_YEAR,
    NUMBER_STARTS,
    PERCENT,
    RATIO,
    TIME_OF_DAY,
    TIMES,
    YEAR,
    FigureReader,
    Number,
)
from interview_cli.text.lexicon import FUNCTION_WORDS, MONTHS, SCALES, SHORT_MONTHS, word_set
from interview_cli.text.words import RareWords, Words

__all__ = ["PERCENT", "RATIO", "TIMES", "TIME_OF_DAY", "YEAR", "Number", "find_numbers"]

LAST_YEAR: Final = 2099

_LABELS: Final = word_set("""
    step question chapter version error errors port phase level number part point page item section figure table room
    floor ward line class grade tier track type option plan rule python java windows http layer covid article unit
    bus route force stage priority severity sev day sprint round year week
""")
"""A bare figure after one of these is a name and counts nothing."""
_MONTH_NAMES: Final = MONTHS["en"] | (SHORT_MONTHS - {"mar"})


def find_numbers(words: Words) -> list[Number]:
    """Every figure of a text, in order and without overlaps."""
    said = words.words
    starts = _STARTS.among(set(said))
    found: list[Number] = []
    free_from = 0
    reader = FigureReader(words)
    for index in [index for index, word in enumerate(said) if word in starts] if starts else ():
        if index >= free_from and (number := reader.number(index)) and number.first >= free_from:
            found.append(number)
            free_from = number.last
    return [number for number in _ranges(words, found) if not _names_something(words, number)]


def _may_start(word: str) -> bool:
    return word in NUMBER_STARTS or not word[0].isalpha() or "-" in word


_STARTS: Final = RareWords(_may_start)


def _ranges(words: Words, found: list[Number]) -> list[Number]:
    """The figures, those of a range with the unit of its other end ("two to three weeks"), and years named so."""
    units = [number.unit for number in found]
    pairs = [
        (index, index + 1)
        for index, (left, right) in enumerate(pairwise(found))
        if words.words[left.last : right.first] in _RANGES
        and all(gap in _BETWEEN_RANGE for gap in words.gaps[left.last : right.first + 1])
    ]
    for left, right in pairs:
        if not units[left] and units[right] not in _OWN_KINDS:
            units[left] = units[right]
    for left, right in pairs:
        joined = words.words[found[left].last : found[right].first]
        if not units[right] and joined == ["to"] and units[left] not in _OWN_KINDS:
            units[right] = units[left]
    units = [unit or (YEAR if _is_year(words, number) else "") for number, unit in zip(found, units, strict=True)]
    return [
        number if unit == number.unit else number._replace(unit=unit)
        for number, unit in zip(found, units, strict=True)
    ]


_RANGES: Final[tuple[list[str], ...]] = ([], ["to"], ["or"], ["and"])
_BETWEEN_RANGE: Final = frozenset((" ", "-", "–", "—", " - ", " – "))
_OWN_KINDS: Final = frozenset({RATIO, YEAR, TIME_OF_DAY})


def _is_year(words: Words, number: Number) -> bool:
    value = number.value
    if value is None or not FIRST_YEAR <= value <= LAST_YEAR or value % 1:
        return False
    written = words.words[number.first]
    return not written[0].isdigit() or (written.isdigit() and number.last == number.first + 1)


def _names_something(words: Words, number: Number) -> bool:
    """Whether a figure is a name or date instead of a count: "step 2", "Python 3", "4 May"."""
    first, last, value, unit = number
    if unit or value is None:
        return False
    before = words.words[first - 1] if first and not words.gaps[first].strip() else ""
    after = words.words[last] if last < len(words) and not words.gaps[last].strip() else ""
    if before in _LABELS:
        return True
    if not words.words[first][0].isdigit() or value % 1 or words.words[last - 1] in SCALES:
        return False
    if value <= 31 and (before in _MONTH_NAMES or after in _MONTH_NAMES):
        return True
    opens = first < 2 or not _SENTENCE_MARKS.isdisjoint(words.gaps[first - 1])
    capital = before and words.text[words.starts[first - 1]].isupper()
    return bool(capital) and not opens and before not in FUNCTION_WORDS


_SENTENCE_MARKS: Final = frozenset(".!?…\n:")
