"""Write the golden table of readings: `python -m tests.transcripts.golden --write`; without it, it is printed."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from interview_cli.errors import InputError
from interview_cli.transcripts.model import Transcript, Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from tests.transcripts.formats import FORMATS
from tests.transcripts.shapes import SHAPES
from tests.transcripts.unnamed_shapes import TALK, WRITTEN

TABLE: Final = Path(__file__).with_name("golden_readings.txt")
FIXTURES: Final = Path(__file__).parent / "fixtures"

TALKS: Final = 40
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
_REMARKS: Final = ("Okay.", "Right.", "I see, thank you.", "Mm-hm.", "Great.", "Sure, go ahead.", "Yes.", "Sorry?")


def table() -> str:
    """How each known text is read, whole and with parts left out."""
    return "".join(f"{name}: {_reading(name, data)}\n" for name, data in _texts())


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
    """A talk with names, with roles, as captions, with times in front, and as text that names nobody."""
    roles = {"Noor": "Candidate", "Dana": "Interviewer", "Piotr": "Second interviewer"}
    cues, minutes, at = [], [], 0
    for name, text in talk:
        end = at + max(1, len(text.split()) // 3)
        cues.append(f"{_clock(at)}.000 --> {_clock(end)}.500\n<v {name}>{text}\n")
        minutes.append(f"[{_clock(at)}] {name}: {text}")
        at = end + len(text) % 4
    return {
        "names": "\n".join(f"{name}: {text}" for name, text in talk),
        "roles": "\n\n".join(f"**{roles[name]}:** {text}" for name, text in talk),
        "captions": "WEBVTT\n\n" + "\n".join(cues),
        "times": "\n".join(minutes),
        "lines": "\n".join(text for _, text in talk),
        "one text": " ".join(text for _, text in talk),
        "rows": json.dumps([{"spk": name, "txt": text} for name, text in talk]),
    }


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
    else:
        sys.stdout.write(table())
