"""Key points held against the sentences of an answer: what is shared, what is turned round, how alike in meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from interview_cli.scoring.lists import is_enumeration, listed_sentences
from interview_cli.scoring.polarity import ReadWords, denies, read_text
from interview_cli.scoring.statements import (
    Mention,
    Point,
    QuestionPoints,
    Role,
    Term,
    figures,
    place_of_than,
    read_points,
)
from interview_cli.scoring.vocabulary import Token, vocabulary
from interview_cli.text.lexicon import MONTHS, ONES, TENS, WEEKDAYS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BESIDE_WORDS = 5
"""A contrary counts when it stands this near to a neighbour of the word it stands for (chosen)."""

BESIDE_FREE_WORDS = 3
"""The same for words without content that only turn a meaning, such as "before" (chosen)."""

FREE_WORD_WEIGHT = 0.5
"""What such a word counts when its contrary is said."""

REPLACED_FROM = 0.6
"""A subject counts as replaced when this much of the rest of the point is said (chosen)."""

REST_SAID = 0.6
"""With less than this of a point said apart from what it wants replaced, saying that speaks against it (chosen)."""

MIXED_FROM = 0.25
"""From this share of what is said on, parts of two halves are exchanged (chosen)."""

SAID_ELSEWHERE = 0.4
"""From this share of a point on, what is said of another subject in the same sentence speaks against it (chosen)."""

NEARER_BY = 3
"""A contrary is said of a word when it stands so many words nearer to it than the word that it turns (chosen)."""

OTHER_CLAUSE_WORDS = 4.0
"""A word in another clause counts as this much farther away (chosen)."""

ALONE_MARGIN = 0.2
"""The margin of a point that is the only one of its question (chosen)."""

_ARTICLES = frozenset("a an the".split())
_JOINING = frozenset("and but while whereas".split())
_PARTS_OF_TWO = 4
"""Two things with one said of each."""
_SAYS_WHEN = MONTHS["en"] | WEEKDAYS | ONES.keys() | TENS.keys()
_OVERSTATING = frozenset("always exactly completely entirely only any anything anybody anyone too".split())
"""Words by which a statement says more, or of more, than the same one without them."""
_LIMITING = frozenset("only just".split())
_UNLIMITED = frozenset("all every whole any".split())
"""What is said of these is not said only of some."""
_PASSIVE = frozenset("by from of for to".split())


class Comparison(NamedTuple):
    """One sentence, by its number, held against one key point.

    `said` is the share of the point's weight in the sentence's words, `said_pair` with the next sentence, `meant`
    with words that turn the meaning counted as if they were the point's. `turned` is the share that stands there as
    its contrary, `denied` the share of what both say that only one denies, `affirmed` whether the sentence
    affirms what the point denies first, `loose` the share of contraries anywhere
    in the sentence; `reached` tells whether the sentence alone denies any of it, in a side clause too, `denial`
    whether only one of the two holds a negation at all, side clauses apart. `alike` is the
    likeness in meaning, `lift` what it is above the mean likeness to the question and the other points, `margin`
    above the nearest other point. `halves_mixed` tells whether a sentence of two halves takes parts of both halves of
    a point in each of its own, `affirms_replaced` whether the sentence says what the point wants replaced or more
    than, and little of the rest, `overstated` whether it has a word such as "always" or "too" that the point has not,
    `denied_beside` whether a clause with words of a point that denies nothing denies something,
    `unlimited` whether it says of all what the point says only of some. `first_half` and `second_half` are the said
    shares of a point's halves, if any.
    """

    sentence: int
    said: float = 0.0
    said_pair: float = 0.0
    meant: float = 0.0
    turned: float = 0.0
    denied: float = 0.0
    affirmed: bool = False
    loose: float = 0.0
    reached: bool = False
    denial: bool = False
    subject_replaced: bool = False
    roles_swapped: bool = False
    halves_mixed: bool = False
    number_differs: bool = False
    affirms_replaced: bool = False
    listed: bool = False
    overstated: bool = False
    denied_beside: bool = False
    unlimited: bool = False
    other_subject: bool = False
    alike: float = 0.0
    lift: float = 0.0
    margin: float = 0.0
    first_half: float = 0.0
    second_half: float = 0.0


@dataclass(slots=True)
class _Shared:
    """What the terms of a point, by their place in it, meet in one sentence."""

    same: dict[int, Mention] = field(default_factory=dict)
    contrary: dict[int, Mention] = field(default_factory=dict)
    part: dict[int, float] = field(default_factory=dict)


class _Sentence(NamedTuple):
    """A sentence of the answer: its number, the place of its first word, its words and what is known of it."""

    number: int
    first: int
    words: Sequence[Token]
    clauses: Sequence[int]
    denies: bool
    than: int | None
    listed: bool
    overstating: frozenset[str]
    denying: frozenset[int]


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
    shared = _shared(question, read)
    told = _sentences(read)
    if runs_on:
        told += [_joined(one, other, len(told) + at) for at, (one, other) in enumerate(pairwise(told))]
        for row in shared:
            last = row.pop()
            row += [*(_both(one, other) for one, other in pairwise(row)), last]
    alike = _likeness_figures(likeness, len(points), len(told))
    return [
        [
            _compare(point, question, sentence, row[number], row[number + 1], *near[number])
            for number, sentence in enumerate(told)
        ]
        for point, row, near in zip(question.points, shared, alike, strict=True)
    ]


def _sentences(read: ReadWords) -> list[_Sentence]:
    words = [read.tokens[begin:end] for begin, end in read.ranges]
    listed = [
        is_listed or is_enumeration(said, read.clauses[begin:end])
        for is_listed, said, (begin, end) in zip(listed_sentences(words), words, read.ranges, strict=True)
    ]
    if 2 * sum(listed) > len(listed):
        listed = [True] * len(listed)
    found = []
    for number, (begin, end) in enumerate(read.ranges):
        than = place_of_than(words[number])
        than = None if than is None else begin + than
        clauses = read.clauses[begin:end]
        overstating = _OVERSTATING.intersection([token.word for token in words[number]])
        denied = denies(read, begin, end)
        denying = frozenset(read.clauses[at] for at in range(begin, end) if read.negated[at] and not read.aside[at])
        found.append(
            _Sentence(number, begin, words[number], clauses, denied, than, listed[number], overstating, denying)
        )
    return found


def joined_neighbours(sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each two neighbouring stretches as one."""
    return [(start, end) for (start, _), (_, end) in pairwise(sentences)]


def _joined(one: _Sentence, other: _Sentence, number: int) -> _Sentence:
    than = one.than if one.than is not None else other.than
    words, clauses = [*one.words, *other.words], [*one.clauses, *other.clauses]
    listed, overstating = one.listed or other.listed, one.overstating | other.overstating
    denied, denying = one.denies or other.denies, one.denying | other.denying
    return _Sentence(number, one.first, words, clauses, denied, than, listed, overstating, denying)


def _both(one: _Shared | None, other: _Shared | None) -> _Shared | None:
    """What two neighbouring sentences share with a point together."""
    if one is None or other is None:
        return one or other
    return _Shared(other.same | one.same, other.contrary | one.contrary, other.part | one.part)


def _shared(question: QuestionPoints, read: ReadWords) -> list[list[_Shared | None]]:
    """For each point and sentence, and one more sentence at the end, what they share."""
    known = vocabulary()
    groups, phrases, index = known.words, known.phrases, question.index
    found: list[list[_Shared | None]] = [[None] * (len(read.ranges) + 1) for _ in question.points]
    for number, (begin, end) in enumerate(read.ranges):
        for at in range(begin, end):
            word, root = read.tokens[at]
            name = groups.get(word, root)
            uses = index.get(name, ())
            if name != root and root in index:
                uses += index[root]
            if root in phrases and at + 1 < end and (group := known.phrase(read.tokens, at)[0]) in index:
                uses += index[group]
            if not uses:
                continue
            mention = Mention(
                *(number, at, read.clauses[at], read.negated[at], read.averted[at]),
                *(read.replaced[at], read.aside[at], at in read.heads),
            )
            for point, place, role, share in uses:
                here = found[point][number]
                if here is None:
                    here = found[point][number] = _Shared()
                if role is Role.SAME:
                    earlier = here.same.get(place)
                    term = question.points[point].terms[place]
                    if earlier is None or (earlier.differs(term) and not mention.differs(term)):
                        here.same[place] = mention
                elif role is Role.CONTRARY and not _only_says_when(read.tokens, at, end):
                    here.contrary.setdefault(place, mention)
                elif role is Role.PART:
                    here.part[place] = max(here.part.get(place, 0.0), share)
    return found


def _only_says_when(words: Sequence[Token], at: int, end: int) -> bool:
    """Whether "in" or "on" only says when, and turns no "out": "they pay in ninety days", "on Friday"."""
    if words[at].word not in {"in", "on"} or at + 1 >= end:
        return False
    following = words[at + 1].word
    return following in _SAYS_WHEN or following[:1].isdigit()


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
    sentence: _Sentence,
    shared: _Shared | None,
    following: _Shared | None,
    alike: float,
    lift: float,
    margin: float,
) -> Comparison:
    if shared is None:
        return Comparison(
            sentence.number,
            denial=sentence.denies != point.denies,
            listed=sentence.listed,
            alike=alike,
            lift=lift,
            margin=margin,
        )
    terms, total = point.terms, point.weight or 1.0
    said = opposed = denied = loose = matched = 0.0
    head_denied = reached = affirmed = False
    for place, mention in shared.same.items():
        term = terms[place]
        if mention.differs(term) and _agrees_with_another(point, place, shared.same):
            continue
        matched += term.weight
        if not mention.differs(term):
            continue
        reached = reached or (mention.negated and term.weight > 0)
        if not mention.aside:
            affirmed = affirmed or (term.negated and term.head)
            denied += term.weight
            head_denied = head_denied or mention.head or term.head
    said = matched
    for place, contrary in shared.contrary.items():
        term = terms[place]
        if place in shared.same and not _is_nearer(point, place, contrary, shared.same):
            continue
        if place in shared.same:  # "it makes writes quicker and slows down reads" says "quicker" of writes
            matched -= term.weight
        beside = _is_beside(point, place, contrary, shared.same)
        if beside:
            matched += term.weight
        if contrary.differs(term):
            said += term.weight if beside else 0.0
        else:
            loose += max(term.weight, FREE_WORD_WEIGHT)
            opposed += max(term.weight, FREE_WORD_WEIGHT) if beside else 0.0
    said += sum(
        share * terms[place].weight
        for place, share in shared.part.items()
        if place not in shared.same and place not in shared.contrary
    )
    pair = said + (_added(point, shared, following) if following else 0.0)
    halves = _halves(point, shared) if point.second_half is not None else (0.0, 0.0)
    return Comparison(
        sentence=sentence.number,
        said=min(1.0, said / total),
        said_pair=min(1.0, pair / total),
        meant=min(1.0, matched / total),
        turned=min(1.0, opposed / total),
        denied=denied / matched if matched and head_denied else 0.0,
        affirmed=affirmed,
        loose=min(1.0, loose / total),
        reached=reached,
        denial=sentence.denies != point.denies,
        subject_replaced=_subject_replaced(point, question.subjects, sentence.words, shared, said)
        or _said_of_another(point, question.subjects, sentence, shared),
        other_subject=_is_of_another(point, question, sentence.words),
        roles_swapped=_roles_swapped(point, shared.same, sentence),
        number_differs=_number_differs(point, sentence.words),
        affirms_replaced=_affirms_replaced(point, shared.same),
        halves_mixed=_halves_mixed(point, shared.same, sentence),
        listed=sentence.listed,
        overstated=not sentence.overstating <= point.words,
        denied_beside=not point.denies and any(each.clause in sentence.denying for each in shared.same.values()),
        unlimited=_is_unlimited(point, sentence.words),
        alike=alike,
        lift=lift,
        margin=margin,
        first_half=halves[0],
        second_half=halves[1],
    )


def _agrees_with_another(point: Point, place: int, same: dict[int, Mention]) -> bool:
    """Whether a point says a term twice, and the mention that the one denies is what the other says: "it has types,
    whereas the other has no types"."""
    term, mention = point.terms[place], same[place]
    return any(
        other.name == term.name and each in same and same[each].at == mention.at and not mention.differs(other)
        for each, other in enumerate(point.terms)
        if each != place
    )


def _added(point: Point, shared: _Shared, following: _Shared) -> float:
    """The weight of what only the next sentence says."""
    return sum(
        point.terms[place].weight * (1.0 - shared.part.get(place, 0.0))
        for place in following.same
        if place not in shared.same and place not in shared.contrary
    )


def _halves(point: Point, shared: _Shared) -> tuple[float, float]:
    """How much of each half of a point that has two is said or turned, 0–1."""
    said, total = [0.0, 0.0], [0.0, 0.0]
    for place, term in enumerate(point.terms):
        half = term.at >= (point.second_half or 0)
        total[half] += term.weight
        if place in shared.same or place in shared.contrary:
            said[half] += term.weight
        else:
            said[half] += term.weight * shared.part.get(place, 0.0)
    return said[0] / (total[0] or 1.0), said[1] / (total[1] or 1.0)


def _halves_mixed(point: Point, same: dict[int, Mention], sentence: _Sentence) -> bool:
    """Whether what the point says of two things is said of the other one each: "testers propose, and the owner
    decides" as "the owner proposes and testers decide"."""
    if point.second_half is None or len(same) < _PARTS_OF_TWO:
        return False
    half = point.second_half
    in_both = {term.name for term in point.terms if term.at < half}.intersection(
        term.name for term in point.terms if term.at >= half
    )
    placed = [
        (mention.at - sentence.first, term.at >= half, term.weight)
        for term, mention in ((point.terms[place], mention) for place, mention in same.items())
        if term.weight and term.name not in in_both
    ]
    for at, word in enumerate(sentence.words):
        if word.word not in _JOINING:
            continue
        kept, moved = [0.0, 0.0], [0.0, 0.0]
        for where, is_second, weight in placed:
            (kept if (where > at) == is_second else moved)[is_second] += weight
        if min(*kept, *moved) > 0 and min(sum(kept), sum(moved)) >= MIXED_FROM * (sum(kept) + sum(moved)):
            return True
    return False


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


def _subject_replaced(
    point: Point, subjects: frozenset[str], sentence: Sequence[Token], shared: _Shared, said: float
) -> bool:
    """Whether the sentence says of another point's subject what the point says of its own."""
    if not point.has_subject:
        return False
    subject = next(place for place, term in enumerate(point.terms) if term.weight)
    if subject in shared.same or subject in shared.part:
        return False
    rest = point.weight - point.terms[subject].weight
    if not rest or said / rest < REPLACED_FROM:
        return False
    known = vocabulary()
    first = next((name for name in map(known.term, sentence) if known.weight(name)), None)
    return first in subjects and first not in point.names


def _said_of_another(point: Point, subjects: frozenset[str], sentence: _Sentence, shared: _Shared) -> bool:
    """Whether a sentence that speaks of the point's subject and of another point's says the rest of the other one.

    "Gluten eats the sugar, and the yeast holds the gas in": what the point says stands in clauses that begin with the
    other subject, and little of it in those of its own.
    """
    if not point.has_subject or len(shared.same) < 2:
        return False
    own = next(place for place, term in enumerate(point.terms) if term.weight)
    if own not in shared.same:
        return False
    known = vocabulary()
    names = list(map(known.term, sentence.words))
    others = subjects.intersection(names).difference(point.names)
    if not others:
        return False
    weights = {term.name: term.weight for term in point.terms[own + 1 :] if term.weight}
    subject_of: dict[int, str] = {}
    said: dict[int, set[str]] = {}
    joined = 0
    for at, (name, clause) in enumerate(zip(names, sentence.clauses, strict=True)):
        clause += joined
        if name == point.terms[own].name or name in others:
            if _is_joined(sentence.words, at):
                joined += len(names)
                clause += len(names)
            subject_of.setdefault(clause, name)
        elif name in weights:
            said.setdefault(clause, set()).add(name)
    elsewhere = {name for clause, found in said.items() if subject_of.get(clause) in others for name in found}
    here = {name for clause, found in said.items() if subject_of.get(clause) not in others for name in found}
    rest = sum(weights.values())
    moved, kept = sum(weights[name] for name in elsewhere - here), sum(weights[name] for name in here)
    return moved >= SAID_ELSEWHERE * rest > 0 and kept < moved


def _is_joined(words: Sequence[Token], at: int) -> bool:
    """Whether "and" or the like and an article stand before a word: "… and the yeast …"."""
    before = at - 1
    while before >= 0 and words[before].word in _ARTICLES:
        before -= 1
    return before >= 0 and words[before].word in _JOINING


def _is_of_another(point: Point, question: QuestionPoints, sentence: Sequence[Token]) -> bool:
    """Whether the sentence begins with another of the things that the question asks to tell apart, or says of this
    one what only a point about another says, and nothing that only this point says."""
    contrasted = question.contrasted
    if contrasted.isdisjoint(point.names):
        return False
    known = vocabulary()
    said = [name for name in map(known.term, sentence) if known.weight(name)]
    if said and said[0] in contrasted and said[0] not in point.names:
        return True
    if not point.alone or not point.alone.isdisjoint(said) or point.topic not in contrasted:
        return False
    return any(
        not other.alone.isdisjoint(said) and contrasted.isdisjoint(set(other.names) & set(said))
        for other in question.points
        if other is not point and other.topic in contrasted and other.topic != point.topic
    )


def _roles_swapped(point: Point, same: dict[int, Mention], sentence: _Sentence) -> bool:
    """Whether the sentence says the point's words with their parts exchanged."""
    if len(same) < 2:
        return False
    return (
        _is_mirrored(point, same, sentence)
        or _sides_swapped(point, same, sentence.than)
        or _heads_swapped(point, same)
    )


def _is_mirrored(point: Point, same: dict[int, Mention], sentence: _Sentence) -> bool:
    """Whether three terms of one clause stand in mirrored order in one clause of the answer, without a passive."""
    places = sorted(place for place in same if point.terms[place].weight)
    for first, middle, last in zip(places, places[1:], places[2:], strict=False):
        one, two, three = same[first], same[middle], same[last]
        if three.at < two.at < one.at and one.clause == three.clause:
            if point.terms[first].clause != point.terms[last].clause:
                continue
            between = sentence.words[three.at - sentence.first : one.at - sentence.first]
            if not any(word.word in _PASSIVE for word in between):
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
                here = _distance(term, point.terms[one]) - _distance(term, point.terms[other])
                there = _distance(mention, same[one]) - _distance(mention, same[other])
                kept += here * there > 0
                moved += here * there < 0
            if moved > kept:
                return True
    return False


def _distance(one: Term | Mention, other: Term | Mention) -> float:
    """Words between two terms, a little less when the first stands behind."""
    farther = OTHER_CLAUSE_WORDS if one.clause != other.clause else 0.0
    return abs(one.at - other.at) - (0.5 if one.at > other.at else 0.0) + farther


def _affirms_replaced(point: Point, same: dict[int, Mention]) -> bool:
    if not any(mention.affirms_replaced(point.terms[place]) for place, mention in same.items()):
        return False
    rest = sum(term.weight for term in point.terms if not term.replaced)
    said = sum(point.terms[place].weight for place in same if not point.terms[place].replaced)
    return said < REST_SAID * rest


def _is_unlimited(point: Point, sentence: Sequence[Token]) -> bool:
    """Whether a sentence speaks of all where the point speaks only of some: "every row", "only one column"."""
    if _LIMITING.isdisjoint(point.words):
        return False
    said = {token.word for token in sentence}
    return _LIMITING.isdisjoint(said) and not _UNLIMITED.isdisjoint(said - point.words)


def _number_differs(point: Point, sentence: Sequence[Token]) -> bool:
    """Whether a figure stands where the point has another one for the same thing."""
    if not point.figures:
        return False
    said = figures(sentence)
    return any(
        all(value != other for other, _ in said) and any(unit == other for _, other in said)
        for value, unit in point.figures
    )
