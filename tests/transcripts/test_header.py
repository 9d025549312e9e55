"""Lines above an interview that say who is who and when it was."""

import pytest

from interview_cli.transcripts.model import Role
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import plain_transcript
from interview_cli.transcripts.roles import assign_roles

EXPECTED = [
    ("Tell me about a project.", "I led the move to a new database."),
    ("Why there?", "It lost data every week."),
]


def read(text: str) -> list[tuple[str, str]]:
    transcript = assign_roles(plain_transcript(text, "x", "x"))
    return [(each.question, each.answer) for each in pair(transcript)]


def interview(first: str, second: str, third: str | None = None, gap: str = "\n") -> str:
    said = [part for asked_and_answered in EXPECTED for part in asked_and_answered]
    return gap.join(
        f"{label}: {text}" for label, text in zip((first, second, third or first, second), said, strict=True)
    )


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("Candidate: Tom Fox\nInterviewer: Jane Doe\n", interview("Jane Doe", "Tom Fox")),
        ("Candidate: Tom Fox\nInterviewer: Jane Doe", interview("Jane Doe", "Tom Fox")),
        ("Interviewer: Jane Doe\nInterviewee: Tom Fox\n", interview("Jane Doe", "Tom Fox", gap="\n\n")),
        ("Candidate: Tom Fox\nInterviewer: Jane Doe\n", interview("Speaker 1", "Speaker 2")),
        ("Candidate: Tom Fox\nInterviewer: Jane Doe\n", interview("JD", "TF")),
        ("Candidate: Tom Fox\nInterviewer: Jane Doe\n", interview("Q", "A")),
        (
            "Candidate Name: Tom Fox\nRole: Engineer\nInterviewers: Jane Doe, Ann Lee\n",
            interview("Jane Doe", "Tom Fox", "Ann Lee"),
        ),
        (
            "**Position:** Engineer\n**Candidate:** Tom Fox\n**Interviewer:** Jane Doe\n**Date:** 3 March 2025\n",
            interview("Interviewer", "Candidate"),
        ),
        ("Interview with Tom Fox\nDate: 3 March 2025\nInterviewer: Jane Doe\n", interview("Jane", "Tom")),
    ],
)
def test_a_header_is_nobodys_speech(header: str, body: str) -> None:
    assert read(f"{header}\n{body}") == EXPECTED


def test_a_header_tells_who_the_candidate_is() -> None:
    talkative = "We build payments for shops in nine countries and have grown from three people to sixty since then."
    text = f"Candidate: Tom Fox\nInterviewer: Jane Doe\n\nTom: Hello?\nJane: {talkative} Why?\nTom: I pay."
    turns = assign_roles(plain_transcript(text, "x", "x")).turns
    assert {turn.speaker_label: turn.role for turn in turns} == {
        "Tom": Role.CANDIDATE,
        "Jane": Role.INTERVIEWER,
    }


@pytest.mark.parametrize(
    "text",
    [
        "Interviewer: Hello and welcome\nCandidate: Glad to be here\n\nInterviewer: Why us?\nCandidate: I like it.",
        "Jane: Thanks for coming\nTom: Sure thing\n\nJane: Why us?\nTom: I like it.",
    ],
    ids=["sides", "names"],
)
def test_a_greeting_is_no_header(text: str) -> None:
    assert [turn.text for turn in plain_transcript(text, "x", "").turns] == [
        line.partition(": ")[2] for line in text.split("\n") if line
    ]


@pytest.mark.parametrize("people", ["Fr. Dr. Lee (Personal), Hr. Fry (Bewerber)", "Hr. Fry (candidate); Fr. Dr. Lee"])
def test_the_role_behind_a_name_tells_who_the_candidate_is(people: str) -> None:
    talk = interview("Fr. Dr. Lee", "Hr. Fry").replace("Why there?", "Fine.")
    transcript = assign_roles(plain_transcript(f"Present: {people}\n\n{talk}", "x", "x"))
    assert {turn.speaker_label for turn in transcript.turns if turn.role is Role.CANDIDATE} == {"Hr. Fry"}


def test_a_heading_that_names_a_side_is_no_speaker() -> None:
    said = [text for pair_of_texts in EXPECTED * 3 for text in pair_of_texts]
    talk = "\n".join(f"{who}: {text}" for who, text in zip(("Interviewer", "Mara") * 6, said, strict=True))
    header = "Participant Profile\n\nName: Mara (not her name)\nAge: 21\nProfile: Mara repairs nets on weekends.\n\n"
    assert read(f"{header}1. Habits\n{talk}") == EXPECTED * 3


def test_a_panel_is_several_interviewers() -> None:
    pairs = [(f"What did you mend on day {day}?", f"A net, and {day} ropes.") for day in range(1, 7)]
    panel = ("Hiring Manager", "Foreman", "Exec")
    talk = "\n\n".join(
        f"**{who}:** {asked}\n\n**Candidate:** {answer}"
        for who, (asked, answer) in zip(panel * 2, pairs, strict=True)
    )
    last = "\n\n".join(f"**{who}:** What would you do next?" for who in panel)
    debrief = "\n\n".join(f"**{who}:** The candidate works fast and says little." for who in panel)
    notes = f"## Debrief\n\n{debrief}\n\n## Final Verdict\n\nShe is good.\n\n## Coach Notes\n\n- Ask for numbers.\n"
    assert read(f"## Interview Transcript\n\n{talk}\n\n{last}\n\n{notes}") == pairs
