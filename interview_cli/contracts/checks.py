"""How far a judge agrees with humans (`calibrate --json`), and what works here (`doctor --json`)."""

from __future__ import annotations

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from interview_cli.contracts.shared import Evaluator, OneOf


class Agreement(TypedDict):
    """Agreement over `n` answers; errors in grade points, correlations null where undefined."""

    n: int
    pearson_r: float | None
    spearman_rho: float | None
    mae: float
    rmse: float
    qwk: float | None


class GroupAgreement(Agreement):
    """With the 95 % interval of r, from drawing whole questions; null with fewer than five."""

    pearson_r_interval: list[float] | None


class Correction(TypedDict):
    """A learned correction of scores: errors before and after, on questions it was not learned from."""

    name: str
    max_grade: float
    answers: int
    questions: int
    folds: int
    before: Agreement
    after: Agreement


class Calibration(GroupAgreement):
    """A judge compared with human grades.

    `insufficient` answers had too little to be scored and count as 0; for `failed` ones a model gave no usable
    judgement, and they are left out.
    """

    human_pearson_r: float | None
    human_pearson_r_interval: list[float] | None
    questions: int
    insufficient: int
    failed: int
    max_grade: float
    groups: dict[str, GroupAgreement]
    evaluator: Evaluator
    judge: Annotated[str, OneOf("reference", "rubric")]
    calibration: NotRequired[Correction]


class Check(TypedDict):
    """One part of the program; `fix` is a command, or what else to do."""

    name: str
    status: Annotated[str, OneOf("ok", "warn", "fail")]
    detail: str
    fix: str | None


class Diagnosis(TypedDict):
    """Every part, the needed ones first."""

    checks: list[Check]
