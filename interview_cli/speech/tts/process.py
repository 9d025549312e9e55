"""Running a speech engine as a process of its own that cannot outlive its time."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence

from interview_cli.errors import UnavailableError


def run_engine(name: str, command: Sequence[str], text: str, timeout_s: float) -> None:
    """Run `command` with `text` on its standard input. What it prints is not shown.

    Raises UnavailableError when it cannot start, fails, or takes longer than `timeout_s`; it and the processes it
    started are then killed.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - a list, no shell; the text goes to its standard input
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise UnavailableError(f"The voice {name} cannot be started: {error.strerror or error}.") from None
    with process:
        try:
            _, complaint = process.communicate(text.encode(errors="replace"), timeout_s)
        except subprocess.TimeoutExpired:
            raise UnavailableError(f"The voice {name} gave no sound within {timeout_s:g} seconds.") from None
        finally:
            _kill(process)
    if process.returncode:
        last_line = complaint.decode(errors="replace").strip().rpartition("\n")[2][:200]
        raise UnavailableError(f"The voice {name} failed: {last_line or f'exit code {process.returncode}'}.")


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
