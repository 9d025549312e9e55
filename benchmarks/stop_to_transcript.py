"""From the end of a spoken answer to its transcript: 15 s against 300 s of speech.

The sound is fed `--speed` times as fast as it was spoken, then `finish()` is timed. Two transcribers: one that takes
a known time for a piece, as Whisper does whatever the piece's length, and the tiny test checkpoint under the real
faster-whisper. Real weights cost more for a piece, not for a longer answer.

Run from the root of the project: python -m benchmarks.stop_to_transcript
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from interview_cli.interview.model import Word
from interview_cli.speech.live_transcription import LiveTranscription
from interview_cli.speech.stt.faster_whisper_engine import FasterWhisperTranscriber
from tests.speech.checkpoint import ANSWERS, ctranslate2_model, samples_of, speak

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples, Transcriber

RATE_HZ = 16_000
LENGTHS_S = (15, 300)
RUNS = 3
PORTION_S = 0.064


class KnownCost:
    """A transcriber that takes the same time for every piece."""

    name = "known cost"
    language = "en"

    def __init__(self, cost_s: float) -> None:
        self._cost_s = cost_s

    def words(self, samples: Samples) -> Sequence[Word]:
        time.sleep(self._cost_s)
        return [Word("word", 0.0, len(samples) / RATE_HZ)]


def answer(length_s: int, folder: Path) -> Samples:
    """So many seconds of sentences with pauses of 0.7 s, ending in the middle of one."""
    clips = [samples_of(speak(text, "slt", folder / "clip.wav")) for text in ANSWERS]
    round_ = np.concatenate([part for clip in clips for part in (clip, np.zeros(int(0.7 * RATE_HZ), np.float32))])
    repeats = -(-length_s * RATE_HZ // len(round_))
    return np.tile(round_, repeats)[: length_s * RATE_HZ]


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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speed", type=float, default=5.0, help="how many times as fast as spoken")
    speed: float = parser.parse_args().speed
    with tempfile.TemporaryDirectory() as folder:
        model = ctranslate2_model(Path(folder))
        transcribers: list[tuple[str, Transcriber]] = [
            ("known cost, 0.5 s a piece", KnownCost(0.5)),
            ("faster-whisper, tiny test checkpoint", FasterWhisperTranscriber("test", model, "en", "cpu")),
        ]
        sounds = {length_s: answer(length_s, Path(folder)) for length_s in LENGTHS_S}
        for name, transcriber in transcribers:
            taken = {
                length_s: statistics.median(seconds_to_finish(sound, transcriber, speed) for _ in range(RUNS))
                for length_s, sound in sounds.items()
            }
            shown = ", ".join(f"{length_s} s of speech: {1000 * spent:.0f} ms" for length_s, spent in taken.items())
            ratio = taken[LENGTHS_S[1]] / taken[LENGTHS_S[0]]
            print(f"{name}: {shown}; ratio {ratio:.2f} (budget 1.3)")


if __name__ == "__main__":
    main()
