"""Playing the recording of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interview_cli.errors import InputError, UnavailableError
from interview_cli.installing import pip_install

if TYPE_CHECKING:
    from pathlib import Path

    from interview_cli.interview.model import Answer, Attempt, Session


def play_answer(session: Session, number: int, recordings: Path, from_s: float, quote: str | None) -> None:
    """Play the answer to the `number`-th question of a session (follow-ups count), from a second or a quote on.

    Ctrl-C stops it at once. Raises InputError when there is no such recording or quote, UnavailableError without a
    loudspeaker.
    """
    answer, file = recorded_answer(session, number, recordings)
    _play(file, from_s if quote is None else _second_of(answer, number, quote))


def _play(file: Path, begin_s: float) -> None:
    try:
        from interview_cli.speech.player import Player

        Player().play_file(file, begin_s)
    except ImportError as error:
        raise UnavailableError(
            f"Playing recordings needs {error.name}.",
            f"Install the voice parts: {pip_install('interview-cli[voice]')}",
        ) from None


def play_attempt(attempt: Attempt, name: str, recordings: Path) -> None:
    """Play the recording of an attempt, which messages call `name`. Raises as `play_answer` does."""
    _play(recording_of(attempt, name, recordings), 0.0)


def recorded_answer(session: Session, number: int, recordings: Path) -> tuple[Answer, Path]:
    """An answer with its recording. Raises InputError when there is none."""
    count = len(session.exchanges)
    if not 1 <= number <= count:
        raise InputError(f"There is no answer {number}: this session has {count}.", "Answers count from 1.")
    attempt = session.exchanges[number - 1].attempt
    if attempt is None:
        raise InputError(f"Question {number} was not answered.")
    return attempt.answer, recording_of(attempt, f"answer {number}", recordings)


def recording_of(attempt: Attempt, name: str, recordings: Path) -> Path:
    """The recording of an attempt, which messages call `name`. Raises InputError when there is none."""
    from interview_cli.paths import place_below

    if attempt.answer.audio_path is None:
        raise InputError(
            f"{name[0].upper()}{name[1:]} has no recording.",
            "Only spoken answers have one: interview practice --voice",
        )
    file = place_below(recordings, attempt.answer.audio_path)
    if file is None or not file.is_file():
        raise InputError(f"The recording of {name} is no longer there.", f"It was looked for in {recordings}.")
    return file


def _second_of(answer: Answer, number: int, quote: str) -> float:
    from interview_cli.delivery.timing import time_of_quote

    time = time_of_quote(answer, quote)
    if time is None:
        raise InputError(
            f"Answer {number} does not have the words {quote[:80]!r}.", "Give words that were said there."
        )
    return time.start_s
