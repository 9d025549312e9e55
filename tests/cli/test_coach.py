"""`interview coach`: answers from one's own records, kept and forgotten."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from interview_cli.app import Application
from interview_cli.app.coaching import Coach
from interview_cli.contracts.schemas import adapter
from interview_cli.errors import ChatModelError
from interview_cli.interview.model import TokenUsage
from interview_cli.interview.ports import Message, ReplyT
from tests.conftest import Run
from tests.cv.material import RESUME

POST = """# Platform Engineer

## Requirements
- Kubernetes is required
- Experience with Kafka
- Experience with Ansible
"""
RULES = ("--llm", "offline")


class WritingModel:
    """A `ChatModel` that writes what it was told to, in small pieces."""

    name = "test:writing"
    remote_host = None
    usage = TokenUsage()

    def __init__(self, text: str | None) -> None:
        self._text = text
        self.asked = ""

    async def stream(self, messages: Sequence[Message]) -> AsyncIterator[str]:
        self.asked = messages[-1].text
        if self._text is None:
            raise ChatModelError("The server went away.")
        for start in range(0, len(self._text), 7):
            yield self._text[start : start + 7]

    async def complete(self, messages: Sequence[Message], schema: type[ReplyT], *, sample: int = 0) -> ReplyT:
        raise NotImplementedError


@pytest.fixture
def kept(cli: Run, tmp_path: Path) -> None:
    """A CV and a job that are kept."""
    (tmp_path / "cv.json").write_text(json.dumps(RESUME))
    (tmp_path / "job.md").write_text(POST)
    assert cli("cv", "add", tmp_path / "cv.json", "--name", "main").code == 0
    assert cli("job", "add", tmp_path / "job.md", "--name", "rail").code == 0


def by_model(text: str | None, question: str) -> tuple[Any, list[str], WritingModel]:
    application, model = Application(), WritingModel(text)
    said: list[str] = []
    reply = asyncio.run(Coach(application).ask_model(question, model, said.append))
    application.store.close()
    return reply, said, model


def test_the_first_advice_is_what_the_job_asks_for_and_the_cv_does_not_show(cli: Run, kept: None) -> None:
    found = cli("coach", "--ask", "What should I practise next?", "--json", *RULES).json
    adapter("coach").validate_python(found)
    assert "The job asks for Ansible" in found["answer"]
    assert found["rests_on"][0]["quote"] == "Experience with Ansible"
    assert found["next_command"].startswith("interview practice --cv ")
    planned = cli(*found["next_command"].split()[1:], "--dry-run", *RULES)
    assert planned.code == 0, planned.err
    assert "your CV says" in planned.out or "Your CV says" in planned.out


def test_without_gaps_an_interview_about_cv_and_job_comes_first_and_later_ones_are_about_both(
    cli: Run, kept: None, answers_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "job.md").write_text(POST.replace("- Experience with Ansible\n", ""))
    cli("job", "add", tmp_path / "job.md", "--name", "other")
    first = cli("coach", "--ask", "What next?", "--json", *RULES).json
    assert first["answer"].startswith("Next: Practise an interview about your CV and the job “Platform Engineer”")
    session = (*first["next_command"].split()[1:], "-n", "2", "--follow-ups", "0", "--answers", answers_file)
    assert cli(*session, "--type", "behavioral", "--json", *RULES).code == 0
    later = cli("coach", "--ask", "What next?", "--json", *RULES).json
    assert "you have held none yet" not in later["answer"]


def test_how_it_went_is_told_by_the_last_sessions(cli: Run, practise: Callable[..., Any]) -> None:
    assert "You have finished no interview yet." in cli("coach", "--ask", "How did I do?", *RULES).out
    session = practise("-n", "2", "--follow-ups", "0")["session"]
    found = cli("coach", "--ask", "How did I do?", "--json", *RULES).json
    assert f"({session['id'][:8]}): " in found["answer"]
    assert found["rests_on"][0]["command"] == f"interview feedback {session['id'][:8]}"
    again = cli("coach", "--ask", "How did I do in the migration of the till?", "--json", *RULES).json
    assert again["rests_on"]


def test_a_skill_is_quoted_from_its_list_and_what_was_done_comes_first(cli: Run, kept: None) -> None:
    found = cli("coach", "--ask", "What about Kafka?", "--json", *RULES).json
    kinds = [source["kind"] for source in found["rests_on"]]
    assert kinds == sorted(kinds, key=["session", "story", "cv", "job"].index)
    assert found["rests_on"][0]["quote"] == "Helped to introduce Kafka for shipment events"


def test_the_cv_is_searched_by_the_names_of_its_employers(cli: Run, kept: None) -> None:
    (employer, *_) = [each["name"] for each in RESUME["work"]]
    found = cli("coach", "--ask", f"What did I do at {employer}?", "--json", *RULES).json
    assert {source["kind"] for source in found["rests_on"]} == {"cv"}
    assert f"Your CV, {employer}, " in found["answer"]


def test_all_that_the_cv_does_not_show_is_told(cli: Run, kept: None) -> None:
    found = cli("coach", "--ask", "What does the job ask for that my CV does not show?", "--json", *RULES).json
    assert [source["quote"] for source in found["rests_on"]] == ["Experience with Ansible"]
    assert found["answer"].startswith("- The job asks for Ansible")


def test_what_was_said_is_found_with_its_session(cli: Run, practise: Callable[..., Any]) -> None:
    session = practise("-n", "2", "--follow-ups", "0")["session"]
    found = cli("coach", "--ask", "What did I say about the shops and the till?", "--json", *RULES).json
    assert found["rests_on"][0]["kind"] == "session"
    assert found["rests_on"][0]["id"] == session["id"]
    assert found["rests_on"][0]["quote"] in "At my last job in Leeds I had to move 80 shops to a new till."
    assert found["next_command"] == f"interview feedback {session['id'][:8]}"


def test_a_conversation_is_remembered_continued_and_forgotten(cli: Run, kept: None, home: Path) -> None:
    first = cli("coach", "--ask", "Anything about Kafka?", "--json", *RULES).json
    again = cli("coach", "--continue", "last", "--ask", "And there?", "--json", *RULES).json
    assert again["conversation"] == first["conversation"]
    assert "Kafka" in again["answer"]
    cli("coach", "--ask", "Where is the xylographer?", *RULES)
    assert b"xylographer" in b"".join(file.read_bytes() for file in home.rglob("interview.db*"))
    assert cli("coach", "--forget", "last").code == 0
    assert cli("coach", "--continue", first["conversation"][:8], "--ask", "So?", *RULES).code == 0
    assert cli("coach", "--forget", "all").code == 0
    left = b"".join(file.read_bytes() for file in home.rglob("interview.db*"))
    assert b"xylographer" not in left
    assert cli("coach", "--continue", "last", "--ask", "So?", *RULES).code == 3


def test_a_chat_reads_a_question_a_line(cli: Run, kept: None) -> None:
    chat = cli("coach", *RULES, stdin="Anything about Kafka?\n\nwhat next\n")
    assert chat.code == 0, chat.err
    assert "“Helped to introduce Kafka for shipment events”" in chat.out
    assert "Next: " in chat.out
    assert "interview coach --continue" in chat.err


@pytest.mark.parametrize("arguments", [("--json",), ("--ask", "  ")])
def test_wrong_usage(cli: Run, arguments: tuple[str, ...]) -> None:
    assert cli("coach", *arguments, *RULES).code == 2


def test_a_model_answers_from_the_records_as_they_are_checked(cli: Run, kept: None) -> None:
    text = "You helped to introduce Kafka [1]. You were paid 90,000 at Google. Practise Ansible next."
    reply, said, model = by_model(text, "Anything about Kafka?")
    assert said == ["You helped to introduce Kafka [1].", "Practise Ansible next."]
    assert reply["answer"] == " ".join(said)
    adapter("coach").validate_python(reply)
    assert (reply["rests_on"][0]["mark"], reply["rests_on"][0]["label"][:4]) in {("[1]", "Your"), ("[1]", "The ")}
    assert reply["writer"] == "test:writing"
    assert [source["kind"] for source in reply["rests_on"]] in (["cv"], ["job"])
    assert "<<<records " in model.asked


def test_records_that_a_model_names_are_numbered_as_they_come_and_those_of_no_record_go(cli: Run, kept: None) -> None:
    reply, said, model = by_model("You know Kafka [4]. It is asked for [2][99]. You know Kafka [4].", "Kafka?")
    assert said == ["You know Kafka [1].", "It is asked for [2].", "You know Kafka [1]."]
    assert [source["mark"] for source in reply["rests_on"]] == ["[1]", "[2]"]
    records = dict(re.findall(r"^\[(\d+)\] [^:]+: (.+)$", model.asked, re.MULTILINE))
    assert [source["quote"] for source in reply["rests_on"]] == [records["4"], records["2"]]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "The server went away."),
        ("You won the 1998 Nobel Prize at Google.", "test:writing gave no answer that your records support."),
        ("", "test:writing gave no answer that your records support."),
    ],
    ids=["fails", "invents", "silent"],
)
def test_the_rules_answer_where_a_model_does_not(cli: Run, kept: None, text: str | None, why: str) -> None:
    application, said = Application(), list[str]()
    coach = Coach(application)
    reply = asyncio.run(coach.ask_model("Anything about Kafka?", WritingModel(text), said.append))
    assert coach.fallback_reason == why
    application.store.close()
    assert said == []
    assert reply["writer"] == "rules"
    assert "Kafka" in reply["answer"]
