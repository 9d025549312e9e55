"""The transcribers side by side on the same human speech and, where they are Whispers, on the same weights.

For each: share of wrong words on five sentences read aloud (LibriVox, 71 words) and on a telephone call (81 words,
30 s), seconds of work for a second of sound (by the clock, and of all cores together), the wait from the end of an
answer of about 25 s, fed in real time, to its transcript, and the most memory its process took. Each engine runs in a
process of its own. Needs what `make test-real` fetches.

Run from the root of the project: python -m benchmarks.speech_engines
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from interview_cli.speech.live_transcription import LiveTranscription
from interview_cli.speech.transcription import transcribe
from tests.real.material import RATE_HZ, WHISPER_SIZES, librivox, telephone, whisper_folder
from tests.real.measures import plain_words, word_errors

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples, Transcriber

ENGINES = [
    *((engine, size) for size in WHISPER_SIZES for engine in ("faster-whisper", "whisper")),
    ("sphinx", "en-us"),
]
BLOCK_S = 0.1


def opened(engine: str, size: str, folder: Path) -> Transcriber:
    """The engine with its weights."""
    if engine == "sphinx":
        from interview_cli.speech.stt.sphinx_engine import SphinxTranscriber

        return SphinxTranscriber()
    if engine == "faster-whisper":
        from interview_cli.speech.stt.faster_whisper_engine import FasterWhisperTranscriber

        return FasterWhisperTranscriber(size, whisper_folder(size), "en", "cpu")
    from interview_cli.speech.stt.whisper_engine import WhisperTranscriber
    from tests.real.torch_checkpoint import write_checkpoint

    return WhisperTranscriber(size, write_checkpoint(whisper_folder(size), folder / "model.pt"), "en", "cpu")


def wait_after_the_end_s(transcriber: Transcriber, samples: Samples) -> float:
    """From the end of an answer, fed as fast as it is spoken, to its transcript."""
    live = LiveTranscription(transcriber)
    begun_s = time.perf_counter()
    step = round(BLOCK_S * RATE_HZ)
    for number, begin in enumerate(range(0, len(samples), step), 1):
        live.feed(samples[begin : begin + step])
        time.sleep(max(0.0, begun_s + number * BLOCK_S - time.perf_counter()))
    ended_s = time.perf_counter()
    live.finish()
    return time.perf_counter() - ended_s


def measure(engine: str, size: str) -> dict[str, float]:
    """The figures of one engine."""
    clips, call = librivox(), telephone()
    with tempfile.TemporaryDirectory() as folder:
        transcriber = opened(engine, size, Path(folder))
    transcribe(clips[1].samples, transcriber)
    clock_s, work_s = time.perf_counter(), time.process_time()
    heard = [transcribe(clip.samples, transcriber).text for clip in clips]
    heard_call = transcribe(call.samples, transcriber).text
    clock_s, work_s = time.perf_counter() - clock_s, time.process_time() - work_s
    duration_s = sum(clip.duration_s for clip in (*clips, call))
    errors = sum(word_errors(clip.text, text) for clip, text in zip(clips, heard, strict=True))
    return {
        "read": errors / sum(len(plain_words(clip.text)) for clip in clips),
        "call": word_errors(call.text, heard_call) / len(plain_words(call.text)),
        "factor": clock_s / duration_s,
        "work": work_s / duration_s,
        "wait_s": wait_after_the_end_s(transcriber, np.concatenate([clip.samples for clip in clips])),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Print a line per engine."""
    if len(sys.argv) == 3:
        sys.stdout.write(json.dumps(measure(*sys.argv[1:])))
        return
    print(f"{'engine':<26}{'read':>8}{'call':>8}{'clock':>8}{'work':>8}{'wait':>9}{'memory':>10}")
    for engine, size in ENGINES:
        command = [sys.executable, "-m", "benchmarks.speech_engines", engine, size]
        found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        print(
            f"{engine + ' ' + size:<26}{found['read']:>8.1%}{found['call']:>8.1%}{found['factor']:>8.2f}"
            f"{found['work']:>8.2f}{found['wait_s']:>7.2f} s{found['memory_mb']:>7.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
