"""`interview market`: the interview itself: joining it, what was recorded, and when somebody did not come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.market_booking import print_booking
from interview_cli.cli.market_common import BookingRef, Server, open_market, report, stretch
from interview_cli.cli.options import AsJson
from interview_cli.cli.terminal import plain, print_json
from interview_cli.contracts.market import Booking

if TYPE_CHECKING:
    from interview_cli.app.market import Market
    from interview_cli.contracts.market import UploadedFile


def call(
    ctx: typer.Context,
    booking: BookingRef,
    upload: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Send this transcript or recording of the interview instead."),
    ] = None,
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Get what you need to join the call of an interview, or send what was recorded of it.

    With --json also the token of the call's provider. A transcript or recording is sent as it is, once, however often
    you give the command.

    \b
    Examples:
      interview market call 3f2a
      interview market call 3f2a --upload talk.vtt
    """
    market = open_market(ctx, server)
    if upload is not None:
        sent = market.upload(booking, upload)
        if as_json:
            print_json(sent)
        else:
            _print_upload(sent)
        return
    found = market.call(booking)
    if as_json:
        print_json(found)
        return
    if "startTime" in found and "endTime" in found:
        typer.echo(stretch(market, found["startTime"], found["endTime"]))
    provider = plain(found.get("provider") or "unknown")
    typer.echo(f"Call {plain(found['callId'])}, provider {provider}")
    if found.get("token"):
        typer.echo("The provider's token is in the answer with --json.", err=True)
    else:
        typer.echo(
            "This server has no video of its own: meet where you both agree, record or write down what is said, and "
            f"send it: interview market call {plain(booking)} --upload FILE",
            err=True,
        )


def no_show(ctx: typer.Context, booking: BookingRef, server: Server = None, as_json: AsJson = False) -> None:
    """Report that the other side did not come. They can object before anybody gains by that.

    \b
    Example:
      interview market no-show 3f2a
    """
    market = open_market(ctx, server, deliver=False)
    _send(market, booking, "no-show", f"the report about {booking}", {}, as_json=as_json)


def dispute(
    ctx: typer.Context,
    booking: BookingRef,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="What happened, for the admin who decides.")],
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Object to being reported as missing, or to an interview that was paid for. An admin decides.

    \b
    Example:
      interview market dispute 3f2a --reason "I waited in the call for half an hour."
    """
    market = open_market(ctx, server, deliver=False)
    _send(market, booking, "dispute", f"the objection to {booking}", {"reason": reason}, as_json=as_json)


def _send(market: Market, booking: str, verb: str, what: str, body: dict[str, str], *, as_json: bool) -> None:
    path = f"api/bookings/{market.booking_id(booking)}/{verb}"
    report(market, market.request(what, "POST", path, body), Booking, print_booking, as_json=as_json)


def _print_upload(sent: UploadedFile) -> None:
    known = "" if sent.get("isNew", True) else ", which the server has already"
    typer.echo(f"{plain(sent['kind'])}, {sent.get('size', 0):,} bytes{known}")
    if sent.get("becomesFeedback"):
        typer.echo("Feedback is made of it; both of you get a mail when it is ready.", err=True)
    else:
        typer.echo("This server makes no transcripts of recordings: send a transcript, too, for feedback.", err=True)
