"""How well a reading of a text fits: what `proposals` compares readings by.

Features are shares from 0 to 1 or flags. Sums over the lines are made once for a text, so that each reading costs
no more than its labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from math import log2
from typing import Final, NamedTuple

from interview_cli.transcripts.asking import has_question_mark
from interview_cli.transcripts.label_forms import HEAD_CHARACTERS, Form, Line, Split, split_prefix
from interview_cli.transcripts.labels import is_name_like, role_of_label, roles_of_labels
from interview_cli.transcripts.model import Role
from interview_cli.transcripts.turns import without_noise

MAX_HEADER_LINES: Final = 30
MAX_NAME_WORDS: Final = 5
MAX_HEADER_CHARACTERS: Final = 200
_SPEECH_ENDS: Final = re.compile(
    r"(?:[?!…。？！؟۔।]|(?<!\b[A-Z])(?<!\b(?:Co|Dr|Jr|St))(?<!\b(?:Inc|Ltd|Mrs))\.)[\"'”’»」』)*_]*$"
)
_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")
_IN_STORIES: Final = frozenset("manager coach assistant panel bot ai user human guest student".split())


class Hit(NamedTuple):
    """A line that begins with a label."""

    at: int
    split: Split


class Sums:
    """Sums over the lines from the first on, for every proposal alike."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.words = [0, *accumulate(line.whole.count(" ") + 1 if line.whole else 0 for line in lines)]
        self.asked = [0, *accumulate([bool(line.whole) and has_question_mark(line.whole) for line in lines])]
        self.filled_before = [0, *accumulate([bool(line.whole) for line in lines])]
        self.filled = self.filled_before[-1]
        self.begins = self._begins()

    @cached_property
    def characters(self) -> list[frozenset[str]]:
        """Those at the front of each line: what no line has need not be looked for."""
        return [frozenset(line.whole[:HEAD_CHARACTERS]) for line in self.lines]

    @cached_property
    def marks(self) -> frozenset[str]:
        """All of `characters`."""
        return frozenset().union(*self.characters)

    def _begins(self) -> list[int]:
        """Where the interview may begin: at the first line, or below lines that look like a header's."""
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
    """Whether a line may stand above an interview: it does not end like speech."""
    return len(line) <= MAX_HEADER_CHARACTERS and not _SPEECH_ENDS.search(without_noise(line))


def features_of(form: Form, said: Sequence[Hit], hits: Sequence[Hit], begin: int, text: Sums) -> dict[str, float]:
    """The features of the reading in which the interview begins at line `begin`, and of all `hits` of a form those
    in `said` begin with a speaker. Shares are of these where nothing else is said."""
    labels = [hit.split.label for hit in said]
    counts = Counter(labels)
    roles = roles_of_labels(set(counts))
    turns = len(said)
    filled = max(1, text.filled - text.filled_before[begin])
    covered = turns * 2 if form.alone else turns
    return {
        "one": float(len(counts) == 1),
        "loose": float(form.loose),
        "loose_left": max(0.0, 1 - covered / filled) if form.loose else 0.0,
        "alone": float(form.alone),
        "share": min(1.0, covered / filled),
        "complete": float(covered >= filled),
        "turns": min(1.0, log2(turns) / 6),
        "steady": sum(a != b for a, b in pairwise(labels)) / (turns - 1) if turns > 1 else 0.0,
        "timed": sum(hit.split.time is not None for hit in said) / turns,
        **_of_labels(counts, roles, said, text),
        **_of_rest(said, hits, begin, text),
        "inside": sum(counts[label] for label in inside(said, counts)) / turns,
    }


def _of_labels(counts: Counter[str], roles: Mapping[str, Role], said: Sequence[Hit], text: Sums) -> dict[str, float]:
    """What the labels of the speakers are like: roles, names; and those that come once, unless they are called above
    the interview."""
    above = text.lines[: min(said[0].at, MAX_HEADER_LINES)]
    once = {label for label, count in counts.items() if count == 1 and label not in roles}
    once -= {label for label in once if any(label in line.whole for line in above)}
    bounds = [*(hit.at for hit in said), len(text.lines)]
    asked = {
        hit.split.label
        for hit, (first, last) in zip(said, pairwise(bounds), strict=True)
        if text.asked[last] > text.asked[first]
    }
    in_full = {label for label in once - asked if " " in label and is_name_like(label)}
    persons = {_NOT_LETTERS.sub("", label) if label in roles else label for label in counts}
    long_labels = (label.count(" ") - 2 for label in counts if label not in roles and not is_name_like(label))
    return {
        "roles": sum(counts[label] for label in roles) / counts.total(),
        "sections": sum(counts[label] for label, role in roles.items() if role is Role.OTHER) / counts.total(),
        "both": float({Role.INTERVIEWER, Role.CANDIDATE} <= set(roles.values())),
        "once": len(once - asked - in_full) / len(counts),
        "once_asks": len(once & asked) / len(counts),
        "once_in_full": len(in_full) / len(counts),
        "two": float(len(persons) == 2),
        "long_labels": sum(max(0, words) for words in long_labels) / len(counts),
    }


def _of_rest(said: Sequence[Hit], hits: Sequence[Hit], begin: int, text: Sums) -> dict[str, float]:
    """What is left out of the interview or left in it: the header, lines before the first speaker, other labels."""
    speakers = {hit.split.label for hit in said}
    again_above = sum(hit.at < begin and hit.split.label in speakers for hit in hits)
    entries = [hit.split.text for hit in said if hit.at < text.begins[-1] and hit.split.text]
    names = sum(entry.count(" ") < MAX_NAME_WORDS and is_name_like(entry) for entry in entries)
    bounds = [*(hit.at for hit in said), len(text.lines)]
    empty = sum(
        not hit.split.text and text.filled_before[last] - text.filled_before[first] <= 1
        for hit, (first, last) in zip(said, pairwise(bounds), strict=True)
    )
    return {
        "header_speakers": min(1.0, again_above / 2),
        "entries": min(1.0, len(entries) / 5),
        "names_entered": min(1.0, names / 2),
        "lost": (text.words[bounds[0]] - text.words[begin]) / max(1, text.words[-1] - text.words[begin]),
        "lost_question": float(text.asked[bounds[0]] > text.asked[begin]),
        "labels_in_texts": sum(map(_begins_with_role, said)) / len(said),
        "empty": empty / len(said),
    }


def _begins_with_role(hit: Hit) -> bool:
    """Whether what is said begins with the name of a side."""
    text = hit.split.text
    prefix = split_prefix(text) if ":" in text[:40] else None
    return prefix is not None and role_of_label(prefix[0]) is not Role.UNKNOWN


def inside(hits: Sequence[Hit], among: Collection[str]) -> set[str]:
    """The labels beside the two sides that stand only inside what one and the same label says: a dialogue told."""
    counts = Counter(hit.split.label for hit in hits if hit.split.label in among)
    if len(counts) < 3:
        return set()
    roles = roles_of_labels(set(counts))
    sides = {label: role for label, role in roles.items() if label.casefold() not in _IN_STORIES}
    interviewers = {label for label, role in sides.items() if role is Role.INTERVIEWER}
    candidates = {label for label, role in sides.items() if role is Role.CANDIDATE}
    if not (interviewers and candidates):
        first, second, *_ = counts
        interviewers, candidates = {first}, {second}
        if counts[first] < 2 or counts[second] < 2:
            return set()
    told: set[str] = set()
    outside: set[str] = set()
    between: list[str] = []
    before: bool | None = None
    for hit in hits:
        label = hit.split.label
        if label in interviewers or label in candidates:
            if not before or len(between) < 2:
                outside.update(between)
            elif label in interviewers:
                told.update(between)
            before, between = label in candidates, []
        elif hit.split.time:
            outside.add(label)
        elif label in among and roles.get(label) is not Role.OTHER:
            between.append(label)
    return told - outside
