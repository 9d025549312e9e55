"""Two attempts at one question side by side: what became of the words, the evidence and the delivery."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from interview_cli.tui.navigation import GoPractise
from interview_cli.tui.playback import Playback
from interview_cli.tui.screens.app_screen import AppScreen
from interview_cli.tui.text import clean, explain, local_time
from interview_cli.tui.widgets.exchange_report import paragraph, quoted
from interview_cli.tui.widgets.key_hints import KeyHints

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.learning import Place
    from interview_cli.interview.model import Attempt
    from interview_cli.learning.compared import Change, Comparison
    from interview_cli.learning.wordings import Piece

_DROPPED: Final = "strike $error"
_ADDED: Final = "bold $success"
_STYLES: Final = {"kept": "", "dropped": _DROPPED, "added": _ADDED}
_MARKS: Final = {"kept": ("", ""), "dropped": ("[-", "-]"), "added": ("{+", "+}")}
"""As word diffs are written, so that it can be read without colours."""


class CompareScreen(AppScreen):
    """The texts above, the figures below; both texts side by side where it is wide."""

    ABOUT = (
        "The same question, answered twice. What you dropped is in [-…-], what you added in {+…+}. A difference "
        "no larger than two judgements of one answer may differ by is called no real change."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", "Scroll", key_display="↑↓"),
        Binding("1", "play('before')", "Play before"),
        Binding("2", "play('after')", "Play after"),
        Binding("p,P", "silence", "Silence"),
        Binding("b,B", "choose('before')", "Other before"),
        Binding("a,A", "choose('after')", "Other after"),
        Binding("r,R", "retry", "Try again"),
    ]

    def __init__(self, application: Application, session_id: str, number: int) -> None:
        super().__init__()
        self._application = application
        self._session_id = session_id
        self._number = number
        self._place: Place | None = None
        self._attempts: tuple[int, int] | None = None
        self._playback = Playback(self, application)

    def compose(self) -> ComposeResult:
        """The page."""
        yield VerticalScroll(id="comparison", classes="page")
        yield Static("", id="rating", markup=False)
        yield KeyHints()

    def on_screen_resume(self) -> None:
        """Read the attempts; there may be a new one."""
        self.query_one("#comparison").focus()
        self._load()

    def _load(self) -> None:
        self.behind(self._read, lambda found: self.call_next(self._show, *found), "comparison")

    def _read(self) -> tuple[Place, Comparison]:
        from interview_cli.app.learning import Learning, attempt_numbers
        from interview_cli.learning.compared import compare

        place = Learning(self._application).place(self._session_id, self._number)
        attempts = place.exchange.attempts
        if self._place is None or len(self._place.exchange.attempts) != len(attempts):
            self._attempts = (len(attempts) - 1, len(attempts)) if len(attempts) > 1 else None
        numbers = attempt_numbers(place.exchange, self._attempts)
        return place, compare(place.exchange.asked, attempts, *numbers)

    async def _show(self, place: Place, found: Comparison) -> None:
        self._place = place
        self._attempts = (found.before_number, found.after_number)
        page = self.query_one("#comparison", VerticalScroll)
        with self.app.batch_update():
            await page.remove_children()
            await page.mount_all(list(_comparison(place, found)))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is something for."""
        count = len(self._place.exchange.attempts) if self._place else 0
        match action:
            case "play":
                attempt = self._attempt(str(parameters[0]))
                return attempt is not None and attempt.answer.audio_path is not None and not self._playback.is_on
            case "silence":
                return self._playback.is_on
            case "choose":
                return count > 2
            case "retry":
                return count > 0
        return True

    def fail(self, error: Exception) -> None:
        """At the bottom."""
        self._tell(explain(error), problem=True)

    def _tell(self, text: str, *, problem: bool = False) -> None:
        line = self.query_one("#rating", Static)
        line.set_class(problem, "problem")
        line.update(Content(text))

    def _attempt(self, which: str) -> Attempt | None:
        if self._place is None or self._attempts is None:
            return None
        return self._place.exchange.attempts[self._attempts[which == "after"] - 1]

    def action_page_down(self) -> None:
        """One page on."""
        self.query_one("#comparison", VerticalScroll).action_page_down()

    def action_play(self, which: str) -> None:
        """Play one of the two answers."""
        attempt = self._attempt(which)
        if attempt is not None and attempt.answer.audio_path:
            self._tell(f"Playing the answer {which}.")
            self._playback.play(attempt.answer.audio_path, 0.0, self._played)

    def _played(self, error: Exception | None) -> None:
        self._tell(explain(error) if error else "", problem=error is not None)

    def action_silence(self) -> None:
        """Play no more."""
        self._playback.stop()

    def on_unmount(self) -> None:
        """Be silent."""
        self._playback.stop()

    def action_choose(self, which: str) -> None:
        """Compare another attempt: one before with an earlier one, one after with a later one; round and round."""
        if self._place is None or self._attempts is None:
            return
        one, two = self._attempts
        if which == "before":
            one = one - 1 or two - 1
        else:
            two = two + 1 if two < len(self._place.exchange.attempts) else one + 1
        self._attempts = (one, two)
        self._load()

    def action_retry(self) -> None:
        """Answer the question once more."""
        from interview_cli.tui.replays import RetryPlay

        self.post_message(GoPractise(RetryPlay(self._session_id, self._number)))


def _comparison(place: Place, found: Comparison) -> Iterator[Widget]:
    attempts = place.exchange.attempts
    yield paragraph("question", clean(place.exchange.asked.text))
    yield paragraph("verdict", _overall(found))
    merged = Content.assemble(*(_piece(piece) for piece in found.pieces))
    yield paragraph("merged answer", merged)
    sides = (
        (found.before_number, {"kept", "dropped"}, "said"),
        (found.after_number, {"kept", "added"}, "found"),
    )
    yield Horizontal(
        *(
            Vertical(
                paragraph("heading", _heading(number, attempts[number - 1])),
                paragraph(
                    "answer",
                    Content.assemble(*(_piece(piece) for piece in found.pieces if piece.change.value in wanted)),
                ),
                classes=side,
            )
            for number, wanted, side in sides
        ),
        classes="sides",
    )
    yield Horizontal(
        Vertical(*_criteria(found), classes="said"), Vertical(*_rest(found), classes="found"), classes="exchange"
    )


def _heading(number: int, attempt: Attempt) -> str:
    return f"Attempt {number}  {local_time(attempt.answered_at).strip()}"


def _overall(found: Comparison) -> Content:
    numbers = f"Attempt {found.before_number} → attempt {found.after_number}   "
    return Content.assemble((numbers, "$muted"), _change(found.overall), f"   {found.verdict}")


def _piece(piece: Piece) -> tuple[str, str]:
    before, after = _MARKS[piece.change.value]
    return f"{before}{clean(piece.text)}{after} ", _STYLES[piece.change.value]


def _change(change: Change) -> Content:
    style = "bold $primary"
    if change.real and change.change is not None:
        style = _ADDED if change.change > 0 else "bold $error"
    return Content.styled(f"{_number(change.before)} → {_number(change.after)}", style)


def _criteria(found: Comparison) -> Iterator[Widget]:
    for name, each in found.criteria.items():
        lines = [
            Content.assemble((f"{clean(name).replace('_', ' ').capitalize():<14} ", "bold"), _change(each.score))
        ]
        lines += [Content.assemble(("+ ", _ADDED), quoted(quote)) for quote in each.gained]
        lines += [Content.assemble(("- ", "$error"), quoted(quote)) for quote in each.lost]
        yield paragraph("criterion", Content("\n").join(lines))


def _rest(found: Comparison) -> Iterator[Widget]:
    from interview_cli.learning.compared import DELIVERY_MEASURES

    for word, points in (
        ("Now covered", found.key_points.gained),
        ("No longer covered", found.key_points.lost),
        ("Still missing", found.key_points.missing),
    ):
        if points:
            yield paragraph("heading", word)
            yield paragraph("points", "\n".join(f"• {clean(point)}" for point in points))
    lines = []
    for name, (before, after) in found.delivery.items():
        if before is not None or after is not None:
            label = f"{DELIVERY_MEASURES[name]:<23} "
            lines.append(Content.assemble((label, "$muted"), f"{_number(before)} → {_number(after)}"))
    if lines:
        yield paragraph("heading", "Delivery")
        yield paragraph("points", Content("\n").join(lines))


def _number(value: float | None) -> str:
    return "–" if value is None else f"{round(value, 1):g}"
