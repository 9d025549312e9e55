"""Fits how likely a reading is right by what speaks against it: `python -m benchmarks.fit_confidence [--write]`.

Logistic regression on the signs of `interview_cli/transcripts/leftovers.py` with a Gaussian prior. The texts are
those of `reading_kinds`, sound and spoilt in the ways below. For each way, what is printed is how many of the texts
spoilt by it are read wrong with a confidence of 0.9 and more, with weights fitted without it, and how many by the
likelihood of the form alone; the weights written are of all.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.reading_kinds import KINDS, Written, write
from interview_cli.errors import InputError
from interview_cli.resources import resource_root
from interview_cli.transcripts.leftovers import likelihood, signs_of
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import CERTAIN, plain_transcript
from interview_cli.transcripts.roles import assign_roles

Matrix = NDArray[np.float64]
PRIOR = 0.5
STEPS = 3_000
VARIANTS = 3
SOUND_FOR_SPOILT = 4
"""Sound texts for one spoilt in each way: about two thirds of all readings are right (chosen)."""

_Lines = list[str]


def _joined(lines: _Lines, chosen: random.Random) -> _Lines:
    """Some lines behind the one before."""
    new: _Lines = []
    for line in lines:
        if new and new[-1].strip() and line.strip() and chosen.random() < 0.3:
            new[-1] += " " + line
        else:
            new.append(line)
    return new


def _noted(lines: _Lines, chosen: random.Random) -> _Lines:
    """Remarks of whoever wrote it down between some lines."""
    notes = ("Notes: strong on detail.", "Impression: calm", "4/5", "Follow up on this!", "[checked]", "p. 12")
    return [each for line in lines for each in ([line, chosen.choice(notes)] if chosen.random() < 0.3 else [line])]


def _marked(lines: _Lines, chosen: random.Random) -> _Lines:
    """An odd mark before every line."""
    mark = chosen.choice(("T{n}|", "@{n}:04 ", "<{n}m03> ", "u{n} = ", "{n}/99 ", "*{n}* "))
    return [mark.format(n=10 + number) + line if line.strip() else line for number, line in enumerate(lines)]


def _relabelled(lines: _Lines, chosen: random.Random) -> _Lines:
    """Another form of label in some lines."""
    return [
        line.replace(": ", " says ", 1) if 0 <= line.find(": ") < 30 and chosen.random() < 0.4 else line
        for line in lines
    ]


def _unmarked(lines: _Lines, _: random.Random) -> _Lines:
    """Neither capitals nor the marks of sentences, as some recognisers write."""
    return [line.lower().replace("?", "").replace(". ", " ") for line in lines]


def _closed_up(lines: _Lines, _: random.Random) -> _Lines:
    """No blank lines."""
    return [line for line in lines if line.strip()]


def _translated(lines: _Lines, _: random.Random) -> _Lines:
    """Each line of speech with words in another language at its end, as in texts with a translation."""
    words = "Das haben wir damals so entschieden, und ich würde es heute noch einmal genauso machen."
    return [f"{line} {words}" if len(line.split()) > 4 else line for line in lines]


WAYS: Final[dict[str, Callable[[_Lines, random.Random], _Lines]]] = {
    "sound": lambda lines, _: lines,
    "joined": _joined,
    "noted": _noted,
    "marked": _marked,
    "relabelled": _relabelled,
    "unmarked": _unmarked,
    "closed up": _closed_up,
    "translated": _translated,
}


def _bare(text: str) -> str:
    """A text without the capitals and marks that `_unmarked` takes away."""
    return " ".join(text.casefold().translate({ord("?"): None, ord("."): None}).split())


class Read(NamedTuple):
    """A text that was read: how it was spoilt, its signs, what the reader of its form thought of it, and whether it
    is right."""

    way: str
    signs: dict[str, float]
    sure: float
    right: bool


def read(way: str, written: Written, seed: int) -> Read | None:
    """What became of a text; None when it was refused."""
    text = "\n".join(WAYS[way](written.text.split("\n"), random.Random(seed)))
    try:
        plain = plain_transcript(text, "x", "x")
        decided = assign_roles(plain)
    except InputError:
        return None
    found = [(_bare(each.question), _bare(each.answer)) for each in pair(decided)]
    wanted = [(_bare(asked), _bare(said)) for asked, said in written.pairs or ()]
    right = len(found) == len(wanted) and all(
        answer == said and question.endswith(asked)
        for (question, answer), (asked, said) in zip(found, wanted, strict=True)
    )
    named = any(turn.speaker_label for turn in plain.turns)
    turns = decided.turns if named else plain.turns
    return Read(way, signs_of(turns, named)[0], plain.reading.confidence, right)


def _sure_of(case: Read, weights: dict[str, float]) -> float:
    return likelihood(case.signs, weights) if any(case.signs.values()) else 1.0


def fit_logistic(
    rows: Sequence[Mapping[str, float]], right: Sequence[bool], prior: float, steps: int
) -> dict[str, float]:
    """The weights of a logistic regression, with a Gaussian prior on all but the constant ("")."""
    names = sorted(rows[0])
    x = np.array([[1.0, *(row[name] for name in names)] for row in rows])
    y = np.array(right, dtype=float)
    weights: Matrix = np.zeros(x.shape[1])
    priors = np.array([0.0, *([prior] * len(names))])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ weights))
        weights -= (x.T @ (p - y) + priors * weights) / len(rows)
    return {name: round(float(weight), 2) for name, weight in zip(["", *names], weights, strict=True)}


def fit(cases: Sequence[Read]) -> dict[str, float]:
    return fit_logistic([case.signs for case in cases], [case.right for case in cases], PRIOR, STEPS)


def main() -> None:
    cases = [
        case
        for way in WAYS
        for number, kind in enumerate(KINDS)
        for variant in range(VARIANTS * (SOUND_FOR_SPOILT if way == "sound" else 1))
        if (written := write(kind, variant)).pairs and (case := read(way, written, 97 * number + variant))
    ]
    for way in WAYS:
        held = [case for case in cases if case.way == way]
        weights = fit([case for case in cases if case.way != way])
        before = sum(1 for case in held if not case.right and case.sure >= CERTAIN)
        certain = [case for case in held if min(case.sure, _sure_of(case, weights)) >= CERTAIN]
        wrong = sum(1 for case in certain if not case.right)
        right = sum(1 for case in held if case.right)
        print(
            f"{way:10} {len(held)} read, {right} right, {len(certain) - wrong} of these for certain; "
            f"wrong for certain {wrong}, by the form alone {before}"
        )
    found = fit(cases)
    print(found)
    if "--write" in sys.argv:
        file = resource_root("prompts").joinpath("weights", "confidence.json")
        Path(str(file)).write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
