"""`interview profile`: who practises, for what, and how regularly."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Annotated

import typer

from interview_cli.cli.options import application_of, commands, parse_day
from interview_cli.cli.terminal import counted, plain, print_json

app = commands()


@app.command()
def profile(
    ctx: typer.Context,
    role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="Set the role you prepare for ('' to clear it).")
    ] = None,
    timeline: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Set when the interview is, in your words ('' to clear it).")
    ] = None,
    interview_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="Set the day of your interview, YYYY-MM-DD ('' to clear it).")
    ] = None,
    day_off: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE", help="A day off, which breaks no streak, YYYY-MM-DD; repeatable."),
    ] = None,
    day_on: Annotated[
        list[str] | None, typer.Option(metavar="DATE", help="Remove a day off, YYYY-MM-DD; repeatable.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show or set your target role and timeline; shows your streaks.

    \b
    Examples:
      interview profile
      interview profile --role "data engineer" --timeline "first week of March"
      interview profile --interview-on 2026-03-02 --day-off 2026-02-14
    """
    from interview_cli.app.learning import Learning

    application = application_of(ctx)
    store, learning = application.store, Learning(application)
    if interview_on is not None:
        store.set_interview_day(parse_day(interview_on) if interview_on.strip() else None)
    for days, is_off in ((day_off, True), (day_on, False)):
        if days:
            learning.store.set_days_off([parse_day(each) for each in days], off=is_off)
    current = store.profile()
    if role is not None or timeline is not None:
        store.update_profile(
            target_role=current.target_role if role is None else role.strip() or None,
            timeline=current.timeline if timeline is None else timeline.strip() or None,
        )
        current = store.profile()
    streak, _ = learning.streak()
    current = dataclasses.replace(current, current_streak_days=streak.current, longest_streak_days=streak.longest)
    if as_json:
        off = sorted(day.isoformat() for day in learning.store.days_off())
        print_json({**dataclasses.asdict(current), "days_off": off})
        return
    typer.echo(f"Target role      {plain(current.target_role or '– (interview profile --role …)')}")
    typer.echo(f"Timeline         {plain(current.timeline or '– (interview profile --timeline …)')}")
    if current.interview_on:
        from interview_cli.learning.days import countdown

        told = countdown(date.fromisoformat(current.interview_on), learning.today)
        typer.echo(f"Interview        {told} The plan: interview progress")
    typer.echo(f"Current streak   {counted(current.current_streak_days, 'day')}")
    typer.echo(f"Longest streak   {counted(current.longest_streak_days, 'day')}")
    typer.echo(f"Sessions         {current.total_sessions}")
