"""What is to be scored: files, folders, patterns, standard input and URLs, one item after the other.

Nothing is collected: the items of a million files cost no more memory than those of one folder. Files are recognised
by their content, never by their name; hidden files are left out.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from interview_cli.batch.inputs import Copies, expand_pattern
from interview_cli.batch.items import Item, key_of, open_location
from interview_cli.errors import InputError, UnavailableError
from interview_cli.storage.values import readable_text
from interview_cli.transcripts.override import SUFFIX
from interview_cli.transcripts.recordings import is_recording

STDIN: Final = "-"
_LINE_FILE_NAMES: Final = (".jsonl", ".ndjson")
_RECORDING_NAMES: Final = (".wav", ".flac", ".mp3", ".m4a", ".mp4", ".ogg", ".oga", ".opus", ".webm", ".mka", ".mkv")
"""Behind a URL a name is believed until the file is read, which costs a request."""

_HEAD_BYTES: Final = 16
_LONGEST_FIRST_LINE: Final = 4_000_000
_HANDED_OVER: Final = re.compile(r"/dev/stdin|(?:/dev|/proc/self)/fd/\d+")
"""What a shell has opened for a command, as for `<(zcat calls.gz)`."""

_KINDS: Final = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class Sources:
    """The items that the paths of a command line name; each iteration finds them again, in the same order.

    With `endings`, such as those of documents, a file is always one item, and of what lies in a folder or matches a
    pattern only that which ends so counts.
    `recordings` is how many of those counted last are sound, as far as is known without a request.
    """

    def __init__(
        self,
        paths: Sequence[str],
        stdin: IO[bytes],
        left_out: Collection[Path] = (),
        endings: tuple[str, ...] = (),
    ) -> None:
        self._paths = [path for path in paths if path]
        self._stdin = stdin
        self._left_out = {os.path.abspath(path) for path in left_out}
        self._endings = endings
        self._copies = Copies()
        self._read: dict[str, tuple[Path, str]] = {}
        self._missing: UnavailableError | None = None
        self.recordings = 0

    def close(self) -> None:
        """Remove what was kept of standard input."""
        self._copies.close()
        self._read.clear()

    def count(self) -> int:
        """How many items there are.

        Raises InputError when there is nothing at all to read, UnavailableError when a package for that is missing.
        """
        count = readable = self.recordings = 0
        problem = "There is nothing to evaluate."
        for item in self:
            count += 1
            readable += not item.problem
            self.recordings += item.recording
            problem = item.problem or problem
        if not readable and self._missing:
            raise self._missing
        if not readable:
            raise InputError(problem, "Give transcripts as files, folders, patterns, URLs, or '-' for stdin.")
        return count

    def __iter__(self) -> Iterator[Item]:
        for path in self._paths:
            if path == STDIN:
                yield from self._stream(path, "stdin")
            elif "://" in path:
                yield from self._url(path)
            elif _HANDED_OVER.fullmatch(path):
                yield from self._stream(path, path)
            else:
                yield from self._path(path)

    def _path(self, path: str) -> Iterator[Item]:
        if os.path.lexists(path):
            yield from self._existing(path, named=True)
        elif glob.has_magic(path):
            empty = True
            for each in expand_pattern(path):
                for item in self._existing(each):
                    empty = False
                    yield item
            if empty:
                yield _problem(path, "{} matches no file.")
        else:
            yield _problem(path, "{} does not exist.")

    def _existing(self, path: str, *, named: bool = False) -> Iterator[Item]:
        return self._folder(path) if os.path.isdir(path) else self._file(path, named=named)

    def _folder(self, path: str) -> Iterator[Item]:
        problems: list[OSError] = []
        empty = True
        for folder, folders, names in os.walk(path, onerror=problems.append):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith("."):
                    for item in self._file(os.path.join(folder, name)):
                        empty = False
                        yield item
        for error in problems:
            yield _problem(str(error.filename), f"{{}} cannot be read: {error.strerror}.")
        if empty and not problems:
            yield _problem(path, "{} contains no files.")

    def _file(self, path: str, *, named: bool = False) -> Iterator[Item]:
        """What is in a file. What is no file is a problem when the user named it, and passed over when found."""
        location = os.path.abspath(path)
        if location in self._left_out or (not named and self._is_passed_over(location)):
            return
        try:
            state = os.stat(path)
        except OSError as error:
            yield _problem(path, f"{{}} cannot be read: {error.strerror}.")
            return
        if stat.S_ISREG(state.st_mode):
            yield from self._items(location, location, path, f"{_stamp(state)}{_stamp_beside(path)}")
        elif named:
            kind = next((name for is_kind, name in _KINDS if is_kind(state.st_mode)), "something else")
            yield _problem(path, f"{{}} is {kind}, not a file.")

    def _is_passed_over(self, location: str) -> bool:
        """Whether a file that was found, not named, is none of those that are wanted."""
        if self._endings:
            return not location.lower().endswith(self._endings)
        return location.endswith(SUFFIX)

    def _items(self, location: str, identity: str, path: str, stamp: str | None) -> Iterator[Item]:
        if self._endings:
            yield Item(key_of(identity), readable_text(path), location, stamp=stamp)
        else:
            yield from _items(location, identity, path, stamp)

    def _url(self, url: str) -> Iterator[Item]:
        from interview_cli.batch.remote import expand_url, file_name_in, without_secrets

        try:
            for each, stamp in expand_url(url):
                name = file_name_in(each).lower()
                shown = without_secrets(each)
                if each != url and self._endings and not name.endswith(self._endings):
                    continue
                if name.endswith(_LINE_FILE_NAMES):
                    yield from self._items(each, each, shown, stamp)
                else:
                    yield Item(key_of(each), shown, each, recording=name.endswith(_RECORDING_NAMES), stamp=stamp)
        except UnavailableError as error:
            self._missing = error
            yield Item(key_of(url), without_secrets(url), "", problem=f"{error.message} {error.remedy}")
        except InputError as error:
            yield Item(key_of(url), without_secrets(url), "", problem=error.message)

    def _stream(self, path: str, source: str) -> Iterator[Item]:
        """What can be read only once is copied to a file; it is known by its content."""
        if path not in self._read:
            try:
                self._read[path] = self._copied(path)
            except OSError as error:
                yield _problem(source, f"{{}} cannot be read: {error.strerror}.")
                return
        copy, digest = self._read[path]
        for item in self._items(str(copy), digest, source, None):
            yield replace(item, stamp=None)

    def _copied(self, path: str) -> tuple[Path, str]:
        if path == STDIN:
            return self._copies.of(self._stdin)
        with open(path, "rb") as stream:
            return self._copies.of(stream)


def _items(location: str, identity: str, path: str, stamp: str | None) -> Iterator[Item]:
    """A file as one item, or one item per line where each line is a whole transcript."""
    source = readable_text(path)
    head = _head(location)
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or not _is_transcript_per_line(location):
        yield Item(key_of(identity), source, location, recording=is_recording(head), stamp=stamp)
        return
    start = 0
    with open_location(location, source) as file:
        for number, raw in enumerate(file, 1):
            if raw.strip():
                digest = hashlib.sha256(raw).hexdigest()[:16]
                yield Item(key_of(identity, number), source, location, start, len(raw), number, stamp=digest)
            start += len(raw)


def _stamp(state: os.stat_result) -> str:
    return f"{state.st_size}-{state.st_mtime_ns}"


def _stamp_beside(path: str) -> str:
    """The stamp of the file that says how to read this one; nothing when there is none."""
    try:
        return f"+{_stamp(os.stat(path + SUFFIX))}"
    except OSError:
        return ""


def _head(location: str) -> bytes:
    """The first bytes of a file, none when it cannot be read."""
    try:
        with open_location(location, location) as file:
            return file.read(_HEAD_BYTES)
    except InputError:
        return b""


def _is_transcript_per_line(location: str) -> bool:
    """Whether the first line holds a whole transcript as JSON and another one follows that does not go on with it."""
    try:
        with open_location(location, location) as file:
            filled = (line for line in iter(partial(file.readline, _LONGEST_FIRST_LINE), b"") if line.strip())
            first, second = next(filled, b""), next(filled, b"")
            if not first.endswith(b"\n") or not second.startswith(b"{"):
                return False
            record = json.loads(first.decode("utf-8-sig"))
            return _is_transcript(record) and not _goes_on(record, second)
    except (InputError, ValueError, RecursionError):
        return False


def _is_transcript(record: Any) -> bool:
    """Whether an object is built around a list of turns, segments or pairs; those themselves are not."""
    if not isinstance(record, dict) or {"question", "speaker", "text"} & record.keys():
        return False
    lists = (value for name, value in record.items() if name != "words" and isinstance(value, list))
    return any(value and isinstance(value[0], dict) and (len(value) > 1 or _has_texts(value[0])) for value in lists)


def _goes_on(record: dict[str, Any], line: bytes) -> bool:
    """Whether a line has a list of a record with more in it, as the next request in a chat has."""
    try:
        later = json.loads(line)
    except (ValueError, RecursionError):
        return False
    begun = [(value, later.get(name)) for name, value in record.items() if isinstance(value, list)]
    return any(
        value and isinstance(value[0], dict) and isinstance(more, list) and more[: len(value)] == value != more
        for value, more in begun
    )


def _has_texts(record: dict[str, Any]) -> bool:
    """Whether a record has several texts, as a question with its answer has, rather than being one of a turn."""
    return sum(isinstance(value, str) for value in record.values()) > 1


def _problem(path: str, problem: str) -> Item:
    """An item that cannot be read; in `problem`, `{}` stands for its name."""
    source = readable_text(path)
    return Item(key_of(os.path.abspath(path)), source, "", problem=problem.format(source))
