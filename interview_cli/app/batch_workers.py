"""Where the work of a batch is done, and how long it may take."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.batch.model_scoring import ScoringByModel
    from interview_cli.batch.plan import Plan
    from interview_cli.batch.pool import Pool, Work
    from interview_cli.interview.model import TokenUsage
    from interview_cli.interview.ports import Clock

DEFAULT_CALLS: Final = 8
"""The calls to a model at a time: what a small server can serve concurrently."""

ITEM_TIMEOUT_S: Final = 30.0
MODEL_ITEM_TIMEOUT_S: Final = 1800.0
RECORDING_TIMEOUT_S: Final = 3600.0


class Workers:
    """Where the work of a batch is done: processes of this machine or a cluster, or calls to a model.

    `jobs` None is one process for every core, or DEFAULT_CALLS calls; an `item_timeout_s` of None gives an item
    ITEM_TIMEOUT_S, MODEL_ITEM_TIMEOUT_S when a model judges, and a recording RECORDING_TIMEOUT_S. `recordings` is how
    many are known to be among the items.
    """

    def __init__(
        self,
        plan: Plan,
        engine: str,
        jobs: int | None,
        item_timeout_s: float | None,
        address: str | None,
        clock: Clock,
        recordings: int = 0,
    ) -> None:
        if plan.model and engine != "local":
            raise UsageError(
                "A model judges from one machine: leave out --engine.", "Use --jobs for more calls at once."
            )
        self._plan = plan
        self._engine = engine
        self._given_jobs = jobs
        self._item_timeout_s = item_timeout_s or (MODEL_ITEM_TIMEOUT_S if plan.model else ITEM_TIMEOUT_S)
        self._recording_timeout_s = item_timeout_s or RECORDING_TIMEOUT_S
        self._address = address
        self._clock = clock
        self._recordings = recordings
        self._by_model: ScoringByModel | None = None

    @property
    def jobs(self) -> int:
        """How many items, or calls, are in flight on this machine."""
        return self._given_jobs or (DEFAULT_CALLS if self._plan.model else usable_cores())

    @property
    def usage(self) -> TokenUsage | None:
        """What the model has used so far; None when rules judge."""
        return self._by_model.usage if self._by_model else None

    def pause_left_s(self) -> float:
        """How long the model's server still asks to wait, in seconds."""
        return self._by_model.pause_left_s if self._by_model else 0.0

    def scoring(self) -> Pool:
        """What scores the transcripts. Raises UsageError and UnavailableError."""
        from interview_cli.batch.work import Scoring

        if self._plan.model is None:
            return open_pool(
                self._engine,
                Scoring(self._plan),
                self._given_jobs,
                self._item_timeout_s,
                self._address,
                self._recording_timeout_s,
                self._gpu(),
            )
        from interview_cli.batch.model_scoring import ScoringByModel, ready_for
        from interview_cli.batch.waiting_pool import WaitingPool

        self._by_model = ScoringByModel(
            self._plan, self._plan.model, self.jobs, self._clock, self._recording_timeout_s
        )
        return WaitingPool(self._by_model, ready_for(self.jobs), self._item_timeout_s)

    def local(self, work: Work, jobs: int) -> Pool:
        """What does some work that needs no model, on this machine."""
        return open_pool("local", work, jobs, self._item_timeout_s, None)

    def _gpu(self) -> str | None:
        """How workers of a cluster get a GPU: only for recordings, and for a transcriber that can use one."""
        chosen = self._plan.transcriber
        if not chosen or not self._recordings:
            return None
        from interview_cli.speech.stt import openai_engine, sphinx_engine

        uses_none = chosen.settings.stt in {openai_engine.NAME, sphinx_engine.NAME}
        return None if uses_none or chosen.settings.stt_device == "cpu" else chosen.settings.stt_device


def open_pool(
    name: str,
    work: Work,
    jobs: int | None,
    item_timeout_s: float,
    address: str | None,
    recording_timeout_s: float | None = None,
    gpu: str | None = None,
) -> Pool:
    """The pool called `local` or `ray`; `jobs` None uses every core. `gpu` is as for `RayPool`.

    Raises UsageError when there is no such pool, UnavailableError when it is not installed.
    """
    if name == "local":
        from interview_cli.batch.local_pool import LocalPool

        return LocalPool(work, jobs or usable_cores(), item_timeout_s, recording_timeout_s)
    if name == "ray":
        from interview_cli.batch.ray_pool import RayPool

        return RayPool(work, jobs, item_timeout_s, address, recording_timeout_s, gpu)
    raise UsageError(f"--engine is local or ray, not {name!r}.")


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
