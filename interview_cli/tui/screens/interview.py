"""The interview: the question, the answer, and what is known about it so far."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import TextArea

from interview_cli.interview import events
from interview_cli.interview.commands import Leave, Skip, Submit
from interview_cli.interview.model import AskedQuestion
from interview_cli.tui.engine_line import AboutSession
from interview_cli.tui.messages import ActiveEngines, DraftKept, Happened, Remark, Rephrased
from interview_cli.tui.screens.dialog import finishing, skipping
from interview_cli.tui.screens.playing import PlayingScreen
from interview_cli.tui.text import clean, explain
from interview_cli.tui.widgets.key_hints import KeyHints
from interview_cli.tui.widgets.notices import Notices
from interview_cli.tui.widgets.question_panel import QuestionPanel
from interview_cli.tui.widgets.typing_pane import TYPING_KEYS

_READING_TIME_S: Final = 20
"""How long a notice with a path and a reason stays (chosen)."""


class InterviewScreen(PlayingScreen):
    """Renders the events of what is played and submits what is typed. Decides nothing about the interview."""

    IN_A_SESSION = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "after_typing('submit')", "Submit", priority=True),
        Binding("ctrl+k", "after_typing('skip')", "Skip", priority=True),
        Binding("ctrl+d", "after_typing('finish')", "Finish now", priority=True),
        Binding("escape", "after_typing('leave(False)')", "Leave, resume later", priority=True),
        Binding("f1", "app.help", "Help", show=False),
        Binding("f3", "rephrase", "The question in other words", show=False),
        Binding("f4", "notes", "Notes for yourself", show=False),
        Binding("ctrl+q", "after_typing('leave(True)')", "Quit", show=False, priority=True),
        Binding("ctrl+c", "after_typing('copy_or_quit')", "Quit", show=False, priority=True),
    ]

    _has_asked_to_skip = False

    @property
    def ABOUT(self) -> str:  # noqa: N802 - the name that every screen has it by
        """What the help says of what is played."""
        return self._play.ABOUT

    def compose(self) -> ComposeResult:
        """Question above, answer below."""
        with Vertical(id="interview"):
            yield QuestionPanel()
            yield Notices()
            with Horizontal(id="work"):
                yield self._answer
                yield TextArea(
                    id="notes",
                    placeholder="Notes for yourself, until you leave this interview. F4 hides them.",
                    highlight_cursor_line=False,
                )
            yield AboutSession()
        yield KeyHints(*TYPING_KEYS)

    def on_mount(self) -> None:
        """Begin."""
        self.set_interval(1.0, self._show_time)
        self._runner.start()

    @on(ActiveEngines)
    def _name_engines(self, message: ActiveEngines) -> None:
        """The session continues once the screen has shown where the answers are sent."""
        self.query_one(AboutSession).name_session(message.labels, message.settings)
        self.call_after_refresh(self._runner.begin)

    @on(Happened)
    def _render_event(self, message: Happened) -> None:
        panel = self.query_one(QuestionPanel)
        match message.event:
            case events.Planned():
                for problem in self._application.library.problems:
                    text = clean(str(problem))
                    self.notify(text, title="Left out", severity="warning", timeout=_READING_TIME_S, markup=False)
            case events.Uttered(sentence):
                panel.utter(sentence)
            case events.Asked(asked, number, total) | events.FollowUpAsked(asked, number, total):
                panel.ask(asked, self._play.label(number, total), self._play.target_s(asked))
            case events.Listening(asked, draft):
                self._listen(asked, draft)
            case events.Answered():
                self.unsaved_answer = ""
                self._answer.say("Answer saved. Please wait …")
                self._turn_is_over()
            case events.Skipped():
                self._turn_is_over()
            case events.Scored(asked=asked, evaluation=evaluation):
                panel.comment_on(asked, evaluation)
                self.query_one(AboutSession).name_scorer(evaluation)
            case events.Problem() as problem:
                self.query_one(Notices).tell(problem)
            case Remark(text):
                panel.remark(text)
            case _:
                pass

    def _turn_is_over(self) -> None:
        self.query_one(QuestionPanel).forget_comment()
        self.query_one(Notices).candidate_done()

    def _listen(self, asked: AskedQuestion, draft: str) -> None:
        if self._asked is None or asked.id != self._asked.id:
            self._asked = asked
            self._answer.begin(asked, draft)
            self.query_one(Notices).candidate_listened_to()
        self._let_write()
        self._show_time()

    def _show_time(self) -> None:
        panel = self.query_one(QuestionPanel)
        panel.show_length(self._answer.length_s)
        elapsed_s = self._answer.elapsed_s
        if elapsed_s is not None:
            panel.show_time(elapsed_s)

    @on(DraftKept)
    def _draft_kept(self, message: DraftKept) -> None:
        self._answer.draft_kept(message.error)

    def action_after_typing(self, action: str) -> None:
        """Run an action once the editor has taken in the keys pressed before it.

        The app sees a priority key at once, while the letters before it still wait for the editor.
        """
        self._answer.stop_voice()
        self._answer.editor.call_later(self.run_action, action)

    def action_submit(self) -> None:
        """Give the answer as it stands."""
        text = self._answer.text
        if not self._listening or text is None:
            return
        answer = text.strip()
        if not answer:
            self.notify("There is nothing to submit yet. To pass on this question, press Ctrl+K.", markup=False)
            return
        self._send(Submit(answer))

    def action_skip(self) -> None:
        """Pass on the question; asks first when that would throw something away, and the first time."""
        if not self._listening:
            return
        if self._answer.at_stake or not self._has_asked_to_skip:
            self._has_asked_to_skip = True
            self._ask(skipping(at_stake=self._answer.at_stake))
        else:
            self._send(Skip())

    def action_finish(self) -> None:
        """End the interview here and see the feedback; there is no way back, so it asks first."""
        if self._listening:
            text = (self._answer.text or "").strip()
            self._ask(finishing(*self._play.FINISHING, text, begun=self._answer.at_stake))

    def action_leave(self, quits: bool) -> None:
        """Go away for now: home, or with `quits` out of the app. Everything is saved."""
        self._leaving = True
        self._quits = quits or self._opened_first
        self._answer.say("Saving …")
        self._send(Leave(self._answer.text if self._listening else None))

    def action_copy_or_quit(self) -> None:
        """Ctrl+C copies what is selected; otherwise it means what it means everywhere."""
        if self._answer.editor.selected_text:
            self._answer.editor.action_copy()
        else:
            self.action_leave(True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only a model finds other words."""
        return any(about.labels.has_model_judge for about in self.query(AboutSession)) or action != "rephrase"

    def action_rephrase(self) -> None:
        """Have the model put the question in other words."""
        if self._asked is not None:
            self.notify("Looking for other words …", markup=False)
            self._runner.rephrase(self._asked)

    @on(Rephrased)
    def _rephrased(self, message: Rephrased) -> None:
        if message.error is None:
            self.query_one(QuestionPanel).rephrase(message.asked, message.text)
            self._answer.speak(message.asked, message.text)
        else:
            self.notify(explain(message.error), severity="warning", markup=False)

    def action_notes(self) -> None:
        """Show the notes and write in them; or hide them, and continue answering."""
        notes = self.query_one("#notes", TextArea)
        notes.display = not notes.display
        if notes.display:
            notes.focus()
        elif self._listening:
            self._answer.resume()
