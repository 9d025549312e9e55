"""`interview import`: what an export holds, brought in."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from interview_cli.cli.options import AsJson, application_of, commands
from interview_cli.cli.terminal import counted, print_json
from interview_cli.errors import InputError

app = commands()


@app.command()
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What 'interview export' has written; '-' for stdin.")],
    as_json: AsJson = False,
) -> None:
    """Import what 'interview export' has written: all of it, or nothing if a line cannot be read.

    What is here already stays as it is, so that the same file may be imported again.

    \b
    Examples:
      interview import everything.jsonl
      ssh laptop interview export | interview import -
    """
    from interview_cli.app.transfer import MAX_LINE_BYTES, bring_in

    with _opened(file) as (stream, name):
        lines = iter(lambda: stream.readline(MAX_LINE_BYTES + 1), b"")
        brought = bring_in(application_of(ctx), lines, name)
    if as_json:
        print_json(dataclasses.asdict(brought))
        return
    typer.echo(f"Imported {counted(brought.sessions, 'session')} and {counted(brought.others, 'other record')}.")
    if brought.known:
        typer.echo(f"Here already: {brought.known}.")
    if brought.rescheduled:
        typer.echo(
            f"{counted(brought.rescheduled, 'review')} on another day than where it was exported: the answers and"
            " settings of this machine decide."
        )


@contextmanager
def _opened(file: Path) -> Iterator[tuple[BinaryIO, str]]:
    """The file, and what it is called. Raises InputError."""
    if str(file) == "-":
        yield sys.stdin.buffer, "the input"
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from None
    with stream:
        yield stream, str(file)
