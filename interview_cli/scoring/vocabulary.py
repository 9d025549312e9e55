"""Hand-written knowledge about words: which carry no content, which are general, which mean the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from interview_cli.resources import resource_root
from interview_cli.scoring.text import Token, root, tokens

COMMON_WORD_WEIGHT = 0.5
"""What a general word (`use`, `part`) counts beside a word of the subject (`index`, `replica`), which counts 1."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`function_roots` never count, `common_roots` count less, `concepts` names the group a word stands for.

    `phrases` maps the first root of a phrase to its remaining roots and its group, longest first.
    """

    function_roots: frozenset[str]
    common_roots: frozenset[str]
    concepts: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    def weight(self, term: str) -> float:
        """How much a term says: 0 for a function word, 1 for a word of a subject."""
        if term in self.function_roots:
            return 0.0
        return COMMON_WORD_WEIGHT if term in self.common_roots else 1.0

    def terms(self, words: tuple[Token, ...]) -> Iterator[tuple[str, Token, Token]]:
        """The concepts of a run of words in order, each with its first and last word."""
        position = 0
        while position < len(words):
            word = words[position]
            last = position
            term = self.concepts.get(word.root, word.root)
            for rest, concept in self.phrases.get(word.root, ()):
                end = position + 1 + len(rest)
                if tuple(other.root for other in words[position + 1 : end]) == rest:
                    term, last = concept, end - 1
                    break
            yield term, word, words[last]
            position = last + 1


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships in `prompts/vocabulary/`."""
    concepts: dict[str, str] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in _lines("synonyms.txt"):
        members = [tuple(word.root for word in tokens(member)) for member in line.split(",")]
        concept = "=" + "_".join(members[0])
        for member in members:
            if len(member) == 1:
                concepts[member[0]] = concept
            else:
                phrases.setdefault(member[0], []).append((member[1:], concept))
    return Vocabulary(
        function_roots=frozenset(_roots("function_words.txt")),
        common_roots=frozenset(_roots("common_words.txt")),
        concepts=concepts,
        phrases={first: tuple(sorted(rest, key=lambda p: -len(p[0]))) for first, rest in phrases.items()},
    )


def _lines(name: str) -> Iterator[str]:
    text = resource_root("prompts").joinpath("vocabulary", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _roots(name: str) -> Iterator[str]:
    return (root(word) for line in _lines(name) for word in line.split())
