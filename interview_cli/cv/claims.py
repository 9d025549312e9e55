"""What a rewritten line claims beyond the line it stands for: more of the work, a larger figure, another order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from math import ceil
from typing import Final

from interview_cli.cv.fact_words import (
    ABOUT_DATA,
    BOUNDS,
    BY_OTHERS,
    CONDITIONS,
    EVERY,
    FROM_TO,
    IN_THE_ROLE_OF,
    KIN_LETTERS,
    KIN_SHARE,
    LIMITS,
    OF_VERBS,
    PART_OF,
    PERIODS,
    PURPOSE,
    ROUGHLY,
    SHARED,
    SYNONYMS,
    TOGETHER_WITH,
    TURNING,
)
from interview_cli.cv.wording import OWNERSHIP
from interview_cli.scoring.verbs import base_forms, verbs
from interview_cli.text.lexicon import FUNCTION_WORDS, word_set
from interview_cli.text.numbers import find_numbers
from interview_cli.text.stems import stem
from interview_cli.text.words import Words

_OF_TIME: Final = word_set("while during")
_COMPARED: Final = word_set("more fewer")


def turned(said: Words, old: Words) -> list[str]:
    """A "not" or "without" that came or went, another period of time, and figures of one unit in another order."""
    found = [f"“{word}”" for word in said.words if word in TURNING and word not in old.words]
    found += [f"the line without its “{word}”" for word in old.words if word in TURNING and word not in said.words]
    if (gone := [word for word in old.words if word in CONDITIONS - _OF_TIME]) and not CONDITIONS & set(said.words):
        found.append(f"the line without its “{gone[0]}”")
    roles = {each["role"].lower() for each in IN_THE_ROLE_OF.finditer(old.text)}
    found += [f"“{each[0]}”" for each in IN_THE_ROLE_OF.finditer(said.text) if each["role"].lower() not in roles]
    periods = {PERIODS[word] for word in old.words if word in PERIODS}
    found += [f"“{word}”" for word in said.words if word in PERIODS and PERIODS[word] not in periods]
    found += [f"“{each}”" for each in _new_bounds(said, old)]
    found += [f"the line without its “{each}”" for each in _lost_limits(said, old)]
    intervals = {each[0].lower() for each in EVERY.finditer(said.text)}
    found += [
        f"“every” without “{each[0]}”"
        for each in EVERY.finditer(old.text)
        if each[0].lower() not in intervals and re.search(r"\b(?:every|each)\b", said.text, re.IGNORECASE)
    ]
    before = [(number.value, unit_of(number.unit)) for number in find_numbers(old)]
    after = [(number.value, unit_of(number.unit)) for number in find_numbers(said)]
    for unit in dict.fromkeys(unit for _, unit in after):
        ours = [value for value, each in after if each == unit]
        theirs = [value for value, each in before if each == unit and value in ours]
        if len(ours) > 1 and [value for value in ours if value in theirs] != theirs:
            found.append("its figures in another order")
    if _turned_around(said.text, old.text):
        found.append("its “from” and “to” the other way round")
    return found


def _new_bounds(said: Words, old: Words) -> Iterable[str]:
    """Words that make a figure larger, and a "by" before one that was the end of a "from … to …"."""
    yield from (word for word in said.words if word in BOUNDS - _COMPARED and word not in old.words)
    for number in find_numbers(said):
        before = said.words[max(0, number.first - 2) : number.first]
        if before[:1] != [] and before[0] in _COMPARED and before[-1] == "than" and before[0] not in old.words:
            yield " ".join(before)
        if before[-1:] == ["by"] and any(
            each.value == number.value and old.words[max(0, each.first - 1) : each.first] == ["to"]
            for each in find_numbers(old)
        ):
            yield f"by {said.written(number.first, number.last)}"


def _lost_limits(said: Words, old: Words) -> Iterable[str]:
    """Words that make a claim or a figure of the old line smaller, and are gone while what they limit is there."""
    there = {base_of(word) for word in said.words}
    limits = {word for word in old.words if word in LIMITS and base_of(word) not in there}
    new = {word for word in said.words if word in LIMITS | ROUGHLY and word not in old.words}
    has_lost = len(new) < len(limits)
    for index, word in enumerate(old.words):
        following = [each for each in old.words[index + 1 :] if each not in FUNCTION_WORDS][:1]
        preceding = [each for each in old.words[:index] if each not in FUNCTION_WORDS][-1:]
        if has_lost and word in limits and any(base_of(each) in there for each in (*following, *preceding)):
            yield word
    figures = {number.value: said.words[max(0, number.first - 1) : number.last] for number in find_numbers(said)}
    for number in find_numbers(old):
        before = old.words[max(0, number.first - 2) : number.last]
        now = figures.get(number.value)
        if now is None:
            continue
        if ROUGHLY & set(before) and not ROUGHLY & set(now):
            yield next(word for word in before if word in ROUGHLY)
        if before[:2] == ["up", "to"] and "up" not in said.words:
            yield "up to"


def _turned_around(said: str, old: str) -> bool:
    """Whether "from this to that" has become "from that to this"."""
    pairs = [(found[1], found[2]) for found in FROM_TO.finditer(old.lower())]
    return any((found[2], found[1]) in pairs for found in FROM_TO.finditer(said.lower()))


def new_claims(said: Words, old: Words, near: Words) -> list[str]:
    """Words that claim more of the work than the line did, and a "helped" or "assisted" that was lost."""
    before = levels(old)
    found = []
    if 0 in before and 0 not in levels(said):
        qualifier = next(word for word in old.words if word in OWNERSHIP[0])
        found.append(f"more of the work than “{qualifier}”")
    if (shared := SHARED.search(old.text)) and not (SHARED.search(said.text) or _with_the_same(said, old)):
        found.append(f"more of the work than “{shared[0]}”")
    found += [f"“{each}”, which was an aim and not what was done" for each in _aims(said, old)]
    found += [f"“{each}”, which was done, as what something else was for" for each in _deeds_as_aims(said, old)]
    for each in BY_OTHERS.finditer(old.text):
        if base_of(each["deed"].lower()) in map(base_of, said.words) and each["whom"].lower() not in said.words:
            found.append(f"“{each['deed']}”, which was done by “{each['whom']}”")
    if (part := PART_OF.search(old.text)) and not PART_OF.search(said.text):
        found.append(f"more than “{part[0]}”")
    highest = max(before, default=1)
    there = {base_of(word) for word in near.words}
    for word in said.words:
        level = next((number for number, words in enumerate(OWNERSHIP) if word in words), None)
        if (
            level is not None
            and level > min(highest, 1)
            and base_of(word) not in there
            and not has_synonym(word, old)
        ):
            found.append(f"“{word}”, which claims more than the CV does")
    return found


def _with_the_same(said: Words, old: Words) -> bool:
    """Whether "together with IT" is "with IT" now."""
    met = TOGETHER_WITH.search(old.text)
    pattern = rf"\bwith (?:[\w-]+ )?{re.escape(met['whom'])}\b" if met else r"(?!)"
    return re.search(pattern, said.text, re.IGNORECASE) is not None


def _aims(said: Words, old: Words) -> Iterable[str]:
    """Deeds of the new line that the old one names as an aim only: "for analysis" is not "analysed"."""
    known = verbs()
    done = {base_of(word) for word in old.words if known.is_past(word) or word.endswith("ing")}
    for word in said.words:
        if not known.is_past(word) or base_of(word) in done or has_synonym(word, old):
            continue
        named = [index for index, other in enumerate(old.words) if is_kin(other, (base_of(word),))]
        if named and all(_is_aim(old.words[max(0, index - 3) : index]) for index in named):
            yield word


def _deeds_as_aims(said: Words, old: Words) -> Iterable[str]:
    """Deeds of the old line that the new one names only after a "before": "before the audit and drafting"."""
    known = verbs()
    for index, word in enumerate(old.words):
        if not (known.is_past(word) or word.endswith("ing")) or _is_aim(old.words[max(0, index - 3) : index]):
            continue
        base = base_of(word)
        named = [at for at, other in enumerate(said.words) if base_of(other) == base or is_kin(other, (base,))]
        if named and all(not known.is_past(said.words[each]) and _stands_behind_aim(said, each) for each in named):
            yield word


def _stands_behind_aim(said: Words, place: int) -> bool:
    """Whether a word hangs on a "before" or "for" by an "and", with no comma and no deed between."""
    known = verbs()
    for index in range(place - 1, -1, -1):
        if "," in said.gaps[index + 1] or known.is_past(said.words[index]):
            return False
        if said.words[index] in PURPOSE:
            return "and" in said.words[index:place]
    return False


def _is_aim(before: Sequence[str]) -> bool:
    return any(word in PURPOSE for word in before[-2:]) and "responsible" not in before


def levels(words: Words) -> set[int]:
    return {level for level, listed in enumerate(OWNERSHIP) for word in words.words if word in listed}


def has_synonym(word: str, old: Words) -> bool:
    """Whether a text has a word that may stand for this one, or the noun of such a verb ("development")."""
    if word in ABOUT_DATA and "data" in old.words and ABOUT_DATA & set(old.words):
        return True
    base = base_of(word)
    nouns = {base_of(other) for other in old.words if other.endswith(OF_VERBS)}
    return any(base in bases and (group & set(old.words) or bases & nouns) for group, bases in _synonyms())


@cache
def _synonyms() -> list[tuple[frozenset[str], set[str]]]:
    """The groups of words that may replace one another, as words and as their stems."""
    return [(group, {base_of(word) for word in group}) for group in SYNONYMS]


def base_of(word: str) -> str:
    return stem(base_forms().get(word, word))


def is_kin(word: str, known: Iterable[str]) -> bool:
    """Whether a word begins like one of the known stems for most of its length: "introduction" and "introduc"."""
    if len(word) < KIN_LETTERS:
        return False
    beginning = word[:KIN_LETTERS]
    return any(
        word[: ceil(KIN_SHARE * min(len(word), len(each)))] == each[: ceil(KIN_SHARE * min(len(word), len(each)))]
        for each in known
        if each.startswith(beginning)
    )


def unit_of(unit: str) -> str:
    return stem(unit) if unit.isalpha() else unit
