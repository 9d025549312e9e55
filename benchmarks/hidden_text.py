"""How many hidden characters of a PDF are distinguished from those that can be seen.

    python -m benchmarks.hidden_text CLEAN_FOLDER INJECTED_FOLDER

The second folder holds each PDF of the first with text hidden in it, as `NAME--METHOD.pdf` for `NAME.pdf`, such as
the package `resume-keyword-injector` writes them. A character of the clean file that is not seen any more is a false
hit, one that is seen and was not there has leaked.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Final

from interview_cli.documents.pdf import MAX_PAGES, Page
from interview_cli.pdfium import open_pdf

GOAL: Final = 0.99
MAX_FALSE: Final = 1 / 5_000

Seen = Counter[tuple[int, str, int, int]]


@cache
def seen_in(path: Path) -> tuple[Seen, int]:
    """The characters seen, by page and place, and how many are hidden."""
    seen: Seen = Counter()
    hidden = 0
    with open_pdf(path.read_bytes(), path.name, MAX_PAGES, "CV") as document:
        for number in range(1, len(document) + 1):
            glyphs, unseen = Page(document[number - 1], number).sorted_out(1_000_000, path.name)
            seen.update(
                (number, each.text, round(each.ink[0]), round(each.ink[1])) for each in glyphs if each.text.strip()
            )
            hidden += sum(len(each["text"].replace(" ", "")) for each in unseen)
    return seen, hidden


def main() -> int:
    """Prints the shares by method; 1 when a goal is missed."""
    clean, injected = map(Path, sys.argv[1:3])
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(injected.glob("*--*.pdf")):
        name, _, method = path.stem.rpartition("--")
        before, hidden_before = seen_in(clean / f"{name}.pdf")
        after, hidden_after = seen_in(path)
        lost = (before - after).total()
        tallies[method].update(
            caught=hidden_after - hidden_before - lost,
            leaked=(after - before).total(),
            false=lost,
            clean=before.total(),
        )
    is_good = bool(tallies)
    for method, tally in sorted(tallies.items()):
        share = tally["caught"] / max(1, tally["caught"] + tally["leaked"])
        is_good = is_good and share >= GOAL and tally["false"] <= MAX_FALSE * tally["clean"]
        print(
            f"{method:14} caught {share:.2%} of {tally['caught'] + tally['leaked']:,}, "
            f"false {tally['false']} of {tally['clean']:,}"
        )
    return not is_good


if __name__ == "__main__":
    sys.exit(main())
