"""What all tests share: a home of their own, a clock that can be set, and ways to run the program."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import io
import json
import os
import pty
import re
import select
import signal
import sqlite3
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.system_packages import advice, missing, need

settings.register_profile("suite", deadline=None)
settings.register_profile("suite in CI", deadline=None, derandomize=True)
settings.load_profile("suite in CI" if "CI" in os.environ else "suite")

PATIENCE_S = 120.0
"""How long a test waits for what must come before it fails: longer than it takes where ten share a core (chosen)."""

LONGEST_NAME = 60
"""The most characters of a parameter that the name of a test shows."""

GARBAGE_THRESHOLDS = (50_000, 20, 20)
"""After how many new objects garbage is collected, and after how many collections older objects are, too (chosen)."""

FOLDERS = count()
LONGEST_FOLDER = 26
"""The most characters of its test in the name of a folder: with the number as long as pytest makes it (chosen)."""

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


def wait_until(holds: Callable[[], object]) -> None:
    """Wait for something that another thread or process does."""
    ends = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < ends, "it never happened"
        time.sleep(0.01)


def _take_terminal() -> None:
    """In the child: own the terminal, and heed Ctrl-C and hang-ups even where a shell or nohup had them ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """A process on a pseudo-terminal: what it shows is read, keys are typed."""

    def __init__(self, *arguments: str) -> None:
        self._keyboard, screen = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "interview_cli", *arguments],
            stdin=screen,
            stdout=screen,
            stderr=screen,
            start_new_session=True,
            preexec_fn=_take_terminal,
            cwd=PROJECT,
        )
        os.close(screen)
        self._unread = ""
        self.shown = ""

    @property
    def pid(self) -> int:
        return self._process.pid

    def expect(self, text: str) -> str:
        """Everything up to and with `text`, which must appear."""
        while text not in self._unread:
            chunk = self._read()
            assert chunk, f"{text!r} never came; on the screen: {self._unread!r}"
            self._unread += chunk
        end = self._unread.index(text) + len(text)
        before, self._unread = self._unread[:end], self._unread[end:]
        return before

    def type(self, keys: str) -> None:
        os.write(self._keyboard, keys.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C until the program ends: pressed just before a read begins, the first one waits for a key."""
        for _ in range(int(PATIENCE_S)):
            self.type("\x03")
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
                return

    def hang_up(self) -> None:
        """Close the terminal, as closing its window does."""
        os.close(self._keyboard)
        self._keyboard = -1

    def end(self) -> int:
        """Wait for the process; its exit code (negative for a signal)."""
        while self._keyboard >= 0 and (chunk := self._read()):
            self._unread += chunk
        return self._process.wait(PATIENCE_S)

    def rest(self) -> str:
        """What was shown since the last expectation."""
        return self._unread

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._keyboard >= 0:
            os.close(self._keyboard)

    def _read(self) -> str:
        ready, _, _ = select.select([self._keyboard], [], [], PATIENCE_S)
        if not ready:
            return ""
        try:
            chunk = os.read(self._keyboard, 65536).decode(errors="replace").replace("\r\n", "\n")
        except OSError:  # Linux reports a closed terminal as an input/output error
            return ""
        self.shown += chunk
        return chunk


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


def pytest_configure() -> None:
    """Collect garbage less often: it is a fifth of the time otherwise."""
    gc.set_threshold(*GARBAGE_THRESHOLDS)


def pytest_collection_finish() -> None:
    """Leave the ten thousand tests and all modules out of garbage collections."""
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a system package that is missing."""
    for mark in item.iter_markers("needs"):
        need(*mark.args)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Keep the names of tests readable: a list by what it holds, a long value by its beginning and length."""
    if isinstance(val, list | tuple) and val and all(map(_is_text, val)):
        return _beginning(" ".join(val))
    if isinstance(val, list | tuple | dict) and _is_plain(val):
        return _beginning(repr(val))
    if not isinstance(val, str | bytes) or len(val) <= LONGEST_NAME:
        return None
    return f"{_beginning(val)} ({len(val)} {'characters' if isinstance(val, str) else 'bytes'})"


def _is_text(val: object) -> bool:
    return isinstance(val, str)


def _is_plain(val: object) -> bool:
    """Whether a value shows itself, and the same in every process."""
    if isinstance(val, dict):
        return all(map(_is_plain, (*val, *val.values())))
    if isinstance(val, list | tuple):
        return type(val) in {list, tuple} and all(map(_is_plain, val))
    return val is None or type(val) in {str, bytes, int, float, bool}


def _beginning(text: str | bytes) -> str:
    shown = repr(text[:LONGEST_NAME]).removeprefix("b")[1:-1].encode("ascii", "backslashreplace").decode("ascii")
    return shown if len(text) <= LONGEST_NAME else f"{shown}..."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI nothing may be skipped."""
    report = yield
    if "CI" in os.environ and report.skipped and isinstance(report.longrepr, tuple):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI. {report.longrepr[2]}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    """Close with the command that brings what was missing."""
    yield
    skipped = len(terminalreporter.getreports("skipped"))
    if skipped and (names := missing()):
        terminalreporter.write_line(f"{skipped} tests were skipped for want of system packages. {advice(names)}")


@pytest.fixture(autouse=True, scope="session")
def ready_workers() -> Iterator[None]:
    """Worker processes fork from one that is ready to score, not only has the program imported."""
    preload = forkserver.set_forkserver_preload
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forkserver, "set_forkserver_preload", lambda names: preload([*names, "tests.ready_to_score"]))
        yield


@pytest.fixture(scope="session")
def made_database() -> Iterator[sqlite3.Connection]:
    """An empty database of the newest schema, in memory."""
    from interview_cli.storage.migrations import bring_up_to_date

    made = sqlite3.connect(":memory:", check_same_thread=False)
    bring_up_to_date(made, Path("in memory"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def copied_databases(made_database: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new database is a copy, which takes a tenth of the time; in tests/storage it is made by the migrations."""
    from interview_cli.storage import database
    from interview_cli.storage.migrations import bring_up_to_date

    def copy_or_bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
        if path.stat().st_size == 0:
            connection.execute("PRAGMA journal_mode = WAL")
            made_database.backup(connection)
        bring_up_to_date(connection, path)

    monkeypatch.setattr(database, "bring_up_to_date", copy_or_bring_up_to_date)


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder of the test's own, numbered; pytest's looks through those of all earlier tests for a free name."""
    name = re.sub(r"\W", "_", request.node.name)[:LONGEST_FOLDER]
    folder = tmp_path_factory.getbasetemp() / f"{name}{next(FOLDERS)}"
    folder.mkdir(mode=0o700)
    return folder


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
    """Runs a command line in this process, off a terminal. What it opened is closed, as the end of a process does."""
    from interview_cli.cli.main import run
    from interview_cli.storage import sessions

    def call(*arguments: str | Path, stdin: str | bytes = "") -> Result:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        opened = []
        really_open = sessions.open_store

        def open_store(*arguments: Any) -> sessions.SqliteSessionStore:
            opened.append(really_open(*arguments))
            return opened[-1]

        streams = {name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for name in ("stdout", "stderr")}
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            patch.setattr(sessions, "open_store", open_store)
            code = run([str(argument) for argument in arguments])
            for store in opened:
                store.close()
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
        done = subprocess.run(command, input=raw, capture_output=True, cwd=PROJECT, timeout=PATIENCE_S, check=False)
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
        files = (file for file in home.rglob("*") if file.is_file() and file.suffix != ".db-shm")
        return {str(file.relative_to(home)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}

    return call


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Starts command lines on terminals, which are closed afterwards."""
    opened: list[Terminal] = []

    def start(*arguments: str) -> Terminal:
        opened.append(Terminal(*arguments))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


def read_yaml(path: Path) -> Any:
    """The data in a file of the tests. PyYAML's fast loader reads it where there is one: the files are long."""
    import yaml

    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def without_times(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer of a session's JSON, and the attempts in it, without when they were given."""
    kept = {name: value for name, value in answer.items() if not name.endswith("_at")}
    return kept | {name: [without_times(each) for each in kept[name]] for name in ("attempts",) if name in kept}
