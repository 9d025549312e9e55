"""Postal addresses in a text: streets with a house number, and postcodes with a town beside or below them.

As they are written in Britain, Ireland, North America, the German-speaking countries, France, Spain, Italy and the
Netherlands. A town alone is no address.
"""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = r"\d{1,5}(?:\s?[A-Za-z])?(?:\s?[-/]\s?\d{1,4}[A-Za-z]?)?(?![\d\w])"
_NAME: Final = r"[A-ZÄÖÜÉÀ][\w'’.-]*"
_STREET: Final = re.compile(
    rf"(?:(?:Flat|Apt\.?|Apartment|Unit|Suite)\s\w{{1,4}},?\s)?(?<![\w.,]){_NUMBER},?\s(?:{_NAME}\s){{1,4}}?"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Square|Sq|Place|Pl|Way|Terrace|Crescent|"
    r"Boulevard|Blvd|Gardens|Grove|Hill|Row|Mews|Parkway|Walk|Quay)\b\.?"
    r"(?:,?\s(?:Flat|Apt\.?|Apartment|Unit|Suite|#)\s?\w{1,4}\b)?"
    r"|(?<![\w-])(?:[A-ZÄÖÜ][\w-]*\s){0,2}(?=[\w-]*(?:[Ss]traße|[Ss]trasse|[Ss]tr|[Ww]eg|[Aa]llee|[Pp]latz|gasse|ufer|"
    rf"damm|chaussee|straat|laan|plein|gracht|kade|dijk|singel)\.?\s\d)[A-ZÄÖÜ][\w-]*\.?\s{_NUMBER}"
    r"|(?<![\w-])[A-ZÄÖÜ][\w' -]{2,40}\s\d{1,4}[a-z]?(?=,\s(?:[A-Z]{1,2}-)?\d{5}\s[A-ZÄÖÜÉ])"
    r"|(?<![\w.,])\d{1,4}(?:\s?(?:bis|ter))?,?\s(?:rue|avenue|av\.|boulevard|bd|place|allée|chemin|impasse|quai|"
    r"cours|route)\s[^,;\n\t|·•\d]{2,40}"
    rf"|(?<!\w)(?:Calle|C/|Avenida|Avda\.?|Plaza|Paseo|Via|Viale|Piazza|Corso|Rua)\s?{_NAME}(?:\s[\w'’.-]+){{0,4}}?"
    rf",?\s(?:n[ºo°.]\s?)?{_NUMBER}(?:,\s\d{{1,2}}[ºª]\s?\w?)?"
    r"|(?<!\w)(?:P\.?\s?O\.?\s?Box|Postfach)\s[\d ]{1,9}\d"
)
_TOWN: Final = r"[A-ZÄÖÜÉÀ][\w'’-]*(?:\s(?:[A-ZÄÖÜÉÀ][\w'’-]*|am|an|der|im|sur|la|le|les|de|del|y)){0,4}"
_POSTCODE: Final = re.compile(
    rf"(?:(?<!\w){_TOWN},?\s)?(?<!\w)[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}}(?!\w)"
    rf"|(?<!\w){_NAME}(?:\s{_NAME}){{0,2}},\s?[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?(?!\w)"
    rf"|(?<![\w.,])(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:\s[A-Z]{{2}})?\s{_TOWN}"
)
_LABELLED: Final = re.compile(
    r"(?<!\w)(?:address|adresse|anschrift|dirección|indirizzo|adres)\s*:\s*(?P<address>[^\n]{5,120})",
    re.IGNORECASE,
)
_NO_POST: Final = re.compile(r"[@/]")
MOST_CHARACTERS: Final = 300
"""Of a line in which an address is looked for."""


def addresses_in(text: str) -> list[str]:
    """The streets, and the postcodes with their towns, in the order of the text and each once."""
    found: list[str] = []
    has_street_above = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"\t|\s[|·•]\s", line[:MOST_CHARACTERS])]
        streets = [each[0].strip() for cell in cells for each in _STREET.finditer(cell)]
        codes = [each[0].strip() for cell in cells for each in _POSTCODE.finditer(cell) if each[0] not in streets]
        if not (streets or has_street_above):
            codes = [code for code in codes if code in cells or _has_letters(code)]
        found += [*streets, *codes]
        if (labelled := _LABELLED.search(line[:MOST_CHARACTERS])) and not _NO_POST.search(labelled["address"]):
            found += [piece.strip() for piece in re.split(r"\t|\s[|·•]\s", labelled["address"])[:1]]
        has_street_above = bool(streets)
    return list(dict.fromkeys(each for each in found if each))


def _has_letters(code: str) -> bool:
    """Whether a postcode is one by itself: it has letters among its digits, or a state before them."""
    return re.search(r"\d[A-Z]{2}$|[A-Z]{2}\s\d{5}", code) is not None
