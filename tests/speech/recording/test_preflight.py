"""Trying a microphone, on a virtual one."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.speech.devices import choose_device
from interview_cli.speech.preflight import try_microphone
from tests.conftest import PROJECT
from tests.speech.recording.listener import Listener
from tests.speech.signals import similarity, speech_like, write_wav
from tests.speech.virtual_microphone import SYSTEM_PACKAGES, VirtualMicrophone

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples


def test_a_spoken_sentence_is_heard_and_judged(virtual_microphone: VirtualMicrophone, tmp_path: Path) -> None:
    said = speech_like(0.5)
    file = write_wav(tmp_path / "said.wav", said)
    meter = Listener()
    speaking: list[subprocess.Popen[bytes]] = []

    def speak_once_it_listens(block: Samples) -> None:
        meter(block)
        if not speaking:
            speaking.append(virtual_microphone.start_speaking(file))

    preflight = try_microphone(choose_device("input"), 2, speak_once_it_listens)
    assert speaking[0].wait() == 0
    assert len(preflight.samples) == 32_000
    assert len(meter.samples) >= 32_000
    assert similarity(preflight.samples, said)[0] >= 0.99
    assert preflight.report.verdict == "ok"
    assert preflight.device.name == "default"


def test_a_muted_microphone_is_reported(virtual_microphone: VirtualMicrophone) -> None:
    report = try_microphone(choose_device("input"), 0.2).report
    assert report.verdict == "nothing"
    assert "Unmute" in report.fix


def test_it_can_be_cancelled(virtual_microphone: VirtualMicrophone) -> None:
    cancel = threading.Event()
    cancel.set()
    assert len(try_microphone(choose_device("input"), 3600, cancel=cancel).samples) < 16_000


LOSING = """
import os
from interview_cli.speech.devices import choose_device
from interview_cli.speech.microphone import MicrophoneLost
from interview_cli.speech.preflight import try_microphone
from tests.speech.virtual_microphone import running_microphone

with running_microphone() as dying:
    try:
        try_microphone(choose_device("input"), 3600, lambda _: dying.kill())
    except MicrophoneLost:
        print("lost", flush=True)
    os._exit(0)
"""


@pytest.mark.needs(*SYSTEM_PACKAGES)
def test_a_microphone_that_dies_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a process of its own: ALSA now and then never lets go of a server that was killed."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    done = subprocess.run([sys.executable, "-c", LOSING], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.stdout == "lost\n", done.stderr
