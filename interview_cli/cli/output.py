"""Writing files the user asked for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from interview_cli.errors import InputError


def write_document(path: Path, text: str) -> None:
    """Write a document, readable by its owner only, or to stdout for '-'. An existing file is replaced.

    Raises InputError when it cannot be written.
    """
    if str(path) == "-":
        sys.stdout.write(text)
        return
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None
