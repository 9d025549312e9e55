"""Which words are contraries of which: by the table, and by prefixes."""

from __future__ import annotations

import pytest

from interview_cli.scoring.opposites import contraries, opposites


def test_opposites_go_both_ways_and_no_word_is_its_own() -> None:
    table = opposites()
    assert len(table) > 800
    for name, contrary in table.items():
        assert name not in contrary
        assert all(name in table[each] for each in contrary)


@pytest.mark.parametrize(
    ("word", "contrary"),
    [
        ("lower", "rais"),
        ("safe", "unsaf"),
        ("overfitting", "underfit"),
        ("harmful", "harmless"),
        ("unusual", "usual"),
    ],
)
def test_contraries_by_table_and_by_prefix(word: str, contrary: str) -> None:
    assert contrary in contraries(word)


def test_words_that_only_look_like_a_prefix_are_no_contraries() -> None:
    assert "inform" not in contraries("form")
    assert "improv" not in contraries("prove")


def test_three_letters_behind_a_prefix_are_a_stem_and_two_are_none() -> None:
    assert "underrun" in contraries("overrun")
    assert "underdo" not in contraries("overdo")
