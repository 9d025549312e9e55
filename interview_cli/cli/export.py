"""`interview export`: all of the user's data, in the open."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from interview_cli.cli.terminal import print_json_line
from interview_cli.errors import InputError

app = typer.Typer(rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command()
def export(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a new file instead of stdout.")] = None,
) -> None:
    """Write every session as one line of JSON, oldest first: questions, answers, measurements, scores, feedback.

    \b
    Examples:
      interview export > sessions.jsonl
      interview export --out sessions.jsonl
    """
    from interview_cli.app import Application
    from interview_cli.reports.contract import session_to_json

    sessions = Application().store.export()
    if out is None:
        for session in sessions:
            print_json_line(session_to_json(session))
        return
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            count = sum(1 for session in sessions if file.write(json.dumps(session_to_json(session)) + "\n"))
    except FileExistsError:
        raise InputError(f"{out} already exists.", "Choose another name.") from None
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.") from None
    typer.echo(f"Exported {count} sessions to {out}.", err=True)
