"""What an answer says of two things that a question names, and what a sentence denies of one of them."""

from __future__ import annotations

import pytest

from benchmarks.key_points import sentences_of
from interview_cli.scoring.key_points import PointFinding, PointState, find_key_points

RIGHT, WRONG, MENTIONED = PointState.RIGHT, PointState.WRONG, PointState.MENTIONED
CANNOT_TELL = PointState.CANNOT_TELL


def _find(asked: str, points: tuple[str, ...], text: str) -> tuple[PointFinding, ...]:
    return find_key_points(asked, points, text, sentences_of(text))


_ACCOUNTS = (
    "Cash accounting records income when the money is received",
    "Accrual accounting records income when it is earned",
)
_DOUGH = ("Yeast ferments sugar into carbon dioxide", "Gluten holds the gas in")


@pytest.mark.parametrize(
    ("asked", "points", "text"),
    [
        pytest.param(
            "How do accrual and cash accounting differ?",
            _ACCOUNTS,
            "Accrual accounting records income when the money is received. Cash accounting records income when it is "
            "earned.",
            id="in two sentences",
        ),
        pytest.param(
            "How does bread rise?",
            _DOUGH,
            "Gluten eats the sugar and makes the carbon dioxide, and the yeast makes a net that holds the gas in.",
            id="in one sentence",
        ),
        pytest.param(
            "What is the difference between an acid and a base?",
            ("Acids give off protons", "Bases take up protons"),
            "An acid takes up protons and a base gives them off.",
            id="joined by and",
        ),
        pytest.param(
            "How would you explain the difference between authentication and authorization?",
            (
                "Authentication establishes who the user is, for example with a password.",
                "Authorization decides what that identity is allowed to do or see.",
            ),
            "Authorization establishes who somebody is, for example with a password. Authentication decides what "
            "that person may do.",
            id="words of one stem",
        ),
    ],
)
def test_what_is_said_of_the_other_thing_is_never_right(asked: str, points: tuple[str, ...], text: str) -> None:
    assert RIGHT not in [finding.state for finding in _find(asked, points, text)]


def test_what_is_said_of_each_thing_is_right() -> None:
    found = _find(
        "How does bread rise?", _DOUGH, "The yeast ferments sugar into carbon dioxide. Gluten holds the gas in."
    )
    assert [finding.state for finding in found] == [RIGHT, RIGHT]


def test_a_point_and_a_sentence_that_both_deny_something_do_not_disagree() -> None:
    points = ("Antibiotics work against bacteria and not against viruses", "A virus needs a host cell to reproduce")
    text = "That's why you don't get antibiotics for a cold, they hit things in the bacteria that a virus hasn't got."
    assert _find("What is the difference between a virus and a bacterium?", points, text)[0].state is not WRONG


def test_a_sentence_that_only_touches_a_denied_point_says_no_contrary() -> None:
    text = "I'd have a table of slots, one row per chair, and booking is an update that only works on a free row."
    found = _find("Design a booking system.", ("Two patients must not book the same slot",), text)
    assert found[0].state is not WRONG


@pytest.mark.parametrize(
    ("point", "text", "states"),
    [
        ("Indexes make writes slower.", "An index slows down reads but it makes the writes quicker.", {WRONG}),
        (
            "A business can run out of cash.",
            "A business can pay in ninety days, and cash is short.",
            {MENTIONED, RIGHT},
        ),
        ("Do not use ice, butter or creams.", "No butter, no cream.", {RIGHT}),
    ],
    ids=["nearer-contrary", "in-says-when", "listed-negation"],
)
def test_a_contrary_is_held_against_what_it_is_said_of(point: str, text: str, states: set[PointState]) -> None:
    other = "Something else entirely happens to the curtains"
    assert _find("How does it work?", (point, other), text)[0].state in states


def test_a_word_that_another_sentence_denies_is_not_clearly_said() -> None:
    points = (
        "A fuse melts and breaks the circuit when the current is too high.",
        "It protects the cable from overheating.",
        "It must never be replaced by a larger one.",
    )
    text = "A fuse lets more current through when there's a fault so the machine keeps running."
    assert _find("What does a fuse do?", points, text)[0].state is RIGHT
    assert _find("What does a fuse do?", points, f"{text} It never melts.")[0].state is CANNOT_TELL
