"""Fits the weights by which the rules tell the parts of a story: `python -m benchmarks.fit_story_parts [--write]`.

Logistic regression with a Gaussian prior on the signs, words and vector of each sentence (see
`interview_cli/scoring/story.py`), one model per part, on the labelled answers of `tests/scoring/spoken/development`,
`training` and `loose`. The thresholds come from six-fold cross-validation by answer, on `development` and `loose`
alone, whose answers are as ragged as speech: "sure" is where precision reaches SURE_PRECISION, "likely" where it
reaches LIKELY_PRECISION.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

from interview_cli.scoring.finders import find_without_story, unit_words
from interview_cli.scoring.findings import Kind
from interview_cli.scoring.reading import read
from interview_cli.scoring.story import PARTS, stems_and_pairs, unit_signs
from interview_cli.text.meaning import load_vectors

Matrix = NDArray[np.float32]

ROOT = Path(__file__).parent.parent
SPOKEN = ROOT / "tests" / "scoring" / "spoken"
WEIGHTS = ROOT / "prompts" / "vocabulary" / "story_parts.json"
SURE_PRECISION = {Kind.SITUATION: 0.9, Kind.TASK: 0.9, Kind.RESULT: 0.85, Kind.LESSON: 0.85}
LIKELY_PRECISION = {Kind.SITUATION: 0.75, Kind.TASK: 0.75, Kind.RESULT: 0.7, Kind.LESSON: 0.75}
PRIOR, BESIDE_PRIOR, WORD_PRIOR, MEANING_PRIOR = 3.0, 6.0, 4.0, 1.0
"""Strengths of the priors on the weights of signs, of signs of the neighbours, of words and of vector elements: best
of a few on the development answers, with weights fitted to the others."""
FOLDS = 6
NEWTON_STEPS, CONJUGATE_STEPS, CONVERGED = 12, 30, 1e-3
FEWEST_SURE = 5
FEWEST_UNITS = 4
FEWEST_UNITS_OF_WORD = 8
"""A sign or word that fewer units have gets no weight."""

LABELS = {
    Kind.SITUATION: ("situation",),
    Kind.TASK: ("task",),
    Kind.RESULT: ("results",),
    Kind.LESSON: ("lessons",),
}
ALSO_RIGHT = {Kind.SITUATION: ("times", "task"), Kind.TASK: ("situation",)}
"""What is counted neither for nor against: a sentence may set the scene and pose the task at once."""


class Row(NamedTuple):
    """A sentence: its answer's id, signs and words; for each part whether it is labelled so, None to leave it out;
    and whether the thresholds are chosen by it."""

    answer: str
    signs: frozenset[str]
    words: Sequence[str]
    marks: dict[Kind, bool | None]
    calibrates: bool


def material(split: str, folder: Path = SPOKEN) -> list[Row]:
    """Every sentence of the stories of a split."""
    rows: list[Row] = []
    for path in sorted((folder / split).glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            if entry["type"] in {"behavioral", "project"}:
                rows += list(_rows(entry, calibrates=split != "training"))
    return rows


def _rows(entry: dict[str, Any], *, calibrates: bool) -> list[Row]:
    text, labels = entry["answer"], entry["labels"]
    reading = read(text)
    findings = find_without_story(reading)
    rows = []
    for (first, last), signs, meant in zip(reading.units, unit_signs(findings), unit_words(reading), strict=True):
        evidence = reading.evidence(first, last)
        assert evidence
        marks: dict[Kind, bool | None] = {}
        for part in PARTS:
            is_part = _labelled(labels, LABELS[part], text, evidence.start, evidence.end)
            near = _labelled(labels, ALSO_RIGHT.get(part, ()), text, evidence.start, evidence.end)
            marks[part] = True if is_part else None if near else False
        rows.append(Row(entry["id"], signs, meant, marks, calibrates))
    return rows


def _labelled(labels: dict[str, Any], names: tuple[str, ...], text: str, start: int, end: int) -> bool:
    for name in names:
        for each in labels.get(name, ()):
            quote = each["quote"] if isinstance(each, dict) else each
            at = text.find(quote)
            if at >= 0 and at < end and start < at + len(quote):
                return True
    return False


def _fit(x: Matrix, y: Matrix, penalty: Matrix, start: Matrix | None = None) -> Matrix:
    """Newton's method on the penalised log-likelihood from `start` on, each step by conjugate gradients."""
    weights = np.zeros(x.shape[1], np.float32) if start is None else start.copy()
    for _ in range(NEWTON_STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + penalty * weights
        step = _solve(x, p * (1 - p), penalty, gradient)
        weights -= step
        if np.abs(step).max() < CONVERGED:
            break
    return weights


def _solve(x: Matrix, spread: Matrix, penalty: Matrix, gradient: Matrix) -> Matrix:
    """The step `s` with (x' diag(spread) x + diag(penalty)) s = gradient; preconditioned by the diagonal."""
    scale = 1 / (spread @ (x * x) + penalty)
    step = np.zeros_like(gradient)
    rest = gradient.copy()
    ahead = direction = scale * rest
    fit = rest @ ahead
    for _ in range(CONJUGATE_STEPS):
        curved = x.T @ (spread * (x @ direction)) + penalty * direction
        length = fit / (direction @ curved)
        step += length * direction
        rest -= length * curved
        ahead = scale * rest
        before, fit = fit, rest @ ahead
        if fit < CONVERGED**2:
            break
        direction = ahead + fit / before * direction
    return step


def _thresholds(scores: Matrix, y: Matrix, part: Kind) -> tuple[float, float]:
    """Where precision reaches SURE_PRECISION, and LIKELY_PRECISION, as far down the ranking as it does."""
    order = np.argsort(-scores)
    hits = np.cumsum(y[order])
    taken = np.arange(1, len(y) + 1)
    precision = hits / taken

    def reached(least: float) -> float:
        good = np.flatnonzero((precision >= least) & (hits >= FEWEST_SURE))
        return float(scores[order[good[-1]]] if len(good) else scores.max() + 1)

    return reached(SURE_PRECISION[part]), reached(LIKELY_PRECISION[part])


class _Columns:
    """The columns of a design matrix: signs of a unit, of the one before and behind it, words, and vectors."""

    def __init__(self, rows: Sequence[Row], *, with_meaning: bool) -> None:
        counts = Counter(sign for row in rows for sign in row.signs)
        self.signs = sorted(sign for sign, count in counts.items() if count >= FEWEST_UNITS)
        said = Counter(word for row in rows for word in set(stems_and_pairs(row.words)))
        self.words = sorted(word for word, count in said.items() if count >= FEWEST_UNITS_OF_WORD)
        self.known = load_vectors() if with_meaning else None

    def matrix(self, rows: Sequence[Row]) -> Matrix:
        own = np.array([[sign in row.signs for sign in self.signs] for row in rows], np.float32)
        before, behind = np.zeros_like(own), np.zeros_like(own)
        for at in range(1, len(rows)):
            if rows[at - 1].answer == rows[at].answer:
                before[at], behind[at - 1] = own[at - 1], own[at]
        places = {word: place for place, word in enumerate(self.words)}
        said = np.zeros((len(rows), len(places)), np.float32)
        for at, row in enumerate(rows):
            for word in stems_and_pairs(row.words):
                if word in places:
                    said[at, places[word]] += 1.0
        parts = [own, before, behind, said]
        if self.known:
            parts.append(self.known.embed_words([row.words for row in rows]))
        return np.hstack(parts)

    def penalty(self, width: int) -> Matrix:
        signs = np.full(len(self.signs), PRIOR)
        signs[self.signs.index("any")] = 1e-6  # the intercept
        beside = np.full(2 * len(self.signs), BESIDE_PRIOR)
        words = np.full(len(self.words), WORD_PRIOR)
        rest = np.full(width - 3 * len(self.signs) - len(self.words), MEANING_PRIOR)
        return np.concatenate([signs, beside, words, rest]).astype(np.float32)


def _model(rows: Sequence[Row], *, with_meaning: bool) -> dict[str, Any]:
    """The weights and thresholds of all parts, with or without vectors; prints what they reach."""
    columns = _Columns(rows, with_meaning=with_meaning)
    x = columns.matrix(rows)
    penalty = columns.penalty(x.shape[1])
    answers = sorted({row.answer for row in rows})
    fold = np.array([answers.index(row.answer) % FOLDS for row in rows])
    fitted, likely_from, sure_from = [], [], []
    for part in PARTS:
        marked = np.array([row.marks[part] is not None for row in rows])
        y = np.array([bool(row.marks[part]) for row in rows], np.float32)
        whole = _fit(x[marked], y[marked], penalty)
        scores = np.zeros(len(rows), np.float32)
        for held in range(FOLDS):
            train = marked & (fold != held)
            scores[fold == held] = x[fold == held] @ _fit(x[train], y[train], penalty, whole)
        chosen = marked & np.array([row.calibrates for row in rows])
        sure, likely = _thresholds(scores[chosen], y[chosen], part)
        report(part, scores[chosen], y[chosen], likely, sure)
        fitted.append(whole)
        likely_from.append(round(min(likely, sure), 3))
        sure_from.append(round(sure, 3))
    weights = np.round(np.array(fitted, np.float64).T, 3)
    signs, words = len(columns.signs), len(columns.words)
    return {
        "signs": {
            sign: np.concatenate([weights[place + signs * beside] for beside in range(3)]).tolist()
            for place, sign in enumerate(columns.signs)
        },
        "words": dict(zip(columns.words, weights[3 * signs : 3 * signs + words].tolist(), strict=True)),
        "meaning": weights[3 * signs + words :].T.tolist(),
        "likely": likely_from,
        "sure": sure_from,
    }


def report(part: str, scores: Matrix, y: Matrix, likely: float, sure: float) -> None:
    """Print precision and recall at both thresholds."""
    truth = y > 0
    taken, picked = scores >= likely, scores >= sure
    print(
        f"{part:10} {int(truth.sum()):4} of {len(truth)}: likely precision {truth[taken].mean():.2f} recall "
        f"{taken[truth].mean():.2f}; sure precision {truth[picked].mean() if picked.any() else 0:.2f} recall "
        f"{picked[truth].mean():.2f}"
    )


def main() -> None:
    rows = material("development") + material("training") + material("loose")
    assert load_vectors(), "the package of word vectors is needed"
    models = {}
    for name, with_meaning in (("signs", False), ("signs_and_meaning", True)):
        print(name)
        models[name] = _model(rows, with_meaning=with_meaning)
    if "--write" in sys.argv:
        WEIGHTS.write_text(json.dumps(models) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
