"""Text with labels and times in the many ways people write them."""

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.model import Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles


def turns(text: str) -> tuple[Turn, ...]:
    (transcript,) = read_transcripts(text.encode(), "x.txt")
    return transcript.turns


def said(text: str) -> list[tuple[str | None, str]]:
    return [(turn.speaker_label, turn.text) for turn in turns(text)]


EXPECTED = [("Ann Lee", "Why us?"), ("Bo", "I like it. Really."), ("Ann Lee", "Go on.")]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee: Why us?\nBo: I like it.\nReally.\nAnn Lee: Go on.\nBo:\n",
        "Ann Lee:\nWhy us?\n\nBo:\nI like it.\n\nReally.\n\nAnn Lee:\nGo on.\n\nBo: \n",
        "**Ann Lee:** Why us?\n\n**Bo:** I like it. Really.\n\n**Ann Lee:** Go on.\n\n**Bo:** ",
        "[00:01] Ann Lee: Why us?\n[00:02] Bo: I like it. Really.\n[00:04] Ann Lee: Go on.\n[00:05] Bo:",
        "(0:01) Ann Lee: Why us?\n(0:02) Bo: I like it. Really.\n(0:04) Ann Lee: Go on.\n(0:05) Bo:",
        "00:00:01 - Ann Lee: Why us?\n00:00:02 - Bo: I like it. Really.\n00:00:04 - Ann Lee: Go on.\n00:00:09 - Bo:",
        "Ann Lee (00:01): Why us?\nBo (00:02): I like it. Really.\nAnn Lee (00:04): Go on.\nBo (00:05):",
        "Ann Lee  0:01\nWhy us?\n\nBo  0:02\nI like it. Really.\n\nAnn Lee  0:04\nGo on.\n\nBo  0:09\n",
        "Ann Lee | 00:01\nWhy us?\nBo | 00:02\nI like it. Really.\nAnn Lee | 00:04\nGo on.\nBo | 00:05\n",
        "Ann Lee 10:01:00 AM\nWhy us?\nBo 10:01:02 AM\nI like it. Really.\nAnn Lee 10:01:04 AM\nGo on.\nBo 10:02 AM",
        "- **Ann Lee** `0:01`\n  \n  Why us?\n- **Bo** `0:02`\n\n  I like it. Really.\n- **Ann Lee** `0:04`\nGo on.",
        "[Ann Lee]: Why us?\n[Bo]: I like it. Really.\n[Ann Lee]: Go on.\n[Bo]:",
        "Ann Lee： Why us?\nBo： I like it. Really.\nAnn Lee： Go on.\nBo：",
    ],
)
def test_ways_to_write_who_speaks(text: str) -> None:
    assert said(text) == EXPECTED


def test_names_in_a_column_of_their_own() -> None:
    text = "\n".join(f"DR HALE  {asked}\nAPPLICANT  I told them at 17:00." for asked in ("Why us?", "Why now?"))
    assert said(text)[:2] == [("DR HALE", "Why us?"), ("APPLICANT", "I told them at 17:00.")]


def test_times_are_read() -> None:
    text = "[00:01:02] Ann: Why?\n[01:00:00.500] Bo: So.\n[1:00:10 --> 1:00:12] Ann: Ah.\n"
    assert [(turn.start_s, turn.end_s) for turn in turns(text)] == [(62, None), (3600.5, None), (3610, 3612)]


def test_role_words_alone_above_the_text() -> None:
    assert said("Interviewer\nWhy us?\n\nCandidate\nI like it.\n") == [
        ("Interviewer", "Why us?"),
        ("Candidate", "I like it."),
    ]


def test_numbered_questions_and_answers() -> None:
    assert said("Q1. Why us?\nA1. I like it.\nReally.\nQ2) How?\nA2) So.\n") == [
        ("Q1", "Why us?"),
        ("A1", "I like it. Really."),
        ("Q2", "How?"),
        ("A2", "So."),
    ]


def test_words_with_a_colon_inside_an_answer_are_no_speakers() -> None:
    text = (
        "Interviewer: Tell me about a project.\nCandidate: Sure.\nSituation: it was slow.\nKafka: we used it.\n"
        "Result: it got fast.\nInterviewer: Why?\nCandidate: Load.\n"
    )
    assert said(text)[1] == ("Candidate", "Sure. Situation: it was slow. Kafka: we used it. Result: it got fast.")


def test_an_answer_in_parts_is_no_conversation() -> None:
    text = "Situation: the build was slow.\nTask: make it fast.\nAction: I cached it.\nResult: it took a minute.\n"
    assert {label for label, _ in said(text)} == {None}


def test_what_stands_above_the_first_speaker_is_a_title() -> None:
    text = "Interview notes\nDate: 2026-01-02\n\nAnn: Why?\nBo: So.\nAnn: How?\nBo: Thus.\n"
    assert said(text) == [("Ann", "Why?"), ("Bo", "So."), ("Ann", "How?"), ("Bo", "Thus.")]


def test_titles_in_markdown_are_left_out() -> None:
    text = "# Interviewer: Dr. Ann Lee\n# Candidate: Bo\n\n## Candidate\nHi.\n## Part two\n### Interviewer\nWhy us?\n"
    assert said(text) == [("Candidate", "Hi."), ("Interviewer", "Why us?")]


def test_one_speech_in_wrapped_lines_stays_together() -> None:
    text = "Why did you leave\nyour last job?\nBecause the team\nwas closed.\n"
    assert [text for _, text in said(text)] == ["Why did you leave your last job?", "Because the team was closed."]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"%PDF-1.7 ...", "PDF document"),
        (b"ID3\x04\x00\x00", "is a recording"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "is a recording"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"...\n---\n", "contains nothing that could be read as speech"),
    ],
)
def test_what_is_no_transcript_says_why_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as raised:
        list(read_transcripts(data, "a.txt"))
    assert raised.value.message.startswith("a.txt ")
    assert "\n" not in str(raised.value)


def test_mails_are_said_by_their_senders() -> None:
    jane, tom = "Jane Doe <j@example.org>", "Tom Fox <t@example.org>"
    text = (
        f"From: {jane}\nTo: {tom}\nSubject: Questions\n\nWhy us?\n\n"
        f"From: {tom}\nTo: {jane}\nSubject: Re: Questions\n\nI like it.\n\n"
        f"From: {jane}\nTo: {tom}\nSubject: Re: Re: Questions\n\nWhat else?\n\n"
        f"From: {tom}\nTo: {jane}\nSubject: Re: Re: Re: Questions\n\nTwo things: pay and place.\n"
    )
    assert said(text) == [
        ("Jane Doe", "Why us?"),
        ("Tom Fox", "I like it."),
        ("Jane Doe", "What else?"),
        ("Tom Fox", "Two things: pay and place."),
    ]


def test_long_lines_of_mails_cost_no_more_than_others() -> None:
    blanks = " " * 200_000
    text = f"From: Ann{blanks}Lee\nTo: b\n\nWhy us?\n\nFrom: Bo\nTo:{blanks}c\n\nI like it.\n\nFrom:{blanks}x\n"
    assert "I like it." in [text for _, text in said(text)][-1]


def test_the_number_of_a_question_is_no_part_of_what_is_said() -> None:
    assert said("1. Why us?\nI like it.\n2) Tell me more.\n3. It is near.") == [
        (None, "Why us?"),
        (None, "I like it."),
        (None, "Tell me more."),
        (None, "3. It is near."),
    ]


def test_a_list_with_a_question_in_it_is_no_interview() -> None:
    with pytest.raises(InputError, match="no speaker labels"):
        turns("Pros: it is quick.\nCons: who will keep it up?\nPros: it is simple.\nCons: it is not safe.")


@pytest.mark.parametrize(
    "text",
    [
        "Question 1: Why did you\nleave?\nThe office moved.\n\nFar away.\n\nQuestion 2: What now?\nA queue: small.\n",
        "Q1. Why did you leave?\n\nThe office moved.\nFar away.\n\nQ2. What now?\n\nA queue: small.\n",
        "* Frage 1: Why did you leave?\n  * The office moved. Far away.\n* Frage 2: What now?\n  * A queue: small.\n",
    ],
    ids=["below", "blank lines", "bullets"],
)
def test_where_only_questions_are_marked_the_rest_answers(text: str) -> None:
    (transcript,) = read_transcripts(text.encode(), "x.txt")
    found = [(qa.question, qa.answer) for qa in pair(assign_roles(transcript))]
    assert found == [("Why did you leave?", "The office moved. Far away."), ("What now?", "A queue: small.")]


@pytest.mark.parametrize("sides", [("Interviewer", "Kandidaat"), ("Ana Lima", "Kofi Ray")])
def test_a_conversation_in_one_paragraph_is_divided_at_its_labels(sides: tuple[str, str]) -> None:
    said = ["Why did you leave?", "The office moved. Far away.", "What now?", "A queue: small.", "Who asked?", "Two."]
    text = " ".join(f"{who}: {words}" for who, words in zip(sides * 3, said, strict=True))
    assert [turn.text for turn in turns(f"Talk of 12 May. {text}")] == said


def test_people_quoted_in_an_answer_are_no_speakers() -> None:
    said = "It went like this. Boss: ship it. Lee: not yet. Boss: when? Lee: on Monday. So we waited."
    text = f"Ana Lima: What happened?\nKofi Ray: {said}\nAna Lima: And then?\nKofi Ray: It held.\n"
    assert [turn.text for turn in turns(text)] == ["What happened?", said, "And then?", "It held."]


def test_empty_lines_of_a_form_are_no_answers() -> None:
    text = "Question 1: Why did you leave?\nAnswer: ________\nQuestion 2: What now?\nAnswer: ________\n"
    assert [turn.text for turn in turns(text)] == ["Why did you leave?", "What now?"]


def test_who_is_present_may_speak_once() -> None:
    said = [("Dr. Amy Zeller", "Why did you leave?"), ("Kit Moran", "The office moved far away, and I could not.")]
    said += [("Prof. Ron Iqbal", "What did you build?"), ("Kit Moran", "A queue for the orders, small but safe.")]
    said += [("Dr. Amy Zeller", "And now?"), ("Kit Moran", "I want to come back to the city.")]
    said += [("Sue Patel (HR)", "When could you start?"), ("Kit Moran", "In May, if you like.")]
    head = "Present: Dr. Amy Zeller, Prof. Ron Iqbal, Sue Patel (HR), Kit Moran\n\n"
    (transcript,) = read_transcripts((head + "".join(f"{w}: {t}\n" for w, t in said)).encode(), "x.txt")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == said


LOOKS = [
    ("**{}**\n\n", "{}\n\n"),
    ("__{}__\n", "{}\n"),
    ("*{}*\n\n", "{}\n\n"),
    ("## {}\n\n", "{}\n\n"),
    ("**1. {}**\n", "{}\n"),
    ("1) {}\n", "   → {}\n\n"),
    ("{}\n", "    {}\n\n"),
    ("– {}\n", "{}\n"),
    ("> {}\n\n", "{}\n\n"),
    ("――{}\n\n", "宮田\u3000{}\n\n"),
]


@pytest.mark.parametrize(("asked", "answered"), LOOKS)
def test_lines_that_look_different_ask(asked: str, answered: str) -> None:
    talk = [
        ("How did you come to the mine?", "My uncle. You know what he said? Tell me when you are done."),
        ("They say that it closes in March.", "It does.\n    And the rope goes to a museum, can you see that?"),
        ("Would you go back?", "No."),
    ]
    text = "".join(asked.format(a) + answered.format(b) for a, b in talk)
    (transcript,) = read_transcripts(f"THE MINE\n\n{text}".encode(), "x.txt")
    found = [(qa.question, qa.answer) for qa in pair(assign_roles(transcript))]
    assert found == [(a, " ".join(b.split())) for a, b in talk]
    assert transcript.reading.confidence < 1


def test_questions_in_capitals_may_take_several_lines() -> None:
    text = (
        "THE MINE\n\nHOW DO YOU COUNT SOMETHING THAT\nMOVES AT NIGHT?\n\nBadly. Why do you ask?\n\nI sit still.\n\n"
        "THE COUNCIL SAYS IT IS FINE. DO YOU AGREE?\n\nNo. Don't print that.\n"
    )
    (transcript,) = read_transcripts(text.encode(), "x.txt")
    assert [(qa.question, qa.answer) for qa in pair(assign_roles(transcript))] == [
        ("HOW DO YOU COUNT SOMETHING THAT MOVES AT NIGHT?", "Badly. Why do you ask? I sit still."),
        ("THE COUNCIL SAYS IT IS FINE. DO YOU AGREE?", "No. Don't print that."),
    ]


def test_speakers_with_names_are_not_told_by_their_looks() -> None:
    text = "> Ann Lee: Why did you leave?\n\nBo Fry: It closed.\n\n> Ann Lee: What now?\n\nBo Fry: A queue.\n"
    assert [turn.speaker_label for turn in turns(text)] == ["Ann Lee", "Bo Fry"] * 2


def test_names_before_the_first_question_and_answer_only_are_not_said() -> None:
    text = (
        "**Daily: Why did you leave?**\n\nBo Fry: It closed.\n\n**What now?**\n\nA queue.\n\n**Why?**\n\nI like it.\n"
    )
    assert [turn.text for turn in turns(text)][1::2] == ["It closed.", "A queue.", "I like it."]


@pytest.mark.parametrize("sound", ["<laughs>", "<coughing>", "[laughs]", "(inaudible)", "<inaudible 00:12>"])
def test_sounds_in_any_brackets_are_not_said(sound: str) -> None:
    text = f"Ann: Why us?\nBo: No. {sound} I mean, I like 2 < 3 and 5 > 4.\nAnn: Why?\nBo: {sound} So.\n"
    assert [turn.text for turn in next(read_transcripts(text.encode(), "x")).turns][1::2] == [
        "No. I mean, I like 2 < 3 and 5 > 4.",
        "So.",
    ]


@pytest.mark.parametrize("name", ["Researcher note", "Coach feedback", "Notes"])
def test_numbered_questions_in_bold_with_answers_below_and_notes_on_these(name: str) -> None:
    pairs = [
        ("Walk me through your first look at the map.", "I read the legend first. Is that odd? I always do."),
        ("What would you change?", "The scale, which is too small for me."),
        ("Would you show it to others?", "Not before my daughter has seen it."),
    ]
    text = "\n---\n\n".join(
        f"**Q{number}: {asked}**\n\n> {answer}\n\n**{name}:** She trusts paper. The legend is a signal of trust.\n"
        for number, (asked, answer) in enumerate(pairs, 1)
    )
    (transcript,) = read_transcripts(text.encode(), "x.md")
    assert [(qa.question, qa.answer) for qa in pair(assign_roles(transcript))] == pairs


def test_questions_in_bold_before_line_breaks_the_last_one_without_a_mark() -> None:
    pairs = [
        ("Were you born in the lighthouse?", "No, on the ferry."),
        ("How do you spend the winter?", "I mend nets. The lamp needs little."),
        ("Do you ever row across, and what do you take with you", "Seldom. Bread."),
    ]
    text = "## Interview\n\nBelow are her answers in short.\n\n" + "\n\n".join(
        f"**{asked}** <br>\n{answer}" for asked, answer in pairs
    )
    (transcript,) = read_transcripts(text.encode(), "x.md")
    assert [(qa.question, qa.answer) for qa in pair(assign_roles(transcript))] == pairs


def test_times_that_are_not_between_those_of_the_speakers_are_said() -> None:
    text = (
        "Ann  0:10\nWhen do you open?\n\nBo  0:20\n9:30 was too late for us.\n8:45 it is now.\n\n"
        "Ann  0:40\nAnd when do you close?\n\nBo  0:50\n18:00 on most days.\n0:55 Not on Mondays.\n"
    )
    assert [turn.text for turn in turns(text) if turn.speaker_label == "Bo"] == [
        "9:30 was too late for us. 8:45 it is now.",
        "18:00 on most days.",
        "Not on Mondays.",
    ]
