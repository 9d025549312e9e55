"""Words by which a rewritten line can say more than the line it stands for, and words that say the same."""

from __future__ import annotations

import re
from typing import Final

from interview_cli.text.lexicon import NEGATIONS, word_set

RANKS: Final = word_set("""
    senior junior lead principal staff head chief director manager vp president executive expert specialist architect
    supervisor founder cofounder co-founder owner partner intern trainee certified licensed chartered award-winning
    bachelor master masters mba phd doctorate doctor diploma degree bsc msc ba ma beng meng honours honors
""")
"""Words of titles, degrees and distinctions: none may be new."""

SCOPE: Final = word_set("""
    all every entire whole complete company-wide companywide global globally worldwide international internationally
    nationwide first only best top leading largest biggest never always single-handedly singlehandedly solely alone
    independently sole extensive extensively deep deeply proven expertise mastery greatly significantly substantially
    drastically dramatically massively considerably highly hugely major essential important large big great high full
    main personally directly regularly quickly effectively
""")
"""Words of how far something went or how good it was: none may be new."""

OUTCOMES: Final = word_set("""
    increas reduc improv decreas sav cut grow grew boost doubl tripl halv accelerat lower rais maxim minim optim
    exceed outperform surpass won win earn generat gain prevent eliminat
""")
"""Beginnings of words for an outcome: none may be new."""

JOINED: Final = word_set("hosted based driven backed oriented related")
"""What may follow a known word after a hyphen without saying more."""

KIN_LETTERS, KIN_SHARE = 6, 0.85
"""Two words are of one family when they begin with this many letters in common, a share of the shorter (chosen)."""

ACRONYM: Final = re.compile(r"[A-Z][A-Z0-9&/+.-]*[A-Z0-9+]|[A-Z]{2,}s?")
SYNONYMS: Final = (
    word_set("built developed created wrote programmed coded implemented made engineered constructed produced"),
    word_set("cut reduced lowered decreased"),
    word_set("increased raised grew boosted"),
    word_set("led headed directed"),
    word_set("used applied employed utilized utilised"),
    word_set("managed ran oversaw supervised"),
    word_set("mentored coached trained taught"),
    word_set("worked collaborated cooperated partnered"),
    word_set("helped assisted supported"),
    word_set("checked validated verified tested"),
    word_set("cleaned prepared"),
    word_set("maintained supported operated"),
    word_set("analysed analyzed examined studied investigated"),
    word_set("designed planned drafted"),
    word_set("purchased bought"),
    word_set("organised organized arranged"),
    word_set("employees staff"),
    word_set("customers clients"),
    word_set("annual yearly"),
    word_set("articles pieces"),
)
"""Words that may replace one another: none claims more than another of its group (chosen)."""

OF_VERBS: Final = ("ing", "ment", "tion", "sion", "ance")
"""Endings of nouns that tell of a deed as its verb does."""

ABOUT_DATA: Final = word_set("cleaned prepared transformed")
"""These may replace one another where data is worked on; a department that is transformed is another matter."""

STAFF_RANKS: Final = word_set("engineer developer scientist designer researcher writer nurse architect")
"""After these words a "staff" is a rank, else people."""

SAME_PHRASES: Final = {
    r"took part": "participated",
    r"take part": "participate",
    r"taking part": "participating",
    r"in charge of": "responsible for",
    r"prior to": "before",
    r"under (?:the )?(?:close )?(guidance|supervision|direction) of": r"under \1 by",
}
"""Phrases that are read as others, which the checks know."""


TURNING: Final = NEGATIONS | word_set("""
    absence absent lack lacking except instead unless less rarely seldom hardly barely average attempt attempts
    once twice thrice
""")
"""Words without which, or with which, something else is said, as with a "not": none may come or go."""

BY_OTHERS: Final = re.compile(
    r"\b(?:is|are|was|were|been|being) (?:\w+ )?(?P<deed>\w+) by "
    r"(?:an? |the |our |its |another )?(?P<whom>[^\W\d][\w-]*)",
    re.IGNORECASE,
)
"""What others did."""

CONDITIONS: Final = word_set("when whenever if while during")
"""One of these has to stay where there was one."""

IN_THE_ROLE_OF: Final = re.compile(
    r"(?<!such )(?<!well )\bas (?!well as|part of|of|soon as|needed|required)"
    r"(?:an? |the |its |their )?(?P<role>[\w-]+)",
    re.IGNORECASE,
)
"""Somebody's role or a manner: none may be new."""

BOUNDS: Final = word_set("over above exceeding beyond least nearly almost minimum upwards plus more fewer")
"""Words that make a figure larger than it is: none may be new before a figure."""

SHARED: Final = re.compile(
    r"\b(?:with|alongside|among|in) (?:[\w-]+ ){0,4}?"
    r"(?:teams?|colleagues?|teammates?|coworkers?|group|partners?|others)\b"
    r"|\b(?:jointly|together|partly|partially|shared|guidance|supervision|guided|supervised by|directed by)\b",
    re.IGNORECASE,
)
"""How a line says that others had a part: it may not go."""

TOGETHER_WITH: Final = re.compile(r"\b(?:together|jointly) with (?:the |our |an? )?(?P<whom>[\w-]+)", re.IGNORECASE)
LIMITS: Final = word_set("""
    slightly somewhat partly mostly mainly primarily partially occasionally sometimes few minor draft drafts initial
    pilot prototype trial temporarily briefly attempted tried planned proposed suggested almost nearly roughly
    approximately
""")
"""Words that make a claim smaller: they may not go while what they limit stays."""

ROUGHLY: Final = word_set("about around some approximately roughly nearly almost circa ca")
"""Before a figure: one of these has to stay."""

NEUTRAL_VERBS: Final = JOINED | word_set("used was were had did including included held given")
"""Verbs in the past that tell of no deed."""

EVERY: Final = re.compile(r"\b(?:every|each) (?:second|third|fourth|fifth|other|two|three|four|\d+)\b", re.IGNORECASE)
"""An interval: it may not become a shorter one."""

PURPOSE: Final = word_set("for before after during towards")
"""A deed that is after these was somebody's aim, not what this line says was done."""

PART_OF: Final = re.compile(
    r"(?:\d+\s?%|half|third|quarter|fifth|part|some|most|majority|bulk|parts|sections?) of\b"
    r"|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) of (?:the|our|its|their|his|her|these|those)\b"
    r"|\w+ of (?:which|whom|them|these|those|it)\b|\bof (?:which|whom)\b",
    re.IGNORECASE,
)
FROM_TO: Final = re.compile(r"\bfrom (?:an? |the )?(\S+?)\b.{0,40}?\b(?:in)?to (?:an? |the )?(\S+?)\b")
DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")

PERIODS: Final = {
    word: unit
    for unit, words in {
        "second": "second seconds",
        "minute": "minute minutes",
        "hour": "hour hours hourly",
        "day": "day days daily",
        "week": "week weeks weekly",
        "month": "month months monthly",
        "quarter": "quarter quarters quarterly",
        "year": "year years yearly annual annually",
    }.items()
    for word in words.split()
}
