"""Key points held against the sentences of an answer: how much is said, turned or denied, how alike in meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from interview_cli.scoring.contradictions import Contradictions, find_contradictions
from interview_cli.scoring.matching import AnswerSentence, SharedTerms, read_sentences, shared_terms
from interview_cli.scoring.polarity import read_text
from interview_cli.scoring.statements import Mention, Point, QuestionPoints, read_points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BESIDE_WORDS = 5
"""A contrary counts when it stands this near to a neighbour of the word it stands for (chosen)."""

BESIDE_FREE_WORDS = 3
"""The same for words without content that only turn a meaning, such as "before" (chosen)."""

FREE_WORD_WEIGHT = 0.5
"""What such a word counts when its contrary is said."""

NEARER_BY = 3
"""A contrary is said of a word when it stands so many words nearer to it than the word that it turns (chosen)."""

MOSTLY_DIFFERS = 0.6
"""This share of what both say counts as denied whichever word the negation is first about (chosen)."""

ALONE_MARGIN = 0.2
"""The margin of a point that is the only one of its question (chosen)."""


class Comparison(NamedTuple):
    """One sentence, by its number, held against one key point.

    `said` is the share of the point's weight in the sentence's words, `said_pair` with the next sentence, `meant`
    with words that turn the meaning counted as if they were the point's. `first_half` and `second_half` are the said
    shares of a point's halves, if any. `turned` is the share that stands there as its contrary, `loose` the share of
    contraries anywhere in the sentence, `denied` the share of what both say that only one denies; `affirmed` tells
    whether the sentence affirms what the point denies first, `reached` whether the sentence alone denies any of it,
    in a side clause too, `denial` whether only one of the two holds a negation at all, side clauses apart, `listed`
    whether the sentence only lists terms. `alike` is the likeness in meaning, `lift` what it is above the mean
    likeness to the question and the other points, `margin` above the nearest other point. `length` is the number of
    its different words by that of the point's.
    """

    sentence: int
    said: float = 0.0
    said_pair: float = 0.0
    meant: float = 0.0
    first_half: float = 0.0
    second_half: float = 0.0
    turned: float = 0.0
    loose: float = 0.0
    denied: float = 0.0
    affirmed: bool = False
    reached: bool = False
    denial: bool = False
    listed: bool = False
    alike: float = 0.0
    lift: float = 0.0
    margin: float = 0.0
    length: float = 1.0
    contradictions: Contradictions = Contradictions()


def compare_points(
    asked: str,
    points: tuple[str, ...],
    text: str,
    sentences: Sequence[tuple[int, int]],
    likeness: NDArray[np.float32] | None,
    *,
    runs_on: bool = False,
) -> list[list[Comparison]]:
    """For each key point its comparisons with every sentence of the answer (characters), in order.

    `likeness` is a row of cosines for each point, then one for the question, a column for each sentence. Of an answer
    that `runs_on`, without marks, each two neighbours follow that were cut apart (`joined_neighbours`).
    """
    question = read_points(asked, points)
    read = read_text(text, sentences)
    shared = shared_terms(question, read)
    compared = read_sentences(read)
    if runs_on:
        compared += [one.with_next(other, len(compared) + at) for at, (one, other) in enumerate(pairwise(compared))]
        for row in shared:
            row += [one.with_next(other) if one and other else one or other for one, other in pairwise(row)]
    alike = _likeness_figures(likeness, len(points), len(compared))
    return [
        [_compare(point, question, *each) for each in zip(compared, row, [*row, None][1:], near, strict=True)]
        for point, row, near in zip(question.points, shared, alike, strict=True)
    ]


def joined_neighbours(sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each two neighbouring stretches as one."""
    return [(start, end) for (start, _), (_, end) in pairwise(sentences)]


def _likeness_figures(
    likeness: NDArray[np.float32] | None, points: int, count: int
) -> list[list[tuple[float, float, float]]]:
    """For each point and sentence: the cosine, and what it is above the others' mean and above the nearest point."""
    if likeness is None or not count:
        return [[(0.0, 0.0, 0.0)] * count for _ in range(points)]
    columns: list[list[float]] = likeness.T.tolist()
    found: list[list[tuple[float, float, float]]] = [[] for _ in range(points)]
    for column in columns:
        total = sum(column)
        best, second = [*sorted(column[:-1])[:-3:-1], column[0] - ALONE_MARGIN][:2]
        for number in range(points):
            alike = column[number]
            nearest = second if alike == best else best
            found[number].append((alike, alike - (total - alike) / points, alike - nearest))
    return found


def _compare(
    point: Point,
    question: QuestionPoints,
    sentence: AnswerSentence,
    shared: SharedTerms | None,
    following: SharedTerms | None,
    likeness: tuple[float, float, float],
) -> Comparison:
    alike, lift, margin = likeness
    denial = sentence.denies != point.denies
    if shared is None:
        return Comparison(
            sentence.number, denial=denial, listed=sentence.listed, alike=alike, lift=lift, margin=margin
        )
    total = point.weight or 1.0
    weights = _weigh(point, shared)
    pair = weights.said + (_added(point, shared, following) if following else 0.0)
    first_half, second_half = _halves(point, shared)
    return Comparison(
        sentence.number,
        said=min(1.0, weights.said / total),
        said_pair=min(1.0, pair / total),
        meant=min(1.0, weights.meant / total),
        first_half=first_half,
        second_half=second_half,
        turned=min(1.0, weights.turned / total),
        loose=min(1.0, weights.loose / total),
        denied=weights.denied_share,
        affirmed=weights.affirmed,
        reached=weights.reached,
        denial=denial,
        listed=sentence.listed,
        alike=alike,
        lift=lift,
        margin=margin,
        length=len(sentence.said) / len(point.words),
        contradictions=find_contradictions(point, question, sentence, shared, weights.said),
    )


@dataclass(slots=True)
class _Weights:
    """How much the terms of a point weigh that a sentence says in one way or another (see `Comparison`).

    `head_denied` tells whether one that only one of the two denies is what the denial is about.
    """

    said: float = 0.0
    meant: float = 0.0
    turned: float = 0.0
    loose: float = 0.0
    denied: float = 0.0
    head_denied: bool = False
    affirmed: bool = False
    reached: bool = False

    @property
    def denied_share(self) -> float:
        """The share of what both say that only one denies; without a head among it, only if it is most of it."""
        share = self.denied / self.meant if self.meant else 0.0
        return share if self.head_denied or share >= MOSTLY_DIFFERS else 0.0


def _weigh(point: Point, shared: SharedTerms) -> _Weights:
    weights = _Weights()
    for place, mention in shared.same.items():
        term = point.terms[place]
        differs = mention.differs(term)
        if differs and _agrees_with_another(point, place, shared.same):
            continue
        weights.said += term.weight
        if not differs:
            continue
        weights.reached = weights.reached or (mention.negated and term.weight > 0)
        if not mention.aside:
            weights.affirmed = weights.affirmed or (term.negated and term.head)
            weights.denied += term.weight
            weights.head_denied = weights.head_denied or mention.head or term.head
    weights.meant = weights.said
    for place, contrary in shared.contrary.items():
        term = point.terms[place]
        if place in shared.same:
            if not _is_nearer(point, place, contrary, shared.same):
                continue
            weights.meant -= term.weight  # "it makes writes quicker and slows down reads" says "quicker" of writes
        beside = _is_beside(point, place, contrary, shared.same)
        if beside:
            weights.meant += term.weight
        if not contrary.differs(term):
            weights.loose += max(term.weight, FREE_WORD_WEIGHT)
            weights.turned += max(term.weight, FREE_WORD_WEIGHT) if beside else 0.0
        elif beside:
            weights.said += term.weight
    weights.said += sum(
        share * point.terms[place].weight
        for place, share in shared.part.items()
        if place not in shared.same and place not in shared.contrary
    )
    return weights


def _agrees_with_another(point: Point, place: int, same: dict[int, Mention]) -> bool:
    """Whether a point says a term twice, and the mention that the one denies is what the other says: "it has types,
    whereas the other has no types"."""
    term, mention = point.terms[place], same[place]
    return any(
        other.name == term.name and each in same and same[each].at == mention.at and not mention.differs(other)
        for each, other in enumerate(point.terms)
        if each != place
    )


def _added(point: Point, shared: SharedTerms, following: SharedTerms) -> float:
    """The weight of what only the next sentence says."""
    return sum(point.terms[place].weight * (1.0 - shared.share(place)) for place in following.same)


def _halves(point: Point, shared: SharedTerms) -> tuple[float, float]:
    """How much of each half of a point is said or turned, 0–1; 0 of a point without halves."""
    if point.second_half is None:
        return 0.0, 0.0
    said, total = [0.0, 0.0], [0.0, 0.0]
    for place, term in enumerate(point.terms):
        half = term.at >= point.second_half
        total[half] += term.weight
        said[half] += term.weight * shared.share(place)
    return said[0] / (total[0] or 1.0), said[1] / (total[1] or 1.0)


def _is_beside(point: Point, place: int, contrary: Mention, same: dict[int, Mention]) -> bool:
    """Whether a contrary stands beside a term that is the point's neighbour too.

    For a word like "before" on the same side of it as well: A before B is B after A.
    """
    if point.terms[place].weight:
        return any(
            abs(same[each].at - contrary.at) <= BESIDE_WORDS
            for each in (place - 2, place - 1, place + 1, place + 2)
            if each in same
        )
    sides = [
        (each < place) == (same[each].at < contrary.at)
        for each in (place - 1, place + 1)
        if each in same and abs(same[each].at - contrary.at) <= BESIDE_FREE_WORDS
    ]
    return bool(sides) and all(sides)


def _is_nearer(point: Point, place: int, contrary: Mention, same: dict[int, Mention]) -> bool:
    """Whether a contrary, and not the word itself, is said of a neighbour in the point: whether it stands nearer."""
    if not point.terms[place].weight:
        return False
    said = same[place]
    nearer = [
        abs(said.at - same[each].at) - abs(contrary.at - same[each].at)
        for each in (place - 1, place + 1)
        if each in same and abs(contrary.at - same[each].at) <= BESIDE_FREE_WORDS
    ]
    return any(words >= NEARER_BY for words in nearer) and said.negated == contrary.negated
