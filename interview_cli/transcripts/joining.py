"""Questions and answers that stand in two tables of the data, made one table of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, Final

from interview_cli.transcripts.candidates import Candidate
from interview_cli.transcripts.columns import Column, Table, text_of
from interview_cli.transcripts.field_names import KEY
from interview_cli.transcripts.records import Series

_MIN_ASKING: Final = 0.5
_MAX_COLUMNS: Final = 8


def joined_by_ids(answers: Candidate, tables: Sequence[Table]) -> Table | None:
    """Answers that name their question by an id, with the texts of these questions; None where there are none.

    The questions are a table of their own with an id in each row, as forms and surveys write their script.
    """
    said = answers.texts[0]
    references = [_ids(column) for column in answers.table.own_columns[:_MAX_COLUMNS] if column not in answers.texts]
    for table in tables:
        asked = [column for column in table.own_columns[:_MAX_COLUMNS] if column.is_speech and column.path != KEY]
        questions = [column for column in asked if "question" in column.means or column.asking >= _MIN_ASKING]
        if table is answers.table or not questions:
            continue
        for ids in (_ids(column) for column in table.own_columns[:_MAX_COLUMNS] if column not in questions):
            texts = dict(zip(ids, map(text_of, questions[0].all_values), strict=True))
            if len(texts) < len(ids) or len(ids) < 2:
                continue
            for reference in references:
                if all(key in texts for key in reference) and len(set(reference)) == len(reference):
                    pairs = zip(reference, map(text_of, said.all_values), strict=True)
                    return _table(
                        answers.table.series, [{"question": texts[key], "answer": text} for key, text in pairs]
                    )
    return None


def _ids(column: Column) -> list[str]:
    return [text_of(value).strip() for value in column.all_values]


def _table(series: Series, rows: list[Any], parents: list[int] | None = None) -> Table:
    """A table of pairs in place of a series."""
    return Table(Series((*series.path, "+"), series.parent, rows, parents or series.parents, list(range(len(rows)))))


def with_follow_ups(pairs: Candidate, found: Sequence[Candidate]) -> Table | None:
    """Pairs with those that stand inside their rows, each after the pair it follows; None where there are none."""
    series = pairs.table.series
    inner = next(
        (
            each
            for each in found
            if each.kind == "pairs" and each is not pairs and each.table.series is not series
            if series in each.table.series.ancestors() and all(column.is_own for column in each.texts)
        ),
        None,
    )
    if inner is None or not all(column.is_own for column in pairs.texts):
        return None
    follow_ups: dict[int, list[Any]] = {}
    for place, row in zip(inner.table.places_in(series), _rows(inner), strict=True):
        follow_ups.setdefault(place, []).append(row)
    rows = [[row, *follow_ups.get(place, ())] for place, row in enumerate(_rows(pairs))]
    parents = [series.parents[place] for place, each in enumerate(rows) for _ in each]
    return _table(series, list(chain.from_iterable(rows)), parents)


def _rows(pairs: Candidate) -> list[dict[str, str]]:
    question, answer = (map(text_of, column.all_values) for column in pairs.texts)
    return [{"question": asked, "answer": said} for asked, said in zip(question, answer, strict=True)]
