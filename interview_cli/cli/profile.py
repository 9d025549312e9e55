"""`interview profile`: who practises, for what, and how regularly."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from interview_cli.cli.terminal import counted, plain, print_json

app = typer.Typer(
    rich_markup_mode=None, add_completion=False, context_settings={"help_option_names": ["-h", "--help"]}
)


@app.command()
def profile(
    role: Annotated[str | None, typer.Option(help="Set the role you prepare for ('' to clear it).")] = None,
    timeline: Annotated[
        str | None, typer.Option(help="Set when the interview is, in your words ('' to clear it).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show or set your target role and timeline; shows your streaks.

    \b
    Examples:
      interview profile
      interview profile --role "data engineer" --timeline "first week of March"
    """
    from interview_cli.app import Application

    store = Application().store
    current = store.profile()
    if role is not None or timeline is not None:
        store.update_profile(
            target_role=current.target_role if role is None else role.strip() or None,
            timeline=current.timeline if timeline is None else timeline.strip() or None,
        )
        current = store.profile()
    if as_json:
        print_json(dataclasses.asdict(current))
        return
    typer.echo(f"Target role      {plain(current.target_role or '– (interview profile --role …)')}")
    typer.echo(f"Timeline         {plain(current.timeline or '– (interview profile --timeline …)')}")
    typer.echo(f"Current streak   {counted(current.current_streak_days, 'day')}")
    typer.echo(f"Longest streak   {counted(current.longest_streak_days, 'day')}")
    typer.echo(f"Sessions         {current.total_sessions}")
