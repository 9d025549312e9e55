"""The microphone is gone: how to continue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from interview_cli.errors import InterviewError
from interview_cli.interview.commands import Command, EndAnswer, TryAgain, TypeInstead, UseDevice
from interview_cli.tui.text import clean, one_line

if TYPE_CHECKING:
    from interview_cli.speech.devices import Device

_NAME_CHARACTERS: Final = 48


class MicrophoneDialog(ModalScreen[Command]):
    """Lists the available microphones, below the ways to continue without choosing one.

    The result is the command to send, None to change nothing. `recorded` says whether there is an answer
    to end.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+c", "dismiss(None)", "Back", show=False)]

    @dataclass
    class Found(Message):
        """These microphones are there."""

        devices: Sequence[Device]
        problem: str

    def __init__(
        self, title: str, text: str, list_devices: Callable[[], Sequence[Device]], *, recorded: bool
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._list_devices = list_devices
        self._recorded = recorded
        self._devices: list[Device] = []

    def compose(self) -> ComposeResult:
        """The box."""
        ways = [Option("Try again", "again"), Option("Type the answer instead", "type")]
        if self._recorded:
            ways.append(Option("End the answer with what was said", "end"))
        with Vertical(id="dialog"):
            yield Static(Content(self._title), id="dialog-title")
            yield Static(Content(clean(self._text)), id="microphone-problem", markup=False)
            yield OptionList(*ways, None, Option("Looking for microphones …", disabled=True), id="microphones")

    def on_mount(self) -> None:
        """Look for microphones."""
        self._look()

    @work(thread=True)
    def _look(self) -> None:
        try:
            message = self.Found(self._list_devices(), "")
        except InterviewError as error:
            message = self.Found((), str(error))
        self.post_message(message)

    @on(Found)
    def _show(self, message: Found) -> None:
        self._devices = list(message.devices)
        choices = self.query_one("#microphones", OptionList)
        choices.remove_option_at_index(choices.option_count - 1)
        for device in self._devices:
            choices.add_option(Option(Content(f"Use {one_line(device.name, _NAME_CHARACTERS)}"), str(device.number)))
        if not self._devices:
            text = message.problem or "No other microphone was found."
            choices.add_option(Option(Content(one_line(text, 2 * _NAME_CHARACTERS)), disabled=True))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        match event.option.id:
            case "again":
                self.dismiss(TryAgain())
            case "type":
                self.dismiss(TypeInstead())
            case "end":
                self.dismiss(EndAnswer())
            case number:
                self.dismiss(UseDevice(number))
