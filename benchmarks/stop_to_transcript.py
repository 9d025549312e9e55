"""From the end of a spoken answer to its transcript: 15 s against 300 s of speech. Budget: at most 1.3 times as long.

The sound is fed faster than it was spoken, then `finish()` is timed; the long answer ends with the short one after a
pause of 2 s, so that the same is left to do at the end if nothing else is. Two transcribers: one that takes a known
time for every piece, fed ten times as fast as spoken (half a second is then five at the pace of speech); and the real
faster-whisper of the true dimensions of tiny.en, fed four times as fast, which is as fast as two cores follow with
room to spare. Its weights are random, rigged to say 30 words for each piece (see stt_real_time_factor). If a machine
with other work to do cannot follow, pieces pile up and the ratio tells.

Run from the root of the project: python -m benchmarks.stop_to_transcript
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.stt_real_time_factor import dimensions, rigged_tensors
from interview_cli.interview.spoken import Word
from interview_cli.speech.live_transcription import LiveTranscription
from interview_cli.speech.stt.faster_whisper_engine import FasterWhisperTranscriber
from tests.speech.checkpoint import ANSWERS, ctranslate2_model, samples_of, speak

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples, Transcriber

RATE_HZ = 16_000
SHORT_S, LONG_S = 15, 300
RUNS = 2
PORTION_S = 0.064
BUDGET = 1.3


class KnownCost:
    """A transcriber that takes the same time for every piece."""

    name = "known cost"
    language = "en"

    def __init__(self, cost_s: float) -> None:
        self._cost_s = cost_s

    def words(self, samples: Samples) -> Sequence[Word]:
        time.sleep(self._cost_s)
        return [Word("word", 0.0, len(samples) / RATE_HZ)]


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE_HZ), np.float32)


def answers(folder: Path) -> tuple[Samples, Samples]:
    """Sentences with pauses of 0.7 s: the short answer, and the long one, which ends with it."""
    clips = [samples_of(speak(text, "slt", folder / "clip.wav")) for text in ANSWERS]
    sentences = np.tile(np.concatenate([part for clip in clips for part in (clip, silence(0.7))]), 10)
    short = sentences[: SHORT_S * RATE_HZ]
    before = LONG_S * RATE_HZ - len(short) - 2 * RATE_HZ
    return short, np.concatenate([np.resize(sentences, before), silence(2), short])


def seconds_to_finish(sound: Samples, transcriber: Transcriber, speed: float) -> float:
    """How long `finish` takes after the sound was fed at `speed` times the pace it was spoken at."""
    live = LiveTranscription(transcriber)
    portion = int(PORTION_S * RATE_HZ)
    begun = time.perf_counter()
    for count, begin in enumerate(range(0, len(sound), portion), 1):
        time.sleep(max(0.0, begun + count * PORTION_S / speed - time.perf_counter()))
        live.feed(sound[begin : begin + portion])
    stopped = time.perf_counter()
    live.finish()
    return time.perf_counter() - stopped


def main() -> None:
    """Measure both transcribers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = ctranslate2_model(folder, dimensions("tiny.en"), rigged_tensors("tiny.en"))
        whisper = FasterWhisperTranscriber("tiny.en", model, "en", "cpu")
        short, long = answers(folder)
        for what, transcriber, speed in (
            ("known cost, 0.5 s a piece, fed at 10x", KnownCost(0.5), 10.0),
            ("faster-whisper tiny.en (rigged weights), fed at 4x", whisper, 4.0),
        ):
            transcriber.words(short)
            after_s = [
                statistics.mean(seconds_to_finish(sound, transcriber, speed) for _ in range(RUNS))
                for sound in (short, long)
            ]
            shown = f"{SHORT_S} s of speech {1000 * after_s[0]:.0f} ms, {LONG_S} s {1000 * after_s[1]:.0f} ms"
            ratio = after_s[1] / after_s[0]
            print(f"{what}: {shown}, ratio {ratio:.2f} (budget {BUDGET})", flush=True)
        print(f"Load of the machine in the last five minutes: {os.getloadavg()[1]:.1f}")


if __name__ == "__main__":
    main()
