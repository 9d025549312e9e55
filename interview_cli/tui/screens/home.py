"""Home: what to do next, and what was done before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from interview_cli.tui.navigation import GoFeedback, GoPractise, GoSetUp, GoTo, Place
from interview_cli.tui.screens.app_screen import AppScreen
from interview_cli.tui.text import DIFFICULTY_NAMES, TYPE_NAMES, clean, counted, explain, local_time, one_line
from interview_cli.tui.widgets.key_hints import KeyHints
from interview_cli.tui.widgets.listing import Listing

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.interview.model import Profile, SessionSummary
    from interview_cli.learning.progress import Progress

HISTORY_LENGTH: Final = 50
"""How many past sessions are listed; the history lists them all."""

_START: Final = "start"
_TODAY: Final = "today"
_HEADING: Final = Content(f"{'Past sessions':<48}Score")
_QUESTION_CHARACTERS: Final = 300
_PLANNED_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Sessions:
    """What was begun and done; `asked` is the question that the newest unfinished session is at."""

    profile: Profile
    unfinished: Sequence[SessionSummary]
    history: Sequence[SessionSummary]
    asked: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What to do today: the progress with its suggestion, how many reviews are due, days until the interview."""

    progress: Progress
    due: int
    days_left: int | None


class HomeScreen(AppScreen):
    """A list with the start on top, then what to do today, sessions to resume, and past ones.

    It is there before its data is.
    """

    ABOUT = "The place to come back to: one thing to do today, what you left unfinished, and what you did before."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("n,N", "start", "New"),
        Binding("c,C", "continue", "Continue"),
        Binding("t,T", "today", "Today"),
        *(
            Binding(key, f"go('{place.name}')", place.value)
            for key, place in (
                ("r,R", Place.REVIEWS),
                ("h,H", Place.HISTORY),
                ("p,P", Place.PROGRESS),
                ("u,U", Place.QUESTIONS),
                ("s,S", Place.STORIES),
                ("d,D", Place.DRILLS),
                ("e,E", Place.SETTINGS),
            )
        ),
        Binding("m,M", "go('MICROPHONE')", "Microphone"),
        Binding("k,K", "go('MARKET')", Place.MARKET.value, show=False),
        Binding("escape", "nowhere", "", show=False),
    ]

    def __init__(self, application: Callable[[], Application]) -> None:
        super().__init__()
        self._application = application
        self._unfinished: dict[str, SessionSummary] = {}
        self._outlook: Outlook | None = None
        self._profile: Profile | None = None

    def compose(self) -> ComposeResult:
        """The frame and the first thing to do."""
        with Horizontal(id="home"):
            with Vertical(id="home-main"):
                yield Static("Interview practice", id="title")
                yield Static(" ", id="streak", markup=False)
                yield Static("", id="trend", markup=False)
                yield Listing(_start_option(), Option(_today_line(None), _TODAY), id="sessions")
                yield Static("", id="home-note", markup=False)
            with VerticalScroll(id="home-side", can_focus=False):
                yield Static("", id="outlook", markup=False)
        yield KeyHints()

    def on_screen_resume(self) -> None:
        """Read the sessions, every time, but not before the screen is up."""
        self.call_after_refresh(self.behind, self._read_sessions, self._show, "sessions")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer only what there is something for."""
        if action == "continue":
            return bool(self._unfinished)
        return action != "nowhere"

    def _read_sessions(self) -> Sessions:
        application = self._application()
        unfinished = application.unfinished_sessions()
        history = application.store.history.list_sessions(limit=HISTORY_LENGTH)
        asked = ""
        if unfinished and (exchanges := application.store.load(unfinished[0].id).exchanges):
            asked = exchanges[-1].asked.text
        return Sessions(application.store.profile(), unfinished, history, asked)

    def _read_outlook(self) -> Outlook:
        from datetime import date

        from interview_cli.app.learning import Learning

        application = self._application()
        learning = Learning(application)
        found, due = learning.progress()
        on = application.store.profile().interview_on
        left = (date.fromisoformat(on) - learning.today).days if on else None
        return Outlook(found, due, left if left is not None and left >= 0 else None)

    def _show(self, sessions: Sessions) -> None:
        self._unfinished = {summary.id: summary for summary in sessions.unfinished}
        past = [summary for summary in sessions.history if summary.id not in self._unfinished]
        options: list[Option | None] = [_start_option(), Option(_today_line(self._outlook), _TODAY)]
        options += [
            Option(_continue_line(summary, "" if number else sessions.asked), summary.id)
            for number, summary in enumerate(sessions.unfinished)
        ]
        if past:
            options += [
                None,
                Option(_HEADING, disabled=True),
                *(Option(_history_line(summary), summary.id) for summary in past),
            ]
        listed = self.query_one("#sessions", Listing)
        highlighted = listed.chosen
        listed.set_options(options)
        at = [number for number, option in enumerate(listed.options) if option.id == highlighted]
        listed.highlighted = at[0] if at else 0
        self.query_one("#trend", Static).update(_trend(sessions.history))
        note = self.query_one("#home-note", Static)
        note.remove_class("problem")
        note.update("" if self._unfinished or past else "Your past sessions will be listed here, with their scores.")
        self._profile = sessions.profile
        self._show_streak()
        self.behind(self._read_outlook, self._show_outlook, "outlook")

    def _show_outlook(self, outlook: Outlook) -> None:
        self._outlook = outlook
        self.query_one("#sessions", Listing).replace_option_prompt(_TODAY, _today_line(outlook))
        self._show_streak()
        self.query_one("#outlook", Static).update(Content("\n").join(_outlook_lines(outlook)))

    def _show_streak(self) -> None:
        if self._profile is not None:
            self.query_one("#streak", Static).update(_streak(self._profile, self._outlook))

    def fail(self, error: Exception) -> None:
        """Below the list."""
        note = self.query_one("#home-note", Static)
        note.add_class("problem")
        note.update(Content(explain(error)))

    def action_open(self) -> None:
        """Do what the list stands on."""
        self.query_one("#sessions", Listing).action_select()

    def action_start(self) -> None:
        """Choose what to practise."""
        self.post_message(GoSetUp())

    def action_continue(self) -> None:
        """Resume the newest unfinished session, if there is one."""
        if self._unfinished:
            self.post_message(GoPractise(next(iter(self._unfinished))))

    def action_go(self, place: str) -> None:
        """Open one of the other screens."""
        self.post_message(GoTo(Place[place]))

    def action_today(self) -> None:
        """Do what is suggested for today."""
        if self._outlook is None:
            return
        from interview_cli.learning.progress import Next

        suggestion = self._outlook.progress.suggestion
        match suggestion.what:
            case Next.REVIEW:
                self.post_message(GoTo(Place.REVIEWS))
            case Next.QUESTION:
                self.behind(lambda: self._play_of(suggestion.target), self.post_message)
            case Next.DRILL:
                self.post_message(GoTo(Place.DRILLS))
            case Next.INTERVIEW:
                self.post_message(GoSetUp())

    def _play_of(self, question_id: str) -> Message:
        from interview_cli.tui.plays import practise_question

        return GoPractise(practise_question(self._application(), question_id))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        chosen = event.option.id
        if chosen is None or chosen == _START:
            self.action_start()
        elif chosen == _TODAY:
            self.action_today()
        elif chosen in self._unfinished:
            self.post_message(GoPractise(chosen))
        else:
            self.post_message(GoFeedback(chosen))


def _start_option() -> Option:
    return Option(Content.assemble("▶  ", ("Start practising", "bold")), _START)


def _today_line(outlook: Outlook | None) -> Content:
    why = outlook.progress.suggestion.why if outlook else "…"
    return Content.assemble(("★  ", "$success"), ("Today  ", "bold"), clean(why))


def _continue_line(summary: SessionSummary, asked: str) -> Content:
    """What is known of an unfinished session, and below it the question it is at."""
    parts = [TYPE_NAMES[summary.type], *([one_line(summary.role, 24)] if summary.role else [])]
    said = " · ".join([*parts, f"{summary.answers} answered", local_time(summary.started_at).strip()])
    first = Content.assemble(("↻  ", "$warning"), ("Continue  ", "bold"), (said, "$muted"))
    return Content("\n").join([first, Content(f"   {one_line(asked, _QUESTION_CHARACTERS)}")]) if asked else first


def _history_line(summary: SessionSummary) -> Content:
    """One line of at most 56 columns, so that it fits the smallest screen."""
    score = "–" if summary.overall_score is None else f"{summary.overall_score:.0f}"
    state = counted(summary.answers, "answer")
    if summary.status == "abandoned":
        state = "abandoned"
    return Content.assemble(
        (f"{local_time(summary.started_at)}  ", "$muted"),
        f"{TYPE_NAMES[summary.type]:<13}  ",
        (f"{DIFFICULTY_NAMES[summary.difficulty]:<8}  {state:<9}  ", "$muted"),
        (f"{score:>3}", "bold"),
    )


def _streak(profile: Profile, outlook: Outlook | None) -> str:
    if not profile.total_sessions and not profile.longest_streak_days:
        return "Answer questions, get honest feedback. Everything stays on this machine."
    parts = [counted(profile.total_sessions, "session")]
    if outlook is None:
        return parts[0]
    current, longest = outlook.progress.streak
    if current:
        parts.insert(0, f"{counted(current, 'day')} in a row")
    if longest > current:
        parts.append(f"longest {longest}")
    if outlook.due:
        parts.append(f"{outlook.due} due for review")
    if outlook.days_left is not None:
        left = counted(outlook.days_left, "day")
        parts.append(f"interview in {left}" if outlook.days_left else "interview today")
    return " · ".join(parts)


def _trend(history: Sequence[SessionSummary]) -> Content:
    """The scores of the last sessions by the evaluator of the newest, and whether they really change."""
    from interview_cli.learning.series import trend
    from interview_cli.tui.text import sparkline

    scored = [each for each in history if each.overall_score is not None]
    scores = [each.overall_score or 0.0 for each in reversed(scored) if each.evaluator == scored[0].evaluator]
    if len(scores) < 2:
        return Content("")
    verdict = trend(scores).verdict.value.replace("_", " ")
    last = f"  last {scores[-1]:.0f} · {verdict}"
    return Content.assemble(("Scores  ", "$muted"), (sparkline(scores, 0, 100), "$primary"), (last, "$muted"))


def _outlook_lines(outlook: Outlook) -> Iterator[Content]:
    """For wide terminals: the week in words, the plan until the interview, what is strong and weak."""
    from interview_cli.tui.screens.progress import week_in_words

    found = outlook.progress
    yield Content.styled("This week", "bold $primary")
    yield Content(clean(week_in_words(found)))
    for title, standings in (("Strongest", found.strongest), ("Weakest", found.weakest)):
        if standings:
            yield Content.styled(f"\n{title}", "bold $primary")
        for each in standings:
            mean = "–" if each.mean_score is None else f"{each.mean_score:.0f}"
            yield Content(f"{mean:>3}  {clean(each.name.replace('_', ' '))}")
    if found.plan:
        yield Content.styled("\nUntil the interview", "bold $primary")
    for day in found.plan[:_PLANNED_DAYS]:
        reviews = f"{counted(day.reviews, 'review')}. " if day.reviews else ""
        yield Content.assemble((f"{day.on:%a %d %b}  ", "$muted"), f"{reviews}{clean(day.what)}")
