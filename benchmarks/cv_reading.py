"""How much of a CV is read right, on CVs of invented people in five languages and many layouts.

    python -m benchmarks.cv_reading [--people N] [--held-out | --drawn SET] [--layout NAME] [--show] [--keep FOLDER]

F1 over contacts (name, mail, telephone, LinkedIn), work entries (position, employer, both dates), education (school,
degree, years) and skills. `--held-out` measures layouts that nothing was tuned on when they were first read;
`--drawn` layouts that are drawn by lot (`cv_recipes`), of people out of other lists.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from benchmarks.cv_choices import SETS
from benchmarks.cv_held_out import HELD_OUT
from benchmarks.cv_layouts import LAYOUTS, Printer, chromium
from benchmarks.cv_people import Person, other_person, person
from benchmarks.cv_recipes import recipes, sheet
from benchmarks.cv_writers import written
from interview_cli.contracts.resume import Resume
from interview_cli.documents.reading import read_resume
from interview_cli.documents.skills import canonical
from interview_cli.errors import InputError

GOALS: Final = {"contacts": 0.97, "work": 0.90, "education": 0.90, "skills": 0.85}
Facts = dict[str, Counter[tuple[str, ...]]]


def plain(text: str | None) -> str:
    """Letters and digits in lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", (text or "").replace("ı", "i").replace("’", "'"))
    return re.sub(r"[^a-z0-9+#]+", " ", decomposed.encode("ascii", "ignore").decode().lower()).strip()


def expected(someone: Person, layout: str) -> Facts:
    """What a CV says; the plain text in capitals has no LinkedIn page."""
    contacts = [("name", plain(someone.name)), ("email", someone.email), ("phone", re.sub(r"\D", "", someone.phone))]
    if layout != "text_caps":
        contacts.append(("linkedin", plain(someone.linkedin.rpartition("/")[2])))
    return {
        "contacts": Counter(contacts),
        "work": Counter(
            (
                plain(j.title),
                plain(j.company),
                f"{j.start[0]}-{j.start[1]:02}",
                f"{j.end[0]}-{j.end[1]:02}" if j.end else "",
            )
            for j in someone.jobs
        ),
        "education": Counter((plain(s.school), plain(s.degree), str(s.start), str(s.end)) for s in someone.studies),
        "skills": Counter((plain(canonical(name)),) for _, names in someone.skills for name in names),
    }


def found(resume: Resume) -> Facts:
    """What was read."""
    basics = resume["basics"]
    contacts = [
        (key, value)
        for key, value in (("name", plain(basics.get("name"))), ("email", basics.get("email", "")))
        if value
    ]
    if phone := re.sub(r"\D", "", basics.get("phone", "")):
        contacts.append(("phone", phone))
    contacts += [
        ("linkedin", plain(each.get("username")))
        for each in basics.get("profiles", [])
        if each.get("network") == "LinkedIn"
    ]
    groups = [group for group in resume.get("skills", []) if group.get("name") != "Named in the text"]
    return {
        "contacts": Counter(contacts),
        "work": Counter(
            (
                plain(each.get("position")),
                plain(each.get("name")),
                each.get("startDate", "")[:7],
                each.get("endDate", "")[:7],
            )
            for each in resume.get("work", [])
        ),
        "education": Counter(
            (
                plain(each.get("institution")),
                plain(each.get("studyType")),
                each.get("startDate", "")[:4],
                each.get("endDate", "")[:4],
            )
            for each in resume.get("education", [])
        ),
        "skills": Counter((plain(name),) for group in groups for name in group.get("keywords", [])),
    }


def f1(counts: Iterable[tuple[int, int, int]]) -> float:
    """F1 over (right, expected, found) of several documents."""
    right, wanted, got = map(sum, zip(*counts, strict=True))
    return 2 * right / (wanted + got) if wanted + got else 1.0


def main() -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=15)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--drawn", choices=SETS)
    parser.add_argument("--recipes", type=int, default=28)
    parser.add_argument("--layout")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    tallies: dict[str, dict[str, list[tuple[int, int, int]]]] = defaultdict(lambda: defaultdict(list))
    with chromium() as printer:
        for name, number, someone, data in _documents(options, printer):
            if options.keep:
                options.keep.joinpath(f"{name}-{number}").write_bytes(data)
            try:
                read = found(read_resume(data, name)["resume"])
            except InputError as error:
                read = defaultdict(Counter)
                print(name, number, error.message)
            for kind, facts in expected(someone, name).items():
                right = (facts & read[kind]).total()
                tallies[name][kind].append((right, facts.total(), read[kind].total()))
                if options.show and right < facts.total():
                    print(name, number, kind, "missed", list(facts - read[kind]), "read", list(read[kind] - facts))
    print(f"{'layout':28}" + "".join(f"{kind:>11}" for kind in GOALS))
    for name, kinds in tallies.items():
        print(f"{name:28}" + "".join(f"{f1(kinds[kind]):11.3f}" for kind in GOALS))
    everything = "".join(f"{f1(each for kinds in tallies.values() for each in kinds[kind]):11.3f}" for kind in GOALS)
    print(f"{'all':28}{everything}")
    print(f"{'goal':28}" + "".join(f"{goal:11.2f}" for goal in GOALS.values()))


def _documents(options: argparse.Namespace, printer: Printer) -> Iterator[tuple[str, int, Person, bytes]]:
    """The files to read: layout, number and what each says."""
    numbers = range(options.first, options.first + options.people)
    if options.drawn:
        for recipe in recipes(options.drawn, options.recipes):
            for number in numbers if options.layout in {None, recipe.name} else ():
                page, someone = sheet(recipe, other_person(number))
                yield recipe.name, number, someone, written(page, recipe.writer, printer)
        return
    for name in [options.layout] if options.layout else list(HELD_OUT if options.held_out else LAYOUTS):
        for number in numbers:
            someone = person(number)
            yield name, number, someone, (LAYOUTS | HELD_OUT)[name](someone, printer)


if __name__ == "__main__":
    main()
