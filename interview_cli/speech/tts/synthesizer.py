"""What every speech engine does, and reading the sound file it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from interview_cli.errors import UnavailableError
from interview_cli.installing import pip_install

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OnProblem = Callable[[str, str], None]
"""Called with what happened and what to do about it, from any thread."""

OWN_PACE_WORDS_PER_MINUTE: Final = 170
"""The default of `voice.words_per_minute`. Engines that know only factors of a voice's own pace take it for 1."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono samples from -1 to 1, `sample_rate` of them a second."""

    samples: NDArray[np.float32]
    sample_rate: int


@dataclass(frozen=True, slots=True)
class SynthesizerOptions:
    """What the settings `voice.*` say to an engine.

    `voice` is None for the engine's own; `model` and `base_url` are for engines that ask a server.
    """

    voice: str | None
    model: str
    base_url: str
    words_per_minute: int


class Synthesizer(Protocol):
    """Speaks text into a sound file."""

    @property
    def name(self) -> str:
        """The engine, as in `pyttsx3`."""
        ...

    @property
    def variant(self) -> str:
        """Everything besides the text that changes the sound: voice, pace, model. Never a secret."""
        ...

    @property
    def remote_host(self) -> str | None:
        """The host the text is sent to, None when nothing leaves this machine."""
        ...

    def synthesize(self, text: str, file: Path) -> None:
        """Write `text` as speech to `file` in any format libsndfile reads. Blocks; runs in a thread.

        Times out when the engine hangs. Raises UnavailableError when there is no speech.
        """
        ...


def read_sound(file: Path) -> Sound:
    """The sound in a file, its channels averaged. Raises UnavailableError when there is none in it."""
    try:
        import soundfile
    except ImportError:
        raise UnavailableError(
            "The package soundfile is not installed.", f"Install it: {pip_install('interview-cli[voice]')}"
        ) from None
    try:
        samples, sample_rate = soundfile.read(file, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError) as error:
        raise UnavailableError(f"The voice made no sound that can be played: {error}") from None
    if not len(samples):
        raise UnavailableError("The voice made an empty sound.")
    return Sound(samples.mean(axis=1, dtype="float32"), sample_rate)
