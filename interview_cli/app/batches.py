"""Putting together what batches and calibrations need."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from interview_cli.errors import UnavailableError, UsageError
from interview_cli.interview.model import InterviewType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from interview_cli.app import Application
    from interview_cli.batch.plan import ModelChoice, Plan, TranscriberChoice
    from interview_cli.transcripts.override import Override
    from interview_cli.trust.calibration import CalibrationReport
    from interview_cli.trust.grading_judges import GradingJudge


def batch_plan(
    application: Application,
    kind: InterviewType | None = None,
    candidate: str | None = None,
    rubric: Path | None = None,
    job: Path | None = None,
    calibration: str | None = None,
    repeats: int = 1,
    llm: str | None = None,
    requests_per_minute: float | None = None,
    fresh: bool = False,
    transcriber: TranscriberChoice | None = None,
    reading: Override | None = None,
) -> Plan:
    """How a batch is scored.

    Raises InputError when the rubric or the job description cannot be used, or when the calibration of that name
    was learned on other scores than those of this batch.
    """
    from interview_cli.batch.plan import Plan, read_rubric
    from interview_cli.transcripts.override import NO_OVERRIDE

    banks = application.paths.question_banks.absolute()
    model = _model_choice(application, llm, repeats, requests_per_minute, fresh=fresh)
    own_rubric = read_rubric(rubric, for_rules=model is None) if rubric else None
    learned = None if calibration is None else application.calibrations.load(calibration)
    if learned:
        from interview_cli.trust.correction import require_same_judge

        require_same_judge(learned, kind, own_rubric, (model.name, model.prompt) if model else ("rules", None))
    return Plan(
        type=kind,
        candidate=candidate,
        rubric=own_rubric,
        must_haves=_must_haves(job) if job else (),
        banks=banks if banks.is_dir() else None,
        calibration=learned,
        repeats=repeats if model is None else 1,
        model=model,
        transcriber=transcriber,
        reading=reading or NO_OVERRIDE,
    )


def _must_haves(job: Path) -> tuple[str, ...]:
    from interview_cli.batch.must_haves import read_must_haves

    return read_must_haves(job)


def transcriber_choice(
    application: Application, stt: str | None, model: str | None, *, recordings: int
) -> TranscriberChoice:
    """The transcriber of recordings: as named, else as configured.

    When there are `recordings`, `auto` is looked up here, so that every worker uses the same. Raises InputError for
    an engine or a model that does not exist.
    """
    from interview_cli.batch.plan import TranscriberChoice

    given = {name: value for name, value in (("stt", stt), ("stt_model", model)) if value}
    settings = application.settings.voice.model_copy(update=given)
    language = application.settings.practice.language
    name = f"{settings.stt} {settings.stt_model}"
    if recordings:
        from interview_cli.speech.stt.registry import AUTO, chosen_by_auto, needs_download

        if settings.stt == AUTO:
            found = chosen_by_auto(settings, language=language)
            settings = settings.model_copy(update={"stt": found or AUTO})
        else:
            needs_download(settings, language=language)
    return TranscriberChoice(name, settings, language)


def about_transcriber(choice: TranscriberChoice) -> list[str]:
    """What the user should know before recordings are transcribed."""
    from interview_cli.speech.stt import openai_engine, sphinx_engine
    from interview_cli.web.addresses import remote_host_of

    if choice.settings.stt == sphinx_engine.NAME:
        return [sphinx_engine.ROUGH]
    host = remote_host_of(choice.settings.stt_base_url) if choice.settings.stt == openai_engine.NAME else None
    return [f"Recordings are sent to {host}."] if host else []


def _model_choice(
    application: Application, llm: str | None, samples: int, requests_per_minute: float | None, *, fresh: bool
) -> ModelChoice | None:
    """The model that judges a batch: the one named, or configured by name. What `auto` finds does not count as one.

    Raises UsageError for an engine that does not exist.
    """
    from interview_cli.batch.plan import ModelChoice
    from interview_cli.llm.engines import chosen_by_auto, split_spec

    settings = application.settings.llm
    spec = llm or ("offline" if settings.engine == "auto" else settings.engine)
    engine, _ = split_spec(spec)
    if engine == "auto":
        found = chosen_by_auto(settings)
        if found is None:
            raise UnavailableError("No Ollama server with a model answers here.", "Start one, or name a model.")
        spec = f"ollama:{found}"
    if engine == "offline":
        return None
    from interview_cli.prompting import load_prompt
    from interview_cli.scoring.judge import ANSWER_PROMPT

    overrides = application.paths.prompts
    application.paths.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    return ModelChoice(
        name=spec,
        settings=settings.model_copy(update={"engine": spec, "samples": max(samples, settings.samples)}),
        prompt=load_prompt(ANSWER_PROMPT, overrides, compact=settings.compact_prompts).label,
        database=application.paths.database,
        fresh=fresh,
        language=application.settings.practice.language,
        requests_per_minute=requests_per_minute,
        pace_file=application.paths.cache / f"pace-{_digest(engine, settings.base_url)}.db",
        prompts=overrides,
    )


def _digest(engine: str, base_url: str | None) -> str:
    """A name for a server: its calls share one pace."""
    return sha256(f"{engine} {base_url or ''}".encode()).hexdigest()[:16]


def remote_host(model: ModelChoice) -> str | None:
    """The host that transcripts are sent to, None when they stay on this machine. Raises like `open_chat_model`."""
    from interview_cli.llm.engines import open_chat_model

    opened = open_chat_model(model.settings)
    return opened.remote_host if opened else None


def grading_judge(
    name: str, kind: InterviewType | None, rubric: Path | None, *, embeddings: bool | None
) -> GradingJudge:
    """The judge of short answers called `reference` or `rubric`.

    The reference judge uses the embedding model when `embeddings` is None and it is installed. The rubric judge
    treats questions as technical unless `kind` or the rubric says otherwise.

    Raises UsageError for what does not go together, InputError for a bad rubric, UnavailableError when embeddings are
    asked for and not installed.
    """
    from interview_cli.trust.grading_judges import REFERENCE, RUBRIC, reference_judge, rubric_judge

    if name == REFERENCE:
        from interview_cli.text.embeddings import is_installed, load_similarity

        if kind or rubric:
            raise UsageError(f"--type and --rubric are for --judge {RUBRIC}.")
        wanted = embeddings or (embeddings is None and is_installed())
        return reference_judge(load_similarity() if wanted else None)
    if name != RUBRIC:
        raise UsageError(f"--judge is {REFERENCE} or {RUBRIC}, not {name!r}.")
    if embeddings or kind is InterviewType.MIXED:
        what = "--embeddings is for the reference judge" if embeddings else "--type mixed has no rubric of its own"
        raise UsageError(f"{what}.")
    from interview_cli.batch.plan import read_rubric

    own = read_rubric(rubric) if rubric else None
    return rubric_judge(kind or (own.type if own else InterviewType.TECHNICAL_VERBAL), own)


def judge_agreement(
    grades: Path, columns: Mapping[str, str], max_grade: float, judge: GradingJudge
) -> CalibrationReport:
    """Compare a judge's scores with human grades, decoded as transcripts are. Raises InputError for a bad file."""
    from interview_cli.text.decoding import decode
    from interview_cli.trust.calibration import calibrate

    return calibrate(grades, columns, max_grade, judge.scorer, judge.evaluator, judge.prepare, decode)
