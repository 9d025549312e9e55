"""Which of the skills that a job names a CV shows, and in which lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from interview_cli.documents.skills import canonical, find_skills, listed_skills

if TYPE_CHECKING:
    from interview_cli.contracts.cv import Keywords
    from interview_cli.contracts.job import JobPost
    from interview_cli.cv.lines import Line


class Shown:
    """The skills that lines of a CV show."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._by_skill: dict[str, list[Line]] = {}
        for line in lines:
            for name in dict.fromkeys(skills_in(line)):
                self._by_skill.setdefault(name.casefold(), []).append(line)

    def where(self, skill: str) -> list[Line]:
        """The lines that show a skill: by any of its names, or in the very words of the job."""
        found = self._by_skill.get(canonical(skill).casefold(), [])
        return found or self._in_words(skill)

    def _in_words(self, term: str) -> list[Line]:
        words = term.split()
        if len(term) < 2 or not words:
            return []
        pattern = re.compile(r"(?<![\w+#])" + r"[\s-]+".join(map(re.escape, words)) + r"(?![\w+#])", re.IGNORECASE)
        return [each for each in self._lines if pattern.search(each.text)]


def skills_in(line: Line) -> list[str]:
    """The skills that a line names, by their names in the vocabulary; an entry of a list of skills is one itself."""
    if (line.section == "skills" and line.field == "keywords") or (
        line.section == "projects" and line.field == "keywords"
    ):
        return [each.name for each in listed_skills(line.text)]
    found = [each.name for each in find_skills(line.text)]
    return found or ([canonical(line.text)] if line.section == "skills" and line.field == "name" else [])


def wanted(job: JobPost) -> list[str]:
    """The skills that a job names, must-haves first, each once."""
    names = [each["skill"] for each in (*job["must_have"], *job["nice_to_have"])]
    return list({canonical(name).casefold(): name for name in reversed(names)}.values())[::-1]


def keywords_of(terms: Iterable[str], lines: Sequence[Line]) -> Keywords:
    """Which of the terms the lines show, with every line, and which not."""
    shown = Shown(lines)
    found: Keywords = {"found": [], "missing": []}
    for term in terms:
        where = [line.where() for line in shown.where(term)]
        if where:
            found["found"].append({"term": term, "where": where})
        else:
            found["missing"].append(term)
    return found
