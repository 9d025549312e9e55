"""The speech engines by name (those that come with the program, and installed plug-ins), and the sounds they made.

A plug-in is an entry point of the group `interview_cli.voices`: its name, and a function from its options
and a key (or None) to a `Synthesizer`. It is imported when it is chosen, not before. Synthesized speech is cached, so
that a question asked again is played at once.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from interview_cli.errors import InputError, UnavailableError
from interview_cli.settings import VoiceSettings
from interview_cli.speech.tts.synthesizer import OnProblem, Sound, Synthesizer, SynthesizerOptions, read_sound
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


MAX_CACHE_BYTES: Final = 200_000_000
"""About an hour and a quarter of speech at 22,050 Hz and 16 bits."""


class SpeechCache:
    """Texts as sound, each synthesized once by engine, voice, pace and text. One user's files: 0600."""

    def __init__(self, synthesizer: Synthesizer, folder: Path) -> None:
        self._synthesizer = synthesizer
        self._folder = folder

    def sound(self, text: str) -> Sound:
        """The text as speech. Blocks while it is synthesized; raises UnavailableError when it cannot be."""
        file = self._folder / f"{self._digest(text)}.sound"
        try:
            if file.exists():
                sound = read_sound(file)
                file.touch()
                return sound
        except UnavailableError:
            file.unlink(missing_ok=True)
        return self._synthesize(text, file)

    def _synthesize(self, text: str, file: Path) -> Sound:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._folder) as fresh:
                spoken = Path(fresh) / "speech.wav"
                self._synthesizer.synthesize(text, spoken)
                sound = read_sound(spoken)
                spoken.chmod(0o600)
                spoken.replace(file)
                return sound
        except OSError as error:
            raise UnavailableError(
                f"The voice cannot write to {self._folder}: {error.strerror or error}.", "Free some disk space."
            ) from None

    def _digest(self, text: str) -> str:
        key = json.dumps([self._synthesizer.name, self._synthesizer.variant, text])
        return hashlib.sha256(key.encode()).hexdigest()


def prune(folder: Path, most_bytes: int = MAX_CACHE_BYTES) -> None:
    """Delete what a killed process left behind and, beyond `most_bytes`, the sounds longest unused."""
    if not folder.is_dir():
        return
    sounds = []
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            status = entry.stat()
            sounds.append((status.st_mtime, status.st_size, entry))
    room = most_bytes
    for _, size, file in sorted(sounds, reverse=True):
        room -= size
        if room < 0:
            file.unlink(missing_ok=True)
