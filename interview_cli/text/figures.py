"""One figure at a time: its digits or number words, and what it counts."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from interview_cli.text.lexicon import (
    FRACTIONS,
    FUNCTION_WORDS,
    MULTIPLES,
    ONES,
    SCALES,
    SIGN_UNITS,
    SUFFIX_SCALES,
    TENS,
    TIME_UNITS,
    UNITS,
    VAGUE_NUMBERS,
    word_set,
)
from interview_cli.text.words import Words

PERCENT: Final = "%"
RATIO: Final = "ratio"
TIMES: Final = "times"
TIME_OF_DAY: Final = "time_of_day"
YEAR: Final = "year_number"
FIRST_YEAR: Final = 1900


class Number(NamedTuple):
    """A figure on the words `first` to `last` (exclusive), its unit included.

    `value` is None where the words give none ("dozens of", "a few hundred"). `unit` is "%", "ratio" (with values like
    0.02), "times", "year_number", "time_of_day" (hours since midnight), a currency sign, a length of time in the
    plural ("hours"), the noun counted ("customers"), or "".
    """

    first: int
    last: int
    value: float | None
    unit: str


_SMALL: Final = ONES | TENS
NUMBER_STARTS: Final = (
    _SMALL.keys() | SCALES.keys() | VAGUE_NUMBERS | FRACTIONS.keys() | MULTIPLES.keys() | {"dozen", "none", "once"}
)
_LONGEST_FIGURE: Final = 24
"""In characters; longer runs of digits are identifiers."""
_LARGEST: Final = 1e15
"""No scale multiplies more than this."""
_FIGURE: Final = re.compile(
    r"(?P<sign>[$€£¥₹]?)(?:(?P<whole>\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?)|(?P<comma>\d+,\d{1,2}))"
    r"(?P<scale>(?:k|m|mn|b|bn)(?![^\W\d_]))?\s?(?P<unit>[^\W\d]*|[%‰$€£¥₹])"
)
_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(am|pm)?|(0?[1-9]|1[0-2])(am|pm)")
_QUOTIENT: Final = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)([:/])(\d{1,6})")
_NO_QUOTIENTS: Final = frozenset({"24/7", "50/50", "9/11"})

_BEHIND_A_PART: Final = word_set(
    "of less more fewer faster slower smaller larger lower higher cheaper shorter longer as"
)
_BEFORE_A_PART: Final = word_set("by to about around roughly nearly almost under over than only up down")
_BEHIND_HALF: Final = word_set("of the a an my our as that its their his her")
_BEFORE_HALF: Final = _BEFORE_A_PART | word_set("in a one")
_NO_HALF_AFTER: Final = word_set("first second other latter better last next my your his her our their")
_NO_DOUBLE: Final = word_set("check checked checking checks down digit digits click booked booking edged team blind")
_NAMES_A_KIND: Final = word_set("double triple quadruple")
_BEFORE_A_KIND: Final = word_set("a an no any every each another one my our your his her their")
"""After these, "double" says which kind of thing is meant: "a double room", "no double dose"."""
_BEFORE_ONE: Final = word_set("to by than under below over only just least most zero or from maybe exactly")
_BEHIND_ONE: Final = word_set("of another thing things day by and or that who which side hand time way")
"""What shows that "one" counts, before it, and that it does not, after it."""
_NO_NOUNS: Final = FUNCTION_WORDS | word_set(
    "was has does is its this thus us yes plus less always perhaps besides towards sometimes afterwards last next"
    " across works happens runs takes makes gets goes comes says means needs wants uses helps keeps looks seems"
    " versus as ones"
)
_NO_ADJECTIVES: Final = FUNCTION_WORDS | word_set("was were had took made got went came said and")
_FEW: Final = word_set("few several many some couple")
_MOST_ADJECTIVES: Final = 2
"""Between a number and the noun it counts: "three angry enterprise customers" (chosen)."""
_LASTING: Final = frozenset(TIME_UNITS.values())
_DETERMINERS: Final = word_set("the our my their his her its these those them")
_DECADE_OF: Final = word_set("the my his her their our early mid late")


class FigureReader:
    """Reads one figure at a time. Between the words of a figure stand only blanks and hyphens."""

    def __init__(self, words: Words) -> None:
        self._said = words.words
        self._gaps = words.gaps

    def number(self, index: int) -> Number | None:
        """The figure that begins with this word, or with an article before it."""
        word = self._said[index]
        if not word[0].isalpha():
            return self._of_digits(index)
        if word in MULTIPLES:
            is_kind = word in _NAMES_A_KIND and self._before(index) in _BEFORE_A_KIND
            is_idiom = is_kind or self._next(index + 1) in _NO_DOUBLE
            return None if is_idiom else Number(index, index + 1, MULTIPLES[word], TIMES)
        if word == "none":
            idiom = self._next(index + 1) in {"the", "other"} or self._before(index, 2) == "second"
            return None if idiom else Number(index, index + 1, 0.0, "")
        if word == "once":
            rate = self._next(index + 1) in {"a", "per", "every"} and self._next(index + 2) in TIME_UNITS
            return Number(index, index + 1, 1.0, TIMES) if rate else None
        if word in FRACTIONS:
            return self._part(index)
        return self._of_words(index)

    def _next(self, index: int) -> str:
        """The word at `index` when only blanks and hyphens precede it, else nothing."""
        if index >= len(self._said):
            return ""
        gap = self._gaps[index]
        return self._said[index] if gap == " " or not gap.strip(" -\xa0\n\t") else ""

    def _before(self, index: int, distance: int = 1) -> str:
        """The word that stands `distance` words before word `index`, without regard to marks."""
        return self._said[index - distance] if index >= distance else ""

    def _of_digits(self, index: int) -> Number | None:
        word = self._said[index]
        if len(word) > _LONGEST_FIGURE:
            return None
        if clock := _CLOCK.fullmatch(word):
            return self._clock(index, clock)
        if (quotient := _QUOTIENT.fullmatch(word)) and word not in _NO_QUOTIENTS:
            over, sign, under = float(quotient[1]), quotient[2], float(quotient[3])
            fits = under and (sign == ":" or over < under)
            return Number(index, index + 1, over / under, RATIO) if fits else None
        head, _, counted = word.partition("-")
        figure = _FIGURE.fullmatch(head)
        if not figure:
            return None
        value = float(figure["whole"].replace(",", "") if figure["whole"] else figure["comma"].replace(",", "."))
        value *= SUFFIX_SCALES[figure["scale"]] if figure["scale"] else 1
        unit = figure["unit"] or counted
        if unit:
            known = SIGN_UNITS.get(unit) or UNITS.get(unit) or TIME_UNITS.get(unit)
            if not known or (unit == "s" and (value >= FIRST_YEAR or self._before(index) in _DECADE_OF)):
                return None
            return Number(index, index + 1, value, figure["sign"] or known)
        following = self._next(index + 1)
        dotted = (
            following in {"a", "p"} and self._said[index + 2 : index + 3] == ["m"] and self._gaps[index + 2] == "."
        )
        if value <= 12 and (dotted or following in {"am", "pm"}):
            return Number(index, index + 2 + dotted, value % 12 + 12 * (following[0] == "p"), TIME_OF_DAY)
        sign = figure["sign"] or (self._gaps[index].rstrip()[-1:] if self._gaps[index].rstrip()[-1:] in "$€£" else "")
        return self._whole(index, index + 1, value, sign)

    def _clock(self, index: int, clock: re.Match[str]) -> Number:
        hour, minute, half, bare_hour, bare_half = clock.groups()
        if "ratio" in self._said[max(0, index - 3) : index + 2]:
            return Number(index, index + 1, int(hour or 0) / max(1, int(minute or 1)), RATIO)
        value = int(hour or bare_hour) + int(minute or 0) / 60
        if half or bare_half:
            value = value % 12 + (12 if "pm" in (half, bare_half) else 0)
        return Number(index, index + 1, value, TIME_OF_DAY)

    def _of_words(self, index: int) -> Number | None:
        """A figure in words: "twenty-three", "three hundred and twelve", "a dozen", "two point five"."""
        word = self._said[index]
        first = index - 1 if index and self._said[index - 1] in {"a", "the"} and self._next(index) else index
        few = self._before(index) in _FEW or (self._before(index) == "of" and self._before(index, 2) == "couple")
        if word in VAGUE_NUMBERS:
            end = index + 1
            while self._next(end) == "of" and self._next(end + 1) in VAGUE_NUMBERS:
                end += 2
            return self._whole(index, end, None, "")
        if word == "dozen":
            return self._whole(first, index + 1, None if few else 12.0, "")
        if word in SCALES:
            end, value = self._spelled(index, 1.0)
            return self._whole(first, end, None if few else value, "")
        end, value = self._spelled(index, 0.0)
        if end == index:
            return self._compound(index)
        if end == index + 1 and word == "one" and not self._one_counts(index):
            return None
        return self._whole(index, end, value, "")

    def _spelled(self, index: int, current: float) -> tuple[int, float]:
        """Where a run of number words ends, and its value; `current` is what is before the first one."""
        total = 0.0
        end = index
        while True:
            word = self._next(end) if end > index else self._said[end]
            if word == "and" and current and current % 100 == 0 and self._next(end + 1).split("-")[0] in _SMALL:
                end, word = end + 1, self._said[end + 1]
            for part in word.split("-", 3):
                if part in SCALES and (current or total) and current < _LARGEST:
                    current = max(current, 1) * SCALES[part]
                    if SCALES[part] > 100:
                        total, current = total + current, 0.0
                elif part in _SMALL and _continues(current, _SMALL[part], end > index):
                    current = current * (100 if _is_century(total, current, part) else 1) + _SMALL[part]
                else:
                    return self._decimals(end, total + current) if end > index else (end, 0.0)
            end += 1

    def _decimals(self, end: int, value: float) -> tuple[int, float]:
        """The digits after "point"."""
        if self._next(end) == "point" and self._next(end + 1) in ONES:
            end += 1
            scale = 1.0
            while (digit := ONES.get(self._next(end), 10)) < 10:
                scale /= 10
                value, end = value + digit * scale, end + 1
        return end, value

    def _compound(self, index: int) -> Number | None:
        """A number and its unit in one word: "three-day", "two-thirds"."""
        head, _, tail = self._said[index].rpartition("-")
        parts = head.split("-", 2)
        if not all(part in _SMALL or part == "half" for part in parts):
            return None
        value = float(sum(_SMALL.get(part, 0.5) for part in parts))
        if tail in FRACTIONS and 1 <= value < 1 / FRACTIONS[tail]:
            return self._of_part(index, index + 1, value * FRACTIONS[tail])
        if tail in TIME_UNITS or tail in UNITS:
            return Number(index, index + 1, value, TIME_UNITS.get(tail) or UNITS[tail])
        return None

    def _one_counts(self, index: int) -> bool:
        """Whether a bare "one" is a number: "one week", "from five to one", "one in fifty", not "one of them"."""
        following = self._next(index + 1)
        if following == "to" and self._next(index + 2) not in NUMBER_STARTS:
            return False
        if self._before(index) == "by" and self._before(index, 2) == "one":
            return False
        if following in _BEHIND_ONE:
            return self._before(index) in {"within", "in", "than"} and following == "day"
        if following and self._one_in_many(index, index + 1, 1.0):
            return True
        return following in UNITS or following in FRACTIONS or self._before(index) in _BEFORE_ONE

    def _part(self, index: int) -> Number | None:
        """A fraction without a number before it: "a third of", "by half", "half an hour"; not "a third party"."""
        word, before, following = self._said[index], self._before(index), self._next(index + 1)
        if word.endswith("s"):
            return None
        article = before == "a" and self._next(index) != ""
        if word == "half":
            if self._said[max(0, index - 2) : index] == ["and", "a"]:
                return self._hour_and_a_half(index)
            if before in _NO_HALF_AFTER or not (before in _BEFORE_HALF or following in _BEHIND_HALF):
                return None
        elif not article or not (
            following in _BEHIND_A_PART
            or (self._before(index, 2) in _BEFORE_A_PART and (not following or following in FUNCTION_WORDS))
        ):
            return None
        return self._of_part(index - article, index + 1, FRACTIONS[word])

    def _of_part(self, first: int, end: int, value: float) -> Number | None:
        """A fraction, of a length of time or a scale where it is: "half an hour", "half a million"."""
        after = end + 1 if self._next(end) == "of" else end
        after = after + 1 if self._next(after) in {"a", "an"} else after
        of = self._next(after) if after > end else ""
        if of in TIME_UNITS:
            return Number(first, after + 1, value, TIME_UNITS[of])
        if of in SCALES or of == "dozen":
            return self._whole(first, after + 1, value * SCALES.get(of, 12), "")
        if of in {"percent", "percentage"}:
            return Number(first, after + 1, value, PERCENT)
        return Number(first, end, value, RATIO)

    def _hour_and_a_half(self, index: int) -> Number | None:
        """Ends "an hour and a half"."""
        unit = TIME_UNITS.get(self._before(index, 3))
        return Number(index - 4, index + 1, 1.5, unit) if unit and self._before(index, 4) in {"a", "an"} else None

    def _whole(self, first: int, end: int, value: float | None, sign: str) -> Number | None:
        """The figure with what follows its digits or number words: a half, a scale, a fraction, a unit."""
        if value is not None:
            end, value = self._and_a_part(end, value)
            while (scale := self._next(end)) in SCALES and value < _LARGEST:
                end, value = end + 1, value * SCALES[scale]
            part = FRACTIONS.get(scale)
            if part and 1 <= value < 1 / part and (scale != "quarters" or value == 3):
                return self._of_part(first, end + 1, value * part)
            if ratio := self._one_in_many(first, end, value):
                return ratio
        if sign:
            return Number(first, end + (self._next(end) in UNITS and UNITS[self._next(end)] == sign), value, sign)
        if end < len(self._gaps) and self._gaps[end].lstrip()[:1] in SIGN_UNITS:
            return Number(first, end, value, SIGN_UNITS[self._gaps[end].lstrip()[0]])
        last, unit = self._unit(end)
        if value is not None and unit in _LASTING:
            last, value = self._and_a_part(last, value)
        return Number(first, last, value, unit)

    def _and_a_part(self, end: int, value: float) -> tuple[int, float]:
        """A half or a quarter more: "two and a half"."""
        if self._next(end) == "and" and self._next(end + 1) in {"a", "one"}:
            part = FRACTIONS.get(self._next(end + 2))
            if part:
                return end + 3, value + part
        return end, value

    def _one_in_many(self, first: int, end: int, value: float) -> Number | None:
        """A share: "one in fifty", "one order in fifty", "three out of every four"."""
        noun = self._next(end)
        between = noun.isalpha() and noun not in _NO_NOUNS and self._next(end + 1) in {"in", "out"}
        at = end + between
        link = self._next(at)
        after = at + 1 + (link == "out" and self._next(at + 1) == "of")
        if link not in {"in", "of"} and after == at + 1:
            return None
        after += self._next(after) in {"every", "the", "all"}
        word = self._next(after)
        if word in _SMALL or word in SCALES or "-" in word:
            after, whole = self._spelled(after, 1.0 if word in SCALES else 0.0)
        elif word.isdigit() and len(word) < 9:
            after, whole = after + 1, float(word)
        else:
            return None
        unit = self._unit(after)[1]
        if value > whole or unit in SIGN_UNITS or unit in _LASTING or (unit and between):
            return None
        if link == "in" and whole >= FIRST_YEAR:
            return None
        return Number(first, after, value / whole, RATIO) if whole else None

    def _unit(self, end: int) -> tuple[int, str]:
        """Where a figure ends with what it counts, and what that is; adjectives are passed over."""
        word = self._next(end)
        if word == "per" and self._next(end + 1) == "cent":
            return end + 2, PERCENT
        if word in UNITS:
            points = UNITS[word] == PERCENT and self._next(end + 1) in {"point", "points"}
            return end + 1 + points, UNITS[word]
        at = end
        if word == "of":
            at += 2 if self._next(end + 1) in _DETERMINERS else 1
        for noun in range(at, at + _MOST_ADJECTIVES + 1):
            word = self._next(noun)
            if word in UNITS and len(word) > 2:
                return noun + 1, UNITS[word]
            if _is_plural(word):
                return noun + 1, word
            if not word.isalpha() or word in _NO_ADJECTIVES or word in _NO_NOUNS:
                break
        return end, ""


def _is_plural(word: str) -> bool:
    """Whether a word looks like a noun in the plural."""
    return (
        len(word) > 3
        and word[-1] == "s"
        and word[-2] not in "sui'"
        and word not in _NO_NOUNS
        and word.replace("-", "").isalpha()
    )


def _continues(current: float, value: int, begun: bool) -> bool:
    """Whether a number word adds to the ones before: "twenty five", "two hundred ten"; not "two three"."""
    if not begun or not current:
        return True
    if value >= 10:
        return current % 100 == 0 or current in {19, 20}
    return current % 10 == 0 and current % 100 != 10 and value > 0


def _is_century(total: float, current: float, part: str) -> bool:
    """Whether a number word makes a year of the one before: "nineteen ninety", "twenty twenty"."""
    return not total and current in {19, 20} and _SMALL[part] >= 10
