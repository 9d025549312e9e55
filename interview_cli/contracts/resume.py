"""A CV in the form of JSON Resume (https://jsonresume.org/schema, 1.x): names as there, so camelCase."""

from __future__ import annotations

from typing import Final, NotRequired

from typing_extensions import TypedDict

Day = str
"""A date as precise as it is known: `2024`, `2024-03` or `2024-03-31`."""


class Place(TypedDict, total=False):
    """Where a person lives."""

    address: str
    postalCode: str
    city: str
    countryCode: str
    region: str


class Profile(TypedDict, total=False):
    """A page of the person elsewhere."""

    network: str
    username: str
    url: str


class Basics(TypedDict, total=False):
    """Who the person is and how to reach them."""

    name: str
    label: str
    image: str
    email: str
    phone: str
    url: str
    summary: str
    location: Place
    profiles: list[Profile]


class Work(TypedDict, total=False):
    """A position held. No `endDate` means that it is still held when `startDate` is there."""

    name: str
    position: str
    location: str
    url: str
    startDate: Day
    endDate: Day
    summary: str
    highlights: list[str]


class Volunteer(TypedDict, total=False):
    """Unpaid work."""

    organization: str
    position: str
    url: str
    startDate: Day
    endDate: Day
    summary: str
    highlights: list[str]


class Education(TypedDict, total=False):
    """A course of study."""

    institution: str
    url: str
    area: str
    studyType: str
    startDate: Day
    endDate: Day
    score: str
    courses: list[str]


class Project(TypedDict, total=False):
    """Something the person made or took part in."""

    name: str
    description: str
    highlights: list[str]
    keywords: list[str]
    startDate: Day
    endDate: Day
    url: str


GATHERED_SKILLS: Final = "Named in the text"
"""The name of the group of skills that a CV names outside its lists: the reader gathers them, no file has it."""


class Skill(TypedDict, total=False):
    """A group of skills or one skill."""

    name: str
    level: str
    keywords: list[str]


class Language(TypedDict, total=False):
    """A language and how well it is spoken."""

    language: str
    fluency: str


class Certificate(TypedDict, total=False):
    """A certificate."""

    name: str
    date: Day
    issuer: str
    url: str


class Award(TypedDict, total=False):
    """An award."""

    title: str
    date: Day
    awarder: str
    summary: str


class Publication(TypedDict, total=False):
    """Something published."""

    name: str
    publisher: str
    releaseDate: Day
    url: str
    summary: str


class Interest(TypedDict, total=False):
    """A hobby or field of interest."""

    name: str
    keywords: list[str]


class Origin(TypedDict):
    """Where a field stands: page and line, both from 1; the box in points from the top left, null without pages."""

    page: int | None
    line: int
    box: tuple[float, float, float, float] | None
    quote: str


class Meta(TypedDict):
    """`provenance` by the path of a field, such as `work.0.name`."""

    provenance: dict[str, Origin]


class Resume(TypedDict):
    """A CV. What was not found is left out."""

    basics: Basics
    work: NotRequired[list[Work]]
    volunteer: NotRequired[list[Volunteer]]
    education: NotRequired[list[Education]]
    skills: NotRequired[list[Skill]]
    projects: NotRequired[list[Project]]
    certificates: NotRequired[list[Certificate]]
    languages: NotRequired[list[Language]]
    awards: NotRequired[list[Award]]
    publications: NotRequired[list[Publication]]
    interests: NotRequired[list[Interest]]
    meta: NotRequired[Meta]


class Hidden(TypedDict):
    """Text that a person would not see, and why: it reaches no analysis, match or prompt."""

    page: int | None
    text: str
    why: str


class ParsedResume(TypedDict):
    """`cv parse --json`."""

    resume: Resume
    hidden: list[Hidden]
    problems: list[str]
    parser: str
