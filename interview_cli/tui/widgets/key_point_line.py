"""A key point of a question in the report, for the candidate to tick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from interview_cli.interview.checklist import ChecklistItem
from interview_cli.interview.model import Question
from interview_cli.reports.checklist import OWN, found_text
from interview_cli.tui.text import clean


class KeyPointLine(Static, can_focus=True):
    """One line of a checklist. Space, Enter or a click asks to tick or untick it; the screen saves that and shows it.

    `exchange_number` says which exchange of the session it belongs to, counted from 0.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "tick", "Tick"),
        Binding("space,enter", "untick", "Untick"),
    ]

    @dataclass
    class Toggled(Message):
        """A key point is to be ticked or unticked."""

        line: KeyPointLine

    def __init__(self, exchange_number: int, question: Question, item: ChecklistItem) -> None:
        super().__init__(_text(item, question), classes="key-point", markup=False)
        self.exchange_number = exchange_number
        self.item = item
        self._question = question

    def show(self, item: ChecklistItem) -> None:
        """The same point, ticked or unticked."""
        self.item = item
        self.update(_text(item, self._question))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Whichever would change something."""
        return self.item.ticked if action == "untick" else True if action != "tick" else not self.item.ticked

    def action_tick(self) -> None:
        """Ask for the change."""
        self.post_message(self.Toggled(self))

    action_untick = action_tick

    def on_click(self) -> None:
        """Ask for the change."""
        self.action_tick()


def _text(item: ChecklistItem, question: Question) -> Content:
    found = found_text(item, question)
    notes = [*([OWN] if item.is_own else []), *([f"by the rules: {found}"] if found else [])]
    return Content.assemble(
        (f"[{'✓' if item.ticked else ' '}] ", "bold $primary"),
        clean(item.key_point.point),
        ("".join(f"  {note}" for note in notes), "$muted"),
    )
