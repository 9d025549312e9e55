"""What the command line asks for: a batch scored into an out file, resumed if it was begun before."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from interview_cli.batch.engine import Engine
from interview_cli.batch.ledger import Ledger
from interview_cli.batch.out_file import OutFile
from interview_cli.batch.plan import Plan
from interview_cli.batch.run import Progress, Run
from interview_cli.batch.sources import Sources
from interview_cli.batch.work import Worker
from interview_cli.errors import Interrupted

DEFAULT_ITEM_TIMEOUT_S: Final = 30.0
LEDGER_FOLDER: Final = "batch"


@dataclass(frozen=True, slots=True)
class Batch:
    """An opened out file with the ledger of what is in it."""

    out: OutFile
    ledger: Ledger


@contextmanager
def opened(out: Path, data_folder: Path, plan: Plan, *, overwrite: bool) -> Iterator[Batch]:
    """The out file, ready for lines scored by this plan. Raises InputError and StorageError."""
    with ExitStack() as stack:
        path = out.absolute()
        ledger = Ledger(data_folder / LEDGER_FOLDER, path.resolve())
        stack.callback(ledger.close)
        file = OutFile(path, ledger)
        stack.callback(file.close)
        file.begin(plan.fingerprint, overwrite=overwrite)
        yield Batch(file, ledger)


def evaluate(
    batch: Batch, sources: Sources, plan: Plan, engine: Engine, report: Callable[[Progress], None]
) -> Progress:
    """Score what is left of the sources.

    Raises InputError when there is nothing to read, and Interrupted, with everything finished saved, on Ctrl-C.
    """
    total = sources.count()
    with _stopped_by_signals() as stop:
        run = Run(batch.out, batch.ledger, engine, Worker(plan), total, stop)
        if not run.execute(iter(sources), report):
            raise Interrupted(
                f"Stopped with {run.progress.left} of {total} left; everything scored is saved.",
                "Run the same command again to go on.",
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
