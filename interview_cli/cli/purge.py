"""`interview purge`: delete for good, and prove it."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Annotated

import typer

from interview_cli.cli.completing import complete_session
from interview_cli.cli.options import application_of, commands, parse_day
from interview_cli.cli.terminal import counted, is_interactive, print_json
from interview_cli.errors import Interrupted, InterviewError, UsageError

app = commands()


@app.command()
def purge(
    ctx: typer.Context,
    session_ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Sessions to delete.", autocompletion=complete_session)
    ] = None,
    before: Annotated[
        date | None, typer.Option(parser=parse_day, metavar="DATE", help="Delete sessions begun before this day.")
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Delete every session, CV and job post, the profile and the ledgers of batches."),
    ] = False,
    audio: Annotated[
        bool, typer.Option("--audio", help="Delete recordings only, of the given sessions or of all.")
    ] = False,
    readings: Annotated[
        bool,
        typer.Option("--readings", help="Forget only what was read in CVs and job posts that you did not add."),
    ] = False,
    older_than: Annotated[
        int | None,
        typer.Option("--older-than", metavar="DAYS", min=0, help="With --audio: only recordings older than this."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was removed as JSON.")] = False,
) -> None:
    """Delete sessions with their answers, recordings and search index, then look for traces and report.

    Copies you made with backup or export are yours to delete.

    \b
    Examples:
      interview purge 3f2a
      interview purge --before 2026-01-01
      interview purge --all --yes
      interview purge --audio --older-than 30
      interview purge --readings
    """
    if readings:
        if session_ids or before is not None or everything or audio:
            raise UsageError("--readings cannot be combined with other options.")
        _forget_readings(ctx, as_json=as_json)
        return
    if audio:
        if before is not None or everything:
            raise UsageError("--audio takes session ids and --older-than DAYS; without ids it means all recordings.")
        _purge_audio(ctx, session_ids or [], older_than, yes=yes, as_json=as_json)
        return
    if older_than is not None:
        raise UsageError("--older-than goes with --audio.", "Sessions are deleted with --before DATE.")
    if sum([bool(session_ids), before is not None, everything]) != 1:
        raise UsageError("Say what to delete: session ids, --before DATE, or --all.")

    application = application_of(ctx)
    store = application.store
    ids = [store.resolve(reference) for reference in session_ids or []]
    what = "every session" if everything else f"sessions before {before}" if before else counted(len(ids), "session")
    _ask_first(what, yes=yes)
    ledgers = ledgers_in_use = 0
    if everything:
        from interview_cli.batch.old_ledgers import remove_all

        report = store.user_data.purge_everything()
        ledgers, ledgers_in_use = remove_all(application.batch_ledgers)
    elif before:
        report = store.user_data.purge_before(before)
    else:
        report = store.user_data.purge_sessions(ids)
    if as_json:
        proof = {"removed_ledgers": ledgers, "ledgers_left": ledgers_in_use}
        proven = report.proven and not ledgers_in_use
        print_json({**dataclasses.asdict(report), **proof, "proven": proven})
    else:
        typer.echo(
            f"Deleted {counted(report.sessions, 'session')}, {counted(report.answers, 'answer')}, "
            f"{counted(len(report.removed_audio), 'recording')} and {len(report.removed_copies)} old copies of the "
            "database."
        )
        if report.documents:
            typer.echo(
                f"Deleted {counted(report.documents, 'document')} (CVs and job posts), with what was read there."
            )
        if ledgers:
            typer.echo(f"Deleted {counted(ledgers, 'ledger')} of batches; their result files are yours to delete.")
        for path in report.kept_audio:
            typer.echo(f"Kept {path}: it is outside the data folder or used elsewhere.", err=True)
    if not report.proven:
        raise InterviewError(
            f"Traces are left: {report.traces} in the file, rows {report.rows_left}, log {report.wal_bytes} bytes.",
            "Close every other 'interview' and run the same command again.",
        )
    if ledgers_in_use:
        raise InterviewError(
            f"{counted(ledgers_in_use, 'ledger')} of batches could not be deleted: 'interview evaluate' is running.",
            "Wait until it has ended, or stop it, and run the same command again.",
        )
    if not as_json:
        typer.echo("Checked: no row, search entry or text of them is left in the database file.")


def _forget_readings(ctx: typer.Context, *, as_json: bool) -> None:
    """What 'cv match' has read can be read again at any time, so nobody is asked."""
    application = application_of(ctx)
    count = application.store.shelf.forget_unkept() if application.paths.database.exists() else 0
    if as_json:
        print_json({"removed_readings": count})
    else:
        typer.echo(f"Forgot what was read in {counted(count, 'file')}. Checked: no trace of it is left.")


def _purge_audio(
    ctx: typer.Context, references: list[str], older_than_days: int | None, *, yes: bool, as_json: bool
) -> None:
    from interview_cli.app.recordings import purge_audio

    application = application_of(ctx)
    ids = [application.store.resolve(reference) for reference in references]
    of = f" of {counted(len(ids), 'session')}" if ids else ""
    age = f" older than {counted(older_than_days, 'day')}" if older_than_days is not None else ""
    _ask_first(f"{'the' if ids else 'all'} recordings{of}{age}", yes=yes)
    report = purge_audio(application, ids, older_than_days)
    if as_json:
        print_json({**dataclasses.asdict(report), "proven": report.proven})
    else:
        megabytes = report.removed_bytes / 1_000_000
        typer.echo(f"Deleted {counted(len(report.removed), 'recording')} ({megabytes:.1f} MB); the transcripts stay.")
    if not report.proven:
        raise InterviewError(
            f"{counted(len(report.left), 'recording')} could not be deleted: {', '.join(report.left)}.",
            "Close every other 'interview' and run the same command again.",
        )
    if not as_json:
        typer.echo("Checked: none of them is left in the recordings folder or named in the database.")


def _ask_first(what: str, *, yes: bool) -> None:
    """Raises Interrupted unless the user says yes, UsageError when nobody can be asked."""
    if yes:
        return
    if not is_interactive():
        raise UsageError(f"This would delete {what} for good.", "Add --yes to do it.")
    try:
        agreed = typer.confirm(f"Delete {what} for good?", err=True)
    except typer.Abort:
        agreed = False
    if not agreed:
        raise Interrupted("Nothing was deleted.")
