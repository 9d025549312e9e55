"""Sentences and clauses as ranges of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.text.lexicon import CONNECTIVES
from interview_cli.text.sentences import (
    MAX_CLAUSE_WORDS,
    MIN_CLAUSE_WORDS,
    SentenceSplitter,
    clause_spans,
    sentence_ends,
    sentence_spans,
    sentence_texts,
)
from interview_cli.text.words import split_words

BITS = [*"aB1.!?…\n\"') 。،؟", ". ", "? ", " We ", " we ", "Dr. ", "e.g. ", "No. ", "i. ", "3.5 ", "... "]
HOSTILE = st.lists(st.sampled_from(BITS)).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It broke. We fixed it.", ["It broke.", "We fixed it."]),
        ("it broke. we fixed it. so yes", ["it broke.", "we fixed it.", "so yes"]),
        ("Ask Dr. Smith, e.g. about 3.5 years. Then go.", ["Ask Dr. Smith, e.g. about 3.5 years.", "Then go."]),
        ("We ran Node.js 3.5. It was slow", ["We ran Node.js 3.5.", "It was slow"]),
        ("J. R. Smith of the U.S. Army met us. Fine.", ["J. R. Smith of the U.S. Army met us.", "Fine."]),
        ("So did I. so did i. then we left", ["So did I.", "so did i.", "then we left"]),
        ("At 5 p.m. we met. At 5 p.m. We met.", ["At 5 p.m. we met.", "At 5 p.m.", "We met."]),
        ("Tests, docs etc. were missing. Etc. Then", ["Tests, docs etc. were missing.", "Etc.", "Then"]),
        ("See No. 5. No. Not that.", ["See No. 5.", "No.", "Not that."]),
        ("1. Ask. 2. Listen.", ["1. Ask.", "2. Listen."]),
        ("We had 12. Then none.", ["We had 12.", "Then none."]),
        ("Well... it broke. Well… Then it worked.", ["Well... it broke.", "Well…", "Then it worked."]),
        ("“Why?” he asked. (It broke.) “Stop.” We did.", ["“Why?” he asked.", "(It broke.)", "“Stop.”", "We did."]),
        ("Really ? Oui ! C'est vrai", ["Really ?", "Oui !", "C'est vrai"]),
        ("one\ntwo\r\n\r\nthree\u2028four", ["one", "two", "three", "four"]),
        ("你好。请介绍！谢谢", ["你好。", "请介绍！", "谢谢"]),
        ("كيف؟ نعم", ["كيف؟", "نعم"]),
        ("Das ist z.B. gut. Wir haben bzw. hatten das.", ["Das ist z.B. gut.", "Wir haben bzw. hatten das."]),
        ("", []),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert sentence_texts(text) == expected
    words = split_words(text)
    assert [split_words(sentence).words for sentence in expected] == [
        words.words[first:last] for first, last in sentence_spans(words)
    ]


@given(HOSTILE | st.text())
def test_sentences_cover_all_words_and_characters(text: str) -> None:
    words = split_words(text)
    spans = sentence_spans(words)
    assert [index for first, last in spans for index in range(first, last)] == list(range(len(words)))
    assert all(first < last for first, last in spans)
    ends = sentence_ends(text)
    assert ends == sorted(set(ends))
    assert "".join(text.split()) == "".join("".join(sentence_texts(text)).split())


@given(st.lists(st.sampled_from("I we asked Dr. e.g. 3.5 Why? end. no! “quoted.” (so) well... good。".split())))
def test_streamed_text_has_the_same_sentences(said: list[str]) -> None:
    text = " ".join(said)[:390]
    splitter = SentenceSplitter()
    assert [*splitter.feed(text), *splitter.flush()] == sentence_texts(text)


@pytest.mark.parametrize("unit", [".", ". ", "...  ", "\n", '?"', "a. ", "a.", "é. ", "1. ", "。", "e.g. ", " "])
def test_many_hostile_characters_are_read(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    words = split_words(text)
    assert sum(last - first for first, last in sentence_spans(words)) == len(words)


ENDLESS = (
    "so when i joined the team we had about thirty servers and they were slow and red or blue so i split the "
    "database because nobody had looked at it for two years "
    "and the error rate fell after that we went on with the next one"
)


def test_an_endless_sentence_is_cut_at_its_connectives() -> None:
    words = split_words(ENDLESS)
    assert [words.written(*span) for span in clause_spans(words, 0, len(words))] == [
        "so when i joined the team we had about thirty servers",
        "and they were slow and red or blue",
        "so i split the database because nobody had looked at it for two years and the error rate fell",
        "after that we went on with the next one",
    ]


@given(
    st.lists(st.sampled_from("a big dog we and but so because then i ran".split()), max_size=120),
    st.integers(0, 5),
)
def test_clauses_cover_the_stretch_and_keep_their_bounds(said: list[str], skipped: int) -> None:
    words = split_words(" ".join(said))
    first, last = min(skipped, len(words)), len(words)
    spans = clause_spans(words, first, last)
    assert [index for begin, end in spans for index in range(begin, end)] == list(range(first, last))
    assert all(end - begin <= MAX_CLAUSE_WORDS for begin, end in spans)
    assert all(end - begin >= MIN_CLAUSE_WORDS for begin, end in spans[:-1])
    for begin, end in spans[1:]:
        previous = spans[spans.index((begin, end)) - 1]
        assert words.words[begin] in CONNECTIVES or previous[1] - previous[0] == MAX_CLAUSE_WORDS
