"""What real Whispers make of human speech, of a neural voice that says "um", and of sounds that are no speech."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from itertools import product
from statistics import mean
from typing import TYPE_CHECKING

import numpy as np
import pytest

from interview_cli.interview.ports import Transcriber
from interview_cli.interview.spoken import Interval
from interview_cli.speech.hearing import hear
from interview_cli.speech.pieces import Piece
from interview_cli.speech.silero import speech_intervals
from interview_cli.speech.stt.faster_whisper_engine import FasterWhisperTranscriber
from interview_cli.speech.transcription import transcribe
from tests.real.material import RATE_HZ, WHISPER_SIZES, Clip, librivox, telephone, whisper_folder
from tests.real.measures import (
    UmScore,
    pause_edge_errors_s,
    percentile_95,
    plain_words,
    start_errors_s,
    word_errors,
)
from tests.real.spoken import FLUENT, KEPT_ASIDE, NOISE_DB, NUMBERS, framed, said_ums, say, silence, with_noise

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

MOST_ERRORS = {"tiny.en": 0.05, "base": 0.025}
"""Share of wrong words in read sentences."""

UM_TAKES = 4
"""Times each sentence with or without ums is spoken: one um more or less is 7 % of one take, 2 % of four."""


@pytest.fixture(scope="module", params=WHISPER_SIZES)
def whisper(request: pytest.FixtureRequest) -> Transcriber:
    return FasterWhisperTranscriber(request.param, whisper_folder(request.param), "en", "cpu")


@lru_cache
def clip_of(text: str, take: int = 1) -> Clip:
    """A sentence of the neural voice with half a second of silence around it."""
    return framed(say(text, take=take))


def test_read_sentences_are_heard_nearly_without_errors(whisper: Transcriber) -> None:
    clips = librivox()
    errors = sum(word_errors(clip.text, transcribe(clip.samples, whisper).text) for clip in clips)
    assert errors / sum(len(plain_words(clip.text)) for clip in clips) <= MOST_ERRORS[whisper.name.partition(":")[2]]


def test_a_telephone_call_is_heard_without_loops(whisper: Transcriber) -> None:
    call = telephone()
    heard = transcribe(call.samples, whisper)
    assert word_errors(call.text, heard.text) / len(plain_words(call.text)) <= 0.25
    assert len(heard.words) <= len(call.text.split()) + 3
    assert heard.words[0].start_s > 6
    assert all(after.start_s >= before.start_s for before, after in zip(heard.words, heard.words[1:], strict=False))


def test_no_word_is_torn(whisper: Transcriber) -> None:
    clips = [*(clip_of(sentence) for sentence in NUMBERS), *librivox()]
    texts = [word.text for clip in clips for word in transcribe(clip.samples, whisper).words]
    assert [text for text in texts if re.search(r"^[.,%-]|[$-]$|^\W*$", text)] == []
    assert {"12.5%", "cold-hearted"} <= {text.rstrip(".,") for text in texts}


def test_ums_are_found_and_none_invented(whisper: Transcriber, capsys: pytest.CaptureFixture[str]) -> None:
    score = UmScore()
    for take, text in product(range(1, UM_TAKES + 1), (*KEPT_ASIDE, *FLUENT[1::2])):
        clip = clip_of(text, take)
        score.add(said_ums(clip), transcribe(clip.samples, whisper))
    for clip in librivox():
        score.add((), transcribe(clip.samples, whisper))
    with capsys.disabled():
        sys.stdout.write(f"\n{whisper.name}: um recall {score.recall:.2f}, precision {score.precision:.2f}\n")
    assert score.said >= 14 * UM_TAKES
    assert score.recall >= 0.85
    assert score.precision >= 0.9


def test_words_lie_where_they_are_said(whisper: Transcriber) -> None:
    errors_s: list[float] = []
    for text in (*FLUENT[1::2], *KEPT_ASIDE[::2]):
        clip = clip_of(text)
        errors_s += start_errors_s(clip.words, transcribe(clip.samples, whisper).words)
    for clip in librivox():
        errors_s += start_errors_s(clip.words, transcribe(clip.samples, whisper).words)
    assert len(errors_s) > 150
    assert mean(errors_s) <= 0.05


@lru_cache
def sounds_without_speech() -> dict[str, Samples]:
    """Ten minutes of each."""
    random = np.random.default_rng(0)
    times_s = np.arange(600 * RATE_HZ) / RATE_HZ
    hum = 0.2 * np.sin(2 * np.pi * 50 * times_s) + 0.05 * np.sin(2 * np.pi * 150 * times_s)
    brown = np.cumsum(random.standard_normal(len(times_s)))
    brown -= np.convolve(brown, np.full(801, 1 / 801), "same")
    plucked = np.zeros(len(times_s))
    for number, pitch_hz in enumerate(random.choice([196, 220, 247, 262, 294, 330, 392], 1200)):
        begin = number * RATE_HZ // 2
        part = times_s[: len(plucked[begin : begin + RATE_HZ])]
        plucked[begin : begin + RATE_HZ] += 0.3 * np.sin(2 * np.pi * pitch_hz * part) * np.exp(-6 * part)
    return {
        "silence": silence(600),
        "white noise": (0.05 * random.standard_normal(len(times_s))).astype(np.float32),
        "brown noise": (0.1 * brown / np.abs(brown).std()).astype(np.float32).clip(-1, 1),
        "hum": hum.astype(np.float32),
        "plucked tones": plucked.astype(np.float32),
    }


@pytest.mark.parametrize("name", ["silence", "white noise", "brown noise", "hum", "plucked tones"])
def test_nothing_is_heard_where_nobody_speaks(whisper: Transcriber, name: str) -> None:
    sound = sounds_without_speech()[name]
    heard = transcribe(sound, whisper)
    assert (heard.words, heard.vocalisations, heard.unclear) == ((), (), ())
    forced = hear(Piece(0.0, sound[: 20 * RATE_HZ]), whisper)
    assert forced.words == ()


@pytest.mark.parametrize("noise_db", [None, NOISE_DB], ids=["silence", "noise"])
def test_nothing_is_invented_between_phrases(whisper: Transcriber, noise_db: float | None) -> None:
    clips = [say(text) for text in FLUENT[1::2]] + librivox()[1:3]
    pauses = [silence(seconds) for seconds in (2.5, 1.2, 0.6, 4.0, 0.9, 2.0, 1.6, 3.0)]
    sound = np.concatenate(
        [part for clip, pause in zip(clips, pauses, strict=True) for part in (clip.samples, pause)]
    )
    heard = transcribe(sound if noise_db is None else with_noise(sound, noise_db), whisper)
    said = " ".join(clip.text for clip in clips)
    assert len(heard.words) <= len(plain_words(said)) + 2
    assert word_errors(said, heard.text) / len(plain_words(said)) <= 0.12
    assert heard.vocalisations == ()
    assert not any(phrase in heard.text.lower() for phrase in ("thank you", "watching", "i'm sorry"))


def test_the_edges_of_pauses_in_human_speech() -> None:
    """LibriVox clips, trimmed to their aligned words, with silences of known length between them."""
    random = np.random.default_rng(0)
    errors_s: list[float] = []
    for _ in range(8):
        parts: list[Samples] = [silence(0.5)]
        pauses: list[Interval] = []
        at_s = 0.5
        for number in random.permutation(5):
            clip = trimmed(librivox()[number])
            pause_s = float(random.uniform(0.3, 2.5))
            parts += [clip, silence(pause_s)]
            at_s += len(clip) / RATE_HZ
            pauses.append(Interval(at_s, at_s + pause_s))
            at_s += pause_s
        errors_s += pause_edge_errors_s(pauses[:-1], speech_intervals(np.concatenate(parts)))
    assert percentile_95(errors_s) <= 0.1


def trimmed(clip: Clip) -> Samples:
    """From where the clip rises above its own noise to where it sinks into it: within 30 dB of its loudest 20 ms."""
    frames = clip.samples[: len(clip.samples) // 160 * 160].reshape(-1, 160)
    power_db = 10 * np.log10(np.convolve((frames**2).mean(axis=1), np.full(2, 0.5), "same") + 1e-10)
    loud = np.flatnonzero(power_db > power_db.max() - 30)
    return clip.samples[loud[0] * 160 : (loud[-1] + 1) * 160]
