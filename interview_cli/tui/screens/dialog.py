"""Questions that have to be answered before anything else, above all before something said or typed is discarded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from interview_cli.errors import StorageError
from interview_cli.interview.commands import Command, Finish, Leave, Skip, Submit, TryAgain
from interview_cli.tui.text import explain

_COLUMNS: Final = 58
"""How many columns there are for buttons side by side."""
_AROUND_A_LABEL: Final = 7


class Dialog(ModalScreen[str]):
    """Shows a text with buttons, given as (name, label). The result is the name of the one pressed.

    The first button has the focus; Escape means the last one, which is the harmless way out.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "app.focus_previous", "Previous", show=False),
        Binding("right,down", "app.focus_next", "Next", show=False),
        Binding("escape,ctrl+c", "dismiss_last", "Back", show=False),
    ]

    def __init__(self, title: str, text: str, buttons: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._buttons = buttons

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="dialog"):
            yield Static(Content(self._title), id="dialog-title")
            with VerticalScroll(id="dialog-text", can_focus=False):
                yield Static(Content(self._text))
            wide = sum(len(label) + _AROUND_A_LABEL for _, label in self._buttons) > _COLUMNS
            with Horizontal(id="dialog-buttons", classes="stacked" if wide else ""):
                for number, (name, label) in enumerate(self._buttons):
                    yield Button(label, variant="default" if number else "primary", id=name)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id)

    def action_dismiss_last(self) -> None:
        """Choose the way out."""
        self.dismiss(self._buttons[-1][0])


class TextDialog(ModalScreen[str]):
    """Asks for a line of text. The result is what was written, None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+c", "dismiss(None)", "Back", show=False)]

    def __init__(self, title: str, text: str, value: str) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._value = value

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="dialog"):
            yield Static(Content(self._title), id="dialog-title")
            with VerticalScroll(id="dialog-text", can_focus=False):
                yield Static(Content(self._text))
            yield Input(self._value, max_length=500, compact=True, id="dialog-input")
            yield Static("Enter keeps it · Esc leaves it as it was", id="dialog-keys", markup=False)

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


_STAY = ("stay", "Continue")


@dataclass(frozen=True, slots=True)
class Decision:
    """A question with its choices, as names and labels, and the commands of each; a choice without any means stay."""

    title: str
    text: str
    choices: list[tuple[str, str]]
    outcomes: dict[str, list[Command]]


def skipping(*, at_stake: bool) -> Decision:
    """The question is to be left out; `at_stake` when there is something that would be thrown away."""
    text = "It is not scored. You are asked this only once."
    if at_stake:
        text = "What you have said or typed for it will be discarded."
    return Decision("Skip this question?", text, [("skip", "Skip it"), _STAY], {"skip": [Skip()]})


def finishing(title: str, text: str, answer: str, *, begun: bool) -> Decision:
    """There is no way back; `answer` is in the editor, or an answer has been `begun` in another way."""
    if answer:
        choices = [("submit", "Submit and finish"), ("drop", "Discard it"), _STAY]
        text += " There is an answer in the editor."
    else:
        choices = [("drop", "Finish"), _STAY]
        text += " The answer you have started is left out, too." if begun else ""
    outcomes: dict[str, list[Command]] = {"submit": [Submit(answer), Finish()], "drop": [Finish()]}
    return Decision(title, text, choices, outcomes)


def leaving_unsaved(text: str | None, error: StorageError) -> Decision:
    """The last of what was typed could not be saved."""
    choices = [("retry", "Try again"), ("leave", "Leave without it"), ("stay", "Stay")]
    outcomes: dict[str, list[Command]] = {"retry": [Leave(text)], "leave": [Leave(text, anyway=True)]}
    return Decision("What you typed last is not saved", explain(error), choices, outcomes)


def answer_unsaved(error: StorageError) -> Decision:
    """An answer could not be saved; there is no staying without saving it."""
    choices = [("retry", "Try again"), ("leave", "Leave")]
    text = explain(error) + "\nYour answer is still in the editor."
    return Decision("Your answer could not be saved", text, choices, {"retry": [TryAgain()], "leave": [Leave(None)]})


def stopped(error: Exception, *, begun: bool, spoken: bool) -> Decision:
    """What was played has ended by an error: before a question was `begun`, speaking may be what does not work.

    No choice has commands, as nobody takes them any more.
    """
    title = "The interview had to stop" if begun else "The interview could not begin"
    retry = [("retry", "Try again")] if isinstance(error, StorageError) else []
    by_typing = [("type", "Type the answers")] if spoken and not begun else []
    return Decision(title, explain(error), [*retry, *by_typing, ("leave", "Leave")], {})
