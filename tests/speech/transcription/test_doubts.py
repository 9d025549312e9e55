"""Words that nobody can have said are told from those that somebody may have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.interview.spoken import Interval, Word
from interview_cli.speech.doubts import doubtful, is_unsure


def evenly(text: str, start_s: float = 0.0, word_s: float = 0.3) -> list[Word]:
    texts = text.split()
    return [Word(each, start_s + at * word_s, start_s + (at + 1) * word_s) for at, each in enumerate(texts)]


def kept(words: list[Word], *speech: Interval) -> str:
    bad = doubtful(words, speech)
    return " ".join(word.text for number, word in enumerate(words) if number not in bad)


WHOLE = Interval(0.0, 60.0)


@pytest.mark.parametrize(
    ("heard", "believed"),
    [
        ("So I said I'm sorry, " + "I'm sorry, " * 56, "So I said I'm sorry,"),
        ("Hello. " * 8, "Hello."),
        ("Right. " + "See you in the next video, " * 3, "Right. See you in the next video,"),
        ("I left. " + "see you in the next video, " * 4 + "see you", "I left. see you in the next video,"),
        ("No, no, no, no, I did not.", "No, no, no, no, I did not."),
        ("It was very, very, very hard.", "It was very, very, very hard."),
        ("I wrote the plan and I wrote the tests.", "I wrote the plan and I wrote the tests."),
    ],
)
def test_a_loop_is_believed_once(heard: str, believed: str) -> None:
    assert kept(evenly(heard), WHOLE) == believed


def test_words_over_no_speech_are_not_believed() -> None:
    words = [Word("said", 1.0, 1.4), Word("late", 2.25, 2.6), Word("thank", 4.0, 4.3), Word("you", 4.3, 4.6)]
    assert kept(words, Interval(0.9, 2.0)) == "said late"


@pytest.mark.parametrize(
    ("text", "word_s", "believed"),
    [
        ("we had to move it all to Leeds", 0.3, 8),
        ("we had to move it all to Leeds", 0.12, 8),
        ("we had to move it all to Leeds", 0.02, 0),
        ("we had to move it all to", 0.02, 7),
    ],
    ids=["calm", "hurried", "at once", "too few to tell"],
)
def test_words_that_no_mouth_is_fast_enough_for(text: str, word_s: float, believed: int) -> None:
    assert len(kept(evenly(text, word_s=word_s), WHOLE).split()) == believed


@pytest.mark.parametrize(
    ("phrase", "speech_s", "believed"),
    [
        ("Thank you for watching.", 0.2, False),
        ("Thank you for watching.", 1.4, True),
        ("Thank you very much.", 0.1, False),
        ("I'll see you in the next video.", 0.3, False),
        ("Please subscribe to our channel.", 0.2, False),
        ("Bye.", 0.05, False),
        ("Thank you.", 0.6, True),
        ("We shipped early.", 0.5, True),
    ],
)
def test_a_farewell_needs_the_time_to_say_it(phrase: str, speech_s: float, believed: bool) -> None:
    before = evenly("It went well.")
    words = [*before, *evenly(phrase, before[-1].end_s)]
    rest = kept(words, Interval(0.0, before[-1].end_s + speech_s)).removeprefix("It went well.").split()
    assert (rest == phrase.split()) is believed
    assert rest in ([], phrase.split())


def test_a_reading_is_unsure_below_the_threshold_only() -> None:
    sure, unsure = 0.38, 0.36
    assert not is_unsure([Word("yes", 0, 1, sure)])
    assert is_unsure([Word("yes", 0, 1, unsure)])
    assert is_unsure([Word("yes", 0, 1, 0.0)])
    assert not is_unsure([Word("yes", 0, 1)])
    assert not is_unsure([])


TEXTS = st.lists(st.sampled_from("so we had to move the old system and no one knew".split()), max_size=40)


@given(TEXTS, st.floats(0.3, 1.0))
def test_what_is_said_calmly_and_once_is_never_doubted(texts: list[str], word_s: float) -> None:
    words = [Word(f"{text}{at}x", at * word_s, (at + 1) * word_s) for at, text in enumerate(texts)]
    assert doubtful(words, [Interval(0.0, len(words) * word_s)]) == set()


@given(TEXTS, st.lists(st.floats(0, 20), max_size=6))
def test_any_words_over_any_speech(texts: list[str], edges: list[float]) -> None:
    edges = sorted(edges)
    speech = [Interval(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=False)]
    words = evenly(" ".join(texts))
    assert doubtful(words, speech) <= set(range(len(words)))
