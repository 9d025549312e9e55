"""Every scenario, over real HTTP against a stub; marked `live`, against the model that INTERVIEW_TEST_LLM names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest

from interview_cli.interview.events import Problems
from interview_cli.interview.model import Difficulty, Document, InterviewType, Session, SessionSettings
from interview_cli.interview.ports import ChatModel
from interview_cli.llm.engines import open_chat_model
from interview_cli.scoring.judge import ModelJudge
from interview_cli.scoring.rules import RulesJudge
from interview_cli.settings import LlmSettings
from interview_cli.storage.documents import KINDS
from tests.conftest import read_yaml
from tests.model_interviewer.support import problems_in, whole_session
from tests.scenarios.checks import faults, unquoting_follow_ups
from tests.scenarios.stub_model import StubModel
from tests.stub_servers import OllamaStub, OpenAIStub, StubServer

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
LIVE = os.environ.get("INTERVIEW_TEST_LLM")
"""The engine and model of the live run, as in ollama:llama3.2; read before tests get an environment of their own."""
LIVE_SERVER = os.environ.get("INTERVIEW_TEST_LLM_URL")
"""Its address, when it is not the engine's usual one."""
STUBS = {"ollama": OllamaStub, "openai": OpenAIStub}


@dataclass(frozen=True)
class Scenario:
    """One file."""

    settings: SessionSettings
    answers: list[str]
    stub: dict[str, Any]
    checks: dict[str, Any]


def read(file: Path) -> Scenario:
    """A scenario; a misspelt field is an error."""
    data = read_yaml(file)
    wanted = data.pop("settings")
    wanted |= {"type": InterviewType(wanted["type"]), "difficulty": Difficulty(wanted.get("difficulty", "standard"))}
    data.pop("about")
    wanted |= {kind: Document(kind, wanted[kind]) for kind in KINDS if kind in wanted}
    return Scenario(settings=SessionSettings(**wanted), **data)


async def interviewed(folder: Path, model: ChatModel, scenario: Scenario) -> tuple[Session, list[str]]:
    """The saved session and the messages of what did not work."""
    problems = Problems()
    judge = ModelJudge(
        model,
        RulesJudge(),
        language=scenario.settings.language,
        cv=scenario.settings.cv_text or None,
        report=problems.report,
    )
    answers = chain(scenario.answers, repeat(scenario.answers[-1], 60))
    session, told = await whole_session(folder, model, scenario.settings, answers, judge=judge, problems=problems)
    return session, [problem.message for problem in problems_in(told)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("kind", STUBS)
async def test_against_a_stub(kind: str, file: Path, tmp_path: Path) -> None:
    scenario = read(file)
    with STUBS[kind](StubModel(**scenario.stub)) as stub:
        session, problems = await interviewed(tmp_path, model_of(stub), scenario)
    assert faults(session) == []
    check(session, problems, dict(scenario.checks))


@pytest.mark.live
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_live(file: Path, tmp_path: Path) -> None:
    if LIVE is None:
        pytest.fail("Name a model in INTERVIEW_TEST_LLM, as in ollama:llama3.2.")
    model = open_chat_model(LlmSettings(base_url=LIVE_SERVER), LIVE)
    assert model is not None
    session, _ = await interviewed(tmp_path, model, read(file))
    assert faults(session) == []


def model_of(stub: StubServer) -> ChatModel:
    """The model of a stub."""
    kind = "ollama" if isinstance(stub, OllamaStub) else "openai"
    model = open_chat_model(LlmSettings(base_url=stub.url, retries=0), f"{kind}:stub:latest")
    assert model is not None
    return model


def check(session: Session, problems: list[str], checks: dict[str, Any]) -> None:
    """What a scenario itself expects."""
    said = [exchange.asked.text for exchange in session.exchanges]
    follow_ups = [each.asked.text for each in session.exchanges if each.asked.parent_id]
    if checks.pop("follow_ups_quote", False):
        assert unquoting_follow_ups(session) == []
    assert len(follow_ups) >= checks.pop("least_follow_ups", 0), said
    for phrase in checks.pop("never_said", []):
        assert not [text for text in said if phrase.lower() in text.lower()]
    for text in checks.pop("said", []):
        assert text in said
    expected = checks.pop("problems", [])
    assert len(problems) == len(expected), problems
    for start in expected:
        assert any(start in problem for problem in problems), problems
    assert session.feedback
    overall = session.feedback.overall_score
    if (most := checks.pop("most_overall", None)) is not None:
        assert overall is None or overall <= most
    if (least := checks.pop("least_overall", None)) is not None:
        assert overall is not None
        assert overall >= least
    topics = checks.pop("types", None)
    assert topics is None or [slot.type.value for slot in session.plan] == topics
    assert checks == {}
