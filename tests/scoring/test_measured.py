"""How often the rules are right, measured on the labelled answers, pairs and edits, with floors that must hold.

Floors lie a little under what was measured when they were set; on the held-out half they are lower.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pytest

from interview_cli.interview.model import Question
from interview_cli.scoring.finders import find, unit_texts
from interview_cli.scoring.findings import Finding, Kind
from interview_cli.scoring.key_points import PointState
from interview_cli.scoring.reading import Reading, read
from interview_cli.text.meaning import load_vectors
from tests.scoring.labelled import FOLDER, SPLITS, Labelled, entries, judged, question_of, spoken

FEWEST = 10
"""A precision of fewer findings says nothing."""

MOVED_LITTLE = 4.0
"""Points by which an edit that keeps the meaning may move the overall score."""

ACTS: Final = (Kind.OWN_ACT, Kind.SHARED_ACT)
PARTS: Final = (Kind.SITUATION, Kind.TASK, Kind.RESULT, Kind.LESSON)
LABELS: Final = {
    Kind.OWN_ACT: ("own_acts",),
    Kind.SHARED_ACT: ("shared_acts",),
    Kind.SITUATION: ("situation", "times", "task"),
    Kind.TASK: ("task", "situation"),
    Kind.RESULT: ("results",),
    Kind.LESSON: ("lessons",),
    Kind.REASON: ("reasons",),
    Kind.EXAMPLE: ("examples",),
    Kind.TRADE_OFF: ("trade_offs",),
    Kind.FIGURE: ("figures", "times", "results", "names"),
    Kind.TIME: ("times", "situation", "results"),
    Kind.NAME: ("names",),
    Kind.STEP: ("steps",),
}
"""The labels that a finding of a kind may lie in; the first are those that it should find."""


def _place(reading: Reading, finding: Finding) -> tuple[int, int]:
    """The characters in which a finding has to meet a label: its cue, or its sentence where that is what is found."""
    if finding.kind in {Kind.REASON, Kind.EXAMPLE, Kind.TRADE_OFF}:
        first, last = reading.units[reading.unit_of(finding.cue)]
    elif finding.kind in PARTS:
        first, last = finding.first, finding.last
    else:
        first, last = finding.cue, finding.cue + 1
    evidence = reading.evidence(first, last)
    assert evidence is not None
    return evidence.start, evidence.end


def _meet(place: tuple[int, int], spans: list[tuple[int, int]]) -> set[tuple[int, int]]:
    return {span for span in spans if span[0] < place[1] and place[0] < span[1]}


def _count(entry: Labelled, counts: Counter[str]) -> None:
    reading = read(entry.answer)
    vectors = load_vectors()
    assert vectors is not None
    findings = find(reading, vectors.embed(unit_texts(reading)))
    for kind, names in LABELS.items():
        if kind in {*ACTS, *PARTS} and not entry.is_story:
            continue
        wanted = entry.spans(names[0])
        allowed = [span for name in names for span in entry.spans(name)]
        borderline = entry.spans("borderline_acts") if kind is Kind.OWN_ACT else []
        met: set[tuple[int, int]] = set()
        for finding in findings.found(kind):
            place = _place(reading, finding)
            hit = _meet(place, allowed)
            met |= hit
            if hit or not _meet(place, borderline):
                counts[f"{kind} {'right' if hit else 'wrong'}"] += 1
                counts[f"{kind} {'sure' if finding.sure else 'likely'} {'right' if hit else 'wrong'}"] += 1
        counts[f"{kind} met"] += len(met.intersection(wanted))
        counts[f"{kind} wanted"] += len(set(wanted))


@cache
def _counts(split: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for entry in spoken(split):
        _count(entry, counts)
    return counts


def precision(split: str, kind: Kind, how: str = "") -> tuple[float, int]:
    """The share of findings of a kind that are right, and their number; `how` is "", "sure " or "likely "."""
    counts = _counts(split)
    right, wrong = counts[f"{kind} {how}right"], counts[f"{kind} {how}wrong"]
    return right / max(1, right + wrong), right + wrong


def recall(split: str, kind: Kind) -> float:
    """The share of labels of a kind that are found."""
    counts = _counts(split)
    return counts[f"{kind} met"] / max(1, counts[f"{kind} wanted"])


def _overall(question: Question, answer: str) -> float | None:
    return judged(question, answer).overall_score


@cache
def pair_outcomes(split: str) -> Counter[str]:
    """Pairs that are declined, and of the others those that are right and right by ten points."""
    outcomes: Counter[str] = Counter()
    for pair in entries(FOLDER / "pairs" / f"{split}.yaml"):
        question = question_of(pair)
        better, worse = _overall(question, pair["better"]), _overall(question, pair["worse"])
        if better is None and worse is None:
            outcomes["declined"] += 1
            continue
        ahead = (better or 0.0) - (worse or 0.0)
        outcomes["judged"] += 1
        outcomes["right"] += ahead > 0
        outcomes["by ten"] += ahead >= 10
    return outcomes


def _edits(split: str) -> Iterator[tuple[str, Question, str, str]]:
    for entry in entries(FOLDER / "edits" / f"{split}.yaml"):
        question = question_of(entry)
        for edit in entry["edits"]:
            yield edit["kind"], question, entry["base"], edit["text"]


@cache
def moves(split: str) -> dict[str, list[float]]:
    """By kind of edit, how far each moved the overall score, in points; infinite where it went or came."""
    moved: defaultdict[str, list[float]] = defaultdict(list)
    for kind, question, base, text in _edits(split):
        before, after = _overall(question, base), _overall(question, text)
        if before is not None and after is not None:
            moved[kind].append(abs(after - before))
        elif before != after:
            moved[kind].append(float("inf"))
    return dict(moved)


@cache
def point_outcomes(split: str) -> Counter[tuple[str, str]]:
    """How often a key point labelled with one state was told another: (labelled, told)."""
    outcomes: Counter[tuple[str, str]] = Counter()
    labelled: dict[str, Any] = {
        entry["id"]: entry for path in (FOLDER / "spoken" / split).glob("*.yaml") for entry in entries(path)
    }
    for entry in spoken(split):
        states = {point["point"]: point["state"] for point in labelled[entry.id].get("key_points", [])}
        for told in judged(entry.question, entry.answer).key_points:
            outcomes[states[told.point], told.state] += 1
    return outcomes


@cache
def relevance_outcomes(split: str) -> Counter[tuple[bool, str]]:
    """How often answers that are about it, or not, were told which state."""
    outcomes: Counter[tuple[bool, str]] = Counter()
    for entry in spoken(split):
        state = next((each.state for each in judged(entry.question, entry.answer).scores if each.state), None)
        outcomes[entry.is_about_it, state or "unscored"] += 1
    return outcomes
