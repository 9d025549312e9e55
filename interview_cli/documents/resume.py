"""A CV as JSON Resume out of the lines of a document, each field with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from interview_cli.contracts.resume import GATHERED_SKILLS, Origin, Resume
from interview_cli.documents import contacts
from interview_cli.documents.courses import Course, course_of
from interview_cli.documents.entries import Entry, entries_of
from interview_cli.documents.heads import Piece
from interview_cli.documents.lines import Document, Line
from interview_cli.documents.listed import (
    awards_of,
    certificates_of,
    items_of,
    languages_of,
    names_languages,
    publications_of,
    skills_of,
)
from interview_cli.documents.paragraphs import Paragraph, flat, paragraphs_of, strip_marks, without_dates
from interview_cli.documents.positions import positions_of
from interview_cli.documents.sections import Section, sections_of
from interview_cli.documents.skills import find_skills, labelled_skills

MOST_LINES_BEFORE_NAME: Final = 80
"""A sidebar is read before the column with the name."""

MAX_SUMMARY_CHARACTERS: Final = 3_000
FEWEST_WORDS_OF_PROSE: Final = 15
"""A paragraph of a head with this many words or more is a summary (chosen)."""

FEWEST_WORDS_OF_A_SENTENCE: Final = 4
"""One with this many words after it, with a full stop, belongs to it (chosen)."""

_LISTS: Final = {
    "skills": skills_of,
    "languages": languages_of,
    "certificates": certificates_of,
    "awards": awards_of,
    "publications": publications_of,
}
_TITLES: Final = re.compile(
    r"curriculum vitae|lebenslauf|résumé|resume|c\.?v\.?|currículum(?: vitae)?|hoja de vida|europass", re.IGNORECASE
)


class _Builder:
    """The resume while it is made."""

    def __init__(self) -> None:
        self.resume: dict[str, Any] = {"basics": {}}
        self.provenance: dict[str, Origin] = {}
        self.leaning = 0.0
        """Positive where positions are before employers."""
        self.titles: frozenset[str] = frozenset()
        """What the person may call themselves at the top, in lower case."""

    def basics(self, field: str, value: Any, line: Line) -> None:
        self.resume["basics"][field] = value
        self.provenance[f"basics.{field}"] = line.origin

    def add(self, section: str, fields: Mapping[str, tuple[Any, Line | list[Line]] | None]) -> None:
        """Adds an item of (value, line) by field, for a list the line of each; what is empty is left out."""
        found = {field: each for field, each in fields.items() if each is not None and each[0]}
        if not found:
            return
        items = self.resume.setdefault(section, [])
        for field, (_, line) in found.items():
            path = f"{section}.{len(items)}.{field}"
            if isinstance(line, list):
                self.provenance |= {f"{path}.{number}": each.origin for number, each in enumerate(line)}
            else:
                self.provenance[path] = line.origin
        items.append({field: value for field, (value, _) in found.items()})


def resume_from(document: Document) -> tuple[Resume, list[str]]:
    """The CV and, in sentences, what could not be found."""
    lines = [line for line in document.lines if not _TITLES.fullmatch(line.text.strip(" :|"))] or document.lines
    name = contacts.find_name([line for line in lines if line.page in {None, 1}][:MOST_LINES_BEFORE_NAME])
    sections = sections_of(lines, name.line if name else None)
    builder = _Builder()
    _add_basics(builder, sections, lines, name)
    for section in sections:
        if section.heading is None or section.kind in {"contact", "summary", "other"}:
            continue
        paragraphs = paragraphs_of(section.lines)
        if section.kind in {"work", "volunteer"}:
            _add_positions(builder, section.kind, paragraphs)
        elif section.kind == "education":
            _add_education(builder, paragraphs)
        elif section.kind == "projects":
            _add_projects(builder, paragraphs)
        elif section.kind == "interests":
            for item, line in items_of(paragraphs):
                builder.add("interests", {"name": (item, line)})
        else:
            _add_list(builder, section.kind, paragraphs)
    _add_skills_in_text(builder, lines)
    resume = builder.resume
    resume["meta"] = {"provenance": builder.provenance}
    missing = [
        sentence
        for key, sentence in (("work", "No work experience was found."), ("education", "No education was found."))
        if not resume.get(key)
    ]
    missing += [
        f"No {what} was found."
        for what, field in (("name", "name"), ("mail address", "email"))
        if field not in resume["basics"]
    ]
    return cast("Resume", resume), missing


def _add_list(builder: _Builder, kind: str, paragraphs: list[Paragraph]) -> None:
    """Adds the items of a list; languages among the skills are languages."""
    if kind == "skills":
        spoken = [each for each in paragraphs if names_languages(each)]
        paragraphs = [each for each in paragraphs if each not in spoken]
        if spoken:
            _add_list(builder, "languages", spoken)
    for item, line in _LISTS[kind](paragraphs):
        builder.add(kind, {field: (value, line) for field, value in item.items()})


def _add_basics(builder: _Builder, sections: list[Section], lines: list[Line], name: contacts.Found | None) -> None:
    head = [line for section in sections if section.kind == "contact" for line in section.lines]
    builder.titles = frozenset(flat(line.text).casefold() for line in head)
    for field, found in (
        ("name", name),
        ("label", contacts.find_label(head, name.line if name else None)),
        ("email", contacts.find_email(head) or contacts.find_email(lines)),
        ("phone", contacts.find_phone(head) or contacts.find_phone(lines)),
        ("url", contacts.find_url(head)),
    ):
        if found:
            builder.basics(field, found.value, found.line)
    if place := contacts.find_place(head):
        builder.basics("location", {"city": place.value}, place.line)
    profiles = contacts.find_profiles(head) or contacts.find_profiles(lines)
    if profiles:
        builder.basics("profiles", [profile for profile, _ in profiles], profiles[0][1])
    summary = next((section for section in sections if section.kind == "summary" and section.lines), None)
    paragraphs = paragraphs_of(summary.lines) if summary else _running_text(paragraphs_of(sections[0].lines))
    if paragraphs:
        text = " ".join(flat(paragraph.text) for paragraph in paragraphs)
        builder.basics("summary", text[:MAX_SUMMARY_CHARACTERS], paragraphs[0].line)


def _running_text(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs of a head that are prose: long ones, and the sentences that follow one."""
    found: list[Paragraph] = []
    for each in paragraphs:
        words = len(each.text.split())
        is_sentence = (
            bool(found) and words >= FEWEST_WORDS_OF_A_SENTENCE and each.text.rstrip().endswith((".", "!", "?"))
        )
        if "@" not in each.text and (words >= FEWEST_WORDS_OF_PROSE or is_sentence):
            found.append(each)
    return found


def _field(piece: Piece | None) -> tuple[str, Line] | None:
    return (flat(piece.text), piece.line) if piece else None


def _dates(entry: Entry) -> Iterator[tuple[str, tuple[str, Line]]]:
    if found := entry.dates:
        dates, line = found
        if dates.start:
            yield "startDate", (dates.start, line)
        if dates.end:
            yield "endDate", (dates.end, line)


def _body(entry: Entry) -> Iterator[tuple[str, tuple[Any, Line | list[Line]]]]:
    """A summary of running text before the items, and the items; text without items is a list of its paragraphs."""
    body = [(flat(each.text), each) for each in entry.body if each.text]
    first_item = next((index for index, (_, each) in enumerate(body) if each.is_bullet), None)
    lead = body[:first_item] if first_item is not None else (body if len(body) == 1 else [])
    rest = body[len(lead) :]
    if lead:
        yield "summary", (" ".join(text for text, _ in lead), lead[0][1].line)
    if rest:
        yield "highlights", ([text for text, _ in rest], [each.line for _, each in rest])


def _add_positions(builder: _Builder, kind: str, paragraphs: list[Paragraph]) -> None:
    """Adds positions, paid or not. One without an employer has that of the position above; an employer's line above
    several positions is none of its own.
    """
    entries = entries_of(paragraphs, single_dates=False)
    if not any(entry.dates for entry in entries):
        entries = entries_of(paragraphs, single_dates=True)
    positions, builder.leaning = positions_of(entries, builder.leaning, builder.titles)
    company: Piece | None = None
    for index, (entry, position) in enumerate(zip(entries, positions, strict=True)):
        following = positions[index + 1] if index + 1 < len(positions) else None
        company = position.company or company
        if position.title is None and not entry.body and following and following.company is None:
            continue
        if position.title or position.company:
            builder.add(
                kind,
                {
                    "name" if kind == "work" else "organization": _field(company),
                    "position": _field(position.title),
                    "location": _field(position.place) if kind == "work" else None,
                    **dict(_dates(entry)),
                    **dict(_body(entry)),
                },
            )


def _add_education(builder: _Builder, paragraphs: list[Paragraph]) -> None:
    for entry in entries_of(paragraphs, single_dates=True):
        course: Course = course_of(entry)
        if not (course.institution or course.degree):
            continue
        highlights = [(text, each) for each in entry.body if (text := flat(each.text))]
        builder.add(
            "education",
            {
                "institution": _field(course.institution),
                "studyType": _field(course.degree),
                "area": _field(course.area),
                "score": _field(course.score),
                **dict(_dates(entry)),
                "courses": ([text for text, _ in highlights], [each.line for _, each in highlights])
                if highlights
                else None,
            },
        )


def _add_projects(builder: _Builder, paragraphs: list[Paragraph]) -> None:
    entries = entries_of(paragraphs, single_dates=True)
    if all(not entry.body for entry in entries) and all(each.is_bullet for each in paragraphs):
        entries = [Entry([each], []) for each in paragraphs]
    for entry in entries:
        head = entry.head[0]
        name, _, rest = without_dates(head.text).partition("\t")
        pieces = re.split(r"\s[|–—-]\s|:\s", contacts.without_urls(name), maxsplit=1)
        fields: dict[str, tuple[Any, Line | list[Line]] | None] = {"name": (strip_marks(pieces[0]), head.line)}
        description = [strip_marks(piece) for piece in (*pieces[1:], rest) if strip_marks(piece)]
        description += [each.text for each in entry.head[1:] if each.text]
        tools = [(each.line, skill.name) for each in entry.body for skill in labelled_skills(each.text)]
        told = [each for each in entry.body if not labelled_skills(each.text) and not contacts.is_url(each.text)]
        body = dict(_body(Entry(entry.head, told)))
        if tools:
            fields["keywords"] = ([name for _, name in tools], tools[0][0])
        if "summary" in body:
            description.append(body["summary"][0])
        fields["description"] = (" ".join(description), head.line) if description else None
        fields |= {**dict(_dates(entry)), "highlights": body.get("highlights")}
        if found := contacts.find_url([each.line for each in (*entry.head, *entry.body)]):
            fields["url"] = (found.value, found.line)
        builder.add("projects", fields)


def _add_skills_in_text(builder: _Builder, lines: list[Line]) -> None:
    """Skills that are named anywhere but in the lists, as a group of their own."""
    listed = {
        name.casefold()
        for group in builder.resume.get("skills", ())
        for name in (group.get("keywords") or [group["name"]])
    }
    named: dict[str, Line] = {}
    for line in lines:
        for skill in find_skills(line.text):
            if skill.name.casefold() not in listed:
                named.setdefault(skill.name, line)
    if named:
        first = next(iter(named.values()))
        builder.add("skills", {"name": (GATHERED_SKILLS, first), "keywords": (list(named), first)})
