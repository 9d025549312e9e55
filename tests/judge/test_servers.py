"""Judging through the real clients over real HTTP, against servers that reply badly."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from interview_cli.errors import ChatModelError
from interview_cli.interview.model import Evaluation, EvaluationStatus
from interview_cli.interview.ports import ChatModel
from interview_cli.llm.engines import open_chat_model
from interview_cli.scoring.judge import ModelJudge
from interview_cli.scoring.rules import RulesJudge
from interview_cli.settings import LlmSettings
from tests.judge.support import DISAGREEMENT, STORY, ask, say, session_of
from tests.judge.test_sessions import words
from tests.stub_servers import Behaviour, OllamaStub, OpenAIStub, StubServer
from tests.stub_servers.server import ChatCall

MEETING = "I set up a meeting"
CRITERIA = ("structure", "ownership", "specificity", "outcome", "relevance", "clarity")


def good(score: float = 4, quote: str = MEETING, **others: Any) -> dict[str, Any]:
    scores = {name: {"quotes": [quote], "score": score} for name in CRITERIA}
    return {"scores": scores, "comment": "Well told.", "tags": ["vague"], "ideal_answer": "", **others}


@pytest.fixture(params=["ollama", "openai"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    return str(request.param)


def model_of(server: StubServer) -> ChatModel:
    name = "ollama" if isinstance(server, OllamaStub) else "openai"
    model = open_chat_model(LlmSettings(base_url=server.url, retries=0), f"{name}:stub:latest")
    assert model is not None
    return model


def server_of(kind: str, reply: Any, **options: Any) -> StubServer:
    return OllamaStub(reply, **options) if kind == "ollama" else OpenAIStub(reply, **options)


async def judged_by(server: StubServer, text: str = STORY, **options: Any) -> Evaluation:
    return await ModelJudge(model_of(server), RulesJudge(), **options).evaluate(ask(), say(text))


async def test_an_answer_is_judged_from_end_to_end(kind: str) -> None:
    with server_of(kind, json.dumps(good())) as server:
        evaluation = await judged_by(server)
        assert evaluation.overall_score == 80
        assert evaluation.evaluator.name == f"{kind}:stub:latest"
        assert evaluation.scores[0].evidence[0].quote == MEETING
        assert len(server.requests) == 1
        asked = json.dumps(server.requests[0].schema)
        assert all(f'"{name}_quotes"' in asked and f'"{name}_score"' in asked for name in CRITERIA)


BAD: dict[str, Callable[[], str]] = {
    "555 of 5": lambda: json.dumps(good(555)),
    "minus one": lambda: json.dumps(good(-1)),
    "infinity": lambda: json.dumps(good()).replace('"score": 4', '"score": Infinity'),
    "a word": lambda: json.dumps(good()).replace('"score": 4', '"score": "four"'),
    "half a JSON": lambda: json.dumps(good())[:200],
    "no JSON": lambda: "Great answer! I would give it 5 out of 5.",
    "nothing": lambda: " ",
    "a missing criterion": lambda: json.dumps(good()).replace('"outcome"', '"result"'),
    "a list": lambda: "[5, 5, 5]",
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_reply_gets_one_chance_of_repair(kind: str, name: str) -> None:
    with server_of(kind, [BAD[name](), json.dumps(good())]) as server:
        evaluation = await judged_by(server)
        assert evaluation.overall_score == 80
        assert evaluation.fallback_reason is None
        assert len(server.requests) == 2


@pytest.mark.parametrize("name", BAD)
async def test_then_the_rules_judge(kind: str, name: str) -> None:
    told: list[str] = []
    with server_of(kind, BAD[name]()) as server:
        evaluation = await judged_by(server, report=lambda message, _remedy: told.append(message))
        assert evaluation.evaluator.kind == "rules"
        assert evaluation.fallback_reason
        assert evaluation.overall_score is not None
        assert len(told) == 1
        assert len(server.requests) == 2


def echo(call: ChatCall) -> str:
    """The schema itself, as small models like to send it."""
    return json.dumps(call.schema)


async def test_the_schema_itself_is_no_judgement(kind: str) -> None:
    with server_of(kind, echo) as server:
        assert (await judged_by(server)).evaluator.kind == "rules"


async def test_control_characters_do_not_get_through(kind: str) -> None:
    raw = json.dumps(good(comment="Well \x1b[2Jtold\u202e.")).replace("\\u001b", "\x1b").replace("Well", "Well\x07")
    with server_of(kind, raw) as server:
        evaluation = await judged_by(server)
        assert evaluation.overall_score == 80
        assert not any(char in evaluation.comment for char in "\x1b\x07\u202e")


async def test_praise_for_fine_is_never_asked_for(kind: str) -> None:
    with server_of(kind, json.dumps(good(5, "fine", comment="Perfect."))) as server:
        evaluation = await judged_by(server, "fine")
        assert evaluation.status is EvaluationStatus.INSUFFICIENT_EVIDENCE
        assert server.requests == []


async def test_samples_are_drawn_with_different_settings(kind: str) -> None:
    with server_of(kind, [json.dumps(good(score)) for score in (2, 4, 5)]) as server:
        evaluation = await judged_by(server, samples=3)
        assert evaluation.overall_score == 80
        assert {score.spread for score in evaluation.scores} == {3.0}
        bodies = [json.dumps(call.body, sort_keys=True) for call in server.requests]
        assert len(set(bodies)) == 3


@pytest.mark.parametrize(
    "fault", [Behaviour(status=500), Behaviour(disconnect_after=0), Behaviour(body=b"<html>"), Behaviour(status=404)]
)
async def test_a_server_in_trouble_leaves_a_session_with_feedback(kind: str, fault: Behaviour) -> None:
    told: list[str] = []
    with server_of(kind, "", default=fault) as server:
        judge = ModelJudge(model_of(server), RulesJudge(), report=lambda message, _remedy: told.append(message))
        evaluation = await judge.evaluate(ask(), say(STORY))
        feedback = await judge.feedback(session_of((DISAGREEMENT, STORY, evaluation)))
    assert evaluation.fallback_reason
    assert feedback.evaluator.kind == "rules"
    assert feedback.fallback_reason == evaluation.fallback_reason
    assert len(told) == 1


async def test_a_session_is_written_up_from_end_to_end(kind: str) -> None:
    def reply(call: ChatCall) -> str:
        return json.dumps(words() if "`suggestions`" in call.text else good())

    with server_of(kind, reply) as server:
        judge = ModelJudge(model_of(server), RulesJudge())
        evaluation = await judge.evaluate(ask(), say(STORY))
        feedback = await judge.feedback(session_of((DISAGREEMENT, STORY, evaluation)))
    assert feedback.summary == "You tell concrete stories."
    assert feedback.report is not None
    assert feedback.overall_score == 80


async def test_a_prompt_that_does_not_fit_is_reported_not_cut(kind: str) -> None:
    with server_of(kind, json.dumps(good())) as server:
        model = open_chat_model(LlmSettings(base_url=server.url, context_tokens=1024), f"{kind}:stub:latest")
        assert model is not None
        with pytest.raises(ChatModelError, match="does not fit"):
            await ModelJudge(model, RulesJudge(), falls_back=False).evaluate(ask(), say(STORY))
        assert server.requests == []
