"""What a negation reaches, by clause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.text.negation import MAX_SCOPE_WORDS, negated_spans
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import split_words


def negated(text: str) -> list[str]:
    words = split_words(text)
    return [words.written(*span) for span in negated_spans(words, sentence_spans(words))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We did not lose a single order, but we lost time.", ["not lose a single order"]),
        ("I didn’t panic and called the vendor.", ["didn’t panic"]),
        ("i didnt panic i called the vendor", ["didnt panic"]),
        ("I never test in production because it is risky.", ["never test in production"]),
        ("We never tested or documented it.", ["never tested or documented it"]),
        ("It cannot be undone.", ["cannot be undone"]),
        ("The order isn't guaranteed.", ["isn't guaranteed"]),
        ("I don't think we should cut it.", ["don't think we should cut it"]),
        ("I do not know who did it.", ["not know who did it"]),
        ("It was not fast, it was slow.", ["not fast"]),
        ("It is not a cache but a queue.", ["not a cache"]),
        ("I couldn't sleep so I wrote a test.", ["couldn't sleep"]),
        ("He wasn't there when we shipped.", ["wasn't there"]),
        ("Don't deploy on Fridays.", ["Don't deploy on Fridays"]),
    ],
)
def test_not_reaches_the_end_of_its_clause(text: str, expected: list[str]) -> None:
    assert negated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There was no index on the table.", ["no index on the table"]),
        ("Nobody reviewed the code and I added tests.", ["Nobody reviewed the code"]),
        ("No one had asked the nurses.", ["No one had asked the nurses"]),
        ("Nothing broke.", ["Nothing broke"]),
        ("None of the customers complained, they thanked us.", ["None of the customers complained"]),
        ("We shipped without tests and docs.", ["without tests and docs"]),
        ("We shipped without tests and I regret it.", ["without tests"]),
        ("Hardly anyone used it.", ["Hardly anyone used it"]),
        ("Neither the manager nor the team knew, so I asked.", ["Neither the manager nor the team knew"]),
        ("I knew neither the tool, nor the people.", ["neither the tool, nor the people"]),
        ("I failed to call the customer and apologised.", ["failed to call the customer"]),
        ("The build failed twice.", []),
        ("It lacked an index.", ["lacked an index"]),
        ("We were unable to reproduce it.", ["unable to reproduce it"]),
        ("No longer do we lose orders, and we sleep.", ["No longer do we lose orders"]),
        ("We no longer lose orders.", ["no longer lose orders"]),
        ("We got it down to none.", []),
    ],
)
def test_other_negations(text: str, expected: list[str]) -> None:
    assert negated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Not only did we cut costs but also time.",
        "We cut not just costs but time.",
        "There is no doubt we won.",
        "No matter what, we ship.",
        "No problem, I did it.",
        "It was nothing but luck.",
        "It was nothing short of a miracle.",
        "No, we fixed it.",
        "Yes and no.",
        "I said no in the meeting.",
        "It works, doesn't it?",
        "We worked hard, didn't we?",
        "We didn't deploy until the tests passed.",
        "Not until Monday did we deploy.",
        "It was not uncommon that we won.",
        "No less than ten people came.",
        "I could not agree more.",
        "I can't help but smile.",
        "Why not try it?",
        "We ask whether or not it works.",
        "Lost orders are not only rare.",
        "I fail fast.",
        "It would not have happened with a guard.",
    ],
)
def test_what_denies_nothing(text: str) -> None:
    assert negated(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Didn't we test it?", ["Didn't we test it"]),
        ("If not, we roll back.", []),
        ("It did not work. It did.", ["not work"]),
        ("we never had time we shipped anyway and nobody complained", ["never had time", "nobody complained"]),
        ("Not because of him but because of me.", []),
        ("Do not use ice, butter or cream, it burns.", ["not use ice, butter or cream"]),
        ("Not the ice, the butter or she burns.", ["Not the ice"]),
        ("Not today, and it is warm or wet.", ["Not today"]),
        ("Never did I see that, no error and no warning.", ["Never did I see that", "no error", "no warning"]),
    ],
)
def test_several_and_doubtful_ones(text: str, expected: list[str]) -> None:
    assert negated(text) == expected


@given(
    st.lists(st.sampled_from("no not never didn't neither nor without fail to and but until , . we it ran".split()))
)
def test_ranges_lie_in_order_inside_sentences(said: list[str]) -> None:
    words = split_words(" ".join(said))
    sentences = sentence_spans(words)
    place = 0
    for first, last in negated_spans(words, sentences):
        assert place <= first < last <= first + MAX_SCOPE_WORDS
        assert any(begin <= first and last <= end for begin, end in sentences)
        place = last


@pytest.mark.parametrize("unit", ["not ", "not a ", "no, ", "neither nor "])
def test_many_hostile_words_are_read(unit: str) -> None:
    words = split_words(unit * 20_000)
    assert negated_spans(words, sentence_spans(words)) is not None
