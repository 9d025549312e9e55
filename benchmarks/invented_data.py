"""Interviews written as data in shapes that nobody has named, with the right questions and answers.

A shape is drawn at random: how texts, speakers and times are written, what stands beside them, what is around them,
how several interviews are held apart, which names the fields have, and the format. Half of the names and some of the
ways to write are kept back (`held_out`), so that what was improved on the one half can be measured on the other.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from benchmarks.talks import PEOPLE, QUESTIONS, STATEMENTS

Turn = tuple[int, str, float, float]
"""0 for the interviewer, 1 for the candidate; the text; start and end in seconds."""


@dataclass(frozen=True)
class Interview:
    key: str
    names: tuple[str, str]
    turns: tuple[Turn, ...]

    def pairs(self) -> list[tuple[str, str]]:
        return [(q[1], a[1]) for q, a in zip(self.turns[0::2], self.turns[1::2], strict=True)]


@dataclass(frozen=True)
class Invented:
    """A file, the interviews that are in it, and how it was made."""

    data: bytes
    interviews: tuple[Interview, ...]
    made_of: tuple[str, ...]


_NAMES: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    # by meaning: those to improve on, those held out
    "text": (
        ("text", "said", "phrase", "gesagt", "spoken_words", "utter", "line", "contenido", "body_text", "t"),
        (
            "transcribed",
            "heard",
            "aussage",
            "parole",
            "content_plain",
            "words_said",
            "snippet",
            "dicho",
            "v",
            "msgBody",
        ),
    ),
    "who": (
        ("speaker", "voice", "talker", "wer", "lane", "persona", "orator", "src", "from_who", "s"),
        (
            "speakerTag",
            "party_label",
            "quien",
            "side",
            "seat",
            "mic",
            "uttered_by",
            "participantRole",
            "k",
            "actorName",
        ),
    ),
    "start": (("start", "at", "t0", "ab", "begin", "pos"), ("onset", "from", "startOffset", "desde", "in_point")),
    "end": (("end", "until", "t1", "bis", "stop"), ("offset_end", "to", "endOffset", "hasta", "out_point")),
    "list": (
        ("turns", "log", "body", "events", "verlauf", "lines", "exchange"),
        ("feed", "stream", "entries", "contributions", "tramos", "pieces", "chunks"),
    ),
    "word": (("word", "w", "token", "txt"), ("tok", "surface", "form", "written")),
    "words": (("words", "tokens", "parts"), ("pieces", "terms", "items")),
    "question": (
        ("question", "prompt", "asked", "frage", "q", "interviewer_text"),
        ("query", "pregunta", "questionText", "item_prompt", "ask", "interviewerSaid"),
    ),
    "answer": (
        ("answer", "response", "reply", "antwort", "a", "candidate_text"),
        ("respuesta", "answerText", "userReply", "given_answer", "resp", "candidateSaid"),
    ),
    "wrap": (
        ("data", "result", "call", "payload", "record", "output"),
        ("export", "envelope", "interviewResult", "conversation", "document", "job"),
    ),
}
_ROLES: Final = (
    (("interviewer", "candidate"), ("assistant", "user"), ("Recruiter", "Applicant"), ("bot", "human"), ("Q", "A")),
    (("agent", "customer"), ("HR", "Interviewee"), ("AI", "User"), ("Entrevistador", "Candidata"), ("host", "guest")),
)


class _Draw:
    """Random choices, and the names and ways that may be chosen."""

    def __init__(self, seed: int, held_out: bool) -> None:
        self.random = Random(f"{seed}, {held_out}")
        self.held_out = held_out
        self.made_of: list[str] = []
        self._names: dict[str, str] = {}

    def name(self, meaning: str) -> str:
        if meaning not in self._names:
            taken = set(self._names.values())
            free = [name for name in _NAMES[meaning][self.held_out] if name not in taken]
            self._names[meaning] = self.random.choice(free)
        return self._names[meaning]

    def way(self, kind: str, ways: tuple[str, ...]) -> str:
        way = self.random.choice(ways)
        self.made_of.append(f"{kind}: {way}")
        return way

    def chance(self, share: float) -> bool:
        return self.random.random() < share


def interviews(random: Random, count: int) -> tuple[Interview, ...]:
    """Interviews about the same questions or others, each with a candidate of its own."""
    host, *others = random.sample(PEOPLE, count + 1)
    questions = random.randint(3, 7)
    found = []
    for number, person in enumerate(others):
        clock, turns = random.uniform(0.5, 4), []
        for question in random.sample(QUESTIONS, questions):
            answer = " ".join(random.sample(STATEMENTS, random.randint(1, 4)))
            for side, text in ((0, question), (1, answer)):
                length = len(text.split()) * random.uniform(0.3, 0.45)
                turns.append((side, text, round(clock, 2), round(clock + length, 2)))
                clock += length + random.uniform(0.3, 1.5)
        found.append(Interview(f"int-{random.randint(100, 999)}{number}", (host, person), tuple(turns)))
    return tuple(found)


def invent(seed: int, held_out: bool = False) -> Invented:
    """The invented file with a number."""
    draw = _Draw(seed, held_out)
    count = draw.random.choice((1, 1, 1, 2, 3))
    held = interviews(draw.random, count)
    form = draw.way(
        "form", ("turns",) * 6 + ("words",) * 3 + ("pairs",) * 4 + ("wide",) + ("string",) * 2 + ("grouped",) * 2
    )
    if form == "wide" or draw.chance(0.3):
        held = tuple(_asked_the_same(one, held[0]) for one in held)
    forms = {"turns": _as_turns, "words": _as_words, "pairs": _as_pairs, "wide": _wide, "string": _as_string}
    write = (forms | {"grouped": _grouped})[form]
    data = write(draw, held)
    return Invented(data, held, tuple(draw.made_of))


def _asked_the_same(one: Interview, other: Interview) -> Interview:
    """An interview with the questions of another, as forms and scripted interviewers ask them."""
    asked = iter(turn[1] for turn in other.turns[0::2])
    turns = [(side, text if side else next(asked, text), *times) for side, text, *times in one.turns]
    return Interview(one.key, one.names, tuple(turns))  # type: ignore[arg-type]


def _labels(draw: _Draw, names: tuple[str, str]) -> tuple[Any, Any]:
    way = draw.way("who", ("name", "number", "letter", "role", "role", "object", "spk", "flag"))
    if way == "name":
        return names
    if way == "role":
        return draw.random.choice(_ROLES[draw.held_out])
    if way == "object":
        return tuple({"id": 40 + side, "name": name, "muted": False} for side, name in enumerate(names))  # type: ignore[return-value]
    return {"number": (0, 1), "letter": ("A", "B"), "spk": ("SPEAKER_00", "SPEAKER_01"), "flag": (False, True)}[way]


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 3600:02}:{int(seconds) // 60 % 60:02}:{seconds % 60:06.3f}"


def _times(draw: _Draw) -> Callable[[float, float], dict[str, Any]]:
    ways = ("none", "seconds", "ms", "ticks", "clock", "iso") + (
        ("strings", "length") if draw.held_out else ("nested",)
    )
    way = draw.way("times", ways)
    start, end = draw.name("start"), draw.name("end")
    return {
        "none": lambda _a, _b: {},
        "seconds": lambda a, b: {start: a, end: b},
        "ms": lambda a, b: {start: int(a * 1000), end: int(b * 1000)},
        "ticks": lambda a, b: {start: int(a * 1e7), end: int(b * 1e7)},
        "clock": lambda a, b: {start: _clock(a), end: _clock(b)},
        "iso": lambda a, b: {start: f"PT{a:.2f}S", end: f"PT{b:.2f}S"},
        "nested": lambda a, b: {"span": {start: a, end: b}},
        "strings": lambda a, b: {start: f"{a:.2f}", end: f"{b:.2f}"},
        "length": lambda a, b: {start: a, "duration": round(b - a, 2)},
    }[way]


def _noise(draw: _Draw) -> Callable[[str], dict[str, Any]]:
    """Fields beside a text that are not speech."""
    random = draw.random
    kinds = random.sample(
        ("uuid", "confidence", "mood", "lang", "final", "lower", "empty", "count", "url", "index"), 3
    )
    if draw.chance(0.4):
        kinds = []
    draw.made_of.append("beside: " + (", ".join(sorted(kinds)) or "nothing"))
    counter = iter(range(10_000))

    def fields(text: str) -> dict[str, Any]:
        number = next(counter)
        found = {
            "uuid": f"{random.getrandbits(64):016x}",
            "confidence": round(random.uniform(0.8, 1), 3),
            "mood": random.choice(("neutral", "positive", "negative")),
            "lang": "en",
            "final": True,
            "lower": text.lower().translate(str.maketrans("", "", ".,?!¿")),
            "empty": None,
            "count": len(text.split()),
            "url": f"https://x.example/audio/{number}.wav",
            "index": number,
        }
        return {
            {"lower": "raw_text", "empty": "translation", "mood": "sentiment"}.get(kind, kind): found[kind]
            for kind in kinds
        }

    return fields


def _written(text: str, way: str) -> Any:
    return {
        "plain": text,
        "object": {"plain": text, "markup": None},
        "parts": [{"type": "text", "text": text}],
        "strings": [text],
        "versions": [{"text": text, "score": 0.9}, {"text": text.lower(), "score": 0.4}],
    }[way]


def _records(
    draw: _Draw, interview: Interview, cut: bool, labels: Any, times: Any, noise: Any, way: str
) -> list[dict[str, Any]]:
    """The turns of an interview as records, with `cut` several for a long one."""
    rows = []
    for side, text, start, end in interview.turns:
        words = text.split()
        size = draw.random.randint(6, 11) if cut else len(words)
        for begin in range(0, len(words), size):
            part = " ".join(words[begin : begin + size])
            a = start + (end - start) * begin / len(words)
            b = start + (end - start) * min(begin + size, len(words)) / len(words)
            row = {draw.name("who"): labels[side], draw.name("text"): _written(part, way)}
            rows.append({**row, **times(round(a, 2), round(b, 2)), **noise(part)})
    return rows


def _around(draw: _Draw, inner: Any, names: tuple[str, str]) -> Any:
    """What services write around a list: objects in one another, with other texts beside."""
    for _ in range(draw.random.randint(0, 3)):
        beside: dict[str, Any] = {}
        if draw.chance(0.3):
            beside["summary"] = (
                "They spoke about a crane, an import that broke, and what each of them learned from that."
            )
        if draw.chance(0.2):
            beside["instructions"] = "You are a friendly interviewer. Ask one question at a time and listen. " * 8
        if draw.chance(0.3):
            beside["title"], beside["created_at"] = "Second round", "2026-03-01T09:00:00Z"
        if draw.chance(0.3):
            beside["attendees"] = [{"name": name, "joined": True} for name in names]
        if draw.chance(0.3):
            beside["stats"] = {"words": 431, "duration": 182.5, "score": 7}
        inner = {**beside, draw.name("wrap") if draw.chance(0.6) else f"part_{draw.random.randint(1, 9)}": inner}
    return inner


def _several(draw: _Draw, each: list[Any], held: tuple[Interview, ...]) -> bytes:
    """One or several documents in a file: by one list, by id, or as lines."""
    if len(each) == 1:
        document = _around(draw, each[0], held[0].names)
        way = draw.way("format", ("json", "json", "yaml"))
        return _dumped(document, way)
    objects = [one if isinstance(one, dict) else {draw.name("list"): one} for one in each]
    way = draw.way("several", ("list", "by id", "lines", "one after the other"))
    if way == "lines":
        return "\n".join(
            json.dumps({"id": h.key, **one}, ensure_ascii=False) for h, one in zip(held, objects, strict=True)
        ).encode()
    if way == "one after the other":
        return "\n".join(
            json.dumps({"id": h.key, **one}, indent=1) for h, one in zip(held, objects, strict=True)
        ).encode()
    if way == "by id":
        return _dumped({h.key: one for h, one in zip(held, objects, strict=True)}, "json")
    whole = [{"id": h.key, "applicant": h.names[1], **one} for h, one in zip(held, objects, strict=True)]
    return _dumped({"interviews": whole} if draw.chance(0.5) else whole, "json")


def _dumped(document: Any, way: str) -> bytes:
    if way == "yaml":
        import yaml

        return yaml.safe_dump(json.loads(json.dumps(document)), allow_unicode=True, sort_keys=False).encode()
    return json.dumps(document, ensure_ascii=False).encode()


def _as_turns(draw: _Draw, held: tuple[Interview, ...]) -> bytes:
    times, noise, cut = _times(draw), _noise(draw), draw.chance(0.3)
    way = draw.way(
        "text", ("plain", "plain", "plain", "object", "parts") + (("versions",) if draw.held_out else ("strings",))
    )
    draw.made_of += ["cut"] * cut
    labels = _labels(draw, held[0].names)
    each = []
    for one in held:
        mine: tuple[Any, Any] = one.names if labels == held[0].names else labels
        if isinstance(mine[0], dict):
            mine = ({**mine[0], "name": one.names[0]}, {**mine[1], "name": one.names[1]})
        each.append(_records(draw, one, cut, mine, times, noise, way))
    if way == "plain" and draw.chance(0.25) and not any(isinstance(value, dict) for value in each[0][0].values()):
        return _table(draw, each, held)
    if len(held) == 1 and way == "plain" and draw.chance(0.2):
        names = list(each[0][0])
        side_by_side = {name: [row[name] for row in each[0]] for name in names}
        draw.made_of.append("lists side by side")
        return _dumped(_around(draw, side_by_side, held[0].names), "json")
    return _several(draw, each, held)


def _table(draw: _Draw, each: list[list[dict[str, Any]]], held: tuple[Interview, ...]) -> bytes:
    """Turns as lines of CSV or TSV, or of JSON, with the id of their interview where there are several."""
    way = draw.way("table", ("csv", "tsv", "lines", "list"))
    rows = [
        ({"interview_id": one.key} if len(held) > 1 else {}) | row
        for one, rows in zip(held, each, strict=True)
        for row in rows
    ]
    if way == "lines":
        return "\n".join(json.dumps(row) for row in rows).encode()
    if way == "list":
        return json.dumps(rows).encode()
    return _csv(rows, "\t" if way == "tsv" else ",")


def _csv(rows: list[dict[str, Any]], delimiter: str) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _as_words(draw: _Draw, held: tuple[Interview, ...]) -> bytes:
    """Words with times: in turns, in turns with their text, or in one list."""
    where = draw.way("words", ("in turns", "beside the text", "in one list"))
    start, end, word = draw.name("start"), draw.name("end"), draw.name("word")
    scale = draw.random.choice((1.0, 1000.0))
    each: list[Any] = []
    labels = _labels(draw, held[0].names)
    for one in held:
        rows: list[dict[str, Any]] = []
        for side, text, begin, stop in one.turns:
            tokens = text.split()
            step = (stop - begin) / len(tokens)
            words = [
                {
                    word: token,
                    start: round((begin + n * step) * scale, 2),
                    end: round((begin + (n + 1) * step) * scale, 2),
                }
                for n, token in enumerate(tokens)
            ]
            if where == "in one list":
                rows += [{**each_word, draw.name("who"): labels[side]} for each_word in words]
                continue
            row = {draw.name("who"): labels[side], draw.name("words"): words}
            rows.append({draw.name("text"): text, **row} if where == "beside the text" else row)
        each.append(rows)
    return _several(draw, each, held)


def _as_pairs(draw: _Draw, held: tuple[Interview, ...]) -> bytes:
    """Questions with their answers: in rows, as objects, as numbered fields, as keys."""
    ways = ("rows", "objects", "numbered", "keys", "table", "answers inside")
    way = draw.way("pairs", ways)
    q, a, noise = draw.name("question"), draw.name("answer"), _noise(draw)
    if way == "table":
        rows = [
            {"candidate_id": one.key, q: ask, a: said, **noise(said)} for one in held for ask, said in one.pairs()
        ]
        return _csv(rows, draw.random.choice(",;\t"))
    each: list[Any] = []
    for one in held:
        pairs = one.pairs()
        if way == "rows":
            each.append([{q: ask, a: said, **noise(said)} for ask, said in pairs])
        elif way == "objects":
            each.append(
                [{q: {"id": n, "text": ask}, a: {"text": said, "seconds": 31}} for n, (ask, said) in enumerate(pairs)]
            )
        elif way == "answers inside":
            each.append(
                [{"no": n, q: ask, "given": [{a: said, "attempt": 1}]} for n, (ask, said) in enumerate(pairs)]
            )
        elif way == "numbered":
            each.append(
                {
                    f"{name}_{n}": text
                    for n, pair in enumerate(pairs, 1)
                    for name, text in zip((q, a), pair, strict=True)
                }
            )
        else:
            each.append(dict(pairs))
    return _several(draw, each, held)


def _wide(draw: _Draw, held: tuple[Interview, ...]) -> bytes:
    """A column for each question, as forms are exported."""
    rows = [{"Timestamp": "3/1/2026 9:12:00", "Name": one.names[1], **dict(one.pairs())} for one in held]
    return _csv(rows, draw.random.choice(",;\t"))


def _as_string(draw: _Draw, held: tuple[Interview, ...]) -> bytes:
    """A whole dialogue in one text."""
    between = draw.random.choice(("\n", "\n", "\n\n", " | ", "<br>"))
    labels = ("Interviewer", "Candidate") if draw.chance(0.5) else None
    strings = []
    for one in held:
        names = labels or one.names
        strings.append(between.join(f"{names[side]}: {text}" for side, text, *_ in one.turns))
    draw.made_of.append(f"between turns: {between!r}")
    if draw.chance(0.4):
        rows = [{"id": one.key, draw.name("text"): text, "score": 3} for one, text in zip(held, strings, strict=True)]
        draw.made_of.append("table")
        return _csv(rows, ",")
    return _several(draw, [{draw.name("text"): text, "words": len(text.split())} for text in strings], held)


def _grouped(draw: _Draw, held: tuple[Interview, ...]) -> bytes:
    """Turns in groups that are no interviews: a list for each speaker, or chapters."""
    way = draw.way("groups", ("tracks", "chapters", "single keys", "rows"))
    who, text, start = draw.name("who"), draw.name("text"), draw.name("start")
    each: list[Any] = []
    for one in held:
        if way == "tracks":
            sides = [
                {
                    who: one.names[side],
                    draw.name("list"): [{text: said, start: at} for s, said, at, _ in one.turns if s == side],
                }
                for side in (0, 1)
            ]
            each.append({"tracks": sides})
        elif way == "chapters":
            rows = [{who: one.names[side], text: said, start: at} for side, said, at, _ in one.turns]
            chapters = [{"chapter": n, draw.name("list"): rows[n : n + 2]} for n in range(0, len(rows), 2)]
            each.append({"chapters": chapters})
        elif way == "single keys":
            each.append([{one.names[side]: said} for side, said, *_ in one.turns])
        else:
            each.append([[at, one.names[side], said] for side, said, at, _ in one.turns])
    return _several(draw, each, held)
