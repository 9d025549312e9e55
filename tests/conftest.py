"""What all tests share: a home of their own, a clock that can be set, and ways to run the program."""

from __future__ import annotations

import gc
import hashlib
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

PROJECT = Path(__file__).resolve().parents[1]

STRONG_ANSWERS = (
    """In 2023 I led a team of four engineers at a payments company. Our release was three weeks late. I cut two
    features and paired with the new developer every morning. We shipped in ten days and complaints fell by 40%.""",
    """At my last job in Leeds I had to move 80 shops to a new till. I wrote the plan, trained twelve colleagues and
    called every shop myself. As a result we lost no sale and finished two weeks early.""",
    """When our biggest customer wanted to leave in March, I asked for one hour with them. I listened, wrote down nine
    points and fixed seven of them within a month. They signed for three more years.""",
)
"""Answers with a situation, own actions and a result in numbers."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)

    @property
    def json_lines(self) -> list[Any]:
        """The JSON documents on the lines of stdout."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Result]
"""`run(*arguments, stdin=b"" or "")`"""


class SteppingClock:
    """A clock that moves on by `step` each time it is read, and by hand."""

    def __init__(self, start: datetime, step: timedelta = timedelta(seconds=1)) -> None:
        self.moment = start
        self.step = step

    def now(self) -> datetime:
        """The moment before the step."""
        before = self.moment
        self.moment += self.step
        return before


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty home for the program: nothing of the machine's user is read or written."""
    folder = tmp_path / "home"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for name in [*os.environ]:
            if name.startswith(("INTERVIEW_", "_INTERVIEW")) or name in {
                "FORCE_COLOR",
                "COLUMNS",
                "PYTHONIOENCODING",
            }:
                patch.delenv(name)
        patch.setenv("INTERVIEW_HOME", str(folder))
        patch.setenv("NO_COLOR", "1")
        patch.setenv("TERM", "xterm")
        patch.setenv("TZ", "UTC")
        patch.setenv("OLLAMA_HOST", "127.0.0.1:9")
        time.tzset()
        yield folder
    time.tzset()


@pytest.fixture
def clock() -> SteppingClock:
    """A clock that stands at noon and moves a second each time it is read."""
    return SteppingClock(datetime(2026, 5, 4, 12, tzinfo=UTC))


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in this process, off a terminal."""
    from interview_cli.cli.main import run

    def call(*arguments: str | Path, stdin: str | bytes = "") -> Result:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        streams = {name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for name in ("stdout", "stderr")}
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            code = run([str(argument) for argument in arguments])
            for stream in streams.values():
                stream.flush()
        texts = {name: stream.buffer.getvalue().decode() for name, stream in streams.items()}
        return Result(code, texts["stdout"], texts["stderr"])

    return call


@pytest.fixture
def process() -> Run:
    """Runs a command line as a real process, off a terminal."""

    def call(*arguments: str | Path, stdin: str | bytes = "", python: Sequence[str] = ()) -> Result:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        command = [sys.executable, *python, "-m", "interview_cli", *map(str, arguments)]
        done = subprocess.run(command, input=raw, capture_output=True, cwd=PROJECT, timeout=60, check=False)
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def answers_file(tmp_path: Path) -> Path:
    """A script with enough strong answers for any short session."""
    file = tmp_path / "answers.jsonl"
    lines = (json.dumps({"answer": " ".join(text.split())}) for text in STRONG_ANSWERS * 4)
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture
def practise(cli: Run, answers_file: Path) -> Callable[..., Any]:
    """Practises a whole session; its JSON."""

    def call(*arguments: str) -> Any:
        done = cli("practice", "--json", "--answers", answers_file, "--seed", "1", *arguments)
        assert done.code == 0, done.err
        return done.json

    return call


@pytest.fixture
def fingerprint(home: Path) -> Callable[[], dict[str, str]]:
    """The SHA-256 of every file under the home, by name: to see that nothing was changed.

    SQLite's `-shm` file is left out: it holds the locks of whoever reads, and no data.
    """

    def call() -> dict[str, str]:
        gc.collect()  # closes what commands run in this process left open
        files = (file for file in home.rglob("*") if file.is_file() and file.suffix != ".db-shm")
        return {str(file.relative_to(home)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}

    return call
