"""The active engines of a session and where they send what is said, in words and as a line on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from interview_cli.interview.model import Evaluation, EvaluationStatus
from interview_cli.tui.text import DIFFICULTY_NAMES, EVALUATOR, TYPE_NAMES, clean, one_line

if TYPE_CHECKING:
    from interview_cli.app.parts import SessionParts
    from interview_cli.app.speaking import Speech
    from interview_cli.interview.model import SessionSettings

_RULES: Final = "rules"
_REASON_CHARACTERS: Final = 100


@dataclass(frozen=True, slots=True)
class EngineLabels:
    """The engines of a session as in `ollama:llama3.2`; `rules` means that no language model is active.

    `remote_host` names the host (or hosts) that what is said is sent to, None when nothing leaves this machine.
    `transcriber` and `voice` are None when the session is typed or silent.
    """

    interviewer: str = _RULES
    judge: str = _RULES
    remote_host: str | None = None
    transcriber: str | None = None
    voice: str | None = None

    @classmethod
    def of(cls, parts: SessionParts, speech: Speech | None) -> EngineLabels:
        """The active engines of a session by these parts; `speech` is that of a spoken one."""
        hosts = dict.fromkeys(host for host in (parts.remote_host, speech.remote_host if speech else None) if host)
        remote_host = " and ".join(hosts) or None
        if speech is None:
            return cls(parts.active_engine, parts.active_engine, remote_host)
        return cls(parts.active_engine, parts.active_engine, remote_host, speech.transcriber_name, speech.voice_name)

    @property
    def has_model_judge(self) -> bool:
        """Whether a language model is to score."""
        return self.judge != _RULES

    def lines(self) -> tuple[str, ...]:
        """Who asks and scores; then, for a spoken session, the transcriber and the voice."""
        spoken = [
            *([f"Transcriber {self.transcriber}"] if self.transcriber else []),
            *([f"voice {self.voice}"] if self.voice else []),
        ]
        return (self._asks_and_scores(), *([" · ".join(spoken)] if spoken else []))

    def warning(self) -> str:
        """Where what is said goes, when it leaves this machine; otherwise empty."""
        return f"What you say is sent to {self.remote_host}" if self.remote_host else ""

    def _asks_and_scores(self) -> str:
        if self.interviewer == self.judge == _RULES:
            return EVALUATOR
        if self.interviewer == self.judge:
            return f"{self.judge} asks and scores, the rules where it fails"
        return f"Asked by {self.interviewer} · Scored by {self.judge}"


class EngineLine(Static):
    """Always on screen. A remote host and a step done by rules instead of the model are in warning colour."""

    def __init__(self) -> None:
        super().__init__("", id="evaluator", markup=False)
        self._labels: EngineLabels | None = None
        self._fallback = ""

    def name_engines(self, labels: EngineLabels) -> None:
        """These are active."""
        self._labels = labels
        self._show()

    def fell_back(self, what: str, reason: str) -> None:
        """The model did not score the last answer: `what` became of it, and why; an empty reason takes that back."""
        self._fallback = reason and f"{what}: {one_line(reason, _REASON_CHARACTERS)}"
        self._show()

    def _show(self) -> None:
        labels = self._labels
        if labels is None:
            return
        lines = [Content(clean(line)) for line in labels.lines()]
        if labels.remote_host:
            lines.insert(0, Content.styled(clean(labels.warning()), "bold $warning"))
        if self._fallback:
            lines.append(Content.styled(self._fallback, "$warning"))
        self.update(Content("\n").join(lines))


class AboutSession(Horizontal):
    """The line below an answer: who asks and scores, and what kind of interview it is."""

    def __init__(self) -> None:
        super().__init__(id="about-session")
        self.labels = EngineLabels()

    def compose(self) -> ComposeResult:
        """Both, still empty."""
        yield EngineLine()
        yield Static("", id="session-kind", markup=False)

    def name_session(self, labels: EngineLabels, settings: SessionSettings) -> None:
        """These engines are active, in a session with these settings."""
        self.labels = labels
        self.query_one(EngineLine).name_engines(labels)
        parts = [TYPE_NAMES[settings.type], DIFFICULTY_NAMES[settings.difficulty]]
        if settings.role:
            parts.append(one_line(settings.role, 30))
        self.query_one("#session-kind", Static).update(Content(" · ".join(parts)))

    def name_scorer(self, evaluation: Evaluation) -> None:
        """Say so when the last answer was not scored by the model that was to score it."""
        by_rules = self.labels.has_model_judge and evaluation.evaluator.kind == "rules"
        reason = evaluation.fallback_reason or "the model gave no score"
        scored = evaluation.status is not EvaluationStatus.NOT_SCORED
        what = "Last score by rules instead" if scored else "Last answer not scored"
        self.query_one(EngineLine).fell_back(what, reason if by_rules else "")
