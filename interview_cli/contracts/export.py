"""Everything that is kept, a line each: `export`, which `import` reads."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from interview_cli.contracts.learning import ReviewCard
from interview_cli.contracts.session import SessionReport

Row = dict[str, str | int | float | None]
"""A row of the database: its columns by name. Which there are is not part of the contract."""


class ExportedSession(SessionReport):
    """A session as in `feedback --json`, with all that is kept of it as `import` reads it: rows by table."""

    record: dict[str, list[Row]]


class Recording(TypedDict):
    """A recording: its name, which attempts refer to, and the FLAC file in base64."""

    name: str
    sound: str


class Rated(TypedDict):
    """A day of practice, and how the question was answered on it: 1 again, 2 hard, 3 good, 4 easy."""

    on: str
    rating: int


class Review(ReviewCard):
    """When a question comes back, and the review log that says so, in order."""

    log: list[Rated]


class KeptFile(TypedDict):
    """The file of a kept CV or job post: its SHA-256 and its bytes in base64."""

    hash: str
    content: str


class ExportedRest(TypedDict):
    """One of these."""

    profile: NotRequired[Row]
    story: NotRequired[Row]
    drill_round: NotRequired[Row]
    day_off: NotRequired[Row]
    review: NotRequired[Review]
    document: NotRequired[Row]
    coach_message: NotRequired[Row]
    file: NotRequired[KeptFile]
    recording: NotRequired[Recording]


Line = ExportedSession | ExportedRest
