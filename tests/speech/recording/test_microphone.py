"""The microphone, on a virtual one: what is heard is what was played, whatever happens to the device."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from interview_cli.errors import UnavailableError
from interview_cli.speech.devices import Device, choose_device
from interview_cli.speech.microphone import Microphone, MicrophoneLost
from interview_cli.speech.recording import Recorder, read_recording, repair_recordings
from interview_cli.speech.sound import SAMPLE_RATE_HZ
from tests.conftest import PATIENCE_S
from tests.speech.recording.listener import Listener, sink_of
from tests.speech.signals import similarity, speech_like, write_wav
from tests.speech.virtual_microphone import VirtualMicrophone, running_microphone

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

ALIKE = 0.99


@pytest.fixture
def device(virtual_microphone: VirtualMicrophone) -> Device:
    """The default microphone, which is virtual."""
    return choose_device("input")


def not_lost(loss: object) -> None:
    """For microphones and disks that stay."""
    raise AssertionError(loss)


@pytest.mark.parametrize("rate", [16_000, 44_100])
def test_what_is_recorded_is_what_was_played(
    virtual_microphone: VirtualMicrophone, device: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rate: int
) -> None:
    monkeypatch.setattr("interview_cli.speech.microphone.rate_for", lambda *_: rate)
    played = speech_like(2)
    problems: list[object] = []
    recorder = Recorder(tmp_path / "recordings", "asked-1", problems.append)
    microphone = Microphone(device, sink_of([recorder.add], problems.append))
    microphone.start()
    virtual_microphone.speak(write_wav(tmp_path / "played.wav", played))
    microphone.stop()
    recording = recorder.finish()
    assert recording.name == "asked-1.1.flac"
    recorded = read_recording(tmp_path / "recordings" / recording.name)
    assert len(recorded) == recording.duration_s * SAMPLE_RATE_HZ
    likeness = similarity(recorded, played)
    assert len(likeness) == 4
    assert min(likeness) >= ALIKE
    assert microphone.overflows == 0
    assert problems == []


def test_nothing_is_heard_while_the_gate_is_closed(
    virtual_microphone: VirtualMicrophone, device: Device, tmp_path: Path
) -> None:
    spoken = write_wav(tmp_path / "spoken.wav", speech_like(0.5))
    heard = Listener()
    microphone = Microphone(device, sink_of([heard], not_lost))
    microphone.start()
    heard.hear(0.1)
    microphone.gate(closed=True)
    virtual_microphone.speak(spoken)
    microphone.gate(closed=False)
    heard.hear(0.1)
    assert not heard.samples.any()
    virtual_microphone.speak(spoken)
    microphone.stop()
    assert similarity(heard.samples, speech_like(0.5))[0] >= ALIKE


def test_a_sink_that_fails_still_gets_what_follows(device: Device) -> None:
    failures = iter([ValueError("no words in this"), OSError("later")])

    def fail(block: Samples) -> None:
        if failure := next(failures, None):
            raise failure

    heard = Listener()
    microphone = Microphone(device, sink_of([heard, fail], not_lost))
    microphone.start()
    heard.hear(0.3)
    with pytest.raises(ValueError, match="no words in this"):
        microphone.stop()
    microphone.stop()


def test_a_microphone_that_dies_is_noticed_and_everything_said_is_kept(tmp_path: Path) -> None:
    played = speech_like(2)
    losses: list[MicrophoneLost] = []
    lost = threading.Event()

    def lose(loss: MicrophoneLost) -> None:
        losses.append(loss)
        lost.set()

    recorder = Recorder(tmp_path / "recordings", "asked", not_lost)
    with running_microphone() as dying:
        device = choose_device("input")
        microphone = Microphone(device, sink_of([recorder.add], lose))
        microphone.start()
        dying.speak(write_wav(tmp_path / "played.wav", played, silence_s=0.3))
        dying.kill()
        assert lost.wait(PATIENCE_S)
        microphone.stop()
        recorder.finish()
        assert min(similarity(recorder.samples(), played)) >= ALIKE
        assert len(losses) == 1
        assert "typing" in losses[0].remedy
        with pytest.raises(UnavailableError):
            Microphone(device, sink_of([], not_lost)).start()


def test_after_a_loss_another_device_takes_over(
    virtual_microphone: VirtualMicrophone, device: Device, tmp_path: Path
) -> None:
    first, second = speech_like(1, seed=1), speech_like(1, seed=2)
    recorder = Recorder(tmp_path / "recordings", "asked", not_lost)
    lost = threading.Event()
    with running_microphone() as dying:
        microphone = Microphone(choose_device("input"), sink_of([recorder.add], lambda _: lost.set()))
        microphone.start()
        dying.speak(write_wav(tmp_path / "first.wav", first, silence_s=0.3))
        dying.kill()
        assert lost.wait(PATIENCE_S)
        microphone.stop()
    microphone = Microphone(choose_device("input"), sink_of([recorder.add], not_lost))
    microphone.start()
    virtual_microphone.speak(write_wav(tmp_path / "second.wav", second))
    microphone.stop()
    recorder.finish()
    for played in (first, second):
        assert min(similarity(recorder.samples(), played)) >= ALIKE


def test_a_sound_server_that_hangs_keeps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interview_cli.speech.devices._ANSWERS_WITHIN_S", 0.1)
    monkeypatch.setattr("interview_cli.speech.devices._CLOSES_WITHIN_S", 0.1)
    lost = threading.Event()
    heard = Listener()
    with running_microphone() as hanging:
        microphone = Microphone(choose_device("input"), sink_of([heard], lambda _: lost.set()))
        microphone.start()
        heard.hear(0.2)
        hanging.signal(signal.SIGSTOP)
        try:
            assert lost.wait(PATIENCE_S)
            microphone.stop()
            with pytest.raises(UnavailableError, match="hangs"):
                choose_device("input")
        finally:
            hanging.signal(signal.SIGCONT)


RECORD_UNTIL_KILLED = """
import sys
from pathlib import Path
from interview_cli.speech.devices import choose_device
from interview_cli.speech.microphone import Microphone
from interview_cli.speech.recording import Recorder
from tests.speech.recording.listener import Listener, sink_of

recorder = Recorder(Path(sys.argv[1]), "asked", print)
heard = Listener()
Microphone(choose_device("input"), sink_of([recorder.add, heard], print)).start()
print("listening", flush=True)
while True:
    heard.hear(0.5)
    print("heard", flush=True)
"""


def test_an_answer_survives_the_death_of_its_process(virtual_microphone: VirtualMicrophone, tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    played = speech_like(2)
    process = subprocess.Popen(
        [sys.executable, "-c", RECORD_UNTIL_KILLED, folder], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "listening\n"
    virtual_microphone.speak(write_wav(tmp_path / "played.wav", played, silence_s=0.5))
    (raw,) = folder.iterdir()
    assert repair_recordings(folder).recordings == (), "it is still being spoken"
    process.kill()
    process.communicate()

    repaired = repair_recordings(folder)

    (recording,) = repaired.recordings
    assert repaired.problems == ()
    assert (recording.asked_id, recording.name) == ("asked", "asked.1.flac")
    assert [file.name for file in folder.iterdir()] == ["asked.1.flac"]
    assert not raw.exists()
    recorded = read_recording(folder / "asked.1.flac")
    assert len(recorded) == recording.duration_s * SAMPLE_RATE_HZ
    likeness = similarity(recorded, played)
    assert len(likeness) == 4
    assert min(likeness) >= ALIKE
    assert np.abs(recorded).max() > 0.1
    assert repair_recordings(folder).recordings == ()
