"""Try every reader on spoilt files, each within 5 s of CPU time and 500 MB; report whatever it does but refuse.

    python -m tests.fuzz [--reader NAME] [--number N]

The files are the same each time. Exits with 1 when something was found; each finding says how to see it again.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from interview_cli.errors import InterviewError
from tests.conftest import PROJECT
from tests.fuzz.readers import READERS
from tests.fuzz.spoiling import spoilt

CPU_S: Final = 5
MEMORY_BYTES: Final = 500_000_000
WAITING_S: Final = 60
"""A reader that neither computes nor ends in this time waits for something that never comes."""

_IN_ONE_PROCESS: Final = 250
_BEGUN, _FOUND = "begun", "found"


class Finding(NamedTuple):
    """What a reader did to an input, by its number."""

    reader: str
    number: int
    what: str


def main() -> int:
    """Try the readers, on all cores; 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", choices=READERS)
    parser.add_argument("--number", type=int)
    parser.add_argument("--numbers", type=int, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.numbers:
        try_inputs(options.reader, *options.numbers)
        return 0
    findings: list[Finding] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name in [options.reader] if options.reader else READERS:
            begun = time.monotonic()
            inputs = (
                range(READERS[name].tries) if options.number is None else range(options.number, options.number + 1)
            )
            parts = [inputs[first : first + _IN_ONE_PROCESS] for first in range(0, len(inputs), _IN_ONE_PROCESS)]
            found = [each for part in pool.map(partial(found_in, name), parts) for each in part]
            print(f"{name}: {len(inputs)} files, {len(found)} findings, {time.monotonic() - begun:.0f} s", flush=True)
            for each in found:
                print(f"  {each.what}\n    python -m tests.fuzz --reader {name} --number {each.number}", flush=True)
            findings += found
    return int(bool(findings))


def found_in(reader: str, numbers: range) -> list[Finding]:
    """Try these inputs in processes of their own; one that dies is followed by another."""
    findings = []
    first, end = numbers.start, numbers.stop
    while first < end:
        command = [sys.executable, "-m", "tests.fuzz", "--reader", reader, "--numbers", str(first), str(end)]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, errors="replace", check=False)
        number = first - 1
        for line in done.stdout.splitlines():
            word, _, rest = line.partition(" ")
            if word == _BEGUN:
                number = int(rest)
            elif word == _FOUND:
                findings.append(Finding(reader, number, rest))
        if done.returncode == 0:
            break
        if number < first:
            raise RuntimeError(f"{reader} cannot even begin: {done.stderr}")
        findings.append(Finding(reader, number, how_it_died(done.returncode, done.stderr)))
        first = number + 1
    return findings


def how_it_died(code: int, stderr: str) -> str:
    """What ended a process, in words."""
    if code == -signal.SIGXCPU:
        return f"hang: more than {CPU_S} s of CPU time"
    if code == -signal.SIGALRM:
        return f"hang: nothing came in {WAITING_S} s"
    if code < 0:
        return f"crash: {signal.Signals(-code).name}"
    return f"exit with {code}: {stderr.strip().splitlines()[-1:]}"


def try_inputs(reader: str, first: int, end: int) -> None:
    """Try these inputs one after the other in this process, saying on stdout which is begun and what is found."""
    samples = READERS[reader].samples()
    read = READERS[reader].read
    say = os.fdopen(os.dup(1), "w", buffering=1)
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 1)
        bound_memory()
        for number in range(first, end):
            sample = spoilt(samples, reader, number, READERS[reader].large_bytes)
            file = Path(folder) / sample.name
            file.write_bytes(sample.content)
            print(_BEGUN, number, file=say)
            bound_time()
            try:
                read(file)
            except InterviewError:
                pass
            except MemoryError:
                print(_FOUND, f"memory: more than {MEMORY_BYTES // 1_000_000} MB", file=say)
            except BaseException as error:  # noqa: BLE001 - all of these are findings
                place = traceback.extract_tb(error.__traceback__)[-1]
                text = f"{type(error).__name__}: {error} ({place.filename}:{place.lineno})"
                print(_FOUND, " ".join(text.split())[:300], file=say)
            for left in Path(folder).iterdir():
                if left.is_file():
                    left.unlink()


def bound_memory() -> None:
    """From here on this process gets so much more memory than it has."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    used = int(Path("/proc/self/status").read_text().split("VmData:")[1].split()[0]) * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (used + MEMORY_BYTES,) * 2)


def bound_time() -> None:
    """From here on the process gets so much more time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU_S + 1, resource.RLIM_INFINITY))
    signal.alarm(WAITING_S)


if __name__ == "__main__":
    raise SystemExit(main())
