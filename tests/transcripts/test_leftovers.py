"""What a reading leaves in the texts makes it doubtful, and the note says what."""

from __future__ import annotations

import pytest

from interview_cli.transcripts.leftovers import LONG_AFTER_WORDS, MAX_MARK_CHARACTERS, SWALLOWED_WORDS, doubts
from interview_cli.transcripts.model import Reading, Role, Turn
from interview_cli.transcripts.plain_text import CERTAIN

CLEAN = (
    "At Northlake I moved the invoice system to a queue: it took four steps, from 9:30 to noon.",
    "A note went out every Friday. A page held the open risks.",
    "My answer to that was simple: we ask them first.",
)


def turns(*texts: str) -> list[Turn]:
    return [Turn(None, Role.UNKNOWN, text) for text in texts]


def test_speech_leaves_no_doubt() -> None:
    assert doubts(turns(*CLEAN)) == Reading()


def said(role: Role, text: str, label: str | None = None) -> Turn:
    return Turn(label, role, text)


def test_who_is_not_named_is_guessed() -> None:
    reading = doubts(turns(*CLEAN), named=False)
    assert reading.notes == ("No speakers are named: who is speaking was inferred from the questions.",)


def test_one_name_for_all_that_is_said_is_said() -> None:
    reading = doubts((Turn("Room 4", Role.CANDIDATE, "I left."),), named=False)
    assert reading.notes == ("Only Room 4 is named as a speaker: who is speaking was inferred from the questions.",)
    assert 0.3 < reading.confidence < CERTAIN


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        (("I moved it. Ques 2. Why?",), "'Ques 2'"),
        (("I moved it. Overall Score: 7/10",), "'Overall Score'"),
        (("I moved it. Dana Brook: Why? I wanted to.", "Dana Brook: And then?"), "'Dana Brook'"),
        (("interviewer: why?",), "'interviewer'"),
    ],
    ids=["number of a question", "section", "label", "label at the front"],
)
def test_a_label_in_the_text_is_named(texts: tuple[str, ...], left: str) -> None:
    reading = doubts(turns(*texts))
    assert reading.confidence < CERTAIN
    assert reading.notes == (f"Read as speech, but looks like a label or heading: {left}.",)


def test_one_name_before_a_colon_may_be_speech() -> None:
    assert doubts(turns("I asked them. Dana said it best: Berlin: that is the place.")) == Reading()


@pytest.mark.parametrize(
    "text", ["It was [00:12] late.", "It was (1:02:03) late.", "0.5 00:00:03.090 late.", ": I split it."]
)
def test_times_in_the_text_are_quoted(text: str) -> None:
    reading = doubts(turns(CLEAN[0], text))
    assert reading.confidence < CERTAIN
    assert reading.notes == (f"Read as speech with a timestamp in it: {text!r}.",)


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (("#12:04 I moved it.", "#13:55 It took a week."), "#12:04"),
        (("I moved it. <10m03> Why?", "It took a week. <11m03> And then?"), "<10m03>"),
        (("I moved it /7/", "It took a week /8/"), "/7/"),
    ],
    ids=["in front", "at the front of a sentence", "at the end"],
)
def test_marks_that_nobody_says_are_named_when_they_recur(texts: tuple[str, str], mark: str) -> None:
    assert doubts(turns(texts[0])) == Reading()
    reading = doubts(turns(*texts))
    assert reading.confidence < 0.5
    assert reading.notes == (f"Symbols that are not speech are left in turns: {mark!r}.",)


@pytest.mark.parametrize(
    ("text", "is_doubtful"),
    [
        ("It took a week. Dana Brook And then?", True),
        ("It took a week. [0:12] Dana Brook | And then?", True),
        ("It took a week. Dana Brook, you know her.", False),
        ("It took a week with Dana Brook there.", False),
    ],
    ids=["in front", "behind a time", "called by name", "inside a sentence"],
)
def test_names_of_speakers_stand_inside_no_text(text: str, is_doubtful: bool) -> None:
    reading = doubts([said(Role.INTERVIEWER, "How long?", "Dana Brook"), said(Role.CANDIDATE, text, "Bo")])
    assert ("Speaker names appear inside the text of turns: 'Dana Brook'." in reading.notes) is is_doubtful
    assert (reading.confidence < 0.3) is is_doubtful


@pytest.mark.parametrize("more", [0, 1])
def test_a_question_and_its_answer_stand_in_no_turn(more: int) -> None:
    words = "word " * SWALLOWED_WORDS
    answer = said(Role.CANDIDATE, f"We did. {words[5:]}ok? {words}{'more ' * more}".strip(), "Bo")
    asked = [said(Role.INTERVIEWER, "Why? " + "word " * (LONG_AFTER_WORDS - 2 + more) + "end.", "Dana")]
    found = [doubts([*asked * 2, each]).notes for each in (answer, said(Role.CANDIDATE, "We did.", "Bo"))]
    swallowed = 2 * more + 1, 2 * more
    assert [note[0].count("', '") + 1 if note else 0 for note in found] == list(swallowed)


def test_blanks_to_fill_in_are_not_speech() -> None:
    reading = doubts(turns("Date: ______ Name: ____________ How would you find it?", *CLEAN[1:]))
    assert reading.notes == ("Symbols that are not speech are left in turns: '____'.",)


def test_lines_have_seldom_a_speaker_each() -> None:
    several = [said(Role.INTERVIEWER, f"It was {name}.", name) for name in ("Ann", "Bo", "Cy", "Di")]
    again = said(Role.CANDIDATE, "So it was.", "Ann")
    assert doubts([*several, again, again]) == Reading()
    assert doubts(several) == Reading(), "four lines are too few to tell"
    reading = doubts([*several, again])
    assert reading.notes == ("Almost every line has a different speaker.",)
    assert reading.confidence < CERTAIN


def test_bullets_of_a_written_answer_are_no_marks() -> None:
    assert doubts(turns("I did this. - I split it. - I shipped it.")) == Reading()


def test_of_a_long_mark_only_the_front_is_looked_at() -> None:
    long = "<" + "9" * MAX_MARK_CHARACTERS
    assert doubts(turns(f"It was {long}", f"So {long}")).notes[0].endswith(f"{long[:MAX_MARK_CHARACTERS]!r}.")


def test_a_translation_among_the_turns_is_noticed() -> None:
    english = "I began as a helper in a garage and I simply stayed there for years."
    german = "Ich habe als Aushilfe in einer Werkstatt angefangen und bin einfach geblieben."
    reading = doubts(turns(f"{german} {english}", f"{german} {english}", german))
    assert reading.notes == ("Turns start in one language and end in another; the file may contain a translation.",)
    assert reading.confidence < CERTAIN
    assert doubts(turns(german, english, f"{german} {english}")) == Reading()


@pytest.mark.parametrize(
    ("text", "noted"), [("I left. - I - left - in - May.", True), ("We left - in May - by sea.", False)]
)
def test_a_list_of_words_is_no_speech(text: str, noted: bool) -> None:
    reading = doubts([said(Role.INTERVIEWER, "When was it?"), said(Role.CANDIDATE, text), said(Role.CANDIDATE, text)])
    assert ("Symbols that are not speech are left in turns: '- …'." in reading.notes) == noted
