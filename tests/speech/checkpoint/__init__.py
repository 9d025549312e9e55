"""A tiny Whisper model that has learnt four answers by heart, and the voices that speak them.

`make.py` trained it; `weights.npz` keeps what cannot be computed again (half a megabyte). It takes the real engines
through their paces; it says nothing about how well real weights hear.
"""

from __future__ import annotations

import subprocess
import warnings
import wave
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

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
    """Write the model (or another one) as a checkpoint of openai-whisper; its path."""
    import torch

    _known_tokens()
    path = folder / "learnt-by-heart.pt"
    torch.save(
        {"dims": DIMENSIONS, "model_state_dict": {k: torch.from_numpy(v) for k, v in _tensors().items()}}, path
    )
    return path


def _tensors() -> dict[str, Any]:
    """Every tensor of the model under openai-whisper's names."""
    from whisper.model import sinusoids

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
    arrays["encoder.positional_embedding"] = sinusoids(1500, DIMENSIONS["n_audio_state"]).half().numpy()
    return arrays


def ctranslate2_model(folder: Path, dimensions: Dimensions = DIMENSIONS, tensors: Tensors | None = None) -> Path:
    """Write the model (or another) as faster-whisper reads it, through CTranslate2's own converter; its folder."""
    import ctranslate2

    source = _hugging_face_model(folder / "hugging-face", dimensions, tensors or _tensors())
    target = folder / "learnt-by-heart-ct2"
    converter = ctranslate2.converters.TransformersConverter(str(source), copy_files=["tokenizer.json"])
    converter.convert(str(target), quantization="int8")
    return target


def _hugging_face_model(folder: Path, dimensions: Dimensions, tensors: Tensors) -> Path:
    """Write the model as `transformers` reads it."""
    import torch

    transformers: Any = import_module("transformers")
    config = transformers.WhisperConfig(
        vocab_size=dimensions["n_vocab"],
        num_mel_bins=dimensions["n_mels"],
        d_model=dimensions["n_audio_state"],
        encoder_layers=dimensions["n_audio_layer"],
        encoder_attention_heads=dimensions["n_audio_head"],
        encoder_ffn_dim=4 * dimensions["n_audio_state"],
        decoder_layers=dimensions["n_text_layer"],
        decoder_attention_heads=dimensions["n_text_head"],
        decoder_ffn_dim=4 * dimensions["n_text_state"],
        max_target_positions=dimensions["n_text_ctx"],
        **_SPECIAL_TOKENS,
    )
    model = transformers.WhisperForConditionalGeneration(config)
    weights = {_hugging_face_name(name): torch.from_numpy(array).float() for name, array in tensors.items()}
    model.model.load_state_dict(weights)
    model.tie_weights()
    model.generation_config = transformers.GenerationConfig(
        suppress_tokens=[], begin_suppress_tokens=[], no_timestamps_token_id=50362, **_SPECIAL_TOKENS
    )
    model.save_pretrained(folder)
    _tokenizer().save_pretrained(folder)
    return folder


_SPECIAL_TOKENS: Final = {
    "bos_token_id": 50256,
    "eos_token_id": 50256,
    "pad_token_id": 50256,
    "decoder_start_token_id": 50257,
}


def _hugging_face_name(name: str) -> str:
    """What `transformers` calls a tensor of openai-whisper."""
    for old, new in (
        (".blocks.", ".layers."),
        (".mlp.0.", ".fc1."),
        (".mlp.2.", ".fc2."),
        (".mlp_ln.", ".final_layer_norm."),
        (".cross_attn_ln.", ".encoder_attn_layer_norm."),
        (".cross_attn.", ".encoder_attn."),
        (".attn_ln.", ".self_attn_layer_norm."),
        (".attn.", ".self_attn."),
        (".query.", ".q_proj."),
        (".key.", ".k_proj."),
        (".value.", ".v_proj."),
        (".out.", ".out_proj."),
        ("encoder.ln_post.", "encoder.layer_norm."),
        ("decoder.ln.", "decoder.layer_norm."),
        ("token_embedding.", "embed_tokens."),
        (".positional_embedding", ".embed_positions.weight"),
    ):
        name = name.replace(old, new)
    return name


def _known_tokens() -> Any:
    """The tokenizer of openai-whisper, which leaves its file open the first time."""
    from whisper.tokenizer import get_tokenizer

    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        return get_tokenizer(multilingual=False)


def _tokenizer() -> Any:
    """Whisper's own English tokenizer, as `transformers` keeps it."""
    import whisper

    known = _known_tokens()
    special = sorted(known.special_tokens, key=lambda token: known.special_tokens[token])
    ranks = Path(whisper.__file__).parent / "assets" / "gpt2.tiktoken"
    converting: Any = import_module("transformers.convert_slow_tokenizer")
    converted = converting.TikTokenConverter(
        vocab_file=str(ranks), pattern=known.encoding._pat_str, extra_special_tokens=special
    ).converted()
    transformers: Any = import_module("transformers")
    return transformers.WhisperTokenizerFast(tokenizer_object=converted)
