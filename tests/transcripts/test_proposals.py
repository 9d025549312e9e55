"""Which labels are speakers: dialogues and lists in an answer, sections, changing names, what is unclear."""

import pytest

from benchmarks.fit_readings import is_read_right
from benchmarks.reading_kinds import KINDS, write
from interview_cli.errors import InputError
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import CERTAIN, plain_transcript
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles

ANSWER = "I led the move of our billing to a new database and measured every failure for a month before it."
END = "I showed figures from two releases, and the trial cut bugs by half."


def answers(text: str) -> list[str]:
    transcript = assign_roles(plain_transcript(text, "x", "x"))
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


def said(text: str) -> list[tuple[str | None, str]]:
    return [(turn.speaker_label, turn.text) for turn in plain_transcript(text, "x", "x").turns]


@pytest.mark.parametrize(
    "between",
    [
        "Ann: Why? And when?\nCandidate: It broke.\nAnn: Fine.\nCandidate: Yes.",
        "Notetaker: one\nNotetaker: two",
    ],
    ids=["answered", "of no part"],
)
def test_people_who_take_part_are_speakers(between: str) -> None:
    text = (
        f"Interviewer: Tell me about a project.\nCandidate: {ANSWER}\n{between}\nInterviewer: Why?\nCandidate: {END}"
    )
    assert {label for label, _ in said(text)} > {"Interviewer", "Candidate"}


@pytest.mark.parametrize(
    "section",
    [
        "Score: 7/10",
        "Overall Feedback:\nClear, but add a number.",
        "Kommentar: Gut.",
        "Candidate Question: When?\nReply: Now.",
    ],
    ids=["score", "feedback below", "German", "question of the candidate"],
)
def test_what_is_written_about_an_answer_is_nobodys_speech(section: str) -> None:
    text = f"Q: Tell me about a project.\nA: {ANSWER}\n{section}\n\nQ: Why?\nA: {END}\n{section}\n"
    assert answers(text) == [ANSWER, END]


def test_a_reply_answers_where_nothing_else_does() -> None:
    assert answers(f"Question: Why?\nReply: {ANSWER}\nQuestion: How?\nReply: {END}") == [ANSWER, END]


def test_parts_of_a_name_are_the_same_person() -> None:
    text = f"Dana Brook: Why?\nMiro Lind: {ANSWER}\nDana: How?\nMiro: {END}\nDana Brook: Bye."
    assert {label for label, _ in said(text)} == {"Dana Brook", "Miro Lind"}


def test_a_header_that_names_one_side_does_not_hide_who_speaks() -> None:
    header = "Moderator: Halina. Recorded with consent.\n\n67, retired, drives a lot\n"
    text = f"{header}M: Why?\nP3: {ANSWER}\nM: How?\nP3: {END}\n"
    assert [label for label, _ in said(text)] == ["M", "P3", "M", "P3"]


def test_marks_of_a_quotation_are_nobodys_words() -> None:
    assert said("> Ann: Why?\n>\n> Bo: So.\n>\n> Ann: How?\n") == [("Ann", "Why?"), ("Bo", "So."), ("Ann", "How?")]


def test_a_clear_reading_is_certain_and_a_doubtful_one_names_what_is_unclear() -> None:
    clear = f"Ann: Why?\nBo: {ANSWER}\nAnn: How?\nBo: {END}"
    assert plain_transcript(clear, "x", "x").reading.confidence == 1
    reading = plain_transcript(
        "Ann Lee: Why us?\nBo Fry: Two things\nMoney: it is\nBo Fry: and time", "x", "x"
    ).reading
    assert reading.confidence < CERTAIN
    assert reading.notes == ("Read as speech, but may be notes: 'Money: it is'.",)


def test_a_text_that_may_name_its_speakers_is_refused_with_what_may_be_their_names() -> None:
    with pytest.raises(
        InputError, match=r"no speaker labels were found with certainty \('ann', 'bo', 'cy' might be labels\)"
    ):
        plain_transcript("ann: Tell me about a trial.\nbo: I did one.\ncy: Me too.", "x", "x")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_text_is_read(kind: str) -> None:
    assert is_read_right(write(kind, 3)) or is_read_right(write(kind, 5))


PRACTICE = (
    ("How did you find the fault?", "I read the log of the pump first."),
    ("And then?", "I changed one seal."),
)


@pytest.mark.parametrize(
    "row",
    [
        "## Question {n}: {asked}\n\n**Answer:** {said}\n\n**Score:** {n}/10\n\n",
        "### {n}. {asked}\n\n{said}\n\n**Feedback:** Name the result first.\n\n",
        "Question {n} of 2\n{asked}\n\nResponse:\n{said}\n\n",
        "--- Question {n} ---\n{asked}\n\n--- Answer ---\n{said}\n\n--- Feedback ---\nShort and clear.\n\n",
        "## 🤖 Interviewer\n{asked}\n\n## 🙋 Candidate\n{said}\n\n",
        "{n}) {asked}\nAns: {said}\nMarks: {n}/5\n",
        "Category: Pumps\nQuestion: {asked}\nAnswer: {said}\nKeywords: pump, seal\nTime taken: 14 seconds\n\n",
        "Q{n} [Repairs]: {asked}\nA{n}: {said}\n[Analysis: tone=calm; pace=132 wpm]\n",
        "Q{n} [Pumps]: {asked}\n   You Said: {said}\n   Score: {n}/100\n\n",
        "Q{n}: {asked}\nTranscript: {said}\nWords per minute: 132\nFiller words: 2 (um, like)\n\n",
        "(1) Interviewer: {asked}\n(2) Candidate: {said}\n",
        "<question>{asked}</question>\n<answer>{said}</answer>\n",
        "{n}. Question: {asked}\n   Answer: {said}\n   Confidence: 80%\n",
    ],
)
def test_what_practice_tools_write_around_answers_is_not_said(row: str) -> None:
    text = "".join(row.format(n=n, asked=asked, said=said) for n, (asked, said) in enumerate(PRACTICE, 1))
    (transcript,) = read_transcripts(text.encode(), "x")
    assert [(qa.question, qa.answer) for qa in pair(assign_roles(transcript))] == list(PRACTICE)


def test_entries_of_a_list_that_is_said_stay_where_people_speak() -> None:
    row = "Ann Lee: How large was it?\nTom Fox: This is what we had.\nBudget: 20000 euros\nTeam: five people\n"
    (transcript,) = read_transcripts((row * 2).encode(), "x")
    answers = [qa.answer for qa in pair(assign_roles(transcript))]
    assert answers == ["This is what we had. Budget: 20000 euros Team: five people"] * 2


def test_labels_of_sides_may_be_mistyped_or_in_capitals() -> None:
    labels = ["Interviewer", "Candidate", "INTERVIEWER", "candidate", "Interveiwer", "Canditate"]
    said_in_turn = [text for asked_and_said in PRACTICE * 2 for text in asked_and_said][:6]
    text = "".join(f"{label}: {text}\n" for label, text in zip(labels, [*said_in_turn, "Why?", "No."], strict=False))
    assert [label for label, _ in said(text)] == ["Interviewer", "candidate"] * 3


def test_people_with_like_names_are_not_one() -> None:
    text = "Interviewer: Why?\nMartina: It broke.\nInterviewer: And?\nMarina: We swapped it.\n" * 2
    assert {label for label, _ in said(text)} == {"Interviewer", "Martina", "Marina"}
