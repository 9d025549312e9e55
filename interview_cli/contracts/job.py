"""A job post as it was read: what is asked for, each with the sentence that says so."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class Requirement(TypedDict):
    """A skill that a post asks for. `sentence` is verbatim from the post.

    Where it names alternatives ("Python or Go"), `any_of` holds all of them, this one included: one is enough.
    """

    skill: str
    sentence: str
    any_of: NotRequired[list[str]]


class Salary(TypedDict):
    """Pay as written in the post: `quote` verbatim, amounts in `currency` (ISO 4217) a `period`."""

    minimum: float | None
    maximum: float | None
    currency: str | None
    period: Literal["year", "month", "day", "hour"] | None
    quote: str


class YearsAsked(TypedDict):
    """The years of experience asked for: the smallest number named, and the sentence that names it."""

    minimum: int
    sentence: str


class RedFlag(TypedDict):
    """Wording that a candidate should ask about, and why."""

    quote: str
    why: str


class JobPost(TypedDict):
    """A job post. What was not found is null or an empty list; `language` is an ISO 639 code.

    `refined_by` names the model that added to what the rules found; every item is in the post all the same.
    """

    title: str | None
    seniority: Literal["intern", "junior", "mid", "senior", "lead", "executive"] | None
    company: str | None
    place: str | None
    salary: Salary | None
    language: str | None
    years: YearsAsked | None
    must_have: list[Requirement]
    nice_to_have: list[Requirement]
    responsibilities: list[str]
    red_flags: list[RedFlag]
    text: str
    parser: str
    refined_by: NotRequired[str]
