"""Two texts side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.learning import wordings
from interview_cli.learning.wordings import Change, Piece, align
from interview_cli.text.words import list_words

texts = st.lists(st.sampled_from("I led the team , . and cut costs by half . Then we".split())).map(" ".join)


def _words(pieces: tuple[Piece, ...], *changes: Change) -> list[str]:
    return [word for piece in pieces if piece.change in changes for word in list_words(piece.text)]


@given(texts | st.text(), texts | st.text())
def test_the_pieces_are_all_words_of_both_texts(before: str, after: str) -> None:
    pieces = align(before, after).pieces
    assert _words(pieces, Change.KEPT, Change.DROPPED) == list_words(before)
    assert _words(pieces, Change.KEPT, Change.ADDED) == list_words(after)


@given(texts)
def test_a_text_keeps_all_of_itself(text: str) -> None:
    aligned = align(text, text.upper())
    assert all(piece.change is Change.KEPT for piece in aligned.pieces)
    assert aligned.kept_share_after(0, len(text)) == (1.0 if list_words(text) else 0.0)


def test_what_was_kept_dropped_and_added() -> None:
    pieces = align(
        "I led a team of four. We shipped late.", "I led a team of four, and we shipped in ten days."
    ).pieces
    assert [(piece.change.value, piece.text) for piece in pieces] == [
        ("kept", "I led a team of four,"),
        ("added", "and"),
        ("kept", "we shipped"),
        ("dropped", "late."),
        ("added", "in ten days."),
    ]


def test_a_word_that_both_have_by_chance_is_not_kept() -> None:
    pieces = align("Our shop sold the old books", "Nobody could read the new plan").pieces
    assert [piece.change for piece in pieces] == [Change.DROPPED, Change.ADDED]


def test_a_text_too_long_to_align_keeps_its_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordings, "MOST_CELLS", 10)
    pieces = align("one two three four five six", "one two four three five six").pieces
    assert [(piece.change.value, piece.text) for piece in pieces] == [
        ("kept", "one two"),
        ("dropped", "three four"),
        ("added", "four three"),
        ("kept", "five six"),
    ]


def test_two_texts_of_the_longest_length_that_is_aligned_take_seconds_not_minutes() -> None:
    before = " ".join(f"word{number % 997}" for number in range(19_000))
    after = " ".join(f"word{number % 991}" for number in range(19_000))
    assert _words(align(before, after).pieces, Change.KEPT, Change.ADDED) == list_words(after)
