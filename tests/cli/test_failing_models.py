"""Commands whose language model fails as small ones do: nothing is lost, and who judged is said truly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.llm.structured import most_tokens
from interview_cli.scoring.model_reply import reply_for
from tests.batch.material import STRONG, lines_of
from tests.stub_servers import Behaviour, ChatCall, OllamaStub, OpenAIStub, StubServer, criteria_in
from tests.stub_servers.modes import DIALECTS, MODES, Dialect

if TYPE_CHECKING:
    from tests.conftest import Run

RUBRIC_WORDS = "The answer states the result with a figure."
MODEL = {"ollama": "ollama:stub:latest", "openai": "openai:stub:latest"}
PRACTICE = ("practice", "--bank", "leadership", "-n", "1", "--follow-ups", "0")
THIN = ("too little", "Too little")


@pytest.fixture(params=MODEL)
def start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., StubServer]]:
    """Starts a server of either API that `--llm` then means."""
    servers: list[StubServer] = []

    def begin(reply: Any = "All right.", **behaviour: Any) -> StubServer:
        server = (OllamaStub if request.param == "ollama" else OpenAIStub)(reply, default=Behaviour(**behaviour))
        server.__enter__()
        servers.append(server)
        monkeypatch.setenv("INTERVIEW_LLM__BASE_URL", server.url)
        monkeypatch.setenv("INTERVIEW_LLM__RETRIES", "0")
        monkeypatch.setenv("INTERVIEW_LLM__ENGINE", MODEL[request.param])
        return server

    yield begin
    for server in servers:
        server.__exit__()


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    file = tmp_path / "answers.jsonl"
    file.write_text(json.dumps({"answer": STRONG}) + "\n", encoding="utf-8")
    return file


def judgement(call: ChatCall, *quotes: str, score: float = 5, **others: Any) -> str:
    assert call.schema is not None
    scores = {name: {"quotes": list(quotes), "score": score} for name in criteria_in(call.schema)}
    return json.dumps({"scores": scores, "comment": "Perfect.", "tags": [], "ideal_answer": "", **others})


def limit_of(call: ChatCall) -> int:
    """The most tokens that the server is to write."""
    limit: int = call.body["max_tokens"] if "max_tokens" in call.body else call.body["options"]["num_predict"]
    return limit


JUDGES: dict[str, tuple[Callable[[ChatCall], str], str, str]] = {
    "quotes of the rubric": (
        lambda call: judgement(call, RUBRIC_WORDS),
        "quoted nothing that is in the answer",
        "None of these quotes is in the candidate's answer",
    ),
    "no quotes": (
        lambda call: judgement(call),
        "quoted nothing that is in the answer",
        "None of these quotes is in the candidate's answer",
    ),
    "cut off": (lambda call: judgement(call, STRONG[:20])[:90], "not valid JSON", "not valid JSON"),
    "an empty object": (lambda _call: "{}", "Field required", "Field required"),
    "a loop": (lambda _call: '{"comment": "' + "Well done. " * 5_000, "repeats itself", "repeats itself"),
    "blanks": (lambda _call: " " * 50_000, "repeats itself", "repeats itself"),
    "much too long": (
        lambda _call: " ".join(map(str, range(40_000))),
        "far too long",
        "far too long",
    ),
}
"""What a model judges, the reason that is reported, and what it is asked again with."""


@pytest.mark.parametrize("name", JUDGES)
def test_a_judge_that_fails_is_asked_once_more_and_then_the_rules_judge(
    cli: Run, start: Callable[..., StubServer], answer: Path, name: str
) -> None:
    reply, reason, told = JUDGES[name]
    server = start(reply)
    done = cli(*PRACTICE, "--answers", answer, "--json")
    assert done.code == 0, done.err
    judged = done.json["answers"][0]
    assert (judged["status"], judged["evaluator"]["kind"]) == ("scored", "rules")
    assert judged["overall_score"] is not None
    assert reason in judged["fallback_reason"]
    assert f"Question 1 of 1: Judged by rules. {judged['fallback_reason']}" in done.err
    first, second = server.requests
    assert told in second.messages[-1]["content"]
    assert first.schema is not None
    form = reply_for(criteria_in(first.schema)).model_json_schema()
    assert limit_of(first) == most_tokens(form), "the reply may be as long as its form can need, no longer"
    for shown in (cli("feedback", "last").out, cli("feedback", "last", "--markdown").out):
        assert "Scored by rules in this program" in shown
        assert f"Judged by rules, not by the language model: {judged['fallback_reason']}" in shown.replace("\\", "")
        assert not any(words in shown for words in (*THIN, "Scored by the model", "prompt None"))


@pytest.mark.parametrize("name", JUDGES)
def test_in_a_batch_its_transcript_fails_with_the_reason(
    cli: Run, start: Callable[..., StubServer], tmp_path: Path, name: str
) -> None:
    reply, reason, told = JUDGES[name]
    server = start(reply)
    transcript = tmp_path / "one.txt"
    transcript.write_text(
        f"Interviewer: Tell me about a problem you solved.\nCandidate: {STRONG}\n", encoding="utf-8"
    )
    done = cli("evaluate", transcript, "--out", tmp_path / "out.jsonl")
    assert done.code == 5, done.err
    (line,) = lines_of(tmp_path / "out.jsonl")
    assert line["status"] == "failed"
    assert reason in line["error"]
    assert line["overall_score"] is None
    assert told in server.requests[1].messages[-1]["content"]


def test_where_nobody_can_judge_an_answer_is_not_called_thin(
    cli: Run, start: Callable[..., StubServer], tmp_path: Path
) -> None:
    start("{}")
    answers = tmp_path / "answers.txt"
    answers.write_text(
        "Im Jahr 2022 habe ich die Umstellung unserer Abrechnung geleitet und die Fehler um 40 Prozent gesenkt, weil "
        "ich jede Rechnung selbst nachgerechnet habe.",
        encoding="utf-8",
    )
    done = cli(*PRACTICE, "--language", "de", "--answers", answers)
    assert done.code == 0, done.err
    session = cli("feedback", "last", "--json").json
    judged = session["answers"][0]
    assert (judged["status"], judged["overall_score"]) == ("not_scored", None)
    assert "gave no usable reply, twice" in judged["fallback_reason"]
    assert "1 answer could not be judged by anyone. Nothing was scored." in session["feedback"]["summary"]
    for shown in (done.out, cli("feedback", "last").out, cli("feedback", "last", "--markdown").out):
        assert "Not scored" in shown
        assert "gave no usable reply, twice" in shown
        assert not any(
            words in shown
            for words in (*THIN, "Scored by rules", "Scored by the model", "Judged by rules", "The rules judge")
        )
    assert cli("progress", "--json").code == 0


def a_flood(dialect: Dialect) -> Behaviour:
    return MODES["blanks without an end"].make(dialect, "")


def a_trickle(dialect: Dialect) -> Behaviour:
    def wire() -> Iterator[bytes]:
        pace = threading.Event()
        yield b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
        while not pace.wait(0.02):
            yield dialect.piece(" ")

    return Behaviour(wire=wire)


@pytest.mark.parametrize(
    ("blanks", "reason"), [(a_flood, "repeats itself"), (a_trickle, "did not finish within 0.5 seconds")]
)
def test_a_server_that_writes_blanks_without_an_end_is_left(
    cli: Run,
    start: Callable[..., StubServer],
    answer: Path,
    monkeypatch: pytest.MonkeyPatch,
    blanks: Callable[[Dialect], Behaviour],
    reason: str,
) -> None:
    """In every step, the interviewer's too: the banks plan and ask, and the rules judge."""
    if blanks is a_trickle:
        monkeypatch.setenv("INTERVIEW_LLM__TOTAL_TIMEOUT_S", "0.5")
    server = start()
    server.add(*[blanks(DIALECTS["ollama" if isinstance(server, OllamaStub) else "openai"])] * 20)
    done = cli("practice", "--type", "technical", "-n", "1", "--follow-ups", "0", "--answers", answer, "--json")
    assert done.code == 0, done.err
    assert done.json["session"]["status"] == "completed"
    judged = done.json["answers"][0]
    assert judged["evaluator"]["kind"] == "rules"
    assert reason in judged["fallback_reason"]
    assert judged["fallback_reason"] in done.err
    limits = [limit_of(call) for call in server.requests]
    assert 3 <= len(limits) <= 8
    assert all(0 < limit < 8_192 for limit in limits)
    for index in range(len(limits)):
        server.wait_for_disconnect(index)
