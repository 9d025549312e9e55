"""Drills and where somebody stands in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview_cli.errors import UsageError
from interview_cli.interview.model import Attempt
from interview_cli.interview.spoken import Pauses
from interview_cli.learning.drills import DRILLS, drill_named, play, standing, suggested
from interview_cli.learning.series import Verdict
from tests.learning.making import an_attempt, judged


def _spoken(seconds: float, words_per_minute: float = 140, pauses: int = 5, text: str = "I led.") -> Attempt:
    attempt = an_attempt(text)
    assert attempt.delivery is not None
    delivery = replace(
        attempt.delivery,
        speaking_seconds=seconds,
        words_per_minute=words_per_minute,
        pauses=Pauses(pauses, 0, 0.5, 2.0),
    )
    return replace(attempt, delivery=delivery)


@pytest.mark.parametrize(
    ("name", "seconds", "reached"),
    [
        ("one-minute", 49.9, False),
        ("one-minute", 50, True),
        ("one-minute", 65, True),
        ("one-minute", 65.1, False),
        ("thirty-second-summary", 19.9, False),
        ("thirty-second-summary", 20, True),
        ("thirty-second-summary", 30, True),
        ("thirty-second-summary", 31, False),
    ],
)
def test_lengths(name: str, seconds: float, reached: bool) -> None:
    assert play(drill_named(name), _spoken(seconds)).reached is reached


@pytest.mark.parametrize(("words", "reached"), [(124, False), (125, True), (162, True), (163, False)])
def test_a_typed_answer_is_as_long_as_its_words_take(words: int, reached: bool) -> None:
    assert play(drill_named("one-minute"), an_attempt("word " * words)).reached is reached


def test_fillers() -> None:
    drill = drill_named("no-fillers")
    assert play(drill, an_attempt("I led a team.")).reached
    round_ = play(drill, an_attempt("Um, I led a team of nine, uh, people."))
    assert not round_.reached
    assert "target: no fillers per 100 words" in round_.sentence


@pytest.mark.parametrize(("text", "value"), [("Um, I led.", 50.0), ("I led.", 100.0)])
def test_silence_instead_of_an_um(text: str, value: float) -> None:
    assert play(drill_named("pause-not-um"), _spoken(20, pauses=1, text=text)).value == value


def test_who_never_hesitates_has_no_um() -> None:
    assert play(drill_named("pause-not-um"), _spoken(20, pauses=0)).reached


def test_what_was_typed_has_no_pauses() -> None:
    round_ = play(drill_named("pause-not-um"), an_attempt("I led."))
    assert round_.value is None
    assert not round_.reached


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("I trained twelve colleagues in two weeks and complaints fell by 40%.", 3),
        ("I trained some colleagues and complaints fell in the end, I would say.", 0),
    ],
)
def test_numbers_are_what_the_rules_find(text: str, figures: int) -> None:
    round_ = play(drill_named("numbers"), judged(text))
    assert round_.value == figures
    assert round_.reached is (figures >= 3)


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("In 2023 I led a team of four engineers at a payments company. It was fun.", True),
        ("That is a good question, let me think about it. In 2023 I led a team of four.", False),
    ],
)
def test_only_the_first_sentence_counts_as_an_opening(text: str, reached: bool) -> None:
    assert play(drill_named("opening-line"), judged(text)).reached is reached


def test_best_is_nearest_to_the_target_and_the_trend_is_towards_it() -> None:
    drill = drill_named("one-minute")
    found = standing(drill, [150, 140, 145, 150, 66, 90, 80, 70])
    assert (found.best, found.last, found.rounds, found.reached) == (66, 70, 8, 0)
    assert found.trend.verdict is Verdict.UP
    assert standing(drill, []).best is None
    assert standing(drill, [60]).trend.verdict is Verdict.NOT_ENOUGH_YET


def test_the_drill_suggested_is_that_of_the_worst_habit() -> None:
    hasty = [_spoken(30, words_per_minute=300, pauses=9)] * 3
    found = suggested(hasty)
    assert found is not None
    drill, why = found
    assert drill.name == "steady-pace"
    assert "300" in why
    assert suggested([_spoken(30)] * 3) is None
    assert suggested([]) is None
    assert suggested([*hasty, *[_spoken(30)] * 10]) is None, "only the last answers count"


def test_every_drill_says_what_it_wants() -> None:
    assert [drill.target for drill in DRILLS.values()] == [
        "50 to 65 seconds",
        "no fillers per 100 words",
        "95 to 100 % of hesitations silent",
        "20 to 30 seconds",
        "at least 2 things said in the first sentence",
        "at least 3 figures",
        "120 to 170 words per minute",
        "at least 1 key point said",
    ]


def test_there_is_no_such_drill() -> None:
    with pytest.raises(UsageError, match="one-minute"):
        drill_named("jumping")
