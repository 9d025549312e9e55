"""`interview history`: past sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.options import OfType, Since, application_of, commands
from interview_cli.cli.terminal import plain, print_json_texts, short_id
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interview_cli.interview.model import SessionSummary

TABLE_ROWS = 50
"""How many sessions the table shows unless asked for more: about a screen or two."""

app = commands()


@app.command()
def history(
    ctx: typer.Context,
    kind: OfType = None,
    since: Since = None,
    search: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Only sessions with these words in a question or an answer.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help=f"List at most N sessions; the table shows {TABLE_ROWS} by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print comma-separated values.")] = False,
) -> None:
    """List past sessions, newest first.

    \b
    Examples:
      interview history
      interview history --type behavioral --since 2026-01-01
      interview history --search "release date" --json
    """
    if as_json and as_csv:
        raise UsageError("--json and --csv cannot be used together.")

    application = application_of(ctx)
    if as_json:
        print_json_texts(application.history_json(kind, since, search, limit))
        return
    shown = limit if as_csv or limit is not None else TABLE_ROWS + 1
    sessions = application.store.history.list_sessions(of_type=kind, since=since, search=search, limit=shown)
    if as_csv:
        _print_csv(sessions)
    elif limit is not None:
        _print_table(sessions)
    else:
        _print_table(sessions[:TABLE_ROWS])
        if len(sessions) > TABLE_ROWS:
            typer.echo(f"There are older ones: interview history --limit {10 * TABLE_ROWS}", err=True)


def _print_csv(sessions: Sequence[SessionSummary]) -> None:
    import csv
    import sys

    from interview_cli.batch.ranking_files import safe_cell
    from interview_cli.contracts import session as contract
    from interview_cli.reports.contract import summary_to_json

    rows = [summary_to_json(summary) for summary in sessions]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(contract.SessionSummary.__annotations__)
    writer.writerows([safe_cell(cell) for cell in row.values()] for row in rows)


def _print_table(sessions: Sequence[SessionSummary]) -> None:
    """One line a session, without Rich: the whole process has to answer instantly."""
    if not sessions:
        typer.echo("No such session. Start one: interview practice", err=True)
        return
    typer.echo(f"{'ID':<9}{'STARTED':<17} {'TYPE':<17}{'STATUS':<12}{'ANSWERS':>7}{'SCORE':>7}  ROLE")
    for each in sessions:
        score = "–" if each.overall_score is None else f"{each.overall_score:.0f}"
        typer.echo(
            f"{short_id(each.id):<9}{each.started_at.astimezone():%Y-%m-%d %H:%M}  {each.type.value:<17}"
            f"{each.status.value:<12}{each.answers:>7}{score:>7}  {plain(each.role or '')}".rstrip()
        )
