"""Which labels at the start of lines are speakers, and where the interview begins below its header.

Every plausible reading of the lines is proposed: each form of label, each likely set of speakers among the labels in
that form, each possible end of the header, and the reading without speakers. A dozen features describe how well a
proposal fits; their weights (`prompts/weights/readings.json`) come from a conditional logistic regression, so the
softmax over all proposals gives the likelihood of each (`benchmarks/fit_readings.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from math import exp
from typing import Final, NamedTuple

from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.asking import asks, sentences
from interview_cli.transcripts.known_words import fitted_weights
from interview_cli.transcripts.label_forms import BY_LOOK, FORMS, USUAL, Form, Line, Split, look_of, split_prefix
from interview_cli.transcripts.labels import is_name_like, is_section, names_side, one_name_each, roles_of_labels
from interview_cli.transcripts.model import Role
from interview_cli.transcripts.reading_features import Hit, Sums, features_of, inside
from interview_cli.transcripts.sentence_acts import has_question_mark

_NAME: Final = re.compile(r"([^\W\d_][^:：\u3000]{0,39})[:：\u3000]")
_NUMBERED_NAME: Final = re.compile(r"(?:Q\.?\s?)?[0-9]{1,4}[.)]?\s{1,40}(?P<name>[^\W\d_].*)")

_ENCLOSING: Final = frozenset("#*_A")
"""Looks that end with their line."""

_LONE: Final = frozenset("#*_")
"""Looks of lines that do not go on in the next."""

_MAX_ENTRIES: Final = 12
"""So many entries of a header are looked for (chosen)."""

QUESTION: Final = "Question"
"""The speaker of questions without a label."""

_MIN_ASKING: Final = 2
_SIDES_ABOVE: Final = 2
"""So many labels of sides may stand above an interview that names nobody (chosen)."""

ENOUGH_EXPLAINED: Final = 0.6
"""If the usual form starts this share of the lines, the other forms are not tried (chosen)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reading: the lines from `begin` on; those in `hits` start with a speaker. Nobody is named without `form`."""

    form: Form | None = None
    hits: tuple[Hit, ...] = ()
    begin: int = 0
    features: Mapping[str, float] = field(default_factory=dict)

    @property
    def recurs(self) -> bool:
        """Whether its speakers speak twice, on average."""
        return len(self.hits) >= 2 * len(self.speakers)

    @property
    def speakers(self) -> set[str]:
        """The labels that are speakers."""
        return {hit.split.label for hit in self.hits}


class Choice(NamedTuple):
    """The best proposal, its likelihood, the likelihood that speakers are named at all (0–1), and the runner-up."""

    best: Proposal
    likelihood: float
    named: float
    next: Proposal


def choose(lines: Sequence[Line], *, headings: bool = True) -> Choice:
    """The best reading of lines. `headings`: a line may consist of a speaker's name alone."""
    weights = fitted_weights("readings")
    proposals = list(propose(lines, headings=headings))
    scores = [
        sum([weights.get(name, 0.0) * value for name, value in proposal.features.items()]) for proposal in proposals
    ]
    order = sorted(range(len(scores)), key=lambda index: -scores[index])
    top = scores[order[0]]
    shares = [exp(score - top) for score in scores]
    whole = sum(shares)
    return Choice(proposals[order[0]], 1 / whole, 1 - shares[0] / whole, proposals[order[min(1, len(order) - 1)]])


def propose(lines: Sequence[Line], *, headings: bool = True) -> Iterator[Proposal]:
    """All plausible readings of lines, the one without speakers first."""
    yield Proposal()
    text = Sums(lines)
    known: set[int] = set()
    has_sides, alternating = False, 0.0
    for form in FORMS:
        if (form.alone and not headings) or (form.marks and text.marks.isdisjoint(form.marks)):
            continue
        hits = [
            Hit(index, split)
            for index, line in enumerate(lines)
            if line.whole
            and (not form.marks or not text.characters[index].isdisjoint(form.marks))
            and (split := form.split(line))
        ]
        hits = _with_questions_above(hits, text)
        if len(hits) < 2 and not (form is USUAL and all(_may_speak_alone(hit.split.label) for hit in hits)):
            continue
        proposals = list(_of_form(form, hits, text, known))
        yield from proposals
        alternating = max(
            alternating,
            *(each.features["steady"] * each.features["share"] for each in proposals if each.recurs),
            0.0,
        )
        if form is USUAL:
            if any(_leaves_nothing_open(each, len(hits), text) for each in proposals):
                return
            sides = [hit for hit in hits if names_side(hit.split.label) and not is_section(hit.split.label)]
            has_sides = len(sides) > _SIDES_ABOVE
    if not has_sides:
        yield from _by_look(lines, text, alternating)


def _by_look(lines: Sequence[Line], text: Sums, alternating: float) -> Iterator[Proposal]:
    """The readings in which the lines of one look ask, and each is followed by an answer of another look.

    `alternating` is how far labels that alternate explain the lines.
    """
    looks: dict[int, str] = {}
    for index, line in enumerate(lines):
        above = lines[index - 1].whole if index else ""
        goes_on = above and not is_ended(above) and _ENCLOSING.isdisjoint(looks[index - 1])
        if line.whole:
            looks[index] = looks[index - 1] if goes_on and not line.look.strip() else line.look
    alike = [(look, list(run)) for look, run in groupby(looks, looks.__getitem__)]
    for wanted in set(looks.values()) if len(alike) > 1 else ():
        runs = [run for look, run in alike if look == wanted]
        while runs and not (is_ended(last := lines[runs[-1][-1]].whole) or asks(look_of(last)[1])):
            del runs[-1]
        while runs and not is_ended(lines[runs[0][-1]].whole):
            del runs[0]
        marked = sum(has_question_mark(lines[run[-1]].whole) for run in runs)
        if len(runs) < _MIN_ASKING or 2 * marked <= len(runs):
            continue
        is_lone = not _LONE.isdisjoint(wanted)
        title = max(
            (
                above
                for above, index in pairwise(runs[0])
                if index > above + 1 or (is_lone and not is_ended(lines[above].whole))
            ),
            default=-1,
        )
        asking = {index for run in runs for index in run if index > title}
        answering = [index for above, index in pairwise(looks) if above in asking and index not in asking]
        texts = {index: _unmarked(lines[index].whole) for index in (*asking, *answering)}
        asker, answerer = (_NAME.match(texts[each[0]]) for each in (sorted(asking), answering or [min(asking)]))
        is_named = asker or all(answerer and texts[index].startswith(answerer[0]) for index in answering)
        if answerer and is_named and is_name_like(answerer[1]) and len(answering) > 1:
            texts |= {index: texts[index].removeprefix(answerer[0]).strip() for index in answering}
        hits = [
            Hit(index, Split(QUESTION if index in asking else "Answer", said, lines[index].time))
            for index, said in texts.items()
        ]
        hits += [
            Hit(index, Split(*prefix))
            for index in looks
            if index not in texts and (prefix := split_prefix(lines[index].whole)) and is_section(prefix[0])
        ]
        if answering:
            hits.sort()
            features = features_of(BY_LOOK, hits, 0, text) | {"alternating": alternating}
            yield Proposal(BY_LOOK, tuple(hits), 0, features)


def _with_questions_above(hits: list[Hit], text: Sums) -> list[Hit]:
    """Hits with the questions above those of the only side that is named, as in `Answer: …`, if most of them ask."""
    roles = roles_of_labels({hit.split.label for hit in hits} | {QUESTION})
    answers = [hit.at for hit in hits if roles.get(hit.split.label) is Role.CANDIDATE]
    if len(answers) < _MIN_ASKING or Role.INTERVIEWER in {roles.get(hit.split.label) for hit in hits}:
        return hits
    labelled, lines, found = {hit.at for hit in hits}, text.lines, []
    for at in answers:
        above = next((index for index in range(at - 1, -1, -1) if lines[index].whole), -1)
        if above in labelled or above < 0 or not any(map(asks, sentences(_unmarked(lines[above].whole)))):
            continue
        while above and lines[above - 1].whole and above - 1 not in labelled and not is_ended(lines[above - 1].whole):
            above -= 1
        if (head := lines[above].whole[:2])[:1].isalpha() and head[1:] in {".", ":"}:  # the letter of the other side
            return hits
        found.append(Hit(above, Split(QUESTION, _unmarked(lines[above].whole), lines[above].time)))
    return sorted([*hits, *found]) if 2 * len(found) > len(answers) else hits


def _unmarked(line: str) -> str:
    """What is said in a line, without the marks of its look and the label of a side."""
    _, text = look_of(line)
    prefix = split_prefix(text)
    return prefix[1] if prefix and names_side(prefix[0]) else text


def _may_speak_alone(label: str) -> bool:
    return is_name_like(label) or names_side(label)


def _leaves_nothing_open(proposal: Proposal, hit_count: int, text: Sums) -> bool:
    """Whether recurring speakers start most lines and no other line starts in the same way."""
    labels = Counter(hit.split.label for hit in proposal.hits)
    explained = sum(1 if hit.split.text else 2 for hit in proposal.hits)
    return (
        len(proposal.hits) == hit_count
        and explained >= ENOUGH_EXPLAINED * text.filled
        and len(labels) > 1
        and min(labels.values()) > 1
    )


def _of_form(form: Form, hits: list[Hit], text: Sums, known: set[int]) -> Iterator[Proposal]:
    """The readings in which a form marks the speakers, except those already `known` from another form."""
    hits, numbered = _without_numbers(hits)
    if names := one_name_each({hit.split.label for hit in hits}, are_lines=form.alone):
        hits = [Hit(index, split._replace(label=names.get(split.label, split.label))) for index, split in hits]
    if (not form.marks if form.alone else not text.asked[-1]) and _are_titles(hits):
        return
    for begin in sorted({*text.begins, _below_entries(hits, text)}, reverse=True):
        below = [hit for hit in hits if hit.at >= begin]
        counts = Counter(hit.split.label for hit in below)
        ends = [*(hit.at for hit in below[1:]), len(text.lines)]
        asking = {hit.at for hit, end in zip(below, ends, strict=bool(below)) if text.asks_in(hit.at, end)}
        for speakers in _speaker_sets(below, numbered):
            said = tuple(hit for hit in below if hit.split.label in speakers)
            key = hash(tuple((hit.at, hit.split.label.rstrip(" .:")) for hit in said))
            if key not in known:
                known.add(key)
                left = [hit.at for hit in below if hit.split.label not in speakers and counts[hit.split.label] > 1]
                ignored = {"ignored": len(left) / len(below), "ignored_asking": len(asking & set(left)) / len(below)}
                yield Proposal(form, said, begin, features_of(form, said, begin, text) | ignored)


def _below_entries(hits: Sequence[Hit], text: Sums) -> int:
    """The line of the first label below the entries of a header ("Date: 9 June"), whose labels do not recur; 0 if
    there are none, or somebody may be speaking above."""
    counts = Counter(hit.split.label for hit in hits)
    once = [index for index, hit in enumerate(hits[:_MAX_ENTRIES]) if counts[hit.split.label] == 1]
    below = once[-1] + 1 if once else 0
    if below in {0, len(hits)} or below - len(once) > 1 or text.asks_in(0, hits[below].at):
        return 0
    return hits[below].at


def _without_numbers(hits: list[Hit]) -> tuple[list[Hit], set[str]]:
    """Hits without the numbers of questions before their labels (`Q12   Dana Brook: …`), and those labels."""
    labels = {hit.split.label for hit in hits}
    names = {label: found["name"] for label in labels if (found := _NUMBERED_NAME.fullmatch(label))}
    if len(names) > 1:
        hits = [Hit(index, split._replace(label=names.get(split.label, split.label))) for index, split in hits]
    return hits, set(names.values()) if len(names) > 1 else set()


def _are_titles(hits: Sequence[Hit]) -> bool:
    """Whether the labels are titles rather than speakers: none recurs, names a side, ends in a digit, or has a
    time."""
    labels = [hit.split.label for hit in hits]
    return len(set(labels)) == len(labels) and not any(
        hit.split.time or names_side(label) or label[-1:].isdigit() for hit, label in zip(hits, labels, strict=True)
    )


def _speaker_sets(hits: Sequence[Hit], numbered: set[str]) -> Iterator[frozenset[str]]:
    """Sets of labels that may be the speakers: all, those that recur, those that mean a role, those like names, …"""
    counts = Counter(hit.split.label for hit in hits)
    if not counts:
        return
    roles = roles_of_labels(set(counts))
    again = {label for label, count in counts.items() if count > 1 or label in numbered}
    names = {label for label in counts if is_name_like(label)}
    outer = (again | set(roles)) - inside([hit for hit in hits if hit.split.label in again | set(roles)])
    others = {label for label, role in roles.items() if role is Role.OTHER}
    full_names = {label for label in names if " " in label}
    sets = [
        set(counts),
        again if others <= again else set(),
        again | set(roles),
        set(roles),
        again & set(roles),
        names,
        again | set(roles) | full_names,
        outer,
        (again & names) - set(roles),
    ]
    yield from dict.fromkeys(
        frozenset(each) for each in sets if sum(counts[label] for label in each - others) >= min(2, len(hits))
    )
