"""What a reading leaves in the texts makes it doubtful, and the note says what."""

from __future__ import annotations

import pytest

from interview_cli.transcripts.leftovers import LEFT_IN, UNNAMED, doubts
from interview_cli.transcripts.model import Reading, Role, Turn

CLEAN = (
    "At Northlake I moved the invoice system to a queue: it took four steps, from 9:30 to noon.",
    "A note went out every Friday. A page held the open risks.",
    "My answer to that was simple: we ask them first.",
)


def turns(*texts: str) -> list[Turn]:
    return [Turn(None, Role.UNKNOWN, text) for text in texts]


def test_speech_leaves_no_doubt() -> None:
    assert doubts(turns(*CLEAN)) == Reading()


def test_who_is_not_named_is_guessed() -> None:
    reading = doubts(turns(*CLEAN), named=False)
    assert reading == Reading(UNNAMED, ("No speakers are named: who speaks was worked out from what is asked.",))


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        (("I moved it. Ques 2. Why?",), "'Ques 2.'"),
        (("I moved it. Overall Score: 7/10",), "'Overall Score'"),
        (("I moved it. Dana Brook: Why? I wanted to.", "Dana Brook: And then?"), "'Dana Brook'"),
    ],
    ids=["number of a question", "section", "label"],
)
def test_a_label_in_the_text_is_named(texts: tuple[str, ...], left: str) -> None:
    reading = doubts(turns(*texts))
    assert reading.confidence == LEFT_IN
    assert reading.notes == (f"Looks like a label or a section but was read as speech: {left}.",)


def test_one_name_before_a_colon_may_be_speech() -> None:
    assert doubts(turns("I asked them. Dana said it best: Berlin: that is the place.")) == Reading()


@pytest.mark.parametrize("text", ["It was [00:12] late.", "It was (1:02:03) late.", ": I split it."])
def test_times_in_the_text_are_counted(text: str) -> None:
    reading = doubts(turns(CLEAN[0], text))
    assert reading == Reading(LEFT_IN, ("1 of 2 turns hold a time in their text.",))
