"""`interview progress`: what gets better, and what to do next."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.options import AsJson, OfType, Since, application_of, commands
from interview_cli.cli.terminal import counted, plain, print_json, print_long_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from interview_cli.learning.competencies import Standing
    from interview_cli.learning.progress import Progress
    from interview_cli.learning.series import Trend
    from interview_cli.storage.progress import Usage

BARS = "▁▂▃▄▅▆▇█"
SHOWN_VALUES = 30
"""How many of the last values a small plot shows (chosen)."""
SHOWN_CALENDAR_WEEKS = 5
"""How many weeks the calendar shows (chosen)."""
SHOWN_WEEKS = 8
"""How many weeks the table of competencies shows (chosen)."""

app = commands()


@app.command()
def progress(
    ctx: typer.Context,
    kind: OfType = None,
    since: Since = None,
    week: Annotated[bool, typer.Option("--week", help="Only the summary of this week.")] = False,
    usage: Annotated[
        bool, typer.Option("--usage", help="Only what practising has used: sessions, calls, tokens, cost.")
    ] = False,
    plot: Annotated[bool, typer.Option("--plot", help="Show each series as a small plot.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what improves and what does not, your strengths and weaknesses, your streak, and one thing to do next.

    A change is reported only where it is larger than the noise; scores of different evaluators are never mixed.

    \b
    Examples:
      interview progress
      interview progress --type behavioral --since 2026-01-01 --plot
      interview progress --week
      interview progress --usage
    """

    application = application_of(ctx)
    with _no_garbage_collected(), application.store:
        from interview_cli.app.learning import Learning

        learning = Learning(application)
        if usage:
            _print_usage(*learning.usage(), as_json=as_json)
            return
        found, due = learning.progress(kind.value if kind else None, since)
        if as_json:
            from interview_cli.learning.progress import progress_to_json

            print_long_json(progress_to_json(found, due=due))
        elif week:
            typer.echo(plain(found.week))
        else:
            _print(found, due, learning.today, plot=plot)


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    """Many small values are made and all of them are kept: looking for garbage would take a third of the time.

    What is there at the end is not looked through as the process ends, either.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _print_usage(used: Usage, limit: int | None, *, as_json: bool) -> None:
    if as_json:
        print_json({**used._asdict(), "sessions_per_day_limit": limit})
        return
    of_limit = "" if limit is None else f" of {limit}"
    typer.echo(f"Sessions today       {used.sessions_today}{of_limit} ({used.sessions_a_day:g} on a day of practice)")
    typer.echo(f"Attempts a session   {used.attempts_a_session:g}")
    typer.echo(f"Calls to models      {used.calls} ({used.tokens} tokens)")
    typer.echo(f"Cost                 {'no price is set' if used.cost is None else f'{used.cost:.4f}'}")
    typer.echo(f"Remembered           {used.cache_hits} of {used.judged_by_model} judgements by a model")


def _print(found: Progress, due: int, today: date, *, plot: bool) -> None:
    from interview_cli.learning.days import countdown
    from interview_cli.learning.progress import session_measure

    typer.echo(
        f"{counted(found.sessions, 'session')}, practised on {counted(found.days, 'day')}."
        f" Streak: {counted(found.streak.current, 'day')} (longest {found.streak.longest}). Due today: {due}."
    )
    for title, trends, series in (
        ("Scores (of 5)", found.criteria_trends, {n: [p.score for p in each] for n, each in found.criteria.items()}),
        (
            "Delivery",
            {session_measure(n): each for n, each in found.delivery_trends.items()},
            {session_measure(n): [p.value for p in each] for n, each in found.delivery.items()},
        ),
    ):
        _print_series(title, trends, series, plot=plot)
    for at, before, after in found.evaluator_changes:
        typer.echo(f"Since {at[:10]} {plain(after)} scores instead of {plain(before)}: the two are not mixed.")
    _print_competencies(found.competencies)
    _print_calendar(found)
    for title, standings in (("Strongest", found.strongest), ("Weakest", found.weakest)):
        for each in standings:
            typer.echo(f"{title}: {plain(each.name.replace('_', ' '))} ({each.mean_score:.0f} of 100)")
            for words in found.words_of(each):
                typer.echo(f"  {plain(words)}")
    if found.interview_on:
        typer.echo(f"\n{countdown(found.interview_on, today)}")
        for day in found.plan:
            reviews = f"{counted(day.reviews, 'review')}. " if day.reviews else ""
            typer.echo(f"  {day.on:%a %d %b}  {reviews}{plain(day.what)}")
    typer.echo(f"\n{plain(found.week)}")


def _print_series(
    title: str, trends: Mapping[str, Trend], series: Mapping[str, Sequence[float]], *, plot: bool
) -> None:
    if not trends:
        return
    typer.echo(f"\n{title}")
    for name, each in trends.items():
        drawn = f"  {_bars(series[name])}" if plot else ""
        typer.echo(f"  {name.replace('_', ' '):<24} {_verdict(each):<44}{drawn}".rstrip())


def _verdict(trend: Trend) -> str:
    if trend.before is None or trend.now is None or trend.band is None:
        return "not enough yet"
    words = {"up": "up", "down": "down", "no_real_change": "no real change"}[trend.verdict.value]
    return f"{trend.before:.3g} → {trend.now:.3g} (noise ±{trend.band:.2g}): {words}"


def _bars(values: Iterable[float]) -> str:
    shown = list(values)[-SHOWN_VALUES:]
    low, high = min(shown), max(shown)
    return "".join(BARS[round((value - low) / (high - low or 1) * (len(BARS) - 1))] for value in shown)


def _print_competencies(competencies: Mapping[str, Standing]) -> None:
    if not competencies:
        return
    weeks = sorted({week for each in competencies.values() for week in each.weeks})[-SHOWN_WEEKS:]
    typer.echo(f"\n{'Competency':<24} {'Mean':>4}  " + " ".join(f"{week:%d%b}" for week in weeks))
    for name, each in competencies.items():
        mean = "–" if each.mean_score is None else f"{each.mean_score:.0f}"
        cells = " ".join(f"{each.weeks[week]:>5.0f}" if week in each.weeks else "    ·" for week in weeks)
        typer.echo(f"{plain(name.replace('_', ' ')):<24} {mean:>4}  {cells}")


def _print_calendar(found: Progress) -> None:
    """The answers of each day of the last weeks, a week a line, and the reviews of the days ahead."""
    if found.calendar:
        last = next(iter(found.load))
        monday = last - timedelta(days=last.weekday())
        weekdays = "".join(f"{(monday + timedelta(days=number)):%a}"[:2].rjust(4) for number in range(7))
        typer.echo(f"\n{'Answers a day':<18}{weekdays}")
        for week in (monday - timedelta(weeks=back) for back in range(SHOWN_CALENDAR_WEEKS - 1, -1, -1)):
            days = [week + timedelta(days=number) for number in range(7)]
            cells = "".join(f"{'' if day > last else found.calendar.get(day, '·'):>4}" for day in days)
            typer.echo(f"  week of {week:%d %b}  {cells}".rstrip())
    if any(found.load.values()):
        ahead = ", ".join(f"{day:%a} {count}" for day, count in list(found.load.items())[1:8])
        typer.echo(f"Reviews after today: {ahead}")
