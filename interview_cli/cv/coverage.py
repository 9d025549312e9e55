"""Which of the skills that a job names a CV shows, and in which lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from interview_cli.documents.skills import alternatives, canonical, find_skills, listed_skills
from interview_cli.text.lexicon import FUNCTION_WORDS, word_set
from interview_cli.text.stems import stem
from interview_cli.text.words import list_words

if TYPE_CHECKING:
    from interview_cli.contracts.cv import Keywords
    from interview_cli.contracts.job import JobPost, Requirement
    from interview_cli.cv.lines import Line

LISTED_FROM: Final = 0.5
"""A line in which names of skills fill this share of the words is a list (chosen)."""

_SMALL_WORDS: Final = word_set(
    "der die das des dem den im von für mit als de du la le les en el los las con del di il da"
)
_GENERAL: Final = word_set("""
    degree qualification qualifications certificate certification certified training registration registered status
    card class category level full valid abgeschlossene ausbildung weiterbildung studium abschluss klasse diplôme
    título permis categoría catégorie
""")
"""Words of a must-have that a CV need not repeat ("a degree in physics"), as long as there are others."""

FEWEST_WORDS: Final = 3
"""A line of fewer words says nothing that could be compared or asked about (chosen)."""


class Shown:
    """The skills that lines of a CV show."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._by_skill: dict[str, list[Line]] = {}
        for line in lines:
            for name in dict.fromkeys(skills_in(line)):
                self._by_skill.setdefault(name.casefold(), []).append(line)

    def where(self, skill: str) -> list[Line]:
        """The lines that show a skill: by any of its names, or in the very words of the job.

        What is no skill of the vocabulary ("a full driving licence") is shown by a line with all its words that say
        something, whatever their endings and order.
        """
        found = self._by_skill.get(canonical(skill).casefold(), []) or self._in_words(skill)
        return found if found or find_skills(skill) else self._in_any_order(skill)

    def where_any(self, skills: Iterable[str]) -> list[Line]:
        """The lines that show at least one of some skills."""
        return list(dict.fromkeys(line for skill in skills for line in self.where(skill)))

    def _in_words(self, term: str) -> list[Line]:
        words = term.split()
        if len(term) < 2 or not words:
            return []
        pattern = re.compile(r"(?<![\w+#])" + r"[\s-]+".join(map(re.escape, words)) + r"(?![\w+#])", re.IGNORECASE)
        found = [each for each in self._lines if pattern.search(each.text)]
        if found or len(words) == 1:
            return found
        stems = [stem(word) for word in list_words(term)]
        return [each for each in self._lines if _holds([stem(word) for word in list_words(each.text)], stems)]

    def _in_any_order(self, term: str) -> list[Line]:
        words = [word for word in list_words(term) if word not in FUNCTION_WORDS and word not in _SMALL_WORDS]
        wanted = {_alike(word) for word in words if word not in _GENERAL} or {_alike(word) for word in words}
        if not wanted:
            return []
        return [each for each in self._lines if wanted <= {_alike(word) for word in list_words(each.text)}]


def _alike(word: str) -> str:
    """What words that differ in their endings, or by British and American spelling, have in common."""
    return stem(word.replace("licens", "licenc"))


def _holds(stems: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether words of the same stems are next to each other: a data engineer does data engineering."""
    return any(list(stems[start : start + len(wanted)]) == list(wanted) for start in range(len(stems)))


def either(asked: Iterable[Requirement]) -> list[tuple[str, ...]]:
    """What is asked for, each once; skills that a sentence names with an "or" between them are one, met by any."""
    by_sentence: dict[str, list[str]] = {}
    taken: set[str] = set()
    for each in asked:
        if each["skill"] not in taken:
            taken.add(each["skill"])
            by_sentence.setdefault(each["sentence"], []).append(each["skill"])
    return [group for sentence, skills in by_sentence.items() for group in alternatives(sentence, skills)]


def says_something(line: Line) -> bool:
    """Whether a line is more than a few words or a list of skills."""
    words = list_words(line.text)
    named = sum(len(list_words(name)) for name in skills_in(line))
    return len(words) >= FEWEST_WORDS and named < LISTED_FROM * len(words)


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


def keywords_for(job: JobPost, lines: Sequence[Line]) -> Keywords:
    """Which skills of a job the lines show, and which not; one of several alternatives is enough."""
    found = keywords_of(wanted(job), lines)
    shown = {each["term"] for each in found["found"]}
    groups = either([*job["must_have"], *job["nice_to_have"]])
    spared = {skill for group in groups if shown & set(group) for skill in group}
    return {**found, "missing": [term for term in found["missing"] if term not in spared]}
