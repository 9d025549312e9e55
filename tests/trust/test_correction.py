"""Corrections learned from grades: what they promise, when they may be used, and what a saved file may get wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from interview_cli.errors import InputError
from interview_cli.interview.model import InterviewType
from interview_cli.scoring.rubric import load_rubric
from interview_cli.storage.calibrations import Calibrations
from interview_cli.trust.calibration import compare
from interview_cli.trust.correction import Calibration, calibration_from_json, fit, require_same_judge
from interview_cli.trust.grades import GradedAnswer
from interview_cli.trust.grading_judges import GradingJudge, reference_judge, rubric_judge

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
RULES = ("rules", None)
TECHNICAL = InterviewType.TECHNICAL_VERBAL


def learned(
    judge: GradingJudge | None = None, curve: Callable[[float], float] = lambda share: share**0.5
) -> Calibration:
    """A correction of a judge that is too strict by a curve, learned from ten questions."""
    judge = judge or rubric_judge(TECHNICAL, None)
    shares = [step / 20 for step in range(21)] * 10
    graded = [
        GradedAnswer(line, f"q{line // 21}", "r", "a", 10 * curve(share), None, "")
        for line, share in enumerate(shares)
    ]
    return fit("mine", compare(graded, [10 * share for share in shares], 10, judge.evaluator), judge, NOW)


def test_a_judge_that_is_too_strict_is_corrected_on_questions_it_has_not_seen() -> None:
    found = learned()
    assert (found.answers, found.questions, found.folds) == (210, 10, 5)
    assert found.before.rmse > 1
    assert found.after.rmse == pytest.approx(0, abs=1e-9)
    assert found.corrected(25) == pytest.approx(50)
    assert found.corrected(0) == 0
    assert found.corrected(100) == 100


def test_answers_without_a_score_teach_nothing() -> None:
    judge = rubric_judge(TECHNICAL, None)
    graded = [GradedAnswer(line, f"q{line % 4}", "r", "a", 5.0, None, "") for line in range(20)]
    scores = [4.0 if line % 2 else None for line in range(20)]
    report = compare(graded, scores, 5, judge.evaluator)
    assert (report.insufficient, report.overall.n) == (10, 20)
    found = fit("mine", report, judge, NOW)
    assert (found.answers, found.before.n) == (10, 10)
    assert found.before.mae == 1
    assert found.corrected(0) == 100


def test_one_question_is_not_enough() -> None:
    judge = rubric_judge(TECHNICAL, None)
    graded = [GradedAnswer(line, "q", "r", "a", 5.0, None, "") for line in range(9)]
    with pytest.raises(InputError, match="single question"):
        fit("mine", compare(graded, [3.0] * 9, 5, judge.evaluator), judge, NOW)


def test_it_is_saved_and_read_back_the_same(tmp_path: Path) -> None:
    saved = Calibrations(tmp_path / "deep" / "calibrations")
    assert saved.names() == []
    for judge in (rubric_judge(InterviewType.BEHAVIORAL, None), reference_judge(None)):
        calibration = learned(judge)
        path = saved.save(calibration)
        assert saved.load("mine") == calibration
        assert path.stat().st_mode & 0o777 == 0o600
    assert saved.names() == ["mine"]
    assert [file.name for file in path.parent.iterdir()] == ["mine.json"]


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "x" * 65, "a b", "-rf", "a\n"])
def test_names_that_are_no_file_names_are_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "saved"
    saved = Calibrations(folder)
    for use in (lambda: saved.save(replace(learned(), name=name)), lambda: saved.load(name)):
        with pytest.raises(InputError, match="cannot be called"):
            use()
    assert not folder.exists()


def test_a_missing_one_names_those_there_are(tmp_path: Path) -> None:
    saved = Calibrations(tmp_path)
    saved.save(learned())
    with pytest.raises(InputError, match=r"no calibration 'other' \(there are: mine\)"):
        saved.load("other")


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"curve": {"x": [], "y": []}},
        {"curve": {"x": [0, 0], "y": [0, 1]}},
        {"curve": {"x": [0, 1], "y": [1, 0]}},
        {"curve": {"x": [0, 1], "y": [0, 2]}},
        {"curve": {"x": [0, 1], "y": [0]}},
        {"curve": {"x": [0, float("nan")], "y": [0, 1]}},
        {"curve": None},
        {"type": "astrology"},
        {"before": {}},
        {"evaluator": {"kind": "rules"}},
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    saved = Calibrations(tmp_path)
    path = saved.save(learned())
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(InputError, match="not a calibration of this program"):
        saved.load("mine")
    path.write_text(path.read_text()[:-40])
    with pytest.raises(InputError, match="not a calibration of this program"):
        saved.load("mine")


def test_json_keeps_every_figure() -> None:
    calibration = learned()
    assert calibration_from_json(json.loads(json.dumps(calibration.to_json(), allow_nan=False))) == calibration


def test_it_only_corrects_the_judge_it_was_learned_on() -> None:
    require_same_judge(learned(), TECHNICAL, None, RULES)
    own = replace(load_rubric("technical_verbal"), version="mine")
    require_same_judge(learned(rubric_judge(TECHNICAL, own)), None, own, RULES)
    for calibration, kind, rubric, told in (
        (learned(), None, None, "technical_verbal questions"),
        (learned(), InterviewType.PROJECT, None, "technical_verbal questions"),
        (learned(), TECHNICAL, own, "technical_verbal@mine"),
        (learned(rubric_judge(TECHNICAL, own)), TECHNICAL, None, "technical_verbal@mine"),
        (learned(reference_judge(None)), TECHNICAL, None, "reference answers"),
    ):
        with pytest.raises(InputError, match=told):
            require_same_judge(calibration, kind, rubric, RULES)


def test_a_rubric_changed_without_a_new_version_is_noticed() -> None:
    own = load_rubric("technical_verbal")
    heavier = replace(own, criteria=(replace(own.criteria[0], weight=99.0), *own.criteria[1:]))
    with pytest.raises(InputError, match="another rubric"):
        require_same_judge(learned(rubric_judge(TECHNICAL, heavier)), TECHNICAL, None, RULES)
