"""For how long the full-screen app is held up while somebody answers aloud.

    python benchmarks/tui_frames.py [--seconds N]

Runs the app in a process of its own on a pseudo-terminal of 80 x 24, in a spoken interview whose candidate sends 100
states a second, with a growing transcript, while a thread computes as a transcriber does: matrix products, and words
put together in Python. A task in the app's event loop sleeps for 5 ms over and over; how much later than that it
wakes is how long a key would have waited. The peer is the same app in the same interview with nothing else running.
Exits with 6 when the longest wait is over the budget.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import pty
import select
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.speaking import Speech
    from interview_cli.interview.model import Answer, AskedQuestion
    from interview_cli.speech.turn import SpokenState

BUDGET_MS = 50.0
PERIOD_S = 0.005
STATES_PER_SECOND = 100
WARM_UP_S = 2.0
SENTENCE = "and then, um, I called every one of the eighty shops myself to hear what they needed "


class Silence:
    """No voice."""

    def say(self, sentence: str) -> None:
        """Nothing."""

    async def finished(self) -> None:
        """At once."""

    def stop(self) -> None:
        """Nothing."""


class Speaker:
    """A candidate who never stops speaking, or who (`quiet`) never begins."""

    def __init__(self, show: Callable[[SpokenState], None], *, quiet: bool) -> None:
        self._show = show
        self._quiet = quiet

    async def answer(self, asked: AskedQuestion, _draft: str) -> Answer | None:
        """Show states until the process ends."""
        from interview_cli.speech.turn import SpokenState, Stage

        for count in range(10**9):
            if count == 0 or not self._quiet:
                text = SENTENCE * min(40, 1 + count // 100)
                state = SpokenState(asked.id, Stage.SPEAKING, text, None, count / 100, level_db=-20 - count % 17)
                self._show(state)
            await asyncio.sleep(1 / STATES_PER_SECOND)
        return None


def transcribe_for_ever() -> None:
    """What a transcriber does to this process: long products without the interpreter's lock, short work with it."""
    import numpy as np

    matrix = np.random.default_rng(1).standard_normal((512, 512))
    while True:
        for _ in range(20):
            matrix = matrix @ matrix
            matrix /= np.abs(matrix).max()
        " ".join(word.strip(",.").lower() for word in (SENTENCE * 200).split())


def run_app(result: Path, seconds: float, *, quiet: bool) -> None:
    """In the child: play, measure, write the waits in milliseconds."""
    from interview_cli.app import Application
    from interview_cli.app.speaking import Speech
    from interview_cli.interview.model import InterviewType, SessionSettings
    from interview_cli.tui.app import InterviewApp

    def open_speech(_application: Application, _language: str, _report: object) -> Speech:
        return Speech(
            voice=Silence(),
            voice_name=None,
            transcriber_name="none",
            remote_host=None,
            remarks=(),
            candidate=lambda _inbox, _save, show: Speaker(show, quiet=quiet),  # type: ignore[arg-type, return-value]
            devices=lambda: (),
        )

    waits: list[float] = []
    settings = SessionSettings(InterviewType.BEHAVIORAL, questions=1)
    app = InterviewApp(Application(), settings, open_speech=open_speech)

    async def measure() -> None:
        """Sleep, and see how late it is."""
        await asyncio.sleep(WARM_UP_S)
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            start = time.perf_counter()
            await asyncio.sleep(PERIOD_S)
            waits.append((time.perf_counter() - start - PERIOD_S) * 1000)
        app.exit()

    async def play() -> None:
        await asyncio.gather(app.run_async(), measure())

    if not quiet:
        threading.Thread(target=transcribe_for_ever, daemon=True).start()
    asyncio.run(play())
    result.write_text(json.dumps(waits))


def waits_ms(seconds: float, *, quiet: bool) -> list[float]:
    """Run the app in a child on a terminal of its own; how late its event loop was, each time it was looked at."""
    import fcntl
    import termios

    with tempfile.TemporaryDirectory() as home:
        result = Path(home) / "waits.json"
        process, terminal = pty.fork()
        if process == 0:
            os.environ.update(INTERVIEW_HOME=home, INTERVIEW_VOICE__ENABLED="true", INTERVIEW_LLM__ENGINE="offline")
            os.environ.update(TERM="xterm-256color", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
            run_app(result, seconds, quiet=quiet)
            os._exit(0)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        while select.select([terminal], [], [], seconds + 30)[0]:
            try:
                if not os.read(terminal, 65536):
                    break
            except OSError:
                break
        os.close(terminal)
        os.waitpid(process, 0)
        found: list[float] = json.loads(result.read_text())
        return found


def told(waits: list[float]) -> str:
    """Median, 99th percentile and longest wait."""
    ordered = sorted(waits)
    return (
        f"median {ordered[len(ordered) // 2]:.1f} ms, 99th percentile {ordered[int(len(ordered) * 0.99)]:.1f} ms, "
        f"longest {ordered[-1]:.1f} ms ({len(ordered)} looks)"
    )


def main() -> int:
    """Print the waits with and without speech and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=15.0)
    seconds = parser.parse_args().seconds
    busy, idle = waits_ms(seconds, quiet=False), waits_ms(seconds, quiet=True)
    print(f"100 states a second and a busy transcriber: {told(busy)} (budget {BUDGET_MS:.0f} ms)")
    print(f"nothing going on: {told(idle)}; ratio of the longest {max(busy) / max(idle):.1f}")
    return 0 if max(busy) <= BUDGET_MS else 6


if __name__ == "__main__":
    sys.exit(main())
