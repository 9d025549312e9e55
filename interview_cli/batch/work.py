"""The work of batches: small values that can be sent to any worker, which prepares itself for what they say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from interview_cli.batch.items import Counts, Item, ItemResult
from interview_cli.batch.plan import Plan


@dataclass(frozen=True, slots=True)
class Scoring:
    """The work of scoring transcripts by a plan: an item to its `ItemResult`."""

    preloaded: ClassVar = "interview_cli.batch.ready_to_score"

    plan: Plan

    def prepared(self) -> Callable[[Item], ItemResult]:
        from interview_cli.batch.scorer import Scorer

        scorer = Scorer(self.plan)
        scorer.warm_up()
        return scorer.score_at_once


@dataclass(frozen=True, slots=True)
class Counting:
    """The work of reading transcripts without scoring them: an item to its `Counts`."""

    preloaded: ClassVar = "interview_cli.batch.scorer"

    plan: Plan

    def prepared(self) -> Callable[[Item], Counts]:
        from interview_cli.batch.scorer import Scorer

        return Scorer(self.plan).count
