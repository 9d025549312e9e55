"""Whether a rewritten line says anything that the CV does not: the check that decides what may be written.

A line is compared with the one it stands for in its figures and in how much of the work it claims, with the entry it
belongs to (a position, a project) in its names, and with the whole CV in its skills. A summary may draw on all of the
CV. What a line adds is listed; a line that adds anything is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from interview_cli.cv.claims import base_of, has_synonym, is_kin, levels, new_claims, turned, unit_of
from interview_cli.cv.fact_words import (
    ACRONYM,
    DIGITS,
    JOINED,
    NEUTRAL_VERBS,
    OUTCOMES,
    RANKS,
    SAME_PHRASES,
    SCOPE,
    STAFF_RANKS,
)
from interview_cli.cv.lines import Line, lines_of
from interview_cli.cv.wording import OWNERSHIP, TIGHTER
from interview_cli.documents.skills import find_skills
from interview_cli.interview.content_words import COMMON_WORD_WEIGHT, content
from interview_cli.scoring.verbs import verbs
from interview_cli.text.lexicon import FUNCTION_WORDS
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
    found += new_claims(said, old, near)
    found += turned(said, old)
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
    there = {(number.value, unit_of(number.unit)) for number in find_numbers(known)}
    stems = {stem(word) for word in known.words}
    digits = set(DIGITS.findall(known.text))
    found, covered = [], set()
    for number in find_numbers(said):
        plain = (number.value, unit_of(number.unit))
        is_free = all(unit != plain[1] for _, unit in there)
        bare = (
            number.value is not None
            and (number.value, "") in there
            and (not plain[1] or (plain[1] in stems and is_free))
        )
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


def _new_skills(proposed: str, whole: str) -> list[str]:
    there = {each.name.casefold() for each in find_skills(whole)} | set(re.split(r"[\n,;|]\s*", whole.casefold()))
    words = set(split_words(whole).words)
    lines = [{base_of(word) for word in split_words(line).words} for line in whole.splitlines()]
    found = []
    for skill in find_skills(proposed):
        written = proposed[skill.start : skill.end]
        named = split_words(written).words
        is_told = len(named) > 1 and any({base_of(word) for word in named} <= line for line in lines)
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


def _new_content(said: Words, source: Source) -> Iterable[str]:
    """Words of content that are neither in the CV nor general, and outcomes that the entry does not name."""
    known = {base_of(word) for word in split_words(source.entry).words}
    whole = known | {base_of(word) for word in split_words(source.whole).words}
    helped = OWNERSHIP[0] if 0 in levels(split_words(source.entry)) else frozenset()
    ignored = _shorter_words() | FUNCTION_WORDS | helped
    counted = {number.first for number in find_numbers(said)}
    for index, word in enumerate(said.words):
        if index in counted:
            continue
        base = base_of(word)
        if word in ignored or base in known or not word[0].isalpha() or is_kin(word, known):
            continue
        if has_synonym(word, split_words(source.entry)):
            continue
        parts = [part for part in word.split("-") if part]
        if len(parts) > 1 and all(base_of(part) in whole or part in ignored | JOINED for part in parts):
            continue
        is_outcome = any(word.startswith(each) for each in OUTCOMES)
        is_deed = verbs().is_past(word) and word not in NEUTRAL_VERBS
        if is_outcome or (base not in whole and (is_deed or content(word).get(stem(word), 1.0) > COMMON_WORD_WEIGHT)):
            yield said.written(index, index + 1)


@cache
def _shorter_words() -> frozenset[str]:
    return frozenset(word for phrase in TIGHTER.values() for word in phrase.split())
