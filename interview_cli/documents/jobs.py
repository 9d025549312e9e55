"""A job post by rules: its sections by their headings, what is asked for by wording and place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from interview_cli.contracts.job import JobPost, RedFlag, Requirement, YearsAsked
from interview_cli.documents.job_wording import HEADING, LABELS, LEVELS, NUMBERS, RED_FLAGS, Level, Part
from interview_cli.documents.lines import Document, Line
from interview_cli.documents.pay import find_salary
from interview_cli.documents.skills import alternatives, find_skills
from interview_cli.documents.wording import company_score, is_place, title_score
from interview_cli.text.language import language
from interview_cli.text.sentences import sentence_texts

MAX_HEADING_WORDS: Final = 7
FEWEST_WRAPPED: Final = 60
"""Characters of a line that may continue in the next (chosen)."""

_NICE: Final = re.compile(
    r"nice[- ]to[- ]have|(?<!\w)(?:a|is|big|strong|huge) (?:big |strong |definite )?(?:plus|bonus|advantage|"
    r"asset)(?!\w)|preferred|preferably|"
    r"ideally|optional|desirable|would be (?:great|nice)|bonus points|von vorteil|wünschenswert|idealerweise|"
    r"ein plus|serait un (?:plus|atout)|idéalement|souhaité|apprécié|deseable|valorable|se valorar?á|idealmente|"
    r"costituisce|gradit[aoi]|preferibil|pré is",
    re.IGNORECASE,
)
_MUST: Final = re.compile(
    r"(?<!\w)(?:must|required|require[sd]?|mandatory|essential|need(?:ed)? to|you have|you bring|minimum|"
    r"at least|proven|"
    r"strong (?:knowledge|experience|background)|experience (?:with|in|of)|proficien|expertise|"
    r"zwingend|erforderlich|voraussetzung|vorausgesetzt|mindestens|notwendig|fundierte|erfahrung (?:mit|in)|"
    r"kenntnisse|"
    r"sie haben|du hast|exigé|requis|obligatoire|indispensable|maîtrise|expérience|imprescindible|obligatori|"
    r"necesari|"
    r"se requiere|experiencia|richiest|indispensabil|esperienza|vereist|ervaring)",
    re.IGNORECASE,
)
_YEARS: Final = re.compile(
    rf"(?<![\w.,])(?P<years>\d{{1,2}}|{'|'.join(NUMBERS)})\s*\+?\s*(?:(?:-|–|to|bis|à|a)\s*\d{{1,2}}\s*\+?\s*)?"
    r"(?:years?|yrs?|jahr(?:en?)?|ans?|años?|ann[io]|jaar)(?!\w)",
    re.IGNORECASE,
)
_EXPERIENCE: Final = re.compile(
    r"experience|erfahrung|expérience|experiencia|esperienza|ervaring|professional|work|beruf|track record",
    re.IGNORECASE,
)
_GENDERS: Final = re.compile(
    r"\s*[(\[]\s*[mwfdhx](?:\s*/\s*[mwfdhx]){1,3}\s*[)\]]|\s*\((?:all genders|H/F|F/H)\)", re.IGNORECASE
)
_WANTED: Final = re.compile(r"\s(?:wanted|gesucht)\s*[!.]*$", re.IGNORECASE)
_PIECES: Final = re.compile(r"\t|\s[|•·–—-]\s|[()]")
_NAME: Final = r"(?<![\w&.-])[A-ZÄÖÜÉ][\w&.-]*(?: [A-ZÄÖÜÉ][\w&.-]*){0,3}"
_OR_NAME: Final = re.compile(r"\s(?:or|oder|ou|o)\s(?P<name>[A-Z][\w.+#-]*\w(?: [A-Z][\w.+#-]*\w)?)(?=[\s,.;)]|$)")
_SOUGHT: Final = re.compile(
    r"(?:looking for|hiring|seeking|recruiting|suchen|sucht|recherch\w+|recrut\w+|buscamos|busca|cerchiamo|cerca)\b"
    r"(?:[^.\n]|(?<=\d)\.){0,40}?\s(?:an?|eine(?:/n|[nr])?|une?|un[ao]?)\s(?:[a-zäöü]\w+ )?"
    r"(?P<title>[A-ZÄÖÜÉ][\w-]*(?: [A-ZÄÖÜÉ][\w-]*){0,4})"
)
_LOOKING: Final = re.compile(
    rf"(?P<company>{_NAME}) (?:(?:is|are) (?:currently )?(?:looking for|hiring|seeking|recruiting)|"
    r"sucht|recherche|recrute|busca|cerca|ricerca|zoekt)(?!\w)"
    rf"|(?:[Jj]oin|[Aa]bout|[Bb]ei|[Cc]hez|Über) (?:the )?(?P<after>{_NAME})(?=[\s,.:!]|$)"
)

_NO_COMPANY: Final = frozenset("the role you us our team position we job this uns dich me".split())


class _Sentence(NamedTuple):
    text: str
    part: Part
    is_item: bool


def job_from(document: Document, parser: str) -> JobPost:
    """The job that a post describes."""
    text = document.text
    sentences = list(_sentences(document))
    must, nice = _requirements(sentences)
    title = _title(document)
    years = [
        YearsAsked(minimum=_count(found["years"]), sentence=each.text)
        for each in sentences
        if (found := _YEARS.search(each.text)) and (each.part in {"must", "nice"} or _EXPERIENCE.search(each.text))
    ]
    required = [each for each in years if not _NICE.search(each["sentence"])]
    return JobPost(
        title=title,
        seniority=_seniority(title, required),
        company=_company(document),
        place=_place(document),
        salary=find_salary(text),
        language=language(text),
        years=max(required, key=lambda each: each["minimum"], default=None),
        must_have=must,
        nice_to_have=nice,
        responsibilities=[
            each.text for each in sentences if each.part == "tasks" and (each.is_item or len(each.text) > 30)
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


def _whole_lines(lines: list[Line]) -> list[Line]:
    """Lines of running text with what a line end broke off."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        continues = above is not None and len(above.text) >= FEWEST_WRAPPED and above.text[-1] not in ".!?:"
        if continues and above and line.gap < 0.5 and not (line.is_bullet or line.level or above.level):
            found[-1] = replace(above, parts=(*above.parts, above.parts[-1]._replace(text=" "), *line.parts))
        else:
            found.append(line)
    return found


def _sentences(document: Document) -> Iterator[_Sentence]:
    """Every sentence with the part of the post it stands in. A heading is no sentence."""
    part: Part = "other"
    for line in _whole_lines(document.lines):
        text = line.text.strip()
        if not line.is_bullet and (found := _heading(text, line.level is not None)):
            part, rest = found
            if not rest:
                continue
            text = rest
        for sentence in [text] if line.is_bullet else sentence_texts(text.replace("\t", " ")):
            if sentence.strip():
                yield _Sentence(sentence.strip(), part, line.is_bullet)


def _heading(text: str, is_marked: bool) -> tuple[Part, str] | None:
    """The part that a heading opens, and what follows it on the line."""
    head, colon, rest = text.partition(":")
    head = head.strip(" *#\t")
    if not head or len(head.split()) > MAX_HEADING_WORDS or head.endswith((".", ",", ";")):
        return None
    for part, pattern in HEADING.items():
        if (found := pattern.search(head)) and (
            colon or is_marked or found.start() < 3 or head.isupper() or len(head.split()) <= 4
        ):
            if rest.strip() and part == "other":
                return None
            return part, rest.strip()
    return ("other", "") if is_marked and not title_score(head) else None


def _requirements(sentences: list[_Sentence]) -> tuple[list[Requirement], list[Requirement]]:
    """What must be and what may be, each skill once; what is asked for anywhere as a must is no nice-to-have."""
    has_sections = any(each.part in {"must", "nice"} for each in sentences)
    must: dict[str, Requirement] = {}
    nice: dict[str, Requirement] = {}
    for each in sentences:
        for clause in _clauses(each.text):
            wanted: dict[str, Requirement] | None = None
            if _NICE.search(clause) or each.part == "nice":
                wanted = nice
            elif each.part == "must" or ((each.part != "tasks" or not has_sections) and _MUST.search(clause)):
                wanted = must
            if wanted is not None:
                _add(wanted, each.text, _skills_in(clause))
    must = _without_met(must)
    nice = _without_met({name: each for name, each in nice.items() if name not in must})
    return list(must.values()), list(nice.values())


def _skills_in(clause: str) -> list[str]:
    """The skills that a clause names; the name behind "Airflow or …" is one, whether it is known or not."""
    found = find_skills(clause)
    taken = {each.start for each in found}
    names = [each.name for each in found]
    for each in found:
        other = _OR_NAME.match(clause, each.end)
        if other and other.start("name") not in taken:
            names.append(other["name"])
    return names


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


def _clauses(sentence: str) -> list[str]:
    """A sentence in pieces where its wish changes: "Python required; Go is a plus"."""
    pieces = re.split(r";\s+|,?\s+(?:but|while|aber|mais|pero)\s+|\.\s+|[()]", sentence)
    return pieces if any(_NICE.search(piece) for piece in pieces) else [sentence]


def _labelled(document: Document, field: str) -> str | None:
    pattern = re.compile(rf"\W*(?:{LABELS[field]})\s*:\s*\W?(?P<value>.+)", re.IGNORECASE)
    for line in document.lines[:60]:
        if (found := pattern.match(line.text.replace("**", ""))) and len(found["value"]) < 120:
            return found["value"].strip(" *\t")
    return None


def _title(document: Document) -> str | None:
    labelled = _labelled(document, "title")
    lines = [line for line in document.lines[:25] if 0 < len(line.text.split()) <= 14 and not line.is_bullet]
    best = max(lines, key=lambda line: _title_likeness(line.text, line.level, lines.index(line)), default=None)
    found = labelled or (
        best.text if best and _title_likeness(best.text, best.level, lines.index(best)) > 0 else None
    )
    if found is None and (sought := _SOUGHT.search(document.text)):
        found = sought["title"]
    if found is None:
        return None
    found = re.split(
        r"\t|\s[|•@]\s|\s+(?:at|bei|chez)\s+(?=[A-Z])", _WANTED.sub("", _GENDERS.sub("", found)).strip(" #*")
    )[0]
    pieces = re.split(r"\s[–—-]\s|,\s", found)
    return (
        pieces[0]
        if len(pieces) > 1 and (is_place(pieces[-1]) or not title_score(pieces[-1])) and title_score(pieces[0])
        else found
    ).strip()


def _title_likeness(text: str, level: int | None, place: int) -> float:
    text = _WANTED.sub("", text)
    sentence = 2.0 * text.rstrip().endswith((".", "!", "?", ":"))
    return title_score(text) + 1.0 * (level == 1) + 0.5 * bool(_GENDERS.search(text)) - 0.1 * place - sentence


def _seniority(title: str | None, years: list[YearsAsked]) -> Level | None:
    for level, words in LEVELS:
        if title and re.search(rf"(?<!\w)(?:{words})(?!\w)", title, re.IGNORECASE):
            return level
    if not years:
        return None
    most = max(each["minimum"] for each in years)
    return "senior" if most >= 5 else "mid" if most >= 2 else "junior"


def _company(document: Document) -> str | None:
    if labelled := _labelled(document, "company"):
        return labelled
    for line in document.lines[:6]:
        found = re.search(r"(?:\s(?:at|@|bei|chez)\s)(?P<name>[A-Z][\w&.' -]{1,40})", line.text)
        if found and not title_score(found["name"]):
            return found["name"].strip(" .")
    for line in document.lines[:6]:
        pieces = [piece.strip() for piece in _PIECES.split(line.text)]
        for piece in pieces:
            name, _, place = piece.partition(", ")
            stands_by_place = is_place(place) or any(map(is_place, pieces))
            if stands_by_place and company_score(name) and not title_score(name):
                return name
    for sought in _LOOKING.finditer(document.text):
        name = sought["company"] or sought["after"]
        if name.split()[0].lower() not in _NO_COMPANY:
            return str(name.rstrip("."))
    return None


def _place(document: Document) -> str | None:
    if labelled := _labelled(document, "place"):
        return labelled
    for line in document.lines[:8]:
        for piece in _PIECES.split(line.text):
            found = next((each for each in (piece, piece.partition(", ")[2]) if is_place(each.strip())), None)
            if found:
                return found.strip()
    return None
