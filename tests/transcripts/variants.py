"""Known interviews with a part changed, left out or cut off, and small tables and talks of many measures.

They need not be good transcripts: what matters is that a reading which depends on a threshold, a weight or a name is
among them on either side of it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from interview_cli.transcripts.columns import Table
from interview_cli.transcripts.model import Role, Transcript, Turn
from interview_cli.transcripts.records import find_tables
from tests.transcripts.formats import FORMATS
from tests.transcripts.shapes import SHAPES
from tests.transcripts.unnamed_shapes import TALK, WRITTEN

MOST_ROWS: Final = 7
"""The lists and lines of a text are cut off after each count up to this one."""

_MARKED_UP: Final = (
    *(".html", ".xml", ".ttml", ".dfxp", ".srv3", ".smi"),
    *(".trs", ".tei", ".eaf", ".exb", ".flk"),
)
_TAG: Final = re.compile(r"</?([A-Za-z][\w.-]*)[^<>]*>")
_ATTRIBUTE: Final = re.compile(r"\s([A-Za-z][\w:.-]*)=\"[^\"]*\"")


def texts() -> Iterator[tuple[str, str, str]]:
    """Every variant: the name of the interview, what was changed, and the text."""
    for name, document in documents():
        for change, changed in _changed(document):
            yield name, change, json.dumps(changed)
    for name, data in FORMATS.items():
        if name.endswith(
            (".html", ".xml", ".ttml", ".dfxp", ".srv3", ".smi", ".trs", ".tei", ".eaf", ".exb", ".flk")
        ):
            for change, text in _without_markup(data.decode()):
                yield name, change, text
    for name, text in WRITTEN.items():
        if "," in text and not text.startswith(("{", "[")):
            for change, sheet in _without_cells(text):
                yield name, change, sheet
    for name, text in _plain_texts():
        for count, beginning in _first_lines(text):
            yield name, f"{count} lines", beginning


def _plain_texts() -> Iterator[tuple[str, str]]:
    """The known interviews that are lines of text, with every form of captions."""
    for name, data in FORMATS.items():
        if b"\0" not in data and not data.startswith((b"<", b"%PDF", b"PK", b"{\\rtf")):
            yield name, data.decode()
    for name, text in WRITTEN.items():
        if not text.startswith(("{", "[")):
            yield name, text
    yield from _forms()


def _forms() -> Iterator[tuple[str, str]]:
    """A talk in the forms in which people write one."""
    for name, form in _FORMS.items():
        said = (
            form.format(
                who=who,
                text=text,
                seconds=int(start_s) % 60,
                number="" if at % 2 else f"{at // 2 + 1}. ",
                side="QA"[at % 2],
                lines=text.replace(". ", ".\n"),
            )
            for at, (who, text, start_s, _) in enumerate(TALK)
        )
        yield name, "\n".join(said)


def documents() -> Iterator[tuple[str, Any]]:
    """The known interviews that are data."""
    for name, shape in SHAPES.items():
        if not isinstance(data := shape(TALK), str):
            yield name, json.loads(json.dumps(data))
    for name, text in WRITTEN.items():
        if text.startswith(("{", "[")) and "\n" not in text:
            yield name, json.loads(text)


def _first_lines(text: str) -> Iterator[tuple[int, str]]:
    """A text cut off after each of its first lines."""
    lines = text.split("\n")
    for count in range(1, min(2 * MOST_ROWS, len(lines))):
        yield count, "\n".join(lines[:count])


def unnamed(document: Any) -> Any:
    """Data with field names that say nothing."""
    code = {
        name: f"{'kmvwz'[at % 5]}{'bdfgh'[at // 5 % 5]}" for at, name in enumerate(dict.fromkeys(_names(document)))
    }
    return _mapped(document, lambda name, value: (code.get(name, name), value))


def _changed(document: Any) -> Iterator[tuple[str, Any]]:
    names = list(dict.fromkeys(_names(document)))
    yield "names that say nothing", unnamed(document)
    for left_out in names[:12]:
        yield f"without {left_out[:30]!r}", _without(document, left_out)
    for gaps in names[:8]:
        yield f"gaps in {gaps[:30]!r}", _with_gaps(document, gaps)
    for count in range(1, MOST_ROWS):
        yield f"{count} rows", _cut(document, count)
    yield "thousandfold", _scaled(document)
    yield "twice", [document, _cut(document, 5)]


_FORMS: Final = {
    "names": "{who}: {text}",
    "names above": "{who}\n{text}\n",
    "names and times above": "{who} 0:{seconds:02}\n{text}\n",
    "times": "[00:00:{seconds:02}] {who}: {text}",
    "numbered": "{number}{text}",
    "Q and A": "{side}: {text}",
    "dashes": "{who} - {text}",
    "bold": "**{who}** {text}\n",
    "remarks": "{who}: {text} [laughs] (inaudible)\n\n[pause]",
    "paragraphs": "{text}\n",
    "sentences": "{lines}",
}


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if not name.isdigit():
                yield name
            yield from _names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner)


def _mapped(value: Any, change: Callable[[str, Any], tuple[str, Any] | None]) -> Any:
    """Data with each field renamed, changed or left out."""
    if isinstance(value, dict):
        kept = [changed for name, inner in value.items() if (changed := change(name, inner))]
        return {name: _mapped(inner, change) for name, inner in kept}
    return [_mapped(inner, change) for inner in value] if isinstance(value, list) else value


def _without(document: Any, left_out: str) -> Any:
    return _mapped(document, lambda name, value: None if name == left_out else (name, value))


def _with_gaps(document: Any, gap: str) -> Any:
    """Data in which every third value of a field is missing."""
    at = iter(range(10**6))
    return _mapped(document, lambda name, value: (name, None if name == gap and next(at) % 3 == 1 else value))


def _cut(value: Any, count: int) -> Any:
    if isinstance(value, dict):
        many = len(value) > MOST_ROWS and all(isinstance(inner, dict) for inner in value.values())
        return {name: _cut(inner, count) for name, inner in list(value.items())[: count if many else None]}
    return [_cut(inner, count) for inner in value[:count]] if isinstance(value, list) else value


def _scaled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _scaled(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return list(map(_scaled, value))
    return value * 1000 if type(value) in (int, float) else value


def _without_markup(text: str) -> Iterator[tuple[str, str]]:
    for tag in dict.fromkeys(_TAG.findall(text)):
        yield f"without <{tag}>", re.sub(rf"</?{re.escape(tag)}\b[^<>]*>", "", text)
    for attribute in dict.fromkeys(_ATTRIBUTE.findall(text)):
        yield f"without {attribute}", re.sub(rf"\s{re.escape(attribute)}=\"[^\"]*\"", "", text)


def _without_cells(text: str) -> Iterator[tuple[str, str]]:
    rows = list(csv.reader(io.StringIO(text)))
    for at, name in enumerate(rows[0]):
        yield f"without column {name[:30]!r}", _sheet([row[:at] + row[at + 1 :] for row in rows])
        renamed = [name if place != at else f"kv{at}" for place, name in enumerate(rows[0])]
        yield f"column {name[:30]!r} renamed", _sheet([renamed, *rows[1:]])
    for count in range(2, MOST_ROWS):
        yield f"{count} lines", _sheet(rows[:count])
    yield "semicolons", _sheet(rows, ";")
    yield "a title", f"Answers of May\n{text}"
    yield "one cell more", _sheet([rows[0], *([*row, "and more"] for row in rows[1:])])


def _sheet(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


_ROWS: Final = 12
_SAID: Final = ["So how did that go?", "We moved the orders over a weekend."] * 6
_VALUES: Final[dict[str, list[Any]]] = {
    "two names": [("Dana", "Noor")[n % 2] for n in range(_ROWS)],
    "two names, rarely changing": [("Dana", "Noor")[n // 6] for n in range(_ROWS)],
    "roles": [("Interviewer", "Candidate")[n % 2] for n in range(_ROWS)],
    "one role": ["Interviewer"] * _ROWS,
    "one name": ["Dana"] * _ROWS,
    "seven names": [f"{'ABCDEFG'[n % 7]}nna" for n in range(_ROWS)],
    "a name for each": [f"{'ABCDEFGHIJKL'[n]}nna" for n in range(_ROWS)],
    "names with gaps": [("Dana", None, None, "Noor", None, None)[n % 6] for n in range(_ROWS)],
    "two numbers": [n % 2 for n in range(_ROWS)],
    "seven numbers": [n % 7 for n in range(_ROWS)],
    "yes or no": [n % 2 == 0 for n in range(_ROWS)],
    "counting": list(range(_ROWS)),
    "seconds": [3.5 * n for n in range(_ROWS)],
    "thousandths": [3500 * n + n % 3 for n in range(_ROWS)],
    "clocks": [f"00:0{n // 6}:{n * 10 % 60:02}" for n in range(_ROWS)],
    "dates": [f"2026-05-04T10:{n:02}:00Z" for n in range(_ROWS)],
    "lengths": [2 + n % 3 * 0.5 for n in range(_ROWS)],
    "ids": [f"a{n}f{n * 7}" for n in range(_ROWS)],
    "words": [("well", "we", "did", "it", "then", "again")[n % 6] for n in range(_ROWS)],
    "kinds": [("final", "partial")[n % 2] for n in range(_ROWS)],
    "sentences": [f"I did the {'ABCDEFGHIJKL'[n]} part of it" for n in range(_ROWS)],
    "questions": [f"Why did you choose {'ABCDEFGHIJKL'[n]}?" for n in range(_ROWS)],
    "questions, half of them": [f"Why {'ABCDEFGHIJKL'[n]}" + "?."[n % 2] for n in range(_ROWS)],
    "sentences with gaps": ["My own part of it was small." if n % 3 else "" for n in range(_ROWS)],
}
_COLUMNS: Final = (
    "zq", "speaker", "role", "name", "speaker_id", "id", "type", "text", "question", "answer", "summary", "start",
    "end", "duration_ms", "time", "session_id", "channel", "file_name", "from",
)  # fmt: skip


def tables() -> Iterator[tuple[str, Table]]:
    """A text beside one column, for each name and each kind of values."""
    for name in _COLUMNS:
        for kind, values in _VALUES.items():
            rows = [{"said": said, name: value} for said, value in zip(_SAID, values, strict=True)]
            yield f"{name} with {kind}", _table(rows)


def pair_tables() -> Iterator[tuple[str, Table]]:
    """Two columns of text, for some names and kinds of values."""
    kinds = ("sentences", "questions", "questions, half of them", "sentences with gaps", "words")
    for names in (("zq", "zr"), ("question", "zr"), ("zq", "answer"), ("question", "answer"), ("text", "summary")):
        for one in kinds:
            for other in kinds:
                rows = [
                    dict(zip(names, values, strict=True)) for values in zip(_VALUES[one], _VALUES[other], strict=True)
                ]
                yield f"{' and '.join(names)} with {one} and {other}", _table(rows)


def _table(rows: list[dict[str, Any]]) -> Table:
    return next(table for table in find_tables(rows, "x") if len(table.rows) == len(rows))


_MIDDLE: Final = {
    "a comment": "Great, that sounds good.",
    "a question": "How many people were on the team?",
    "a question without a mark": "how many people were on the team",
    "yes or no": "Did you lead the team?",
    "small talk": "Can you hear me well?",
    "an invitation": "Do you have any questions for me?",
    "a farewell": "Thank you so much for your time today, goodbye.",
    **{
        f"{n} words": f"{' '.join(['We', 'sell', 'lamps', 'to'] * 9)}".rsplit(" ", 36 - n)[0] + "."
        for n in (4, 12, 13, 24)
    },
}
_REPLIES: Final = (1, 4, 5, 6, 7, 8, 9, 14, 15, 16, 24, 25, 26, 60)


def talks() -> Iterator[tuple[str, str, Transcript]]:
    """A question and an answer, then what the interviewer says and replies of many lengths to it."""
    for opening, answered in (
        ("What did you do about it?", 12),
        ("What did you do about it?", 40),
        ("Were you there?", 1),
    ):
        for middle, said in _MIDDLE.items():
            for words in _REPLIES:
                spoken = (opening, _words(answered), said, _words(words), "Right.", _words(10))
                yield f"{opening} {answered} words, {middle}", f"{words} words", Transcript("x", "x", _timed(spoken))


def _words(count: int) -> str:
    return "Yes." if count == 1 else " ".join(["I", "moved", "the", "orders"] * 15).rsplit(" ", 60 - count)[0] + "."


def _timed(spoken: Sequence[str]) -> tuple[Turn, ...]:
    """Turns of both sides in alternation; each begins half a second before the one before has ended."""
    return tuple(
        Turn(("Dana", "Noor")[n % 2], (Role.INTERVIEWER, Role.CANDIDATE)[n % 2], text, 5.0 * n, 5.0 * n + 5.5)
        for n, text in enumerate(spoken)
    )
