"""Sample answers must land in their band, carry their tags, and keep their order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from interview_cli.interview.model import Difficulty, Evaluation, InterviewType, Question
from tests.conftest import read_yaml
from tests.scoring.labelled import judged

FOLDER = Path(__file__).parent / "samples"
CLEARLY_BETTER = 6.0
"""Points of 100 between two neighbours of an ordering."""


@dataclass(frozen=True)
class Sample:
    question: Question
    answer: str
    low: float | None
    high: float | None
    status: str
    tags: frozenset[str]
    known_miss: str | None


def _question(name: str, data: dict[str, Any]) -> Question:
    return Question(
        id=name,
        text=data["text"],
        type=InterviewType(data["type"]),
        difficulty=Difficulty.STANDARD,
        bank="samples",
        competencies=tuple(data.get("competencies", ())),
        skills=tuple(data.get("skills", ())),
        key_points=tuple(data.get("key_points", ())),
        ideal_answer=data.get("ideal_answer"),
    )


def _load() -> tuple[dict[str, Sample], list[list[str]]]:
    samples: dict[str, Sample] = {}
    orderings: list[list[str]] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        data = read_yaml(path)
        questions = {name: _question(name, question) for name, question in data["questions"].items()}
        for entry in data["samples"]:
            samples[entry["id"]] = Sample(
                questions[entry["question"]],
                entry["answer"],
                entry.get("low"),
                entry.get("high"),
                entry.get("status", "scored"),
                frozenset(entry.get("tags", ())),
                entry.get("known_miss"),
            )
        orderings += data["orderings"]
    return samples, orderings


SAMPLES, ORDERINGS = _load()


def _cases() -> list[ParameterSet]:
    """Every sample; what the rules are known to get wrong must fail, and is a surprise when it does not."""
    return [
        pytest.param(
            name,
            id=name,
            marks=pytest.mark.xfail(reason=sample.known_miss, strict=True) if sample.known_miss else (),
        )
        for name, sample in SAMPLES.items()
    ]


def _evaluate(name: str) -> Evaluation:
    return judged(SAMPLES[name].question, SAMPLES[name].answer)


def test_there_are_samples_of_every_type() -> None:
    assert len(SAMPLES) >= 30
    types = {sample.question.type for sample in SAMPLES.values()}
    assert types == set(InterviewType) - {InterviewType.MIXED}


@pytest.mark.parametrize("name", _cases())
def test_sample_lands_in_its_band(name: str) -> None:
    sample, evaluation = SAMPLES[name], _evaluate(name)
    if sample.status == "not_scored":
        assert evaluation.status == "scored"
        assert evaluation.overall_score is None
        assert evaluation.not_scored
        assert evaluation.not_scored in evaluation.comment
        return
    assert evaluation.status == sample.status
    if sample.status == "scored":
        assert sample.low is not None
        assert sample.high is not None
        assert evaluation.overall_score is not None
        assert sample.low <= evaluation.overall_score <= sample.high
    else:
        assert evaluation.overall_score is None
        assert evaluation.coverage == 0
    assert sample.tags <= set(evaluation.tags)


@pytest.mark.parametrize("better_to_worse", ORDERINGS, ids=lambda names: names[0])
def test_better_answers_score_clearly_higher(better_to_worse: list[str]) -> None:
    scores = [_evaluate(name).overall_score or 0.0 for name in better_to_worse]
    gaps = [first - second for first, second in pairwise(scores)]
    assert min(gaps) >= CLEARLY_BETTER, dict(zip(better_to_worse, scores, strict=True))


@pytest.mark.parametrize("name", [name for name, sample in SAMPLES.items() if sample.status == "scored"])
def test_saying_it_twice_does_not_help(name: str) -> None:
    sample = SAMPLES[name]
    once = _evaluate(name).overall_score
    twice = judged(sample.question, f"{sample.answer} {sample.answer}").overall_score
    assert once is not None
    assert twice is not None
    assert twice <= once + 3


@pytest.mark.parametrize("name", ["conflict-opinion", "why-generic", "editor-partial", "marketplace-vague"])
def test_padding_does_not_help(name: str) -> None:
    padding = (
        " In general this is a very important topic, and there are many different things that one can say about "
        "it. It is always good to think about it carefully, and it really depends on various aspects and so "
        "on."
    )
    plain = _evaluate(name).overall_score
    padded = judged(SAMPLES[name].question, SAMPLES[name].answer + padding).overall_score
    assert plain is not None
    assert padded is not None
    assert padded <= plain + 5
