"""CVs in layouts that are drawn by lot: what is in a head, where the dates are, how skills are listed, the page.

A recipe draws one of each kind of choice from the lists of its set. Sets share the writers and nothing else, so that
one set can be read for the first time after another was used to mend the reader. Set h alone has no lists of its own:
it pairs anew what all the others have.

A head is written as rows parted by " / ", with *bold*, _italic_, " >> " before what is at the right edge, and
"[…]" for what is in a column of its own on the left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from random import Random
from typing import Final

from benchmarks.cv_choices import SETS
from benchmarks.cv_people import Job, Person

_AT: Final = {"en": "at", "de": "bei", "fr": "chez", "es": "en", "it": "presso"}
_IN: Final = {"en": "in", "de": "in", "fr": "en", "es": "en", "it": "in"}


@dataclass
class Entry:
    """A position or a course: what is next to it, the rows of its head as (left, right), the items."""

    margin: list[str]
    rows: list[tuple[str, str]]
    items: list[str] = field(default_factory=list)


@dataclass
class Block:
    """A section. `pills` are short texts in boxes, `grid` has cells in columns, `lines` are paragraphs."""

    heading: str
    entries: list[Entry] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    pills: list[str] = field(default_factory=list)
    grid: list[list[str]] = field(default_factory=list)


@dataclass
class Sheet:
    """A CV ready to be written."""

    language: str
    name: str
    label: str
    contacts: list[str]
    contacts_right: bool
    main: list[Block]
    side: list[Block]
    shape: str
    heading: str
    bullet: str


@dataclass(frozen=True)
class Recipe:
    """One way to set a CV."""

    name: str
    writer: str
    shape: str
    job: str
    study: str
    heading: str
    skills: str
    tongues: str
    contacts: str
    bullet: str
    dates: str


def recipes(of: str, count: int) -> Iterator[Recipe]:
    """The recipes of a set. Every writer, shape and head comes about equally often."""
    choices = SETS[of]
    random = Random(of)
    shuffled = {
        kind: [each for _ in range(count // len(options) + 1) for each in random.sample(options, len(options))]
        for kind, options in vars(choices).items()
    }
    for number in range(count):
        pick = {kind: values[number] for kind, values in shuffled.items()}
        if pick["writers"] in {"text", "markdown", "fpdf", "latex"}:
            pick["shapes"] = "one"
        yield Recipe(
            f"{of}{number:02}-{pick['writers']}-{pick['shapes']}",
            pick["writers"],
            pick["shapes"],
            pick["jobs"],
            pick["studies"],
            pick["headings"],
            pick["skills"],
            pick["tongues"],
            pick["contacts"],
            pick["bullets"],
            pick["dates"],
        )


def sheet(recipe: Recipe, someone: Person) -> tuple[Sheet, Person]:
    """A CV by a recipe, and the person as it tells of them: several roles under one employer change employers."""
    random = Random(f"{recipe.name}{someone.name}")
    if recipe.job.startswith("roles:"):
        jobs = someone.jobs
        merged = replace(jobs[1], company=jobs[0].company, place=jobs[0].place)
        someone = replace(someone, jobs=(jobs[0], merged, *jobs[2:]))
    headings = {
        name: random.choice(someone.other_headings(name))
        for name in ("summary", "work", "education", "skills", "languages", "contact")
    }
    contacts = _contacts(recipe, someone)
    work = Block(headings["work"], entries=list(_jobs(recipe, someone)))
    studies = [
        _entry(recipe.study, someone, _study_fields(someone, number)) for number in range(len(someone.studies))
    ]
    education = Block(headings["education"], entries=studies)
    skills, tongues = _skills(recipe, someone, headings["skills"]), _tongues(recipe, someone, headings["languages"])
    summary = Block(headings["summary"], lines=[someone.summary])
    side: list[Block] = []
    main = [summary, work, education, skills, tongues]
    if recipe.shape in {"left_sidebar", "right_sidebar"}:
        side = [Block(headings["contact"], lines=contacts), skills, tongues]
        main = [summary, work, education]
        contacts = []
    elif recipe.shape == "wide_right":
        side, main = [summary, skills, tongues, education], [work]
    elif recipe.shape == "wide_left":
        side, main = [education, tongues, skills], [summary, work]
    elif recipe.shape == "narrow_right":
        side, main = [Block(headings["contact"], lines=contacts), summary, tongues], [work, skills, education]
        contacts = []
    elif recipe.shape == "two_columns":
        side, main = [skills, education, tongues], [summary, work]
    return (
        Sheet(
            someone.language, someone.name, someone.label, contacts, recipe.contacts == "right", main, side,
            recipe.shape, recipe.heading, recipe.bullet,
        ),
        someone,
    )  # fmt: skip


def _span(recipe: Recipe, someone: Person, job: Job) -> str:
    formats = {"long": 0, "numbers": 1, "short": 2}
    if recipe.dates in formats:
        return replace(someone, dates=formats[recipe.dates]).span(job.start, job.end)
    present = replace(someone, dates=0).span(job.start, None).rpartition("– ")[2]
    ends = []
    for month in (job.start, job.end):
        if month is None:
            ends.append(present)
        elif recipe.dates == "iso":
            ends.append(f"{month[0]}-{month[1]:02}")
        elif recipe.dates == "apostrophe":
            name = replace(someone, dates=2).span(month, None).rpartition(" – ")[0]
            ends.append(f"{name[:-5]} ’{name[-2:]}")
        elif recipe.dates == "slashed":
            ends.append(f"{month[0]}/{month[1]:02}")
        else:
            ends.append(f"{month[1]:02}.{month[0]}")
    return " – ".join(ends) if recipe.dates != "iso" else " to ".join(ends)


def _jobs(recipe: Recipe, someone: Person) -> Iterator[Entry]:
    def fields(job: Job) -> dict[str, str]:
        return {"title": job.title, "company": job.company, "place": job.place, "dates": _span(recipe, someone, job)}

    if not recipe.job.startswith("roles:"):
        for job in someone.jobs:
            yield replace(_entry(recipe.job, someone, fields(job)), items=list(job.bullets))
        return
    above, role = recipe.job.removeprefix("roles:").split(" // ")
    for _, group in groupby(someone.jobs, key=lambda job: job.company):
        for index, job in enumerate(group):
            entry = replace(_entry(role, someone, fields(job)), items=list(job.bullets))
            if index == 0:
                entry.rows[:0] = _entry(above, someone, fields(job)).rows
            yield entry


def _study_fields(someone: Person, number: int) -> dict[str, str]:
    study = someone.studies[number]
    return {
        "school": study.school,
        "degree": study.degree,
        "area": study.area,
        "place": study.place,
        "years": f"{study.start} – {study.end}",
    }


def _entry(template: str, someone: Person, fields: dict[str, str]) -> Entry:
    text = template.strip().format(**fields, at=_AT[someone.language], **{"in": _IN[someone.language]})
    margin, _, rest = text.removeprefix("[").partition("] ") if text.startswith("[") else ("", "", text)
    rows = []
    for row in rest.split(" / "):
        left, _, right = row.partition(" >> ")
        rows.append((left.strip(), right.strip()))
    return Entry(margin.split(" / ") if margin else [], rows)


def _contacts(recipe: Recipe, someone: Person) -> list[str]:
    values = [someone.email, someone.phone, someone.place, someone.linkedin]
    if recipe.contacts in {"lines", "right"}:
        return values
    if recipe.contacts == "labels":
        labels = {"de": ("E-Mail", "Telefon", "Ort", "LinkedIn"), "fr": ("Courriel", "Tél.", "Ville", "LinkedIn")}
        names = labels.get(someone.language, ("Email", "Phone", "Location", "LinkedIn"))
        return [f"{name}: {value}" for name, value in zip(names, values, strict=True)]
    if recipe.contacts == "icons":
        return ["  ".join(f"{icon} {value}" for icon, value in zip("✉☎⌂☍", values, strict=True))]
    if recipe.contacts == "stacked":
        return [f"{values[1]} · {values[0]}", f"{values[2]} · {values[3]}"]
    return [(" | " if recipe.contacts == "bars" else " · ").join(values)]


def _skills(recipe: Recipe, someone: Person, heading: str) -> Block:
    groups, names = someone.skills, [name for _, each in someone.skills for name in each]
    levels = ("★★★★☆", "★★★☆☆", "★★★★★")
    grade = {"en": "advanced", "de": "gut", "fr": "avancé", "es": "avanzado", "it": "avanzato"}[someone.language]
    if recipe.skills == "labelled":
        return Block(heading, lines=[f"*{label}:* {', '.join(each)}" for label, each in groups])
    if recipe.skills == "items":
        return Block(heading, items=names)
    if recipe.skills == "pills":
        return Block(heading, pills=names)
    if recipe.skills == "levels":
        return Block(heading, lines=[f"{name} ({grade})" for name in names])
    if recipe.skills == "below_labels":
        return Block(heading, lines=[text for label, each in groups for text in (f"*{label}*", ", ".join(each))])
    if recipe.skills == "grid":
        return Block(heading, grid=[names[at : at + 3] for at in range(0, len(names), 3)])
    if recipe.skills == "dots":
        return Block(heading, lines=[" · ".join(names)])
    if recipe.skills == "stars":
        return Block(heading, grid=[[name, levels[len(name) % 3]] for name in names])
    if recipe.skills == "pairs":
        return Block(heading, lines=[", ".join(names[at : at + 2]) for at in range(0, len(names), 2)])
    if recipe.skills == "table":
        return Block(heading, grid=[[label, ", ".join(each)] for label, each in groups])
    if recipe.skills == "plain":
        return Block(heading, lines=[", ".join(each) for _, each in groups])
    if recipe.skills == "slashes":
        return Block(heading, items=[f"{label}: {' / '.join(each)}" for label, each in groups])
    return Block(heading, lines=[f"{label} | {', '.join(each)}" for label, each in groups])


def _tongues(recipe: Recipe, someone: Person, heading: str) -> Block:
    pairs = someone.tongues
    if recipe.tongues == "commas":
        return Block(heading, lines=[", ".join(f"{name} ({level})" for name, level in pairs)])
    if recipe.tongues == "cells":
        return Block(heading, grid=[list(each) for each in pairs])
    if recipe.tongues == "slashes":
        return Block(heading, lines=[" / ".join(f"{name}: {level}" for name, level in pairs)])
    if recipe.tongues in {"brackets", "items"}:
        return Block(heading, items=[f"{name} ({level})" for name, level in pairs])
    return Block(heading, lines=[f"{name} – {level}" for name, level in pairs])


def styled(text: str) -> list[tuple[str, str]]:
    """A text with *bold* and _italic_ as runs of (text, style); style is "b", "i" or ""."""
    runs = []
    for piece in re.split(r"(\*[^*]+\*|(?<!\w)_[^_]+_(?!\w))", text):
        if piece[:1] in {"*", "_"} and len(piece) > 2:
            runs.append((piece[1:-1], "b" if piece[0] == "*" else "i"))
        elif piece:
            runs.append((piece, ""))
    return runs


def unstyled(text: str) -> str:
    """A text without the marks of `styled`."""
    return "".join(run for run, _ in styled(text))


def spaced(text: str) -> str:
    """A heading with a blank between its letters."""
    return "   ".join(" ".join(word) for word in text.upper().split())
