"""The trial itself: files are the same each time, and what a reader does to one is found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.fuzz.__main__ import CPU_S, how_it_died
from tests.fuzz.readers import READERS
from tests.fuzz.spoiling import EVERY_LARGE, LARGE_BYTES, Sample, spoilt

PLANTED = """
import json, os, signal, sys
from pathlib import Path
from tests.fuzz import __main__ as fuzz
from tests.fuzz.readers import READERS, Reader
from tests.fuzz.spoiling import Sample
from interview_cli.errors import InputError

fuzz.CPU_S, fuzz.MEMORY_BYTES, fuzz.WAITING_S = 1, 100_000_000, 2 if sys.argv[1] == "waits" else 60
calls = iter(range(1_000_000))

def read(file: Path) -> None:
    fault = sys.argv[1] if next(calls) == 2 else "none"
    if fault == "raises":
        raise KeyError("planted")
    if fault == "hangs":
        while True:
            pass
    if fault == "waits":
        signal.pause()
    if fault == "crashes":
        os.kill(os.getpid(), signal.SIGSEGV)
    if fault == "grows":
        bytearray(300_000_000)
    if fault == "leaves":
        os._exit(7)
    raise InputError("refused")

READERS["planted"] = Reader(read, lambda: [Sample("a.txt", b"abc")], 5)
fuzz.try_inputs("planted", 0, 5)
"""


@pytest.mark.parametrize(
    ("fault", "code", "told"),
    [
        ("none", 0, None),
        ("raises", 0, "found KeyError: 'planted'"),
        ("grows", 0, "found memory: more than 100 MB"),
        ("hangs", -24, f"hang: more than {CPU_S} s of CPU time"),
        ("waits", -14, "hang: nothing came in 60 s"),
        ("crashes", -11, "crash: SIGSEGV"),
        ("leaves", 7, "exit with 7"),
    ],
)
def test_what_a_reader_does_to_a_file_is_found(fault: str, code: int, told: str | None) -> None:
    command = [sys.executable, "-c", PLANTED, fault]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)
    assert done.returncode == code, done.stderr
    begun = [line for line in done.stdout.splitlines() if line.startswith("begun")]
    assert len(begun) == (5 if code == 0 else 3)
    if code:
        assert how_it_died(code, done.stderr).startswith(str(told))
    else:
        assert [line[: len(str(told))] for line in done.stdout.splitlines() if line.startswith("found")] == (
            [told] if told else []
        )


def test_the_same_number_is_the_same_file() -> None:
    samples = [Sample("a.json", json.dumps({"a": [1, 2]}).encode()), Sample("b.txt", b"Some words.\n")]
    files = [spoilt(samples, "reader", number) for number in range(200)]
    assert files == [spoilt(samples, "reader", number) for number in range(200)]
    assert len({file.content for file in files}) > 150
    assert all(len(file.content) <= 2 * LARGE_BYTES + 100 for file in files)
    assert all(len(file.content) > LARGE_BYTES for file in files[::EVERY_LARGE])
    assert spoilt(samples, "other", 1) != spoilt(samples, "reader", 1)


NEEDED = {"cvs": pytest.mark.needs("fonts-dejavu-extra")}
"""What the samples of a reader are written with."""


@pytest.mark.parametrize("name", [pytest.param(name, marks=NEEDED.get(name, ())) for name in READERS])
def test_every_reader_reads_its_samples(name: str, tmp_path: Path) -> None:
    samples = READERS[name].samples()
    assert samples
    for sample in samples:
        file = tmp_path / sample.name
        file.write_bytes(sample.content)
        READERS[name].read(file)
