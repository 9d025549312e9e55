"""Hand-written knowledge about words: which carry no content, which are general, which mean the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from interview_cli.resources import resource_root
from interview_cli.text.lexicon import ONES, TENS
from interview_cli.text.stems import stem
from interview_cli.text.words import split_words

COMMON_WORD_WEIGHT = 0.5
"""What a general word (`use`, `part`) counts beside a word of the subject (`index`, `replica`), which counts 1."""


_VOWELS = "aeiou"
_SHORTEST_INFLECTED = 3

_SHORTEST_MISSPELT = 5
_TWO_SLIPS_FROM = 8

GROUP_MARK = "="
"""Begins the name of every group of synonyms, so that none is taken for a root."""


_NUMBERS = {word: value for word, value in (ONES | TENS).items() if word not in {"zero", "one"}}
_DIGITS = {word: f"{value:g}" for word, value in _NUMBERS.items()} | {
    f"{ten}-{one}": f"{TENS[ten] + ONES[one]:g}" for ten in TENS for one in ONES if 1 <= ONES[one] < 10
}
"""Number words are read as digits: "thirty" and "30" are the same word."""


class Token(NamedTuple):
    """A word in lower case and its root; numbers are in digits."""

    word: str
    root: str


Phrases = Mapping[str, Mapping[str, Sequence[tuple[tuple[str, ...], str]]]]
"""The roots of a phrase's first and second word, then its remaining roots and its group; longer phrases first."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`words` names the group that a word belongs to, `weights` what a term counts that is not a subject's.

    `function_words` holds the roots that weigh nothing, `listed` every word that is spelt out here: none of them is a
    misspelling of another.
    """

    words: Mapping[str, str]
    phrases: Phrases
    weights: Mapping[str, float]
    function_words: frozenset[str]
    listed: frozenset[str]

    def weight(self, term: str) -> float:
        """How much a term says: 0 for a function word, 1 for a word of a subject."""
        return self.weights.get(term, 1.0)

    def tokens(self, word: str) -> tuple[Token, ...]:
        """A word as tokens: several for one with a hyphen."""
        return _word(word)

    def term(self, word: Token) -> str:
        """The group a single word stands for, or its root."""
        return self.words.get(word.word, word.root)

    def terms(self, words: Sequence[Token]) -> list[tuple[str, Sequence[Token]]]:
        """The terms of a run of words in order, each with the words it was said in: several for a phrase."""
        found = []
        position = 0
        while position < len(words):
            group, length = self.phrase(words, position)
            said = words[position : position + length]
            found.append((group or self.term(words[position]), said))
            position += length
        return found

    def weigh(self, words: Sequence[Token]) -> dict[str, float]:
        """Every term in a run of words with its weight; for a phrase its group and the terms of its single words."""
        names = [self.words.get(word, root) for word, root in words]
        firsts = [position for position, (_, root) in enumerate(words) if root in self.phrases]
        names += (group for position in firsts if (group := self.phrase(words, position)[0]))
        return {name: self.weights.get(name, 1.0) for name in names}

    def phrase(self, words: Sequence[Token], position: int) -> tuple[str | None, int]:
        """The group of the longest phrase that begins at a position, and how many words it takes; else None and 1."""
        seconds = self.phrases.get(words[position].root)
        if seconds and position + 1 < len(words):
            for rest, group in seconds.get(words[position + 1].root, ()):
                stop = position + 2 + len(rest)
                if tuple(word.root for word in words[position + 2 : stop]) == rest:
                    return group, stop - position
        return None, 1


@lru_cache(maxsize=65_536)
def is_misspelling(word: str, intended: str) -> bool:
    """Whether two words with the same first letter are one slip apart, or two from eight letters on.

    A slip is one letter too many, missing, wrong, or swapped with its neighbour (optimal string alignment). In words
    of fewer than eight letters a wrong letter often makes another word (stack, stock) and does not count as a slip;
    words of fewer than five have too many neighbours altogether.
    """
    shorter, longer = sorted((len(word), len(intended)))
    slips = 1 if shorter < _TWO_SLIPS_FROM else 2
    if shorter < _SHORTEST_MISSPELT or longer - shorter > slips:
        return False
    if shorter == longer < _TWO_SLIPS_FROM and sorted(word) != sorted(intended):
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(word, intended, score_cutoff=slips) <= slips


def phrase_group(phrase: Sequence[Token]) -> str:
    """The name of the group that a phrase stands for by itself."""
    return GROUP_MARK + "_".join(word.word for word in phrase)


def word_tokens(text: str) -> list[Token]:
    """The words of a text with their stems, those with a hyphen as several."""
    return [token for word in split_words(text).words for token in _word(word)]


@lru_cache(maxsize=65_536)
def _word(word: str) -> tuple[Token, ...]:
    if number := _DIGITS.get(word):
        return (Token(number, number),)
    parts = (_DIGITS.get(part, part) for part in word.split("-") if part)
    return tuple(Token(part, stem(part.removesuffix("'s"))) for part in parts)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships in `prompts/vocabulary/`."""
    weights = dict.fromkeys(_roots("common_words.txt"), COMMON_WORD_WEIGHT)
    weights.update(dict.fromkeys(_roots("function_words.txt"), 0.0))
    words: dict[str, str] = {}
    forms: dict[str, str] = {}
    listed: set[str] = set()
    phrases: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}

    def register(phrase: Sequence[Token], group: str) -> None:
        first, second, *rest = phrase
        candidates = phrases.setdefault(first.root, {}).setdefault(second.root, [])
        candidates.append((tuple(word.root for word in rest), group))
        candidates.sort(key=lambda candidate: -len(candidate[0]))
        listed.update(word.word for word in phrase)

    for line in _lines("synonyms.txt"):
        members = [word_tokens(member) for member in line.split(",")]
        group = phrase_group(members[0])
        if len(members[0]) == 1 and members[0][0].root in weights:
            weights[group] = weights[members[0][0].root]
        for member in members:
            if len(member) > 1:
                register(member, group)
            else:
                words.setdefault(member[0].word, group)
                for form in _inflections(member[0].word):
                    forms.setdefault(form, group)
    for line in _lines("opposites.txt"):
        for written in line.replace("|", ",").split(","):
            phrase = word_tokens(written)
            if len(phrase) > 1:
                register(phrase, phrase_group(phrase))
    return Vocabulary(
        words=forms | words,
        phrases=phrases,
        weights=weights,
        function_words=frozenset(word for word, weight in weights.items() if not weight),
        listed=frozenset(listed.union(words, forms)),
    )


def _lines(name: str) -> Iterator[str]:
    text = resource_root("prompts").joinpath("vocabulary", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _roots(name: str) -> Iterator[str]:
    return (word.root for line in _lines(name) for word in word_tokens(line))


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
