"""How many transcripts of 1,200 words a second `interview evaluate` scores by rules: the whole command, its start
included, from files to lines on the disk.

Run with `python benchmarks/batch_rules.py [transcripts] [--embeddings]`; the extra is left out unless asked for.
Prints the rate with one and with two worker processes next to the ideal: the scoring alone (judged and delivery
measured, nothing read or written, nothing started) in as many processes, and the gain of a second process for a loop
that only computes. The budgets (docs/benchmarks.md) are 150 a second on 2 cores and 1.8 times the rate of one.
Figures are the best of three rounds.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.rules_speed import options, score_many, transcript, without_embeddings

PROJECT = Path(__file__).resolve().parent.parent
BUDGET_PER_SECOND = 150
BUDGET_GAIN = 1.8
ROUNDS = 3


WITHOUT_EMBEDDINGS = "import sys; sys.modules['onnxruntime'] = None"
"""What `sitecustomize` has every process do, as `without_embeddings` does for this one."""


def write_transcripts(folder: Path, count: int) -> None:
    """Files of eight answers of 150 words each."""
    for number in range(count):
        turns = (f"Interviewer: {question.text}\n\nCandidate: {answer}\n" for question, answer in transcript(number))
        (folder / f"{number:06}.txt").write_text("\n".join(turns), encoding="utf-8")


def batch_rate(folder: Path, count: int, jobs: int, *, embeddings: bool) -> float:
    """Transcripts a second of a whole command. Byte code is kept for the next, as it is of an installed package."""
    with tempfile.TemporaryDirectory() as home:
        if not embeddings:
            (Path(home) / "sitecustomize.py").write_text(WITHOUT_EMBEDDINGS, encoding="utf-8")
        environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPATH": os.pathsep.join([home, str(PROJECT)]),
            "PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode"),
            "INTERVIEW_HOME": home,
        }
        command = [sys.executable, "-m", "interview_cli", "evaluate", str(folder), "--out", f"{home}/out.jsonl"]
        start = time.perf_counter()
        subprocess.run([*command, "--jobs", str(jobs)], env=environment, capture_output=True, check=True)
        return count / (time.perf_counter() - start)


def scoring_rate(count: int, jobs: int, *, embeddings: bool) -> float:
    """Transcripts a second when nothing is done but judging and measuring, processes already started."""
    share = count // jobs
    with _processes(jobs, None if embeddings else without_embeddings) as pool:
        parts = [pool.submit(score_many, 1_000_000 * part, share, with_delivery=True) for part in range(jobs)]
        return sum((share / part.result() for part in parts), 0.0)


def computing_gain() -> float:
    """How much more a second process brings here and now for work that only computes."""
    with _processes(2) as pool:
        for _ in pool.map(_compute, range(2)):
            pass
        start = time.perf_counter()
        pool.submit(_compute, 0).result()
        one = time.perf_counter() - start
        start = time.perf_counter()
        for _ in pool.map(_compute, range(2)):
            pass
        return 2 * one / (time.perf_counter() - start)


def _compute(seed: int) -> int:
    total = seed
    for number in range(6_000_000):
        total += number & 7
    return total


def _processes(jobs: int, initializer: Callable[[], None] | None = None) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer)


def main() -> None:
    """Print the rates."""
    asked = options("How many transcripts a second `evaluate` scores by rules.", 600)
    count: int = asked.transcripts
    rates: dict[int, list[float]] = {1: [], 2: []}
    ideals: dict[int, list[float]] = {1: [], 2: []}
    gains = []
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "transcripts"
        folder.mkdir()
        write_transcripts(folder, count)
        for _ in range(ROUNDS):
            for jobs in (1, 2):
                ideals[jobs].append(scoring_rate(count // 2, jobs, embeddings=asked.embeddings))
                rates[jobs].append(batch_rate(folder, count, jobs, embeddings=asked.embeddings))
            gains.append(computing_gain())
    for jobs in (1, 2):
        rate, ideal = max(rates[jobs]), max(ideals[jobs])
        print(f"{jobs} of 2 cores: {rate:.1f} transcripts/s (scoring alone: {ideal:.1f}; {rate / ideal:.0%} of it)")
    print(f"both cores: {max(rates[2]) / BUDGET_PER_SECOND:.2f} of the budget of {BUDGET_PER_SECOND}/s")
    gain = max(rates[2]) / max(rates[1])
    print(f"gain of the second: {gain:.2f} (budget {BUDGET_GAIN}; a bare loop gains {max(gains):.2f})")


if __name__ == "__main__":
    main()
