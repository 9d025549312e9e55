"""Verb forms: what a word says of somebody when it stands behind them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from interview_cli.resources import resource_root


@dataclass(frozen=True, slots=True)
class Verbs:
    """The forms of irregular verbs, and the words that stand around verbs. All in lower case.

    `pasts` and `participles` are the irregular ones; `regular_bases` are common regular verbs. `states` holds every
    form of the verbs of being, feeling and knowing, `acting_bases` those of them that are another verb as well
    ("lay").
    """

    pasts: frozenset[str]
    participles: frozenset[str]
    irregular_bases: frozenset[str]
    regular_bases: frozenset[str]
    states: frozenset[str]
    acting_bases: frozenset[str]
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
    return word.endswith("ed") and len(word) > 3 and not word.endswith("eed") and word not in _NO_PASTS


_NO_PASTS = frozenset("hundred sacred naked wicked infrared moped hatred kindred wretched rugged sled".split())


def inflected(base: str) -> tuple[str, ...]:
    """A verb's base, third person, past, participle and "-ing": "drop drops dropped dropping"."""
    past, participle = _irregular().get(base, ("", ""))
    stem = base + base[-1] if base in _DOUBLING else base.removesuffix("e")
    if not past:
        past = participle = f"{base[:-1]}ied" if _ends_in_y(base) else f"{stem}ed"
    ending = "es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    third = f"{base[:-1]}ies" if _ends_in_y(base) else base + ending
    return tuple(dict.fromkeys((base, third, past, participle, f"{stem}ing" if base != "die" else "dying")))


_DOUBLING = frozenset("cut get jam let put quit run set ship stop drop swap trip win".split())


def _ends_in_y(base: str) -> bool:
    return base.endswith("y") and base[-2] not in "aeiou"


@cache
def _lists() -> dict[str, str]:
    text = resource_root("prompts").joinpath("vocabulary", "verbs.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    """The past and the participle of each irregular verb by its base, and of those with "re": "recut", "relaid"."""
    forms = [entry.split() for entry in _lists()["irregular"].split(";")]
    plain = {base: (past, rest[0] if rest else past) for base, past, *rest in forms}
    return {f"re{base}": (f"re{past}", f"re{participle}") for base, (past, participle) in plain.items()} | plain


@cache
def base_forms() -> dict[str, str]:
    """The base of each irregular form that is not itself the base of a verb, "was" and "had" included."""
    found = {form: base for base, forms in _irregular().items() for form in forms if form not in _irregular()}
    return found | {"was": "is", "were": "are", "wasn't": "isn't", "weren't": "aren't", "didn't": "don't"}


@cache
def verbs() -> Verbs:
    """The verbs that ship in `prompts/vocabulary/verbs.toml`."""
    lists, irregular = _lists(), _irregular()
    still = frozenset(lists["states"].split())
    states = set(still)
    for base in tuple(states):
        states |= {base + "s", *irregular.get(base, (base + ("d" if base.endswith("e") else "ed"),))}
        if base.endswith("y") and base not in irregular:
            states |= {base[:-1] + "ied", base[:-1] + "ies"}
    states |= set("am is are was were been being has had learned preferred admitted planned".split())
    return Verbs(
        pasts=frozenset(past for past, _ in irregular.values()) | {"did"},
        participles=frozenset(participle for _, participle in irregular.values()),
        irregular_bases=frozenset(irregular),
        regular_bases=frozenset(lists["regular"].split()),
        states=frozenset(states),
        acting_bases=frozenset(base for base in irregular if base in states and base not in still) - {"saw"},
        bare_participles=frozenset(lists["bare_participles"].split()),
        adverbs=frozenset(lists["adverbs"].split()) | frozenset(lists["habits"].split()),
        habits=frozenset(lists["habits"].split()),
        negations=frozenset(lists["negations"].split()),
        modals=frozenset(lists["modals"].split()),
    )
