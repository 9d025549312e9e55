"""The app as a real process on a terminal of its own: how it ends, and what survives."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest

from interview_cli.app import Application
from interview_cli.interview.model import Session
from tests.conftest import PATIENCE_S
from tests.cv.material import RESUME

PRACTICE = ("practice", "--type", "hr", "-n", "1", "--follow-ups", "0", "--seed", "1")


class Process:
    """A command on a pseudo-terminal of 80 x 24 whose screen can be read and whose keys can be pressed."""

    def __init__(self, *arguments: str) -> None:
        self._keyboard, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "interview_cli", *arguments],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(terminal)
        self.shown = ""

    def shows(self, text: str) -> None:
        """Wait until the text has been written to the screen since the last call."""
        deadline = monotonic() + PATIENCE_S
        while text not in self.shown:
            chunk = self._read()
            assert chunk, f"{text!r} never came; the screen got {self.shown[-3000:]!r}"
            assert monotonic() < deadline, f"{text!r} never came; the screen got {self.shown[-3000:]!r}"
            self.shown += chunk
        self.shown = self.shown.split(text, 1)[1]

    def press(self, keys: str) -> None:
        os.write(self._keyboard, keys.encode())

    def send(self, number: int) -> None:
        self._process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal, as closing its window does."""
        os.close(self._keyboard)
        self._keyboard = -1

    def end(self) -> int:
        """Wait for the end; the exit code."""
        deadline = monotonic() + PATIENCE_S
        while self._keyboard >= 0 and (chunk := self._read()):
            assert monotonic() < deadline, f"It goes on and on: {self.shown[-3000:]!r}"
            self.shown += chunk
        return self._process.wait(PATIENCE_S)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._keyboard >= 0:
            os.close(self._keyboard)

    def _read(self) -> str:
        if not select.select([self._keyboard], [], [], PATIENCE_S)[0]:
            return ""
        try:
            return os.read(self._keyboard, 65536).decode(errors="replace")
        except OSError:  # Linux reports a closed terminal as an input/output error
            return ""


Start = Callable[..., Process]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts commands on terminals, which are closed afterwards."""
    started: list[Process] = []

    def call(*arguments: str) -> Process:
        started.append(Process(*arguments))
        return started[-1]

    yield call
    for each in started:
        each.close()


def last_session() -> Session:
    application = Application()
    session = application.find_session("last")
    application.store.close()
    return session


def test_home_opens_and_closes(start: Start) -> None:
    process = start()
    process.shows("Start practising")
    process.press("q")
    assert process.end() == 0
    assert "Traceback" not in process.shown


ONE = ("practice", "--question", "ownership-inherited-mess", "--follow-ups", "0")
SAID = "I took over a service that nobody knew and wrote its first tests."


def questions_answered() -> list[str]:
    """The ids of the questions of the last session that were answered."""
    return [each.asked.question.id for each in last_session().exchanges if each.attempt]


def test_one_question_of_ones_choice_opens_in_the_app(start: Start) -> None:
    process = start(*ONE)
    process.shows("Question 1 of 1")
    process.shows("0:00")
    process.press(f"{SAID}\x13")
    process.shows("How helpful")
    process.press("q")
    assert process.end() == 0
    assert questions_answered() == ["ownership-inherited-mess"]


def test_one_question_of_ones_choice_as_plain_lines(start: Start) -> None:
    process = start(*ONE, "--plain")
    process.shows("Question 1 of 1")
    process.shows("> ")
    process.press(f"{SAID}\n\n")
    process.shows("Show it again")
    assert process.end() == 0
    assert questions_answered() == ["ownership-inherited-mess"]


def test_leaving_says_how_to_resume(start: Start) -> None:
    process = start(*PRACTICE)
    process.shows("Question 1 of 1")
    process.shows("0:00")
    process.press("so far\x03")
    assert process.end() == 0
    session = last_session()
    assert session.exchanges[0].draft == "so far"
    last = process.shown.strip().splitlines()[-1]
    assert f"Everything you said is saved. Resume: interview practice --continue {session.id[:8]}" in last
    assert "Error" not in process.shown


def test_a_finished_session_exits_with_0(start: Start) -> None:
    process = start(*PRACTICE)
    process.shows("0:00")
    process.press("I have sold books for six years and I start in June.\x13")
    process.shows("How helpful")
    process.press("q")
    assert process.end() == 0
    assert "Stopped" not in process.shown
    assert last_session().status.value == "completed"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_saves_what_is_typed(start: Start, number: int) -> None:
    process = start(*PRACTICE)
    process.shows("0:00")
    process.press("until the end")
    process.shows("3 words")
    process.send(number)
    assert process.end() == 130
    assert last_session().exchanges[0].draft == "until the end"


def test_a_closed_terminal_saves_what_is_typed(start: Start) -> None:
    process = start(*PRACTICE)
    process.shows("0:00")
    process.press("until the end")
    process.shows("3 words")
    process.hang_up()
    assert process.end() != 0
    assert last_session().exchanges[0].draft == "until the end"


def test_a_killed_process_has_kept_the_draft(start: Start) -> None:
    process = start(*PRACTICE)
    process.shows("0:00")
    process.press("until the end")
    process.shows("Draft saved")
    process.send(signal.SIGKILL)
    assert process.end() == -signal.SIGKILL
    assert last_session().exchanges[0].draft == "until the end"
    again = start("practice", "--continue", "last")
    again.shows("until the end")
    again.press("\x13")
    again.shows("How helpful")
    again.press("q")
    assert again.end() == 0


@pytest.mark.parametrize(("keys", "code"), [(" w", 0), ("q", 130)], ids=["written", "left"])
def test_a_review_on_the_command_line_ends_with_it(
    start: Start, home: Path, tmp_path: Path, keys: str, code: int
) -> None:
    cv, out = tmp_path / "cv.json", tmp_path / "out.md"
    cv.write_text(json.dumps(RESUME))
    process = start("cv", "rewrite", str(cv), "--review", "--out", str(out))
    process.shows("taken")
    process.shows("Before")
    process.press(keys)
    assert process.end() == code
    if code == 0:
        assert "in order to free the batch window" in out.read_text()
        assert "Written to" in process.shown
    else:
        assert not out.exists()
        assert "Nothing was written." in process.shown
