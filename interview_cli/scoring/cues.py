"""The phrases that give away what a stretch of an answer is doing, from `prompts/vocabulary/cues.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

from interview_cli.resources import resource_root
from interview_cli.scoring.verbs import inflected

Kinds = tuple[str, ...]
Phrases = dict[str, list[tuple[list[str], Kinds]]]


class Cues(NamedTuple):
    """The kinds of words that stand alone; and for longer phrases by their first word and their second what must
    follow and the kinds that they then have."""

    words: dict[str, Kinds]
    phrases: dict[str, Phrases]


@cache
def cues() -> Cues:
    """Every phrase of the lexicon by its first words, so that a text is searched in one pass.

    A word with "~" before it stands for every form of that verb.
    """
    text = resource_root("prompts").joinpath("vocabulary", "cues.toml").read_text(encoding="utf-8")
    kinds: dict[tuple[str, ...], dict[str, None]] = {}
    for kind, phrases in tomllib.loads(text).items():
        for phrase in phrases.split(";"):
            for form in _forms(phrase):
                kinds.setdefault(tuple(form.split()), {})[kind] = None
    kinds.pop((), None)
    words: dict[str, Kinds] = {}
    longer: dict[str, Phrases] = {}
    for (first, *rest), found in sorted(kinds.items()):
        if rest:
            longer.setdefault(first, {}).setdefault(rest[0], []).append((rest[1:], tuple(found)))
        else:
            words[first] = tuple(found)
    return Cues(words, longer)


def _forms(phrase: str) -> list[str]:
    before, mark, behind = phrase.partition("~")
    if not mark:
        return [phrase]
    verb, blank, rest = behind.partition(" ")
    return [f"{before}{form}{blank}{rest}" for form in inflected(verb.strip())]
