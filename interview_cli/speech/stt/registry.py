"""Opens the transcriber that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from interview_cli.errors import InputError, InterviewError, UnavailableError
from interview_cli.speech.stt import faster_whisper_engine, openai_engine, sphinx_engine, whisper_engine
from interview_cli.speech.stt.fetching import Progress
from interview_cli.speech.stt.model_files import ENGLISH, Download, models_folder

if TYPE_CHECKING:
    from interview_cli.interview.ports import Transcriber
    from interview_cli.settings import VoiceSettings

PLUG_INS: Final = "interview_cli.transcribers"
"""The entry point group of third-party engines. Each is called with `model`, `language` and `device` by keyword."""

AUTO: Final = "auto"
_WHISPERS: Final[dict[str, ModuleType]] = {
    faster_whisper_engine.NAME: faster_whisper_engine,
    whisper_engine.NAME: whisper_engine,
}
_BUILT_IN: Final[dict[str, ModuleType]] = {
    **_WHISPERS,
    openai_engine.NAME: openai_engine,
    sphinx_engine.NAME: sphinx_engine,
}
Consent = Callable[[Download], bool]
"""Asks the user whether a model may be downloaded."""


def engine_names() -> list[str]:
    """Every engine that `--stt` takes besides auto, installed or not."""
    return [*_BUILT_IN, *(point.name for point in entry_points(group=PLUG_INS) if point.name not in _BUILT_IN)]


def is_installed(engine: str) -> bool:
    """Whether the package of an engine is on this machine. Plug-ins always are. Imports nothing."""
    module = _BUILT_IN.get(engine)
    return module is None or find_spec(module.PACKAGE) is not None


def needs_download(
    settings: VoiceSettings, *, stt: str | None = None, language: str | None = None
) -> Download | None:
    """The model that the chosen engine would have to download first, None when nothing is missing.

    For `auto`: what a Whisper would need, if one is installed and none has its model. Raises InputError for a name or
    path that does not exist.
    """
    engine = stt or settings.stt
    model = _model_for(settings.stt_model, language)
    wanted = [*_WHISPERS] if engine == AUTO else [engine]
    missing = None
    for name in wanted:
        if name not in _WHISPERS or not is_installed(name):
            continue
        try:
            found = _WHISPERS[name].find_model(model)
        except InputError:
            if engine != AUTO:
                raise
            continue
        if found is not None:
            return None
        missing = missing or Download(name, model)
    return missing


def chosen_by_auto(settings: VoiceSettings, *, language: str | None = None) -> str | None:
    """The engine that `auto` takes when it may download nothing: a Whisper whose model is here, else sphinx.

    None when there is neither. Raises InputError for a model that no installed Whisper knows.
    """
    model = _model_for(settings.stt_model, language)
    refusals: list[InputError | None] = []
    for name in filter(is_installed, _WHISPERS):
        try:
            if _WHISPERS[name].find_model(model) is not None:
                return name
        except InputError as error:  # a path to the model of the other, say
            refusals.append(error)
        else:
            refusals.append(None)
    if refusals and all(refusals):
        raise next(filter(None, refusals))
    return sphinx_engine.NAME if is_installed(sphinx_engine.NAME) else None


def until_downloaded(settings: VoiceSettings, *, stt: str | None = None, language: str | None = None) -> str | None:
    """The transcriber in use until a model is downloaded, and how to download it; None when nothing is missing.

    Raises UnavailableError with what to do when there is no transcriber until then, InputError for a name or path
    that does not exist.
    """
    engine = stt or settings.stt
    if engine in _BUILT_IN:
        _require_installed(engine)
    missing = needs_download(settings, stt=engine, language=language)
    instead = chosen_by_auto(settings, language=language) if engine == AUTO else None
    if missing is None:
        if engine == AUTO and instead is None:
            raise _none_installed()
        return None
    if instead is None:
        raise _not_here(missing)
    return f"Until {missing.description} is downloaded, the rough transcriber {instead} is used: {missing.command}"


def open_transcriber(
    settings: VoiceSettings,
    *,
    stt: str | None = None,
    key: str | None = None,
    language: str | None = None,
    progress: Progress | None = None,
    consent: Consent | None = None,
) -> Transcriber:
    """The transcriber named by `stt`, or else by the settings, ready to work.

    `language` is an ISO 639-1 code, None to recognise it. `key` is for the openai engine. A model that is not on this
    machine is downloaded only if `consent` says so; it is asked at most once. `auto` is faster-whisper if its model
    is here, else whisper likewise, else sphinx. Raises UnavailableError with what to do when the engine, its model or
    its server is missing, InputError for an engine, model or path that does not exist.
    """
    engine = stt or settings.stt
    if engine == AUTO:
        return _open_best(settings, language, progress, consent)
    if engine in _BUILT_IN:
        _require_installed(engine)
    if engine in _WHISPERS:
        return _open_whisper(engine, settings, language, progress, consent)
    if engine == openai_engine.NAME:
        return openai_engine.OpenAiTranscriber(settings.stt_model, settings.stt_base_url, key, language)
    if engine == sphinx_engine.NAME:
        return sphinx_engine.SphinxTranscriber()
    return _open_plug_in(engine, settings, language)


def remote_host(transcriber: Transcriber) -> str | None:
    """The host that a transcriber sends what is said to, None when nothing leaves this machine."""
    host: str | None = getattr(transcriber, "remote_host", None)
    return host


def remarks(transcriber: Transcriber) -> list[str]:
    """What the user should know about a transcriber before trusting it, besides its `remote_host`."""
    return [sphinx_engine.ROUGH] if isinstance(transcriber, sphinx_engine.SphinxTranscriber) else []


def _model_for(model: str, language: str | None) -> str:
    """`base.en` becomes `base` when the language is another than English."""
    other = language not in {None, ENGLISH}
    return model.removesuffix(".en") if other and "/" not in model else model


def _require_installed(engine: str) -> None:
    if not is_installed(engine):
        raise UnavailableError(f"The transcriber {engine} is not installed.", f"{_BUILT_IN[engine].INSTALL}")


def _open_best(
    settings: VoiceSettings, language: str | None, progress: Progress | None, consent: Consent | None
) -> Transcriber:
    missing = needs_download(settings, language=language, stt=AUTO)
    if missing is not None and consent is not None and not _declined(missing) and consent(missing):
        return _open_whisper(missing.engine, settings, language, progress, lambda _: True)
    if missing is not None and consent is not None:
        _remember_declined(missing)
    found = chosen_by_auto(settings, language=language)
    if found in _WHISPERS:
        return _open_whisper(found, settings, language, progress, None)
    if found is not None:
        return sphinx_engine.SphinxTranscriber()
    if missing is not None:
        raise _not_here(missing)
    raise _none_installed()


def _open_whisper(
    engine: str, settings: VoiceSettings, language: str | None, progress: Progress | None, consent: Consent | None
) -> Transcriber:
    module = _WHISPERS[engine]
    model = _model_for(settings.stt_model, language)
    path = module.find_model(model)
    if path is None:
        download = Download(engine, model)
        if consent is None or not consent(download):
            raise _not_here(download)
        path = module.download_model(model, progress)
    if engine == whisper_engine.NAME:
        return whisper_engine.WhisperTranscriber(model, path, language, settings.stt_device)
    return faster_whisper_engine.FasterWhisperTranscriber(model, path, language, settings.stt_device)


def _none_installed() -> UnavailableError:
    return UnavailableError("No transcriber is installed.", f"Install one: {faster_whisper_engine.INSTALL}")


def _not_here(download: Download) -> UnavailableError:
    return UnavailableError(
        f"{download.description[0].upper()}{download.description[1:]} is not on this machine.",
        f"Download it once: {download.command}; or use --stt sphinx.",
    )


def _open_plug_in(engine: str, settings: VoiceSettings, language: str | None) -> Transcriber:
    point = next(iter(entry_points(group=PLUG_INS, name=engine)), None)
    if point is None:
        raise InputError(f"There is no transcriber {engine!r}.", f"There are: auto, {', '.join(engine_names())}.")
    try:
        transcriber: Transcriber = point.load()(
            model=settings.stt_model, language=language, device=settings.stt_device
        )
    except InterviewError:
        raise
    except Exception as error:  # a plug-in may raise anything
        raise UnavailableError(
            f"The transcriber plug-in {engine} ({point.value}) cannot be loaded: {error}",
            "Update or remove the package, or choose another --stt.",
        ) from error
    return transcriber


def _declined_mark(download: Download) -> Path:
    return models_folder(download.engine) / f"{download.model.replace('/', '--')}.declined"


def _declined(download: Download) -> bool:
    return _declined_mark(download).exists()


def _remember_declined(download: Download) -> None:
    """So that `auto` does not ask again; naming the engine does."""
    mark = _declined_mark(download)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
