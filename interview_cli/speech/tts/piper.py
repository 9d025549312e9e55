"""Piper: a neural voice that runs on the machine, when its program is there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final

from interview_cli.errors import UnavailableError
from interview_cli.settings import VoiceSettings
from interview_cli.speech.tts.process import EngineProcess
from interview_cli.speech.tts.synthesizer import OWN_PACE_WORDS_PER_MINUTE

TIMEOUT_S: Final = 30.0
"""Loading a voice takes a second or two; on a small machine speech takes about as long as saying it."""

_GET_PIPER: Final = "Install it (pip install piper-tts) and fetch a voice, or choose another: --tts pyttsx3."
_GET_VOICE: Final = "Name a voice's .onnx file: interview config set voice.tts_voice FILE"


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


def create(settings: VoiceSettings, key: str | None) -> PiperSynthesizer:  # noqa: ARG001
    """The engine as configured. Raises UnavailableError when the program or the voice is not on this machine."""
    program = shutil.which("piper")
    if program is None:
        raise UnavailableError("There is no program named piper.", _GET_PIPER)
    if settings.tts_voice is None:
        raise UnavailableError("Piper has no voice of its own.", _GET_VOICE)
    model = Path(settings.tts_voice).expanduser()
    if not model.is_file():
        raise UnavailableError(f"There is no Piper voice {model}.", _GET_VOICE)
    return PiperSynthesizer(program, model.absolute(), settings.words_per_minute)
