"""The results file: complete lines only, each of them once, whichever process writes or is killed.

Lines are appended and forced to the disk under a lock on the file. Whoever gets the lock first looks for what a
killed run left after the part that the ledger knows: complete lines are taken over, a torn one is cut off.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import IO, Any, Final

from interview_cli.batch.items import ItemResult, LineFacts, ScoredLine, facts_of
from interview_cli.batch.ledger import Extent, Ledger, PlacedLine
from interview_cli.errors import InputError, StorageError
from interview_cli.file_lock import locked
from interview_cli.whole_files import sync_folder

TAIL_BYTES: Final = 4096
_ADOPTED_AT_ONCE: Final = 500
"""How many lines of a file are read before the ledger stores them, to bound the memory."""

_COPY_BYTES: Final = 1_000_000
_AGAIN: Final = "Run the command again."


@dataclass(frozen=True, slots=True)
class LineForm:
    """One kind of lines: the command that writes them, and what decides them besides the items.

    After the id, every such line begins with the field `begins_with`; `facts_of` is as that for scores.
    """

    command: str
    decided_by: str
    begins_with: str
    facts_of: Callable[[dict[str, Any]], LineFacts]

    def is_beginning(self, head: bytes) -> bool:
        """Whether a file that begins so holds such lines."""
        return re.match(rb'\{"id": "(?:[^"\\]|\\.)*", "%b": "' % self.begins_with.encode(), head) is not None


SCORES: Final = LineForm("interview evaluate", "another judge, rubric, type or job", "source", facts_of)


class OutFile:
    """The results file with its ledger. Raises InputError when it is something else, StorageError when it fails."""

    def __init__(self, path: Path, ledger: Ledger, form: LineForm = SCORES) -> None:
        self.path = path
        self._form = form
        self._successor = path.with_name(f".{path.name}.retrying")
        self._ledger = ledger
        try:
            self._file = _opened(path, os.O_CREAT)
        except OSError as error:
            raise InputError(f"{path} cannot be written: {error.strerror}.") from None

    def close(self) -> None:
        self._file.close()

    def begin(self, settings: str, *, overwrite: bool) -> None:
        """Bring ledger and file together before the first line of a run that scores by these settings.

        Raises InputError when the file's lines were scored by others, or are not ours, and must not be overwritten.
        """
        with self._locked():
            self._successor.unlink(missing_ok=True)
            if overwrite:
                if self._ledger.other_runs():
                    raise InputError(
                        f"Another run is writing to {self.path}.", "Stop it first, or leave out --overwrite."
                    )
                self._check_is_ours()
                self._file.truncate(0)
                self._ledger.forget()
            elif not self._is_known():
                self._ledger.forget()
            self._catch_up()
            known = self._ledger.settings()
            if known is None or self._ledger.extent().verified_bytes == 0:
                self._ledger.set_settings(settings)
            elif known != settings:
                self._check_is_ours()
                raise InputError(
                    f"{self.path} was scored with {self._form.decided_by}.",
                    "Choose another --out, or score everything again with --overwrite.",
                )

    def _check_is_ours(self) -> None:
        """What is to be overwritten must be results. Raises InputError."""
        self._file.seek(0)
        head = self._file.read(TAIL_BYTES)
        if head and not self._form.is_beginning(head):
            raise self._not_ours()

    def _not_ours(self) -> InputError:
        return InputError(
            f"{self.path} contains something that was not written by '{self._form.command}'.",
            "Choose another --out, or delete it first.",
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

    def take_out_chosen(self) -> int:
        """Take all lines of the items that the ledger has chosen out of the file; how many items that were.

        The file is replaced by one without them, whole or not at all; runs that have it open continue in the new one.
        """
        with ExitStack() as replaced, self._locked():
            self._catch_up()
            count = self._ledger.count_chosen()
            if count:
                copy = self._without_chosen()
                replaced.enter_context(self._file)
                self._file = copy
                with locked(copy.fileno()):
                    self._successor.replace(self.path)
                    sync_folder(self.path.parent)
                    self._ledger.take_out_chosen(self._extent())
        return count

    def _without_chosen(self) -> IO[bytes]:
        """A copy of the file without the lines of the chosen items, on the disk, not yet in its place."""
        mode = stat.S_IMODE(os.fstat(self._file.fileno()).st_mode)
        position = 0
        self._successor.unlink(missing_ok=True)
        copy = _opened(self._successor, os.O_CREAT | os.O_EXCL)
        try:
            self._successor.chmod(mode)
            for line in self._ledger.chosen_lines():
                self._copy(position, line.start, copy)
                position = line.start + line.length
            self._copy(position, self._size(), copy)
            os.fsync(copy.fileno())
        except BaseException:
            copy.close()
            self._successor.unlink()
            raise
        return copy

    def _copy(self, start: int, end: int, target: IO[bytes]) -> None:
        self._file.seek(start)
        while start < end and (chunk := self._file.read(min(_COPY_BYTES, end - start))):
            _write_all(target, chunk)
            start += len(chunk)

    def read(self, line: PlacedLine) -> dict[str, Any]:
        """A line of the file, wherever it stands by now."""
        with self._locked():
            place = self._ledger.place_of(line.facts)
            if place is None:
                raise StorageError(f"Another run has started to score items in {self.path} again.", _AGAIN)
            self._file.seek(place[0])
            found: dict[str, Any] = json.loads(self._file.read(place[1]))
        return found

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the lock on the file. Where another run has replaced it, the new one is opened first."""
        try:
            replaced = False
            while True:
                with locked(self._file.fileno()):
                    if self._is_in_place():
                        if replaced and not self._is_known():
                            self._ledger.forget(self._ledger.settings())
                            self._catch_up()
                        yield
                        return
                replaced = True
                self._file.close()
                self._file = _opened(self.path)
        except FileNotFoundError:
            raise StorageError(f"{self.path} was removed while it was being written.", _AGAIN) from None
        except OSError as error:
            remedy = "Free some space, then run" if error.errno in {ENOSPC, EDQUOT} else "Once that is fixed, run"
            raise StorageError(
                f"{self.path} cannot be written: {error.strerror}.",
                f"{remedy} the same command again: what was written is safe, and only the rest is scored.",
            ) from error

    def _is_in_place(self) -> bool:
        return os.path.samestat(os.fstat(self._file.fileno()), self.path.stat())

    def _is_known(self) -> bool:
        """Whether the part of the file that the ledger knows is still there."""
        extent = self._ledger.extent()
        return extent.verified_bytes <= self._size() and extent.tail_digest == self._tail(extent.verified_bytes)

    def _catch_up(self) -> None:
        """Take over the complete lines after the known part, and cut off a torn one."""
        position = self._ledger.extent().verified_bytes
        size = self._size()
        if size < position:
            raise StorageError(f"{self.path} was cut while it was being written.", _AGAIN)
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
            facts = self._form.facts_of(line)
            found = line["settings"]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise self._not_ours() from None
        if self._ledger.settings() is None:
            self._ledger.set_settings(found)
        return facts

    def _write(self, raw: bytes) -> None:
        """Append and force to the disk, all or nothing."""
        before = self._size()
        try:
            self._file.seek(before)
            _write_all(self._file, raw)
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


def _opened(path: Path, flags: int = 0) -> IO[bytes]:
    descriptor = os.open(path, os.O_RDWR | flags | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(descriptor, "r+b", buffering=0)


def _write_all(file: IO[bytes], raw: bytes) -> None:
    rest = memoryview(raw)
    while rest:
        rest = rest[file.write(rest) :]
