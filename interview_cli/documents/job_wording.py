"""Words by which job posts say what is a must, a wish, a task, a level, a label, a warning; in six languages."""

from __future__ import annotations

import re
from typing import Final, Literal

Part = Literal["must", "nice", "tasks", "other"]
Level = Literal["intern", "junior", "mid", "senior", "lead", "executive"]

_HEADINGS: Final[dict[Part, str]] = {
    "nice": r"""
        nice[- ]to[- ]haves?|preferred|bonus|good to have|desir(?:ed|able)|pluses|extra credit|optional
        would be (?:a plus|great|nice)|von vorteil|wünschenswert|pluspunkte|idealerweise
        atouts?|serait un plus|souhait|deseables?|valorable|se valora|plus gradit|gradit|preferenziali
        mooi meegenomen
    """,
    "must": r"""
        requirements?|required|qualifications?|must[- ]haves?|what you(?:['’]ll)? (?:bring|need)|you (?:have|bring)
        who you are|about you|what we(?:['’]re| are)? (?:look|expect|need)|your (?:profile|skills|experience)
        your background
        skills|minimum|essential|ideal candidate|anforderung|voraussetzung|(?:ihr|dein|das) profil
        was (?:du|sie) mitbring|das bring|qualifikation|profil recherché|votre profil|ton profil|compétences|exigences
        prérequis|requisitos|perfil|requisiti|profilo|competenze|vereisten|functie-eisen|wat (?:jij|je) meebreng
    """,
    "tasks": r"""
        responsibilit|what you(?:['’]ll| will) (?:do|be doing|work)|your (?:role|tasks|mission|job|impact)
        the role|duties|day[- ]to[- ]day|key tasks|aufgaben|tätigkeit|das erwartet|was (?:dich|sie) erwartet|missions?
        responsabil
        tes tâches|vos tâches|funciones|tareas|attività|mansioni|taken|verantwoordelijk
    """,
    "other": r"""
        about|we offer|benefits|perks|what we offer|über uns|wir bieten|benefits|à propos|ofrecemos|sobre|offriamo
        chi siamo|how to apply|apply|contact|kontakt|compensation|salary|location|equal
    """,
}
HEADING: Final = {
    part: re.compile(rf"(?<!\w)(?:{'|'.join(line.strip() for line in words.strip().splitlines())})", re.IGNORECASE)
    for part, words in _HEADINGS.items()
}
LEVELS: Final[tuple[tuple[Level, str], ...]] = (
    ("executive", r"chief|cto|ceo|cfo|vp|vice president|director|head of|geschäftsführer|direct(?:eur|or)"),
    (
        "lead",
        r"lead|principal|staff (?:[\w-]+ ){0,3}(?:engineer|developer|scientist)|team ?leiter|teamlead|responsable d",
    ),
    ("senior", r"senior|sr|sénior|confirmé|experienced"),
    ("intern", r"intern(?:ship)?|praktik\w*|stagiaire|stage|werkstudent\w*|becari[oa]|trainee|apprentice|alternance"),
    ("junior", r"junior|jr|entry[- ]level|graduate|débutant|berufseinsteiger"),
    ("mid", r"mid(?:[- ]level)?|intermediate"),
)
LABELS: Final = {
    "title": r"job title|position|role|title|stelle|stellenbezeichnung|poste|intitulé du poste|puesto|posizione|"
    "functie",
    "company": r"company|employer|organi[sz]ation|unternehmen|firma|arbeitgeber|entreprise|société|empresa|"
    "azienda|bedrijf",
    "place": r"location|place|office|standort|ort|arbeitsort|lieu|localisation|ubicación|lugar|sede|luogo|locatie",
}
_FLAGGED: Final = {
    "asks for a legend, not for skills": r"rock ?star|ninja|guru|wizard|unicorn|superhero",
    "may expect work beyond the contract": r"we(?:['’]re| are) (?:like )?a family|like a family|"
    r"work hard,? play hard",
    "the job may be several jobs": r"wear (?:many|multiple|several) hats",
    "may mean a constant rush": r"fast[- ]paced|high[- ]pressure|stressresist\w*|belastbar\w*|résistance au stress|"
    r"thrive under pressure",
    "ask how many days people take": r"unlimited (?:pto|vacation|holidays?)",
    "is not paid": r"unpaid|without pay|unbezahlt\w*|non rémunéré\w*|no remunerad\w*",
    "names no figure for pay": r"competitive (?:salary|compensation|pay)|salary negotiable|"
    r"marktgerecht\w* (?:gehalt|vergütung)",
    "asks for work at unusual hours": r"24/7|on[- ]call|(?:nights|evenings) and weekends|long hours|überstunden|"
    r"whatever it takes",
    "pay depends on sales": r"commission[- ]only|100 ?% commission|uncapped (?:earning|commission)",
    "asks the candidate for money or bank details": r"(?:pay|fee) (?:for|of) (?:the )?(?:training|starter kit)|"
    r"training fee|bank details",
}
RED_FLAGS: Final = [(re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), why) for why, words in _FLAGGED.items()]

NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        (
            "one ein eine einem un uno una",
            "two zwei deux dos due",
            "three drei trois tres tre",
            "four vier quatre cuatro quattro",
            "five fünf cinq cinco cinque",
            "six sechs seis sei",
            "seven sieben sept siete sette",
            "eight acht huit ocho otto",
            "nine neun neuf nueve nove",
            "ten zehn dix diez dieci",
        ),
        1,
    )
    for word in words.split()
}
"""Small numbers in words, in English, German, French, Spanish and Italian."""
