"""Several interviews in sequence, in turns whose times start over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from interview_cli.transcripts.model import Reading, Transcript, Turn

MIN_TURNS: Final = 4
"""Turns of each interview, for times that start over to start another one (chosen)."""

BACK_TO: Final = 0.2
"""Share of the time so far: a turn that starts before it starts over (chosen); cross-talk goes back by seconds."""

RECORDED_ANEW: Final = 0.7
"""The confidence if times start over but the speakers are the same: most likely a second recording (chosen)."""


def parts_of_turns(turns: Sequence[Turn]) -> list[tuple[Turn, ...]]:
    """Turns divided where times start over and several people speak before and after; otherwise all of them."""
    latest, begins = 0.0, [0]
    for index, turn in enumerate(turns):
        if turn.start_s is None:
            return [tuple(turns)]
        if turn.start_s < BACK_TO * latest and index - begins[-1] >= MIN_TURNS:
            begins.append(index)
            latest = 0.0
        latest = max(latest, turn.start_s)
    parts = [tuple(turns[a:b]) for a, b in pairwise([*begins, len(turns)])]
    return parts if all(len(part) >= MIN_TURNS and len(_speakers(part)) > 1 for part in parts) else [tuple(turns)]


def _speakers(turns: Sequence[Turn]) -> frozenset[str]:
    return frozenset(turn.speaker_label for turn in turns if turn.speaker_label)


def one_by_one(transcript: Transcript) -> list[Transcript]:
    """The interviews in a transcript whose times start over with other people; with the same people it is one."""
    parts = parts_of_turns(transcript.turns)
    if len(parts) == 1:
        return [transcript]
    if len(set(map(_speakers, parts))) == 1:
        note = "The timestamps start over; read as one interview recorded in several parts."
        return [replace(transcript, reading=transcript.reading.and_(Reading(RECORDED_ANEW, (note,))))]
    return [replace(transcript, id=f"{transcript.id}-{number}", turns=part) for number, part in enumerate(parts, 1)]
