"""What must hold for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.delivery.measure import measure_text
from interview_cli.interview.spoken import Word
from interview_cli.text.words import split_words

SPEECH = st.lists(
    st.sampled_from(
        "um uh you know i mean well like so now actually okay basically right kind of sort i think we did it went go"
        " the a very that's it's İstanbul ﬁn ΑΣ ß 3.5 don’t wor- — , . ? ! ... \n \u00a0 \u0301"
        " e\u0301t 👍🏽".split(" ")
    ),
    max_size=60,
).flatmap(lambda words: st.sampled_from([" ", "", ", ", "\n"]).map(lambda glue: glue.join(words)))
TEXTS = st.one_of(st.text(), SPEECH)


@given(TEXTS)
def test_offsets_are_those_of_the_text(text: str) -> None:
    delivery = measure_text(text)
    for spans in (delivery.fillers, delivery.hedges, delivery.repeats):
        assert all(text[span.start : span.end] == span.text != "" for span in spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))


@given(TEXTS)
def test_measuring_twice_gives_the_same(text: str) -> None:
    assert measure_text(text) == measure_text(text)


@given(SPEECH)
def test_capitals_do_not_change_what_is_counted(text: str) -> None:
    plain, upper = measure_text(text.casefold()), measure_text(text.casefold().upper())
    assert plain.word_count == upper.word_count


@given(SPEECH, SPEECH)
def test_sentences_are_measured_apart(first: str, second: str) -> None:
    together = measure_text(f"{first}.\n{second}")
    parts = [measure_text(f"{first}."), measure_text(second)]
    assert together.word_count == sum(part.word_count for part in parts)
    assert together.sentence_count == sum(part.sentence_count for part in parts)
    assert len(together.hedges) == sum(len(part.hedges) for part in parts)


@given(SPEECH, st.lists(st.floats(), max_size=40))
def test_any_word_times_are_survived(text: str, times: list[float]) -> None:
    pieces = text.split()
    words = [Word(piece, start, end) for piece, start, end in zip(pieces, times, reversed(times), strict=False)]
    delivery = measure_text(text, words)
    assert (delivery.pauses is None) == ("pauses" in delivery.not_measured)
    assert delivery.word_count == measure_text(text).word_count
    assert delivery.speaking_seconds is None or delivery.speaking_seconds > 0


@pytest.mark.parametrize(
    "piece",
    ["um ", "like ", "you know ", "a ", "aaaa", "a-", "a'", "1,", ",", "\n", "I, I ", "wor- ", "kind of ", "um", "İ"],
)
def test_long_runs_of_one_piece_are_measured(piece: str) -> None:
    text = piece * 20_000
    delivery = measure_text(text)
    assert delivery.word_count == len(split_words(text).words)
    assert all(text[span.start : span.end] == span.text for span in delivery.fillers)
