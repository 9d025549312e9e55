"""Dialogues and lists inside an answer, whose labels are no speakers."""

import pytest

from interview_cli.transcripts.labels_inside import Spoken, labels_inside
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import read_plain_text
from interview_cli.transcripts.roles import assign_roles

ANSWER = "I led the move of our billing to a new database and measured every failure for a month before it."
END = "I showed figures from two releases, and the trial cut bugs by half."


def answers(text: str) -> list[str]:
    transcript = assign_roles(Transcript("x", "x", read_plain_text(text, "x")))
    return [each.answer for each in pair(transcript)]


@pytest.mark.parametrize(
    ("interviewer", "candidate"), [("Interviewer", "Candidate"), ("Q", "A"), ("Jane Doe", "Tom Fox")]
)
@pytest.mark.parametrize(
    "story",
    [
        "Boss: Why did you delete it?\nMe: By accident.\nBoss: Then fix it.\nMe: I did.",
        "Manager: Do it now.\nMe: I cannot.\nManager: Fine, take a week.\nMe: Thanks.\nAnd so we did it.",
        "Customer: Why is it slow?\nEngineer: The disk.\nCustomer: When is it fixed?\nEngineer: Tomorrow.",
    ],
)
def test_a_dialogue_told_stays_in_the_answer(interviewer: str, candidate: str, story: str) -> None:
    text = (
        f"{interviewer}: Tell me about a project.\n{candidate}: {ANSWER}\n{story}\n"
        f"{interviewer}: Tell me about a conflict.\n{candidate}: {END}"
    )
    assert answers(text) == [f"{ANSWER} {story.replace(chr(10), ' ')}", END]


def test_a_list_that_recurs_stays_in_the_answers() -> None:
    fields = "Name: Orion\nBudget: 20000 euros\nTeam: five people"
    text = (
        f"Interviewer: Tell me about a project.\nCandidate: {ANSWER}\n{fields}\n"
        f"Interviewer: And another one?\nCandidate: {END}\n{fields}"
    )
    listed = fields.replace("\n", " ")
    assert answers(text) == [f"{ANSWER} {listed}", f"{END} {listed}"]


def lines(labels: str, timed: bool = False) -> list[Spoken]:
    return [Spoken(label, 9 if label == "Candidate" else 3, timed) for label in labels.split()]


@pytest.mark.parametrize(
    "labels",
    [
        "Interviewer Candidate Interviewer Candidate",
        "Interviewer Candidate Ann Candidate Ann Candidate Interviewer Candidate",
        "Interviewer Candidate Ann Interviewer Candidate Ann Interviewer Candidate",
        "Interviewer Candidate Ann Bob Interviewer Candidate Bob Ann Candidate",
        "Interviewer Candidate Interviewer Candidate Ann Bob Ann Bob",
        "Interviewer Candidate Notetaker Notetaker Interviewer Candidate",
        "Jane Ann Tom Jane Ann Tom Jane Ann Tom",
        "Jane Tom Ann Tom Jane Tom Ann Tom",
        "Jane Tom Ann Bob Ann Bob Jane",
    ],
)
def test_people_who_take_part_are_speakers(labels: str) -> None:
    assert labels_inside(lines(labels)) == set()


def test_lines_with_times_of_their_own_are_speech() -> None:
    labels = "Interviewer Candidate Ann Bob Ann Bob Interviewer Candidate"
    assert labels_inside(lines(labels, timed=True)) == set()
    assert labels_inside(lines(labels)) == {"Ann", "Bob"}
