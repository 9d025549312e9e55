"""Fits the weights by which the rules tell the parts of a story: `python -m benchmarks.fit_story_parts [--write]`.

Logistic regression with a Gaussian prior on the signs and the vector of each sentence (see
`interview_cli/scoring/story.py`), one model per part, on the labelled answers of `tests/scoring/spoken/development`
and `training`. The thresholds come from ten-fold cross-validation by answer: "sure" is where precision reaches
SURE_PRECISION, "likely" where it reaches LIKELY_PRECISION.
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

from interview_cli.scoring.deeds import find_deeds
from interview_cli.scoring.finders import find_without_story, unit_texts
from interview_cli.scoring.findings import Findings, Kind
from interview_cli.scoring.reading import read
from interview_cli.scoring.story import PARTS, unit_signs
from interview_cli.text.meaning import load_vectors

Matrix = NDArray[np.float64]

ROOT = Path(__file__).parent.parent
SPOKEN = ROOT / "tests" / "scoring" / "spoken"
WEIGHTS = ROOT / "prompts" / "vocabulary" / "story_parts.json"
SURE_PRECISION = 0.93
LIKELY_PRECISION = {Kind.SITUATION: 0.8, Kind.TASK: 0.8, Kind.RESULT: 0.75, Kind.LESSON: 0.75}
PRIOR = 3.0
MEANING_PRIOR = 1.0
"""Strengths of the priors on the weights of signs and of vector elements, best of a few in cross-validation."""
FOLDS = 10
FEWEST_SURE = 5
FEWEST_UNITS = 4
"""A sign that fewer units have gets no weight."""

LABELS = {
    Kind.SITUATION: ("situation",),
    Kind.TASK: ("task",),
    Kind.RESULT: ("results",),
    Kind.LESSON: ("lessons",),
}
ALSO_RIGHT = {Kind.SITUATION: ("times", "task"), Kind.TASK: ("situation",)}
"""What is counted neither for nor against: a sentence may set the scene and pose the task at once."""


class Row(NamedTuple):
    """A sentence: its answer's id, signs and text; for each part whether it is labelled so, None to leave it out."""

    answer: str
    signs: frozenset[str]
    text: str
    marks: dict[Kind, bool | None]


def material(split: str, folder: Path = SPOKEN) -> list[Row]:
    """Every sentence of the stories of a split."""
    rows: list[Row] = []
    for path in sorted((folder / split).glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            if entry["type"] in {"behavioral", "project"}:
                rows += list(_rows(entry))
    return rows


def _rows(entry: dict[str, Any]) -> list[Row]:
    text, labels = entry["answer"], entry["labels"]
    reading = read(text)
    findings = Findings(reading)
    deeds = find_deeds(reading.words, reading.gaps, reading.units)
    find_without_story(findings, deeds)
    rows = []
    texts = unit_texts(reading)
    for (first, last), signs, meant in zip(reading.units, unit_signs(findings, deeds), texts, strict=True):
        evidence = reading.evidence(first, last)
        assert evidence
        marks: dict[Kind, bool | None] = {}
        for part in PARTS:
            is_part = _labelled(labels, LABELS[part], text, evidence.start, evidence.end)
            near = _labelled(labels, ALSO_RIGHT.get(part, ()), text, evidence.start, evidence.end)
            marks[part] = True if is_part else None if near else False
        rows.append(Row(entry["id"], signs, meant, marks))
    return rows


def _labelled(labels: dict[str, Any], names: tuple[str, ...], text: str, start: int, end: int) -> bool:
    for name in names:
        for each in labels.get(name, ()):
            quote = each["quote"] if isinstance(each, dict) else each
            at = text.find(quote)
            if at >= 0 and at < end and start < at + len(quote):
                return True
    return False


def _fit(x: Matrix, y: Matrix, penalty: Matrix) -> Matrix:
    """Newton's method on the penalised log-likelihood."""
    weights = np.zeros(x.shape[1])
    for _ in range(12):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + penalty * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-4:
            break
    return weights


def _thresholds(scores: Matrix, y: Matrix, likely_precision: float) -> tuple[float, float]:
    """Where precision reaches SURE_PRECISION, and `likely_precision`, as far down the ranking as it does."""
    order = np.argsort(-scores)
    hits = np.cumsum(y[order])
    taken = np.arange(1, len(y) + 1)
    precision = hits / taken

    def reached(least: float) -> float:
        good = np.flatnonzero((precision >= least) & (hits >= FEWEST_SURE))
        return float(scores[order[good[-1]]] if len(good) else scores.max() + 1)

    return reached(SURE_PRECISION), reached(likely_precision)


def _model(rows: Sequence[Row], vectors: Matrix | None) -> dict[str, Any]:
    """The weights and thresholds of all parts, with or without vectors; prints what they reach."""
    counts = Counter(sign for row in rows for sign in row.signs)
    names = ["any", *sorted(sign for sign, count in counts.items() if count >= FEWEST_UNITS and sign != "any")]
    x = np.array([[float(name in row.signs) for name in names] for row in rows])
    penalty = np.full(len(names), PRIOR)
    penalty[0] = 1e-6  # the intercept
    if vectors is not None:
        x = np.hstack([x, vectors])
        penalty = np.concatenate([penalty, np.full(vectors.shape[1], MEANING_PRIOR)])
    answers = sorted({row.answer for row in rows})
    fold = np.array([answers.index(row.answer) % FOLDS for row in rows])
    result: dict[str, dict[str, Any]] = {"weights": {}, "meaning": {}, "likely": {}, "sure": {}}
    for part in PARTS:
        marked = np.array([row.marks[part] is not None for row in rows])
        y = np.array([float(bool(row.marks[part])) for row in rows])
        scores = np.zeros(len(rows))
        for held in range(FOLDS):
            train = marked & (fold != held)
            scores[fold == held] = x[fold == held] @ _fit(x[train], y[train], penalty)
        sure, likely = _thresholds(scores[marked], y[marked], LIKELY_PRECISION[part])
        report(part, scores[marked], y[marked], likely, sure)
        weights = [round(float(weight), 3) for weight in _fit(x[marked], y[marked], penalty)]
        result["weights"][part] = dict(zip(names, weights, strict=False))
        result["meaning"][part] = weights[len(names) :]
        result["likely"][part], result["sure"][part] = round(min(likely, sure), 3), round(sure, 3)
    return result


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
    rows = material("development") + material("training")
    known = load_vectors()
    assert known, "the package of word vectors is needed"
    vectors = known.embed([row.text for row in rows]).astype(np.float64)
    models = {}
    for name, given in (("signs", None), ("signs_and_meaning", vectors)):
        print(name)
        models[name] = _model(rows, given)
    if "--write" in sys.argv:
        WEIGHTS.write_text(json.dumps(models) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
