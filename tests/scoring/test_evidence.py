"""Quotes are verbatim, or they are no evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.interview.model import Evidence
from interview_cli.scoring.evidence import cut, locate, verify

ANSWER = "We shipped it in March.  Errors fell by 40%, and I don’t regret it – the start was hard."


def test_cut_leaves_out_white_space() -> None:
    assert cut(ANSWER, 23, 44) == Evidence("Errors fell by 40%,", 25, 44)
    assert cut(ANSWER, 23, 25) is None


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Errors fell by 40%", "Errors fell by 40"),
        ("errors fell, by 40", "Errors fell by 40"),
        ("IN MARCH errors", "in March.  Errors"),
        ("I don't regret it", "I don’t regret it"),
        ("i dont regret", "I don’t regret"),
    ],
)
def test_locate_forgives_case_space_and_punctuation(quote: str, found: str) -> None:
    evidence = locate(ANSWER, quote)
    assert evidence is not None
    assert evidence.quote == found
    assert verify(ANSWER, evidence)


@pytest.mark.parametrize(
    "quote", ["", "...", "Errors fell by 50", "art was", "errors by 40", "fell by 4", "tart was hard"]
)
def test_locate_finds_nothing_that_was_not_said(quote: str) -> None:
    assert locate(ANSWER, quote) is None


def test_verify_checks_text_and_place() -> None:
    assert verify(ANSWER, Evidence("We", 0, 2))
    assert not verify(ANSWER, Evidence("We", 1, 3))
    assert not verify(ANSWER, Evidence("", 0, 0))
    assert not verify("abc", Evidence("abc", -3, 3))


@given(st.text(max_size=200), st.text(max_size=20))
def test_located_quotes_are_verbatim(answer: str, quote: str) -> None:
    evidence = locate(answer, quote)
    if evidence:
        assert verify(answer, evidence)


@given(
    st.lists(st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8), min_size=1, max_size=20),
    st.data(),
)
def test_any_run_of_words_is_found(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    evidence = locate("; ".join(words), " ".join(words[first : last + 1]))
    assert evidence is not None
