"""What is to be scored: files, folders, patterns, standard input and URLs, one item after the other.

Nothing is collected: the items of a million files cost no more memory than those of one folder. Files are told by
their content, never by their name; hidden files are left out.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from interview_cli.batch.items import Item, key_of, open_location
from interview_cli.errors import InputError
from interview_cli.transcripts.reading import is_recording

STDIN: Final = "-"
_LINE_FILE_NAMES: Final = (".jsonl", ".ndjson")
_RECORDING_NAMES: Final = (".wav", ".flac", ".mp3", ".m4a", ".mp4", ".ogg", ".oga", ".opus", ".webm", ".mka", ".mkv")
"""Behind a URL a name is believed until the file is read, which costs a request."""

_HEAD_BYTES: Final = 16
_LONGEST_FIRST_LINE: Final = 4_000_000
_COPY_BYTES: Final = 1_000_000


class Sources:
    """The items behind the paths of a command line; each iteration finds them again, in the same order.

    `recordings` is how many of those counted last are sound, as far as can be told without a request.
    """

    def __init__(self, paths: Sequence[str], stdin: IO[bytes], left_out: Collection[Path] = ()) -> None:
        self._paths = [path for path in paths if path]
        self._stdin = stdin
        self._left_out = {os.path.abspath(path) for path in left_out}
        self._copies: dict[str, tuple[Path, str]] = {}
        self.recordings = 0

    def close(self) -> None:
        """Remove what was kept of standard input."""
        for copy, _ in self._copies.values():
            copy.unlink(missing_ok=True)
        self._copies.clear()

    def count(self) -> int:
        """How many items there are. Raises InputError when there is nothing at all to read."""
        count = readable = self.recordings = 0
        problem = "Nothing to evaluate was given."
        for item in self:
            count += 1
            readable += not item.problem
            self.recordings += item.recording
            problem = item.problem or problem
        if not readable:
            raise InputError(problem, "Give transcripts as files, folders, patterns, URLs, or '-' for stdin.")
        return count

    def __iter__(self) -> Iterator[Item]:
        for path in self._paths:
            if path == STDIN:
                yield from self._stream(path, "stdin")
            elif "://" in path:
                yield from self._url(path)
            else:
                yield from self._path(path)

    def _path(self, path: str) -> Iterator[Item]:
        if os.path.lexists(path):
            yield from self._existing(path)
        elif glob.has_magic(path):
            found = sorted(glob.iglob(path, recursive=True))
            if not found:
                yield _problem(path, f"{path} matches no file.")
            for each in found:
                yield from self._existing(each)
        else:
            yield _problem(path, f"{path} does not exist.")

    def _existing(self, path: str) -> Iterator[Item]:
        if os.path.isdir(path):
            yield from self._folder(path)
        elif os.path.isfile(path) or not os.path.exists(path):
            yield from self._file(path)
        else:
            yield from self._stream(path, path)

    def _folder(self, path: str) -> Iterator[Item]:
        problems: list[OSError] = []
        empty = True
        for folder, folders, names in os.walk(path, onerror=problems.append):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                file = os.path.join(folder, name)
                if not name.startswith(".") and os.path.isfile(file):
                    for item in self._file(file):
                        empty = False
                        yield item
        for error in problems:
            yield _problem(str(error.filename), f"{error.filename} cannot be read: {error.strerror}.")
        if empty and not problems:
            yield _problem(path, f"{path} holds no file.")

    def _file(self, path: str) -> Iterator[Item]:
        location = os.path.abspath(path)
        if location not in self._left_out:
            yield from _items(location, location, path)

    def _url(self, url: str) -> Iterator[Item]:
        from interview_cli.batch.remote import expand_url

        try:
            for each in expand_url(url):
                if each.lower().endswith(_LINE_FILE_NAMES):
                    yield from _items(each, each, each)
                else:
                    yield Item(key_of(each), each, each, recording=each.lower().endswith(_RECORDING_NAMES))
        except InputError as error:
            yield _problem(url, error.message)

    def _stream(self, path: str, source: str) -> Iterator[Item]:
        """What can be read only once is copied to a file; it is known by its content."""
        if path not in self._copies:
            try:
                self._copies[path] = self._copied(path)
            except OSError as error:
                yield _problem(source, f"{source} cannot be read: {error.strerror}.")
                return
        copy, digest = self._copies[path]
        yield from _items(str(copy), digest, source)

    def _copied(self, path: str) -> tuple[Path, str]:
        digest = hashlib.sha256()
        descriptor, name = tempfile.mkstemp(prefix="interview-stdin-")
        with (
            nullcontext(self._stdin) if path == STDIN else open(path, "rb") as stream,
            open(descriptor, "wb") as copy,
        ):
            while chunk := stream.read(_COPY_BYTES):
                digest.update(chunk)
                copy.write(chunk)
        return Path(name), digest.hexdigest()


def _items(location: str, identity: str, source: str) -> Iterator[Item]:
    """A file as one item, or one item per line where each line is a whole transcript."""
    head = _head(location)
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or not _is_transcript_per_line(location):
        yield Item(key_of(identity), source, location, recording=is_recording(head))
        return
    start = 0
    with open_location(location, source) as file:
        for number, raw in enumerate(file, 1):
            if raw.strip():
                yield Item(key_of(identity, number), source, location, start, len(raw), number)
            start += len(raw)


def _head(location: str) -> bytes:
    """The first bytes of a file, none when it cannot be read."""
    try:
        with open_location(location, location) as file:
            return file.read(_HEAD_BYTES)
    except InputError:
        return b""


def _is_transcript_per_line(location: str) -> bool:
    """Whether the first line holds a whole transcript as JSON and another line follows."""
    try:
        with open_location(location, location) as file:
            filled = (line for line in iter(partial(file.readline, _LONGEST_FIRST_LINE), b"") if line.strip())
            first, second = next(filled, b""), next(filled, b"")
            if not first.endswith(b"\n") or not second.startswith(b"{"):
                return False
            return _is_transcript(json.loads(first.decode("utf-8-sig")))
    except (InputError, ValueError, RecursionError):
        return False


def _is_transcript(record: Any) -> bool:
    """Whether an object is built around a list of turns, segments or pairs; those themselves are not."""
    if not isinstance(record, dict) or {"question", "speaker", "text"} & record.keys():
        return False
    lists = (value for name, value in record.items() if name != "words" and isinstance(value, list))
    return any(value and isinstance(value[0], dict) for value in lists)


def _problem(source: str, problem: str) -> Item:
    return Item(key_of(os.path.abspath(source)), source, "", problem=problem)
