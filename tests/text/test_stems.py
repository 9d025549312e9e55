"""Stems, compiled or in pure Python."""

from __future__ import annotations

import pytest

from interview_cli.text.stems import MAX_WORD_CHARACTERS, stem, stemmer


@pytest.mark.parametrize(
    ("word", "expected"), [("queries", "queri"), ("query", "queri"), ("nurse's", "nurs"), ("ran", "ran"), ("", "")]
)
def test_english_words_lose_their_endings(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_other_languages_have_stemmers_of_their_own_or_none() -> None:
    assert stemmer("de")("konflikte") == stemmer("de")("konflikten")
    assert stemmer("xx")("konflikte") == "konflikte"


def test_a_huge_word_is_cut_first() -> None:
    assert len(stem("a" * 1_000_000)) <= MAX_WORD_CHARACTERS


def test_pure_python_finds_the_same_stems() -> None:
    from snowballstemmer.english_stemmer import EnglishStemmer

    plain = EnglishStemmer()
    for word in ("queries", "relational", "running", "customers", "agreed", "nurse's", "fairly"):
        assert plain.stemWord(word) == stem(word)
