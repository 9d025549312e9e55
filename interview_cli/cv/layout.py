"""A CV as blocks to be laid out: what every style and every format of a written CV shares.

A style orders the sections and chooses how things look; the words and their order within a section are the same in
all, so that whoever reads the file, a person or a machine, finds the same data in it. The few words of our own
(headings, months, "until today") are in the language of the CV.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from interview_cli.cv.lines import lines_of, written_skills
from interview_cli.documents.listed import UNLABELLED
from interview_cli.text.language import ENGLISH, language

if TYPE_CHECKING:
    from interview_cli.contracts.resume import Resume


SECTIONS: Final = (
    "summary",
    "work",
    "projects",
    "volunteer",
    "education",
    "skills",
    "certificates",
    "languages",
    "awards",
    "publications",
    "interests",
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class LayoutWords:
    """Plain headings by section, which every reader knows, and words for what lasts, tools and grades.

    Without names of months they are numbers.
    """

    headings: dict[str, str]
    present: str
    technologies: str
    grade: str
    months: tuple[str, ...] = ()

    def day(self, day: str) -> str:
        """`2024-03` as "Mar 2024" or "03/2024", `2024` as it is, `2024-03-31` as "31 Mar 2024" or "31.03.2024"."""
        year, *rest = day.split("-")
        if not rest:
            return year
        if self.months:
            return " ".join([*(str(int(each)) for each in rest[1:]), self.months[int(rest[0]) - 1], year])
        return f"{rest[1]}.{rest[0]}.{year}" if len(rest) > 1 else f"{rest[0]}/{year}"


def _headings(*names: str) -> dict[str, str]:
    return dict(zip(SECTIONS, names, strict=True))


_WORDS: Final = {
    ENGLISH: LayoutWords(
        _headings(
            *("Summary", "Experience", "Projects", "Volunteering", "Education", "Skills"),
            *("Certificates", "Languages", "Awards", "Publications", "Interests"),
        ),
        "Present",
        "Technologies",
        "Grade",
        _MONTHS,
    ),
    "de": LayoutWords(
        _headings(
            *("Profil", "Berufserfahrung", "Projekte", "Ehrenamt", "Ausbildung", "Kenntnisse"),
            *("Zertifikate", "Sprachen", "Auszeichnungen", "Veröffentlichungen", "Interessen"),
        ),
        "heute",
        "Technologien",
        "Note",
    ),
    "fr": LayoutWords(
        _headings(
            *("Profil", "Expérience professionnelle", "Projets", "Bénévolat", "Formation", "Compétences"),
            *("Certifications", "Langues", "Distinctions", "Publications", "Centres d’intérêt"),
        ),
        "aujourd’hui",
        "Technologies",
        "Mention",
    ),
    "es": LayoutWords(
        _headings(
            *("Perfil", "Experiencia laboral", "Proyectos", "Voluntariado", "Formación", "Habilidades"),
            *("Certificados", "Idiomas", "Premios", "Publicaciones", "Intereses"),
        ),
        "actualidad",
        "Tecnologías",
        "Nota",
    ),
}


def wording_of(language: str | None) -> LayoutWords:
    """The words for a language (an ISO 639-1 code); English for one that is not here or not known."""
    return _WORDS.get(language or ENGLISH, _WORDS[ENGLISH])


Style = Literal["modern", "minimal", "executive", "ats"]
STYLES: Final[tuple[Style, ...]] = ("modern", "minimal", "executive", "ats")

Kind = Literal["name", "label", "contact", "heading", "entry", "details", "text", "bullet"]

_SKILLS_FIRST: Final = ("summary", "skills", *(each for each in SECTIONS if each not in {"summary", "skills"}))
ORDER: Final[dict[Style, tuple[str, ...]]] = {
    "modern": _SKILLS_FIRST,
    "minimal": SECTIONS,
    "executive": ("summary", "work", "awards", *(e for e in SECTIONS if e not in {"summary", "work", "awards"})),
    "ats": SECTIONS,
}
"""The order of the sections in each style."""

SEPARATOR: Final = " | "
"""Between things in one line; it is in no address and in no name."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a CV. `text` is what it says; an entry has its dates at the `side`, in the same line."""

    kind: Kind
    text: str
    side: str = ""


def blocks_of(resume: Resume, style: Style) -> list[Block]:
    """The whole CV in the order of a style."""
    told = " ".join(each.text for each in lines_of(resume) if each.field in _SENTENCES)
    words = wording_of(language(told))
    return [*_head(resume["basics"]), *(block for name in ORDER[style] for block in _section(resume, name, words))]


_SENTENCES: Final = frozenset({"summary", "description", "highlights"})
"""The fields that tell the language of a CV."""


def dates_text(entry: Mapping[str, Any], words: LayoutWords) -> str:
    """From when to when; a beginning without an end is still so."""
    start, end = entry.get("startDate"), entry.get("endDate")
    if start and end:
        return f"{words.day(start)} – {words.day(end)}"
    if start:
        return f"{words.day(start)} – {words.present}"
    return words.day(end) if end else ""


def _head(basics: Mapping[str, Any]) -> Iterator[Block]:
    if basics.get("name"):
        yield Block("name", basics["name"])
    if basics.get("label"):
        yield Block("label", basics["label"])
    place = basics.get("location", {})
    code = place.get("postalCode", "")
    where = ", ".join(
        part
        for part in (
            place.get("address"),
            f"{code} {place['city']}".strip() if place.get("city") else code,
            place.get("region"),
            place.get("countryCode"),
        )
        if part
    )
    pages = [
        each.get("url") or f"{each.get('network', '')}: {each.get('username', '')}"
        for each in basics.get("profiles", [])
    ]
    for details in ([basics.get("email"), basics.get("phone"), where], [basics.get("url"), *pages]):
        if shown := [each for each in dict.fromkeys(details) if each]:
            yield Block("contact", SEPARATOR.join(shown))


def _section(resume: Any, name: str, words: LayoutWords) -> Iterator[Block]:
    """A section under its heading; nothing for an empty one."""
    if name == "summary":
        content: list[Block] = [Block("text", resume["basics"]["summary"])] if resume["basics"].get("summary") else []
    else:
        entries = written_skills(resume) if name == "skills" else resume.get(name, [])
        if name == "skills" and [each.get("name") for each in entries] == [UNLABELLED]:
            entries = [{**entries[0], "name": ""}]
        content = [block for entry in entries for block in _WRITERS[name](entry, words)]
    if content:
        yield Block("heading", words.headings[name])
        yield from content


def _entry(entry: Mapping[str, Any], words: LayoutWords, first: str, second: str, third: str = "") -> Iterator[Block]:
    """A line of title, organisation and place with the dates at its side, then what was done."""
    names = [str(entry[name]) for name in (first, second, third) if name and entry.get(name)]
    yield Block("entry", SEPARATOR.join(names), dates_text(entry, words))
    for name in ("summary", "description"):
        if entry.get(name):
            yield Block("text", entry[name])
    for each in entry.get("highlights", []):
        yield Block("bullet", each)


def _work(entry: Mapping[str, Any], words: LayoutWords) -> Iterator[Block]:
    yield from _entry(entry, words, "position", "name", "location")
    yield from _link(entry)


def _volunteer(entry: Mapping[str, Any], words: LayoutWords) -> Iterator[Block]:
    yield from _entry(entry, words, "position", "organization")
    yield from _link(entry)


def _project(entry: Mapping[str, Any], words: LayoutWords) -> Iterator[Block]:
    yield from _entry(entry, words, "name", "")
    if entry.get("keywords"):
        yield Block("details", f"{words.technologies}: " + ", ".join(entry["keywords"]))
    yield from _link(entry)


def _education(entry: Mapping[str, Any], words: LayoutWords) -> Iterator[Block]:
    course = " in ".join(part for part in (entry.get("studyType"), entry.get("area")) if part)
    grade = f"{words.grade}: {entry['score']}" if entry.get("score") else ""
    yield from _entry({**entry, "course": course, "grade": grade}, words, "course", "institution", "grade")
    for each in entry.get("courses", []):
        yield Block("bullet", each)
    yield from _link(entry)


def _link(entry: Mapping[str, Any]) -> Iterator[Block]:
    if entry.get("url"):
        yield Block("details", entry["url"])


def _skill(entry: Mapping[str, Any], words: LayoutWords) -> Iterator[Block]:  # noqa: ARG001 - as all writers take it
    name, level, keywords = entry.get("name", ""), entry.get("level"), entry.get("keywords", [])
    shown = f"{name} ({level})" if level else name
    listed = ", ".join(keywords)
    yield Block("bullet", f"{shown}: {listed}" if shown and listed else shown or listed)


def _language(entry: Mapping[str, Any], words: LayoutWords) -> Iterator[Block]:  # noqa: ARG001 - as all writers take it
    fluency = entry.get("fluency")
    yield Block("bullet", f"{entry.get('language', '')}: {fluency}" if fluency else entry.get("language", ""))


def _certificate(entry: Mapping[str, Any], words: LayoutWords) -> Iterator[Block]:
    yield _listed(entry, words, ("name", "issuer"), "date")


def _award(entry: Mapping[str, Any], words: LayoutWords) -> Iterator[Block]:
    yield _listed(entry, words, ("title", "awarder", "summary"), "date")


def _publication(entry: Mapping[str, Any], words: LayoutWords) -> Iterator[Block]:
    parts = [str(entry[name]) for name in ("name", "publisher", "summary", "url") if entry.get(name)]
    yield Block("bullet", SEPARATOR.join(parts), words.day(entry["releaseDate"]) if entry.get("releaseDate") else "")


def _interest(entry: Mapping[str, Any], words: LayoutWords) -> Iterator[Block]:
    yield from _skill(entry, words)


def _listed(entry: Mapping[str, Any], words: LayoutWords, names: Sequence[str], day: str) -> Block:
    parts = [str(entry[name]) for name in names if entry.get(name)]
    return Block("bullet", ", ".join([*parts, *([words.day(entry[day])] if entry.get(day) else [])]))


_WRITERS: Final = {
    "work": _work,
    "projects": _project,
    "volunteer": _volunteer,
    "education": _education,
    "skills": _skill,
    "certificates": _certificate,
    "languages": _language,
    "awards": _award,
    "publications": _publication,
    "interests": _interest,
}
