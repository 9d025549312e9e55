"""`interview market`: signing in and out, and who one is."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Annotated, Final

import typer

from interview_cli.cli.market_common import Server, open_market
from interview_cli.cli.options import AsJson, application_of
from interview_cli.cli.terminal import plain, print_json
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.contracts.market import User
    from interview_cli.hosted.logging_in import DeviceCodes


MAX_PASSWORD_CHARACTERS: Final = 1_000
"""Nobody types a longer one (chosen)."""


def login(
    ctx: typer.Context,
    browser: Annotated[
        bool, typer.Option("--browser", help="Sign in by this machine's browser instead of a code.")
    ] = False,
    token_stdin: Annotated[bool, typer.Option("--token-stdin", help="Read a token from stdin instead.")] = False,
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Sign in: by a code that you type in any browser, by this machine's browser, or by a token.

    What proves the sign-in is kept in the system's keyring, or in a file only you can read.

    \b
    Examples:
      interview market login --server https://interviews.example.com
      interview market login --browser
      interview market login --token-stdin < token.txt
    """
    if browser and token_stdin:
        raise UsageError("--browser and --token-stdin cannot be used together.")
    from interview_cli.hosted import logging_in
    from interview_cli.hosted.sign_in import MAX_TOKEN_CHARACTERS

    market = open_market(ctx, server, deliver=False)
    clock = application_of(ctx).clock
    if token_stdin:
        token = sys.stdin.readline(MAX_TOKEN_CHARACTERS + 2).strip()
        user = logging_in.sign_in_by_token(market.address, token, market.sign_ins, clock)
    elif browser:
        user = logging_in.sign_in_by_browser(market.address, _open_page, market.sign_ins, clock)
    else:
        user = logging_in.sign_in_by_code(market.address, _show_code, time.sleep, market.sign_ins, clock)
    if as_json:
        print_json(user)
    else:
        typer.echo(f"Signed in at {market.address} as {plain(user['email'])}.", err=True)


def signup(
    ctx: typer.Context,
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Your address.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="Your name, as others see it.")] = "",
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Ask for an account at a server that has its own. The password is asked for, or read from stdin.

    \b
    Examples:
      interview market signup you@example.org --name "Cleo Candidate"
      interview market signup you@example.org < password.txt
    """
    from interview_cli.hosted.logging_in import sign_up

    market = open_market(ctx, server, deliver=False)
    said = sign_up(market.address, email, _read_password(), name)
    if as_json:
        print_json({"detail": said})
    else:
        typer.echo(plain(said), err=True)


def logout(ctx: typer.Context, server: Server = None, as_json: AsJson = False) -> None:
    """Sign out here and at the server. What waits in the outbox stays for the next sign-in.

    \b
    Example:
      interview market logout
    """
    market = open_market(ctx, server, deliver=False)
    ended = market.log_out()
    if as_json:
        print_json({"server": market.address, "wasSignedIn": ended is not None, "endedAtServer": bool(ended)})
    elif ended is None:
        typer.echo(f"You were not signed in at {market.address}.", err=True)
    elif ended:
        typer.echo(f"Signed out at {market.address}.", err=True)
    else:
        typer.echo(f"Signed out on this machine; {market.address} could not be notified.", err=True)


def onboard(
    ctx: typer.Context,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="interviewee or interviewer.")],
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="Your name, as others see it.")] = None,
    bio: Annotated[str | None, typer.Option(metavar="TEXT", help="About you.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What you work as.")] = None,
    company: Annotated[str | None, typer.Option(metavar="TEXT", help="Where.")] = None,
    years: Annotated[int | None, typer.Option(metavar="N", help="Years of experience.")] = None,
    category: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="What you interview for, such as BACKEND; repeatable.")
    ] = None,
    rate: Annotated[int | None, typer.Option(metavar="CREDITS", help="What an interview with you costs.")] = None,
    server: Server = None,
    as_json: AsJson = False,
) -> None:
    """Choose what you do at the server, or another role, and describe yourself. What is left out stays as it is.

    \b
    Examples:
      interview market onboard interviewee --name "Cleo Candidate"
      interview market onboard interviewer --title "Staff engineer" --years 9 --category BACKEND --rate 10
    """
    given = {
        "role": role.strip().upper(),
        "name": name,
        "bio": bio,
        "title": title,
        "company": company,
        "yearsExp": years,
        "categories": [each.strip().upper().replace(" ", "_") for each in category] if category else None,
        "creditRate": rate,
    }
    market = open_market(ctx, server)
    user = market.onboard({key: value for key, value in given.items() if value is not None})
    if as_json:
        print_json(user)
    else:
        _print_user(user)


def whoami(ctx: typer.Context, server: Server = None, as_json: AsJson = False) -> None:
    """Show who you are at the server, and your credits.

    \b
    Example:
      interview market whoami
    """
    user = open_market(ctx, server).me()
    if as_json:
        print_json(user)
    else:
        _print_user(user)


def _read_password() -> str:
    if sys.stdin.isatty():
        from getpass import getpass

        try:
            return getpass("A new password (not shown): ", stream=sys.stderr)
        except EOFError:
            raise UsageError("No password was typed.") from None
    return sys.stdin.readline(MAX_PASSWORD_CHARACTERS + 2).rstrip("\r\n")


def _print_user(user: User) -> None:
    rows = {
        "E-mail": user["email"],
        "Name": user.get("name"),
        "Role": user["role"].lower().replace("_", " "),
        "Credits": user.get("credits"),
        "Earned": user.get("creditBalance"),
        "Plan": user.get("currentPlan"),
        "Id": user["id"],
    }
    for name, value in rows.items():
        if value not in (None, ""):
            typer.echo(f"{name:<9}{plain(str(value))}")
    if user["role"] == "INTERVIEWER" and "verifiedAt" in user and user["verifiedAt"] is None:
        typer.echo("You are listed, and can be booked, once the server's admins have verified you.", err=True)


def _show_code(codes: DeviceCodes) -> None:
    typer.echo(
        f"Open {plain(codes['verificationUri'])} in any browser and type this code: {plain(codes['userCode'])}\n"
        "Waiting for that…",
        err=True,
    )


def _open_page(address: str) -> None:
    import webbrowser

    typer.echo(f"Sign in in the browser. If none opens, go to:\n{address}", err=True)
    webbrowser.open(address)
