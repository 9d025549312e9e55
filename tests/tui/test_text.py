"""Text for the screen, from any text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.interview.model import Evidence
from interview_cli.tui.text import clean, clock_time, counted, explain, marked_parts, one_line


@given(st.text())
def test_clean_text_has_no_control_characters_but_tabs_and_line_feeds(text: str) -> None:
    assert all(unicodedata.category(each) != "Cc" or each in "\t\n" for each in clean(text))


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"], include_characters=" \n\t")))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_become_line_feeds(end: str) -> None:
    assert clean(f"a{end}b") == "a\nb"


@given(st.text(), st.integers(3, 50))
def test_one_line_is_one_short_line(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert "\n" not in line


def test_a_long_line_is_cut_at_a_word() -> None:
    assert one_line("one two three four", 12) == "one two …"


@given(st.text(st.characters(exclude_characters="\r")), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_marked_parts_make_up_the_whole_text(text: str, ranges: list[tuple[int, int]]) -> None:
    evidence = [Evidence(text[start:end], start, end) for start, end in ranges]
    assert "".join(part for part, _ in marked_parts(text, evidence)) == clean(text)


def test_overlapping_evidence_is_marked_once() -> None:
    evidence = [Evidence("bcd", 1, 4), Evidence("de", 3, 5)]
    assert marked_parts("abcdef", evidence) == [("a", False), ("bcde", True), ("f", False)]


@pytest.mark.parametrize(
    ("seconds", "shown"), [(-1, "0:00"), (0, "0:00"), (59.9, "0:59"), (61, "1:01"), (3600, "60:00")]
)
def test_clock_time(seconds: float, shown: str) -> None:
    assert clock_time(seconds) == shown


def test_counted() -> None:
    assert [counted(number, "word") for number in (0, 1, 2, 1234)] == ["0 words", "1 word", "2 words", "1,234 words"]


def test_expected_errors_say_what_to_do_and_others_what_they_are() -> None:
    assert explain(InputError("No file.", "Give one.")) == "No file.\nGive one."
    assert "ValueError: \x1b" not in explain(ValueError("\x1b[2J"))
    assert "ValueError" in explain(ValueError("bad"))
