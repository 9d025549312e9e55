"""Long interviews as archives, podcasts and studies publish them."""

from __future__ import annotations

import json

import pytest

from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.unpaired import reading_with

ASKED = (
    ("Where did you grow up?", "In a village by the river, with four brothers."),
    ("What was the first job you had?", "I carried bread for the bakery, at five every morning."),
    ("How did you come to the harbour?", "A cousin asked me. I stayed for thirty years."),
    ("What would you tell young people today?", "Learn to write things down, and ask early."),
)


def read(text: str) -> Transcript:
    (transcript,) = read_transcripts(text.encode(), "x.md")
    return assign_roles(transcript)


def pairs_of(text: str) -> list[tuple[str, str]]:
    return [(qa.question, qa.answer) for qa in pair(read(text))]


def written(pattern: str, asker: str = "Q", answerer: str = "Runa Vik", between: str = "\n\n") -> str:
    lines = [(asker, asked) for asked, _ in ASKED], [(answerer, answered) for _, answered in ASKED]
    turns = [turn for both in zip(*lines, strict=True) for turn in both]
    return between.join(
        pattern.format(who=who, said=said, time=f"00:{number:02}:10", end=f"00:{number:02}:40")
        for number, (who, said) in enumerate(turns)
    )


def test_prose_and_entries_above_an_interview_are_a_header() -> None:
    head = (
        "## About\n\nRuna Vik has worked here since 1980. She lives by the river.\n\n"
        "RUNA VIK: an interview conducted by Teo Marsh, 9 June 2011\n\n## Interview\n\nInterviewee: Runa Vik\n\n"
        "Interviewers: Teo Marsh and Ines Duarte\n\nDate: 9 June 2011\n\n### Early life\n\n"
    )
    assert pairs_of(head + written("{who}:\n\n{said}")) == list(ASKED)


def test_two_labels_that_ask_are_no_interview_without_the_one_who_answers() -> None:
    text = written("{who}:\n\n{said}", "Interviewer").replace("Interviewer:\n\nHow", "Q2:\n\nHow")
    assert pairs_of(text + "\n\n" + written("{who}:\n\n{said}", "Q2")) == [*ASKED, *ASKED]


def test_somebody_else_who_asks_early_begins_no_interview() -> None:
    text = written("{who}: {said}", "Dr. Ute Weiss").replace("Dr. Ute Weiss: What was", "Ola Berg: What was")
    assert pairs_of(text) == list(ASKED)


@pytest.mark.parametrize(
    "properties",
    [
        "---\nguest: Runa Vik\ntitle: Work\n  and moving\nabout: 'By the river.\n\n  More below.\n\n\n  '\n---\n\n",
        "---\nDate Generated: April 3\nLength: 7987s\nRating: None\n---\n\n",
        "---\ntype: interview\nhistory:\n    v1:\n        comment: created\n\n---\n\n",
    ],
)
def test_properties_above_with_blank_lines_are_left_out(properties: str) -> None:
    assert pairs_of(properties + written("{who} ({time}):\n{said}")) == list(ASKED)


def test_a_conversation_between_rules_is_no_list_of_properties() -> None:
    turns = [
        f"{who}: {said.rstrip('?')}" for asked, answered in ASKED for who, said in (("Q", asked), ("A", answered))
    ]
    assert len(pairs_of("---\n" + "\n".join(turns) + "\n---\n")) == len(ASKED)


@pytest.mark.parametrize(
    "pattern",
    [
        "**{who} [{time}]** {said}",
        "{who}: [{time}] {said}",
        "[{who}] ({time} - {end})\n{said}",
        r"**{who}:** \[{time}\] {said}",
    ],
)
def test_times_beside_labels_are_not_said(pattern: str) -> None:
    transcript = read(written(pattern, "I", "B"))
    assert [(qa.question, qa.answer) for qa in pair(transcript)] == list(ASKED)
    assert [turn.start_s for turn in transcript.turns][:2] == [10, 70]


def test_labels_count_more_than_bold_questions() -> None:
    turns = [f"[Researcher] (0:{n}0 - 0:{n}5)\n**{asked}**\n\n[Guest] (0:{n}6 - 0:{n}9)\n{answered}\n\nAnd so on."
             for n, (asked, answered) in enumerate(ASKED, 1)]  # fmt: skip
    assert pairs_of("\n\n".join(turns)) == [(asked, f"{answered} And so on.") for asked, answered in ASKED]


def test_a_label_explained_in_brackets_is_used_short() -> None:
    text = written("**{who}:** {said}", "I", "R").replace("**I:**", "**Interviewer (I):**", 1)
    transcript = read(text.replace("**R:**", "**Respondent (R):**", 1))
    assert [(qa.question, qa.answer) for qa in pair(transcript)] == list(ASKED)
    assert transcript.reading.confidence == 1


def test_addresses_and_years_begin_no_other_interview() -> None:
    text = written("{who}: {said}")
    text = text.replace("four brothers.", "four brothers.\n\nhttps://example.org/one/1\n").replace(
        "for thirty years.", "for thirty years.\n\nhttps://example.org/two/2\n"
    )
    assert len(pairs_of(text)) == len(ASKED)
    text = written("{who}: {said}").replace("with four", "in\n'70 and it was a village with four")
    assert len(pairs_of(text.replace("I stayed", "in\n'64 and I stayed"))) == len(ASKED)


def test_a_title_and_a_heading_alike_begin_no_other_interview() -> None:
    head = "# Transcript of the interview with Runa Vik\n\nIt took place in May.\n\n## Transcript\n\n"
    assert read(head + written("{who}  {time}\n{said}", "Teo Marsh")).reading.confidence == 1


def test_a_heading_in_markdown_is_left_out_though_it_ends_with_a_full_stop() -> None:
    text = written("{who}: {said}").replace("four brothers.", "four brothers.\n\n### School and the B.Sc.")
    assert pairs_of(text) == list(ASKED)


def test_a_sign_that_shows_once_in_an_hour_weighs_little() -> None:
    once = "Frage: eins. Frage: zwei. "
    short = read(written("{who}: {said}").replace("In a village", once + "In a village"))
    longer = read("\n\n".join([written("{who}: {said}")] * 8).replace("In a village", once + "In a village", 1))
    assert short.reading.notes[0] == longer.reading.notes[0]
    assert short.reading.confidence < 0.6 < longer.reading.confidence < 0.9


@pytest.mark.parametrize("documents", [0, 1, 4])
def test_what_is_found_about_an_answer_is_not_said(documents: int) -> None:
    found = "Overfitting is when a model learns the noise of its data, and it shows on new data."
    said = ("Overfitting is, uh, when the model learns its training data by heart.", "You hold some data back.")
    answers = [
        {
            "question": asked,
            "answer": answer,
            "style": {"response_type": "Natural Response"},
            "match": {"content": found * 2, "confidence": sure},
            "documents": [{"title": "Overfitting", "number": n, "content": found * 3} for n in range(documents)],
        }
        for asked, answer, sure in zip(
            ("What is overfitting?", "How do you see it?"), said, ("High", "Low"), strict=True
        )
    ]
    (transcript,) = read_transcripts(json.dumps({"responses": answers}).encode(), "x.json")
    assert tuple(qa.answer for qa in pair(assign_roles(transcript))) == said


def test_a_bot_that_numbers_its_questions_and_gives_a_score() -> None:
    turns = [
        f"**Bot:** Q{n}. {asked}  \n**User:** {answered}  \n**Bot:** Thanks!"
        for n, (asked, answered) in enumerate(ASKED, 1)
    ]
    transcript = read("\n\n".join([*turns, "**Final Score:** 3 / 4"]))
    pairs = pair(transcript)
    assert [qa.answer for qa in pairs] == [answered for _, answered in ASKED]
    assert reading_with(transcript, pairs).confidence == 1
