"""`history`, `feedback` and `profile`."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.app import Application

if TYPE_CHECKING:
    from tests.conftest import Run

Practise = Callable[..., Any]
ONE = ("-n", "1", "--follow-ups", "0")


@pytest.fixture
def two_sessions(practise: Practise) -> list[Any]:
    """A screening call, then a behavioral one for a role that looks like a formula."""
    return [
        practise("--type", "hr", *ONE),
        practise("--type", "behavioral", *ONE, "--role", '=HYPERLINK("http://x")'),
    ]


def test_the_history_contract_newest_first(cli: Run, two_sessions: list[Any]) -> None:
    history = cli("history", "--json").json
    assert [each["id"] for each in history] == [each["session"]["id"] for each in reversed(two_sessions)]
    for each, session in zip(reversed(history), two_sessions, strict=True):
        assert {"id", "type", "difficulty", "status", "started_at", "ended_at", "questions", "answers"} <= each.keys()
        assert {"overall_score", "evaluator"} <= each.keys()
        assert each["overall_score"] == session["overall_score"]
        assert each["evaluator"] == "rules"
        assert (each["questions"], each["answers"], each["status"]) == (1, 1, "completed")


def test_history_filters(cli: Run, two_sessions: list[Any]) -> None:
    newest = two_sessions[1]["session"]["id"]

    def ids(*arguments: str) -> list[str]:
        return [each["id"] for each in cli("history", "--json", *arguments).json]

    assert ids("--type", "behavioral") == [newest]
    assert ids("--type", "technical") == []
    assert len(ids("--since", "2020-01-01")) == 2
    assert ids("--since", "2999-01-01") == []
    assert ids("--limit", "1") == [newest]
    assert len(ids("--search", "payments company")) == 2
    assert len(ids("--search", "PAYMENTS compan")) == 2
    assert ids("--search", '"company payments"') == []
    assert len(ids("--search", '"payments company"')) == 2
    assert ids("--search", "zebra") == []
    for hostile in ('"', "* OR NEAR(", "a' OR 1=1 --", "answer:x", "-", "\0"):
        assert isinstance(ids("--search", hostile), list)


def test_the_history_as_a_table(cli: Run, two_sessions: list[Any]) -> None:
    done = cli("history")
    lines = done.out.splitlines()
    assert lines[0].split() == ["ID", "STARTED", "TYPE", "STATUS", "ANSWERS", "SCORE", "ROLE"]
    assert lines[1].startswith(two_sessions[1]["session"]["id"][:8])
    assert "completed" in lines[2]


def test_an_empty_history_is_no_error(cli: Run) -> None:
    assert cli("history").code == 0
    assert cli("history", "--json").json == []


def test_csv_that_no_spreadsheet_runs(cli: Run, two_sessions: list[Any]) -> None:
    rows = list(csv.DictReader(io.StringIO(cli("history", "--csv").out)))
    assert len(rows) == 2
    assert rows[0]["role"] == '\'=HYPERLINK("http://x")'
    assert rows[1]["role"] == ""
    assert rows[0]["overall_score"] == str(two_sessions[1]["overall_score"])


@pytest.mark.parametrize("start", ["=1", "+1", "-1", "@x", "\t=1"])
def test_every_start_of_a_formula_is_quoted(cli: Run, practise: Practise, start: str) -> None:
    practise("--type", "hr", *ONE, "--role", start)
    assert next(csv.DictReader(io.StringIO(cli("history", "--csv").out)))["role"] == "'" + start


def test_json_and_csv_exclude_each_other(cli: Run) -> None:
    assert cli("history", "--json", "--csv").code == 2


def test_sessions_are_found_by_their_beginning_and_last(cli: Run, two_sessions: list[Any]) -> None:
    first, second = (each["session"]["id"] for each in two_sessions)
    assert cli("feedback", first[:8], "--json").json["session"]["id"] == first
    assert cli("feedback", "last", "--json").json["session"]["id"] == second
    assert cli("feedback", "--json").json["session"]["id"] == second


def test_an_ambiguous_beginning_names_the_sessions(cli: Run, practise: Practise) -> None:
    while True:
        ids = [each["id"] for each in cli("history", "--json").json]
        shared = [identifier for identifier in ids if sum(each[0] == identifier[0] for each in ids) > 1]
        if shared:
            break
        practise("--type", "hr", *ONE)
    done = cli("feedback", shared[0][0])
    assert done.code == 3
    assert all(identifier in done.err for identifier in shared)


@pytest.mark.parametrize("reference", ["nosuch", "", "%", "_", "LAST"])
def test_an_unknown_session_is_reported(cli: Run, two_sessions: list[Any], reference: str) -> None:
    done = cli("feedback", reference)
    assert done.code == 3
    assert done.err.startswith("Error: There is no session")
    assert "interview history" in done.err


def test_the_report_in_words(cli: Run, two_sessions: list[Any]) -> None:
    done = cli("feedback")
    assert done.code == 0
    for text in ("Feedback", "Scored by rules", "Strengths", "Delivery", "Question 1:", "payments company"):
        assert text in done.out
    for score in two_sessions[1]["answers"][0]["scores"]:
        assert score.replace("_", " ") in done.out


def test_the_report_as_markdown_and_as_a_web_page(cli: Run, two_sessions: list[Any], tmp_path: Path) -> None:
    markdown = cli("feedback", "--markdown")
    assert markdown.out.startswith("# Behavioral interview")
    assert "payments company" in markdown.out
    page = tmp_path / "report.html"
    assert cli("feedback", "--html", page).out == ""
    assert page.stat().st_mode & 0o777 == 0o600
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "payments company" in text
    assert cli("feedback", "--html", "-").out == text
    assert cli("feedback", "--html", page, "--json").code == 2
    assert cli("feedback", "--html", tmp_path / "no" / "where.html").code == 3


def test_nothing_an_answer_says_becomes_markup(cli: Run, tmp_path: Path) -> None:
    hostile = [
        "<script>alert(1)</script> I led <b>four</b> people & won | 1 | 2 | in 2023 at a bank.",
        "# I led a team in 2023\n- and then\n1. [I](javascript:alert(1)) won\n---\n`code` **bold** ![x](http://x)",
    ]
    script = tmp_path / "hostile.jsonl"
    script.write_text("\n".join(json.dumps({"answer": text}) for text in hostile))
    assert cli("practice", "--type", "hr", "-n", "2", "--follow-ups", "0", "--answers", script).code == 0
    page = cli("feedback", "--html", "-").out
    body = page[page.index("<body>") :]
    assert re.findall(r"<(?:script|b|a|img)\b", body) == []
    quoted = re.findall(r"<blockquote>(.*?)</blockquote>", body, re.DOTALL)
    assert len(quoted) == 2
    assert re.findall(r"<(?!/?p>|br)", "".join(quoted)) == [], "an answer is plain paragraphs"
    assert "[31m" not in cli("feedback").out


def test_rating_the_feedback(cli: Run, two_sessions: list[Any]) -> None:
    done = cli("feedback", "last", "--rate", "4")
    assert done.code == 0
    assert done.out == ""
    assert "rated 4 of 5" in done.err
    assert cli("feedback", "--json").json["session"]["helpfulness"] == 4
    assert cli("feedback", "--rate", "5", "--json").json["session"]["helpfulness"] == 5
    for wrong in ("0", "6", "five", "-1"):
        assert cli("feedback", "--rate", wrong).code == 2
    assert cli("feedback", "--json").json["session"]["helpfulness"] == 5


def test_rescoring_keeps_the_earlier_scores(cli: Run, two_sessions: list[Any]) -> None:
    done = cli("feedback", "last", "--rescore", "--json")
    assert done.code == 0
    assert done.json == two_sessions[1], "the same judge says the same"
    store = Application().store
    assert store._database.rows("SELECT count(*) FROM evaluation")[0][0] == 3


def test_rescoring_judges_every_attempt(cli: Run, two_sessions: list[Any]) -> None:
    store = Application().store
    (exchange,) = store.load(store.resolve("last")).exchanges
    assert exchange.attempt
    store.save_answer(exchange.asked.id, "retry", exchange.attempt.answer)
    first, retry = cli("feedback", "last", "--rescore", "--json").json["answers"][0]["attempts"]
    assert (retry["scores"], retry["evaluator"]) == (first["scores"], first["evaluator"])
    assert retry["scores"]


def test_only_completed_sessions_are_rescored(cli: Run) -> None:
    cli("practice", "--type", "hr", stdin="I have sold books for six years.\n/quit\n")
    done = cli("feedback", "last", "--rescore")
    assert done.code == 3
    assert "interview practice --continue" in done.err
    report = cli("feedback", "last")
    assert report.code == 0
    assert "sold books" in report.out


def test_the_profile(cli: Run, practise: Practise) -> None:
    assert cli("profile", "--json").json["target_role"] is None
    assert cli("profile", "--role", " data engineer ", "--timeline", "in March").code == 0
    practise("--type", "hr", *ONE)
    profile = cli("profile", "--json").json
    assert (profile["target_role"], profile["timeline"]) == ("data engineer", "in March")
    assert (profile["current_streak_days"], profile["longest_streak_days"], profile["total_sessions"]) == (1, 1, 1)
    shown = cli("profile").out
    assert "data engineer" in shown
    assert "1 day\n" in shown
    cli("profile", "--role", "")
    assert cli("profile", "--json").json["target_role"] is None
    assert cli("profile", "--json").json["timeline"] == "in March"


def test_nothing_said_can_steer_the_terminal(cli: Run, tmp_path: Path) -> None:
    said = "At Acme \x1b]0;owned\x07 I cut \x1b[31mcosts\x9b5m by 40 percent \u202eand led 5 people in 2022."
    script = tmp_path / "steering.jsonl"
    script.write_text(json.dumps({"answer": said}), encoding="utf-8")
    shown = cli("practice", "-n", "1", "--role", "lead\x1b[8m", "--answers", script)
    assert shown.code == 0
    views = [shown.out, *(cli(*view).out for view in (("feedback",), ("feedback", "--markdown"), ("history",)))]
    views += [cli("feedback", "--json").out, cli("export").out]
    for view in views:
        assert not set("\x1b\x07\x9b\u202e") & set(view)
    assert cli("feedback", "--json").json["answers"][0]["answer"] == said


def test_unanswered_questions_have_the_keys_of_answered_ones(cli: Run, tmp_path: Path) -> None:
    script = tmp_path / "one.txt"
    script.write_text("I sold books in Graz for six years and led a shop of nine people.", encoding="utf-8")
    done = cli("practice", "-n", "2", "--follow-ups", "0", "--json", "--answers", script).json
    first, second = done["answers"]
    assert set(second) == set(first)
    assert second["status"] == "unanswered"
    assert done["coverage"] <= 0.5
