"""Writes a Whisper model as faster-whisper reads it, without torch and transformers."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any, Final

import numpy as np

_LANGUAGES: Final = 99
_TIMESTAMPS: Final = tuple(f"<|{tick * 0.02:.2f}|>" for tick in range(1501))
_SPECIAL: Final = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    *(f"<|language {number}|>" for number in range(_LANGUAGES)),
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)
"""What follows the words in the vocabulary of an English model, which uses none of the languages' places."""


def write_model(folder: Path, dimensions: Mapping[str, int], tensors: Mapping[str, Any]) -> None:
    """Write an English model with its tokenizer, 8-bit, as CTranslate2's converters do, into the new `folder`.

    `dimensions` and `tensors` are named as in a checkpoint of openai-whisper.
    """
    ranks = _ranks()
    spec = _filled(dimensions, {name: np.asarray(each, np.float32) for name, each in tensors.items()})
    spec.register_vocabulary([*ranks, *_SPECIAL, *_TIMESTAMPS])
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir()
    spec.save(str(folder))
    _tokenizer(ranks).save(str(folder / "tokenizer.json"))


def _filled(dimensions: Mapping[str, int], tensors: Mapping[str, Any]) -> Any:
    """CTranslate2's description of Whisper with the tensors in it."""
    from ctranslate2.specs import WhisperSpec

    layers, heads = dimensions["n_text_layer"], dimensions["n_text_head"]
    spec = WhisperSpec(dimensions["n_audio_layer"], dimensions["n_audio_head"], layers, heads)
    spec.config.suppress_ids = spec.config.suppress_ids_begin = spec.config.lang_ids = []
    spec.config.alignment_heads = list(product(range(layers // 2, layers), range(heads)))

    def linear(target: Any, *names: str) -> None:
        """Several layers are joined into one; that of the keys has no bias."""
        weights = [tensors[f"{name}.weight"] for name in names]
        target.weight = np.concatenate(weights)
        none = [np.zeros(len(weight), np.float32) for weight in weights]
        target.bias = np.concatenate([tensors.get(f"{n}.bias", zero) for n, zero in zip(names, none, strict=True)])

    def norm(target: Any, name: str) -> None:
        target.gamma, target.beta = tensors[f"{name}.weight"], tensors[f"{name}.bias"]

    def block(target: Any, name: str) -> None:
        norm(target.self_attention.layer_norm, f"{name}.attn_ln")
        linear(target.self_attention.linear[0], *(f"{name}.attn.{part}" for part in ("query", "key", "value")))
        linear(target.self_attention.linear[1], f"{name}.attn.out")
        norm(target.ffn.layer_norm, f"{name}.mlp_ln")
        linear(target.ffn.linear_0, f"{name}.mlp.0")
        linear(target.ffn.linear_1, f"{name}.mlp.2")

    for conv in ("conv1", "conv2"):
        linear(getattr(spec.encoder, conv), f"encoder.{conv}")
    for side, tower, last_norm in (("encoder", spec.encoder, "ln_post"), ("decoder", spec.decoder, "ln")):
        tower.position_encodings.encodings = tensors[f"{side}.positional_embedding"]
        norm(tower.layer_norm, f"{side}.{last_norm}")
        for number, layer in enumerate(tower.layer):
            block(layer, f"{side}.blocks.{number}")
    for number, layer in enumerate(spec.decoder.layer):
        name = f"decoder.blocks.{number}.cross_attn"
        norm(layer.attention.layer_norm, f"{name}_ln")
        linear(layer.attention.linear[0], f"{name}.query")
        linear(layer.attention.linear[1], f"{name}.key", f"{name}.value")
        linear(layer.attention.linear[2], f"{name}.out")
    spec.decoder.embeddings.weight = tensors["decoder.token_embedding.weight"]
    spec.decoder.projection.weight = tensors["decoder.token_embedding.weight"]
    return spec


_PRINTABLE: Final = (*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100))
_LETTERS: Final = {byte: chr(byte) for byte in _PRINTABLE} | {
    byte: chr(0x100 + place) for place, byte in enumerate(byte for byte in range(0x100) if byte not in _PRINTABLE)
}
"""A letter for each byte, as byte-level tokenizers spell their words."""


def _ranks() -> dict[str, int]:
    """The words of Whisper's English vocabulary, a letter a byte, with their numbers, in order; from its package."""
    package = find_spec("whisper")
    assert package is not None
    assert package.origin is not None
    lines = (Path(package.origin).parent / "assets" / "gpt2.tiktoken").read_bytes().splitlines()
    pairs = (line.split() for line in lines)
    ranks = {base64.b64decode(token).decode("latin-1").translate(_LETTERS): int(rank) for token, rank in pairs}
    assert list(ranks.values()) == list(range(len(ranks)))
    return ranks


def _tokenizer(ranks: dict[str, int]) -> Any:
    """A byte-pair tokenizer that joins what makes the word of the lowest rank first, as tiktoken does."""
    from tokenizers import AddedToken, Tokenizer
    from tokenizers.decoders import ByteLevel as Decoder
    from tokenizers.models import BPE
    from tokenizers.pre_tokenizers import ByteLevel

    merges = [
        (word[:place], word[place:])
        for word in ranks
        for place in range(1, len(word))
        if word[:place] in ranks and word[place:] in ranks
    ]
    tokenizer = Tokenizer(BPE(ranks, merges, ignore_merges=True))
    tokenizer.pre_tokenizer = ByteLevel(add_prefix_space=False)
    tokenizer.decoder = Decoder()
    tokenizer.add_special_tokens(
        [AddedToken(name, normalized=False, special=True) for name in (*_SPECIAL, *_TIMESTAMPS)]
    )
    return tokenizer
