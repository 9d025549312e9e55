"""`interview evaluate` with `--compare`, `--repeat` and `--calibration`: drift, wavering judges, corrected scores."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from interview_cli.trust.isotonic import Curve
from tests.batch.material import QUESTION, STRONG, WEAK, conversation, lines_of, write_transcripts
from tests.conftest import Run


def result(name: str, score: float | None, recommendation: str | None, **criteria: float) -> dict[str, Any]:
    return {
        "id": name,
        "status": "scored",
        "overall_score": score,
        "recommendation": recommendation,
        "scores": {criterion: {"score": value} for criterion, value in criteria.items()},
        "answers": [],
        "evaluator": {"kind": "rules", "name": "rules", "prompt_version": None, "rubric_version": "behavioral@1"},
    }


def write(path: Path, *lines: Any) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two result files with three transcripts in common."""
    a = write(
        tmp_path / "a.jsonl",
        result("x", 50, "LEAN_NO_HIRE", clarity=2, depth=3),
        result("y", 70, "HIRE", clarity=3),
        result("z", 90, "STRONG_HIRE", clarity=4),
        result("gone\x1b[31m", 10, "NO_HIRE"),
        result("mute", None, "WITHHELD"),
    )
    b = write(
        tmp_path / "b.jsonl",
        result("z", 88, "STRONG_HIRE", clarity=4),
        result("y", 58, "LEAN_NO_HIRE", clarity=4),
        result("x", 54, "LEAN_NO_HIRE", clarity=1),
        result("new", 10, "NO_HIRE"),
        result("mute", 40, "LEAN_NO_HIRE"),
    )
    return a, b


def test_drift_is_reported_over_all_and_by_criterion(cli: Run, two: tuple[Path, Path]) -> None:
    found = cli("evaluate", "--compare", *two, "--json").json
    assert found["matched"] == 4
    assert (found["only_in_a"], found["only_in_b"]) == (["gone\x1b[31m"], ["new"])
    overall = found["overall"]
    assert overall["n"] == 3
    assert overall["mean_difference"] == pytest.approx((4 - 12 - 2) / 3, abs=1e-4)
    assert overall["mean_absolute_difference"] == 6
    assert overall["pearson_r"] == pytest.approx(680 / (800 * 2072 / 3) ** 0.5, abs=1e-4)
    assert overall["spearman_rho"] == 1
    assert found["criteria"]["clarity"] == {
        "n": 3,
        "mean_difference": 0,
        "mean_absolute_difference": pytest.approx(2 / 3, abs=1e-4),
        "pearson_r": pytest.approx(0.866, abs=1e-3),
        "spearman_rho": pytest.approx(0.866, abs=1e-3),
    }
    assert found["criteria"]["depth"]["n"] == 0
    assert found["criteria"]["depth"]["mean_difference"] is None
    assert found["changed_recommendations"] == [
        {"id": "y", "recommendation_a": "HIRE", "recommendation_b": "LEAN_NO_HIRE", "score_a": 70, "score_b": 58},
        {
            "id": "mute",
            "recommendation_a": "WITHHELD",
            "recommendation_b": "LEAN_NO_HIRE",
            "score_a": None,
            "score_b": 40,
        },
    ]


def test_drift_for_people(cli: Run, two: tuple[Path, Path]) -> None:
    done = cli("evaluate", "--compare", *two)
    assert done.code == 0
    assert "\x1b" not in done.out
    assert "1 only in A: gone" in done.out
    assert "4 transcripts in both" in done.out
    assert "y: HIRE → LEAN_NO_HIRE (70.0 → 58.0)" in done.out
    assert "rules (behavioral@1)" in done.out
    (overall,) = [line.split() for line in done.out.splitlines() if line.startswith("overall")]
    assert overall[2:] == ["100", "3", "-3.33", "6.00", "0.915", "1.000"]


def test_a_file_does_not_differ_from_itself(cli: Run, tmp_path: Path) -> None:
    folder, out = write_transcripts(tmp_path / "in", 3), tmp_path / "out.jsonl"
    (folder / "weak.txt").write_text(conversation((QUESTION, WEAK)))
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7")
    assert cli("evaluate", folder, "--out", out).code == 5
    found = cli("evaluate", "--compare", out, out, "--json").json
    assert found["matched"] == 5
    assert found["changed_recommendations"] == found["only_in_a"] == found["only_in_b"] == []
    counted = {"overall": found["overall"], **found["criteria"]}
    told = {name: drift["n"] for name, drift in counted.items()}
    unknown = ("relevance", "outcome", "structure", "ownership")
    assert {told.pop(name) for name in unknown} == {3}, "of the weak answer they cannot be told"
    assert set(told.values()) == {4}
    assert all(drift["mean_absolute_difference"] == 0 for drift in counted.values())
    assert found["overall"]["pearson_r"] == 1


@pytest.mark.parametrize(
    "content",
    [
        b"no json\n",
        b"[]\n",
        b'{"id": "x"}\n',
        b"\xff\n",
        json.dumps({**result("x", 1, None), "scores": {"clarity": 3}}).encode() + b"\n",
        json.dumps({**result("x", 1, None), "overall_score": "high"}).encode() + b"\n",
        2 * (json.dumps(result("x", 1, None)).encode() + b"\n"),
    ],
)
def test_what_is_no_result_file_is_refused(cli: Run, tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(content)
    good = write(tmp_path / "good.jsonl", result("x", 50, "LEAN_NO_HIRE"))
    for pair in ((good, bad), (bad, good), (good, tmp_path / "none"), (good, tmp_path)):
        done = cli("evaluate", "--compare", *pair)
        assert done.code == 3
        assert str(pair[0] if pair[1] is good else pair[1]) in done.err
        assert len(done.err.splitlines()) <= 2


def test_a_line_still_being_written_is_left_out(cli: Run, tmp_path: Path) -> None:
    good = write(tmp_path / "good.jsonl", result("x", 50, "LEAN_NO_HIRE"))
    torn = tmp_path / "torn.jsonl"
    torn.write_bytes(good.read_bytes() + b'{"id": "y", "sta')
    assert cli("evaluate", "--compare", good, torn, "--json").json["matched"] == 1


def test_comparing_scores_nothing(cli: Run, two: tuple[Path, Path], tmp_path: Path) -> None:
    assert cli("evaluate", tmp_path, "--compare", *two).code == 2
    assert cli("evaluate", "--out", tmp_path / "o", "--compare", *two).code == 2
    assert cli("evaluate", "--out", tmp_path / "o").code == 2


def test_repeated_scoring_reports_that_the_rules_do_not_waver(cli: Run, tmp_path: Path) -> None:
    folder, once, thrice = write_transcripts(tmp_path / "in", 2), tmp_path / "once.jsonl", tmp_path / "thrice.jsonl"
    assert cli("evaluate", folder, "--out", once).code == 0
    done = cli("evaluate", folder, "--out", thrice, "--repeat", "3", "--json")
    assert "give the same answer the same score each time" in done.err
    assert done.json["repeat"]["times"] == 3
    spread = done.json["repeat"]["criteria"]["structure"]
    assert spread == {"answers": 2, "mean": 0, "largest": 0}
    line = next(each for each in lines_of(thrice) if each["id"] == "t000")
    assert line["repeats"] == 3
    scores = [score for answer in line["answers"] for score in answer["scores"].values()]
    assert {score["spread"] for score in scores if score["score"] is not None} == {0.0}
    assert {score["spread"] for score in scores if score["score"] is None} <= {None}
    plain = next(each for each in lines_of(once) if each["id"] == "t000")
    assert "repeats" not in plain
    assert line["overall_score"] == plain["overall_score"]
    assert cli("evaluate", folder, "--out", once, "--repeat", "3").code == 3, "scored in another way"
    assert "structure" in cli("evaluate", folder, "--out", thrice, "--repeat", "3").out


@pytest.fixture
def learned(cli: Run, tmp_path: Path) -> Path:
    """A calibration called `generous` for behavioral answers; its file."""
    path = tmp_path / "grades.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["question", "reference", "answer", "grade"])
        for number in range(5):
            for answer, grade in ((WEAK, 4), (STRONG, 5)):
                writer.writerow([f"{QUESTION} And number {number}?", "", answer, grade])
    fitted = cli("calibrate", path, "--judge", "rubric", "--type", "behavioral", "--fit", "generous")
    assert fitted.code == 0, fitted.err
    return tmp_path / "home" / "data" / "calibrations" / "generous.json"


def test_a_calibration_corrects_the_overall_score_and_says_so(cli: Run, learned: Path, tmp_path: Path) -> None:
    folder, raw, corrected = tmp_path / "in", tmp_path / "raw.jsonl", tmp_path / "corrected.jsonl"
    folder.mkdir()
    (folder / "both.txt").write_text(conversation((QUESTION, WEAK), (f"Thanks. {QUESTION} Once more?", STRONG)))
    (folder / "mute.txt").write_text(conversation((QUESTION, "No idea.")))
    assert cli("evaluate", folder, "--out", raw, "--type", "behavioral").code == 0
    done = cli("evaluate", folder, "--out", corrected, "--type", "behavioral", "--calibration", "generous")
    assert done.code == 0, done.err
    assert "corrected by the calibration 'generous'" in done.err
    plain, line = ({each["id"]: each for each in lines_of(path)} for path in (raw, corrected))
    knots = json.loads(learned.read_text())["curve"]
    curve = Curve(tuple(knots["x"]), tuple(knots["y"]))
    both = line["both"]
    assert both["calibration"] == "generous"
    assert both["raw_overall_score"] == plain["both"]["overall_score"]
    assert both["overall_score"] == pytest.approx(
        100 * fmean(curve(answer["overall_score"] / 100) for answer in plain["both"]["answers"]), abs=0.051
    )
    assert both["overall_score"] > both["raw_overall_score"] + 10
    assert (plain["both"]["recommendation"], both["recommendation"]) == ("HIRE", "STRONG_HIRE")
    assert both["scores"] == plain["both"]["scores"]
    assert both["answers"] == plain["both"]["answers"]
    assert (line["mute"]["overall_score"], line["mute"]["raw_overall_score"]) == (None, None)
    refused = cli("evaluate", folder, "--out", raw, "--type", "behavioral", "--calibration", "generous")
    assert refused.code == 3
    assert "--overwrite" in refused.err
    told = cli("evaluate", "--compare", raw, corrected).out
    assert "calibration generous" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--calibration", "generous"), "--type behavioral"),
        (("--calibration", "generous", "--type", "technical"), "--type behavioral"),
        (("--calibration", "other", "--type", "behavioral"), "there are: generous"),
        (("--calibration", "../x", "--type", "behavioral"), "cannot be called"),
    ],
)
def test_a_calibration_of_other_scores_is_refused(
    cli: Run, learned: Path, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    out = tmp_path / "out.jsonl"
    done = cli("evaluate", write_transcripts(tmp_path / "in", 1), "--out", out, *arguments)
    assert done.code == 3
    assert told in done.err
    assert not out.exists()
