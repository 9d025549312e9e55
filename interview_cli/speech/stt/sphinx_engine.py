"""CMU Sphinx (`pocketsphinx`): its English model comes with it, so it needs no download. It is not very accurate."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from interview_cli.errors import UnavailableError
from interview_cli.installing import pip_install
from interview_cli.interview.spoken import Word
from interview_cli.speech.stt.model_files import ENGLISH

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

NAME: Final = "sphinx"
PACKAGE: Final = "pocketsphinx"
INSTALL: Final = pip_install("interview-cli[voice]")
ROUGH: Final = (
    "sphinx is not accurate: expect many wrong words. A Whisper model is far better (--stt faster-whisper)."
)

_FRAMES_PER_SECOND: Final = 100
_CHUNK_BYTES: Final = 3_200
"""A tenth of a second at a time: Sphinx holds Python's lock while it works, and the screen must not stand still."""

_VARIANT = re.compile(r"\(\d+\)$")
"""Sphinx numbers the pronunciations of a word: `the(2)`."""


class SphinxTranscriber:
    """CMU Sphinx with its own US English model."""

    name = f"{NAME}:en-us"
    language = ENGLISH

    def __init__(self) -> None:
        """Raises UnavailableError when the model cannot be loaded."""
        from pocketsphinx import Decoder

        try:
            self._decoder = Decoder(samprate=16_000, logfn=os.devnull)
        except (RuntimeError, ValueError, OSError) as error:
            raise UnavailableError(f"sphinx cannot start: {error}", f"Install it again: {INSTALL}.") from None

    def words(self, samples: Samples) -> Sequence[Word]:
        """The words of a stretch of speech. Raises UnavailableError when the engine breaks down."""
        import numpy as np

        raw = (np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes()
        try:
            self._decoder.start_utt()
            try:
                for begin in range(0, len(raw), _CHUNK_BYTES):
                    self._decoder.process_raw(raw[begin : begin + _CHUNK_BYTES])
            finally:
                self._decoder.end_utt()
            heard = list(self._decoder.seg() or ())
        except RuntimeError as error:
            raise UnavailableError(f"{self.name} failed: {error}", "Try again, or choose another --stt.") from error
        return [
            Word(
                _VARIANT.sub("", segment.word),
                segment.start_frame / _FRAMES_PER_SECOND,
                (segment.end_frame + 1) / _FRAMES_PER_SECOND,
            )
            for segment in heard
            if not segment.word.startswith(("<", "["))
        ]
