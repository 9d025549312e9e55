"""Many CVs against a job, on the pools and the ledger of batches."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Final

from interview_cli.app.batch_workers import ITEM_TIMEOUT_S, open_pool, usable_cores
from interview_cli.app.shelf import Documents, JobInHand
from interview_cli.batch.cvs import (
    ENDINGS,
    MATCHES,
    InThisProcess,
    Matching,
    ReadingCvs,
    Remembering,
    ranked_cv,
    read_cv,
)
from interview_cli.batch.items import Item, key_of
from interview_cli.batch.service import begin_again, opened, work_through, work_unkept
from interview_cli.batch.sources import STDIN, Sources
from interview_cli.errors import InputError

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.batch.pool import Pool
    from interview_cli.batch.run import Progress
    from interview_cli.contracts.cv import CvMatch, MatchLine

CVS_PER_PROCESS: Final = 4
"""Fewer CVs are read in this process: starting others takes longer (chosen)."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where CVs are read, and where the results go.

    `out` is the results file that an interrupted match continues; without one, only what was read is kept. Those in
    it that `failed`, or have `changed` since, are done again when that is wanted. The others are as for `evaluate`;
    files `left_out` are no CVs.
    """

    out: Path | None = None
    engine: str = "local"
    address: str | None = None
    jobs: int | None = None
    overwrite: bool = False
    failed: bool = False
    changed: bool = False
    left_out: Sequence[Path] = ()


def match_all(
    application: Application,
    references: Sequence[str],
    job: JobInHand,
    way: Way,
    report: Callable[[Progress], None],
) -> tuple[CvMatch, Progress]:
    """Rank CVs (files, folders, patterns, URLs, ids or names) against a job, with all that the results file holds.

    Raises InputError when there is none, UsageError, UnavailableError and StorageError.
    """
    from interview_cli.cv.masking import KINDS
    from interview_cli.cv.matching import RULES, WEIGHTS, Likeness, ranked, wanted_by
    from interview_cli.text.meaning import load_vectors

    mask_schools = application.settings.cv.mask_schools
    wanted = wanted_by(job.post)
    likeness = Likeness(wanted.tasks, load_vectors())
    matching = Matching(wanted, likeness, application.clock.now().date(), mask_schools=mask_schools)
    with ExitStack() as stack:
        cvs = Cvs(application, references, way.left_out)
        stack.callback(cvs.close)
        lines, progress = _lines(application, cvs, cvs.count(), matching, way, report)
    scored = [ranked_cv(line) for line in lines if line["status"] == "scored"]
    failed = [{"cv": line["cv"], "error": line["error"] or ""} for line in lines if line["status"] == "failed"]
    found: CvMatch = {
        "job": job.title,
        "gates": len(wanted.must_have) + (wanted.years is not None),
        "similarity": likeness.name,
        "weights": dict(WEIGHTS),
        "masked": [kind for kind in KINDS if mask_schools or kind != "schools"],
        "ranking": ranked(scored),
        "unreadable": sorted(failed, key=lambda each: each["cv"]),
        "rules": RULES,
    }
    return found, progress


class Cvs:
    """The CVs that the arguments of a command name, as items: each iteration finds them again."""

    def __init__(self, application: Application, references: Sequence[str], left_out: Sequence[Path]) -> None:
        self._parts = [self._of(application, each, left_out) for each in references]

    def close(self) -> None:
        """Remove what was kept of standard input."""
        for each in self._parts:
            if isinstance(each, Sources):
                each.close()

    def count(self) -> int:
        """How many there are. Raises InputError when there is none."""
        found = list(self)
        if all(each.problem for each in found):
            problem = next((each.problem for each in found if each.problem), None) or "There is no CV to rank."
            raise InputError(problem, "Name files, or a folder with PDF, DOCX, text or Markdown files.")
        return len(found)

    def __iter__(self) -> Iterator[Item]:
        for each in self._parts:
            yield from each

    def _of(self, application: Application, reference: str, left_out: Sequence[Path]) -> Sources | list[Item]:
        is_path = reference == STDIN or "://" in reference or Path(reference).exists() or has_magic(reference)
        if is_path:
            return Sources([reference], sys.stdin.buffer, left_out, ENDINGS)
        document = Documents(application).kept("cv", reference)
        file = str(application.store.shelf.file_of(document))
        return [Item(key_of(file), document.name, file)]


def _lines(
    application: Application,
    cvs: Cvs,
    total: int,
    matching: Matching,
    way: Way,
    report: Callable[[Progress], None],
) -> tuple[list[MatchLine], Progress]:
    pool = Remembering(_pool(way, total), application.store.shelf)
    if way.out is None:
        made, progress = work_unkept(cvs, total, matching.lines_of, pool, report)
        return [json.loads(line.with_id(line.facts.id)) for line in made], progress
    ledgers = application.batch_ledgers
    with opened(way.out, ledgers, matching.settings, overwrite=way.overwrite, form=MATCHES) as (file, ledger):
        if way.failed or way.changed:
            begin_again(file, ledger, cvs, failed=way.failed, changed=way.changed)
        progress = work_through(file, ledger, cvs, total, matching.lines_of, pool, report)
        return [file.read(line) for line in ledger.lines()], progress  # type: ignore[misc]


def _pool(way: Way, total: int) -> Pool:
    """What reads the CVs. Raises UsageError and UnavailableError."""
    jobs = way.jobs or min(usable_cores(), total // CVS_PER_PROCESS)
    if way.engine == "local" and jobs < 2:
        return InThisProcess(read_cv)
    return open_pool(way.engine, ReadingCvs(), way.jobs or None, ITEM_TIMEOUT_S, way.address)
