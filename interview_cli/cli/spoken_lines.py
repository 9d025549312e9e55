"""The spoken interview as plain lines: Enter ends an answer, commands with a slash do the rest."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from interview_cli.cli.plain_lines import not_understood
from interview_cli.interview.commands import (
    Command,
    EndAnswer,
    Finish,
    Leave,
    Pause,
    Resume,
    Retake,
    Skip,
    Submit,
    TryAgain,
    TypeInstead,
    UseDevice,
)
from interview_cli.interview.printable import printable
from interview_cli.speech.turn import RUNNING, SpokenState, Stage

if TYPE_CHECKING:
    from rich.console import Console

    from interview_cli.interview.inbox import Inbox
    from interview_cli.interview.ports import Voice

_COMMANDS: Final[dict[str, Callable[[], Command]]] = {
    "/pause": Pause,
    "/moment": Pause,
    "/resume": Resume,
    "/go": Resume,
    "/again": Retake,
    "/type": TypeInstead,
    "/skip": Skip,
    "/done": Finish,
    "/quit": Leave,
}
HELP: Final = (
    "Speak; Enter ends the answer. /pause, /resume, /again to start over, /type to type, /device NAME for another"
    " microphone, /skip, /done, /quit."
)
_ON_ENTER: Final[dict[Stage, Command]] = {
    **dict.fromkeys({Stage.INTERVIEWER, *RUNNING}, EndAnswer()),
    Stage.PAUSED: Resume(),
    Stage.NO_MICROPHONE: TryAgain(),
    Stage.NO_WORDS: TryAgain(),
    Stage.NOT_SAVED: TryAgain(),
}
_PROMPTS: Final = {
    Stage.PAUSED: "[Take your time; Enter when you are ready.]",
    Stage.NO_MICROPHONE: "[Enter to try again, /device NAME for another microphone, /type to type instead.]",
    Stage.TRANSCRIBING: "[Transcribing …]",
    Stage.NO_WORDS: "[The recording is kept. Enter to transcribe it again, /again to answer again, or type.]",
    Stage.TYPING: "[Type your answer, then an empty line.]",
    Stage.NOT_SAVED: "[Enter to try again, /quit to leave.]",
}


class PlainSpeaker:
    """Shows the states of a `SpeakingCandidate` as lines and turns lines of stdin into its commands."""

    def __init__(self, console: Console, inbox: Inbox, voice: Voice) -> None:
        self._console = console
        self._inbox = inbox
        self._voice = voice
        self._state: SpokenState | None = None
        self._typed: list[str] = []

    def start(self) -> None:
        """Begin to read lines; the end of the input leaves the session for later."""
        threading.Thread(target=self._read, name="keyboard", daemon=True).start()

    def show(self, state: SpokenState) -> None:
        """Print what is new."""
        before, self._state = self._state, state
        out = self._console
        if state.problem and (before is None or state.problem != before.problem):
            words = f"{state.problem.message} {state.problem.remedy}".strip()
            out.print(printable(words), markup=False, style="yellow")
        if state.recovered and (before is None or before.recovered != state.recovered):
            out.print(state.recovered, markup=False, style="green")
        was_running = before and before.stage in RUNNING and before.asked_id == state.asked_id
        if before and (before.stage, before.asked_id) == (state.stage, state.asked_id):
            return
        if state.stage is Stage.CHECK:
            out.print(printable(state.text), markup=False, style="italic")
            out.print("[Enter submits it; retype it to correct it; /again to answer again.]", markup=False)
        elif state.stage is Stage.COUNTDOWN and state.countdown_s is not None:
            out.print(f"[The answer ends in {state.countdown_s:.0f} s; speak to continue.]", markup=False)
        elif state.stage in RUNNING and not was_running:
            out.print("[Listening]", markup=False, style="dim")
        elif state.stage in _PROMPTS:
            out.print(_PROMPTS[state.stage], markup=False, style="dim")

    def _read(self) -> None:
        with suppress(ValueError, OSError):  # stdin was closed under the reader
            for line in sys.stdin:
                self._obey(line.rstrip("\n"))
        self._send(Leave("\n".join(self._typed) or None))

    def _obey(self, line: str) -> None:
        stage = self._state.stage if self._state else Stage.INTERVIEWER
        word, _, rest = line.strip().partition(" ")
        if word == "/device":
            self._send(UseDevice(rest.strip() or None))
        elif word in _COMMANDS:
            self._typed.clear()
            self._send(_COMMANDS[word]())
        elif told := not_understood(line, HELP):
            self._console.print(told, markup=False, style="dim")
        elif stage in {Stage.TYPING, Stage.NO_WORDS} and line.strip():
            self._typed.append(line)
        elif self._typed:
            self._submit("\n".join(self._typed))
        elif stage is Stage.CHECK:
            self._submit(line.strip() or (self._state.text if self._state else ""))
        elif stage in _ON_ENTER:
            self._send(_ON_ENTER[stage])

    def _submit(self, text: str) -> None:
        self._typed.clear()
        self._send(Submit(text))

    def _send(self, command: Command) -> None:
        self._voice.stop()
        self._inbox.put(command)
