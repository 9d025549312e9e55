"""When a quote was spoken, whatever was corrected since."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.delivery.timing import align, time_of_quote, times_of_spans
from interview_cli.interview.model import Answer, AnswerSource
from interview_cli.interview.spoken import Interval, Transcription, Word
from interview_cli.text.words import split_words

MOMENT = datetime(2026, 1, 2, tzinfo=UTC)
HEARD = "Um, I let a team of for. We shipped it, we shipped it."
WORDS = tuple(Word(text, second, second + 0.5) for second, text in enumerate(HEARD.split()))


def answer(text: str, words: tuple[Word, ...] | None = WORDS) -> Answer:
    transcription = Transcription("test", HEARD, "en", 20.0, words, (), ()) if words else None
    return Answer(text, AnswerSource.SPOKEN, MOMENT, MOMENT, words, "a.flac", transcription)


@pytest.mark.parametrize(
    ("quote", "time"),
    [
        ("i let a TEAM", Interval(1, 4.5)),
        ("I led a team of four", Interval(1, 5.5)),
        ("«shipped it»", Interval(8, 9.5)),
        ("it we", Interval(9, 10.5)),
        ("never said", None),
        ("", None),
        ("...", None),
    ],
)
def test_when_a_quote_was_spoken(quote: str, time: Interval | None) -> None:
    assert time_of_quote(answer("I led a team of four. We shipped it, we shipped it."), quote) == time


def test_where_many_words_differ_both_are_followed_word_by_word() -> None:
    words = [Word(text, second, second + 0.5) for second, text in enumerate(["no"] * 40 + ["shipped"])]
    assert align(split_words("yes " * 40 + "shipped"), words) == [None] * 40 + [words[-1]]


def test_a_typed_answer_has_no_times() -> None:
    assert time_of_quote(answer(HEARD, None), "I let a team") is None


def test_spans_of_a_corrected_text_take_the_times_of_the_words_that_were_said() -> None:
    corrected = "I led a team of four."
    spans = [(0, 5), (6, 12), (16, 21), (2, 5)]
    assert times_of_spans(corrected, WORDS, spans) == [
        Interval(1, 1.5),
        Interval(3, 4.5),
        None,
        None,
    ]


@given(st.integers(0, len(WORDS) - 1), st.integers(1, 6))
def test_every_run_of_words_is_found_no_later_than_it_was_said(first: int, count: int) -> None:
    run = WORDS[first : first + count]
    found = time_of_quote(answer(HEARD), " ".join(word.text for word in run))
    assert found is not None
    assert found.start_s <= run[0].start_s
    assert found.duration_s == run[-1].end_s - run[0].start_s
