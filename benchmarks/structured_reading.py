"""How often interviews in data of invented shapes are read right, and what happens to the others.

    python -m benchmarks.structured_reading [--count N] [--held-out] [--show N]

Right: every interview of the file is found, and in each exactly the questions with their answers, in order. Doubtful:
not right, but with a confidence under 1. Wrong: not right, and nothing says so.
"""

from __future__ import annotations

import argparse
from collections import Counter

from benchmarks.invented_data import Interview, Invented, invent
from interview_cli.errors import InputError
from interview_cli.transcripts.model import Role, Transcript, Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles

Pairs = list[tuple[str, str]]


def expected(interview: Interview) -> Pairs:
    """The pairs of an interview when nothing is lost on the way, by the same rules of pairing."""
    roles = (Role.INTERVIEWER, Role.CANDIDATE)
    turns = tuple(Turn(interview.names[side], roles[side], text) for side, text, *_ in interview.turns)
    return _pairs(Transcript("x", "x", turns))


def _pairs(transcript: Transcript) -> Pairs:
    return [(" ".join(each.question.split()), " ".join(each.answer.split())) for each in pair(transcript)]


def verdict(file: Invented) -> tuple[str, str]:
    """Right, refused, doubtful or wrong, and what was read."""
    try:
        found = [assign_roles(each) for each in read_transcripts(file.data, "x")]
    except InputError as error:
        return "refused", error.message
    got = [_pairs(each) for each in found]
    for want in ([expected(each) for each in file.interviews], [each.pairs() for each in file.interviews]):
        if sorted(got) == sorted(want):
            return "right", ""
    sure = all(each.reading.confidence >= 1 for each in found)
    return ("wrong" if sure else "doubtful"), f"{got}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Read interviews in data of invented shapes.")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--held-out", action="store_true", help="Names and ways that were not improved on.")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="Show the first N that are not right.")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for seed in range(options.count):
        file = invent(seed, options.held_out)
        result, read = verdict(file)
        counts[result] += 1
        of.update(file.made_of)
        if result != "right":
            missed.update(file.made_of)
            if counts.total() - counts["right"] <= options.show:
                print(f"\n{seed} {result}: {'; '.join(file.made_of)}\n  {file.data[:700].decode()}\n  {read[:700]}")
    shares = ", ".join(f"{name} {count} ({count / options.count:.1%})" for name, count in counts.most_common())
    print(f"{options.count} files: {shares}")
    for way, count in missed.most_common(12):
        print(f"  {way:30} {count} of {of[way]} not right")


if __name__ == "__main__":
    main()
