"""Decodes recordings of any usual format (WAV, FLAC, MP3, M4A, OGG, WebM …) through PyAV, a piece at a time.

Files are hostile until proven otherwise: what FFmpeg cannot read is an InputError, and what it reads without end is
cut off by limits.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from interview_cli.errors import InputError, UnavailableError
from interview_cli.installing import pip_install
from interview_cli.speech.pieces import RATE_HZ

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

MAX_FILE_BYTES: Final = 4_000_000_000
MAX_DURATION_S: Final = 12 * 3600.0
"""The longest recording that is read; more is a mistake or an attack (a small file can unpack to days of silence)."""

RATES_HZ: Final = range(1_000, 768_001)
"""Telephones record 8,000 samples a second, studios up to 768,000. A filter for more grows with the rate (chosen)."""

MOST_CHANNELS: Final = 32
"""More than a sound card for a room full of people has (chosen)."""

_BLOCK_SAMPLES: Final = 10 * RATE_HZ
_MOST_BAD_PACKETS: Final = 100
"""Damage costs a short stretch of a recording; a file with more bad packets than this is refused."""

_ENDS_EARLY_S: Final = 0.5
"""A recording shorter than its header says by more than this is reported; encoders add or drop a few hundredths."""
_ANNOUNCING: Final = frozenset({"flac", "aiff", "au", "mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm"})
"""FFmpeg's names of the formats whose header says how long they are. It measures or estimates all others."""
_UNKNOWN_BYTES: Final = 0x7FF0_0000
"""Programs that write WAV into a pipe announce about 2 or 4 GB: they do not know."""
_MOST_CHUNKS: Final = 100
"""Of a WAV file before its sound; usual are two or three."""


def audio_blocks(
    path: Path, max_duration_s: float = MAX_DURATION_S, warn: Callable[[str], None] | None = None
) -> Iterator[Samples]:
    """The sound of a file as 16 kHz mono samples from -1 to 1, in blocks of up to 10 s; memory stays bounded.

    `warn` is called at the end when there was less than the file's header announces: it was cut off or is damaged.

    Raises InputError when the file is missing, too large, too long, no recording, or breaks off in a way that cannot
    be read over; UnavailableError when PyAV is not installed.
    """
    import numpy as np

    _check_file(path)
    most = int(max_duration_s * RATE_HZ)
    waiting: list[Samples] = []
    gathered = total = 0
    with _opened(path) as container:
        announced_s = None if warn is None else _announced_s(path, container)
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
        raise InputError(f"{path} contains no audio.")
    if waiting:
        yield np.concatenate(waiting)
    there_s = total / RATE_HZ
    if warn is not None and announced_s is not None and announced_s - there_s > _ENDS_EARLY_S:
        warn(f"{path} ends early: its header announces {announced_s:.1f} s, there are {there_s:.1f} s.")


def stated_length_s(path: Path) -> float | None:
    """How long a recording says it is, in seconds, without decoding it; None where it does not say.

    Raises as `audio_blocks` does when it cannot be opened.
    """
    _check_file(path)
    with _opened(path) as container:
        return None if container.duration is None else container.duration / 1_000_000


def _announced_s(path: Path, container: Any) -> float | None:
    """How long the header of a file says it is, in seconds; None where it does not say."""
    if container.format.name == "wav":
        return _announced_by_wav_s(path)
    if container.format.name in _ANNOUNCING and len(container.streams) == 1 and container.duration is not None:
        return float(container.duration / 1_000_000)
    return None


def _announced_by_wav_s(path: Path) -> float | None:
    """What the chunks `fmt ` and `data` of a WAV file say; FFmpeg reports no more than the file can hold."""
    bytes_per_s = 0
    with path.open("rb") as file:
        if file.read(4) != b"RIFF":  # other kinds keep their lengths elsewhere
            return None
        place = 12
        for _ in range(_MOST_CHUNKS):
            file.seek(place)
            name, size, in_format = struct.unpack("<4sI8xI", file.read(20).ljust(20, b"\0"))
            if name == b"data":
                return size / bytes_per_s if bytes_per_s and size < _UNKNOWN_BYTES else None
            if name == b"fmt ":
                bytes_per_s = in_format
            place += 8 + size + size % 2
    return None


def _check_file(path: Path) -> None:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError(f"{path} is not a file.")
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
            "Recordings cannot be decoded: PyAV is not installed.",
            f"Install it: {pip_install('interview-cli[voice]')}",
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
        raise InputError(f"{path} contains no audio.")
    if stream.codec_context is None:
        raise InputError(f"{path} is in a format that cannot be decoded.", "Convert it to WAV or FLAC.")
    _check_sound(path, stream.codec_context.sample_rate, stream.codec_context.channels)
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
            _check_sound(path, frame.sample_rate, frame.layout.nb_channels)
            frame.pts = None
            yield from _plain(resampler.resample(frame))
    yield from _plain(resampler.resample(None))


def _check_sound(path: Path, rate_hz: int, channels: int) -> None:
    """Raises InputError where a header names a rate or channels that no recording has, before anything is built."""
    if rate_hz not in RATES_HZ:
        raise InputError(f"{path} claims {rate_hz:,} samples a second, which no recording has.")
    if not 1 <= channels <= MOST_CHANNELS:
        raise InputError(f"{path} claims {channels:,} channels, which no recording has.")


def _plain(frames: Any) -> Iterator[Samples]:
    import numpy as np

    for frame in frames:
        samples = np.nan_to_num(frame.to_ndarray().reshape(-1), posinf=1.0, neginf=-1.0)
        yield np.clip(samples, -1.0, 1.0).astype(np.float32, copy=False)
