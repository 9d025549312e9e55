"""Dates and ranges of dates as CVs write them.

Months and seasons by name in seven languages, `MM/YYYY`, `YYYY-MM`, full dates, years, and open ends ("heute").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

_MONTH_NAMES: Final = (
    "january jan januar jänner jän janvier janv enero ene gennaio gen januari janeiro",
    "february feb februar feber fév février févr febrero febbraio februari fevereiro fev",
    "march mar märz mär mrz mars marzo maart mrt março",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag mei maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juil juillet julio luglio lug julho",
    "august aug août aout agosto ago augustus",
    "september sep sept septembre septiembre setiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre déc diciembre dic dicembre desember dezembro",
)
_SEASONS: Final = (
    ("spring frühling frühjahr printemps primavera lente voorjaar", 3),
    ("summer sommer sommersemester été verano estate zomer verão", 6),
    ("autumn fall herbst automne otoño autunno herfst outono", 9),
    ("winter wintersemester hiver invierno inverno", 12),
)
"""A season counts as its first month, north of the equator (chosen)."""

_MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()} | {
    name: month for names, month in _SEASONS for name in names.split()
}
_PRESENT: Final = (
    "present current currently now today ongoing date heute jetzt aktuell laufend andauernd dato aujourd'hui "
    "aujourd’hui présent actuel actuellement actualidad actualmente presente actual hoy oggi attuale attualmente "
    "heden nu atual atualmente"
)
_SINCE: Final = "since seit depuis desde from dal sinds ab from"

_YEAR_DIGITS: Final = re.compile(r"\d\d|XX|xx")
_WORD: Final = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_YEAR: Final = r"(?:19[4-9]\d|20\d\d)(?!\d)"
_DAY: Final = r"(?:[0-3]?\d(?:st|nd|rd|th|er)?\.?\s{0,2}(?:de\s|of\s)?\s?)"
_DATE: Final = rf"""(?:
    (?P<iso>{_YEAR})[-/.](?P<iso_month>1[0-2]|0?[1-9])(?:[-/.](?P<iso_day>3[01]|[12]\d|0?[1-9]))?(?!\d)
  | (?<!\d)(?:(?P<day>3[01]|[12]\d|0?[1-9])[./])?(?P<month>1[0-2]|0?[1-9])\s?[-/.]\s?(?P<year>{_YEAR})
  | (?<!\w){_DAY}?(?P<name>{_WORD})(?!\w)[.,]?\s{{0,3}}
      (?:(?:[0-3]?\d(?:st|nd|rd|th)?,\s)|de\s|of\s|del\s|['’](?=\d\d(?!\d)))?
      (?P<named_year>{_YEAR}|(?<=['’])\d\d(?!\d))
  | (?<![\w.,/$€£#])(?<![A-Za-z]-)(?P<bare>{_YEAR})(?![\w%]|[.,]\d|\s?[€$£])
  | (?<!\w)(?P<vague>20XX|20xx|19XX)(?!\w)
)"""
_PLAIN: Final = re.sub(r"\?P<\w+>", "?:", _DATE)
_OPEN: Final = rf"(?<!\w)(?:to\s|bis\s|à\s|a\s|la\s)?(?:{'|'.join(_PRESENT.split())})(?!\w)"
_DASH: Final = r"""\s{0,4}(?:
    [-–—‒―−~→]{1,3}
  | (?<!\w)(?:to|until|till|through|bis|à|au|jusqu['’]à|a|al|hasta|fino\sa|tot|até)(?!\w)
)\s{0,4}"""
_FLAGS: Final = re.IGNORECASE | re.VERBOSE
_ONE: Final = re.compile(_DATE, _FLAGS)
_RANGE: Final = re.compile(
    rf"""(?P<first>{_PLAIN}|(?<!\w)(?:{_WORD})\.?(?=\s?[-–—]\s?(?:{_WORD})))
    {_DASH}(?P<last>{_PLAIN}|{_OPEN}|(?<=\d{{4}}[-–—/])\d\d(?!\d))
    | (?<!\w)(?:{"|".join(_SINCE.split())})\s(?P<since>{_PLAIN})
    | (?P<half>{_PLAIN})\s{{0,3}}[-–—]+(?=\s*(?:$|[|)\t\n]))
    | (?P<single>{_PLAIN})""",
    _FLAGS,
)


class DateRange(NamedTuple):
    """A range as found: days as precise as written (`2024`, `2024-03`), None where unknown; `begin` and `finish` are
    offsets into the text. With `is_open` it lasts until today. A single date has an end and no start."""

    start: str | None
    end: str | None
    is_open: bool
    begin: int
    finish: int

    @property
    def is_range(self) -> bool:
        """Whether two ends were written, or an open one."""
        return self.is_open or self.start is not None


def find_dates(text: str) -> list[DateRange]:
    """The ranges of dates and single dates in a text, in order and without overlap."""
    return list(_found(text)) if _YEAR_DIGITS.search(text) else []


@lru_cache(maxsize=2_048)
def _found(text: str) -> tuple[DateRange, ...]:
    found = []
    for match in _RANGE.finditer(text):
        first, last, single = match["first"], match["last"], match["single"]
        if first:
            open_end = re.fullmatch(_OPEN, last, re.IGNORECASE) is not None
            end = None if open_end else _day(last)
            if end is None and not open_end:
                end = first[:2] + last if last.isdigit() else None
            start = _day(first) or _day(f"{first} {end[:4]}" if end else "")
            if start and end and end[: len(start)] < start[: len(end)]:
                start, end = end, start
            found.append(DateRange(start, end, open_end, *match.span()))
        elif since := match["since"] or match["half"]:
            found.append(DateRange(_day(since), None, True, *match.span()))
        elif single:
            found.append(DateRange(None, _day(single), False, *match.span()))
    return tuple(found)


def _day(text: str) -> str | None:
    """A single date as year, year and month, or year, month and day. None when it names no year."""
    match = _ONE.search(text)
    if match is None or match["vague"]:
        return None
    if match["iso"]:
        parts = [match["iso"], match["iso_month"], match["iso_day"]]
    elif match["month"]:
        parts = [match["year"], match["month"], match["day"]]
    elif match["name"]:
        year = match["named_year"]
        if len(year) == 2:
            year = f"20{year}" if int(year) < 60 else f"19{year}"
        parts = [year, str(_MONTHS[match["name"].lower()]), None]
    else:
        return str(match["bare"])
    return "-".join(part.zfill(2) for part in parts if part)
