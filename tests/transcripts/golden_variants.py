"""The golden table of `variants` and `sweeps`; `python -m tests.transcripts.golden --write` writes it, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from interview_cli.errors import InputError
from interview_cli.transcripts.attribution import speaker_of
from interview_cli.transcripts.columns import Column, Table
from interview_cli.transcripts.model import Transcript, Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.records import find_tables
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.structured import find_candidates, pair_score
from interview_cli.transcripts.time_columns import find_times
from tests.transcripts import sweeps, variants

TABLE: Final = Path(__file__).with_name("golden_variants.txt")


def table() -> str:
    """How each variant is read, what each column is like, and who answers what in each talk."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield from _grouped(
        (name, change, _reading(text.encode())) for name, change, text in (*variants.texts(), *sweeps.texts())
    )
    yield from (f"{name}: {_column(beside)}" for name, beside in variants.tables())
    yield from (f"{name}: {_pair(beside)}" for name, beside in variants.pair_tables())
    yield from _grouped((name, change, _answers(talk)) for name, change, talk in variants.talks())
    for name, document in variants.documents():
        yield f"{name}: {_worth(find_tables(variants.unnamed(document), 'x'))}"


def _grouped(readings: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """A line for each reading of an interview, with all the changes that give it."""
    for name, each in groupby(readings, key=itemgetter(0)):
        changes: dict[str, list[str]] = {}
        for _, change, reading in each:
            changes.setdefault(reading, []).append(change)
        yield from (f"{name}, {', '.join(found)}: {reading}" for reading, found in changes.items())


def _reading(data: bytes) -> str:
    try:
        return "; ".join(_shown(assign_roles(each)) for each in read_transcripts(data, "x"))
    except InputError as error:
        return f"refused, {error.message.partition(chr(10))[0][:50]}"


def _shown(transcript: Transcript) -> str:
    """What it is called, whose it is, confidence, its turns, its answers, and the notes."""
    about = "/".join(filter(None, (transcript.id, transcript.type, transcript.role, transcript.candidate)))
    turns = " ".join(map(_turn, transcript.turns))
    notes = " ".join(transcript.reading.notes)
    return f"{about} {transcript.reading.confidence:.2f} | {turns} | {_answers(transcript)} | {notes}"


def _turn(turn: Turn) -> str:
    """The side, the beginning of the name, how many words, when, and how many words with times."""
    times = "" if turn.start_s is None else f"@{turn.start_s:.4g}"
    times += "" if turn.end_s is None else f"-{turn.end_s:.4g}"
    timed = f"w{len(turn.words)}" if turn.words else ""
    return f"{turn.role[0]}{(turn.speaker_label or '')[:2]}{len(turn.text.split())}{times}{timed}"


def _answers(transcript: Transcript) -> str:
    """The words of each question and of its answer, and the pause between them."""
    return " ".join(
        f"{len(each.question.split())}>{len(each.answer.split())}"
        + ("" if each.response_latency_s is None else f"+{each.response_latency_s:g}")
        for each in pair(transcript)
    )


def _column(beside: Table) -> str:
    """What a column means, how much it is like speech and a speaker, and whether it has times."""
    said, column = beside.columns[0], beside.columns[1]
    score, speaker = speaker_of(beside, [said])
    times = find_times([column], lambda: said.filled)
    when = f"{times.scale:g} {times.ends_are_lengths}" if times.start else "no times"
    likeness = f"{column.text_score:.3f} {'speech ' * column.is_speech}{'words ' * column.is_wordy}"
    return f"{likeness}| speaker {score if speaker is column else 0.0:.3f} | {when} | {_worth([beside])}"


def _pair(beside: Table) -> str:
    """How much two columns are like a question and its answer, and what that rests on."""
    one, other = beside.columns[:2]
    scores = f"{pair_score(one, other):.3f} {pair_score(other, one):.3f}"
    return f"{scores} | {_measures(one, other)} | {_worth([beside])}"


def _measures(*columns: Column) -> str:
    return " ".join(f"{each.in_first_person:.2f} {each.asking:.2f} {each.words:.2f}" for each in columns)


def _worth(tables: Sequence[Table]) -> str:
    """What each reading of some tables is worth, and what is noted about it."""
    found = find_candidates(tables)
    most = max((each.characters for each in found), default=0.0)
    return ", ".join(f"{each.kind} {each.worth(most):.3f} {' '.join(each.notes)}".strip() for each in found)
