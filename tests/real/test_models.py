"""Small real models interview and judge: every step is valid or fallen back and said so, and everything ends.

SmolLM2 always; Qwen2.5-Coder, which is 1.1 GB, when `python -m tests.real.model_server --large` has fetched it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.real.model_server import QWEN, SMOLLM2, Weights, served

if TYPE_CHECKING:
    from tests.conftest import Run

pytestmark = pytest.mark.real

MODEL = "llamacpp:small"
STEP_LIMIT_S = 90
STRONG = (
    "In 2022 our payment service failed for 8 percent of customers. I profiled it, found a lock around the session "
    "table, and moved the sessions into a cache. Failures fell to 0.4 percent within two weeks, and I wrote the test "
    "that would have caught it."
)
VAGUE = "We had some problems in the team, people talked a lot about it, and in the end it was fine again somehow."
GIBBERISH = "Flurb wibble snarf, gronk the blimey foozle zanth, and then quux plugh xyzzy frobnicate wug dax blicket."
ANSWERS = (STRONG, VAGUE, GIBBERISH, "I don't know.", STRONG)
PRAISE = ("great", "excellent", "well done", "strong", "impressive", "clear and", "good job")
TRANSCRIPTS = 4


@pytest.fixture(scope="module", params=[SMOLLM2, QWEN], ids=lambda weights: weights.name)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    weights: Weights = request.param
    if weights is QWEN and not weights.file.exists():
        pytest.skip("fetch it with: python -m tests.real.model_server --large")
    with served(weights) as found:
        yield found


@pytest.fixture(autouse=True)
def small_and_slow(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {
        "BASE_URL": address,
        "CONTEXT_TOKENS": "4096",
        "TOTAL_TIMEOUT_S": str(STEP_LIMIT_S),
        "FIRST_TOKEN_TIMEOUT_S": str(STEP_LIMIT_S),
        "RETRIES": "1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"INTERVIEW_LLM__{name}", value)


def require_judgement(answer: dict[str, Any], said: str) -> None:
    """An answer's scores rest on its own words, and who gave them is said."""
    assert answer["status"] in {"scored", "insufficient_evidence"}
    for score in answer["scores"].values():
        for evidence in score["evidence"]:
            assert said[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert score["score"] is None or 0 <= score["score"] <= score["max"]


def test_a_whole_interview_of_five_questions(cli: Run, tmp_path: Path) -> None:
    script = tmp_path / "answers.jsonl"
    script.write_text("".join(json.dumps({"answer": each}) + "\n" for each in ANSWERS), encoding="utf-8")
    done = cli(
        "practice",
        "--type",
        "technical",
        "-n",
        "5",
        "--follow-ups",
        "0",
        "--answers",
        script,
        "--llm",
        MODEL,
        "--json",
    )
    assert done.code == 0, done.err
    session = done.json
    assert session["session"]["status"] == "completed"
    assert len(session["answers"]) == len(ANSWERS)
    for answer, said in zip(session["answers"], ANSWERS, strict=True):
        require_judgement(answer, said)
        assert answer["question"].strip()
        if answer["status"] == "scored" and answer["evaluator"]["kind"] == "rules":
            assert answer["fallback_reason"] in done.err
    for nonsense in (session["answers"][2], session["answers"][3]):
        assert nonsense["status"] == "insufficient_evidence"
        assert not any(word in nonsense["comment"].lower() for word in PRAISE)
    assert "prompt None" not in done.err


def test_a_plan_is_whole_whoever_made_it(cli: Run) -> None:
    done = cli(
        "practice", "--type", "mixed", "-n", "5", "--role", "data analyst", "--llm", MODEL, "--dry-run", "--json"
    )
    assert done.code == 0, done.err
    topics = [slot["topic"] for slot in done.json["plan"]]
    assert len(topics) == 5
    assert all(topics)
    assert len(set(topics)) == 5 or "planned from the question banks" in done.err


def test_a_follow_up_quotes_only_what_was_said(cli: Run, tmp_path: Path) -> None:
    script = tmp_path / "answers.jsonl"
    script.write_text(json.dumps({"answer": VAGUE}) + "\n" + json.dumps({"answer": STRONG}) + "\n", encoding="utf-8")
    done = cli(
        "practice",
        "--bank",
        "leadership",
        "-n",
        "1",
        "--follow-ups",
        "1",
        "--answers",
        script,
        "--llm",
        MODEL,
        "--json",
    )
    assert done.code == 0, done.err
    asked = [answer["question"] for answer in done.json["answers"][1:]]
    if not asked:
        assert "from the rules" not in done.err
    for quote in [part.split("”")[0] for text in asked for part in text.split("“")[1:]]:
        assert quote.rstrip(".,?!").lower() in VAGUE.lower()


def test_transcripts_are_scored_or_said_to_have_failed(cli: Run, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out.jsonl"
    folder.mkdir()
    for number, answer in zip(range(TRANSCRIPTS), (STRONG, VAGUE, STRONG, VAGUE), strict=True):
        text = f"Interviewer: Tell me about problem {number} that you solved.\nCandidate: {answer}\n"
        (folder / f"t{number}.txt").write_text(text, encoding="utf-8")
    done = cli("evaluate", folder, "--out", out, "--llm", MODEL, "--jobs", "1")
    assert done.code in {0, 5}, done.err
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == TRANSCRIPTS
    for line in lines:
        if line["status"] == "failed":
            assert line["error"]
            continue
        assert line["evaluator"]["kind"] == "model"
        for answer in line["answers"]:
            require_judgement(answer, answer["answer"])
