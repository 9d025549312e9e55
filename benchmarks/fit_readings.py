"""Fits the weights by which readings of a text are compared: `python -m benchmarks.fit_readings [--write]`.

Conditional logistic regression over the readings proposed for each text: the likelihood that one of those is taken
which give the right questions and answers, with a Gaussian prior on the weights (see
`interview_cli/transcripts/proposals.py`). The texts are `reading_kinds`; every fourth kind is kept aside, and what is
printed is the share of those that is read right by weights fitted without them. The weights written are of all kinds.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.reading_kinds import KINDS, UNLABELLED, Written, write
from benchmarks.talks import ACKNOWLEDGEMENTS
from interview_cli.errors import InputError
from interview_cli.resources import resource_root
from interview_cli.transcripts.label_forms import BY_LOOK, Line
from interview_cli.transcripts.labels import roles_of_labels
from interview_cli.transcripts.model import Role
from interview_cli.transcripts.proposals import Proposal, choose, propose
from interview_cli.transcripts.remarks import remarks_in
from interview_cli.transcripts.text_lines import lines_of, without
from interview_cli.transcripts.text_turns import turns_of

Matrix = NDArray[np.float64]

PRIOR = 0.02
VARIANTS = 24
STEPS = 300
_SIGNS_OF_LISTENING = {text for texts in ACKNOWLEDGEMENTS.values() for text in texts}


class Case(NamedTuple):
    """The readings of a text: their features, which are right, and the hits by which equal ones are known."""

    kind: str
    features: list[dict[str, float]]
    right: list[bool]


def runs_of(lines: list[Line], proposal: Proposal) -> list[str]:
    """What each speaker says in a row, without those who take no part and mere signs of listening."""
    try:
        remarks, _ = remarks_in(lines, {hit.at for hit in proposal.hits})
        turns = turns_of(without(lines, remarks), proposal, "x")
    except InputError:
        return []
    roles = roles_of_labels({turn.speaker_label for turn in turns if turn.speaker_label})
    spoken = [
        turn
        for turn in turns
        if roles.get(turn.speaker_label or "") is not Role.OTHER and turn.text not in _SIGNS_OF_LISTENING
    ]
    return [" ".join(turn.text for turn in group) for _, group in groupby(spoken, lambda turn: turn.speaker_label)]


def case_of(written: Written) -> Case:
    lines = lines_of(written.text, "x")
    proposals = list(propose(lines))
    wanted = [said for pair in written.pairs or () for said in pair]
    if written.pairs is None or written.kind in UNLABELLED:
        right = [
            proposal.form is None or (proposal.form is BY_LOOK and runs_of(lines, proposal) == wanted)
            for proposal in proposals
        ]
    else:
        right = [runs_of(lines, proposal) == wanted for proposal in proposals]
    return Case(written.kind, [dict(proposal.features or {}) for proposal in proposals], right)


def is_read_right(written: Written) -> bool:
    """Whether the reading that is taken gives what is in a text."""
    lines = lines_of(written.text, "x")
    case = case_of(written)
    best = choose(lines).best
    return any(right and each == best.features for each, right in zip(case.features, case.right, strict=True))


def fit(cases: list[Case], names: list[str]) -> Matrix:
    weights = np.zeros(len(names))
    used = [(np.array([[f.get(n, 0.0) for n in names] for f in c.features]), np.array(c.right)) for c in cases]
    used = [(x, right) for x, right in used if right.any() and not right.all()]
    sizes = [len(right) for _, right in used]
    x = np.vstack([x for x, _ in used])
    right = np.concatenate([right for _, right in used])
    group = np.repeat(np.arange(len(sizes)), sizes)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        score = x @ weights
        score -= np.maximum.reduceat(score, np.cumsum([0, *sizes[:-1]]))[group]
        p = np.exp(score)
        total = np.bincount(group, p)
        good = np.bincount(group, p * right)
        gradient = x.T @ (p / total[group] - p * right / np.maximum(good, 1e-300)[group]) + PRIOR * weights
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights = weights - 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def share_right(cases: list[Case], weights: Matrix, names: list[str]) -> dict[str, float]:
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        scores = [sum(weights[i] * f.get(n, 0.0) for i, n in enumerate(names)) for f in case.features]
        by_kind[case.kind].append(case.right[int(np.argmax(scores))])
    return {kind: sum(right) / len(right) for kind, right in by_kind.items()}


def main() -> None:
    cases = [case_of(write(kind, variant)) for kind in KINDS for variant in range(VARIANTS)]
    names = sorted({name for case in cases for features in case.features for name in features})
    hopeless: dict[str, int] = defaultdict(int)
    for case in cases:
        hopeless[case.kind] += not any(case.right)
    print("no reading right:", {kind: count for kind, count in hopeless.items() if count})
    kinds = list(KINDS)
    total: list[float] = []
    for fold in range(4):
        held = {kind for number, kind in enumerate(kinds) if number % 4 == fold}
        weights = fit([case for case in cases if case.kind not in held], names)
        shares = share_right([case for case in cases if case.kind in held], weights, names)
        total += shares.values()
        print(
            f"kept aside {fold}: {np.mean(list(shares.values())):.3f}",
            {k: round(s, 2) for k, s in shares.items() if s < 1},
        )
    print(f"kinds kept aside, mean of four folds: {np.mean(total):.3f}")
    weights = fit(cases, names)
    print(f"all: {np.mean(list(share_right(cases, weights, names).values())):.3f}")
    found = {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}
    print(found)
    if "--write" in sys.argv:
        file = resource_root("prompts").joinpath("weights", "readings.json")
        Path(str(file)).write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
