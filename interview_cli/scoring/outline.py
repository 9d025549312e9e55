"""The outline of a better answer, from the question's key points and the candidate's own words. Nothing is made up."""

from __future__ import annotations

from interview_cli.interview.model import Question
from interview_cli.scoring.comments import shorten
from interview_cli.scoring.criteria import Sheet
from interview_cli.scoring.quotes import quote

_PARTS = {
    "situation": ("Situation", "[where and when this was, and who was involved]"),
    "task": ("Task", "[what you had to achieve, and why it was hard]"),
    "action": ("Action", "[what you did yourself, step by step]"),
    "result": ("Result", "[your result, in numbers]"),
}


def outline(question: Question, sheet: Sheet | None) -> str | None:
    """A line per part: the candidate's own words where they are good, a gap in brackets where they are missing.

    None when neither the question nor the answer offers anything to build on.
    """
    if question.ideal_answer and not sheet:
        return question.ideal_answer
    if sheet and sheet.points:
        lines = []
        for match in sheet.points:
            said = match.covered and match.start is not None and match.end is not None
            text = sheet.reading.clean[match.start : match.end] if said else ""
            lines.append(f"- {match.point}" + (f" You said: “{shorten(text)}”." if text else " [add this]"))
        return "\n".join(lines)
    lines = []
    for part, (title, gap) in _PARTS.items():
        hits = sheet.story.shown.get(part) if sheet else None
        found = quote(sheet.reading, hits[0]) if sheet and hits else None
        lines.append(f"{title}: “{shorten(found.quote)}”" if found else f"{title}: {gap}")
    lines += [f"- {point}" for point in question.key_points]
    return "\n".join(lines)
