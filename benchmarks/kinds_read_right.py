"""How many of the texts of `reading_kinds` are read right, from text to questions and answers: `python -m
benchmarks.kinds_read_right [--variants N]`.

Prints the share of texts whose pairs are exactly those that were written (a greeting may stand before a question), of
those refused, and of those read wrong with a confidence of 0.9 and more. The variants are others than the weights of
readings were fitted on.
"""

from __future__ import annotations

import argparse
from collections import Counter

from benchmarks.reading_kinds import KINDS, Written, write
from interview_cli.errors import InputError
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import CERTAIN, plain_transcript
from interview_cli.transcripts.roles import assign_roles

FIRST_VARIANT = 100
"""Fitting uses those below."""


def outcome(written: Written) -> str:
    """What became of a text: right, refused, wrong, or wrong for certain."""
    try:
        transcript = assign_roles(plain_transcript(written.text, "x", "x"))
    except InputError:
        return "refused"
    found = [(each.question, each.answer) for each in pair(transcript)]
    wanted = written.pairs or ()
    if len(found) == len(wanted) and all(
        answer == said and question.endswith(asked)
        for (question, answer), (asked, said) in zip(found, wanted, strict=True)
    ):
        return "right"
    return "wrong for certain" if transcript.reading.confidence >= CERTAIN else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description="Read texts of every kind.")
    parser.add_argument("--variants", type=int, default=5)
    options = parser.parse_args()
    total: Counter[str] = Counter()
    for kind in KINDS:
        texts = [write(kind, FIRST_VARIANT + number) for number in range(options.variants)]
        found = Counter(outcome(written) for written in texts if written.pairs)
        total += found
        if set(found) - {"right"}:
            print(f"  {kind:16} {dict(found)}")
    print(", ".join(f"{name} {count} ({count / total.total():.1%})" for name, count in total.most_common()))


if __name__ == "__main__":
    main()
