"""Decodes recordings of any usual format (WAV, FLAC, MP3, M4A, OGG, WebM …) through PyAV, a piece at a time.

Files are hostile until proven otherwise: what FFmpeg cannot read is an InputError, and what it reads without end is
cut off by limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from interview_cli.errors import InputError, UnavailableError
from interview_cli.speech.pieces import RATE_HZ

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

MAX_FILE_BYTES: Final = 4_000_000_000
MAX_DURATION_S: Final = 12 * 3600.0
"""The longest recording that is read; more is a mistake or an attack (a small file can unpack to days of silence)."""

_BLOCK_SAMPLES: Final = 10 * RATE_HZ
_MOST_BAD_PACKETS: Final = 100
"""A scratch in a recording costs a moment of it; with more bad packets than this it is no recording."""


def audio_blocks(path: Path, max_duration_s: float = MAX_DURATION_S) -> Iterator[Samples]:
    """The sound of a file as 16 kHz mono samples from -1 to 1, in blocks of up to 10 s; memory stays bounded.

    Raises InputError when the file is missing, too large, too long, no recording, or breaks off in a way that cannot
    be read over; UnavailableError when PyAV is not installed.
    """
    import numpy as np

    _check_file(path)
    most = int(max_duration_s * RATE_HZ)
    waiting: list[Samples] = []
    gathered = total = 0
    with _opened(path) as container:
        for samples in _decoded(container, path):
            total += len(samples)
            if total > most:
                raise InputError(f"{path} is longer than {max_duration_s / 3600:g} hours.", "Cut it into parts.")
            waiting.append(samples)
            gathered += len(samples)
            if gathered >= _BLOCK_SAMPLES:
                yield np.concatenate(waiting)
                waiting, gathered = [], 0
    if total == 0:
        raise InputError(f"{path} holds no sound.")
    if waiting:
        yield np.concatenate(waiting)


def read_audio(path: Path, max_duration_s: float = 3600.0) -> Samples:
    """The whole sound of a file. Raises as `audio_blocks` does."""
    import numpy as np

    return np.concatenate([*audio_blocks(path, max_duration_s)])


def stated_length_s(path: Path) -> float | None:
    """How long a recording says it is, in seconds, without decoding it; None where it does not say.

    Raises as `audio_blocks` does when it cannot be opened.
    """
    _check_file(path)
    with _opened(path) as container:
        return None if container.duration is None else container.duration / 1_000_000


def _check_file(path: Path) -> None:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError(f"{path} is no file.")
        with path.open("rb"):
            pass
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    if size == 0:
        raise InputError(f"{path} is empty.")
    if size > MAX_FILE_BYTES:
        raise InputError(f"{path} is larger than {MAX_FILE_BYTES // 1_000_000_000} GB.", "Cut it into parts.")


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        import av
    except ImportError:
        raise UnavailableError(
            "Recordings cannot be decoded: PyAV is not installed.", "Install it: pip install 'interview-cli[voice]'."
        ) from None
    av.logging.set_level(av.logging.PANIC)
    try:
        # The file is opened here, not by FFmpeg: a name such as "http:…" or "concat:…" stays a name, and a playlist
        # cannot make FFmpeg open other files.
        with path.open("rb") as file, av.open(file, options={"protocol_whitelist": "none"}) as container:
            yield container
    except (av.FFmpegError, ValueError) as error:
        raise InputError(f"{path} cannot be decoded: {_reason(error)}.", "Convert it to WAV or FLAC.") from None


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).splitlines()[0][:200]


def _decoded(container: Any, path: Path) -> Iterator[Samples]:
    """The first audio stream, resampled. Raises InputError where there is none."""
    from av import AudioResampler, FFmpegError

    stream = next(iter(container.streams.audio), None)
    if stream is None:
        raise InputError(f"{path} has no sound in it.")
    resampler = AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
    bad = 0
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except FFmpegError:
            bad += 1
            if bad > _MOST_BAD_PACKETS:
                raise
            continue
        for frame in frames:
            frame.pts = None
            yield from _plain(resampler.resample(frame))
    yield from _plain(resampler.resample(None))


def _plain(frames: Any) -> Iterator[Samples]:
    import numpy as np

    for frame in frames:
        samples = np.nan_to_num(frame.to_ndarray().reshape(-1), posinf=1.0, neginf=-1.0)
        yield np.clip(samples, -1.0, 1.0).astype(np.float32, copy=False)
