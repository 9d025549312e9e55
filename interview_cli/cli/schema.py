"""`interview schema`: the JSON Schema of what this program prints."""

from __future__ import annotations

from typing import Annotated

import typer

from interview_cli.cli.options import commands
from interview_cli.cli.terminal import print_json
from interview_cli.errors import InputError

app = commands()


@app.command()
def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The kind; without it the kinds are listed.")
    ] = None,
) -> None:
    """Print the JSON Schema of one kind of JSON that scripts read, or list the kinds.

    Fields may be added in later versions; none is removed or changed.

    \b
    Examples:
      interview schema
      interview schema result > result.json
    """
    from interview_cli.contracts import schemas

    if name is None:
        for known, (_, where) in schemas.CONTRACTS.items():
            typer.echo(f"{known:<17}{where}")
        return
    if name not in schemas.CONTRACTS:
        raise InputError(f"There is no schema {name[:80]!r}.", f"There are: {', '.join(schemas.CONTRACTS)}.")
    print_json(schemas.schema(name))
