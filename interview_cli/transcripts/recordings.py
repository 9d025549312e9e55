"""Telling recordings from transcripts: on its own, since whoever takes in files need not be able to read them."""

from __future__ import annotations

from typing import Final

_RECORDINGS: Final = (
    b"ID3",
    b"OggS",
    b"fLaC",
    b"\x1aE\xdf\xa3",
    b"\xff\xfb",
    b"\xff\xf3",
    b"\xff\xf2",
    b"#!AMR",
    b"caff",
)


def is_recording(head: bytes) -> bool:
    """Whether the first bytes of a file (16 are enough) are those of an audio or video file."""
    return (
        head.startswith(_RECORDINGS)
        or (head[:4] == b"RIFF" and head[8:12] in {b"WAVE", b"AVI "})
        or (head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"})
        or head[4:8] == b"ftyp"
    )
