"""Evaluations that a model has made are remembered: the same answer, judged the same way, costs no second call."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import lru_cache
from hashlib import sha256
from typing import Any, Protocol

from interview_cli import __version__
from interview_cli.errors import StorageError
from interview_cli.interview.model import AskedQuestion, Evaluation
from interview_cli.prompting import Prompt
from interview_cli.scoring.rubric import Rubric


class EvaluationCache(Protocol):
    """Remembers evaluations by a key that names everything they depend on."""

    def remembered(self, key: str) -> Evaluation | None:
        """The cached evaluation, marked as `cached`. Raises StorageError."""
        ...

    async def recall(
        self, key: str, judge: Callable[[], Awaitable[Evaluation]], *, fresh: bool = False
    ) -> Evaluation:
        """The remembered evaluation, marked as `cached`, or else what `judge` makes, which is remembered.

        Of several callers at the same time, in any process, one judges and the others wait for it. `fresh` judges
        whatever is remembered. What `judge` raises passes through and nothing is remembered. Raises StorageError.
        """
        ...


class Memory:
    """A cache, or none, that costs no judgement when it fails. `report` hears, as message and remedy, that it did.

    With `fresh`, nothing is known.
    """

    def __init__(self, cache: EvaluationCache | None, report: Callable[[str, str], None], *, fresh: bool) -> None:
        self._cache = cache
        self._report = report
        self._fresh = fresh

    def known(self, key: str) -> Evaluation | None:
        """What is remembered under a key."""
        try:
            return None if self._cache is None or self._fresh else self._cache.remembered(key)
        except StorageError as error:
            self._report(f"{error.message} The evaluation is not remembered.", error.remedy)
            return None

    async def recall(self, key: str, judge: Callable[[], Awaitable[Evaluation]]) -> Evaluation:
        """What is remembered, or else what `judge` makes. What it raises passes through."""
        if self._cache is None:
            return await judge()
        made: list[Evaluation] = []

        async def noted() -> Evaluation:
            made.append(await judge())
            return made[0]

        try:
            return await self._cache.recall(key, noted, fresh=self._fresh)
        except StorageError as error:
            self._report(f"{error.message} The evaluation is not remembered.", error.remedy)
            return made[0] if made else await judge()


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
        "rubric": _content(rubric),
        "prompt": [prompt.name, prompt.version, prompt.digest],
        "engine": engine,
        "samples": samples,
        "language": language,
        "cv": sha256((cv or "").encode("utf-8", "surrogatepass")).hexdigest(),
        "program": __version__,
    }
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=32)
def _content(rubric: Rubric) -> dict[str, Any]:
    """Everything in a rubric; many answers are judged by the same one."""
    return asdict(rubric)
