"""`interview practice` off a terminal: scripts, pipes, going on, limits and the JSON contract."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.app import Application, SystemClock
from interview_cli.interview.model import Difficulty, InterviewType
from interview_cli.storage.sessions import open_store
from tests.conftest import without_times
from tests.stub_servers import HttpReply, OllamaStub, OpenAIStub

if TYPE_CHECKING:
    from tests.conftest import Run

Practise = Callable[..., Any]
ONE = ("--type", "hr", "-n", "1", "--follow-ups", "0")
SAID = "I have sold books in Graz for six years and I led a shop of nine people."


@pytest.mark.parametrize("kind", [*InterviewType])
@pytest.mark.parametrize("level", [Difficulty.WARMUP, Difficulty.INTENSE])
def test_every_type_runs_to_its_feedback(practise: Practise, kind: InterviewType, level: Difficulty) -> None:
    done = practise("--type", kind.value, "--difficulty", level.value, "-n", "3")
    session = done["session"]
    assert (session["type"], session["difficulty"], session["status"]) == (kind.value, level.value, "completed")
    assert session["questions"] == 3
    assert 3 <= len(done["answers"]) <= 6


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("hr", "hr_screen"),
        ("HR-Screen", "hr_screen"),
        ("technical", "technical_verbal"),
        ("system design", "system_design"),
    ],
)
def test_types_have_other_names(practise: Practise, name: str, means: str) -> None:
    assert practise("--type", name, "-n", "1")["session"]["type"] == means


def test_the_default_is_five_questions_and_five_to_eight_exchanges(practise: Practise) -> None:
    done = practise()
    assert done["session"]["type"] == "behavioral"
    assert done["session"]["questions"] == 5
    assert 5 <= len(done["answers"]) <= 8


def test_the_json_contract(process: Run, answers_file: Path) -> None:
    ran = process("practice", "--type", "behavioral", "-n", "2", "--answers", answers_file, "--json")
    assert ran.code == 0
    done = json.loads(ran.out)
    assert {"session", "answers", "delivery", "scores", "feedback", "evaluator"} <= done.keys()
    assert {"id", "type", "difficulty", "status", "started_at", "ended_at"} <= done["session"].keys()
    assert done["scores"].keys() == {"clarity", "structure", "relevance", "confidence", "overall"}
    assert all(value is None or 1 <= value <= 10 for value in done["scores"].values())
    assert 0 <= done["overall_score"] <= 100
    assert done["recommendation"] in {"STRONG_HIRE", "HIRE", "LEAN_NO_HIRE", "NO_HIRE", "WITHHELD"}
    assert done["evaluator"].keys() == {"kind", "name", "prompt_version", "rubric_version"}
    assert done["evaluator"]["kind"] == "rules"
    for each in done["answers"]:
        assert {
            "question",
            "answer",
            "status",
            "scores",
            "tags",
            "comment",
            "ideal_answer",
            "delivery",
        } <= each.keys()
        assert each["status"] in {"scored", "insufficient_evidence"}
        for score in each["scores"].values():
            assert {"score", "max", "evidence", "unsupported"} <= score.keys()
            assert score["unsupported"] is (score["score"] is None)
            for quote in score["evidence"]:
                assert each["answer"][quote["start"] : quote["end"]] == quote["quote"]
        assert {"word_count", "filler_count", "fillers", "not_measured"} <= each["delivery"].keys()
    assert done["feedback"]["summary"]
    assert "Question 1 of 2" in ran.err, "the interview itself is not data"


def test_what_practice_prints_is_what_is_kept(practise: Practise, cli: Run) -> None:
    done = practise("--type", "behavioral", "-n", "3")
    assert cli("feedback", done["session"]["id"], "--json").json == done


def test_the_same_seed_and_answers_give_the_same_session(
    practise: Practise, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = []
    for name in ("one", "two"):
        monkeypatch.setenv("INTERVIEW_HOME", str(home / name))
        done = practise("--type", "mixed", "-n", "4", "--difficulty", "intense")
        sessions.append([without_times(each) for each in done["answers"]])
    assert sessions[0] == sessions[1]


def test_reading_answers_from_a_pipe(cli: Run) -> None:
    done = cli("practice", "--type", "hr", "-n", "3", "--json", stdin=f"\ufeff{SAID}\r\n\r\nI am free from June.\r\n")
    assert done.code == 0
    answers = done.json["answers"]
    assert [each["status"] for each in answers[:2]] == ["scored", "skipped"] or answers[1]["follow_up"]
    assert answers[0]["answer"] == SAID
    assert done.json["session"]["status"] == "completed"


def test_a_pipe_that_ends_completes_the_session(cli: Run) -> None:
    for stdin in ("", SAID, f"{SAID}\n/done\nnever said\n"):
        done = cli("practice", "--type", "hr", "-n", "3", "--json", stdin=stdin)
        assert done.code == 0, done.err
        assert done.json["session"]["status"] == "completed"
        assert "never said" not in done.out


def test_commands_from_a_pipe(cli: Run) -> None:
    stopped = cli("practice", "--type", "hr", "-n", "3", stdin=f"/skip\n{SAID}\n/quit\n")
    assert stopped.code == 130
    left = cli("feedback", "last", "--json").json
    assert left["session"]["status"] == "in_progress"
    assert [each["status"] for each in left["answers"]][:2] == ["skipped", "scored"]


def test_help_and_mistyped_commands_are_answered_and_never_graded(cli: Run) -> None:
    lines = ["/help", "/skpi", "/", SAID, "/DONE"]
    done = cli("practice", "--type", "hr", "-n", "2", "--follow-ups", "0", "--json", stdin="\n".join(lines))
    assert done.code == 0, done.err
    assert [each["answer"] for each in done.json["answers"]][:1] == [SAID]
    assert [each["answer"] for each in done.json["answers"]][1:] in ([], [None])
    told = done.err.splitlines()
    assert sum(line.startswith("/skip to pass on this question") for line in told) == 1
    assert any(line.startswith("There is no command /skpi. /skip to pass") for line in told)
    assert any(line.startswith("There is no command /. ") for line in told)


def test_an_answer_may_begin_with_a_slash(cli: Run) -> None:
    said = f"/etc/hosts was wrong on all of them. {SAID}"
    done = cli("practice", "--type", "hr", "-n", "1", "--follow-ups", "0", "--json", stdin=said)
    assert done.json["answers"][0]["answer"] == said


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"caf\xe9", "Line 2 of the input is not UTF-8"),
        (b"\x7fELF\x00\x00", "binary"),
        (b"x " * 500_000, "longer than 200,000 characters"),
    ],
)
def test_a_bad_line_from_a_pipe_stops_and_keeps_what_was_said(cli: Run, line: bytes, says: str) -> None:
    done = cli("practice", *ONE[:2], "-n", "2", "--follow-ups", "0", stdin=SAID.encode() + b"\n" + line + b"\n")
    assert done.code == 3
    assert says in done.err
    assert "interview practice --continue" in done.err
    assert cli("feedback", "last", "--json").json["answers"][0]["answer"] == SAID


def test_going_on_with_a_session_as_it_was_planned(cli: Run, answers_file: Path) -> None:
    begun = cli("practice", "--type", "project", "-n", "2", "--seed", "4", stdin="/quit\n")
    assert begun.code == 130
    first = cli("feedback", "last", "--json").json
    for choice in (["--type", "hr"], ["--seed", "1"], ["--questions", "3"], ["--role", "x"]):
        assert cli("practice", "--continue", "last", *choice).code == 2
    done = cli("practice", "--continue", first["session"]["id"][:8], "--answers", answers_file, "--json")
    assert done.code == 0
    assert done.json["session"]["id"] == first["session"]["id"]
    assert done.json["answers"][0]["question"] == first["answers"][0]["question"]
    assert done.json["session"]["status"] == "completed"
    again = cli("practice", "--continue", first["session"]["id"], "--answers", answers_file)
    assert again.code == 3
    assert "is completed, not in progress" in again.err
    assert cli("practice", "--continue", "last").code == 3


def test_last_means_the_unfinished_session_even_when_others_are_newer(
    cli: Run, practise: Practise, answers_file: Path
) -> None:
    cli("practice", "--type", "hr", stdin="/quit\n")
    left = cli("history", "--json").json[0]["id"]
    practise(*ONE)
    done = cli("practice", "--continue", "last", "--answers", answers_file, "--json")
    assert done.json["session"]["id"] == left


def test_who_spoke_before_is_told_how_to_go_on_aloud(cli: Run, answers_file: Path) -> None:
    cli("practice", "--type", "hr", stdin="/quit\n")
    application = Application()
    session = application.session_to_continue("last")
    assert "You spoke" not in cli("practice", "--continue", "last", stdin="/quit\n").err
    application.paths.recordings.mkdir(parents=True)
    (application.paths.recordings / f"{session.exchanges[0].asked.id}.1.flac").touch()
    told = cli("practice", "--continue", "last", stdin="/quit\n")
    assert f"interview practice --continue {session.id[:8]} --voice" in told.err
    for other in (("--text",), ("--answers", answers_file)):
        assert "You spoke" not in cli("practice", "--continue", "last", *other, stdin="/quit\n").err


def test_unfinished_sessions_are_offered_and_at_last_abandoned(
    cli: Run, answers_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("practice", "--type", "hr", stdin=f"{SAID}\n/quit\n")
    left = cli("history", "--json").json[0]["id"]
    offered = cli("practice", *ONE, "--answers", answers_file)
    assert f"interview practice --continue {left[:8]}" in offered.err
    monkeypatch.setenv("INTERVIEW_LIMITS__ABANDON_AFTER_HOURS", "1e-9")
    later = cli("practice", *ONE, "--answers", answers_file)
    assert left[:8] not in later.err
    assert {each["id"]: each["status"] for each in cli("history", "--json").json}[left] == "abandoned"
    assert cli("feedback", left, "--json").json["answers"][0]["answer"] == SAID
    refused = cli("practice", "--continue", left)
    assert refused.code == 3
    assert "is abandoned" in refused.err


def test_the_daily_limit(cli: Run, practise: Practise, answers_file: Path, fingerprint: Callable[[], Any]) -> None:
    assert cli("config", "set", "limits.sessions_per_day", "1").code == 0
    practise(*ONE)
    before = fingerprint()
    refused = cli("practice", *ONE, "--answers", answers_file)
    assert refused.code == 2
    assert "the limit you set is 1 a day" in refused.err
    assert "limits.sessions_per_day" in refused.err
    assert fingerprint() == before
    cli("config", "unset", "limits.sessions_per_day")
    practise(*ONE)


def test_a_bank_brings_its_own_type(practise: Practise) -> None:
    done = practise("--bank", "security", "-n", "3")
    assert done["session"]["type"] == "technical_verbal"
    assert done["session"]["bank"] == "security"
    assert all(each["question_id"] for each in done["answers"])


def test_the_target_role_of_the_profile_is_the_default(practise: Practise, cli: Run) -> None:
    cli("profile", "--role", "SRE")
    assert practise("--type", "technical", "-n", "1")["session"]["role"] == "SRE"
    assert practise("--type", "technical", "-n", "1", "--role", "qa")["session"]["role"] == "qa"
    banks = {q.id: q.bank for q in Application().library.questions(InterviewType.MIXED)}
    asked = practise("--type", "technical", "-n", "2")["answers"]
    assert {banks[each["question_id"]] for each in asked} == {"devops"}


def test_no_follow_ups_when_none_are_wanted(cli: Run, tmp_path: Path) -> None:
    script = tmp_path / "weak.txt"
    script.write_text("\n\n".join(["We did some things and it was fine."] * 12))
    for most in (0, 1):
        done = cli("practice", "-n", "5", "--follow-ups", str(most), "--answers", script, "--json").json
        follow_ups = [each["follow_up"] for each in done["answers"]]
        assert sum(follow_ups) == 0 if most == 0 else sum(follow_ups) > 0
        assert len(follow_ups) - sum(follow_ups) == 5
        assert not any(first and second for first, second in pairwise(follow_ups))


def test_the_report_quotes_the_candidate_on_one_line(cli: Run, answers_file: Path) -> None:
    done = cli("practice", "--type", "behavioral", "-n", "1", "--answers", answers_file)
    assert done.code == 0
    for text in (
        "Question 1 of 1",
        "Feedback",
        "Strengths",
        "Scored by rules",
        "Show it again: interview feedback",
    ):
        assert text in done.out
    answer = json.loads(answers_file.read_text(encoding="utf-8").splitlines()[0])["answer"]
    assert answer in done.out.splitlines(), "text is not wrapped off a terminal"


def test_an_own_broken_bank_is_left_out_and_reported(cli: Run, home: Path, answers_file: Path) -> None:
    folder = home / "data" / "question_banks"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text("title: x\ntype: nonsense\nquestions: []\n")
    done = cli("practice", *ONE, "--answers", answers_file)
    assert done.code == 0
    assert "mine.yaml:2: type" in done.out + done.err


def test_where_it_goes_is_named_before_anything_is_sent(
    cli: Run, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("INTERVIEW_LLM__BASE_URL", "http://models.invalid/v1")
    monkeypatch.setenv("INTERVIEW_LLM__RETRIES", "0")
    with OpenAIStub() as proxy:
        proxy.routes["http://models.invalid/v1/models"] = lambda *_: HttpReply(b'{"data": []}')
        monkeypatch.setenv("http_proxy", proxy.address)
        plan = cli("practice", "--llm", "openai:any", "--dry-run", "-n", "1")
        assert plan.err.startswith("Role, CV and job description are sent to models.invalid.")
        done = cli("practice", "--llm", "openai:any", "--redact", "-n", "1", "--follow-ups", "0", stdin="I did it.\n")
        named, answered = done.out.index("sent to models.invalid"), done.out.index("Question 1 of 1")
        assert named < done.out.index("openai:any asks and scores") < answered
        again = cli("feedback", "last", "--rescore", "--llm", "openai:any")
        assert "Your answers are sent to models.invalid." in again.err
    with open_store(home / "data" / "interview.db", SystemClock()) as store:
        session = store.load(store.resolve("last"))
    assert session.settings.redact, "going on later masks what is sent, too"


@pytest.mark.parametrize(
    ("spec", "told"), [("openai:any", "No server answers at"), ("ollama:any", "No Ollama server")]
)
def test_a_model_that_is_not_there_is_reported_before_the_interview(
    cli: Run, monkeypatch: pytest.MonkeyPatch, answers_file: Path, spec: str, told: str
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("INTERVIEW_LLM__BASE_URL", f"http://127.0.0.1:{free.getsockname()[1]}/v1")
        done = cli("practice", *ONE, "--answers", answers_file, "--llm", spec)
        assert done.code == 0, done.err
        told_at, who = (
            done.out.index(told),
            done.out.index("The question banks interview and the rules score instead"),
        )
        assert told_at < who < done.out.index("Scored by rules: no language model") < done.out.index("Question 1 of")
        assert done.out.count(told) == 1
        assert spec not in done.out.partition("Question 1 of")[2]
        again = cli("feedback", "last", "--rescore", "--llm", spec)
        assert (again.code, told in again.err) == (4, True), "nothing is scored anew by another judge than asked for"
        german = cli("practice", *ONE, "--language", "de", "--llm", spec, "--answers", answers_file)
        assert (german.code, told in german.err) == (4, True)


def test_a_model_that_was_never_pulled_is_reported_before_the_interview(
    cli: Run, monkeypatch: pytest.MonkeyPatch, answers_file: Path
) -> None:
    with OllamaStub(models=["other:latest"]) as stub:
        monkeypatch.setenv("INTERVIEW_LLM__BASE_URL", stub.url)
        done = cli("practice", *ONE, "--answers", answers_file, "--llm", "ollama:llama9")
        assert done.code == 0, done.err
        assert "ollama pull llama9" in done.out.partition("Question 1 of")[0]
        assert stub.requests == []


def test_an_address_that_cannot_be_one_is_refused_before_anything_is_announced(
    cli: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INTERVIEW_LLM__BASE_URL", "http://models.example:99999/v1")
    (tmp_path / "a.txt").write_text("Interviewer: What did you do?\nCandidate: I led the team for a year.\n")
    done = cli("evaluate", tmp_path / "a.txt", "--out", tmp_path / "o.jsonl", "--llm", "openai:any")
    assert done.code == 4
    assert "is not the address of a server" in done.err
    assert "are sent to" not in done.err
