"""Details that could be checked: figures, times, and names of people and things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from interview_cli.scoring.person_names import KNOWN
from interview_cli.scoring.reading import Hit, Reading
from interview_cli.text.lexicon import FRACTIONS, FUNCTION_WORDS, MONTHS, ONES, SCALES, TENS, TIME_UNITS, WEEKDAYS
from interview_cli.text.numbers import PERCENT, RATIO, TIME_OF_DAY, TIMES, YEAR, Number, find_numbers
from interview_cli.text.words import Words, list_words

SHARE: Final = "share"
MEASURE: Final = "measure"
FIGURE: Final = "figure"

TIME: Final = "time"

_SPANS: Final = frozenset(TIME_UNITS.values())
_ABOUT: Final = frozenset("about around like the some another almost nearly over only just that".split())
_SEASONS: Final = frozenset("nights mornings afternoons evenings winters summers springs autumns".split())
BEFORE_SPANS: Final = frozenset("for in within after during since".split())
_OF_SPANS: Final = frozenset("first last next past".split())
_BEHIND_SPANS: Final = frozenset("ago later before earlier straight running".split())
_SHARES: Final = frozenset({PERCENT, RATIO, TIMES})
_NO_NAMES: Final = MONTHS["en"] | WEEKDAYS | frozenset("i i'm i've i'd i'll ok okay".split())
_GIVEN: Final = frozenset(list_words(name)[0] for name in KNOWN)
"""A word behind one of these that opens a sentence is the rest of the same name: "Mary Jane asked"."""


def is_given_name(word: str) -> bool:
    """Whether a word in lower case is a given name that is known."""
    return word in _GIVEN


def figures(reading: Reading) -> list[Hit]:
    """Every figure that counts or measures something, in digits or words; years and times of day are none.

    Their kind is SHARE for percentages and ratios, MEASURE for figures with a unit, else FIGURE.
    """
    if reading.figures is None:
        reading.figures, reading.times = _figures_and_times(reading)
    return reading.figures


def times(reading: Reading) -> list[Hit]:
    """When something was, or for how long: dates, years, times of day, "for three nights", "two weeks later"."""
    if reading.times is None:
        reading.figures, reading.times = _figures_and_times(reading)
    return reading.times


def _rhythms(words: Sequence[str]) -> Iterator[Hit]:
    """How often something is or was: "every couple of weeks", "every other day", "every few months"."""
    for at, word in enumerate(words):
        if word == "every":
            behind = at + (3 if tuple(words[at + 1 : at + 3]) == _COUPLE else 2)
            if (
                words[at + 1 : at + 2]
                and words[at + 1] in _EVERY_SO_MANY
                and TIME_UNITS.get("".join(words[behind : behind + 1]))
            ):
                yield Hit(TIME, at, behind + 1)


_COUPLE: Final = ("couple", "of")
_EVERY_SO_MANY: Final = frozenset("couple few second third other".split()) | ONES.keys()


def _figures_and_times(reading: Reading) -> tuple[list[Hit], list[Hit]]:
    words = Words(reading.judged.text, reading.words, reading.starts, reading.ends, reading.gaps)
    counted: list[Hit] = []
    dated = [_with_day(reading.words, hit) for hit in reading.found(TIME)]
    days = {at for hit in dated for at in range(hit.first, hit.last) if reading.words[hit.last - 2] == "of"}
    moments = [*dated, *_rhythms(reading.words)]
    for number in find_numbers(words):
        if number.first in days:
            continue
        if number.unit in {YEAR, TIME_OF_DAY}:
            moments.append(Hit(TIME, number.first, number.last))
            continue
        if number.value == 1 and number.unit in {"", "people"} and words.words[number.first] == "one":
            continue
        kind = SHARE if number.unit in _SHARES else MEASURE if number.unit else FIGURE
        first = _first_of_torn(words, number.first)
        while counted and counted[-1].first >= first:
            counted.pop()
        counted.append(Hit(kind, first, number.last))
        if span := _span_of_time(reading.words, number):
            moments.append(span)
    compounds = [at for at, word in enumerate(reading.words) if "-" in word] if "-" in words.text else ()
    if compounds:
        taken = {at for hit in counted for at in range(hit.first, hit.last)}
        counted += [Hit(MEASURE, at, at + 1) for at in compounds if at not in taken and _measures(reading.words[at])]
        counted.sort(key=lambda hit: hit.first)
    return counted, _first_and_longest(moments)


def _first_of_torn(words: Words, at: int) -> int:
    """Where a figure begins whose digits a recogniser has torn apart: "1 20 customers", "3 00 000"; else `at`."""
    while at and words.words[at][0].isdigit() and words.gaps[at] == " ":
        before = words.text[words.starts[at - 1] : words.ends[at - 1]]
        if not (before.isdecimal() and len(before) <= _TORN_DIGITS):
            break
        at -= 1
    return at


_TORN_DIGITS: Final = 3
"""A number of more digits before another one is a year or a count of its own: "in 2019 40 people"."""


def _with_day(words: Sequence[str], hit: Hit) -> Hit:
    """A month with its day: "fifth of March", "twenty second of June"."""
    of = hit.first if words[hit.first] == "of" else hit.first - 1
    day = words[of - 1] if of > 0 and words[of] == "of" else ""
    if day == "month" or not (day[:1].isdigit() or day.endswith(_ORDINAL)):
        return hit
    return hit._replace(first=of - 2 if of > 1 and words[of - 2] in TENS else of - 1)


_ORDINAL: Final = ("first", "second", "third", "th")


def _first_and_longest(hits: list[Hit]) -> list[Hit]:
    """The hits in order, without those that begin in one before them; of those that begin together the longest."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last)):
        if not kept or hit.first >= kept[-1].last:
            kept.append(hit)
    return kept


def _measures(word: str) -> bool:
    """Whether a compound says how many: "six-bedroom", "12-hour", "ten-year-old"; not "one-way", "two-fold"."""
    parts = word.split("-")
    number = list(takewhile(lambda part: part in _COUNTING or part.isdigit(), parts))
    return bool(number) and number != ["one"] and number != parts and parts[len(number)] not in _COUNT_NO_THINGS


_COUNTING: Final = ONES.keys() | TENS.keys() | SCALES.keys()
_COUNT_NO_THINGS: Final = frozenset("way fold sided faced and a an to or by".split()) | FRACTIONS.keys()


def _span_of_time(words: Sequence[str], number: Number) -> Hit | None:
    """A number of hours, days or years as a time in the story: "for nine years", "two winters ago"."""
    first, last = number.first, number.last
    if number.unit not in _SPANS and words[last - 1] not in _SEASONS:
        return None
    while first and words[first - 1] in _ABOUT:
        first -= 1
    if first and (words[first - 1] in BEFORE_SPANS or words[first - 1] in _OF_SPANS):
        return Hit(TIME, first - 1, last)
    return Hit(TIME, number.first, last + 1) if last < len(words) and words[last] in _BEHIND_SPANS else None


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
