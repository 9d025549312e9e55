"""How far an answer covers reference content, and whether it is about the question at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Protocol

from interview_cli.scoring.text import sentences, tokens
from interview_cli.scoring.vocabulary import vocabulary

QUESTION_WORD_WEIGHT = 0.25
COVERED_FROM = 0.5


class Similarity(Protocol):
    def __call__(self, first: str, second: str, /) -> float: ...


@dataclass(frozen=True, slots=True)
class PointMatch:
    point: str
    strength: float
    covered: bool
    start: int | None
    end: int | None


@lru_cache(maxsize=4096)
def _weights(question: str, text: str) -> dict[str, float]:
    known = vocabulary()
    asked = {term for term, _, _ in known.terms(tokens(question))}
    result: dict[str, float] = {}
    for term, _, _ in known.terms(tokens(text)):
        weight = known.weight(term) * (QUESTION_WORD_WEIGHT if term in asked else 1.0)
        if weight:
            result[term] = weight
    return result


def _share(weights: dict[str, float], said: set[str]) -> float:
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in said) / total if total else 0.0


def match_points(question: str, points: Sequence[str], answer: str) -> tuple[PointMatch, ...]:
    known = vocabulary()
    said = [(s, {term for term, _, _ in known.terms(s.tokens)}) for s in sentences(answer)]
    everything: set[str] = set().union(*(terms for _, terms in said))
    matches = []
    usable = not (looks_like_term_list(answer) or is_copied_question(question, answer))
    for point in points:
        weights = _weights(question, point)
        best = max(said, key=lambda pair: _share(weights, pair[1]), default=None) if usable else None
        if best is None or _share(weights, best[1]) == 0.0:
            matches.append(PointMatch(point, 0.0, False, None, None))
            continue
        strength = max(_share(weights, best[1]), 0.8 * _share(weights, everything))
        matches.append(PointMatch(point, strength, strength >= COVERED_FROM, best[0].start, best[0].end))
    return tuple(matches)


def reference_score(
    question: str, reference: str, answer: str, similarity: Similarity | None = None
) -> float:
    known = vocabulary()
    said = {term for term, _, _ in known.terms(tokens(answer))}
    if looks_like_term_list(answer) or is_copied_question(question, answer):
        return 0.0
    covered = _share(_weights(question, reference), said)
    if similarity is None:
        return sqrt(covered)
    return sqrt((covered + max(0.0, min(1.0, similarity(reference, answer)))) / 2)


def relevance(question: str, context: Sequence[str], answer: str) -> float:
    known = vocabulary()
    if not answer.strip() or is_copied_question(question, answer):
        return 0.0
    said = {term for term, _, _ in known.terms(tokens(answer))}
    asked = _share(_weights("", question), said)
    around = _share(_weights("", " . ".join(context)), said) if context else asked
    return min(1.0, (asked + 2 * around) / 2)


def is_copied_question(question: str, answer: str) -> bool:
    known = vocabulary()
    asked = {term for term, _, _ in known.terms(tokens(question))}
    own = {term for term, _, _ in known.terms(tokens(answer)) if known.weight(term)}
    return bool(own) and len(own - asked) <= 0.1 * len(own) and len(own) >= 3


def looks_like_term_list(answer: str) -> bool:
    known = vocabulary()
    words = tokens(answer)
    if len(words) < 8:
        return False
    return sum(word.root in known.function_roots for word in words) < 0.1 * len(words)
