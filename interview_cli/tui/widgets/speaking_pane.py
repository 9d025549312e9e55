"""The lower part of a spoken interview: whose turn it is, how it sounds, what was heard, and its correction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interview_cli.errors import StorageError
from interview_cli.interview.commands import (
    Command,
    EndAnswer,
    Pause,
    Repeat,
    Resume,
    Retake,
    StopVoice,
    TryAgain,
    TypeInstead,
)
from interview_cli.interview.events import Problem
from interview_cli.interview.model import AskedQuestion, SessionSettings
from interview_cli.interview.ports import Clock
from interview_cli.speech.turn import EDITED, RECORDED, SpokenState, Stage
from interview_cli.tui.candidate import Report, SaveDraft
from interview_cli.tui.screens.dialog import Dialog
from interview_cli.tui.screens.microphone_dialog import MicrophoneDialog
from interview_cli.tui.text import clean
from interview_cli.tui.widgets.key_hints import KeyHint, KeyHints
from interview_cli.tui.widgets.live_strip import LiveStrip, TurnLine
from interview_cli.tui.widgets.typing_pane import TYPING_KEYS, AnswerEditor, TypingPane

if TYPE_CHECKING:
    from interview_cli.app.speaking import Speech
    from interview_cli.interview.inbox import Inbox
    from interview_cli.speech.candidate import SpeakingCandidate

REFRESHES_PER_SECOND: Final = 15
"""How often the level of the microphone is drawn at most."""

_HAND_IN: Final = TYPING_KEYS[0]
_COMMON: Final = TYPING_KEYS[1:]
_END: Final = KeyHint("space", "Space", "Done")
_TYPE: Final = KeyHint("t", "T", "Type")
_OVER: Final = KeyHint("r", "R", "Again")
_REPEAT: Final = KeyHint("l", "L", "Repeat")
_SPEAK: Final = KeyHint("ctrl+r", "Ctrl+R", "Speak again")
_TRY: Final = KeyHint("f5", "F5", "Try again")


class SpeakingPane(Vertical):
    """Shows the state of a spoken answer and turns keys into commands for it.

    States come from the session's thread many times a second; the newest is drawn at most REFRESHES_PER_SECOND times.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "end", "End the answer", show=False),
        Binding("m,M", "pause", "Pause or resume", show=False),
        Binding("t,T", "type", "Type instead", show=False),
        Binding("r,R,ctrl+r", "retake", "Start over", show=False),
        Binding("l,L", "repeat", "Hear the question again", show=False),
        Binding("f5", "try_again", "Try again", show=False),
        Binding("h,H", "hide", "Hide the counts", show=False),
        Binding("d,D", "device", "Another microphone", show=False),
    ]

    def __init__(
        self, clock: Clock, send: Callable[[Command], None], open_speech: Callable[[SessionSettings, Report], Speech]
    ) -> None:
        super().__init__(id="speaking")
        self._send = send
        self._open_speech = open_speech
        self._typing = TypingPane(clock, send)
        self._turn = TurnLine()
        self._strip = LiveStrip()
        self._newest: SpokenState | None = None
        self._state: SpokenState | None = None
        self._asked_id: str | None = None
        self._resting = True
        self._strip_hidden = False
        self._dialog: MicrophoneDialog | None = None
        self.speech: Speech | None = None
        """The opened parts, once the session has them."""

    def compose(self) -> ComposeResult:
        """Turn, strip and words; the editor is there when the answer is text."""
        yield self._turn
        yield self._strip
        with VerticalScroll(id="heard", can_focus=False):
            yield Static("", id="heard-text", markup=False)
        yield self._typing

    def on_mount(self) -> None:
        """Nothing to type yet; look for a new state now and then."""
        self._typing.display = self._strip.display = False
        self.set_interval(1 / REFRESHES_PER_SECOND, self._draw_newest)

    def make_candidate(
        self, settings: SessionSettings, report: Report, save_draft: SaveDraft, inbox: Inbox
    ) -> tuple[SpeakingCandidate, Speech]:
        """Whom the session asks; made in its thread. Raises UnavailableError when speaking is not possible.

        What the candidate should know about the transcriber is shown like a problem, next to the first question.
        """
        self.speech = speech = self._open_speech(settings, report)
        for remark in speech.remarks:
            report(remark, "")
        return speech.candidate(inbox, save_draft, self._take_state), speech

    @property
    def editor(self) -> AnswerEditor:
        """Where transcripts are corrected and answers typed."""
        return self._typing.editor

    @property
    def text(self) -> str | None:
        """What is in the editor; None while the answer is not text."""
        return self._typing.text if self._stage in EDITED else None

    @property
    def at_stake(self) -> bool:
        """Whether skipping now would throw something away."""
        return bool((self.text or "").strip()) or self._has_spoken

    @property
    def elapsed_s(self) -> float | None:
        """The live strip shows it."""
        return None

    @property
    def length_s(self) -> float:
        """How long the answer is: spoken so far, or as it is in the editor."""
        if self._state is None or self._stage in EDITED:
            return self._typing.length_s
        return self._state.elapsed_s

    @property
    def _stage(self) -> Stage | None:
        return self._state.stage if self._state else None

    @property
    def _has_spoken(self) -> bool:
        return self._state is not None and self._state.response_latency_s is not None

    def begin(self, asked: AskedQuestion, draft: str) -> None:  # noqa: ARG002 - it comes back with a state
        """Another question is to be answered."""
        self._asked_id = asked.id
        self._state = None

    def resume(self) -> None:
        """It is the candidate's turn, or still is."""
        self._resting = False
        if self._stage in EDITED:
            self._typing.resume()
        else:
            self._turn.focus()

    def rest(self) -> None:
        """The answer has been submitted."""
        self._resting = True
        self._typing.rest()

    def say(self, text: str) -> None:
        """Show a status."""
        self._typing.display = self._strip.display = False
        self._turn.tell(text)
        self._show_heard("")
        self.screen.query_one(KeyHints).show(*_COMMON)

    def draft_kept(self, error: StorageError | None) -> None:
        """The last draft is saved, or failed to be."""
        self._typing.draft_kept(error)

    def stop_voice(self) -> None:
        """Stop the interviewer's voice, whatever key it was: it is silent when this returns."""
        if self.speech is not None:
            self.speech.voice.stop()

    def _take_state(self, state: SpokenState) -> None:
        """From the session's thread."""
        self._newest = state

    def _draw_newest(self) -> None:
        state = self._newest
        if state is None or state is self._state or state.asked_id != self._asked_id:
            return
        before, self._state = self._state, state
        self._turn.show_state(state)
        self._strip.show_state(state)
        if before is None or state.stage is not before.stage:
            self._enter(state, None if before is None else before.stage)
        elif state.stage is Stage.NO_MICROPHONE and state.problem not in {None, before.problem}:
            self._ask_for_microphone(state.problem)
        if state.stage not in EDITED and (before is None or state.text != before.text):
            self._show_heard(state.text)

    def _enter(self, state: SpokenState, before: Stage | None) -> None:
        edited = state.stage in EDITED
        self._typing.display = edited
        self.query_one("#heard").display = not edited
        self._show_strip()
        if edited and before not in EDITED - {state.stage}:
            self._typing.load(state.text, back=state.stage is Stage.TYPING)
        if not self._resting:
            self.resume()
        self.screen.query_one(KeyHints).show(*_hints(state.stage))
        if state.stage is Stage.NO_MICROPHONE:
            self._ask_for_microphone(state.problem)
        elif self._dialog is not None and self._dialog.is_current:
            self._dialog.dismiss(None)

    def _show_heard(self, text: str) -> None:
        self.query_one("#heard-text", Static).update(Content(clean(text)))
        self.query_one("#heard", VerticalScroll).scroll_end(animate=False)

    def on_key(self) -> None:
        """While the interviewer speaks any key means silence; those that mean more continue to their bindings."""
        if self._stage is Stage.INTERVIEWER:
            self._tell(StopVoice())

    def action_end(self) -> None:
        """End the answer, or the pause."""
        if self._stage is Stage.PAUSED:
            self._tell(Resume())
        elif self._stage in RECORDED:
            self._tell(EndAnswer())

    def action_pause(self) -> None:
        """Pause the answer, or resume it."""
        if self._stage in RECORDED:
            self._tell(Resume() if self._stage is Stage.PAUSED else Pause())

    def action_repeat(self) -> None:
        """Hear the question again; nothing is recorded meanwhile."""
        if self._stage in RECORDED:
            self._tell(Repeat())

    def speak(self, asked: AskedQuestion, words: str) -> None:
        """Speak the question asked in other words, unless the candidate has begun to answer it."""
        if asked.id == self._asked_id and self._stage is Stage.LISTENING:
            self._tell(Repeat(words))

    def action_type(self) -> None:
        """Type the answer."""
        self._tell(TypeInstead())

    def action_retake(self) -> None:
        """Speak once more, from the start."""
        if not self.at_stake:
            self._tell(Retake())
            return

        def decide(choice: str | None) -> None:
            if choice == "again":
                self._tell(Retake())

        text = "What was recorded or typed for this question is deleted."
        choices = [("again", "Speak again"), ("stay", "Continue")]
        self.app.push_screen(Dialog("Speak again from the start?", text, choices), decide)

    def action_try_again(self) -> None:
        """Do again what did not work."""
        self._tell(TryAgain())

    def action_hide(self) -> None:
        """Show or hide the live strip."""
        self._strip_hidden = not self._strip_hidden
        self._show_strip()

    def _show_strip(self) -> None:
        self._strip.display = self._stage in RECORDED and not self._strip_hidden

    def action_device(self) -> None:
        """Choose another microphone."""
        if self._stage in RECORDED:
            self._ask_for_microphone(None)

    def _ask_for_microphone(self, problem: Problem | None) -> None:
        if self.speech is None or (self._dialog is not None and self._dialog.is_current):
            return

        def decide(command: Command | None) -> None:
            if command is not None:
                self._tell(command)

        title = "The microphone does not work" if problem else "Which microphone?"
        text = f"{problem.message}\n{problem.remedy}" if problem else "What you have said so far is kept."
        self._dialog = MicrophoneDialog(title, text, self.speech.devices, recorded=self._has_spoken)
        self.app.push_screen(self._dialog, decide)

    def _tell(self, command: Command) -> None:
        self.stop_voice()
        if not self._resting:
            self._send(command)


def _hints(stage: Stage) -> tuple[KeyHint, ...]:
    match stage:
        case Stage.INTERVIEWER:
            return (KeyHint("space", "Any key", "Silence"), _TYPE, *_COMMON)
        case Stage.PAUSED:
            return (KeyHint("m", "M", "Resume"), _TYPE, _OVER, *_COMMON)
        case Stage.NO_MICROPHONE:
            return (KeyHint("d", "D", "Microphones"), _TRY, _TYPE, _END, *_COMMON)
        case Stage.TRANSCRIBING | Stage.NOT_SAVED:
            return (_TYPE, *_COMMON)
        case Stage.NO_WORDS:
            return (_HAND_IN, _TRY, _SPEAK, *_COMMON)
        case Stage.CHECK | Stage.TYPING:
            return (_HAND_IN, _SPEAK, *_COMMON)
        case _:
            return (_END, KeyHint("m", "M", "Pause"), _TYPE, _OVER, _REPEAT, KeyHint("h", "H", "Counts"), *_COMMON)
