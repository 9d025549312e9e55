"""Trains the tiny Whisper checkpoint that the tests unpack: `python tests/speech/checkpoint/make.py`.

It goes on from the weights there are; delete them to begin anew. It learns eight sentences spoken by flite's four
voices by heart, alone and after one another, so that the real `whisper` and `faster-whisper` code reads them back,
and roughly when each word is spoken. All token embeddings that never occur in training are one shared vector, and
those of the timestamps come from a few waves, so that the file stays small (see `whisper_checkpoint`).
Needs openai-whisper, torch and flite; takes some minutes on two cores.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
import whisper
from torch import nn
from whisper.model import ModelDimensions, Whisper
from whisper.tokenizer import get_tokenizer

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.speech.checkpoint import (
    ANSWERS,
    DIMENSIONS,
    PROMPT,
    VOICES,
    WEIGHTS,
    samples_of,
    sentences_of,
    speak,
    timestamp_waves,
)

RATE_HZ = 16_000
WINDOW_S = 28.0
BATCH = 8
MINUTES = float(sys.argv[1]) if len(sys.argv) > 1 else 18.0
TOKENIZER = get_tokenizer(multilingual=False)
FIRST_TIMESTAMP = TOKENIZER.timestamp_begin


class SharedEmbedding(nn.Module):  # type: ignore[misc]
    """Token embeddings of the words trained, of the timestamps, and one for all other tokens, in this order."""

    def __init__(self, words: int, width: int) -> None:
        super().__init__()
        self.words = nn.Parameter(torch.randn(words, width) * 0.02)
        self.waves = torch.tensor(timestamp_waves())
        self.timestamps = nn.Parameter(torch.randn(self.waves.shape[1], width) * 0.02)
        self.others = nn.Parameter(torch.zeros(1, width))

    @property
    def weight(self) -> torch.Tensor:
        return torch.cat([self.words, self.waves @ self.timestamps, self.others])

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return self.weight[tokens]


class Material:
    """Spoken sentences, and examples drawn from them."""

    def __init__(self) -> None:
        self.clips: dict[str, list[tuple[torch.Tensor, str]]] = {}
        with tempfile.TemporaryDirectory() as folder:
            for voice in VOICES:
                texts = [*ANSWERS, *(sentence for answer in ANSWERS for sentence in sentences_of(answer))]
                self.clips[voice] = [
                    (torch.tensor(samples_of(speak(text, voice, Path(folder) / "clip.wav"))), text) for text in texts
                ]
        heard = {token for text in [*ANSWERS] for token in TOKENIZER.encode(" " + text)}
        heard |= {token for text in ANSWERS for part in sentences_of(text) for token in TOKENIZER.encode(" " + part)}
        special = {
            TOKENIZER.sot,
            TOKENIZER.no_timestamps,
            TOKENIZER.sot_prev,
            TOKENIZER.eot,
            *TOKENIZER.encode(" " + PROMPT),
        }
        self.words = sorted(heard | special)
        self.index = {token: place for place, token in enumerate(self.words)}
        for tick in range(DIMENSIONS["n_vocab"] - FIRST_TIMESTAMP):
            self.index[FIRST_TIMESTAMP + tick] = len(self.words) + tick

    def example(self) -> tuple[torch.Tensor, list[int], int, list[int]]:
        """A mel spectrogram, the tokens to read from it, how many of them are given, and the frame of each token."""
        clips = self.clips[random.choice(VOICES)]
        lead = random.randrange(0, random.choice([4000, 16000]))
        parts = [torch.zeros(lead)]
        text: list[int] = []
        frames: list[int] = []
        for _ in range(random.choice([1, 1, 1, 1, 2, 3])):
            samples, spoken = random.choice(clips)
            begin = sum(map(len, parts))
            if begin + len(samples) > WINDOW_S * RATE_HZ:
                break
            tokens = TOKENIZER.encode(" " + spoken)
            text += tokens
            frames += _expected_frames(tokens, begin / RATE_HZ, len(samples) / RATE_HZ)
            parts += [samples, torch.zeros(random.randrange(0, RATE_HZ))]
        end = sum(map(len, parts))
        sound = torch.cat(parts) * random.uniform(0.2, 1.5) + torch.randn(end) * random.choice([0, 1e-4, 1e-3])
        mel = whisper.log_mel_spectrogram(sound, padding=RATE_HZ)[:, :-100]
        given = [TOKENIZER.sot_prev, *TOKENIZER.encode(" " + PROMPT)] if random.random() < 0.5 else []
        given.append(TOKENIZER.sot)
        if random.random() < 0.3:
            given.append(TOKENIZER.no_timestamps)
            tokens = [*given, *text, TOKENIZER.eot]
        else:
            start = FIRST_TIMESTAMP + min(50, lead // 320)
            tokens = [*given, start, *text, FIRST_TIMESTAMP + min(1500, end // 320), TOKENIZER.eot]
        first = tokens.index(text[0], len(given))
        expected = [-1] * first + frames + [-1] * (len(tokens) - first - len(frames))
        return whisper.pad_or_trim(mel, 3000), [self.index[token] for token in tokens], len(given), expected


def _expected_frames(tokens: list[int], begin_s: float, duration_s: float) -> list[int]:
    """About when each token of a clip is spoken, in frames of 20 ms: by its place among the letters."""
    lengths = np.array([len(TOKENIZER.decode([token])) for token in tokens])
    middles = (np.cumsum(lengths) - lengths / 2) / lengths.sum()
    return [int(50 * (begin_s + 0.15 + (duration_s - 0.4) * middle)) for middle in middles]


class Attention:
    """Listens to where the heads look from whose attention Whisper tells the times of words."""

    def __init__(self, model: Whisper) -> None:
        self.shares: list[torch.Tensor] = []
        for block in model.decoder.blocks[DIMENSIONS["n_text_layer"] // 2 :]:
            block.cross_attn.register_forward_hook(self._listen)

    def _listen(self, layer: Any, inputs: Any, _outputs: Any) -> None:
        words, sound = inputs[:2]
        query, key = (
            each.unflatten(-1, (layer.n_head, -1)).transpose(1, 2) for each in (layer.query(words), layer.key(sound))
        )
        self.shares.append((query @ key.transpose(2, 3) / query.shape[-1] ** 0.5).softmax(dim=-1))

    def loss(self, expected: torch.Tensor) -> torch.Tensor:
        """How little the heads look within 0.4 s of where each token is spoken; `expected` is -1 where none is."""
        near = (torch.arange(1500) - expected[..., None]).abs() <= 20
        told = expected >= 0
        inside = [(head * near[:, None]).sum(dim=-1).transpose(1, 2)[told] for head in self.shares]
        self.shares.clear()
        return -torch.log(torch.cat(inside) + 1e-6).mean()


def loss_of(model: Whisper, attention: Attention, material: Material) -> tuple[torch.Tensor, float, float]:
    """The loss of a batch, and its parts that come from words and from where the heads look."""
    batch = [material.example() for _ in range(BATCH)]
    longest = max(len(tokens) for _, tokens, _, _ in batch)
    inputs = torch.full((BATCH, longest - 1), material.index[TOKENIZER.eot])
    targets = torch.full((BATCH, longest - 1), -100)
    expected = torch.full((BATCH, longest - 1), -1)
    for row, (_, tokens, given, frames) in enumerate(batch):
        inputs[row, : len(tokens) - 1] = torch.tensor(tokens[:-1])
        targets[row, given - 1 : len(tokens) - 1] = torch.tensor(tokens[given:])
        expected[row, : len(tokens) - 1] = torch.tensor(frames[1:])
    logits = model(torch.stack([mel for mel, _, _, _ in batch]), inputs)
    others = DIMENSIONS["n_vocab"] - logits.shape[-1] + 1
    logits = torch.cat([logits[..., :-1], logits[..., -1:] + float(np.log(others))], dim=-1)
    each = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none").view_as(targets)
    stamps = targets >= len(material.words)
    words = each[~stamps & (targets >= 0)].mean()
    looking = attention.loss(expected)
    return words + 0.1 * each[stamps].mean() + 0.3 * looking, float(words.detach()), float(looking.detach())


def go_on(model: Whisper, material: Material) -> None:
    """Begin with the weights there are, as far as they fit."""
    with np.load(WEIGHTS) as packed:
        arrays = {name: torch.from_numpy(array) for name, array in packed.items()}
    known = arrays.pop("words_index").tolist()
    state = model.state_dict()
    for name, array in arrays.items():
        if name.endswith("token_embedding.words"):
            for place, token in enumerate(known):
                if token in material.index:
                    state[name][material.index[token]] = array[place].float()
        else:
            state[name][: len(array)] = array.float()
    model.load_state_dict(state)


def main() -> None:
    """Train, and write the weights beside this file."""
    torch.manual_seed(0)
    random.seed(0)
    material = Material()
    model = Whisper(ModelDimensions(**DIMENSIONS))
    embedding = SharedEmbedding(len(material.words), DIMENSIONS["n_text_state"])
    model.decoder.token_embedding = embedding
    nn.init.normal_(model.decoder.positional_embedding, std=0.02)
    if WEIGHTS.exists():
        go_on(model, material)
    attention = Attention(model)
    optimizer = torch.optim.AdamW(model.parameters(), 1.5e-3)
    begun = time.monotonic()
    mean = 9.0
    step = 0
    while (spent := (time.monotonic() - begun) / 60) < MINUTES and mean > 0.003:
        for group in optimizer.param_groups:
            group["lr"] = 1.5e-3 * min(1.0, step / 50) * max(0.05, min(1.0, 1.6 * (1 - spent / MINUTES)))
        loss, words, looking = loss_of(model, attention, material)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1)
        optimizer.step()
        mean = 0.95 * mean + 0.05 * words
        step += 1
        if step % 50 == 0:
            print(f"step {step}, {spent:.1f} min, loss on words {mean:.4f}, on attention {looking:.3f}", flush=True)  # noqa: T201
            save(model, material)
    save(model, material)


def save(model: Whisper, material: Material) -> None:
    """Write what cannot be computed again, in half precision."""
    arrays: dict[str, Any] = {"words_index": np.array(material.words, np.int32)}
    for name, tensor in model.state_dict().items():
        if name == "encoder.positional_embedding":
            continue
        arrays[name] = tensor.half().numpy()
    arrays["decoder.positional_embedding"] = arrays["decoder.positional_embedding"][:128]
    np.savez_compressed(WEIGHTS, **arrays)


if __name__ == "__main__":
    main()
