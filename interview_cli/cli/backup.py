"""`interview backup`: a copy of the database that is whole, even while a session runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interview_cli.cli.options import application_of, commands

app = commands()


@app.command()
def backup(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file.")]) -> None:
    """Copy the database to a new file. To restore, put the copy back in place of the database.

    \b
    Example:
      interview backup interview-backup.db
    """

    store = application_of(ctx).store
    store.user_data.back_up(file)
    typer.echo(f"Copied {store.path} to {file}.", err=True)
