"""`interview sync`: what waits is sent, and interviews held with people come into the history."""

from __future__ import annotations

from typing import Annotated

import typer

from interview_cli.cli.market_common import HELP, Server, open_market, show_outcomes, warn_of_doubtful
from interview_cli.cli.options import AsJson
from interview_cli.cli.terminal import counted, print_json

app = typer.Typer(rich_markup_mode=None, add_completion=False, context_settings=HELP)


@app.command()
def sync(
    ctx: typer.Context,
    forget: Annotated[
        str | None, typer.Option(metavar="KEY", help="Do not send a request that waits, by the start of its key.")
    ] = None,
    resend: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="Send a request again of which it is unknown whether it was carried out."),
    ] = None,
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Send what waits in the outbox, and bring what is new at the server into your history.

    \b
    Examples:
      interview sync
      interview sync --json
    """
    market = open_market(ctx, server, deliver=False)
    _ = market.signed_in
    if forget is not None:
        market.outbox.forget(market.waiting_request(forget)["key"])
    if resend is not None:
        market.outbox.mark_sent(market.waiting_request(resend)["key"], None)
    market.deliver()
    show_outcomes(market)
    warn_of_doubtful(market)
    if market.why_waiting is not None:
        waiting = counted(len(market.outbox.waiting()), "request")
        typer.echo(f"{waiting} in the outbox, to be sent by the next command that reaches the server.", err=True)
        raise market.why_waiting
    found = market.appointments()
    if as_json:
        print_json({"appointments": len(found), "waiting": list(market.outbox.waiting())})
    else:
        typer.echo(f"{counted(len(found), 'appointment')} read.", err=True)
