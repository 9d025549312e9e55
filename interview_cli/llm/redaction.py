"""Masks for what could identify the candidate: addresses, phone numbers; names and links of their CV.

Messages are masked before they are sent and replies are unmasked when they arrive, so that nobody else has to know:
a quote of a judge that says "[NAME] led the team" is compared as "Anna led the team". Masks are numbered from the
second on ("[NAME]", "[NAME 2]"), the same text always has the same mask, and what a mask hides never leaves
the machine.

A postal address is a street with a house number, or a postcode with a town next to or below it, as they are written
in Britain, Ireland, North America, the German-speaking countries, France, Spain, Italy and the Netherlands. A town
alone is no address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from interview_cli.scoring.person_names import KNOWN, WORDS_TOO

_LETTER: Final = r"[^\W\d_]"
_WORD: Final = rf"{_LETTER}+"
_MASK: Final = re.compile(r"\[(?:EMAIL|PHONE|NAME|LINK|ADDRESS)(?: \d{1,4})?\]", re.IGNORECASE)
_EMAIL: Final = r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"
_PHONE: Final = r"(?<![\w.])(?:\+|\()?\d(?:[ \t().\-/]{0,3}\d){6,14}(?!\w)"
"""7 to 15 digits (ITU-T E.164) with the usual marks between them; `_is_phone` has the last word."""
_FEWEST_BARE_DIGITS: Final = 9
"""Shorter numbers are phone numbers only when written like one: two years with a dash have eight digits."""
_LOCAL_PHONE: Final = re.compile(r"\d{3}[-. ]\d{4}")
_NAME: Final = rf"{_WORD}(?:['’\-]{_WORD})*"
_NAME_LINE: Final = re.compile(
    rf"(?:(?:[Dd]r|[Mm]rs?|[Mm]s|[Pp]rof)\.?[ \t]+)?({_NAME}(?:[ \t]+(?:{_LETTER}\.|{_NAME})){{1,3}})"
)
_NAME_LABEL: Final = re.compile(rf"\bname[ \t]*:[ \t]*({_NAME}(?:[ \t]+{_NAME}){{0,3}})", re.IGNORECASE)
_NAME_IN_TEXT: Final = re.compile(rf"\b({_WORD})[ \t]+({_NAME})\b")
_LINK: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]]+|(?<![\w@.])(?:[\w-]+\.)+[a-z]{2,}/[\w./~-]+", re.IGNORECASE
)
_SEARCHED_LINES: Final = 5
"""A CV that opens with its owner's name does so before this many lines with text are over."""
_NO_NAMES: Final = frozenset(
    "about address analyst architect associate bachelor career consultant contact coordinator curriculum cv data "
    "designer developer director education email engineer experience head lead manager master mobile objective of "
    "phone product profile professional project résumé resume sales senior skills software student summary support "
    "teacher technical the university vitae work writer and in at for with".split()
)
_FIRST_UNSPACED: Final = "\u2e80"
"""From here on, scripts (Chinese, Japanese, Korean) write names without spaces around them."""


class Redactor:
    """The masks of one candidate."""

    def __init__(self, cv_text: str = "", names: Iterable[str] = ()) -> None:
        """`cv_text` is searched for names, links and addresses; `names` are known ones, each of one or more words."""
        words = {
            word for name in (*names, *names_in_cv(cv_text)) for word in re.findall(_WORD, name) if len(word) > 1
        }
        links = {found[0].rstrip(".,;") for found in _LINK.finditer(cv_text)}
        self._capitalised_only = {word.casefold() for word in words if word.capitalize() in WORDS_TOO}
        self._pattern = re.compile(
            rf"(?P<mask>{_MASK.pattern})|(?P<link>{_any_link(links)})|(?P<email>{_EMAIL})"
            rf"|(?P<address>{_any_address(addresses_in(cv_text))})|(?P<phone>{_PHONE})|(?P<name>{_any_of(words)})",
            re.IGNORECASE,
        )
        self._masks: dict[tuple[str, str], str] = {}
        self._originals: dict[str, str] = {}

    def mask(self, text: str) -> str:
        """The text with masks. Masking it again changes nothing."""
        return self._pattern.sub(self._masked, text)

    def restore(self, text: str) -> str:
        """The text with every mask replaced by what it stands for; masks never given out stay."""
        return _MASK.sub(lambda found: self._originals.get(found[0].upper(), found[0]), text)

    @property
    def originals(self) -> dict[str, str]:
        """What each mask given out so far stands for, as in {"[NAME]": "Anna"}. For this machine only."""
        return dict(self._originals)

    def _masked(self, found: re.Match[str]) -> str:
        text, kind = found[0], found.lastgroup or ""
        if kind == "mask" or (kind == "phone" and not _is_phone(text)):
            return text
        if kind == "name" and text.islower() and text.casefold() in self._capitalised_only:
            return text
        key = kind, text if kind == "phone" else text.casefold()
        if key not in self._masks:
            number = sum(1 for other, _ in self._masks if other == kind) + 1
            self._masks[key] = f"[{kind.upper()}]" if number == 1 else f"[{kind.upper()} {number}]"
            self._originals[self._masks[key]] = text.title() if kind == "name" and text.isupper() else text
        return self._masks[key]


def names_in_cv(text: str) -> list[str]:
    """The names in a CV: of whoever it opens with, after "Name:", and beginning with a known given name."""
    found = [label[1] for label in _NAME_LABEL.finditer(text)]
    lines = [line.strip().partition(",")[0] for line in text.splitlines() if line.strip()][:_SEARCHED_LINES]
    openings = [opening[1] for line in lines if (opening := _NAME_LINE.fullmatch(line))]
    found += [name for name in openings if _all_capitalised(name)][:1]
    for pair in _NAME_IN_TEXT.finditer(text):
        given, family = pair[1], pair[2]
        if given.title() in KNOWN and _all_capitalised(pair[0]):
            found.append(f"{given} {family}")
    return found


def _all_capitalised(line: str) -> bool:
    words = re.findall(_WORD, line)
    capitalised = sum(word[0].isupper() or word[0] >= _FIRST_UNSPACED for word in words)
    return len(words) - capitalised <= (1 if len(words) > 2 else 0) and not _NO_NAMES & {
        word.casefold() for word in words
    }


def _any_of(words: set[str]) -> str:
    """A pattern for any of the words, standing alone; one that matches nothing when there are none."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    alone = [re.escape(word) for word in longest_first if word[0] < _FIRST_UNSPACED]
    anywhere = [re.escape(word) for word in longest_first if word[0] >= _FIRST_UNSPACED]
    if alone:
        anywhere.insert(0, rf"(?<!{_LETTER})(?:{'|'.join(alone)})(?!{_LETTER})")
    return "|".join(anywhere) or "(?!)"


def _any_link(links: set[str]) -> str:
    """A pattern for any of the links, with or without what a browser puts in front."""
    bare = {re.sub(r"^(?:https?://)?(?:www\.)?", "", each, flags=re.IGNORECASE).rstrip("/") for each in links}
    longest_first = sorted(filter(None, bare), key=lambda each: (-len(each), each))
    either = "|".join(map(re.escape, longest_first))
    return rf"(?<![\w@.])(?:https?://)?(?:www\.)?(?:{either})(?![\w-])/?" if either else "(?!)"


def _any_address(addresses: Iterable[str]) -> str:
    """A pattern for any of the addresses, however their words are spaced."""
    longest_first = sorted(addresses, key=lambda each: (-len(each), each))
    either = "|".join(r"\s+".join(map(re.escape, each.split())) for each in longest_first)
    return rf"(?<!\w)(?:{either})(?!\w)" if either else "(?!)"


def _is_phone(text: str) -> bool:
    """Not every row of digits: dates, years, decimal numbers and lists of figures are what answers are made of."""
    if text[0] in "+(" or _LOCAL_PHONE.fullmatch(text):
        return True
    groups = re.findall(r"\d+", text)
    if "." in text and text.count(".") != len(groups) - 1:
        return False
    if sum(map(len, groups)) < _FEWEST_BARE_DIGITS:
        return False
    if text[0] == "0" and len(groups[0]) > 1:
        return True
    years_or_figures = all(len(group) == 4 for group in groups)
    return not years_or_figures and all(len(group) > 1 for group in groups)


_NUMBER: Final = r"\d{1,5}(?:\s?[A-Za-z])?(?:\s?[-/]\s?\d{1,4}[A-Za-z]?)?(?![\d\w])"
_STREET_NAME: Final = r"[A-ZÄÖÜÉÀ][\w'’.-]*"
_STREET: Final = re.compile(
    rf"(?:(?:Flat|Apt\.?|Apartment|Unit|Suite)\s\w{{1,4}},?\s)?(?<![\w.,]){_NUMBER},?\s(?:{_STREET_NAME}\s){{1,4}}?"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Square|Sq|Place|Pl|Way|Terrace|Crescent|"
    r"Boulevard|Blvd|Gardens|Grove|Hill|Row|Mews|Parkway|Walk|Quay)\b\.?"
    r"(?:,?\s(?:Flat|Apt\.?|Apartment|Unit|Suite|#)\s?\w{1,4}\b)?"
    r"|(?<![\w-])(?:[A-ZÄÖÜ][\w-]*\s){0,2}(?=[\w-]*(?:[Ss]traße|[Ss]trasse|[Ss]tr|[Ww]eg|[Aa]llee|[Pp]latz|gasse|ufer|"
    rf"damm|chaussee|straat|laan|plein|gracht|kade|dijk|singel)\.?\s\d)[A-ZÄÖÜ][\w-]*\.?\s{_NUMBER}"
    r"|(?<![\w-])[A-ZÄÖÜ][\w' -]{2,40}\s\d{1,4}[a-z]?(?=,\s(?:[A-Z]{1,2}-)?\d{5}\s[A-ZÄÖÜÉ])"
    r"|(?<![\w.,])\d{1,4}(?:\s?(?:bis|ter))?,?\s(?:rue|avenue|av\.|boulevard|bd|place|allée|chemin|impasse|quai|"
    r"cours|route)\s[^,;\n\t|·•\d]{2,40}"
    rf"|(?<!\w)(?:Calle|C/|Avenida|Avda\.?|Plaza|Paseo|Via|Viale|Piazza|Corso|Rua)\s?{_STREET_NAME}(?:\s[\w'’.-]+){{0,4}}?"
    rf",?\s(?:n[ºo°.]\s?)?{_NUMBER}(?:,\s\d{{1,2}}[ºª]\s?\w?)?"
    r"|(?<!\w)(?:P\.?\s?O\.?\s?Box|Postfach)\s[\d ]{1,9}\d"
)
_TOWN: Final = r"[A-ZÄÖÜÉÀ][\w'’-]*(?:\s(?:[A-ZÄÖÜÉÀ][\w'’-]*|am|an|der|im|sur|la|le|les|de|del|y)){0,4}"
_POSTCODE: Final = re.compile(
    rf"(?:(?<!\w){_TOWN},?\s)?(?<!\w)[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}}(?!\w)"
    rf"|(?<!\w){_STREET_NAME}(?:\s{_STREET_NAME}){{0,2}},\s?[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?(?!\w)"
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
    """Whether a postcode is certain on its own: it has letters among its digits, or a state before them."""
    return re.search(r"\d[A-Z]{2}$|[A-Z]{2}\s\d{5}", code) is not None
