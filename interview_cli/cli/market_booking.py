"""`interview market`: interviewers, their times, and interviews booked with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.market_common import (
    BookingRef,
    InterviewerRef,
    Server,
    When,
    instant,
    local,
    open_market,
    read_time,
    report,
    stretch,
)
from interview_cli.cli.options import AsJson, application_of, parse_day
from interview_cli.cli.terminal import counted, is_interactive, plain, print_json, short_id
from interview_cli.contracts.market import Appointment, Booking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from interview_cli.app.market import Market

From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="The first day, YYYY-MM-DD; today by default.")
]
Days = Annotated[int, typer.Option("--days", min=1, max=60, metavar="N", help="How many days.")]


def interviewers(
    ctx: typer.Context,
    category: Annotated[str | None, typer.Option(metavar="NAME", help="Only of this category.")] = None,
    max_rate: Annotated[
        int | None, typer.Option(min=0, metavar="CREDITS", help="Only who costs at most so much.")
    ] = None,
    free_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only who has time on this day, YYYY-MM-DD.")
    ] = None,
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """List who can be booked.

    \b
    Examples:
      interview market interviewers
      interview market interviewers --category BACKEND --max-rate 20 --free-on 2026-01-31
    """
    market = open_market(ctx, server)
    query = {"category": category.strip().upper().replace(" ", "_")} if category else {}
    if max_rate is not None:
        query["maxRate"] = str(max_rate)
    if free_on is not None:
        start, end = _days(market, parse_day(free_on), 1)
        query |= {"from": start.isoformat(), "to": end.isoformat()}
    found = market.interviewers(query)
    if as_json:
        print_json(found)
        return
    for each in found:
        rate = each.get("creditRate")
        place = ", ".join(part for part in (each.get("title"), each.get("company")) if part)
        typer.echo(
            f"{short_id(plain(each['id']))}  {plain(each.get('name') or '(no name)')}"
            f"{plain(f', {place}') if place else ''}"
            f"{'' if rate is None else '  ' + counted(rate, 'credit')}"
            f"{plain('  ' + ' '.join(each.get('categories') or []))}".rstrip()
        )
    if not found:
        typer.echo("Nobody can be booked.", err=True)


def slots(
    ctx: typer.Context,
    interviewer: InterviewerRef,
    start: From = None,
    days: Days = 7,
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """List when an interviewer can be booked, in your own time zone.

    \b
    Example:
      interview market slots 3f2a --from 2026-01-31 --days 14
    """
    market = open_market(ctx, server)
    first = parse_day(start) if start else application_of(ctx).clock.now().astimezone(market.zone[1]).date()
    found = market.slots(interviewer, *_days(market, first, days))
    if as_json:
        print_json(found)
        return
    free = [each for each in found["items"] if each.get("status", "AVAILABLE") == "AVAILABLE"]
    for each in free:
        typer.echo(stretch(market, each["startTime"], each["endTime"]))
    typer.echo(f"{counted(len(free), 'free time')}, in {market.zone[0]}.", err=True)
    if policy := found.get("policy"):
        typer.echo(plain(policy["text"]), err=True)


def book(
    ctx: typer.Context,
    interviewer: InterviewerRef,
    when: When,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Book without being asked.")] = False,
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Book an interview and pay for it with credits. On a terminal, price and terms are shown first.

    While the server cannot be reached, the booking is queued, and the command exits with 4.

    \b
    Examples:
      interview market book 3f2a "2026-01-31 14:00"
      interview market book 3f2a 2026-01-31T13:00Z --json
    """
    market = open_market(ctx, server, deliver=False)
    start = read_time(market, when)
    if is_interactive() and not yes:
        price, terms = market.terms(interviewer, start)
        cost = f" for {counted(price, 'credit')}" if price is not None else ""
        typer.echo(plain(terms), err=True)
        typer.confirm(f"Book {local(market, instant(start))}{cost}?", abort=True, err=True)
    sending = market.book(interviewer, start)
    report(market, sending, Booking, print_booking, as_json=as_json)


def appointments(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Past and cancelled ones, too.")] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="As they were when they were last read, without the server.")
    ] = False,
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """List your interviews to come, as candidate or interviewer, in your own time zone.

    \b
    Examples:
      interview market appointments
      interview market appointments --all --json
    """
    market = open_market(ctx, server, deliver=not offline)
    found = market.appointments_seen() if offline else market.appointments()
    now = application_of(ctx).clock.now()
    if not everything:
        found = [
            each for each in found if each["status"] == "SCHEDULED" and datetime.fromisoformat(each["endTime"]) > now
        ]
    if as_json:
        print_json(found)
    else:
        _print_appointments(market, found)


def cancel(ctx: typer.Context, booking: BookingRef, server: Server = None, as_json: AsJson = False) -> None:
    """Cancel an interview before it starts, by the terms it was booked on.

    \b
    Example:
      interview market cancel 3f2a
    """
    market = open_market(ctx, server, deliver=False)
    path = f"api/bookings/{market.booking_id(booking)}/cancel"
    sending = market.request(f"the cancellation of {booking}", "POST", path, {})
    report(market, sending, Booking, print_booking, as_json=as_json)


def reschedule(
    ctx: typer.Context, booking: BookingRef, when: When, server: Server = None, as_json: AsJson = False
) -> None:
    """Move an interview to another time of the same interviewer, by the terms it was booked on.

    \b
    Example:
      interview market reschedule 3f2a "2026-01-31 16:00"
    """
    market = open_market(ctx, server, deliver=False)
    path = f"api/bookings/{market.booking_id(booking)}/reschedule"
    body = {"startTime": instant(read_time(market, when))}
    sending = market.request(f"the new time of {booking}", "POST", path, body)
    report(market, sending, Booking, print_booking, as_json=as_json)


def _print_appointments(market: Market, found: Sequence[Appointment]) -> None:
    for each in found:
        other = each.get("otherName") or each.get("interviewerId") or ""
        side = f" ({str(each['side']).lower()})" if each.get("side") else ""
        status = each["status"].lower().replace("_", " ")
        typer.echo(
            f"{short_id(plain(each['id']))}  {stretch(market, each['startTime'], each['endTime'])}"
            f"  {plain(status):<10}{plain(other)}{plain(side)}".rstrip()
        )
    typer.echo(f"{counted(len(found), 'appointment')}, in {market.zone[0]}.", err=True)


def print_booking(market: Market, booking: Booking) -> None:
    """Print a booking, and its terms on stderr."""
    status = plain(booking["status"].lower().replace("_", " "))
    typer.echo(
        f"{short_id(plain(booking['id']))}  {stretch(market, booking['startTime'], booking['endTime'])}"
        f"  {status}, {counted(booking.get('creditsCharged') or 0, 'credit')}"
    )
    if booking.get("disputedAt") and not booking.get("resolvedAt"):
        typer.echo("The credits are frozen until an admin has decided. You get a mail then.", err=True)
    elif booking["status"] == "NO_SHOW":
        typer.echo("The other side can object first. What you get is then in: interview market credits", err=True)
    elif booking["status"] != "SCHEDULED":
        typer.echo("What you get back or earn is in: interview market credits", err=True)
    elif policy := booking.get("policy"):
        typer.echo(plain(policy["text"]), err=True)


def _days(market: Market, first: date, days: int) -> tuple[datetime, datetime]:
    start = datetime(first.year, first.month, first.day, tzinfo=market.zone[1])
    return start, start + timedelta(days=days)
