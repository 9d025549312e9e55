"""Whether a rewritten line says anything that the CV does not: the check that decides what may be written.

A line is compared with the one it stands for in its figures and in how much of the work it claims, with the entry it
belongs to (a position, a project) in its names, and with the whole CV in its skills. A summary may draw on all of the
CV. What a line adds is listed; a line that adds anything is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

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

RANKS: Final = word_set("""
    senior junior lead principal staff head chief director manager vp president executive expert specialist architect
    supervisor founder cofounder co-founder owner partner intern trainee certified licensed chartered award-winning
    bachelor master masters mba phd doctorate doctor diploma degree bsc msc ba ma beng meng honours honors
""")
"""Words of titles, degrees and distinctions: none may be new."""

SCOPE: Final = word_set("""
    all every entire whole complete company-wide companywide global globally worldwide international internationally
    nationwide first only best top leading largest biggest never always single-handedly singlehandedly solely alone
    independently sole extensive extensively deep deeply proven expertise mastery
""")
"""Words of how far something went or how good it was: none may be new."""

OUTCOMES: Final = word_set("""
    increas reduc improv decreas sav cut grow grew boost doubl tripl halv accelerat lower rais maxim minim optim
    exceed outperform surpass won win earn generat gain prevent eliminat
""")
"""Beginnings of words for an outcome: none may be new."""

_JOINED: Final = word_set("hosted based driven backed oriented related")
"""What may follow a known word behind a hyphen without saying more."""

KIN_LETTERS, KIN_SHARE = 6, 0.85
"""Two words are of one family when they begin with so many letters in common, this share of the shorter (chosen)."""

_ACRONYM: Final = re.compile(r"[A-Z][A-Z0-9&/+.-]*[A-Z0-9+]|[A-Z]{2,}s?")
_SYNONYMS: Final = (
    word_set("built developed created wrote programmed coded implemented made engineered constructed produced"),
    word_set("cut reduced lowered decreased"),
    word_set("increased raised grew boosted"),
    word_set("led headed directed"),
    word_set("used applied employed utilized utilised"),
    word_set("managed ran oversaw supervised"),
    word_set("mentored coached trained taught"),
    word_set("worked collaborated cooperated partnered"),
    word_set("helped assisted supported"),
    word_set("checked validated verified tested"),
    word_set("cleaned prepared"),
    word_set("maintained supported operated"),
    word_set("analysed analyzed examined studied investigated"),
    word_set("designed planned drafted"),
)
"""Verbs that may stand for one another: none claims more than another of its group (chosen)."""


BOUNDS: Final = word_set("over above exceeding beyond least nearly almost minimum upwards plus")
"""Words that make a figure larger than it is: none may be new."""

_SHARED: Final = re.compile(
    r"\b(?:with|alongside|among|in) (?:[\w-]+ ){0,4}?"
    r"(?:teams?|colleagues?|teammates?|coworkers?|group|partners?|others)\b"
    r"|\b(?:jointly|together|partly|partially|shared)\b",
    re.IGNORECASE,
)
"""How a line says that others had a part: it may not go."""

_PART_OF: Final = re.compile(r"(?:\d+\s?%|half|part|some|most|parts|sections?) of\b", re.IGNORECASE)
_FROM_TO: Final = re.compile(r"\bfrom (?:an? |the )?(\S+?)\b.{0,40}?\b(?:in)?to (?:an? |the )?(\S+?)\b")
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")

_PERIODS: Final = {
    word: unit
    for unit, words in {
        "second": "second seconds",
        "minute": "minute minutes",
        "hour": "hour hours hourly",
        "day": "day days daily",
        "week": "week weeks weekly",
        "month": "month months monthly",
        "quarter": "quarter quarters quarterly",
        "year": "year years yearly annual annually",
    }.items()
    for word in words.split()
}


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


def _new_figures(said: Words, known: Words) -> list[str]:
    """Figures by value and unit, and every other run of digits: none may be new or change its unit."""
    there = {(number.value, _unit(number.unit)) for number in find_numbers(known)}
    digits = set(_DIGITS.findall(known.text))
    found, covered = [], set()
    for number in find_numbers(said):
        plain = (number.value, _unit(number.unit))
        bare = number.value is not None and (number.value, "") in there and not plain[1]
        if plain in there or bare:
            covered |= set(range(number.first, number.last))
        else:
            found.append(said.written(number.first, number.last))
    for index in range(len(said)):
        if index not in covered:
            found += [each for each in _DIGITS.findall(said.written(index, index + 1)) if each not in digits]
    return list(dict.fromkeys(found))


def _turned(said: Words, old: Words) -> list[str]:
    """A "not" or "without" that came or went, another period of time, and figures of one unit in another order."""
    found = [f"“{word}”" for word in said.words if word in NEGATIONS and word not in old.words]
    found += [f"the line without its “{word}”" for word in old.words if word in NEGATIONS and word not in said.words]
    periods = {_PERIODS[word] for word in old.words if word in _PERIODS}
    found += [f"“{word}”" for word in said.words if word in _PERIODS and _PERIODS[word] not in periods]
    found += [f"“{word}”" for word in said.words if word in BOUNDS and word not in old.words]
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


def _turned_around(said: str, old: str) -> bool:
    """Whether "from this to that" has become "from that to this"."""
    pairs = [(found[1], found[2]) for found in _FROM_TO.finditer(old.lower())]
    return any((found[2], found[1]) in pairs for found in _FROM_TO.finditer(said.lower()))


def _unit(unit: str) -> str:
    return stem(unit) if unit.isalpha() else unit


def _new_skills(proposed: str, whole: str) -> list[str]:
    there = {each.name.casefold() for each in find_skills(whole)} | set(re.split(r"[\n,;|]\s*", whole.casefold()))
    words = set(split_words(whole).words)
    found = []
    for skill in find_skills(proposed):
        written = proposed[skill.start : skill.end]
        if skill.name.casefold() not in there and not set(split_words(written).words) <= words:
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
        is_acronym = _ACRONYM.fullmatch(written) is not None and word not in whole
        if is_acronym or (written[:1].isupper() and not (begins and _is_ordinary(word))):
            found.append(written)
    return found


def _is_known_name(word: str, known: set[str]) -> bool:
    """Whether a word is known, as a plural or possessive too; a hyphenated one when all its parts are."""
    if word in known or word.removesuffix("s") in known or word.removesuffix("'s") in known:
        return True
    parts = word.split("-")
    return len(parts) > 1 and all(part in known or part in _JOINED or _is_ordinary(part) for part in parts)


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
    return [word for word in said.words if word in words and word not in known and stem(word) not in stems]


def _new_claims(said: Words, old: Words, near: Words) -> list[str]:
    """Words that claim more of the work than the line did, and a "helped" or "assisted" that was lost."""
    before = _levels(old)
    found = []
    if 0 in before and 0 not in _levels(said):
        qualifier = next(word for word in old.words if word in OWNERSHIP[0])
        found.append(f"more of the work than “{qualifier}”")
    if (shared := _SHARED.search(old.text)) and not _SHARED.search(said.text):
        found.append(f"more of the work than “{shared[0]}”")
    if (part := _PART_OF.search(old.text)) and not _PART_OF.search(said.text):
        found.append(f"more than “{part[0]}”")
    highest = max(before, default=1)
    there = {_base(word) for word in near.words}
    for word in said.words:
        level = next((number for number, words in enumerate(OWNERSHIP) if word in words), None)
        if level is not None and level > min(highest, 1) and _base(word) not in there and not _has_synonym(word, old):
            found.append(f"“{word}”, which claims more than the CV does")
    return found


def _levels(words: Words) -> set[int]:
    return {level for level, listed in enumerate(OWNERSHIP) for word in words.words if word in listed}


def _base(word: str) -> str:
    return stem(base_forms().get(word, word))


def _has_synonym(word: str, old: Words) -> bool:
    return any(word in group and group & set(old.words) for group in _SYNONYMS)


def _new_content(said: Words, source: Source) -> Iterable[str]:
    """Words of content that are neither in the CV nor general, and outcomes that the entry does not name."""
    known = {_base(word) for word in split_words(source.entry).words}
    whole = known | {_base(word) for word in split_words(source.whole).words}
    ignored = _shorter_words() | FUNCTION_WORDS
    for index, word in enumerate(said.words):
        base = _base(word)
        if word in ignored or base in known or not word[0].isalpha() or _is_kin(word, known):
            continue
        if _has_synonym(word, split_words(source.entry)):
            continue
        parts = [part for part in word.split("-") if part]
        if len(parts) > 1 and all(_base(part) in whole or part in ignored | _JOINED for part in parts):
            continue
        is_outcome = any(word.startswith(each) for each in OUTCOMES)
        if is_outcome or (base not in whole and content(word).get(stem(word), 1.0) > COMMON_WORD_WEIGHT):
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
