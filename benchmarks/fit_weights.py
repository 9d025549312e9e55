"""Fit the small models that tell what an answer says of a key point, and how good a short answer is.

    python -m benchmarks.fit_weights points
    python -m benchmarks.fit_weights short-answers FOLDER

`points` reads the shipped banks and one half of the labelled answers in tests/scoring/key_points. `short-answers`
reads the training part of SciEntsBank (SemEval-2013 task 7, three-way labels, XML) from a folder. The weights are
written to prompts/weights/; docs/fitted-weights.md tells what they reach on answers that were held out.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import yaml
from numpy.typing import NDArray

from benchmarks.key_points import LABELLED, bank_answers, labelled_answers, sentences_of
from interview_cli.scoring.comparing import Comparison
from interview_cli.scoring.key_points import PointState, about_features, against_features, compare
from interview_cli.scoring.nearness import nearness
from interview_cli.scoring.reading import read
from interview_cli.scoring.short_answers import short_answer_features
from interview_cli.scoring.weights import Logistic

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "prompts" / "weights"
MEANING = frozenset("alike lift margin alike_all alike_question said_in_meaning".split())
"""Features that need word vectors."""

Sample = tuple[list[Comparison], PointState, float]
"""A point's comparisons with every sentence of an answer, its true state, and how much the sample counts."""


def main() -> int:
    """Fit what is asked for; return the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("points")
    commands.add_parser("short-answers").add_argument("folder", type=Path)
    options = parser.parse_args()
    WEIGHTS.mkdir(exist_ok=True)
    if options.command == "points":
        fit_points()
    else:
        fit_short_answers(options.folder)
    return 0


def fit_points() -> None:
    """Whether a sentence is about a point, then whether it says the contrary."""
    samples = [*_ideal_answers(), *_labelled(), *_replaced_subjects(), *_inverted_bank()]
    said = (PointState.RIGHT, PointState.WRONG)
    about: dict[str, Logistic] = {}
    against: dict[str, Logistic] = {}
    for variant, drop in (("with_vectors", frozenset[str]()), ("words_alone", MEANING)):
        judged = [sample for sample in samples if sample[0] and not sample[0][0].listed]
        chosen = [max(row, key=lambda each: each.meant + each.said / 2 + each.alike) for row, _, _ in judged]
        for _ in range(3):  # the best sentence of an answer is the one that the model itself finds closest
            about[variant] = fit(
                [about_features(each) for each in chosen],
                [state in said for _, state, _ in judged],
                [weight for _, _, weight in judged],
                drop,
            )
            model = about[variant]
            chosen = [max(row, key=lambda each: model.probability(about_features(each))) for row, _, _ in judged]
        pairs = [(each, sample) for each, sample in zip(chosen, judged, strict=True) if sample[1] in said]
        against[variant] = fit(
            [against_features(each) for each, _ in pairs],
            [state == PointState.WRONG for _, (_, state, _) in pairs],
            [weight for _, (_, _, weight) in pairs],
            drop,
        )
    write("about_point", about)
    write("against_point", against)
    fit_nearness()


_NEAR_KINDS = {"paraphrase": 3.0, "plain": 2.0, "one_wrong": 1.5, "partial": 1.0, "off": 0.7, "right": 0.3}
"""How much an answer of each kind counts for what is near a point: those in other words most (chosen)."""


def fit_nearness() -> None:
    """Whether a point is spoken of anywhere in an answer, in whatever words."""
    features, labels, weights = [], [], []
    for answer in [*labelled_answers(), *bank_answers()]:
        if answer.half != "dev" or answer.kind not in _NEAR_KINDS:
            continue
        sentences = read(answer.text).spans()
        compared = compare(answer.asked, answer.points, answer.text, sentences)
        features += nearness(answer.asked, answer.points, answer.text, sentences, compared)
        labels += [state in (PointState.RIGHT, PointState.WRONG) for state in answer.states]
        weights += [_NEAR_KINDS[answer.kind]] * len(answer.states)
    fitted = {
        variant: fit(features, labels, weights, drop)
        for variant, drop in (("with_vectors", frozenset[str]()), ("words_alone", MEANING))
    }
    write("near_point", fitted)


def _bank_questions() -> list[Mapping[str, object]]:
    files = sorted((ROOT / "question_banks").glob("*/*.yaml"))
    return [question for file in files for question in yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]]


def _compared(asked: object, points: object, text: object) -> list[list[Comparison]]:
    assert isinstance(asked, str)
    assert isinstance(points, list)
    assert isinstance(text, str)
    return compare(asked.strip(), tuple(points), text, sentences_of(text))


def _ideal_answers() -> Iterator[Sample]:
    """The bank's own answers say every point of their question and none of two other questions."""
    questions = [question for question in _bank_questions() if question.get("ideal_answer")]
    for number, question in enumerate(questions):
        for row in _compared(question["text"], question["key_points"], question["ideal_answer"]):
            yield row, PointState.RIGHT, 1.0
        for step in (1, 37):
            other = questions[(number + step) % len(questions)]
            for row in _compared(question["text"], question["key_points"], other["ideal_answer"]):
                yield row, PointState.NOT_SAID, 1.0


def _labelled() -> Iterator[Sample]:
    for answer in labelled_answers():
        if answer.half == "dev":
            compared = compare(answer.asked, answer.points, answer.text, sentences_of(answer.text))
            for row, state in zip(compared, answer.states, strict=True):
                if state != PointState.MENTIONED:
                    yield row, state, 4.0


_PREDICATE = re.compile(r"is|are|can|has|have|must|may|does|do|[a-z]{3,}[^s]s")


def _replaced_subjects() -> Iterator[Sample]:
    """What a point says of its subject, said of another point's subject, is wrong."""
    for question in _bank_questions():
        points = question.get("key_points") or []
        assert isinstance(points, list)
        split = [point.split(" ", 1) for point in points]
        subjects = [first for first, rest in split if _PREDICATE.fullmatch(rest.split(" ", 1)[0])]
        for number, (first, rest) in enumerate(split):
            for other in subjects:
                if first in subjects and other != first:
                    row = _compared(question["text"], points, f"{other} {rest}")[number]
                    yield row, PointState.WRONG, 1.0


def _inverted_bank() -> Iterator[Sample]:
    bank = {question["id"]: question for question in _bank_questions()}
    letters = {"w": PointState.WRONG, "n": PointState.NOT_SAID}
    for entry in yaml.safe_load((LABELLED / "inverted_bank.yaml").read_text(encoding="utf-8")):
        question = bank[entry["question"]]
        compared = _compared(question["text"], question["key_points"], entry["inverted"])
        states = entry.get("states", " ".join("w" * len(compared))).split()
        for row, letter in zip(compared, states, strict=True):
            yield row, letters[letter], 4.0


def fit_short_answers(folder: Path) -> None:
    """Correct or not, and correct or contrary: a quarter as much of the former as of the latter, as probability.

    Both are needed: the first alone forgives a contrary in the reference's own words, the second an empty answer.
    """
    rows = list(_school_answers(folder))
    counts = Counter(question for _, _, question in rows)
    weights = [counts[question] ** -0.5 for _, _, question in rows]
    found: dict[str, Logistic] = {}
    for variant, drop in (("with_vectors", frozenset[str]()), ("words_alone", MEANING)):
        features = [each for each, _, _ in rows]
        correct = [label == "correct" for _, label, _ in rows]
        complete = fit(features, correct, weights, drop, penalty=20.0)
        decided = [number for number, (_, label, _) in enumerate(rows) if label != "incorrect"]
        contrary = fit(
            [features[each] for each in decided],
            [correct[each] for each in decided],
            [weights[each] for each in decided],
            drop,
            penalty=20.0,
        )
        spreads = [_spread(model, features) for model in (complete, contrary)]
        summed = {
            name: contrary.weights[name] / spreads[1] + complete.weights[name] / spreads[0] / 4
            for name in contrary.weights
        }
        totals = [{"sum": sum(summed[name] * each[name] for name in summed)} for each in features]
        scale = fit(totals, correct, weights)
        found[variant] = Logistic(
            {name: round(weight * scale.weights["sum"], 4) for name, weight in summed.items()}, scale.constant
        )
    write("short_answer", found)


def _spread(model: Logistic, features: Sequence[Mapping[str, float]]) -> float:
    return float(np.std([sum(weight * each[name] for name, weight in model.weights.items()) for each in features]))


def _school_answers(folder: Path) -> Iterator[tuple[dict[str, float], str, str]]:
    for file in sorted(folder.glob("*.xml")):
        root = ElementTree.parse(file).getroot()
        question = (root.findtext("questionText") or "").strip()
        reference = next(root.iter("referenceAnswer")).text or ""
        for answer in root.iter("studentAnswer"):
            features = short_answer_features(question, reference.strip(), (answer.text or "").strip())
            if features is not None:
                yield features, answer.get("accuracy") or "", question


def fit(
    features: Sequence[Mapping[str, float]],
    labels: Iterable[bool],
    weights: Iterable[float],
    drop: frozenset[str] = frozenset(),
    penalty: float = 1.0,
) -> Logistic:
    """Logistic regression by Newton's method, with a squared penalty on the weights of standardized features."""
    names = [name for name in features[0] if name not in drop]
    raw = np.array([[each[name] for name in names] for each in features])
    centre, spread = raw.mean(axis=0), np.maximum(raw.std(axis=0), 1e-6)
    rows = np.column_stack([(raw - centre) / spread, np.ones(len(raw))])
    truth = np.fromiter(labels, float)
    counts = np.fromiter(weights, float)
    found = np.zeros(len(names) + 1)
    ridge = np.diag([penalty] * len(names) + [1e-6])
    for _ in range(50):
        chance: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (counts * (truth - chance)) - ridge @ found
        curve = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + ridge
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < 1e-8:
            break
    scaled = found[:-1] / spread
    constant = round(float(found[-1] - scaled @ centre), 4)
    return Logistic({name: round(float(value), 4) for name, value in zip(names, scaled, strict=True)}, constant)


def write(name: str, variants: Mapping[str, Logistic]) -> None:
    """Write a model's weights, with and without word vectors."""
    data = {variant: {"weights": model.weights, "constant": model.constant} for variant, model in variants.items()}
    (WEIGHTS / f"{name}.json").write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    print(name, json.dumps(data["with_vectors"]))


if __name__ == "__main__":
    sys.exit(main())
