"""What is not read of some data, but may have been said, is quoted in the reading."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any, Final

import pytest

from interview_cli.transcripts.model import QuestionAnswer, Reading
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.unpaired import reading_with

ASKED: Final = (
    "Why do you want to work with us?",
    "Tell us about a time something went wrong at work.",
    "What would you do in your first month here?",
)
SAID: Final = (
    "I have drawn blood for six years, mostly from children.",
    "We lost the labels of forty samples once, and I called every ward.",
    "I would shadow each shift once before I change anything at all.",
)
MORE: Final = "I also told the manager on the same day, because I was ashamed."
SUMMARY: Final = "She described a mishap with labels and how every ward was called."
TURNS: Final = [turn for pair_ in zip(ASKED, SAID, strict=True) for turn in zip(("Nora", "Anna"), pair_, strict=True)]


def read(data: str) -> tuple[Reading, tuple[QuestionAnswer, ...]]:
    first, *_ = map(assign_roles, read_transcripts(data.encode(), "x"))
    pairs = pair(first)
    return reading_with(first, pairs), pairs


def sheet(header: list[str], *rows: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue()


def written_pairs(**more: Any) -> list[dict[str, Any]]:
    """Questions and answers, the second one with further fields."""
    rows: list[dict[str, Any]] = [{"question": a, "answer": b} for a, b in zip(ASKED, SAID, strict=True)]
    rows[1] |= more
    return rows


def written_turns(**more: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{"speaker": name, "text": text} for name, text in TURNS]
    rows[3] |= more
    return rows


NOT_READ: Final[dict[str, str]] = {
    "a second answer": json.dumps(written_pairs(answer2=MORE)),
    "follow-ups in other terms": json.dumps(written_pairs(follow_ups=[{"q": "Who knew of it?", "a": MORE}])),
    "a thread in other terms": json.dumps(written_turns(thread=[{"by": "Anna", "body": MORE}])),
    "a correction": json.dumps(written_turns(correction=MORE)),
    "a last answer": json.dumps({"asked": written_pairs(), "final_question": "Anything else?", "final_answer": MORE}),
    "a column of follow-ups": sheet(
        ["question", "answer", "follow_up_answer"],
        *([*both, MORE * (n == 1)] for n, both in enumerate(zip(ASKED, SAID, strict=True))),
    ),
    "a column that asks nothing": sheet(["Time", "Name", *ASKED, "Anything else"], ["1", "Anna", *SAID, MORE]),
    "an answer more than questions": sheet(
        ["Name", "Question 1", "Answer 1", "Answer 2"], *([name, ASKED[0], SAID[0], MORE] for name in ("Anna", "Bo"))
    ),
}


@pytest.mark.parametrize("data", NOT_READ.values(), ids=NOT_READ)
def test_what_may_be_said_beside_what_is_read_is_quoted(data: str) -> None:
    reading, pairs = read(data)
    assert pairs
    assert MORE not in " ".join(each.answer for each in pairs)
    assert reading.confidence < 0.9
    assert any(MORE[:60] in note for note in reading.notes)


READ_WHOLE: Final[dict[str, str]] = {
    "a summary": json.dumps(written_turns(gist=SUMMARY)),
    "another version": json.dumps(written_turns(redacted_text=f"{SAID[1][:-1]}!")),
    "a translation": json.dumps(
        written_turns(english="", deutsch="Ich habe einmal die Etiketten von vierzig verloren.")
    ),
    "the whole text": json.dumps({"transcript": " ".join(text for _, text in TURNS), "turns": written_turns()}),
    "a note": json.dumps(written_turns(note=MORE)),
    "a few words": json.dumps(written_turns(mood="I am fine")),
}


@pytest.mark.parametrize("data", READ_WHOLE.values(), ids=READ_WHOLE)
def test_other_versions_and_texts_about_what_is_said_are_not_quoted(data: str) -> None:
    reading, pairs = read(data)
    assert [each.answer for each in pairs] == list(SAID)
    assert reading == Reading()


def test_what_is_said_of_the_person_in_a_form_is_an_answer() -> None:
    fields = [("Full name", "Teo Marsh"), ("E-mail", "teo@x.example"), ("Notice period", "Two months")]
    answers = [("Your greatest strength", "Patience"), ("I am willing to work at night.", "Yes")]
    form = [*fields, *zip(ASKED, SAID, strict=True), *answers]
    _, pairs = read(json.dumps([{"question": a, "answer": b} for a, b in form]))
    assert [(each.question, each.answer) for each in pairs] == form[len(fields) :]


def test_ids_of_questions_that_several_people_answer_are_no_interviews() -> None:
    rows = [[str(n), name, *both] for n, both in enumerate(zip(ASKED, SAID, strict=True)) for name in ("a1", "b2")]
    found = list(read_transcripts(sheet(["id", "candidate_id", "question", "answer"], *rows).encode(), "x"))
    assert [each.id for each in found] == ["a1", "b2"]
    assert [[turn.text for turn in each.turns[1::2]] for each in found] == [list(SAID)] * 2


@pytest.mark.parametrize(("name", "is_doubted"), [("entries", True), ("sections", False)])
def test_records_with_ids_whose_questions_differ_may_be_several_interviews(name: str, is_doubted: bool) -> None:
    rows = [*written_pairs(), {"question": "Which shifts suit you best?", "answer": "I prefer the early ones."}]
    reading, pairs = read(json.dumps({name: [{"id": "r-7f", "qa": rows[:2]}, {"id": "r-c2", "qa": rows[2:]}]}))
    assert len(pairs) == len(rows)
    assert any("'r-7f', 'r-c2'" in note for note in reading.notes) == is_doubted
    assert (reading.confidence < 0.9) == is_doubted


TABLE: Final = [("Question", "Answer"), *zip(ASKED, SAID, strict=True)]
AROUND: Final[dict[str, Callable[[str], str]]] = {
    "Markdown": lambda text: (
        "\n".join(["|".join(("", *row, "")) for row in (TABLE[0], ("---", "---"), *TABLE[1:])]) + f"\n\n{text}\n"
    ),
    "page": lambda text: (
        "<h1>I work here and I like it</h1><table>"
        + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in TABLE)
        + f"</table><p>{text}</p>"
    ),
}


@pytest.mark.parametrize("write", AROUND.values(), ids=AROUND)
@pytest.mark.parametrize(("text", "is_quoted"), [(MORE, True), ("Written down by the clinic in May.", False)])
def test_what_people_say_of_themselves_around_a_table_is_quoted(
    write: Callable[[str], str], text: str, is_quoted: bool
) -> None:
    reading, pairs = read(write(text))
    assert [(each.question, each.answer) for each in pairs] == TABLE[1:]
    assert reading.notes == (f"Left out around a table: {text[:60]!r}.",) * is_quoted


@pytest.mark.parametrize("aside", ["agent_thoughts", "resume", "feedback"])
def test_long_texts_about_an_interview_do_not_outdo_it(aside: str) -> None:
    talk = "The agent: she is brief about the ward, which may be nerves.\nThe observer: ask again, and more simply.\n"
    pairs = [
        {"asked": a, "agent_message": a, "user_message": b, aside: talk * 9} for a, b in zip(ASKED, SAID, strict=True)
    ]
    _, found = read(json.dumps([{"name": "Noor"}, {"talk": pairs}, {aside: talk * 40}]))
    assert [(each.question, each.answer) for each in found] == list(zip(ASKED, SAID, strict=True))
