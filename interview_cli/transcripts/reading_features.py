"""How well a reading of a text fits: the features by which `proposals` compares readings.

Features are shares from 0 to 1 or flags. Sums over the lines are computed once per text, so the cost of a reading
depends only on its labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from math import log2
from typing import Final, NamedTuple

from interview_cli.transcripts.label_forms import BY_LOOK, HEAD_CHARACTERS, Form, Line, Split
from interview_cli.transcripts.labels import (
    is_name_like,
    marks_question,
    role_of_label,
    roles_of_labels,
    without_brackets,
)
from interview_cli.transcripts.model import Role
from interview_cli.transcripts.sentence_acts import has_question_mark
from interview_cli.transcripts.turns import without_noise

MAX_HEADER_LINES: Final = 30
MAX_NAME_WORDS: Final = 5
MAX_HEADER_CHARACTERS: Final = 200
_SPEECH_ENDS: Final = re.compile(
    r"(?:[?!…。？！؟۔।]|(?<!\b[A-Z])(?<!\b(?:Co|Dr|Jr|St))(?<!\b(?:Inc|Ltd|Mrs))\.)[\"'”’»」』)*_]*$"
)
_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")


class Hit(NamedTuple):
    """A line that begins with a label."""

    at: int
    split: Split


class Sums:
    """Running sums over the lines, shared by all proposals."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.words = [0, *accumulate(line.whole.count(" ") + 1 if line.whole else 0 for line in lines)]
        self.asked = [0, *accumulate([bool(line.whole) and has_question_mark(line.whole) for line in lines])]
        self.filled_before = [0, *accumulate([bool(line.whole) for line in lines])]
        self.filled = self.filled_before[-1]
        self.begins = self._begins()

    def asks_in(self, begin: int, end: int) -> bool:
        """Whether one of the lines from `begin` to before `end` asks."""
        return self.asked[end] > self.asked[begin]

    @cached_property
    def characters(self) -> list[frozenset[str]]:
        """The characters at the start of each line: what no line contains need not be searched for."""
        return [frozenset(line.whole[:HEAD_CHARACTERS]) for line in self.lines]

    @cached_property
    def marks(self) -> frozenset[str]:
        """All of `characters`."""
        return frozenset().union(*self.characters)

    def _begins(self) -> list[int]:
        """Where the interview may begin: at the first line, or below lines that look like a header."""
        begins = [0]
        for index, line in enumerate(self.lines[:MAX_HEADER_LINES]):
            below = self.lines[index + 1].whole if index + 1 < len(self.lines) else ""
            if line.time or not _is_heading(line.whole) or below[:1].islower():
                break
            if not line.whole and begins[-1] != index and self.filled_before[index]:
                begins.append(index + 1)
        else:
            index = min(len(self.lines), MAX_HEADER_LINES)
        if 0 < index < len(self.lines):
            begins.append(index)
        return begins


def _is_heading(line: str) -> bool:
    """Whether a line may be a heading: it does not end like speech."""
    return len(line) <= MAX_HEADER_CHARACTERS and not _SPEECH_ENDS.search(without_noise(line))


def features_of(form: Form, said: Sequence[Hit], begin: int, text: Sums) -> dict[str, float]:
    """The features of the reading that begins at line `begin` and in which speakers start the lines `said`."""
    labels = [hit.split.label for hit in said]
    counts = Counter(labels)
    roles = roles_of_labels(set(counts))
    turns = len(said)
    filled = max(1, text.filled - text.filled_before[begin])
    covered = turns * 2 if form.alone else turns
    persons = {
        _NOT_LETTERS.sub("", without_brackets(label)) if label in roles else label
        for label in counts
        if roles.get(label) is not Role.OTHER
    }
    entries = [hit.split.text for hit in said if hit.at < text.begins[-1] and hit.split.text]
    names = sum(entry.count(" ") < MAX_NAME_WORDS and is_name_like(entry) for entry in entries)
    are_questions = all(map(marks_question, counts))
    are_one_side = len(counts) > 1 and len(roles) == len(counts) and len(set(roles.values())) == 1
    are_two = len(persons) == 2 and not are_one_side
    lost = text.words[said[0].at] - text.words[begin]
    return {
        "share": min(1.0, covered / filled),
        "complete": float(covered >= filled),
        "loose_left": max(0.0, 1 - covered / filled) if form.loose else 0.0,
        "lost": lost / max(1, text.words[-1] - text.words[begin]),
        "lost_question": float(text.asks_in(begin, said[0].at)),
        "names_entered": min(1.0, names / 2),
        "turns": min(1.0, log2(turns) / 6),
        "steady": sum(a != b for a, b in pairwise(labels)) / turns,
        "two": float(len(persons) == 1 if are_questions else are_two or _is_panel(roles, said, text)),
        "once": _once(counts, roles, said, text) / len(counts),
        "roles": 0.0 if form is BY_LOOK else sum(counts[label] for label in roles) / turns,
        "sections": sum(counts[label] for label, role in roles.items() if role is Role.OTHER) / turns,
        "inside": sum(counts[label] for label in inside(said)) / turns,
    }


def _is_panel(roles: Mapping[str, Role], said: Sequence[Hit], text: Sums) -> bool:
    """Whether one label means the candidate and all others, at least two, ask in most of their turns."""
    if list(roles.values()).count(Role.CANDIDATE) != 1:
        return False
    asking: Counter[str] = Counter()
    for hit, end in zip(said, [*(hit.at for hit in said[1:]), len(text.lines)], strict=True):
        if roles.get(hit.split.label) in {None, Role.INTERVIEWER}:
            asking[hit.split.label] += 1 if text.asks_in(hit.at, end) else -1
    return len(asking) > 1 and min(asking.values()) > 0


def _once(counts: Counter[str], roles: Mapping[str, Role], said: Sequence[Hit], text: Sums) -> int:
    """How many labels occur once, ask nothing, and neither are full names nor appear above the interview."""
    above = text.lines[: min(said[0].at, MAX_HEADER_LINES)]
    ends = [*(hit.at for hit in said[1:]), len(text.lines)]
    asking = {hit.split.label for hit, end in zip(said, ends, strict=True) if text.asks_in(hit.at, end)}
    return sum(
        count == 1
        and label not in roles
        and label not in asking
        and not (" " in label and is_name_like(label))
        and not any(label in line.whole for line in above)
        for label, count in counts.items()
    )


def inside(hits: Sequence[Hit]) -> set[str]:
    """The labels that occur only within answers, several in a row, like those of a list or of a retold dialogue.

    The first two speakers ask and answer.
    """
    asker, answerer, *others = [*dict.fromkeys(hit.split.label for hit in hits), "", ""]
    if role_of_label(asker) is Role.CANDIDATE:
        asker, answerer = answerer, asker
    within: set[str] = set()
    outside: set[str] = set()
    between: set[str] = set()
    before, lines = asker, 0
    for hit in hits if others[1:] else ():
        label = hit.split.label
        if label in {asker, answerer}:
            is_within = lines > 1 and (before, label) == (answerer, asker)
            (within if is_within else outside).update(between)
            before, between, lines = label, set(), 0
        else:
            between.add(label)
            lines += 1
            if hit.split.time:
                outside.add(label)
    return within - outside - {label for label in within if role_of_label(label) is Role.OTHER}
