"""Auditing transcripts as work for a pool: each is scored again under every counterfactual change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from interview_cli.batch import pool
from interview_cli.batch.asked import question_finder
from interview_cli.batch.items import Item, read_item
from interview_cli.batch.judging import AnswerRules, at_once
from interview_cli.batch.lines import line_id
from interview_cli.batch.plan import Plan
from interview_cli.batch.scorer import override_of
from interview_cli.batch.transcript_scoring import score_transcript
from interview_cli.errors import InputError
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.trust.audit import AuditedTranscript, Outcome, failed
from interview_cli.trust.variants import variants


@dataclass(frozen=True, slots=True)
class Auditing:
    """The work of auditing transcripts scored by a plan: an item to its `AuditedTranscript`s."""

    preloaded: ClassVar = __name__

    plan: Plan
    seed: int = 0

    def prepared(self) -> Callable[[Item], tuple[AuditedTranscript, ...]]:
        return _Auditor(self.plan, self.seed).audit


class _Auditor:
    def __init__(self, plan: Plan, seed: int) -> None:
        self._plan = plan
        self._seed = seed
        self._finder = question_finder(plan.banks)
        self._judge = AnswerRules(plan.rubric)

    def audit(self, item: Item) -> tuple[AuditedTranscript, ...]:
        return tuple(self._audited(item))

    def _audited(self, item: Item) -> Iterator[AuditedTranscript]:
        try:
            for transcript in read_transcripts(read_item(item), item.source, override_of(item, self._plan)):
                yield self._transcript(line_id(item, transcript), item.source, transcript)
        except InputError as error:
            yield failed(item.source, error.message)

    def _transcript(self, name: str, source: str, transcript: Transcript) -> AuditedTranscript:
        plan = self._plan
        try:
            outcome = self._outcome(transcript, plan.candidate)
            changed = {
                variant.change: self._outcome(variant.transcript, variant.candidate)
                for variant in variants(transcript, plan.candidate, self._seed)
            }
        except InputError as error:
            return failed(source, error.message)
        return AuditedTranscript(name, source, outcome, changed)

    def _outcome(self, transcript: Transcript, candidate: str | None) -> Outcome:
        plan = self._plan.for_candidate(candidate)
        line = at_once(score_transcript(transcript, plan, self._finder, self._judge))
        return Outcome(line["overall_score"], line["recommendation"])


def audited_by(outcome: pool.Outcome) -> tuple[AuditedTranscript, ...]:
    """What a pool's outcome of this work says."""
    if outcome.problem is not None:
        return (failed(outcome.item.source, f"{outcome.item.source}: {outcome.problem}."),)
    found: tuple[AuditedTranscript, ...] = outcome.result
    return found
