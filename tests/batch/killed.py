"""Runs a command line in a process that is sent a signal at a chosen moment of writing the out file."""

from __future__ import annotations

import os
import signal
import sys
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from interview_cli.batch import local_pool, out_file, run
from interview_cli.batch.ledger import Extent, Ledger
from interview_cli.batch.out_file import OutFile
from interview_cli.cli.main import run as run_command
from tests.conftest import PATIENCE_S, Result

MOMENTS = ("before_write", "torn", "before_sync", "after_sync", "after_record")
RETRY_MOMENTS = ("copying", "before_sync", "after_sync", "replaced", "taken_out")
"""Moments before the first write, when failed lines are taken out."""


def arrange(moment: str, number: int, sent: signal.Signals) -> None:
    """Have the signal come at the moment."""
    run.WRITTEN_AT_ONCE, run.WRITTEN_AFTER_S = 3, 60.0  # type: ignore[misc]
    writes = 0
    write, record, sync = OutFile._write, Ledger.record, os.fsync
    copy, replace, take_out = OutFile._copy, Path.replace, Ledger.take_out_chosen

    def strike(here: str) -> None:
        if here == moment and writes == number:
            os.kill(os.getpid(), sent)

    def striking_write(self: OutFile, raw: bytes) -> None:
        nonlocal writes
        writes += 1
        strike("before_write")
        if moment == "torn" and writes == number:
            with self.path.open("ab") as file:
                file.write(raw[: 2 * len(raw) // 3])
            strike("torn")
        write(self, raw)

    def striking_sync(descriptor: int) -> None:
        strike("before_sync")
        sync(descriptor)
        strike("after_sync")

    def striking_record(self: Ledger, *arguments: Any) -> None:
        record(self, *arguments)
        strike("after_record")

    def striking_copy(self: OutFile, start: int, end: int, target: IO[bytes]) -> None:
        copy(self, start, (start + end) // 2 if moment == "copying" else end, target)
        strike("copying")

    def striking_replace(self: Path, target: Path) -> Path:
        replaced = replace(self, target)
        strike("replaced")
        return replaced

    def striking_take_out(self: Ledger, extent: Extent) -> None:
        take_out(self, extent)
        strike("taken_out")

    OutFile._copy = striking_copy  # type: ignore[method-assign]
    Path.replace = striking_replace  # type: ignore[method-assign, assignment]
    Ledger.take_out_chosen = striking_take_out  # type: ignore[method-assign]
    OutFile._write = striking_write  # type: ignore[method-assign]
    Ledger.record = striking_record  # type: ignore[method-assign, assignment]
    out_file.os.fsync = striking_sync  # type: ignore[attr-defined]


def struck(moment: str, number: int, sent: str, *arguments: str | Path) -> Result:
    """How a command line ends that is sent a signal at the moment, of the write of that `number` (from 1)."""
    context: Any = local_pool._context("interview_cli.batch.work")
    with TemporaryDirectory() as folder:
        outputs = [Path(folder, name) for name in ("stdout", "stderr")]
        words = [str(argument) for argument in arguments]
        struck = context.Process(target=_run_struck, args=(moment, number, sent, words, outputs, dict(os.environ)))
        struck.start()
        struck.join(PATIENCE_S)
        struck.kill()
        struck.join()
        assert struck.exitcode is not None
        return Result(struck.exitcode, *(output.read_text(encoding="utf-8") for output in outputs))


def _run_struck(
    moment: str, number: int, sent: str, arguments: list[str], outputs: list[Path], environment: dict[str, str]
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, output in enumerate(outputs, start=1):
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT), descriptor)
    # Python starts another server for the children of a server's children, though they can use the one there is.
    forkserver._forkserver.ensure_running = resource_tracker.ensure_running  # type: ignore[method-assign]
    arrange(moment, number, signal.Signals[sent])
    sys.exit(run_command(arguments))
