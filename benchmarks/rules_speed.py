"""How many interview transcripts a second the rules judge scores: eight answers of about 150 words each.

Run with `python benchmarks/rules_speed.py [transcripts] [--embeddings]`; the extra is left out unless asked for.
Prints the rate on one core and on two processes, with and without measuring the delivery of each answer. The budget
(docs/benchmarks.md) is 150 a second on 2 cores.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import yaml

from interview_cli.delivery.measure import measure_text
from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.scoring.rules import evaluate_answer

BUDGET_PER_SECOND = 150
ANSWERS = 8
WORDS = 150
SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "scoring" / "samples"


def without_embeddings() -> None:
    """Have this process find the extra `embeddings` missing: a module that is None in `sys.modules` has no spec."""
    sys.modules["onnxruntime"] = None  # type: ignore[assignment]


def options(description: str, transcripts: int) -> argparse.Namespace:
    """What the command line asks for: `transcripts`, and `embeddings`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("transcripts", type=int, nargs="?", default=transcripts)
    parser.add_argument("--embeddings", action="store_true", help="with the extra, which is left out otherwise")
    return parser.parse_args()


@cache
def material() -> list[tuple[Question, list[str]]]:
    """The sample questions, each with the words of an answer to it."""
    found = []
    for path in sorted(SAMPLES.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for sample in data["samples"]:
            words = sample["answer"].split()
            if len(words) >= 90:
                name, entry = sample["question"], data["questions"][sample["question"]]
                question = Question(
                    name,
                    entry["text"],
                    InterviewType(entry["type"]),
                    Difficulty.STANDARD,
                    "bench",
                    key_points=tuple(entry["key_points"]),
                )
                found.append((question, words))
    return found


def transcript(number: int) -> list[tuple[Question, str]]:
    """Eight answers of 150 words, different for every number so that no cache knows them."""
    samples = material()
    answers = []
    for index in range(ANSWERS):
        question, words = samples[(number + index) % len(samples)]
        text = " ".join((words * 2)[: WORDS - 3])
        answers.append((question, f"{text} case number {number}."))
    return answers


def score(number: int, with_delivery: bool) -> None:
    """Judge, and measure if asked to, one transcript."""
    for question, answer in transcript(number):
        evaluate_answer(question, answer)
        if with_delivery:
            measure_text(answer)


def score_many(first: int, count: int, with_delivery: bool) -> float:
    """Score a run of transcripts; returns the seconds it took, without making the transcripts' questions."""
    material()
    score(first, with_delivery)
    start = time.perf_counter()
    for number in range(first, first + count):
        score(number, with_delivery)
    return time.perf_counter() - start


def main() -> None:
    """Print the rates."""
    asked = options("How many transcripts a second the rules judge scores.", 200)
    count: int = asked.transcripts
    if not asked.embeddings:
        without_embeddings()
    for with_delivery in (False, True):
        what = "judged and measured" if with_delivery else "judged"
        one = count / score_many(0, count, with_delivery)
        with ProcessPoolExecutor(2, initializer=None if asked.embeddings else without_embeddings) as pool:
            halves = [pool.submit(score_many, first, count, with_delivery) for first in (0, count)]
            two = sum(count / half.result() for half in halves)
        print(
            f"{what}: {one:.0f} transcripts/s on one core, {two:.0f} on two ({two / BUDGET_PER_SECOND:.2f} of budget)"
        )


if __name__ == "__main__":
    main()
