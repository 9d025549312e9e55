"""Lines above an interview that say who is who and when it was."""

import pytest

from interview_cli.transcripts.header import header_of, sides
from interview_cli.transcripts.model import Role, Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import read_plain_text
from interview_cli.transcripts.roles import assign_roles

EXPECTED = [
    ("Tell me about a project.", "I led the move to a new database."),
    ("Why there?", "It lost data every week."),
]


def read(text: str) -> list[tuple[str, str]]:
    transcript = assign_roles(Transcript("x", "x", read_plain_text(text, "x")))
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
    turns = assign_roles(Transcript("x", "x", read_plain_text(text, "x"))).turns
    assert {turn.speaker_label: turn.role for turn in turns} == {
        "Tom (candidate)": Role.CANDIDATE,
        "Jane (interviewer)": Role.INTERVIEWER,
    }


@pytest.mark.parametrize(
    "lines",
    [
        ["Interviewer: Why us?", "Candidate: I like it.", "Interviewer: Bye."],
        ["Interviewer: Greatest weakness", "Candidate: Impatience", "Interviewer: Strength", "Candidate: Focus"],
        ["Interviewer: Hello Tom", "Candidate: Hi Jane", "", "Interviewer: Why us?", "Candidate: I like it."],
        ["Jane: Thanks for coming", "Tom: Sure thing", "", "Jane: Why us?", "Tom: I like it."],
        ["Why us?", "I like it.", "Date: none"],
        [""],
        [],
    ],
)
def test_speech_is_no_header(lines: list[str]) -> None:
    assert header_of(lines).line_count == 0


def test_a_name_of_both_sides_tells_neither() -> None:
    assert sides({"Fox", "Jane"}, {"Tom Fox": Role.CANDIDATE, "Jane Fox": Role.INTERVIEWER}) == {
        "Jane": "Jane (interviewer)"
    }
