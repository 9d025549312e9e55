"""`interview cv` and `interview job`: what is kept, shown, scored, ranked, rewritten, and removed without a trace."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from interview_cli.app import Application
from interview_cli.batch.cvs import ReadCv
from interview_cli.contracts.schemas import adapter
from interview_cli.installing import pip_install
from tests.conftest import Run
from tests.cv.material import RESUME

POST = """# Senior Platform Engineer

Ferrovia Rail is looking for a Senior Platform Engineer.

## What you will do
- Run Kubernetes clusters for timetable services

## Requirements
- 5+ years of experience as an engineer
- Strong Python
- Kubernetes is required

## Nice to have
- Terraform
"""
MARK = "quicksilver bathysphere"
"""Words that stand nowhere else."""


@pytest.fixture
def cv(tmp_path: Path) -> Path:
    file = tmp_path / "mara.json"
    file.write_text(json.dumps(RESUME | {"awards": [{"title": f"Prize of the {MARK} guild of engineers"}]}))
    return file


@pytest.fixture
def job(tmp_path: Path) -> Path:
    file = tmp_path / "rail.md"
    file.write_text(POST + f"\n## About us\nWe keep the {MARK} line running since 1901.\n")
    return file


def everything_in(home: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in sorted(home.rglob("*")) if file.is_file())


def test_a_cv_is_kept_under_a_name_and_found_by_name_id_and_file(cli: Run, cv: Path, home: Path) -> None:
    added = cli("cv", "add", cv, "--name", "main", "--json")
    assert added.code == 0, added.err
    document = added.json
    assert (document["name"], document["file_name"], document["kind"]) == ("main", "mara.json", "cv")
    (listed,) = cli("cv", "list", "--json").json
    assert listed == document
    adapter("cvs").validate_python([listed])
    shown = [cli("cv", "show", reference, "--json").json for reference in ("main", document["id"][:6], cv)]
    assert shown[0] == shown[1] == shown[2]
    assert shown[0]["resume"]["basics"]["name"] == "Mara Lindqvist"
    adapter("resume").validate_python(shown[0])
    (kept,) = (home / "data" / "documents").iterdir()
    assert kept.name == document["file_hash"]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_name_of_the_file_is_the_default(cli: Run, cv: Path) -> None:
    assert cli("cv", "add", cv, "--json").json["name"] == "mara"


def test_a_name_that_is_taken_is_refused(cli: Run, cv: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"basics": {"name": "Someone Else"}, "skills": [{"keywords": ["Python"]}]}')
    assert cli("cv", "add", cv, "--name", "main").code == 0
    again = cli("cv", "add", other, "--name", "main")
    assert again.code == 3
    assert "There is a CV called 'main' already." in again.err
    assert cli("cv", "add", cv, "--name", "renamed").code == 0
    assert [each["name"] for each in cli("cv", "list", "--json").json] == ["renamed"]


@pytest.mark.parametrize("kind", ["cv", "job"])
def test_what_was_removed_has_left_no_trace(cli: Run, cv: Path, job: Path, home: Path, kind: str) -> None:
    assert cli(kind, "add", cv if kind == "cv" else job, "--name", "main").code == 0
    assert MARK.encode() in everything_in(home)
    removed = cli(kind, "remove", "main")
    assert removed.code == 0, removed.err
    assert "no trace" in removed.out
    assert MARK.encode() not in everything_in(home)
    assert cli(kind, "list", "--json").json == []
    assert cli(kind, "show", "main").code == 3


def test_what_a_match_has_read_is_forgotten_by_file_or_all_at_once(
    cli: Run, cv: Path, job: Path, home: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(RESUME | {"awards": [{"title": "Prize of the zyzzyva caravan"}]}))
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(RESUME | {"awards": [{"title": "Prize of the oxbow gazebo"}]}))
    cli("cv", "add", kept)
    assert cli("cv", "match", "--job", job, cv, other, kept).code == 0
    for word in (MARK, "zyzzyva caravan", "oxbow gazebo"):
        assert word.encode() in everything_in(home)
    removed = cli("cv", "remove", cv)
    assert removed.code == 0, removed.err
    assert "Forgot what was read" in removed.out
    assert MARK.encode() not in everything_in(home)
    assert cli("cv", "remove", cv).code == 3
    assert cli("purge", "--readings", "--json").json == {"removed_readings": 1}
    assert b"zyzzyva caravan" not in everything_in(home)
    assert b"oxbow gazebo" in everything_in(home), "it was added, and stays"
    assert cli("purge", "--readings", "3f2a").code == 2
    assert cli("cv", "remove", kept).code == 0
    assert b"oxbow gazebo" not in everything_in(home)


def test_last_is_what_was_added_last(cli: Run, cv: Path, job: Path, tmp_path: Path) -> None:
    assert cli("cv", "show", "last").code == 3
    later = tmp_path / "later.json"
    later.write_text(json.dumps(RESUME | {"basics": {**RESUME["basics"], "name": "Nadia Later"}}))
    for file in (cv, later):
        cli("cv", "add", file)
    cli("job", "add", job)
    assert cli("cv", "show", "last", "--json").json["resume"]["basics"]["name"] == "Nadia Later"
    assert cli("job", "show", "last", "--json").json["title"] == "Senior Platform Engineer"
    assert [each["cv"] for each in cli("cv", "match", "--job", "last", "last", "--json").json["ranking"]] == ["later"]
    plan = cli("practice", "--cv", "last", "--job", "last", "--dry-run", "--llm", "offline")
    assert plan.code == 0, plan.err
    assert "Your CV" in plan.out
    cli("cv", "add", cv, "--name", "last")
    assert cli("cv", "show", "last", "--json").json["resume"]["basics"]["name"] == "Mara Lindqvist"
    assert cli("cv", "remove", "later").code == 0


def test_purge_forgets_cvs_jobs_and_what_was_read(cli: Run, cv: Path, job: Path, home: Path) -> None:
    cli("cv", "add", cv)
    cli("job", "add", job)
    assert cli("cv", "match", "--job", job, cv).code == 0
    purged = cli("purge", "--all", "--yes", "--json")
    assert purged.code == 0, purged.err
    assert purged.json["proven"] is True
    assert purged.json["documents"] == 2
    assert MARK.encode() not in everything_in(home)
    assert not list((home / "data" / "documents").iterdir())


def test_a_session_held_with_a_cv_stays_unless_it_is_to_go(
    cli: Run, cv: Path, answers_file: Path, home: Path
) -> None:
    cli("cv", "add", cv, "--name", "main")
    held = cli("practice", "--cv", "main", "-n", "1", "--follow-ups", "0", "--answers", answers_file, "--json")
    assert held.code == 0, held.err
    assert cli("cv", "list", "--json").json[0]["sessions"] == 1
    removed = cli("cv", "remove", "main", "--json").json
    assert removed["sessions_left"] == [held.json["session"]["id"]]
    assert MARK.encode() not in everything_in(home)
    cli("cv", "add", cv, "--name", "main")
    cli("practice", "--cv", "main", "-n", "1", "--follow-ups", "0", "--answers", answers_file, "--json")
    assert cli("cv", "remove", "main", "--sessions").code == 2
    removed = cli("cv", "remove", "main", "--sessions", "--yes", "--json").json
    assert (removed["removed_sessions"], removed["sessions_left"]) == (1, [])
    assert len(cli("history", "--json").json) == 1


def test_purging_its_sessions_leaves_a_kept_cv(cli: Run, cv: Path, answers_file: Path) -> None:
    cli("cv", "add", cv, "--name", "main")
    held = cli("practice", "--cv", "main", "-n", "1", "--follow-ups", "0", "--answers", answers_file, "--json")
    assert cli("purge", held.json["session"]["id"], "--yes").code == 0
    assert [each["name"] for each in cli("cv", "list", "--json").json] == ["main"]


def test_parsing_and_analysing_a_file_keeps_nothing(cli: Run, cv: Path, home: Path) -> None:
    parsed = cli("cv", "parse", cv, "--json")
    assert parsed.json["resume"]["work"][0]["name"] == "Nordpay AB"
    analysis = cli("cv", "analyze", cv, "--json")
    adapter("cv_analysis").validate_python(analysis.json)
    assert MARK.encode() not in everything_in(home)


def test_an_analysis_shows_the_line_for_each_finding(cli: Run, cv: Path, job: Path) -> None:
    shown = cli("cv", "analyze", cv, "--job", job)
    assert shown.code == 0, shown.err
    assert "“Responsible for on-call of the ledger team”" in shown.out
    assert "Terraform: skills.1.keywords.3" in shown.out
    assert "No vendor's" in shown.out


def test_an_export_takes_cvs_along(cli: Run, cv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("cv", "add", cv, "--name", "main")
    exported = tmp_path / "all.jsonl"
    assert cli("export", "--out", exported).code == 0
    for line in exported.read_text().splitlines():
        adapter("export").validate_json(line)
    monkeypatch.setenv("INTERVIEW_HOME", str(tmp_path / "elsewhere"))
    brought = cli("import", exported)
    assert brought.code == 0, brought.err
    assert cli("cv", "show", "main", "--json").json["resume"]["work"][0]["name"] == "Nordpay AB"


def test_the_post_of_a_job_on_stdin(cli: Run, job: Path) -> None:
    assert cli("job", "add", "-", "--name", "rail", stdin=job.read_bytes()).code == 0
    shown = cli("job", "show", "rail")
    assert "Python  “Strong Python”" in shown.out
    post = cli("job", "show", "rail", "--json").json
    adapter("job").validate_python(post)
    assert post["title"] == "Senior Platform Engineer"


@pytest.mark.parametrize("command", ["show", "analyze", "remove", "rewrite"])
def test_a_cv_that_is_not_there(cli: Run, command: str) -> None:
    result = cli("cv", command, "nobody")
    assert result.code == 3
    assert "nobody" in result.err
    assert not result.out


def test_ranking_many_with_one_that_cannot_be_read(cli: Run, cv: Path, job: Path, tmp_path: Path) -> None:
    folder = tmp_path / "applications"
    folder.mkdir()
    (folder / "a.json").write_text(cv.read_text())
    weaker: dict[str, Any] = json.loads(cv.read_text())
    weaker["work"] = weaker["work"][1:]
    weaker["skills"] = []
    (folder / "b.json").write_text(json.dumps(weaker))
    (folder / "c.json").write_text("{")
    table, page = tmp_path / "ranking.csv", tmp_path / "ranking.html"
    result = cli("cv", "match", "--job", job, folder, "--csv", table, "--html", page, "--json")
    assert result.code == 5
    found = result.json
    adapter("cv_match").validate_python(found)
    assert [Path(each["cv"]).name for each in found["ranking"]] == ["a.json", "b.json"]
    assert [Path(each["cv"]).name for each in found["unreadable"]] == ["c.json"]
    assert found["ranking"][0]["gates"][0]["evidence"]
    rows = table.read_text().splitlines()
    assert rows[0].startswith("rank,cv,passes,gates_met,gates,score,must_have")
    assert len(rows) == 4
    assert "Led the migration of 14 services" in page.read_text()
    again = cli("cv", "match", "--job", job, folder, "--json")
    assert again.json["ranking"] == found["ranking"]


def test_names_of_files_that_a_spreadsheet_would_run(cli: Run, cv: Path, job: Path, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    bad = folder / "=1+1.json"
    bad.write_text(cv.read_text())
    result = cli("cv", "match", "--job", job, bad, "--csv", "-")
    assert f"1,{bad}" in result.out
    cli("cv", "add", bad, "--name", "=1+1")
    assert "1,'=1+1," in cli("cv", "match", "--job", job, "=1+1", "--csv", "-").out


def test_a_rewrite_is_shown_and_written(cli: Run, cv: Path, job: Path, tmp_path: Path) -> None:
    out = tmp_path / "new.md"
    result = cli("cv", "rewrite", cv, "--style", "modern", "--job", job, "--out", out, "--diff")
    assert result.code == 0, result.err
    assert "- Cut the nightly settlement run from 6 hours to 40 minutes in order to free" in result.out
    assert "+ Cut the nightly settlement run from 6 hours to 40 minutes to free" in result.out
    assert "Nordpay AB" in out.read_text()
    shown = cli("cv", "rewrite", cv, "--json").json
    adapter("cv_rewrite").validate_python(shown)
    assert shown["writer"] == "rules"
    assert shown["file"] is None


def test_reworded_lines_are_taken_or_left_one_by_one(cli: Run, cv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interview_cli.cli.cv_rewriting.is_interactive", lambda: True)
    result = cli("cv", "rewrite", cv, "--review", "--plain", "--out", cv.with_suffix(".md"), stdin="n\ny\n")
    assert result.code == 0, result.err
    assert "in order to free the batch window" in cv.with_suffix(".md").read_text()
    taken = cli("cv", "rewrite", cv, "--review", "--plain", "--out", cv.with_suffix(".md"), stdin="y\ny\n")
    assert taken.code == 0, taken.err
    assert "in order to" not in cv.with_suffix(".md").read_text()


@pytest.mark.parametrize("arguments", [("--style", "loud"), ("--out", "cv.xls"), ("--review",)])
def test_a_rewrite_that_cannot_be(cli: Run, cv: Path, arguments: tuple[str, ...]) -> None:
    assert cli("cv", "rewrite", cv, *arguments).code == 2


def test_pdf_without_typst(cli: Run, cv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interview_cli.cv.rendering.find_spec", lambda _: None)
    result = cli("cv", "rewrite", cv, "--out", tmp_path / "cv.pdf")
    assert result.code == 4
    assert pip_install("interview-cli[pdf]") in result.err
    assert not (tmp_path / "cv.pdf").exists()


def test_questions_about_a_cv_make_a_bank(cli: Run, cv: Path, job: Path) -> None:
    arguments = ("--cv", cv, "--job", job, "--type", "behavioral", "--n", "4", "--llm", "offline")
    saved = cli("questions", "generate", *arguments, "--save", "my-cv", "--json")
    assert saved.code == 0, saved.err
    assert len(saved.json) == 4
    assert "Your CV says “Led the migration of 14 services" in saved.json[0]["text"]
    listed = cli("questions", "list", "--bank", "my-cv", "--json").json
    assert [each["text"] for each in listed] == [each["text"] for each in saved.json]
    assert cli("questions", "validate").code == 0


def test_the_plan_of_a_session_says_why_each_question_is_there(cli: Run, cv: Path, job: Path) -> None:
    cli("cv", "add", cv, "--name", "main")
    plan = cli(
        "practice",
        "--cv",
        "main",
        "--job",
        job,
        "--type",
        "mixed",
        "-n",
        "6",
        "--dry-run",
        "--json",
        "--llm",
        "offline",
    )
    assert plan.code == 0, plan.err
    reasons = [slot["focus"] for slot in plan.json["plan"] if slot["stage"] == "core"]
    assert reasons[0].startswith("Your CV says “")
    assert any("The job asks for" in reason for reason in reasons)


def test_a_session_about_a_cv_goes_on_where_it_was(cli: Run, cv: Path, tmp_path: Path) -> None:
    cli("cv", "add", cv, "--name", "main")
    answers = tmp_path / "answers.txt"
    answers.write_text("I led it with two others and we moved service by service over a year.\n")
    session = cli(
        "practice", "--cv", "main", "-n", "2", "--type", "project", "--answers", answers, "--json", "--llm", "offline"
    )
    assert session.code == 0, session.err
    texts = [answer["question"] for answer in session.json["answers"]]
    assert texts[0].startswith("Your CV says “")


def test_a_session_with_a_file_that_is_not_kept_goes_on_as_planned_and_is_purged(
    cli: Run, cv: Path, job: Path, home: Path
) -> None:
    begun = (
        "practice",
        "--cv",
        cv,
        "--job",
        job,
        "--type",
        "mixed",
        "-n",
        "4",
        "--seed",
        "2",
        "--plain",
        "--llm",
        "offline",
    )
    assert cli(*begun, "--dry-run").code == 0
    assert MARK.encode() not in everything_in(home)
    assert cli(*begun, stdin="I ran it with two others.\n/quit\n").code == 130
    (session,) = cli("history", "--json").json
    cv.rename(cv.with_name("elsewhere.json"))
    assert cli("practice", "--continue", "last", "--plain", "--llm", "offline", stdin="I led it.\n" * 12).code == 0
    shown = cli("feedback", "last", "--json").json
    assert any(answer["question"].startswith("Your CV says “") for answer in shown["answers"])
    assert cli("purge", "--yes", session["id"]).code == 0
    assert MARK.encode() not in everything_in(home)


def test_with_a_bank_of_ones_own_choice_a_cv_makes_no_difference_and_that_is_said(
    cli: Run, cv: Path, job: Path
) -> None:
    plan = cli("practice", "--bank", "leadership", "--cv", cv, "--job", job, "--dry-run", "--llm", "offline")
    assert plan.code == 0, plan.err
    assert "the CV and the job description make no difference" in plan.err
    assert "Your CV" not in plan.out


def test_the_role_is_that_of_the_job(job: Path) -> None:
    job.write_text(POST.replace("Senior Platform Engineer", "Data Engineer"))
    application = Application()
    assert application.session_settings(job=str(job)).role == "Data Engineer"
    assert application.session_settings(job=str(job), role="chef").role == "chef"


def test_what_was_read_is_not_read_again(cli: Run, cv: Path, job: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cli("cv", "match", "--job", job, cv, "--json").json
    again = "It was read again."
    monkeypatch.setattr("interview_cli.app.cv_matching.read_cv", lambda _: ReadCv("", None, again))
    assert cli("cv", "match", "--job", job, cv, "--json").json == first
    changed = cv.with_name("changed.json")
    changed.write_text(cv.read_text() + " ")
    assert cli("cv", "match", "--job", job, changed, "--json").json["unreadable"][0]["error"] == again


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        ("cv", b"", "empty"),
        ("cv", b"{", "damaged JSON"),
        ("cv", b"\x89PNG\r\n\x1a\n", "image"),
        ("cv", b"%PDF-1.7 nothing", "PDF"),
        ("job", b"", "empty"),
        ("job", b"\x89PNG\r\n\x1a\n", "image"),
    ],
)
def test_what_cannot_be_read_is_not_kept(
    cli: Run, tmp_path: Path, home: Path, kind: str, content: bytes, told: str
) -> None:
    file = tmp_path / "file.bin"
    file.write_bytes(content)
    result = cli(kind, "add", file)
    assert result.code == 3
    assert told in result.err
    assert len(result.err.strip().splitlines()) <= 2
    assert not list(home.rglob("documents/*"))
    assert cli(kind, "list", "--json").json == []
