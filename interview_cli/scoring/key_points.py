"""What an answer says of each key point of its question: right, wrong, mentioned, not said, or cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from interview_cli.scoring.statements import (
    Mention,
    Point,
    Statements,
    Term,
    question_names,
    read_point,
    read_statements,
)
from interview_cli.scoring.vocabulary import vocabulary

if TYPE_CHECKING:
    import numpy as np


class PointState(StrEnum):
    """What an answer says of one key point."""

    RIGHT = "right"
    WRONG = "wrong"
    MENTIONED = "mentioned"
    NOT_SAID = "not_said"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class PointFinding:
    """A key point's state, how much of it is said (0–1), and the characters of the sentence that it rests on.

    `sure` says whether the state may be told to the candidate as a fact.
    """

    point: str
    state: PointState
    strength: float
    sure: bool
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One sentence held against one key point. All figures are shares from 0 to 1 of the point's weight."""

    sentence: int
    said: float
    meant: float
    turned: float
    denied: float
    subject_replaced: bool
    roles_swapped: bool
    number_differs: bool
    listed: bool


def find_key_points(
    asked: str, points: Sequence[str], text: str, sentences: Sequence[tuple[int, int]]
) -> tuple[PointFinding, ...]:
    """Look for each key point of the question `asked` in a text with the given sentences (characters)."""
    answer = read_statements(text, sentences)
    return tuple(
        _finding(point, compare(read_point(asked, point), rivals(asked, tuple(points), point), answer), sentences)
        for point in points
    )


def compare(point: Point, rival_names: frozenset[str], answer: Statements) -> list[Comparison]:
    """Every sentence that shares a term with a key point, held against it."""
    shared: dict[int, dict[int, Mention]] = {}
    turned: dict[int, dict[int, Mention]] = {}
    partly: dict[int, dict[int, float]] = {}
    for place, term in enumerate(point.terms):
        for mention in answer.mentions.get(term.name, ()):
            known = shared.setdefault(mention.sentence, {})
            if place not in known or (known[place].negated != term.negated == mention.negated):
                known[place] = mention
        for contrary in term.contraries & answer.names:
            for mention in answer.mentions[contrary]:
                turned.setdefault(mention.sentence, {}).setdefault(place, mention)
        for part, weight in term.parts:
            for mention in answer.mentions.get(part, ()):
                shares = partly.setdefault(mention.sentence, {})
                shares[place] = max(shares.get(place, 0.0), weight / sum(each for _, each in term.parts))
    return [
        _comparison(
            point, rival_names, answer, number, shared.get(number, {}), turned.get(number, {}), partly.get(number, {})
        )
        for number in sorted(shared.keys() | partly.keys())
    ]


def _comparison(
    point: Point,
    rival_names: frozenset[str],
    answer: Statements,
    number: int,
    shared: dict[int, Mention],
    turned: dict[int, Mention],
    partly: dict[int, float],
) -> Comparison:
    said = opposed = denied = 0.0
    matched = 0.0
    for place, term in enumerate(point.terms):
        mention = shared.get(place)
        if mention:
            said += term.weight
            matched += term.weight
            if mention.negated != term.negated:
                denied += term.weight
        elif place in turned and _is_beside(point, place, turned[place], shared):
            mismatch = turned[place].negated == term.negated
            matched += term.weight
            if mismatch:
                opposed += max(term.weight, 0.5)
            else:
                said += term.weight
        elif place in partly:
            said += partly[place] * term.weight
    total = point.weight or 1.0
    return Comparison(
        sentence=number,
        said=min(1.0, said / total),
        meant=min(1.0, matched / total),
        turned=min(1.0, opposed / total),
        denied=denied / (matched or 1.0),
        subject_replaced=_subject_replaced(point, rival_names, answer, number, shared),
        roles_swapped=_roles_swapped(point, shared, answer) or _heads_swapped(point, shared),
        number_differs=False,
        listed=_is_listed(answer.words[number]),
    )


def _is_beside(point: Point, place: int, contrary: Mention, shared: dict[int, Mention]) -> bool:
    """Whether a contrary stands beside a term that is the point's neighbour too."""
    neighbours = [each for each in (place - 2, place - 1, place + 1, place + 2) if each in shared]
    return any(abs(shared[each].at - contrary.at) <= 5 for each in neighbours)


def _subject_replaced(
    point: Point, rival_names: frozenset[str], answer: Statements, number: int, shared: dict[int, Mention]
) -> bool:
    """Whether the sentence says of something else in the question what the point says of its subject."""
    subjects = [place for place, term in enumerate(point.terms) if term.name in rival_names or term.weight][:1]
    if not subjects or subjects[0] in shared:
        return False
    known = vocabulary()
    own = {term.name for term in point.terms}
    for word in answer.words[number]:
        name = known.term(word)
        if known.weight(name):
            return name in rival_names and name not in own
    return False


def _roles_swapped(point: Point, shared: dict[int, Mention], answer: Statements) -> bool:
    """Whether three terms of one clause stand in mirrored order in one clause of the answer, without a passive."""
    places = [place for place in shared if point.terms[place].weight]
    places.sort()
    for index in range(len(places) - 2):
        first, middle, last = places[index : index + 3]
        if len({point.terms[place].clause for place in (first, middle, last)}) > 1:
            continue
        one, two, three = shared[first], shared[middle], shared[last]
        if three.at < two.at < one.at and one.clause == two.clause == three.clause:
            begin = answer.starts[one.sentence]
            between = {word.word for word in answer.words[one.sentence][three.at - begin : one.at - begin]}
            if not between & {"by", "from", "of", "for", "to"}:
                return True
    return False


def _heads_swapped(point: Point, shared: dict[int, Mention]) -> bool:
    """Whether two contraries that the point says of two things are said of the other one each."""
    turning = [place for place in shared if point.terms[place].contraries]
    for one in turning:
        for other in turning:
            if one < other and point.terms[other].root in point.terms[one].contraries:
                first, second = _head(point, one, other), _head(point, other, one)
                if first is None or second is None or first == second or first not in shared or second not in shared:
                    continue
                straight = _distance(shared[one], shared[first]) + _distance(shared[other], shared[second])
                crossed = _distance(shared[one], shared[second]) + _distance(shared[other], shared[first])
                if crossed < straight:
                    return True
    return False


def _head(point: Point, place: int, other: int) -> int | None:
    """The nearest term that is no contrary: the one after it rather than the one before."""
    order = sorted(
        (each for each in range(len(point.terms)) if each not in (place, other) and point.terms[each].weight),
        key=lambda each: (
            point.terms[each].clause != point.terms[place].clause,
            abs(point.terms[each].at - point.terms[place].at) - (0.5 if each > place else 0),
        ),
    )
    return order[0] if order else None


def _distance(one: Mention, other: Mention) -> float:
    return abs(one.at - other.at) - (0.5 if other.at > one.at else 0) + (4 if one.clause != other.clause else 0)


def _is_listed(words: Sequence[Any]) -> bool:
    """Whether a sentence only names terms: a row of nouns with "and", or "there is …"."""
    said = [word.word for word in words]
    if len(said) < 4:
        return False
    joints = said.count("and") + said.count("or")
    function = vocabulary().function_words
    content = sum(word.root not in function for word in words)
    there = said[0] == "there" and said[1] in ("is", "are")
    return (joints >= 3 or (there and joints >= 1)) and joints >= 0.3 * content


@lru_cache(maxsize=8192)
def rivals(asked: str, points: tuple[str, ...], point: str) -> frozenset[str]:
    """The terms of the question and the subjects of the other points that a point may be mistaken for."""
    known = vocabulary()
    names = {name for name in question_names(asked) if known.weight(name)}
    for other in points:
        if other != point:
            names.update(term.name for term in read_point(asked, other).terms[:1])
    return frozenset(names - {term.name for term in read_point(asked, point).terms if term.at > 2})


def _finding(point: str, comparisons: list[Comparison], sentences: Sequence[tuple[int, int]]) -> PointFinding:
    if not comparisons:
        return PointFinding(point, PointState.NOT_SAID, 0.0, True, None, None)
    best = max(comparisons, key=lambda each: (each.meant + 0.5 * each.said, -each.sentence))
    start, end = sentences[best.sentence]
    against = best.turned > 0.08 or best.denied > 0.3 or best.subject_replaced or best.roles_swapped
    if best.listed:
        state, sure = PointState.MENTIONED, False
    elif against:
        sure = best.meant >= 0.55
        state = PointState.WRONG if sure else PointState.MENTIONED
    elif best.said >= 0.55:
        state, sure = PointState.RIGHT, True
    elif best.said >= 0.2:
        state, sure = PointState.MENTIONED, True
    else:
        state, sure = PointState.NOT_SAID, False
    return PointFinding(point, state, best.said, sure, start, end)
