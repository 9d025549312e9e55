"""How much of a job post is read right, on made-up posts in English and German (`job_posts.yaml`).

    python -m benchmarks.job_reading [--show]

F1 of must-haves and wishes, alternatives as one; the posts whose title, level, years, pay and language are right.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import yaml

from interview_cli.contracts.job import JobPost, Requirement
from interview_cli.cv.coverage import either
from interview_cli.documents.reading import read_job
from interview_cli.documents.skills import canonical
from interview_cli.text.stems import stem
from interview_cli.text.words import list_words

POSTS: Final[dict[str, list[dict[str, Any]]]] = yaml.safe_load(
    Path(__file__).with_name("job_posts.yaml").read_text(encoding="utf-8")
)
SINGLE: Final = ("title", "seniority", "years", "salary", "language")


MOST_MORE: Final = 3
"""Words that a must-have read without a known skill may have more than its label (chosen)."""


def _same(wanted: frozenset[str], found: frozenset[str]) -> bool:
    """Whether two sets of alternatives are one requirement: the same names, or all words of the label."""
    if wanted == found:
        return True
    return len(wanted) == len(found) and all(any(_names(label, read) for read in found) for label in wanted)


def _names(label: str, name: str) -> bool:
    label_stems, read = ({stem(word) for word in list_words(each)} for each in (label, name))
    return bool(label_stems) and label_stems <= read and len(read) <= len(label_stems) + MOST_MORE


def _both(wanted: set[frozenset[str]], found: set[frozenset[str]]) -> int:
    """Labels that were read; one reading serves one label."""
    left = set(found)
    count = 0
    for label in wanted:
        match = next((each for each in sorted(left, key=len) if _same(label, each)), None)
        if match is not None:
            left.discard(match)
            count += 1
    return count


def _wanted(skills: Iterable[str]) -> set[frozenset[str]]:
    return {frozenset(canonical(name.strip()).casefold() for name in each.split(" | ")) for each in skills}


def _found(asked: list[Requirement]) -> set[frozenset[str]]:
    return {frozenset(name.casefold() for name in group) for group in either(asked)}


def single(read: JobPost) -> dict[str, Any]:
    """What was read of everything that a post says once."""
    pay = read["salary"]
    return {
        "title": read["title"],
        "seniority": read["seniority"],
        "years": read["years"]["minimum"] if read["years"] else None,
        "salary": [pay["minimum"], pay["maximum"], pay["currency"], pay["period"]] if pay else None,
        "language": read["language"],
    }


def main() -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--only", nargs="*", metavar="PART", help="parts of job_posts.yaml")
    options = parser.parse_args()
    for part, posts in POSTS.items():
        if options.only and part not in options.only:
            continue
        counts = {"must": [0, 0, 0], "nice": [0, 0, 0]}
        right = dict.fromkeys(SINGLE, 0)
        for post in posts:
            read = read_job(post["post"].encode(), "post.txt")
            for kind, asked in (("must", read["must_have"]), ("nice", read["nice_to_have"])):
                wanted, found = _wanted(post[kind]), _found(asked)
                for place, number in enumerate((_both(wanted, found), len(wanted), len(found))):
                    counts[kind][place] += number
                if options.show and wanted != found:
                    missed = [sorted(each) for each in wanted if not any(_same(each, read) for read in found)]
                    more = [sorted(each) for each in found if not any(_same(label, each) for label in wanted)]
                    print(part, post["title"], kind, "missed", missed, "read", more)
            for name, value in single(read).items():
                right[name] += value == post[name]
                if options.show and value != post[name]:
                    print(part, post["title"], name, value)
        scores = [f"{kind} {2 * both / (wanted + found):.3f}" for kind, (both, wanted, found) in counts.items()]
        scores += [f"{name} {number} of {len(posts)}" for name, number in right.items()]
        print(f"{part:6} {', '.join(scores)}")


if __name__ == "__main__":
    main()
