"""Writes a Whisper model of CTranslate2 as a checkpoint of openai-whisper, so that both run the same weights.

The layout of `model.bin` is what `ctranslate2.specs.model_spec` writes: names, shapes, types and bytes. 8-bit weights
come with a scale for each row and are made whole numbers' worth of floats again, so the checkpoint is as exact as the
folder it comes from.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

_TYPES: Final = {0: "<f4", 1: "<i1", 2: "<i2", 3: "<i4", 4: "<f2"}
_BLOCK: Final = {
    "self_attention/layer_norm": "attn_ln",
    "self_attention/linear_1": "attn.out",
    "attention/layer_norm": "cross_attn_ln",
    "attention/linear_0": "cross_attn.query",
    "attention/linear_2": "cross_attn.out",
    "ffn/layer_norm": "mlp_ln",
    "ffn/linear_0": "mlp.0",
    "ffn/linear_1": "mlp.2",
}
"""A layer's parts by CTranslate2's names and by openai-whisper's; what is joined there is not among them."""
_JOINED: Final = {
    "self_attention/linear_0": ("attn.query", "attn.key", "attn.value"),
    "attention/linear_1": ("cross_attn.key", "cross_attn.value"),
}

Tensors = dict[str, NDArray[Any]]


def write_checkpoint(folder: Path, file: Path) -> Path:
    """Write the model in `folder` (of CTranslate2) to `file` (for openai-whisper)."""
    import torch

    with (folder / "model.bin").open("rb") as model:
        values = _whole(dict(_variables(model)))
    tensors = dict(_named(values))
    weights = {name: torch.from_numpy(np.array(each, np.float32)) for name, each in tensors.items()}
    torch.save({"dims": _dimensions(values, tensors), "model_state_dict": weights}, file)
    return file


def _variables(model: BinaryIO) -> Iterator[tuple[str, NDArray[Any]]]:
    _number(model, "I")
    _string(model)
    _number(model, "I")
    for _ in range(_number(model, "I")):
        name = _string(model)
        shape = [_number(model, "I") for _ in range(_number(model, "B"))]
        kind = _TYPES[_number(model, "B")]
        yield name, np.frombuffer(model.read(_number(model, "I")), kind).reshape(shape)


def _number(model: BinaryIO, form: str) -> int:
    (value,) = struct.unpack(f"<{form}", model.read(struct.calcsize(f"<{form}")))
    return int(value)


def _string(model: BinaryIO) -> str:
    return model.read(_number(model, "H")).rstrip(b"\0").decode()


def _whole(values: Tensors) -> Tensors:
    """Every weight as floats; the scale of an 8-bit one says how many steps make one."""
    whole: Tensors = {}
    for name, value in values.items():
        scale = values.get(f"{name}_scale")
        if not name.endswith("_scale"):
            whole[name] = value if scale is None else value.astype(np.float32) / scale.astype(np.float32)[:, None]
    return whole


def _named(values: Tensors) -> Iterator[tuple[str, NDArray[Any]]]:
    """Every tensor under openai-whisper's name."""
    for side, last_norm in (("encoder", "ln_post"), ("decoder", "ln")):
        yield f"{side}.positional_embedding", values[f"{side}/position_encodings/encodings"]
        yield from _part(values, f"{side}/layer_norm", f"{side}.{last_norm}")
        for number in range(_layers(values, side)):
            layer, block = f"{side}/layer_{number}", f"{side}.blocks.{number}"
            for part, name in _BLOCK.items():
                if f"{layer}/{part}/weight" in values or f"{layer}/{part}/gamma" in values:
                    yield from _part(values, f"{layer}/{part}", f"{block}.{name}")
            for part, names in _JOINED.items():
                if f"{layer}/{part}/weight" in values:
                    weights = np.split(values[f"{layer}/{part}/weight"], len(names))
                    biases = np.split(values[f"{layer}/{part}/bias"], len(names))
                    for name, weight, bias in zip(names, weights, biases, strict=True):
                        yield f"{block}.{name}.weight", weight
                        if not name.endswith("key"):
                            yield f"{block}.{name}.bias", bias
    for name in ("conv1", "conv2"):
        yield from _part(values, f"encoder/{name}", f"encoder.{name}")
    yield "decoder.token_embedding.weight", values["decoder/embeddings/weight"]


def _part(values: Tensors, part: str, name: str) -> Iterator[tuple[str, NDArray[Any]]]:
    for theirs, ours in (("weight", "weight"), ("bias", "bias"), ("gamma", "weight"), ("beta", "bias")):
        if f"{part}/{theirs}" in values:
            yield f"{name}.{ours}", values[f"{part}/{theirs}"]


def _layers(values: Tensors, side: str) -> int:
    return len({name.split("/")[1] for name in values if name.startswith(f"{side}/layer_") and name.count("/") > 2})


def _dimensions(values: Tensors, tensors: Tensors) -> dict[str, int]:
    def side(name: str, words: str) -> dict[str, int]:
        context, state = tensors[f"{name}.positional_embedding"].shape
        heads, layers = int(values[f"{name}/num_heads"]), _layers(values, name)
        return {
            f"n_{words}_ctx": context,
            f"n_{words}_state": state,
            f"n_{words}_head": heads,
            f"n_{words}_layer": layers,
        }

    return {
        "n_mels": tensors["encoder.conv1.weight"].shape[1],
        "n_vocab": tensors["decoder.token_embedding.weight"].shape[0],
        **side("encoder", "audio"),
        **side("decoder", "text"),
    }
