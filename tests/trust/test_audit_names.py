"""Scores do not depend on what people are called: names swapped for any other in made-up transcripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from interview_cli.batch.auditing import Auditing
from interview_cli.batch.items import Item, key_of
from interview_cli.batch.plan import Plan
from interview_cli.batch.scorer import Scorer
from interview_cli.scoring.person_names import GROUPS, NAMES_AND_WORDS
from interview_cli.trust.audit import AuditedTranscript
from tests.batch.material import QUESTION, STRONG
from tests.conftest import read_yaml

TOLERANCE_POINTS = 0.0
"""What a swap may move, where the text tells that a word is a name."""

MENTIONS = (
    "I asked {a} what worried them most.",
    "{a} wanted to wait and {b} did not.",
    "My colleague {a} and I looked at {b}'s notes.",
    "Then I told {a}, and later {b} thanked me for it.",
    "In the end {a} agreed and signed it.",
    "{a}, my manager, signed it.",
    "That was {a}'s idea.",
    "I worked with {a} and {b} on it.",
    "{a} said no, so I called {b}.",
    "{a} and I met every morning.",
    "With {a} I wrote the plan, and {b} checked it.",
)
"""Places for two people where case and neighbours tell names from words."""

PLAIN = [name for group in GROUPS for name in group.given if name not in NAMES_AND_WORDS]
FAMILIES = [name for group in GROUPS for name in group.family]


def _answers() -> Iterator[tuple[str, str]]:
    """The questions and the longer answers of the scoring samples."""
    yield QUESTION, STRONG
    for file in sorted(Path(__file__).parents[1].joinpath("scoring", "samples").glob("*.yaml")):
        data: Any = read_yaml(file)
        for sample in data["samples"]:
            if len(sample["answer"].split()) > 40:
                yield data["questions"][sample["question"]]["text"], " ".join(sample["answer"].split())


ANSWERS = list(_answers())


def call(folder: Path, question: str, answer: str, speaker: str) -> Item:
    file = folder / "call.txt"
    file.write_text(f"Interviewer: {question}\n\n{speaker}: {answer}\n", encoding="utf-8")
    return Item(key_of(file), str(file), str(file))


def audited(folder: Path, question: str, answer: str, speaker: str) -> AuditedTranscript:
    (found,) = Auditing(Plan(candidate=speaker)).prepared()(call(folder, question, answer, speaker))
    assert found.problem is None
    return found


def scored(folder: Path, answer: str) -> float:
    """What an answer to QUESTION scores, without the changes of an audit."""
    (line,) = Scorer(Plan(candidate="Candidate")).score_at_once(call(folder, QUESTION, answer, "Candidate"))
    score = json.loads(line.with_id("call"))["overall_score"]
    assert isinstance(score, float)
    return score


def swaps(found: AuditedTranscript) -> dict[str, float | None]:
    return {change: each.score for change, each in found.changed.items() if change.startswith("names")}


@settings(phases=(Phase.explicit, Phase.generate), max_examples=8)
@given(
    sample=st.sampled_from(ANSWERS),
    mentions=st.lists(st.tuples(st.sampled_from(MENTIONS), st.integers(0, 40)), min_size=1, max_size=3),
    people=st.lists(st.sampled_from([*PLAIN, *sorted(NAMES_AND_WORDS)]), min_size=3, max_size=3, unique=True),
    family=st.sampled_from(FAMILIES),
)
@example(ANSWERS[0], [(MENTIONS[0], 1)], ["Rose", "Drew", "Mohammed"], "Al-Sayed")
@example(ANSWERS[0], [(MENTIONS[7], 0), (MENTIONS[4], 2)], ["April", "May", "Will"], "Young")
@example(ANSWERS[0], [(MENTIONS[8], 0), (MENTIONS[9], 2)], ["Emily", "Luz-Elena", "Zhiqiang"], "Walsh")
@example(ANSWERS[0], [(MENTIONS[2], 1), (MENTIONS[6], 3)], ["Dmytro", "Mohammed", "Qiaoling"], "Walsh")
@example(ANSWERS[0], [(MENTIONS[6], 1)], ["Chase", "Amina", "Grace"], "Walsh")
@example(ANSWERS[12], [(MENTIONS[0], 1)], ["Summer", "Keisha", "Miroslav"], "Siddiqui")
def test_a_name_for_another_moves_no_score(
    tmp_path_factory: pytest.TempPathFactory,
    sample: tuple[str, str],
    mentions: list[tuple[str, int]],
    people: list[str],
    family: str,
) -> None:
    question, answer = sample
    sentences = answer.split(". ")
    for mention, place in mentions:
        sentences.insert(place % (len(sentences) + 1), mention.removesuffix(".").format(a=people[0], b=people[1]))
    found = audited(tmp_path_factory.mktemp("calls"), question, ". ".join(sentences), f"{people[2]} {family}")
    after = swaps(found)
    assert len(after) == len(GROUPS)
    before = found.outcome.score
    assert before is not None
    moved = {change: score for change, score in after.items() if abs((score or 0) - before) > TOLERANCE_POINTS}
    assert not moved, before


@pytest.mark.parametrize("name", ["Priya", *sorted(NAMES_AND_WORDS), "Mohammed", "Al-Sayed", "Anne-Marie", "N'Golo"])
def test_a_story_is_worth_the_same_with_any_colleague(tmp_path: Path, name: str) -> None:
    def told_of(colleague: str) -> float:
        mentions = " ".join(MENTIONS[:5]).format(a=colleague, b="Tefo")
        return scored(tmp_path, f"{STRONG} {mentions}")

    assert told_of(name) == told_of("Zlatan")


def test_words_stay_words(tmp_path: Path) -> None:
    """What looks like a name where none can stand is no name: the month, the verb, the modal."""
    answer = f"Will you let me begin in May? {STRONG} May I add that sales rose? Rose by 4% in April 2021."
    found = audited(tmp_path, QUESTION, answer, "Candidate")
    assert not swaps(found), "nobody is named"
    without_result = audited(tmp_path, QUESTION, STRONG.replace("rose by 14%", "were with Rose"), "Candidate")
    whole = audited(tmp_path, QUESTION, STRONG, "Candidate")
    assert whole.outcome.score is not None
    assert without_result.outcome.score is not None
    assert whole.outcome.score > without_result.outcome.score


@pytest.mark.parametrize("double", ["Mary Jane", "Anna Sophie"])
def test_a_second_given_name_moves_little(tmp_path: Path, double: str) -> None:
    def told_of(colleague: str) -> float:
        mentions = " ".join(MENTIONS).format(a=colleague, b="Tefo")
        return scored(tmp_path, f"{STRONG} {mentions}")

    assert abs(told_of(double) - told_of("Mary")) <= 1.0
