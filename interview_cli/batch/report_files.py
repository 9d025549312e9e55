"""Files that are written at the end of a command, in place of older ones of the same kind and of nothing else."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from interview_cli.errors import InputError, UsageError
from interview_cli.whole_files import written_whole

STDOUT: Final = "-"
_HEAD_BYTES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that we write; `beginning` matches how each of them begins."""

    name: str
    beginning: re.Pattern[bytes]


TABLE: Final = Kind("a table of 'interview evaluate'", re.compile(rb"rank,id,source,"))
RANKING: Final = Kind(
    "a ranking of 'interview evaluate'", re.compile(rb"<!doctype html>.{0,600}<title>Interview ranking<", re.DOTALL)
)
PLOT: Final = Kind(
    "a plot of 'interview calibrate'",
    re.compile(rb"<!doctype html>.{0,600}<title>Judge against human grades<", re.DOTALL),
)


def check_apart(targets: Mapping[str, Path | None]) -> None:
    """Make sure that no two of the options, by name, write to the same file. Raises UsageError."""
    taken: dict[str, str] = {}
    for option, path in targets.items():
        place = path and _place(path)
        if place in taken:
            raise UsageError(f"{taken[place]} and {option} are the same file, {path}.", "Give each its own.")
        if place:
            taken[place] = option


def check_can_resume(out: Path | None) -> None:
    """Make sure that the results file is no stream. Raises UsageError."""
    if str(out) == STDOUT:
        raise UsageError("--out cannot be a stream: resuming needs a file.", "Give a file's name.")


def check_replaceable(option: str, path: Path | None, kind: Kind) -> None:
    """Make sure that a file of this kind can be written.

    Raises UsageError when something else is there that would be lost, InputError when there is no such folder.
    """
    if path is None or str(path) == STDOUT:
        return
    if path.is_dir():
        raise UsageError(f"{option} {path} is a folder.", "Give the name of a file.")
    if not path.exists() and not path.resolve().parent.is_dir():
        raise InputError(f"{path} cannot be written: there is no folder {path.parent}.")
    _check_kind(option, path, kind)


@contextmanager
def replacing(option: str, path: Path, kind: Kind) -> Iterator[IO[str]]:
    """A text file that takes the place of an old one when the block has ended well; `-` is stdout.

    What is no file, such as a pipe or a device, is written to as it is. Raises UsageError like `check_replaceable`,
    InputError when it cannot be written.
    """
    if str(path) == STDOUT:
        yield sys.stdout
        return
    try:
        _check_kind(option, path, kind)
        with written_whole(path, newline="") as file:
            yield file
    except OSError as error:
        remedy = "Free some space or name another file, then run the command again."
        raise InputError(f"{path} cannot be written: {error.strerror}.", remedy) from None


def _check_kind(option: str, path: Path, kind: Kind) -> None:
    try:
        if not path.is_file():
            return
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    if head and not kind.beginning.match(head):
        raise UsageError(
            f"{option} {path} would replace a file that is not {kind.name}.", "Give another name, or delete it first."
        )


def _place(path: Path) -> str:
    """The same for every name of a file."""
    if str(path) == STDOUT:
        return STDOUT
    with suppress(OSError):
        state = path.stat()
        return f"{state.st_dev}/{state.st_ino}"
    return os.path.realpath(path)
