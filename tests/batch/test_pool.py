"""The local pool: every item comes back once, whatever happens to the workers."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from interview_cli.batch.items import Item
from interview_cli.batch.local_pool import QUEUED_ITEMS, LocalPool
from interview_cli.batch.pool import Work
from interview_cli.errors import UnavailableError
from tests.batch.material import Broken, Echo, Frozen, items_named
from tests.conftest import PROJECT


def outcomes(names: list[str], jobs: int = 2, timeout_s: float = 30.0, work: Work | None = None) -> dict[str, object]:
    with LocalPool(work or Echo(), jobs, timeout_s) as pool:
        found = [each for each in pool.run(iter(items_named(*names))) if each]
    assert sorted(each.item.source for each in found) == sorted(names)
    return {each.item.source: each.result or each.problem for each in found}


def test_every_item_comes_back_once() -> None:
    names = [f"item {number}" for number in range(50)]
    assert outcomes(names) == {name: name for name in names}


def test_no_items_give_no_outcomes_and_start_no_worker() -> None:
    assert outcomes([]) == {}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_crashing_item_fails_alone(jobs: int) -> None:
    names = ["a", "b", "crash", "c", "kill", "d", "e"]
    found = outcomes(names, jobs)
    assert found["crash"] == "it crashed the worker process (signal 11)"
    assert found["kill"] == "it crashed the worker process (signal 9 – perhaps it ran out of memory)"
    assert {found[name] for name in "abcde"} == set("abcde")


def test_a_hanging_item_fails_alone_after_its_time() -> None:
    names = ["a", "hang 1", "b", "hang 2", "c", "d", "e", "f"]
    found = outcomes(names, timeout_s=0.5)
    assert found["hang 1"] == found["hang 2"] == "it took longer than 0.5 s"
    assert {found[name] for name in "abcdef"} == set("abcdef")


def test_an_exception_is_reported_and_its_worker_continues() -> None:
    found = outcomes(["a", "raise", "b"], jobs=1)
    assert found == {"a": "a", "raise": "unexpected RuntimeError: on purpose", "b": "b"}


def test_items_are_taken_only_as_they_are_needed() -> None:
    taken = 0

    def endless() -> Iterator[Item]:
        nonlocal taken
        for number in itertools.count():
            taken += 1
            yield items_named(str(number))[0]

    with LocalPool(Echo(), 2, 30.0) as pool:
        finished = 0
        for outcome in pool.run(endless()):
            finished += outcome is not None
            assert taken <= finished + 2 * QUEUED_ITEMS + 1
            if finished == 100:
                break


def test_the_garbage_collector_does_not_look_through_what_a_worker_has_loaded() -> None:
    with LocalPool(Frozen(), 1, 30.0) as pool:
        (frozen,) = [each.result for each in pool.run(iter(items_named("a"))) if each]
    assert frozen > 10_000


def test_workers_that_cannot_begin_end_the_run() -> None:
    with pytest.raises(UnavailableError, match="No worker process can be started"):
        outcomes(["a"], work=Broken())


def test_no_process_is_left_behind() -> None:
    with LocalPool(Echo(), 2, 30.0) as pool:
        run = pool.run(iter(items_named("a", "hang", "hang 2")))
        assert next(each for each in run if each).result == "a"
        pids = [each.process.pid for each in pool._processes]
    for pid in pids:
        assert pid is not None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_workers_go_when_their_parent_is_killed() -> None:
    script = """
import sys
from interview_cli.batch.local_pool import LocalPool
from tests.batch.material import Echo, items_named
if __name__ == "__main__":
    pool = LocalPool(Echo(), 1, 30.0)
    for outcome in pool.run(iter(items_named("a", "hang"))):
        if outcome:
            print(pool._processes[0].process.pid, flush=True)
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.read()  # the worker holds the other end of this pipe until it is gone
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while _exists(worker):
        assert time.monotonic() < deadline, "the worker outlives its parent"


def _exists(pid: int) -> bool:
    """Whether a process runs; one that waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


HOLDS_A_SEMAPHORE = """
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar
from interview_cli.batch.items import Item
from interview_cli.batch.local_pool import LocalPool
from tests.batch.material import items_named

@dataclass(frozen=True)
class Holding:
    preloaded: ClassVar = __name__

    def prepared(self) -> Callable[[Item], str]:
        lock = multiprocessing.RLock()  # as progress bars of speech libraries do
        return lambda item: item.source if lock else ""

if __name__ == "__main__":
    with LocalPool(Holding(), 2, 30.0) as pool:
        assert len([each for each in pool.run(iter(items_named("a", "b", "c"))) if each]) == 3
"""


def test_workers_leave_no_semaphore_behind(tmp_path: Path) -> None:
    script = tmp_path / "holding.py"
    script.write_text(HOLDS_A_SEMAPHORE, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, "")


BREAKS_BEFORE_THE_FORK = """
from typing import ClassVar
from interview_cli.batch.local_pool import LocalPool
from interview_cli.errors import UnavailableError
from tests.batch.material import Echo, items_named

class Breaking(Echo):
    preloaded: ClassVar = "broken"

if __name__ == "__main__":
    with LocalPool(Breaking(), 1, 30.0) as pool:
        try:
            list(pool.run(iter(items_named("a"))))
        except UnavailableError as error:
            print(error.message)
"""


def test_what_breaks_before_workers_fork_is_reported(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("raise RuntimeError('on purpose')", encoding="utf-8")
    script = tmp_path / "breaking.py"
    script.write_text(BREAKS_BEFORE_THE_FORK, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": f"{PROJECT}{os.pathsep}{tmp_path}"}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout) == (0, "No worker process can be started.\n"), done.stderr
    assert "RuntimeError: on purpose" in done.stderr, "what is wrong is shown"
