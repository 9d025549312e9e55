"""`interview export`: all of the user's data, in the open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from interview_cli.cli.options import application_of, commands
from interview_cli.cli.output import write_new_lines
from interview_cli.cli.terminal import counted, print_json_line

app = commands()


@app.command()
def export(
    ctx: typer.Context,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a new file instead of stdout.")] = None,
    recordings: Annotated[
        bool, typer.Option("--recordings", help="Write the recordings too, which takes a megabyte or two a minute.")
    ] = False,
) -> None:
    """Write everything that is kept as JSON, one thing a line; 'interview import' reads it on another machine.

    First every session, oldest first: questions, answers, measurements, scores, feedback. Then your stories, rounds
    of drills, days off, profile, and each question that comes back with its review log. Settings and question banks
    are files of your own.

    \b
    Examples:
      interview export > everything.jsonl
      interview export --recordings --out everything.jsonl
    """
    from interview_cli.app.transfer import exported

    lines = exported(application_of(ctx), with_recordings=recordings)
    if out is None:
        for line in lines:
            print_json_line(line)
        return
    count = write_new_lines(out, (json.dumps(line) for line in lines))
    typer.echo(f"Exported {counted(count, 'record')} to {out}.", err=True)
