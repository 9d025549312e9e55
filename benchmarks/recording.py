"""Recording through a virtual microphone: samples lost, likeness, CPU and memory; how soon things are noticed.

    python -m benchmarks.recording [--minutes 10]

Budgets: no sample lost and a correlation of at least 0.99 with what was played over 10 minutes; memory flat over 30;
a lost microphone noticed within 1 s; the player silent within 50 ms of `stop`. Takes as long as it records. Needs the
system packages of tests/speech/virtual_microphone.py.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import soundfile

from interview_cli.speech.devices import choose_device
from interview_cli.speech.level import Listened
from interview_cli.speech.microphone import Microphone
from interview_cli.speech.player import Player
from interview_cli.speech.recording import Recorder, read_recording
from tests.speech.recording.listener import sink_of
from tests.speech.signals import RATE_HZ, similarity, speech_like
from tests.speech.virtual_microphone import VirtualMicrophone, running_microphone

PIECE_S = 30
RUNS = 7


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="how long to record")
    minutes = parser.parse_args().minutes
    print(f"microphone lost, noticed after  {median_text([lost_after_s() for _ in range(RUNS)])}")
    with running_microphone() as microphone:
        print(f"player stopped, silent after    {median_text([silent_after_s(microphone) for _ in range(RUNS)])}")
    with tempfile.TemporaryDirectory() as folder, running_microphone() as microphone:
        record(microphone, Path(folder), minutes)


def median_text(seconds: list[float]) -> str:
    """Median and largest in milliseconds."""
    return f"{statistics.median(seconds) * 1000:.0f} ms (at most {max(seconds) * 1000:.0f} ms of {len(seconds)} runs)"


def record(microphone: VirtualMicrophone, folder: Path, minutes: float) -> None:
    """Play for this many minutes, record it, and compare."""
    played = folder / "played.wav"
    write_long(played, minutes)
    recorder = Recorder(folder / "recordings", "answer", print)
    heard = Listened()

    def meter(block: object) -> None:
        nonlocal heard
        heard = heard.after(block)  # type: ignore[arg-type]

    listening = Microphone(choose_device("input"), sink_of([recorder.add, meter], print))
    listening.start()
    begun, cpu_begun = time.perf_counter(), time.process_time()
    speaking = microphone.start_speaking(played)
    memory_mb = []
    while True:
        try:
            speaking.wait(60)
            break
        except subprocess.TimeoutExpired:
            memory_mb.append(resident_mb())
    cpu_s, wall_s = time.process_time() - cpu_begun, time.perf_counter() - begun
    listening.stop()
    finishing = time.perf_counter()
    recording = recorder.finish()
    assert recording.name is not None
    print(f"recorded                        {recording.duration_s:.1f} s, overflows {listening.overflows}")
    print(f"processor while recording       {100 * cpu_s / wall_s:.2f} % of one core")
    print(f"memory each minute              {', '.join(f'{each:.1f}' for each in memory_mb)} MB")
    print(f"saving as FLAC                  {time.perf_counter() - finishing:.2f} s")
    said, _ = soundfile.read(played, stop=-RATE_HZ, dtype="float32")
    likeness = similarity(read_recording(folder / "recordings" / recording.name), said)
    print(f"half seconds compared           {len(likeness)} of {2 * len(said) // RATE_HZ}")
    print(f"correlation with what was played  lowest {min(likeness):.4f}")


def write_long(path: Path, minutes: float) -> None:
    """A long signal that never repeats, and a second of silence behind it."""
    with soundfile.SoundFile(path, "w", RATE_HZ, 1, "PCM_16") as file:
        for number in range(round(minutes * 60 / PIECE_S)):
            file.write(speech_like(PIECE_S, seed=number))
        file.write(np.zeros(RATE_HZ, np.float32))


def resident_mb() -> float:
    """The memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def lost_after_s() -> float:
    """From the death of the sound server to the report that the microphone is lost."""
    begun, lost = threading.Event(), threading.Event()
    with running_microphone() as microphone:
        listening = Microphone(choose_device("input"), sink_of([lambda _: begun.set()], lambda _: lost.set()))
        listening.start()
        assert begun.wait(10)
        microphone.kill()
        killed = time.perf_counter()
        assert lost.wait(10)
        noticed = time.perf_counter()
        listening.stop()
    return noticed - killed


def silent_after_s(microphone: VirtualMicrophone) -> float:
    """From `Player.stop` to the last sound at the loudspeaker."""
    command = [
        "parec",
        "--device=speaker.monitor",
        "--latency-msec=5",
        "--rate=16000",
        "--channels=1",
        "--format=s16le",
    ]
    listener = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | microphone.environment)
    assert listener.stdout is not None
    sounding, last_sound = threading.Event(), [0.0]
    descriptor = listener.stdout.fileno()

    def listen() -> None:
        while data := os.read(descriptor, 4096):
            if np.frombuffer(data[: len(data) // 2 * 2], "<i2").any():
                last_sound[0] = time.perf_counter()
                sounding.set()

    listening = threading.Thread(target=listen)
    listening.start()
    player = Player()
    playing = threading.Thread(target=player.play, args=(speech_like(10), RATE_HZ))
    playing.start()
    assert sounding.wait(10)
    stopped = time.perf_counter()
    player.stop()
    playing.join()
    Player().play(np.zeros(RATE_HZ // 2, np.float32), RATE_HZ)
    listener.terminate()
    listening.join()
    listener.wait()
    listener.stdout.close()
    return max(0.0, last_sound[0] - stopped)


if __name__ == "__main__":
    main()
