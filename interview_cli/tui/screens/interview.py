"""The interview: the question, the answer, and what is known about it so far."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static, TextArea

from interview_cli.errors import StorageError
from interview_cli.interview import events
from interview_cli.interview.commands import Command, Leave, Skip, Submit, TryAgain
from interview_cli.interview.model import AskedQuestion, Evaluation, EvaluationStatus, SessionSettings
from interview_cli.tui.engines import EngineLabels, EngineLine
from interview_cli.tui.messages import (
    ActiveEngines,
    AnswerNotSaved,
    DraftKept,
    Happened,
    LeavingNotSaved,
    Over,
    Remark,
    Rephrased,
    Stopped,
)
from interview_cli.tui.navigation import GoPractise, SessionLeft
from interview_cli.tui.runner import SessionRunner
from interview_cli.tui.screens.decisions import Decision, finishing, leaving_unsaved, skipping
from interview_cli.tui.screens.dialog import Dialog
from interview_cli.tui.text import DIFFICULTY_NAMES, TYPE_NAMES, clean, explain, one_line
from interview_cli.tui.widgets.key_hints import KeyHints
from interview_cli.tui.widgets.notices import Notices
from interview_cli.tui.widgets.question_panel import QuestionPanel
from interview_cli.tui.widgets.typing_pane import TYPING_KEYS, TypingPane

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.speaking import Speech
    from interview_cli.tui.candidate import OpenSpeech, Report
    from interview_cli.tui.plays import Play
    from interview_cli.tui.widgets.speaking_pane import SpeakingPane


_READING_TIME_S: Final = 20
"""How long a notice with a path and a reason stays (chosen)."""


class InterviewScreen(Screen[None]):
    """Renders the events of what is played and submits what is typed. Decides nothing about the interview."""

    IN_A_SESSION = True
    ABOUT = "Answer the question as you would in an interview. Everything you type or say is saved as you go."

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

    def __init__(
        self,
        application: Application,
        play: Play,
        *,
        opened_first: bool,
        open_speech: OpenSpeech | None = None,
    ) -> None:
        super().__init__()
        self._application = application
        self._play = play
        self._open_speech = open_speech
        self._opened_first = opened_first
        self._quits = opened_first
        self._answer = self._answer_pane()
        self._runner = self._new_runner()
        self._labels = EngineLabels()
        self._asked: AskedQuestion | None = None
        self._listening = False
        self._leaving = False
        self._has_asked_to_skip = False
        self.unsaved_answer = ""
        """An answer that could not be saved so far."""

    def _answer_pane(self) -> TypingPane | SpeakingPane:
        def send(command: Command) -> None:
            self._runner.send(command)

        open_speech = self._open_speech
        if open_speech is None:
            return TypingPane(self._application.clock, send)
        from interview_cli.tui.widgets.speaking_pane import SpeakingPane

        def opened(settings: SessionSettings, report: Report) -> Speech:
            application = self._application
            continued = self._play.session_id is not None
            if continued and settings.muted and not self._opened_first:  # a command has said itself who speaks
                application = copy(application)  # what is played after this session is not muted
                application.override("voice", tts="none")
            return open_speech(application, settings.language, report)

        return SpeakingPane(self._application.clock, send, opened)

    def _new_runner(self) -> SessionRunner:
        return SessionRunner(self._application, self._play, self.post_message, self._answer.make_candidate)

    @property
    def play(self) -> Play:
        """What is played here."""
        return self._play

    @property
    def session_id(self) -> str | None:
        """The session, once there is one."""
        return self._play.session_id

    @property
    def finished(self) -> bool:
        """Whether what is played has come to its end."""
        return self._play.finished

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
            with Horizontal(id="about-session"):
                yield EngineLine()
                yield Static("", id="session-kind", markup=False)
        yield KeyHints(*TYPING_KEYS)

    def on_mount(self) -> None:
        """Begin."""
        self.set_interval(1.0, self._show_time)
        self._runner.start()

    @on(ActiveEngines)
    def _name_engines(self, message: ActiveEngines) -> None:
        """The session continues once the screen has shown where the answers are sent."""
        self._labels = message.labels
        self._show_kind(message.settings)
        self.query_one(EngineLine).name_engines(message.labels)
        self.call_after_refresh(self._runner.begin)

    def close_session(self) -> None:
        """Save what is typed and end the session's thread; for when the app is closing."""
        self._runner.close(self._answer.text if self._listening else None)

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
                panel.ask(asked, self._play.label(number, total))
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
                self._name_scorer(evaluation)
            case events.Problem() as problem:
                self.query_one(Notices).tell(problem)
            case Remark(text):
                panel.remark(text)
            case _:
                pass

    def _show_kind(self, settings: SessionSettings) -> None:
        parts = [TYPE_NAMES[settings.type], DIFFICULTY_NAMES[settings.difficulty]]
        if settings.role:
            parts.append(one_line(settings.role, 30))
        self.query_one("#session-kind", Static).update(Content(" · ".join(parts)))

    def _turn_is_over(self) -> None:
        self.query_one(QuestionPanel).forget_comment()
        self.query_one(Notices).candidate_done()

    def _name_scorer(self, evaluation: Evaluation) -> None:
        by_rules = self._labels.has_model_judge and evaluation.evaluator.kind == "rules"
        reason = evaluation.fallback_reason or "the model gave no score"
        scored = evaluation.status is not EvaluationStatus.NOT_SCORED
        what = "Last score by rules instead" if scored else "Last answer not scored"
        self.query_one(EngineLine).fell_back(what, reason if by_rules else "")

    def _listen(self, asked: AskedQuestion, draft: str) -> None:
        if self._asked is None or asked.id != self._asked.id:
            self._asked = asked
            self._answer.begin(asked, draft)
            self.query_one(Notices).candidate_listened_to()
        self._let_write()
        self._show_time()

    def _let_write(self) -> None:
        self._listening = True
        self._leaving = False
        self._answer.resume()

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
            self._ask(finishing((self._answer.text or "").strip(), begun=self._answer.at_stake))

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
        return self._labels.has_model_judge if action == "rephrase" else True

    def action_rephrase(self) -> None:
        """Have the model put the question in other words."""
        if self._asked is not None:
            self.notify("Looking for other words …", markup=False)
            self._runner.rephrase(self._asked)

    @on(Rephrased)
    def _rephrased(self, message: Rephrased) -> None:
        if message.error is None:
            self.query_one(QuestionPanel).rephrase(message.asked, message.text)
        else:
            self.notify(explain(message.error), severity="warning", markup=False)

    def action_notes(self) -> None:
        """Show the notes and write in them; or hide them, and go on answering."""
        notes = self.query_one("#notes", TextArea)
        notes.display = not notes.display
        if notes.display:
            notes.focus()
        elif self._listening:
            self._answer.resume()

    @on(LeavingNotSaved)
    def _leaving_not_saved(self, message: LeavingNotSaved) -> None:
        self._ask(leaving_unsaved(self._answer.text, message.error))

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
            if choice == "type":
                self.post_message(GoPractise(self._play, spoken=False))
            elif choice == "retry":
                self._runner = self._new_runner()
                self._runner.start()
            else:
                self.post_message(SessionLeft(quits=self._quits, error=error))

        retry = [("retry", "Try again")] if isinstance(error, StorageError) else []
        title = "The interview had to stop" if self._asked else "The interview could not begin"
        by_typing = [("type", "Type the answers")] if self._open_speech and self._asked is None else []
        self.app.push_screen(Dialog(title, explain(error), [*retry, *by_typing, ("leave", "Leave")]), decide)

    @on(Over)
    def _over(self) -> None:
        if self._leaving and self._quits:
            self.app.exit()
        else:
            self.post_message(self._play.after(self.query_one(Notices).texts))

    def _ask(self, decision: Decision) -> None:
        """Let the person choose; send the commands of the choice, or none and stay."""

        def decide(choice: str | None) -> None:
            commands = decision.outcomes.get(choice or "")
            if commands:
                self._send(*commands)
            else:
                self._let_write()

        self.app.push_screen(Dialog(decision.title, decision.text, decision.choices), decide)

    def _send(self, *commands: Command) -> None:
        """Hand over to the session; the editor rests until it is the candidate's turn again."""
        self._listening = False
        self._answer.rest()
        for command in commands:
            self._runner.send(command)
