"""Runs a command line in a process that is sent a signal at a chosen moment of writing the out file."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import IO, Any

from interview_cli.batch import out_file, run
from interview_cli.batch.ledger import Extent, Ledger
from interview_cli.batch.out_file import OutFile
from interview_cli.cli.main import run as run_command
from tests.conftest import Result
from tests.forked import Forked

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
    return Forked(_run_struck, moment, number, sent, [str(argument) for argument in arguments]).end()


def _run_struck(moment: str, number: int, sent: str, arguments: list[str]) -> int:
    arrange(moment, number, signal.Signals[sent])
    return run_command(arguments)
