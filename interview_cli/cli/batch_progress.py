"""How far a batch is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import typer

from interview_cli.batch.run import Progress
from interview_cli.cli.terminal import console

LINE_EVERY_S: Final = 10.0

Report = Callable[[Progress], None]


@contextmanager
def shown_progress() -> Iterator[Report]:
    """What to call with each progress; drawn on stderr."""
    if sys.stderr.isatty():
        yield from _bar()
    else:
        yield _lines()


def _lines() -> Report:
    told_at = time.monotonic()

    def report(progress: Progress) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= LINE_EVERY_S and progress.left:
            told_at = time.monotonic()
            typer.echo(describe(progress), err=True)

    return report


def _bar() -> Iterator[Report]:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("Scoring"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def report(progress: Progress) -> None:
            bar.update(
                task, total=progress.total, completed=progress.total - progress.left, description=_pace(progress)
            )

        yield report


def describe(progress: Progress) -> str:
    """The progress in one line."""
    return f"{progress.total - progress.left} of {progress.total} done, {_pace(progress)}"


def _pace(progress: Progress) -> str:
    if progress.waiting:
        return "waiting for another run on the same file"
    if not progress.done or not progress.seconds:
        return "starting"
    rate = progress.done / progress.seconds
    heard = f", {duration(progress.sound_s)} of sound transcribed" if progress.recordings else ""
    return f"{rate:.1f}/s, {duration(progress.left / rate)} left{heard}"


def duration(seconds: float) -> str:
    """Seconds as people say them."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
