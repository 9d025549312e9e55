"""People who do not exist, with what their CVs say: out of lists in five languages, the same for the same number."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import yaml


@dataclass(frozen=True)
class Job:
    """A position; dates are (year, month), the end None while it lasts."""

    title: str
    company: str
    place: str
    start: tuple[int, int]
    end: tuple[int, int] | None
    bullets: tuple[str, ...]


@dataclass(frozen=True)
class Study:
    """A course of study."""

    degree: str
    area: str
    school: str
    place: str
    start: int
    end: int


@dataclass(frozen=True)
class Person:
    """Everything a CV says."""

    language: str
    name: str
    label: str
    email: str
    phone: str
    place: str
    linkedin: str
    summary: str
    jobs: tuple[Job, ...]
    studies: tuple[Study, ...]
    skills: tuple[tuple[str, tuple[str, ...]], ...]
    tongues: tuple[tuple[str, str], ...]
    dates: int

    def heading(self, name: str) -> str:
        """A section's heading in the person's language."""
        return str(LANGUAGES[self.language]["headings"][name])

    def other_headings(self, name: str) -> list[str]:
        """Other names of a section in the person's language."""
        return list(_OTHERS["languages"][self.language]["headings"][name])

    def span(self, start: tuple[int, int], end: tuple[int, int] | None) -> str:
        """A range of months as the person writes it."""
        last = LANGUAGES[self.language]["present"] if end is None else self._month(*end)
        return f"{self._month(*start)} {'–' if self.dates != 1 else '-'} {last}"

    def _month(self, year: int, month: int) -> str:
        if self.dates == 0:
            return f"{LANGUAGES[self.language]['months'][month - 1]} {year}"
        return (
            f"{month:02}/{year}"
            if self.dates == 1
            else f"{_short(LANGUAGES[self.language]['months'][month - 1])} {year}"
        )


def _short(month: str) -> str:
    return month if len(month) < 5 else "juil." if month == "juillet" else month[:3]


_LISTS: Final[dict[str, Any]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
_OTHERS: Final[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("cv_others.yaml").read_text(encoding="utf-8")
)
LANGUAGES: Final[dict[str, Any]] = _LISTS["languages"]


def person(number: int) -> Person:
    """The person of a number; languages take turns."""
    return _made(number, _LISTS)


def other_person(number: int) -> Person:
    """A person out of other lists; what the reader knows was not chosen with them in mind."""
    return _made(number, _OTHERS)


def _made(number: int, source: dict[str, Any]) -> Person:
    random = Random(number)
    languages = source["languages"]
    language = list(languages)[number % len(languages)]
    lists = LANGUAGES[language] | languages[language]
    name = lists["names"][number // len(languages) % len(lists["names"])]
    handle = unicodedata.normalize("NFKD", name.lower().replace("ı", "i")).encode("ascii", "ignore").decode()
    handle = ".".join("".join(filter(str.isalpha, word)) for word in handle.split())
    year, month = 2026, random.randint(1, 9)
    jobs = []
    end: tuple[int, int] | None = None
    titles, companies = random.sample(lists["titles"], 4), random.sample(lists["companies"], 4)
    for index in range(random.randint(2, 4)):
        months = random.randint(8, 50)
        start_month = year * 12 + month - months
        start = ((start_month - 1) // 12, (start_month - 1) % 12 + 1)
        bullets = tuple(random.sample(lists["bullets"], random.randint(1, 3)))
        jobs.append(Job(titles[index], companies[index], random.choice(lists["places"]), start, end, bullets))
        finish = start_month - random.randint(1, 6)
        end = ((finish - 1) // 12, (finish - 1) % 12 + 1)
        year, month = end
    studies = []
    last = year
    schools, areas = random.sample(lists["schools"], 2), random.sample(lists["areas"], 2)
    degrees = random.sample(lists["degrees"], 2)
    for index in range(random.randint(1, 2)):
        years = random.randint(2, 4)
        studies.append(
            Study(degrees[index], areas[index], schools[index], random.choice(lists["places"]), last - years, last)
        )
        last -= years
    skills = random.sample(source["skills"], 9)
    groups = lists["groups"]
    return Person(
        language=language,
        name=name,
        label=titles[0],
        email=f"{handle}@example.{random.choice(['com', 'org', 'net'])}",
        phone=lists["phone"].format(number % 10, 10 + number % 90),
        place=random.choice(lists["places"]),
        linkedin=f"linkedin.com/in/{handle.replace('.', '-')}",
        summary=lists["summary"],
        jobs=tuple(jobs),
        studies=tuple(studies),
        skills=((groups[0], tuple(skills[:5])), (groups[1], tuple(skills[5:]))),
        tongues=tuple((name, level) for name, level in lists["tongues"]),
        dates=number // len(languages) % 3,
    )
