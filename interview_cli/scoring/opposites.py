"""Which words turn a statement into its contrary: a table of opposites, and prefixes such as un-."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from interview_cli.resources import resource_root
from interview_cli.scoring.vocabulary import phrase_group, word_tokens
from interview_cli.text.stems import stem

_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "mis", "anti", "de")
_NO_PREFIX = frozenset(
    "inform income input inside import impart impress improv impos impact display discount discov distribut dispos "
    "dispatch disput unit until under union index indic individu intern inter invest involv instal instanc institut "
    "instruct insur inject insert inspect implement imagin illustr mistak dissolv distinct "
    "default design deploy depend deliver decid declar decode".split()
)
"""Roots that only seem to begin with such a prefix."""
_PAIRED_PREFIXES = (("over", "under"), ("pre", "post"), ("up", "down"), ("in", "out"), ("in", "ex"), ("im", "ex"))
_SHORTEST_STEM = 4


@cache
def opposites() -> Mapping[str, frozenset[str]]:
    """Each listed word or phrase by name, and the names of its contraries."""
    table: dict[str, set[str]] = {}
    text = resource_root("prompts").joinpath("vocabulary", "opposites.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if "|" not in line or line.startswith("#"):
            continue
        left, right = ({_name(word) for word in side.split(",")} for side in line.split("|"))
        for word in left:
            table.setdefault(word, set()).update(right - left)
        for word in right:
            table.setdefault(word, set()).update(left - right)
    return {word: frozenset(contrary) for word, contrary in table.items()}


@lru_cache(maxsize=65_536)
def contraries(phrase: str) -> frozenset[str]:
    """The roots and phrases that say the opposite of a word or phrase, by the table or by a prefix or suffix."""
    roots = _name(phrase)
    found = set(opposites().get(roots, ()))
    if len(phrase) >= _SHORTEST_STEM and roots not in _NO_PREFIX and phrase.isalpha():
        for prefix in _PREFIXES:
            found.add(stem(prefix + phrase))
            shorter = phrase.removeprefix(prefix)
            if shorter != phrase and len(shorter) >= _SHORTEST_STEM:
                found.add(stem(shorter))
        for pair in _PAIRED_PREFIXES:
            for one, other in (pair, pair[::-1]):
                if phrase.startswith(one) and len(phrase) - len(one) >= _SHORTEST_STEM - 1:
                    found.add(stem(other + phrase[len(one) :]))
        found.add(stem(phrase.removesuffix("ful") + "less"))
        if phrase.endswith("less"):
            found.add(stem(phrase.removesuffix("less") + "ful"))
    return frozenset(found - _NO_PREFIX - {roots})


@cache
def has_listed_contrary(word: str) -> bool:
    """Whether a word or phrase stands in the table of opposites."""
    return _name(word) in opposites()


def _name(phrase: str) -> str:
    """A word's root, a phrase's group."""
    words = word_tokens(phrase)
    return words[0].root if len(words) == 1 else phrase_group(words)
