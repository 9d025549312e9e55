"""Hand-written knowledge about words: which carry no content, which are general, which mean the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from interview_cli.resources import resource_root
from interview_cli.scoring.text import Token, tokens

COMMON_WORD_WEIGHT = 0.5
"""What a general word (`use`, `part`) counts beside a word of the subject (`index`, `replica`), which counts 1."""


_VOWELS = "aeiou"
_SHORTEST_INFLECTED = 3

GROUP_MARK = "="
"""Begins the name of every group of synonyms, so that none is taken for a root."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`words` names the group that a word belongs to; `weights` holds what a term counts that is not a subject's.

    `phrases` maps the first root of a phrase to its remaining roots and its group, longest first. `listed` holds the
    roots of all words here.
    """

    words: Mapping[str, str]
    weights: Mapping[str, float]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    listed: frozenset[str]

    def weight(self, term: str) -> float:
        """How much a term says: 0 for a function word, 1 for a word of a subject."""
        return self.weights.get(term, 1.0)

    def knows(self, term: str) -> bool:
        """Whether a term or root is spelt out in the vocabulary, so that it is no misspelling of another."""
        return term in self.listed or term.startswith(GROUP_MARK)

    def term(self, word: Token) -> str:
        """The group a single word stands for, or its root."""
        return self.words.get(word.word, word.root)

    def terms(self, words: tuple[Token, ...]) -> Iterator[tuple[str, tuple[Token, ...]]]:
        """The terms of a run of words in order, each with the words it was said in: several for a phrase."""
        position = 0
        while position < len(words):
            word = words[position]
            end = position + 1
            term = None
            for rest, group in self.phrases.get(word.root, ()):
                stop = end + len(rest)
                if tuple(other.root for other in words[end:stop]) == rest:
                    term, end = group, stop
                    break
            yield term or self.term(word), words[position:end]
            position = end


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships in `prompts/vocabulary/`."""
    weights = dict.fromkeys(_roots("common_words.txt"), COMMON_WORD_WEIGHT)
    weights.update(dict.fromkeys(_roots("function_words.txt"), 0.0))
    words: dict[str, str] = {}
    forms: dict[str, str] = {}
    listed = set(weights)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in _lines("synonyms.txt"):
        members = [tokens(member) for member in line.split(",")]
        group = GROUP_MARK + "_".join(word.word for word in members[0])
        if len(members[0]) == 1 and members[0][0].root in weights:
            weights[group] = weights[members[0][0].root]
        for first, *rest in members:
            listed |= {first.root, *(word.root for word in rest)}
            if rest:
                phrases.setdefault(first.root, []).append((tuple(word.root for word in rest), group))
            else:
                words.setdefault(first.word, group)
                for form in _inflections(first.word):
                    forms.setdefault(form, group)
    return Vocabulary(
        words=forms | words,
        weights=weights,
        phrases={first: tuple(sorted(rest, key=lambda p: -len(p[0]))) for first, rest in phrases.items()},
        listed=frozenset(listed),
    )


def _lines(name: str) -> Iterator[str]:
    text = resource_root("prompts").joinpath("vocabulary", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _roots(name: str) -> Iterator[str]:
    return (word.root for line in _lines(name) for word in tokens(line))


def _inflections(word: str) -> Iterator[str]:
    """The plural and the regular forms in -ed and -ing that a word would have as a noun or verb."""
    if not word.isascii() or not word.isalpha() or len(word) < _SHORTEST_INFLECTED:
        return
    if word.endswith("y") and word[-2] not in _VOWELS:
        yield from (word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    elif word.endswith("e"):
        yield from (word + "s", word + "d", word[:-1] + "ing")
    elif word.endswith(("s", "x", "z", "ch", "sh")):
        yield from (word + "es", word + "ed", word + "ing")
    else:
        yield from (word + "s", word + "ed", word + "ing", word + word[-1] + "ed", word + word[-1] + "ing")
