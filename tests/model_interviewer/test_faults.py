"""Whatever happens to the model's server, the session goes on with the banks and says so: over real HTTP."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from interview_cli.interview import events
from interview_cli.interview.model import InterviewType, SessionStatus
from interview_cli.interview.ports import ChatModel
from interview_cli.llm.engines import open_chat_model
from interview_cli.settings import LlmSettings
from tests.model_interviewer.support import (
    QUESTIONS,
    Replies,
    interviewer,
    plan_json,
    problems_in,
    settings_for,
    whole_session,
)
from tests.model_interviewer.test_follow_ups import session_after
from tests.stub_servers import Behaviour, Hold, OllamaStub, OpenAIStub, StubServer

GOOD = Behaviour()
SLOW = Behaviour(latency_s=15)
FAULTS = {
    "slow first token": SLOW,
    "stalled": Behaviour(stall_after=1),
    "429": Behaviour(status=429, headers={"Retry-After": "30"}),
    "500": Behaviour(status=500),
    "junk": Behaviour(body=b"<html>Bad gateway</html>"),
    "disconnect": Behaviour(disconnect_after=0),
    "disconnect in the middle": Behaviour(disconnect_after=2),
    "half a reply": Behaviour(cut_after=9),
}
FOLLOW_UP = "You said “added a read replica”. Why not a cache?"
STUBS = {"ollama": OllamaStub, "openai": OpenAIStub}


def model_of(stub: StubServer, *, name: str = "stub:latest", timeout_s: float = 5.0) -> ChatModel:
    """The model of a stub, without retries."""
    kind = "ollama" if isinstance(stub, OllamaStub) else "openai"
    llm = LlmSettings(base_url=stub.url, retries=0, first_token_timeout_s=timeout_s)
    model = open_chat_model(llm, f"{kind}:{name}")
    assert model is not None
    return model


def patience_s(fault: str) -> float:
    """Not long where the fault is silence."""
    return 1.5 if fault in {"slow first token", "stalled"} else 5.0


STEPS = ("plan", "question", "follow-up")
CASES = [
    (step, fault, [*STUBS][(number + turn) % 2])
    for turn, step in enumerate(STEPS)
    for number, fault in enumerate(FAULTS)
]
"""Every fault at every step, the two APIs in turn."""


@pytest.mark.parametrize(("step", "fault", "kind"), CASES)
async def test_a_fault_costs_its_step_only(step: str, fault: str, kind: str, tmp_path: Path) -> None:
    good_before = STEPS.index(step)
    replies = Replies(plans=[plan_json(1)], follow_ups=[FOLLOW_UP])
    with STUBS[kind](replies, script=[GOOD] * good_before + [FAULTS[fault]] * 2) as stub:
        settings = settings_for(InterviewType.TECHNICAL_VERBAL, questions=1, follow_up_budget=1)
        session, told = await whole_session(tmp_path, model_of(stub, timeout_s=patience_s(fault)), settings)
    assert session.status is SessionStatus.COMPLETED
    main = session.exchanges[0].asked
    assert (main.text == QUESTIONS[0]) == (step == "follow-up" or (step == "plan" and fault == "half a reply"))
    problems = problems_in(told)
    if step == "follow-up" and fault == "half a reply":
        assert [each.asked.text for each in session.exchanges[1:]] == []
    followed = len(session.exchanges) > 1
    messages = {
        "plan": "was planned from",
        "question": "comes from a question bank",
        "follow-up": "This follow-up comes from the rules" if followed else "No follow-up is asked",
    }
    assert any(messages[step] in problem.message for problem in problems), problems
    assert all(problem.message for problem in problems)
    told_as = [event for event in told if isinstance(event, events.Asked | events.FollowUpAsked)]
    assert [event.asked.text for event in told_as] == [each.asked.text for each in session.exchanges]


@pytest.mark.parametrize("kind", STUBS)
async def test_without_the_model_the_banks_interview_to_the_end(kind: str, tmp_path: Path) -> None:
    with STUBS[kind](Replies()) as stub:
        session, told = await whole_session(
            tmp_path, model_of(stub, name="missing"), settings_for(InterviewType.MIXED, questions=4)
        )
    assert session.status is SessionStatus.COMPLETED
    assert {each.asked.question.bank for each in session.exchanges}.isdisjoint({"generated"})
    assert len([each for each in session.exchanges if each.asked.parent_id is None]) == 4
    assert any("missing" in problem.message and problem.remedy for problem in problems_in(told))


async def test_a_model_that_comes_back_interviews_again(tmp_path: Path) -> None:
    replies = Replies(plans=[plan_json(3)])
    with OllamaStub(replies, script=[GOOD, Behaviour(status=500)]) as stub:
        session, told = await whole_session(
            tmp_path, model_of(stub), settings_for(InterviewType.TECHNICAL_VERBAL, max_follow_ups=0)
        )
    banks = [each.asked.question.bank for each in session.exchanges]
    assert banks[0] != "generated"
    assert banks[1:] == ["generated", "generated"]
    assert len(problems_in(told)) == 1


async def test_leaving_a_reply_early_hangs_up(tmp_path: Path) -> None:
    replies = Replies(plans=[plan_json(1)], follow_ups=[f"{FOLLOW_UP} " + "More and more. " * 2000])
    with OllamaStub(replies) as stub:
        await whole_session(
            tmp_path,
            model_of(stub),
            settings_for(InterviewType.TECHNICAL_VERBAL, questions=1, follow_up_budget=1),
        )
        stub.wait_for_disconnect(2)


async def test_a_question_that_is_being_written_is_given_up_with_the_interview(tmp_path: Path) -> None:
    gate = Hold()
    with OllamaStub(Replies(), default=Behaviour(hold=gate)) as stub:
        session = session_after()

        async def interview() -> None:
            interviewer(model_of(stub)).prepare(session, 1, [])
            await asyncio.to_thread(gate.reached.wait, 20)

        await asyncio.create_task(interview())
        await asyncio.to_thread(stub.wait_for_disconnect)


async def test_a_follow_up_that_is_cancelled_hangs_up() -> None:
    gate = Hold()
    with OllamaStub(Replies(), default=Behaviour(hold=gate)) as stub:
        session = session_after()
        said: list[str] = []
        asking = asyncio.create_task(interviewer(model_of(stub)).follow_up(session, session.exchanges, said.append))
        await asyncio.to_thread(gate.reached.wait, 20)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await asyncio.to_thread(stub.wait_for_disconnect)
    assert said == []


async def test_a_broken_prompt_of_the_users_is_reported_and_costs_its_step(tmp_path: Path) -> None:
    for name in ("plan_interview", "generate_questions", "follow_up"):
        schema = {"plan_interview": "PlanReply", "generate_questions": "QuestionsReply"}.get(name)
        head = f"name: {name}\nversion: mine\n" + (f"schema: {schema}\n" if schema else "")
        (tmp_path / f"{name}.md").write_text(f"---\n{head}---\n## user\n{{{{ nobody }}}}\n", encoding="utf-8")
    replies = Replies()
    with OllamaStub(replies) as stub:
        session, told = await whole_session(
            tmp_path, model_of(stub), settings_for(InterviewType.TECHNICAL_VERBAL, questions=1), overrides=tmp_path
        )
    assert session.status is SessionStatus.COMPLETED
    assert replies.seen == []
    problems = problems_in(told)
    assert len(problems) == 3
    for name, problem in zip(("plan_interview", "generate_questions", "follow_up"), problems, strict=True):
        assert f"{name}.md" in problem.message
        assert "'nobody'" in problem.message
        assert "move it away" in problem.remedy


async def test_a_model_that_keeps_failing_is_not_waited_for_again_and_again(tmp_path: Path) -> None:
    replies = Replies(plans=[plan_json(6)])
    with OllamaStub(replies, script=[GOOD], default=Behaviour(status=500)) as stub:
        session, told = await whole_session(
            tmp_path, model_of(stub), settings_for(InterviewType.TECHNICAL_VERBAL, questions=6, max_follow_ups=0)
        )
        assert len(stub.requests) == 1 + 3
    assert session.status is SessionStatus.COMPLETED
    assert len(session.exchanges) == 6
    reasons = [problem.message for problem in problems_in(told)]
    assert len(reasons) == 6
    assert all("comes from a question bank" in reason for reason in reasons)
    assert sum("is asked for no more questions" in reason for reason in reasons) == 6 - 3
