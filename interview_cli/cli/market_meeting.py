"""`interview market`: joining an interview and preparing for it, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.market_booking import print_booking
from interview_cli.cli.market_common import BookingRef, Server, open_market, report, stretch
from interview_cli.cli.options import AsJson, parse_difficulty, type_option
from interview_cli.cli.terminal import plain, print_json
from interview_cli.contracts.market import Booking, Feedback, Rating
from interview_cli.interview.kinds import Difficulty, InterviewType
from interview_cli.interview.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        typer.echo("Feedback is generated from it; both of you get a mail when it is ready.", err=True)
    else:
        typer.echo("This server makes no transcripts of recordings: send a transcript, too, for feedback.", err=True)


def feedback(ctx: typer.Context, booking: BookingRef, server: Server = None, as_json: AsJson = False) -> None:
    """Show the feedback on an interview, with the words that each statement rests on.

    `interview sync` brings the whole interview into your history, to review and to answer again.

    \b
    Example:
      interview market feedback 3f2a
    """
    market = open_market(ctx, server)
    path = f"api/bookings/{market.booking_id(booking)}/feedback"
    found = market.server.get(path, Feedback, lacking="feedback on interviews")
    if as_json:
        print_json(found)
        return
    recommendation = found["recommendation"]
    verdict = recommendation.replace("_", " ").capitalize() if recommendation else "Too little was said for one"
    typer.echo(f"Recommendation: {plain(verdict)}")
    if (rating := found.get("overallRating")) is not None:
        typer.echo(f"Overall: {rating:g} of 10")
    if evaluator := found.get("evaluator"):
        typer.echo(f"Judged by: {plain(str(evaluator.get('name', 'unknown')))} at {market.address}")
    typer.echo(f"\n{printable(found['summary'])}")
    quotes = {(each["part"], each["index"]): each["quote"] for each in found.get("evidence", [])}
    _print_statements("Strengths", "strengths", found["strengths"], quotes)
    _print_statements("To improve", "improvements", found["improvements"], quotes)
    notes = (found.get("technical"), found.get("communication"), found.get("problemSolving"))
    for heading, text in zip(("Technical", "Communication", "Problem solving"), notes, strict=True):
        if text:
            typer.echo(f"\n{heading}: {printable(text)}")
    for note in found.get("notes", []):
        typer.echo(f"Note: {plain(note)}", err=True)


def rate(
    ctx: typer.Context,
    booking: BookingRef,
    rating: Annotated[int, typer.Argument(metavar="RATING", min=1, max=10, help="From 1 to 10.")],
    comment: Annotated[str | None, typer.Option(metavar="TEXT", help="Why, in a sentence or two.")] = None,
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Rate an interview that took place, or change your rating.

    \b
    Example:
      interview market rate 3f2a 9 --comment "Asked exactly the right questions."
    """
    market = open_market(ctx, server)
    body = {"rating": rating, **({"comment": comment} if comment else {})}
    path = f"api/bookings/{market.booking_id(booking)}/rating"
    found = market.server.send("POST", path, body, Rating, lacking="ratings")
    if as_json:
        print_json(found)
    else:
        typer.echo(f"Rated with {found['rating']} of 10.", err=True)


def questions(
    ctx: typer.Context,
    kind: Annotated[InterviewType, type_option("The interview type.")] = InterviewType.BEHAVIORAL,
    difficulty: Annotated[
        Difficulty, typer.Option(parser=parse_difficulty, metavar="LEVEL", help="warmup, standard or intense.")
    ] = Difficulty.STANDARD,
    count: Annotated[int, typer.Option("--count", "-n", min=1, max=20, metavar="N", help="How many.")] = 5,
    role: Annotated[str | None, typer.Option(metavar="TEXT", help="The role to prepare for.")] = None,
    topic: Annotated[str | None, typer.Option(metavar="TEXT", help="What they are to be about.")] = None,
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Get questions from the server to prepare with. Nothing is stored there.

    \b
    Example:
      interview market questions --type technical --role "backend engineer" -n 3
    """
    wish = {"type": kind.value, "difficulty": difficulty.value, "count": count, "role": role, "topic": topic}
    market = open_market(ctx, server)
    found = market.questions({name: value for name, value in wish.items() if value is not None})
    if as_json:
        print_json(found)
        return
    for number, each in enumerate(found["questions"], 1):
        typer.echo(f"{number}. {plain(each['text'])}")
        for point in each.get("keyPoints", []):
            typer.echo(f"   - {plain(point)}")
    if reason := found.get("fallbackReason"):
        typer.echo(plain(reason), err=True)


def _print_statements(heading: str, part: str, statements: Sequence[str], quotes: dict[tuple[str, int], str]) -> None:
    if statements:
        typer.echo(f"\n{heading}:")
    for index, statement in enumerate(statements):
        typer.echo(f"- {plain(statement)}")
        if quote := quotes.get((part, index)):
            typer.echo(f"  “{plain(quote)}”")
