"""How near any stretch of an answer comes to a key point: what has to be known before it is called not said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from interview_cli.text.meaning import StaticVectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CLAUSE_ENDS = re.compile(
    r"[,;:()–—]\s*|\s(?=(?:and|or|but|so|then|because|since|when|if|unless|until|while|where|whereas|which|who)\s)"
)


def near_features(
    loaded: StaticVectors | None,
    rows: NDArray[np.float32] | None,
    said: Sequence[float],
    text: str,
    sentences: Sequence[tuple[int, int]],
) -> list[dict[str, float]]:
    """For each key point the highest cosine with a stretch of the answer, the highest of what that is above the mean
    cosine with the question and the other points, and the share of the point `said` in any sentence.

    `rows` are the vectors of the points, the question's last; a stretch is a sentence, a clause or two neighbours.
    """
    stretches = _stretches(text, sentences)
    if loaded is None or rows is None or not stretches:
        return [{"alike": 0.0, "lift": 0.0, "said": share} for share in said]
    cosines = rows @ loaded.embed(stretches).T
    others = (cosines.sum(axis=0) - cosines) / (len(rows) - 1)
    lifts = (cosines - others).max(axis=1)
    return [
        {"alike": float(alike), "lift": float(lift), "said": share}
        for alike, lift, share in zip(cosines.max(axis=1), lifts, said, strict=False)
    ]


def _stretches(text: str, sentences: Sequence[tuple[int, int]]) -> list[str]:
    clauses = [clause for start, end in sentences for clause in _CLAUSE_ENDS.split(text[start:end]) if clause.strip()]
    pairs = [f"{one} {other}" for one, other in pairwise(clauses)]
    return list(dict.fromkeys([*(text[start:end] for start, end in sentences), *clauses, *pairs]))
