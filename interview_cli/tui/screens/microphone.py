"""The microphone check: pick one, speak, see what is wrong, play it back, test the voice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from interview_cli.app.sound_check import RECORDED_S
from interview_cli.tui.navigation import GoBack
from interview_cli.tui.text import clean, explain, one_line
from interview_cli.tui.widgets.key_hints import KeyHint, KeyHints
from interview_cli.tui.widgets.live_strip import meter

if TYPE_CHECKING:
    from interview_cli.app.sound_check import SoundCheck
    from interview_cli.interview.ports import Samples
    from interview_cli.speech.devices import Device
    from interview_cli.speech.preflight import Preflight

_REFRESHES_PER_SECOND: Final = 15
_HINTS: Final = (
    KeyHint("enter", "Enter", "Speak into it"),
    KeyHint("p", "P", "Play it back"),
    KeyHint("v", "V", "Test the voice"),
    KeyHint("r", "R", "Refresh"),
    KeyHint("escape", "Esc", "Back"),
)


class MicrophoneScreen(Screen[None]):
    """One thing at a time: a list of microphones, and below it the result of the last test."""

    ABOUT = "Choose a microphone, say a sentence, and hear how well you are heard."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p,P", "hear_back", "Play it back", show=False),
        Binding("v,V", "hear_interviewer", "Test the voice", show=False),
        Binding("r,R", "look_again", "Refresh", show=False),
        Binding("escape", "back", "Back", show=False),
        Binding("question_mark,f1", "app.help", "Help", show=False),
    ]

    @dataclass
    class Found(Message):
        """These microphones are available; `preferred` is the one in the settings."""

        devices: Sequence[Device]
        preferred: str | None

    @dataclass
    class Recorded(Message):
        """The test recording is there."""

        preflight: Preflight

    @dataclass
    class Done(Message):
        """Something has been done, with a message if there is one."""

        text: str = ""

    @dataclass
    class Failed(Message):
        """Something could not be done."""

        error: Exception

    def __init__(self, check: SoundCheck) -> None:
        super().__init__()
        self._check = check
        self._devices: Sequence[Device] = ()
        self._tried: Preflight | None = None
        self._busy = True
        self._level_db: float | None = None

    def compose(self) -> ComposeResult:
        """The list and what is known."""
        with VerticalScroll(id="microphone", can_focus=False):
            yield Static("Check the microphone", id="title")
            yield OptionList(id="microphones")
            yield Static("", id="check-level", markup=False)
            yield Static("Looking for microphones …", id="check-verdict", markup=False)
            yield Static("", id="check-heard", markup=False)
        yield KeyHints(*_HINTS)

    def on_mount(self) -> None:
        """Look for microphones."""
        self.query_one("#microphones").focus()
        self.set_interval(1 / _REFRESHES_PER_SECOND, self._draw_level)
        self._run(self._find)

    def on_unmount(self) -> None:
        """Be silent."""
        self._check.stop()

    @work(thread=True)
    def _run(self, act: Callable[[], Message]) -> None:
        try:
            message = act()
        except Exception as error:  # noqa: BLE001 - reported on the screen
            message = self.Failed(error)
        self.post_message(message)

    def _begin(self, text: str, act: Callable[[], Message]) -> None:
        """Do one thing, unless another is being done."""
        if self._busy:
            return
        self._busy = True
        self._tell("#check-verdict", text)
        self._run(act)

    def _find(self) -> Message:
        return self.Found(self._check.devices(), self._check.preferred())

    @on(Found)
    def _show_devices(self, message: Found) -> None:
        self._busy = False
        self._devices = message.devices
        names = [one_line(device.name, 70) for device in message.devices]
        choices = self.query_one("#microphones", OptionList)
        choices.set_options(Option(Content(name), str(number)) for number, name in enumerate(names))
        wanted = (message.preferred or "").casefold()
        found = (number for number, name in enumerate(names) if wanted and wanted in name.casefold())
        choices.highlighted = next(found, 0) if names else None
        if names:
            self._tell("#check-verdict", "Choose one, press Enter, and say a sentence.")
        else:
            remedy = "Connect one and press R; on Linux, see that PipeWire or PulseAudio runs."
            self._tell("#check-verdict", f"There is no microphone.\n{remedy}", problem=True)

    @on(OptionList.OptionSelected)
    def _try(self, event: OptionList.OptionSelected) -> None:
        device = self._devices[event.option_index]
        if not self._busy:
            self._tried = None
            self._tell("#check-heard", "")
        text = f"● Say a sentence now; it records for {RECORDED_S:.0f} seconds."
        self._begin(text, partial(self._record, device))

    def _record(self, device: Device) -> Message:
        return self.Recorded(self._check.record(device, self._take_level))

    def _take_level(self, level_db: float) -> None:
        """From the microphone's thread."""
        self._level_db = level_db

    def _draw_level(self) -> None:
        if self._level_db is not None:
            line = self.query_one("#check-level", Static)
            line.update(meter(self._level_db, too_loud=False))

    def _clear_level(self) -> None:
        self._level_db = None
        self._tell("#check-level", "")

    @on(Recorded)
    def _judge(self, message: Recorded) -> None:
        self._clear_level()
        self._tried = message.preflight
        report = message.preflight.report
        good = report.verdict == "ok"
        self._tell(
            "#check-verdict", f"{'✓' if good else '!'} {report.message}\n{report.fix}".strip(), problem=not good
        )
        if report.verdict in {"nothing", "no_voice"}:
            self._busy = False
            return
        self._tell("#check-heard", "Transcribing …")
        self._run(lambda: self.Done(self._check.transcribe(message.preflight.samples)))

    @on(Done)
    def _done(self, message: Done) -> None:
        self._busy = False
        if message.text:
            self._tell("#check-heard", message.text)

    @on(Failed)
    def _fail(self, message: Failed) -> None:
        self._busy = False
        self._clear_level()
        line = "#check-heard" if self._tried else "#check-verdict"
        self._tell(line, explain(message.error), problem=True)

    def action_hear_back(self) -> None:
        """Play the test recording."""
        if self._tried is None:
            self.notify("There is nothing to play yet: press Enter and say a sentence.", markup=False)
        elif not self._busy:
            self._busy = True
            self._run(partial(self._play, self._tried.samples))

    def _play(self, samples: Samples) -> Message:
        self._check.play(samples)
        return self.Done()

    def action_hear_interviewer(self) -> None:
        """Let the interviewer say a sentence."""
        if not self._busy:
            self._busy = True
            self._run(self._say)

    def _say(self) -> Message:
        problems: list[str] = []
        self._check.say(lambda message, remedy: problems.append(f"{message} {remedy}".strip()))
        return self.Done("\n".join(problems))

    def action_look_again(self) -> None:
        """Look for microphones that were plugged in since."""
        self._begin("Looking for microphones …", self._find)

    def action_back(self) -> None:
        """To where this was opened from."""
        self.post_message(GoBack())

    def _tell(self, line: str, text: str, *, problem: bool = False) -> None:
        static = self.query_one(line, Static)
        static.set_class(problem, "problem")
        static.update(Content(clean(text)))
