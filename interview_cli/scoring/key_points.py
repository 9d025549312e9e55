"""What an answer says of each key point of its question: right, wrong, mentioned, not said, or cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from interview_cli.scoring.comparing import Comparison, compare_points, joined_neighbours
from interview_cli.scoring.nearness import near_features
from interview_cli.scoring.weights import load_weights
from interview_cli.text.meaning import load_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


NOT_SAID_BELOW = 0.2
NOT_NEAR_BELOW, FAR_BELOW = 0.3, 0.2
RIGHT_FROM = 0.6
WRONG_FROM = 0.6
AGAINST_BELOW = 0.25
AGAINST_FROM = 0.6
"""Bounds of the probabilities that a sentence is about a point, that any stretch comes near it (the lower one where
no point is said in known words, for then others may be, too), and that a sentence says the contrary; chosen on the
half of the labelled answers that the weights were fitted on.
"""

ANOTHERS_BELOW = -0.2
"""A sentence that another point is so much more alike speaks of that one (chosen)."""

LOOSELY_TURNED = 0.15
"""Contraries of less of a point, somewhere in a sentence that says most of it, belong to something else (chosen)."""

SURELY_WORDED = 0.6
"""With this share of a point in its words it is said even beside such another point, with an "always", or with a
"not" that reaches none of its words (chosen)."""

MEANT_FROM = 0.45
"""With less of a point that denies something in its words, a sentence without a denial hardly says the contrary
(chosen)."""

MOSTLY_DENIED = 0.6
"""With less of what both say denied by only one, a point that denies something itself may mean the same (chosen)."""

HALF_SAID_FROM, HALF_MISSING_BELOW = 0.6, 0.15
"""Shares of the words of the two halves of a point by which only one of them is said (chosen)."""

NEARLY_AS_CLOSE = 0.97
"""Of sentences with this share of the highest probability, the one that says the contrary least is the point's."""

DOUBT_FROM = 2
"""From this many wrong points on, if they are more than the right ones, no point is called right (chosen)."""


class PointState(StrEnum):
    """What an answer says of one key point."""

    RIGHT = "right"
    WRONG = "wrong"
    MENTIONED = "mentioned"
    NOT_SAID = "not_said"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class PointFinding:
    """A key point's state, how far it is said rightly (0–1), and the characters of the sentence that it rests on.

    `sure` says whether the state may be told to the candidate as a fact; that something is not said never may.
    `doubtful` tells of a point of which nothing can be told that a sentence speaks of it and may say the contrary.
    """

    point: str
    state: PointState
    strength: float
    sure: bool
    start: int | None
    end: int | None
    doubtful: bool = False


def find_key_points(
    asked: str,
    points: Sequence[str],
    text: str,
    sentences: Sequence[tuple[int, int]],
    vectors: NDArray[np.float32] | None = None,
    *,
    runs_on: bool = False,
) -> tuple[PointFinding, ...]:
    """Look for each key point of the question `asked` in a text with the given sentences (characters).

    `vectors` are the sentences' rows of `load_vectors().embed`, where the caller has them already. In a text that
    `runs_on`, without marks, a point may be said in two stretches that were cut apart.
    """
    if not points:
        return ()
    with_vectors = load_vectors() is not None
    spans = [*sentences, *joined_neighbours(sentences)] if runs_on else sentences
    compared = compare(asked, points, text, sentences, vectors, runs_on=runs_on)
    found = [
        _in_any(point, row, spans, len(sentences), with_vectors=with_vectors)
        for point, row in zip(points, compared, strict=True)
    ]
    if any(each.state is PointState.NOT_SAID for each in found):
        near = load_weights("near_point", with_vectors=with_vectors)
        speaks_its_words = any(each.sure for each in found)
        below = NOT_NEAR_BELOW if speaks_its_words else FAR_BELOW
        found = [
            _untold(each) if each.state is PointState.NOT_SAID and near.probability(row) >= below else each
            for each, row in zip(found, nearness(asked, points, text, sentences, compared), strict=True)
        ]
    if describes_speaker(tuple(points)):  # "Names the barrier": that it is not said in these words means nothing
        found = [_untold(each) if each.state is PointState.NOT_SAID else each for each in found]
    swapped = {(each.start, each.end) for each in found if each.state == PointState.WRONG}
    found = [
        _doubted(each) if each.state == PointState.RIGHT and (each.start, each.end) in swapped else each
        for each in found
    ]  # who turns one thing round in a sentence hardly has the other right
    wrong = sum(finding.state == PointState.WRONG for finding in found)
    right = sum(finding.state == PointState.RIGHT for finding in found)
    if wrong >= DOUBT_FROM and wrong > right:  # who denies most points hardly means the others as they sound
        found = [_doubted(finding) if finding.state == PointState.RIGHT else finding for finding in found]
    return tuple(found)


def compare(
    asked: str,
    points: Sequence[str],
    text: str,
    sentences: Sequence[tuple[int, int]],
    vectors: NDArray[np.float32] | None = None,
    *,
    runs_on: bool = False,
) -> list[list[Comparison]]:
    """Every key point held against every sentence."""
    held = tuple(points)
    likeness = _likeness(asked, held, text, sentences, vectors, runs_on=runs_on)
    return compare_points(asked, held, text, sentences, likeness, runs_on=runs_on)


_TELLING = frozenset(
    "names describes explains says shows gives tells mentions admits reports speaks reflects "
    "credits refers quotes argues".split()
)


@lru_cache(maxsize=4096)
def describes_speaker(points: tuple[str, ...]) -> bool:
    """Whether key points say what a speaker does ("Names the barrier …") instead of what is to be said."""
    verbs = [point.split(maxsplit=1)[0].lower() for point in points if point.strip()]
    return (
        bool(verbs)
        and all(verb.endswith("s") or verb == "would" for verb in verbs)
        and not _TELLING.isdisjoint(verbs)
    )


def nearness(
    asked: str,
    points: Sequence[str],
    text: str,
    sentences: Sequence[tuple[int, int]],
    compared: Sequence[Sequence[Comparison]],
) -> list[dict[str, float]]:
    """What tells of each point whether any stretch of the answer comes near it."""
    loaded = load_vectors()
    rows = None if loaded is None else _point_vectors(tuple(points), asked)
    said = [max((each.said_pair for each in row), default=0.0) for row in compared]
    return near_features(loaded, rows, said, text, sentences)


def about_features(compared: Comparison) -> dict[str, float]:
    """What tells whether a sentence is about a point."""
    return {name: getattr(compared, name) for name in ("said", "said_pair", "meant", "alike", "lift", "margin")}


def against_features(compared: Comparison) -> dict[str, float]:
    """What tells whether a sentence about a point says the contrary of it."""
    return {
        "meant": compared.meant,
        "turned": compared.turned,
        "denied": compared.denied,
        "denial": compared.denial,
        "subject_replaced": compared.subject_replaced,
        "roles_swapped": compared.roles_swapped,
        "number_differs": compared.number_differs,
        "any_turned": float(compared.turned > 0),
        "any_loose": float(compared.loose > 0),
        "some_denied": float(compared.denied > 0.08),
        "much_denied": float(compared.denied > 0.3),
        "tightly_turned": compared.meant if compared.turned > 0 else 0.0,
    }


def _likeness(
    asked: str,
    points: tuple[str, ...],
    text: str,
    sentences: Sequence[tuple[int, int]],
    vectors: NDArray[np.float32] | None,
    *,
    runs_on: bool,
) -> NDArray[np.float32] | None:
    loaded = load_vectors()
    if loaded is None or not sentences:
        return None
    if vectors is None:
        vectors = loaded.embed([text[start:end] for start, end in sentences])
    if runs_on:
        vectors = _with_neighbours(vectors, sentences)
    cosines: NDArray[np.float32] = _point_vectors(points, asked) @ vectors.T
    return cosines


def _with_neighbours(rows: NDArray[np.float32], sentences: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """The rows, and one for each two neighbours: their mean by length, as unit vectors."""
    import numpy as np

    weighted = rows * np.array([[end - start] for start, end in sentences], np.float32)
    both = weighted[:-1] + weighted[1:]
    return np.vstack([rows, both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9)])


@lru_cache(maxsize=4096)
def _point_vectors(points: tuple[str, ...], asked: str) -> NDArray[np.float32]:
    loaded = load_vectors()
    assert loaded is not None
    return loaded.embed([*points, asked])


def _in_any(
    point: str,
    comparisons: list[Comparison],
    spans: Sequence[tuple[int, int]],
    sentences: int,
    *,
    with_vectors: bool,
) -> PointFinding:
    """A point in the first `sentences` of these stretches, or said in a longer one where none of them has it."""
    found = _finding(point, comparisons[:sentences], spans, with_vectors=with_vectors)
    if len(comparisons) > sentences and found.state is not PointState.RIGHT and not found.sure and not found.doubtful:
        longer = _finding(point, comparisons[sentences:], spans, with_vectors=with_vectors)
        return longer if longer.state is PointState.RIGHT else found
    return found


def _finding(
    point: str, comparisons: list[Comparison], sentences: Sequence[tuple[int, int]], *, with_vectors: bool
) -> PointFinding:
    about = load_weights("about_point", with_vectors=with_vectors)
    turned = load_weights("against_point", with_vectors=with_vectors)
    close = [about.probability_of(comparison) for comparison in comparisons]
    highest = max(close, default=0.0)
    if highest < NOT_SAID_BELOW:
        return PointFinding(point, PointState.NOT_SAID, highest, False, None, None)
    against, negative, best = min(
        (turned.probability(against_features(comparison)), -figure, comparison)
        for figure, comparison in zip(close, comparisons, strict=True)
        if figure >= NEARLY_AS_CLOSE * highest
    )
    closeness = -negative
    start, end = sentences[best.sentence]
    state, sure = _state(best, closeness, against)
    doubtful = (
        state is PointState.CANNOT_TELL
        and closeness >= RIGHT_FROM
        and (against >= AGAINST_BELOW or _is_doubtful(best))
    )
    if state == PointState.WRONG and any(
        figure >= RIGHT_FROM and turned.probability(against_features(other)) < AGAINST_BELOW and not other.turned
        for figure, other in zip(close, comparisons, strict=True)
    ):
        state, sure, doubtful = PointState.CANNOT_TELL, False, True  # another sentence says it rightly
    if state == PointState.RIGHT and _is_half_said(comparisons):
        state = PointState.MENTIONED
    if state == PointState.RIGHT and _is_denied_elsewhere(best, comparisons):
        state, sure, doubtful = PointState.CANNOT_TELL, False, True
    strength = closeness / 2 if state == PointState.CANNOT_TELL else min(closeness, 1 - against)
    return PointFinding(point, state, strength, sure, start, end, doubtful)


def _is_half_said(comparisons: Sequence[Comparison]) -> bool:
    """Whether an answer says one half of a point in the point's words and nothing of the other."""
    lesser, greater = sorted(
        (max(each.first_half for each in comparisons), max(each.second_half for each in comparisons))
    )
    return greater >= HALF_SAID_FROM and lesser < HALF_MISSING_BELOW


def _is_denied_elsewhere(best: Comparison, comparisons: Sequence[Comparison]) -> bool:
    """Whether another sentence denies a word of the point, more than the one that seems to say it has of the point:
    "It never melts" beside "a fuse lets more current through"."""
    return any(
        other.denial and other.reached and other.denied >= MOSTLY_DENIED and other.said > best.said
        for other in comparisons
        if other is not best
    )


def _doubted(finding: PointFinding) -> PointFinding:
    return replace(
        finding, state=PointState.CANNOT_TELL, sure=False, strength=min(finding.strength, 0.5), doubtful=True
    )


def _untold(finding: PointFinding) -> PointFinding:
    """What no words show, where other words may say it."""
    return replace(finding, state=PointState.CANNOT_TELL, sure=False)


def _only_denies_too(best: Comparison) -> bool:
    """Whether point and sentence both deny something, and nothing else speaks for a contrary.

    "Antibiotics do not work against viruses" and "you don't get antibiotics for a virus" agree.
    """
    turned = best.turned or best.subject_replaced or best.roles_swapped or best.number_differs
    return 0 < best.denied < MOSTLY_DENIED and not best.denial and not turned


def _deny_otherwise(best: Comparison) -> bool:
    """Whether only one of the two denies something of what both say, or the sentence affirms what the point denies:
    "so that keys do not expire at once" beside "they expire at once", "hashed, not encrypted" beside "encrypted"."""
    return best.affirmed or (best.denial and best.denied > 0)


def _is_doubtful(best: Comparison) -> bool:
    """Whether anything in a sentence about a point speaks against its being said rightly."""
    contrary = best.turned or best.subject_replaced or best.number_differs or best.reached or best.other_subject
    loose = best.loose and (best.loose >= LOOSELY_TURNED or best.meant < SURELY_WORDED)
    return bool(
        contrary or loose or best.halves_mixed or best.affirms_replaced or best.unlimited or _deny_otherwise(best)
    )


def _state(best: Comparison, closeness: float, against: float) -> tuple[PointState, bool]:
    if best.listed:
        return PointState.MENTIONED, True
    if closeness >= WRONG_FROM and against >= AGAINST_FROM:
        if (best.meant < MEANT_FROM and not best.reached) or _only_denies_too(best):
            return PointState.CANNOT_TELL, False
        return PointState.WRONG, True
    if closeness >= RIGHT_FROM and against < AGAINST_BELOW and not _is_doubtful(best):
        unlike = best.margin < ANOTHERS_BELOW or best.overstated or best.denied_beside
        if best.meant >= SURELY_WORDED or not unlike:
            return PointState.RIGHT, True
    return PointState.CANNOT_TELL, False
