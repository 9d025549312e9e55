"""What can be played on the interview screen, and a session as the first of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from interview_cli.interview import events
from interview_cli.interview.lengths import target_s
from interview_cli.interview.model import Question, Session, SessionSettings
from interview_cli.tui.messages import Remark
from interview_cli.tui.navigation import GoBack, GoFeedback

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.parts import SessionParts
    from interview_cli.interview.model import AskedQuestion
    from interview_cli.interview.ports import Candidate, Voice
    from interview_cli.tui.candidate import SaveDraft

Happenings = AsyncGenerator[events.Event | Remark, None]
"""What happens while something is played, as it happens."""


class Play(ABC):
    """One thing to play, begun again each time `settings` is asked for."""

    ABOUT: ClassVar[str] = (
        "Answer the question as you would in an interview. Everything you type or say is saved as you go."
    )
    """What the help says of it."""
    FINISHING: ClassVar[tuple[str, str]]
    """What is asked before it is ended early, as a title and a text."""

    def __init__(self) -> None:
        self.session_id: str | None = None
        """The session being held, once there is one."""
        self.finished = False
        """Whether it has come to its end."""

    @abstractmethod
    def settings(self, application: Application) -> SessionSettings:
        """Who is interviewed about what. Blocks. Raises InputError and StorageError."""

    @abstractmethod
    def events(
        self, application: Application, candidate: Candidate, parts: SessionParts, voice: Voice | None
    ) -> Happenings:
        """What happens until the end."""

    def parts(self, application: Application, settings: SessionSettings) -> SessionParts:
        """Who interviews and judges. Raises UsageError and UnavailableError."""
        return application.parts(settings)

    def save_draft(self, application: Application) -> SaveDraft | None:
        """Keeps what is not handed in yet; None where nothing is kept."""
        return application.store.save_draft

    def target_s(self, asked: AskedQuestion) -> float | None:
        """How many seconds an answer may well take; None where length is not what counts."""
        return target_s(asked)

    def label(self, number: int, total: int) -> str:
        """Where in the play a question stands, counted from 1."""
        return f"Question {number} of {total}"

    def after(self, problems: tuple[str, ...]) -> Message:  # noqa: ARG002 - a session's feedback tells them
        """Where to go when it is over; `problems` are still reported."""
        return GoBack()

    @property
    def resumes_by(self) -> str:
        """The command that resumes what was left, shown after the app; empty when there is nothing to resume."""
        return ""


class SessionPlay(Play):
    """A new session from its settings, about one `question` if there is one, or an unfinished one by its id."""

    FINISHING = (
        "Finish the interview now?",
        "You get feedback on what you have answered so far. The questions still to come are left out.",
    )

    def __init__(self, plan: SessionSettings | str, question: Question | None = None) -> None:
        super().__init__()
        self._plan = plan
        self._question = question
        self.session_id = plan if isinstance(plan, str) else None
        self._begun: Session | None = None

    def settings(self, application: Application) -> SessionSettings:
        """Those given, or those of the session begun."""
        self._begun = application.store.load(self.session_id) if self.session_id else None
        settings = self._begun.settings if self._begun else self._plan
        assert not isinstance(settings, str)
        return settings

    def parts(self, application: Application, settings: SessionSettings) -> SessionParts:
        """Those for the settings; the one question is asked by nobody else."""
        parts = application.parts(settings)
        if self._question is None:
            return parts
        from interview_cli.interview.one_question import OneQuestion

        return replace(parts, interviewer=OneQuestion(self._question, parts.interviewer))

    async def events(
        self, application: Application, candidate: Candidate, parts: SessionParts, voice: Voice | None
    ) -> Happenings:
        """The session's events."""
        interview = application.interview(candidate, parts, voice)
        plan = self._plan
        assert self._begun or not isinstance(plan, str)
        started = interview.resume(self._begun) if self._begun else interview.start(plan)  # type: ignore[arg-type]
        async for event in started:
            match event:
                case events.Planned(session):
                    self.session_id = session.id
                case events.Finished():
                    self.finished = True
                case _:
                    pass
            yield event

    def after(self, problems: tuple[str, ...]) -> Message:
        """Its feedback."""
        assert self.session_id
        return GoFeedback(self.session_id, problems)

    @property
    def resumes_by(self) -> str:
        """The command that continues the session."""
        return f"interview practice --continue {self.session_id[:8]}" if self.session_id else ""


def practise_question(application: Application, question_id: str) -> SessionPlay:
    """A session about one question of the banks, with the follow-ups as configured. Blocks.

    Raises InputError when there is no such question, UsageError when today's limit is reached.
    """
    question = application.library.find(question_id)
    application.require_session_left_today()
    settings = application.session_settings(kind=question.type, difficulty=question.difficulty, questions=1)
    return SessionPlay(settings, question)
