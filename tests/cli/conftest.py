"""A real terminal for the tests: the program runs on a pseudo-terminal of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PATIENCE_S = 30.0


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
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            cwd=Path(__file__).resolve().parents[2],
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
