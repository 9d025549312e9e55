"""Reference content and answers taken apart into weighted terms, ready to be compared; kept in small caches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interview_cli.scoring.text import Sentence, Token, sentences, tokens
from interview_cli.scoring.vocabulary import vocabulary

QUESTION_WORD_WEIGHT = 0.1
"""What a word of the reference still counts when the question itself says it: anyone can repeat the question."""

MISSPELT_CREDIT = 0.9
"""The share of a term's weight that a misspelling of it earns."""

LIST_MIN_WORDS = 8
LIST_GLUE_SHARE = 0.1
"""A run of at least LIST_MIN_WORDS words with a smaller share of glue than this is a list, no sentence.

In running English about half of all words are function words; under 2 % of spoken answers fall below a tenth.
"""

COPIED_OWN_SHARE = 0.15
"""Words that say less than this share that is not in the question only repeat it."""

COPIED_MIN_TERMS = 3
"""With fewer terms of content than this, sharing them with the question is no sign of copying."""

_CONNECTIVES = frozenset("and or plus also then etc as well with comma versus vs".split())
_SHORTEST_MISSPELT = 5
_TWO_SLIPS_FROM = 8


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a reference. A phrase stands for its whole group, and its `parts` (term, weight) for shares of it."""

    name: str
    root: str
    weight: float
    from_question: bool
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """What an answer should contain, without function words and repeats. `weight` is the sum of the terms'."""

    terms: tuple[Term, ...]
    weight: float
    only_question_words: bool


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """An answer's sentences that count as evidence, and where each of its terms occurs among them.

    `places` maps a term to the rising numbers of its sentences; `strangers` maps a first letter to the roots that
    the vocabulary does not know, any of which may be a misspelling; `weight` is the sum of the squared weights of its
    terms.
    """

    sentences: tuple[Sentence, ...]
    places: dict[str, list[int]]
    strangers: dict[str, tuple[str, ...]]
    weight: float

    def find(self, term: Term) -> tuple[float, Sequence[int]]:
        """The share of a reference's term that the answer says (0–1) and the numbers of the sentences that do."""
        exact = self.places.get(term.name)
        if exact:
            return 1.0, exact
        if term.parts:
            said = [(weight, self.places[name]) for name, weight in term.parts if name in self.places]
            if said:
                share = sum(weight for weight, _ in said) / sum(weight for _, weight in term.parts)
                return share, max(said, key=lambda part: part[0])[1]
        elif len(term.root) >= _SHORTEST_MISSPELT:
            for stranger in self.strangers.get(term.root[0], ()):
                if is_misspelling(stranger, term.root):
                    return MISSPELT_CREDIT, self.places[stranger]
        return 0.0, ()


@lru_cache(maxsize=8192)
def reference_content(question: str, text: str) -> Reference:
    """The terms of a key point or reference answer to a question, with their weights.

    A term weighs 1, or less when it is a general word, and QUESTION_WORD_WEIGHT times that when the question says it.
    """
    known = vocabulary()
    asked = question_terms(question)
    terms: dict[str, Term] = {}
    for name, said in known.terms(tokens(text)):
        parts = tuple((part, known.weight(part)) for part in map(known.term, said)) if len(said) > 1 else ()
        weight = max((part for _, part in parts), default=known.weight(name))
        if weight and name not in terms:
            from_question = name in asked
            weight *= QUESTION_WORD_WEIGHT if from_question else 1.0
            terms[name] = Term(name, said[0].root, weight, from_question, parts)
    found = tuple(terms.values())
    return Reference(found, sum(term.weight for term in found), all(term.from_question for term in found))


@lru_cache(maxsize=2048)
def question_terms(question: str) -> frozenset[str]:
    """Every term of a question, function words too."""
    return frozenset(_all_terms(tokens(question)))


@lru_cache(maxsize=64)
def answer_content(question: str, text: str) -> AnswerContent:
    """The answer to a question, without the sentences that only repeat it and without bare lists of terms."""
    known = vocabulary()
    asked = question_terms(question)
    evidence = tuple(sentence for sentence in _without_lists(sentences(text)) if not repeats(asked, sentence.tokens))
    places: dict[str, list[int]] = {}
    strangers: dict[str, dict[str, None]] = {}
    for number, sentence in enumerate(evidence):
        for name in dict.fromkeys(_all_terms(sentence.tokens)):
            if name in places:
                places[name].append(number)
                continue
            places[name] = [number]
            if not known.knows(name) and len(name) >= _SHORTEST_MISSPELT:
                strangers.setdefault(name[0], {})[name] = None
    weight = sum(known.weight(name) ** 2 for name in places)
    return AnswerContent(evidence, places, {letter: tuple(roots) for letter, roots in strangers.items()}, weight)


def repeats(asked: frozenset[str], words: tuple[Token, ...]) -> bool:
    """Whether words say nothing beyond the question's terms."""
    known = vocabulary()
    weights = {name: known.weight(name) for name in _all_terms(words)}
    own = sum(weight for name, weight in weights.items() if name not in asked)
    return sum(map(bool, weights.values())) >= COPIED_MIN_TERMS and own < COPIED_OWN_SHARE * sum(weights.values())


def is_list(words: Sequence[Token]) -> bool:
    """Whether a run of words is a list of terms: hardly anything in it holds a sentence together."""
    return len(words) >= LIST_MIN_WORDS and _glue(words) < LIST_GLUE_SHARE * len(words)


def is_misspelling(word: str, intended: str) -> bool:
    """Whether two roots with the same first letter are one slip apart, or two from eight letters on.

    A slip is one letter too many, missing, wrong, or swapped with its neighbour (optimal string alignment).
    """
    from rapidfuzz.distance import OSA

    slips = 1 if min(len(word), len(intended)) < _TWO_SLIPS_FROM else 2
    return abs(len(word) - len(intended)) <= slips and OSA.distance(word, intended, score_cutoff=slips) <= slips


def _glue(words: Iterable[Token]) -> int:
    """How many words hold a sentence together."""
    known = vocabulary()
    return sum(1 for word in words if not known.weight(word.root) and word.word not in _CONNECTIVES)


def _without_lists(found: tuple[Sentence, ...]) -> list[Sentence]:
    """Leave out lists, also those written as a row of short sentences without glue."""
    kept: list[Sentence] = []
    row: list[Sentence] = []
    for sentence in found:
        if len(sentence.tokens) < LIST_MIN_WORDS and not _glue(sentence.tokens):
            row.append(sentence)
            continue
        kept += _unless_list(row)
        row = []
        kept += _unless_list([sentence])
    return kept + _unless_list(row)


def _unless_list(row: list[Sentence]) -> list[Sentence]:
    return [] if is_list([word for sentence in row for word in sentence.tokens]) else row


def _all_terms(words: tuple[Token, ...]) -> list[str]:
    """Terms in order; for a phrase its group and then its single words."""
    known = vocabulary()
    names: list[str] = []
    for name, said in known.terms(words):
        names.append(name)
        if len(said) > 1:
            names += map(known.term, said)
    return names
