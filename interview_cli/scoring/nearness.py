"""How alike in meaning an answer and key points are: each sentence, and the nearest stretch of any length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from interview_cli.scoring.comparing import Comparison
from interview_cli.text.meaning import load_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CLAUSE_ENDS = re.compile(
    r"[,;:()–—]\s*|\s(?=(?:and|or|but|so|then|because|since|when|if|unless|until|while|where|whereas|which|who)\s)"
)


def likeness(
    asked: str,
    points: tuple[str, ...],
    text: str,
    sentences: Sequence[tuple[int, int]],
    vectors: NDArray[np.float32] | None = None,
    *,
    runs_on: bool = False,
) -> NDArray[np.float32] | None:
    """The cosines of each key point, and of the question last, with each sentence; None without word vectors.

    `vectors` are the sentences' rows where the caller has them already. In a text that `runs_on`, each two neighbours
    follow as one.
    """
    loaded = load_vectors()
    if loaded is None or not sentences:
        return None
    if vectors is None:
        vectors = loaded.embed([text[start:end] for start, end in sentences])
    if runs_on:
        vectors = _with_neighbours(vectors, sentences)
    cosines: NDArray[np.float32] = _point_vectors(points, asked) @ vectors.T
    return cosines


def nearness(
    asked: str,
    points: tuple[str, ...],
    text: str,
    sentences: Sequence[tuple[int, int]],
    compared: Sequence[Sequence[Comparison]],
) -> list[dict[str, float]]:
    """By what is decided, for each key point, whether any stretch of the answer comes near it.

    The highest cosine with a stretch (a sentence, a clause or two neighbours), the highest of what that is above the
    mean cosine with the question and the other points, and the share of the point said in any two sentences.
    """
    said = [max((each.said_pair for each in row), default=0.0) for row in compared]
    stretches = _stretches(text, sentences)
    loaded = load_vectors()
    if loaded is None or not stretches:
        return [{"alike": 0.0, "lift": 0.0, "said": share} for share in said]
    rows = _point_vectors(points, asked)
    cosines = rows @ loaded.embed(stretches).T
    others = (cosines.sum(axis=0) - cosines) / (len(rows) - 1)
    lifts = (cosines - others).max(axis=1)
    return [
        {"alike": float(alike), "lift": float(lift), "said": share}
        for alike, lift, share in zip(cosines.max(axis=1)[:-1], lifts[:-1], said, strict=True)
    ]


def _with_neighbours(rows: NDArray[np.float32], sentences: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """The rows, and one for each two neighbours: their mean by length, as unit vectors."""
    import numpy as np

    weighted = rows * np.array([[end - start] for start, end in sentences], np.float32)
    both = weighted[:-1] + weighted[1:]
    return np.vstack([rows, both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9)])


@lru_cache(maxsize=4096)
def _point_vectors(points: tuple[str, ...], asked: str) -> NDArray[np.float32]:
    loaded = load_vectors()
    assert loaded is not None  # only asked for where there are vectors
    return loaded.embed([*points, asked])


def _stretches(text: str, sentences: Sequence[tuple[int, int]]) -> list[str]:
    clauses = [clause for start, end in sentences for clause in _CLAUSE_ENDS.split(text[start:end]) if clause.strip()]
    pairs = [f"{one} {other}" for one, other in pairwise(clauses)]
    return list(dict.fromkeys([*(text[start:end] for start, end in sentences), *clauses, *pairs]))
