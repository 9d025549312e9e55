"""The parts of one session: interviewer, judge, and the model behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interview_cli.errors import InputError, UnavailableError
from interview_cli.interview.events import Problems
from interview_cli.interview.planning import BankInterviewer
from interview_cli.scoring.rules import RulesJudge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from interview_cli.app import Application
    from interview_cli.interview.model import SessionSettings, TokenUsage
    from interview_cli.interview.ports import ChatModel, Interviewer, Judge
    from interview_cli.scoring.judge import ModelJudge

RECENT_TEXTS = 200
"""How many of the last questions a generated one must differ from."""

RULES = "rules"
_INSTEAD = "The question banks interview and the rules score instead."
ENGLISH = "en"
NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class SessionParts:
    """What fills the ports of one session. `model` is None when rules interview and judge."""

    model: ChatModel | None
    interviewer: Interviewer
    judge: Judge
    problems: Problems

    @property
    def active_engine(self) -> str:
        """The active engine: `rules`, or the model's name."""
        return self.model.name if self.model else RULES

    @property
    def remote_host(self) -> str | None:
        """The host that what is said is sent to, None when it stays here."""
        return self.model.remote_host if self.model else None

    def usage(self) -> TokenUsage | None:
        """What the model has used so far."""
        return self.model.usage if self.model else None


def session_parts(application: Application, settings: SessionSettings, *, fresh: bool = False) -> SessionParts:
    """The parts for a session: a language model's if one is configured, with the rules as its fallback.

    A model that cannot be reached is reported in the problems, and rules replace it for the whole session; `fresh`,
    which is for judging again, raises instead. Raises UsageError for an engine or persona that does not exist,
    UnavailableError when a key is missing or the interview is to be in a language that only a model speaks.
    """
    from interview_cli.interview.personas import persona_text

    persona_text(settings.persona, application.settings.llm.personas)
    model = open_model(application, settings.cv_text, redact=settings.redact)
    problems = Problems()
    if absence := _absence_of(model):
        if fresh or settings.language != ENGLISH:
            raise absence
        problems.report(f"{absence.message} {_INSTEAD}", absence.remedy)
        model = None
    banks = BankInterviewer(application.library)
    if model is None:
        if settings.language != ENGLISH:
            raise UnavailableError(
                f"An interview in {settings.language!r} needs a language model; the question banks are English.",
                "Name one with --llm ENGINE:MODEL, or leave --language out.",
            )
        if ignored := _ignored_without_model(settings):
            problems.report(
                f"Without a language model {ignored}.", "Name one with --llm ENGINE:MODEL, or in the settings."
            )
        return SessionParts(None, _rules_interviewer(application, banks, settings, problems), RulesJudge(), problems)
    from interview_cli.interview.model_interviewer import ModelInterviewer
    from interview_cli.text.embeddings import is_installed, likeness_to_each

    interviewer = ModelInterviewer(
        model,
        banks,
        application.library,
        problems,
        overrides=application.paths.prompts,
        personas=application.settings.llm.personas,
        recent_texts=lambda: _recent_texts(application),
        similarity=likeness_to_each if is_installed() else None,
        compact=application.settings.llm.compact_prompts,
    )
    return SessionParts(
        model, interviewer, model_judge(application, model, settings, problems, fresh=fresh), problems
    )


def _rules_interviewer(
    application: Application, banks: BankInterviewer, settings: SessionSettings, problems: Problems
) -> Interviewer:
    """The banks, with CV and job where the settings have them."""
    if (settings.cv is None and settings.job is None) or settings.bank is not None:
        return banks
    from interview_cli.app.shelf import Documents
    from interview_cli.cv.interviewing import CvInterviewer

    documents = Documents(application)
    try:
        resume = documents.resume_of(settings.cv) if settings.cv else None
        job = documents.post_of(settings.job) if settings.job else None
    except InputError as error:
        problems.report(f"{error.message} The question banks interview without it.", error.remedy)
        return banks
    return CvInterviewer(banks, application.library, resume, job)


def rules_parts(application: Application) -> SessionParts:
    """The parts of what needs no model, whatever is configured."""
    return SessionParts(None, BankInterviewer(application.library), RulesJudge(), Problems())


def open_model(
    application: Application, cv: str | None, spec: str | None = None, *, redact: bool = False
) -> ChatModel | None:
    """The configured language model, or the one `spec` names; None when the rules are active.

    With `llm.redact` or `redact`, e-mail addresses, phone numbers and the names in `cv` are masked first.
    """
    from interview_cli.llm.engines import open_chat_model

    settings = application.settings.llm
    redactor = None
    if settings.redact or redact:
        from interview_cli.llm.redaction import Redactor

        redactor = Redactor(cv or "")
    return open_chat_model(settings, spec, redactor=redactor)


def model_judge(
    application: Application, model: ChatModel, settings: SessionSettings, problems: Problems, *, fresh: bool
) -> ModelJudge:
    """The judge for a session that is judged by a model; `fresh` ignores cached evaluations."""
    from interview_cli.storage.evaluation_cache import remembering_judge

    return remembering_judge(
        model,
        application.settings.llm,
        application.store.database,
        application.clock,
        fresh=fresh,
        overrides=application.paths.prompts,
        language=settings.language,
        cv=settings.cv_text or None,
        report=problems.report,
    )


def _ignored_without_model(settings: SessionSettings) -> str:
    """What of the settings only a model makes use of, as the end of a sentence; empty when there is nothing."""
    of_bank_alone = settings.bank is not None
    chosen = {
        "the CV": of_bank_alone and settings.cv,
        "the job description": of_bank_alone and settings.job,
        "the persona": settings.persona != NEUTRAL,
    }
    names = [name for name, given in chosen.items() if given]
    return f"{' and '.join(names)} {'makes' if len(names) == 1 else 'make'} no difference" if names else ""


def _absence_of(model: ChatModel | None) -> UnavailableError | None:
    """Why a model cannot be used now; plug-ins need not report it."""
    look: Callable[[], UnavailableError | None] | None = getattr(model, "absence", None)
    return look() if look else None


def _recent_texts(application: Application) -> Sequence[str]:
    return application.store.history.recent_question_texts(RECENT_TEXTS)
