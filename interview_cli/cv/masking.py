"""What a match must not depend on, taken out of a CV before anything is compared.

Contact details, name, photo, address and hobbies are never looked at: whole fields are left out. In what remains, the
same is masked where a line repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from interview_cli.cv.lines import Line, lines_of
from interview_cli.documents.skills import find_skills

if TYPE_CHECKING:
    from interview_cli.contracts.resume import Resume

KINDS: Final = ("names", "photos", "age", "gender", "nationality", "addresses", "family", "hobbies", "schools")
"""What is masked; schools unless the person switches it off."""

_LEFT_OUT: Final = re.compile(
    r"basics\.(?!summary$|label$).*|interests\..*|.*\.(?:url|location|image)|.*Date|.*\.(?:date|awarder|issuer|score)"
    r"|work\.\d+\.name|volunteer\.\d+\.organization"
)
"""Fields that are not compared: who and where somebody is, when, and for whom they worked."""

_SCHOOL: Final = re.compile(r"education\.\d+\.(?:institution|courses\.\d+)")
_TEXTS: Final[dict[str, re.Pattern[str]]] = {
    "addresses": re.compile(
        r"(?<![^\s@])[^\s@]+@[^\s@]+\.\w+"
        r"|https?://\S+|www\.\S+|(?<!\w)\+?\d[\d ()/-]{7,}\d(?!\w)"
    ),
    "age": re.compile(
        r"(?<!\w)(?:aged?:?\s*\d{2}|\d{2}[\s-]+years?[\s-]+old|(?:date of birth|d\.?o\.?b\.?|born(?: on| in)?"
        r"|geburtsdatum|geboren(?: am)?)\s*:?\s*[\d./ -]*(?:\s?[A-Z][a-z]+ \d{4})?)(?!\w)",
        re.IGNORECASE,
    ),
    "gender": re.compile(
        r"(?<!\w)(?:s?he|him|his|hers?|himself|herself|mr|mrs|ms|herr|frau|fe?male|(?:gender|sex|geschlecht)\s*:\s*\w+)(?!\w)\.?",
        re.IGNORECASE,
    ),
    "nationality": re.compile(
        r"(?<!\w)(?:nationality|citizenship|nationalität|staatsangehörigkeit|nationalité|nacionalidad)\s*:?\s*\w+"
        r"|(?<!\w)\w+ (?:citizen|national|passport holder)(?!\w)",
        re.IGNORECASE,
    ),
    "family": re.compile(
        r"(?<!\w)(?:(?:marital status|familienstand)\s*:?\s*\w+|married|divorced|widowed"
        r"|(?:one|two|three|\d) child(?:ren)?)(?!\w)",
        re.IGNORECASE,
    ),
}


class Masked(NamedTuple):
    """The lines of a CV that may be compared, and the kinds of things that were left out or masked."""

    lines: list[Line]
    kinds: list[str]


def masked(resume: Resume, *, schools: bool = True) -> Masked:
    """The CV without what a match must not depend on; with `schools`, names of schools are masked too."""
    kinds = set(_kinds_left_out(resume))
    patterns = dict(_TEXTS)
    if names := _names(resume["basics"].get("name", "")):
        patterns["names"] = names
    places = [str(value) for value in resume["basics"].get("location", {}).values() if len(str(value)) > 3]
    if places:
        patterns["places"] = _any_of(places)
    if schools and (
        named := [each["institution"] for each in resume.get("education", []) if each.get("institution")]
    ):
        patterns["schools"] = _any_of(named)
        kinds.add("schools")
    lines = []
    for line in lines_of(resume):
        if _LEFT_OUT.fullmatch(line.path) or (schools and _SCHOOL.fullmatch(line.path)):
            continue
        text = line.text
        for kind, pattern in patterns.items():
            text, count = pattern.subn(" ", text)
            if count:
                kinds.add("addresses" if kind == "places" else kind)
        text = " ".join(text.split())
        if re.search(r"\w", text):
            lines.append(line._replace(text=text))
    return Masked(lines, [kind for kind in KINDS if kind in kinds])


def _kinds_left_out(resume: Resume) -> list[str]:
    basics: Mapping[str, Any] = resume["basics"]
    there = {
        "names": basics.get("name"),
        "photos": basics.get("image"),
        "addresses": basics.get("location") or basics.get("email") or basics.get("phone"),
        "hobbies": resume.get("interests"),
    }
    return [kind for kind, found in there.items() if found]


def _names(name: str) -> re.Pattern[str] | None:
    """The whole name and its parts; a part that is the name of a skill ("Ruby") is masked only in the whole name."""
    parts = [part for part in re.findall(r"[^\W\d_]{2,}", name) if not find_skills(part)]
    found = [each for each in (name.strip(), *parts) if each]
    return _any_of(found) if found else None


def _any_of(texts: list[str]) -> re.Pattern[str]:
    longest_first = sorted({" ".join(text.split()) for text in texts}, key=lambda text: (-len(text), text))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)
