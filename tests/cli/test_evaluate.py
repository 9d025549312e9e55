"""`interview evaluate`: the contract of its lines, its flags, its exit codes."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from interview_cli.batch.items import Item
from interview_cli.batch.local_pool import LocalPool
from interview_cli.batch.pool import Outcome, OwnFault
from interview_cli.file_lock import SignOfLife
from tests.batch.material import FOLLOW_UP, QUESTION, RESULT, STRONG, WEAK, conversation, lines_of, write_transcripts
from tests.conftest import Run, Terminal

EVALUATOR = {"kind": "rules", "name": "rules", "prompt_version": None}


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A strong transcript, a weak one, one that says nothing, and files that cannot be read."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "strong.txt").write_text(conversation((QUESTION, STRONG), (FOLLOW_UP, RESULT)))
    (folder / "weak.vtt").write_text(
        f"WEBVTT\n\n00:01.000 --> 00:04.000\n<v Interviewer>{QUESTION}\n\n"
        f"00:05.500 --> 00:20.000\n<v Candidate>{WEAK}\n"
    )
    (folder / "silent.json").write_text(
        json.dumps(
            {
                "id": "silent",
                "type": "hr",
                "turns": [{"speaker": "interviewer", "text": QUESTION}, {"speaker": "candidate", "text": "No."}],
            }
        )
    )
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7 ...")
    (folder / "voice.wav").write_bytes(b"RIFF\x24\0\0\0WAVEfmt ")
    return folder


@pytest.fixture
def scored(cli: Run, tmp_path: Path) -> Callable[..., Any]:
    """The only line for one transcript."""
    numbers = iter(range(100))

    def call(text: str, *arguments: str | Path, name: str = "one.txt") -> Any:
        folder = tmp_path / f"scored{next(numbers)}"
        folder.mkdir()
        (folder / name).write_text(text)
        done = cli("evaluate", folder / name, "--out", folder / "out.jsonl", "--jobs", "1", *arguments)
        assert done.code == 0, done.err
        (line,) = lines_of(folder / "out.jsonl")
        return line

    return call


def by_id(out: Path) -> dict[str, Any]:
    lines = lines_of(out)
    found = {line["id"]: line for line in lines}
    assert len(found) == len(lines)
    return found


def test_every_input_gives_a_line_and_what_cannot_be_read_exit_5(cli: Run, mixed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = cli("evaluate", mixed, mixed / "gone.txt", "--out", out)
    assert done.code == 5
    assert done.out == ""
    assert "2 scored, 1 insufficient evidence, 3 failed, 0 cached" in done.err
    lines = by_id(out)
    assert {name: line["status"] for name, line in lines.items()} == {
        "strong": "scored",
        "weak": "scored",
        "silent": "insufficient_evidence",
        "paper": "failed",
        "voice": "failed",
        "gone": "failed",
    }
    assert lines["paper"]["error"] == f"{mixed}/paper.pdf is a damaged or encrypted PDF document."
    assert f"{mixed}/voice.wav cannot be decoded" in lines["voice"]["error"]
    assert lines["gone"]["error"] == f"{mixed}/gone.txt does not exist."
    assert out.stat().st_mode & 0o777 == 0o600


def test_a_line_keeps_the_contract(scored: Callable[..., Any]) -> None:
    line = scored(conversation((QUESTION, STRONG), (FOLLOW_UP, RESULT)))
    assert list(line)[:2] == ["id", "source"]
    assert (line["id"], line["status"], line["type"], line["cached"], line["error"]) == (
        "one",
        "scored",
        "behavioral",
        False,
        None,
    )
    assert line["evaluator"] == {**EVALUATOR, "rubric_version": "behavioral@4"}
    assert line["recommendation"] == "STRONG_HIRE"
    assert 80 <= line["overall_score"] <= 100
    assert 0 < line["coverage"] <= 1
    first, second = line["answers"]
    assert (first["question"], first["follow_up"]) == (QUESTION, False)
    assert (second["question"], second["follow_up"]) == (FOLLOW_UP, True)
    assert set(line["scores"]) == set(first["scores"])
    for answer in line["answers"]:
        assert {
            "question",
            "answer",
            "status",
            "scores",
            "tags",
            "comment",
            "ideal_answer",
            "delivery",
        } <= answer.keys()
        assert answer["delivery"]["word_count"] == len(answer["answer"].split())
        assert answer["delivery"]["words_per_minute"] is None
        for score in answer["scores"].values():
            assert score["max"] == 5
            assert score["unsupported"] is (score["score"] is None)
            for evidence in score["evidence"]:
                assert answer["answer"][evidence["start"] : evidence["end"]] == evidence["quote"] != ""


def test_a_follow_up_can_only_help(scored: Callable[..., Any]) -> None:
    half = STRONG.partition(" As a result")[0]
    alone, helped = (
        scored(conversation((QUESTION, half))),
        scored(conversation((QUESTION, half), (FOLLOW_UP, RESULT))),
    )
    useless = scored(conversation((QUESTION, half), (FOLLOW_UP, "I do not know.")))
    assert helped["overall_score"] > alone["overall_score"] == useless["overall_score"]


def test_a_declined_question_counts_as_nothing(scored: Callable[..., Any]) -> None:
    alone = scored(conversation((QUESTION, STRONG)))
    other = "Tell me about a mistake you made."
    declined = scored(conversation((QUESTION, STRONG), (other, "Sorry, I don't know.")))
    assert declined["overall_score"] == pytest.approx(alone["overall_score"] / 2, abs=0.1)
    assert (alone.get("declined"), declined["declined"]) == (None, 1)
    assert declined["answers"][1]["overall_score"] is None


def test_delivery_does_not_move_the_score(scored: Callable[..., Any]) -> None:
    hesitant = re.sub(r"\. I ", ". Um, you know, I ", STRONG)
    plain, filled = (scored(conversation((QUESTION, text))) for text in (STRONG, hesitant))
    assert filled["answers"][0]["delivery"]["filler_count"] > plain["answers"][0]["delivery"]["filler_count"]
    for name in ("overall_score", "recommendation", "coverage"):
        assert filled[name] == plain[name]


def test_bank_questions_bring_their_key_points(scored: Callable[..., Any], cli: Run) -> None:
    question = next(
        each
        for each in cli("questions", "list", "--type", "technical", "--json").json
        if len(each["key_points"]) >= 3
    )
    answer = " ".join(f"I would say this: {point}" for point in question["key_points"])
    line = scored(conversation((f"Thanks. {question['text']}", answer)), "--type", "technical")
    assert line["answers"][0]["question_id"] == question["id"]
    assert line["scores"]["correctness"]["score"] == 5
    unknown = scored(conversation(("How do you like our coffee machine so far?", answer)), "--type", "technical")
    assert unknown["answers"][0]["question_id"] is None
    assert unknown["answers"][0]["scores"]["correctness"]["unsupported"]


def test_the_type_is_the_flags_or_the_transcripts_own_or_behavioral(scored: Callable[..., Any]) -> None:
    turns = [{"speaker": "interviewer", "text": QUESTION}, {"speaker": "candidate", "text": STRONG}]
    own = json.dumps({"id": "x", "type": "project", "turns": turns})
    assert scored(own)["type"] == "project"
    assert scored(own, "--type", "hr")["type"] == "hr_screen"
    assert scored(conversation((QUESTION, STRONG)))["type"] == "behavioral"


def test_the_candidate_is_reported_by_name(scored: Callable[..., Any]) -> None:
    text = f"Ann: {QUESTION}\n\nBob: {STRONG}\n\nAnn: Thanks, what did you learn?\n\nBob: {RESULT}\n"
    assert scored(text, "--candidate", "Bob")["answers"][0]["answer"] == STRONG


def test_one_file_may_hold_many_and_ids_stay_apart(cli: Run, tmp_path: Path) -> None:
    turns = [{"speaker": "interviewer", "text": QUESTION}, {"speaker": "candidate", "text": STRONG}]
    lines = [json.dumps({"id": name, "turns": turns}) for name in ("ann", "bob", "ann")]
    (tmp_path / "calls.jsonl").write_text("\n".join([*lines, "{broken"]))
    (tmp_path / "pairs.csv").write_text(f'id,question,answer\ncam,{QUESTION},"{STRONG}"\ndee,{QUESTION},"{WEAK}"\n')
    out = tmp_path / "out" / "out.jsonl"
    out.parent.mkdir()
    assert cli("evaluate", tmp_path / "calls.jsonl", tmp_path / "pairs.csv", "--out", out).code == 5
    lines_found = by_id(out)
    assert len(lines_found) == 6
    assert {"ann", "bob", "cam", "dee", "calls-4"} < set(lines_found)
    assert {line["source"] for line in lines_found.values() if line["id"].startswith("ann")} == {
        f"{tmp_path}/calls.jsonl#1",
        f"{tmp_path}/calls.jsonl#3",
    }
    again = cli("evaluate", tmp_path / "calls.jsonl", tmp_path / "pairs.csv", "--out", out, "--json")
    assert again.json["summary"]["done_now"] == 0
    assert by_id(out) == lines_found


def test_standard_input(cli: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert cli("evaluate", "-", "--out", out, stdin=conversation((QUESTION, STRONG))).code == 0
    assert by_id(out)["stdin"]["answers"][0]["answer"] == STRONG


def test_the_ranking_and_the_review_queue(cli: Run, mixed: Path, tmp_path: Path) -> None:
    done = cli("evaluate", mixed, "--out", tmp_path / "out.jsonl", "--rank", "--review-queue")
    ranked, _, queue = done.out.partition("  ID                      WHY")
    rows = [line.split() for line in ranked.splitlines()[1:4]]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert [row[-1].rpartition("/")[2] for row in rows] == ["strong.txt", "weak.vtt", "silent.json"]
    assert "silent" in queue.splitlines()[1]
    assert "nothing could be scored" in queue
    as_json = cli("evaluate", mixed, "--out", tmp_path / "out.jsonl", "--rank", "--review-queue", "--json").json
    assert as_json["summary"] == {
        "scored": 2,
        "insufficient_evidence": 1,
        "failed": 2,
        "cached": 0,
        "failed_before": 2,
        "changed": 0,
        "items": 5,
        "done_now": 0,
        "done_before": 5,
        "seconds": as_json["summary"]["seconds"],
        "recordings": 0,
        "sound_s": 0.0,
    }
    assert [each["id"] for each in as_json["ranking"]] == ["strong", "weak", "silent"]
    assert as_json["review_queue"][0]["reasons"] == ["nothing could be scored"]


def test_the_table_and_the_page(cli: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    evil = '<script>alert(1)</script> & "quoted"'
    (folder / "=cmd.txt").write_text(conversation((f"{QUESTION} {evil}", f"{STRONG} {evil}")))
    (folder / "<b>.bin").write_bytes(b"\0\1\2\3")
    out, table, page = (tmp_path / name for name in ("o.jsonl", "o.csv", "o.html"))
    assert cli("evaluate", folder, "--out", out, "--csv", table, "--html", page).code == 5
    rows = list(csv.DictReader(table.read_text().splitlines()))
    assert [row["id"] for row in rows] == ["'=cmd", "<b>"]
    assert rows[0]["rank"] == "1"
    assert float(rows[0]["overall_score"]) == by_id(out)["=cmd"]["overall_score"]
    assert float(rows[0]["structure"]) == by_id(out)["=cmd"]["scores"]["structure"]["score"]
    assert rows[1]["status"] == "failed"
    html = page.read_text()
    assert "Content-Security-Policy" in html
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "http" not in html.replace("http-equiv", "")
    assert html.count("<svg") == 1


def test_fail_under_is_for_scripts(cli: Run, tmp_path: Path) -> None:
    folder = write_transcripts(tmp_path / "in", 2)
    arguments = ("evaluate", folder, "--out", tmp_path / "out.jsonl", "--fail-under")
    assert cli(*arguments, "60").code == 0
    assert cli(*arguments, "99.9").code == 6
    (folder / "weak.txt").write_text(conversation((QUESTION, WEAK)))
    done = cli(*arguments, "60")
    assert done.code == 6
    assert "1 scored under 60" in done.err


def test_the_users_rubric_reweights_and_is_checked(cli: Run, scored: Callable[..., Any], tmp_path: Path) -> None:
    anchors = "{0: a, 1: b, 2: c, 3: d, 4: e, 5: f}"
    rubric = tmp_path / "mine.yaml"

    def write(*criteria: str) -> None:
        entries = "\n".join(f"  - {{name: {each}, description: x, anchors: {anchors}}}" for each in criteria)
        rubric.write_text(f"name: mine\nversion: '7'\ntype: behavioral\ncriteria:\n{entries}\n")

    write("outcome, weight: 3, follow_up: true", "clarity, weight: 1")
    line = scored(conversation((QUESTION, STRONG)), "--rubric", rubric)
    scores = {name: score["score"] for name, score in line["answers"][0]["scores"].items()}
    assert line["overall_score"] == round(20 * (3 * scores["outcome"] + scores["clarity"]) / 4, 1)
    assert line["evaluator"]["rubric_version"] == "mine@7"
    for mistake, told in (("charm, weight: 1", "cannot judge 'charm'"), ("outcome, weight: -1", "weight: must be")):
        write(mistake)
        done = cli("evaluate", rubric, "--out", tmp_path / "o.jsonl", "--rubric", rubric)
        assert done.code == 3
        assert told in done.err


def test_a_jobs_must_haves_count(scored: Callable[..., Any], tmp_path: Path) -> None:
    job = tmp_path / "job.md"
    job.write_text("## Requirements\n- Automated reports and charts\n- Kubernetes in production\n")
    line = scored(conversation((QUESTION, STRONG)), "--job", job)
    first, second = line["job"]["must_haves"]
    assert (first["met"], second["met"]) == (True, False)
    assert first["evidence"][0]["quote"] in STRONG
    assert line["overall_score"] == round(0.7 * line["job"]["answers_score"] + 15, 1)


def test_a_dry_run_tells_and_leaves_nothing(cli: Run, mixed: Path, tmp_path: Path, home: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = cli("evaluate", mixed, "--out", out, "--dry-run")
    assert done.code == 0
    told = done.out.splitlines()
    assert (told[0], told[2]) == ("Transcripts: 3, 2 cannot be read", "Model calls: 0")
    assert re.fullmatch(r"Answers: 3, \d+ words", told[1])
    assert re.fullmatch(r"Time: about \d+ s with \d+ workers?", told[3])
    forecast = cli("evaluate", mixed, "--dry-run", "--json").json
    counts = forecast["counts"]
    assert (counts["transcripts"], counts["answers"], counts["failed"], counts["recordings"]) == (3, 3, 2, 0)
    assert forecast["model_calls"] == 0
    assert forecast["seconds"] > 0
    assert not out.exists()
    assert not list(home.rglob("*.db"))


@pytest.mark.parametrize("changed", [("--type", "hr"), ("--candidate", "Bob")])
def test_another_way_of_scoring_needs_another_file_or_overwrite(
    cli: Run, tmp_path: Path, changed: tuple[str, str]
) -> None:
    folder, out = write_transcripts(tmp_path / "in", 1), tmp_path / "out.jsonl"
    assert cli("evaluate", folder, "--out", out).code == 0
    before = out.read_bytes()
    refused = cli("evaluate", folder, "--out", out, *changed)
    assert refused.code == 3
    assert "--overwrite" in refused.err
    assert out.read_bytes() == before
    assert cli("evaluate", folder, "--out", out, *changed, "--overwrite").code == 0
    assert len(lines_of(out)) == 1
    assert out.read_bytes() != before


@pytest.mark.parametrize("content", ["my notes\n", '{"a": 1}\n', "[]\n"])
def test_a_file_of_something_else_is_left_alone(cli: Run, tmp_path: Path, content: str) -> None:
    out = tmp_path / "notes.txt"
    out.write_text(content)
    refused = cli("evaluate", write_transcripts(tmp_path / "in", 1), "--out", out)
    assert refused.code == 3
    assert "not written by 'interview evaluate'" in refused.err
    assert out.read_text() == content


def test_wrong_usage_is_reported_before_anything_is_made(cli: Run, tmp_path: Path) -> None:
    folder, out = write_transcripts(tmp_path / "in", 1), tmp_path / "out.jsonl"
    for arguments, code in (
        ((folder,), 2),
        ((folder, "--out", out, "--engine", "abacus"), 2),
        ((folder, "--out", tmp_path), 2),
        ((folder, "--out", tmp_path / "no" / "out.jsonl"), 3),
        ((tmp_path / "none", "--out", out), 3),
        ((folder, "--out", out, "--job", tmp_path / "none"), 3),
        ((folder, "--out", out, "--type", "astrology"), 2),
    ):
        done = cli("evaluate", *arguments)
        assert done.code == code, done.err
        assert len(done.err.strip().splitlines()) <= 2 or code == 2
    assert not out.exists()


def test_a_file_too_slow_to_read_fails_alone(cli: Run, tmp_path: Path) -> None:
    folder = write_transcripts(tmp_path / "in", 3)
    exchange = conversation((QUESTION, STRONG))
    (folder / "huge.txt").write_text(exchange * (3_900_000 // len(exchange)))
    out = tmp_path / "out.jsonl"
    slowly = ("--repeat", "9", "--item-timeout", "6", "--jobs", "2")
    assert cli("evaluate", folder, "--out", out, *slowly).code == 5
    lines = by_id(out)
    assert lines["huge"]["error"] == f"{folder}/huge.txt: it took longer than 6 s."
    assert [lines[f"t00{number}"]["status"] for number in range(3)] == ["scored"] * 3


def test_a_bar_on_a_terminal(terminal: Callable[..., Terminal], tmp_path: Path) -> None:
    folder = write_transcripts(tmp_path / "in", 4)
    screen = terminal("evaluate", str(folder), "--out", str(tmp_path / "out.jsonl"))
    screen.expect("Scoring")
    assert screen.end() == 0
    assert "4 scored" in screen.rest()


def test_purging_everything_takes_the_ledgers_along(cli: Run, mixed: Path, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    cli("evaluate", mixed, "--out", out)
    folder = home / "data" / "batch"
    (ledger,) = folder.glob("*.db")
    with closing(SignOfLife(ledger.with_suffix(".running") / "another-run")):
        kept = cli("purge", "--all", "--yes", "--json")
        assert (kept.code, kept.json["ledgers_left"], kept.json["proven"]) == (1, 1, False)
        assert "'interview evaluate' is running" in kept.err
    done = cli("purge", "--all", "--yes")
    assert done.code == 0, done.err
    assert "Deleted 1 ledger of batches; their result files are yours to delete." in done.out
    assert not list(folder.iterdir())
    assert out.exists()


def test_a_fault_of_this_program_is_not_written_as_the_transcript_s(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_transcripts(tmp_path / "in", 3)
    out = tmp_path / "out.jsonl"

    def broken(self: LocalPool, items: Iterator[Item]) -> Iterator[Outcome]:
        return (Outcome(item, None, OwnFault("unexpected KeyError: 'x'")) for item in items)

    with monkeypatch.context() as patch:
        patch.setattr(LocalPool, "run", broken)
        done = cli("evaluate", folder, "--out", out, "--jobs", "1")
    assert (done.code, out.read_bytes()) == (1, b"")
    assert "kept 3 items from being scored" in done.err
    again = cli("evaluate", folder, "--out", out, "--jobs", "1")
    assert (again.code, len(lines_of(out))) == (0, 3)
