"""Sentences that speak around a question instead of answering it.

A refusal, a question back, a promise for later, the denial that there is anything to tell, blame laid on others and
things kept quiet, in the ways of `prompts/vocabulary/dodges.toml`. A finding is about one clause; whether the answer
as a whole gives none is for `answering`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Final

from interview_cli.resources import resource_root
from interview_cli.scoring.deeds import OURS, Deed
from interview_cli.scoring.findings import Finding, Kind
from interview_cli.scoring.reading import Reading
from interview_cli.scoring.verb_groups import Form
from interview_cli.text.words import RareWords


class Dodge(StrEnum):
    """What a clause does instead of answering; the `detail` of its finding."""

    REFUSAL = "refusal"
    ASKED_BACK = "asked_back"
    PUT_OFF = "put_off"
    DENIAL = "denial"
    BLAME = "blame"
    HIDDEN = "hidden"


_Ways = dict[str, list[tuple[Dodge, re.Pattern[str]]]]
"""One pattern for each kind of dodge, by the word that it begins with."""


def find_dodges(reading: Reading, deeds: Sequence[Deed]) -> list[Finding]:
    """The clauses of an answer that dodge, in its order.

    A question counts as asked back only where nothing but dodges follows: others are rhetorical, and answered.
    """
    found: list[Finding] = []
    is_last = True
    rewritten = _REWRITTEN.among(set(reading.words))
    for first, last in reversed(reading.units):
        said = reading.words[first:last]
        if not rewritten.isdisjoint(said):
            said = list(chain.from_iterable(map(_written_out, said)))
        dodge = _dodge(reading, deeds, said, first, last, is_last=is_last)
        is_last = is_last and dodge is not None
        if dodge:
            found.append(dodge)
    return found[::-1]


def _dodge(
    reading: Reading, deeds: Sequence[Deed], said: Sequence[str], first: int, last: int, *, is_last: bool
) -> Finding | None:
    """What a clause does instead of answering, None where it answers; `said` are its words, written out."""
    opening, anywhere = _ways()
    text = ""
    for start in [start for start, word in enumerate(said) if word in anywhere or (not start and word in opening)]:
        text = text or " ".join(said) + " "
        at = sum(map(len, said[:start])) + start
        for dodge, way in (anywhere if start else opening).get(said[start], ()):
            match = way.match(text, at)
            if match and (is_last or dodge is not Dodge.ASKED_BACK):
                clause = enumerate(reading.words[first:last], first)
                places = [place for place, word in clause for _ in _written_out(word)]
                end = places[start + match[0].count(" ") - 1] + 1
                if _answers_all_the_same(reading, deeds, dodge, (first, end, last)):
                    return None
                return Finding(Kind.DODGE, first, last, places[start], detail=dodge)
    return None


def _answers_all_the_same(
    reading: Reading, deeds: Sequence[Deed], dodge: Dodge, places: tuple[int, int, int]
) -> bool:
    """Whether a clause that looks like a dodge tells something: it is somebody's words, or goes on with a turn, a
    colon or a deed of the candidate's. `places` are its first word, the word behind the dodge, and its end."""
    first, end, last = places
    words = reading.words
    if dodge is not Dodge.HIDDEN and not _SAYING.isdisjoint(words[first:last]):
        return True
    if turns_behind(reading, end, last):
        return True
    if dodge is Dodge.HIDDEN:
        return False
    return any(end <= deed.subject < last and deed.actor in OURS and deed.form in _GOING_ON for deed in deeds)


def turns_behind(reading: Reading, first: int, last: int) -> bool:
    """Whether these words, behind a dodge, bring in what is told all the same: "I'd rather not say how much, but over
    fifty"."""
    return not _TURNS.isdisjoint(reading.words[first:last]) or any(":" in gap for gap in reading.gaps[first:last])


_GOING_ON: Final = frozenset({Form.PAST, Form.ONGOING})
_SAYING: Final = frozenset("said says asked asks told wondered thought answered replied".split())
_TURNS: Final = frozenset("but except than though although until unless however so".split())


@lru_cache(maxsize=8192)
def _written_out(word: str) -> tuple[str, ...]:
    """A word as it is looked for: a contraction as two, one that only fills as none."""
    if word in _CONTRACTED:
        return _CONTRACTED[word]
    stem, mark, ending = word.partition("'")
    if mark and ending in _ENDINGS:
        return stem, _ENDINGS[ending]
    if ending == "t" and stem.endswith("n"):
        return stem[:-1], "not"
    return () if word in _dropped() else (word,)


_REWRITTEN: Final = RareWords(lambda word: _written_out(word) != (word,))
_ENDINGS: Final = {"d": "would", "ll": "will", "ve": "have", "m": "am", "re": "are"}
_CONTRACTED: Final = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "let's": ("let", "us"),
    "it's": ("it", "is"),
    "that's": ("that", "is"),
    "there's": ("there", "is"),
    "what's": ("what", "is"),
    "he's": ("he", "is"),
    "she's": ("she", "is"),
}


@cache
def _lexicon() -> dict[str, Any]:
    text = resource_root("prompts").joinpath("vocabulary", "dodges.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _dropped() -> frozenset[str]:
    return frozenset(_lexicon()["dropped"].split())


@cache
def _ways() -> tuple[_Ways, _Ways]:
    """The ways to dodge at the beginning of a clause, and those anywhere in it."""
    lines = [(dodge, line) for dodge in Dodge for line in _lexicon()[dodge]["lines"].strip().splitlines()]
    return _by_first_word(lines), _by_first_word([(dodge, line) for dodge, line in lines if line[0] != "^"])


def _by_first_word(lines: Sequence[tuple[Dodge, str]]) -> _Ways:
    found: dict[tuple[str, Dodge], list[str]] = {}
    for dodge, line in lines:
        signs = _signs(line)
        way = "".join(_SIGNS.get(sign) or f"{re.escape(sign)} " for sign in signs)
        for word in _first_words(signs):
            found.setdefault((word, dodge), []).append(way)
    ways: _Ways = {}
    for (word, dodge), patterns in found.items():
        ways.setdefault(word, []).append((dodge, re.compile("|".join(patterns))))
    return ways


def _signs(line: str) -> list[str]:
    """A line of the lexicon as its words and signs, groups written out."""
    groups: dict[str, str] = _lexicon()["groups"]
    signs: list[str] = []
    for sign in _SIGN.findall(line):
        signs += ["(", *_signs(groups[sign[1:-1]]), ")"] if sign[0] == "{" else [sign]
    return signs


def _first_words(signs: Sequence[str]) -> set[str]:
    """The words that a line can begin with."""
    found: set[str] = set()
    opens, outside = True, []
    for sign in signs:
        if sign in "([":
            outside.append(opens)
        elif sign == "|":
            opens = outside[-1]
        elif sign in ")]":
            opened = outside.pop()
            opens = opened and sign == "]"
        elif opens and sign != "^":
            found.add(sign)
            opens = False
        if not opens and not outside:
            break
    return found


_SIGN: Final = re.compile(r"[()\[\]|]|[^\s()\[\]|]+")
_SIGNS: Final = {
    "(": "(?:",
    ")": ")",
    "[": "(?:",
    "]": ")?",
    "|": "|",
    "^": "^",
    "$": "$",
    "*": r"\S+ ",
    "..": r"(?:\S+ ){0,4}?",
}
