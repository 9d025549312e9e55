"""What an answer says of each key point of its question: right, wrong, mentioned, not said, or cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from interview_cli.scoring.comparing import Comparison, compare_points, joined_neighbours
from interview_cli.scoring.nearness import likeness, nearness
from interview_cli.scoring.statements import describes_speaker
from interview_cli.scoring.weights import load_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOT_SAID_BELOW = 0.2
NOT_NEAR_BELOW, FAR_BELOW = 0.3, 0.2
RIGHT_FROM = 0.6
WRONG_FROM = 0.6
AGAINST_BELOW = 0.25
AGAINST_FROM, AGAINST_LITERALLY_FROM = 0.8, 0.6
"""Bounds of the probabilities that a sentence is about a point, that any stretch comes near it (the lower one where
no point is said in known words, for then others may be, too), and that a sentence says the contrary (the lower one
where it repeats the point literally); chosen on the half of the labelled answers that the weights were fitted on.
"""

ANOTHERS_BELOW, IN_OTHER_WORDS_BELOW = -0.17, 0.3
"""A sentence that another point is so much more alike speaks of that one; with less than this share of a point in its
words, it does where another point is more alike at all (chosen)."""

LOOSELY_TURNED, LARGELY_SAID = 0.15, 0.75
"""Contraries of less of a point, somewhere in a sentence that says this much of it, belong to something else
(chosen)."""

SURELY_WORDED = 0.6
"""With this share of a point in its words it is said even beside such another point, with an "always", or with a
"not" that reaches none of its words (chosen)."""

MEANT_FROM = 0.45
"""A sentence with less of a point in its words, or in their contraries, is never said to turn it round (chosen)."""

MOSTLY_DENIED = 0.6
"""With less of what both say denied by only one, or none of it affirmed that the point denies, a point that denies
something itself may mean the same (chosen)."""

HOLLOW_BELOW = 0.25
"""With less than this share of a point in its words, a sentence that calls something best practice does not say it
(chosen)."""

LONGER_FROM, LARGELY_TURNED = 1.85, 0.3
"""In a sentence with so many times a point's words, a negation, or a contrary of less of the point, may belong to
what it says beside (chosen on the ideal answers of the banks)."""

LONG_FROM, SLIGHTLY_TURNED, HARDLY_DENIED = 1.4, 0.2, 0.1
"""The same in one of so many times its words, of a contrary of less of the point where less of what both say is
denied (chosen on the same)."""

LITERALLY_FROM = 0.9
"""With this share of a point in its words, or in their contraries, a sentence repeats it literally (chosen)."""

SURELY_DENIED, LITERALLY_DENIED = 0.6, 0.3
"""A negation of less than these shares of what both say does not surely turn a point; the second one is for a point
that is repeated literally (chosen)."""

SAID_RIGHTLY_FROM = 0.45
"""From this probability on, another sentence may say rightly what one seems to say the other way round (chosen)."""

HALF_SAID_FROM, HALF_MISSING_BELOW = 0.6, 0.15
"""Shares of the words of the two halves of a point by which only one of them is said (chosen)."""

NEARLY_AS_CLOSE = 0.97
"""Of sentences with this share of the highest probability, the one that says the contrary least is the point's."""

QUOTED_FROM = 0.85
"""Of sentences with this share of the highest probability that say a point rightly, the one with most of its words is
quoted (chosen)."""

DOUBT_FROM = 2
"""From this many wrong points on, if they are more than the right ones, no point is called right (chosen)."""


class PointState(StrEnum):
    """What an answer says of one key point."""

    RIGHT = "right"
    WRONG = "wrong"
    MENTIONED = "mentioned"
    NOT_SAID = "not_said"
    CANNOT_TELL = "cannot_tell"


class PointFinding(NamedTuple):
    """A key point's state, how far it is said rightly (0–1), and the characters of the sentence that it rests on.

    `sure` says whether the state may be given to the candidate as a fact; that something is not said never may.
    `doubtful` marks a point that was left undecided because a sentence about it may say the contrary.
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
    spans = [*sentences, *joined_neighbours(sentences)] if runs_on else sentences
    compared = compare(asked, points, text, sentences, vectors, runs_on=runs_on)
    found = [_finding_in_any(point, row, spans, len(sentences)) for point, row in zip(points, compared, strict=True)]
    if any(each.state is PointState.NOT_SAID for each in found):
        may_be_said = _may_be_said(asked, tuple(points), text, sentences, compared, found)
        found = [
            each._replace(state=PointState.CANNOT_TELL, sure=False)
            if each.state is PointState.NOT_SAID and maybe
            else each
            for each, maybe in zip(found, may_be_said, strict=True)
        ]
    return tuple(_doubted_beside_wrong(found))


def _may_be_said(
    asked: str,
    points: tuple[str, ...],
    text: str,
    sentences: Sequence[tuple[int, int]],
    compared: Sequence[Sequence[Comparison]],
    found: Sequence[PointFinding],
) -> list[bool]:
    """For each key point whether words that are not its own may say it."""
    if describes_speaker(points):  # "Names the barrier": that it is not said in these words means nothing
        return [True] * len(points)
    near = load_weights("near_point")
    below = NOT_NEAR_BELOW if any(each.sure for each in found) else FAR_BELOW
    return [near.probability(row) >= below for row in nearness(asked, points, text, sentences, compared)]


def _doubted_beside_wrong(found: Sequence[PointFinding]) -> list[PointFinding]:
    """The findings, with no point called right in a sentence that has another one wrong, nor in an answer that has
    most points wrong: who denies most of them hardly means the others as they sound."""
    wrong = {(each.start, each.end) for each in found if each.state is PointState.WRONG}
    found = [
        _doubted(each) if each.state is PointState.RIGHT and (each.start, each.end) in wrong else each
        for each in found
    ]
    states = [each.state for each in found]
    if DOUBT_FROM <= states.count(PointState.WRONG) > states.count(PointState.RIGHT):
        found = [_doubted(each) if each.state is PointState.RIGHT else each for each in found]
    return found


def _doubted(finding: PointFinding) -> PointFinding:
    return finding._replace(
        state=PointState.CANNOT_TELL, sure=False, strength=min(finding.strength, 0.5), doubtful=True
    )


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
    alike = likeness(asked, tuple(points), text, sentences, vectors, runs_on=runs_on)
    return compare_points(asked, tuple(points), text, sentences, alike, runs_on=runs_on)


def about_features(compared: Comparison) -> dict[str, float]:
    """By what is decided whether a sentence is about a point."""
    return {name: getattr(compared, name) for name in ("said", "said_pair", "meant", "alike", "lift", "margin")}


def against_features(compared: Comparison) -> dict[str, float]:
    """By what is decided whether a sentence about a point says the contrary of it."""
    return {
        "meant": compared.meant,
        "turned": compared.turned,
        "denied": compared.denied,
        "denial": compared.denial,
        "subject_replaced": compared.contradictions.subject_replaced,
        "roles_swapped": compared.contradictions.roles_swapped,
        "number_differs": compared.contradictions.number_differs,
        "any_turned": float(compared.turned > 0),
        "any_loose": float(compared.loose > 0),
        "some_denied": float(compared.denied > 0.08),
        "much_denied": float(compared.denied > 0.3),
        "tightly_turned": compared.meant if compared.turned > 0 else 0.0,
    }


def _finding_in_any(
    point: str, comparisons: list[Comparison], spans: Sequence[tuple[int, int]], sentences: int
) -> PointFinding:
    """A point in the first `sentences` of these stretches, or said in a longer one where none of them has it."""
    found = _finding(point, comparisons[:sentences], spans)
    if len(comparisons) > sentences and found.state is not PointState.RIGHT and not found.sure and not found.doubtful:
        longer = _finding(point, comparisons[sentences:], spans)
        return longer if longer.state is PointState.RIGHT else found
    return found


def _finding(point: str, comparisons: list[Comparison], spans: Sequence[tuple[int, int]]) -> PointFinding:
    about = load_weights("about_point")
    against = load_weights("against_point")
    chances = [about.probability_of(comparison) for comparison in comparisons]
    highest = max(chances, default=0.0)
    if highest < NOT_SAID_BELOW:
        return PointFinding(point, PointState.NOT_SAID, highest, False, None, None)
    contrary, negative, best = min(
        (against.probability(against_features(comparison)), -chance, comparison)
        for chance, comparison in zip(chances, comparisons, strict=True)
        if chance >= NEARLY_AS_CLOSE * highest
    )
    chance = -negative
    state, sure = _state(best, chance, contrary)
    doubtful = (
        state is PointState.CANNOT_TELL and chance >= RIGHT_FROM and (contrary >= AGAINST_BELOW or _is_doubtful(best))
    )
    if state is PointState.WRONG and any(
        other_chance >= SAID_RIGHTLY_FROM
        and against.probability(against_features(other)) < AGAINST_BELOW
        and not other.turned
        and other is not best
        for other_chance, other in zip(chances, comparisons, strict=True)
    ):
        state, sure, doubtful = PointState.CANNOT_TELL, False, True  # another sentence says it rightly
    if state is PointState.RIGHT and _is_half_said(comparisons):
        state = PointState.MENTIONED
    if state is PointState.RIGHT and _is_denied_elsewhere(best, comparisons):
        state, sure, doubtful = PointState.CANNOT_TELL, False, True
    if state is PointState.RIGHT:
        best = max(
            (
                other
                for other_chance, other in zip(chances, comparisons, strict=True)
                if other_chance >= QUOTED_FROM * highest and _state(other, other_chance, contrary)[0] is state
            ),
            key=lambda other: (other.said, _length(spans[other.sentence])),
        )
    strength = chance / 2 if state is PointState.CANNOT_TELL else min(chance, 1 - contrary)
    return PointFinding(point, state, strength, sure, *spans[best.sentence], doubtful)


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def _state(best: Comparison, about: float, against: float) -> tuple[PointState, bool]:
    """The state of a point by its best sentence and the probabilities that this is about it and says the contrary;
    and whether it is sure."""
    if best.listed:
        return PointState.MENTIONED, True
    literally = best.meant >= LITERALLY_FROM
    if about >= WRONG_FROM and against >= (AGAINST_LITERALLY_FROM if literally else AGAINST_FROM):
        if best.meant < MEANT_FROM or _both_deny(best) or not _is_surely_turned(best):
            return PointState.CANNOT_TELL, False
        return PointState.WRONG, True
    if about >= RIGHT_FROM and against < AGAINST_BELOW and not _is_doubtful(best):
        signs = best.contradictions
        is_of_another = best.margin < (ANOTHERS_BELOW if best.meant >= IN_OTHER_WORDS_BELOW else 0.0)
        unlike = is_of_another or signs.overstated or signs.denied_beside
        hollow = signs.generic and best.meant < HOLLOW_BELOW
        if best.meant >= SURELY_WORDED or not (unlike or hollow):
            return PointState.RIGHT, True
    return PointState.CANNOT_TELL, False


def _is_surely_turned(best: Comparison) -> bool:
    """Whether a sentence turns a point that it repeats literally, or one of whose own subject it speaks, and this by
    more than a negation of its lesser part.

    A contrary together with a negation may cancel each other: "so that nobody can switch it on", "keep it off".
    """
    signs = best.contradictions
    if best.turned and best.denial and not best.denied:
        return False
    if best.length > LONGER_FROM and best.turned < LARGELY_TURNED:
        return False
    of_another = signs.subject_replaced or signs.other_subject
    is_slight = best.length > LONG_FROM and best.turned < SLIGHTLY_TURNED and best.denied < HARDLY_DENIED
    turned = (best.turned and not is_slight) or signs.roles_swapped or signs.number_differs or best.affirmed
    if best.meant >= LITERALLY_FROM:
        return bool(of_another or turned or best.denied >= LITERALLY_DENIED)
    return not of_another and bool(turned or best.denied >= SURELY_DENIED)


def _both_deny(best: Comparison) -> bool:
    """Whether point and sentence both deny something, and nothing else speaks for a contrary.

    "Antibiotics do not work against viruses" and "you don't get antibiotics for a virus" agree.
    """
    signs = best.contradictions
    turned = best.turned or signs.subject_replaced or signs.roles_swapped or signs.number_differs
    mostly = best.denied >= MOSTLY_DENIED and best.affirmed
    return best.denied > 0 and not (mostly or best.denial or turned)


def _is_doubtful(best: Comparison) -> bool:
    """Whether anything in a sentence about a point speaks against its being said rightly."""
    signs = best.contradictions
    return bool(
        best.turned
        or best.reached
        or (best.loose and (best.loose >= LOOSELY_TURNED or best.meant < LARGELY_SAID))
        or _only_one_denies(best)
        or signs.subject_replaced
        or signs.other_subject
        or signs.halves_mixed
        or signs.number_differs
        or signs.affirms_replaced
        or signs.affirms_avoided
        or signs.dismissed
        or signs.equated
        or signs.affirms_denied
        or signs.unlimited
    )


def _only_one_denies(best: Comparison) -> bool:
    """Whether only one of the two denies something of what both say, or the sentence affirms what the point denies:
    "so that keys do not expire at once" beside "they expire at once", "hashed, not encrypted" beside "encrypted"."""
    return best.affirmed or (best.denial and best.denied > 0)


def _is_half_said(comparisons: Sequence[Comparison]) -> bool:
    """Whether an answer says one half of a point in the point's words and nothing of the other."""
    lesser, greater = sorted(
        (max(each.first_half for each in comparisons), max(each.second_half for each in comparisons))
    )
    return greater >= HALF_SAID_FROM and lesser < HALF_MISSING_BELOW


def _is_denied_elsewhere(best: Comparison, comparisons: Sequence[Comparison]) -> bool:
    """Whether another sentence denies a word of the point, and says more of the point than the one that seems to say
    it: "It never melts" beside "a fuse lets more current through"."""
    return any(
        other.denial and other.reached and other.denied >= MOSTLY_DENIED and other.said > best.said
        for other in comparisons
        if other is not best
    )
