"""Recordings judged by a model: heard in a thread, each within its limit, failing alone."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from interview_cli.app import SystemClock
from interview_cli.batch.items import Item, ScoredLine, key_of
from interview_cli.batch.model_scoring import ScoringByModel
from interview_cli.batch.plan import ModelChoice, Plan, TranscriberChoice
from interview_cli.batch.pool import Outcome
from interview_cli.batch.waiting_pool import WaitingPool
from interview_cli.errors import UnavailableError
from interview_cli.interview.spoken import Word
from interview_cli.settings import LlmSettings, VoiceSettings
from tests.batch.material import QUESTION, STRONG, conversation, lines_of
from tests.batch.test_model_scoring import judged
from tests.conftest import PATIENCE_S, Run
from tests.speech.checkpoint import ANSWERS, ctranslate2_model, samples_of, speak
from tests.stub_servers import ChatCall, OpenAIStub

SPOKEN_QUOTE = "the team shipped two weeks early"


def reply(call: ChatCall) -> str:
    """A judgement with a quote that stands in whichever answer is judged, and one that stands in neither."""
    said = SPOKEN_QUOTE if SPOKEN_QUOTE in call.text else "donations rose by 14"
    document = json.loads(judged(call))
    for score in document["scores"].values():
        score["quotes"] = [said, "nobody ever said this"]
    return json.dumps(document)


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spoken answer after 0.8 s of silence, the beginning of one, and a written interview."""
    folder = tmp_path_factory.mktemp("sounds")
    samples = samples_of(speak(ANSWERS[0], "slt", tmp_path_factory.mktemp("scratch") / "answer.wav"))
    silence = np.zeros(int(0.8 * 16_000), np.float32)
    soundfile.write(folder / "answer.ogg", np.concatenate([silence, samples]), 16_000)
    (folder / "torn.ogg").write_bytes((folder / "answer.ogg").read_bytes()[:40])
    (folder / "written.txt").write_text(conversation((QUESTION, STRONG)))
    return folder


def test_a_recording_is_heard_measured_and_judged_by_the_model(
    cli: Run, sounds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    model = ctranslate2_model(tmp_path)
    hears = ("--stt", "faster-whisper", "--stt-model", model)
    with OpenAIStub(reply) as server:
        monkeypatch.setenv("INTERVIEW_LLM__BASE_URL", server.url)
        done = cli("evaluate", sounds, "--out", out, "--llm", "openai:stub:latest", *hears, "--json")
        asked = " ".join(call.text for call in server.requests)
    assert done.code == 5, "one of them is torn"
    assert ANSWERS[0] in asked
    assert done.json["summary"]["recordings"] == 1
    assert "1 recording" in done.err
    lines = {line["id"]: line for line in lines_of(out)}
    assert {name: line["status"] for name, line in lines.items()} == {
        "answer": "scored",
        "torn": "failed",
        "written": "scored",
    }
    assert f"{sounds}/torn.ogg cannot be decoded" in lines["torn"]["error"]
    line = lines["answer"]
    evaluator = line["evaluator"]
    assert (evaluator["kind"], evaluator["name"]) == ("model", "openai:stub:latest")
    assert evaluator["prompt_version"].startswith("judge_answer@")
    assert line["recording"]["engine"].startswith("faster-whisper:")
    assert line["recording"]["language"] == "en"
    assert line["recording"]["duration_s"] == pytest.approx(soundfile.info(sounds / "answer.ogg").duration, abs=0.1)
    (answer,) = line["answers"]
    assert answer["answer"] == ANSWERS[0]
    quotes = [each for score in answer["scores"].values() for each in score["evidence"]]
    assert {each["quote"] for each in quotes} == {SPOKEN_QUOTE}
    assert all(ANSWERS[0][each["start"] : each["end"]] == each["quote"] for each in quotes)
    delivery = answer["delivery"]
    assert delivery["word_count"] == len(ANSWERS[0].split())
    assert delivery["response_latency_s"] == pytest.approx(0.8, abs=0.3)
    assert 80 < delivery["words_per_minute"] < 300
    assert answer["start_s"] < answer["end_s"]
    assert "recording" not in lines["written"]
    assert lines["written"]["answers"][0]["delivery"]["words_per_minute"] is None


class Ear:
    """A transcriber that does with each recording, in turn, what it is told to."""

    name = "ear"
    language = "en"

    def __init__(self, *deeds: Callable[[], None]) -> None:
        self._deeds = list(deeds)

    def words(self, samples: Any) -> Sequence[Word]:
        self._deeds.pop(0)()
        times = np.linspace(0, len(samples) / 16_000, len(STRONG.split()) + 1)
        return [Word(text, *times[at : at + 2]) for at, text in enumerate(STRONG.split())]


@pytest.fixture
def remarks(tmp_path: Path) -> list[Item]:
    """Three recordings of one stretch of speech each, long enough for what is heard, and a written interview."""
    without_pauses = re.sub(r"[.,]", "", STRONG[:180])
    for number in range(3):
        speak(without_pauses, "slt", tmp_path / f"remark{number}.wav")
    (tmp_path / "written.txt").write_text(conversation((QUESTION, STRONG)))
    paths = [*sorted(tmp_path.glob("*.wav")), tmp_path / "written.txt"]
    return [Item(key_of(path), path.name, str(path), recording=path.suffix == ".wav") for path in paths]


@pytest.fixture
def outcomes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Iterator[Outcome]]]:
    """Works on items with a transcriber of one's own and a limit for each recording, in seconds."""
    with OpenAIStub(reply) as server:

        def call(ear: Ear, items: list[Item], limit_s: float) -> Iterator[Outcome]:
            monkeypatch.setattr("interview_cli.batch.recordings.open_chosen", lambda _: ear)
            settings = LlmSettings(engine="openai:stub:latest", base_url=server.url)
            model = ModelChoice("openai:stub:latest", settings, "judge_answer@test", tmp_path / "interview.db")
            plan = Plan(model=model, transcriber=TranscriberChoice("ear", VoiceSettings(), "en"))
            work = ScoringByModel(plan, model, 1, SystemClock(), limit_s)
            with WaitingPool(work, 1, 60.0) as pool:
                yield from (each for each in pool.run(iter(items)) if each)

        yield call


def line_of(outcome: Outcome) -> ScoredLine:
    assert outcome.problem is None
    (line,) = outcome.result
    assert isinstance(line, ScoredLine)
    return line


def test_a_recording_that_takes_too_long_fails_alone(
    remarks: list[Item], outcomes: Callable[..., Iterator[Outcome]]
) -> None:
    released = threading.Event()
    ear = Ear(lambda: None, lambda: assert_waited(released), lambda: None)
    found = {}
    for outcome in outcomes(ear, remarks, 5.0):
        found[outcome.item.source] = line_of(outcome).facts
        if outcome.item.source == "remark1.wav":
            released.set()
    assert found["remark1.wav"].error == "remark1.wav: transcribing it took longer than 5 s."
    assert {name: facts.status for name, facts in found.items()} == {
        "remark0.wav": "scored",
        "remark1.wav": "failed",
        "remark2.wav": "scored",
        "written.txt": "scored",
    }


def assert_waited(event: threading.Event) -> None:
    assert event.wait(PATIENCE_S)


def test_a_transcriber_that_fails_once_costs_one_line(
    remarks: list[Item], outcomes: Callable[..., Iterator[Outcome]]
) -> None:
    def fail() -> None:
        raise UnavailableError("The engine has died.", "Start it again.")

    found = [line_of(outcome) for outcome in outcomes(Ear(fail, lambda: None, lambda: None), remarks, 60.0)]
    assert found[0].facts.error == "remark0.wav: The engine has died. Start it again."
    assert [line.facts.status for line in found] == ["failed", "scored", "scored", "scored"]
    assert [line.transcriber for line in found] == [None, "ear", "ear", None]
    assert found[1].sound_s > 0.5
