"""A story to write or change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from interview_cli.tui.screens.dialog import Dialog
from interview_cli.tui.text import clean
from interview_cli.tui.widgets.key_hints import KeyHint, KeyHints

if TYPE_CHECKING:
    from interview_cli.learning.stories import Story

_PARTS: Final = (
    ("situation", "Situation: where and when it was"),
    ("task", "Task: what you had to achieve"),
    ("action", "Action: what you did"),
    ("result", "Result: what came of it"),
)
_MOST_CHARACTERS: Final = 10_000


class StoryForm(ModalScreen["Story | None"]):
    """The result is the story as changed, None when it is left as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", priority=True),
        Binding("escape", "leave", "Leave", priority=True),
        Binding("ctrl+c", "leave", "Leave", show=False),
    ]

    def __init__(self, story: Story) -> None:
        super().__init__()
        self._story = story

    def compose(self) -> ComposeResult:
        """One field for each part."""
        story = self._story
        with Vertical(id="form"):
            with VerticalScroll(id="form-fields", can_focus=False):
                yield Static("Title", classes="label")
                yield Input(clean(story.title), max_length=200, compact=True, id="title-field")
                for name, label in _PARTS:
                    yield Static(label, classes="label")
                    yield TextArea(clean(getattr(story, name)), id=name, tab_behavior="focus", compact=True)
                yield Static("Numbers, separated by commas", classes="label")
                yield Input(clean(", ".join(story.numbers)), max_length=500, compact=True, id="numbers")
                yield Static("What it shows, as in leadership, conflict", classes="label")
                shows = ", ".join(each.replace("_", " ") for each in story.competencies)
                yield Input(clean(shows), max_length=500, compact=True, id="competencies")
            yield Static("", id="form-problem", classes="problem", markup=False)
            yield KeyHints(
                KeyHint("tab", "Tab", "Next field"),
                KeyHint("ctrl+s", "Ctrl+S", "Save"),
                KeyHint("escape", "Esc", "Leave"),
            )

    def _written(self) -> Story:
        """The story as it stands in the fields."""

        def part(name: str) -> str:
            return clean(self.query_one(f"#{name}", TextArea).text).strip()[:_MOST_CHARACTERS]

        shows = (each.lower().replace(" ", "_") for each in self._listed("#competencies"))
        return replace(
            self._story,
            title=" ".join(clean(self.query_one("#title-field", Input).value).split()),
            situation=part("situation"),
            task=part("task"),
            action=part("action"),
            result=part("result"),
            numbers=tuple(self._listed("#numbers")),
            competencies=tuple(dict.fromkeys(shows)),
        )

    def _listed(self, field: str) -> Iterator[str]:
        values = clean(self.query_one(field, Input).value).split(",")
        return (" ".join(each.split()) for each in values if each.strip())

    def action_save(self) -> None:
        """Keep it, if it is a story."""
        story = self._written()
        if story.title and story.action:
            self.dismiss(story)
        else:
            self.query_one("#form-problem", Static).update("A story needs at least a title and an action.")

    def action_leave(self) -> None:
        """Leave; asks first when something was written."""
        if self._written() == self._story:
            self.dismiss(None)
            return

        def decide(choice: str | None) -> None:
            if choice == "save":
                self.action_save()
            elif choice == "drop":
                self.dismiss(None)

        choices = [("save", "Save"), ("drop", "Discard the changes"), ("stay", "Continue writing")]
        self.app.push_screen(Dialog("Save the story?", "You have changed it.", choices), decide)
