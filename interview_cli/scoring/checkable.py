"""Which figures, names and times are details that could be checked, and how they are quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from interview_cli.scoring.details import BEFORE_SPANS, FIGURE
from interview_cli.scoring.findings import Finding, Kind
from interview_cli.scoring.reading import Reading
from interview_cli.scoring.verbs import verbs
from interview_cli.text.lexicon import FRACTIONS, FUNCTION_WORDS, MONTHS, MULTIPLES, ONES, SCALES, TENS

_BARE: Final = ONES.keys() | TENS.keys() | FRACTIONS.keys() | MULTIPLES.keys() | {"none", "once"}
"""Number words that alone are no detail: "half", "six"."""

_OVER_TEN: Final = frozenset(word for word, value in ONES.items() if value > 10)

_NUMBERS: Final = _BARE | SCALES.keys()
"""Words that make one amount another: "hour" and "half an hour" are two details."""

_DIGITS_OF_WORDS: Final = 2
"""Numbers of so few digits are as often said in words, and count the same."""

_COUNT_NOTHING: Final = frozenset(
    "thing things time times way ways kind kinds sort sorts reason reasons standpoints sides aspects areas "
    "levels parts".split()
)
"""Nouns with which a small number is no detail: "two things"."""

_NO_COUNTS: Final = frozenset({"none", "1"})
"""What counts as little as "one"."""

_BEFORE_CLOCK: Final = frozenset("at by until till".split())
_NUMBERED: Final = frozenset(
    "bed room ward gate platform route line bus tram train flight floor seat table bay shift house unit block hall "
    "station track lane pump engine boiler oven line cell tank grade rule section article chapter page".split()
)
"""Behind these a number is the name of a thing: "bed four", "bus 14"."""

_BEFORE_AGE: Final = frozenset("is was am are i'm he's she's turned aged".split())
"""Before a bare number these say how old somebody is, or which number something has."""

_THERE: Final = frozenset("there here".split())

_ANY_TIME: Final = frozenset("one this the my our his her quarter".split())
"""First words of times that say nothing of when, and what stands before such times: "one day", "my last year"."""

_EACH: Final = frozenset("every each".split())
"""A time behind these is a habit: what somebody does "every Sunday" was on no day that could be looked up."""

_ANY_DAY: Final = frozenset(
    "in the at on next that morning afternoon evening night overnight day week later after".split()
)
"""Times of these words alone say nothing that could be looked up: "in the evening", "overnight", "next morning"."""

_ARTICLES: Final = frozenset("a an".split())
"""With these a figure says how many: "an hour"."""

_AMOUNTS: Final = _NUMBERS | _ARTICLES
_NUMBERS_AND_CLOCK: Final = _NUMBERS | _BEFORE_CLOCK
_AMOUNTS_AND_CLOCK: Final = _AMOUNTS | _BEFORE_CLOCK
_NOT_COUNTED: Final = FUNCTION_WORDS | _COUNT_NOTHING

_NO_PLURAL: Final = 3
"""Words of so few letters are taken as they are: "gas", "Les"."""

_PARTS_OF_DAY: Final = frozenset("morning afternoon evening".split())
"""Behind an hour these say which half of the day is meant: "at four in the morning"."""

_NO_NAMES: Final = frozenset(
    "junior juniors senior seniors sophomore sophomores freshman freshmen grad student engineer professor doctor "
    "dr president director executive manager chair committee council society board department office center "
    "school university college hospital company course class core tech lab labs research science sciences "
    "engineering math maths mathematics physics chemistry biology history finance management programming design "
    "architecture algorithms robotics education energy bioengineering humanities law medicine nursing internet "
    "web data code world city camp house soccer football golf frisbee chess hey wow sorry ahm thank thanks yeah "
    "yes sure right first second most once go look wait sort ok probably possible working made forget except "
    "cause young master's ph phd ill word lives speed mission personality option action discussion event day "
    "summer fall winter spring eve x-ray x-rays".split()
)
"""Words that some write with a capital although they name nothing in particular: ranks, subjects, first words."""

_DETERMINERS: Final = frozenset("the my our your his her its their these those".split())
_SPELLED: Final = frozenset("/-")
"""Between digits these make a name of them: "HTTP/2", "1-800"."""

_BRACKETS: Final = frozenset("([")
"""Behind these a time of day is where in a recording something was said."""

_QUOTATION_MARKS: Final = frozenset("\"“„«'‘")


def can_be_checked(reading: Reading, detail: Finding, *, is_asked_for: bool = False) -> bool:
    """Whether a figure, name or time says something that somebody could look up or ask about.

    A bare number over ten does where a figure `is_asked_for`: "I'm on thirty-one now".
    """
    words = reading.words[detail.first : detail.last]
    before = reading.words[detail.first - 1] if detail.first else ""
    nearest = reading.found_from("no_detail", detail.first)
    if nearest and nearest[1:] == (detail.first, detail.last):
        return False
    if detail.kind is Kind.TIME:
        vague = words[-1] == "ago" and before not in _BARE and not before.isdigit()
        vague = vague or (len(words) > 1 and _BARE.issuperset(words[1:]))
        vague = vague or (_ANY_DAY.issuperset(words) and not _is_hour(before))
        said_of = before in _ANY_TIME and words[0] not in BEFORE_SPANS and "of" not in words  # "within the hour"
        return words[0] not in _ANY_TIME and not said_of and not vague and before not in _EACH
    gap = reading.gaps[detail.first]
    if detail.kind is Kind.NAME:
        stammered = len(words) > 1 and len(set(words)) == 1
        return (
            max(map(len, re.split(r"[\W_]", " ".join(words)))) > 1
            and gap[-1:] not in _QUOTATION_MARKS
            and not stammered
        )
    following = reading.gaps[detail.last]
    if (gap[-1:] in _BRACKETS and ":" in "".join(words)) or _is_part_of_range(reading, detail):
        return False
    joined = not _SPELLED.isdisjoint(gap + following) or (
        gap == " " and before[-1:].isdigit() and words[0][:1].isdigit()
    )
    broken = any(mark.strip() for mark in reading.gaps[detail.first + 1 : detail.last])
    if words[-1] in _COUNT_NOTHING or words[0] in _NO_COUNTS or joined or broken or _is_or_two(reading, detail):
        return False
    small = words[0].isdigit() and len(words[0]) <= _DIGITS_OF_WORDS
    is_bare = len(words) == 1 and (small or set(words[0].split("-")) <= _BARE)
    if is_bare and _is_acted_on(reading, detail):
        return True
    if is_bare and is_asked_for:
        return words[0] not in ONES or words[0] in _OVER_TEN
    is_age = before in _BEFORE_AGE and reading.words[max(0, detail.first - 2)] not in _THERE  # "there are two"
    return not is_bare or with_noun(reading, detail) != detail or is_age


def _is_acted_on(reading: Reading, figure: Finding) -> bool:
    """Whether a bare number is below zero, or over ten and what somebody had done: "I had forty printed"."""
    word, before = reading.words[figure.first], reading.words[max(0, figure.first - 1) : figure.first]
    if before == ["minus"]:
        return True
    behind = reading.words[figure.last : figure.last + 1]
    is_large = word in _OVER_TEN or word in TENS or (word.isdigit() and len(word) == _DIGITS_OF_WORDS)
    return is_large and before in (["had"], ["got"]) and any(map(verbs().is_participle, behind))


def says_how_much(reading: Reading, figure: Finding) -> bool:
    """Whether a figure measures or counts something: not the hour of a clock, a number alone, or "twice"."""
    whole = with_noun(reading, figure)
    if reading.words[figure.first] in MULTIPLES or reading.words[whole.first] in _BEFORE_CLOCK:
        return False
    is_long = figure.last - figure.first > 1 or not _is_bare_number(reading.words[figure.first])
    return is_long or whole != figure


def is_of_question(question: str, figure: str) -> bool:
    """Whether a figure is the question's, or its number is, where that has two words or more than two digits: "fifty
    thousand reports" for "fifty thousand managers"."""
    number = [word for word in figure.lower().split() if word in _NUMBERS or word[:1].isdigit()]
    is_small = len(number) == 1 and (number[0] in _NUMBERS or len(number[0]) <= _DIGITS_OF_WORDS)
    return figure.lower() in question or (bool(number) and not is_small and " ".join(number) in question)


def _is_part_of_range(reading: Reading, detail: Finding) -> bool:
    """Whether a bare number only opens a range that the next one closes: "three, four minutes", "two or three"."""
    words, at = reading.words, detail.last
    if detail.last - detail.first > 1 or at + 1 >= len(words):
        return False
    if words[at] in {"or", "to"}:
        return _is_bare_number(words[at + 1]) and not reading.gaps[at].strip()
    return "," in reading.gaps[at] and _is_bare_number(words[at]) and _counts(reading, at + 1)


def _is_bare_number(word: str) -> bool:
    return word in _BARE or word.isdigit()


def _is_or_two(reading: Reading, detail: Finding) -> bool:
    """Whether a number only says that it may be more: "a night or two of cooking"."""
    before = reading.words[max(0, detail.first - 2) : detail.first]
    return before[-1:] == ["or"] and not (before[0] in _BARE or before[0].isdigit())


def years(reading: Reading) -> list[Finding]:
    """The years: they count nothing and are no figures, and yet they can be checked."""
    if not _YEAR.search(reading.judged.text):
        return []
    return [
        Finding(Kind.TIME, at, at + 1, at)
        for at, word in enumerate(reading.words)
        if len(word) == _DIGITS_OF_YEARS and word[:2] in _CENTURIES and word.isdecimal()
    ]


_CENTURIES: Final = frozenset({"19", "20"})
_DIGITS_OF_YEARS: Final = 4
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def distinct(reading: Reading, details: Sequence[Finding]) -> list[Finding]:
    """The details, each once: one cut in two is joined, and one whose words another has as well is left out.

    "four" and "overnight" are in "four overnight", "two processor" is "two processors", and "Dexter" is one of "the
    Dexters"; "three years" is not in "twenty three years". Linear where few details share all their words.
    """
    joined: list[tuple[int, Finding]] = []
    for order, each in sorted(enumerate(details), key=lambda one: one[1].first):
        if joined and _is_rest(reading, joined[-1][1], each):
            first, start = joined[-1]
            joined[-1] = min(first, order), with_noun(reading, start)._replace(last=each.last)
        else:
            joined.append((order, each))
    whole = [each for _, each in sorted(joined, key=lambda one: one[0]) if not _names_nothing(reading, each)]
    contents = [_content(reading, each) for each in whole]
    holders: dict[str, list[int]] = {}
    for at, said in enumerate(contents):
        for word in said:
            holders.setdefault(word, []).append(at)

    def is_in(at: int, other: int) -> bool:
        repeats = contents[at] == contents[other] and other < at
        return repeats or (contents[at] < contents[other] and _says_no_more(contents[at], contents[other]))

    return [
        each
        for at, each in enumerate(whole)
        if not any(is_in(at, other) for other in min((holders[word] for word in contents[at]), key=len))
    ]


def _names_nothing(reading: Reading, detail: Finding) -> bool:
    words = reading.said(detail.first, detail.last).lower().split() if detail.kind is Kind.NAME else []
    is_person = bool(words) and reading.words[detail.first] not in words[0]  # hidden, like Summer
    return bool(words) and all(
        word in verbs().adverbs or (not is_person and (word in _NO_NAMES or word.startswith(("i'", "i’"))))
        for word in words
    )


def _is_rest(reading: Reading, one: Finding, other: Finding) -> bool:
    """Whether a detail goes on with another: "University" of Tennessee, "October" 2013, "at four" in the morning."""
    words, end = reading.words, with_noun(reading, one).last
    if other.first > end + 1:
        return False
    if any(mark.strip() for mark in reading.gaps[end : other.first + 1]):
        return False
    if other.kind is Kind.TIME and other.first == end and words[end - 1] in MONTHS["en"] and words[end].isdigit():
        return True
    if one.kind is Kind.NAME:
        return other.kind is Kind.NAME and words[end : other.first] == ["of"]
    is_hour = words[with_noun(reading, one).first] in _BEFORE_CLOCK or words[end - 1] == "o'clock"
    return is_hour and other.first == end and other.kind is Kind.TIME and words[other.last - 1] in _PARTS_OF_DAY


def _content(reading: Reading, detail: Finding) -> frozenset[str]:
    """What a detail says, in words without their plural and without those of grammar."""
    whole = with_noun(reading, detail)
    words = [word.removesuffix("'s") for word in reading.words[whole.first : whole.last]]
    counted = _AMOUNTS_AND_CLOCK if detail.kind is Kind.FIGURE else _NUMBERS_AND_CLOCK
    said = [word for word in words if word not in FUNCTION_WORDS or word in counted] or words
    return frozenset(_singular(word) for word in said)


def _singular(word: str) -> str:
    is_plural = len(word) > _NO_PLURAL and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def _says_no_more(less: frozenset[str], more: frozenset[str]) -> bool:
    """Whether what a detail says has no number, or those that the longer one has."""
    numbers = {word for word in less if _is_number(word)}
    return not numbers or numbers == {word for word in more if _is_number(word)}


def _is_number(word: str) -> bool:
    return word in _AMOUNTS or any(sign.isdigit() for sign in word)


def trimmed(reading: Reading, name: Finding) -> Finding:
    """The longest part of a name between marks: "Amnesty International" of "Yeah, um, Amnesty International"."""
    starts = [name.first, *(at for at in range(name.first + 1, name.last) if reading.gaps[at].strip())]
    parts = zip(starts, [*starts[1:], name.last], strict=True)
    first, last = max(parts, key=lambda part: (part[1] - part[0], part[0]))
    return name._replace(first=first, last=last, cue=first)


def with_noun(reading: Reading, found: Finding) -> Finding:
    """A bare number with what it counts, or the hour that it names: "ninety quid", "half of them", "at five"; and a
    part of the day with its hour: "three in the morning"."""
    if found.kind is Kind.TIME and found.first and reading.words[found.last - 1] in _PARTS_OF_DAY:
        is_joined = reading.words[found.first] == "in" and not reading.gaps[found.first].strip()
        at_an_hour = is_joined and _is_hour(reading.words[found.first - 1])
        return found._replace(first=_first_of_hour(reading, found.first - 1)) if at_an_hour else found
    if (found.last - found.first > 1 and found.detail != FIGURE) or found.kind is not Kind.FIGURE:
        return found
    words, gaps, at = reading.words, reading.gaps, found.last
    if found.first and words[found.first - 1] == "minus":
        return found._replace(first=found.first - 1)
    if words[found.first] not in MULTIPLES and _counts(reading, at):
        return found._replace(last=at + 1)
    is_of = at < len(words) and words[at] == "of" and not gaps[at].strip()
    if found.first and words[found.first - 1] in _NUMBERED and not gaps[found.first].strip():
        return found._replace(first=found.first - 1)
    if found.first and words[found.first - 1] in _BEFORE_CLOCK and _is_hour(words[found.first]) and not is_of:
        to_the_hour = at + 1 < len(words) and words[at] in {"to", "past"} and _is_hour(words[at + 1])
        return found._replace(first=found.first - 1, last=at + 2 if to_the_hour else at)
    joined = at + 1 < len(words) and words[at] in {"of", "a", "per", "every"}
    if joined and words[at] == "every" and (words[at + 1] in _BARE or words[at + 1].isdigit()):
        return found  # "they double every twenty minutes"
    close = joined and not (gaps[at].strip() or gaps[at + 1].strip())
    return found._replace(last=at + 3 if words[at + 1] in _DETERMINERS else at + 2) if close else found


def _first_of_hour(reading: Reading, at: int) -> int:
    """Where an hour begins that ends with this word: "half past five", "twenty to six"."""
    words = reading.words
    if at > 1 and words[at - 1] in {"past", "to"} and (words[at - 2] in _BARE or words[at - 2] == "quarter"):
        return at - 2
    return at


def _is_hour(word: str) -> bool:
    return word in ONES or (word.isdigit() and len(word) <= _DIGITS_OF_WORDS)


def _counts(reading: Reading, at: int) -> bool:
    """Whether the word at this place, right behind a number, is what it counts: no verb, no word of grammar."""
    if at >= len(reading.words) or reading.gaps[at].strip() or reading.words[at] in _NOT_COUNTED:
        return False
    word = reading.words[at]
    known = verbs()
    is_doing = word.endswith("ing") and word != "thing"  # "force eight coming"
    if word in {"past", "ph"} or is_doing or known.is_past(word) or known.is_adverb(word):
        return False
    if word in known.irregular_bases or word in known.regular_bases:  # "all but two pass"
        return False
    return len(reading.said(at - 1, at + 1).split()) == len(reading.words[at - 1 : at + 1])
