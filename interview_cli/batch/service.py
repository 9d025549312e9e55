"""What the command line asks for: a batch worked through into a results file, resumed if it was begun before."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from interview_cli.batch.items import Item, ItemResult, ScoredLine
from interview_cli.batch.ledger import Ledger
from interview_cli.batch.lines import Lines
from interview_cli.batch.old_ledgers import remove_orphans
from interview_cli.batch.out_file import SCORES, LineForm, OutFile
from interview_cli.batch.pool import Outcome, OwnFault, Pool
from interview_cli.batch.run import LinesOf, Progress, Run
from interview_cli.errors import Interrupted, UsageError

if TYPE_CHECKING:
    from interview_cli.batch.plan import Plan

_LOOKED_UP_AT_ONCE: Final = 500


@contextmanager
def opened(
    out: Path, ledgers: Path, settings: str, *, overwrite: bool, form: LineForm = SCORES
) -> Iterator[tuple[OutFile, Ledger]]:
    """The results file, ready for lines that are decided by these settings (a fingerprint), and its ledger.

    Raises UsageError, InputError and StorageError.
    """
    if out.exists() and not out.is_file():
        raise UsageError(f"--out {out} is not a file.", "Resuming needs a file: give the name of one.")
    with ExitStack() as stack:
        remove_orphans(ledgers)
        path = out.resolve()
        ledger = Ledger(ledgers, path)
        stack.callback(ledger.close)
        file = OutFile(path, ledger, form)
        stack.callback(file.close)
        file.begin(settings, overwrite=overwrite)
        yield file, ledger


def begin_again(
    out: OutFile, ledger: Ledger, items: Iterable[Item], *, failed: bool = True, changed: bool = False
) -> int:
    """Have those of the items that failed, or changed since, done again by the next run; how many they are.

    All lines of such an item leave the results file, scored ones too: what is in it may have changed, and with it
    which line stands for what. Lines of items that are not given stay.
    """
    rest = iter(items)
    while chunk := list(islice(rest, _LOOKED_UP_AT_ONCE)):
        ledger.choose({item.key: item.stamp for item in chunk}, failed=failed, changed=changed)
    return out.take_out_chosen()


def evaluate(
    out: OutFile,
    ledger: Ledger,
    items: Iterable[Item],
    total: int,
    plan: Plan,
    pool: Pool,
    report: Callable[[Progress], None],
) -> Progress:
    """Score what is left of `total` items by a plan. Raises like `work_through`."""
    lines = Lines(plan)

    def lines_of(outcome: Outcome) -> ItemResult:
        if outcome.result is None:
            return lines.failed(outcome.item, f"{outcome.item.source}: {outcome.problem}.")
        result: ItemResult = outcome.result
        return result

    return work_through(out, ledger, items, total, lines_of, pool, report)


def work_through(
    out: OutFile,
    ledger: Ledger,
    items: Iterable[Item],
    total: int,
    lines_of: LinesOf,
    pool: Pool,
    report: Callable[[Progress], None],
) -> Progress:
    """Do what is left of `total` items. Raises Interrupted, with everything finished saved, on Ctrl-C."""
    with _stopped_by_signals() as stop:
        run = Run(out, ledger, pool, lines_of, total, stop)
        run.progress.failed_before = ledger.summary()["failed"]
        if not run.execute(iter(items), report):
            raise Interrupted(
                f"Stopped with {run.progress.left} of {total} left; everything scored is saved.",
                "Run the same command again to resume.",
            )
        return run.progress


def work_unkept(
    items: Iterable[Item], total: int, lines_of: LinesOf, pool: Pool, report: Callable[[Progress], None]
) -> tuple[list[ScoredLine], Progress]:
    """The lines of all items, in the order they finish, written nowhere."""
    progress, started = Progress(total), time.monotonic()
    lines: list[ScoredLine] = []
    with pool:
        for outcome in pool.run(iter(items)):
            if outcome and isinstance(outcome.problem, OwnFault):
                progress.own_faults.append(f"{outcome.item.source}: {outcome.problem}")
            elif outcome:
                lines += lines_of(outcome)
                progress.done += 1
            progress.seconds = time.monotonic() - started
            report(progress)
    return lines, progress


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C and a request to terminate set, once; a second Ctrl-C stops at once."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def on_signal(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {each: signal.signal(each, on_signal) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
