"""Putting together what batches and calibrations need."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from interview_cli.errors import UsageError
from interview_cli.interview.model import InterviewType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from interview_cli.app import Application
    from interview_cli.batch.engine import Engine, Work
    from interview_cli.batch.plan import Plan
    from interview_cli.scoring.calibration import CalibrationReport
    from interview_cli.scoring.grading_judges import GradingJudge


def batch_plan(
    application: Application,
    kind: InterviewType | None = None,
    candidate: str | None = None,
    rubric: Path | None = None,
    job: Path | None = None,
    calibration: str | None = None,
    repeats: int = 1,
) -> Plan:
    """How a batch is scored.

    Raises InputError when the rubric or the job description cannot be used, or when the calibration of that name
    was learned on other scores than those of this batch.
    """
    from interview_cli.batch.must_haves import read_must_haves
    from interview_cli.batch.plan import Plan, read_rubric

    banks = application.paths.question_banks.absolute()
    own_rubric = read_rubric(rubric) if rubric else None
    learned = None if calibration is None else application.calibrations.load(calibration)
    if learned:
        from interview_cli.scoring.correction import require_same_judge

        require_same_judge(learned, kind, own_rubric)
    return Plan(
        type=kind,
        candidate=candidate,
        rubric=own_rubric,
        must_haves=read_must_haves(job) if job else (),
        banks=banks if banks.is_dir() else None,
        calibration=learned,
        repeats=repeats,
    )


def batch_engine(name: str, work: Work, jobs: int | None, item_timeout_s: float, address: str | None) -> Engine:
    """The engine called `local` or `ray`; `jobs` None takes every core there is.

    Raises UsageError when there is no such engine, UnavailableError when it is not installed.
    """
    if name == "local":
        from interview_cli.batch.local_pool import LocalPool

        return LocalPool(work, jobs or usable_cores(), item_timeout_s)
    if name == "ray":
        from interview_cli.batch.ray_engine import RayEngine

        return RayEngine(work, jobs, item_timeout_s, address)
    raise UsageError(f"--engine is local or ray, not {name!r}.")


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def grading_judge(
    name: str, kind: InterviewType | None, rubric: Path | None, *, embeddings: bool | None
) -> GradingJudge:
    """The judge of short answers called `reference` or `rubric`.

    The reference judge uses the embedding model when `embeddings` is None and it is installed. The rubric judge takes
    questions for technical ones unless `kind` or the rubric says otherwise.

    Raises UsageError for what does not go together, InputError for a bad rubric, UnavailableError when embeddings are
    asked for and not installed.
    """
    from interview_cli.scoring.grading_judges import REFERENCE, RUBRIC, reference_judge, rubric_judge

    if name == REFERENCE:
        from interview_cli.scoring.embeddings import is_installed, load_similarity

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
    """Compare a judge's scores with human grades. Raises InputError for a bad file."""
    from interview_cli.scoring.calibration import calibrate

    return calibrate(grades, columns, max_grade, judge.scorer, judge.evaluator, judge.prepare)
