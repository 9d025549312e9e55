"""The interview: the question, the answer being typed, and what is known about it so far."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static, TextArea

from interview_cli.errors import StorageError
from interview_cli.interview import events
from interview_cli.interview.model import AskedQuestion, Session, SessionSettings
from interview_cli.tui.candidate import Command, Finish, HandIn, KeepDraft, Leave, Skip, TryAgain
from interview_cli.tui.messages import (
    AnswerNotSaved,
    DraftKept,
    Happened,
    LeavingNotSaved,
    Stopped,
)
from interview_cli.tui.navigation import GoFeedback, SessionLeft
from interview_cli.tui.runner import SessionRunner
from interview_cli.tui.screens.dialog import Dialog
from interview_cli.tui.text import DIFFICULTY_NAMES, EVALUATOR, TYPE_NAMES, clean, explain, one_line
from interview_cli.tui.widgets.answer_editor import AnswerEditor
from interview_cli.tui.widgets.draft_state import DraftState
from interview_cli.tui.widgets.key_hints import KeyHint, KeyHints
from interview_cli.tui.widgets.live_counts import LiveCounts
from interview_cli.tui.widgets.question_panel import QuestionPanel

if TYPE_CHECKING:
    from interview_cli.app import Application


class InterviewScreen(Screen[None]):
    """Renders the events of one session and hands in what is typed. Decides nothing about the interview."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "after_typing('hand_in')", "Hand in", priority=True),
        Binding("ctrl+k", "after_typing('skip')", "Skip", priority=True),
        Binding("ctrl+d", "after_typing('finish')", "Finish now", priority=True),
        Binding("escape", "after_typing('leave(False)')", "Leave, go on later", priority=True),
        Binding("ctrl+q", "after_typing('leave(True)')", "Quit", show=False, priority=True),
        Binding("ctrl+c", "after_typing('copy_or_quit')", "Quit", show=False, priority=True),
    ]

    def __init__(self, application: Application, plan: SessionSettings | str, *, opened_first: bool) -> None:
        super().__init__()
        self._application = application
        self._plan = plan
        self._opened_first = opened_first
        self._quits = opened_first
        self._runner = SessionRunner(application, plan, self.post_message)
        self._editor = AnswerEditor()
        self._asked: AskedQuestion | None = None
        self._listening = False
        self._listening_since: datetime | None = None
        self._drafts = DraftState(lambda text: self._runner.send(KeepDraft(text)))
        self._leaving = False
        self.unsaved_answer = ""
        """An answer that could not be saved so far."""

    @property
    def session_id(self) -> str | None:
        """The session, once there is one."""
        return self._runner.session_id

    @property
    def finished(self) -> bool:
        """Whether the session has come to its end."""
        return self._runner.finished

    def compose(self) -> ComposeResult:
        """Question above, answer below."""
        with Vertical(id="interview"):
            yield QuestionPanel()
            yield self._editor
            with Horizontal(id="status"):
                yield LiveCounts()
                yield self._drafts
            with Horizontal(id="about-session"):
                yield Static(EVALUATOR, id="evaluator", markup=False)
                yield Static("", id="session-kind", markup=False)
        yield KeyHints(
            KeyHint("ctrl+s", "Ctrl+S", "Hand in"),
            KeyHint("ctrl+k", "Ctrl+K", "Skip"),
            KeyHint("ctrl+d", "Ctrl+D", "Finish"),
            KeyHint("escape", "Esc", "Leave for now"),
        )

    def on_mount(self) -> None:
        """Begin."""
        self.set_interval(1.0, self._show_time)
        self._runner.start()

    def close_session(self) -> None:
        """Save what is typed and end the session's thread; for when the app is closing."""
        self._runner.close(self._text if self._listening else None)

    @property
    def _text(self) -> str:
        return clean(self._editor.text)

    @on(Happened)
    def _render_event(self, message: Happened) -> None:
        panel = self.query_one(QuestionPanel)
        match message.event:
            case events.Planned(session):
                self._show_session(session)
            case events.Asked(asked, number, total) | events.FollowUpAsked(asked, number, total):
                panel.ask(asked, number, total)
            case events.Listening(asked, draft):
                self._listen(asked, draft)
            case events.Answered():
                self.unsaved_answer = ""
                self._drafts.say("Answer saved, scoring …")
            case events.Skipped():
                panel.comment_on(None)
            case events.Scored(evaluation=evaluation):
                panel.comment_on(evaluation)
            case events.Finished(session):
                self._go_on(session)
            case _:
                pass

    def _show_session(self, session: Session) -> None:
        settings = session.settings
        parts = [TYPE_NAMES[settings.type], DIFFICULTY_NAMES[settings.difficulty]]
        if settings.role:
            parts.append(one_line(settings.role, 30))
        self.query_one("#session-kind", Static).update(Content(" · ".join(parts)))
        for problem in self._application.library.problems:
            self.notify(clean(str(problem)), title="Left out", severity="warning", markup=False)

    def _listen(self, asked: AskedQuestion, draft: str) -> None:
        if self._asked is None or asked.id != self._asked.id:
            self._asked = asked
            self._editor.load_text(clean(draft))
            self._editor.move_cursor(self._editor.document.end)
            self._drafts.begin(self._text)
            self._listening_since = self._application.clock.now()
        self._let_write()
        self._show_time()

    def _let_write(self) -> None:
        self._listening = True
        self._leaving = False
        self._drafts.go_on()
        self._editor.disabled = False
        self._editor.focus()

    def _show_time(self) -> None:
        since = self._listening_since
        if since is not None and self._listening:
            elapsed = (self._application.clock.now() - since).total_seconds()
            self.query_one(QuestionPanel).show_time(elapsed)

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self.query_one(LiveCounts).count(self._text)
        self._drafts.typed(self._text)

    @on(DraftKept)
    def _draft_kept(self, message: DraftKept) -> None:
        self._drafts.kept(message.error)

    def action_after_typing(self, action: str) -> None:
        """Run an action once the editor has taken in the keys pressed before it.

        The app sees a priority key at once, while the letters before it still wait for the editor.
        """
        self._editor.call_later(self.run_action, action)

    def action_hand_in(self) -> None:
        """Give the answer as it stands."""
        if not self._listening:
            return
        answer = self._text.strip()
        if not answer:
            self.notify("There is nothing to hand in yet. To pass on this question, press Ctrl+K.", markup=False)
            return
        self._send(HandIn(answer))

    def action_skip(self) -> None:
        """Pass on the question; asks first when that would throw something away."""
        if not self._listening:
            return
        if not self._text.strip():
            self._send(Skip())
            return
        text = "What you have typed for it will be dropped."
        choices = [("skip", "Skip it"), ("stay", "Go on writing")]
        self._ask("Skip this question?", text, choices, {"skip": [Skip()]})

    def action_finish(self) -> None:
        """End the interview here and see the feedback; there is no way back, so it asks first."""
        if not self._listening:
            return
        text = "You get feedback on what you have answered so far. The questions still to come are left out."
        answer = self._text.strip()
        if answer:
            choices = [("hand-in", "Hand in and finish"), ("drop", "Drop it"), ("stay", "Go on")]
            text += " There is an answer in the editor."
        else:
            choices = [("drop", "Finish"), ("stay", "Go on")]
        outcomes: dict[str, list[Command]] = {"hand-in": [HandIn(answer), Finish()], "drop": [Finish()]}
        self._ask("Finish the interview now?", text, choices, outcomes)

    def action_leave(self, quits: bool) -> None:
        """Go away for now: home, or with `quits` out of the app. Everything is saved."""
        self._leaving = True
        self._quits = quits or self._opened_first
        self._drafts.say("Saving …")
        self._send(Leave(self._text if self._listening else None))

    def action_copy_or_quit(self) -> None:
        """Ctrl+C copies what is selected; otherwise it means what it means everywhere."""
        if self._editor.selected_text:
            self._editor.action_copy()
        else:
            self.action_leave(True)

    @on(LeavingNotSaved)
    def _leaving_not_saved(self, message: LeavingNotSaved) -> None:
        choices = [("retry", "Try again"), ("leave", "Leave without it"), ("stay", "Stay")]
        outcomes: dict[str, list[Command]] = {
            "retry": [Leave(self._text)],
            "leave": [Leave(self._text, anyway=True)],
        }
        self._ask("What you typed last is not saved", explain(message.error), choices, outcomes)

    @on(AnswerNotSaved)
    def _answer_not_saved(self, message: AnswerNotSaved) -> None:
        self.unsaved_answer = message.answer.text

        def decide(choice: str | None) -> None:
            self._runner.send(TryAgain() if choice == "retry" else Leave(None))

        text = explain(message.error) + "\nYour answer is still in the editor."
        choices = [("retry", "Try again"), ("leave", "Leave")]
        self.app.push_screen(Dialog("Your answer could not be saved", text, choices), decide)

    @on(Stopped)
    def _stopped(self, message: Stopped) -> None:
        error = message.error
        if error is None:
            self.post_message(SessionLeft(quits=self._quits))
            return

        if self.unsaved_answer:
            self.post_message(SessionLeft(quits=True, error=error))
            return

        def decide(choice: str | None) -> None:
            if choice == "retry":
                self._runner = SessionRunner(self._application, self.session_id or self._plan, self.post_message)
                self._runner.start()
            else:
                self.post_message(SessionLeft(quits=self._quits, error=error))

        retry = [("retry", "Try again")] if isinstance(error, StorageError) else []
        title = "The interview had to stop" if self.session_id else "The interview could not begin"
        self.app.push_screen(Dialog(title, explain(error), [*retry, ("leave", "Leave")]), decide)

    def _go_on(self, session: Session) -> None:
        if self._leaving and self._quits:
            self.app.exit()
        else:
            self.post_message(GoFeedback(session.id))

    def _ask(self, title: str, text: str, choices: list[tuple[str, str]], outcomes: dict[str, list[Command]]) -> None:
        """Let the person choose; send the commands of the choice, or none and stay."""

        def decide(choice: str | None) -> None:
            commands = outcomes.get(choice or "")
            if commands:
                self._send(*commands)
            else:
                self._let_write()

        self.app.push_screen(Dialog(title, text, choices), decide)

    def _send(self, *commands: Command) -> None:
        """Hand over to the session; the editor rests until it is the candidate's turn again."""
        self._drafts.pause()
        self._listening = False
        self._editor.disabled = True
        for command in commands:
            self._runner.send(command)
