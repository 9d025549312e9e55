"""How far what was heard is from what was said, and whether a judgement rests on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, Final

import numpy as np
from rapidfuzz.distance import Levenshtein

from interview_cli.interview.spoken import Interval, Transcription, Word
from tests.real.spoken import is_um

_SPELLINGS: Final = {"mr": "mister", "ok": "okay"}
_NEAR_S: Final = 0.05
"""A filled pause is found where it shares this much with one."""


def plain_words(text: str) -> list[str]:
    """Words in small letters without marks, parts of a hyphenated one apart, one spelling each; no filled pauses."""
    words = re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
    return [_SPELLINGS.get(word, word) for word in words if not is_um(word)]


def word_errors(said: str, heard: str) -> int:
    """The words to insert, delete and replace to get from what was heard to what was said."""
    return Levenshtein.distance(plain_words(said), plain_words(heard))


def start_errors_s(said: Sequence[Word], heard: Sequence[Word]) -> list[float]:
    """How far the starts of words are from where they were said, for those heard right."""
    texts, others = ([" ".join(plain_words(word.text)) for word in words] for words in (said, heard))
    blocks = SequenceMatcher(None, texts, others, autojunk=False).get_matching_blocks()
    return [
        abs(heard[block.b + at].start_s - said[block.a + at].start_s)
        for block in blocks
        for at in range(block.size)
        if texts[block.a + at]
    ]


@dataclass(slots=True)
class UmScore:
    """Filled pauses said, found (as words or as likely ums), and false alarms, over several clips."""

    said: int = 0
    found: int = 0
    false: int = 0

    def add(self, said: Sequence[Word], heard: Transcription) -> None:
        told = [Interval(word.start_s, word.end_s) for word in heard.words if is_um(word.text)]
        told += heard.vocalisations
        near = [[_shared_s(word, span) > _NEAR_S for span in told] for word in said]
        self.said += len(said)
        self.found += sum(map(any, near))
        self.false += sum(not any(row[at] for row in near) for at in range(len(told)))

    @property
    def recall(self) -> float:
        return self.found / self.said

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false)


def pause_edge_errors_s(pauses: Sequence[Interval], speech: Sequence[Interval]) -> list[float]:
    """How far each edge of each pause is from the silence that was found for it; a missed pause counts its length."""
    silences = [Interval(before.end_s, after.start_s) for before, after in pairwise(speech)]
    errors: list[float] = []
    for pause in pauses:
        found = max(silences, key=lambda each: _shared_s(pause, each), default=None)
        if found is None or _shared_s(pause, found) <= 0:
            errors += [pause.duration_s] * 2
        else:
            errors += [abs(found.start_s - pause.start_s), abs(found.end_s - pause.end_s)]
    return errors


def require_judgement(answer: Mapping[str, Any], said: str) -> None:
    """An answer's scores, as JSON, are within their bounds and quote its own words, whoever gave them."""
    assert answer["status"] in {"scored", "insufficient_evidence"}
    for score in answer["scores"].values():
        for evidence in score["evidence"]:
            assert said[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert score["score"] is None or 0 <= score["score"] <= score["max"]


def _shared_s(one: Interval | Word, other: Interval | Word) -> float:
    return min(one.end_s, other.end_s) - max(one.start_s, other.start_s)


def percentile_95(values: Sequence[float]) -> float:
    return float(np.percentile(values, 95))
