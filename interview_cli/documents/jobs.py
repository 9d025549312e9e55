"""A job post by rules: its sections by their headings, what is asked for by wording and place, and the pay."""

from __future__ import annotations

import re
from typing import Final, Literal

from interview_cli.contracts.job import JobPost, RedFlag, Requirement, Salary, YearsAsked
from interview_cli.documents.demands import Strength, clauses_of, strength_of, things_in
from interview_cli.documents.job_head import Sentence, company_of, place_of, sentences_of, title_of
from interview_cli.documents.job_wording import LEVELS, NUMBERS, RED_FLAGS, Level
from interview_cli.documents.lines import Document
from interview_cli.documents.skills import alternatives
from interview_cli.documents.wording import title_score
from interview_cli.text.language import language

_YEARS: Final = re.compile(
    rf"(?<![\w.,])(?P<years>\d{{1,2}}|{'|'.join(NUMBERS)})\s*\+?\s*(?:(?:-|–|to|bis|à|a)\s*\d{{1,2}}\s*\+?\s*)?"
    r"(?:years?|yrs?|jahr(?:en?)?|ans?|años?|ann[io]|jaar)(?!\w)",
    re.IGNORECASE,
)
_EXPERIENCE: Final = re.compile(
    r"experience|erfahrung|expérience|experiencia|esperienza|ervaring|professional|work|beruf|track record",
    re.IGNORECASE,
)
_SEEKS: Final = re.compile(r"\W*(?:we|wir|nous|we['’]re|buscamos|cerchiamo)\b", re.IGNORECASE)
"""A clause that begins so may name the person sought instead of what they must have."""


def job_from(document: Document, parser: str) -> JobPost:
    """The job that a post describes."""
    text = document.text
    sentences = list(sentences_of(document))
    must, nice = _requirements(sentences)
    title = title_of(document)
    years = [
        YearsAsked(minimum=_count(found["years"]), sentence=each.text)
        for each in sentences
        if (found := _YEARS.search(each.text))
        and (each.part in {"must", "nice"} or strength_of(each.text) == "must" or _EXPERIENCE.search(each.text))
    ]
    required = [each for each in years if strength_of(each["sentence"]) != "nice"]
    return JobPost(
        title=title,
        seniority=_seniority(title, required),
        company=company_of(document),
        place=place_of(document),
        salary=find_salary(text),
        language=language(text),
        years=max(required, key=lambda each: each["minimum"], default=None),
        must_have=must,
        nice_to_have=nice,
        responsibilities=[
            each.text
            for each in sentences
            if each.part == "tasks" and (each.is_item or len(each.text) > 30) and not find_salary(each.text)
        ],
        red_flags=[
            RedFlag(quote=found[0], why=why)
            for pattern, why in RED_FLAGS
            if (found := pattern.search(text)) is not None
        ],
        text=text,
        parser=parser,
    )


def _count(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text.lower()]


def _requirements(sentences: list[Sentence]) -> tuple[list[Requirement], list[Requirement]]:
    """What must be and what may be, each thing once; what is asked for anywhere as a must is no nice-to-have."""
    parts = {each.part for each in sentences}
    must: dict[str, Requirement] = {}
    nice: dict[str, Requirement] = {}
    for each in sentences:
        if find_salary(each.text):
            continue
        asked: dict[str, list[str]] = {"must": [], "nice": []}
        for clause, strength in clauses_of(each.text):
            wanted = _wanted(each, strength, is_prose=not parts & {"must", "nice"})
            if wanted is not None:
                is_sure = strength in {"must", "nice"} and (each.part != "other" or "must" not in parts)
                in_words = is_sure or (each.is_item and each.part in {"must", "nice"})
                names = things_in(clause, phrases=in_words)
                if _SEEKS.match(clause):
                    names = [name for name in names if not title_score(name)]
                asked[wanted] += names
        _add(must, each.text, asked["must"])
        _add(nice, each.text, asked["nice"])
    must = _without_met(must)
    nice = _without_met({name: each for name, each in nice.items() if name not in must})
    return list(must.values()), list(nice.values())


def _wanted(sentence: Sentence, strength: Strength | None, *, is_prose: bool) -> Literal["must", "nice"] | None:
    """Whether a clause asks, by its own words and the part of the post that it is in."""
    if strength == "waived":
        return None
    if strength == "nice" or sentence.part == "nice":
        return "nice"
    if sentence.part == "must":
        return "must"
    return "must" if strength is not None and (sentence.part != "tasks" or is_prose) else None


def _add(wanted: dict[str, Requirement], sentence: str, names: list[str]) -> None:
    """Adds what a sentence asks for; a skill that is asked for by itself is no longer one of several alternatives."""
    for group in alternatives(sentence, names):
        for name in group:
            if len(group) > 1:
                wanted.setdefault(name, Requirement(skill=name, sentence=sentence, any_of=list(group)))
            elif name not in wanted or "any_of" in wanted[name]:
                wanted[name] = Requirement(skill=name, sentence=sentence)


def _without_met(wanted: dict[str, Requirement]) -> dict[str, Requirement]:
    """What is asked for without the alternatives to a skill that is asked for by itself."""

    def is_open(each: Requirement) -> bool:
        return all(other in wanted and "any_of" in wanted[other] for other in each.get("any_of", ()))

    return {name: each for name, each in wanted.items() if is_open(each)}


def _seniority(title: str | None, years: list[YearsAsked]) -> Level | None:
    for level, words in LEVELS:
        if title and re.search(rf"(?<!\w)(?:{words})(?!\w)", title, re.IGNORECASE):
            return level
    if not years:
        return None
    most = max(each["minimum"] for each in years)
    return "senior" if most >= 5 else "mid" if most >= 2 else "junior"


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
