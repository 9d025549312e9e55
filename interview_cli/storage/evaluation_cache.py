"""The evaluation cache, in the table `evaluation_cache`, and the lease that lets one process judge at a time.

A process that begins to judge writes its name and an expiry into the row of the key, and renews the expiry of all it
judges. A process that finds a live lease waits and checks again; an expired lease belonged to a process that
died and is taken over. A judgement is stored only by the one that still holds the row, so what was purged meanwhile
does not come back.

`remembering_judge` is the model judge of sessions and batches alike, with this cache.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from interview_cli.errors import StorageError
from interview_cli.interview.model import Evaluation
from interview_cli.interview.ports import ChatModel, Clock
from interview_cli.storage.converters import from_json, to_json
from interview_cli.storage.database import Database
from interview_cli.storage.values import utc_text

if TYPE_CHECKING:
    from interview_cli.scoring.judge import ModelJudge
    from interview_cli.scoring.rubric import Rubric
    from interview_cli.settings import LlmSettings

LEASE_S: Final = 6.0
"""A holder that has not renewed its lease for this long is considered dead; also the wait after a crash."""
RENEWALS_PER_LEASE: Final = 3
FIRST_LOOK_S: Final = 0.05
"""How soon a waiting process checks again; each wait is half as long again, up to LAST_LOOK_S."""
LAST_LOOK_S: Final = 1.0


class SqliteEvaluationCache:
    """The `EvaluationCache` of `scoring.remembering`, shared by all processes that use the database."""

    def __init__(self, database: Database, clock: Clock, lease_s: float = LEASE_S) -> None:
        self._database = database
        self._clock = clock
        self._lease = timedelta(seconds=lease_s)
        self._holder = uuid.uuid4().hex
        self._held: set[str] = set()
        self._renewing: asyncio.Task[None] | None = None

    def remembered(self, key: str) -> Evaluation | None:
        """The cached evaluation, marked as `cached`. Raises StorageError."""
        query = "SELECT evaluation FROM evaluation_cache WHERE key = ? AND evaluation IS NOT NULL"
        rows = self._database.rows(query, (key,))
        if not rows:
            return None
        try:
            return replace(from_json(Evaluation, rows[0]["evaluation"]), cached=True)
        except (ValueError, KeyError, TypeError, AttributeError):  # not what this program writes: judged again
            with self._database.transaction() as connection:
                connection.execute("DELETE FROM evaluation_cache WHERE key = ?", (key,))
            return None

    async def recall(
        self, key: str, judge: Callable[[], Awaitable[Evaluation]], *, fresh: bool = False
    ) -> Evaluation:
        """The cached evaluation, marked as `cached`, or else what `judge` returns. Raises StorageError."""
        look_s = FIRST_LOOK_S
        while not self._take(key, fresh=fresh):
            if not fresh and (found := self.remembered(key)):
                return found
            await asyncio.sleep(look_s)
            look_s = min(1.5 * look_s, LAST_LOOK_S)
        self._hold(key)
        try:
            evaluation = await judge()
        except BaseException:
            with suppress(StorageError):  # the lease expires on its own
                self._give_up(key)
            raise
        finally:
            self._let_go(key)
        self._store(key, evaluation)
        return evaluation

    def _take(self, key: str, *, fresh: bool) -> bool:
        """Try to become the holder: of a new row, of one whose lease has run out, or, when `fresh`, of any."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            taken = connection.execute(
                "INSERT INTO evaluation_cache (key, created_at, holder, leased_until) VALUES (?1, ?2, ?3, ?4)"
                " ON CONFLICT (key) DO UPDATE SET holder = ?3, leased_until = ?4"
                " WHERE ?5 OR (evaluation IS NULL AND (leased_until IS NULL OR leased_until <= ?2))",
                (key, utc_text(now), self._holder, utc_text(now + self._lease), fresh),
            )
            return taken.rowcount > 0

    def _hold(self, key: str) -> None:
        self._held.add(key)
        if self._renewing is None:
            self._renewing = asyncio.create_task(self._renew())

    def _let_go(self, key: str) -> None:
        self._held.discard(key)
        if not self._held and self._renewing:
            self._renewing.cancel()
            self._renewing = None

    async def _renew(self) -> None:
        """Keep the leases while judging. A renewal that fails is tried again the next time."""
        while True:
            await asyncio.sleep(self._lease.total_seconds() / RENEWALS_PER_LEASE)
            until = utc_text(self._clock.now() + self._lease)
            with suppress(StorageError), self._database.transaction() as connection:
                connection.execute(
                    "UPDATE evaluation_cache SET leased_until = ?"
                    " WHERE key IN (SELECT value FROM json_each(?)) AND holder = ?",
                    (until, json.dumps(list(self._held)), self._holder),
                )

    def _store(self, key: str, evaluation: Evaluation) -> None:
        change = (
            "UPDATE evaluation_cache SET evaluation = ?, created_at = ?, holder = NULL, leased_until = NULL"
            " WHERE key = ? AND holder = ?"
        )
        now = utc_text(self._clock.now())
        with self._database.transaction() as connection:
            connection.execute(change, (to_json(evaluation), now, key, self._holder))

    def _give_up(self, key: str) -> None:
        """Release the row; what was cached before a fresh judgement stays."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM evaluation_cache WHERE key = ? AND holder = ? AND evaluation IS NULL",
                (key, self._holder),
            )
            release = "UPDATE evaluation_cache SET holder = NULL, leased_until = NULL WHERE key = ? AND holder = ?"
            connection.execute(release, (key, self._holder))


def remembering_judge(
    model: ChatModel,
    settings: LlmSettings,
    database: Database,
    clock: Clock,
    *,
    fresh: bool,
    overrides: Path | None,
    language: str,
    cv: str | None = None,
    rubric: Rubric | None = None,
    report: Callable[[str, str], None] = lambda _message, _remedy: None,
    falls_back: bool = True,
) -> ModelJudge:
    """The model judge of a session or a batch: as the settings say, with its evaluations cached in `database`.

    The other options are those of `ModelJudge`. Raises InputError when the prompt file is broken.
    """
    from interview_cli.scoring.judge import ModelJudge
    from interview_cli.scoring.rules import RulesJudge
    from interview_cli.settings import parameters_of

    return ModelJudge(
        model,
        RulesJudge(),
        cache=SqliteEvaluationCache(database, clock),
        samples=settings.samples,
        overrides=overrides,
        language=language,
        cv=cv,
        report=report,
        parameters=parameters_of(settings),
        fresh=fresh,
        rubric=rubric,
        falls_back=falls_back,
        compact=settings.compact_prompts,
    )
