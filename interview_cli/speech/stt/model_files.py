"""Model files: where they are, how they come onto this machine, and what is said when they are broken."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from interview_cli.errors import InputError, UnavailableError
from interview_cli.paths import Paths

Progress = Callable[[int, int], None]
"""Told the bytes that have come and the bytes there are in all (0 if not known)."""

FILLER_PROMPT: Final = "Um, uh, hmm, er, ah."
"""What Whisper is given to read first, so that it writes fillers down. Longer ones truncate or lose sentences."""

BEAMS: Final = 5
"""How many readings a Whisper weighs at once where it does not take the likeliest token each time."""

MOST_TOKENS: Final = 224
"""The longest reading of a window, half of what Whisper can write, as openai-whisper has it: a loop ends there."""

ENGLISH: Final = "en"

_TERMINAL_CODE: Final = re.compile(r"\x1b\[[0-9;]*m")
"""What makes text bold or coloured; PyTorch puts it into its errors."""

_MILLION_BYTES: Final = {
    "tiny": 78,
    "base": 148,
    "small": 488,
    "medium": 1_538,
    "turbo": 1_618,
    "large": 3_100,
}
"""About what a model takes: two bytes for each parameter in OpenAI's table of Whisper's sizes."""


@dataclass(frozen=True, slots=True)
class Download:
    """A model that is not on this machine."""

    engine: str
    model: str

    @property
    def million_bytes(self) -> int | None:
        """About how large it is, None when not known."""
        words = self.model.replace(".", "-").split("-")
        return next((size for name, size in _MILLION_BYTES.items() if name in words), None)

    @property
    def description(self) -> str:
        size = self.million_bytes
        return f"the speech model {self.model} for {self.engine}" + (f" (about {size:,} MB)" if size else "")

    @property
    def command(self) -> str:
        """What brings it here."""
        return f"interview transcribe --download --stt {self.engine} --model {self.model}"


def models_folder(engine: str) -> Path:
    """Where models of an engine are kept that this program has downloaded."""
    return Paths.from_environment().cache / "models" / engine


def is_path(model: str) -> bool:
    """Whether the name of a model means a place on this machine."""
    return Path(model).expanduser().exists() or model.startswith((".", "~")) or Path(model).is_absolute()


def existing_path(model: str) -> Path:
    """Raises InputError when there is nothing."""
    path = Path(model).expanduser()
    if not path.exists():
        raise InputError(
            f"There is no speech model at {model}.", "Set voice.stt_model to a model's name, folder or file."
        )
    return path


def broken_model(engine: str, path: Path, error: object) -> UnavailableError:
    """What to say when an engine cannot load a model's files."""
    plain = _TERMINAL_CODE.sub("", str(error)).strip()
    reason = plain.splitlines()[0].partition(". ")[0].rstrip(".") if plain else type(error).__name__
    return UnavailableError(
        f"{engine} cannot load the model at {path}: {reason[:200]}.",
        "It is damaged or of another kind. Delete it and download it again, or set voice.stt_model to another.",
    )


def failed_download(download: Download, error: object) -> UnavailableError:
    """What to say when a model did not come."""
    plain = _TERMINAL_CODE.sub("", str(error)).strip()
    reason = plain.splitlines()[0].partition(". ")[0].rstrip(".") if plain else type(error).__name__
    return UnavailableError(
        f"The download of {download.description} failed: {reason[:200]}",
        "Check the network and try again, set voice.stt_model to a local path, or use --stt sphinx.",
    )


def fetch_file(url: str, sha256: str, target: Path, progress: Progress | None) -> None:
    """Download a file. It appears under its name only once it is complete and its checksum right.

    Raises OSError when the network fails, ValueError when the content is not what was announced.
    """
    import urllib.request

    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    digest = hashlib.sha256()
    try:
        with urllib.request.urlopen(url, timeout=60) as source, part.open("wb") as file:  # noqa: S310  a URL of the engine's own
            _copy(source, file, digest, progress)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != sha256:
            raise ValueError("what came is not the model that was announced (wrong checksum)")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Any, file: Any, digest: Any, progress: Progress | None) -> None:
    total = int(source.headers.get("Content-Length") or 0)
    done = 0
    while block := source.read(1 << 20):
        file.write(block)
        digest.update(block)
        done += len(block)
        if progress is not None:
            progress(done, total)
