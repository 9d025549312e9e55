"""Progress of a batch: a bar on a terminal, a line now and then elsewhere."""

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
_TOLD_PAUSE_S: Final = 2.0

Report = Callable[[Progress], None]


@contextmanager
def shown_progress(pause_left_s: Callable[[], float] = lambda: 0.0, doing: str = "Scoring") -> Iterator[Report]:
    """The callback for progress, drawn on stderr. `pause_left_s` gives how long a server asks to wait."""
    if sys.stderr.isatty():
        yield from _bar(pause_left_s, doing)
    else:
        yield _lines(pause_left_s)


def _lines(pause_left_s: Callable[[], float]) -> Report:
    told_at = time.monotonic()

    def report(progress: Progress) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= LINE_EVERY_S and progress.left:
            told_at = time.monotonic()
            typer.echo(describe(progress, pause_left_s()), err=True)

    return report


def _bar(pause_left_s: Callable[[], float], doing: str) -> Iterator[Report]:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def report(progress: Progress) -> None:
            pace = _pace(progress, pause_left_s())
            bar.update(task, total=progress.total, completed=progress.total - progress.left, description=pace)

        yield report


def describe(progress: Progress, pause_left_s: float = 0.0) -> str:
    """The progress in one line."""
    return f"{progress.total - progress.left} of {progress.total} done, {_pace(progress, pause_left_s)}"


def _pace(progress: Progress, pause_left_s: float) -> str:
    if pause_left_s > _TOLD_PAUSE_S:
        return f"the model's server asks to wait, {duration(pause_left_s)} left"
    if progress.waiting:
        return "waiting for another run on the same file"
    if not progress.done or not progress.seconds:
        return "starting"
    rate = progress.done / progress.seconds
    heard = f", {duration(progress.sound_s)} of sound transcribed" if progress.recordings else ""
    return f"{rate:.1f}/s, {duration(progress.left / rate)} left{heard}"


def duration(seconds: float) -> str:
    """Seconds in the units people use."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
