"""What the commands of `interview market` share: the server, times in the person's own zone, what was sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from interview_cli.cli.options import application_of
from interview_cli.cli.terminal import plain, print_json, short_id
from interview_cli.errors import InputError, UnavailableError
from interview_cli.hosted.server import NotSignedIn, ServerFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from interview_cli.app.market import Market
    from interview_cli.contracts.market import Sending

T = TypeVar("T")
Server = Annotated[
    str | None, typer.Option("--server", metavar="URL", help="The server, instead of the setting market.server.")
]
BookingRef = Annotated[str, typer.Argument(metavar="BOOKING", help="A booking's id or its first characters.")]
InterviewerRef = Annotated[
    str, typer.Argument(metavar="INTERVIEWER", help="An interviewer's id or its first characters.")
]
When = Annotated[
    str,
    typer.Argument(metavar="TIME", help='Such as "2026-01-31 14:00" in your own zone, or with an offset, +02:00.'),
]


def open_market(ctx: typer.Context, server: str | None, *, deliver: bool = True) -> Market:
    """The marketplace of this run. What waits in the outbox is sent first, and its outcome shown.

    Commands that send through the outbox do not `deliver` before: a request that waits is not made a second time.
    """
    from interview_cli.app.market import Market

    market = Market(application_of(ctx), server)
    if deliver and market.sign_ins.current() is not None:
        if market.outbox.waiting():
            market.deliver()
        show_outcomes(market)
        warn_of_doubtful(market)
    return market


def show_outcomes(market: Market, shown: str = "") -> None:
    """Say on stderr what became of earlier requests, all but the one whose key has been `shown`."""
    with market.outcomes() as answered:
        for each in answered:
            if each["key"] == shown:
                continue
            if each["status"] == 200:
                typer.echo(f"Sent: {plain(each['what'])}.", err=True)
            else:
                reason = plain(str((each["answer"] or {}).get("message", "")))
                typer.echo(f"Refused: {plain(each['what'])}. {reason}", err=True)


def warn_of_doubtful(market: Market) -> None:
    """Name on stderr the requests whose outcome is unknown."""
    for each in market.doubtful():
        typer.echo(
            f"Unknown: whether {plain(each['what'])} of {local(market, each['queuedAt'])} was carried out, since its "
            f"answer never came. Look at the server, then: interview sync --forget {short_id(each['key'])}, or "
            f"--resend {short_id(each['key'])}",
            err=True,
        )


def report(
    market: Market, sending: Sending, kind: type[T], show: Callable[[Market, T], None], *, as_json: bool
) -> None:
    """Print what became of a request, whose answer is of this `kind`. Raises UnavailableError while it is queued."""
    if as_json:
        print_json(sending)
    elif sending["answer"] is not None:
        try:
            answer = market.server.checked(kind, sending["answer"])
        except ServerFault as fault:
            typer.echo(f"The server has accepted {sending['what']}. {plain(fault.message)}", err=True)
        else:
            show(market, answer)
    show_outcomes(market, sending["key"])
    if sending["state"] == "queued":
        why = market.why_waiting
        reason = f"{why.message} " if why else ""
        raise UnavailableError(
            f"{reason}Queued: {sending['what']} will be sent, once, by the next command that reaches the server.",
            f"First: {why.remedy}" if isinstance(why, NotSignedIn) else "Or send it then by: interview sync",
        )


def local(market: Market, instant: str, form: str = "%a %Y-%m-%d %H:%M %Z") -> str:
    """A time of the server's in the person's own zone."""
    return datetime.fromisoformat(instant).astimezone(market.zone[1]).strftime(form)


def stretch(market: Market, start: str, end: str) -> str:
    """A stretch of time in the person's own zone."""
    begins, ends = (datetime.fromisoformat(each).astimezone(market.zone[1]) for each in (start, end))
    last = f"{ends:%H:%M %Z}" if ends - begins < timedelta(days=1) else f"{ends:%Y-%m-%d %H:%M %Z}"
    return f"{begins:%a %Y-%m-%d %H:%M}–{last}"


def instant(moment: datetime) -> str:
    """A time as servers take it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_time(market: Market, text: str) -> datetime:
    """A time as a person types it, in their own zone unless it has an offset. Raises InputError."""
    try:
        found = datetime.fromisoformat(text.strip())
        if found.tzinfo is not None:
            return found
        name, zone = market.zone
        both = [found.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
        offsets = {each.utcoffset() for each in both}
    except (ValueError, OverflowError):
        raise InputError(f"{text[:40]!r} is not a time.", 'Write it like "2026-01-31 14:00".') from None
    if len(offsets) > 1:
        raise InputError(
            f"Clocks change in {name}: {text.strip()} is there twice, or not at all.",
            "Write the offset with it, such as +02:00.",
        )
    return both[0]
