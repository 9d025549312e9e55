"""Small real models interview and judge: every step is valid or fallen back and said so, and everything ends."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.real.measures import require_judgement

if TYPE_CHECKING:
    from tests.conftest import Run

pytestmark = [pytest.mark.real, pytest.mark.timeout(5400)]
"""An hour and a half, for twenty transcripts at two replies each, none of which may take longer than the limit."""

STRONG = (
    "In 2022 our payment service failed for 8 percent of customers. I profiled it, found a lock around the session "
    "table, and moved the sessions into a cache. Failures fell to 0.4 percent within two weeks, and I wrote the test "
    "that would have caught it."
)
VAGUE = "We had some problems in the team, people talked a lot about it, and in the end it was fine again somehow."
GIBBERISH = "Flurb wibble snarf, gronk the blimey foozle zanth, and then quux plugh xyzzy frobnicate wug dax blicket."
ANSWERS = (STRONG, VAGUE, GIBBERISH, "I don't know.", STRONG)
PRAISE = ("great", "excellent", "well done", "strong", "impressive", "clear and", "good job")
QUESTIONS = ("Tell me about a problem that you solved.", "What are you proud of in your last job?")
TOLD = [
    STRONG,
    VAGUE,
    *"""I was new in the team when our nightly import broke. I read the logs, saw that one file came an hour late, and
let the import wait for it. It has not failed since.

My manager wanted a report every Friday. I asked who read it, nobody did, so I wrote one page a month instead
and saved three hours a week.

A customer threatened to leave. I called her, listened for half an hour, and fixed two of her five complaints on
the same day. She signed for another year.

There was a conflict about the release date. I think communication is key, and everybody has to work together.

I trained four colleagues in SQL, one hour every week for two months, and by spring they wrote their own
queries.

It was hard, you know, but I am a hard worker and a perfectionist, so I always give one hundred percent.

Our page took nine seconds to load. I measured it, removed two libraries and cached the images, and then it took
two. Sales rose by 11 percent in that quarter.

The budget was cut by half. I listed what each tool cost us, ended three contracts and moved one server, which
saved 40,000 a year.""".split("\n\n"),
]


def test_a_whole_interview_of_five_questions(cli: Run, tmp_path: Path, small_model: str) -> None:
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
        small_model,
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


def test_a_plan_is_whole_whoever_made_it(cli: Run, small_model: str) -> None:
    done = cli(
        "practice",
        "--type",
        "mixed",
        "-n",
        "5",
        "--role",
        "data analyst",
        "--llm",
        small_model,
        "--dry-run",
        "--json",
    )
    assert done.code == 0, done.err
    topics = [slot["topic"] for slot in done.json["plan"]]
    assert len(topics) == 5
    assert all(topics)
    assert len(set(topics)) == 5 or "planned from the question banks" in done.err


def test_a_follow_up_quotes_only_what_was_said(cli: Run, tmp_path: Path, small_model: str) -> None:
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
        small_model,
        "--json",
    )
    assert done.code == 0, done.err
    asked = [answer["question"] for answer in done.json["answers"][1:]]
    if not asked:
        assert "from the rules" not in done.err
    for quote in [part.split("”")[0] for text in asked for part in text.split("“")[1:]]:
        assert quote.rstrip(".,?!").lower() in VAGUE.lower()


def test_the_coach_says_nothing_that_the_records_do_not_hold(cli: Run, tmp_path: Path, small_model: str) -> None:
    script = tmp_path / "answers.jsonl"
    script.write_text(json.dumps({"answer": STRONG}) + "\n", encoding="utf-8")
    rules = ("--llm", "offline")
    practised = cli("practice", "--bank", "ownership", "-n", "1", "--follow-ups", "0", "--answers", script, *rules)
    assert practised.code == 0, practised.err
    by_rules = [
        cli("coach", "--ask", question, "--json", *rules).json
        for question in ("What should I practise next?", "What did I say about sessions?")
    ]
    done = cli("coach", "--ask", "What did I say about sessions?", "--llm", small_model, "--json")
    assert done.code == 0, done.err
    reply = done.json
    assert reply["writer"] in {small_model, "rules"}
    assert reply["answer"].strip()
    records = f"{STRONG} {json.dumps(by_rules)}"
    said = re.sub(r"\[\d+\]", "", reply["answer"])
    assert set(re.findall(r"\d+", said)) <= set(re.findall(r"\d+", records))
    for quote in re.findall(r"“([^”]+)”", said):
        assert quote.rstrip(".,?!").lower() in records.lower()


def test_twenty_transcripts_are_scored_or_said_to_have_failed(
    cli: Run, tmp_path: Path, small_model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With much patience: a batch whose model is too slow a few times in a row stops, as for one that is gone."""
    monkeypatch.setenv("INTERVIEW_LLM__TOTAL_TIMEOUT_S", "900")
    monkeypatch.setenv("INTERVIEW_LLM__FIRST_TOKEN_TIMEOUT_S", "900")
    folder, out = tmp_path / "in", tmp_path / "out.jsonl"
    folder.mkdir()
    for number, (question, answer) in enumerate(product(QUESTIONS, TOLD)):
        text = f"Interviewer: {question}\nCandidate: {' '.join(answer.split())}\n"
        (folder / f"t{number:02}.txt").write_text(text, encoding="utf-8")
    done = cli("evaluate", folder, "--out", out, "--llm", small_model, "--jobs", "1")
    assert done.code in {0, 5}, done.err
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 20
    assert done.code == (5 if any(line["status"] == "failed" for line in lines) else 0)
    for line in lines:
        if line["status"] == "failed":
            assert "llamacpp:small" in line["error"]
            assert line["overall_score"] is None
            continue
        for answer in line["answers"]:
            require_judgement(answer, answer["answer"])
            assert answer["fallback_reason"] is None
            assert answer["evaluator"]["kind"] == "model" or answer["status"] == "insufficient_evidence"
