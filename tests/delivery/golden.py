"""Write the golden table of markers anew: `python -m tests.delivery.golden --write`; without it, it is printed."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Final

from interview_cli.delivery.measure import measure_text

TABLE: Final = Path(__file__).with_name("golden_markers.txt")
TEXTS: Final = 1_000
WORDS: Final = 40
"""How many invented texts there are, and how many words each has."""

_MARKERS: Final = (
    "um uh er hmm mm like like like so well now actually okay basically right you know i mean kind of sort of maybe"
    " perhaps probably think guess believe pretty somewhat"
).split()
_AROUND: Final = (
    "i you he we they it it's i'm the a my your that those this what how who which if whether do did don't would"
    " can is are was were be been have had go went going gone say said think thought work worked works wor as very"
    " really just even not more much thing things something look looks feel to of in for on at by with and but or"
    " because then oh yeah yes no great good all two ten 5 10 years answer truth aware enough done anyway see me"
    " them her slow test tests team york new people never only also up over hard"
).split()
_GAPS: Final = (*(" ",) * 9, ", ", ", ", ". ", "? ", " - ", "-", "\n", ": ")


def table() -> str:
    """The fillers, hedges and restarts of invented texts, half of them without marks, with where each begins."""
    chance = random.Random("markers")
    return "".join(f"{number}: {_found(_text(chance, is_marked=number % 2 == 0))}\n" for number in range(TEXTS))


def _text(chance: random.Random, *, is_marked: bool) -> str:
    said: list[str] = []
    for _ in range(WORDS):
        word = chance.choice(_MARKERS if chance.random() < 0.5 else _AROUND)
        if said and chance.random() < 0.15:
            word = said[-2 * chance.randint(1, min(3, len(said) // 2))]
        said += [word.capitalize() if chance.random() < 0.15 else word, chance.choice(_GAPS) if is_marked else " "]
    return "".join(said)


def _found(text: str) -> str:
    measured = measure_text(text)
    spans = (*measured.fillers, *measured.hedges, *measured.repeats)
    return " ".join(f"{each.text.replace(chr(10), ' ')}@{each.start}" for each in spans)


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        TABLE.write_text(table(), encoding="utf-8")
    else:
        sys.stdout.write(table())
