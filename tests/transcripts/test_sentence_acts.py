"""What a sentence does, in the languages that the model knows; and what it leaves open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.transcripts.asking import act_of, asked_from, is_acknowledgement, is_farewell
from interview_cli.transcripts.sentence_acts import Act, judge_act, packed, words_and_features


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("Where do you see yourself in five years?", Act.QUESTION),
        ("Wie würden Sie das einem Kollegen erklären?", Act.QUESTION),
        ("¿Cómo lo explicaría a un compañero?", Act.QUESTION),
        ("Comment l'expliqueriez-vous à un collègue ?", Act.QUESTION),
        ("Tell us about a week that went badly.", Act.PROMPT),
        ("Erzählen Sie uns von einer schlechten Woche.", Act.PROMPT),
        ("Parlez-nous d'une mauvaise semaine.", Act.PROMPT),
        ("Cuéntenos de una mala semana.", Act.PROMPT),
        ("Okay, good, thanks.", Act.ACKNOWLEDGEMENT),
        ("Gut, vielen Dank.", Act.ACKNOWLEDGEMENT),
        ("How was your trip?", Act.SMALL_TALK),
        ("Haben Sie gut hergefunden?", Act.SMALL_TALK),
        ("Do you have any questions for me?", Act.HAND_OVER),
        ("Avez-vous des questions pour nous ?", Act.HAND_OVER),
        ("Thank you so much for your time today.", Act.CLOSING),
        ("This transcript was generated automatically.", Act.BOILERPLATE),
        ("I asked her why it was slow and she showed me the log.", Act.STATEMENT),
        ("Wir haben die Kasse umgestellt und alle geschult.", Act.STATEMENT),
    ],
)
def test_acts(sentence: str, act: Act) -> None:
    judged = judge_act(sentence)
    assert judged.act is act
    assert sum(judged.shares.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("sentence", "act"), [("", Act.STATEMENT), ("Xqzw vbrtk?", Act.QUESTION), ("Xqzw vbrtk.", Act.STATEMENT)]
)
def test_the_mark_decides_where_the_words_are_not_known(sentence: str, act: Act) -> None:
    assert judge_act(sentence).shares[act] == 1
    assert act_of(sentence) is act


def test_a_greeting_that_runs_into_a_question_asks() -> None:
    asked = "so thank you for coming today can you walk me through a project you are proud of?"
    assert act_of(asked) is Act.QUESTION


def test_where_speech_without_marks_begins_to_ask() -> None:
    words = "our shop sells lamps to farms and has done so for years so what did you do there"
    begin = asked_from(words)
    assert begin is not None
    assert "what did you do there" in " ".join(words.split()[begin:])
    assert asked_from("we moved the orders to a queue and it got fast in the second week") is None


def test_assent_and_farewell() -> None:
    assert is_acknowledgement("Sure, of course.")
    assert not is_acknowledgement("Four.")
    assert is_farewell("Okay. Thanks for your time.")
    assert not is_farewell("We met at noon.")


@given(st.text(max_size=300))
def test_any_text_is_judged_or_left(text: str) -> None:
    judged = judge_act(text)
    assert judged.shares[judged.act] == max(judged.shares.values())


@given(st.lists(st.integers(-400, 400), min_size=8, max_size=8))
def test_weights_are_packed_without_touching_each_other(row: list[int]) -> None:
    lanes = [(packed(row) >> (16 * lane) & 0xFFFF) - 128 for lane in range(8)]
    assert lanes == [max(-127, min(127, weight)) for weight in row]


def test_of_a_long_sentence_only_both_ends_count() -> None:
    words, features = words_and_features("begin " + "middle " * 500 + "end.")
    assert (words[0], words[-1]) == ("begin", "end")
    assert len(words) < 20
    assert len(features) < 60


@pytest.mark.parametrize(("characters", "is_short"), [(160, True), (161, False)])
def test_an_acknowledgement_has_at_most_160_characters(characters: int, is_short: bool) -> None:
    assert is_acknowledgement("Okay".ljust(characters, ".")) is is_short
