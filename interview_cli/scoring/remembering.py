"""Evaluations that a model has made are remembered: the same answer, judged the same way, costs no second call."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from hashlib import sha256
from typing import Protocol

from interview_cli import __version__
from interview_cli.interview.model import AskedQuestion, Evaluation
from interview_cli.prompting import Prompt
from interview_cli.scoring.rubric import Rubric


class EvaluationCache(Protocol):
    """Remembers evaluations by a key that names everything they depend on."""

    async def recall(
        self, key: str, judge: Callable[[], Awaitable[Evaluation]], *, fresh: bool = False
    ) -> Evaluation:
        """The remembered evaluation, marked as `cached`, or else what `judge` makes, which is remembered.

        Of several callers at the same time, in any process, one judges and the others wait for it. `fresh` judges
        whatever is remembered. What `judge` raises passes through and nothing is remembered. Raises StorageError.
        """
        ...


def evaluation_key(
    asked: AskedQuestion,
    answer: str,
    *,
    rubric: Rubric,
    prompt: Prompt,
    engine: str,
    samples: int,
    language: str,
    cv: str | None,
) -> str:
    """SHA-256, in hexadecimal, of everything a model's evaluation depends on.

    `engine` names engine, model and its parameters. The program's version stands for the checks made in code.
    """
    question = asked.question
    parts = {
        "question": [question.id, question.text, question.type, question.key_points, question.ideal_answer],
        "asked": [asked.text, asked.parent_id is not None],
        "answer": answer,
        "rubric": asdict(rubric),
        "prompt": [prompt.name, prompt.version, prompt.digest],
        "engine": engine,
        "samples": samples,
        "language": language,
        "cv": sha256((cv or "").encode("utf-8", "surrogatepass")).hexdigest(),
        "program": __version__,
    }
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
