"""Transcripts for the tests, and work that goes wrong on purpose."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from interview_cli.__main__ import main
from interview_cli.batch.items import Item, key_of
from interview_cli.batch.plan import Plan
from interview_cli.batch.work import Scoring

QUESTION = "Tell me about a time you had to deliver something with too little time."
STRONG = (
    "In March 2023 I was the only analyst at a payments company in Leeds and our report was due two weeks early. "
    "I had to cut it from twelve charts to five, because the printer had moved its slot. I asked the director which "
    "ones the donors read, I automated three of them, and I checked every number twice with a colleague. As a result "
    "we delivered on time, donations rose by 14% and we kept the short form. I learned to ask for the deadline first."
)
WEAK = "Well, we worked on some stuff and it was kind of fine, so people were happy with various things in the end."
FOLLOW_UP = "What was the result?"
RESULT = "Complaints fell by 40% within two months, from 50 a week to 30."


def conversation(*exchanges: tuple[str, str]) -> str:
    """A transcript as plain text."""
    return "\n\n".join(f"Interviewer: {question}\n\nCandidate: {answer}" for question, answer in exchanges) + "\n"


def write_transcripts(folder: Path, count: int) -> Path:
    """A folder of so many different transcripts."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        text = conversation((QUESTION, f"{STRONG} That was case {number}."), (FOLLOW_UP, RESULT))
        (folder / f"t{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def lines_of(out: Path) -> list[Any]:
    """The lines of an out file, every one complete."""
    raw = out.read_bytes()
    assert not raw or raw.endswith(b"\n")
    return [json.loads(line) for line in raw.splitlines()]


def items_named(*names: str) -> list[Item]:
    """Items for work that looks at nothing but their source."""
    return [Item(key_of(name), name, name) for name in names]


def echo(item: Item) -> str:
    """Gives back the source; hangs, dies or fails where the source says so."""
    if item.source.startswith("hang"):
        threading.Event().wait()
    if item.source.startswith("crash"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if item.source.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if item.source.startswith("raise"):
        raise RuntimeError("on purpose")
    return item.source


def interview_into_a_closed_pipe(*arguments: str) -> None:
    """Run a command line whose reader has left."""
    reader, writer = os.pipe()
    os.close(reader)
    sys.stdout = os.fdopen(writer, "w", encoding="utf-8")
    sys.argv = ["interview", *arguments]
    main()


@dataclass(frozen=True, slots=True)
class Echo:
    """Work that gives back each item's source."""

    preloaded: ClassVar = __name__

    def prepared(self) -> Callable[[Item], str]:
        return echo


@dataclass(frozen=True, slots=True)
class Frozen:
    """Work that tells how much its worker's garbage collector leaves alone."""

    preloaded: ClassVar = __name__

    def prepared(self) -> Callable[[Item], int]:
        return lambda _: gc.get_freeze_count()


@dataclass(frozen=True, slots=True)
class VisibleGpu:
    """Work that tells which GPUs its worker may use."""

    preloaded: ClassVar = __name__

    def prepared(self) -> Callable[[Item], str]:
        return lambda _: os.environ.get("CUDA_VISIBLE_DEVICES", "none")


@dataclass(frozen=True, slots=True)
class Broken:
    """Work that no worker can begin."""

    preloaded: ClassVar = __name__

    def prepared(self) -> Callable[[Item], str]:
        os._exit(3)


@dataclass(frozen=True, slots=True)
class PoisonedScoring:
    """Scoring that goes wrong as `echo` does for files whose name says so."""

    preloaded: ClassVar = Scoring.preloaded

    plan: Plan

    def prepared(self) -> Callable[[Item], Any]:
        score = Scoring(self.plan).prepared()

        def call(item: Item) -> Any:
            name = Path(item.source).name
            echo(Item(item.key, name, name))
            return score(item)

        return call
