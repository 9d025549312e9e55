"""Texts read as statements: which terms are said, in what order, and under which of them a negation stands.

A key point is compared with an answer term by term: words by their root, synonyms by their group, contraries by the
table of opposites. What belongs to a question is read once and kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from interview_cli.scoring.opposites import contraries, has_listed_contrary
from interview_cli.scoring.text import Token, token, tokens
from interview_cli.scoring.vocabulary import vocabulary

QUESTION_WORD_WEIGHT = 0.1
"""What a word of a key point still counts when the question itself says it: anyone can repeat the question."""

NEGATION_REACH = 9
"""How many words after a negation it can reach, if the clause does not end before (chosen)."""

_MARKS = frozenset(",;:()–—")
_WORD_OR_MARK = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*(?:\+\+|#)?|[,;:()–—]")
_NEGATORS = frozenset(
    "not never no none nobody nothing neither nor cannot without hardly rarely seldom myth misconception instead "
    "rather avoid avoids avoided avoiding prevent prevents prevented preventing".split()
)
_NOT_NEGATED_AFTER = {"not": {"only", "just", "necessarily"}, "no": {"matter", "doubt"}, "nothing": {"but"}}
_NEEDS_AFTER = {"instead": "of", "rather": "than"}
_CLAUSE_WORDS = frozenset(
    "but because so if when while whereas which who although though since until unless before after then".split()
)
_NEW_CLAUSE_AFTER_AND = frozenset(
    "i we you it they he she then so only must can will is are does do have has".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a key point.

    `weight` is 0 for words that only turn a meaning (before, without). `contraries` are the roots that would say the
    opposite; `parts` the single words of a phrase with their weights; `near` the places of its neighbours in the
    point's tuple of terms.
    """

    name: str
    word: str
    root: str
    weight: float
    from_question: bool
    negated: bool
    clause: int
    at: int
    contraries: frozenset[str]
    parts: tuple[tuple[str, float], ...]
    is_number: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A key point as terms; `weight` is the sum of theirs."""

    terms: tuple[Term, ...]
    weight: float
    only_question_words: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A term in an answer: the number of its sentence, its place among all words, whether it is negated."""

    sentence: int
    at: int
    clause: int
    negated: bool


@dataclass(frozen=True, slots=True)
class Statements:
    """An answer: its sentences' words, and every mention by group and by root."""

    words: tuple[tuple[Token, ...], ...]
    mentions: dict[str, list[Mention]]
    names: frozenset[str]
    starts: tuple[int, ...]


@lru_cache(maxsize=8192)
def read_point(asked: str, text: str) -> Point:
    """The terms of a key point or a reference. Words of the question count little."""
    known = vocabulary()
    question = question_names(asked)
    words, negated, clauses = read_words(text)
    terms: list[Term] = []
    at = 0
    for name, said in known.terms(words):
        first = said[0]
        phrase = " ".join(word.root for word in said)
        turning = contraries(phrase)
        parts = (
            tuple((part, weight) for part in map(known.term, said) if (weight := known.weight(part)))
            if len(said) > 1
            else ()
        )
        weight = max([known.weight(name), *(part for _, part in parts)])
        if weight or has_listed_contrary(phrase):
            from_question = name in question
            terms.append(
                Term(
                    name=name,
                    word=first.word,
                    root=first.root,
                    weight=weight * (QUESTION_WORD_WEIGHT if from_question else 1.0),
                    from_question=from_question,
                    negated=negated[at],
                    clause=clauses[at],
                    at=at,
                    contraries=turning,
                    parts=parts,
                    is_number=first.word.isdigit(),
                )
            )
        at += len(said)
    weight = sum(term.weight for term in terms)
    return Point(tuple(terms), weight, all(term.from_question for term in terms if term.weight))


@lru_cache(maxsize=2048)
def question_names(asked: str) -> frozenset[str]:
    """Every term of a question."""
    return frozenset(vocabulary().weigh(tokens(asked)))


def read_statements(text: str, sentences: Sequence[tuple[int, int]]) -> Statements:
    """An answer's sentences as words and mentions."""
    known = vocabulary()
    groups, phrases = known.words, known.phrases
    mentions: dict[str, list[Mention]] = {}
    words: list[tuple[Token, ...]] = []
    starts: list[int] = []
    at = clause_before = 0
    for number, (start, end) in enumerate(sentences):
        said, negated, clauses = read_words(text[start:end])
        words.append(said)
        starts.append(at)
        for place, word in enumerate(said):
            mention = Mention(number, at + place, clause_before + clauses[place], negated[place])
            name = groups.get(word.word, word.root)
            mentions.setdefault(name, []).append(mention)
            if name != word.root:
                mentions.setdefault(word.root, []).append(mention)
            if word.root in phrases:
                group = known._phrase(said, place)[0]
                if group:
                    mentions.setdefault(group, []).append(mention)
        at += len(said)
        clause_before += clauses[-1] + 1 if clauses else 0
    return Statements(tuple(words), mentions, frozenset(mentions), tuple(starts))


def read_words(text: str) -> tuple[tuple[Token, ...], list[bool], list[int]]:
    """The words of a sentence, for each whether a negation reaches it, and the number of its clause.

    A negation reaches forward to the end of its clause; where nothing with content follows ("POST is not"), it is
    taken for the words before it.
    """
    words: list[Token] = []
    clauses: list[int] = []
    negations: list[int] = []
    clause = 0
    before = ""
    for written in _WORD_OR_MARK.findall(text):
        if written in _MARKS:
            clause += 1
            before = written
            continue
        said = token(written)
        word = said.word
        if word in _CLAUSE_WORDS or (before == "and" and word in _NEW_CLAUSE_AFTER_AND):
            clause += 1
        if word in _NEGATORS or word.endswith("n't"):
            negations.append(len(words))
        words.append(said)
        clauses.append(clause)
        before = word
    negated = [False] * len(words)
    for place in negations:
        for each in _reach(words, clauses, place):
            negated[each] = not negated[each]
    return tuple(words), negated, clauses


def _reach(words: Sequence[Token], clauses: Sequence[int], place: int) -> range:
    """The words that the negation at a place turns."""
    word = words[place].word
    following = words[place + 1].word if place + 1 < len(words) else ""
    if following in _NOT_NEGATED_AFTER.get(word, ()) or _NEEDS_AFTER.get(word, following) != following:
        return range(0)
    stop = place + 1
    while stop < len(words) and clauses[stop] == clauses[place] and stop - place <= NEGATION_REACH:
        stop += 1
    silent = vocabulary().function_words
    if not all(words[each].root in silent for each in range(place + 1, stop)):
        return range(place + 1, stop)
    begin = place
    while begin and clauses[begin - 1] == clauses[place]:
        begin -= 1
    return range(begin, place)
