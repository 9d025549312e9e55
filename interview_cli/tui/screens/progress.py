"""Progress: what gets better and what does not, strong and weak, the days practised and those to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from interview_cli.interview.kinds import InterviewType
from interview_cli.learning.days import countdown
from interview_cli.learning.progress import session_measure
from interview_cli.tui.screens.app_screen import AppScreen
from interview_cli.tui.text import BARS, TYPE_NAMES, clean, counted, explain, sparkline
from interview_cli.tui.widgets.exchange_report import paragraph
from interview_cli.tui.widgets.key_hints import KeyHints

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.learning.progress import Progress
    from interview_cli.learning.series import Trend

SHOWN_WEEKS: Final = 6
"""How many weeks the map of competencies shows (chosen)."""
_LABEL_COLUMNS: Final = 19
CALENDAR_WEEKS: Final = 12
"""How many weeks the calendar goes back (chosen)."""
_SPANS: Final = ((None, "all time"), (90, "90 days"), (30, "30 days"))
_VERDICTS: Final = {
    "up": "up",
    "down": "down",
    "no_real_change": "no real change",
    "not_enough_yet": "not enough yet",
}
_ALL_TYPES: Final = (None, *(kind for kind in InterviewType if kind is not InterviewType.MIXED))


class ProgressScreen(AppScreen):
    """One page; two columns where it is wide."""

    ABOUT = (
        "A change is called one only where it is larger than the noise, and scores of different evaluators are never "
        "mixed. T looks at one kind of interview, W at a shorter time."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", "Scroll", key_display="↑↓"),
        Binding("t,T", "next_type", "Kind"),
        Binding("w,W", "next_span", "Time"),
    ]

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._application = application
        self._type = 0
        self._span = 0

    def compose(self) -> ComposeResult:
        """The page."""
        yield VerticalScroll(id="progress-page", classes="page")
        yield Static("", id="rating", markup=False)
        yield KeyHints()

    def on_mount(self) -> None:
        """Read everything."""
        self.query_one("#progress-page").focus()
        self._load()

    def _load(self) -> None:
        self.behind(self._read, lambda read: self.call_next(self._show, *read), "progress")

    def _read(self) -> tuple[Progress, int, date]:
        from interview_cli.app.learning import Learning

        learning = Learning(self._application)
        kind, days = _ALL_TYPES[self._type], _SPANS[self._span][0]
        since = learning.today - timedelta(days=days) if days else None
        found, due = learning.progress(kind.value if kind else None, since)
        return found, due, learning.today

    async def _show(self, found: Progress, due: int, today: date) -> None:
        kind = _ALL_TYPES[self._type]
        chosen = f"{TYPE_NAMES[kind.value] if kind else 'All kinds'} · {_SPANS[self._span][1]}"
        page = self.query_one("#progress-page", VerticalScroll)
        with self.app.batch_update():
            await page.remove_children()
            await page.mount_all(list(_page(found, due, today, chosen)))

    def fail(self, error: Exception) -> None:
        """At the bottom."""
        line = self.query_one("#rating", Static)
        line.add_class("problem")
        line.update(Content(explain(error)))

    def action_page_down(self) -> None:
        """One page on."""
        self.query_one("#progress-page", VerticalScroll).action_page_down()

    def action_next_type(self) -> None:
        """Only interviews of the next type; at last all again."""
        self._type = (self._type + 1) % len(_ALL_TYPES)
        self._load()

    def action_next_span(self) -> None:
        """Another stretch of time."""
        self._span = (self._span + 1) % len(_SPANS)
        self._load()


def _page(found: Progress, due: int, today: date, chosen: str) -> Iterator[Widget]:
    streak = f"{counted(found.streak.current, 'day')} in a row (longest {found.streak.longest})"
    yield paragraph(
        "kind",
        f"{chosen} · {counted(found.sessions, 'session')} · practised on {counted(found.days, 'day')} · {streak}",
    )
    yield paragraph("summary", clean(f"{week_in_words(found)} {found.suggestion.why}."))
    left = Vertical(*_series(found), classes="said")
    right = Vertical(*_standings(found), *_days(found, due, today), classes="found")
    yield Horizontal(left, right, classes="exchange")


def week_in_words(found: Progress) -> str:
    """The week, without the command that comes next: here that is a key."""
    return found.week.removesuffix(str(found.suggestion)).strip()


def _series(found: Progress) -> Iterator[Widget]:
    yield paragraph("heading", "Scores, of 5")
    if not found.criteria:
        yield paragraph("muted", "Nothing has been scored yet.")
    for name, points in found.criteria.items():
        values = [point.score for point in points]
        yield _line(name.replace("_", " ").capitalize(), values, found.criteria_trends[name], (0, 5))
    for at, before, after in found.evaluator_changes:
        changed = f"Since {at[:10]} {clean(after)} scores instead of {clean(before)}: the two are not mixed."
        yield paragraph("warned", changed)
    if found.delivery:
        yield paragraph("heading", "Delivery")
    for name, measured in found.delivery.items():
        yield _line(session_measure(name), [each.value for each in measured], found.delivery_trends[name], None)


def _line(name: str, values: Sequence[float], trend: Trend, bounds: tuple[float, float] | None) -> Static:
    """A series: its name, its last values as bars, and what can be said of it."""
    drawn = sparkline(values, *bounds) if bounds else sparkline(values)
    verdict = _VERDICTS[trend.verdict.value]
    if trend.before is not None and trend.now is not None and trend.band is not None:
        verdict = f"{trend.before:.3g} → {trend.now:.3g} (noise ±{trend.band:.2g}): {verdict}"
    style = {"up": "bold $success", "down": "bold $warning"}.get(trend.verdict.value, "$muted")
    style = style if bounds else "$muted"
    last = f"{values[-1]:.3g}" if values else "–"
    text = Content.assemble((f"{clean(name)}  ", ""), (drawn, "$primary"), f" {last}\n", (f"  {verdict}", style))
    return paragraph("series", text)


def _standings(found: Progress) -> Iterator[Widget]:
    for title, standings in (("Strongest", found.strongest), ("Weakest", found.weakest)):
        if standings:
            yield paragraph("heading", title)
        for each in standings:
            mean = "–" if each.mean_score is None else f"{each.mean_score:.0f}"
            name = clean(each.name.replace("_", " "))
            questions = "".join(f"\n• {clean(words)}" for words in found.words_of(each))
            yield paragraph("point", Content.assemble(f"{mean:>3}  {name}", (questions, "$muted")))
    if found.competencies:
        yield paragraph("heading", "Competencies by week")
        yield paragraph("map", _heat_map(found))


def _heat_map(found: Progress) -> Content:
    weeks = sorted({week for each in found.competencies.values() for week in each.weeks})[-SHOWN_WEEKS:]
    lines = [Content.styled(" " * (_LABEL_COLUMNS + 1) + " ".join(f"{week:%d%b}" for week in weeks), "$muted")]
    for name, each in found.competencies.items():
        cells = [_cell(each.weeks.get(week)) for week in weeks]
        first, *more = wrap(clean(name.replace("_", " ")), _LABEL_COLUMNS)
        lines.append(Content(" ").join([Content(f"{first:<{_LABEL_COLUMNS}}"), *cells]))
        lines += [Content(f"  {part}") for part in more]
    return Content("\n").join(lines)


def _cell(score: float | None) -> Content:
    if score is None:
        return Content.styled("    ·", "$muted")
    style = "$success" if score >= 60 else "$warning" if score >= 40 else "$error"
    return Content.styled(f"{BARS[min(7, int(score / 12.5))]}{score:>4.0f}", style)


def _days(found: Progress, due: int, today: date) -> Iterator[Widget]:
    yield paragraph("heading", "Days practised")
    yield paragraph("map", _calendar(found.calendar, today))
    load = [found.load[day] for day in sorted(found.load)]
    if any(load):
        yield paragraph("heading", f"Reviews of the next {len(load)} days")
        yield paragraph("map", Content.assemble((sparkline(load, 0, max(load)), "$primary"), f"  {due} today"))
    if found.interview_on:
        yield paragraph("heading", countdown(found.interview_on, today))
    for day in found.plan:
        reviews = f"{counted(day.reviews, 'review')}. " if day.reviews else ""
        yield paragraph("plan", Content.assemble((f"{day.on:%a %d %b}  ", "$muted"), f"{reviews}{clean(day.what)}"))


def _calendar(days: Mapping[date, int], today: date) -> Content:
    """The last weeks, one a column, Monday on top; a filled square is a day practised."""
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=back) for back in range(CALENDAR_WEEKS - 1, -1, -1)]
    lines = []
    for weekday, name in enumerate(("Mon", "", "Wed", "", "Fri", "", "Sun")):
        cells = []
        for week in weeks:
            day = week + timedelta(days=weekday)
            if day > today:
                cells.append(Content("  "))
            elif day in days:
                cells.append(Content.styled("■ ", "bold $success"))
            else:
                cells.append(Content.styled("· ", "$muted"))
        lines.append(Content.assemble((f"{name:<4}", "$muted"), *cells))
    return Content("\n").join(lines)
