"""With --redact, no contact in a CV reaches a model's server, whatever the command; the texts are restored here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interview_cli.contracts.schemas import adapter
from tests.conftest import Run
from tests.cv.material import RESUME
from tests.scenarios.stub_model import StubModel
from tests.stub_servers import ChatCall, OpenAIStub

MODEL = ("--llm", "openai:stub:latest")
POST = """# Platform Engineer

Write to Jonas Vogel, jonas.vogel@rail.example, +49 511 123 4567.

## Requirements
- Kubernetes is required
- A welding licence is needed
"""
CONTACTS = re.compile(
    r"mara\.lindqvist@example\.org|\+46 70 123 45 67|Mara|Lindqvist|lindqvist\.example|\bgit\.example/mlq"
    r"|Elm Road|YO1 7HH"
    r"|jonas\.vogel@|\+49 511 123 4567",
    re.IGNORECASE,
)


def reply(call: ChatCall) -> str:
    """What each prompt expects, with the name as the model was shown it."""
    title = call.schema and call.schema["title"]
    if title == "RewrittenLines":
        return json.dumps({"lines": [{"number": 1, "text": "Took part."}]})
    if title == "RefinedJob":
        asked = {"skill": "welding licence", "sentence": "A welding licence is needed"}
        epic = {"skill": "Epic", "sentence": "Epic is needed"}
        return json.dumps({"must_have": [asked, epic]})
    if call.schema is None and "interview coach" in call.text:
        return "You ran Kubernetes [1]."
    return StubModel()(call)


@pytest.fixture
def server(cli: Run) -> Iterator[OpenAIStub]:
    with OpenAIStub(reply) as stub:
        assert cli("config", "set", "llm.base_url", stub.url).code == 0
        yield stub


@pytest.fixture
def cv(tmp_path: Path) -> Path:
    mentioned = (
        "Asked for by name: write to Mara Lindqvist, mara.lindqvist@example.org, +46 70 123 45 67, git.example/mlq,"
        " 12 Elm Road, York YO1 7HH"
    )
    resume = json.loads(json.dumps(RESUME))
    resume["work"][0]["highlights"].append(mentioned)
    resume["basics"]["summary"] += " " + mentioned
    file = tmp_path / "cv.json"
    file.write_text(json.dumps(resume))
    return file


@pytest.fixture
def job(tmp_path: Path) -> Path:
    file = tmp_path / "job.md"
    file.write_text(POST)
    return file


COMMANDS: dict[str, Callable[[Path, Path], tuple[str | Path, ...]]] = {
    "coach": lambda cv, job: ("coach", "--ask", "Who asked for me by name?", "--cv", cv, "--job", job),
    "rewrite": lambda cv, job: ("cv", "rewrite", cv, "--job", job),
    "practice": lambda cv, job: ("practice", "--cv", cv, "--job", job, "-n", "2", "--follow-ups", "0", "--text"),
    "questions": lambda cv, job: (
        "questions",
        "generate",
        "--cv",
        cv,
        "--job",
        job,
        "--n",
        "2",
        "--type",
        "behavioral",
    ),
    "job": lambda _, job: ("job", "add", job),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_contact_is_sent(cli: Run, server: OpenAIStub, cv: Path, job: Path, name: str) -> None:
    arguments = COMMANDS[name](cv, job)
    cli(*arguments, *MODEL, "--redact", stdin="I ran Kubernetes and cut the bill by 20%.\n" * 2)
    sent = [call.text for call in server.requests]
    assert sent, "the model was asked"
    for text in sent:
        assert not CONTACTS.search(text), CONTACTS.findall(text)
    assert any("[EMAIL" in text or "[NAME" in text or "[PHONE" in text for text in sent)


@pytest.mark.parametrize("name", ["coach", "rewrite", "job"])
def test_without_it_they_are_so_that_the_test_above_can_fail(
    cli: Run, server: OpenAIStub, cv: Path, job: Path, name: str
) -> None:
    cli(*COMMANDS[name](cv, job), *MODEL, "--no-redact")
    assert any(CONTACTS.search(call.text) for call in server.requests)


def test_a_model_adds_to_a_job_post_what_stands_there_and_that_is_said(
    cli: Run, server: OpenAIStub, job: Path
) -> None:
    added = cli("job", "add", job, "--name", "rail", *MODEL)
    assert added.code == 0, added.err
    assert "Left out, because it is not in the post: “Epic is needed”" in added.err
    post = cli("job", "show", "rail", "--json").json
    adapter("job").validate_python(post)
    assert {"skill": "welding licence", "sentence": "A welding licence is needed"} in post["must_have"]
    assert "Read by rules and openai:stub:latest" in cli("job", "show", "rail").out
    assert cli("job", "remove", "rail").code == 0
    assert "Read by rules\n" in cli("job", "show", job).out
