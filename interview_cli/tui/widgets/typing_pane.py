"""The lower part of a typed interview: the answer, and what is known about it so far."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from interview_cli.errors import StorageError
from interview_cli.interview.commands import Command, KeepDraft
from interview_cli.interview.lengths import spoken_length_s
from interview_cli.tui.candidate import Report, SaveDraft, ScreenCandidate
from interview_cli.tui.text import clean, one_line
from interview_cli.tui.widgets.key_hints import KeyHint
from interview_cli.tui.widgets.live_counts import LiveCounts

if TYPE_CHECKING:
    from interview_cli.interview.inbox import Inbox
    from interview_cli.interview.model import AskedQuestion, SessionSettings
    from interview_cli.interview.ports import Clock

TYPING_KEYS: Final = (
    KeyHint("ctrl+s", "Ctrl+S", "Submit"),
    KeyHint("ctrl+k", "Ctrl+K", "Skip"),
    KeyHint("ctrl+d", "Ctrl+D", "Finish"),
    KeyHint("escape", "Esc", "Leave for now"),
    KeyHint("f1", "F1", "Help"),
)


MAX_ANSWER_CHARACTERS: Final = 50_000
"""About an hour of speech. What goes beyond it in a paste is cut off."""


class AnswerEditor(TextArea):
    """A plain multi-line editor. What is pasted loses its control characters."""

    def __init__(self) -> None:
        super().__init__(
            id="answer",
            placeholder="Type your answer. Take your time.",
            highlight_cursor_line=False,
            disabled=True,
        )

    def on_resize(self) -> None:
        """Draw the lines as they are wrapped for the new width: the editor wraps them only after it has drawn."""
        self.call_later(self.refresh)

    def on_paste(self, event: events.Paste) -> None:
        """Clean the text; the editor itself inserts it."""
        text = clean(event.text)
        room = max(0, MAX_ANSWER_CHARACTERS - len(self.text))
        if len(text) > room:
            self.notify(f"An answer can have {MAX_ANSWER_CHARACTERS:,} characters; the rest was cut off.")
        event.text = text[:room]


DELAY_S: Final = 0.5
"""The longest that something typed waits to be saved."""

RETRY_S: Final = 2.0
"""How long to wait before saving again what could not be saved."""


class DraftState(Static):
    """Calls `keep` with the newest text soon after it changed; one save at a time, answered by `kept`."""

    def __init__(self, keep: Callable[[str], None]) -> None:
        super().__init__("", id="saved", markup=False)
        self._keep = keep
        self._text = ""
        self._kept = ""
        self._saving: str | None = None
        self._timer: Timer | None = None
        self._paused = True

    def begin(self, draft: str, note: str) -> None:
        """The answer to a new question begins with `draft`, which is saved already; `note` says so."""
        self._text = self._kept = draft
        self._paused = False
        self.say(note)

    def typed(self, text: str) -> None:
        """The text is now this."""
        self._text = text
        self._plan(DELAY_S)

    def pause(self) -> None:
        """The text is being handed over; nothing more is saved until `begin` or `resume`."""
        self._paused = True
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def resume(self) -> None:
        """The text was not handed over after all."""
        self._paused = False
        self._plan(DELAY_S)

    def kept(self, error: StorageError | None) -> None:
        """The last save is done, or failed for this reason."""
        saved, self._saving = self._saving, None
        if error is None:
            self._kept = saved or ""
            self.say("Draft saved")
            self._plan(DELAY_S)
        else:
            self.say(f"Draft not saved: {one_line(error.message, 50)}", problem=True)
            self._plan(RETRY_S)

    def say(self, text: str, *, problem: bool = False) -> None:
        """Show a status."""
        self.set_class(problem, "problem")
        self.update(Content(text))

    def _plan(self, delay_s: float) -> None:
        idle = self._timer is None and self._saving is None and not self._paused
        if idle and self._text != self._kept:
            self._timer = self.set_timer(delay_s, self._save)

    def _save(self) -> None:
        self._timer = None
        self._saving = self._text
        self._keep(self._text)


class TypingPane(Vertical):
    """An editor that can be written in only when it is the candidate's turn."""

    def __init__(self, clock: Clock, send: Callable[[Command], None]) -> None:
        super().__init__(id="typing")
        self._clock = clock
        self._began_at: datetime | None = None
        self.editor = AnswerEditor()
        self.drafts = DraftState(lambda text: send(KeepDraft(text)))

    def compose(self) -> ComposeResult:
        """The editor, and its counts below it."""
        yield self.editor
        with Horizontal(id="status"):
            yield LiveCounts()
            yield self.drafts

    def make_candidate(
        self,
        settings: SessionSettings,  # noqa: ARG002 - speech is opened for a session
        report: Report,  # noqa: ARG002
        save_draft: SaveDraft,
        inbox: Inbox,
    ) -> tuple[ScreenCandidate, None]:
        """Whom the session asks; made in its thread."""
        return ScreenCandidate(self._clock, save_draft, inbox), None

    @property
    def text(self) -> str:
        """What has been typed."""
        return clean(self.editor.text)

    @property
    def at_stake(self) -> bool:
        """Whether skipping now would throw something away."""
        return bool(self.text.strip())

    @property
    def elapsed_s(self) -> float | None:
        """How long the answer has taken, None when there is no telling now."""
        if self._began_at is None or self.editor.disabled:
            return None
        return (self._clock.now() - self._began_at).total_seconds()

    @property
    def length_s(self) -> float:
        """How long the answer is, said aloud."""
        return spoken_length_s(self.editor.text)

    def begin(self, asked: AskedQuestion, draft: str) -> None:  # noqa: ARG002 - a spoken answer has to know
        """An answer begins with `draft`, which is saved already."""
        self.load(draft)
        self._began_at = self._clock.now()

    def load(self, draft: str, *, back: bool = True) -> None:
        """This is in the editor now, and is saved; `back` when it was typed by the candidate before."""
        self.editor.load_text(clean(draft))
        self.editor.move_cursor(self.editor.document.end)
        self.drafts.begin(self.text, "Your draft is back" if draft and back else "")

    def resume(self) -> None:
        """It is the candidate's turn."""
        self.drafts.resume()
        self.editor.disabled = False
        self.editor.focus()

    def rest(self) -> None:
        """The text has been handed over; nothing can be typed until `resume`."""
        self.drafts.pause()
        self.editor.disabled = True

    def say(self, text: str) -> None:
        """Show a status."""
        self.drafts.say(text)

    def stop_voice(self) -> None:
        """Nobody speaks here."""

    def speak(self, asked: AskedQuestion, words: str) -> None:
        """Nobody speaks here."""

    def draft_kept(self, error: StorageError | None) -> None:
        """The last draft is saved, or failed to be."""
        self.drafts.kept(error)

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self.query_one(LiveCounts).count(self.text)
        self.drafts.typed(self.text)
