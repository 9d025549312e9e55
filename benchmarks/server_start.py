"""Start of `interview serve` until it answers, and its memory when idle, on a new home and on one that was used.

    python -m benchmarks.server_start [--runs N]

Budgets: 1.5 s, 120 MB (resident). Linux only: it reads /proc. Exits with 1 when one is missed.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

BUDGET_S = 1.5
BUDGET_MB = 120


def started(home: str) -> tuple[float, float, float]:
    """Seconds until the first answer, seconds of processor time for that, and resident megabytes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    begun = time.perf_counter()
    command = [sys.executable, "-m", "interview_cli", "serve", "--port", str(port)]
    environment = os.environ | {"INTERVIEW_HOME": home}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "Uvicorn running" in line:
                break
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health").close()
        took_s = time.perf_counter() - begun
        folder = Path(f"/proc/{process.pid}")
        ticks = folder.joinpath("stat").read_text().rpartition(")")[2].split()[11:13]
        resident = re.search(r"VmRSS:\s+(\d+)", folder.joinpath("status").read_text())
        assert resident is not None
        process.send_signal(signal.SIGTERM)
    return took_s, sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), int(resident[1]) / 1024


def main() -> int:
    """Measure, print, and say whether the budgets are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    missed = False
    with tempfile.TemporaryDirectory() as home:
        measured = [started(home) for _ in range(runs + 1)]
    for name, found in (("new home", measured[:1]), ("used home", measured[1:])):
        took_s, processor_s, megabytes = (statistics.median(column) for column in zip(*found, strict=True))
        print(
            f"{name:<10} {took_s:5.2f} s to the first answer ({processor_s:.2f} s of a core), {megabytes:.0f} MB idle"
        )
        missed = missed or took_s > BUDGET_S or megabytes > BUDGET_MB
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
