"""A reader for processes of their own, which cannot be replaced from outside."""

from __future__ import annotations

import os

from interview_cli.app.cv_matching import read_one
from interview_cli.contracts.resume import ParsedResume


def read_or_die(data: bytes, name: str) -> ParsedResume | str:
    """What is in a CV; a file called deadly ends the process, as a fault in a library would."""
    if "deadly" in name:
        os._exit(1)
    return read_one(data, name)
