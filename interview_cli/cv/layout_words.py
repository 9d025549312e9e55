"""The few words of our own in a written CV, in the language of the CV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from interview_cli.text.language import ENGLISH

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
