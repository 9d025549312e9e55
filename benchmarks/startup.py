"""Start-up of the commands that must feel instant, as whole processes, next to bare Python and the Typer import.

Budgets: --help and --version 150 ms. Prints the median of the runs in milliseconds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 15
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "python -c 'import typer'": ["-c", "import typer"],
    "interview --version": ["-m", "interview_cli", "--version"],
    "interview --help": ["-m", "interview_cli", "--help"],
    "interview practice --help": ["-m", "interview_cli", "practice", "--help"],
    "interview history (empty)": ["-m", "interview_cli", "history"],
}


def median_ms(arguments: list[str], environment: dict[str, str]) -> float:
    """The median wall time of a whole process."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def main() -> None:
    """Measure every command."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"INTERVIEW_HOME": home}
        for name, arguments in COMMANDS.items():
            print(f"{name:<28} {median_ms(arguments, environment):6.0f} ms")


if __name__ == "__main__":
    main()
