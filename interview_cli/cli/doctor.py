"""`interview doctor`: what works on this machine, what does not, and the command that fixes it."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from interview_cli.cli.terminal import print_json
from interview_cli.errors import UnavailableError

app = typer.Typer(
    rich_markup_mode=None, add_completion=False, context_settings={"help_option_names": ["-h", "--help"]}
)

_MARKS = {"ok": "✓", "warn": "!", "fail": "✗"}


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Check every part, needed or optional. Ends with 4 when practising itself does not work.

    \b
    Examples:
      interview doctor
      interview doctor --json
    """
    from interview_cli.diagnosis import examine

    checks = examine()
    if as_json:
        print_json({"checks": [dataclasses.asdict(check) for check in checks]})
    else:
        for check in checks:
            typer.echo(f"{_MARKS[check.status]} {check.name}: {check.detail}")
            if check.fix:
                typer.echo(f"    {check.fix}")
    failed = [check.name for check in checks if check.status == "fail"]
    if failed:
        raise UnavailableError(f"Not working: {', '.join(failed)}.", "Run the commands shown above.")
