"""Downloading a speech model with the user's consent, and showing its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from interview_cli.cli.terminal import console, is_interactive, plain

if TYPE_CHECKING:
    from interview_cli.speech.stt.model_files import Download


@contextmanager
def opening_model(*, download: bool = False) -> Iterator[dict[str, Any]]:
    """`progress` and `consent` for `open_transcriber`: asks on a terminal, or takes `download` as consent."""
    with status() as report:
        yield {
            "progress": lambda done, total: report(_amount(done, total)),
            "consent": (lambda _: True) if download else _ask if is_interactive() else None,
        }


def _ask(download: Download) -> bool:
    return typer.confirm(f"Download {download.description}?", default=True, err=True)


@contextmanager
def status() -> Iterator[Callable[[str], None]]:
    """A progress line on a terminal's stderr; nothing off a terminal."""
    screen = console(stderr=True)
    status = screen.status("")
    begun = False

    def report(line: str) -> None:
        nonlocal begun
        if screen.is_terminal:
            status.update(plain(line))
            if not begun:
                status.start()
                begun = True

    try:
        yield report
    finally:
        status.stop()


def _amount(done: int, total: int) -> str:
    of = f" of {total / 1e6:,.0f} MB ({100 * done // total} %)" if total else " MB"
    return f"Downloading the speech model: {done / 1e6:,.0f}{of}"
