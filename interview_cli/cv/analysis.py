"""A CV read as a machine reads it: a score that is the sum of listed parts, each with what was found.

Every finding is worded from what is there, with the line as its quote, or as ours ("I found no …") where something is
missing. The weights and thresholds below are chosen; they follow no vendor's system, and the report says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

from interview_cli.cv import checks_of_facts, checks_of_wording
from interview_cli.cv.findings import Checked, Part
from interview_cli.cv.lines import bullets_of, lines_of
from interview_cli.cv.periods import experience_in_words, years_of_experience
from interview_cli.text.language import language

if TYPE_CHECKING:
    from interview_cli.contracts.cv import AnalysisPart, CvAnalysis, Keywords, NotChecked
    from interview_cli.contracts.resume import ParsedResume

RULES: Final = "cv-analysis@1"
"""The version of these rules; the same file and rules give the same score on the same day."""

DISCLAIMER: Final = (
    "These are this program's own rules. No vendor's applicant tracking system is known to score this way,"
    " and none was asked."
)

WEIGHTS: Final = {
    "readable": 15,
    "contact": 10,
    "sections": 15,
    "dates": 15,
    "figures": 20,
    "verbs": 10,
    "wording": 10,
    "length": 5,
    "keywords": 35,
}
"""What each part counts (chosen). The maxima of the parts that can be checked are scaled to 100 together."""


Check = Callable[[Checked], Part]
CHECKS: Final[dict[str, Check]] = {
    "readable": checks_of_facts.readable,
    "contact": checks_of_facts.contact,
    "sections": checks_of_facts.sections,
    "dates": checks_of_facts.dates,
    "figures": checks_of_wording.figures,
    "verbs": checks_of_wording.verbs,
    "wording": checks_of_wording.wording,
    "length": checks_of_facts.length,
    "keywords": checks_of_facts.keywords,
}


def analyze(parsed: ParsedResume, today: date, keywords: Keywords | None = None) -> CvAnalysis:
    """The analysis of a CV, as of `today`; with the `keywords` of a job, how it covers them counts too."""
    lines = lines_of(parsed["resume"])
    bullets = bullets_of(lines)
    told = " ".join(each.text for each in bullets) or " ".join(each.text for each in lines)
    checked = Checked(parsed, lines, language(told), today, keywords, bullets)
    found = {name: check(checked) for name, check in CHECKS.items()}
    counting = {name: WEIGHTS[name] for name, part in found.items() if part.share is not None}
    maxima = scaled(counting)
    parts = [_part_to_json(name, found[name], maxima[name]) for name in counting]
    not_checked: list[NotChecked] = [
        {"name": name, "why": part.measured}
        for name, part in found.items()
        if part.share is None and not (name == "keywords" and keywords is None)
    ]
    return {
        "score": round(sum(part["score"] for part in parts), 1),
        "parts": parts,
        "not_checked": not_checked,
        "keywords": keywords,
        "hidden": parsed["hidden"],
        "problems": parsed["problems"],
        "years_experience": years_of_experience(parsed["resume"].get("work", ()), today),
        "experience": experience_in_words(parsed["resume"].get("work", ()), today),
        "parser": parsed["parser"],
        "rules": RULES,
        "disclaimer": DISCLAIMER,
    }


def scaled(weights: dict[str, int]) -> dict[str, int]:
    """Whole numbers in the proportion of the weights that add up to 100: largest remainders are rounded up."""
    total = sum(weights.values())
    if not total:
        return {}
    exact = {name: 100 * weight / total for name, weight in weights.items()}
    rounded = {name: int(value) for name, value in exact.items()}
    by_remainder = sorted(exact, key=lambda name: rounded[name] - exact[name])
    for name in by_remainder[: 100 - sum(rounded.values())]:
        rounded[name] += 1
    return rounded


def _part_to_json(name: str, part: Part, most: int) -> AnalysisPart:
    assert part.share is not None
    share = min(1.0, max(0.0, part.share))
    return {
        "name": name,
        "score": round(share * most, 1),
        "max": float(most),
        "measured": part.measured,
        "findings": list(part.findings),
    }
