"""Replies that belong to no question, and questions that are asked again, lower the confidence of a reading."""

import pytest

from interview_cli.transcripts.model import Role, Transcript, Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.unpaired import ASKED_AGAIN, LEFT_OUT, ONE_SIDED, reading_with

ASKED = "What did you do when the harbour crane stopped?"
SAID = "I closed the berth and read the log. A relay had burned, so we swapped it within an hour."
SECOND = "How did you tell the night crew?"


def reading(*said: tuple[Role, str]) -> tuple[float, str]:
    transcript = Transcript("x", "x", tuple(Turn(role.value, role, text) for role, text in said))
    found = reading_with(transcript, pair(transcript))
    return found.confidence, " ".join(found.notes)


def test_a_reply_that_nobody_asked_for_is_reported() -> None:
    early = "Before we start, I wanted to say that the train was late, so I have read nothing since noon."
    confidence, note = reading((Role.CANDIDATE, early), (Role.INTERVIEWER, ASKED), (Role.CANDIDATE, SAID))
    assert confidence == LEFT_OUT
    assert note.startswith("Said by the candidate, but part of no answer: 'Before we start")


def test_one_side_of_a_call_is_said_to_be_one() -> None:
    confidence, note = reading((Role.CANDIDATE, SAID), (Role.CANDIDATE, "It never burned again."))
    assert (confidence, note) == (ONE_SIDED, "Nobody asks: only candidate is recorded.")


def test_where_the_candidate_only_asks_nobody_is_said_to_be_alone() -> None:
    asked = "Yes. Who had this job before? And how often do people see each other?"
    confidence, note = reading((Role.INTERVIEWER, "Do you have any questions for us?"), (Role.CANDIDATE, asked))
    assert (confidence, note) == (ONE_SIDED, "No answer to a question was found: both sides may be asking.")


@pytest.mark.parametrize(
    ("asked", "noted"),
    [
        ("Hi, this is Nora. I'm calling about your application for the role.", True),
        ("Tell me about the harbour crane.", False),
        ("So you closed the berth?", False),
    ],
)
def test_the_only_answer_of_a_call_may_be_a_voicemail(asked: str, noted: bool) -> None:
    greeting = "You have reached Corinne Abara. I can't take your call, so please leave your number after the tone."
    confidence, note = reading((Role.INTERVIEWER, asked), (Role.CANDIDATE, greeting), (Role.INTERVIEWER, "Goodbye."))
    assert (confidence <= LEFT_OUT) == noted
    assert ("The only answer replies to what may be no question." in note) == noted


@pytest.mark.parametrize(("count", "noted"), [(1, False), (2, False), (3, True)])
def test_all_questions_before_all_answers_are_doubted(count: int, noted: bool) -> None:
    asked = [(Role.INTERVIEWER, text) for text in (ASKED, SECOND, "Would you repair it again?")[:count]]
    said = [(Role.CANDIDATE, text) for text in (SAID, "I wrote one page for them.", "I would, mostly.")]
    confidence, note = reading(*asked, *said)
    assert (confidence < 1.0) == noted
    assert ("Asked without an answer between: 'What did you do" in note) == noted
    assert confidence == (ASKED_AGAIN if noted else 1.0)


@pytest.mark.parametrize(
    ("stated", "noted"),
    [("The part about the second berth.", True), ("I see.", False), ("Okay, great, thank you.", False)],
)
def test_a_statement_inside_an_answer_may_be_a_prompt(stated: str, noted: bool) -> None:
    more = "We left it as it was, since nobody had used it for a whole year."
    confidence, note = reading(
        (Role.INTERVIEWER, ASKED), (Role.CANDIDATE, SAID), (Role.INTERVIEWER, stated), (Role.CANDIDATE, more)
    )
    assert (confidence, note) == (
        (LEFT_OUT, f"Taken for remarks, but may be questions: {stated!r}.") if noted else (1.0, "")
    )


def test_small_talk_and_questions_of_the_candidate_are_not() -> None:
    talk = (
        (Role.CANDIDATE, "Hello, nice to meet you."),
        (Role.INTERVIEWER, ASKED),
        (Role.CANDIDATE, SAID),
        (Role.INTERVIEWER, "Thank you. Do you have any questions for me?"),
        (Role.CANDIDATE, "Yes, who would I report to, and how many people are in the team at the moment?"),
        (Role.INTERVIEWER, "To me. We are six."),
    )
    assert reading(*talk) == (1.0, "")


def test_questions_that_come_again_may_be_those_of_another_interview() -> None:
    one = ((Role.INTERVIEWER, ASKED), (Role.CANDIDATE, SAID), (Role.INTERVIEWER, SECOND), (Role.CANDIDATE, SAID))
    assert reading(*one) == (1.0, "")
    confidence, note = reading(*one, *one)
    assert confidence == ASKED_AGAIN
    assert note == "2 questions are asked again; the file may hold several interviews."
    assert reading(*one, *one[:2]) == (1.0, "")
