"""Which words turn a statement into its contrary: a table of opposites, and prefixes such as un-."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from interview_cli.resources import resource_root
from interview_cli.scoring.vocabulary import word_tokens

_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "mis", "anti")
_NO_PREFIX = frozenset(
    "inform income input inside import impart impress improv impos impact display discount discov distribut dispos "
    "dispatch disput unit until under union index indic individu intern inter invest involv instal instanc institut "
    "instruct insur inject insert inspect implement imagin illustr mistak dissolv distinct".split()
)
"""Roots that only seem to begin with such a prefix."""
_PAIRED_PREFIXES = (("over", "under"), ("pre", "post"), ("up", "down"), ("in", "out"), ("in", "ex"), ("im", "ex"))
_SHORTEST_STEM = 4


@cache
def opposites() -> Mapping[str, frozenset[str]]:
    """Each listed word or phrase (its roots joined by blanks) and the roots or phrases that are its contrary."""
    table: dict[str, set[str]] = {}
    text = resource_root("prompts").joinpath("vocabulary", "opposites.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if "|" not in line or line.startswith("#"):
            continue
        left, right = ({_roots(word) for word in side.split(",")} for side in line.split("|"))
        for word in left:
            table.setdefault(word, set()).update(right - left)
        for word in right:
            table.setdefault(word, set()).update(left - right)
    return {word: frozenset(contrary) for word, contrary in table.items()}


@lru_cache(maxsize=65_536)
def contraries(word: str) -> frozenset[str]:
    """The roots and phrases that say the opposite of a root or phrase, by the table or by a prefix."""
    found = set(opposites().get(word, ()))
    if len(word) >= _SHORTEST_STEM and " " not in word and word not in _NO_PREFIX:
        found.update(longer for prefix in _PREFIXES if (longer := prefix + word) not in _NO_PREFIX)
        found.update(
            stem
            for prefix in _PREFIXES
            if (stem := word.removeprefix(prefix)) != word and len(stem) >= _SHORTEST_STEM
        )
        for pair in _PAIRED_PREFIXES:
            for one, other in (pair, pair[::-1]):
                if word.startswith(one) and len(word) - len(one) >= _SHORTEST_STEM - 1:
                    found.add(other + word[len(one) :])
    return frozenset(found)


@cache
def has_listed_contrary(word: str) -> bool:
    """Whether a root or phrase stands in the table of opposites."""
    return word in opposites()


def _roots(phrase: str) -> str:
    return " ".join(word.root for word in word_tokens(phrase))
