"""The raw file an answer is spoken into: nothing of it is lost when the process is killed or the disk is full."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final

from interview_cli.file_lock import acquire
from interview_cli.speech.recordings_folder import FINISHED, UNFINISHED, file_stem, make_folder
from interview_cli.speech.sound import SAMPLE_RATE_HZ
from interview_cli.whole_files import sync_folder

HEADER: Final = struct.pack(">4sIIIII4x", b".snd", 28, 0xFFFFFFFF, 3, SAMPLE_RATE_HZ, 1)
"""Sun audio: offset of the samples, length unknown, 16-bit PCM, rate, one channel, an empty annotation."""
CHUNK_BYTES: Final = 2**20


class RawFile:
    """Appends 16-bit samples to a file of its own, and keeps in memory what is not known to be on the disk.

    A fixed `.au` header comes first, so that any sound program opens the file. It is locked for as long as it is
    open: whoever finds it unlocked knows that its writer is dead.
    """

    def __init__(self, folder: Path, asked_id: str) -> None:
        self._folder = folder
        self._asked_id = asked_id
        self._file: BinaryIO | None = None
        self._unsynced: list[bytes] = []
        self._synced_bytes = 0
        self._is_behind = False
        self._stem = self._free_stem()
        self.unsynced_bytes = 0
        """How much is in memory because it may not be on the disk."""

    @property
    def path(self) -> Path:
        """The raw file; it exists once something could be written."""
        return self._folder / (self._stem + UNFINISHED)

    @property
    def finished_path(self) -> Path:
        """The file it is to become."""
        return self._folder / (self._stem + FINISHED)

    @property
    def size_bytes(self) -> int:
        """How much has been appended, without the header."""
        return self._synced_bytes + self.unsynced_bytes

    def append(self, data: bytes) -> None:
        """Write samples, so that a killed process does not lose them.

        Raises OSError when the disk takes no more. From then on they are kept in memory, until `sync` succeeds.
        """
        self._unsynced.append(data)
        self.unsynced_bytes += len(data)
        if not self._is_behind:
            self._is_behind = True
            _write_all(self._opened(), data)
            self._is_behind = False

    def sync(self) -> None:
        """Bring everything to the disk, also what was refused before. Raises OSError; nothing is forgotten then."""
        was_behind, self._is_behind = self._is_behind, True
        file = self._opened()
        if was_behind:  # over what was written of it before: that stays on the disk meanwhile
            file.seek(len(HEADER) + self._synced_bytes)
            _write_all(file, b"".join(self._unsynced))
        os.fsync(file.fileno())
        self._synced_bytes += self.unsynced_bytes
        self._unsynced.clear()
        self.unsynced_bytes = 0
        self._is_behind = False

    def chunks(self) -> Iterator[bytes]:
        """Everything that was appended, from disk and memory. Raises OSError."""
        if self._synced_bytes:
            left = self._synced_bytes  # after that there may be a torn piece of what is in memory
            for chunk in read_chunks(self.path):
                yield chunk[:left]
                left = max(0, left - len(chunk))
        yield from self._unsynced

    def close(self) -> None:
        """Let go of the file; it stays where it is."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def remove(self) -> None:
        """Delete the file and forget what is in memory. Raises OSError."""
        if self._file is not None:  # else a file of that name is not ours
            self.close()
            self.path.unlink(missing_ok=True)
        self._synced_bytes = self.unsynced_bytes = 0
        self._unsynced.clear()

    def _opened(self) -> BinaryIO:
        if self._file is None:
            make_folder(self._folder)
            self._stem = self._free_stem()
            file = open(self.path, "xb", buffering=0, opener=for_owner)  # noqa: SIM115
            try:
                acquire(file.fileno(), wait=True)
                _write_all(file, HEADER)
                sync_folder(self._folder)
            except OSError:
                file.close()
                self.path.unlink()
                raise
            self._file = file
        return self._file

    def _free_stem(self) -> str:
        stems = (file_stem(self._asked_id, number) for number in count(1))
        return next(
            stem
            for stem in stems
            if not any((self._folder / (stem + ending)).exists() for ending in (FINISHED, UNFINISHED))
        )


def read_chunks(raw: Path) -> Iterator[bytes]:
    """The samples in a raw file, in pieces. Raises OSError, and ValueError when it has not our header."""
    with raw.open("rb") as file:
        if file.read(len(HEADER)) != HEADER:
            raise ValueError(f"{raw} is no recording of ours")
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def for_owner(path: str, flags: int) -> int:
    """An opener for `open`: a new file may be read and written by its owner only."""
    return os.open(path, flags, 0o600)


def _write_all(file: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]
