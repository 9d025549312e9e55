"""Verb forms: what a word says of somebody when it stands behind them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from interview_cli.resources import resource_root


@dataclass(frozen=True, slots=True)
class Verbs:
    """The forms of irregular verbs, and the words that stand around verbs. All in lower case.

    `pasts` and `participles` are the irregular ones; `bases` maps irregular forms to their base. `states` holds every
    form of the verbs of being, feeling and knowing.
    """

    pasts: frozenset[str]
    participles: frozenset[str]
    irregular_bases: frozenset[str]
    states: frozenset[str]
    bare_participles: frozenset[str]
    adverbs: frozenset[str]
    habits: frozenset[str]
    negations: frozenset[str]
    modals: frozenset[str]

    def is_past(self, word: str) -> bool:
        """Whether a word can be a past tense: "wrote", "painted"."""
        return word in self.pasts or is_regular_past(word)

    def is_participle(self, word: str) -> bool:
        """Whether a word can be a past participle: "written", "painted"."""
        return word in self.participles or is_regular_past(word)

    def is_adverb(self, word: str) -> bool:
        """Whether a word can stand between somebody and their verb: "also", "carefully"."""
        return word in self.adverbs or (word.endswith("ly") and len(word) > 4)


def is_regular_past(word: str) -> bool:
    """Whether a word ends like the past of a regular verb."""
    return word.endswith("ed") and len(word) > 3 and not word.endswith("eed")


@cache
def verbs() -> Verbs:
    """The verbs that ship in `prompts/vocabulary/verbs.toml`."""
    text = resource_root("prompts").joinpath("vocabulary", "verbs.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    forms = [entry.split() for entry in lists["irregular"].split(";")]
    irregular = {base: (past, rest[0] if rest else past) for base, past, *rest in forms}
    states = set(lists["states"].split())
    for base in tuple(states):
        states |= {base + "s", *irregular.get(base, (base + ("d" if base.endswith("e") else "ed"),))}
        if base.endswith("y") and base not in irregular:
            states |= {base[:-1] + "ied", base[:-1] + "ies"}
    states |= set("am is are was were been being has had learned preferred admitted planned".split())
    return Verbs(
        pasts=frozenset(past for past, _ in irregular.values()) | {"did"},
        participles=frozenset(participle for _, participle in irregular.values()),
        irregular_bases=frozenset(irregular),
        states=frozenset(states),
        bare_participles=frozenset(lists["bare_participles"].split()),
        adverbs=frozenset(lists["adverbs"].split()) | frozenset(lists["habits"].split()),
        habits=frozenset(lists["habits"].split()),
        negations=frozenset(lists["negations"].split()),
        modals=frozenset(lists["modals"].split()),
    )
