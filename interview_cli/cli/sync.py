"""`interview sync`: what waits is sent, and interviews held with people come into the history."""

from __future__ import annotations

from typing import Annotated

import typer

from interview_cli.cli.market_common import Server, open_market, show_outcomes, warn_of_doubtful
from interview_cli.cli.options import AsJson, application_of, commands
from interview_cli.cli.terminal import counted, plain, print_json, short_id
from interview_cli.errors import PartialBatchError, UsageError

app = commands()


@app.command()
def sync(
    ctx: typer.Context,
    forget: Annotated[
        str | None, typer.Option(metavar="KEY", help="Drop a waiting request, named by the start of its key.")
    ] = None,
    resend: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="Send a request whose outcome is unknown again."),
    ] = None,
    push: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Send this session as the transcript of --booking; repeatable."),
    ] = None,
    booking: Annotated[
        list[str] | None, typer.Option(metavar="BOOKING", help="The booking that each --push belongs to, in order.")
    ] = None,
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Send what waits in the outbox, and bring interviews held with people into your history.

    Each becomes a session with the server's scores, to review, to answer again and to be coached on. Of your own
    sessions only those that you --push leave this machine.

    \b
    Examples:
      interview sync
      interview sync --push last --booking 3f2a
    """
    if len(push or ()) != len(booking or ()):
        raise UsageError("Each --push needs its --booking.")
    from interview_cli.app import market_sync as sync_

    application = application_of(ctx)
    market = open_market(ctx, server, deliver=False)
    _ = market.signed_in
    if forget is not None:
        market.outbox.forget(market.waiting_request(forget)["key"])
    if resend is not None:
        market.outbox.mark_sent(market.waiting_request(resend)["key"], None)
    for session, meeting in zip(push or (), booking or (), strict=True):
        sync_.push(application, market, session, meeting)
    market.deliver()
    show_outcomes(market)
    warn_of_doubtful(market)
    if market.why_waiting is not None:
        waiting = counted(len(market.outbox.waiting()), "request")
        typer.echo(f"{waiting} in the outbox, to be sent by the next command that reaches the server.", err=True)
        raise market.why_waiting
    pulled = sync_.pull(application, market)
    if as_json:
        print_json(
            {
                "appointments": pulled.appointments,
                "sessions": pulled.sessions,
                "waiting": list(market.outbox.waiting()),
                "notOffered": pulled.not_offered,
            }
        )
    for session_id in pulled.sessions:
        typer.echo(f"New in your history: interview feedback {short_id(session_id)}", err=True)
    for line in (*pulled.not_offered, *pulled.unreadable):
        typer.echo(plain(line), err=True)
    counts = f"{counted(pulled.appointments, 'appointment')} read, {counted(len(pulled.sessions), 'new session')}."
    typer.echo(counts, err=True)
    if pulled.unreadable:
        raise PartialBatchError("Some interviews could not be brought in.", "Ask the people who run the server.")
