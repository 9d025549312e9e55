"""Whether a rewritten line says anything that the CV does not: the check that decides what may be written.

A line is compared with the one it stands for in its figures and in how much of the work it claims, with the entry it
belongs to (a position, a project) in its names, and with the whole CV in its skills. A summary may draw on all of the
CV. What a line adds is listed; a line that adds anything is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from interview_cli.cv.fact_words import (
    ABOUT_DATA,
    ACRONYM,
    BOUNDS,
    DIGITS,
    EVERY,
    FROM_TO,
    JOINED,
    KIN_LETTERS,
    KIN_SHARE,
    LIMITS,
    NEUTRAL_VERBS,
    OF_VERBS,
    OUTCOMES,
    PART_OF,
    PERIODS,
    PURPOSE,
    RANKS,
    ROUGHLY,
    SAME_PHRASES,
    SCOPE,
    SHARED,
    STAFF_RANKS,
    SYNONYMS,
    TOGETHER_WITH,
)
from interview_cli.cv.lines import Line, lines_of
from interview_cli.cv.wording import OWNERSHIP, TIGHTER
from interview_cli.documents.skills import find_skills
from interview_cli.interview.content_words import COMMON_WORD_WEIGHT, content
from interview_cli.scoring.verbs import base_forms, verbs
from interview_cli.text.lexicon import FUNCTION_WORDS, NEGATIONS, word_set
from interview_cli.text.numbers import find_numbers
from interview_cli.text.stems import stem
from interview_cli.text.words import Words, split_words

if TYPE_CHECKING:
    from interview_cli.contracts.resume import Resume


class Source(NamedTuple):
    """What a rewritten line may draw on: the text of its own entry, and that of the whole CV."""

    entry: str
    whole: str


def sources(resume: Resume) -> dict[str, Source]:
    """What each line of the CV may draw on, by its path; `basics.summary` and lists draw on the whole CV."""
    lines = lines_of(resume)
    whole = "\n".join(each.text for each in lines)
    by_entry: dict[str, list[Line]] = {}
    for line in lines:
        by_entry.setdefault(entry_of(line.path), []).append(line)
    texts = {entry: "\n".join(each.text for each in found) for entry, found in by_entry.items()}
    return {
        line.path: Source(whole if line.section in {"basics", "skills"} else texts[entry_of(line.path)], whole)
        for line in lines
    }


def entry_of(path: str) -> str:
    """The entry that a field belongs to: `work.0` of `work.0.highlights.2`, `basics` of `basics.summary`."""
    parts = path.split(".")
    return ".".join(parts[:2]) if len(parts) > 1 and parts[1].isdigit() else parts[0]


def added(proposed: str, before: str, source: Source) -> list[str]:
    """What a proposed line says beyond the CV, each named; empty when it may be written.

    `before` is the line it stands for: no more may be claimed of the work than there.
    """
    proposed, before, source = _same(proposed), _same(before), Source(*map(_same, source))
    said, known, old = split_words(proposed), split_words(source.entry), split_words(before)
    near = known if source.entry == source.whole else old
    found = [f"the figure {each}" for each in _new_figures(said, near)]
    found += [f"the skill {each}" for each in _new_skills(proposed, source.whole)]
    known_words, whole_words = set(known.words), set(split_words(source.whole).words)
    skills = " ".join(found)
    names = _new_names(said, known_words | _skill_words(source.whole), whole_words)
    found += [f"the name {each}" for each in names if each not in skills]
    found += [f"the word “{each}”" for each in _new_of(RANKS | SCOPE, said, set(near.words))]
    found += _new_claims(said, old, near)
    found += _turned(said, old)
    named = " ".join(found)
    found += [f"“{each}”" for each in _new_content(said, source) if each not in named]
    return list(dict.fromkeys(found))


def _same(text: str) -> str:
    """A text with the phrases of SAME_PHRASES as those that the checks know."""
    for phrase, known in SAME_PHRASES.items():
        text = re.sub(rf"\b{phrase}\b", known, text, flags=re.IGNORECASE)
    return text


def _new_figures(said: Words, known: Words) -> list[str]:
    """Figures by value and unit, and every other run of digits: none may be new or change its unit."""
    there = {(number.value, _unit(number.unit)) for number in find_numbers(known)}
    stems = {stem(word) for word in known.words}
    digits = set(DIGITS.findall(known.text))
    found, covered = [], set()
    for number in find_numbers(said):
        plain = (number.value, _unit(number.unit))
        bare = number.value is not None and (number.value, "") in there and (not plain[1] or plain[1] in stems)
        moved = plain[1] in stems and any(
            (number.value, stem(word)) in there for word in said.words[number.first : number.last]
        )
        if plain in there or bare or moved:
            covered |= set(range(number.first, number.last))
        else:
            found.append(said.written(number.first, number.last))
    for index in range(len(said)):
        if index not in covered:
            found += [each for each in DIGITS.findall(said.written(index, index + 1)) if each not in digits]
    return list(dict.fromkeys(found))


def _turned(said: Words, old: Words) -> list[str]:
    """A "not" or "without" that came or went, another period of time, and figures of one unit in another order."""
    found = [f"“{word}”" for word in said.words if word in NEGATIONS and word not in old.words]
    found += [f"the line without its “{word}”" for word in old.words if word in NEGATIONS and word not in said.words]
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
    before = [(number.value, _unit(number.unit)) for number in find_numbers(old)]
    after = [(number.value, _unit(number.unit)) for number in find_numbers(said)]
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
    there = {_base(word) for word in said.words}
    limits = {word for word in said.words if word in LIMITS}
    for index, word in enumerate(old.words):
        following = [each for each in old.words[index + 1 :] if each not in FUNCTION_WORDS][:1]
        preceding = [each for each in old.words[:index] if each not in FUNCTION_WORDS][-1:]
        if word in LIMITS and not limits and any(_base(each) in there for each in (*following, *preceding)):
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


_COMPARED: Final = word_set("more fewer")


def _turned_around(said: str, old: str) -> bool:
    """Whether "from this to that" has become "from that to this"."""
    pairs = [(found[1], found[2]) for found in FROM_TO.finditer(old.lower())]
    return any((found[2], found[1]) in pairs for found in FROM_TO.finditer(said.lower()))


def _unit(unit: str) -> str:
    return stem(unit) if unit.isalpha() else unit


def _new_skills(proposed: str, whole: str) -> list[str]:
    there = {each.name.casefold() for each in find_skills(whole)} | set(re.split(r"[\n,;|]\s*", whole.casefold()))
    words = set(split_words(whole).words)
    lines = [{_base(word) for word in split_words(line).words} for line in whole.splitlines()]
    found = []
    for skill in find_skills(proposed):
        written = proposed[skill.start : skill.end]
        named = split_words(written).words
        is_told = len(named) > 1 and any({_base(word) for word in named} <= line for line in lines)
        if skill.name.casefold() not in there and not set(named) <= words and not is_told:
            found.append(written)
    return found


def _skill_words(whole: str) -> set[str]:
    return {word for each in find_skills(whole) for word in split_words(whole[each.start : each.end]).words}


def _new_names(said: Words, known: set[str], whole: set[str]) -> list[str]:
    """Capitalised words inside the line, and words in capitals anywhere, that its entry does not have."""
    found = []
    for index, word in enumerate(said.words):
        written = said.written(index, index + 1)
        if word == "i" or _is_known_name(word, known):
            continue
        begins = index == 0 or any(mark in said.gaps[index] for mark in ".!?\n•")
        is_acronym = ACRONYM.fullmatch(written) is not None and word not in whole
        if is_acronym or (written[:1].isupper() and not (begins and _is_ordinary(word))):
            found.append(written)
    return found


def _is_known_name(word: str, known: set[str]) -> bool:
    """Whether a word is known, as a plural or possessive too; a hyphenated one when all its parts are."""
    if word in known or word.removesuffix("s") in known or word.removesuffix("'s") in known:
        return True
    parts = word.split("-")
    return len(parts) > 1 and all(part in known or part in JOINED or _is_ordinary(part) for part in parts)


def _is_ordinary(word: str) -> bool:
    """Whether a word can begin a line without being a name: a verb, a function word, or a general word."""
    known = verbs()
    return (
        word in FUNCTION_WORDS
        or known.is_past(word)
        or known.is_adverb(word)
        or word in known.irregular_bases
        or word in known.regular_bases
        or word.endswith("ing")
        or _is_general(word)
    )


def _is_general(word: str) -> bool:
    """Whether a word is one of the general ones, which name nothing of a subject."""
    return all(each <= COMMON_WORD_WEIGHT for each in content(word).values())


def _new_of(words: frozenset[str], said: Words, known: set[str]) -> list[str]:
    stems = {stem(word) for word in known} | known
    return [
        word
        for index, word in enumerate(said.words)
        if word in words
        and word not in known
        and stem(word) not in stems
        and not (word == "staff" and not STAFF_RANKS & set(said.words[index + 1 : index + 3]))
    ]


def _new_claims(said: Words, old: Words, near: Words) -> list[str]:
    """Words that claim more of the work than the line did, and a "helped" or "assisted" that was lost."""
    before = _levels(old)
    found = []
    if 0 in before and 0 not in _levels(said):
        qualifier = next(word for word in old.words if word in OWNERSHIP[0])
        found.append(f"more of the work than “{qualifier}”")
    if (shared := SHARED.search(old.text)) and not (SHARED.search(said.text) or _with_the_same(said, old)):
        found.append(f"more of the work than “{shared[0]}”")
    found += [f"“{each}”, which was an aim and not what was done" for each in _aims(said, old)]
    if (part := PART_OF.search(old.text)) and not PART_OF.search(said.text):
        found.append(f"more than “{part[0]}”")
    highest = max(before, default=1)
    there = {_base(word) for word in near.words}
    for word in said.words:
        level = next((number for number, words in enumerate(OWNERSHIP) if word in words), None)
        if level is not None and level > min(highest, 1) and _base(word) not in there and not _has_synonym(word, old):
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
    done = {_base(word) for word in old.words if known.is_past(word) or word.endswith("ing")}
    for word in said.words:
        if not known.is_past(word) or _base(word) in done or _has_synonym(word, old):
            continue
        named = [index for index, other in enumerate(old.words) if _is_kin(other, (_base(word),))]
        if named and all(_is_aim(old.words[max(0, index - 3) : index]) for index in named):
            yield word


def _is_aim(before: Sequence[str]) -> bool:
    return any(word in PURPOSE for word in before[-2:]) and "responsible" not in before


def _levels(words: Words) -> set[int]:
    return {level for level, listed in enumerate(OWNERSHIP) for word in words.words if word in listed}


def _base(word: str) -> str:
    return stem(base_forms().get(word, word))


def _has_synonym(word: str, old: Words) -> bool:
    """Whether a text has a word that may stand for this one, or the noun of such a verb ("development")."""
    if word in ABOUT_DATA and "data" in old.words and ABOUT_DATA & set(old.words):
        return True
    base = _base(word)
    nouns = {_base(other) for other in old.words if other.endswith(OF_VERBS)}
    return any(base in bases and (group & set(old.words) or bases & nouns) for group, bases in _synonyms())


@cache
def _synonyms() -> list[tuple[frozenset[str], set[str]]]:
    """The groups of words that may stand for one another, as words and as their stems."""
    return [(group, {_base(word) for word in group}) for group in SYNONYMS]


def _new_content(said: Words, source: Source) -> Iterable[str]:
    """Words of content that are neither in the CV nor general, and outcomes that the entry does not name."""
    known = {_base(word) for word in split_words(source.entry).words}
    whole = known | {_base(word) for word in split_words(source.whole).words}
    helped = OWNERSHIP[0] if 0 in _levels(split_words(source.entry)) else frozenset()
    ignored = _shorter_words() | FUNCTION_WORDS | helped
    counted = {number.first for number in find_numbers(said)}
    for index, word in enumerate(said.words):
        if index in counted:
            continue
        base = _base(word)
        if word in ignored or base in known or not word[0].isalpha() or _is_kin(word, known):
            continue
        if _has_synonym(word, split_words(source.entry)):
            continue
        parts = [part for part in word.split("-") if part]
        if len(parts) > 1 and all(_base(part) in whole or part in ignored | JOINED for part in parts):
            continue
        is_outcome = any(word.startswith(each) for each in OUTCOMES)
        is_deed = verbs().is_past(word) and word not in NEUTRAL_VERBS
        if is_outcome or (base not in whole and (is_deed or content(word).get(stem(word), 1.0) > COMMON_WORD_WEIGHT)):
            yield said.written(index, index + 1)


def _is_kin(word: str, known: Iterable[str]) -> bool:
    """Whether a word begins like one of the known stems for most of its length: "introduction" and "introduc"."""
    if len(word) < KIN_LETTERS:
        return False
    beginning = word[:KIN_LETTERS]
    return any(
        word[: ceil(KIN_SHARE * min(len(word), len(each)))] == each[: ceil(KIN_SHARE * min(len(word), len(each)))]
        for each in known
        if each.startswith(beginning)
    )


@cache
def _shorter_words() -> frozenset[str]:
    return frozenset(word for phrase in TIGHTER.values() for word in phrase.split())
