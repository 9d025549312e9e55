"""The real-time factor of each installed transcriber on the same speech: seconds of work for a second of sound.

Both Whispers get the same weights of the true dimensions of tiny.en: random, but for what decides on the next token,
Both Whispers get the same weights of the true dimensions of tiny.en: random, but for what decides on the next token,
runs with the settings the product uses (faster-whisper searches with five beams, whisper takes the likeliest token).
Sphinx uses its own model.

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
WORDS_PER_PIECE = 40
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


def rigged_tensors() -> dict[str, Any]:
    """Random weights whose decoder, by its position alone, says one word again and again, and then ends."""
    import torch
    from whisper.model import ModelDimensions, Whisper
    from whisper.tokenizer import get_tokenizer

    torch.manual_seed(0)
    model = Whisper(ModelDimensions(**TINY_EN))
    tokenizer = get_tokenizer(multilingual=False)
    with torch.no_grad():
        for block in model.decoder.blocks:
            for layer in (block.attn.out, block.cross_attn.out, block.mlp[2]):
                layer.weight.zero_()
                layer.bias.zero_()
        embedding, positions = model.decoder.token_embedding.weight, model.decoder.positional_embedding
        embedding.zero_()
        embedding[tokenizer.eot, 0], embedding[tokenizer.encode(" the")[0], 0] = 1, -1
        embedding[tokenizer.timestamp_begin, 0] = -0.5
        given = len(tokenizer.encode(" " + checkpoint.PROMPT)) + 3
        positions.zero_()
        positions[:, 0] = 10
        positions[: given + WORDS_PER_PIECE - 1, 0] = -10
    return {name: tensor.numpy() for name, tensor in model.state_dict().items()}


def opened(folder: Path) -> dict[str, Transcriber]:
    """The transcribers that are installed."""
    found: dict[str, Transcriber] = {}
    tensors = rigged_tensors()
    if find_spec("faster_whisper"):
        from interview_cli.speech.stt.faster_whisper_engine import FasterWhisperTranscriber

        model = checkpoint.ctranslate2_model(folder, TINY_EN, tensors)
        found["faster-whisper, int8"] = FasterWhisperTranscriber("tiny.en (rigged)", model, "en", "cpu")
    if find_spec("whisper"):
        from interview_cli.speech.stt.whisper_engine import WhisperTranscriber

        file = checkpoint.whisper_checkpoint(folder, TINY_EN, tensors)
        found["whisper, 32-bit"] = WhisperTranscriber("tiny.en (rigged)", file, "en", "cpu")
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
            words = len(transcribe(sound, transcriber).words)
            factor = (time.perf_counter() - begun) / LENGTH_S
            print(f"{engine:<24} {factor:6.3f} s of work for a second of speech ({words} words in {LENGTH_S} s)")
    print("Whisper's weights are rigged, of tiny.en's dimensions: lines with other word counts do not compare.")


if __name__ == "__main__":
    main()
