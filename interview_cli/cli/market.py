"""`interview market`: interviews with people, booked on a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from interview_cli.cli import market_account, market_booking, market_credits, market_meeting
from interview_cli.cli.options import HELP, commands

app = commands("Book interviews with people, on a server: interviewers, times, credits, feedback.")

_COMMANDS: Final[dict[str, Callable[..., None]]] = {
    "signup": market_account.signup,
    "login": market_account.login,
    "logout": market_account.logout,
    "whoami": market_account.whoami,
    "onboard": market_account.onboard,
    "interviewers": market_booking.interviewers,
    "slots": market_booking.slots,
    "book": market_booking.book,
    "cancel": market_booking.cancel,
    "reschedule": market_booking.reschedule,
    "appointments": market_booking.appointments,
    "call": market_meeting.call,
    "no-show": market_meeting.no_show,
    "dispute": market_meeting.dispute,
    "questions": market_meeting.questions,
    "feedback": market_meeting.feedback,
    "rate": market_meeting.rate,
    "credits": market_credits.credits_,
    "buy": market_credits.buy,
    "availability": market_credits.availability,
}
for _name, _command in _COMMANDS.items():
    app.command(_name, context_settings=HELP)(_command)
app.add_typer(market_credits.payouts, name="payouts")
