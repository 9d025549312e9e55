"""A batch judged by a model: many calls at a time, each answer once, and a server that fails."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.batch.material import STRONG, lines_of, write_transcripts
from tests.stub_servers import Behaviour, ChatCall, OpenAIStub, criteria_in

if TYPE_CHECKING:
    from tests.conftest import Run

QUOTE = "donations rose by 14"


def judged(call: ChatCall) -> str:
    """What a judge replies that gives three of five for everything, with a true quote."""
    assert call.schema is not None
    answer = call.text.rpartition("<<<answer")[2].partition("\n")[2]
    quote = QUOTE if QUOTE in answer else " ".join(answer.split()[:4])
    scores = {name: {"quotes": [quote], "score": 3} for name in criteria_in(call.schema)}
    return json.dumps({"scores": scores, "comment": "You were clear.", "tags": [], "ideal_answer": ""})


@pytest.fixture
def use_server(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes `--llm openai:stub:latest` mean this server, without a wait between tries."""

    def use(server: OpenAIStub, **settings: str) -> None:
        monkeypatch.setenv("INTERVIEW_LLM__BASE_URL", server.url)
        monkeypatch.setenv("INTERVIEW_LLM__RETRIES", "1")
        for name, value in settings.items():
            monkeypatch.setenv(f"INTERVIEW_LLM__{name.upper()}", value)

    return use


MODEL = ("--llm", "openai:stub:latest")


def test_a_model_judges_every_answer_once_and_says_what_it_took(cli: Run, tmp_path: Path, use_server: Any) -> None:
    folder = write_transcripts(tmp_path / "in", 6)
    out = tmp_path / "out.jsonl"
    with OpenAIStub(judged, default=Behaviour(latency_s=0.05)) as server:
        use_server(server, prompt_price_per_million="1", completion_price_per_million="2")
        done = cli("evaluate", str(folder), "--out", str(out), *MODEL, "--jobs", "4", "--json")
        assert done.code == 0, done.err
        lines = lines_of(out)
        calls = len(server.requests)
        assert 1 < server.most_at_once <= 4
    assert {line["status"] for line in lines} == {"scored"}
    assert {line["evaluator"]["kind"] for line in lines} == {"model"}
    assert {line["evaluator"]["name"] for line in lines} == {"openai:stub:latest"}
    assert lines[0]["evaluator"]["prompt_version"].startswith("judge_answer@")
    evidence = lines[0]["answers"][0]["scores"]["outcome"]["evidence"][0]
    assert STRONG[evidence["start"] : evidence["end"]] == QUOTE
    usage = json.loads(done.out)["usage"]
    assert usage["calls"] == calls == 6 + 1 + 6, "the answers, the follow-up they share, and each with it added"
    assert usage["cost"] == pytest.approx((usage["prompt_tokens"] + 2 * usage["completion_tokens"]) / 1e6)
    assert f"{calls} calls to openai:stub:latest" in done.err


def test_what_was_judged_before_costs_no_call(cli: Run, tmp_path: Path, use_server: Any) -> None:
    folder = write_transcripts(tmp_path / "in", 3)
    with OpenAIStub(judged) as server:
        use_server(server)
        assert cli("evaluate", str(folder), "--out", str(tmp_path / "a.jsonl"), *MODEL).code == 0
        calls = len(server.requests)
        again = cli("evaluate", str(folder), "--out", str(tmp_path / "b.jsonl"), *MODEL)
        assert len(server.requests) == calls
        assert "3 cached" in again.err
        assert {line["cached"] for line in lines_of(tmp_path / "b.jsonl")} == {True}
        cli("evaluate", str(folder), "--out", str(tmp_path / "b.jsonl"), *MODEL, "--overwrite")
        assert len(server.requests) == calls + 3 * 3, "--overwrite judges anew, and what is said in all three too"


def test_the_judge_takes_samples_and_window_from_the_settings(cli: Run, tmp_path: Path, use_server: Any) -> None:
    folder = write_transcripts(tmp_path / "in", 1)
    with OpenAIStub(judged) as server:

        def calls(samples: int, context_tokens: int) -> list[ChatCall]:
            before = len(server.requests)
            use_server(server, samples=str(samples), context_tokens=str(context_tokens))
            assert cli("evaluate", str(folder), "--out", str(tmp_path / "o.jsonl"), *MODEL, "--jobs", "1").code == 0
            (tmp_path / "o.jsonl").unlink()
            return server.requests[before:]

        once = calls(1, 32_768)
        assert once
        assert not calls(1, 32_768)
        assert len(calls(2, 32_768)) == 2 * len(once)
        assert len(calls(1, 65_536)) == len(once), "another window is another judgement, not a cached one"
        compact = calls(1, 4_096)
    assert {"ideal_answer" in (call.schema or {})["properties"] for call in once} == {True}
    assert {"ideal_answer" in (call.schema or {})["properties"] for call in compact} == {False}


def test_a_server_that_goes_away_leaves_the_rest_for_later(cli: Run, tmp_path: Path, use_server: Any) -> None:
    folder = write_transcripts(tmp_path / "in", 12)
    out = tmp_path / "out.jsonl"
    with OpenAIStub(judged, script=[Behaviour()] * 5, default=Behaviour(status=500)) as server:
        use_server(server, retries="0")
        stopped = cli("evaluate", str(folder), "--out", str(out), *MODEL, "--jobs", "1")
    assert stopped.code == 4
    assert "everything scored is saved" in stopped.err
    done = lines_of(out)
    assert 0 < len(done) < 12
    assert {line["status"] for line in done} == {"scored"}
    with OpenAIStub(judged) as server:
        use_server(server)
        assert cli("evaluate", str(folder), "--out", str(out), *MODEL).code == 0
    assert len(lines_of(out)) == 12
    assert {line["status"] for line in lines_of(out)} == {"scored"}


def test_a_reply_that_is_no_judgement_fails_its_transcript_only(cli: Run, tmp_path: Path, use_server: Any) -> None:
    folder = write_transcripts(tmp_path / "in", 4)
    out = tmp_path / "out.jsonl"

    def sometimes(call: ChatCall) -> str:
        return "no idea" if "That was case 2." in call.text else judged(call)

    with OpenAIStub(sometimes) as server:
        use_server(server)
        done = cli("evaluate", str(folder), "--out", str(out), *MODEL)
    assert done.code == 5
    failed = [line for line in lines_of(out) if line["status"] == "failed"]
    assert [line["source"].endswith("t002.txt") for line in failed] == [True]
    assert "no usable reply" in failed[0]["error"]
    assert failed[0]["overall_score"] is None, "no score by rules stands in for the model's"


def test_a_dry_run_tells_calls_and_cost_and_sends_nothing(cli: Run, tmp_path: Path, use_server: Any) -> None:
    folder = write_transcripts(tmp_path / "in", 5)
    with OpenAIStub(judged) as server:
        use_server(server, prompt_price_per_million="1")
        done = cli("evaluate", str(folder), *MODEL, "--dry-run", "--json")
        assert not server.requests
    forecast = json.loads(done.out)
    assert forecast["model_calls"] == 15
    assert forecast["cost"] > 0


def test_one_pace_for_all_calls(cli: Run, tmp_path: Path, use_server: Any) -> None:
    folder = write_transcripts(tmp_path / "in", 2)
    with OpenAIStub(judged) as server:
        use_server(server)
        done = cli("evaluate", str(folder), "--out", str(tmp_path / "o.jsonl"), *MODEL, "--rpm", "6000")
        assert done.code == 0
        assert server.most_at_once >= 1
    refused = cli("evaluate", str(folder), "--out", str(tmp_path / "p.jsonl"), "--rpm", "0")
    assert refused.code == 2


def test_a_criterion_of_ones_own_can_be_judged_by_a_model(cli: Run, tmp_path: Path, use_server: Any) -> None:
    folder = write_transcripts(tmp_path / "in", 1)
    anchors = "\n".join(f"      {level}: level {level}" for level in range(6))
    rubric = tmp_path / "own.yaml"
    rubric.write_text(
        "name: own\nversion: '1'\ntype: behavioral\ncriteria:\n  - name: curiosity\n    weight: 1\n"
        f"    description: Asks why.\n    follow_up: true\n    anchors:\n{anchors}\n",
        encoding="utf-8",
    )
    refused = cli("evaluate", str(folder), "--out", str(tmp_path / "r.jsonl"), "--rubric", str(rubric))
    assert refused.code == 3
    with OpenAIStub(judged) as server:
        use_server(server)
        table = ("--csv", str(tmp_path / "o.csv"))
        done = cli(
            "evaluate", str(folder), "--out", str(tmp_path / "o.jsonl"), "--rubric", str(rubric), *table, *MODEL
        )
    assert done.code == 0, done.err
    (row,) = csv.DictReader((tmp_path / "o.csv").read_text(encoding="utf-8").splitlines())
    assert (row["curiosity"], row["outcome"], row["cached"]) == ("3.0", "", "false")
    assert lines_of(tmp_path / "o.jsonl")[0]["scores"]["curiosity"]["score"] == 3


def test_the_queue_names_where_model_and_rules_disagree_most_first(cli: Run, tmp_path: Path, use_server: Any) -> None:
    folder = write_transcripts(tmp_path / "in", 3)

    def harsh(call: ChatCall) -> str:
        reply = json.loads(judged(call))
        if "case 1" in call.text:
            for score in reply["scores"].values():
                score["score"] = 1
        return json.dumps(reply)

    with OpenAIStub(harsh) as server:
        use_server(server)
        done = cli("evaluate", str(folder), "--out", str(tmp_path / "o.jsonl"), *MODEL, "--review-queue", "--json")
    queue = json.loads(done.out)["review_queue"]
    assert queue[0]["id"] == "t001"
    assert any("model and rules differ by" in reason for reason in queue[0]["reasons"])
    assert "the judgement of an answer is marked as doubtful" in queue[0]["reasons"] or queue[0]["doubt"] > 1
