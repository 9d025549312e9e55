"""Messages that are written from the newest one to the oldest are read in the order in which they were sent."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from interview_cli.transcripts.line_times import LineTime, leading_time, since_first, to_times
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.unpaired import reading_with

Message = tuple[datetime, str, str]
"""When it was sent, who sent it, and the text."""

FIRST: Final = datetime(2025, 3, 3, 10, 5, tzinfo=UTC)
SENT: Final = (0, 2, 3, 26, 67, 189, 195)
"""Minutes from the first message to each."""

TALK: Final = (
    ("Nora Tidewell", "Hi Corinne, why did you apply to us?"),
    ("Corinne Abara", "I have drawn blood for six years, mostly from children, and I like the early shifts."),
    ("Nora Tidewell", "Tell me about a time something went wrong at work."),
    ("Corinne Abara", "We lost the labels of forty samples once, and I called every ward to match the times."),
    ("Nora Tidewell", "What would you do in your first month here?"),
    ("Corinne Abara", "I would shadow each shift once before I change anything."),
    ("Nora Tidewell", "Thank you Corinne, we will be in touch next week."),
)
MESSAGES: Final = [(FIRST + timedelta(minutes=at), name, text) for at, (name, text) in zip(SENT, TALK, strict=True)]
OVER_DAYS: Final = [
    (FIRST + timedelta(days=9, hours=-n % 3) + n * timedelta(days=1), *said) for n, said in enumerate(TALK)
]


def sheet(messages: list[Message], form: str) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([["Date", "From", "Message"], *((f"{at:{form}}", *said) for at, *said in messages)])
    return text.getvalue()


def page(messages: list[Message], form: str) -> str:
    """As Facebook exports messages: the name in a heading, the date below the text."""
    shown = (
        f'<div class="_a6-g"><h2 class="_a6-h">{name}</h2><div class="_a6-p"><div>{text}</div></div>'
        f'<div class="_a6-o"><div class="_a72d">{at:{form}}</div></div></div>'
        for at, name, text in messages
    )
    return f"<html><head><title>Messages</title></head><body>{''.join(shown)}</body></html>"


WRITTEN: Final[dict[str, Callable[[list[Message]], str]]] = {
    "text": lambda messages: "\n".join(f"[{at:%d.%m.%Y, %H:%M:%S}] {name}: {text}" for at, name, text in messages),
    "month first": lambda messages: "\n".join(
        f"{at:%m/%d/%y, %I:%M %p} - {who}: {text}" for at, who, text in messages
    ),
    "below": lambda messages: "\n\n".join(f"{name}\n{text}\n{at:%b %d, %Y, %I:%M %p}" for at, name, text in messages),
    "sheet": lambda messages: sheet(messages, "%Y-%m-%d %H:%M"),
    "sheet, day first": lambda messages: sheet(messages, "%d/%m/%Y %H:%M"),
    "json": lambda messages: json.dumps(
        [{"at": at.isoformat(), "from": who, "text": text} for at, who, text in messages]
    ),
    "json, seconds": lambda messages: json.dumps(
        [{"ts": f"{at.timestamp():.4f}", "user": name, "text": text} for at, name, text in messages]
    ),
    "json, texts inside": lambda messages: json.dumps(
        {
            "data": [
                {
                    "created_at": int(at.timestamp()),
                    "role": name,
                    "content": [{"type": "text", "text": {"value": text}}],
                }
                for at, name, text in messages
            ]
        }
    ),
    "page": lambda messages: page(messages, "%b %d, %Y %I:%M:%S %p"),
    "bubbles": lambda messages: (
        "<h1>Chat</h1>"
        + "".join(
            f'<div class="{"mine" if name == TALK[1][0] else "theirs"}"><p>{text}</p>'
            f'<i class="time">{at:%b %d, %Y, %H:%M}</i></div>'
            for at, name, text in messages
        )
    ),
    "page, classes": lambda messages: "".join(
        f'<div class="message"><span class="sender">{name}</span><time>{at:%d %B %Y, %H:%M}</time><p>{text}</p></div>'
        for at, name, text in messages
    ),
}


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("messages", [MESSAGES, OVER_DAYS], ids=["a day", "days"])
@pytest.mark.parametrize("step", [1, -1], ids=["oldest first", "newest first"])
def test_messages_are_read_in_the_order_of_their_dates(
    write: Callable[[list[Message]], str], messages: list[Message], step: int
) -> None:
    (read,) = map(assign_roles, read_transcripts(write(messages[::step]).encode(), "chat"))
    pairs = pair(read)
    assert [(each.question, each.answer) for each in pairs] == [
        (asked, said) for (_, asked), (_, said) in zip(TALK[:-1:2], TALK[1::2], strict=True)
    ]
    assert reading_with(read, pairs).confidence == 1.0


def time_of(text: str) -> LineTime:
    found = leading_time(text)
    assert found
    return found


@pytest.mark.parametrize(
    ("dates", "hours"),
    [
        (["[2025-03-04 10:00]", "[2025-03-03 09:00]"], [25, 0]),
        (["[11/03/2025, 10:00]", "[12/03/2025, 10:00]", "[13/03/2025, 10:00]"], [0, 24, 48]),
        (["[03/11/2025, 10:00]", "[03/12/2025, 10:00]", "[03/13/2025, 10:00]"], [0, 24, 48]),
        (["[03.04.25, 10:00]", "[04.04.25, 10:00]"], [0, 24]),
        (["[28 juin 2025, 10:00]", "[1 juillet 2025, 10:00]"], [0, 72]),
        (["[Dec 31, 2024 11:00 PM]", "[Jan 1, 2025 1:00 AM]"], [0, 2]),
        (["[11:00 PM]", "[1:00 AM]"], [0, 2]),
        (["[1:00 AM]", "[11:00 PM]", "[9:00 PM]"], [4, 2, 0]),
        (["[12/03, 10:00]", "[31/02/2025, 11:00]"], [0, 1]),
    ],
)
def test_dates_and_times_of_day_are_hours_since_the_earliest(dates: list[str], hours: list[int]) -> None:
    assert [start_s / 3600 for start_s, _ in since_first([time_of(f"{date} Ann: Yes.") for date in dates])] == hours


def test_dates_as_people_write_them_are_times_in_a_column() -> None:
    found = to_times(["03/03/2025 10:14", "", None, "03/03/2025 10:12", "later"])
    assert found == [(120.0, True), None, None, (0.0, True), None]
