"""Model files: where they are, how to download them, and the error when they are broken."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from interview_cli.errors import InputError, UnavailableError
from interview_cli.paths import Paths
from interview_cli.speech.stt.fetching import is_lfs_pointer

FILLER_PROMPT: Final = "Um, uh, hmm, er, ah."
"""What Whisper is given to read first, so that it writes fillers down. Longer ones truncate or lose sentences."""

BEAMS: Final = 5
"""How many readings a Whisper weighs at once where it does not take the likeliest token each time."""

MOST_TOKENS: Final = 224
"""The longest reading of a window, half of what Whisper can write, as openai-whisper has it: a loop ends there."""

ENGLISH: Final = "en"

WEIGHTS: Final = "model.bin"
"""The weights in a folder of faster-whisper's."""

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
        """The command that downloads it."""
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
    """The error when an engine cannot load a model's files."""
    if is_lfs_pointer(path) or is_lfs_pointer(path / WEIGHTS):
        return UnavailableError(
            f"{engine} cannot load the model at {path}: a Git LFS pointer is in the place of the weights.",
            "Run 'git lfs pull' where it was cloned, or set voice.stt_model to another.",
        )
    plain = _TERMINAL_CODE.sub("", str(error)).strip()
    reason = plain.splitlines()[0].partition(". ")[0].rstrip(".") if plain else type(error).__name__
    return UnavailableError(
        f"{engine} cannot load the model at {path}: {reason[:200]}.",
        "It is damaged or of another kind. Delete it and download it again, or set voice.stt_model to another.",
    )


def failed_download(download: Download, error: Exception) -> UnavailableError:
    """The error when a download failed."""
    reason, remedy = _reason(error)
    return UnavailableError(
        f"The download of {download.description} failed: {reason}.",
        f"{remedy}, set voice.stt_model to a local path, or use --stt sphinx.",
    )


def _reason(error: Exception) -> tuple[str, str]:
    """Why a download failed, in one line, and what may help."""
    from requests import ConnectionError, Timeout  # noqa: A004  requests' names

    again = "Check the network and try again"
    response = getattr(error, "response", None)
    if response is not None:
        return _refusal(str(urlsplit(response.url).hostname), response.status_code, response.headers)
    request = getattr(error, "request", None)
    if isinstance(error, ConnectionError | Timeout) and request is not None:
        return f"{urlsplit(request.url).hostname} does not answer", again
    plain = _TERMINAL_CODE.sub("", str(error)).strip()
    return (plain.splitlines()[0].rstrip(".")[:200] if plain else type(error).__name__), again


def _refusal(host: str, status: int, headers: Mapping[str, str]) -> tuple[str, str]:
    if status in {401, 403}:
        named = f"{host} has no such model, or it needs a token ({status})"
        return named, "Check the model's name, or put your token into HF_TOKEN"
    if status == 404:
        return f"{host} has no such model ({status})", "Check the model's name"
    if status == 429:
        wait = headers.get("Retry-After", "")
        when = f"in {wait} seconds" if wait.isdecimal() else "later"
        return f"{host} is limiting requests ({status})", f"Try again {when}"
    return f"{host} answered {status}", "Try again later"


def published_models(module: str) -> Mapping[str, str]:
    """Where each model of a Whisper package is published, by its name: the table `_MODELS` of `module`.

    No Whisper has a public way to ask. The table is read in the source where that has it and is not imported yet:
    importing openai-whisper takes seconds, since it brings PyTorch.
    """
    package, _, part = module.partition(".")
    found = find_spec(package)
    if module not in sys.modules and found and found.origin:
        source = Path(found.origin).with_name(f"{part or '__init__'}.py").read_bytes()
        for node in ast.parse(source).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_MODELS":
                return dict(ast.literal_eval(node.value))
    return dict(import_module(module)._MODELS)  # noqa: SLF001  there is nothing public
