"""How often the state of a key point is right, on labelled answers from many trades.

    python -m benchmarks.key_points [--read dev|held-out]

Questions alternate between the half that the finder was tuned on and the half that was held out.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import yaml

from interview_cli.scoring.key_points import PointFinding, PointState, find_key_points
from interview_cli.scoring.reading import read
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import split_words

LABELLED = Path(__file__).parent.parent / "tests" / "scoring" / "key_points"
HALVES = ("dev", "held-out")
_STATES = {
    "r": PointState.RIGHT,
    "w": PointState.WRONG,
    "m": PointState.MENTIONED,
    "n": PointState.NOT_SAID,
}
FRESH_KINDS = ("paraphrase", "one_wrong", "salad")
_EXPECTED = {"right": "r", "plain": "r", "inverted": "w", "salad": "m", "partial": "n", "off": "n"}


@dataclass(frozen=True, slots=True)
class LabelledAnswer:
    """One answer to a question with the state of each of its key points."""

    asked: str
    points: tuple[str, ...]
    kind: str
    text: str
    states: tuple[PointState, ...]
    half: str


def labelled_answers(folder: Path = LABELLED) -> Iterator[LabelledAnswer]:
    """Every labelled answer; each question gets the right answer to another one as well, which is off the point."""
    for file in sorted(folder / name for name in ("software.yaml", "other_trades.yaml")):
        questions: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
        for number, question in enumerate(questions):
            points = tuple(question["points"])
            given = {kind: question[kind] for kind in ("right", "plain", "inverted", "salad", "partial")}
            given["off"] = questions[number - 2]["right"]
            for kind, answer in given.items():
                text, letters = (
                    (answer["text"], answer["states"].split())
                    if isinstance(answer, dict)
                    else (answer, [_EXPECTED[kind]] * len(points))
                )
                states = tuple(_STATES[letter] for letter in letters)
                assert len(states) == len(points), question["asked"]
                yield LabelledAnswer(question["asked"], points, kind, text, states, HALVES[number % 2])


def bank_answers(folder: Path = LABELLED) -> Iterator[LabelledAnswer]:
    """Answers to questions of the shipped banks: in other words, with one or two wrong facts, and lists of terms."""
    files = sorted((Path(__file__).parent.parent / "question_banks").glob("*/*.yaml"))
    bank = {
        each["id"]: each for file in files for each in yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]
    }
    entries = yaml.safe_load((folder / "bank_answers.yaml").read_text(encoding="utf-8"))
    for number, entry in enumerate(entries):
        question = bank[entry["question"]]
        points = tuple(question["key_points"])
        for kind in FRESH_KINDS:
            states = tuple(_STATES[letter] for letter in entry[kind]["states"].split())
            assert len(states) == len(points), entry["question"]
            text = entry[kind]["text"]
            yield LabelledAnswer(question["text"].strip(), points, kind, text, states, HALVES[number % 2])


def found_points(answer: LabelledAnswer) -> tuple[PointFinding, ...]:
    """What is found of an answer's key points, in its sentences or, where it has no marks, its stretches."""
    reading = read(answer.text)
    return find_key_points(answer.asked, answer.points, answer.text, reading.spans(), runs_on=not reading.punctuated)


def sentences_of(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as ranges of characters."""
    words = split_words(text)
    return [(words.starts[first], words.ends[last - 1]) for first, last in sentence_spans(words)]


def main() -> int:
    """Print precision and recall of both halves; return the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--read", choices=HALVES, help="print every finding that differs from its label")
    options = parser.parse_args()
    answers = [(each, sentences_of(each.text)) for each in labelled_answers()]
    for answer, spans in answers:
        find_key_points(answer.asked, answer.points, answer.text, spans)
    started = perf_counter()
    found = [find_key_points(answer.asked, answer.points, answer.text, spans) for answer, spans in answers]
    seconds = perf_counter() - started
    fresh = [(answer, found_points(answer)) for answer in bank_answers()]
    for half in HALVES:
        part = [(answer, each) for (answer, _), each in zip(answers, found, strict=True) if answer.half == half]
        banks = [(answer, each) for answer, each in fresh if answer.half == half]
        _show(half, part)
        _show(f"{half}, banks", banks)
        if options.read == half:
            _read([*part, *banks])
    words = sum(len(answer.text.split()) for answer, _ in answers)
    print(f"{1000 * seconds / len(answers):.2f} ms an answer, {1e6 * seconds / words:.1f} ms per 1,000 words")
    return 0


def _show(half: str, part: Sequence[tuple[LabelledAnswer, tuple[PointFinding, ...]]]) -> None:
    table: Counter[tuple[str, str]] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    sizes: Counter[str] = Counter()
    for answer, findings in part:
        for label, finding in zip(answer.states, findings, strict=True):
            table[label, finding.state] += 1
            kinds[answer.kind, finding.state] += 1
            sizes[answer.kind] += 1
    print(f"{half}: {len({answer.asked for answer, _ in part})} questions, {sum(table.values())} points")
    for state in (PointState.RIGHT, PointState.WRONG, PointState.MENTIONED, PointState.NOT_SAID):
        told = sum(count for (_, given), count in table.items() if given == state)
        true = sum(count for (label, _), count in table.items() if label == state)
        hit = table[state, state]
        print(f"  {state:<10} precision {hit / max(1, told):.3f} ({told} told)   recall {hit / max(1, true):.3f}")
    for kind, size in sizes.items():
        shares = "  ".join(f"{state} {kinds[kind, state] / size:.2f}" for state in PointState)
        print(f"    {kind:<9} {shares}")


def _read(part: Sequence[tuple[LabelledAnswer, tuple[PointFinding, ...]]]) -> None:
    for answer, findings in part:
        for label, finding in zip(answer.states, findings, strict=True):
            if label != finding.state:
                quote = "" if finding.start is None else answer.text[finding.start : finding.end]
                print(f"  {answer.kind}: {label} told as {finding.state}: {finding.point} | {quote}")


if __name__ == "__main__":
    sys.exit(main())
