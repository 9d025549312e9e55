"""A reader for processes of their own, which cannot be replaced from outside."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from interview_cli.batch.cvs import ReadCv, read_cv
from interview_cli.batch.items import Item


@dataclass(frozen=True, slots=True)
class DeadlyReading:
    """The work of reading CVs; a file called deadly ends the process, as a fault in a library would."""

    preloaded: ClassVar = __name__

    def prepared(self) -> Callable[[Item], ReadCv]:
        return read_or_die


def read_or_die(item: Item) -> ReadCv:
    """What is in a CV."""
    if "deadly" in item.source:
        os._exit(1)
    return read_cv(item)
