"""A key point held against the sentences of an answer: what is shared, what is turned round, how alike in meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from interview_cli.scoring.statements import Mention, Point, Statements, Term, figures, read_point
from interview_cli.scoring.vocabulary import Token, vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BESIDE_WORDS = 5
"""A contrary counts when it stands this near to a neighbour of the word it stands for (chosen)."""

BESIDE_FREE_WORDS = 3
"""The same for words that only turn a meaning (chosen)."""

REPLACED_FROM = 0.6
"""A subject counts as replaced when this much of the rest of the point is said (chosen)."""

FREE_WORD_WEIGHT = 0.5
"""What a turning word without content (before, without) counts when its contrary is said."""


@dataclass(frozen=True, slots=True, order=True)
class Comparison:
    """One sentence held against one key point.

    `said` is the share of the point's weight in the sentence's words, `said_pair` with the next sentence, `meant` with
    words that turn the meaning counted as if they were the point's. `turned` is the share that stands there as its
    contrary, `denied` the share of what is shared that only one of the two denies, `loose` whether a contrary stands
    anywhere in the sentence, `denial` whether only one of the two holds a denial at all. `alike` is the likeness in
    meaning, `lift` what it is above the likeness to the question and the other points, `margin` above the nearest
    other point. `halves` are the said shares of the two halves of a point that has two.
    """

    sentence: int
    said: float
    said_pair: float
    meant: float
    turned: float
    denied: float
    loose: float
    denial: float
    subject_replaced: float
    roles_swapped: float
    number_differs: float
    listed: float
    alike: float
    lift: float
    margin: float
    halves: tuple[float, float] | None = None


@dataclass(slots=True)
class _Shared:
    """What a point's terms, by their place in it, meet in one sentence."""

    same: dict[int, Mention]
    contrary: dict[int, Mention]
    part: dict[int, float]


def compare_points(
    asked: str,
    points: Sequence[str],
    answer: Statements,
    likeness: NDArray[np.float32] | None,
) -> list[list[Comparison]]:
    """For each key point its comparisons with every sentence of the answer, in order.

    `likeness` is a row of cosines for each point, then one for the question, a column for each sentence.
    """
    count = len(answer.sentences)
    all_points = tuple(points)
    listed = [float(each) for each in listed_sentences(answer.sentences)]
    all_subjects = subjects(asked, all_points)
    figures = _likeness_figures(likeness, len(points), count)
    found = []
    for number, text in enumerate(points):
        point = read_point(asked, text)
        shared = _shared(point, answer, count)
        row = []
        for sentence in range(count):
            alike, lift, margin = figures[number][sentence]
            row.append(_compare(point, all_subjects, answer, sentence, shared, listed[sentence], alike, lift, margin))
        found.append(row)
    return found


def _likeness_figures(
    likeness: NDArray[np.float32] | None, points: int, count: int
) -> list[list[tuple[float, float, float]]]:
    if likeness is None or not count:
        return [[(0.0, 0.0, 0.0)] * count for _ in range(points)]
    rows: list[list[float]] = likeness.tolist()
    columns = list(zip(*rows, strict=True))
    found: list[list[tuple[float, float, float]]] = []
    for number in range(points):
        line = []
        for column in columns:
            alike = column[number]
            others = [each for place, each in enumerate(column) if place != number]
            rest = others[:-1]
            line.append((alike, alike - sum(others) / len(others), alike - max(rest) if rest else 0.2))
        found.append(line)
    return found


def _shared(point: Point, answer: Statements, count: int) -> list[_Shared]:
    found = [_Shared({}, {}, {}) for _ in range(count)]
    for place, term in enumerate(point.terms):
        for mention in answer.mentions.get(term.name, ()):
            same = found[mention.sentence].same
            if place not in same or (same[place].differs(term) and not mention.differs(term)):
                same[place] = mention
        for contrary in term.contraries & answer.names:
            for mention in answer.mentions[contrary]:
                found[mention.sentence].contrary.setdefault(place, mention)
        for part, share in term.parts:
            for mention in answer.mentions.get(part, ()):
                parts = found[mention.sentence].part
                parts[place] = max(parts.get(place, 0.0), share)
    return found


_NOTHING = _Shared({}, {}, {})


def _compare(
    point: Point,
    all_subjects: frozenset[str],
    answer: Statements,
    number: int,
    all_shared: Sequence[_Shared],
    listed: float,
    alike: float,
    lift: float,
    margin: float,
) -> Comparison:
    shared = all_shared[number]
    total = point.weight or 1.0
    if not shared.same and not shared.contrary and not shared.part:
        return Comparison(
            number,
            0,
            0,
            0,
            0,
            0,
            0,
            float(answer.denies[number] != point.denies),
            0,
            0,
            0,
            listed,
            alike,
            lift,
            margin,
        )
    following = all_shared[number + 1] if number + 1 < len(all_shared) else _NOTHING
    own = {term.name for term in point.terms} | {term.root for term in point.terms}
    said = pair = opposed = denied = loose = matched = 0.0
    head_denied = False
    for place, term in enumerate(point.terms):
        mention = shared.same.get(place)
        if mention:
            said += term.weight
            pair += term.weight
            matched += term.weight
            if mention.differs(term):
                denied += term.weight
                head_denied = head_denied or mention.head or term.head
            continue
        contrary = shared.contrary.get(place)
        if contrary is not None and not _is_own(contrary, answer, own):
            beside = _is_beside(point, place, contrary, shared.same)
            if not contrary.differs(term):
                loose += max(term.weight, FREE_WORD_WEIGHT)
                if beside:
                    opposed += max(term.weight, FREE_WORD_WEIGHT)
                    matched += term.weight
            elif beside:
                said += term.weight
                pair += term.weight
                matched += term.weight
            continue
        share = shared.part.get(place, 0.0)
        said += share * term.weight
        pair += max(share, 1.0 if place in following.same else following.part.get(place, 0.0)) * term.weight
    return Comparison(
        sentence=number,
        said=min(1.0, said / total),
        said_pair=min(1.0, pair / total),
        meant=min(1.0, matched / total),
        turned=min(1.0, opposed / total),
        denied=denied / matched if matched and head_denied else 0.0,
        loose=min(1.0, loose / total),
        denial=float(answer.denies[number] != point.denies),
        subject_replaced=float(_subject_replaced(point, all_subjects, answer.sentences[number], shared, said)),
        roles_swapped=float(
            _roles_swapped(point, shared.same, answer)
            or _heads_swapped(point, shared.same)
            or _sides_swapped(point, shared.same, answer.than[number])
        ),
        number_differs=float(_number_differs(point, answer.sentences[number])),
        listed=listed,
        alike=alike,
        lift=lift,
        margin=margin,
        halves=_halves(point, shared) if point.second_half is not None else None,
    )


def _halves(point: Point, shared: _Shared) -> tuple[float, float]:
    """How much of each half of a point a sentence says."""
    said, total = [0.0, 0.0], [0.0, 0.0]
    for place, term in enumerate(point.terms):
        half = term.at >= (point.second_half or 0)
        total[half] += term.weight
        said[half] += term.weight * (place in shared.same or place in shared.contrary or shared.part.get(place, 0.0))
    return said[0] / (total[0] or 1.0), said[1] / (total[1] or 1.0)


def _is_own(contrary: Mention, answer: Statements, own: set[str]) -> bool:
    """Whether the word taken for a contrary is one that the point says itself."""
    word, root = answer.sentences[contrary.sentence][contrary.at - answer.first[contrary.sentence]]
    return root in own or vocabulary().words.get(word, root) in own


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


def _subject_replaced(
    point: Point, subjects: frozenset[str], sentence: Sequence[Token], shared: _Shared, said: float
) -> bool:
    """Whether the sentence says of another point's subject what the point says of its own."""
    subject = next((place for place, term in enumerate(point.terms) if term.weight), None)
    if subject is None or not point.has_subject or subject in shared.same or subject in shared.part:
        return False
    rest = point.weight - point.terms[subject].weight
    if not rest or said / rest < REPLACED_FROM:
        return False
    known = vocabulary()
    for word in sentence:
        name = known.term(word)
        if known.weight(name):
            return name in subjects and name not in point.names
    return False


_PASSIVE = frozenset("by from of for to".split())


def _roles_swapped(point: Point, same: dict[int, Mention], answer: Statements) -> bool:
    """Whether three terms of one clause stand in mirrored order in one clause of the answer, without a passive."""
    places = sorted(place for place in same if point.terms[place].weight)
    for first, middle, last in zip(places, places[1:], places[2:], strict=False):
        if point.terms[first].clause != point.terms[last].clause:
            continue
        one, two, three = same[first], same[middle], same[last]
        if three.at < two.at < one.at and one.clause == three.clause:
            begin = answer.first[one.sentence]
            between = answer.sentences[one.sentence][three.at - begin : one.at - begin]
            if not any(word.word in _PASSIVE for word in between):
                return True
    return False


def _heads_swapped(point: Point, same: dict[int, Mention]) -> bool:
    """Whether two contraries that the point says of two things are said of the other one each.

    Every other term belongs to the nearer of the two, in the point and in the sentence.
    """
    turning = [place for place in same if point.terms[place].contraries]
    for one in turning:
        for other in turning:
            if one >= other or point.terms[other].root not in point.terms[one].contraries:
                continue
            if abs(same[one].at - same[other].at) <= 2 or abs(point.terms[one].at - point.terms[other].at) <= 2:
                continue  # "precision and recall"
            kept = moved = 0
            for place, mention in same.items():
                term = point.terms[place]
                if place in (one, other) or not term.weight or point.names.count(term.name) > 1:
                    continue
                here = _place_distance(term, point.terms[one]) - _place_distance(term, point.terms[other])
                there = _distance(mention, same[one]) - _distance(mention, same[other])
                kept += here * there > 0
                moved += here * there < 0
            if moved > kept:
                return True
    return False


def _sides_swapped(point: Point, same: dict[int, Mention], than: int | None) -> bool:
    """Whether what the point puts before "than" stands behind it in the sentence, and the other way round."""
    if point.than is None or than is None:
        return False
    sides = [
        (point.terms[place].at < point.than, mention.at < than)
        for place, mention in same.items()
        if point.terms[place].weight and point.names.count(point.terms[place].name) == 1
    ]
    return (True, False) in sides and (False, True) in sides


def _place_distance(one: Term, other: Term) -> float:
    return abs(one.at - other.at) - (0.5 if one.at > other.at else 0.0) + (4.0 if one.clause != other.clause else 0.0)


def _distance(one: Mention, other: Mention) -> float:
    return abs(one.at - other.at) - (0.5 if one.at > other.at else 0.0) + (4.0 if one.clause != other.clause else 0.0)


def _number_differs(point: Point, sentence: Sequence[Token]) -> bool:
    """Whether a figure stands where the point has another one for the same thing."""
    if not point.figures:
        return False
    said = figures(sentence)
    for value, unit in point.figures:
        if not said or any(value == other for other, _ in said):
            continue
        if any(unit == other for _, other in said):
            return True
    return False


_LIST_WORDS = frozenset("and or the a an of there is are its about with between in on for plus also both as".split())
"""Words without content that a bare list of terms may hold."""

LIST_MIN_WORDS = 8
LIST_GLUE_SHARE = 0.1
"""A run of at least LIST_MIN_WORDS words with a smaller share of glue than this is a list, no sentence.

In running English about half of all words are function words; under 2 % of spoken answers fall below a tenth.
"""
_CONNECTIVES = frozenset("and or but plus also then etc as well with comma versus vs".split())


def listed_sentences(sentences: Sequence[Sequence[Token]]) -> list[bool]:
    """For each sentence whether it only names terms: by itself, in a row of short ones, or as most of the answer."""
    listed = [is_list(sentence) for sentence in sentences]
    row: list[int] = []
    for number, sentence in enumerate([*sentences, ()]):
        if sentence and len(sentence) < LIST_MIN_WORDS and not _glue(sentence):
            row.append(number)
            continue
        if sum(len(sentences[each]) for each in row) >= LIST_MIN_WORDS:
            for each in row:
                listed[each] = True
        row = []
    return [True] * len(listed) if 2 * sum(listed) >= len(listed) else listed


def is_list(sentence: Sequence[Token]) -> bool:
    """Whether a sentence only names terms: without glue, as a row of nouns with "and", or "there is … and …"."""
    if len(sentence) >= LIST_MIN_WORDS and _glue(sentence) < LIST_GLUE_SHARE * len(sentence):
        return True
    said = [word.word for word in sentence]
    joints = said.count("and") + said.count("or")
    if not joints or len(said) < 4:
        return False
    function = vocabulary().function_words
    content = sum(word.root not in function for word in sentence)
    glue = sum(word.root in function and word.word not in _LIST_WORDS for word in sentence)
    opening = (said[0] == "there" and said[1] in ("is", "are")) or ("about" in said and "are" in said)
    determined = sum(one == "and" and other in ("the", "a", "an") for one, other in pairwise(said))
    allowed = joints - 1 if 2 * determined >= joints or opening else max(0, joints // 2 - 1)
    return joints >= (1 if opening else 3) and joints >= 0.25 * content and glue <= allowed


def _glue(sentence: Sequence[Token]) -> int:
    """How many words hold a sentence together."""
    function = vocabulary().function_words
    return sum(word.root in function and word.word not in _CONNECTIVES for word in sentence)


@lru_cache(maxsize=2048)
def subjects(asked: str, points: tuple[str, ...]) -> frozenset[str]:
    """The first terms with content of all points: what they speak of."""
    read = (read_point(asked, point) for point in points)
    return frozenset(
        name for point in read if (name := next((each.name for each in point.terms if each.weight), None))
    )
