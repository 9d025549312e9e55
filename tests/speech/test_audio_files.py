"""Recordings of any format are decoded; what is none is refused."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tracemalloc
import wave
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.speech import audio_files
from interview_cli.speech.audio_files import audio_blocks
from tests.speech.checkpoint import ANSWERS, samples_of, speak
from tests.speech.material import FORMATS, encoded

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples


def read_audio(path: Path, max_duration_s: float = 3600.0) -> Samples:
    """The whole sound of a file."""
    return np.concatenate([*audio_blocks(path, max_duration_s)])


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spoken sentence, 16 kHz mono WAV."""
    return speak(ANSWERS[2], "slt", tmp_path_factory.mktemp("clip") / "clip.wav")


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_gives_the_same_sound(clip: Path, tmp_path: Path, ending: str) -> None:
    original = samples_of(clip)
    decoded = read_audio(encoded(clip, tmp_path / f"clip.{ending}"))
    assert decoded.dtype == np.float32
    assert len(decoded) == pytest.approx(len(original), abs=2_500)
    size = 1 << 18
    likeness = np.fft.irfft(np.fft.rfft(decoded, size) * np.conj(np.fft.rfft(original, size)))
    assert likeness.max() > 0.9 * np.linalg.norm(original) * np.linalg.norm(decoded)


def wav(path: Path, seconds: float, rate_hz: int = 8_000) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(bytes(2 * round(seconds * rate_hz)))
    return path


def test_long_recordings_are_decoded_in_little_memory(tmp_path: Path) -> None:
    file = wav(tmp_path / "long.wav", 120)
    tracemalloc.start()
    try:
        total = sum(len(block) for block in audio_blocks(file))
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total == pytest.approx(120 * 16_000, abs=100)
    assert peak_bytes < 3_000_000


@pytest.mark.parametrize("ending", ["wav", "flac", "webm"])
def test_a_file_that_was_cut_off_gives_what_is_there_and_says_so(clip: Path, tmp_path: Path, ending: str) -> None:
    import soundfile

    long = np.tile(samples_of(clip), 4)
    soundfile.write(tmp_path / "long.wav", long, 16_000)
    whole = encoded(tmp_path / "long.wav", tmp_path / f"whole.{ending}") if ending != "wav" else tmp_path / "long.wav"
    cut = tmp_path / f"cut.{ending}"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    told: list[str] = []
    assert sum(len(block) for block in audio_blocks(whole, warn=told.append)) == pytest.approx(len(long), abs=2_500)
    assert not told
    there_s = sum(len(block) for block in audio_blocks(cut, warn=told.append)) / 16_000
    assert there_s > 1
    announced_s = len(long) / 16_000
    (warning,) = told
    found = re.fullmatch(rf"{cut} ends early: its header announces (\d+\.\d) s, there are {there_s:.1f} s\.", warning)
    assert found, warning
    assert float(found[1]) == pytest.approx(announced_s, abs=0.1)


@pytest.mark.parametrize("announced_bytes", [0, 0x7FFF_F000, 0x8000_0000, 0xFFFF_FFFF])
def test_a_length_that_nobody_knew_is_not_missed(tmp_path: Path, announced_bytes: int) -> None:
    file = wav(tmp_path / "piped.wav", 2)
    content = bytearray(file.read_bytes())
    place = content.index(b"data") + 4
    content[place : place + 4] = announced_bytes.to_bytes(4, "little")
    file.write_bytes(content)
    told: list[str] = []
    with suppress(InputError):  # nothing at all is announced, and nothing read
        list(audio_blocks(file, warn=told.append))
    assert not told


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_no_wav_header_makes_trouble(tmp_path: Path, tail: bytes) -> None:
    file = tmp_path / "hostile.wav"
    file.write_bytes(b"RIFF\0\0\0\0WAVE" + tail)
    told: list[str] = []
    with suppress(InputError):
        list(audio_blocks(file, warn=told.append))
    assert len(told) <= 1


def test_there_is_a_longest_recording(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"longer than 0\.01 hours"):
        read_audio(wav(tmp_path / "long.wav", 60), max_duration_s=36)


def test_there_is_a_largest_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio_files, "MAX_FILE_BYTES", 1_000)
    with pytest.raises(InputError, match="larger than"):
        read_audio(wav(tmp_path / "large.wav", 1))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"no sound at all", "cannot be decoded"),
        (b"RIFF\xff\xff\xff\xffWAVEfmt ", "cannot be decoded"),
        (b"#EXTM3U\n#EXTINF:10,\n/etc/passwd\n", "cannot be decoded"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "cannot be decoded"),
    ],
)
def test_what_is_no_recording(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "file.wav"
    file.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_audio(file)


def test_no_file_and_no_sound(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_audio(tmp_path / "nothing.wav")
    with pytest.raises(InputError, match="is not a file"):
        read_audio(tmp_path)
    with pytest.raises(InputError, match="contains no audio"):
        read_audio(wav(tmp_path / "none.wav", 0))


def test_a_name_is_never_an_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clip: Path) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("concat:clip.wav")
    file.write_bytes(clip.read_bytes())
    assert len(read_audio(file)) == len(samples_of(clip))


def test_a_recording_that_breaks_off_is_read_as_far_as_it_goes(clip: Path, tmp_path: Path) -> None:
    whole = encoded(clip, tmp_path / "clip.mp3").read_bytes()
    cut = tmp_path / "cut.mp3"
    cut.write_bytes(whole[: len(whole) // 2])
    assert len(read_audio(cut)) == pytest.approx(len(samples_of(clip)) / 2, rel=0.1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(st.sampled_from(["flac", "mp3", "m4a", "webm"]), st.integers(0, 5_000), st.binary(min_size=1, max_size=200))
def test_damaged_files_give_sound_or_an_error_of_ours(
    clip: Path, tmp_path: Path, ending: str, place: int, damage: bytes
) -> None:
    file = tmp_path / f"clip.{ending}"
    if not file.exists():
        encoded(clip, file)
    whole = file.read_bytes()
    damaged = tmp_path / f"damaged.{ending}"
    damaged.write_bytes(whole[:place] + damage + whole[place + len(damage) :])
    try:
        samples = read_audio(damaged, max_duration_s=600)
    except InputError:
        return
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 1


def claiming(path: Path, *, rate_hz: int = 16_000, channels: int = 1, sound_format: int = 1) -> Path:
    """A WAV file of four kilobytes whose header claims something."""
    head = struct.pack(
        "<4sI8sIHHIIHH", b"RIFF", 4_036, b"WAVEfmt ", 16, sound_format, channels, rate_hz, 0, 2 * channels, 16
    )
    path.write_bytes(head + struct.pack("<4sI", b"data", 4_000) + bytes(4_000))
    return path


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ({"rate_hz": 1_500_000_000}, "claims 1,500,000,000 samples a second"),
        ({"rate_hz": 768_001}, "claims 768,001 samples a second"),
        ({"rate_hz": 999}, "claims 999 samples a second"),
        ({"channels": 33}, "claims 33 channels"),
        ({"sound_format": 0xFFFE}, "cannot be decoded"),
    ],
    ids=["rate", "studio", "slow", "channels", "no-decoder"],
)
def test_nothing_is_built_by_the_word_of_a_header(tmp_path: Path, claim: dict[str, int], told: str) -> None:
    file = claiming(tmp_path / "claim.wav", **claim)
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from interview_cli.errors import InputError; from interview_cli.speech.audio_files import audio_blocks\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (5, 5))\n"
        "resource.setrlimit(resource.RLIMIT_DATA, (500_000_000, 500_000_000))\n"
        "try: list(audio_blocks(Path(sys.argv[1])))\n"
        "except InputError as error: print(error.message)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert told in done.stdout


@pytest.mark.parametrize(
    "claim",
    [{"rate_hz": 768_000}, {"rate_hz": 767_999}, {"rate_hz": 1_000}, {"channels": 8}],
    ids=["studio", "odd", "slow", "channels"],
)
def test_what_a_recording_may_have_is_read(tmp_path: Path, claim: dict[str, int]) -> None:
    assert len(read_audio(claiming(tmp_path / "claim.wav", **claim))) > 0
