"""Fits the weights by which the rules tell the parts of a story: `python -m benchmarks.fit_story_parts [--write]`.

Logistic regression with a Gaussian prior on the signs of each sentence (see `interview_cli/scoring/story.py`), one
model per part, on the labelled answers of `tests/scoring/spoken/development`. The thresholds come from ten-fold
cross-validation by answer: "sure" is where precision reaches SURE_PRECISION, "likely" where the F1 score is best.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from interview_cli.scoring.deeds import find_deeds
from interview_cli.scoring.findings import Findings, Kind, find_without_story
from interview_cli.scoring.reading import read
from interview_cli.scoring.story import PARTS, unit_signs

ROOT = Path(__file__).parent.parent
SPOKEN = ROOT / "tests" / "scoring" / "spoken"
WEIGHTS = ROOT / "prompts" / "vocabulary" / "story_parts.json"
SURE_PRECISION = 0.93
PRIOR = 1.0
FOLDS = 10
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


def material(split: str, folder: Path = SPOKEN) -> list[tuple[str, frozenset[str], dict[Kind, bool | None]]]:
    """Every sentence of the stories: the answer's id, its signs, and for each part whether it is labelled so."""
    rows = []
    for path in sorted((folder / split).glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            if entry["type"] in {"behavioral", "project"}:
                rows += list(_rows(entry))
    return rows


def _rows(entry: dict[str, Any]) -> list[tuple[str, frozenset[str], dict[Kind, bool | None]]]:
    text, labels = entry["answer"], entry["labels"]
    reading = read(text)
    findings = Findings(reading)
    deeds = find_deeds(reading.words, reading.gaps, reading.units)
    find_without_story(findings, deeds)
    rows = []
    for (first, last), signs in zip(reading.units, unit_signs(findings, deeds), strict=True):
        evidence = reading.evidence(first, last)
        assert evidence
        marks: dict[Kind, bool | None] = {}
        for part in PARTS:
            is_part = _labelled(labels, LABELS[part], text, evidence.start, evidence.end)
            near = _labelled(labels, ALSO_RIGHT.get(part, ()), text, evidence.start, evidence.end)
            marks[part] = True if is_part else None if near else False
        rows.append((entry["id"], signs, marks))
    return rows


def _labelled(labels: dict[str, Any], names: tuple[str, ...], text: str, start: int, end: int) -> bool:
    for name in names:
        for each in labels.get(name, ()):
            quote = each["quote"] if isinstance(each, dict) else each
            at = text.find(quote)
            if at >= 0 and at < end and start < at + len(quote):
                return True
    return False


def _fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Newton's method on the penalised log-likelihood; the first column is the intercept and is not penalised."""
    weights = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], PRIOR)
    penalty[0] = 1e-6
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + penalty * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def _thresholds(scores: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    """Where precision reaches SURE_PRECISION, and where F1 is best."""
    order = np.argsort(-scores)
    hits = np.cumsum(y[order])
    taken = np.arange(1, len(y) + 1)
    precision = hits / taken
    f1 = 2 * hits / (taken + y.sum())
    good = np.flatnonzero((precision >= SURE_PRECISION) & (hits >= 5))
    sure = scores[order[good[-1]]] if len(good) else scores.max() + 1
    return float(sure), float(scores[order[int(np.argmax(f1))]])


def main() -> None:
    rows = material("development") + material("training")
    counts: defaultdict[str, int] = defaultdict(int)
    for _, signs, _ in rows:
        for sign in signs:
            counts[sign] += 1
    names = ["any", *sorted(sign for sign, count in counts.items() if count >= FEWEST_UNITS and sign != "any")]
    x = np.array([[float(name in signs) for name in names] for _, signs, _ in rows])
    ids = [row[0] for row in rows]
    fold = np.array([sorted(set(ids)).index(each) % FOLDS for each in ids])
    result: dict[str, dict[str, Any]] = {"weights": {}, "likely": {}, "sure": {}}
    for part in PARTS:
        marked = np.array([row[2][part] is not None for row in rows])
        y = np.array([float(bool(row[2][part])) for row in rows])
        scores = np.zeros(len(rows))
        for held in range(FOLDS):
            train = marked & (fold != held)
            scores[fold == held] = x[fold == held] @ _fit(x[train], y[train])
        sure, likely = _thresholds(scores[marked], y[marked])
        taken, picked = scores[marked] >= likely, scores[marked] >= sure
        truth = y[marked] > 0
        print(
            f"{part:10} {int(truth.sum()):4} of {len(truth)}: likely precision {truth[taken].mean():.2f} recall "
            f"{taken[truth].mean():.2f}; sure precision {truth[picked].mean() if picked.any() else 0:.2f} recall "
            f"{picked[truth].mean():.2f}"
        )
        weights = _fit(x[marked], y[marked])
        result["weights"][part] = {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}
        result["likely"][part], result["sure"][part] = round(min(likely, sure), 3), round(sure, 3)
    if "--write" in sys.argv:
        WEIGHTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
