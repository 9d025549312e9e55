"""Questions in one numbered list and their answers in another, as in two mails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, cycle, takewhile
from typing import Final

from interview_cli.transcripts.asking import asks, sentences
from interview_cli.transcripts.model import Reading, Role, Transcript
from interview_cli.transcripts.turns import make_turn

MATCHED: Final = 0.8
"""Confidence of answers that were matched to their questions by numbers alone (chosen)."""

_NUMBER: Final = re.compile(r"[*_#\s]{0,6}(?:[^\W\d_]{1,10}[ .]?)?(?P<number>[0-9]{1,2})[.):][*_]{0,3}\s{1,8}(?=\S)")


def answers_by_number(written: Sequence[str], source: str, fallback_id: str) -> Transcript | None:
    """The interview in a list of questions and a list of as many answers that hold most of a text; None without."""
    lists = list(dict.fromkeys(_lists(written)))
    if len(lists) != 2 or len(lists[0]) != len(lists[1]) or len(lists[0]) < 2:
        return None
    asking = [sum(map(_asks, items)) for items in lists]
    if max(asking) < len(lists[0]):
        return None
    questions, answers = lists if asking[0] > asking[1] else lists[::-1]
    if 2 * min(asking) >= len(answers) or 2 * sum(map(len, chain(*lists))) < sum(map(len, written)):
        return None
    turns = [make_turn(None, text) for text in chain(*zip(questions, answers, strict=True))]
    roles = cycle((Role.INTERVIEWER, Role.CANDIDATE))
    said = tuple(replace(turn, role=role) for turn, role in zip(turns, roles, strict=False) if turn)
    if len(said) < len(turns):
        return None
    note = "The answers stand apart from the questions and were matched by their numbers."
    return Transcript(fallback_id, source, said, paired=True, reading=Reading(MATCHED, (note,)))


def _lists(written: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The items of each list that counts up from 1; the last ends at a blank line, the others at the next one."""
    items: list[list[str]] = []
    for line in [*written, "0. end"]:
        text = line.lstrip("> \t")
        found = _NUMBER.match(text)
        if found and int(found["number"]) == len(items) + 1:
            items.append([text[found.end() :]])
        elif found:
            if items:
                last = takewhile(str.strip, items[-1])
                yield (*(" ".join(item) for item in items[:-1]), " ".join(last))
            items = [[text[found.end() :]]] if int(found["number"]) == 1 else []
        elif items:
            items[-1].append(text)


def _asks(text: str) -> bool:
    return any(map(asks, sentences(text)))
