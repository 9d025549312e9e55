"""Pay as a job post states it."""

from __future__ import annotations

import re
from typing import Final, Literal

from interview_cli.contracts.job import Salary

_AMOUNT: Final = r"\d{1,3}(?:[.,' ’]\d{3})+|\d{2,6}(?:[.,]\d{1,2})?"
_SYMBOLS: Final = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "chf": "CHF",
    "usd": "USD",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "gbp": "GBP",
    "cad": "CAD",
    "aud": "AUD",
}
_CURRENCY: Final = r"(?:\$|€|£|\b(?:CHF|USD|EUROS?|EUR|GBP|CAD|AUD)\b)"
_SALARY: Final = re.compile(
    rf"(?P<before>{_CURRENCY})\s?(?P<low>{_AMOUNT})\s?(?P<low_k>k\b)?(?:\s?(?:-|–|—|to|bis|à|a|"
    rf"and)\s?{_CURRENCY}?\s?(?P<high>{_AMOUNT})\s?(?P<high_k>k\b)?)?"
    rf"|(?P<low2>{_AMOUNT})\s?(?P<low_k2>k\b)?\s?(?:{_CURRENCY}\s?)?(?:(?:-|–|—|to|bis|à|"
    rf"a)\s?(?P<high2>{_AMOUNT})\s?(?P<high_k2>k\b)?)?\s?(?P<after>{_CURRENCY})",
    re.IGNORECASE,
)
_PERIODS: Final[tuple[tuple[Literal["year", "month", "day", "hour"], str], ...]] = (
    ("hour", r"hour|\bhr\b|/h\b|stunde|heure|hora\b"),
    ("day", r"per day|daily|/day|pro tag|par jour|por día|al giorno"),
    ("month", r"month|monat|mois|mes\b|mese"),
    ("year", r"year|annual|annum|p\.?a\.?\b|jahr|brut annuel|\ban\b|año|anno"),
)
_PAY: Final = re.compile(
    r"salar|pay|compensation|gehalt|vergütung|rémunération|salaire|retribuzione|stipendio|lohn", re.IGNORECASE
)
MIN_YEARLY: Final = 10_000
"""An amount from here on, named as pay without a period, is a year's (chosen)."""


def find_salary(text: str) -> Salary | None:
    """The first amount of money that is said to be pay or that is paid per year, month, day or hour."""
    for found in _SALARY.finditer(text):
        low, low_k = found["low"] or found["low2"], found["low_k"] or found["low_k2"]
        high, high_k = found["high"] or found["high2"], found["high_k"] or found["high_k2"]
        minimum = _number(low, low_k or high_k)
        near = text[max(0, found.start() - 40) : found.end() + 30]
        period = next((name for name, words in _PERIODS if re.search(words, near, re.IGNORECASE)), None)
        if not (period or _PAY.search(near)) or (minimum < 1000 and period not in {"hour", "day"}):
            continue
        if period is None and minimum >= MIN_YEARLY:
            period = "year"
        line = text[text.rfind("\n", 0, found.start()) + 1 :].partition("\n")[0]
        return Salary(
            minimum=minimum,
            maximum=_number(high, high_k) if high else None,
            currency=_SYMBOLS[(found["before"] or found["after"]).lower()],
            period=period,
            quote=line.strip(),
        )
    return None


def _number(text: str, thousands: str | None) -> float:
    digits = re.sub(r"[.,' ’](?=\d{3}(?!\d))", "", text).replace(",", ".")
    return float(digits) * (1000 if thousands else 1)
