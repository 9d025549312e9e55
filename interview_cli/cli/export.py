"""`interview export`: all of the user's data, in the open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from interview_cli.cli.options import application_of
from interview_cli.cli.output import write_new_lines
from interview_cli.cli.terminal import counted, print_json_line

app = typer.Typer(
    rich_markup_mode=None, add_completion=False, context_settings={"help_option_names": ["-h", "--help"]}
)


@app.command()
def export(
    ctx: typer.Context,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a new file instead of stdout.")] = None,
) -> None:
    """Write every session as one line of JSON, oldest first: questions, answers, measurements, scores, feedback.

    \b
    Examples:
      interview export > sessions.jsonl
      interview export --out sessions.jsonl
    """
    from interview_cli.reports.contract import session_to_json

    sessions = application_of(ctx).store.export()
    if out is None:
        for session in sessions:
            print_json_line(session_to_json(session))
        return
    count = write_new_lines(out, (json.dumps(session_to_json(session)) for session in sessions))
    typer.echo(f"Exported {counted(count, 'session')} to {out}.", err=True)
