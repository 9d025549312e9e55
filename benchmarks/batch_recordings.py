"""What a recording costs `evaluate`: from a file to its line, for each second of sound.

Run with `python -m benchmarks.batch_recordings`. Forty seconds of speech are decoded, searched for voices,
transcribed, scored by rules and measured, in one process with one thread. Sphinx uses its own model. The weights of
faster-whisper have the true dimensions of tiny.en but were never trained: they say a set number of words for each
piece, so that their cost stands for the real ones', and their words for nothing. Seconds of CPU are printed next to
those of the clock: on a machine that others use only the former tell the cost.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from benchmarks.stt_real_time_factor import LENGTH_S, RATE_HZ, dimensions, rigged_tensors, speech
from interview_cli.batch.items import Item
from interview_cli.batch.plan import Plan, TranscriberChoice
from interview_cli.batch.scorer import Scorer
from interview_cli.settings import VoiceSettings
from tests.speech import checkpoint


def measure(name: str, recording: Path, settings: VoiceSettings) -> None:
    """Score the recording twice, the first time to load the model, and print what the second took."""
    scorer = Scorer(Plan(transcriber=TranscriberChoice(name, settings, "en")))
    item = Item(name, recording.name, str(recording), recording=True)
    loading = time.process_time()
    scorer.score_at_once(item)
    loading = time.process_time() - loading
    cpu_s, clock_s = time.process_time(), time.perf_counter()
    (line,) = scorer.score_at_once(item)
    cpu_s, clock_s = time.process_time() - cpu_s, time.perf_counter() - clock_s
    if line.facts.error:
        raise SystemExit(line.facts.error)
    print(
        f"{name:<32} {cpu_s / LENGTH_S:.3f} s of CPU and {clock_s / LENGTH_S:.3f} s of the clock a second of sound; "
        f"the first recording took {max(0.0, loading - cpu_s):.1f} s of CPU more; "
        f"load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def main() -> None:
    """Measure sphinx and faster-whisper."""
    import soundfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = folder / "speech.flac"
        soundfile.write(recording, speech(folder), RATE_HZ)
        measure("sphinx, its own model", recording, VoiceSettings(stt="sphinx"))
        model = checkpoint.ctranslate2_model(folder, dimensions("tiny.en"), rigged_tensors("tiny.en"))
        settings = VoiceSettings(stt="faster-whisper", stt_model=str(model), stt_device="cpu")
        measure("faster-whisper, untrained tiny.en", recording, settings)


if __name__ == "__main__":
    main()
