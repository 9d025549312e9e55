"""Writing files the user asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from interview_cli.errors import InputError
from interview_cli.whole_files import written_whole


def write_document(path: Path, text: str) -> None:
    """Write a document, readable by its owner only, or to stdout for '-'. An existing file is replaced as a whole.

    Raises InputError when it cannot be written; what was there before is then still there.
    """
    if str(path) == "-":
        sys.stdout.write(text)
        return
    try:
        with written_whole(path) as file:
            file.write(text)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None


def write_new_lines(path: Path, lines: Iterable[str]) -> int:
    """Write lines to a new file, readable by its owner only, complete or not at all; how many there were.

    Raises InputError when the file exists or cannot be written.
    """
    try:
        with written_whole(path, new=True) as file:
            return sum(1 for line in lines if file.write(line + "\n"))
    except FileExistsError:
        raise InputError(f"{path} already exists.", "Choose another name.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None
