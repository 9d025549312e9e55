"""Result files read back: how two of them differ, and how far a judge that scored repeatedly agrees with itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from pathlib import Path
from statistics import fmean
from typing import TypeGuard

from interview_cli.contracts.batch import ChangedRecommendation, Drift, ResultLine, ResultsComparison
from interview_cli.errors import InputError
from interview_cli.trust.agreement import pearson, ranks

_NEEDED = ("id", "status", "overall_score", "recommendation", "scores", "answers", "evaluator")


@dataclass(frozen=True, slots=True)
class CriterionSpread:
    """The spread of a criterion's score over repetitions, in points: its mean and its largest over `answers`."""

    answers: int
    mean: float
    largest: float


@dataclass(frozen=True, slots=True)
class _Result:
    score: float | None
    recommendation: str | None
    criteria: dict[str, float]


def compare_files(a: Path, b: Path) -> ResultsComparison:
    """How the results in B differ from those in A. Raises InputError when one is not a result file of ours."""
    (results_a, judges_a), (results_b, judges_b) = _results(a), _results(b)
    common = [line_id for line_id in results_a if line_id in results_b]
    pairs = [(results_a[line_id], results_b[line_id]) for line_id in common]
    names = dict.fromkeys(name for result, _ in pairs for name in result.criteria)
    return {
        "a": str(a),
        "b": str(b),
        "matched": len(common),
        "overall": _drift((first.score, second.score) for first, second in pairs),
        "criteria": {
            name: _drift((first.criteria.get(name), second.criteria.get(name)) for first, second in pairs)
            for name in names
        },
        "changed_recommendations": [
            _changed(line_id, first, second)
            for line_id, (first, second) in zip(common, pairs, strict=True)
            if first.recommendation != second.recommendation
        ],
        "only_in_a": [line_id for line_id in results_a if line_id not in results_b],
        "only_in_b": [line_id for line_id in results_b if line_id not in results_a],
        "judges_a": judges_a,
        "judges_b": judges_b,
    }


def spreads(path: Path) -> dict[str, CriterionSpread]:
    """The spread of each criterion over the repetitions of a result file. Raises InputError."""
    found: dict[str, list[float]] = {}
    for line in _lines(path):
        for answer in line["answers"]:
            for name, score in answer["scores"].items():
                if (spread := score.get("spread")) is not None:
                    found.setdefault(name, []).append(spread)
    return {name: CriterionSpread(len(values), fmean(values), max(values)) for name, values in found.items()}


def _changed(line_id: str, first: _Result, second: _Result) -> ChangedRecommendation:
    return {
        "id": line_id,
        "recommendation_a": first.recommendation,
        "recommendation_b": second.recommendation,
        "score_a": first.score,
        "score_b": second.score,
    }


def _drift(pairs: Iterable[tuple[float | None, float | None]]) -> Drift:
    both = [(first, second) for first, second in pairs if first is not None and second is not None]
    if not both:
        return {
            "n": 0,
            "mean_difference": None,
            "mean_absolute_difference": None,
            "pearson_r": None,
            "spearman_rho": None,
        }
    a, b = [first for first, _ in both], [second for _, second in both]
    differences = [second - first for first, second in both]
    return {
        "n": len(both),
        "mean_difference": _rounded(fsum(differences) / len(both)),
        "mean_absolute_difference": _rounded(fsum(map(abs, differences)) / len(both)),
        "pearson_r": _rounded(pearson(a, b)),
        "spearman_rho": _rounded(pearson(ranks(a), ranks(b))),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _results(path: Path) -> tuple[dict[str, _Result], list[str]]:
    results: dict[str, _Result] = {}
    judges: set[str] = set()
    for number, line in enumerate(_lines(path), 1):
        if line["id"] in results:
            raise InputError(f"{path}, result {number}: the id {line['id']!r} is there twice.")
        try:
            criteria = {name: float(score["score"]) for name, score in line["scores"].items()}
            score = None if line["overall_score"] is None else float(line["overall_score"])
            if line["status"] != "failed":
                judges.add(_judge_of(line))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise _not_ours(f"{path}, result {number}") from None
        results[line["id"]] = _Result(score, line["recommendation"], criteria)
    return results, sorted(judges)


def _judge_of(line: ResultLine) -> str:
    evaluator = line["evaluator"]
    versions: Sequence[str | None] = (evaluator["prompt_version"], evaluator["rubric_version"])
    corrected = f", calibration {line['calibration']}" if line.get("calibration") else ""
    return f"{evaluator['name']} ({', '.join(each for each in versions if each)}{corrected})"


def _lines(path: Path) -> Iterator[ResultLine]:
    """The lines of a result file; one at the end that is still being written is left out."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if raw.endswith(b"\n"):
                    yield _line(raw, f"{path}, line {number}")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None


def _line(raw: bytes, where: str) -> ResultLine:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError):
        line = None
    if not _is_result(line):
        raise _not_ours(where)
    return line


def _is_result(line: object) -> TypeGuard[ResultLine]:
    """Whether a line looks like a result: it has the fields that are read here. What they hold is not checked."""
    return isinstance(line, dict) and all(name in line for name in _NEEDED) and isinstance(line["id"], str)


def _not_ours(where: str) -> InputError:
    return InputError(f"{where} was not written by 'interview evaluate'.", "Give the files of two --out options.")
