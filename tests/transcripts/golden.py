"""Write the golden tables of readings: `python -m tests.transcripts.golden --write`; without it, one is printed."""

from __future__ import annotations

import csv
import io
import json
import random
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from interview_cli.errors import InputError
from interview_cli.transcripts.asking import act_of, asks, is_acknowledgement, is_farewell, sentences
from interview_cli.transcripts.leftovers import signs_of
from interview_cli.transcripts.model import Transcript, Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.proposals import choose
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.records import find_tables
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.sentence_acts import judge_act
from interview_cli.transcripts.structured import find_candidates
from interview_cli.transcripts.text_lines import lines_of
from tests.transcripts import golden_variants
from tests.transcripts.formats import FORMATS
from tests.transcripts.shapes import SHAPES
from tests.transcripts.unnamed_shapes import TALK, WRITTEN

TABLE: Final = Path(__file__).with_name("golden_readings.txt")
FIXTURES: Final = Path(__file__).parent / "fixtures"

TALKS: Final = 20
"""How many invented talks there are in each of the forms of `_written`."""

_ASKED: Final = (
    "What did you do about it",
    "How many people were on the team",
    "Why did you choose that one",
    "Could you walk me through the last release",
    "Tell me about a conflict with a colleague",
    "And what would you do differently today",
    "Can you give me an example",
    "Which database was it",
    "So you were the lead there",
    "Describe your role in the migration",
)
_ANSWERED: Final = (
    "I moved the orders to a new table over the weekend",
    "we had two engineers and one tester at that time",
    "the first release failed because nobody had read the logs",
    "so I called the customer and explained what had happened",
    "it took about three months in the end",
    "my manager wanted the report every Friday",
    "I would measure first and change only one thing",
    "they asked me whether the data was safe and I said yes",
    "after that we never lost an order again",
    "the tests ran for an hour before I split them",
)
IN_OTHER_LANGUAGES: Final = (
    "Wie würden Sie das einem Kollegen erklären?",
    "Erzählen Sie uns von einer schlechten Woche.",
    "Gut, vielen Dank.",
    "¿Cómo lo explicaría a un compañero?",
    "Parlez-nous d'une mauvaise semaine.",
    "Avez-vous des questions pour nous ?",
    "Wir haben die Kasse umgestellt und alle geschult.",
    "Do you have any questions for me?",
    "Thank you so much for your time today.",
    "How was your trip?",
)
_REMARKS: Final = ("Okay.", "Right.", "I see, thank you.", "Mm-hm.", "Great.", "Sure, go ahead.", "Yes.", "Sorry?")


def table() -> str:
    """How each known text is read, whole and with parts left out, and the figures that some readings rest on."""
    readings = (f"{name}: {_reading(name, data)}\n" for name, data in _texts())
    columns = (f"columns of {name}: {_columns(document)}\n" for name, document in _documents())
    labels = (f"labels of {name}: {_labels(text)}\n" for name, text in _plain_texts())
    signs = (
        f"signs of {name}: {found}\n"
        for name, data in _texts()
        if not name.startswith("talk") and (found := _signs(data)).strip("; ")
    )
    acts = (f"sentence {each}: {_sentence(each)}\n" for each in _sentences())
    return "".join((*readings, *columns, *labels, *signs, *acts))


def _documents() -> Iterator[tuple[str, Any]]:
    for name, shape in SHAPES.items():
        if not isinstance(data := shape(TALK), str):
            yield f"shape {name}", data
    for name, text in WRITTEN.items():
        with suppress(json.JSONDecodeError):  # others are lines of JSON, or tables
            yield f"written {name}", json.loads(text)


def _plain_texts() -> Iterator[tuple[str, str]]:
    for file in sorted(FIXTURES.glob("*.txt")):
        yield file.name, file.read_text(encoding="utf-8")
    for number in range(0, TALKS, 2):
        written = _written(_talk(random.Random(f"talk {number}")))
        for form in ("names", "times", "a header", "Q and A", "lines"):
            yield f"talk {number} {form}", written[form]


def _sentences() -> list[str]:
    """Sentences of known interviews and of invented talks, each also without its end mark."""
    said = {*_REMARKS, *(f"{each}." for each in _ANSWERED), *(f"{each}?" for each in _ASKED), *IN_OTHER_LANGUAGES}
    for file in sorted(FIXTURES.glob("labelled.txt")):
        said |= {each for line in file.read_text(encoding="utf-8").splitlines() for each in sentences(line)}
    return sorted(said | {each.rstrip(".?!") for each in said})


def _sentence(text: str) -> str:
    """What a sentence does, how sure that is, and what it is taken for beside another one."""
    judged = judge_act(text)
    shares = " ".join(f"{act} {share:.2f}" for act, share in judged.shares.items())
    taken_for = (is_farewell, asks, is_acknowledgement)
    names = " ".join(each.__name__ for each in taken_for if each(text))
    return f"{act_of(text).name} {act_of(text, True).name} | {shares} | {names}"


def _signs(data: bytes) -> str:
    """What speaks against each reading of a text."""
    try:
        found = [signs_of(each.turns)[0] for each in read_transcripts(data, "x")]
    except InputError:
        return "refused"
    return "; ".join(" ".join(f"{name} {value:.2f}" for name, value in each.items() if value) for each in found)


def _columns(document: Any) -> str:
    """The readings of some data by what they are worth, and how much each column is like speech and like speakers."""
    tables = find_tables(document, "x")
    found = find_candidates(tables)
    most = max((each.characters for each in found), default=0.0)
    worth = [f"{each.kind} {each.worth(most):.2f} {each.speaker_score:.2f}" for each in found]
    shown = (column for each in found[:2] for column in each.table.columns if column.filled)
    columns = [f"{column.shown} {column.text_score:.2f}" for column in shown]
    return f"{', '.join(worth)} | {', '.join(columns)}"


def _labels(text: str) -> str:
    """The best two readings of lines: how likely they are, and what is not nought of their features."""
    choice = choose(lines_of(text, "x"))
    both = (
        " ".join(f"{name} {value:.2f}" for name, value in each.features.items() if value)
        for each in (choice.best, choice.next)
    )
    return f"{choice.likelihood:.3f} {choice.named:.3f} | {' | '.join(both)}"


def _texts() -> Iterator[tuple[str, bytes]]:
    for file in sorted(FIXTURES.iterdir()):
        yield from _parts(f"fixture {file.name}", file.read_bytes())
    for name, data in FORMATS.items():
        yield from _parts(f"format {name}", data)
    for name, shape in SHAPES.items():
        data = shape(TALK)
        yield from _parts(f"shape {name}", (data if isinstance(data, str) else json.dumps(data, indent=1)).encode())
    for name, text in WRITTEN.items():
        yield from _parts(f"written {name}", text.encode())
    for number in range(TALKS):
        talk = _talk(random.Random(f"talk {number}"))
        for form, text in _written(talk).items():
            yield f"talk {number} {form}", text.encode()


def _parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    lines = data.split(b"\n")
    if len(lines) > 5 and b"\0" not in data:
        yield f"{name}, first half", b"\n".join(lines[: len(lines) // 2])
        yield f"{name}, every third line left out", b"\n".join(line for at, line in enumerate(lines) if at % 3 != 2)


def _talk(chance: random.Random) -> list[tuple[str, str]]:
    """Who says what: questions of one or two people, answers of one, remarks and interruptions between them."""
    asking = ["Dana", "Piotr"][: chance.choice((1, 1, 2))]
    said: list[tuple[str, str]] = []
    for _ in range(chance.randint(3, 9)):
        lead_in = [f"{chance.choice(_ANSWERED)}." for _ in range(chance.choice((0, 0, 1, 3)))]
        question = chance.choice(_ASKED) + chance.choice("???.")
        said.append((chance.choice(asking), " ".join((*lead_in, question))))
        if chance.random() < 0.2:
            said.append(("Noor", chance.choice(_REMARKS)))
            said.append((chance.choice(asking), f"{chance.choice(_ASKED)}?"))
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            answer = ". ".join(chance.sample(_ANSWERED, chance.randint(1, 6)))
            cut = chance.choice((None, None, None, 3, 7, 12, 20, 30))
            said.append(("Noor", " ".join(answer.split()[:cut]).capitalize() + chance.choice(("", ".", ".", "?"))))
            if chance.random() < 0.4:
                said.append((chance.choice(asking), chance.choice(_REMARKS)))
    return said


def _written(talk: list[tuple[str, str]]) -> dict[str, str]:
    """A talk in the ways in which people and programs write one; it crosses the first full hour."""
    roles = {"Noor": "Candidate", "Dana": "Interviewer", "Piotr": "Second interviewer"}
    number = {"Noor": 1, "Dana": 0, "Piotr": 2}
    timed, at = [], 3560
    for name, text in talk:
        end = at + max(1, len(text.split()) // 3)
        timed.append((name, text, at, end))
        at = end + len(text) % 4
    cues = [f"{_clock(start)}.000 --> {_clock(end)}.500\n<v {name}>{text}\n" for name, text, start, end in timed]
    rows = [["row", "who", "what", "begin_ms", "length"]]
    rows += [
        [str(at), name, text, f"{start}000", str(end - start)] for at, (name, text, start, end) in enumerate(timed)
    ]
    sheet = io.StringIO()
    csv.writer(sheet).writerows(rows)
    words = [
        {"w": word, "from": start + at / 9, "to": start + at / 9 + 0.1, "spk": number[name]}
        for name, text, start, _ in timed
        for at, word in enumerate(text.split())
    ]
    asked = [(at, text) for at, (name, text) in enumerate(talk) if name != "Noor"]
    answers = [[text for name, text in talk[at:next_] if name == "Noor"] for at, next_ in _spans(asked, len(talk))]
    return {
        "names": "\n".join(f"{name}: {text}" for name, text in talk),
        "roles": "\n\n".join(f"**{roles[name]}:** {text}" for name, text in talk),
        "captions": "WEBVTT\n\n" + "\n".join(cues),
        "numbered captions": "\n".join(f"{n}\n{cue.replace('.', ',', 2)}" for n, cue in enumerate(cues, 1)),
        "times": "\n".join(f"[{_clock(start)}] {name}: {text}" for name, text, start, _ in timed),
        "times below": "\n\n".join(
            f"{name}  {start // 60}:{start % 60:02}\n{text}" for name, text, start, _ in timed
        ),
        "a header": "Title: Talk\nDate: 2026-05-04\nParticipants: Dana, Noor\n\n[recording starts]\n"
        + "\n".join(f"{name[0]}: {text} [laughs]" for name, text in talk),
        "lines": "\n".join(text for _, text in talk),
        "one text": " ".join(text for _, text in talk),
        "questions": "\n\n".join(
            f"{n}. {q}\n{' '.join(a)}" for n, ((_, q), a) in enumerate(zip(asked, answers, strict=True), 1)
        ),
        "Q and A": "\n".join(
            f"Q{n}: {q}\nA{n}: {' '.join(a)}" for n, ((_, q), a) in enumerate(zip(asked, answers, strict=True), 1)
        ),
        "rows": json.dumps([{"spk": name, "txt": text} for name, text in talk]),
        "rows of several": "\n".join(
            json.dumps({"call": at // 7, "spk": name, "txt": text}) for at, (name, text) in enumerate(talk)
        ),
        "words": json.dumps({"tokens": words}),
        "sheet": sheet.getvalue(),
        "nested": json.dumps(
            {
                "parts": [
                    {"ask": q, "reply": {"said": " ".join(a), "n": len(a)}}
                    for (_, q), a in zip(asked, answers, strict=True)
                ]
            }
        ),
    }


def _spans(asked: list[tuple[int, str]], end: int) -> list[tuple[int, int]]:
    """From each question to the next."""
    return list(pairwise([*(at for at, _ in asked), end]))


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _reading(name: str, data: bytes) -> str:
    try:
        read = [_shown(assign_roles(each)) for each in read_transcripts(data, name)]
    except InputError as error:
        return f"refused, {error.message.partition(chr(10))[0][:70]}"
    return "; ".join(read)


def _shown(transcript: Transcript) -> str:
    """Confidence, turns by their roles with their words, times, questions with answers in words, and notes."""
    turns = " ".join(map(_turn, transcript.turns))
    pairs = " ".join(f"{len(each.question.split())}>{len(each.answer.split())}" for each in pair(transcript))
    notes = " ".join(transcript.reading.notes)
    return f"{transcript.reading.confidence:.2f} | {turns} | {pairs} | {notes}"


def _turn(turn: Turn) -> str:
    times = "" if turn.start_s is None else f"@{turn.start_s:g}"
    times += "" if turn.end_s is None else f"-{turn.end_s:g}"
    return f"{turn.role[0]}{len(turn.text.split())}{'w' if turn.words else ''}{times}"


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        TABLE.write_text(table(), encoding="utf-8")
        golden_variants.TABLE.write_text(golden_variants.table(), encoding="utf-8")
    else:
        sys.stdout.write(table())
