"""What a run would do and how long it would take, without doing it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from interview_cli.batch.items import Counts, Item
from interview_cli.batch.plan import ModelChoice, Plan
from interview_cli.batch.pool import Pool, Work
from interview_cli.batch.run import Progress
from interview_cli.batch.work import Counting, Scoring

SAMPLE_ITEMS: Final = 12
"""How many items are really scored to measure the time of one; the first warms up and does not count."""

INSTRUCTION_TOKENS: Final = 1_600
REPLY_TOKENS: Final = 450
TOKENS_PER_WORD: Final = 1.4
"""What judging one answer takes besides its words, and each word of it (`benchmarks/token_use.py`)."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What there is to do. `seconds` is None when nothing could be tried, or a model judges: its pace is not known.

    Neither the calls nor the time are those of recordings, whose words are not known yet.

    The rest is 0, and `cost` None, when rules judge; `cost` is None too when no prices are set.
    """

    counts: Counts
    model_calls: int
    seconds: float | None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None


def rehearse(
    items: Iterable[Item],
    total: int,
    plan: Plan,
    jobs: int,
    pool: Callable[[Work, int], Pool],
    report: Callable[[Progress], None],
) -> Forecast:
    """Read all of `total` items and score a few. `pool` makes one for some work and a number of jobs."""
    counts = Counts()
    progress = Progress(total)
    started = time.monotonic()
    with pool(Counting(plan), jobs) as counting:
        for outcome in counting.run(iter(items)):
            if outcome:
                counts += outcome.result or Counts(failed=1)
                progress.done += 1
            progress.seconds = time.monotonic() - started
            report(progress)
    if plan.model:
        return _forecast_of_model(plan.model, counts)
    each_s = _seconds_per_item(items, plan, pool)
    lines = counts.transcripts + counts.failed
    return Forecast(counts, 0, None if each_s is None else each_s * lines / jobs)


def _forecast_of_model(model: ModelChoice, counts: Counts) -> Forecast:
    """The calls and, roughly, the tokens; what is cached costs nothing, so this is an upper bound."""
    settings = model.settings
    calls = counts.judgements * settings.samples
    words = counts.words * calls / counts.answers if counts.answers else 0.0
    prompt_tokens = round(calls * INSTRUCTION_TOKENS + words * TOKENS_PER_WORD)
    completion_tokens = calls * REPLY_TOKENS
    cost = None
    if settings.prompt_price_per_million is not None or settings.completion_price_per_million is not None:
        spent = prompt_tokens * (settings.prompt_price_per_million or 0)
        cost = (spent + completion_tokens * (settings.completion_price_per_million or 0)) / 1_000_000
    return Forecast(counts, calls, None, prompt_tokens, completion_tokens, cost)


def _seconds_per_item(items: Iterable[Item], plan: Plan, pool: Callable[[Work, int], Pool]) -> float | None:
    """How long one worker takes for a line, over the first items."""
    lines = 0
    started: float | None = None
    written = (item for item in items if not item.recording)
    with pool(Scoring(plan), 1) as scoring:
        for outcome in scoring.run(islice(written, SAMPLE_ITEMS)):
            if outcome is None:
                continue
            if started is None:
                started = time.monotonic()
            else:
                lines += len(outcome.result or (None,))
    return (time.monotonic() - started) / lines if started is not None and lines else None
