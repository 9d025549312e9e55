"""Fits how likely a division parts interviews, not sections of one: `python -m benchmarks.fit_divisions [--write]`.

Logistic regression with a Gaussian prior on the features of `interview_cli/transcripts/divisions.py`. The texts are
the `FITTED` kinds of `several_kinds`, in half of the languages; printed is how the other kinds and languages are
read with these weights: `right`, `noted` (wrong or right with a confidence below 0.9), `WRONG` (and nothing said).
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.fit_confidence import fit_logistic
from benchmarks.several_kinds import FITTED, FITTED_LANGUAGES, KEPT, KEPT_LANGUAGES, Several, is_several, write
from interview_cli.errors import InputError
from interview_cli.resources import resource_root
from interview_cli.transcripts.divisions import propose
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import CERTAIN, said_in
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.text_lines import written_lines

PRIOR = 0.3
STEPS = 20_000
VARIANTS = 6


class Case(NamedTuple):
    features: dict[str, float]
    right: bool


def texts(kinds: Sequence[str], languages: Sequence[str]) -> Iterator[Several]:
    for kind in kinds:
        for language in languages:
            for variant in range(VARIANTS):
                yield write(kind, language, variant)


def cases_of(written: Several) -> Iterator[Case]:
    """The divisions proposed for a text; right if they part the interviews."""
    lines = written_lines(written.text, "x")[0]
    for division in propose(lines, said_in):
        joined = ["\n".join(part.body) for part in division.parts]
        right = len(joined) == len(written.interviews) and all(
            pairs[0][0] in part and pairs[-1][1] in part
            for part, pairs in zip(joined, written.interviews, strict=True)
        )
        yield Case(dict(division.features), right and is_several(written.kind))


def verdict(written: Several) -> str:
    """How a text is read."""
    try:
        read = [assign_roles(each) for each in read_transcripts(written.text.encode(), "x.txt")]
    except InputError:
        return "refused"
    found = [[(_bare(each.question), _bare(each.answer)) for each in pair(one)] for one in read]
    wanted = [[(_bare(asked), _bare(said)) for asked, said in pairs] for pairs in written.interviews]
    sure = min(each.reading.confidence for each in read) >= CERTAIN
    if found == wanted:
        return "right" if sure else "right, noted"
    return "WRONG" if sure else "wrong, noted"


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def main() -> None:
    cases = [case for written in texts(FITTED, FITTED_LANGUAGES) for case in cases_of(written)]
    found = fit_logistic([case.features for case in cases], [case.right for case in cases], PRIOR, STEPS)
    print(len(cases), "divisions,", sum(case.right for case in cases), "right:", found)
    if "--write" in sys.argv:
        file = resource_root("prompts").joinpath("weights", "divisions.json")
        Path(str(file)).write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    for name, kinds, languages in (
        ("fitted", FITTED, FITTED_LANGUAGES),
        ("kinds kept aside", KEPT, FITTED_LANGUAGES),
        ("kinds and languages kept aside", KEPT, KEPT_LANGUAGES),
    ):
        by_kind: dict[str, Counter[str]] = defaultdict(Counter)
        for written in texts(kinds, languages):
            by_kind[written.kind][verdict(written)] += 1
        total = sum(by_kind.values(), Counter[str]())
        print(f"{name}: {dict(total)}")
        for kind, verdicts in by_kind.items():
            print(f"  {kind:24} {dict(verdicts)}")


if __name__ == "__main__":
    main()
