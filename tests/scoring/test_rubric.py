"""Rubrics are data: those that ship are sound, broken ones are refused with file and field."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from interview_cli.errors import InputError
from interview_cli.interview.model import InterviewType
from interview_cli.scoring.criteria import CRITERIA
from interview_cli.scoring.rubric import MAX_SCORE, load_rubric, parse_rubric

NAMES = [kind.value for kind in InterviewType if kind is not InterviewType.MIXED] + ["case"]


def _data() -> dict[str, Any]:
    return {
        "name": "plain",
        "version": "1",
        "type": "hr_screen",
        "criteria": [
            {
                "name": "clarity",
                "weight": 1,
                "description": "Can be followed.",
                "anchors": {level: f"level {level}" for level in range(6)},
            }
        ],
    }


@pytest.mark.parametrize("name", NAMES)
def test_shipped_rubrics_are_sound(name: str) -> None:
    rubric = load_rubric(name)
    assert rubric.name == name
    assert rubric.label == f"{name}@{rubric.version}"
    assert sum(criterion.weight for criterion in rubric.criteria) == 100
    assert {criterion.name for criterion in rubric.criteria} <= CRITERIA.keys()
    assert any(criterion.follow_up for criterion in rubric.criteria)
    for criterion in rubric.criteria:
        assert len(set(criterion.anchors)) == MAX_SCORE + 1


def test_anchor_is_that_of_the_level_fully_reached() -> None:
    criterion = parse_rubric(yaml.safe_dump(_data()), "plain.yaml").criteria[0]
    assert criterion.anchor(0) == "level 0"
    assert criterion.anchor(3.9) == "level 3"
    assert criterion.anchor(5) == "level 5"


def test_missing_rubric_is_named() -> None:
    with pytest.raises(InputError, match=r"mixed\.yaml"):
        load_rubric("mixed")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["name"], "", "name"),
        (["version"], 1, "version"),
        (["type"], "juggling", "type"),
        (["criteria"], [], "criteria"),
        (["criteria", 0], "clarity", r"criteria\[0\]"),
        (["criteria", 0, "weight"], 0, "weight"),
        (["criteria", 0, "weight"], True, "weight"),
        (["criteria", 0, "weight"], float("nan"), "weight"),
        (["criteria", 0, "follow_up"], "yes", "follow_up"),
        (["criteria", 0, "anchors"], {0: "only one"}, "anchors"),
        (["criteria", 0, "anchors", 3], " ", "anchors"),
        (["criteria", 0, "description"], None, "description"),
    ],
)
def test_broken_rubric_is_refused(path: list[Any], value: object, message: str) -> None:
    data = _data()
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(InputError, match=rf"plain\.yaml.*{message}"):
        parse_rubric(yaml.safe_dump(data), "plain.yaml")


@pytest.mark.parametrize("text", ["{", "- a\n- b", "", "name: [}"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"plain\.yaml"):
        parse_rubric(text, "plain.yaml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: a\nversion: [1\ntype: hr\n", "rubric plain.yaml, line 3: broken YAML: "),
        ("name: a\n\tversion: 1\n", "rubric plain.yaml, line 2: broken YAML: "),
        ("name: \x01", "rubric plain.yaml"),
    ],
)
def test_broken_yaml_is_reported_in_one_line_with_its_place(text: str, told: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_rubric(text, "plain.yaml")
    assert raised.value.message.startswith(told)
    assert "\n" not in raised.value.message
    assert "unicode string" not in raised.value.message


def test_repeated_criterion_is_refused() -> None:
    data = _data()
    data["criteria"] += copy.deepcopy(data["criteria"])
    with pytest.raises(InputError, match="'clarity' is there twice"):
        parse_rubric(yaml.safe_dump(data), "plain.yaml")
