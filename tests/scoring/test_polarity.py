"""Which words of a text are denied, and what a denial in a side clause does to a key point."""

from __future__ import annotations

import pytest

from benchmarks.key_points import sentences_of
from interview_cli.scoring.key_points import PointState, find_key_points
from interview_cli.scoring.polarity import read_text

RIGHT, CANNOT_TELL = PointState.RIGHT, PointState.CANNOT_TELL


@pytest.mark.parametrize(
    ("point", "text", "states"),
    [
        pytest.param(
            "The warehouse counts every pallet and returns damaged goods.",
            "The warehouse counts every pallet, because it returns what's not damaged goods.",
            {CANNOT_TELL, RIGHT},
            id="what's not",
        ),
        pytest.param(
            "The queue resends messages until they are acknowledged.",
            "The queue resends every message that isn't acknowledged.",
            {CANNOT_TELL, RIGHT},
            id="that isn't",
        ),
        pytest.param(
            "The queue resends messages until they are acknowledged.",
            "The queue resends every message that is not acknowledged.",
            {CANNOT_TELL, RIGHT},
            id="that is not",
        ),
        pytest.param(
            "Send the cooked chicken out hot.",
            "I send the chicken out hot, and put it back if the chicken isn't cooked.",
            {CANNOT_TELL, RIGHT},
            id="if a noun isn't",
        ),
        pytest.param(
            "Test that the circuit is dead before touching it.",
            "I test that the circuit is dead before touching it, and if it isn't, I go back to the board.",
            {RIGHT},
            id="if it isn't",
        ),
        pytest.param(
            "Prune the apple tree in late winter.",
            "I prune the apple tree in late winter, and cut out whatever isn't healthy.",
            {RIGHT},
            id="whatever isn't",
        ),
        pytest.param(
            "Send back whatever was not ordered.",
            "I send back whatever wasn't ordered.",
            {RIGHT},
            id="the point's own",
        ),
    ],
)
def test_a_negation_in_a_side_clause_never_makes_a_point_wrong(
    point: str, text: str, states: set[PointState]
) -> None:
    assert find_key_points("How does it work?", (point,), text, sentences_of(text))[0].state in states


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("It resends what's not acknowledged", ["acknowledged"]),
        ("Replace a wire that is not insulated", ["insulated"]),
        ("Stop if the new guard is not fitted", ["fitted"]),
        ("Stop if the old worn guard is not fitted", []),
        ("Paint a wall that we do not plaster", ["plaster"]),
        ("Paint a wall that the others do not plaster", []),
        ("I think that we do not plaster", []),
        ("If it rains I never paint", []),
        ("That isn't safe", []),
        ("We never paint", []),
    ],
)
def test_which_words_are_denied_in_a_side_clause(text: str, aside: list[str]) -> None:
    read = read_text(text, sentences_of(text))
    assert [token.word for token, is_aside in zip(read.tokens, read.aside, strict=True) if is_aside] == aside
