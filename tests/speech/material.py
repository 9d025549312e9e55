"""Recordings in the formats people have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FORMATS = {
    "wav": ("pcm_s16le", 44_100),
    "flac": ("flac", 48_000),
    "mp3": ("libmp3lame", 44_100),
    "m4a": ("aac", 44_100),
    "ogg": ("libopus", 48_000),
    "webm": ("libopus", 48_000),
}
"""By ending: FFmpeg's name of the codec, and a rate that it takes."""


def encoded(source: Path, target: Path) -> Path:
    """Write a WAV file again in the format that the ending of `target` says, in stereo."""
    import av

    codec, rate_hz = FORMATS[target.suffix[1:]]
    with av.open(str(source)) as wav, av.open(str(target), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate_hz)
        stream.layout = "stereo"
        resampler = av.AudioResampler(stream.format, "stereo", rate_hz, stream.codec_context.frame_size or None)
        for frame in [*wav.decode(audio=0), None]:
            if frame is not None:
                frame.pts = None
            for part in resampler.resample(frame):
                container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return target
