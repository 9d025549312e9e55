"""`interview questions generate`: new questions as a bank, printed or saved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from interview_cli.interview.model import InterviewType
from interview_cli.interview.questions import read_bank
from interview_cli.text import embeddings
from tests.conftest import Run
from tests.model_interviewer.support import LIBRARY, QUESTIONS, Replies, question_json
from tests.stub_servers import Behaviour, OllamaStub

MODEL = ("--llm", "ollama:stub:latest")


def several(*questions: str, **fields: Any) -> str:
    """A reply with several questions."""
    return json.dumps({"questions": [question_json(text, **fields) for text in questions]})


def replying(*replies: str) -> Replies:
    """A model that writes questions, by turns."""
    made = Replies()
    made._left["question"] = list(replies)
    return made


@pytest.fixture(autouse=True)
def words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the embedding model, which takes seconds to load."""
    monkeypatch.setattr(embeddings, "is_installed", lambda: False)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[OllamaStub]:
    """A model server the program finds."""
    with OllamaStub(replying(several(*QUESTIONS[:3]))) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url.removeprefix("http://"))
        monkeypatch.setenv("INTERVIEW_LLM__RETRIES", "0")
        yield server


def test_a_bank_is_printed_that_the_program_reads(stub: OllamaStub, cli: Run, tmp_path: Path) -> None:
    done = cli("questions", "generate", "--role", "SRE", "--skills", "sql", "--n", "3", "-d", "intense", *MODEL)
    assert done.code == 0, done.err
    file = tmp_path / "mine.yaml"
    file.write_text(done.out, encoding="utf-8")
    questions, problems = read_bank(file)
    assert problems == []
    assert [question.text for question in questions] == list(QUESTIONS[:3])
    assert {question.difficulty.value for question in questions} == {"intense"}
    assert {question.roles for question in questions} == {("sre",)}
    assert {question.skills[0] for question in questions} == {"sql"}
    assert cli("questions", "validate", file).code == 0
    assert "3/3" in done.err
    assert "are sent to" not in done.err


def test_saved_questions_are_asked_from_then_on(stub: OllamaStub, cli: Run, home: Path) -> None:
    done = cli("questions", "generate", "--type", "hr", "--n", "3", "--save", "my-hr", "--json", *MODEL)
    assert done.code == 0, done.err
    listed = cli("questions", "list", "--bank", "my-hr", "--json").json
    assert listed == done.json
    assert [each["competencies"] for each in listed] == [["judgement"]] * 3
    assert all(each["id"].startswith("my-hr-judgement-") for each in listed)
    (file,) = home.rglob("my-hr.yaml")
    assert file.stat().st_mode & 0o077 == 0
    again = cli("questions", "generate", "--save", "my-hr", *MODEL)
    assert again.code == 3
    assert "There is a bank 'my-hr' already." in again.err
    assert len(stub.requests) == 1


def test_what_the_banks_have_is_not_written_again(stub: OllamaStub, cli: Run) -> None:
    there = LIBRARY.questions(InterviewType.TECHNICAL_VERBAL)[7].text
    stub._reply = replying(several(there, QUESTIONS[0]), several(there))
    done = cli("questions", "generate", "--n", "2", "--json", *MODEL)
    assert done.code == 0, done.err
    assert [each["text"] for each in done.json] == [QUESTIONS[0]]
    assert "1 question of 2: the others repeated existing questions." in done.err


def test_questions_are_shared_out_over_the_skills(stub: OllamaStub, cli: Run) -> None:
    stub._reply = replying(several(*QUESTIONS[:2]), several(*QUESTIONS[2:4]), several(*QUESTIONS[4:5]))
    done = cli("questions", "generate", "--skills", "Pools, Tests,,Mentoring", "--n", "5", "--json", *MODEL)
    assert [each["skills"][0] for each in done.json] == ["pools", "pools", "tests", "tests", "mentoring"]


def test_a_failure_in_the_middle_keeps_what_there_is(stub: OllamaStub, cli: Run) -> None:
    stub._reply = replying(several(QUESTIONS[0]))
    stub.add(Behaviour(), Behaviour(status=500))
    done = cli("questions", "generate", "--skills", "a,b", "--n", "2", *MODEL)
    assert done.code == 0
    assert "Stopped early: " in done.err
    assert len(yaml.safe_load(done.out)["questions"]) == 1


@pytest.mark.parametrize("arguments", [("--llm", "offline"), ("--llm", "ollama:missing"), ()])
def test_without_a_model_there_are_no_questions(stub: OllamaStub, cli: Run, arguments: tuple[str, ...]) -> None:
    stub.models[:] = []
    done = cli("questions", "generate", *arguments)
    assert done.code == 4
    assert done.out == ""
    assert len(done.err.splitlines()) == 2


@pytest.mark.parametrize("name", ["../evil", "Big", "a b", "", "-x", "x" * 31])
def test_a_bank_needs_a_name_that_is_a_files(cli: Run, name: str) -> None:
    assert cli("questions", "generate", "--save", name, *MODEL).code == 2


def test_a_shipped_bank_is_not_written_over(cli: Run) -> None:
    assert cli("questions", "generate", "--save", "backend", *MODEL).code == 3


def test_a_mixed_bank_is_refused(cli: Run) -> None:
    assert cli("questions", "generate", "--type", "mixed", *MODEL).code == 2
