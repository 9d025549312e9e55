"""Texts that grow past a limit of the reader, step by step: `SWEEPS` by name, each from a number to a text.

The steps lie on both sides of the limit, so that a limit moved by one reads one of them differently.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from tests.transcripts.unnamed_shapes import TALK

_TEXTS: Final = [text for _, text, *_ in TALK]
_PAIRS: Final = list(zip(_TEXTS[::2], _TEXTS[1::2], strict=True))
_MANY: Final = _PAIRS * 2
_NAMED: Final = "\n".join(f"{who}: {text}" for who, text, *_ in TALK)


def texts() -> Iterator[tuple[str, str, str]]:
    """Each text: the name of the sweep, the number, and the text."""
    for name, (steps, text_of) in SWEEPS.items():
        for step in steps:
            text = text_of(step)
            yield name, f"{step}", text if isinstance(text, str) else json.dumps(text)


def _said(count: int, first: str = "I") -> str:
    """A sentence of so many words."""
    return " ".join([first, *(["moved", "the", "old", "orders"] * (count // 4 + 1))[: count - 1]]) + "."


def _turns(**fields: Callable[[int], Any]) -> list[dict[str, Any]]:
    return [
        {"who": who, "said": text} | {name: value(at) for name, value in fields.items()}
        for at, (who, text, *_) in enumerate(TALK)
    ]


def _rows(texts: Iterable[str], **fields: Callable[[int], Any]) -> list[dict[str, Any]]:
    return [{name: value(at) for name, value in fields.items()} | {"said": text} for at, text in enumerate(texts)]


def _csv(*rows: Iterable[str]) -> str:
    return "\n".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows)


def _cues(spans: Iterable[tuple[float, float, str]]) -> str:
    return "WEBVTT\n\n" + "\n".join(
        f"00:{int(a) // 60:02}:{a % 60:06.3f} --> 00:{int(b) // 60:02}:{b % 60:06.3f}\n{text}\n"
        for a, b, text in spans
    )


def _clock(seconds: float) -> str:
    return f"00:{int(seconds) // 60:02}:{seconds % 60:06.3f}"


def _unnamed(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The rows of a table of pairs with a number before each."""
    return [["nr", "zq", "zr"], *([str(at), *each] for at, each in enumerate(pairs))]


def _spread(first_s: float) -> list[tuple[float, str, str]]:
    """The talk with a time for each turn, the first of them out of order."""
    return [(round(first_s + at * 0.3, 2) if at else 0.0, who, text) for at, (who, text, *_) in enumerate(TALK)]


def _nested(value: Any, depth: int, name: str = "in") -> Any:
    for _ in range(depth):
        value = {name: value}
    return value


_Sweep = tuple[Iterable[float | str], Callable[[Any], Any]]

_OF_LINES: Final[dict[str, _Sweep]] = {
    "lines with numbers": (
        range(3, 9),
        lambda n: "\n".join(f"{at} {who}: {text}" for at, (who, text, *_) in enumerate(TALK[:n], 1)),
    ),
    "lines with numbers among others": (
        range(4, 9),
        lambda n: "\n".join(
            f"{at} {who}: {text}" if at <= n else f"{who}: {text}" for at, (who, text, *_) in enumerate(TALK, 1)
        ),
    ),
    "numbers that count up": (
        range(2, 9),
        lambda n: "\n".join(
            f"{at if at <= n else 90 - 3 * at} {who}: {text}" for at, (who, text, *_) in enumerate(TALK, 1)
        ),
    ),
    "words of a name": (
        range(3, 12),
        lambda n: _NAMED.replace("Teo Marsh", " ".join(["Teo", "Marsh", *["Vale", "Brook", "Stone"] * 3][:n])),
    ),
    "characters of a name": (
        range(76, 84, 1),
        lambda n: _NAMED.replace("Teo Marsh", "Teo M" + "a" * (n - 5)),
    ),
    "lines of a header": (
        range(27, 33),
        lambda n: "\n".join(f"Point {at} of the agenda is here" for at in range(n)) + f"\n{_NAMED}",
    ),
    "characters of a header line": (range(196, 204), lambda n: f"{'Agenda ' * 40}"[:n] + f"\n{_NAMED}"),
    "words of a reply to another interviewer": (
        range(6, 12),
        lambda n: (
            "Dana (interviewer): Piotr, your turn?\n"
            f"Piotr (interviewer): {_said(n, 'Sure,')} Why did you leave?\n"
            "Noor (candidate): Because the work was done and I wanted to learn more.\n" * 2
        ),
    ),
    "words of an acknowledgement": (
        range(11, 18),
        lambda n: (
            f"Dana: Why did you leave?\nNoor: Because of the work.\nDana: {_said(n, 'Okay great')}\n"
            f"Noor: {_said(30)}\nDana: How did it end?\nNoor: Well, in the end."
        ),
    ),
    "words of an assent": (
        range(3, 9),
        lambda n: f"Dana: Did you lead it?\nNoor: {_said(n, 'Yes')}\nDana: Why did you leave?\nNoor: {_said(9)}",
    ),
    "words around a question in an answer": (
        range(6, 11),
        lambda n: f"Dana: Why did you leave?\nNoor: {_said(n)[:-1]}? {_said(n)}\nDana: And then?\nNoor: {_said(12)}",
    ),
    "words after a question": (
        range(23, 28),
        lambda n: f"Dana: Why did you leave? {_said(n)}\nNoor: {_said(9)}\nDana: And then?\nNoor: {_said(12)}",
    ),
    "words before a question without speakers": (
        range(56, 65),
        lambda n: f"{_said(n, 'They').replace('.', '')}. What did you do?\n{_said(20)}\nWhy?\n{_said(9)}",
    ),
    "words to a mark": (
        range(56, 65),
        lambda n: " ".join([*_said(n - 2).rstrip(".").split(), "why", "so?"]),
    ),
    "turns before the times start over": (
        range(1, 8),
        lambda n: "\n".join(
            f"[00:{(10 + at if at < n else at - n):02}:00] {who}: {text}"
            for at, (who, text, *_) in enumerate(TALK * 2)
        ),
    ),
    "where the times start over": (
        range(12),
        lambda n: "\n".join(
            f"[00:{(10 * at if at < 6 else n + 10 * (at - 6)):02}:00] {who}: {text}"
            for at, (who, text, *_) in enumerate(TALK)
        ),
    ),
    "when the first caption of a file begins": (
        (0.0, 0.5, 1.0, 30.0),
        lambda n: (
            '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
            + "".join(f'<p begin="{at or n}s" end="{at + 9}s">{who}: {text}</p>' for at, who, text in _spread(0.4))
            + "</div></body></tt>"
        ),
    ),
    "lists side by side of a length": (
        range(1, 5),
        lambda n: {"who": [who for who, *_ in TALK[:n]], "said": _TEXTS[:n], "zq": list(range(n))},
    ),
    "attributes with times": (
        ("begin end", "start end", "startTime endTime", "start dur", "t d", "begin d"),
        lambda names: (
            "<timedtext>"
            + "".join(
                f'<p {names.split()[0]}="{at * 10 + 1}" {names.split()[1]}="{at * 10 + 9}">{who}: {text}</p>'
                for at, (who, text, *_) in enumerate(TALK)
            )
            + "</timedtext>"
        ),
    ),
    "labels inside an answer": (
        range(6),
        lambda n: (
            "Dana: Why did you leave?\nNoor: I asked my boss.\n"
            + "".join(f"{('Boss', 'Clerk')[at % 2]}: {_said(5 + at)}\n" for at in range(n))
            + "Noor: So I left.\nDana: And then?\nNoor: I found another one.\nDana: Where was it?\nNoor: In town."
        ),
    ),
    "lines above a broken time": (
        range(5),
        lambda n: (
            _cues((10 * at, 10 * at + 9, text) for at, text in enumerate(_TEXTS[:4]))
            + "\n"
            + "and so on\n" * n
            + "00:00:4x.000 --> 00:00:49.000\n"
            + "\n".join(_TEXTS[4:])
        ),
    ),
    "the silence between captions": (
        (0.0, 0.5, 0.7, 0.79, 0.8, 0.81, 0.9, 2.0),
        lambda n: _cues((at * 10, at * 10 + 10 - n, text.lower().strip("?.")) for at, text in enumerate(_TEXTS)),
    ),
    "lines before captions": (
        (*range(9, 15), *range(57, 64)),
        lambda n: "a note\n" * n + _cues((10 * at, 10 * at + 9, text) for at, text in enumerate(_TEXTS))[8:],
    ),
    "words of rolling captions": (
        range(56, 65),
        lambda n: _cues((at, at + 1, f"{_said(n)[at : n * 4]} {_said(n)[at + 1 : n * 4]}") for at in range(6)),
    ),
    "rolling captions": (
        range(1, 8),
        lambda n: _cues((at, at + 1, f"{_TEXTS[at]}\n{_TEXTS[at + 1]}" if at < n else _TEXTS[at]) for at in range(7)),
    ),
}
_OF_TABLES: Final[dict[str, _Sweep]] = {
    "words of a column's name": (
        range(2, 7),
        lambda n: _csv(["nr", " ".join(["column"] * n), "zq"], *([str(at), *each] for at, each in enumerate(_PAIRS))),
    ),
    "characters of a column's name": (
        range(38, 43),
        lambda n: _csv(["nr", "k" * n, "zq"], *([str(at), *each] for at, each in enumerate(_PAIRS))),
    ),
    "lines of a title": (range(6), lambda n: "Answers of May\n" * n + _csv(["question", "answer"], *_PAIRS)),
    "lines of a title above a table without known names": (
        range(6),
        lambda n: "Answers of May\n" * n + _csv(*_unnamed(_PAIRS)),
    ),
    "columns of a survey": (
        range(1, 7),
        lambda n: _csv([text for text, _ in _PAIRS * 2][:n], *[[_said(6)] * n] * 3),
    ),
    "equal characters of a second header": (
        range(5, 12),
        lambda n: _csv(
            [f"Q{at}" for at in range(4)],
            [text for text, _ in _PAIRS],
            ["Open-ended answer"[:n] + f" {at}x" for at in range(4)],
            *[[_said(6)] * 4] * 3,
        ),
    ),
    "uneven rows": (
        range(5),
        lambda n: _csv(*(row[: 2 if 0 < at <= n else 3] for at, row in enumerate(_unnamed(_PAIRS * 5)))),
    ),
    "rows": (range(5), lambda n: _csv(*_unnamed(_PAIRS[:n]))),
    "columns that are shown": (range(5, 9), lambda n: _csv([f"k{at}" for at in range(n)], *[["a"] * n] * 3)),
    "text around a table": (
        (0, 100, *range(126, 132), 350, *range(636, 644)),
        lambda n: (
            "<html><body><p>"
            + "x" * n
            + "</p><table>"
            + "".join(f"<tr><td>{q * 2}<td>{a}!" for q, a in _PAIRS)
            + "</table></body></html>"
        ),
    ),
    "characters of a speaker's cell": (
        range(57, 64),
        lambda n: (
            "<table>"
            + "".join(f"<tr><td>{who + 'a' * (n - len(who))}<td>{text}" for who, text, *_ in TALK)
            + "</table>"
        ),
    ),
}
_OF_DATA: Final[dict[str, _Sweep]] = {
    "speakers": (range(9, 16), lambda n: _rows(_TEXTS * 6, zq=lambda at: f"{'ABCDEFGHIJKLMNOP'[at % n]}nna")),
    "speakers by a known name": (
        range(9, 16),
        lambda n: _rows(_TEXTS * 6, speaker=lambda at: f"{'ABCDEFGHIJKLMNOP'[at % n]}nna"),
    ),
    "speakers announced": (
        range(9, 16),
        lambda n: [
            each
            for at in range(2 * n)
            for each in ({"speaker": f"{'ABCDEFGHIJKLMNOP'[at % n]}nna"}, {"said": _TEXTS[at % 8]})
        ],
    ),
    "speakers once each": (range(2, 8), lambda n: _rows(_TEXTS[:n], zq=lambda at: f"{'ABCDEFGH'[at]}nna")),
    "speakers by number": (range(2, 8), lambda n: _rows(_TEXTS * 2, zq=lambda at: at % n)),
    "characters of a speaker": (range(78, 83), lambda n: _turns(who=lambda at: f"{'AB'[at % 2]}{'n' * (n - 1)}")),
    "a speaker's share": (range(1, 9), lambda n: _turns(who=lambda at: TALK[at][0] if at < n else None)),
    "words of a candidate's name": (
        range(4, 9),
        lambda n: {"candidate": " ".join(["Noor"] * n), "turns": _turns()},
    ),
    "words": (range(4, 9), lambda n: _rows("why us well I like it here now".split()[:n], t=lambda at: at * 0.4)),
    "characters of a word": (range(28, 33), lambda n: _rows(["w" * n] + ["well"] * 20, t=lambda at: at * 0.4)),
    "characters of words": (range(7, 12), lambda n: _rows(["w" * n] * 12, t=lambda at: at * 0.4)),
    "words that are several": (
        range(5),
        lambda n: _rows(["so well"] * n + ["well"] * (67 - n), t=lambda at: at * 0.4),
    ),
    "texts that recur": (
        range(5, 11),
        lambda n: _rows([_TEXTS[at % 2] for at in range(2 * n)], who=lambda at: "AB"[at % 2]),
    ),
    "words of an answer": (
        range(1, 5),
        lambda n: [{"zq": q, "zr": " ".join(["yes", "we", "did", "it"][:n])} for q, _ in _PAIRS],
    ),
    "words of an answer by name": (
        range(1, 5),
        lambda n: [{"question": q, "candidate": " ".join(["yes", "we", "did", "it"][:n])} for q, _ in _PAIRS],
    ),
    "words of a dialogue": (
        range(8, 17),
        lambda n: [{"nr": at, "zq": f"A: {_said(n - 6)}\nB: So.\nA: Why?"} for at in range(3)],
    ),
    "columns before an answer": (
        range(8, 15),
        lambda n: [{f"k{at}x": _said(5 + at) for at in range(n)} | {"question": q, "answer": a} for q, a in _PAIRS],
    ),
    "columns before a text": (
        range(56, 63),
        lambda n: [{f"k{at}": at for at in range(n)} | {"who": who, "said": text} for who, text, *_ in TALK],
    ),
    "depth of a text": (range(3, 9), lambda n: [{"who": who, "x": _nested(text, n)} for who, text, *_ in TALK]),
    "depth of a list": (range(97, 103), lambda n: _nested(_turns(), n)),
    "places in a row": (
        range(14, 19),
        lambda n: [[who, text, *range(n - 2)] for who, text, *_ in TALK],
    ),
    "fields with questions": (
        range(398, 403),
        lambda n: dict(_PAIRS) | {f"k{at}": at for at in range(n - len(_PAIRS))},
    ),
    "records of one shape before another": (
        range(48, 53),
        lambda n: {
            f"a{at}": {"who": "AB"[at % 2], "said": _TEXTS[at % 8]} if at < n else {"other": at} for at in range(60)
        },
    ),
    "tables before the one with the talk": (
        range(298, 302),
        lambda n: {f"k{at}": [1] for at in range(n)} | {"talk": _turns()},
    ),
    "drafts": (
        range(2, 9),
        lambda n: [{"who": "A", "said": "Why did"}, *({"who": "AB"[at % 2], "said": _TEXTS[at]} for at in range(n))],
    ),
    "a first time": (
        (999_990.0, 999_999.0, 1_000_000.0, 1_000_001.0),
        lambda n: _turns(start=lambda at: n + 10 * at, end=lambda at: n + 10 * at + 9),
    ),
    "the pace": (
        (*(n / 40 for n in range(14, 34)), *range(1, 8), 60, 500, 700, 740, 760, 800, 900, 1000, 5000),
        lambda n: _turns(zt=lambda at: round(n * at + n * (at % 2) / 9, 4)),
    ),
    "the unit of times without one": (
        (200_000, 220_000, 223_000, 240_000, 20_000_000, 22_000_000, 22_300_000, 24_000_000),
        lambda n: _turns(zt=lambda at: n * at),
    ),
    "characters before the number of a key": (
        range(77, 83),
        lambda n: {f"{'k' * n}{9 - at}": {"who": who, "said": text} for at, (who, text, *_) in enumerate(TALK)},
    ),
    "rows with a time": (range(1, 9), lambda n: _turns(zt=lambda at: at * 10.5 + at % 2 if at < n else None)),
    "times that rise": (range(1, 9), lambda n: _turns(zt=lambda at: at * 10.5 + at % 2 if at < n else 1.5)),
    "times that recur": (range(1, 9), lambda n: _turns(time=lambda at: (at % n) * 10.5)),
    "ends before starts": (
        range(9),
        lambda n: _turns(start=lambda at: at * 10.0, end=lambda at: at * 10.0 + (5 if at >= n else -5)),
    ),
    "alternatives": (
        range(5),
        lambda n: [
            {"alternatives": [{"said": text}, {"said": text.upper() if at < n else "Something else altogether."}]}
            for at, text in enumerate(_TEXTS[:4])
        ],
    ),
    "questions asked again": (
        range(1, 7),
        lambda n: [[{"question": _PAIRS[at % n % 4][0], "answer": a} for at, (_, a) in enumerate(_PAIRS)]] * 2,
    ),
    "columns before an id": (
        range(5, 10),
        lambda n: {
            "zq": [{**{f"z{k}": k for k in range(n)}, "id": f"q{at}", "zt": q} for at, (q, _) in enumerate(_MANY)],
            "replies": [{"of": f"q{at}", "text": a} for at, (_, a) in enumerate(_MANY)],
        },
    ),
    "columns before a reference": (
        range(5, 10),
        lambda n: {
            "zq": [{"id": f"q{at}", "zt": q} for at, (q, _) in enumerate(_MANY)],
            "replies": [
                {**{f"z{k}": k for k in range(n)}, "of": f"q{at}", "text": a} for at, (_, a) in enumerate(_MANY)
            ],
        },
    ),
    "words left out of a turn": (
        range(0, 30, 3),
        lambda n: {
            "turns": _turns(start=lambda at: at * 10.0, end=lambda at: at * 10.0 + 9),
            "words": [
                {"word": word, "start": 10.0 * at + place / 9, "end": 10.0 * at + place / 9 + 0.1}
                for at, text in enumerate(_TEXTS)
                for place, word in enumerate(text.split())
            ][n:],
        },
    ),
    "answers by ids of texts that ask": (
        range(9),
        lambda n: {
            "zq": [{"id": f"q{at}", "zt": q if at < n else _said(6)} for at, (q, _) in enumerate(_MANY)],
            "replies": [{"of": f"q{at}", "text": a} for at, (_, a) in enumerate(_MANY)],
        },
    ),
    "names by id": (
        range(1, 4),
        lambda n: {
            "people": [{"id": "u1", "name": "Dana"}, {"id": "u2", "name": "Noor"}, {"id": "u3", "name": "Piotr"}][:n],
            "turns": _turns(who=lambda at: f"u{at % 2 + 1}"),
        },
    ),
    "interviews": (range(1, 5), lambda n: {"sessions": [{"id": f"s{at}", "turns": _turns()} for at in range(n)]}),
    "groups without a name": (range(1, 5), lambda n: [_turns(t=lambda at: at * 9.5) for _ in range(n)]),
    "a column's rows by transcript": (
        range(1, 5),
        lambda n: _rows(_TEXTS, transcript_id=lambda at: f"t{at % n}", who=lambda at: "AB"[at % 2]),
    ),
    "pairs by id": (
        range(1, 5),
        lambda n: [{"id": f"{at % n + 1}", "question": q, "answer": a} for at, (q, a) in enumerate(_PAIRS)],
    ),
}
SWEEPS: Final = _OF_LINES | _OF_TABLES | _OF_DATA
