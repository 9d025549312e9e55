"""The real-time factor of each installed transcriber on the same speech: seconds of work for a second of sound.

Both Whispers get the same random weights of the true dimensions of tiny.en: the cost is that of the real model, the
words are not. Random weights often talk on to the last token, which real speech seldom needs, so the figures are an
upper bound. Sphinx uses its own model.

Run from the root of the project: python -m benchmarks.stt_real_time_factor
"""

from __future__ import annotations

import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from interview_cli.speech.stt.sphinx_engine import SphinxTranscriber
from interview_cli.speech.transcription import transcribe
from tests.speech import checkpoint
from tests.speech.checkpoint import ANSWERS, samples_of, speak

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples, Transcriber

RATE_HZ = 16_000
LENGTH_S = 60
TINY_EN = {
    "n_mels": 80,
    "n_audio_ctx": 1500,
    "n_audio_state": 384,
    "n_audio_head": 6,
    "n_audio_layer": 4,
    "n_vocab": 51864,
    "n_text_ctx": 448,
    "n_text_state": 384,
    "n_text_head": 6,
    "n_text_layer": 4,
}
"""The dimensions of Whisper's tiny.en (39 million parameters)."""


def random_tensors() -> dict[str, Any]:
    """Weights of tiny.en's dimensions as they are before any training."""
    import torch
    from whisper.model import ModelDimensions, Whisper

    torch.manual_seed(0)
    model = Whisper(ModelDimensions(**TINY_EN))
    torch.nn.init.normal_(model.decoder.positional_embedding, std=0.02)
    return {name: tensor.numpy() for name, tensor in model.state_dict().items()}


def opened(folder: Path) -> dict[str, Transcriber]:
    """The transcribers that are installed."""
    found: dict[str, Transcriber] = {}
    tensors = random_tensors()
    if find_spec("faster_whisper"):
        from interview_cli.speech.stt.faster_whisper_engine import FasterWhisperTranscriber

        model = checkpoint.ctranslate2_model(folder, TINY_EN, tensors)
        found["faster-whisper, int8"] = FasterWhisperTranscriber("tiny.en (random)", model, "en", "cpu")
    if find_spec("whisper"):
        from interview_cli.speech.stt.whisper_engine import WhisperTranscriber

        file = checkpoint.whisper_checkpoint(folder, TINY_EN, tensors)
        found["whisper, 32-bit"] = WhisperTranscriber("tiny.en (random)", file, "en", "cpu")
    if find_spec("pocketsphinx"):
        found["sphinx, its own model"] = SphinxTranscriber()
    return found


def speech(folder: Path) -> Samples:
    """A minute of sentences."""
    clips = [samples_of(speak(text, "slt", folder / "clip.wav")) for text in ANSWERS]
    pause = np.zeros(int(0.7 * RATE_HZ), np.float32)
    return np.tile(np.concatenate([part for clip in clips for part in (clip, pause)]), 4)[: LENGTH_S * RATE_HZ]


def main() -> None:
    """Measure every installed engine."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sound = speech(folder)
        for engine, transcriber in opened(folder).items():
            transcriber.words(sound[: 5 * RATE_HZ])
            begun = time.perf_counter()
            transcribe(sound, transcriber)
            factor = (time.perf_counter() - begun) / LENGTH_S
            print(f"{engine:<24} {factor:6.3f} s of work for a second of speech ({1 / factor:.0f} times as fast)")
    print("Whisper's weights are random, of tiny.en's dimensions: the cost is real, the words are not.")


if __name__ == "__main__":
    main()
