"""How many transcripts of 1,200 words a second `evaluate` scores by rules, from files to lines on the disk.

Run with `python benchmarks/batch_rules.py [transcripts] [--embeddings]`; the extra is left out unless asked for.
Prints the rate with one and with two worker processes next to the ideal: the scoring alone (judged and delivery
measured, nothing read or written) in as many processes, and the gain of a second process for a loop that only
computes. The budgets (docs/benchmarks.md) are 150 a second on 2 cores and 1.8 times the rate of one.
Figures are the best of three rounds.
"""

from __future__ import annotations

import io
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rules_speed import options, score_many, transcript, without_embeddings
from interview_cli.batch.items import Item, ItemResult
from interview_cli.batch.local_pool import LocalPool
from interview_cli.batch.plan import Plan
from interview_cli.batch.service import evaluate, opened
from interview_cli.batch.sources import Sources
from interview_cli.batch.work import Scoring

BUDGET_PER_SECOND = 150
BUDGET_GAIN = 1.8
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class BaseScoring(Scoring):
    """The work of scoring as the base install does it, in whichever process it is prepared."""

    def prepared(self) -> Callable[[Item], ItemResult]:
        without_embeddings()
        return Scoring(self.plan).prepared()


def write_transcripts(folder: Path, count: int) -> None:
    """Files of eight answers of 150 words each."""
    for number in range(count):
        turns = (f"Interviewer: {question.text}\n\nCandidate: {answer}\n" for question, answer in transcript(number))
        (folder / f"{number:06}.txt").write_text("\n".join(turns), encoding="utf-8")


def batch_rate(folder: Path, count: int, jobs: int, work: type[Scoring]) -> float:
    """Transcripts a second, start of the workers and all writing included."""
    plan = Plan()
    with tempfile.TemporaryDirectory() as results:
        out = Path(results) / "out.jsonl"
        with opened(out, Path(results) / "ledgers", plan.fingerprint, overwrite=False) as (file, ledger):
            sources = Sources([str(folder)], io.BytesIO())
            start = time.perf_counter()
            evaluate(file, ledger, sources, count, plan, LocalPool(work(plan), jobs, 60.0), lambda _: None)
            return count / (time.perf_counter() - start)


def scoring_rate(count: int, jobs: int, work: type[Scoring]) -> float:
    """Transcripts a second when nothing is done but judging and measuring, processes already started."""
    share = count // jobs
    with _processes(jobs, without_embeddings if work is BaseScoring else None) as pool:
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
    work = Scoring if asked.embeddings else BaseScoring
    rates: dict[int, list[float]] = {1: [], 2: []}
    ideals: dict[int, list[float]] = {1: [], 2: []}
    gains = []
    with tempfile.TemporaryDirectory() as folder:
        write_transcripts(Path(folder), count)
        for _ in range(ROUNDS):
            for jobs in (1, 2):
                ideals[jobs].append(scoring_rate(count // 2, jobs, work))
                rates[jobs].append(batch_rate(Path(folder), count, jobs, work))
            gains.append(computing_gain())
    for jobs in (1, 2):
        rate, ideal = max(rates[jobs]), max(ideals[jobs])
        print(f"{jobs} of 2 cores: {rate:.1f} transcripts/s (scoring alone: {ideal:.1f}; {rate / ideal:.0%} of it)")
    print(f"both cores: {max(rates[2]) / BUDGET_PER_SECOND:.2f} of the budget of {BUDGET_PER_SECOND}/s")
    gain = max(rates[2]) / max(rates[1])
    print(f"gain of the second: {gain:.2f} (budget {BUDGET_GAIN}; a bare loop gains {max(gains):.2f})")


if __name__ == "__main__":
    main()
