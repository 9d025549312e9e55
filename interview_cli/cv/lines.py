"""The lines of a CV: every text of a `Resume` with the path of its field and where it is in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from interview_cli.contracts.resume import GATHERED_SKILLS

if TYPE_CHECKING:
    from interview_cli.contracts.cv import Where
    from interview_cli.contracts.resume import Resume, Skill

SECTIONS: Final = (
    "basics",
    "work",
    "volunteer",
    "education",
    "skills",
    "projects",
    "certificates",
    "languages",
    "awards",
    "publications",
    "interests",
)
"""The sections of a `Resume`, in its own order."""


class Line(NamedTuple):
    """One text of a CV. `page` and `line` count from 1 and are None where the file did not tell.

    `quote` is how the file has it: dates are written otherwise there.
    """

    path: str
    text: str
    page: int | None
    line: int | None
    quote: str

    @property
    def section(self) -> str:
        """The section it belongs to, such as `work`."""
        return self.path.split(".", 1)[0]

    @property
    def field(self) -> str:
        """The name of its field, such as `highlights`."""
        return next(part for part in reversed(self.path.split(".")) if not part.isdigit())

    def where(self) -> Where:
        """The line as evidence."""
        return {"path": self.path, "page": self.page, "line": self.line, "quote": self.quote}


def lines_of(resume: Resume) -> list[Line]:
    """Every text of the CV that is not blank, section by section, in the order of the file within each."""
    provenance = resume.get("meta", {}).get("provenance", {})
    found = []
    gathered = tuple(
        f"skills.{number}." for number, each in enumerate(resume.get("skills", [])) if not _is_written(each)
    )
    for section in SECTIONS:
        for path, text in _texts(section, resume.get(section)):
            if gathered and path.startswith(gathered):
                continue
            origin = provenance.get(path) or provenance.get(path.rpartition(".")[0])
            if origin is None:
                found.append(Line(path, text, None, None, text))
                continue
            quote = " ".join(origin["quote"].split()) if path.endswith(_DATES) and origin["quote"] else text
            found.append(Line(path, text, origin["page"], origin["line"], quote))
    return found


def written_skills(resume: Resume) -> list[Skill]:
    """The groups of skills that are in the file as such."""
    return [each for each in resume.get("skills", []) if _is_written(each)]


def _is_written(skill: Skill) -> bool:
    return skill.get("name") != GATHERED_SKILLS


_DATES: Final = ("Date", ".date")


def _texts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if value.strip():
            yield path, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(f"{path}.{name}", each)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(f"{path}.{number}", each)


def bullets_of(lines: list[Line]) -> list[Line]:
    """What the person says they did: the highlights of positions and projects, and their summaries."""
    return [each for each in lines if each.section in {"work", "projects"} and each.field in _TOLD]


_TOLD: Final = frozenset({"highlights", "summary", "description"})
