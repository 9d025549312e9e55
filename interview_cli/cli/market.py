"""`interview market`: interviews with people, booked on a server."""

from __future__ import annotations

from typing import Final

import typer

from interview_cli.cli import market_account, market_booking
from interview_cli.cli.market_common import HELP

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    context_settings=HELP,
    no_args_is_help=True,
    help="Book interviews with people, on a server: interviewers, times, credits, feedback.",
)

_COMMANDS: Final = (
    market_account.login,
    market_account.logout,
    market_account.whoami,
    market_booking.interviewers,
    market_booking.slots,
    market_booking.book,
    market_booking.appointments,
)
for _command in _COMMANDS:
    app.command(context_settings=HELP)(_command)
