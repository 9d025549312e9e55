from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.delivery.syllables import count_syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *[("i", 1), ("time", 1), ("moved", 1), ("wanted", 2), ("table", 2), ("people", 2), ("the", 1), ("be", 1)],
        *[("lately", 2), ("customers", 3), ("doing", 2), ("radio", 3), ("didn't", 2), ("don't", 1), ("create", 2)],
        *[("organization", 5), ("rhythm", 1), ("boxes", 2), ("times", 1), ("mm", 1), ("question", 2), ("team's", 1)],
        *[("7", 1), ("40", 3), ("217", 4), ("2023", 6), ("1,200", 6), ("", 1)],
    ],
)
def test_syllables_of_words(word: str, syllables: int) -> None:
    assert count_syllables([word]) == syllables


def test_syllables_add_up() -> None:
    assert count_syllables(["we", "shipped", "everything"]) == sum(
        map(count_syllables, (["we"], ["shipped"], ["everything"]))
    )
    assert count_syllables([]) == 0


@given(st.text(max_size=50))
def test_every_word_has_a_syllable_and_no_more_than_letters(word: str) -> None:
    assert 1 <= count_syllables([word.lower()]) <= max(1, 2 * len(word))


def test_a_long_word_takes_linear_time() -> None:
    assert count_syllables(["aeiou" * 100_000]) >= 1
