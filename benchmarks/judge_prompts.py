"""What a small real model makes of the full and of the compact prompt of the judge, on answers with human grades.

    python -m benchmarks.judge_prompts GRADES.csv [--model smollm2|qwen] [--answers N] [--prompts full compact]

Every question gives one of its answers of at least twelve words, drawn with a fixed seed, so that all runs see the
same ones. The columns are those of Mohler's data-structures set unless --columns names others. The model runs in
llama.cpp's server with one thread; see tests/real/model_server.py.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median
from typing import Final

from benchmarks.short_answers import MOHLER_COLUMNS
from interview_cli.errors import ChatModelError, InterviewError
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Difficulty,
    Evaluation,
    InterviewType,
    Question,
    TokenUsage,
)
from interview_cli.interview.ports import ChatModel, Message, ReplyT
from interview_cli.llm.engines import open_chat_model
from interview_cli.scoring.judge import ModelJudge
from interview_cli.scoring.rules import RulesJudge
from interview_cli.settings import LlmSettings
from interview_cli.trust.agreement import pearson
from interview_cli.trust.grades import GradedAnswer, read_grades
from tests.real.model_server import MODELS, served

FEWEST_WORDS: Final = 12
SEED: Final = 7
PATIENCE_S: Final = 3_600.0


@dataclass(slots=True)
class Judged:
    """One answer: its grade (0 to 1), the scores (0 to 100) and what they took."""

    grade: float
    score: float | None
    rules_score: float | None
    by_model: bool
    reason: str | None
    quotes_kept: int
    quotes_dropped: int
    prompt_tokens: int
    reply_tokens: int
    calls: int
    invalid_replies: int
    seconds: float


@dataclass(slots=True)
class Watched:
    """A `ChatModel` that counts the replies that did not fit what was asked for."""

    model: ChatModel
    invalid: int = 0
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.model.name

    @property
    def remote_host(self) -> str | None:
        return self.model.remote_host

    @property
    def usage(self) -> TokenUsage:
        return self.model.usage

    def stream(self, messages: Sequence[Message]) -> AsyncIterator[str]:
        return self.model.stream(messages)

    async def complete(self, messages: Sequence[Message], schema: type[ReplyT], *, sample: int = 0) -> ReplyT:
        before = self.usage.calls
        try:
            reply = await self.model.complete(messages, schema, sample=sample)
        except ChatModelError as error:
            self.invalid += max(self.usage.calls - before - error.unreachable, 0)
            raise
        self.invalid += self.usage.calls - before - 1
        return reply


def main() -> int:
    """Print a line for each answer and a summary for each prompt; return the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("grades", type=Path)
    parser.add_argument("--model", choices=MODELS, default="smollm2")
    parser.add_argument("--answers", type=int, default=12)
    parser.add_argument("--prompts", nargs="+", choices=("full", "compact"), default=["full", "compact"])
    parser.add_argument("--columns", default=MOHLER_COLUMNS, help="our=theirs, comma-separated")
    parser.add_argument("--max-grade", type=float, default=5.0)
    options = parser.parse_args()
    columns = dict(pair.split("=", 1) for pair in options.columns.split(","))
    answers = drawn(read_grades(options.grades, columns, options.max_grade), options.answers)
    with open_model(options.model) as model:
        found = asyncio.run(judged_all(model, answers, options.max_grade, options.prompts))
    for prompt, judged in found.items():
        print(json.dumps({"prompt": prompt, **summary(judged)}))
    if len(found) == 2:
        pairs = [
            (one.score, other.score)
            for one, other in zip(*found.values(), strict=True)
            if one.by_model and other.by_model and one.score is not None and other.score is not None
        ]
        apart = [abs(one - other) for one, other in pairs]
        print(
            json.dumps({"judged with both": len(pairs), "mean difference": round(mean(apart), 1) if apart else None})
        )
    return 0


def drawn(graded: Sequence[GradedAnswer], count: int) -> list[GradedAnswer]:
    """One answer to each of so many questions."""
    by_question: dict[str, list[GradedAnswer]] = {}
    for each in graded:
        if len(each.answer.split()) >= FEWEST_WORDS:
            by_question.setdefault(each.question, []).append(each)
    choose = random.Random(SEED)
    questions = sorted(by_question)
    choose.shuffle(questions)
    return [choose.choice(by_question[question]) for question in questions[:count]]


@contextmanager
def open_model(name: str) -> Iterator[Watched]:
    """The model, as long as the context."""
    with served(MODELS[name]) as address:
        settings = LlmSettings(
            base_url=address, retries=0, first_token_timeout_s=PATIENCE_S, total_timeout_s=PATIENCE_S
        )
        model = open_chat_model(settings, f"llamacpp:{name}")
        assert model is not None
        yield Watched(model)


async def judged_all(
    model: Watched, answers: Sequence[GradedAnswer], max_grade: float, prompts: Sequence[str]
) -> dict[str, list[Judged]]:
    """Every answer judged with each prompt, one after the other."""
    judges = {prompt: ModelJudge(model, RulesJudge(), compact=prompt == "compact") for prompt in prompts}
    found: dict[str, list[Judged]] = {prompt: [] for prompt in prompts}
    for each in answers:
        question = Question(
            "",
            each.question,
            InterviewType.TECHNICAL_VERBAL,
            Difficulty.STANDARD,
            "",
            ideal_answer=each.reference.strip() or None,
        )
        asked = AskedQuestion("main", 0, 0, each.question, question, None)
        now = datetime.now(UTC)
        answer = Answer(each.answer, AnswerSource.SCRIPTED, now, now)
        for prompt, judge in judges.items():
            before, invalid, started = model.usage, model.invalid, time.perf_counter()
            evaluation = await judge.evaluate(asked, answer)
            judged = what_it_took(evaluation, each.human / max_grade, before, model.usage, model.invalid - invalid)
            judged.seconds = round(time.perf_counter() - started, 1)
            found[prompt].append(judged)
            print(json.dumps({"prompt": prompt, **asdict(judged)}), flush=True)
    return found


def what_it_took(evaluation: Evaluation, grade: float, before: TokenUsage, after: TokenUsage, invalid: int) -> Judged:
    by_model = evaluation.evaluator.kind == "model"
    return Judged(
        grade=grade,
        score=evaluation.overall_score,
        rules_score=evaluation.rules_score if by_model else evaluation.overall_score,
        by_model=by_model,
        reason=evaluation.fallback_reason,
        quotes_kept=sum(len(score.evidence) for score in evaluation.scores) if by_model else 0,
        quotes_dropped=evaluation.dropped_quotes,
        prompt_tokens=after.prompt_tokens - before.prompt_tokens,
        reply_tokens=after.completion_tokens - before.completion_tokens,
        calls=after.calls - before.calls,
        invalid_replies=invalid,
        seconds=0.0,
    )


def summary(judged: Sequence[Judged]) -> dict[str, object]:
    """The figures of one prompt. Agreement is over the answers that the model judged."""
    sent = [each for each in judged if each.calls]
    by_model = [each for each in sent if each.by_model and each.score is not None]
    calls = sum(each.calls for each in sent)
    grades = [each.grade for each in by_model]

    def agreement(scores: Sequence[float | None]) -> float | None:
        known = [0.0 if score is None else score for score in scores]
        value = pearson(grades, known) if len(known) > 2 else None
        return None if value is None else round(value, 2)

    return {
        "answers sent": len(sent),
        "judged by the model": len(by_model),
        "rules instead": sum(not each.by_model for each in sent),
        "invalid replies": sum(each.invalid_replies for each in sent),
        "quotes kept": sum(each.quotes_kept for each in sent),
        "quotes dropped": sum(each.quotes_dropped for each in sent),
        "tokens of a prompt": round(sum(each.prompt_tokens for each in sent) / calls),
        "tokens of a reply": round(sum(each.reply_tokens for each in sent) / calls),
        "calls an answer": round(calls / len(sent), 1),
        "seconds an answer": median(each.seconds for each in sent),
        "r": agreement([each.score for each in by_model]),
        "r of the rules on the same": agreement([each.rules_score for each in by_model]),
        "scores": [each.score for each in by_model],
    }


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InterviewError as error:
        sys.exit(f"Error: {error}")
