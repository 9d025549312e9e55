"""The lower part of a typed interview: the answer, and what is known about it so far."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import TextArea

from interview_cli.errors import StorageError
from interview_cli.interview.commands import Command, KeepDraft
from interview_cli.tui.candidate import Report, SaveDraft, ScreenCandidate
from interview_cli.tui.text import clean
from interview_cli.tui.widgets.answer_editor import AnswerEditor
from interview_cli.tui.widgets.draft_state import DraftState
from interview_cli.tui.widgets.key_hints import KeyHint
from interview_cli.tui.widgets.live_counts import LiveCounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from interview_cli.interview.inbox import Inbox
    from interview_cli.interview.model import AskedQuestion, SessionSettings
    from interview_cli.interview.ports import Clock

TYPING_KEYS: Final = (
    KeyHint("ctrl+s", "Ctrl+S", "Hand in"),
    KeyHint("ctrl+k", "Ctrl+K", "Skip"),
    KeyHint("ctrl+d", "Ctrl+D", "Finish"),
    KeyHint("escape", "Esc", "Leave for now"),
)


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

    def begin(self, asked: AskedQuestion, draft: str) -> None:  # noqa: ARG002 - a spoken answer has to know
        """An answer begins with `draft`, which is saved already."""
        self.load(draft)
        self._began_at = self._clock.now()

    def load(self, draft: str, *, back: bool = True) -> None:
        """This stands in the editor now, and is saved; `back` when it was typed by the candidate before."""
        self.editor.load_text(clean(draft))
        self.editor.move_cursor(self.editor.document.end)
        self.drafts.begin(self.text, "Your draft is back" if draft and back else "")

    def go_on(self) -> None:
        """It is the candidate's turn."""
        self.drafts.go_on()
        self.editor.disabled = False
        self.editor.focus()

    def rest(self) -> None:
        """The text has been handed over; nothing can be typed until `go_on`."""
        self.drafts.pause()
        self.editor.disabled = True

    def say(self, text: str) -> None:
        """Tell how it stands."""
        self.drafts.say(text)

    def hush(self) -> None:
        """Nobody speaks here."""

    def draft_kept(self, error: StorageError | None) -> None:
        """The last draft is saved, or failed to be."""
        self.drafts.kept(error)

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self.query_one(LiveCounts).count(self.text)
        self.drafts.typed(self.text)
