"""The player, on a virtual loudspeaker that is listened to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from interview_cli.errors import InputError, UnavailableError
from interview_cli.speech.devices import choose_device
from interview_cli.speech.microphone import Microphone
from interview_cli.speech.player import Player
from tests.conftest import PATIENCE_S
from tests.speech.recording.listener import Listener, sink_of
from tests.speech.signals import RATE_HZ, similarity, speech_like
from tests.speech.virtual_microphone import VirtualMicrophone, running_microphone

ALIKE = 0.99
TRIES = 3
"""Loudspeakers of busy machines may miss a few milliseconds, but not each time."""


@pytest.fixture
def heard(virtual_microphone: VirtualMicrophone) -> Iterator[Listener]:
    """What comes out of the loudspeaker."""
    with virtual_microphone.hearing_the_loudspeaker():
        listener = Listener()
        microphone = Microphone(choose_device("input"), sink_of([listener], lambda _: None))
        microphone.start()
        listener.hear(0.1)
        yield listener
        microphone.stop()


@pytest.mark.parametrize("rate", [48_000, 22_050])
def test_everything_is_played_to_the_end(heard: Listener, monkeypatch: pytest.MonkeyPatch, rate: int) -> None:
    monkeypatch.setattr("interview_cli.speech.player.rate_for", lambda *_: rate)
    sound = speech_like(1.5)
    likeness: list[float] = []
    for _ in range(TRIES):
        before = len(heard.samples)
        assert Player().play(sound, RATE_HZ) is True
        heard.hear(0.3)
        likeness = similarity(heard.samples[before:], sound)
        assert len(likeness) == 3
        if min(likeness) >= ALIKE:
            break
    assert min(likeness) >= ALIKE


def test_a_file_is_played_from_an_offset(heard: Listener, tmp_path: Path) -> None:
    sound = speech_like(2)
    soundfile.write(tmp_path / "answer.flac", np.column_stack([sound, sound]), RATE_HZ)
    assert Player().play_file(tmp_path / "answer.flac", offset_s=1.5)
    heard.hear(0.3)
    assert min(similarity(heard.samples, sound[round(1.5 * RATE_HZ) :])) >= ALIKE
    assert np.count_nonzero(heard.samples) < 0.6 * 16_000
    assert Player("pulse").play_file(tmp_path / "answer.flac", offset_s=99)


def test_stop_silences_it_at_once(heard: Listener) -> None:
    player = Player()
    results: list[bool] = []
    playing = threading.Thread(target=lambda: results.append(player.play(speech_like(20), RATE_HZ)))
    playing.start()
    heard.hear_sound()
    player.stop()
    playing.join(PATIENCE_S)
    assert results == [False]
    heard.hear(0.3)
    silence_from = len(heard.samples)
    heard.hear(0.3)
    assert not heard.samples[silence_from:].any()
    player.stop()
    assert player.play(speech_like(0.1), RATE_HZ) is True, "a stop is for what plays, not for what comes"


@pytest.mark.parametrize("content", [b"", b"not a sound", None])
def test_a_file_that_cannot_be_played(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "answer.flac").write_bytes(content)
    with pytest.raises(InputError, match="cannot be played"):
        Player().play_file(tmp_path / "answer.flac")


def test_a_loudspeaker_that_dies_does_not_hold_anybody_up() -> None:
    with running_microphone() as dying, _playing(speech_like(20)) as (playing, errors):
        sounding = Listener()
        with dying.hearing_the_loudspeaker():
            microphone = Microphone(choose_device("input"), sink_of([sounding], lambda _: None))
            microphone.start()
            sounding.hear(0.5)
            dying.kill()
            playing.join(PATIENCE_S)
            microphone.stop()
        assert not playing.is_alive()
        assert len(errors) == 1
        assert isinstance(errors[0], UnavailableError)


@contextmanager
def _playing(sound: object) -> Iterator[tuple[threading.Thread, list[Exception]]]:
    errors: list[Exception] = []

    def play() -> None:
        try:
            Player().play(sound, RATE_HZ)  # type: ignore[arg-type]
        except UnavailableError as error:
            errors.append(error)

    thread = threading.Thread(target=play)
    thread.start()
    yield thread, errors
