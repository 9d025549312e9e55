"""How long the full-screen app takes to its first picture, from starting the process.

    python benchmarks/tui_first_paint.py [--runs N]

Each run starts `python -m interview_cli` on a pseudo-terminal of 80 x 24 in an empty home and stops the clock when
the terminal has received the words "Start practising". The peer is the smallest possible Textual app, measured the
same way: no app built on Textual can be faster. Exits with 6 when the median is over the budget.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Sequence

BUDGET_MS = 500
TIMEOUT_S = 20.0
PEER = """
from textual.app import App
from textual.widgets import Static
class Peer(App):
    def compose(self):
        yield Static("Start practising")
    def on_key(self):
        self.exit()
Peer().run()
"""
MARK = b"Start practising"


def first_paint_ms(arguments: Sequence[str], home: str) -> float:
    """Milliseconds from starting Python with these arguments to the mark on the terminal. Raises TimeoutError."""
    start = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(INTERVIEW_HOME=home, TERM="xterm-256color", COLUMNS="80", LINES="24")
        os.execv(sys.executable, [sys.executable, *arguments])
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        seen = b""
        while MARK not in seen:
            if not select.select([terminal], [], [], TIMEOUT_S)[0]:
                raise TimeoutError(seen.decode(errors="replace"))
            seen += os.read(terminal, 65536)
        elapsed = time.perf_counter() - start
        os.write(terminal, b"q")
        drain(terminal)
    finally:
        os.close(terminal)
        os.waitpid(process, 0)
    return elapsed * 1000


def drain(terminal: int) -> None:
    """Read what the app still writes until it has gone."""
    while select.select([terminal], [], [], TIMEOUT_S)[0]:
        try:
            if not os.read(terminal, 65536):
                return
        except OSError:
            return


def main() -> int:
    """Print medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10)
    runs = parser.parse_args().runs
    ours: list[float] = []
    peer: list[float] = []
    with tempfile.TemporaryDirectory() as home:
        for _ in range(runs + 1):  # the first run warms the disk cache and is not counted
            ours.append(first_paint_ms(["-m", "interview_cli"], home))
            peer.append(first_paint_ms(["-c", PEER], home))
    median, floor = statistics.median(ours[1:]), statistics.median(peer[1:])
    print(f"first paint: {median:.0f} ms (budget {BUDGET_MS} ms), from {min(ours[1:]):.0f} to {max(ours[1:]):.0f}")
    print(f"smallest Textual app: {floor:.0f} ms; ratio {median / floor:.2f}")
    return 0 if median <= BUDGET_MS else 6


if __name__ == "__main__":
    sys.exit(main())
