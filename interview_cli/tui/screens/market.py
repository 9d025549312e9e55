"""The market: your appointments, who can be booked, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content

from interview_cli.errors import UsageError
from interview_cli.tui.navigation import GoFeedback
from interview_cli.tui.screens.browse import BrowseScreen, Line
from interview_cli.tui.screens.dialog import Dialog
from interview_cli.tui.text import clean, counted, one_line

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.market import Market
    from interview_cli.contracts.market import Appointment, Interviewer, Slots

DAYS_SHOWN: Final = 14
"""How far ahead free times are listed (chosen)."""


class MarketScreen(BrowseScreen):
    """Appointments, the next one first, then everybody who can be booked."""

    HEADING = "Market"
    SEARCH = "A name, a company or a category"
    EMPTY = "There is nothing here. Sign in first, on the command line: interview market login --server URL"
    ABOUT = (
        "Interviews with people, on a server. Enter on somebody shows their free times, Enter on an appointment what "
        "you need to join it. F shows the feedback on an interview, Y brings interviews into your history. Signing "
        "in, credits and payouts are commands: interview market --help."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("j,J", "join", "Join"),
        Binding("f,F", "feedback", "Feedback"),
        Binding("y,Y", "sync", "Sync"),
    ]

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._application = application
        self._appointments: dict[str, Appointment] = {}
        self._interviewers: dict[str, Interviewer] = {}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is something for."""
        if action in {"join", "feedback"}:
            return self.chosen in self._appointments
        return self.chosen is not None if action == "open" else super().check_action(action, parameters)

    def read_lines(self, search: str) -> Sequence[Line]:
        """What was booked, then who can be."""
        try:
            market = self._market()
        except UsageError:  # no server is set yet
            return []
        if market.sign_ins.current() is None:
            self.note = market.address
            return []
        wanted = search.casefold()
        booked = [each for each in market.appointments() if each["status"] in ("SCHEDULED", "COMPLETED")]
        self._appointments = {each["id"]: each for each in booked if _matches(wanted, each.get("otherName"))}
        self._interviewers = {
            each["id"]: each
            for each in market.interviewers({})
            if _matches(wanted, each.get("name"), each.get("company"), *(each.get("categories") or ()))
        }
        self.note = f"{market.address}, times in {market.zone[0]}"
        return [
            *(Line(each["id"], _appointment_line(market, each)) for each in self._appointments.values()),
            *(Line(each["id"], _interviewer_line(each)) for each in self._interviewers.values()),
        ]

    def read_detail(self, chosen: str) -> Content:
        """Everything known of an appointment, or of an interviewer."""
        if chosen in self._appointments:
            return _appointment_detail(self._market(), self._appointments[chosen])
        return _interviewer_detail(self._interviewers[chosen]) if chosen in self._interviewers else Content("")

    def open(self, chosen: str) -> None:
        """Show the free times of an interviewer, or how an appointment is joined."""
        if chosen in self._interviewers:
            self.app.push_screen(SlotsScreen(self._application, self._interviewers[chosen]))
        else:
            self.action_join()

    def action_join(self) -> None:
        """Show what one needs to join the call."""
        if chosen := self.chosen:
            self.behind(lambda: _call_detail(self._market(), chosen), self.show_detail, "detail")

    def action_feedback(self) -> None:
        """The feedback on an interview: of the session it has become, else the server's."""
        if chosen := self.chosen:
            self.behind(lambda: self._read_feedback(chosen), self._show_feedback, "detail")

    def _read_feedback(self, booking: str) -> str | Content:
        from interview_cli.contracts.market import Feedback

        market = self._market()
        session = market.items.pulled(booking)
        if session and market.items.has_session(session):
            return session
        path = f"api/bookings/{market.booking_id(booking)}/feedback"
        return _feedback_detail(market.server.get(path, Feedback, lacking="feedback on interviews"))

    def _show_feedback(self, found: str | Content) -> None:
        if isinstance(found, str):
            self.post_message(GoFeedback(found))
        else:
            self.show_detail(found)

    def action_sync(self) -> None:
        """Send what waits, and bring interviews into the history."""
        self.behind(self._sync, self._synced)

    def _sync(self) -> str:
        from interview_cli.app.market_sync import pull

        market = self._market()
        market.deliver()
        if market.why_waiting is not None:
            raise market.why_waiting
        pulled = pull(self._application, market)
        return " ".join([f"{counted(len(pulled.sessions), 'new session')} in your history.", *pulled.not_offered])

    def _synced(self, says: str) -> None:
        self.notify(clean(says), markup=False)
        self.load()

    def _market(self) -> Market:
        from interview_cli.app.market import Market

        return Market(self._application)


class SlotsScreen(BrowseScreen):
    """The free times of one interviewer; Enter books one."""

    HEADING = "Free times"
    SEARCH = ""
    EMPTY = "Nothing is free in the next two weeks."
    ABOUT = "When somebody can be booked, in your own time zone. Enter books a time, after a question."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "Book")]

    def __init__(self, application: Application, interviewer: Interviewer) -> None:
        super().__init__()
        self._application = application
        self._interviewer = interviewer
        self._found: Slots = {"items": []}
        self._times: dict[str, str] = {}

    def read_lines(self, search: str) -> Sequence[Line]:  # noqa: ARG002 - nothing is searched for
        """The times of the next two weeks."""
        from interview_cli.app.market import Market

        market = Market(self._application)
        now = self._application.clock.now()
        self._found = market.slots(self._interviewer["id"], now, now + timedelta(days=DAYS_SHOWN))
        free = [each for each in self._found["items"] if each.get("status", "AVAILABLE") == "AVAILABLE"]
        self._times = {each["startTime"]: _stretch(market, each["startTime"], each["endTime"]) for each in free}
        self.note = f"{clean(self._interviewer.get('name') or '')}, times in {market.zone[0]}"
        return [Line(start, Content(shown)) for start, shown in self._times.items()]

    def read_detail(self, chosen: str) -> Content:
        """What a time costs, and the terms."""
        return Content(f"{self._times.get(chosen, '')}\n\n{self._terms()}")

    def open(self, chosen: str) -> None:
        """Book it, once that is certain."""

        def decide(choice: str | None) -> None:
            if choice == "book":
                self.behind(lambda: self._book(chosen), self._booked)

        text = f"{self._times[chosen]}\n\n{self._terms()}"
        self.app.push_screen(Dialog("Book this time?", text, [("book", "Book it"), ("leave", "Not now")]), decide)

    def _terms(self) -> str:
        rate, policy = self._interviewer.get("creditRate"), self._found.get("policy")
        price = f"It costs {counted(rate, 'credit')}." if rate is not None else ""
        return "\n\n".join(part for part in (price, clean(policy["text"]) if policy else "") if part)

    def _book(self, start: str) -> str:
        from interview_cli.app.market import Market

        market = Market(self._application)
        sending = market.book(self._interviewer["id"], datetime.fromisoformat(start))
        with market.outcomes():  # they are shown here, or are the commands' own of a moment ago
            pass
        if sending["state"] == "done":
            return "It is booked."
        why = f"{market.why_waiting.message} " if market.why_waiting else ""
        return f"{why}The booking waits, and is sent once, as soon as the server can be reached."

    def _booked(self, says: str) -> None:
        self.notify(clean(says), markup=False)
        self.load()


def _matches(wanted: str, *texts: str | None) -> bool:
    return not wanted or any(wanted in (text or "").casefold() for text in texts)


def _stretch(market: Market, start: str, end: str) -> str:
    begins, ends = (datetime.fromisoformat(each).astimezone(market.zone[1]) for each in (start, end))
    return f"{begins:%a %Y-%m-%d %H:%M}–{ends:%H:%M %Z}"


def _appointment_line(market: Market, each: Appointment) -> Content:
    mark = ("● ", "$success") if each["status"] == "SCHEDULED" else ("✓ ", "$muted")
    other = one_line(each.get("otherName") or "", 30)
    return Content.assemble(mark, _stretch(market, each["startTime"], each["endTime"]), (f"  {other}", "$muted"))


def _interviewer_line(each: Interviewer) -> Content:
    rate = each.get("creditRate")
    price = f"  {counted(rate, 'credit')}" if rate is not None else ""
    return Content.assemble("  ", one_line(each.get("name") or "(no name)", 40), (price, "$muted"))


def _appointment_detail(market: Market, each: Appointment) -> Content:
    rows = {
        "When": _stretch(market, each["startTime"], each["endTime"]),
        "With": each.get("otherName"),
        "You are": (each.get("side") or "").lower(),
        "Status": each["status"].lower().replace("_", " "),
        "Paid": each.get("creditsCharged"),
        "Terms": each["policy"]["text"] if "policy" in each else None,
    }
    return _rows(rows)


def _interviewer_detail(each: Interviewer) -> Content:
    rows = {
        "Name": each.get("name"),
        "Works as": ", ".join(part for part in (each.get("title"), each.get("company")) if part),
        "Experience": counted(each["yearsExp"], "year") if each.get("yearsExp") is not None else None,  # type: ignore[arg-type]
        "Asks about": ", ".join(each.get("categories") or ()),
        "Costs": counted(each["creditRate"], "credit") if each.get("creditRate") is not None else None,  # type: ignore[arg-type]
        "About": each.get("bio"),
    }
    return _rows(rows)


def _call_detail(market: Market, booking: str) -> Content:
    call = market.call(booking)
    rows = {"Call": call["callId"], "Provider": call.get("provider"), "User": call.get("userId")}
    if call.get("token"):
        rows["Token"] = f"is there: interview market call {booking[:8]} --json"
    else:
        rows["Join"] = (
            "Meet where you both agree, and bring in what was said: interview sync --push ID --booking BOOKING"
        )
    return _rows(rows)


def _feedback_detail(found: Any) -> Content:
    verdict = (found["recommendation"] or "too little was said for one").replace("_", " ").lower()
    lines = [_rows({"Recommendation": verdict, "Overall": found.get("overallRating"), "Summary": found["summary"]})]
    for heading, statements in (("Strengths", found["strengths"]), ("To improve", found["improvements"])):
        if statements:
            lines.append(Content.styled(f"\n{heading}", "bold $primary"))
            lines += [Content(f"• {clean(each)}") for each in statements]
    return Content("\n").join(lines)


def _rows(rows: dict[str, Any]) -> Content:
    shown = [
        Content.assemble((f"{name}  ", "$muted"), clean(str(value)))
        for name, value in rows.items()
        if value not in (None, "")
    ]
    return Content("\n").join(shown)
