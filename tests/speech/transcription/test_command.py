"""`interview transcribe`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.speech.checkpoint import samples_of, speak
from tests.speech.material import encoded
from tests.speech.transcription.material import Samples, silence

if TYPE_CHECKING:
    from tests.conftest import Run

KEYS = {"engine", "text", "language", "duration_s", "words", "pauses", "vocalisations"}


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sentences with a pause, as a phone records them."""
    import soundfile

    folder = tmp_path_factory.mktemp("recording")
    texts = ("We had a hard deadline.", "I would ask my manager.")
    first, second = (samples_of(speak(text, "slt", folder / "a.wav")) for text in texts)
    soundfile.write(folder / "a.wav", np.concatenate([first, silence(0.7), second]), 16_000)
    return encoded(folder / "a.wav", folder / "a.m4a")


def test_the_contract(cli: Run, recording: Path) -> None:
    done = cli("transcribe", recording, "--stt", "sphinx", "--json")
    assert done.code == 0, done.err
    found = done.json
    assert found.keys() >= KEYS
    assert found["engine"] == "sphinx:en-us"
    assert found["language"] == "en"
    assert found["text"].lower().replace(".", "").split() == [word["text"] for word in found["words"]]
    assert found["words"][0].keys() == {"text", "start", "end", "probability"}
    assert all(0 <= word["start"] <= word["end"] <= found["duration_s"] for word in found["words"])
    assert len(found["pauses"]) >= 1
    assert all(pause["end"] - pause["start"] >= 0.25 for pause in found["pauses"])
    assert "is not accurate" in done.err


def test_words_and_subtitles(cli: Run, recording: Path, converted: Path) -> None:
    whisper = ("transcribe", recording, "--stt", "faster-whisper", "--model", converted)
    text = cli(*whisper).out
    assert "manager" in text
    assert cli(*whisper, "--text").out == text
    assert cli(*whisper, "--vtt").out.startswith("WEBVTT\n\n00:00:0")
    assert cli(*whisper, "--srt").out.startswith("1\n00:00:0")


def test_several_files_one_of_them_bad(cli: Run, recording: Path, converted: Path, tmp_path: Path) -> None:
    whisper = ("--stt", "faster-whisper", "--model", converted)
    bad = tmp_path / "bad.mp3"
    bad.write_text("no sound")
    done = cli("transcribe", bad, recording, *whisper, "--json")
    assert done.code == 5
    assert [line["file"] for line in done.json_lines] == [str(recording)]
    assert f"{bad} cannot be decoded" in done.err
    assert "1 of 2 recordings failed" in done.err
    assert cli("transcribe", bad, bad, *whisper).code == 3


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "Name at least one recording"),
        (("a.wav", "--vtt", "--json"), 2, "Choose one"),
        (("a.wav", "b.wav", "--srt"), 2, "one recording at a time"),
        (("a.wav", "--language", "../x"), 2, "--language takes a code"),
        (("nothing.wav",), 3, "nothing.wav is not a file"),
        (("/dev/null",), 3, "/dev/null is not a file"),
        (("RECORDING", "--stt", "dragon"), 3, "no transcriber 'dragon'"),
        (("RECORDING", "--stt", "whisper", "--model", "/nothing.pt"), 3, "no speech model at /nothing.pt"),
        (("RECORDING", "--stt", "faster-whisper"), 4, "is not on this machine"),
    ],
)
def test_what_does_not_work_is_reported(
    cli: Run,
    recording: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    done = cli("transcribe", *(str(recording) if each == "RECORDING" else each for each in arguments))
    assert done.code == code
    assert said in done.err
    assert len(done.err.splitlines()) <= 3
    assert done.out == ""


def test_a_recording_that_was_cut_off_is_transcribed_and_reported(cli: Run, tmp_path: Path) -> None:
    whole = speak("We had a hard deadline.", "slt", tmp_path / "cut.wav")
    content = whole.read_bytes()
    whole.write_bytes(content[: len(content) * 6 // 10])
    done = cli("transcribe", whole, "--stt", "sphinx", "--json")
    assert done.code == 0
    assert done.json["words"]
    assert f"{whole} ends early: its header announces " in done.err


def test_a_file_with_nothing_said_has_no_words(cli: Run, tmp_path: Path) -> None:
    import soundfile

    quiet: Samples = silence(5)
    soundfile.write(tmp_path / "quiet.wav", quiet, 16_000)
    found = cli("transcribe", tmp_path / "quiet.wav", "--stt", "sphinx", "--json").json
    assert (found["text"], found["words"], found["pauses"], found["vocalisations"]) == ("", [], [], [])
    assert found["duration_s"] == 5


def test_a_real_process(process: Run, recording: Path) -> None:
    done = process("transcribe", recording, "--stt", "sphinx", "--json")
    assert (done.code, done.json["language"]) == (0, "en")
    assert "manager" in done.json["text"]
