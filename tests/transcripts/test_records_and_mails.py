"""Text as hearings, wikis, chats and mails write it."""

import pytest

from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles

PAIRS = [
    ("How did you come to work with boats?", "My uncle had a small yard, and I swept the floor when I was twelve."),
    ("What was the hardest repair?", "There was a cutter with a rotten keel. We nearly lost her twice."),
    ("Who taught you the trade?", "Old Marten did. He just handed the piece back until I had got it right."),
]
(Q1, A1), (Q2, A2), (Q3, A3) = PAIRS


def read(text: str) -> Transcript:
    (transcript,) = read_transcripts(text.encode(), "x")
    return transcript


def answered(text: str) -> list[tuple[str, str]]:
    return [(each.question, each.answer) for each in pair(assign_roles(read(text)))]


COMMITTEE = f"""Witness: Edda Marwick

Q1   Chair: {Q1}
Edda Marwick: {A1}
Q2   Owen Pask: {Q2}
Edda Marwick: {A2}
Q3   Chair: {Q3}
Edda Marwick: {A3}
"""
HEARING = f"""    The Chairman. {Q1}
    Ms. Marwick. {A1}
    Senator Pask. {Q2}
    Ms. Marwick. {A2}
    The Chairman. {Q3}
    Ms. Marwick. {A3}
"""
AUDITION = f"""Mme Ida Berg, présidente. – {Q1}
M. Tom Hale. – {A1}
M. Paul Rey, rapporteur. – {Q2}
M. Tom Hale. – {A2}
Mme Ida Berg, présidente. – {Q3}
M. Tom Hale. – {A3}
"""
EXAMINATION = f""" 1  BY MS. CALDER:
 2       Q.   {Q1}
 3       A.   {A1}
 4       Q.   {Q2}
 5            MR. PASK:  Objection, form.
 6            THE WITNESS:  There was a cutter with a rotten
 7  keel. We nearly lost her twice.
 8  BY MS. CALDER:
 9       Q.   {Q3}
10       A.   {A3}
"""
NUMBERED_NAMES = f"1. Ida: {Q1}\nTom: {A1}\n2. Ida: {Q2}\nTom: {A2}\n3. Ida: {Q3}\nTom: {A3}\n"
WIKI = f"""{{{{Interview|{{{{date|March}}}}}}}}
[[File:Yard.jpg|thumb|The [[yard]]]]
== Beginnings ==
'''((WN))''' '''{Q1}'''
:'''Edda:''' My uncle had a ''small'' [[w:Yard|yard]], and I swept the floor when I was twelve.<ref>Tape 2</ref>
'''((WN))''' '''{Q2}'''
:'''Edda:''' {A2}
'''((WN))''' '''{Q3}'''
:'''Edda:''' {A3}
[[Category:Interviews]]
"""
TELEGRAM = f"""Ida, [03.05.2021 09:03]
{Q1}

Tom, [03.05.2021 09:05]
{A1}

Tom, [03.05.2021 09:06]
[ Photo ]

Ida, [03.05.2021 09:07]
{Q2}

Tom, [03.05.2021 09:11]
[In reply to Ida]
{A2}

Ida, [03.05.2021 09:12]
{Q3}

Tom, [03.05.2021 09:14]
{A3}
"""
IRC = f"""09:01 -!- tom [~tom@desk.example] has joined #desk
09:02 < ida> {Q1}
09:03 <@tom> {A1}
09:04 < ida> {Q2}
09:05 <@tom> {A2}
09:06 < ida> {Q3}
09:07 <@tom> {A3}
"""
KAKAO = f"""[Ida] [오전 9:03] {Q1}
[Tom] [오전 9:05] {A1}
[Ida] [오전 9:06] {Q2}
[Tom] [오후 1:05] {A2}
[Ida] [오후 1:06] {Q3}
[Tom] [오후 1:07] {A3}
"""
SCREENPLAY = f"IDA\n{Q1}\n\nTOM\n(quietly)\n{A1}\n\nIDA\n{Q2}\n\nTOM\n{A2}\n\nIDA\n{Q3}\n\nTOM\n{A3}\n"
DIVIDED = f"""Ida: {Q1}
Tom: My uncle had a small yard, and I swept the fl-
oor when I was twelve.

- 3 -

Voices of the coast     T. Hale

Ida: {Q2}
Tom: There was a cutter with a rotten keel. We

- 4 -

Voices of the coast     T. Hale

nearly lost her twice.
Ida: {Q3}
Tom: {A3}
"""
ENTITIES = f"Ida: {Q1}\nTom: {A1}\nIda: {Q2}\nTom: {A2}\nIda: {Q3}\nTom: {A3}\n".replace(",", "&#44;")


@pytest.mark.parametrize(
    "text",
    [
        COMMITTEE,
        HEARING,
        AUDITION,
        EXAMINATION,
        NUMBERED_NAMES,
        WIKI,
        TELEGRAM,
        IRC,
        KAKAO,
        SCREENPLAY,
        DIVIDED,
        ENTITIES,
    ],
)
def test_what_was_asked_and_answered(text: str) -> None:
    assert answered(text) == PAIRS


def test_notices_of_a_chat_are_left_out_and_shown() -> None:
    chat = "".join(
        f"03/05/21, 09:1{at} - Ida: {question}\n03/05/21, 09:1{at} - Tom: {answer}\n"
        for at, (question, answer) in enumerate(PAIRS)
    )
    text = f"{chat}03/05/21, 09:20 - Missed voice call\n"
    assert answered(text) == PAIRS
    assert "Missed voice call" in read(text).reading.notes[0]


ASKED = f"Dear Edda,\n\nhere are the questions:\n\n1. {Q1}\n2. {Q2}\n3. {Q3}\n\nBest wishes,\nTove\n"
REPLIED = f"Hello Tove,\n\nhere you are:\n\n1. {A1}\n2. {A2}\n3. {A3}\n\nGreetings,\nEdda\n"
QUOTED = "".join(f"> {line}\n" for line in ASKED.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        f"From: Tove\n\n{ASKED}\nFrom: Edda\n\n{REPLIED}",
        f"From: Edda\n\n{REPLIED}\nFrom: Tove\n\n{ASKED}",
        f"{REPLIED}\nOn Monday Tove wrote:\n{QUOTED}",
        f"Questions\nQ1. {Q1}\nQ2. {Q2}\nQ3. {Q3}\n\nAnswers\nA1. {A1}\nA2. {A2}\nA3. {A3}\n",
    ],
)
def test_answers_apart_from_questions_are_matched_by_number(text: str) -> None:
    transcript = read(text)
    assert transcript.paired
    assert answered(text) == PAIRS
    assert transcript.reading.confidence < 0.9


def test_lists_within_a_talk_are_no_interview_of_their_own() -> None:
    talk = "".join(f"Ida: {question}\nTom: {answer}\n" for question, answer in PAIRS)
    assert not read(f"{talk}\nTo do\n\n1. Why us?\n2. What next?\n\n1. first\n2. second\n").paired


def test_a_judge_who_asks_the_witness_interviews() -> None:
    text = f"Q.   {Q1}\nA.   {A1}\nTHE COURT:  {Q2}\nTHE WITNESS:  {A2}\nTHE COURT:  Go on.\nQ.   {Q3}\nA.   {A3}\n"
    assert answered(text) == PAIRS
