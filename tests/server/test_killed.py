"""kill -9 in the middle of a booking, a webhook or a payout: nothing is lost, nothing happens twice."""

from __future__ import annotations

import json
import subprocess
import sys


def test_a_server_that_is_killed_at_any_step(database_url: str) -> None:
    command = [sys.executable, "-m", "tests.server.killed", database_url]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    steps = json.loads(done.stderr.splitlines()[-1])
    assert steps.pop("deliver_an_event") == 2
    assert set(steps) == {"book", "ask_for_a_payout", "approve_a_payout"}
    assert min(steps.values()) >= 8
