"""CVs as items of a batch: workers read them, each content once, and what is read is matched with a job here."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from interview_cli.batch.items import Item, ItemResult, LineFacts, ScoredLine, read_item
from interview_cli.batch.out_file import LineForm
from interview_cli.batch.pool import Outcome, Pool
from interview_cli.batch.worker import perform
from interview_cli.documents.reading import PARSER, read_resume
from interview_cli.errors import InputError
from interview_cli.interview.printable import printable

if TYPE_CHECKING:
    from interview_cli.contracts.cv import MatchLine, RankedCv
    from interview_cli.contracts.resume import ParsedResume
    from interview_cli.cv.matching import Likeness, Wanted
    from interview_cli.storage.documents import Shelf

ENDINGS: Final = (".pdf", ".docx", ".txt", ".md", ".markdown", ".json", ".yaml", ".yml", ".html", ".htm")
"""What is taken for a CV in a folder."""


@dataclass(frozen=True, slots=True)
class ReadCv:
    """What was read in a CV, or in a line why it could not be. `file_hash` is the SHA-256 of its bytes."""

    file_hash: str
    parsed: ParsedResume | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingCvs:
    """The work of reading CVs: an item to its `ReadCv`."""

    preloaded: ClassVar = __name__

    def prepared(self) -> Callable[[Item], ReadCv]:
        return read_cv


def read_cv(item: Item) -> ReadCv:
    """See `ReadingCvs`."""
    file_hash = ""
    try:
        data = read_item(item)
        file_hash = sha256(data).hexdigest()
        return ReadCv(file_hash, read_resume(data, Path(item.source).name))
    except InputError as error:
        return ReadCv(file_hash, None, printable(error.message))


class InThisProcess:
    """A `Pool` without workers, for so few items that starting one would take longer."""

    def __init__(self, call: Callable[[Item], Any]) -> None:
        self._call = call

    def run(self, items: Iterator[Item]) -> Iterator[Outcome | None]:
        """See `Pool.run`; nothing ends an item that hangs, or survives one that crashes."""
        for item in items:
            yield Outcome(item, *perform(self._call, item))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """There is nothing to end."""


class Remembering:
    """A `Pool` that leaves to another what nobody has read yet, and keeps what that reads.

    What is behind a URL is not known by its content before it is read, so it is read each time.
    """

    def __init__(self, pool: Pool, shelf: Shelf) -> None:
        self._pool = pool
        self._shelf = shelf
        self._known: deque[tuple[Item, str]] = deque()

    def __enter__(self) -> Self:
        self._pool.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.__exit__(kind, error, trace)

    def run(self, items: Iterator[Item]) -> Iterator[Outcome | None]:
        """See `Pool.run`. Raises StorageError too."""
        for outcome in self._pool.run(self._unread(items)):
            yield from self._recalled()
            if outcome and outcome.result and outcome.result.parsed:
                self._shelf.keep_reading("cv", outcome.result.file_hash, PARSER, outcome.result.parsed)
            yield outcome
        yield from self._recalled()

    def _unread(self, items: Iterator[Item]) -> Iterator[Item]:
        for item in items:
            file_hash = _hash_of(item)
            if file_hash and self._shelf.has_reading("cv", file_hash, PARSER):
                self._known.append((item, file_hash))
            else:
                yield item

    def _recalled(self) -> Iterator[Outcome]:
        while self._known:
            item, file_hash = self._known.popleft()
            yield Outcome(item, ReadCv(file_hash, self._shelf.reading("cv", file_hash, PARSER)))


def _hash_of(item: Item) -> str | None:
    """The SHA-256 of a file on this machine; None where there is none, or it cannot be read."""
    if item.problem or "://" in item.location:
        return None
    try:
        return sha256(read_item(item)).hexdigest()
    except InputError:
        return None


class Matching:
    """Makes the line of the results file of what has become of a CV."""

    def __init__(self, wanted: Wanted, likeness: Likeness, today: date, *, mask_schools: bool) -> None:
        self._wanted = wanted
        self._likeness = likeness
        self._today = today
        self._mask_schools = mask_schools

    @property
    def settings(self) -> str:
        """The same for what gives the same lines on the same day."""
        from interview_cli.cv.matching import RULES

        decisive = (RULES, PARSER, self._wanted, self._likeness.name, self._mask_schools)
        return sha256(repr(decisive).encode()).hexdigest()[:12]

    def lines_of(self, outcome: Outcome) -> ItemResult:
        """The one line of a CV."""
        from interview_cli.cv.matching import match

        item, read = outcome.item, outcome.result
        if read is None:
            return self._line(item, None, f"The reader failed on this file: {outcome.problem}.")
        if read.parsed is None:
            return self._line(item, None, read.problem)
        found = match(read.parsed, self._wanted, self._likeness, self._today, mask_schools=self._mask_schools)
        return self._line(item, found, None)

    def _line(self, item: Item, found: RankedCv | None, error: str | None) -> ItemResult:
        line: MatchLine = {
            "id": item.source,
            "cv": item.source,
            "item": item.key,
            "part": 0,
            "parts": 1,
            "settings": self.settings,
            "stamp": item.stamp,
            "status": "failed" if found is None else "scored",
            "passes": found["passes"] if found else False,
            "gates_met": found["gates_met"] if found else 0,
            "score": found["score"] if found else None,
            "parts_of_score": found["parts"] if found else {},
            "gates": found["gates"] if found else [],
            "nice_to_have": found["nice_to_have"] if found else [],
            "masked": found["masked"] if found else [],
            "error": error,
        }
        body = {name: value for name, value in line.items() if name != "id"}
        raw = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")[1:]
        return (ScoredLine(facts_of(dict(line)), raw),)


def facts_of(line: dict[str, Any]) -> LineFacts:
    """What the ledger keeps of a line. Raises KeyError or TypeError when it is not one of ours."""
    return LineFacts(
        item_key=line["item"],
        part=int(line["part"]),
        parts=int(line["parts"]),
        id=line["id"],
        source=line["cv"],
        status=line["status"],
        type=None,
        candidate=None,
        score=line["score"],
        recommendation=None,
        coverage=0.0,
        spread=None,
        answers=0,
        criteria="{}",
        cached=False,
        error=line["error"],
        stamp=line["stamp"],
    )


def ranked_cv(line: MatchLine) -> RankedCv:
    """A CV that was scored as the ranking has it, without a rank yet."""
    return {
        "rank": 0,
        "cv": line["cv"],
        "passes": line["passes"],
        "gates_met": line["gates_met"],
        "score": line["score"] or 0.0,
        "parts": line["parts_of_score"],
        "gates": line["gates"],
        "nice_to_have": line["nice_to_have"],
        "masked": line["masked"],
    }


MATCHES: Final = LineForm("interview cv match", "another job post or setting cv.mask_schools", "cv", facts_of)
