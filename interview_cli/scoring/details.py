"""Details that could be checked: figures, and names of people and things."""

from __future__ import annotations

from typing import Final

from interview_cli.scoring.person_names import KNOWN
from interview_cli.scoring.reading import Hit, Reading
from interview_cli.text.lexicon import FUNCTION_WORDS, MONTHS, WEEKDAYS
from interview_cli.text.numbers import PERCENT, RATIO, TIME_OF_DAY, TIMES, YEAR, find_numbers
from interview_cli.text.words import Words

SHARE: Final = "share"
MEASURE: Final = "measure"
FIGURE: Final = "figure"

_SHARES: Final = frozenset({PERCENT, RATIO, TIMES})
_NO_NAMES: Final = MONTHS["en"] | WEEKDAYS | frozenset("i i'm i've i'd i'll ok okay".split())
_GIVEN: Final = frozenset(name.lower() for name in KNOWN)
"""A word behind one of these that opens a sentence is the rest of the same name: "Mary Jane asked"."""


def is_given_name(word: str) -> bool:
    """Whether a word in lower case is a given name that is known."""
    return word in _GIVEN


def figures(reading: Reading) -> list[Hit]:
    """Every figure that counts or measures something, in digits or words; years and times of day are none.

    Their kind is SHARE for percentages and ratios, MEASURE for figures with a unit, else FIGURE.
    """
    if reading.figures is not None:
        return reading.figures
    words = Words(reading.judged.text, reading.words, reading.starts, reading.ends, reading.gaps)
    reading.figures = [
        Hit(SHARE if number.unit in _SHARES else MEASURE if number.unit else FIGURE, number.first, number.last)
        for number in find_numbers(words)
        if number.unit not in {YEAR, TIME_OF_DAY}
        and not (number.value == 1 and number.unit in {"", "people"} and words.words[number.first] == "one")
    ]
    return reading.figures


def names(reading: Reading) -> list[Hit]:
    """Names of people, companies and tools: capitals inside a sentence, each name once.

    A text that is all lower case or all capitals has none to be found.
    """
    words = reading.words
    openings = {first for first, _ in reading.units}
    found: list[Hit] = []
    seen: set[str] = set()
    for index in reading.capitals:
        word = words[index].removesuffix("'s")
        if index in openings or word in _NO_NAMES or (index - 1 in openings and words[index - 1] in _GIVEN):
            continue
        if word in FUNCTION_WORDS:
            pass  # counted below: a text of nothing but capitals has no names
        elif found and found[-1].last == index:
            found[-1] = found[-1]._replace(last=index + 1)
        elif word not in seen:
            found.append(Hit("name", index, index + 1))
        seen.add(word)
    return found if len(seen) * 2 < len(words) else []
