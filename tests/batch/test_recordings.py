"""Recordings in a batch: heard by real transcribers, failing alone, as resumable as the rest."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from interview_cli.batch.items import Item, key_of
from interview_cli.batch.plan import Plan, TranscriberChoice
from interview_cli.batch.scorer import Scorer
from interview_cli.settings import VoiceSettings
from tests.batch.material import QUESTION, STRONG, conversation, lines_of
from tests.conftest import Run
from tests.speech.checkpoint import ANSWERS, ctranslate2_model, samples_of, sentences_of, speak

SPHINX = ("--stt", "sphinx")
RATE_HZ = 16_000


def silence(seconds: float) -> Any:
    return np.zeros(int(seconds * RATE_HZ), np.float32)


def spoken(text: str, voice: str, folder: Path) -> Any:
    """A sentence without the silence around it."""
    samples = samples_of(speak(text, voice, folder / "part.wav"))
    (loud,) = np.nonzero(np.abs(samples) > 0.01)
    return samples[loud[0] : loud[-1] + 1]


def write_interview(path: Path, folder: Path) -> Path:
    """A man asks twice and a woman answers, on one track; she pauses 1.2 s within the first answer."""
    said = [
        ("rms", "Tell me about a time you had a hard deadline.", 1.0),
        ("slt", "I led the migration of our billing service to the cloud.", 1.2),
        ("slt", "As a result the team shipped two weeks early.", 1.5),
        ("rms", "What did you do then?", 1.0),
        ("slt", "I designed a cache in front of the search service.", 0.3),
    ]
    parts = [part for voice, text, pause_s in said for part in (spoken(text, voice, folder), silence(pause_s))]
    soundfile.write(path, np.concatenate(parts), RATE_HZ)
    return path


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interview as FLAC, under a name that says something else, and an answer alone as OGG."""
    folder = tmp_path_factory.mktemp("sounds")
    scratch = tmp_path_factory.mktemp("scratch")
    (folder / "interview.dat").write_bytes(write_interview(scratch / "interview.flac", scratch).read_bytes())
    answer = samples_of(speak(ANSWERS[0], "slt", scratch / "answer.wav"))
    soundfile.write(folder / "answer.ogg", np.concatenate([silence(0.8), answer]), RATE_HZ)
    return folder


@pytest.fixture(scope="module")
def remark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of an answer."""
    folder = tmp_path_factory.mktemp("remark")
    soundfile.write(folder / "remark.ogg", spoken(ANSWERS[3].split(". ")[1], "slt", folder), RATE_HZ)
    return folder / "remark.ogg"


@pytest.fixture(scope="module")
def whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model for faster-whisper that has learnt four answers by heart."""
    return ctranslate2_model(tmp_path_factory.mktemp("ctranslate2"))


def test_an_interview_on_one_track(cli: Run, sounds: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = cli("evaluate", sounds / "interview.dat", "--out", out, *SPHINX, "--json")
    assert done.code == 0, done.err
    assert "is not accurate" in done.err
    assert "1 recording, 17 s, transcribed by sphinx:en-us." in done.err
    assert done.json["summary"]["recordings"] == 1
    (line,) = lines_of(out)
    assert (line["id"], line["evaluator"]["kind"]) == ("interview", "rules")
    assert line["recording"] == {
        "engine": "sphinx:en-us",
        "language": "en",
        "duration_s": pytest.approx(17, abs=0.5),
        "warning": None,
    }
    first, second = line["answers"]
    assert "deadline" in first["question"]
    assert {"cloud.", "team", "early."} <= set(first["answer"].split())
    assert first["delivery"]["sentence_count"] == 2
    assert "then" in second["question"]
    assert "search" in second["answer"]
    delivery = first["delivery"]
    assert delivery["word_count"] == len(first["answer"].split())
    assert delivery["pauses"]["longest_s"] == pytest.approx(1.2, abs=0.35)
    assert delivery["response_latency_s"] == pytest.approx(1.0, abs=0.35)
    assert 100 < delivery["words_per_minute"] < 260
    assert delivery["articulation_syllables_per_second"] > 2
    assert first["end_s"] < second["start_s"]


def test_an_answer_alone_heard_by_whisper(cli: Run, sounds: Path, whisper: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = cli(
        "evaluate",
        sounds / "answer.ogg",
        "--out",
        out,
        "--stt",
        "faster-whisper",
        "--stt-model",
        whisper,
        "--jobs",
        1,
    )
    assert done.code == 0, done.err
    (line,) = lines_of(out)
    assert line["recording"]["engine"].startswith("faster-whisper:")
    (answer,) = line["answers"]
    assert answer["question"] == ""
    assert answer["answer"] == ANSWERS[0]
    assert answer["status"] == "scored"
    quotes = [each for score in answer["scores"].values() for each in score["evidence"]]
    assert quotes
    assert all(ANSWERS[0][each["start"] : each["end"]] == each["quote"] for each in quotes)
    assert answer["delivery"]["response_latency_s"] == pytest.approx(0.8, abs=0.3)
    assert len(sentences_of(ANSWERS[0])) == answer["delivery"]["sentence_count"]


def test_a_folder_of_all_sorts_resumed(cli: Run, remark: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "written.txt").write_text(conversation((QUESTION, STRONG)))
    sound = remark.read_bytes()
    (folder / "heard.ogg").write_bytes(sound)
    (folder / "torn.ogg").write_bytes(sound[:40])
    soundfile.write(folder / "silent.wav", silence(2), RATE_HZ)
    soundfile.write(folder / "cut.wav", soundfile.read(remark)[0], RATE_HZ)
    with (folder / "cut.wav").open("r+b") as file:
        file.truncate(file.seek(0, 2) // 2)
    out = tmp_path / "out.jsonl"
    assert cli("evaluate", folder / "written.txt", folder / "torn.ogg", "--out", out, *SPHINX).code == 5
    done = cli("evaluate", folder, "--out", out, *SPHINX)
    assert done.code == 5
    assert "2 of 5 had been done" in done.err
    lines = {line["id"]: line for line in lines_of(out)}
    assert {name: line["status"] for name, line in lines.items()} == {
        "written": "scored",
        "torn": "failed",
        "heard": "insufficient_evidence",
        "cut": "insufficient_evidence",
        "silent": "failed",
    }
    assert f"{folder}/torn.ogg cannot be decoded" in lines["torn"]["error"]
    assert lines["silent"]["error"] == f"{folder}/silent.wav contains nothing that could be read as speech."
    assert f"{folder}/cut.wav ends early: its header announces" in lines["cut"]["recording"]["warning"]
    assert "recording" not in lines["written"]
    refused = cli("evaluate", folder, "--out", out, "--stt", "whisper", "--stt-model", "tiny.en")
    assert refused.code == 3, "another transcriber does not go on where this one has begun"


def test_without_a_transcriber_every_recording_says_what_to_do(cli: Run, sounds: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    (tmp_path / "written.txt").write_text(conversation((QUESTION, STRONG)))
    done = cli("evaluate", sounds, tmp_path / "written.txt", "--out", out, "--stt", "faster-whisper")
    assert done.code == 5
    failed = [line for line in lines_of(out) if line["status"] == "failed"]
    assert len(failed) == 2
    for line in failed:
        assert line["error"].startswith(line["source"])
        assert "is not on this machine. Download it once: interview transcribe --download" in line["error"]
    wrong = cli("evaluate", sounds, "--out", tmp_path / "o.jsonl", "--stt", "faster-whisper", "--stt-model", "/none")
    assert wrong.code == 3


def test_a_dry_run_tells_how_much_sound_there_is(cli: Run, sounds: Path) -> None:
    done = cli("evaluate", sounds, "--dry-run")
    assert done.code == 0, done.err
    assert re.search(r"Recordings: 2, \d\d s; transcribing them is not", done.out)


@pytest.mark.parametrize("name", ["remark.ogg", "remark"])
def test_a_recording_behind_a_url_is_fetched_and_removed(
    name: str, remark: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / name).write_bytes(remark.read_bytes())
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    url = f"file://{tmp_path}/store/{name}"
    item = Item(key_of(url), url, url, recording=name.endswith(".ogg"))
    scorer = Scorer(Plan(transcriber=TranscriberChoice("sphinx base.en", VoiceSettings(stt="sphinx"), "en")))
    (line,) = scorer.score_at_once(item)
    assert (line.facts.id, line.facts.status, line.transcriber) == (
        "remark",
        "insufficient_evidence",
        "sphinx:en-us",
    )
    assert line.sound_s == pytest.approx(soundfile.info(remark).duration, abs=0.1)
    monkeypatch.setattr("interview_cli.batch.recordings.MAX_FETCHED_BYTES", 1_000)
    (line,) = scorer.score_at_once(item)
    assert line.facts.error == f"{url} is larger than 0 GB."
    assert not list(temporary.iterdir())


def test_a_plan_without_a_transcriber_says_so(sounds: Path) -> None:
    path = str(sounds / "answer.ogg")
    (line,) = Scorer(Plan()).score_at_once(Item(key_of(path), path, path))
    assert line.facts.error
    assert "transcribe them first" in line.facts.error
    assert json.loads(b"{" + line.body)["answers"] == []
