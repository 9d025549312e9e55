"""The sound server that the tests start lasts no longer than they do."""

from __future__ import annotations

import os
import select
import subprocess
import sys

import pytest

from tests.conftest import PATIENCE_S, PROJECT
from tests.speech.virtual_microphone import SYSTEM_PACKAGES

RUN = """
from tests.speech.virtual_microphone import running_microphone
with running_microphone() as microphone:
    print(microphone.pid, flush=True)
    input()
"""


@pytest.mark.needs(*SYSTEM_PACKAGES)
def test_a_run_that_is_killed_leaves_no_sound_server() -> None:
    command = [sys.executable, "-c", RUN]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        server = os.pidfd_open(int(run.stdout.readline()))
        run.kill()
    ended, _, _ = select.select([server], [], [], PATIENCE_S)
    os.close(server)
    assert ended
