"""Piper: a neural voice that runs on the machine, when its program is there."""

from __future__ import annotations

import json
import shutil
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from interview_cli.errors import UnavailableError
from interview_cli.installing import pip_install
from interview_cli.speech.tts.process import EngineProcess
from interview_cli.speech.tts.synthesizer import OWN_PACE_WORDS_PER_MINUTE, SynthesizerOptions

TIMEOUT_S: Final = 30.0
"""Loading a voice takes a second or two; on a small machine speech takes about as long as saying it."""

_GET_PIPER: Final = f"Install it ({pip_install('piper-tts')}) and fetch a voice, or choose another: --tts pyttsx3."
_GET_VOICE: Final = "Name a voice's .onnx file or package: interview config set voice.tts_voice NAME"


class PiperSynthesizer:
    """Speaks each text by one run of the `piper` program, which reads it from its standard input."""

    name = "piper"
    remote_host = None

    def __init__(self, program: str, model: Path, words_per_minute: int, *, timeout_s: float = TIMEOUT_S) -> None:
        length_scale = OWN_PACE_WORDS_PER_MINUTE / words_per_minute
        self._command = [program, "--model", str(model), "--length_scale", f"{length_scale:.3f}"]
        self._timeout_s = timeout_s
        self.variant = json.dumps(self._command[1:])

    def synthesize(self, text: str, file: Path) -> None:
        """Write the text as speech to `file`. Raises UnavailableError."""
        # Piper takes each line for a text of its own and keeps the last.
        line = " ".join(text.split()) + "\n"
        EngineProcess(self.name, [*self._command, "--output_file", str(file)]).run(line, self._timeout_s)


def create(options: SynthesizerOptions, key: str | None) -> PiperSynthesizer:  # noqa: ARG001
    """The engine as configured. Raises UnavailableError when the program or the voice is not on this machine."""
    program = find_program()
    if program is None:
        raise UnavailableError("There is no program named piper.", _GET_PIPER)
    return PiperSynthesizer(program, find_voice(options.voice), options.words_per_minute)


def find_program() -> str | None:
    """The program `piper`: on the path, or next to the running Python, whose scripts need not be on it."""
    beside = Path(sys.executable).parent
    return shutil.which("piper") or shutil.which("piper", path=str(beside))


def find_voice(name: str | None) -> Path:
    """The `.onnx` file of a voice: by its path, by its own name (`en_US-joe-medium`), or by that of its package.

    Without a name the first package with a voice in it is taken. Raises UnavailableError when there is none.
    """
    if name is not None and (path := Path(name).expanduser()).is_file():
        return path.absolute()
    packaged = _packaged_voices()
    if name is None:
        if packaged:
            return packaged[0][1]
        raise UnavailableError("Piper has no voice of its own.", _GET_VOICE)
    wanted = _normal(name)
    for package, voice in packaged:
        if wanted in {_normal(package), _normal(voice.stem)}:
            return voice
    raise UnavailableError(f"There is no Piper voice {Path(name).expanduser()}.", _GET_VOICE)


def _packaged_voices() -> list[tuple[str, Path]]:
    """The voices in installed packages that have "piper" in their name: package and file, in the order of names."""
    found = {
        (distribution.name, Path(str(distribution.locate_file(file))))
        for distribution in distributions()
        if "piper" in distribution.name.lower()
        for file in distribution.files or ()
        if file.name.endswith(".onnx")
    }
    return sorted(each for each in found if each[1].with_name(f"{each[1].name}.json").is_file())


def _normal(name: str) -> str:
    return name.lower().replace("_", "-")
