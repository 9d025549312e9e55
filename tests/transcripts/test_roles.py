"""Who is the candidate, rule by rule."""

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.labels import role_of_label
from interview_cli.transcripts.model import Role, Transcript, Turn
from interview_cli.transcripts.roles import ONE_PERSON, assign_roles

ASKS = "What was the hardest part of that?"
TELLS = "The hardest part was the old data, which nobody had looked at for years, so I cleaned it first."


def transcript(*said: tuple[str | None, str], candidate: str | None = None) -> Transcript:
    turns = tuple(Turn(label, Role.UNKNOWN, text) for label, text in said)
    return Transcript("x", "x.txt", turns, candidate=candidate)


def roles(source: Transcript, candidate: str | None = None) -> dict[str | None, str]:
    return {turn.speaker_label: turn.role.value for turn in assign_roles(source, candidate).turns}


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Interviewer", "interviewer"),
        ("INTERVIEWER 2", "interviewer"),
        ("Recruiter (Acme)", "interviewer"),
        ("Hiring Manager", "interviewer"),
        ("Jane Doe - Candidate", "candidate"),
        ("Applicant", "candidate"),
        ("interviewee_1", "candidate"),
        ("Notetaker", "other"),
        ("Speaker 1", "unknown"),
        ("SPEAKER_00", "unknown"),
        ("A", "unknown"),
        ("Jane Doe", "unknown"),
        ("Interviewer and Candidate", "unknown"),
    ],
)
def test_labels_that_say_so(label: str, role: str) -> None:
    assert role_of_label(label).value == role


def test_who_invites_questions_and_replies_at_length_interviews() -> None:
    source = transcript(
        *(("Bo", ASKS), ("Ann", TELLS), ("Bo", "Do you have any questions for us?")),
        *(("Ann", "How big is the team?"), ("Bo", f"We are nine. {TELLS} {TELLS}"), ("Ann", "Good.")),
    )
    assert roles(source) == {"Ann": "candidate", "Bo": "interviewer"}


def test_q_and_a() -> None:
    assert roles(transcript(("Q", TELLS), ("A", ASKS))) == {"Q": "interviewer", "A": "candidate"}
    assert roles(transcript(("A", ASKS), ("B", TELLS))) == {"A": "interviewer", "B": "candidate"}


def test_everybody_beside_a_candidate_interviews() -> None:
    source = transcript(("Ann", TELLS), ("Bo (candidate)", ASKS), ("Cy", TELLS), ("Otter notetaker", "hi"))
    assert roles(source) == {
        "Ann": "interviewer",
        "Bo (candidate)": "candidate",
        "Cy": "interviewer",
        "Otter notetaker": "other",
    }


def test_beside_an_interviewer_the_one_who_answers_most() -> None:
    source = transcript(
        ("Recruiter", ASKS), ("Bo", TELLS), ("Recruiter", ASKS), ("Cy", "I can add to that."), ("Bo", TELLS)
    )
    assert roles(source) == {"Recruiter": "interviewer", "Bo": "candidate", "Cy": "interviewer"}


@pytest.mark.parametrize("name", ["Bo Fry", "fry, bo", "Bo Frey", "BO FRY (she/her)"])
def test_the_name_given_wins(name: str) -> None:
    source = transcript(("Ann Lee", TELLS), ("Bo Fry", ASKS), ("Ann Lee", TELLS))
    assert roles(source, name) == {"Ann Lee": "interviewer", "Bo Fry": "candidate"}


def test_a_name_that_nobody_has_is_an_error() -> None:
    with pytest.raises(InputError, match=r"no speaker is called 'Zoe'; the speakers are: Ann, Bo\."):
        assign_roles(transcript(("Ann", ASKS), ("Bo", TELLS)), "Zoe")


def test_a_name_does_no_harm_where_roles_are_known_or_nobody_is_named() -> None:
    assert roles(transcript(("Interviewer", ASKS), ("Candidate", TELLS)), "Zoe")["Candidate"] == "candidate"
    assert [turn.role for turn in assign_roles(transcript((None, f"{ASKS} {TELLS}")), "Zoe").turns] == [
        Role.INTERVIEWER,
        Role.CANDIDATE,
    ]


def test_the_name_in_the_source_helps() -> None:
    source = transcript(("Ann Lee", ASKS), ("Bo Fry", TELLS), candidate="Ann Lee")
    assert roles(source) == {"Ann Lee": "candidate", "Bo Fry": "interviewer"}


def test_who_answers_is_the_candidate_even_when_interviewers_talk_more() -> None:
    pitch = "We are a company of nine people who build billing systems for farms. " * 20
    source = transcript(("Ann", pitch + ASKS), ("Bo", TELLS), ("Cy", pitch), ("Cy", ASKS), ("Bo", TELLS))
    assert roles(source) == {"Ann": "interviewer", "Bo": "candidate", "Cy": "interviewer"}


def test_answering_the_candidate_s_questions_makes_no_candidate() -> None:
    source = transcript(
        ("Ann", "Tell me about the outage."),
        ("Bo", TELLS * 3),
        ("Ann", "Any questions for me?"),
        ("Bo", "How big is the team?"),
        ("Ann", TELLS),
    )
    assert roles(source) == {"Ann": "interviewer", "Bo": "candidate"}


def test_without_any_question_the_one_who_speaks_most() -> None:
    assert roles(transcript(("Ann", "Hello."), ("Bo", TELLS)))["Bo"] == "candidate"


def test_a_monologue_under_a_candidate_s_label() -> None:
    assert roles(transcript(("Candidate", TELLS), ("Candidate", ASKS))) == {"Candidate": "candidate"}


def test_one_label_for_everybody_says_nothing() -> None:
    source = assign_roles(transcript(("Speaker 1", ASKS), ("Speaker 1", TELLS)))
    assert [turn.role for turn in source.turns] == [Role.INTERVIEWER, Role.CANDIDATE]


def test_decided_roles_stay() -> None:
    source = Transcript("x", "x", (Turn("Candidate", Role.INTERVIEWER, ASKS), Turn(None, Role.UNKNOWN, TELLS)))
    assert assign_roles(source, "nobody") == source


def test_unlabelled_speech_without_marks_is_cut_at_pauses() -> None:
    said = [("tell me about the", 0, 1), ("outage last year", 1.1, 2), ("it began", 3, 4), ("on a monday", 4.1, 5)]
    turns = tuple(Turn(None, Role.UNKNOWN, text, float(start), float(end)) for text, start, end in said)
    found = assign_roles(Transcript("x", "x", turns)).turns
    assert [(turn.role, turn.text) for turn in found] == [
        (Role.INTERVIEWER, "tell me about the outage last year"),
        (Role.CANDIDATE, "it began on a monday"),
    ]


def test_what_leads_up_to_a_question_is_the_interviewers() -> None:
    source = transcript((None, "Our orders come in bursts. How would you size the queue?"), (None, TELLS))
    assert [turn.text for turn in assign_roles(source).turns][1] == TELLS


@pytest.mark.parametrize(
    "labels",
    [
        ("Speaker 1", "Speaker 2", "Speaker 1", "Speaker 2", "Dana", "Miro", "Dana", "Miro"),
        ("Dana", "Unknown", "Dana", "Unknown", "Dana", "Miro", "Dana", "Miro"),
        ("Interviewer", "Candidate", "Interviewer", "Candidate", "Dana", "Miro", "Dana", "Miro"),
    ],
    ids=["both sides", "the candidate", "roles first"],
)
def test_a_candidate_whose_label_changes_stays_the_candidate(labels: tuple[str, ...]) -> None:
    decided = assign_roles(transcript(*zip(labels, (ASKS, TELLS) * 4, strict=True)))
    assert [turn.role for turn in decided.turns] == [Role.INTERVIEWER, Role.CANDIDATE] * 4


def test_who_answers_once_before_the_names_are_known_may_be_the_candidate() -> None:
    labels = ("Speaker 1", "Speaker 2", "Dana", "Miro", "Dana", "Miro")
    decided = assign_roles(transcript(*zip(labels, (ASKS, TELLS) * 3, strict=True)))
    assert [turn.role for turn in decided.turns] == [Role.INTERVIEWER, Role.CANDIDATE] * 3
    assert decided.reading.confidence == ONE_PERSON
    brief = assign_roles(transcript(*zip(labels, (ASKS, "Yes, I was.", *(ASKS, TELLS) * 2), strict=True)))
    assert brief.turns[1].role is Role.INTERVIEWER


def test_labels_taken_for_one_person_are_a_doubt() -> None:
    labels = ("Dana", "Unknown", "Dana", "Unknown", "Dana", "Miro", "Dana", "Miro")
    reading = assign_roles(transcript(*zip(labels, (ASKS, TELLS) * 4, strict=True))).reading
    assert reading.confidence == ONE_PERSON
    assert reading.notes == (
        "Treated as one person, because one label starts where the other ends: 'Unknown', 'Miro'.",
    )


def test_a_second_interviewer_is_no_candidate() -> None:
    labels = ("Dana", "Miro", "Dana", "Miro", "Rob", "Miro", "Rob", "Miro")
    assert roles(transcript(*zip(labels, (ASKS, TELLS) * 4, strict=True))) == {
        "Dana": "interviewer",
        "Miro": "candidate",
        "Rob": "interviewer",
    }
