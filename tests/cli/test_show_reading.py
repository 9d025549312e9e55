"""`interview evaluate --show-reading` and what corrects a reading."""

import json
from pathlib import Path

import pytest

from interview_cli.cli.main import run

TEXT = """Ann: Why us?
Bo: I like the harbour and the ships.
Ann: What would you change there?
Bo: I would train the crew.
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTERVIEW_HOME", str(tmp_path / "home"))
    path = tmp_path / "call.txt"
    path.write_text(TEXT)
    return path


def test_who_is_who_and_the_pairs(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(file), "--show-reading"]) == 0
    out = capsys.readouterr().out
    assert "interviewer  Ann: 2 turns, 7 words" in out
    assert "candidate    Bo: 2 turns, 12 words" in out
    assert "Q2 What would you change there?\n  A2 I would train the crew." in out


def test_as_json_with_speakers_turned_round(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(file), "--show-reading", "--json", "--speakers", "Ann=candidate,Bo=interviewer"]) == 0
    (shown,) = json.loads(capsys.readouterr().out)
    assert [(each["label"], each["role"]) for each in shown["speakers"]] == [
        ("Ann", "candidate"),
        ("Bo", "interviewer"),
    ]
    assert shown["error"] is None
    assert set(shown["reading"]) == {"confidence", "notes"}


def test_the_file_beside_is_followed_and_not_read_as_a_transcript(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = file.parent / "calls"
    folder.mkdir()
    (folder / "call.txt").write_text(TEXT)
    (folder / "call.txt.reading.yaml").write_text("speakers:\n  Ann: candidate\n")
    assert run(["evaluate", str(folder), "--show-reading", "--json"]) == 0
    (shown,) = json.loads(capsys.readouterr().out)
    assert [(each["label"], each["role"]) for each in shown["speakers"]] == [
        ("Ann", "candidate"),
        ("Bo", "interviewer"),
    ]


def test_a_mistake_in_the_file_beside_names_its_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.with_name("call.txt.reading.yaml").write_text("format: text\nspeakers:\n  Ann: boss\n")
    assert run(["evaluate", str(file), "--show-reading"]) == 3
    assert "call.txt.reading.yaml, line 3: speakers: the role of 'Ann' must be" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--format", "word"], "--format is one of captions"),
        (["--speakers", "Ann"], "--speakers: 'Ann' is not NAME=ROLE"),
    ],
)
def test_wrong_options(file: Path, options: list[str], problem: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(file), "--show-reading", *options]) == 2
    assert problem in capsys.readouterr().err


def test_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], file: Path) -> None:
    other = tmp_path / "a.scc"
    other.write_text("Scenarist_SCC V1.0\n")
    assert run(["evaluate", str(other), "--show-reading"]) == 3
    assert "is SCC captions" in capsys.readouterr().err
    assert run(["evaluate", str(other), str(file), "--show-reading"]) == 0


def test_scores_follow_what_is_said_about_the_speakers(file: Path, tmp_path: Path) -> None:
    for number, options in enumerate(([], ["--speakers", "Ann=candidate,Bo=interviewer"])):
        out = tmp_path / f"{number}.jsonl"
        run(["evaluate", str(file), "--out", str(out), "--jobs", "1", *options])
    first, second = (json.loads((tmp_path / f"{number}.jsonl").read_text()) for number in (0, 1))
    assert first["settings"] != second["settings"]
    assert [each["answer"] for each in first["answers"]] != [each["answer"] for each in second["answers"]]


def test_what_cannot_be_read_is_reported_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(bytes(range(1, 256)) + b"\0" * 300)
    assert run(["evaluate", str(file), "--show-reading"]) == 3
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("call.txt")) == ("", 1)
