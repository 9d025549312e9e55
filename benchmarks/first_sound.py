"""From a question's text to its first sound, through the queueing voice and a real sound server without hardware.

Prints, in milliseconds as median and worst of the runs: synthesis alone, `say` until the first sample that is not
silence leaves the loudspeaker (the null sink's monitor, read in pieces of 10 ms), for a sentence never spoken before
and for one in the cache; and `stop` until the last sample that is not silence.

Needs pulseaudio, pulseaudio-utils, libasound2-plugins, libportaudio2 and libespeak-ng1.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from queue import SimpleQueue

import numpy as np

from interview_cli.settings import VoiceSettings
from interview_cli.speech.player import Player
from interview_cli.speech.tts.registry import SpeechCache, open_synthesizer, open_voice
from tests.speech.virtual_microphone import VirtualMicrophone, running_microphone

RUNS = 15
SENTENCE = "Question {}: tell me about a time when you changed your mind."
RATE_HZ = 48_000
PIECE = RATE_HZ // 100
AUDIBLE = 0.01


class Ear:
    """Hears the loudspeaker; `edges` gets the moment of each change between silence and sound."""

    def __init__(self, server: VirtualMicrophone) -> None:
        command = ["parec", "--device=speaker.monitor", f"--rate={RATE_HZ}", "--channels=1", "--format=float32le"]
        self._process = subprocess.Popen(
            [*command, "--latency-msec=10"], stdout=subprocess.PIPE, env=os.environ | server.environment
        )
        self.edges: SimpleQueue[tuple[bool, float]] = SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        audible, last_sound = False, 0.0
        while piece := self._process.stdout.read(4 * PIECE):
            now = time.perf_counter()
            sound = bool(np.abs(np.frombuffer(piece, np.float32)).max() > AUDIBLE)
            if sound:
                last_sound = now
            if sound and not audible:
                audible = True
                self.edges.put((True, now))
            elif audible and now - last_sound > 0.4:
                audible = False
                self.edges.put((False, last_sound))

    def next(self, *, sound: bool) -> float:
        """The moment of the next beginning or end of sound."""
        while True:
            began, moment = self.edges.get(timeout=30)
            if began == sound:
                return moment

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


def show(name: str, times_s: list[float]) -> None:
    """One line of the result."""
    print(f"{name:<58} {statistics.median(times_s) * 1000:6.0f} ms   worst {max(times_s) * 1000:6.0f} ms")


async def measure(server: VirtualMicrophone, cache: Path) -> None:
    """Everything, one after the other."""
    settings = VoiceSettings()
    source = SpeechCache(open_synthesizer("pyttsx3", settings), cache / "alone")
    synthesis = []
    for run in range(RUNS):
        begun = time.perf_counter()
        source.sound(SENTENCE.format(run))
        synthesis.append(time.perf_counter() - begun)
    show("synthesis of a new sentence (pyttsx3)", synthesis)

    ear = Ear(server)
    voice = open_voice(settings, cache, player=Player(), on_problem=print)
    fresh: list[float] = []
    cached: list[float] = []
    silenced: list[float] = []
    for run in [-1, *range(RUNS)]:  # the first opens the device and is not counted
        for times in (fresh, cached):
            begun = time.perf_counter()
            voice.say(SENTENCE.format(run))
            heard = ear.next(sound=True)
            await asyncio.sleep(0.8)
            stopped = time.perf_counter()
            voice.stop()
            if run >= 0:
                times.append(heard - begun)
                silenced.append(ear.next(sound=False) - stopped)
            else:
                ear.next(sound=False)
    show("text to first sound, new sentence", fresh)
    show("text to first sound, in the cache", cached)
    show("stop to silence", silenced)
    ear.close()


def main() -> None:
    """Measure against a sound server of its own."""
    with running_microphone() as server, tempfile.TemporaryDirectory() as cache:
        asyncio.run(measure(server, Path(cache)))


if __name__ == "__main__":
    main()
