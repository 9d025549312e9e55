"""What the command line asks for: a batch scored into a results file, resumed if it was begun before."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Final

from interview_cli.batch.engine import Engine
from interview_cli.batch.items import Item
from interview_cli.batch.ledger import Ledger
from interview_cli.batch.old_ledgers import remove_orphans
from interview_cli.batch.out_file import OutFile
from interview_cli.batch.plan import Plan
from interview_cli.batch.run import Progress, Run
from interview_cli.batch.work import Scorer
from interview_cli.errors import Interrupted, UsageError

_LOOKED_UP_AT_ONCE: Final = 500


@contextmanager
def opened(out: Path, ledgers: Path, plan: Plan, *, overwrite: bool) -> Iterator[tuple[OutFile, Ledger]]:
    """The results file, ready for lines scored by this plan, and its ledger. Raises InputError and StorageError."""
    if out.exists() and not out.is_file():
        raise UsageError(f"--out {out} is not a file.", "Resuming needs a file: give the name of one.")
    with ExitStack() as stack:
        remove_orphans(ledgers)
        path = out.resolve()
        ledger = Ledger(ledgers, path)
        stack.callback(ledger.close)
        file = OutFile(path, ledger)
        stack.callback(file.close)
        file.begin(plan.fingerprint, overwrite=overwrite)
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
    engine: Engine,
    report: Callable[[Progress], None],
) -> Progress:
    """Score what is left of `total` items. Raises Interrupted, with everything finished saved, on Ctrl-C."""
    with _stopped_by_signals() as stop:
        run = Run(out, ledger, engine, Scorer(plan), total, stop)
        run.progress.failed_before = ledger.summary()["failed"]
        if not run.execute(iter(items), report):
            raise Interrupted(
                f"Stopped with {run.progress.left} of {total} left; everything scored is saved.",
                "Run the same command again to resume.",
            )
        return run.progress


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
