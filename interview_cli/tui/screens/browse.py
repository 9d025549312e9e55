"""A searchable list, and next to it the details of the selected line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from interview_cli.tui.screens.app_screen import AppScreen
from interview_cli.tui.widgets.key_hints import KeyHints
from interview_cli.tui.widgets.listing import Listing

SEARCH_AFTER_S: Final = 0.15
"""A search begins when nothing was typed for so long (chosen)."""


class Line(NamedTuple):
    """One line of the list, by the id of what it stands for."""

    id: str
    text: Content


class BrowseScreen(AppScreen):
    """Reading is left to the screens made of it: `read_lines` and `read_detail` run in a thread."""

    HEADING: ClassVar[str]
    SEARCH: ClassVar[str]
    """What can be searched for, in the empty search field; empty where a search would help nobody."""
    EMPTY: ClassVar[str]
    """What to say when there is nothing at all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority it is obeyed before the key after it is given to anything, however fast they come.
        Binding("slash", "search", "Search", priority=True),
        Binding("pagedown", "scroll_detail(1)", "Scroll", show=False),
        Binding("pageup", "scroll_detail(-1)", "Scroll back", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._waiting: Timer | None = None
        self.note = ""
        """What to say of the list as a whole, next to its heading."""

    def compose(self) -> ComposeResult:
        """Heading, search, list and detail."""
        with Vertical(id="browse"):
            with Horizontal(id="browse-head"):
                yield Static(self.HEADING, id="title", markup=False)
                yield Static("", id="browse-note", markup=False)
            yield Input(placeholder=self.SEARCH, compact=True, max_length=300, id="search")
            with Horizontal(id="browse-body"):
                yield Listing(id="lines")
                with VerticalScroll(id="detail", can_focus=False):
                    yield Static("", id="detail-text", markup=False)
        yield KeyHints()

    def read_lines(self, search: str) -> Sequence[Line]:
        """The lines that match. Blocks."""
        raise NotImplementedError

    def read_detail(self, chosen: str) -> Content:
        """What there is to know of a line. Blocks."""
        raise NotImplementedError

    def open(self, chosen: str) -> None:
        """Enter was pressed on a line."""
        raise NotImplementedError

    @property
    def chosen(self) -> str | None:
        """The line that is selected."""
        return self.query_one("#lines", Listing).chosen

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer only what there is something for; within a search a slash is a part of it."""
        if action != "search":
            return True
        return bool(self.SEARCH) and not isinstance(self.focused, Input)

    def on_mount(self) -> None:
        """Stand in the list."""
        self.query_one("#search").display = bool(self.SEARCH)
        self.query_one("#lines").focus()

    def on_screen_resume(self) -> None:
        """Read the lines; again after a look at something else."""
        self.load()

    def load(self) -> None:
        """Read the lines again, for the text in the search field."""
        search = self.query_one("#search", Input).value.strip()
        self.behind(lambda: self.read_lines(search), lambda lines: self._show_lines(lines, search), "lines")

    def _show_lines(self, lines: Sequence[Line], search: str) -> None:
        listing = self.query_one("#lines", Listing)
        before, at = listing.chosen, listing.highlighted or 0
        listing.set_options(Option(line.text, line.id) for line in lines)
        ids = [line.id for line in lines]
        listing.highlighted = None if not ids else ids.index(before) if before in ids else min(at, len(ids) - 1)
        self.query_one("#browse-note", Static).update(Content(self.note))
        if not lines:
            nothing = Content.styled("Nothing matches." if search else self.EMPTY, "$muted")
            self.behind(lambda: nothing, self.show_detail, "detail")  # newer than what is still read of a line
        self.refresh_bindings()

    def show_detail(self, detail: Content) -> None:
        """Show this next to the list."""
        self.query_one("#detail", VerticalScroll).scroll_home(animate=False)
        self.query_one("#detail-text", Static).update(detail)

    @on(OptionList.OptionHighlighted, "#lines")
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        chosen = event.option.id
        if chosen is not None and chosen == self.chosen:
            self.behind(lambda: self.read_detail(chosen), self.show_detail, "detail")
        self.refresh_bindings()

    @on(OptionList.OptionSelected, "#lines")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id is not None:
            self.open(event.option.id)

    @on(Input.Changed, "#search")
    def _searched(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(SEARCH_AFTER_S, self.load)

    def action_open(self) -> None:
        """Do what Enter means on the line that is selected."""
        self.query_one("#lines", Listing).action_select()

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.query_one("#lines").focus()

    def action_search(self) -> None:
        """Type what to look for; the next key is a part of it already."""
        self.set_focus(self.query_one("#search"))

    def action_scroll_detail(self, step: int) -> None:
        """Scroll what is next to the list."""
        detail = self.query_one("#detail", VerticalScroll)
        detail.scroll_relative(y=step * max(1, detail.size.height - 1), animate=False)

    def action_back(self) -> None:
        """Out of the search, else to where this was opened from."""
        search = self.query_one("#search", Input)
        if search.has_focus or search.value:
            search.value = ""
            self.query_one("#lines").focus()
        else:
            super().action_back()
