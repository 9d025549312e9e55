"""A language model judges and asks, or the rules and the banks do in its place, and that is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import BaseModel

from interview_cli.errors import ChatModelError
from interview_cli.interview.ports import Message
from interview_cli.scoring.judge import ModelJudge
from interview_cli.scoring.rules import RulesJudge
from interview_server.calls.configured import chat_model, judge_of
from interview_server.calls.work import MODEL_ATTEMPTS, CallWork
from interview_server.jobs import queue
from interview_server.jobs.models import JobState
from interview_server.jobs.worker import Worker
from interview_server.settings import Settings
from tests.judge.support import StubModel, criteria_of, failing, reply
from tests.model_interviewer.support import Replies, ScriptedModel
from tests.server.calls.conftest import Interview, transcript

QUOTES = ("I rewrote it to read only the rows changed since the last run", "We agreed to ship the cache first")


def grading(_messages: Sequence[Message], schema: type[BaseModel], _sample: int) -> Any:
    """A model that grades answers with quotes from them, and writes no report."""
    return reply(schema, 4, QUOTES) if criteria_of(schema) else ChatModelError("No report.", "")


def judged_by(interview: Interview, model: StubModel) -> None:
    judge = ModelJudge(model, RulesJudge(), falls_back=False)
    work = CallWork(interview.provider, judge, interview.served.settings.files_folder)
    interview.worker = Worker(interview.database, work.kinds(), interview.worker.clock)


def test_a_model_judges_with_quotes_that_were_said(interview: Interview) -> None:
    judged_by(interview, StubModel(grading))
    interview.deliver(interview.event("transcription", "1.jsonl", content=transcript(interview.speakers)))
    interview.worker.run_due()
    given = interview.feedback().json()
    assert (given["evaluator"]["kind"], given["evaluator"]["name"]) == ("model", "stub:1")
    assert {each["quote"] for each in given["evidence"] if each["part"] == "strengths"} <= set(QUOTES)
    assert given["notes"] == []


def test_a_model_that_is_away_is_asked_again_and_then_the_rules_judge(interview: Interview) -> None:
    model = failing("No route to 10.0.0.7.")
    judged_by(interview, model)
    interview.deliver(interview.event("transcription", "1.jsonl", content=transcript(interview.speakers)))
    for _ in range(MODEL_ATTEMPTS):
        interview.worker.run_due()
        assert interview.feedback().status_code == 404
        [waiting] = interview.jobs(JobState.WAITING)
        assert waiting.last_error == "the language model gave no usable reply"
        interview.served.now += queue.delay(20) * 2
    interview.worker.run_due()
    given = interview.feedback().json()
    assert given["evaluator"]["kind"] == "rules"
    assert given["notes"] == ["The language model gave no usable reply for a long time, so the rules judged."]


def ask(interview: Interview, **wish: Any) -> Any:
    return interview.post(interview.candidate, "/api/ai/questions", wish)


@pytest.mark.parametrize(
    ("wish", "kind"),
    [
        pytest.param({}, "behavioral", id="nothing"),
        pytest.param(
            {"type": "technical_verbal", "role": "backend developer", "count": 8}, "technical_verbal", id="role"
        ),
        pytest.param({"type": "system_design", "difficulty": "intense", "count": 3}, "system_design", id="design"),
    ],
)
def test_the_banks_answer_by_rules(interview: Interview, wish: dict[str, Any], kind: str) -> None:
    found = ask(interview, **wish).json()
    assert (found["source"], found["fallbackReason"]) == ("banks", None)
    assert len({each["id"] for each in found["questions"]}) == wish.get("count", 5)
    assert kind in {each["type"] for each in found["questions"]}
    assert all(each["keyPoints"] for each in found["questions"])


def test_what_the_banks_do_not_have_is_refused(interview: Interview) -> None:
    assert ask(interview, count=21).status_code == 422
    assert ask(interview, type="cooking").status_code == 422


def test_a_model_writes_questions_or_the_banks_do_and_it_is_said(interview: Interview) -> None:
    state = interview.served.app.state
    state.chat_model = ScriptedModel(Replies())
    written = ask(interview, count=1, type="technical_verbal").json()
    assert (written["source"], written["fallbackReason"]) == ("scripted:model", None)
    state.chat_model = failing("The model is gone.")
    found = ask(interview, count=1).json()
    assert (found["source"], found["fallbackReason"]) == ("banks", "The model is gone.")


def test_the_settings_name_the_model() -> None:
    assert chat_model(Settings()) is None
    assert judge_of(Settings()) is None
    named = Settings(model="ollama:llama3.2", model_url="http://127.0.0.1:9")
    model = chat_model(named)
    assert model is not None
    assert model.name == "ollama:llama3.2"
    assert isinstance(judge_of(named), ModelJudge)
