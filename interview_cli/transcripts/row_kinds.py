"""What kind of thing each row of a table is, where a column says so: speech, or what programs write between it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, Final, NamedTuple

from interview_cli.transcripts.asking import may_be_said
from interview_cli.transcripts.candidates import Candidate

_NOTE: Final = "note"
_OF_PROGRAMS: Final = frozenset("function tool thinking reasoning".split())
NOT_SPOKEN: Final = _OF_PROGRAMS | frozenset("image image_url note system developer".split())
"""Kinds of rows that hold no speech, and speakers of these."""

_SPOKEN: Final = frozenset("transcript transcription utterance speech".split())
"""Kinds of rows next to which those of other kinds are notes of a program."""


_DATA: Final = "data"
"""The kind of rows whose text is data of a program; of people who mostly speak it may be an answer."""


class Kinds(NamedTuple):
    """The kind of each row that holds no speech, None for the others; and those that may hold some all the same."""

    unspoken: list[str | None]
    left_out: list[str]


def kinds_in(best: Candidate) -> Kinds:
    """The kinds of the rows that are not read: of any data those that never are speech, and all others next to kinds
    that are named for it. Kinds that are not known may hold speech, and those of rows of somebody who also speaks."""
    columns = [column.all_values for column in best.table.own_columns if column.is_of_kinds]
    rows = [{kind for value in row if (kind := kind_of(value))} for row in zip(*columns, strict=True)]
    kinds = frozenset[str]().union(*rows)
    unspoken = kinds - _SPOKEN if kinds & _SPOKEN else kinds & NOT_SPOKEN
    of_rows = [next(iter(own & unspoken), None) for own in rows] or [None] * len(best.said)
    speakers = [kind if (kind := kind_of(label)) in NOT_SPOKEN else None for label in best.labels]
    of_rows = [
        kind or speaker or (_DATA if _is_data(text) else None)
        for kind, speaker, text in zip(of_rows, speakers, best.said, strict=True)
    ]
    told = list(zip(of_rows, best.labels, best.said, strict=True))
    people = {label for kind, label, _ in told if label and not kind}
    read, data = (Counter(label for kind, label, _ in told if kind == which) for which in (None, _DATA))
    left_out = {
        kind
        for kind, label, text in told
        if kind and kind not in _OF_PROGRAMS
        if (
            read[label] > data[label]
            if kind == _DATA
            else kind not in NOT_SPOKEN or ((label in people or kind == _NOTE) and may_be_said(text))
        )
    }
    return Kinds(of_rows, sorted(left_out))


def _is_data(text: str) -> bool:
    """Whether a text is JSON with words."""
    if text[:1] not in {"{", "["} or '"' not in text:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def kind_of(value: Any) -> str | None:
    """A kind of rows, by the last word of its name or, as in `MESSAGE_ROLE_TOOL_CALL`, the word for a program."""
    kind = value.casefold() if isinstance(value, str) else None
    if not kind or "_" not in kind:
        return kind
    if not {"function", "tool", "tools"}.isdisjoint(kind.split("_")):
        return "tool"
    return next((known for known in NOT_SPOKEN if kind.endswith(f"_{known}")), kind)
