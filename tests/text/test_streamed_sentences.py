"""Sentences out of streamed text: whole, once, and fit to be spoken."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.text.sentences import MAX_SENTENCE_CHARACTERS, SentenceSplitter, sentences, speakable

_BITS = [*"aB1.!?… \n\r\t\"')*_`~#-[](|)>。！？」😀\u200b\0", "```", "Dr.", "e.g."]
HOSTILE = st.lists(st.sampled_from(_BITS)).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello. How are you? Fine!", ["Hello.", "How are you?", "Fine!"]),
        ("Ask Dr. Smith, e.g. about 3.5 years. Then go.", ["Ask Dr. Smith, e.g. about 3.5 years.", "Then go."]),
        ("J. R. Smith of the U.S. Army met Prof. Lee.", ["J. R. Smith of the U.S. Army met Prof. Lee."]),
        ("We met at 5 p.m. Then we left.", ["We met at 5 p.m.", "Then we left."]),
        ("So do I. Next one.", ["So do I.", "Next one."]),
        ("Really?! Why?? Because...", ["Really?!", "Why??", "Because..."]),
        ("Well... tell me more. Hmm… And then?", ["Well... tell me more.", "Hmm…", "And then?"]),
        ('"Why?" he asked. "No!" She left.', ['"Why?" he asked.', '"No!"', "She left."]),
        ("He said “stop.” Then what?", ["He said “stop.”", "Then what?"]),
        ("See No. 5. No. Not that.", ["See No. 5.", "No.", "Not that."]),
        ("First line\nSecond line\r\n\r\nThird", ["First line", "Second line", "Third"]),
        ("你好。请介绍一下自己！好吗？」谢谢", ["你好。", "请介绍一下自己！", "好吗？」", "谢谢"]),
        ("1. Tell me about yourself.", ["1. Tell me about yourself."]),
        ("Use Node.js or https://a.b/c?d=e. Done.", ["Use Node.js or https://a.b/c?d=e.", "Done."]),
        ("# Title\n- **One** `two`, _three_.\n> four", ["Title", "One two, three.", "four"]),
        ("Look:\n```python\nprint('x. Y')\n```\nWhat is it?", ["Look:", "What is it?"]),
        ("See [the docs](http://x.y/z). Good 👍🏽 job! 🎉", ["See the docs.", "Good job!"]),
        ("`x` is set. ```y``` too.", ["x is set.", "y too."]),
        ("...\n---\n🎉", []),
        ("", []),
    ],
)
def test_finds_the_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_says_a_sentence_as_soon_as_it_is_certain() -> None:
    splitter = SentenceSplitter()
    assert splitter.feed("Why did you leave?") == []
    assert splitter.feed(" ") == ["Why did you leave?"]
    assert splitter.feed("I see.") == []
    assert splitter.feed(" A") == ["I see."]
    assert splitter.flush() == ["A"]
    assert splitter.flush() == []


@given(HOSTILE | st.text(), st.data())
def test_pieces_make_no_difference(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=10)))
    splitter = SentenceSplitter()
    streamed = [
        each for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) for each in splitter.feed(text[a:b])
    ]
    assert streamed + splitter.flush() == sentences(text)


@given(
    st.lists(
        st.sampled_from("I we asked Dr. e.g. 3.5 Why? end. no! “quoted.” (so) well... *very* \n 好。".split(" "))
    )
)
def test_loses_no_word(words: list[str]) -> None:
    text = " ".join(words)
    assert re.findall(r"\w+", " ".join(sentences(text))) == re.findall(r"\w+", text)


@given(HOSTILE)
def test_every_sentence_can_be_spoken(text: str) -> None:
    for sentence in sentences(text):
        assert sentence.isprintable()
        assert any(map(str.isalnum, sentence))
        assert sentence == speakable(sentence)
        assert not set("*`|😀") & set(sentence)


def test_text_without_end_marks_is_cut_at_blanks() -> None:
    text = "and so on " * 200
    found = sentences(text)
    assert max(map(len, found)) < MAX_SENTENCE_CHARACTERS
    assert " ".join(found) == text.strip()
