"""The outline of a better answer: the question's key points and the candidate's own words, nothing made up."""

from __future__ import annotations

import re
from collections.abc import Collection

from interview_cli.interview.model import InterviewType, Question
from interview_cli.scoring.comments import shorten
from interview_cli.scoring.criteria import BESIDE_THE_POINT, Sheet
from interview_cli.scoring.quotes import quote
from interview_cli.scoring.reading import Hit
from interview_cli.scoring.star import Result
from interview_cli.scoring.topicality import KEY_POINT_TYPES

_STORY = {
    "situation": ("Situation", "[where and when this was, and who was involved]"),
    "task": ("Task", "[what you had to achieve, and why it was hard]"),
    "action": ("Action", "[what you did yourself, step by step]"),
    "result": ("Result", "[your result, in numbers]"),
}
_MORE = {
    "action": "[more of what you did yourself: “I …”]",
    "result": "[put a number on it: before and after]",
}
_ACTIONS_QUOTED = 3

_HEDGED = re.compile(
    r"\b(?:kind of|sort of|kinda|sorta|i guess|i suppose|somehow|or something|stuff|whatever|more or less)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")


def outline(question: Question, sheet: Sheet | None, *, story: bool) -> str | None:
    """A line per part: the candidate's own words where they are good, a gap in brackets where they are missing.
    Nothing is quoted from an answer that is beside the point.

    `story` says whether the question asks for one. None when neither question nor answer offers anything to build on.
    """
    if sheet and sheet.topicality is not None and 5 * sheet.topicality < BESIDE_THE_POINT and not sheet.points:
        sheet = None
    if story:
        lines = [_story_line(part, sheet) for part in _STORY]
        lines += _points(question, "It also:")
    elif sheet and sheet.points:
        lines = [_point_line(sheet, index) for index in range(len(sheet.points))]
    else:
        lines = _points(question, "It covers:")
        if question.type not in KEY_POINT_TYPES:
            lines += _facts(sheet)
    if question.ideal_answer:
        lines.append(f"In one go: {question.ideal_answer}")
    elif question.type is InterviewType.HR_SCREEN and lines:
        lines.append("Close with one sentence that connects it to this role: [your reason].")
    return "\n".join(lines) or None


def _story_line(part: str, sheet: Sheet | None) -> str:
    title, gap = _STORY[part]
    if not sheet:
        return f"{title}: {gap}"
    story = sheet.story
    hits = story.shown.get(part, [])
    taken = _quotes(sheet, story.shown.get("situation", []), 1) if part == "task" else []
    quotes = _quotes(sheet, hits, _ACTIONS_QUOTED if part == "action" else 1, taken)
    if not quotes or (part == "result" and story.result <= Result.VAGUE):
        return f"{title}: {gap}"
    weak = (part == "action" and not story.own) or (part == "result" and story.result < Result.MEASURED)
    said = "; ".join(f"“{text}”" for text in quotes)
    return f"{title}: {said} {_MORE[part]}" if weak else f"{title}: {said}"


def _quotes(sheet: Sheet, hits: list[Hit], most: int, taken: Collection[str] = ()) -> list[str]:
    """At most so many different quotes that are not taken yet and say something."""
    quotes: list[str] = []
    for text in dict.fromkeys(evidence.quote for hit in hits if (evidence := quote(sheet.reading, hit))):
        if len(quotes) < most and (short := shorten(text)) not in {*taken, *quotes} and not _hedges(text):
            quotes.append(short)
    return quotes


def _hedges(text: str) -> bool:
    """Whether a sentence takes back what it says and has no figure to keep."""
    return bool(_HEDGED.search(text)) and not _DIGIT.search(text)


def _point_line(sheet: Sheet, index: int) -> str:
    match = sheet.points[index]
    said = sheet.reading.original(match.start or 0, match.end or 0) if match.covered else None
    return f"- {match.point} " + (f"You said: “{shorten(said.quote)}”." if said else "[add this]")


def _points(question: Question, title: str) -> list[str]:
    return [title, *(f"- {point}" for point in question.key_points)] if question.key_points else []


def _facts(sheet: Sheet | None) -> list[str]:
    """The candidate's figures and names, worth keeping."""
    kept = _quotes(sheet, sheet.figures + sheet.named, 2) if sheet else []
    return (
        ["Keep: " + "; ".join(f"“{text}”" for text in kept)]
        if kept
        else ["[a fact about you: a number, a name, a date]"]
    )
