"""What people say in interviews about code, places and figures looks like marks of programs, but is no such thing."""

# ruff: noqa: E501 - a text and what is read in it are easier to compare on one line

import json
from itertools import starmap
from typing import Final

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import CERTAIN
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.unpaired import reading_with

Said = list[tuple[str, str]]
_TABLE: Final = """\
+------------------+--------------------------+
| Question         | Answer                   |
+------------------+--------------------------+
| What did you do? | I led the payments team. |
| What was hard?   | The migration.           |
+------------------+--------------------------+
| Why leave us?    | The office moved.        |
| Where to?        | To Berlin, I think.      |
+------------------+--------------------------+
"""
_PADDED: Final = """\
| Speaker    | Text                                   | Note  |
|------------|----------------------------------------|-------|
| Dana Brook | What did you do at the harbour then?   |       |
| Miro Lang  | I closed the berth and read the log.   | good  |
| Dana Brook | How did you tell the night crew of it? |       |
| Miro Lang  | By radio first, then a page for them.  |       |
"""
_ROWS: Final = [
    {"who": who, "text": text}
    for who, text in (
        ("Ann Lee", "How did you move it?"),
        ("Bo Fry", "We moved the payments in a year."),
        ("Ann Lee", "So we moved the payments in a year. Why so long?"),
        ("Bo Fry", "The tests took most of it."),
        ("Ann Lee", "The tests took most of it. What came then?"),
        ("Bo Fry", "A rest."),
    )
]
_STROKES: Final = """\
| Question                    | Answer                                |
|-----------------------------|---------------------------------------|
| How do you find errors?     | I run `grep error | sort` and count.  |
| And which type was it then? | A union, int \\| str in the signature. |
| What was hard about it all? | The data | and then the tests.        |
"""
_SCORES: Final = """\
I: Which languages do you use?
C: These, out of ten:
Python: 8/10
Kotlin: 4/10
I: How was the team?
C: It was good, I would say (8/10)
I: And how did the name come out?
C: As MÃ¼ller, JÃ¼rgen and cafÃ©, each time.
I: How did you search for it?
C: With colou?r, favou?rite and neighbou?r as patterns.
"""
_KINDS: Final = [
    {"speaker": who, "type": kind, "text": text}
    for who, kind, text in (
        ("interviewer", "message", "How did you move it?"),
        ("candidate", "message", "We moved the payments in a year."),
        ("interviewer", "system", "What would you do at night?"),
        ("candidate", "image", "I would read the log, as in this picture."),
    )
]
_LIST: Final = '[[turns]]\nspeaker = "interviewer"\ntext = "{}"\n[[turns]]\nspeaker = "candidate"\ntext = "{}"\n'
_DOCUMENT: Final = "---\nspeaker: interviewer\ntext: {}\n---\nspeaker: candidate\ntext: {}\n"
_TALK: Final = [("Why did you leave us?", "The office moved."), ("And what came after?", "A rest, I think.")]
TEXTS: Final[dict[str, tuple[str, Said]]] = {
    "templates": (
        (
            "I: How do you print it?\nC: I write {{user}} in the template.\nI: And a [[list]]?\nC: With {{item}} inside.\n"
            "I: And a default?\nC: I write '' there, and vector<int> elsewhere.\n"
        ),
        [
            ("How do you print it?", "I write {{user}} in the template."),
            ("And a [[list]]?", "With {{item}} inside."),
            ("And a default?", "I write '' there, and vector<int> elsewhere."),
        ],
    ),
    "a share": (
        "I: How was it split?\nC: Between the two of us it was\n50/50\nI: And after that?\nC: After that I did it all.\n",
        [
            ("How was it split?", "Between the two of us it was 50/50"),
            ("And after that?", "After that I did it all."),
        ],
    ),
    "a date below a name": (
        (
            "Interviewer\nWhen did you begin there?\n\nCandidate\n12 April 2026\n\nInterviewer\nAnd when did you leave?\n\n"
            "Candidate\nIn the summer, I think.\n"
        ),
        [("When did you begin there?", "12 April 2026"), ("And when did you leave?", "In the summer, I think.")],
    ),
    "a name that is blanked out": (
        (
            "Interviewer: Where did you work before?\nCandidate: [Company Name]\nInterviewer: What did you do there?\n"
            "Candidate: I ran the payments team for years.\n"
        ),
        [
            ("Where did you work before?", "[Company Name]"),
            ("What did you do there?", "I ran the payments team for years."),
        ],
    ),
    "brackets below a name": (
        (
            "Interviewer:\nWhat is your strength?\n\nCandidate:\n(I listen before I speak.)\n\nInterviewer:\n"
            "And your weakness?\n\nCandidate:\nI wait too long with mails.\n"
        ),
        [
            ("What is your strength?", "(I listen before I speak.)"),
            ("And your weakness?", "I wait too long with mails."),
        ],
    ),
    "a tag": (
        "I: Which tag?\nC: The one that mattered was &lt;input type=text&gt;\nI: Why?\nC: It was wrong, so I moved it.\n",
        [("Which tag?", "The one that mattered was <input type=text>"), ("Why?", "It was wrong, so I moved it.")],
    ),
    "rows between rules": (
        _TABLE,
        [
            ("What did you do?", "I led the payments team."),
            ("What was hard?", "The migration."),
            ("Why leave us?", "The office moved."),
            ("Where to?", "To Berlin, I think."),
        ],
    ),
    "a padded table": (
        _PADDED,
        [
            ("What did you do at the harbour then?", "I closed the berth and read the log."),
            ("How did you tell the night crew of it?", "By radio first, then a page for them."),
        ],
    ),
    "strokes in cells": (
        _STROKES,
        [
            ("How do you find errors?", "I run `grep error | sort` and count."),
            ("And which type was it then?", "A union, int | str in the signature."),
            ("What was hard about it all?", "The data | and then the tests."),
        ],
    ),
    "patterns and ratings": (
        _SCORES,
        [
            ("Which languages do you use?", "These, out of ten: Python: 8/10 Kotlin: 4/10"),
            ("How was the team?", "It was good, I would say (8/10)"),
            ("And how did the name come out?", "As Müller, Jürgen and café, each time."),
            ("How did you search for it?", "With colou?r, favou?rite and neighbou?r as patterns."),
        ],
    ),
    "short answers": (
        (
            "I: Did you lead the team on your own?\nC: Yes, I did.\nI: Could you start in March?\nC: No problem.\n"
            "I: Why us?\nC: Why you? Because the people here are kind.\n"
        ),
        [
            ("Did you lead the team on your own?", "Yes, I did."),
            ("Could you start in March?", "No problem."),
            ("Why us?", "Why you? Because the people here are kind."),
        ],
    ),
    "a first answer like a name": (
        json.dumps(
            [
                {"question": "Where did you study?", "answer": "Leeds University"},
                {"question": "Why did you choose that?", "answer": "My sister was there."},
            ]
        ),
        [("Where did you study?", "Leeds University"), ("Why did you choose that?", "My sister was there.")],
    ),
    "yes and no in other languages": (
        (
            "R : Avez-vous le permis ?\nC : Non.\nR : Parlez-vous anglais ?\nC : Oui, couramment.\n"
            "R : Pourquoi ce poste ?\nC : Parce que : proche, petit, utile.\nR : Et quand ?\nC : En mai.\n"
        ),
        [
            ("Avez-vous le permis ?", "Non."),
            ("Parlez-vous anglais ?", "Oui, couramment."),
            ("Pourquoi ce poste ?", "Parce que : proche, petit, utile."),
            ("Et quand ?", "En mai."),
        ],
    ),
    "the last answer agrees": (
        (
            "I: What would be right for you?\nC: Ten patients a day would be right.\nI: What do you tell your boss?\n"
            "C: That. Exactly that: ten.\n"
        ),
        [
            ("What would be right for you?", "Ten patients a day would be right."),
            ("What do you tell your boss?", "That. Exactly that: ten."),
        ],
    ),
    "lists in TOML": ("".join(starmap(_LIST.format, _TALK)), _TALK),
    "documents of YAML": ("".join(starmap(_DOCUMENT.format, _TALK)), _TALK),
    "an interviewer who repeats answers": (
        json.dumps(_ROWS),
        [
            ("How did you move it?", "We moved the payments in a year."),
            ("So we moved the payments in a year. Why so long?", "The tests took most of it."),
            ("The tests took most of it. What came then?", "A rest."),
        ],
    ),
}

DOUBTED: Final[dict[str, tuple[str, str]]] = {
    "an answer that is a time": (
        "".join(
            f"{who}  0:{at:02}\n{said}\n\n"
            for who, at, said in (
                ("Dana Brook", 2, "What time did it start?"),
                ("Miro Lind", 9, "00:15"),
                ("Dana Brook", 12, "And when did it end?"),
                ("Miro Lind", 19, "3:40, roughly."),
            )
        ),
        "'00:15'",
    ),
    "scores and marks": (_SCORES, "'Python: 8/10'"),
    "an answer that asks": (
        (
            "I: Why did you leave the agency?\nC: Honestly, because nobody there could answer my only question: what are we building?\n"
            "I: What did you do then?\nC: I wrote to twelve companies and waited.\nI: Who replied?\nC: Two of them did.\n"
        ),
        "'Honestly, because",
    ),
    "letters quoted": (_SCORES, "'Ã¼'"),
    "kinds of rows": (json.dumps(_KINDS), "'image', 'system'"),
    "an answer in JSON": (
        json.dumps(
            [
                {"speaker": who, "text": text}
                for who, text in (
                    ("interviewer", "What does the server send?"),
                    ("candidate", '{"saved": "all"}'),
                    ("interviewer", "And what do you do with it?"),
                    ("candidate", "I look for the word all."),
                    ("interviewer", "Why?"),
                    ("candidate", "Because it may be some."),
                )
            ]
        ),
        "'data'",
    ),
    "a cell beyond the header": (
        "question;answer;\nWhy us?;It is near.;\nAnd why now?;A rest.;then work.\n",
        "'then work.'",
    ),
    "ids of questions": ("id,question,answer\nq7,Why us?,It is near.\nq9,And why now?,I had a rest.\n", "of its own"),
    "an answer that may signal listening": (
        (
            "I: Why did you leave us?\nC: The office moved.\nI: What do you tell a friend who deploys on Friday?\n"
            "C: No way.\nI: What was hard?\nC: The tests of the old system were.\n"
        ),
        "'No way.'",
    ),
}


@pytest.mark.parametrize("name", DOUBTED)
def test_what_may_be_left_out_or_not_said_is_quoted(name: str) -> None:
    text, note = DOUBTED[name]
    for transcript in read_transcripts(text.encode(), "x"):
        decided = assign_roles(transcript)
        reading = reading_with(decided, pair(decided))
        assert reading.confidence < CERTAIN
        assert any(note in each for each in reading.notes)


def test_a_dump_of_a_database_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="SQL"):
        list(read_transcripts(b"INSERT INTO talk VALUES (1, 'Why us?', 'It is near.');\n", "x"))


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_said_is_read(name: str) -> None:
    text, said = TEXTS[name]
    (transcript,) = read_transcripts(text.encode(), "x")
    assert [(each.question, each.answer) for each in pair(assign_roles(transcript))] == said


def test_whoever_else_asks_in_a_log_is_shown() -> None:
    talk = [
        ("interviewer", "How did you build it?"),
        ("candidate", "I wrote it in a month with two others."),
        ("Dana Brook", "Who helped you with it?"),
        ("candidate", "My friend from the night shift did."),
        ("Dana Brook", "And what did they pay for it?"),
        ("candidate", "Nine thousand in the end."),
    ]
    lines = (f"10:00:{at:02} INFO {who}: {text}" for at, (who, text) in enumerate(talk))
    (transcript,) = read_transcripts("\n".join(lines).encode(), "x")
    assert transcript.reading.notes == ("Left out as not speech: 'interviewer: How did you build it?'.",)


def test_a_table_without_header_has_as_many_cells_in_each_row() -> None:
    said = (
        "What did you do?",
        "I led a team.",
        "Why leave?",
        "The office moved.",
        "And now?",
        "Berlin, as it is near.",
    )
    rows = (f"{number},{'Ann Bo'.split()[number % 2]},{text}" for number, text in enumerate(said))
    (transcript,) = read_transcripts("\n".join(rows).encode(), "x")
    transcript = assign_roles(transcript)
    assert reading_with(transcript, pair(transcript)).confidence < CERTAIN
    assert "Berlin, as it is near." in transcript.turns[-1].text
