"""Who a CV is of: name, title, mail, telephone, place, pages elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import zip_longest
from statistics import median
from typing import Final, NamedTuple

from interview_cli.contracts.resume import Profile
from interview_cli.documents.dates import find_dates
from interview_cli.documents.headings import known_heading
from interview_cli.documents.lines import Line
from interview_cli.documents.wording import company_score, is_place, title_score

NETWORKS: Final = {
    "linkedin.com": "LinkedIn",
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "bitbucket.org": "Bitbucket",
    "twitter.com": "Twitter",
    "x.com": "X",
    "xing.com": "XING",
    "stackoverflow.com": "Stack Overflow",
    "orcid.org": "ORCID",
    "scholar.google.com": "Google Scholar",
    "researchgate.net": "ResearchGate",
    "medium.com": "Medium",
    "kaggle.com": "Kaggle",
    "behance.net": "Behance",
    "dribbble.com": "Dribbble",
    "youtube.com": "YouTube",
    "instagram.com": "Instagram",
    "facebook.com": "Facebook",
    "mastodon.social": "Mastodon",
    "huggingface.co": "Hugging Face",
}
_BY_NAME: Final = {name.lower(): name for name in NETWORKS.values()}
EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[A-Za-z]{2,24}(?![\w@])")
_PHONE: Final = re.compile(r"(?<![\w.+/-])(?:\+|00)?\(?\d[\d\s()./\u00a0–-]{5,22}\d(?![\w/-])")
_URL: Final = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:www\.)?[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:com|org|net|io|dev|me|de|fr|es|"
    r"it|nl|uk|co|ai|"
    r"app|eu|at|ch|be|pt|us|ca|edu|info|tech|xyz|page|blog|site|online|website|design|in)(?:/[^\s|"
    r",;()<>]{0,200})?(?![\w@-])",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"^\W*(?:e-?mails?|correo(?: electrónico)?|courriel|phone|mobile|mobil|tel(?:efon|éfono|éphone|efono|"
    r"efoon)?|cell|handy|"
    r"móvil|portable|address|adresse|anschrift|dirección|indirizzo|adres|location|wohnort|place|city|website|"
    r"web|homepage|"
    r"linkedin|github|name|nom|nombre|nome|naam|vor- und nachname|vollständiger name)\s*[:.]\s*",
    re.IGNORECASE,
)
_NAME_LABEL: Final = re.compile(
    r"^\W*(?:(?:full )?name|nom|nombre|nome|naam|vor- und nachname|vollständiger name)\s*[:\t]\s*", re.IGNORECASE
)
_NETWORK_LABEL: Final = re.compile(
    r"\b(?P<network>linkedin|github|gitlab|xing|twitter|orcid)\s*[:\t]\s*@?(?P<user>[\w./-]{2,80})", re.IGNORECASE
)
_NAME_WORD: Final = re.compile(r"(?:[^\W\d_][\w'’-]*\.?|von|van|der|den|de|del|da|di|la|le|bin|al)", re.UNICODE)
_NO_NAME: Final = re.compile(
    r"curriculum|vitae|lebenslauf|résumé|resume|\bcv\b|currículum|bewerbung|hoja de vida|page|seite|"
    r"confidential|europass|"
    r"street|straße|strasse|\brue\b|avenue|\broad\b|calle|\bvia\b",
    re.IGNORECASE,
)
_STREET: Final = re.compile(
    r"\d{1,4}[a-z]?\s+(?:rue|avenue|av\.|bd|boulevard|place)\b|(?:calle|c/|via|viale|piazza|avenida)\s|"
    r"\w*(?:straße|strasse|str\.|weg|platz|"
    r"allee|gasse|street|\bst\.?|road|\brd\.?|avenue|\bave\.?|lane|drive|laan|straat)\s*\d{0,4}",
    re.IGNORECASE,
)
_ZIP_CITY: Final = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}\s+(?P<city>[A-ZÄÖÜÉ][\w.'’-]+(?: [A-ZÄÖÜ(][\w.'’()-]+){0,3})")
_UK_POSTCODE: Final = re.compile(r",?\s+[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$")
_BROKEN_ADDRESS: Final = re.compile(r"\.[a-z]{2,12}/[\w/-]*$", re.IGNORECASE)
_REST_OF_ADDRESS: Final = re.compile(r"[\w/-]{1,60}(?=\s|$)")
_BROKEN_PHONE: Final = re.compile(r"(?:^|[\s:])\+?\(?\d[\d\s()./-]*$|(?:^|\s)\+$")
FEWEST_DIGITS: Final = 7
"""Of a telephone number."""

MAX_HEAD_LINES: Final = 14
COLUMN_GAP: Final = 5.0
"""Space above the first line of a column, in sizes of text."""

MIN_NAME_SCORE: Final = 1.5


class Found(NamedTuple):
    """A value and the line it is in."""

    value: str
    line: Line


def pieces_of(line: Line) -> Iterator[str]:
    """The pieces of a line of contacts."""
    for piece in re.split(r"\t|\s+[|•·⋄◦∙♦–—]\s*|\s*[|•·⋄∙♦]\s+|;\s|\s{3,}", line.text):
        if piece.strip(" ,"):
            yield piece.strip(" ,")


def find_email(lines: list[Line]) -> Found | None:
    """The first mail address."""
    return next((Found(found[0], line) for line in lines if (found := EMAIL.search(line.text))), None)


def find_phone(lines: list[Line]) -> Found | None:
    """The first telephone number: 7 to 15 digits that are no dates (ITU-T E.164 bounds the length)."""
    for line, whole in _unbroken(lines):
        text = EMAIL.sub(" ", _URL.sub(lambda found: " " * len(found[0]) if "/" in found[0] else found[0], whole))
        for found in _PHONE.finditer(text):
            digits = re.sub(r"\D", "", found[0])
            is_dates = any(each.finish - each.begin > 6 or each.is_range for each in find_dates(found[0]))
            if (
                FEWEST_DIGITS <= len(digits) <= 15
                and not is_dates
                and not re.fullmatch(r"\d{4}\s?[-–]\s?\d{4}", found[0])
            ):
                return Found(found[0].strip(), line)
    return None


def _unbroken(lines: list[Line]) -> Iterator[tuple[Line, str]]:
    """Lines, each with what a narrow column broke off it: the rest of an address or of a telephone number."""
    for line, following in zip_longest(lines, lines[1:]):
        text = line.text
        if following is None or not line.fills or following.left != line.left or following.is_bold != line.is_bold:
            yield line, text
        elif (address := _BROKEN_ADDRESS.search(text)) and (rest := _REST_OF_ADDRESS.match(following.text)):
            is_alone = rest.end() == len(following.text)
            yield line, text + (rest[0] if address[0][-1] in "/-" or is_alone else "")
        elif (begun := _BROKEN_PHONE.search(text)) and len(re.sub(r"\D", "", begun[0])) < FEWEST_DIGITS:
            number = re.match(r"[\d()][\d\s()./-]*", following.text)
            yield line, f"{text} {number[0] if number else ''}"
        else:
            yield line, text


def find_profiles(lines: list[Line]) -> list[tuple[Profile, Line]]:
    """Pages on networks that are known, each network once; a link counts only where the name in it can be seen."""
    found: dict[str, tuple[Profile, Line]] = {}
    for line, whole in _unbroken(lines):
        text = EMAIL.sub(" ", whole)
        shown = [match[0] for match in _URL.finditer(text)]
        linked = [part.link for part in line.parts if part.link and _username(part.link) in part.text]
        for address in (*shown, *linked):
            network = _network(address)
            if network and _username(address):
                profile = Profile(network=network, username=_username(address), url=f"https://{_bare(address)}")
                found.setdefault(network, (profile, line))
        for labelled in _NETWORK_LABEL.finditer(line.text):
            network = _BY_NAME[labelled["network"].lower()]
            if "." not in labelled["user"]:
                found.setdefault(
                    network, (Profile(network=network, username=_username(f"/{labelled['user']}")), line)
                )
    return list(found.values())


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", address, flags=re.IGNORECASE).rstrip("/.,")


def _network(address: str) -> str | None:
    host = _bare(address).partition("/")[0].lower()
    return next((name for domain, name in NETWORKS.items() if host == domain or host.endswith("." + domain)), None)


def _username(address: str) -> str:
    """The last piece of an address after its host, which may be empty."""
    return _bare(address).partition("/")[2].rpartition("/")[2].partition("?")[0].lstrip("@")


def is_url(text: str) -> bool:
    """Whether a text is nothing but the address of a page."""
    return _URL.fullmatch(text.strip()) is not None


def without_urls(text: str) -> str:
    """A text without addresses of pages and the brackets around them, unless it is nothing else."""
    rest = re.sub(rf"\s*[(<\[]?(?:{_URL.pattern})[)>\]]?", "", text, flags=re.IGNORECASE).strip()
    return rest or text


def find_url(lines: list[Line]) -> Found | None:
    """The first page that is on no known network."""
    for line in lines:
        for match in _URL.finditer(EMAIL.sub(" ", line.text)):
            if _network(match[0]) is None:
                return Found(match[0].rstrip("/.,"), line)
    return None


def find_place(lines: list[Line]) -> Found | None:
    """Where the person lives: a place by name, or the town after a postal code."""
    for line in lines:
        for piece in pieces_of(line):
            text = _LABEL.sub("", piece)
            if is_place(text):
                return Found(text, line)
    for line in lines:
        if find_dates(line.text):
            continue
        if found := _ZIP_CITY.search(line.text):
            return Found(found["city"], line)
        for piece in pieces_of(line):
            street, *towns = _UK_POSTCODE.sub("", _LABEL.sub("", piece)).split(", ")
            places = (", ".join(towns[begin:]) for begin in range(len(towns)))
            if _STREET.search(street) and (place := next(filter(is_place, places), None)):
                return Found(place, line)
    return None


def find_name(lines: list[Line]) -> Found | None:
    """The person's name: what looks most like one, is written largest, and is like the mail address."""
    mail = find_email(lines)
    address = plain(mail.value.partition("@")[0]) if mail else ""
    sizes = [line.size for line in lines if line.size]
    largest, usual = (max(sizes), median(sizes)) if sizes else (0.0, 0.0)
    best: tuple[float, Found] | None = None
    for place, line in enumerate(lines):
        if label := _NAME_LABEL.match(line.text):
            return Found(re.split(r"\t|\s\||,", line.text[label.end() :])[0].strip(), line)
        stands_out = largest > 0 and line.size >= largest - 0.1
        looks = (
            2.0 * stands_out
            + 2.0 * (stands_out and largest > 1.25 * usual)
            + 0.7 * (line.level == 1)
            + 1.0 * (line.gap >= COLUMN_GAP)
        )
        for piece in [*pieces_of(line)][:2]:
            alike = 2.5 * _share_in(piece, address)
            score = _name_score(piece) + looks + alike - 0.15 * min(place, MAX_HEAD_LINES)
            if score > MIN_NAME_SCORE and (best is None or score > best[0]):
                best = score, Found(piece, line)
    if best is None:
        return None
    name = re.sub(
        r",\s*(?:ph\.?d|m\.?sc|b\.?sc|mba|m\.?d|cpa|pmp|esq|ing)\.?.*$", "", best[1].value, flags=re.IGNORECASE
    )
    letters = name.split()
    if len(letters) > 5 and all(len(each) == 1 for each in letters):
        name = "".join(letters)
    return Found(name.title() if name.isupper() else name, best[1].line)


def plain(text: str) -> str:
    """Letters without accents, in lower case."""
    decomposed = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", decomposed)


def _share_in(name: str, address: str) -> float:
    """The share of the words of a name that a mail address holds."""
    words = [plain(word) for word in name.split()]
    return sum(len(word) > 1 and word in address for word in words) / len(words) if words else 0.0


def _name_score(text: str) -> float:
    words = text.replace(",", " ").split()
    if not words or len(words) > 6 or re.search(r"[@\d:/()]|\.com", text) or _NO_NAME.search(text):
        return -9.0
    capital = sum(word[0].isupper() for word in words) / len(words)
    shaped = all(_NAME_WORD.fullmatch(word) for word in words)
    return (
        2.0 * (capital > 0.6)
        + 1.0 * (2 <= len(words) <= 4)
        - 1.5 * (len(words) == 1)
        - 2.0 * (not shaped)
        - 2.0 * bool(title_score(text))
        - 1.0 * bool(company_score(text))
        - 2.0 * is_place(text)
        - 3.0 * (known_heading(text) is not None)
    )


def find_label(lines: list[Line], name: Line | None) -> Found | None:
    """The title under the name."""
    begin = lines.index(name) if name in lines else 0
    for line in lines[begin : begin + 4]:
        for piece in pieces_of(line):
            is_plain = not re.search(r"[@:]|\.\s|\d{3}", piece) and len(piece.split()) <= 9
            if is_plain and title_score(piece) >= 1.5 and not piece.endswith("."):
                return Found(piece, line)
    return None
