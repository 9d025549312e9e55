"""`interview market`: credits, what was earned, and when an interviewer is free."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from interview_cli.cli.market_common import Server, local, open_market, report
from interview_cli.cli.options import HELP, AsJson, commands
from interview_cli.cli.terminal import counted, plain, print_json, short_id
from interview_cli.contracts.market import Availability, Credits, Payout, Purchase, Times
from interview_cli.errors import InputError
from interview_cli.hosted.server import NotOffered

MAX_FILE_BYTES: Final = 500_000
"""An availability is never larger (chosen): four hundred days take a tenth of it."""

payouts = commands("Have earnings paid out.")


def credits_(ctx: typer.Context, server: Server = None, as_json: AsJson = False) -> None:
    """Show your credits, what you have earned, and how both came about.

    \b
    Example:
      interview market credits
    """
    market = open_market(ctx, server)
    try:
        found = market.server.get("api/credits", Credits, lacking="the history of credits")
    except NotOffered as lacking:
        lacking.remedy = "How many you have: interview market whoami"
        raise
    if as_json:
        print_json(found)
        return
    typer.echo(f"{counted(found['balance'], 'credit')} to spend")
    if found.get("earned") or found.get("availableForPayout"):
        typer.echo(f"{found.get('earned', 0)} earned, {found.get('availableForPayout', 0)} can be paid out")
    for each in found["transactions"]:
        kind = each["type"].lower().replace("_", " ")
        typer.echo(f"{local(market, each['createdAt'])}  {each['amount']:+6}  {plain(kind)}")


def buy(
    ctx: typer.Context,
    credits_wanted: Annotated[int, typer.Argument(metavar="CREDITS", min=1, help="How many credits.")],
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Buy credits. They are yours once they are paid for, at the address that is printed.

    \b
    Example:
      interview market buy 50
    """
    market = open_market(ctx, server, deliver=False)
    what = f"the purchase of {counted(credits_wanted, 'credit')}"
    sending = market.request(what, "POST", "api/credits/purchase", {"credits": credits_wanted})
    report(market, sending, Purchase, lambda _, purchase: _print_purchase(purchase), as_json=as_json)


@payouts.command("list", context_settings=HELP)
def list_payouts(ctx: typer.Context, server: Server = None, as_json: AsJson = False) -> None:
    """List your payouts, the newest first.

    \b
    Example:
      interview market payouts list
    """
    market = open_market(ctx, server)
    found = market.server.pages("api/payouts", Payout)
    if as_json:
        print_json(found)
        return
    for each in found:
        when = f"  {local(market, each['createdAt'])}" if "createdAt" in each else ""
        typer.echo(f"{short_id(plain(each['id']))}{when}  {_payout_text(each)}")
    if not found:
        typer.echo("You have not asked for a payout yet.", err=True)


@payouts.command("request", context_settings=HELP)
def request_payout(
    ctx: typer.Context,
    credits_wanted: Annotated[int, typer.Argument(metavar="CREDITS", min=1, help="How much of what you earned.")],
    method: Annotated[str, typer.Option("--method", metavar="NAME", help="How to be paid, such as bank.")],
    detail: Annotated[str, typer.Option("--to", metavar="ACCOUNT", help="Where to, such as an IBAN.")],
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Ask for earnings to be paid out. They are reserved until somebody decides.

    \b
    Example:
      interview market payouts request 40 --method bank --to "DE02 1203 0000 0000 2020 51"
    """
    market = open_market(ctx, server, deliver=False)
    body = {"credits": credits_wanted, "paymentMethod": method, "paymentDetail": detail}
    what = f"the payout of {counted(credits_wanted, 'credit')}"
    sending = market.request(what, "POST", "api/payouts", body)
    report(market, sending, Payout, lambda _, payout: typer.echo(_payout_text(payout)), as_json=as_json)


def availability(
    ctx: typer.Context,
    replacement: Annotated[
        Path | None,
        typer.Option(
            "--set", metavar="FILE", help="Replace it by this JSON, formed as --json prints it; - is stdin."
        ),
    ] = None,
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Show when you can be booked as an interviewer, or change it.

    \b
    Examples:
      interview market availability --json > free.json
      interview market availability --set free.json
    """
    market = open_market(ctx, server)
    lacking = "the availability of interviewers"
    if replacement is None:
        found = market.server.get("api/availability", Availability, lacking=lacking)
    else:
        rules = _read_availability(replacement)
        found = market.server.send("PUT", "api/availability", rules, Availability, lacking=lacking)
    if as_json:
        print_json(found)
        return
    typer.echo(
        f"Times are in {plain(found['zone'])}; an interview takes {found.get('slotMinutes', 60)} minutes.", err=True
    )
    if not found.get("weekly") and not any(day["times"] for day in found.get("overrides", [])):
        typer.echo(
            "You are never free. Write down when you are, and give it to --set: docs/market.md shows how.", err=True
        )
    for week in found.get("weekly", []):
        typer.echo(f"{plain(week['weekday'].capitalize()):<10} {_span(week)}")
    for day in found.get("overrides", []):
        times = ", ".join(map(_span, day["times"]))
        typer.echo(f"{plain(day['day'])} {times or 'not free'}")
    for blocked in found.get("blocked", []):
        typer.echo(f"Blocked    {local(market, blocked['startTime'])} to {local(market, blocked['endTime'])}")


def _span(times: Times) -> str:
    start, end = plain(times["start"])[:5], plain(times["end"])[:5]
    return "all day" if start == end == "00:00" else f"{start}–{end}"


def _read_availability(file: Path) -> Availability:
    """The availability in a file. Raises InputError."""
    from pydantic import TypeAdapter, ValidationError

    try:
        content = sys.stdin.read(MAX_FILE_BYTES + 1) if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read: {error}.") from None
    if len(content) > MAX_FILE_BYTES:
        raise InputError(f"{file} is longer than {MAX_FILE_BYTES // 1000} kB.")
    try:
        return TypeAdapter(Availability).validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise InputError(
            f"{file} holds no availability: {place}: {first['msg']}.", "interview schema availability"
        ) from None


def _print_purchase(purchase: Purchase) -> None:
    price = purchase.get("priceCents")
    cost = f" for {price / 100:.2f} {plain(str(purchase.get('currency', '')).upper())}" if price is not None else ""
    typer.echo(f"{counted(purchase['credits'], 'credit')}{cost}: {plain(purchase['status'].lower())}")
    if address := purchase.get("checkoutUrl"):
        typer.echo(f"Pay here: {plain(address)}")
    else:
        typer.echo("How to pay is agreed with the people who run the server.", err=True)


def _payout_text(payout: Payout) -> str:
    net = payout.get("netAmount")
    fee = f", {net} after the fee" if net is not None else ""
    reason = f" ({plain(payout['reason'])})" if payout.get("reason") else ""  # type: ignore[arg-type]
    return f"{counted(payout['credits'], 'credit')}{fee}: {plain(payout['status'].lower())}{reason}"
