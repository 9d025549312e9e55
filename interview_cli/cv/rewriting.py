"""A CV put in better order and tighter words, by rules or by a language model, without a new fact.

Rules reorder what is there, cut words that say nothing, and point out what only the person can add. Whatever a line
is turned into, by these rules or by a model, is compared with the CV (`facts`); a line that adds anything stays as it
was, and is shown.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from pydantic import BaseModel, Field

from interview_cli.cv.coverage import Shown, skills_in
from interview_cli.cv.facts import added, entry_of, sources
from interview_cli.cv.lines import Line, bullets_of, lines_of
from interview_cli.cv.wording import DROPPED, TIGHTER, first_person, has_figure, opening
from interview_cli.documents.skills import canonical
from interview_cli.prompting import load_prompt
from interview_cli.text.language import ENGLISH, language

if TYPE_CHECKING:
    from interview_cli.contracts.cv import Advice, Change, CvRewrite, RefusedLine
    from interview_cli.contracts.resume import Resume
    from interview_cli.interview.ports import ChatModel


BY_RULES: Final = "rules"


@dataclass(slots=True)
class Rewriting:
    """A rewrite under way: the CV as it is so far, what has changed, what was refused, and advice."""

    resume: Resume
    changes: list[Change] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)

    def propose(self, path: str, before: str, proposed: str, reason: str, adds: list[str]) -> None:
        """Take a line unless it adds something; then it stays as it was and is shown."""
        if adds:
            self.refused.append({"path": path, "before": before, "proposed": proposed, "adds": adds})
        elif proposed != before:
            put(self.resume, path, proposed)
            self.changes.append({"path": path, "before": before, "after": proposed, "reason": reason})


def rewrite_by_rules(resume: Resume, terms: Iterable[str] = ()) -> Rewriting:
    """The CV tightened and reordered; `terms` are the skills that a job names, which come first.

    Wording is touched in English only; nothing is left out.
    """
    made = Rewriting(copy.deepcopy(resume))
    lines = lines_of(resume)
    bullets = bullets_of(lines)
    if language(" ".join(each.text for each in bullets) or "") == ENGLISH:
        draws_on = sources(resume)
        for line in bullets:
            tight, reasons = tightened(line)
            if tight != line.text:
                made.propose(
                    line.path, line.text, tight, "; ".join(reasons), added(tight, line.text, draws_on[line.path])
                )
            made.advice += _advice(line)
    _reorder(made, [canonical(term).casefold() for term in terms])
    made.advice += _missing(lines, terms)
    return made


def to_json(made: Rewriting, style: str, writer: str, file: str | None) -> CvRewrite:
    """The rewrite as in `cv rewrite --json`."""
    return {
        "style": style,
        "writer": writer,
        "resume": made.resume,
        "changes": made.changes,
        "refused": made.refused,
        "advice": made.advice,
        "file": file,
    }


_REACHES_ON: Final = re.compile(
    r"\b(?:prior to|before|after|subsequent to|during|without|not|except)\b[^.;]*\bas well as\b", re.IGNORECASE
)
"""An "and" here would join what follows to the "before" or "without"; "as well as" does not."""


def tightened(line: Line) -> tuple[str, list[str]]:
    """A line without words that say nothing, and why each went."""
    text, reasons = line.text, []
    reaches_on = _REACHES_ON.search(text) is not None
    for phrase, shorter in TIGHTER.items():
        if shorter == "and" and reaches_on:
            continue
        text, count = re.subn(rf"(?<!\w){re.escape(phrase)}(?!\w)", shorter, text)
        if count:
            reasons.append(f"“{phrase}” is “{shorter}”")
    for word in DROPPED:
        text, count = re.subn(rf"(?<=\w )(?<!as )(?<!so )(?<!not ){word} (?=\w)|^{word.title()} (?=\w)", "", text)
        if count:
            reasons.append(f"“{word}” says nothing that can be checked")
    pronoun = first_person(text)
    if line.field == "highlights" and pronoun == "I" and (found := re.match(r"I (?=[a-z]+ed\b)", text)):
        text = text[found.end() :]
        reasons.append("lines begin with the verb")
    text = " ".join(text.split())
    return text[:1].upper() + text[1:] if line.text[:1].isupper() else text, reasons


def put(resume: Resume, path: str, value: str) -> None:
    """Set the text of a field."""
    *parents, last = path.split(".")
    place: Any = resume
    for part in parents:
        place = place[int(part)] if isinstance(place, list) else place[part]
    place[int(last) if isinstance(place, list) else last] = value


def _advice(line: Line) -> list[Advice]:
    """What only the person can add to a line."""
    found: list[Advice] = []
    if weak := opening(line.text):
        message = (
            f"“{weak}” hides what you did. If it was yours, say it with a verb; I did not, because I can't know."
        )
        found.append({"path": line.path, "quote": line.text, "message": message})
    if line.field == "highlights" and not has_figure(line.text):
        message = "A figure would make this stronger, if you know one. I added none."
        found.append({"path": line.path, "quote": line.text, "message": message})
    return found


def _missing(lines: list[Line], terms: Iterable[str]) -> list[Advice]:
    shown = Shown(lines)
    return [
        {
            "path": "",
            "quote": None,
            "message": f"The job names {term}; I did not find it in the CV, so I did not write it.",
        }
        for term in terms
        if not shown.where(term)
    ]


def _reorder(made: Rewriting, terms: list[str]) -> None:
    """Lines of an entry that show what the job asks for first, then those with a figure; the same among skills."""
    resume: Mapping[str, Any] = cast("Mapping[str, Any]", made.resume)
    for section in ("work", "projects"):
        for index, entry in enumerate(resume.get(section, [])):
            path = f"{section}.{index}.highlights"
            lines = entry.get("highlights", [])
            ordered = sorted(
                range(len(lines)), key=lambda place: _rank(Line(path, lines[place], None, None, ""), terms)
            )
            if ordered != list(range(len(lines))):
                entry["highlights"] = [lines[place] for place in ordered]
                made.changes += _moves(path, lines, ordered, terms)
    for index, skill in enumerate(resume.get("skills", [])):
        names = skill.get("keywords", [])
        ordered = sorted(range(len(names)), key=lambda place: canonical(names[place]).casefold() not in terms)
        if terms and ordered != list(range(len(names))):
            skill["keywords"] = [names[place] for place in ordered]
            made.changes += _moves(f"skills.{index}.keywords", names, ordered, terms)


def _rank(line: Line, terms: list[str]) -> tuple[bool, bool]:
    named = {name.casefold() for name in skills_in(line)}
    return (not named & set(terms), not has_figure(line.text)) if terms else (False, not has_figure(line.text))


def _moves(path: str, before: list[str], ordered: list[int], terms: list[str]) -> list[Change]:
    """A change for each line that comes earlier now."""
    found: list[Change] = []
    for place, was in enumerate(ordered):
        if place < was:
            text = before[was]
            named = [each for each in skills_in(Line(path, text, None, None, "")) if each.casefold() in terms]
            why = f"it shows {', '.join(named)}, which the job names" if named else "it has a figure"
            if path.startswith("skills"):
                why = "the job names it"
            reason = f"Moved from place {was + 1} to {place + 1}: {why}."
            found.append({"path": f"{path}.{was}", "before": text, "after": text, "reason": reason})
    return found


LONGEST_LINE: Final = 400
"""The most characters of a line that a model may write (chosen)."""

MOST_LINES: Final = 12
"""The maximum number of lines of an entry in one request (chosen)."""


class RewrittenLine(BaseModel):
    """One line in other words; `number` is that of the line it stands for."""

    number: int = Field(ge=1, le=MOST_LINES)
    text: str = Field(max_length=2 * LONGEST_LINE, json_schema_extra={"maxLength": LONGEST_LINE})


class RewrittenLines(BaseModel):
    """What the model replies."""

    lines: list[RewrittenLine] = Field(max_length=MOST_LINES)


async def rewrite_by_model(
    made: Rewriting, model: ChatModel, *, style: str, job: str | None = None, overrides: Path | None = None
) -> None:
    """Let a model put the lines of each entry in other words, on top of what the rules made.

    A line that adds a fact is refused and shown. `overrides` is the folder of the user's own prompts. Raises
    ChatModelError when the model fails, InputError when the user's own prompt is broken.
    """
    prompt = load_prompt("rewrite_cv", overrides)
    draws_on = sources(made.resume)
    entries: dict[str, list[Line]] = {}
    for line in bullets_of(lines_of(made.resume)):
        entries.setdefault(entry_of(line.path), []).append(line)
    for lines in entries.values():
        for first in range(0, len(lines), MOST_LINES):
            asked = lines[first : first + MOST_LINES]
            numbered = "\n".join(f"{number}. {line.text}" for number, line in enumerate(asked, 1))
            messages = prompt.render({"style": style, "longest": LONGEST_LINE}, {"lines": numbered, "job": job})
            reply = await model.complete(messages, RewrittenLines)
            for written in {each.number: each for each in reply.lines}.values():
                if written.number <= len(asked):
                    line = asked[written.number - 1]
                    text = " ".join(written.text.split())
                    adds = added(text, line.text, draws_on[line.path]) if text else ["an empty line"]
                    if len(text) > LONGEST_LINE:
                        adds = [*adds, f"more than {LONGEST_LINE} characters"]
                    made.propose(
                        line.path, line.text, text, f"Reworded by {model.name}; checked to add nothing.", adds
                    )
