"""The outline of a better answer: the question's key points and the candidate's own words, nothing made up."""

from __future__ import annotations

from typing import Final

from interview_cli.interview.model import Question
from interview_cli.scoring.absences import no_figure
from interview_cli.scoring.asked_for import Asked, asked_for, asks_for_one_fact
from interview_cli.scoring.findings import Finding, Outcome
from interview_cli.scoring.key_points import PointFinding, PointState
from interview_cli.scoring.relevance import RelevanceState
from interview_cli.scoring.sheet import Sheet
from interview_cli.scoring.wording import shorten

GOOD_ENOUGH: Final = 80.0
"""From this overall score on there is no better answer to outline: it is a STRONG_HIRE as it stands."""

GAPS: Final = "What I did not find is in brackets."

_STORY: Final = (
    ("scene", "Situation", "[where and when this was, and who was involved]", 1),
    ("task", "Task", "[what you had to achieve, and why it was hard]", 1),
    ("act", "Action", "[what you did yourself, step by step]", 3),
    ("result", "Result", "[your result, in numbers]", 1),
)
_MORE: Final = {
    "act": "[more of what you did yourself: “I …”]",
    "result": "[put a number on it: before and after]",
}


def outline(question: Question, sheet: Sheet | None, overall: float | None) -> str | None:
    """A line per part: the candidate's own words where they are good, a gap in brackets where they are missing.

    None when neither question nor answer offers anything to build on, and for an answer that is good as it is.
    Nothing is quoted from an answer about something else.
    """
    if overall is not None and overall >= GOOD_ENOUGH:
        return None
    if sheet and sheet.relevance and sheet.relevance.state is RelevanceState.ABOUT_SOMETHING_ELSE:
        sheet = None
    asked = asked_for(question)
    if asked is Asked.OPENER:
        return None
    if asked is Asked.STORY:
        lines = _story(sheet) + _points(question, "It also:")
    elif asked is Asked.KNOWLEDGE and sheet and sheet.points:
        lines = [_point_line(sheet, point) for point in sheet.points]
    else:
        lines = _points(question, "It covers:")
        if asked is not Asked.KNOWLEDGE and not asks_for_one_fact(question):
            lines += _facts(sheet)
    if question.ideal_answer:
        lines.append(f"In one go: {question.ideal_answer}")
    elif asked is Asked.FACTS and question.text.lower().startswith("why") and lines:
        lines.append("Close with one sentence that connects it to this role: [your reason].")
    if any("[" in line for line in lines):
        lines.insert(0, GAPS)
    return "\n".join(lines) or None


def _story(sheet: Sheet | None) -> list[str]:
    """The parts of a story in order; a sentence is quoted under one part only."""
    lines, taken = [], set[str]()
    for part, title, gap, most in _STORY:
        found = sheet.parts[part] if sheet else []
        quotes = _quotes(sheet, found, most, taken) if sheet else []
        if not quotes:
            lines.append(f"{title}: {gap}")
            continue
        taken |= set(quotes)
        said = "; ".join(f"“{text}”" for text in quotes)
        said = said if part == "act" or found[0].sure else f"perhaps {said}"
        lines.append(f"{title}: {said} {_MORE[part]}" if sheet and _is_thin(sheet, part) else f"{title}: {said}")
    return lines


def _is_thin(sheet: Sheet, part: str) -> bool:
    """Whether a part lacks what makes it good, and the rules are sure that it does."""
    if part == "act":
        return len(sheet.own) < 2 and len(sheet.doings) < 2
    result = sheet.results[0] if sheet.results else None
    return part == "result" and result is not None and result.detail != Outcome.NOTHING and no_figure(sheet)


def _quotes(sheet: Sheet, found: list[Finding], most: int, taken: set[str]) -> list[str]:
    """At most `most` different quotes that are not taken yet, the fullest sentences in the order of the answer."""
    quotes: list[str] = []
    for each in found:
        if len(quotes) == most:
            break
        evidence = sheet.reading.quote(each.cue)
        text = shorten(evidence.quote) if evidence else ""
        if text and text not in taken and text not in quotes:
            quotes.append(text)
    return quotes


def _point_line(sheet: Sheet, point: PointFinding) -> str:
    said = sheet.reading.original(point.start or 0, point.end or 0) if point.start is not None else None
    quote = f"“{shorten(said.quote)}”" if said else ""
    if point.state is PointState.RIGHT and said:
        return f"- {point.point} You said: {quote}."
    if point.state is PointState.WRONG and said:
        return f"- {point.point} As I read it, you said it the other way round: {quote}."
    if point.state is PointState.MENTIONED and said:
        return f"- {point.point} You mentioned it: {quote}. [explain it]"
    if point.state is PointState.CANNOT_TELL:
        return f"- {point.point} [check whether you said this]"
    return f"- {point.point} [I did not find this]"


def _points(question: Question, title: str) -> list[str]:
    return [title, *(f"- {point}" for point in question.key_points)] if question.key_points else []


def _facts(sheet: Sheet | None) -> list[str]:
    """The candidate's details, worth keeping."""
    kept = _quotes(sheet, sheet.details, 2, set()) if sheet else []
    if kept:
        return ["Keep: " + "; ".join(f"“{text}”" for text in kept)]
    return ["[a fact about you: a number, a name, a date]"]
