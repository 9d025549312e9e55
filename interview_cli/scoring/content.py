"""Reference content and answers taken apart into weighted terms, ready to be compared; kept in small caches."""

from __future__ import annotations

from collections.abc import Sequence
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
    said: Token
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

    `places` maps a term to the rising numbers of its sentences; `strangers` maps a first letter to the words that
    the vocabulary does not know, any of which may be a misspelling; `weight` is the sum of the squared weights of its
    terms.
    """

    sentences: tuple[Sentence, ...]
    places: dict[str, list[int]]
    strangers: dict[str, list[Token]]
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
        else:
            for stranger in self.strangers.get(term.said.word[0], ()):
                if is_misspelling(stranger.word, term.said.word) or is_misspelling(stranger.root, term.said.root):
                    return MISSPELT_CREDIT, self.places[stranger.root]
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
        parts = _parts(said) if len(said) > 1 else ()
        weight = max([known.weight(name), *(part for _, part in parts)])
        if weight and name not in terms:
            from_question = name in asked
            weight *= QUESTION_WORD_WEIGHT if from_question else 1.0
            terms[name] = Term(name, said[0], weight, from_question, parts)
    found = tuple(terms.values())
    return Reference(found, sum(term.weight for term in found), all(term.from_question for term in found))


@lru_cache(maxsize=2048)
def topic_terms(texts: tuple[str, ...]) -> tuple[Term, ...]:
    """The terms of several texts together, each once."""
    return tuple({term.name: term for text in texts for term in reference_content("", text).terms}.values())


@lru_cache(maxsize=2048)
def question_terms(question: str) -> frozenset[str]:
    """Every term of a question, function words too."""
    return frozenset(vocabulary().weigh(tokens(question)))


@lru_cache(maxsize=16)
def answer_content(question: str, text: str) -> AnswerContent:
    """The answer to a question, without the sentences that only repeat it and without bare lists of terms."""
    known = vocabulary()
    asked = question_terms(question)
    evidence: list[Sentence] = []
    weights: dict[str, float] = {}
    words: dict[str, str] = {}
    places: dict[str, list[int]] = {}
    for sentence in _without_lists(sentences(text)):
        terms = known.weigh(sentence.tokens)
        if _repeat(asked, terms):
            continue
        for name in terms:
            places.setdefault(name, []).append(len(evidence))
        weights.update(terms)
        words.update(sentence.tokens)
        evidence.append(sentence)
    strangers: dict[str, list[Token]] = {}
    for word, root in words.items():
        if root in weights and word not in known.listed and root not in known.weights:
            strangers.setdefault(word[0], []).append(Token(word, root))
    weight = sum([weight * weight for weight in weights.values()])
    return AnswerContent(tuple(evidence), places, strangers, weight)


def only_repeats(question: str, answer: str) -> bool:
    """Whether an answer says nothing that the question does not say."""
    words = [word for sentence in sentences(answer) for word in sentence.tokens]
    return _repeat(question_terms(question), vocabulary().weigh(words))


def is_list(words: Sequence[Token]) -> bool:
    """Whether a run of words is a list of terms: hardly anything in it holds a sentence together."""
    return len(words) >= LIST_MIN_WORDS and _glue(words) < LIST_GLUE_SHARE * len(words)


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


def _repeat(asked: frozenset[str], terms: dict[str, float]) -> bool:
    """Whether terms with their weights say nothing beyond the question's."""
    total = sum(terms.values())
    own = sum([weight for name, weight in terms.items() if name not in asked])
    return own < COPIED_OWN_SHARE * total and sum(map(bool, terms.values())) >= COPIED_MIN_TERMS


def _parts(said: Sequence[Token]) -> tuple[tuple[str, float], ...]:
    """The single words of a phrase that weigh anything, with their weights."""
    known = vocabulary()
    return tuple((name, weight) for name in map(known.term, said) if (weight := known.weight(name)))


def _glue(words: Sequence[Token]) -> int:
    """How many words hold a sentence together."""
    function_words = vocabulary().function_words
    return len([root for word, root in words if root in function_words and word not in _CONNECTIVES])


def _without_lists(found: tuple[Sentence, ...]) -> list[Sentence]:
    """Leave out lists, also those written as a row of short sentences without glue."""
    kept: list[Sentence] = []
    row: list[Sentence] = []
    for sentence in found:
        count, glue = len(sentence.tokens), _glue(sentence.tokens)
        if count < LIST_MIN_WORDS and not glue:
            row.append(sentence)
            continue
        if row:
            kept += _unless_list(row)
            row = []
        if count < LIST_MIN_WORDS or glue >= LIST_GLUE_SHARE * count:
            kept.append(sentence)
    return kept + _unless_list(row)


def _unless_list(row: list[Sentence]) -> list[Sentence]:
    return [] if is_list([word for sentence in row for word in sentence.tokens]) else row
