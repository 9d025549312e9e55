"""Transcribing while someone speaks."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from interview_cli.errors import UnavailableError
from interview_cli.speech.live_transcription import LiveTranscription
from interview_cli.speech.transcription import transcribe
from tests.conftest import PATIENCE_S
from tests.speech.transcription.material import RATE_HZ, OneWordPerSecond, Samples, silence, spoken


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """About half a minute of sentences."""
    return spoken(tmp_path_factory.mktemp("speech"), 8)


def feed(live: LiveTranscription, sound: Samples) -> None:
    """In the portions that a recorder brings."""
    for begin in range(0, len(sound), 1024):
        live.feed(sound[begin : begin + 1024])


def test_the_result_is_that_of_the_whole_recording(speech: Samples) -> None:
    engine = OneWordPerSecond()
    live = LiveTranscription(engine)
    feed(live, speech)
    assert live.finish() == transcribe(speech, OneWordPerSecond())
    assert set(engine.threads) == {"transcribe"}


def test_pieces_are_worked_on_while_the_speaker_continues(speech: Samples) -> None:
    texts: list[str] = []
    heard = threading.Event()

    def partial(text: str) -> None:
        texts.append(text)
        heard.set()

    live = LiveTranscription(OneWordPerSecond(), partial)
    feed(live, speech)
    assert heard.wait(PATIENCE_S)
    assert live.has_heard_speech
    whole = live.finish()
    assert all(whole.text.startswith(text.split()[0]) for text in texts)
    assert whole.text.split() == texts[-1].split()


def test_only_the_tail_is_left_to_do_at_the_end(speech: Samples) -> None:
    engine = OneWordPerSecond()
    live = LiveTranscription(engine)
    feed(live, np.concatenate([speech] * 3))
    tail = len(live._cutter._kept)
    live.finish()
    assert tail <= 28 * RATE_HZ
    assert sum(map(len, engine.pieces[:-1])) > 60 * RATE_HZ


def test_a_piece_that_failed_is_tried_again_at_the_end(speech: Samples) -> None:
    engine = OneWordPerSecond(fails=lambda call: call == 1)
    live = LiveTranscription(engine)
    feed(live, speech)
    assert live.finish() == transcribe(speech, OneWordPerSecond())


def test_an_engine_that_keeps_failing_loses_nothing(speech: Samples) -> None:
    broken = True
    live = LiveTranscription(OneWordPerSecond(fails=lambda _: broken))
    feed(live, speech)
    with pytest.raises(UnavailableError, match=r"counting:1 failed: the engine has crashed"):
        live.finish()
    broken = False
    assert live.finish() == transcribe(speech, OneWordPerSecond())


def test_a_callback_that_fails_stops_nothing(speech: Samples) -> None:
    def partial(text: str) -> None:
        raise ValueError(text)

    live = LiveTranscription(OneWordPerSecond(), partial)
    feed(live, speech)
    assert live.finish() == transcribe(speech, OneWordPerSecond())


def test_cancelling_returns_while_the_engine_works(speech: Samples) -> None:
    gate = threading.Event()
    engine = OneWordPerSecond(gate=gate)
    live = LiveTranscription(engine)
    feed(live, speech)
    live.cancel()
    gate.set()
    live._thread.join(PATIENCE_S)
    assert not live._thread.is_alive()
    assert len(engine.pieces) <= 1


def test_an_answer_of_silence_has_no_words() -> None:
    live = LiveTranscription(OneWordPerSecond())
    feed(live, silence(5))
    assert not live.has_heard_speech
    assert live.silent_for_s == pytest.approx(5, abs=0.1)
    heard = live.finish()
    assert (heard.text, heard.speech) == ("", ())
    assert heard.duration_s == pytest.approx(5)
