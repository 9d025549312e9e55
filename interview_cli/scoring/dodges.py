"""Sentences that speak around a question instead of answering it.

A refusal, a question back, a promise for later, the denial that there is anything to tell, blame laid on others and
things kept quiet, in the ways of `prompts/vocabulary/dodges.toml`. A finding is about one clause; whether the answer
as a whole gives none is for `answering`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from interview_cli.resources import resource_root
from interview_cli.scoring.deeds import Actor, Deed
from interview_cli.scoring.findings import Finding, Kind
from interview_cli.scoring.reading import Reading
from interview_cli.scoring.verb_groups import Form


class Dodge(StrEnum):
    """What a clause does instead of answering; the `detail` of its finding."""

    REFUSAL = "refusal"
    ASKED_BACK = "asked_back"
    PUT_OFF = "put_off"
    DENIAL = "denial"
    BLAME = "blame"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class _Ways:
    """The ways to dodge: one pattern for each kind, the words one of which a dodge has, and those left out."""

    patterns: dict[Dodge, re.Pattern[str]]
    triggers: frozenset[str]
    dropped: frozenset[str]


def find_dodges(reading: Reading, deeds: Sequence[Deed]) -> list[Finding]:
    """The clauses of an answer that dodge, in its order.

    A question counts as asked back only where nothing but dodges follows: others are rhetorical, and answered.
    """
    found: list[Finding] = []
    triggers = _ways().triggers
    is_last = True
    for first, last in reversed(reading.units):
        dodge = None
        if is_last or not triggers.isdisjoint(reading.words[first:last]):
            dodge = _dodge(reading, deeds, first, last, is_last=is_last)
        is_last = is_last and dodge is not None
        if dodge:
            found.append(dodge)
    return found[::-1]


def _dodge(reading: Reading, deeds: Sequence[Deed], first: int, last: int, *, is_last: bool) -> Finding | None:
    """What the clause of these words does instead of answering, None where it answers."""
    said, places = _plain(reading.words, first, last)
    for dodge, pattern in _ways().patterns.items():
        match = pattern.search(said) if is_last or dodge is not Dodge.ASKED_BACK else None
        if match:
            start, end = (said.count(" ", 0, at) for at in match.span())
            if _answers_all_the_same(reading, deeds, dodge, (first, places[end - 1] + 1, last)):
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
    return any(
        end <= deed.subject < last and deed.actor in _OURS and deed.form in {Form.PAST, Form.ONGOING}
        for deed in deeds
    )


def turns_behind(reading: Reading, first: int, last: int) -> bool:
    """Whether these words, behind a dodge, bring in what is told all the same: "I'd rather not say how much, but over
    fifty"."""
    return not _TURNS.isdisjoint(reading.words[first:last]) or any(":" in gap for gap in reading.gaps[first:last])


_OURS: Final = frozenset({Actor.OWN, Actor.SHARED})
_SAYING: Final = frozenset("said says asked asks told wondered thought answered replied".split())
_TURNS: Final = frozenset("but except than though although until unless however so".split())


def _plain(words: Sequence[str], first: int, last: int) -> tuple[str, list[int]]:
    """A clause with its contractions written out, each word followed by a blank, and the place of each word."""
    dropped = _ways().dropped
    said: list[str] = []
    places: list[int] = []
    for at in range(first, last):
        if words[at] not in dropped:
            parts = _written_out(words[at])
            said += parts
            places += [at] * len(parts)
    return "".join(f"{word} " for word in said), places


def _written_out(word: str) -> list[str]:
    if word in _CONTRACTED:
        return _CONTRACTED[word]
    stem, mark, ending = word.partition("'")
    if mark and ending in _ENDINGS:
        return [stem, _ENDINGS[ending]]
    if ending == "t" and stem.endswith("n"):
        return [stem[:-1], "not"]
    return [word]


_ENDINGS: Final = {"d": "would", "ll": "will", "ve": "have", "m": "am", "re": "are"}
_CONTRACTED: Final = {
    "can't": ["can", "not"],
    "cannot": ["can", "not"],
    "won't": ["will", "not"],
    "let's": ["let", "us"],
    "it's": ["it", "is"],
    "that's": ["that", "is"],
    "there's": ["there", "is"],
    "what's": ["what", "is"],
    "he's": ["he", "is"],
    "she's": ["she", "is"],
}


@cache
def _ways() -> _Ways:
    text = resource_root("prompts").joinpath("vocabulary", "dodges.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    groups: dict[str, str] = data["groups"]
    return _Ways(
        {dodge: _pattern(data[dodge.value]["lines"], groups) for dodge in Dodge},
        frozenset(data["triggers"].split()),
        frozenset(data["dropped"].split()),
    )


def _pattern(lines: str, groups: dict[str, str]) -> re.Pattern[str]:
    ways = "|".join(_way(line, groups) for line in lines.strip().splitlines())
    return re.compile(rf"(?<!\S)(?:{ways})")


def _way(line: str, groups: dict[str, str]) -> str:
    """A line of the lexicon as a regular expression over words with a blank behind each."""
    return "".join(
        f"(?:{_way(groups[sign[1:-1]], groups)})" if sign[0] == "{" else _SIGNS.get(sign) or f"{re.escape(sign)} "
        for sign in _SIGN.findall(line)
    )


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
