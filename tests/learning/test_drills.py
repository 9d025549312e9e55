"""Drills and where somebody stands in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview_cli.errors import UsageError
from interview_cli.interview.model import Attempt
from interview_cli.interview.spoken import Pauses
from interview_cli.learning.drills import drill_named, play, standing, standing_in_words, suggested
from interview_cli.learning.habits import DRILLS
from interview_cli.learning.series import Verdict
from tests.learning.making import an_attempt, judged

ENOUGH = "I led the move of nine shops to one new supplier."


def _spoken(seconds: float, words_per_minute: float = 140, pauses: int = 5, text: str = ENOUGH) -> Attempt:
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
    assert play(drill, an_attempt(ENOUGH)).reached
    round_ = play(drill, an_attempt(f"Um, {ENOUGH}"))
    assert not round_.reached
    assert round_.sentence == "8.33 fillers per 100 words (target: no fillers): not yet."


@pytest.mark.parametrize("name", ["no-fillers", "pause-not-um", "steady-pace"])
def test_saying_next_to_nothing_reaches_no_target(name: str) -> None:
    round_ = play(drill_named(name), _spoken(4, pauses=0, text="I led it and it went really quite well."))
    assert (round_.value, round_.reached) == (None, False)
    assert round_.sentence == "Too short to count: say at least 10 words."


@pytest.mark.parametrize(("text", "value"), [(f"Um, {ENOUGH}", 50.0), (ENOUGH, 100.0)])
def test_silence_instead_of_an_um(text: str, value: float) -> None:
    assert play(drill_named("pause-not-um"), _spoken(20, pauses=1, text=text)).value == value


def test_who_never_hesitates_has_no_um() -> None:
    assert play(drill_named("pause-not-um"), _spoken(20, pauses=0)).reached


def test_what_was_typed_has_no_pauses() -> None:
    round_ = play(drill_named("pause-not-um"), an_attempt(ENOUGH))
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
    assert ("I found: “twelve colleagues”, “two weeks”, “40%”." in round_.sentence) is (figures == 3)
    assert round_.reached is (figures >= 3)


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("In 2023 I led a team of four engineers at a payments company. It was fun.", True),
        ("That is a good question, let me think about it. In 2023 I led a team of four.", False),
    ],
)
def test_only_the_first_sentence_counts_as_an_opening(text: str, reached: bool) -> None:
    round_ = play(drill_named("opening-line"), judged(text))
    assert round_.reached is reached
    assert ("when, what you did, a figure." in round_.sentence) is reached


def test_one_thing_is_no_things() -> None:
    drill = drill_named("numbers")
    assert [drill.amount(each) for each in (0, 1, 2)] == ["0 figures", "1 figure", "2 figures"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "No round has counted yet."),
        ([4], "1 round so far, target reached in 1. Best: 4 figures. Too few rounds for a trend yet."),
        ([1] * 8, "8 rounds so far, target reached in 0. Best: 1 figure. No real change lately."),
        ([0, 0, 0, 0, 3, 3, 3, 3], "8 rounds so far, target reached in 4. Best: 3 figures. Getting better."),
        ([3, 3, 3, 3, 0, 0, 0, 0], "8 rounds so far, target reached in 4. Best: 3 figures. Getting worse."),
    ],
)
def test_how_a_drill_goes(values: list[float], words: str) -> None:
    drill = drill_named("numbers")
    assert standing_in_words(drill, standing(drill, values)) == words


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
    assert why == "Your typical answer lately: 300 words per minute; the target: 120 to 170 words per minute."
    assert suggested([_spoken(30)] * 3) is None
    assert suggested([]) is None
    assert suggested([*hasty, *[_spoken(30)] * 10]) is None, "only the last answers count"


def test_every_drill_says_what_it_wants() -> None:
    assert [drill.target for drill in DRILLS.values()] == [
        "50 to 65 seconds",
        "no fillers",
        "95 to 100 % of hesitations silent",
        "20 to 30 seconds",
        "at least 2 things in the first sentence",
        "at least 3 figures",
        "120 to 170 words per minute",
        "at least 1 key point said",
    ]


def test_there_is_no_such_drill() -> None:
    with pytest.raises(UsageError, match="one-minute"):
        drill_named("jumping")
