"""How much memory `evaluate` takes in its main process, however many transcripts there are.

Run with `python benchmarks/batch_memory.py [transcripts]`, 100,000 by default; they are short, so that it ends within
minutes. Prints the resident memory as the run continues and its peak. The budget (docs/benchmarks.md) is
250 MB, and flat: the last tenth of the run takes no more than 1.1 times what the second tenth took.
"""

from __future__ import annotations

import io
import resource
import sys
import tempfile
from pathlib import Path

from interview_cli.app.batch_workers import usable_cores
from interview_cli.batch.local_pool import LocalPool
from interview_cli.batch.plan import Plan
from interview_cli.batch.ranking_files import write_csv, write_page
from interview_cli.batch.run import Progress
from interview_cli.batch.service import evaluate, opened
from interview_cli.batch.sources import Sources
from interview_cli.batch.work import Scoring

BUDGET_MB = 250
FILES_PER_FOLDER = 10_000
TEXT = (
    "Interviewer: Tell me about a problem that you solved.\n\n"
    "Candidate: In 2021 I found out why {number} parcels got lost. I checked the labels, and 40% fewer were lost.\n"
)


def write_transcripts(folder: Path, count: int) -> None:
    """Short transcripts, all different."""
    for number in range(count):
        if number % FILES_PER_FOLDER == 0:
            into = folder / f"{number:07}"
            into.mkdir()
        (into / f"{number:07}.txt").write_text(TEXT.format(number=number), encoding="utf-8")


def resident_mb() -> float:
    """The memory this process has now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> int:
    """Print the memory; 1 when the budget is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    tenths: dict[int, float] = {}

    def report(progress: Progress) -> None:
        tenth = 10 * (progress.total - progress.left) // progress.total
        if tenth not in tenths:
            tenths[tenth] = resident_mb()
            rate = progress.done / progress.seconds if progress.seconds else 0.0
            print(f"{tenth:>3}0 %  {tenths[tenth]:6.1f} MB  {rate:6.1f}/s", flush=True)

    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "transcripts"
        folder.mkdir()
        write_transcripts(folder, count)
        plan = Plan()
        out = Path(root) / "out.jsonl"
        with opened(out, Path(root) / "ledgers", plan.fingerprint, overwrite=False) as (file, ledger):
            sources = Sources([str(folder)], io.BytesIO())
            engine = LocalPool(Scoring(plan), usable_cores(), 60.0)
            progress = evaluate(file, ledger, sources, sources.count(), plan, engine, report)
            write_csv(Path(root) / "out.csv", ledger)
            write_page(Path(root) / "out.html", file, ledger)
            lines = sum(ledger.summary().values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    growth = tenths[9] / tenths[1]
    print(f"{lines} lines in {progress.seconds:.0f} s; peak {peak:.1f} MB with table and page (budget {BUDGET_MB})")
    print(f"last tenth to second: {growth:.2f} (budget 1.1)")
    return 0 if peak <= BUDGET_MB and growth <= 1.1 and lines == count else 1


if __name__ == "__main__":
    sys.exit(main())
