"""A cache of synthesized speech, so that a question asked again is played at once."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Final

from interview_cli.errors import UnavailableError
from interview_cli.speech.tts.synthesizer import Sound, Synthesizer, read_sound

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
