"""The checks that read no sentences: what a machine can read, contact, sections, dates, length, keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from interview_cli.cv.findings import Checked, Part, about, not_found
from interview_cli.cv.lines import Line, written_skills
from interview_cli.cv.periods import (
    EARLIEST_YEAR,
    GAP_MONTHS,
    gaps_between,
    month_of,
    month_text,
    overlaps_among,
    periods_of,
    today_in_months,
    uncovered,
)
from interview_cli.documents.docx import FILE_PROPERTY
from interview_cli.text.words import count_words

if TYPE_CHECKING:
    from interview_cli.contracts.cv import Finding

FEWEST_WORDS, MOST_WORDS = 150, 1_100
"""A CV with fewer words says little, one with more is rarely read to its end (chosen: some half to two pages)."""

PER_PROBLEM: Final = 0.34
"""What each problem of a kind takes from a part: three take all (chosen)."""

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_DATED: Final = ("work", "education", "projects")
_HIDDEN_QUOTE: Final = 80


def readable(checked: Checked) -> Part:
    """Hidden text, and what the reader could not make sense of."""
    findings: list[Finding] = []
    notes: list[Finding] = []
    for hidden in checked.parsed["hidden"]:
        shown = hidden["text"][:_HIDDEN_QUOTE]
        if hidden["why"] == FILE_PROPERTY:
            message = f"The file’s properties say “{shown}”. It was left out of everything."
            notes.append(not_found("note", message, "Empty them in your word processor, if you would not send them."))
            continue
        findings.append(
            {
                "severity": "error",
                "message": f"This text cannot be seen by a person ({hidden['why']}). It was left out of everything.",
                "quote": shown,
                "page": hidden["page"],
                "line": None,
                "fix": "Remove it, or make it visible: hidden text looks like an attempt to deceive.",
            }
        )
    findings += [
        not_found("warning", f"The reader reported: {problem}", "Check this place in the file.")
        for problem in checked.parsed["problems"]
    ]
    share = 0.0 if not checked.lines else 1.0 - PER_PROBLEM * len(findings)
    measured = f"{len(checked.lines)} fields read, {len(findings)} problem{'s' * (len(findings) != 1)}"
    return Part(share, measured, [*findings, *notes])


def contact(checked: Checked) -> Part:
    """Name, e-mail address, phone number, place, and a page elsewhere."""
    basics: Mapping[str, Any] = checked.resume["basics"]
    findings = []
    wanted = {
        "name": (0.3, "name", "Put your name on the first line."),
        "email": (0.3, "e-mail address", "Add an e-mail address in plain text."),
        "phone": (0.2, "phone number", "Add a phone number, with the country code if you apply abroad."),
        "location": (0.1, "place where you live", "Add your city, if the job asks where you are."),
        "url": (0.1, "link to a page of yours", "Add one if it shows your work, such as LinkedIn or a portfolio."),
    }
    share = 0.0
    for name, (weight, what, fix) in wanted.items():
        is_there = bool(basics.get(name)) or (name == "url" and bool(basics.get("profiles")))
        share += weight * is_there
        if not is_there:
            findings.append(not_found("error" if weight >= 0.3 else "note", f"I found no {what}.", fix))
    line = _line(checked, "basics.email")
    if line and not _EMAIL.fullmatch(line.text.strip()):
        share -= 0.3
        findings.append(about(line, "error", "This does not look like a whole e-mail address.", "Check it."))
    return Part(
        share,
        f"{len(wanted) - sum(each['quote'] is None for each in findings)} of {len(wanted)} details found",
        findings,
    )


def sections(checked: Checked) -> Part:
    """The sections that readers, people and machines, look for."""
    resume = {**checked.resume, "skills": written_skills(checked.parsed["resume"])}
    wanted = {
        "work": (
            0.4,
            "work experience",
            "Give it a plain heading such as “Experience”, and title, company and dates.",
        ),
        "education": (0.2, "education", "Give it a plain heading such as “Education”."),
        "skills": (0.2, "list of skills", "List the tools and methods you know under the heading “Skills”."),
    }
    findings, share = [], 0.2 * _entries_complete(checked)
    for name, (weight, what, fix) in wanted.items():
        is_there = bool(resume.get(name)) or (name == "work" and bool(resume.get("projects")))
        share += weight * is_there
        if not is_there:
            findings.append(not_found("error" if name == "work" else "warning", f"I found no {what}.", fix))
    findings += list(_incomplete(checked))
    return Part(share, f"{sum(bool(resume.get(name)) for name in wanted)} of {len(wanted)} sections found", findings)


def _entries_complete(checked: Checked) -> float:
    work = checked.resume.get("work", [])
    if not work:
        return 0.0
    return sum(bool(each.get("name")) and bool(each.get("position")) for each in work) / len(work)


def _incomplete(checked: Checked) -> Iterator[Finding]:
    for index, entry in enumerate(checked.resume.get("work", [])):
        for name, what in (("name", "company"), ("position", "title")):
            line = _first_line(checked, f"work.{index}")
            if not entry.get(name) and line:
                yield about(
                    line,
                    "warning",
                    f"I found no {what} in this position.",
                    "Write title, company and dates of each position in the same order.",
                )


def dates(checked: Checked) -> Part:
    """Missing and impossible dates, gaps and overlaps of positions."""
    findings: list[Finding] = []
    dated = [
        (section, index, entry) for section in _DATED for index, entry in enumerate(checked.resume.get(section, []))
    ]
    dated = [each for each in dated if each[0] == "work" or each[2].get("startDate") or each[2].get("endDate")]
    if not dated:
        return Part(None, "I found no position or course of study whose dates could be checked.")
    bad = 0
    for section, index, entry in dated:
        fault = _impossible(entry, checked)
        line = _date_line(checked, f"{section}.{index}")
        if fault and line:
            bad += 1
            message, fix = fault
            findings.append(about(line, "error", message, fix))
    findings += _gaps_and_overlaps(checked)
    share = 1.0 - bad / len(dated)
    share -= 0.1 * sum(each["severity"] == "warning" for each in findings)
    return Part(share, f"{len(dated) - bad} of {len(dated)} entries with possible dates", findings)


def _impossible(entry: Mapping[str, Any], checked: Checked) -> tuple[str, str] | None:
    """What is wrong with the dates of an entry, and what to do."""
    begin, end = month_of(entry.get("startDate")), month_of(entry.get("endDate"))
    now = today_in_months(checked.today)
    if begin is None and end is None:
        return "I found no dates here.", "Add month and year of beginning and end."
    if begin is not None and end is not None:
        last = end + (11 if len(entry["endDate"]) == 4 else 0)
        if begin > last:
            return (
                f"It ends ({entry['endDate']}) before it begins ({entry['startDate']}).",
                "Correct one of the dates.",
            )
    if begin is not None and begin > now:
        return f"It begins in the future ({entry['startDate']}).", "Correct the date, or say that it is planned."
    if begin is not None and begin < EARLIEST_YEAR * 12:
        return f"It begins in {entry['startDate']}.", "Correct the date."
    return None


def _gaps_and_overlaps(checked: Checked) -> Iterator[Finding]:
    work: Sequence[Mapping[str, Any]] = checked.resume.get("work", [])
    periods = periods_of(work, checked.today)
    studies = periods_of(checked.resume.get("education", []), checked.today)
    for before, after, months in gaps_between(periods):
        if uncovered(before.end, after.start, studies) < GAP_MONTHS:
            continue
        line = _date_line(checked, f"work.{after.entry}")
        if line:
            yield about(
                line,
                "warning",
                f"Between {_name(work[before.entry])} and {_name(work[after.entry])} I found no position for at least"
                f" {months} months ({month_text(before.end)} to {month_text(after.start - 1)}).",
                "Say in a line what you did in this time, if you want to be asked less about it.",
            )
    for one, other, months in overlaps_among(periods):
        line = _date_line(checked, f"work.{other.entry}")
        if line:
            yield about(
                line,
                "note",
                f"{_name(work[one.entry])} and {_name(work[other.entry])} overlap by {months} months.",
                "Check the dates; if both are right, say that one was part-time or on the side.",
            )


def _name(entry: Mapping[str, Any]) -> str:
    return str(entry.get("name") or entry.get("position") or "a position")


def length(checked: Checked) -> Part:
    """How much there is to read."""
    words = sum(count_words(each.text) for each in checked.lines)
    pages = [each.page for each in checked.lines if each.page is not None]
    measured = f"{words} words" + (f" on {max(pages)} page{'s' if max(pages) > 1 else ''}" if pages else "")
    if words < FEWEST_WORDS:
        fix = "Say more of what you did, with results."
        return Part(words / FEWEST_WORDS, measured, [not_found("warning", f"I read only {words} words.", fix)])
    if words > MOST_WORDS:
        fix = "Cut what the job does not ask for, the oldest positions first."
        return Part(MOST_WORDS / words, measured, [not_found("note", f"I read {words} words: that is long.", fix)])
    return Part(1.0, measured)


def keywords(checked: Checked) -> Part:
    """How many of the skills that the job names the CV shows."""
    if checked.keywords is None:
        return Part(None, "No job was given.")
    found, missing = checked.keywords["found"], checked.keywords["missing"]
    total = len(found) + len(missing)
    if not total:
        return Part(None, "I found no skill that the job names.")
    findings = [
        not_found(
            "warning",
            f"The job names {term}; I did not find it in the CV.",
            "If you have it, show where you used it. If not, leave it out and practise how you would learn it.",
        )
        for term in missing
    ]
    return Part(len(found) / total, f"{len(found)} of {total} skills of the job found", findings)


def _line(checked: Checked, path: str) -> Line | None:
    return next((each for each in checked.lines if each.path == path), None)


def _first_line(checked: Checked, path: str) -> Line | None:
    return next((each for each in checked.lines if each.path.startswith(path + ".")), None)


def _date_line(checked: Checked, path: str) -> Line | None:
    """The line of an entry that holds its dates, else the one that names it."""
    names = (f"{path}.{name}" for name in ("startDate", "endDate", "name", "position", "institution"))
    return next((line for name in names if (line := _line(checked, name))), None) or _first_line(checked, path)
