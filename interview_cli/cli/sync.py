"""`interview sync`: what waits is sent, and interviews held with people come into the history."""

from __future__ import annotations

import typer

from interview_cli.cli.market_common import HELP, Server, open_market, show_outcomes
from interview_cli.cli.options import AsJson
from interview_cli.cli.terminal import counted, print_json

app = typer.Typer(rich_markup_mode=None, add_completion=False, context_settings=HELP)


@app.command()
def sync(ctx: typer.Context, server: Server = None, as_json: AsJson = False) -> None:
    """Send what waits in the outbox, and bring what is new at the server into your history.

    \b
    Examples:
      interview sync
      interview sync --json
    """
    market = open_market(ctx, server, deliver=False)
    _ = market.signed_in
    market.deliver()
    show_outcomes(market)
    waiting = market.outbox.waiting()
    if market.why_waiting is not None:
        raise market.why_waiting
    found = market.appointments()
    if as_json:
        print_json({"appointments": len(found), "waiting": list(waiting)})
    else:
        typer.echo(f"{counted(len(found), 'appointment')} read.", err=True)
