"""The recording of an answer in a web page: an audio player, and buttons that go to what is worth hearing again."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import quote

from interview_cli.delivery.timing import times_of_spans
from interview_cli.interview.model import Attempt, Session
from interview_cli.interview.printable import printable
from interview_cli.paths import place_below
from interview_cli.reports.speech import moments

EMBEDDED_BYTES: Final = 20_000_000
"""The total size of the recordings embedded in one page, before encoding: about 25 minutes of speech."""

_QUOTE_CHARACTERS: Final = 60

SCRIPT: Final = """
document.addEventListener("click", function (event) {
  var button = event.target.closest("button[data-at]");
  if (!button) return;
  var audio = document.getElementById(button.dataset.audio);
  audio.currentTime = Number(button.dataset.at);
  audio.play();
});
"""
SCRIPT_HASH: Final = "sha256-" + base64.b64encode(sha256(SCRIPT.encode()).digest()).decode()
"""What the page's Content-Security-Policy allows: this script and no other."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Where a page finds a recording: `source` is a URL, `embedded` whether that holds the sound itself."""

    source: str
    embedded: bool


def sounds_for(session: Session, folder: Path, page: Path | None) -> dict[str, Sound]:
    """The recordings of a session that lie in `folder`, by attempt id.

    They are embedded as long as all together are not larger than EMBEDDED_BYTES; the others are linked, relative to
    where `page` lies (absolute without a page). Recordings that are gone are left out.
    """
    sounds: dict[str, Sound] = {}
    room = EMBEDDED_BYTES
    for attempt in (each for exchange in session.exchanges for each in exchange.attempts):
        file = place_below(folder, attempt.answer.audio_path) if attempt.answer.audio_path else None
        if file is None or not file.is_file():
            continue
        size = file.stat().st_size
        if size <= room:
            room -= size
            encoded = base64.b64encode(file.read_bytes()).decode()
            sounds[attempt.id] = Sound(f"data:audio/flac;base64,{encoded}", embedded=True)
        else:
            sounds[attempt.id] = Sound(_link(file, page), embedded=False)
    return sounds


@dataclass(frozen=True, slots=True)
class Player:
    """The player of one answer: `places` are what is worth hearing again with its second; `id` is its own."""

    id: str
    sound: Sound
    places: tuple[tuple[str, float], ...]


def player(attempt: Attempt | None, name: str, sounds: Mapping[str, Sound]) -> Player | None:
    """The player of an answer, None without sound. `name` is unique in the page."""
    if attempt is None or (sound := sounds.get(attempt.id)) is None:
        return None
    places = sorted([*moments(attempt), *_quotes(attempt)], key=lambda each: each[1])
    return Player(name, sound, tuple((printable(what), second) for what, second in places))


def _link(file: Path, page: Path | None) -> str:
    if page is None:
        return file.as_uri()
    return quote(Path(os.path.relpath(file, page.resolve().parent)).as_posix())


def _quotes(attempt: Attempt) -> list[tuple[str, float]]:
    """The words that scores rest on, each once, with the second they were said."""
    answer, evaluation = attempt.answer, attempt.evaluation
    if evaluation is None or not answer.words:
        return []
    quotes = list(dict.fromkeys(each for score in evaluation.scores for each in score.evidence))
    times = times_of_spans(answer.text, answer.words, [(each.start, each.end) for each in quotes])
    return [(f"“{_shortened(each.quote)}”", time.start_s) for each, time in zip(quotes, times, strict=True) if time]


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE_CHARACTERS else line[:_QUOTE_CHARACTERS].rsplit(" ", 1)[0] + " …"
