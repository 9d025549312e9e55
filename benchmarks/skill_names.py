"""Builds `interview_cli/documents/skill_names.tsv`, the vocabulary of skills.

    python benchmarks/skill_names.py "Technology Skills.txt" linguist-languages/data

Rows of our own (source `own`) are kept as they are. Added are, unless a row has the name already: from O*NET the "hot
technologies" and what at least MIN_OCCUPATIONS occupations use, and from Linguist the programming languages. O*NET's
file is at https://www.onetcenter.org/database.html, Linguist's names are in the npm package `linguist-languages`.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Final

VOCABULARY: Final = Path(__file__).parents[1] / "interview_cli" / "documents" / "skill_names.tsv"
MIN_OCCUPATIONS: Final = 12
"""Chosen: rarer products are too many for a small file, and what a CV lists by itself is read without them."""

MAX_AMBIGUOUS_LETTERS: Final = 9
"""A programming language called by one word up to this length may be an ordinary word (Processing); chosen."""

_NO_SKILLS: Final = frozenset(
    "Facebook Instagram LinkedIn TikTok YouTube Ext FaceTime GroupMe Atlassian McAfee SmugMug".split()
)
"""Pages and companies that a CV names for other reasons."""

_GENERIC: Final = re.compile(
    r"\b(?:software|programs?|applications?|systems?|tools?|browser|email|database|spreadsheets?|internet|platform)$",
    re.IGNORECASE,
)
_SUFFIX: Final = re.compile(r"\s(?:software|EHR software|Enterprise)$")
_ACRONYM: Final = re.compile(r"^(?P<long>[A-Z][\w /-]+?) (?P<short>[A-Z][A-Z0-9/]{1,6})$")


def from_onet(path: Path) -> dict[str, set[str]]:
    """Names and aliases out of O*NET's `Technology Skills.txt`."""
    uses: Counter[str] = Counter()
    hot: set[str] = set()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            uses[row["Example"]] += 1
            if row["Hot Technology"] == "Y":
                hot.add(row["Example"])
    words = Counter(name.split()[0] for name in uses)
    vendors = {word for word, count in words.items() if count > 1}
    names: dict[str, set[str]] = {}
    for example in sorted(name for name, count in uses.items() if name in hot or count >= MIN_OCCUPATIONS):
        name = _SUFFIX.sub("", example)
        if name.split()[0] in _NO_SKILLS or (name in vendors and " " not in name):
            continue
        if example not in hot and (_GENERIC.search(example) or not re.search(r"[A-Z]", name[1:])):
            continue
        aliases = set()
        if acronym := _ACRONYM.match(name):
            name, short = acronym["long"], acronym["short"]
            if len(short) > 2:
                aliases.add(short)
        names.setdefault(name, set()).update(aliases)
    return names


def from_linguist(folder: Path) -> dict[str, set[str]]:
    """Programming languages out of the data of `linguist-languages`; ambiguous names begin with `!`."""
    names: dict[str, set[str]] = {}
    for path in sorted(folder.glob("*.js")):
        text = path.read_text(encoding="utf-8")
        name = re.search(r"^  name: ['\"](.+)['\"],$", text, re.MULTILINE)
        if name and "type: 'programming'" in text:
            word = name[1]
            is_ambiguous = word.isalpha() and len(word) <= MAX_AMBIGUOUS_LETTERS
            names["!" * is_ambiguous + word] = set()
    return names


def main() -> None:
    """Writes the vocabulary anew."""
    onet, linguist = map(Path, sys.argv[1:3])
    with VOCABULARY.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if row[-1] == "own"]
    known = {term.strip("!").casefold() for row in rows for term in (row[0], *row[1].split("|"))}
    acronyms = {term.upper() for term in known}
    for source, names in (("O*NET", from_onet(onet)), ("Linguist", from_linguist(linguist))):
        for name, aliases in sorted(names.items()):
            if (
                name.strip("!").casefold() in known
                or name.partition(" ")[2].casefold() in known
                or aliases & acronyms
            ):
                continue
            fresh = sorted(alias for alias in aliases if alias.casefold() not in known)
            rows.append([name, "|".join(fresh), source])
            known.update(term.strip("!").casefold() for term in (name, *fresh))
    with VOCABULARY.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows(rows)
    print(f"{len(rows)} skills in {VOCABULARY.name}")


if __name__ == "__main__":
    main()
