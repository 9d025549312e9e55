"""Data and reports as practice tools write them: names beside texts, lists of each side, captions, templates."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles

SAID = [
    ("What did you repair first?", "I took the lantern apart and I found a bent wick, so we filed it straight."),
    ("Tell me about the harbour.", "We lost a rope in the storm. I swam out and I tied it to the second bollard."),
    (
        "How do you teach apprentices?",
        "I let them break one lamp each, and then I ask what they heard before it broke.",
    ),
    ("Why would you leave the island?", "My sister has a boat now, and I want to learn how she reads the weather."),
]
IDEAL = "An ideal answer names the fault, the repair and its result, as I did when I rebuilt the pier."
TURNS = [text for both in SAID for text in both]
SIDES = ["interviewer", "candidate"] * len(SAID)


def read(text: str, name: str = "x.json") -> list[Transcript]:
    return list(read_transcripts(text.encode(), name))


def pairs(read: Transcript) -> list[tuple[str, str]]:
    return [(each.question, each.answer) for each in pair(assign_roles(read))]


def table(*rows: Sequence[Any], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


DATA: dict[str, Any] = {
    "lists of records": {"questions": [{"text": q} for q, _ in SAID], "answers": [{"text": a} for _, a in SAID]},
    "records by id": {
        "questions": {f"q{n}": q for n, (q, _) in enumerate(SAID)},
        "responses": {f"q{n}": {"text": a, "score": 6} for n, (_, a) in enumerate(SAID)},
    },
    "sections beside other fields": {
        "craft": [{"question": q, "answer": a} for q, a in SAID[:2]],
        "people": [{"question": q, "answer": a} for q, a in SAID[2:]],
        "verdict": "Hired.",
    },
    "questions as keys of records": {q: {"answer": a, "feedback": "Too short.", "score": 5} for q, a in SAID},
    "a follow-up in an object": [
        {"question": q, "answer": a, "follow_up": dict(zip(("question", "answer"), more, strict=True))}
        for (q, a), more in zip(SAID[::2], SAID[1::2], strict=True)
    ],
    "lists as JSON in texts": {
        "questions": json.dumps([q for q, _ in SAID]),
        "answers": json.dumps([a for _, a in SAID]),
    },
    "roles and texts in lists": [list(both) for both in zip(SIDES, TURNS, strict=True)],
    "a better answer": [{"asked": q, "said": a, "betterAnswer": IDEAL} for q, a in SAID],
}


@pytest.mark.parametrize("name", DATA)
def test_data(name: str) -> None:
    (found,) = read(json.dumps(DATA[name]))
    assert pairs(found) == SAID


def test_lists_in_different_order_are_matched_by_their_ids() -> None:
    data = {
        "questions": [{"id": n, "text": q} for n, (q, _) in enumerate(SAID)],
        "answers": [{"id": n, "text": a} for n, (_, a) in reversed(list(enumerate(SAID)))],
    }
    assert pairs(read(json.dumps(data))[0]) == SAID


SCRIPTS: dict[str, Callable[[str], str]] = {
    "constant": lambda data: f"const lamps = {data};\n\nexport default lamps;\n",
    "module": lambda data: (
        f"// of a tool\nmodule.exports = {{\n  talk: {data.replace(chr(10), chr(10) + '  ')}\n}};\n"
    ),
    "remarks above": lambda data: f"/* of a tool */\n// 3 May\n{data}\n",
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_data_of_scripts(name: str) -> None:
    rows = "".join(f'  {{ question: "{q}", answer: "{a}", }},\n' for q, a in SAID)
    (found,) = read(SCRIPTS[name](f"[\n{rows}]"), "x.js")
    assert pairs(found) == SAID


SIDEWAYS: dict[str, str] = {
    "Markdown": "".join(f"| Question | {q} |\n|---|---|\n| Answer | {a} |\n| Score | 6/10 |\n\n" for q, a in SAID),
    "numbered, with a header": "# Lamps\n\n"
    + "".join(
        f"### Part {n}\n\n| Field | Value |\n|---|---|\n| **Question {n}** | {q} |\n| **Your answer** | {a} |\n"
        f"| **Ideal answer** | {IDEAL} |\n\n"
        for n, (q, a) in enumerate(SAID, 1)
    ),
    "CSV": table(*(row for q, a in SAID for row in (("Question", q), ("Answer", a), ("Score", 6)))),
    "CSV on its side": table(
        ("Question", *(q for q, _ in SAID)), ("Answer", *(a for _, a in SAID)), ("Score", 5, 6, 7, 8)
    ),
    "HTML": "<html><body>"
    + "".join(
        f"<table><tr><th>Question</th><td>{q}</td></tr><tr><th>Answer</th><td>{a}</td></tr></table>" for q, a in SAID
    )
    + "</body></html>",
}


@pytest.mark.parametrize("name", SIDEWAYS)
def test_names_beside_texts(name: str) -> None:
    (found,) = read(SIDEWAYS[name], "x")
    assert pairs(found) == SAID


BARE: dict[str, str] = {
    "pairs": table(*SAID),
    "speakers": table(*zip(SIDES, TURNS, strict=True)),
    "a log": "".join(f"2031-05-03 10:0{n}:00 | mila | Q{n} | {q} | {a} | 9.2s\n" for n, (q, a) in enumerate(SAID, 1)),
    "below other rows": table(("Candidate", "Mila Brandt"), ("Place", "Pier 3"), (), ("#", "Question", "Answer"))
    + table(*((n, q, a) for n, (q, a) in enumerate(SAID, 1))),
}


@pytest.mark.parametrize("name", BARE)
def test_tables_without_names_above(name: str) -> None:
    (found,) = read(BARE[name], "x")
    assert pairs(found) == SAID


def test_a_log_of_two_interviews_starts_over() -> None:
    rows = [("mila", SAID), ("otto", [(q, f"{a} I am sure.") for q, a in SAID])]
    text = "".join(
        f"2031-05-03 10:0{n}:00 | {who} | Q{n} | {q} | {a} | 9.2s\n"
        for who, said in rows
        for n, (q, a) in enumerate(said, 1)
    )
    assert [pairs(each) for each in read(text, "x.log")] == [said for _, said in rows]


def test_a_column_with_one_number_begins_no_interviews() -> None:
    text = "".join(f"2031-05-03 10:0{n}:00 | 1 | mila | {q} | {a} | 9.2s\n" for n, (q, a) in enumerate(SAID))
    (found,) = read(text, "x.log")
    assert pairs(found) == SAID


@pytest.mark.parametrize("last", ["Answer", "Remark"])
def test_numbers_beyond_the_last_column(last: str) -> None:
    names = ("Question", "Answer", "Remark")[: 2 + (last == "Remark")]
    rows = [
        (q, a, *("Well told, and calm.",) * (last == "Remark"), *((7,) * (n > 1))) for n, (q, a) in enumerate(SAID)
    ]
    (found,) = read(table(names, *rows), "x.csv")
    assert pairs(found) == SAID


def test_people_in_a_column_of_names() -> None:
    rows = [(who, q, f"{a} So says {who}.") for who in ("Mila Brandt", "Otto Kern") for q, a in SAID[:2]]
    found = read(table(("Name", "Question", "Answer"), *rows), "x.csv")
    assert [len(pairs(each)) for each in found] == [2, 2]


CARDS: dict[str, Callable[[int, str, str], str]] = {
    "headings": lambda n, q, a: (
        f"<div class='head'><span>Question {n}</span><h3>{q}</h3></div><div class='body'><h4>Your answer</h4>"
        f"<p>{a}</p><h4>Feedback</h4><p>Calm, but name the year.</p><span>6/10</span></div>"
    ),
    "captions before texts": lambda n, q, a: (
        f"<h2>Q{n}. {q}</h2><div class='answer'><b>Your answer:</b> {a}</div><p><b>Sample answer:</b> {IDEAL}</p>"
    ),
    "captions and no question": lambda _, q, a: (
        f"<p>{q}</p><p>Your response</p><p>{a}</p><p>What the ideal answer looks like</p><p>{IDEAL}</p>"
    ),
    "classes": lambda _, q, a: (
        f"<p class='question'>{q}</p><p class='answer'>{a}</p><p class='ideal-answer'>{IDEAL}</p>"
    ),
}


@pytest.mark.parametrize("name", CARDS)
def test_cards(name: str) -> None:
    cards = "".join(CARDS[name](n, q, a) for n, (q, a) in enumerate(SAID, 1))
    (found,) = read(f"<html><body><h1>Lamps</h1><p>Overall: 74 of 100</p>{cards}</body></html>", "x.html")
    assert pairs(found) == SAID


TEMPLATES: dict[str, Callable[[str, str], str]] = {
    "ChatML": lambda role, text: f"<|im_start|>{role}\n{text}<|im_end|>\n",
    "Llama": lambda role, text: f"<|start_header_id|>{role}<|end_header_id|>\n\n{text}<|eot_id|>",
    "Gemma": lambda role, text: f"<start_of_turn>{role}\n{text}<end_of_turn>\n",
    "Zephyr": lambda role, text: f"<|{role}|>\n{text}</s>\n",
    "Mistral": lambda role, text: f"[INST] {text} [/INST]" if role == "user" else f" {text}</s>",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_of_models(name: str) -> None:
    form = TEMPLATES[name]
    (found,) = read("".join(form("assistant", q) + form("user", a) for q, a in SAID), "x.txt")
    assert pairs(found) == SAID


def test_a_system_prompt_of_a_template_is_not_said() -> None:
    said = "".join(f"[INST] {a} [/INST] {q}</s>" for (q, _), (_, a) in zip(SAID[1:], SAID, strict=False))
    text = f"<s>[INST] <<SYS>>You ask about lamps.<</SYS>> Begin. [/INST] {SAID[0][0]}</s>{said}"
    (found,) = read(text, "x.txt")
    assert pairs(found) == SAID[:-1]


def test_a_single_mark_of_a_template_is_no_chat() -> None:
    text = (
        "".join(f"Interviewer: {q}\nCandidate: {a}\n" for q, a in SAID) + "Candidate: I wrote [INST] in the margin.\n"
    )
    (found,) = read(text, "x.txt")
    assert pairs(found)[:3] == SAID[:3]
