"""What is worked on: a file, or one line of a file that holds a transcript on each line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import IO, Any, Final

from interview_cli.errors import InputError

MAX_ITEM_BYTES: Final = 40_000_000
"""So much is read of an item; more than any reader takes, so that each refuses with its own limit (chosen)."""


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of input that is read and scored as a whole.

    `key` identifies it among all pieces, in every run. `source` is its name in messages; `location` is the
    absolute path or the URL to read, from byte `start` on, `length` bytes of it (None: all). `line` counts from 1 for
    one line of a larger file. `problem` says why there is nothing to read. `recording` says that it is known to be
    sound. `stamp` changes with what there is to read, as far as that can be known without reading it; None where it
    cannot. `source` and `problem` are shown and kept: they hold no lone surrogates and no secrets of URLs.
    """

    key: str
    source: str
    location: str
    start: int = 0
    length: int | None = None
    line: int | None = None
    problem: str | None = None
    recording: bool = False
    stamp: str | None = None


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What has to be known about a line of the results file without reading it again.

    An item gives `parts` lines, this is number `part` from 0. `score` and `spread` (standard deviation between
    questions) are points of 100; `coverage` is 0–1. `criteria` is a JSON object of mean scores by criterion.
    `flagged` counts the answers whose judge was marked as doubtful; `rules_gap` is how far a model's score of an
    answer was from the rules', at the most, in points of 100; `wavering` the largest spread of a criterion of an
    answer over repetitions, in points of 5. `stamp` is the item's when it was read. `reading_confidence` is 0–1, None
    in lines of versions that did not say; `reading_notes` say what was unclear, one a line.
    """

    item_key: str
    part: int
    parts: int
    id: str
    source: str
    status: str
    type: str | None
    candidate: str | None
    score: float | None
    recommendation: str | None
    coverage: float
    spread: float | None
    answers: int
    criteria: str
    cached: bool
    error: str | None
    flagged: int = 0
    rules_gap: float | None = None
    wavering: float | None = None
    stamp: str | None = None
    reading_confidence: float | None = None
    reading_notes: str = ""


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """A line of the results file before its id is certain: `body` is the rest of the JSON object after the id.

    For a recording, `transcriber` names the engine and `sound_s` is its length in seconds.
    """

    facts: LineFacts
    body: bytes
    transcriber: str | None = None
    sound_s: float = 0.0

    def with_id(self, line_id: str) -> bytes:
        """The line as it is written."""
        return b'{"id": ' + json.dumps(line_id, ensure_ascii=False).encode() + b", " + self.body + b"\n"


ItemResult = tuple[ScoredLine, ...]
"""The lines of one item, in order."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is to score: transcripts, the answers in them and the words of these, and what cannot be read.

    `judgements` counts what is judged: each answer, and each that follow-ups added to once more as a whole. What is
    in `recordings` is not known before they are transcribed; `sound_s` is how long those are that say so.
    """

    transcripts: int = 0
    answers: int = 0
    words: int = 0
    failed: int = 0
    judgements: int = 0
    recordings: int = 0
    sound_s: float = 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


def key_of(*parts: object) -> str:
    """A short name for an item that no other has: 80 bits of SHA-256."""
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def facts_of(line: dict[str, Any]) -> LineFacts:
    """The facts of a line of a results file. Raises KeyError or TypeError when it is not one of ours."""
    answers = line["answers"]
    return LineFacts(
        item_key=line["item"],
        part=int(line["part"]),
        parts=int(line["parts"]),
        id=line["id"],
        source=line["source"],
        status=line["status"],
        type=line["type"],
        candidate=line["candidate"],
        score=line["overall_score"],
        recommendation=line["recommendation"],
        coverage=line["coverage"] or 0.0,
        spread=line["spread"],
        answers=len(answers),
        criteria=json.dumps({name: score["score"] for name, score in line["scores"].items()}),
        cached=line["cached"],
        error=line["error"],
        flagged=sum(bool(answer.get("flagged")) for answer in answers),
        rules_gap=max((gap for answer in answers if (gap := _rules_gap(answer)) is not None), default=None),
        wavering=max((spread for answer in answers for spread in _spreads(answer)), default=None),
        stamp=line.get("stamp"),
        reading_confidence=(line.get("reading") or {}).get("confidence"),
        reading_notes="\n".join((line.get("reading") or {}).get("notes", ())),
    )


def _rules_gap(answer: dict[str, Any]) -> float | None:
    by_judge, by_rules = answer.get("overall_score"), answer.get("rules_score")
    return None if by_judge is None or by_rules is None else abs(by_judge - by_rules)


def _spreads(answer: dict[str, Any]) -> Iterator[float]:
    return (score["spread"] for score in answer["scores"].values() if score.get("spread") is not None)


def read_item(item: Item) -> bytes:
    """The bytes of an item, at most MAX_ITEM_BYTES of them. Raises InputError when it cannot be read."""
    if item.problem:
        raise InputError(item.problem)
    with open_location(item.location, item.source) as file:
        file.seek(item.start)
        return file.read(MAX_ITEM_BYTES if item.length is None else min(item.length, MAX_ITEM_BYTES))


@contextmanager
def open_location(location: str, source: str) -> Iterator[IO[bytes]]:
    """A file or URL opened for reading. Raises InputError, also from within the block."""
    if "://" in location:
        from interview_cli.batch.remote import open_url

        with open_url(location) as file:
            yield file
        return
    try:
        with Path(location).open("rb") as file:
            yield file
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror or error}.") from None
