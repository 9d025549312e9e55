"""What an answer says of each key point of its question: right, wrong, mentioned, not said, or cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from interview_cli.scoring.comparing import Comparison, compare_points
from interview_cli.scoring.statements import read_statements
from interview_cli.text.meaning import load_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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


def find_key_points(
    asked: str,
    points: Sequence[str],
    text: str,
    sentences: Sequence[tuple[int, int]],
    vectors: NDArray[np.float32] | None = None,
) -> tuple[PointFinding, ...]:
    """Look for each key point of the question `asked` in a text with the given sentences (characters).

    `vectors` are the sentences' rows of `load_vectors().embed`, where the caller has them already.
    """
    compared = compare(asked, points, text, sentences, vectors)
    return tuple(_finding(point, row, sentences) for point, row in zip(points, compared, strict=True))


def compare(
    asked: str,
    points: Sequence[str],
    text: str,
    sentences: Sequence[tuple[int, int]],
    vectors: NDArray[np.float32] | None = None,
) -> list[list[Comparison]]:
    """Every key point held against every sentence."""
    return compare_points(
        asked, points, read_statements(text, sentences), _likeness(asked, tuple(points), text, sentences, vectors)
    )


def _likeness(
    asked: str,
    points: tuple[str, ...],
    text: str,
    sentences: Sequence[tuple[int, int]],
    vectors: NDArray[np.float32] | None,
) -> NDArray[np.float32] | None:
    loaded = load_vectors()
    if loaded is None or not sentences:
        return None
    if vectors is None:
        vectors = loaded.embed([text[start:end] for start, end in sentences])
    cosines: NDArray[np.float32] = _point_vectors(points, asked) @ vectors.T
    return cosines


@lru_cache(maxsize=4096)
def _point_vectors(points: tuple[str, ...], asked: str) -> NDArray[np.float32]:
    loaded = load_vectors()
    assert loaded is not None
    return loaded.embed([*points, asked])


def _finding(point: str, comparisons: list[Comparison], sentences: Sequence[tuple[int, int]]) -> PointFinding:
    best = max(comparisons, key=lambda each: each.meant + 0.5 * each.said + each.alike, default=None)
    if best is None:
        return PointFinding(point, PointState.NOT_SAID, 0.0, True, None, None)
    start, end = sentences[best.sentence]
    against = best.turned > 0.04 or best.denied > 0.12 or best.subject_replaced or best.roles_swapped
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
