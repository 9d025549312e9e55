"""Which labels at the beginnings of lines are speakers, and where the interview begins below its header.

Every reading of the lines that could be meant is proposed: each form of label, each likely set of speakers among the
labels that have it, the header ending here or there; and that nobody is named. Some twenty features say how well a
proposal fits; their weights (`prompts/weights/readings.json`) are those of a conditional logistic regression, so the
softmax over all proposals is how likely each is meant (`benchmarks/fit_readings.py`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, pairwise
from math import exp, log2
from typing import Final, NamedTuple

from interview_cli.resources import resource_root
from interview_cli.transcripts.label_forms import FORMS, HEAD_CHARACTERS, USUAL, Form, Line, Split, split_prefix
from interview_cli.transcripts.labels import is_name_like, role_of_label, roles_of_labels
from interview_cli.transcripts.model import Role
from interview_cli.transcripts.other_languages import has_question_mark

ENOUGH_EXPLAINED: Final = 0.6
"""Share of the lines that the usual form must begin for the others not to be tried (chosen)."""

MAX_HEADER_LINES: Final = 30
MAX_HEADER_CHARACTERS: Final = 200
_SPEECH_ENDS: Final = re.compile(r"(?:[?!…]|(?<!\b[A-Z])(?<!\b(?:Co|Dr|Jr|St))(?<!\b(?:Inc|Ltd|Mrs))\.)[\"'”’»)*_]*$")
_WORD: Final = re.compile(r"[^\W\d_]{2,}|\d+")
_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")
_SPEAKER_NUMBER: Final = re.compile(r"(?:speaker|spk|voice|person)[\s_-]?\d{1,3}", re.IGNORECASE)


class Hit(NamedTuple):
    """A line that begins with a label."""

    index: int
    split: Split


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reading: the lines from `begin` on, those in `hits` said by their labels. Nobody is named without `form`."""

    form: Form | None = None
    hits: tuple[Hit, ...] = ()
    begin: int = 0
    features: Mapping[str, float] = field(default_factory=dict)

    @property
    def speakers(self) -> set[str]:
        """The labels that are speakers."""
        return {hit.split.label for hit in self.hits}


class Choice(NamedTuple):
    """The proposal that fits best, how likely it is meant and how likely speakers are named at all (0–1), and the
    one that comes next."""

    best: Proposal
    likelihood: float
    named: float
    next: Proposal


def choose(lines: Sequence[Line], *, headings: bool = True) -> Choice:
    """The best reading of lines. `headings`: a line may hold a speaker's name and nothing else."""
    weights = _weights()
    proposals = list(propose(lines, headings=headings))
    scores = [
        sum([weights.get(name, 0.0) * value for name, value in proposal.features.items()]) for proposal in proposals
    ]
    order = sorted(range(len(scores)), key=lambda index: -scores[index])
    top = scores[order[0]]
    shares = [exp(score - top) for score in scores]
    whole = sum(shares)
    return Choice(proposals[order[0]], 1 / whole, 1 - shares[0] / whole, proposals[order[min(1, len(order) - 1)]])


@cache
def _weights() -> dict[str, float]:
    file = resource_root("prompts").joinpath("weights", "readings.json")
    return dict(json.loads(file.read_text(encoding="utf-8")))


def propose(lines: Sequence[Line], *, headings: bool = True) -> Iterator[Proposal]:
    """All readings of lines that could be meant, the one without speakers first."""
    yield Proposal()
    text = _Text(lines)
    if not text.filled:
        return
    known: set[int] = set()
    for form in FORMS:
        if (form.alone and not headings) or (form.marks and text.marks.isdisjoint(form.marks)):
            continue
        hits = [
            Hit(index, split)
            for index, line in enumerate(lines)
            if line.whole and (not form.marks or not set(form.marks).isdisjoint(line.whole)) and (split := form.split(line))
        ]
        proposals = list(_of_form(form, hits, text, known))
        yield from proposals
        if form is USUAL and any(_leaves_nothing_open(each, len(hits), text) for each in proposals):
            return


def _leaves_nothing_open(proposal: Proposal, hit_count: int, text: _Text) -> bool:
    """Whether several speakers who come again begin most lines, and no other line begins like those."""
    labels = Counter(hit.split.label for hit in proposal.hits)
    explained = sum(1 if hit.split.text else 2 for hit in proposal.hits)
    return (
        len(proposal.hits) == hit_count
        and explained >= ENOUGH_EXPLAINED * text.filled
        and len(labels) > 1
        and min(labels.values()) > 1
    )


class _Text:
    """Sums over the lines from the first on, for every proposal alike."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.words = [0, *accumulate(line.whole.count(" ") + 1 if line.whole else 0 for line in lines)]
        self.asked = [0, *accumulate(has_question_mark(line.whole) for line in lines)]
        filled = [0, *accumulate(bool(line.whole) for line in lines)]
        self.filled_before = filled
        self.filled = filled[-1]
        self.marks = set().union(*(line.whole[:HEAD_CHARACTERS] for line in lines))
        self.begins = self._begins()

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
    return len(line) <= MAX_HEADER_CHARACTERS and not _SPEECH_ENDS.search(line)


def _of_form(form: Form, hits: list[Hit], text: _Text, known: set[int]) -> Iterator[Proposal]:
    """The readings in which the speakers are marked by a form, but those that are `known` from another one."""
    names = _one_name_each({hit.split.label for hit in hits})
    hits = [Hit(index, split._replace(label=names.get(split.label, split.label))) for index, split in hits]
    for begin in reversed(text.begins):
        below = [hit for hit in hits if hit.index >= begin]
        for speakers in _speaker_sets(below):
            said = tuple(hit for hit in below if hit.split.label in speakers)
            key = hash(tuple((hit.index, hit.split.label) for hit in said))
            if key not in known:
                known.add(key)
                yield Proposal(form, said, begin, _features(form, said, hits, begin, text, speakers))


def _one_name_each(labels: set[str]) -> dict[str, str]:
    """The label in full for labels that are a part of exactly one other: `Dana` is `Dana Brook`."""
    words = {label: set(_WORD.findall(label.casefold())) for label in labels if is_name_like(label)}
    owners: dict[str, set[str]] = {}
    for label, own in words.items():
        for word in own:
            owners.setdefault(word, set()).add(label)
    fuller = {}
    for label, own in words.items():
        if not own or role_of_label(label) is not Role.UNKNOWN:
            continue
        sharing = set.intersection(*(owners[word] for word in own))
        if len(sharing) == 2 and own < words[other := (sharing - {label}).pop()]:
            fuller[label] = other
    return fuller


def _speaker_sets(hits: Sequence[Hit]) -> Iterator[frozenset[str]]:
    """Which of the labels may be speakers: all, those that come again, those that mean a role, are like names, …"""
    counts = Counter(hit.split.label for hit in hits)
    if not counts:
        return
    roles = roles_of_labels(set(counts))
    again = {label for label, count in counts.items() if count > 1}
    names = {label for label in counts if is_name_like(label)}
    sets = [set(counts), again | set(roles), again, set(roles), set(roles) | (again & names), names, again & names]
    in_full = {label for label in names if " " in label}
    sets.append(again | set(roles) | in_full)
    outer = (again | set(roles)) - _inside(hits, again | set(roles))
    others = {label for label, role in roles.items() if role is Role.OTHER}
    sets += [outer, *(each - others for each in sets[:4]), {counts.most_common(1)[0][0]}]
    yield from dict.fromkeys(frozenset(each) for each in sets if each - others)


def _inside(hits: Sequence[Hit], among: set[str]) -> set[str]:
    """The labels beside the two sides that stand only inside what one and the same label says: a dialogue told."""
    counts = Counter(hit.split.label for hit in hits if hit.split.label in among)
    if len(counts) < 3:
        return set()
    roles = roles_of_labels(set(counts))
    interviewers = {label for label, role in roles.items() if role is Role.INTERVIEWER and label.casefold() not in _IN_STORIES}
    candidates = {label for label, role in roles.items() if role is Role.CANDIDATE and label.casefold() not in _IN_STORIES}
    if not (interviewers and candidates):
        first, second, *_ = counts
        interviewers, candidates = {first}, {second}
        if counts[first] < 2 or counts[second] < 2:
            return set()
    inside: set[str] = set()
    outside: set[str] = set()
    between: list[str] = []
    before: bool | None = None
    for hit in hits:
        label = hit.split.label
        if label in interviewers or label in candidates:
            told = before and len(between) > 1
            if told and label in interviewers:
                inside.update(between)
            elif not told:
                outside.update(between)
            before, between = label in candidates, []
        elif hit.split.time:
            outside.add(label)
        elif label in among and roles.get(label) is not Role.OTHER:
            between.append(label)
    return inside - outside


def _begins_with_role(hit: Hit) -> bool:
    """Whether what is said begins with the name of a side."""
    text = hit.split.text
    prefix = split_prefix(text) if ":" in text[:40] else None
    return prefix is not None and role_of_label(prefix[0]) is not Role.UNKNOWN


def _is_name(text: str) -> bool:
    return text.count(" ") < 5 and is_name_like(text)


_IN_STORIES: Final = frozenset("manager coach assistant panel bot ai user human guest student".split())


def _features(
    form: Form, said: Sequence[Hit], hits: Sequence[Hit], begin: int, text: _Text, speakers: frozenset[str]
) -> dict[str, float]:
    """How a proposal fits; shares are of the turns where nothing else is said."""
    turns = len(said)
    labels = [hit.split.label for hit in said]
    counts = Counter(labels)
    roles = roles_of_labels(set(counts))
    filled = text.filled - text.filled_before[begin]
    covered = turns * 2 if form.alone else turns
    numbered = {label for label in counts if _SPEAKER_NUMBER.fullmatch(label)}
    names = {label for label in counts if is_name_like(label)} - numbered - set(roles)
    rest = set(counts) - numbered - set(roles) - names
    bounds = [*(hit.index for hit in said), len(text.lines)]
    asked: Counter[str] = Counter()
    for label, (first, last) in zip(labels, pairwise(bounds), strict=True):
        asked[label] += text.asked[last] > text.asked[first]
    shares = [asked[label] / count for label, count in counts.items() if roles.get(label) is not Role.OTHER]
    once = [label for label, count in counts.items() if count == 1 and label not in roles]
    asks_once = [label for label in once if asked[label]]
    in_full = [label for label in once if not asked[label] and label in names and " " in label]
    above = [hit for hit in hits if hit.index < begin]
    below = len(hits) - len(above)
    left = Counter(hit.split.label for hit in hits[len(above) :] if hit.split.label not in speakers)
    left_roles = roles_of_labels(set(left) | set(counts))
    left_again = sum(count for label, count in left.items() if count > 1 or label in left_roles)
    inside = _inside(said, set(counts))
    entries = [hit.split.text for hit in said if hit.index < text.begins[-1] and hit.split.text]
    empty = sum(
        not hit.split.text and text.filled_before[last] - text.filled_before[first] <= 1
        for hit, (first, last) in zip(said, pairwise(bounds), strict=True)
    )
    again_above = sum(1 for hit in above if hit.split.label in speakers)
    persons = {_NOT_LETTERS.sub("", label) if label in roles else label for label in counts}
    first = said[0].index
    lost = text.words[first] - text.words[begin]

    def share(of: set[str]) -> float:
        return sum(counts[label] for label in of) / turns

    return {
        "labelled": 1.0,
        "one": float(len(counts) == 1),
        "loose": float(form.loose),
        "loose_left": max(0.0, 1 - covered / max(1, filled)) if form.loose else 0.0,
        "alone": float(form.alone),
        "share": min(1.0, covered / max(1, filled)),
        "turns": min(1.0, log2(turns) / 6),
        "steady": sum(a != b for a, b in pairwise(labels)) / (turns - 1) if turns > 1 else 0.0,
        "roles": share(set(roles)),
        "sections": share({label for label, role in roles.items() if role is Role.OTHER}),
        "both": float({Role.INTERVIEWER, Role.CANDIDATE} <= set(roles.values())),
        "names": share(names),
        "numbered": share(numbered),
        "others": share(rest),
        "once": (len(once) - len(asks_once) - len(in_full)) / len(counts),
        "once_odd": (sum(" " not in label for label in once) if any(" " in label for label in names) else 0) / len(counts),
        "once_asks": len(asks_once) / len(counts),
        "once_in_full": len(in_full) / len(counts),
        "many": log2(max(1, len(persons) / 2)) / 4,
        "who_asks": max(shares) - min(shares),
        "timed": sum(1 for hit in said if hit.split.time) / turns,
        "lost": lost / max(1, text.words[-1] - text.words[begin]),
        "lost_question": float(text.asked[first] > text.asked[begin]),
        "left_again": left_again / below,
        "left_once": (sum(left.values()) - left_again) / below,
        "header": min(1.0, (text.filled_before[begin] - again_above) / 5),
        "header_speakers": min(1.0, again_above / 2),
        "header_question": float(text.asked[begin] > 0),
        "entries": min(1.0, len(entries) / 5),
        "names_entered": min(1.0, sum(map(_is_name, entries)) / 2),
        "empty": empty / turns,
        "labels_in_texts": sum(map(_begins_with_role, said)) / turns,
        "complete": float(covered >= filled),
        "two": float(len(persons) == 2),
        "opens_asking": float(covered >= filled and text.asked[bounds[1]] > text.asked[first]),
        "left_in_brackets": sum(left.values()) / below if form.brackets else 0.0,
        "inside": share(inside),
        "long_labels": sum(max(0, label.count(" ") - 2) for label in rest) / len(counts),
    }
