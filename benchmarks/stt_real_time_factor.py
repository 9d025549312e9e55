"""The real-time factor of each installed transcriber on the same pieces of speech: seconds of work for one of sound.

The sound is cut at pauses as in an interview; each piece costs a Whisper a whole window of 30 s. Both Whispers get
the same weights, of the true dimensions of tiny.en and base.en: random, but for what decides on the next token. For
every piece they say WORDS_PER_PIECE words, one token each, between two timestamps, and end; nothing is rejected, and
both take the same number of steps. Both are measured greedy; faster-whisper also as the product runs it, with five
beams. Sphinx uses its own model and says what it hears. Seconds of processor (of all cores) are next to the seconds
that went by, which other work on the machine makes longer.

Run from the root of the project: python -m benchmarks.stt_real_time_factor
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from interview_cli.speech.pieces import PieceCutter
from interview_cli.speech.stt.sphinx_engine import SphinxTranscriber
from tests.speech.checkpoint import ANSWERS, PROMPT, ctranslate2_model, samples_of, speak, whisper_checkpoint

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples, Transcriber

RATE_HZ = 16_000
LENGTH_S = 40
WORDS_PER_PIECE = 30
TOKENS_PER_PIECE = WORDS_PER_PIECE + 3
"""With the timestamps around the words, and the end."""

SIZES = {"tiny.en": (384, 6, 4), "base.en": (512, 8, 6)}
"""Width, heads, and layers of encoder and decoder; 39 and 74 million parameters."""


def dimensions(size: str) -> dict[str, int]:
    """What a checkpoint of openai-whisper says of itself."""
    width, heads, layers = SIZES[size]
    sides = {
        f"n_{side}_{what}": value
        for side in ("audio", "text")
        for what, value in (("state", width), ("head", heads), ("layer", layers))
    }
    return {"n_mels": 80, "n_audio_ctx": 1500, "n_vocab": 51864, "n_text_ctx": 448, **sides}


def rigged_tensors(size: str) -> dict[str, Any]:
    """Random weights whose decoder, by its position alone, says one word again and again, and then ends.

    What its layers compute is multiplied by zero: it costs the same, and leaves the position's own vector as it was.
    """
    import torch
    from whisper.model import ModelDimensions, Whisper
    from whisper.tokenizer import get_tokenizer

    torch.manual_seed(0)
    model = Whisper(ModelDimensions(**dimensions(size)))
    tokenizer = get_tokenizer(multilingual=False)
    first = len(tokenizer.encode(" " + PROMPT)) + 2
    with torch.no_grad():
        for block in model.decoder.blocks:
            for layer in (block.attn.out, block.cross_attn.out, block.mlp[2]):
                layer.weight.zero_()
                layer.bias.zero_()
        embedding, positions = model.decoder.token_embedding.weight, model.decoder.positional_embedding
        embedding.zero_()
        positions.zero_()
        timestamp, word = tokenizer.timestamp_begin, tokenizer.encode(" the")[0]
        says = (timestamp, word, timestamp + 1500, tokenizer.eot)
        until = (first, first + WORDS_PER_PIECE, first + WORDS_PER_PIECE + 1, len(positions))
        begin = 0
        for direction, (token, end) in enumerate(zip(says, until, strict=True)):
            embedding[token, direction] = 1
            positions[begin:end, direction] = 10
            begin = end
    return {name: tensor.numpy() for name, tensor in model.state_dict().items()}


def whispers(size: str, folder: Path) -> Iterator[tuple[str, Transcriber]]:
    """The Whispers that are installed, with weights of one size; how they are run, and they."""
    tensors = rigged_tensors(size)
    if find_spec("faster_whisper"):
        from interview_cli.speech.stt.faster_whisper_engine import FasterWhisperTranscriber

        path = ctranslate2_model(folder, dimensions(size), tensors)
        yield "faster-whisper, 8-bit, 5 beams", FasterWhisperTranscriber(size, path, "en", "cpu")
        greedy = FasterWhisperTranscriber(size, path, "en", "cpu")
        model = greedy._model  # noqa: SLF001  the product has no setting for beams
        model.transcribe = partial(model.transcribe, beam_size=1)
        yield "faster-whisper, 8-bit, greedy", greedy
    from interview_cli.speech.stt.whisper_engine import WhisperTranscriber

    file = whisper_checkpoint(folder, dimensions(size), tensors)
    yield "whisper, 32-bit, greedy", WhisperTranscriber(size, file, "en", "cpu")


def speech(folder: Path) -> Samples:
    """Sentences with pauses of 0.7 s."""
    clips = [samples_of(speak(text, "slt", folder / "clip.wav")) for text in ANSWERS]
    pause = np.zeros(int(0.7 * RATE_HZ), np.float32)
    return np.tile(np.concatenate([part for clip in clips for part in (clip, pause)]), 4)[: LENGTH_S * RATE_HZ]


def measure(name: str, size: str, transcriber: Transcriber, pieces: list[Samples]) -> None:
    """Print a line."""
    transcriber.words(pieces[0])
    begun_s, worked_s = time.perf_counter(), time.process_time()
    words = sum(len(transcriber.words(piece)) for piece in pieces)
    spent_s, worked_s = time.perf_counter() - begun_s, time.process_time() - worked_s
    tokens = TOKENS_PER_PIECE * len(pieces) if size in SIZES else ""
    times = f"{LENGTH_S:>7} s{spent_s:>8.2f} s{spent_s / LENGTH_S:>8.3f}{worked_s:>11.2f} s"
    print(f"{name:<32}{size:<9}{times}{tokens:>8}{words:>7}", flush=True)
    if size in SIZES:
        assert words == WORDS_PER_PIECE * len(pieces), "the weights have not done what they were rigged for"


def main() -> None:
    """Measure every installed engine."""
    with tempfile.TemporaryDirectory() as name:
        sound = speech(Path(name))
        cutter = PieceCutter()
        pieces = [piece.samples for piece in (*cutter.feed(sound), *cutter.finish())]
        print(f"{LENGTH_S} s of speech in {len(pieces)} pieces; load of the machine {os.getloadavg()[0]:.1f}")
        print(
            f"{'engine':<32}{'model':<9}{'audio':>9}{'work':>10}{'factor':>8}{'processor':>13}{'tokens':>8}{'words':>7}"
        )
        measure("sphinx", "its own", SphinxTranscriber(), pieces)
        for size in SIZES if find_spec("whisper") else ():
            folder = Path(name) / size
            folder.mkdir()
            for engine, transcriber in whispers(size, folder):
                measure(engine, size, transcriber, pieces)
        print(f"Whisper's weights are random, rigged to say the same {WORDS_PER_PIECE} words for each piece.")


if __name__ == "__main__":
    main()
