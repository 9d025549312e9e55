"""Sound as the rest of the program knows it: 16 kHz, mono, samples from -1 to 1; on disk as 16-bit PCM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

SAMPLE_RATE_HZ: Final = 16_000
_FULL_SCALE: Final = 32_768
SAMPLE_BYTES: Final = 2


def to_pcm(samples: Samples) -> bytes:
    """Samples as 16-bit big-endian integers; those beyond full scale are clipped, as a converter would."""
    import numpy as np

    return np.clip(np.rint(samples * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1).astype(">i2").tobytes()


def from_pcm(data: bytes) -> Samples:
    """The samples in what `to_pcm` made; half a sample at the end is left out."""
    import numpy as np

    whole = len(data) - len(data) % SAMPLE_BYTES
    return np.frombuffer(data[:whole], ">i2").astype(np.float32) / np.float32(_FULL_SCALE)
