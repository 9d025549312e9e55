"""A tiny Whisper model that has learnt four answers by heart, and the voices that speak them.

`make.py` trained it; `weights.npz` keeps what cannot be computed again (half a megabyte). It takes the real engines
through their paces; it says nothing about how well real weights hear.
"""

from __future__ import annotations

import subprocess
import warnings
import wave
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tests.speech.checkpoint.ctranslate2_format import write_model
from tests.system_packages import need

WEIGHTS: Final = Path(__file__).with_name("weights.npz")
VOICES: Final = ("rms", "slt", "awb", "kal16")
"""flite's voices that speak at 16 kHz."""

PROMPT: Final = "Um, uh, hmm, er, ah."
"""What the engines give Whisper to read before each piece: it was trained with it."""

ANSWERS: Final = (
    (
        "In my last role I led the migration of our billing service to the cloud. We had a hard deadline, and I split"
        " the work into small steps. As a result the team shipped two weeks early."
    ),
    (
        "Um, so, like, I was on call and, uh, the database went down. You know, it was basically a mess, and I sort"
        " of fixed it."
    ),
    "I designed a cache in front of the search service, which cut latency by forty percent.",
    "I don't know. I would ask my manager.",
)
"""What the model reads back, word for word, when one of the voices says it (but the last one by slt)."""

DIMENSIONS: Final = {
    "n_mels": 80,
    "n_audio_ctx": 1500,
    "n_audio_state": 64,
    "n_audio_head": 2,
    "n_audio_layer": 1,
    "n_vocab": 51864,
    "n_text_ctx": 448,
    "n_text_state": 64,
    "n_text_head": 2,
    "n_text_layer": 2,
}
_TIMESTAMPS: Final = 1501
Dimensions = Mapping[str, int]
Tensors = Mapping[str, Any]


def sentences_of(answer: str) -> list[str]:
    """The sentences of one of the answers."""
    return [sentence.rstrip(".") + "." for sentence in answer.split(". ")]


def speak(text: str, voice: str, path: Path) -> Path:
    """Write `text` spoken by one of flite's voices to a 16 kHz mono WAV file."""
    need("flite")
    subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True, capture_output=True)
    return path


def samples_of(path: Path) -> NDArray[np.float32]:
    """The samples of a 16-bit mono WAV file."""
    with wave.open(str(path)) as file:
        assert file.getframerate() == 16_000
        raw = file.readframes(file.getnframes())
    return np.frombuffer(raw, "<i2").astype(np.float32) / np.float32(32768)


def timestamp_waves() -> NDArray[np.float32]:
    """What tells Whisper's 1501 timestamps apart: sines and cosines, one row a timestamp."""
    periods = 3000 / 2.0 ** np.arange(8)
    angles = 2 * np.pi * np.arange(_TIMESTAMPS)[:, None] / periods
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float32)


def whisper_checkpoint(folder: Path, dimensions: Dimensions = DIMENSIONS, tensors: Tensors | None = None) -> Path:
    """Write the model (or another) as a checkpoint of openai-whisper; its path."""
    import torch

    open_vocabulary()
    path = folder / "learnt-by-heart.pt"
    weights = {name: torch.from_numpy(array) for name, array in (tensors or _tensors()).items()}
    torch.save({"dims": dict(dimensions), "model_state_dict": weights}, path)
    return path


def ctranslate2_model(folder: Path, dimensions: Dimensions = DIMENSIONS, tensors: Tensors | None = None) -> Path:
    """Write the model (or another) as faster-whisper reads it; its folder."""
    path = folder / "learnt-by-heart-ct2"
    write_model(path, dimensions, tensors or _tensors())
    return path


def _tensors() -> dict[str, Any]:
    """Every tensor of the model under openai-whisper's names."""
    with np.load(WEIGHTS) as packed:
        arrays = dict(packed)
    known = arrays.pop("words_index")
    words, stamps, others = (
        arrays.pop(f"decoder.token_embedding.{name}") for name in ("words", "timestamps", "others")
    )
    embedding = np.repeat(others, DIMENSIONS["n_vocab"], axis=0)
    embedding[-_TIMESTAMPS:] = (timestamp_waves() @ stamps.astype(np.float32)).astype(np.float16)
    embedding[known] = words
    positions = np.zeros((DIMENSIONS["n_text_ctx"], DIMENSIONS["n_text_state"]), np.float16)
    trained = arrays["decoder.positional_embedding"]
    positions[: len(trained)] = trained
    arrays["decoder.positional_embedding"] = positions
    arrays["decoder.token_embedding.weight"] = embedding
    arrays["encoder.positional_embedding"] = _sound_positions()
    return arrays


def _sound_positions() -> NDArray[np.float16]:
    """What tells Whisper's encoder its 1500 frames apart, which is not learnt: sines and cosines, one row a frame."""
    waves = DIMENSIONS["n_audio_state"] // 2
    periods = 10_000 ** (np.arange(waves) / (waves - 1))
    angles = np.arange(DIMENSIONS["n_audio_ctx"])[:, None] / periods
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float16)


def open_vocabulary() -> None:
    """openai-whisper leaves the file of its vocabulary open the first time."""
    from whisper.tokenizer import get_tokenizer

    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        get_tokenizer(multilingual=False)
