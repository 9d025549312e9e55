"""The labelled answers, pairs and edits are sound: labels quote their answer, and both halves hold every kind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz, process

from tests.conftest import read_yaml

FOLDER = Path(__file__).parent
SPLITS = ("development", "held_out")
STYLES = frozenset(
    (
        "rambling terse historical_present non_native no_punctuation result_first honest_failure we_culture hobby "
        "polished self_corrections opinions_only something_else dodge plan reported_speech others_deeds "
        "object_subject number_words negatives ice_breaker closing plain nonsense"
    ).split()
)
SOFTWARE_TRADES = frozenset(("software engineer", "site reliability engineer", "product manager", "data analyst"))
TOO_ALIKE = 75.0
"""Similarity of two texts in percent from which one would be a copy of the other."""

InterviewKind = Literal["behavioral", "hr_screen", "technical_verbal", "project", "system_design", "mixed"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Result(Strict):
    quote: str
    measured: bool
    direction: Literal["better", "worse", "none"]


class Labels(Strict):
    own_acts: list[str]
    borderline_acts: list[str]
    shared_acts: list[str]
    others_acts: list[str]
    situation: list[str]
    times: list[str]
    task: list[str]
    results: list[Result]
    lessons: list[str]
    reasons: list[str]
    examples: list[str]
    trade_offs: list[str]
    steps: list[str]
    figures: list[str]
    names: list[str]

    def quotes(self) -> list[tuple[str, str]]:
        """Every label with its quote."""
        found = []
        for label, quotes in self:
            found += [(label, quote.quote if isinstance(quote, Result) else quote) for quote in quotes]
        return found


class KeyPoint(Strict):
    point: str
    state: Literal["right", "wrong", "mentioned", "not_said"]
    quote: str | None


class Spoken(Strict):
    id: str
    trade: str
    style: list[str]
    type: InterviewKind
    question: str
    answer: str
    quality: Literal["strong", "middling", "weak", "nonsense"]
    about: Literal["it", "something_else"]
    key_points: list[KeyPoint] = []
    labels: Labels


class Pair(Strict):
    kind: str
    trade: str
    type: InterviewKind
    question: str
    key_points: list[str] = []
    better: str
    worse: str


class Edit(Strict):
    kind: str
    text: str


class Edited(Strict):
    trade: str
    type: InterviewKind
    question: str
    key_points: list[str] = []
    base: str
    edits: list[Edit]


def _read(path: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = read_yaml(path)
    return entries


SPOKEN = {
    split: [Spoken(**entry) for path in sorted((FOLDER / "spoken" / split).glob("*.yaml")) for entry in _read(path)]
    for split in SPLITS
}
PAIRS = {split: [Pair(**entry) for entry in _read(FOLDER / "pairs" / f"{split}.yaml")] for split in SPLITS}
EDITED = {split: [Edited(**entry) for entry in _read(FOLDER / "edits" / f"{split}.yaml")] for split in SPLITS}
ALL_SPOKEN = [entry for split in SPLITS for entry in SPOKEN[split]]
ALL_PAIRS = [pair for split in SPLITS for pair in PAIRS[split]]
ALL_EDITED = [entry for split in SPLITS for entry in EDITED[split]]


def _word_count(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize("entry", ALL_SPOKEN, ids=lambda entry: entry.id)
def test_every_label_quotes_its_answer(entry: Spoken) -> None:
    unfounded = [(label, quote) for label, quote in entry.labels.quotes() if not quote or quote not in entry.answer]
    assert not unfounded


@pytest.mark.parametrize("entry", [entry for entry in ALL_SPOKEN if entry.key_points], ids=lambda entry: entry.id)
def test_a_key_point_that_was_said_quotes_its_answer(entry: Spoken) -> None:
    for point in entry.key_points:
        if point.state == "not_said":
            assert point.quote is None
        else:
            assert point.quote
            assert point.quote in entry.answer


@pytest.mark.parametrize("entry", ALL_SPOKEN, ids=lambda entry: entry.id)
def test_own_and_others_deeds_are_told_apart(entry: Spoken) -> None:
    labels = entry.labels
    assert not {*labels.own_acts} & {*labels.others_acts, *labels.shared_acts, *labels.borderline_acts}
    assert not {*labels.shared_acts} & {*labels.others_acts}


@pytest.mark.parametrize("entry", ALL_SPOKEN, ids=lambda entry: entry.id)
def test_labels_agree_with_the_style(entry: Spoken) -> None:
    labels = entry.labels
    assert entry.style
    assert STYLES.issuperset(entry.style)
    if "plan" in entry.style or "opinions_only" in entry.style or "dodge" in entry.style:
        assert not labels.own_acts
    if "something_else" in entry.style:
        assert entry.about == "something_else"
    if "others_deeds" in entry.style:
        assert labels.others_acts
    if "historical_present" in entry.style:
        assert labels.own_acts


def test_an_answer_has_the_length_of_speech() -> None:
    counts = [_word_count(entry.answer) for entry in ALL_SPOKEN]
    assert min(counts) >= 15
    assert max(counts) <= 350
    assert sum(60 <= count <= 150 for count in counts) > len(counts) / 2


@pytest.mark.parametrize("split", SPLITS)
def test_each_half_has_enough_answers_of_every_style(split: str) -> None:
    styles = Counter(style for entry in SPOKEN[split] for style in entry.style)
    assert len(SPOKEN[split]) >= 65
    assert {style for style in STYLES if styles[style] < 3} == set()


def test_both_halves_hold_the_same_trades_most_of_them_outside_software() -> None:
    trades = [{entry.trade for entry in SPOKEN[split]} for split in SPLITS]
    assert trades[0] == trades[1]
    assert len(trades[0]) >= 14
    assert sum(entry.trade in SOFTWARE_TRADES for entry in ALL_SPOKEN) < len(ALL_SPOKEN) / 3


@pytest.mark.parametrize("split", SPLITS)
def test_each_half_holds_all_types_and_qualities(split: str) -> None:
    assert len({entry.type for entry in SPOKEN[split]}) == 6
    assert len({entry.quality for entry in SPOKEN[split]}) == 4
    assert {entry.about for entry in SPOKEN[split]} == {"it", "something_else"}


@pytest.mark.parametrize("split", SPLITS)
def test_each_half_has_key_points_in_all_four_states(split: str) -> None:
    states = Counter(point.state for entry in SPOKEN[split] for point in entry.key_points)
    assert min(states[state] for state in ("right", "wrong", "mentioned", "not_said")) >= 8


def test_ids_are_unique() -> None:
    assert len({entry.id for entry in ALL_SPOKEN}) == len(ALL_SPOKEN)


def test_no_text_stands_in_both_halves() -> None:
    development, held_out = (
        [
            *(entry.answer for entry in SPOKEN[split]),
            *(text for pair in PAIRS[split] for text in (pair.better, pair.worse)),
            *(entry.base for entry in EDITED[split]),
        ]
        for split in SPLITS
    )
    alike = process.cdist(held_out, development, scorer=fuzz.ratio, score_cutoff=TOO_ALIKE)
    assert not alike.any()


@pytest.mark.parametrize("split", SPLITS)
def test_each_half_has_enough_pairs_of_every_kind(split: str) -> None:
    kinds = Counter(pair.kind for pair in PAIRS[split])
    assert len(PAIRS[split]) >= 60
    assert len(kinds) >= 15
    assert min(kinds.values()) >= 3
    assert {*kinds} == {pair.kind for pair in ALL_PAIRS}
    assert len({pair.trade for pair in PAIRS[split]}) >= 14


@pytest.mark.parametrize("pair", ALL_PAIRS, ids=lambda pair: f"{pair.kind}-{pair.trade}".replace(" ", "-"))
def test_length_does_not_give_a_pair_away(pair: Pair) -> None:
    assert 0.8 <= _word_count(pair.worse) / _word_count(pair.better) <= 1.25


def test_the_better_answers_are_as_long_as_the_worse_ones_on_the_whole() -> None:
    better = sum(_word_count(pair.better) for pair in ALL_PAIRS)
    worse = sum(_word_count(pair.worse) for pair in ALL_PAIRS)
    assert worse == pytest.approx(better, rel=0.03)


def test_pairs_about_knowledge_have_key_points() -> None:
    assert all(pair.key_points for pair in ALL_PAIRS if pair.type == "technical_verbal")


@pytest.mark.parametrize("split", SPLITS)
def test_each_half_has_enough_edits(split: str) -> None:
    kinds = Counter(edit.kind for entry in EDITED[split] for edit in entry.edits)
    assert len(EDITED[split]) >= 20
    assert {kind for kind, count in kinds.items() if count >= 5} >= {
        "synonyms",
        "order",
        "my_company",
        "past_to_present",
        "ums",
        "digits",
        "names",
    }
    assert {"present_to_past", "number_words"} <= {*kinds}


@pytest.mark.parametrize("entry", ALL_EDITED, ids=lambda entry: entry.base[:30])
def test_an_edit_changes_words_and_little_else(entry: Edited) -> None:
    texts = [edit.text for edit in entry.edits]
    assert entry.base not in texts
    assert len({*texts}) == len(texts)
    for text in texts:
        assert _word_count(text) == pytest.approx(_word_count(entry.base), rel=0.2)
        assert fuzz.token_sort_ratio(text, entry.base) > 60
