"""What the program prints is what its published schemas say, and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest

from interview_cli.contracts import shared
from interview_cli.contracts.schemas import CONTRACTS, adapter, schema
from interview_cli.contracts.session import Question, Said
from interview_cli.interview.model import AnswerSource, Difficulty, InterviewType, SessionStatus, Stage
from interview_cli.interview.spoken import Interval, Transcription, Word
from interview_cli.speech.contract import transcription_to_json
from interview_cli.transcripts.contract import to_contract
from interview_cli.transcripts.model import Role, Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
TALK = "Interviewer: Tell me about a conflict.\nCandidate: We argued about the release, so I asked both teams.\n"
GRADES = "question,reference,answer,grade,grade2\n" + "".join(
    f"What is {each}?,It is a {each} of order.,It is a {each}.,{number % 6},3\n"
    for number, each in enumerate(["queue", "stack", "tree", "list", "graph", "set"])
)


def check(name: str, printed: Any) -> None:
    """Fails when the JSON has a field too few, too many or of another type."""
    adapter(name).validate_python(printed, strict=True, extra="forbid")


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_published_schema_is_current(cli: Run, name: str) -> None:
    assert json.loads((SCHEMAS / f"{name}.json").read_text()) == schema(name), "run 'make docs'"
    assert cli("schema", name).json == schema(name)


def test_there_is_no_other_schema(cli: Run) -> None:
    assert {file.stem for file in SCHEMAS.iterdir()} == set(CONTRACTS)
    assert [line.split()[0] for line in cli("schema").out.splitlines()] == list(CONTRACTS)
    wrong = cli("schema", "sessoin")
    assert (wrong.code, "transcript" in wrong.err) == (3, True)


def test_a_session_in_every_form(cli: Run, practise: Callable[..., Any]) -> None:
    check("session", practise("--type", "technical", "-n", "2"))
    check("session", cli("feedback", "--json").json)
    cli("stories", "add", "--title", "The late release", "--action", "I cut two features.")
    cli("profile", "--role", "nurse", "--day-off", "2026-05-04")
    cli("drill", "numbers", "-n", "1", stdin="I led nine people.")
    for line in cli("export").json_lines:
        check("export", line)
    check("history", cli("history", "--json").json)


def test_a_session_without_answers(cli: Run) -> None:
    cli("practice", "--type", "hr", stdin="/quit\n")
    check("session", cli("feedback", "--json").json)
    check("history", cli("history", "--json").json)


def test_what_learning_prints(cli: Run, practise: Callable[..., Any], answers_file: Path) -> None:
    practise("--type", "behavioral", "-n", "3")
    check("comparison", cli("retry", "last", "1", "--answers", answers_file, "--json").json)
    check("comparison", cli("compare", "last", "1", "--json").json)
    check("review", cli("review", "--list", "--json").json)
    assert cli("stories", "distill", "last", "1").code == 0
    check("stories", cli("stories", "list", "--json").json)
    cli("profile", "--interview-on", "2099-01-01")
    check("progress", cli("progress", "--json").json)


def test_questions_delivery_and_diagnosis(cli: Run, tmp_path: Path) -> None:
    check("questions", cli("questions", "list", "--json").json)
    file = tmp_path / "said.txt"
    file.write_text("Um, I think I I left.")
    check("delivery", cli("analyze", file, "--json").json)
    check("diagnosis", json.loads(cli("doctor", "--json").out))


@pytest.mark.parametrize("joined", [False, True], ids=["words with spaces", "words without spaces"])
def test_a_transcription_and_a_transcript(joined: bool) -> None:
    word = Word("um", 0.0, 0.4, 0.9, joined)
    heard = Transcription("test:tiny", "um", None, 1.5, (word,), (Interval(0.0, 0.4),), (Interval(0.0, 0.4),))
    check("transcription", transcription_to_json(heard))
    turns = (Turn(None, Role.INTERVIEWER, "Why?"), Turn("Ada", Role.CANDIDATE, "um", 0.0, 0.4, (word,)))
    check("transcript", to_contract(Transcript("one", "one.txt", turns)))
    check("transcript", to_contract(Transcript("one", "one.txt", turns, InterviewType.PROJECT, "lead", "Ada", True)))


@pytest.mark.parametrize("options", [(), ("--repeat", "2"), ("--job",)], ids=["plain", "repeated", "for a job"])
def test_result_lines(cli: Run, tmp_path: Path, options: tuple[str, ...]) -> None:
    talk, out, job = tmp_path / "talk.txt", tmp_path / "out.jsonl", tmp_path / "job.md"
    talk.write_text(TALK)
    (tmp_path / "empty.txt").write_text("")
    job.write_text("# Requirements\n- Releases with two teams\n")
    given = (*options, job) if options == ("--job",) else options
    cli("evaluate", tmp_path / "*.txt", "--out", out, "--type", "behavioral", *given)
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert {line["status"] for line in lines} == {"scored", "failed"}
    for line in lines:
        check("result", line)


def test_two_results_files_compared(cli: Run, tmp_path: Path) -> None:
    talk, a, b = tmp_path / "talk.txt", tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    talk.write_text(TALK)
    for out in (a, b):
        cli("evaluate", talk, "--out", out, "--type", "behavioral")
    other = json.loads(b.read_text()) | {"recommendation": "WITHHELD"}
    b.write_text("".join(json.dumps(line) + "\n" for line in (other, other | {"id": "only in b"})))
    compared = cli("evaluate", "--compare", a, b, "--json").json
    check("drift", compared)
    assert (compared["a"], compared["b"], compared["matched"]) == (str(a), str(b), 1)
    assert [each["recommendation_b"] for each in compared["changed_recommendations"]] == ["WITHHELD"]
    assert compared["only_in_b"] == ["only in b"]


@pytest.mark.parametrize("options", [(), ("--judge", "rubric"), ("--fit", "six")], ids=["plain", "rubric", "fitted"])
def test_a_calibration(cli: Run, tmp_path: Path, options: tuple[str, ...]) -> None:
    grades = tmp_path / "grades.csv"
    grades.write_text(GRADES)
    check("calibration", cli("calibrate", grades, "--json", "--no-embeddings", *options).json)


def test_the_words_a_field_may_hold_are_those_of_the_program() -> None:
    for contract, kind in (
        (shared.InterviewType, InterviewType),
        (shared.Difficulty, Difficulty),
        (shared.SessionStatus, SessionStatus),
        (get_type_hints(Question, include_extras=True)["stage"], Stage),
        (get_args(get_type_hints(Said, include_extras=True)["source"])[0], AnswerSource),
    ):
        assert set(get_args(contract)[1].values) == {member.value for member in kind}
