"""Filled pauses found and words placed, by faster-whisper with real weights.

A neural voice that tells where each of its words lies says twelve answers with fifteen ums and six without any; those
with ums were kept aside while thresholds were chosen. Five sentences read by a person (LibriVox) come on top.
An um counts as found when it is written as a word or taken for a likely um where it was said; what is found elsewhere
is a false alarm. Starts of words are compared on the voice's answers alone. Needs what `make test-real` fetches.

Run from the root of the project: python -m benchmarks.ums_and_word_times
"""

from __future__ import annotations

from statistics import mean, median

import numpy as np

from interview_cli.speech.stt.faster_whisper_engine import FasterWhisperTranscriber
from interview_cli.speech.transcription import transcribe
from tests.real.material import WHISPER_SIZES, librivox, whisper_folder
from tests.real.measures import UmScore, percentile_95, start_errors_s
from tests.real.spoken import FLUENT, KEPT_ASIDE, NOISE_DB, framed, said_ums, say, with_noise


def main() -> None:
    """Print a line per model and sound."""
    clips = [framed(say(text)) for text in (*KEPT_ASIDE, *FLUENT[1::2])]
    print(f"{'model, sound':<26}{'ums':>5}{'found':>7}{'false':>7}{'starts: mean':>14}{'median':>8}{'p95':>6} ms")
    for size in WHISPER_SIZES:
        engine = FasterWhisperTranscriber(size, whisper_folder(size), "en", "cpu")
        for noisy in (False, True):
            score, errors_s = UmScore(), list[float]()
            for clip in clips:
                heard = transcribe(with_noise(clip.samples, NOISE_DB) if noisy else clip.samples, engine)
                score.add(said_ums(clip), heard)
                errors_s += start_errors_s(clip.words, heard.words)
            for clip in librivox():
                samples = with_noise(clip.samples, NOISE_DB) if noisy else clip.samples
                score.add((), transcribe(samples, engine))
            name = f"{size}, noise at {NOISE_DB:.0f} dB" if noisy else f"{size}, clean"
            figures = (1000 * np.array([mean(errors_s), median(errors_s), percentile_95(errors_s)])).round()
            print(
                f"{name:<26}{score.said:>5}{score.found:>7}{score.false:>7}"
                f"{figures[0]:>14.0f}{figures[1]:>8.0f}{figures[2]:>6.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
