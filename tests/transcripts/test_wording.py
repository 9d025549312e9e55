"""What was asked, out of whatever else the interviewer said in one go; and what interviewers ask each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.transcripts.model import Role, Transcript, Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.sentence_acts import Act
from interview_cli.transcripts.wording import MAX_ASKED_WORDS, MAX_CASE_WORDS, what_was_asked

PITCH = "Our firm began in a shed and sells lamps to farms. The culture is important and honesty matters most. " * 10
ANSWER = "I rebuilt the import, trained two people and stayed on call for it."


def asked(*said: tuple[str, str]) -> list[str]:
    """The questions of a talk; everybody but Candidate interviews."""
    turns = tuple(
        Turn(who, Role.CANDIDATE if who == "Candidate" else Role.INTERVIEWER, text.strip()) for who, text in said
    )
    return [each.question for each in pair(Transcript("x", "x", turns))]


@pytest.mark.parametrize(
    ("turn", "question"),
    [
        (PITCH + "How do you settle a quarrel?", "How do you settle a quarrel?"),
        (
            PITCH + "What broke? How did you find out? Take any example you like.",
            "What broke? How did you find out? Take any example you like.",
        ),
        (
            PITCH + "One lamp in ten comes back. What would you do about that?",
            "One lamp in ten comes back. What would you do about that?",
        ),
        (PITCH + "Why?", "The culture is important and honesty matters most. Why?"),
        (
            PITCH + "Imagine a farm orders ten thousand lamps. We have four. How would you tell the farmer?",
            "Imagine a farm orders ten thousand lamps. We have four. How would you tell the farmer?",
        ),
        ("What do you look for in a team? " + PITCH, "What do you look for in a team?"),
        ("We store orders in files. How would you do it?", "We store orders in files. How would you do it?"),
        (
            PITCH.replace(".", "").lower() + "so tell me about a quarrel you had",
            "tell me about a quarrel you had",
        ),
    ],
)
def test_of_a_monologue_only_the_question_counts(turn: str, question: str) -> None:
    assert asked(("Ann", turn), ("Candidate", ANSWER)) == [question]


def test_a_monologue_in_many_turns_is_one() -> None:
    turns = [("Ann", sentence + ".") for sentence in PITCH.strip(" .").split(". ")]
    assert asked(*turns, ("Ann", "How do you test lamps?"), ("Candidate", ANSWER)) == ["How do you test lamps?"]


KINDS = st.sampled_from([Act.QUESTION, Act.STATEMENT])
SENTENCES = st.lists(st.integers(1, 40).map(lambda count: " ".join(["word"] * count) + "."), min_size=1, max_size=20)


@given(SENTENCES.flatmap(lambda texts: st.tuples(st.just(texts), st.lists(KINDS, min_size=20, max_size=20))))
def test_some_question_is_always_kept_and_never_much_more(drawn: tuple[list[str], list[Act]]) -> None:
    texts, kinds = drawn
    said = list(zip(texts, kinds, strict=False))
    kept = what_was_asked(said)
    assert kept in " ".join(texts)
    questions = [text for text, kind in said if kind is Act.QUESTION]
    assert (questions or texts)[-1] in kept
    assert len(kept.split()) <= MAX_CASE_WORDS + MAX_ASKED_WORDS


@pytest.mark.parametrize(
    "aside",
    [
        [("Ann", "Rob, anything else?"), ("Rob Ray", "No, I am good.")],
        [("Ann", "Anything else from your side?"), ("Rob Ray", "Not really. Thanks.")],
        [("Ann", "Okay. Do you want to go next, Rob?"), ("Rob Ray", "Sure.")],
        [("Ann", "Rob, over to you.")],
    ],
)
def test_what_interviewers_ask_each_other_is_no_question(aside: list[tuple[str, str]]) -> None:
    talk = [("Ann", "Why us?"), ("Candidate", ANSWER), *aside, ("Rob Ray", "What is your notice period?")]
    assert asked(*talk, ("Candidate", "Four weeks.")) == ["Why us?", "What is your notice period?"]
    assert asked(*talk[:-1], ("Candidate", "I have nothing to add.")) == ["Why us?"]


def test_two_interviewers_may_share_a_question() -> None:
    talk = [("Ann", "Why did you leave Acme?"), ("Rob Ray", "Yeah. And why then?"), ("Candidate", ANSWER)]
    assert asked(*talk) == ["Why did you leave Acme? And why then?"]
