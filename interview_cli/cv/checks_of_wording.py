"""The checks of what the person says they did, line by line. They read English only, and say so."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from interview_cli.cv.findings import Checked, Part, about
from interview_cli.cv.wording import fillers_in, first_person, first_word, has_figure, opening, tense_of
from interview_cli.text.language import ENGLISH
from interview_cli.text.words import count_words, list_words

if TYPE_CHECKING:
    from interview_cli.contracts.cv import Finding
    from interview_cli.cv.lines import Line

ENOUGH_FIGURES: Final = 0.5
"""A CV with a figure in half of its lines gets all points for figures (chosen)."""

MOST_FIGURE_FINDINGS: Final = 5
"""The maximum number of lines without a figure that are named; the others are counted (chosen)."""

LONG_LINE_WORDS: Final = 40
"""A longer line is hard to take in at a glance (chosen)."""

REPEATED_FROM: Final = 3
"""An opening word used so often in the lines is mentioned (chosen)."""

_ONLY_ENGLISH: Final = "The wording is checked in English only, and this CV does not seem to be."
_NO_LINES: Final = "I found no lines that say what was done."


def _why_not(checked: Checked) -> str | None:
    """Why the wording cannot be checked; None when it can."""
    if not checked.bullets:
        return _NO_LINES
    return None if checked.language == ENGLISH else _ONLY_ENGLISH


def figures(checked: Checked) -> Part:
    """Lines that count or measure something. Figures are found in digits in any language, in words in English."""
    if not checked.bullets:
        return Part(None, _NO_LINES)
    without = [each for each in checked.bullets if not has_figure(each.text)]
    with_figure = len(checked.bullets) - len(without)
    share = with_figure / len(checked.bullets) / ENOUGH_FIGURES
    findings = [
        about(
            each,
            "note",
            "I found no figure in this line.",
            "If you know one, add it: how many, how much, how long, or by how much it changed.",
        )
        for each in without[:MOST_FIGURE_FINDINGS]
    ]
    return Part(share, f"{with_figure} of {len(checked.bullets)} lines with a figure", findings)


def verbs(checked: Checked) -> Part:
    """How lines open: weak openings, and one word again and again."""
    if why := _why_not(checked):
        return Part(None, why)
    findings: list[Finding] = []
    openings: defaultdict[str, list[Line]] = defaultdict(list)
    for line in checked.bullets:
        if weak := opening(line.text):
            findings.append(
                about(
                    line,
                    "warning",
                    f"“{weak}” says that you were there, not what you did.",
                    "If it was your own work, begin with what you did: a verb and its object.",
                )
            )
        elif word := first_word(line.text):
            openings[word].append(line)
    weak_lines = len(findings)
    for word, lines in openings.items():
        if len(lines) >= REPEATED_FROM:
            message = f"{len(lines)} lines begin with “{word}”."
            findings.append(
                about(lines[REPEATED_FROM - 1], "note", message, "Vary it where another verb is as true.")
            )
    repeated = sum(len(lines) - REPEATED_FROM + 1 for lines in openings.values() if len(lines) >= REPEATED_FROM)
    share = 1.0 - (weak_lines + 0.5 * repeated) / len(checked.bullets)
    measured = f"{weak_lines} of {len(checked.bullets)} lines with a weak opening, {repeated} repeat their first word"
    return Part(share, measured, findings)


def wording(checked: Checked) -> Part:
    """Long lines, lines said twice, filler words, the first person, and tenses that do not fit the dates."""
    if why := _why_not(checked):
        return Part(None, why)
    findings: list[Finding] = []
    said: dict[tuple[str, ...], Line] = {}
    for line in checked.bullets:
        findings += _faults_of(line)
        words = tuple(list_words(line.text))
        if len(words) > 3 and words in said:
            findings.append(about(line, "warning", "This line is there twice.", "Keep it once, where it belongs."))
        said.setdefault(words, line)
    findings += _tenses(checked)
    faulty = Counter((each["line"], each["quote"]) for each in findings)
    share = 1.0 - len(faulty) / len(checked.bullets)
    return Part(share, f"{len(faulty)} of {len(checked.bullets)} lines with something to tighten", findings)


def _faults_of(line: Line) -> list[Finding]:
    found = []
    length = count_words(line.text)
    if line.field == "highlights" and length > LONG_LINE_WORDS:
        found.append(about(line, "note", f"This line has {length} words.", "Split it, or cut it to what matters."))
    if fillers := fillers_in(line.text):
        named = ", ".join(f"“{each}”" for each in dict.fromkeys(fillers))
        found.append(about(line, "note", f"{named} can be said shorter, or left out.", "Tighten it."))
    if line.field == "highlights" and (pronoun := first_person(line.text)):
        found.append(about(line, "note", f"“{pronoun}” is not needed here.", "Begin with the verb."))
    return found


def _tenses(checked: Checked) -> list[Finding]:
    """Lines in the present tense in positions that have ended."""
    found = []
    work = checked.resume.get("work", [])
    for line in checked.bullets:
        parts = line.path.split(".")
        if parts[0] != "work" or line.field != "highlights":
            continue
        entry = work[int(parts[1])]
        if entry.get("endDate") and tense_of(line.text) == "present":
            found.append(
                about(line, "note", "This position has ended, and the line is in the present.", "Use the past tense.")
            )
    return found
