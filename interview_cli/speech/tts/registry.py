"""The speech engines by name: those that come with the program, and installed plug-ins.

A plug-in is an entry point of the group `interview_cli.voices`: its name, and a function from its options
and a key (or None) to a `Synthesizer`. It is imported when it is chosen, not before.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from interview_cli.errors import InputError, UnavailableError
from interview_cli.settings import VoiceSettings
from interview_cli.speech.tts.synthesizer import OnProblem, Synthesizer, SynthesizerOptions
from interview_cli.speech.tts.voice import SilentVoice, SoundPlayer, SpokenVoice

if TYPE_CHECKING:
    from interview_cli.interview.ports import Voice

GROUP: Final = "interview_cli.voices"
AUTO: Final = "auto"
NONE: Final = "none"

_BUILT_IN: Final = {"pyttsx3": "pyttsx3_engine", "piper": "piper", "openai": "openai_speech"}

CreateSynthesizer = Callable[[SynthesizerOptions, str | None], Synthesizer]


def engine_names() -> list[str]:
    """Every name that `--tts` takes. Imports no engine."""
    plug_ins = {point.name for point in entry_points(group=GROUP)}
    return [AUTO, *_BUILT_IN, *sorted(plug_ins - _BUILT_IN.keys()), NONE]


def options_of(settings: VoiceSettings) -> SynthesizerOptions:
    """What the settings say to any engine."""
    return SynthesizerOptions(
        settings.tts_voice, settings.tts_model, settings.tts_base_url, settings.words_per_minute
    )


def open_synthesizer(name: str, settings: VoiceSettings, key: str | None = None) -> Synthesizer:
    """The engine called `name`, as configured.

    Raises InputError when there is none of that name, UnavailableError when it cannot work on this machine.
    """
    if module := _BUILT_IN.get(name):
        create: CreateSynthesizer = import_module(f"interview_cli.speech.tts.{module}").create
    else:
        found = tuple(entry_points(group=GROUP, name=name))
        if not found:
            raise InputError(f"There is no voice engine {name!r}.", f"There are: {', '.join(engine_names())}.")
        create = _load(name, found[0].load)
    return create(options_of(settings), key)


def open_voice(
    settings: VoiceSettings,
    cache: Path,
    *,
    tts: str | None = None,
    key: str | None = None,
    player: SoundPlayer | None = None,
    on_problem: OnProblem,
) -> Voice:
    """The interviewer's voice by the engine `tts`, or the configured one.

    Sounds are kept under `cache`; `player` is the system's loudspeaker unless another is given. `auto` takes the
    system's own voice and, when there is none, a SilentVoice that says why. Later problems go to `on_problem`.

    Raises like `open_synthesizer` when another engine than `auto` is asked for.
    """
    from interview_cli.speech.tts.cache import SpeechCache, prune

    name = tts or settings.tts
    if name == NONE:
        return SilentVoice()
    try:
        synthesizer = open_synthesizer("pyttsx3" if name == AUTO else name, settings, key)
    except UnavailableError as error:
        if name != AUTO:
            raise
        return SilentVoice(str(error))
    if player is None:
        from interview_cli.speech.player import Player

        player = Player()
    folder = cache / "speech"
    prune(folder)
    source = SpeechCache(synthesizer, folder)
    return SpokenVoice(source, player, on_problem, volume=settings.volume, remote_host=synthesizer.remote_host)


def _load(name: str, load: Callable[[], object]) -> CreateSynthesizer:
    try:
        return cast("CreateSynthesizer", load())
    except Exception as error:  # noqa: BLE001 - importing somebody else's module may raise anything
        raise UnavailableError(f"The voice engine {name!r} cannot be loaded: {error}", "Reinstall it.") from None
