"""Agreement of a judge with human grades, and what a grades file may get wrong."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.interview.model import Evaluator
from interview_cli.text.decoding import decode
from interview_cli.trust.agreement import agreement, pearson, quadratic_weighted_kappa, ranks
from interview_cli.trust.calibration import calibrate
from interview_cli.trust.grades import read_grades
from interview_cli.trust.grading_judges import reference_scorer

RULES = Evaluator("rules", "coverage", prompt_version=None, rubric_version="1")
HEADER = "question,reference,answer,grade,grade2,group\n"
ROWS = (
    "What is a stack?,It is last in first out.,The last one in is the first one out.,5,4,structures\n"
    "What is a stack?,It is last in first out.,It has a colour.,0,1,structures\n"
    "What does DNS do?,It turns names into addresses.,It resolves a name to an address.,4,5,network\n"
    'What does DNS do?,It turns names into addresses.,"It is slow,\nI think.",1,0,network\n'
)
GRADES = st.lists(st.tuples(st.integers(0, 5), st.floats(0, 5, allow_nan=False, width=32)), min_size=2, max_size=60)


def write(folder: Path, text: str | bytes, name: str = "grades.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_report_has_the_contracts_keys(tmp_path: Path) -> None:
    scorer, prepare = reference_scorer()
    report = calibrate(write(tmp_path, HEADER + ROWS), {}, 5.0, scorer, RULES, prepare)
    data = json.loads(json.dumps(report.to_json(), allow_nan=False))
    assert {"n", "pearson_r", "spearman_rho", "mae", "rmse", "qwk", "human_pearson_r", "evaluator"} <= set(data)
    assert data["n"] == 4
    assert data["pearson_r"] > 0.8
    assert data["human_pearson_r"] == pytest.approx(np.corrcoef([5, 0, 4, 1], [4, 1, 5, 0])[0, 1])
    assert data["evaluator"] == {"kind": "rules", "name": "coverage", "prompt_version": None, "rubric_version": "1"}
    assert set(data["groups"]) == {"structures", "network"}
    assert data["groups"]["network"]["n"] == 2


def test_errors_are_in_grade_points_against_the_graders_mean(tmp_path: Path) -> None:
    report = calibrate(write(tmp_path, HEADER + ROWS), {}, 5.0, lambda *_: 0.5, RULES)
    assert report.overall.mae == pytest.approx(2.0)
    assert report.overall.rmse == pytest.approx(2.0)
    assert report.overall.pearson_r is None
    assert report.overall.qwk == pytest.approx(0.0)


def test_a_perfect_judge_agrees_fully(tmp_path: Path) -> None:
    rows = "".join(f"q,r,{grade},{grade}\n" for grade in (0, 1, 2, 3, 4))
    path = write(tmp_path, "question,reference,answer,grade\n" + rows)
    report = calibrate(path, {}, 4.0, lambda _question, _reference, answer: int(answer) / 4, RULES)
    figures = report.overall
    assert figures.pearson_r == pytest.approx(1)
    assert figures.spearman_rho == pytest.approx(1)
    assert figures.qwk == 1
    assert (figures.mae, figures.rmse, report.human_pearson_r, report.groups) == (0, 0, None, {})


def test_columns_are_renamed(tmp_path: Path) -> None:
    text = "\ufeffprompt,gold,said,score\nWhat?,It.,It.,7.5\n"
    columns = {"question": "prompt", "reference": "gold", "answer": "said", "grade": "score"}
    [row] = read_grades(write(tmp_path, text), columns, 10)
    assert (row.question, row.reference, row.answer, row.grade, row.grade2, row.group) == (
        "What?",
        "It.",
        "It.",
        7.5,
        None,
        "",
    )


def test_a_second_grade_may_be_missing_in_some_rows(tmp_path: Path) -> None:
    rows = read_grades(write(tmp_path, "question,reference,answer,grade,grade2\na,b,c,1,\na,b,c,1,3\n"), {}, 5)
    assert [row.human for row in rows] == [1.0, 2.0]


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        ("", {}, "no graded answers"),
        (HEADER, {}, "no graded answers"),
        ("question,answer,grade\na,b,1\n", {}, "line 1: no column 'reference'"),
        ("question,reference,answer,grade\na,b,c,1\n", {"grade2": "second"}, "line 1: no column 'second'"),
        ("question,reference,answer,grade\na,b,c,1\n", {"mark": "grade"}, "no column called 'mark'"),
        ("question,reference,answer,grade\na,b,c,good\n", {}, "line 2, column 'grade': 'good' is not a number"),
        ("question,reference,answer,grade\na,b,c,1\na,b,c,\n", {}, "line 3, column 'grade': '' is not a number"),
        ("question,reference,answer,grade\na,b,c,6\n", {}, "line 2, column 'grade': 6 is not from 0 to 5"),
        ("question,reference,answer,grade\na,b,c,-1\n", {}, "-1 is not from 0 to 5"),
        ("question,reference,answer,grade\na,b,c,nan\n", {}, "nan is not from 0 to 5"),
        ("question,reference,answer,grade\na,b,c,inf\n", {}, "inf is not from 0 to 5"),
        ("question,reference,answer,grade,grade2\na,b,c,1,x\n", {}, "line 2, column 'grade2'"),
        ("question,reference,answer,grade\na,b,c,d,1\n", {}, "line 2: more values than columns"),
        ("question,reference,answer,grade\na,b\n", {}, "line 2: no value in column 'answer'"),
        ('question,reference,answer,grade\na,b,"c,1\n', {}, "line 2: unexpected end of data"),
        (b"question,reference,answer,grade\na,b,\xff\xfe,1\n", {}, "not text in a known encoding"),
        (b"\x00\x01\x02\x80", {}, "not text in a known encoding"),
    ],
)
def test_bad_files_are_refused_with_line_and_column(
    tmp_path: Path, text: str | bytes, columns: dict[str, str], message: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_grades(write(tmp_path, text), columns, 5)
    assert message in caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables_are_read_as_spreadsheets_write_them(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [["group", "question", "reference", "answer", "note"], ["a", "Qué?", 'said "x"', "a, b; c", "3,5"]]
    text = "".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows)
    path = tmp_path / "grades.csv"
    path.write_bytes(text.encode(encoding))
    (graded,) = read_grades(path, {"grade": "note"}, 5, decode)
    assert (graded.question, graded.reference, graded.answer) == ("Qué?", 'said "x"', "a, b; c")
    assert (graded.grade, graded.group, graded.line) == (3.5, "a", 2)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_grades(path, {}, 5)


@pytest.mark.parametrize("max_grade", [0.0, -1.0, float("nan"), float("inf")])
def test_the_highest_grade_must_be_a_positive_number(tmp_path: Path, max_grade: float) -> None:
    with pytest.raises(InputError, match="highest grade"):
        read_grades(write(tmp_path, HEADER + ROWS), {}, max_grade)


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_a_clear_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = write(tmp_path_factory.getbasetemp(), b"question,reference,answer,grade\n" + content, "any.csv")
    try:
        rows = read_grades(path, {}, 5)
    except InputError:
        return
    assert rows
    assert all(0 <= row.grade <= 5 for row in rows)


@given(GRADES)
def test_pearson_and_errors_agree_with_numpy(pairs: list[tuple[int, float]]) -> None:
    true, guess = [float(a) for a, _ in pairs], [b for _, b in pairs]
    figures = agreement(true, guess, 5)
    assert figures.rmse == pytest.approx(float(np.sqrt(np.mean((np.array(true) - np.array(guess)) ** 2))))
    assert figures.mae == pytest.approx(float(np.mean(np.abs(np.array(true) - np.array(guess)))))
    if np.std(true) > 1e-6 and np.std(guess) > 1e-6:
        assert figures.pearson_r == pytest.approx(float(np.corrcoef(true, guess)[0, 1]), abs=1e-9)
        assert figures.spearman_rho is not None
        assert -1 <= figures.spearman_rho <= 1


def test_spearman_and_kappa_agree_with_their_definitions() -> None:
    source = random.Random(7)
    first = [source.randrange(6) for _ in range(200)]
    second = [min(5, max(0, value + source.choice((-1, 0, 0, 1, 2)))) for value in first]
    table = np.zeros((6, 6))
    for a, b in zip(first, second, strict=True):
        table[a, b] += 1
    chance = np.outer(table.sum(1), table.sum(0)) / table.sum()
    weights = (np.arange(6)[:, None] - np.arange(6)[None, :]) ** 2
    assert quadratic_weighted_kappa(first, second) == pytest.approx(
        1 - (weights * table).sum() / (weights * chance).sum()
    )
    assert ranks([10, 30, 20, 20]) == [1, 4, 2.5, 2.5]
    assert pearson(ranks([1, 2, 3, 4]), ranks([1, 10, 100, 1000])) == pytest.approx(1.0)


@pytest.mark.parametrize(("first", "second"), [([], []), ([1.0], [1.0]), ([1.0, 1.0], [0.0, 1.0])])
def test_correlation_of_a_constant_is_undefined(first: list[float], second: list[float]) -> None:
    assert pearson(first, second) is None


def test_kappa_of_two_equal_constants_is_undefined() -> None:
    assert quadratic_weighted_kappa([3, 3], [3, 3]) is None
