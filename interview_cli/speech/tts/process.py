"""Running a speech engine as a process of its own with a time limit."""

from __future__ import annotations

import os
import signal
import subprocess
import weakref
from collections.abc import Sequence

from interview_cli.errors import UnavailableError


class EngineProcess:
    """A started engine that waits for its standard input. What it prints is not shown.

    It is killed, with the processes it has started, when nobody refers to it any more. Raises UnavailableError when
    it cannot start.
    """

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self._name = name
        try:
            self._process = subprocess.Popen(  # noqa: S603 - a list, no shell; the text goes to its standard input
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise UnavailableError(f"The voice {name} cannot be started: {error.strerror or error}.") from None
        self._end = weakref.finalize(self, _kill, self._process)

    @property
    def is_waiting(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def run(self, text: str, timeout_s: float) -> None:
        """Give it its input and wait for its end.

        Raises UnavailableError when it fails or takes longer than `timeout_s`, and is then killed.
        """
        try:
            _, complaint = self._process.communicate(text.encode(errors="replace"), timeout_s)
        except subprocess.TimeoutExpired:
            raise UnavailableError(f"The voice {self._name} gave no sound within {timeout_s:g} seconds.") from None
        finally:
            self._end()
        if self._process.returncode:
            last_line = complaint.decode(errors="replace").strip().rpartition("\n")[2][:200]
            reason = last_line or f"exit code {self._process.returncode}"
            raise UnavailableError(f"The voice {self._name} failed: {reason}.")


def _kill(process: subprocess.Popen[bytes]) -> None:
    with process:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
