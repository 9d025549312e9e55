"""The composition root: from paths and settings to the parts, and from the parts to services.

The only place that picks an implementation. Nothing heavy is imported until a service needs it.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from interview_cli.errors import InputError, UsageError
from interview_cli.interview.kinds import Difficulty, InterviewType, SessionStatus
from interview_cli.paths import Paths

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from interview_cli.app.parts import SessionParts
    from interview_cli.interview.model import Document, DocumentKind, Session, SessionSettings, SessionSummary
    from interview_cli.interview.ports import Candidate, Clock, DeliveryMeter, Judge, Voice
    from interview_cli.interview.questions import QuestionLibrary
    from interview_cli.interview.session import InterviewSession
    from interview_cli.settings import Settings
    from interview_cli.storage.calibrations import Calibrations
    from interview_cli.storage.sessions import SqliteSessionStore
    from interview_cli.trust.calibration import CalibrationReport
    from interview_cli.trust.correction import Calibration
    from interview_cli.trust.grading_judges import GradingJudge


class SystemClock:
    """The `Clock` of the real world."""

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.now(UTC)


class Application:
    """Builds each part once, when it is first needed."""

    def __init__(self, paths: Paths | None = None, clock: Clock | None = None) -> None:
        self.paths = paths or Paths.from_environment()
        self.clock = clock or SystemClock()
        self.read_for_session: dict[Document, Any] = {}
        """What was read in the files of the session that is planned, by their kind and text."""

    @cached_property
    def settings(self) -> Settings:
        """The settings of this process. Raises InputError when one is wrong."""
        from interview_cli.settings import load_settings

        return load_settings(self.paths.settings_file)

    @cached_property
    def store(self) -> SqliteSessionStore:
        """The session store. Raises StorageError when the database cannot be used."""
        from interview_cli.storage.sessions import open_store

        return open_store(self.paths.database, self.clock)

    def history_json(
        self, of_type: InterviewType | None, since: date | None, search: str | None, limit: int | None
    ) -> list[str]:
        """The objects of `history --json`, newest first: see `History.list_sessions`.

        Loading the store, with the types of all that is in it, takes longer than listing ten thousand sessions.
        """
        from interview_cli.storage.database import open_database
        from interview_cli.storage.history import History, HistoryFilters

        with closing(open_database(self.paths.database)) as database:
            return History(database, self.clock).list_json(HistoryFilters(of_type, since, search, limit))

    @cached_property
    def library(self) -> QuestionLibrary:
        """The shipped question banks with the user's merged in."""
        from interview_cli.interview.questions import QuestionLibrary
        from interview_cli.resources import resource_root

        return QuestionLibrary(resource_root("question_banks"), self.paths.question_banks)

    @cached_property
    def meter(self) -> DeliveryMeter:
        """Measures delivery."""
        from interview_cli.delivery.measure import TextDeliveryMeter

        return TextDeliveryMeter()

    def session_settings(
        self,
        *,
        kind: InterviewType | None = None,
        difficulty: Difficulty | None = None,
        role: str | None = None,
        questions: int | None = None,
        follow_ups: int | None = None,
        bank: str | None = None,
        seed: int | None = None,
        persona: str | None = None,
        language: str | None = None,
        cv: str | None = None,
        job: str | None = None,
        muted: bool = False,
    ) -> SessionSettings:
        """What to practise: the arguments given, over configuration, the job's title and the profile's role.

        Without an explicit number of follow-ups, the session has at most 3 more exchanges than main questions. A bank
        brings its own type. `cv` and `job` are files, or ids or names of kept ones. Raises InputError when there is
        no such bank or file, or too few questions for the session.
        """
        import secrets

        from interview_cli.interview.model import SessionSettings
        from interview_cli.interview.planning import BankInterviewer

        defaults = self.settings.practice
        bank_type = defaults.type if bank is None else self._type_of_bank(bank, defaults.type)
        count = defaults.questions if questions is None else questions
        most = defaults.follow_ups if follow_ups is None else follow_ups
        settings = SessionSettings(
            type=kind or bank_type,
            difficulty=difficulty or defaults.difficulty,
            role=role or defaults.role or self._role_of_job(job) or self._target_role(),
            questions=count,
            max_follow_ups=most,
            follow_up_budget=most * count if follow_ups is not None else min(3, most * count),
            bank=bank,
            seed=secrets.randbits(31) if seed is None else seed,
            persona=persona or defaults.persona,
            language=language or defaults.language,
            cv=self._for_session("cv", cv),
            job=self._for_session("job", job),
            redact=self.settings.llm.redact,
            muted=muted,
        )
        BankInterviewer(self.library).slots(settings)
        return settings

    def parts(self, settings: SessionSettings, *, fresh: bool = False) -> SessionParts:
        """The interviewer and judge of such a session; `fresh` ignores cached evaluations.

        Raises UsageError and UnavailableError.
        """
        from interview_cli.app.parts import session_parts

        return session_parts(self, settings, fresh=fresh)

    def interview(self, candidate: Candidate, parts: SessionParts, voice: Voice | None = None) -> InterviewSession:
        """An interview by these parts, answered by `candidate`, spoken by `voice`."""
        from interview_cli.interview.session import InterviewSession

        if self.read_for_session:
            from interview_cli.app.shelf import Documents

            Documents(self).keep_for_session()
        return InterviewSession(
            interviewer=parts.interviewer,
            candidate=candidate,
            meter=self.meter,
            judge=parts.judge,
            store=self.store,
            clock=self.clock,
            voice=voice,
            problems=parts.problems,
            usage=parts.usage,
        )

    def require_session_left_today(self) -> None:
        """Raises UsageError when the user's own daily limit is reached."""
        limit = self.settings.limits.sessions_per_day
        today = self.clock.now().astimezone().date()
        if limit is not None and self.store.history.sessions_started_on(today) >= limit:
            raise UsageError(
                f"Today's practice is done: the limit you set is {limit} a day.",
                "Rest, or change it: interview config set limits.sessions_per_day N",
            )

    def unfinished_sessions(self) -> list[SessionSummary]:
        """Sessions that can be continued, newest first, after those left too long have been marked abandoned."""
        patience = timedelta(hours=self.settings.limits.abandon_after_hours)
        self.store.abandon_stale(patience, self.clock.now())
        return list(self.store.unfinished())

    def find_session(self, reference: str) -> Session:
        """The session meant by `last` or a unique beginning of its id. Raises InputError when there is none."""
        if not self.paths.database.exists():
            raise InputError("There is no session yet.", "Start one: interview practice")
        return self.store.load(self.store.resolve(reference))

    def session_to_continue(self, reference: str) -> Session:
        """The unfinished session meant by `last` or an id prefix. Raises InputError when it cannot be continued."""
        unfinished = self.unfinished_sessions() if self.paths.database.exists() else []
        if reference == "last":
            if not unfinished:
                raise InputError("There is no unfinished session.", "Start one: interview practice")
            return self.store.load(unfinished[0].id)
        session = self.find_session(reference)
        if session.status is not SessionStatus.IN_PROGRESS:
            raise InputError(
                f"Session {session.id[:8]} is {session.status.value}, not in progress.",
                f"See it: interview feedback {session.id[:8]}",
            )
        return session

    async def rescore(self, session: Session, judge: Judge) -> Session:
        """Let `judge` judge every attempt of a finished session again; the earlier evaluations are kept."""
        from dataclasses import replace

        exchanges = []
        for exchange in session.exchanges:
            for attempt in exchange.attempts:
                evaluation = await judge.evaluate(exchange.asked, attempt.answer)
                exchange = exchange.with_attempt(replace(attempt, evaluation=evaluation))
            exchanges.append(exchange)
        session = replace(session, exchanges=tuple(exchanges))
        session = replace(session, feedback=await judge.feedback(session))
        self.store.replace_evaluations(session)
        return session

    def override(self, section: str, **values: object) -> None:
        """Let flags of the command line go before the settings of a section; None leaves a setting as it is."""
        given = {name: value for name, value in values.items() if value is not None}
        changed = getattr(self.settings, section).model_copy(update=given)
        self.settings = self.settings.model_copy(update={section: changed})

    @property
    def batch_ledgers(self) -> Path:
        """The folder of the ledgers of batches."""
        return self.paths.data / "batch"

    @property
    def calibrations(self) -> Calibrations:
        """The saved calibrations."""
        from interview_cli.storage.calibrations import Calibrations

        return Calibrations(self.paths.data / "calibrations")

    def learn_calibration(self, name: str, report: CalibrationReport, judge: GradingJudge) -> Calibration:
        """Learn a correction of a judge's scores from its report and save it. Raises InputError and StorageError."""
        from interview_cli.trust.correction import fit

        learned = fit(name, report, judge, self.clock.now())
        self.calibrations.save(learned)
        return learned

    def _for_session(self, kind: DocumentKind, reference: str | None) -> Document | None:
        """The CV or job post that a session is to be held with."""
        if reference is None:
            return None
        from interview_cli.app.shelf import Documents

        document, parsed, is_kept = Documents(self).for_session(kind, reference)
        if not is_kept:
            self.read_for_session[document] = parsed
        return document

    def _role_of_job(self, job: str | None) -> str | None:
        """The title of the job post, if it names a field that the banks know."""
        if job is None:
            return None
        from interview_cli.app.shelf import Documents
        from interview_cli.interview.job_roles import role_fields

        title = Documents(self).job(job).post["title"]
        return title if title and role_fields(title) else None

    def _target_role(self) -> str | None:
        """The profile's target role; looking for it makes no database."""
        return self.store.profile().target_role if self.paths.database.exists() else None

    def _type_of_bank(self, bank: str, preferred: InterviewType) -> InterviewType:
        """The preferred type when the bank has questions of it, else that of its first question."""
        types = [question.type for question in self.library.questions(InterviewType.MIXED) if question.bank == bank]
        if not types:
            raise InputError(f"There is no question bank {bank!r}.", "Banks: " + ", ".join(self.library.banks()))
        return preferred if preferred in types else types[0]
