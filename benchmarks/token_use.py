"""How many tokens a judged session of eight answers takes.

Eight answers of spoken length, two of them with a follow-up, are judged and written up through the Ollama client by a
stub server that keeps what it is sent. Tokens are estimated as characters divided by 4, the usual rule for English;
next to it is the count by GPT-2's byte pairs, which come with openai-whisper, where that is installed. Prints
tokens by kind of call, and what the same session takes when everything is remembered.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    Difficulty,
    Document,
    Exchange,
    InterviewType,
    Question,
    Session,
    SessionSettings,
    SessionStatus,
)
from interview_cli.llm.engines import open_chat_model
from interview_cli.scoring.judge import ModelJudge
from interview_cli.scoring.rules import RulesJudge
from interview_cli.settings import LlmSettings
from interview_cli.storage.database import open_database
from interview_cli.storage.evaluation_cache import SqliteEvaluationCache
from tests.stub_servers import OllamaStub, criteria_in
from tests.stub_servers.server import ChatCall

ANSWERS = 8
FOLLOW_UPS = (1, 4)
"""The questions that get one."""
CHARACTERS_PER_TOKEN = 4
STORY = " ".join(
    """In my last job, in March, our payment service was failing for 8 percent of the customers of shop number {n}.
    My manager asked me to fix it within six weeks. A coworker wanted to rewrite everything and I disagreed, because
    we had so little time. I set up a meeting, listed both options with their risks and asked her what worried her
    most. Then I profiled the service and built a small cache in front of the slow part, which took me four days. I
    watched it for a week, wrote down what it did under load and showed the figures to everybody. As a result,
    failures dropped from 8 percent to 0.4 percent, and we shipped two weeks early. I learned that figures settle an
    argument faster than opinions, and I have started every such talk with a measurement since.""".split()
)
MORE = "It fell by half within a month, and nobody has touched it since."
CV = "Back-end engineer in Leeds. Payments, queues, databases. Python, Go, SQL. Led a team of four. " * 20
REPORT = " ".join(
    f"You told story {number} of the payment service in good order and your own part in it was clear."
    for number in range(1, 11)
)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def reply(call: ChatCall) -> str:
    """A reply of usual length."""
    if "`suggestions`" in call.text:
        point = {"text": "You act, and you say why you did it.", "question": 1, "quote": "I set up a meeting"}
        return json.dumps(
            {
                "summary": "You tell concrete stories in good order. Say sooner what they led to.",
                "strengths": [point] * 3,
                "improvements": [point] * 3,
                "suggestions": ["Tell it again in one minute, the result first."] * 3,
                "technical_notes": "You know what a cache is for.",
                "communication_notes": "You speak plainly.",
                "problem_solving_notes": "You listed both options.",
                "report": REPORT,
            }
        )
    assert call.schema is not None
    names = criteria_in(call.schema)
    each = {
        "quotes": ["I set up a meeting, listed both options with their risks", "I built a small cache"],
        "score": 4,
    }
    return json.dumps(
        {
            "scores": dict.fromkeys(names, each),
            "comment": "You said “I set up a meeting”, which is concrete. Say sooner what it led to, with figures.",
            "tags": ["no_task"],
            "ideal_answer": STORY.format(n=1),
        }
    )


def eight_answers() -> Session:
    """A session of main questions, some with a follow-up."""
    question = Question(
        "q", "Tell me about a time you disagreed.", InterviewType.BEHAVIORAL, Difficulty.STANDARD, "benchmark"
    )
    exchanges: list[Exchange] = []

    def add(text: str, answer: str, slot: int, parent: str | None) -> str:
        number = len(exchanges)
        asked = AskedQuestion(f"asked-{number}", number, slot, text, question, parent)
        said = Answer(answer, AnswerSource.TYPED, NOON, NOON)
        exchanges.append(Exchange(asked, (Attempt(f"attempt-{number}", said),)))
        return asked.id

    for number in range(ANSWERS):
        main = add(f"{question.text} It was number {number}.", STORY.format(n=number), number, None)
        if number in FOLLOW_UPS:
            add("By how much did it fall?", f"{MORE} That was shop {number}.", number, main)
    settings = SessionSettings(InterviewType.BEHAVIORAL, cv=Document("cv", CV))
    return Session("session", settings, SessionStatus.IN_PROGRESS, NOON, exchanges=tuple(exchanges))


async def judge_session(judge: ModelJudge, session: Session) -> None:
    """Judge every answer, then the session, as an interview does."""
    exchanges = []
    for exchange in session.exchanges:
        assert exchange.attempt
        evaluation = await judge.evaluate(exchange.asked, exchange.attempt.answer)
        assert evaluation.fallback_reason is None, evaluation.fallback_reason
        exchanges.append(exchange.with_attempt(replace(exchange.attempt, evaluation=evaluation)))
    feedback = await judge.feedback(replace(session, exchanges=tuple(exchanges)))
    assert feedback.report, feedback.fallback_reason


def estimate(text: str) -> int:
    """Tokens by the usual rule."""
    return -(-len(text) // CHARACTERS_PER_TOKEN)


def byte_pair_counter() -> Callable[[str], int] | None:
    """Tokens by GPT-2's byte pairs; None where openai-whisper is not installed."""
    try:
        from whisper.tokenizer import get_encoding
    except ImportError:
        return None
    encoding = get_encoding("gpt2")
    return lambda text: len(encoding.encode(text, disallowed_special=()))


class Clock:
    """The time."""

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.now(UTC)


def table(calls: list[ChatCall], count: Callable[[str], int], name: str) -> None:
    """Print the tokens of each kind of call, prompts with their schema."""
    kinds: dict[str, list[tuple[int, int]]] = {}
    for call in calls:
        kind = (
            "session"
            if "`suggestions`" in call.text
            else "follow-up"
            if "Follow-up question" in call.text
            else "answer"
        )
        prompt = count(call.text) + count(json.dumps(call.schema))
        kinds.setdefault(kind, []).append((prompt, count(reply(call))))
    print(f"{name:<24}{'calls':>6}{'prompt':>9}{'reply':>8}{'prompt each':>13}")
    for kind, used in kinds.items():
        prompts, replies = (sum(column) for column in zip(*used, strict=True))
        print(f"{kind:<24}{len(used):>6}{prompts:>9}{replies:>8}{prompts // len(used):>13}")
    everything = [each for used in kinds.values() for each in used]
    print(f"{'in all':<24}{len(everything):>6}{sum(a for a, _ in everything):>9}{sum(b for _, b in everything):>8}")


def main() -> None:
    """Judge the session twice, the second time with everything remembered."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_database(Path(folder) / "interview.db")) as database,
        OllamaStub(reply) as server,
    ):
        model = open_chat_model(LlmSettings(base_url=server.url), "ollama:stub:latest")
        assert model is not None
        cache = SqliteEvaluationCache(database, Clock())
        problems: list[Any] = []
        judge = ModelJudge(model, RulesJudge(), cache=cache, cv=CV, report=lambda *what: problems.append(what))
        session = eight_answers()
        asyncio.run(judge_session(judge, session))
        first = list(server.requests)
        asyncio.run(judge_session(judge, session))
        again = server.requests[len(first) :]
        assert not problems, problems
    words = sum(len(each.attempt.answer.text.split()) for each in session.exchanges if each.attempt)
    print(f"{ANSWERS} answers and {len(FOLLOW_UPS)} follow-ups, {words} words, a CV of {len(CV.split())} words")
    table(first, estimate, "characters / 4")
    if count := byte_pair_counter():
        table(first, count, "GPT-2 byte pairs")
    table(again, estimate, "once more, remembered")


if __name__ == "__main__":
    main()
