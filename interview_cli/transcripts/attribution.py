"""Who speaks, where another table of the data than that of the texts tells it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final

from interview_cli.transcripts.candidates import Candidate
from interview_cli.transcripts.clock import to_time
from interview_cli.transcripts.columns import Table, text_of
from interview_cli.transcripts.labels import roles_of_labels

_MAX_SPEAKERS: Final = 12
_MAX_NAMED: Final = 200
_MAX_OBJECTS: Final = 50
_NAMES: Final = frozenset({"name", "label", "displayname"})


def labels_by_time(best: Candidate, tables: Sequence[Table]) -> list[str | None] | None:
    """Who speaks in each row by a table of speakers and times without texts; None when there is none."""
    if best.times.start is None:
        return None
    for table in tables:
        if table.series is best.table.series or table.series.parent is None or not table.series.rows:
            continue
        own = table.own_columns
        labels = [
            column
            for column in own
            if "speaker" in column.means and "start" not in column.means and 1 < len(column.distinct) <= _MAX_SPEAKERS
        ]
        ends = [column for column in own if "end" in column.means and column not in labels]
        starts = [column for column in own if "start" in column.means and column not in labels]
        starts = [column for column in starts if column not in ends] or starts
        if not labels or not starts or not ends:
            continue
        spans = [
            (start[0] * best.times.scale, text_of(label).strip())
            for a, b, label in zip(starts[0].all_values, ends[0].all_values, labels[0].all_values, strict=True)
            if (start := to_time(a)) and to_time(b) and text_of(label).strip()
        ]
        if spans:
            return _labels_at(best, sorted(spans))
    return None


def _labels_at(best: Candidate, spans: Sequence[tuple[float, str]]) -> list[str | None]:
    begins = [begin_s for begin_s, _ in spans]
    labels: list[str | None] = []
    for start_s, end_s in best.spans:
        if start_s is None:
            labels.append(None)
            continue
        middle_s = (start_s + end_s) / 2 if end_s is not None else start_s
        labels.append(spans[max(0, bisect_right(begins, middle_s) - 1)][1])
    return labels


def names_of(labels: set[str], tables: Sequence[Table], document: Any) -> dict[str, str]:
    """The names that another table, or a mapping, gives for the ids of speakers."""
    if len(labels) < 2 or set(roles_of_labels(labels)) == labels:
        return {}
    for table in tables:
        if not 2 <= len(table.series.rows) <= _MAX_NAMED:
            continue
        for ids in table.own_columns:
            values = [text_of(value).strip() for value in ids.values]
            if not labels <= set(values) or len(set(values)) < len(values):
                continue
            for named in table.own_columns:
                if named is not ids and not _NAMES.isdisjoint(named.parts) and len(named.distinct) == len(values):
                    return dict(zip(values, map(text_of, named.values), strict=True))
    waiting = [document]
    for each in waiting:
        if isinstance(each, dict):
            if labels <= set(map(str, each)) and all(isinstance(value, str) and value for value in each.values()):
                return {str(key): str(value) for key, value in each.items()}
            inner = [value for value in each.values() if isinstance(value, dict)]
            waiting += inner[: max(0, _MAX_OBJECTS - len(waiting))]
    return {}
