"""Which language a short spoken answer is in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.text.language import language, may_be_in
from tests.conftest import read_yaml

ANSWERS: dict[str, list[str]] = read_yaml(Path(__file__).with_name("answers_by_language.yaml"))
SPOKEN = [(code, text) for code, texts in ANSWERS.items() for text in texts]


def test_nineteen_of_twenty_short_answers_are_reported_and_none_is_taken_for_english() -> None:
    told = {text: language(text) for _, text in SPOKEN}
    right = [text for code, text in SPOKEN if told[text] == code]
    assert len(right) >= 0.95 * len(SPOKEN)
    assert [text for code, text in SPOKEN if code != "en" and told[text] == "en"] == []


@pytest.mark.parametrize("text", ANSWERS["en"])
def test_terse_technical_and_foreign_english_may_be_english(text: str) -> None:
    assert may_be_in("en", text)
    assert language(text) in {"en", None}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", None),
        ("...", None),
        ("Warum?", None),
        ("Yes.", None),
        ("Redis Kafka Postgres", None),
        ("12 34 56 78", None),
    ],
)
def test_too_little_is_in_no_language(text: str, code: str | None) -> None:
    assert language(text) == code
    assert may_be_in("en", text)
    assert may_be_in("de", text)


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    code = language(text)
    assert code is None or (code.islower() and 2 <= len(code) <= 3)


def test_a_million_letters_are_read() -> None:
    assert language("א" * 1_000_000) == language("א" * 10_000)
