"""The real engines on real sound: a model that knows four answers by heart reads them back."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from interview_cli.errors import InputError, InterviewError, UnavailableError
from interview_cli.interview.ports import Transcriber
from interview_cli.settings import VoiceSettings
from interview_cli.speech.live_transcription import LiveTranscription
from interview_cli.speech.stt.registry import open_transcriber, remarks
from interview_cli.speech.transcription import transcribe
from tests.speech.checkpoint import ANSWERS, samples_of, speak


@pytest.fixture(scope="module", params=["whisper", "faster-whisper"])
def engine(request: pytest.FixtureRequest) -> Transcriber:
    """Both Whispers, opened by the registry from a local path."""
    model = request.getfixturevalue("checkpoint" if request.param == "whisper" else "converted")
    return open_transcriber(VoiceSettings(stt_model=str(model), stt_device="cpu"), stt=request.param)


def test_an_answer_is_read_back_word_for_word(engine: Transcriber, tmp_path: Path) -> None:
    heard = transcribe(samples_of(speak(ANSWERS[1], "slt", tmp_path / "answer.wav")), engine)
    assert heard.text == ANSWERS[1]
    assert heard.language == "en"
    assert heard.engine == engine.name
    for word in heard.words:
        assert type(word.start_s) is float
        assert 0 <= word.start_s <= word.end_s <= heard.duration_s
        assert word.probability is not None
        assert 0 < word.probability <= 1
    assert all(before.end_s <= after.start_s for before, after in pairwise(heard.words))
    assert all(any(s.start_s <= v.start_s and v.end_s <= s.end_s for s in heard.speech) for v in heard.vocalisations)


def test_several_pieces_are_heard_live(engine: Transcriber, tmp_path: Path) -> None:
    spoken = ((ANSWERS[0], "rms"), (ANSWERS[2], "kal16"))
    clips = [samples_of(speak(answer, voice, tmp_path / "answer.wav")) for answer, voice in spoken]
    sound = np.concatenate([clips[0], np.zeros(32_000, np.float32), clips[1]])
    live = LiveTranscription(engine)
    for begin in range(0, len(sound), 1024):
        live.feed(sound[begin : begin + 1024])
    heard = live.finish()
    assert heard.text == f"{ANSWERS[0]} {ANSWERS[2]}"
    second = next(word for word in heard.words if word.text == "designed")
    assert second.start_s == pytest.approx(len(clips[0]) / 16_000 + 2.2, abs=0.5)


def test_silence_and_noise_have_no_words(engine: Transcriber) -> None:
    noise = np.random.default_rng(0).standard_normal(48_000).astype(np.float32) * 0.1
    assert transcribe(np.concatenate([np.zeros(48_000, np.float32), noise]), engine).words == ()


def test_sphinx_needs_no_download_and_says_that_it_is_rough(tmp_path: Path) -> None:
    sphinx = open_transcriber(VoiceSettings(), stt="sphinx")
    heard = transcribe(samples_of(speak("We had a hard deadline.", "slt", tmp_path / "answer.wav")), sphinx)
    assert "deadline." in heard.text.split()
    assert not any(mark in heard.text for mark in "<[(")
    assert any("not accurate" in remark for remark in remarks(sphinx))


def refusal(model: Path | str, stt: str) -> InterviewError:
    with pytest.raises(InterviewError) as caught:
        open_transcriber(VoiceSettings(stt_model=str(model), stt_device="cpu"), stt=stt)
    assert len(str(caught.value).splitlines()) == 2
    return caught.value


@pytest.mark.parametrize("stt", ["whisper", "faster-whisper"])
def test_a_path_without_a_model(stt: str, tmp_path: Path) -> None:
    error = refusal(tmp_path / "nothing", stt)
    assert isinstance(error, InputError)
    assert "There is no speech model at" in error.message


@pytest.mark.parametrize("stt", ["whisper", "faster-whisper"])
def test_a_model_that_the_engine_does_not_know(stt: str) -> None:
    error = refusal("huge.en", stt)
    assert isinstance(error, InputError)
    assert "knows no model 'huge.en'" in error.message
    assert "base.en" in error.remedy


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    error = refusal(tmp_path, "faster-whisper")
    assert isinstance(error, InputError)
    assert "has no config.json" in error.message


@pytest.mark.parametrize("keep", [0, 500_000])
def test_a_checkpoint_that_was_cut_off(checkpoint: Path, tmp_path: Path, keep: int) -> None:
    broken = tmp_path / "broken.pt"
    broken.write_bytes(checkpoint.read_bytes()[:keep])
    error = refusal(broken, "whisper")
    assert isinstance(error, UnavailableError)
    assert f"whisper cannot load the model at {broken}" in error.message
    assert error.message.isprintable()


@pytest.mark.parametrize("keep", [0, 500_000])
def test_a_converted_model_that_was_cut_off(converted: Path, tmp_path: Path, keep: int) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(converted, broken)
    (broken / "model.bin").write_bytes((converted / "model.bin").read_bytes()[:keep])
    error = refusal(broken, "faster-whisper")
    assert isinstance(error, UnavailableError)
    assert f"faster-whisper cannot load the model at {broken}" in error.message


def test_an_engine_that_breaks_down_is_reported_by_name(engine: Transcriber) -> None:
    with pytest.raises(UnavailableError, match=r"^(faster-)?whisper:.* failed: "):
        engine.words(np.zeros((2, 3, 4), np.float32))
