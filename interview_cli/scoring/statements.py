"""Key points read as statements: which terms they say, in what order, and what would be their contrary.

What belongs to a question is read once and kept: its points, and an index from every name that matters to the terms
it matters for, so that an answer is gone through once for all points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from interview_cli.scoring.opposites import contraries, has_listed_contrary
from interview_cli.scoring.polarity import denies, read_words
from interview_cli.scoring.verbs import verbs
from interview_cli.scoring.vocabulary import Token, vocabulary, word_tokens
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import Words, split_words

QUESTION_WORD_WEIGHT = 0.1
"""What a word of a key point still counts when the question itself says it: anyone can repeat the question."""

_JOINTS = frozenset("but and or while whereas".split())
_HALF_WORDS = 4
"""Behind a comma, such a word parts a point into two halves of at least this many words each (chosen)."""
_SUBJECT_WORDS = 2
"""A point begins with a term that at most this many words stand before (chosen)."""
_PREDICATE = re.compile(r"is|are|can|cannot|has|have|must|may|does|do|[a-z]{2,}[^su]s|only|never|always")

_REPORTING_VERBS = frozenset(
    "names describes explains says shows gives tells mentions admits reports speaks reflects "
    "credits refers quotes argues".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a key point.

    `weight` is 0 for words that only turn a meaning (before, without). `contraries` are the names that would say the
    opposite, `parts` the single words of a phrase with their shares of its weight. `negated`, `averted`, `replaced`,
    `head`, `clause` and `at` are its polarity and its place (see `ReadWords`).
    """

    name: str
    root: str
    weight: float
    contraries: frozenset[str]
    parts: tuple[tuple[str, float], ...]
    negated: bool
    averted: bool
    replaced: bool
    head: bool
    clause: int
    at: int


@dataclass(frozen=True, slots=True)
class Point:
    """A key point as terms; `weight` is the sum of theirs, `names` are their names.

    `denies` tells whether it holds a negation that is not in a side clause, `has_subject` whether it begins with the
    word that it says something of; `than` is the place of that word, `second_half` that of the first word of a second
    half, `figures` are the numbers with the root of the word behind each, `words` all its words, `alone` the
    terms that no other point of the question has, without the things that the question asks to tell apart.
    """

    terms: tuple[Term, ...]
    weight: float
    names: tuple[str, ...]
    denies: bool
    has_subject: bool
    than: int | None
    second_half: int | None
    figures: tuple[tuple[float, str], ...]
    words: frozenset[str]
    alone: frozenset[str] = frozenset()

    @property
    def topic(self) -> str:
        """The first term that weighs anything."""
        return next((term.name for term in self.terms if term.weight), "")


class Role(Enum):
    """What a name in an answer is for a term of a point."""

    SAME = "same"
    CONTRARY = "contrary"
    PART = "part"


class Use(NamedTuple):
    """What a name is for a term: the number of its point, its place there, and its share if it is a part."""

    point: int
    place: int
    role: Role
    share: float


class Mention(NamedTuple):
    """A name in an answer: its place, its clause and polarity (see `ReadWords`)."""

    at: int
    clause: int
    negated: bool
    averted: bool
    replaced: bool
    aside: bool
    head: bool

    def differs(self, term: Term) -> bool:
        """Whether only one of the two is denied. "Never null" and "avoid null" agree, "no null" and "null" do not."""
        return self.negated != term.negated and (self.negated != self.averted) != (term.negated != term.averted)

    def affirms_replaced(self, term: Term) -> bool:
        """Whether it says as such what the point says is not enough, or to be replaced: "a sleep" for "instead of
        sleeping"."""
        return term.replaced and not (self.replaced or self.negated or self.averted)


@dataclass(frozen=True, slots=True)
class QuestionPoints:
    """The key points of one question; `subjects` are the terms that they begin with.

    `contrasted` are the things a question asks to tell apart: terms of its own that only some of its points have;
    `compared` those that points begin with.
    """

    points: tuple[Point, ...]
    index: dict[str, tuple[Use, ...]]
    subjects: frozenset[str]
    contrasted: frozenset[str]
    compared: frozenset[str]


@lru_cache(maxsize=4096)
def read_points(asked: str, points: tuple[str, ...]) -> QuestionPoints:
    """The key points of a question, ready to be looked for. Words of the question count little."""
    read = tuple(_read_point(asked, point) for point in points)
    index: dict[str, list[Use]] = {}
    for number, point in enumerate(read):
        for place, term in enumerate(point.terms):
            index.setdefault(term.name, []).append(Use(number, place, Role.SAME, 1.0))
            for contrary in term.contraries.difference(point.names, _of_own_contraries(point, term)):
                index.setdefault(contrary, []).append(Use(number, place, Role.CONTRARY, 1.0))
            for part, share in term.parts:
                index.setdefault(part, []).append(Use(number, place, Role.PART, share))
    names = [frozenset(point.names) for point in read]
    contrasted = question_names(asked) & (
        frozenset().union(*names) - frozenset.intersection(*names) if names else set()
    )
    uses = {name: tuple(found) for name, found in index.items()}
    read = tuple(replace(point, alone=_alone(point, read, contrasted)) for point in read)
    begun = [(point, contrasted_subject(point, contrasted)) for point in read]
    return QuestionPoints(
        read,
        uses,
        subjects=frozenset(point.topic for point in read if point.topic),
        contrasted=contrasted,
        compared=frozenset(point.terms[own].name for point, own in begun if own is not None),
    )


def _of_own_contraries(point: Point, term: Term) -> set[str]:
    """The contraries of a term that only say in other words what the point says beside it: "skips" where it "ignores"
    one thing and "includes" the other."""
    own = term.contraries.intersection(point.names)
    names = {name for each in point.terms if (name := each.name) in own or each.root in own}
    groups = vocabulary().words
    return {contrary for contrary in term.contraries if groups.get(contrary) in names} if names else set()


def contrasted_subject(point: Point, contrasted: frozenset[str]) -> int | None:
    """The place of the last of these terms that a point begins with: "a failing liveness probe"."""
    begins = [place for place, term in enumerate(point.terms) if term.at <= _SUBJECT_WORDS and term.weight]
    return max((place for place in begins if point.terms[place].name in contrasted), default=None)


def _alone(point: Point, points: Sequence[Point], contrasted: frozenset[str]) -> frozenset[str]:
    own = {term.name for term in point.terms if term.weight}
    return frozenset(own.difference(contrasted, *(other.names for other in points if other is not point)))


@lru_cache(maxsize=2048)
def question_names(asked: str) -> frozenset[str]:
    """Every term of a question."""
    return frozenset(vocabulary().weigh(word_tokens(asked)))


@lru_cache(maxsize=4096)
def describes_speaker(points: tuple[str, ...]) -> bool:
    """Whether key points say what a speaker does ("Names the barrier …") instead of what is to be said."""
    verbs = [point.split(maxsplit=1)[0].lower() for point in points if point.strip()]
    return (
        bool(verbs)
        and all(verb.endswith("s") or verb == "would" for verb in verbs)
        and not _REPORTING_VERBS.isdisjoint(verbs)
    )


def figures(tokens: Sequence[Token]) -> tuple[tuple[float, str], ...]:
    """The numbers among some words, each with the root of the word behind it."""
    found = []
    for at, (word, _) in enumerate(tokens):
        value = _value(word) if word[0].isdigit() else None
        if value is not None:
            found.append((value, tokens[at + 1].root if at + 1 < len(tokens) else ""))
    return tuple(found)


def place_of_than(tokens: Sequence[Token]) -> int | None:
    """Where "than" or "instead" stands, which part what is preferred from what is not."""
    return next((at for at, token in enumerate(tokens) if token.word in ("than", "instead")), None)


def _read_point(asked: str, text: str) -> Point:
    known = vocabulary()
    question = question_names(asked)
    words = split_words(text)
    read = read_words(words, sentence_spans(words))
    terms: list[Term] = []
    at = 0
    for name, said in known.terms(read.tokens):
        phrase = " ".join(word.word for word in said)
        parts = _parts(said)
        weight = max([known.weight(name), *(known.weight(part) for part, _ in parts)])
        if weight or has_listed_contrary(phrase):
            term = Term(
                name=name,
                root=said[0].root,
                weight=weight * (QUESTION_WORD_WEIGHT if name in question else 1.0),
                contraries=contraries(phrase).union(*(contraries(word.word) for word in said[1:])),
                parts=parts,
                negated=read.negated[at],
                averted=read.averted[at],
                replaced=read.replaced[at],
                head=at in read.heads,
                clause=read.clauses[at],
                at=at,
            )
            terms.append(term)
        at += len(said)
    weighing = [term for term in terms if term.weight]
    return Point(
        terms=tuple(terms),
        weight=sum(term.weight for term in weighing),
        names=tuple(term.name for term in terms) + tuple(term.root for term in terms if term.root != term.name),
        denies=denies(read, 0, len(read.tokens)),
        has_subject=_has_subject(read.tokens, weighing),
        than=place_of_than(read.tokens),
        second_half=_second_half(words),
        figures=figures(read.tokens),
        words=frozenset(token.word for token in read.tokens),
    )


def _parts(said: Sequence[Token]) -> tuple[tuple[str, float], ...]:
    """The words of a phrase that weigh anything, with their shares of its weight; none for a single word."""
    known = vocabulary()
    single = [(name, weight) for name in map(known.term, said) if (weight := known.weight(name))]
    total = sum(weight for _, weight in single)
    return tuple((name, weight / total) for name, weight in single) if len(said) > 1 else ()


def _has_subject(tokens: Sequence[Token], terms: Sequence[Term]) -> bool:
    if not terms or terms[0].at > 1 or (terms[0].at == 1 and tokens[0].word not in ("the", "a", "an")):
        return False
    following = terms[0].at + 1
    if following >= len(tokens):
        return False
    word, known = tokens[following].word, verbs()
    acts = tokens[terms[0].at].word.endswith("s") and (word in known.irregular_bases or word in known.regular_bases)
    return acts or _PREDICATE.fullmatch(word) is not None


def _second_half(words: Words) -> int | None:
    for at in range(_HALF_WORDS, len(words) - _HALF_WORDS + 1):
        if words.words[at] in _JOINTS and "," in words.gaps[at]:
            return at
    return None


def _value(word: str) -> float | None:
    try:
        return float(word.rstrip("%").replace(",", ""))
    except ValueError:
        return None
