"""The out file: complete lines only, each of them once, whoever writes and whoever is killed.

Lines are appended and forced to the disk under a lock on the file. Whoever gets the lock first looks for what a
killed run left behind the part that the ledger knows: complete lines are taken over, a torn one is cut off.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, Final

from interview_cli.batch.items import ItemResult, LineFacts, ScoredLine, facts_of
from interview_cli.batch.ledger import Extent, Ledger, PlacedLine
from interview_cli.errors import InputError, StorageError
from interview_cli.file_lock import locked

TAIL_BYTES: Final = 4096
_ADOPTED_AT_ONCE: Final = 500
"""So many lines of a file are read before the ledger keeps them, to bound the memory."""


class OutFile:
    """The out file with its ledger. Raises InputError when it holds something else, StorageError when it fails."""

    def __init__(self, path: Path, ledger: Ledger) -> None:
        self.path = path
        self._ledger = ledger
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            raise InputError(f"{path} cannot be written: {error.strerror}.") from None
        self._file: IO[bytes] = os.fdopen(descriptor, "r+b", buffering=0)

    def close(self) -> None:
        self._file.close()

    def begin(self, settings: str, *, overwrite: bool) -> None:
        """Bring ledger and file together before the first line of a run that scores by these settings.

        Raises InputError when the file's lines were scored by others, or are not ours, and shall not be overwritten.
        """
        with self._locked():
            if overwrite:
                if self._ledger.other_runs():
                    raise InputError(
                        f"Another run is writing to {self.path}.", "Stop it first, or leave out --overwrite."
                    )
                self._file.truncate(0)
                self._ledger.forget()
            elif not self._is_known():
                self._ledger.forget()
            self._catch_up()
            known = self._ledger.settings()
            if known is None or self._ledger.extent().verified_bytes == 0:
                self._ledger.set_settings(settings)
            elif known != settings:
                raise InputError(
                    f"{self.path} was scored with another judge, rubric, type or job.",
                    "Choose another --out, or score everything again with --overwrite.",
                )

    def append(self, results: Sequence[ItemResult]) -> list[LineFacts]:
        """Write the lines of these items that are not there yet; they are on the disk when this returns."""
        with self._locked():
            self._catch_up()
            start = self._ledger.extent().verified_bytes
            placed: list[PlacedLine] = []
            written: list[bytes] = []
            taken: set[str] = set()
            for line in self._new_lines(results):
                facts = line.facts
                line_id = self._free_id(facts, taken)
                taken.add(line_id)
                raw = line.with_id(line_id)
                placed.append(PlacedLine(replace(facts, id=line_id), start, len(raw)))
                written.append(raw)
                start += len(raw)
            if placed:
                self._write(b"".join(written))
                self._ledger.record(placed, self._extent())
        return [line.facts for line in placed]

    def _new_lines(self, results: Iterable[ItemResult]) -> Iterator[ScoredLine]:
        for result in results:
            for line in result:
                if not self._ledger.has_line(line.facts.item_key, line.facts.part):
                    yield line

    def _free_id(self, facts: LineFacts, taken: set[str]) -> str:
        """The line's own id, or with a few characters of where it comes from when another has it."""
        candidates = [facts.id, f"{facts.id}-{facts.item_key[:6]}", f"{facts.id}-{facts.item_key}-{facts.part}"]
        return next(each for each in candidates if each not in taken and not self._ledger.has_id(each))

    def read(self, line: PlacedLine) -> dict[str, Any]:
        """A line of the file."""
        self._file.seek(line.start)
        found: dict[str, Any] = json.loads(self._file.read(line.length))
        return found

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with locked(self._file.fileno()):
                yield
        except OSError as error:
            raise StorageError(
                f"{self.path} cannot be written: {error.strerror}.", "What was written is safe."
            ) from error

    def _is_known(self) -> bool:
        """Whether the part of the file that the ledger knows is still there."""
        extent = self._ledger.extent()
        return extent.verified_bytes <= self._size() and extent.tail_digest == self._tail(extent.verified_bytes)

    def _catch_up(self) -> None:
        """Take over the complete lines behind the known part, and cut off a torn one."""
        position = self._ledger.extent().verified_bytes
        size = self._size()
        if size < position:
            raise StorageError(f"{self.path} was cut while it was being written.", "Run the command again.")
        if size == position:
            return
        placed: list[PlacedLine] = []
        with self.path.open("rb") as reader:
            reader.seek(position)
            for raw in reader:
                if not raw.endswith(b"\n"):
                    break
                placed.append(PlacedLine(self._adopted(raw), position, len(raw)))
                position += len(raw)
                if len(placed) >= _ADOPTED_AT_ONCE:
                    self._ledger.record(placed, self._extent(position))
                    placed = []
        if position < size:
            self._file.truncate(position)
        self._ledger.record(placed, self._extent(position))

    def _adopted(self, raw: bytes) -> LineFacts:
        try:
            line = json.loads(raw)
            facts = facts_of(line)
            found = line["settings"]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise InputError(
                f"{self.path} holds something that was not written by 'interview evaluate'.",
                "Choose another --out, or replace it with --overwrite.",
            ) from None
        if self._ledger.settings() is None:
            self._ledger.set_settings(found)
        return facts

    def _write(self, raw: bytes) -> None:
        """Append and force to the disk, all or nothing."""
        before = self._size()
        try:
            self._file.seek(before)
            rest = memoryview(raw)
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except BaseException:
            self._file.truncate(before)
            raise

    def _extent(self, size: int | None = None) -> Extent:
        size = self._size() if size is None else size
        return Extent(size, self._tail(size))

    def _tail(self, size: int) -> str:
        """The SHA-256 of the last bytes before `size`."""
        if not size:
            return ""
        self._file.seek(max(0, size - TAIL_BYTES))
        return hashlib.sha256(self._file.read(min(size, TAIL_BYTES))).hexdigest()

    def _size(self) -> int:
        return os.fstat(self._file.fileno()).st_size
