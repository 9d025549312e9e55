"""Labels inside an answer: a dialogue that is told (`Boss: Why? / Me: Because …`) or a list (`Budget: 20 000 euros`).

They recur like speakers do, but stand only inside what the candidate says: after a line of the candidate, before the
interviewer's next, several together. Somebody who takes part in the interview has what they say answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from interview_cli.transcripts.labels import roles_of_labels
from interview_cli.transcripts.model import Role

MIN_LINES_TOGETHER: Final = 2
"""A single line between an answer and the next question is more likely somebody else's remark."""

_ALSO_IN_STORIES: Final = frozenset("manager coach assistant panel bot ai user human guest student".split())


class Spoken(NamedTuple):
    """A line that begins with a label of a speaker, and how many words it has. `timed`: with a time of its own."""

    label: str
    word_count: int
    timed: bool


@dataclass(slots=True)
class _Places:
    """Where the labels beside the two sides stand."""

    inside: set[str] = field(default_factory=set)
    before_question: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)

    def add(self, labels: list[str], before: bool | None, after: bool | None) -> None:
        """Labels between two lines of the sides; each is True for the candidate's, None where there is none."""
        if before is True and after is not True and len(labels) >= MIN_LINES_TOGETHER:
            self.inside.update(labels)
            if after is False:
                self.before_question.update(labels)
        else:
            self.outside.update(labels)


def labels_inside(lines: Sequence[Spoken]) -> set[str]:
    """The labels that are part of what the candidate says. `lines` hold only lines that begin with a speaker."""
    counts = Counter(line.label for line in lines)
    if len(counts) < 3:
        return set()
    roles = roles_of_labels(set(counts))
    interviewers, candidates = _side(roles, Role.INTERVIEWER), _side(roles, Role.CANDIDATE)
    named = bool(interviewers and candidates)
    if not named:
        first, second, *_ = counts
        interviewers, candidates = {first}, {second}
        if counts[first] < 2 or counts[second] < 2:
            return set()
    places = _places(lines, interviewers, candidates)
    timed = {line.label for line in lines if line.timed}
    others = {label for label, role in roles.items() if role is Role.OTHER}
    found = (places.inside & places.before_question) - places.outside - timed - others
    return found if named else found - _at_least_as_long(lines, candidates)


def _side(roles: Mapping[str, Role], side: Role) -> set[str]:
    """The labels of a side; those that also name people in stories only where no other does."""
    labels = {label for label, role in roles.items() if role is side}
    return {label for label in labels if label.casefold() not in _ALSO_IN_STORIES} or labels


def _places(lines: Sequence[Spoken], interviewers: set[str], candidates: set[str]) -> _Places:
    places = _Places()
    between: list[str] = []
    before: bool | None = None
    for line in lines:
        if line.label in interviewers or line.label in candidates:
            after = line.label in candidates
            places.add(between, before, after)
            before, between = after, []
        else:
            between.append(line.label)
    places.add(between, before, None)
    return places


def _at_least_as_long(lines: Sequence[Spoken], candidates: set[str]) -> set[str]:
    """The labels that say as much as the candidate or more."""
    words: Counter[str] = Counter()
    for line in lines:
        words[line.label] += line.word_count
    least = sum(words[label] for label in candidates)
    return {label for label, count in words.items() if count >= least}
