"""A whole run: results written, poison survived, memory and order of things."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from interview_cli.batch.items import LineFacts, facts_of
from interview_cli.batch.local_pool import LocalPool
from interview_cli.batch.plan import Plan
from interview_cli.batch.run import Progress
from interview_cli.batch.service import evaluate, opened
from interview_cli.batch.sources import Sources
from interview_cli.batch.standing import SURE_READING, doubt_about
from interview_cli.batch.work import Scoring
from interview_cli.errors import InputError
from interview_cli.scoring import rules
from interview_cli.scoring.intents import intent_space
from interview_cli.text.meaning import load_vectors
from tests.batch.material import PoisonedScoring, lines_of, write_transcripts


def test_poison_costs_only_its_own_lines(tmp_path: Path) -> None:
    folder = write_transcripts(tmp_path / "in", 12)
    problems = {
        "crash": "it crashed the worker process (signal 11)",
        "hang": "it took longer than 8 s",
    }
    for number, name in enumerate((*problems, "raise")):
        (folder / f"t{4 * number:03}.txt").rename(folder / f"{name}.txt")
    plan = Plan()
    out = tmp_path / "out.jsonl"
    told: list[Progress] = []
    with opened(out, tmp_path / "ledgers", plan.fingerprint, overwrite=False) as (file, ledger):
        sources = Sources([str(folder)], io.BytesIO())
        pool = LocalPool(PoisonedScoring(plan), 2, 8.0)
        progress = evaluate(file, ledger, sources, sources.count(), plan, pool, told.append)
    lines = {line["id"]: line for line in lines_of(out)}
    assert len(lines) == 11
    for name, problem in problems.items():
        assert lines[name]["error"] == f"{folder}/{name}.txt: {problem}."
        assert lines[name]["status"] == "failed"
    assert progress.lines == {"scored": 9, "failed": 2}
    assert (progress.done, progress.left) == (11, 1)
    assert told[-1] is progress
    assert progress.own_faults == [f"{folder}/raise.txt: unexpected RuntimeError: on purpose"]
    with opened(out, tmp_path / "ledgers", plan.fingerprint, overwrite=False) as (file, ledger):
        sources = Sources([str(folder)], io.BytesIO())
        mended = evaluate(file, ledger, sources, sources.count(), plan, LocalPool(Scoring(plan), 1, 9.0), told.append)
    assert (mended.done, mended.left, mended.own_faults) == (1, 0, [])
    assert {line["status"] for line in lines_of(out) if line["id"] == "raise"} == {"scored"}


def facts(score: float | None, coverage: float = 1.0, spread: float | None = 5.0) -> LineFacts:
    return LineFacts(
        "k", 0, 1, "id", "s", "scored", "behavioral", None, score, "HIRE", coverage, spread, 3, "{}", False, None
    )


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        (facts(70.0), 0),
        (facts(None, 0.0, None), 1),
        (facts(62.0), 1),
        (facts(58.0, 0.6), 2),
        (facts(70.0, spread=25.0), 1),
        (facts(81.0, 0.6, 30.0), 3),
        (facts(1.0, spread=None), 0),
    ],
)
def test_doubt_has_its_reasons(line: LineFacts, reasons: int) -> None:
    doubt = doubt_about(line)
    assert len(doubt.reasons) == reasons
    assert (doubt.degree > 0) is (reasons > 0)


def test_a_doubtful_reading_is_looked_at_first() -> None:
    misread = replace(facts(70.0), reading_confidence=0.3, reading_notes="Times are left in the text.")
    doubt = doubt_about(misread)
    assert doubt.reasons == ("may be read wrongly: Times are left in the text",)
    assert doubt.degree > doubt_about(facts(None, 0.0, None)).degree
    assert doubt_about(replace(misread, reading_confidence=SURE_READING)).reasons == ()


def test_more_reasons_are_more_doubt() -> None:
    assert doubt_about(facts(81.0, 0.6, 30.0)).degree > doubt_about(facts(81.0)).degree
    assert doubt_about(facts(80.1)).degree > doubt_about(facts(82.0)).degree


def test_what_contradicts_the_judge_counts() -> None:
    calm = facts(70.0)
    assert doubt_about(replace(calm, rules_gap=19.0, wavering=0.4)).reasons == ()
    apart = doubt_about(replace(calm, rules_gap=25.0))
    assert apart.reasons == ("model and rules differ by 25 points on an answer",)
    flagged = doubt_about(replace(calm, rules_gap=45.0, flagged=1))
    assert flagged.reasons == (
        "model and rules differ by 45 points on an answer",
        "the judgement of an answer is marked as doubtful",
    )
    wavering = doubt_about(replace(calm, wavering=0.8))
    assert wavering.reasons == ("repeated scores of a criterion spread by ±0.8 of 5",)
    twice = doubt_about(replace(calm, rules_gap=45.0, flagged=2, wavering=1.5))
    degrees = [each.degree for each in (doubt_about(calm), apart, wavering, flagged, twice)]
    assert degrees == sorted(set(degrees))
    unscored = doubt_about(replace(facts(None, 0.0, None), flagged=1))
    assert unscored.reasons[0] == "nothing could be scored"
    assert unscored.degree > doubt_about(facts(None, 0.0, None)).degree


def test_facts_hold_what_contradicts_the_judge() -> None:
    def answer(score: float | None, rules: float | None, *spreads: float | None, flagged: bool = False) -> object:
        scores = {str(number): {"score": 3, "spread": spread} for number, spread in enumerate(spreads)}
        return {"overall_score": score, "rules_score": rules, "flagged": flagged, "scores": scores}

    fields = ("id", "source", "status", "type", "candidate", "recommendation", "error", "spread")
    line = {**dict.fromkeys(fields, "x"), "item": "k", "part": 0, "parts": 1, "scores": {}, "cached": False}
    line |= {"overall_score": 50.0, "coverage": 1.0}
    found = facts_of(
        {**line, "answers": [answer(80, 30, 0.1, None, 0.7, flagged=True), answer(None, 90), answer(5, 9)]}
    )
    assert (found.flagged, found.rules_gap, found.wavering) == (1, 50, 0.7)
    quiet = facts_of({**line, "answers": [answer(5, None, None)]})
    assert (quiet.flagged, quiet.rules_gap, quiet.wavering) == (0, None, None)


def test_no_item_has_to_load_what_all_items_need() -> None:
    load_vectors.cache_clear()
    intent_space.cache_clear()
    Scoring(Plan()).prepared()
    assert load_vectors.cache_info().currsize == 1
    assert intent_space.cache_info().currsize > 0


def test_a_broken_rubric_is_reported_with_the_items(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_name: str) -> NoReturn:
        raise InputError("The rubric is broken.")

    monkeypatch.setattr(rules, "load_rubric", broken)
    score = Scoring(Plan()).prepared()
    folder = write_transcripts(tmp_path / "in", 1)
    (line,) = score(next(iter(Sources([str(folder)], io.BytesIO()))))
    assert line.facts.error == "The rubric is broken."
