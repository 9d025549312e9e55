"""CVs on the ledger and the pools of batches: a match that is killed continues, and gives the same."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from interview_cli.app import cv_matching
from interview_cli.batch.cvs import InThisProcess, Matching
from interview_cli.contracts.schemas import adapter
from tests.batch.killed import struck
from tests.batch.material import lines_of, write_transcripts
from tests.conftest import Run
from tests.cv.material import RESUME
from tests.cv.readers import DeadlyReading

COUNT = 8
POST = """# Senior Platform Engineer

## What you will do
- Run Kubernetes clusters for timetable services

## Requirements
- Strong Python
- Kafka is required
"""


def write_cvs(folder: Path, count: int = COUNT) -> Path:
    """A folder of different CVs as data, every other one without the skills."""
    folder.mkdir()
    for number in range(count):
        cv: dict[str, Any] = {**RESUME, "basics": {"name": f"Person {number}"}}
        if number % 2:
            cv |= {"skills": [], "work": RESUME["work"][:1]}
        (folder / f"cv{number}.json").write_text(json.dumps(cv))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_cvs(tmp_path / "cvs")


@pytest.fixture
def job(tmp_path: Path) -> Path:
    file = tmp_path / "job.md"
    file.write_text(POST)
    return file


@pytest.fixture
def match(cli: Run, job: Path, folder: Path, tmp_path: Path) -> Any:
    """Match the folder into a results file, and give the ranking."""

    def call(*arguments: str | Path, code: int = 0) -> Any:
        done = cli("cv", "match", "--job", job, folder, "--out", tmp_path / "m.jsonl", "--json", *arguments)
        assert done.code == code, done.err
        return done.json if code in {0, 5} else done.err

    return call


def test_a_killed_match_continues_where_it_was(
    cli: Run, match: Any, folder: Path, job: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "m.jsonl"
    command = ("cv", "match", "--job", job, folder, "--jobs", "1")
    killed = struck("torn", 2, "SIGKILL", *command, "--out", out)
    assert killed.code == -signal.SIGKILL, killed.err
    before = [line for line in out.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
    assert 3 <= len(before) < COUNT
    matched: list[str] = []
    lines_of_one = Matching.lines_of

    def counted(self: Any, outcome: Any) -> Any:
        matched.append(outcome.item.source)
        return lines_of_one(self, outcome)

    monkeypatch.setattr(Matching, "lines_of", counted)
    found = match()
    assert len(matched) == COUNT - len(before)
    assert out.read_bytes().startswith(b"".join(before))
    assert found == cli(*command, "--json").json
    assert sorted(line["cv"] for line in lines_of(out)) == [
        str(folder / f"cv{number}.json") for number in range(COUNT)
    ]


def test_each_line_of_the_results_file_keeps_its_contract(match: Any, folder: Path, tmp_path: Path) -> None:
    (folder / "broken.json").write_text("{")
    found = match(code=5)
    lines = lines_of(tmp_path / "m.jsonl")
    for line in lines:
        adapter("cv_match_line").validate_python(line)
    (failed,) = [line for line in lines if line["status"] == "failed"]
    assert found["unreadable"] == [{"cv": str(folder / "broken.json"), "error": failed["error"]}]
    assert {line["cv"]: line["score"] for line in lines if line["status"] == "scored"} == {
        each["cv"]: each["score"] for each in found["ranking"]
    }
    (folder / "broken.json").write_text((folder / "cv0.json").read_text())
    assert match(code=5)["unreadable"]
    assert len(match("--retry-failed")["ranking"]) == COUNT + 1


def test_a_cv_that_has_changed_keeps_its_line_until_that_is_wanted(
    cli: Run, match: Any, folder: Path, job: Path, tmp_path: Path
) -> None:
    first = match()
    (folder / "cv1.json").write_text((folder / "cv0.json").read_text())
    done = cli("cv", "match", "--job", job, folder, "--out", tmp_path / "m.jsonl", "--json")
    assert "1 item changed since they were scored" in done.err
    assert done.json == first
    again = match("--retry-changed")
    assert again != first
    assert len(again["ranking"]) == COUNT


def test_a_results_file_is_of_one_job_and_of_one_command(
    cli: Run, match: Any, job: Path, folder: Path, tmp_path: Path
) -> None:
    match()
    job.write_text(POST.replace("Kafka", "Docker"))
    assert "was scored with another job post" in match(code=3)
    assert [gate["requirement"] for gate in match("--overwrite")["ranking"][0]["gates"]] == ["Python", "Docker"]
    transcripts, scores = write_transcripts(tmp_path / "in", 1), tmp_path / "scores.jsonl"
    assert cli("evaluate", transcripts, "--out", scores, "--jobs", "1").code == 0
    before = scores.read_bytes()
    refused = cli("cv", "match", "--job", job, folder, "--out", scores, "--overwrite")
    assert refused.code == 3
    assert "not written by 'interview cv match'" in refused.err
    assert "not written by 'interview evaluate'" in cli("evaluate", transcripts, "--out", tmp_path / "m.jsonl").err
    assert scores.read_bytes() == before


def test_workers_read_what_one_process_reads_and_a_deadly_file_costs_no_other(
    cli: Run, folder: Path, job: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    (folder / "deadly.json").write_text((folder / "cv0.json").read_text() + " ")
    monkeypatch.setattr(cv_matching, "ReadingCvs", DeadlyReading)
    result = cli("cv", "match", "--job", job, folder, "--jobs", "2", "--json")
    assert result.code == 5
    assert len(result.json["ranking"]) == COUNT
    assert result.json["unreadable"] == [
        {
            "cv": str(folder / "deadly.json"),
            "error": "The reader failed on this file: it crashed the worker process (exit code 1).",
        }
    ]
    (folder / "deadly.json").unlink()
    (home / "data" / "interview.db").unlink()
    assert cli("cv", "match", "--job", job, folder, "--jobs", "1", "--json").json["ranking"] == result.json["ranking"]


def test_what_was_read_before_needs_no_worker(
    cli: Run, folder: Path, job: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cli("cv", "match", "--job", job, folder, "--jobs", "1", "--json").json
    monkeypatch.setattr(cv_matching, "open_pool", lambda *_: InThisProcess(lambda _: None))
    assert cli("cv", "match", "--job", job, folder, "--jobs", "2", "--json").json == first


def test_cvs_from_stdin_and_a_pattern(cli: Run, folder: Path, job: Path) -> None:
    found = cli(
        "cv", "match", "--job", job, "-", folder / "cv[13].json", "--json", stdin=(folder / "cv0.json").read_text()
    )
    assert [Path(each["cv"]).name for each in found.json["ranking"]] == ["stdin", "cv1.json", "cv3.json"]
