"""Sections that are lists: skills, languages, certificates, awards, interests, publications."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile, zip_longest
from typing import Final

from interview_cli.contracts.resume import Award, Certificate, Language, Publication, Skill
from interview_cli.documents.lines import Line
from interview_cli.documents.paragraphs import Paragraph, strip_marks, without_dates
from interview_cli.documents.skills import find_skills, items_in, listed_skills

UNLABELLED: Final = "Skills"
"""The name of a group of skills that has none in the file."""

FEWEST_LISTED: Final = 3
"""Items that make a line a list (chosen)."""

_LABEL: Final = re.compile(
    r"\s*(?P<label>[^:\t]{2,45}?)\s*(?::|\t| [–—-] | \| (?=[^|]+,[^|]+$))\s*(?P<items>.+)", re.DOTALL
)
_LEVELS: Final = (
    "native|mother tongue|first language|bilingual|fluent|proficient|advanced|upper[- ]intermediate|intermediate|"
    "conversational|basic|beginner|elementary|working (?:knowledge|proficiency)|limited working|"
    "full professional|professional|"
    "business fluent|good|very good|"
    "muttersprache|muttersprachlich|muttersprachler(?:in)?|verhandlungssicher|fließend|fliessend|sehr gut|gut|"
    "grundkenntnisse|gute kenntnisse|"
    "langue maternelle|maternelle|courant|bilingue|intermédiaire|avancé|débutant|notions|lu,? écrit,? parlé|scolaire|"
    "nativo|nativa|lengua materna|materna|fluido|avanzado|intermedio|básico|principiante|alto|medio|bajo|"
    "madrelingua|fluente|avanzato|scolastico|base|ottimo|buono|moedertaal|vloeiend|goed|"
    "[abc][12](?:[+]|\\s?[-–/]\\s?[abc][12])?(?: level| niveau)?|toefl.*|ielts.*|delf.*|dele.*|dalf.*|goethe.*"
)
_LEVEL: Final = re.compile(rf"(?<!\w)(?:{_LEVELS})(?!\w)", re.IGNORECASE)
_TONGUES: Final = re.compile(
    r"(?<!\w)(?:english|german|french|spanish|italian|dutch|portuguese|russian|polish|turkish|arabic|chinese|"
    r"mandarin|cantonese|japanese|"
    r"korean|hindi|urdu|bengali|greek|hebrew|swedish|norwegian|danish|finnish|czech|hungarian|romanian|"
    r"ukrainian|catalan|latin|persian|"
    r"farsi|punjabi|tamil|telugu|marathi|gujarati|vietnamese|thai|indonesian|malay|swahili|serbian|croatian|"
    r"bulgarian|slovak|"
    r"englisch|deutsch|französisch|spanisch|italienisch|niederländisch|portugiesisch|russisch|polnisch|türkisch|"
    r"arabisch|chinesisch|japanisch|latein|"
    r"anglais|allemand|français|espagnol|italien|néerlandais|portugais|russe|polonais|turc|arabe|chinois|japonais|"
    r"inglés|alemán|francés|español|castellano|italiano|neerlandés|portugués|ruso|polaco|turco|árabe|chino|"
    r"japonés|catalán|gallego|euskera|"
    r"inglese|tedesco|francese|spagnolo|portoghese|russo|arabo|cinese|engels|duits|frans|spaans|nederlands)(?!\w)",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"\t|[,;|•·]|\n|\s{3,9}")
_ISSUER: Final = re.compile(r"\s*(?:\t|\s[|·•–—-]\s|,\s|\s(?:by|from|von|par|por|da)\s(?=[A-Z]))\s*")


def skills_of(paragraphs: list[Paragraph]) -> Iterator[tuple[Skill, Line]]:
    """Groups of skills; what stands without a label is one group."""
    loose: list[str] = []
    first: Line | None = None
    pending: tuple[str, Line] | None = None
    for paragraph, below in zip_longest(paragraphs, paragraphs[1:]):
        text = paragraph.text
        labelled = _LABEL.fullmatch(text) if not (text.endswith(":") or _is_row_of_skills(paragraph)) else None
        is_label = (
            not paragraph.is_bullet
            and len(text.split()) <= 4
            and (text.endswith(":") or all(p.is_bold for p in paragraph.parts) or _heads_list(text, below))
        )
        if labelled and len(labelled["label"].split()) <= 5 and not re.search(r"[,;]", labelled["label"]):
            names = [each.name for each in listed_skills(labelled["items"].replace("\t", ", "))]
            if names and not (len(names) == 1 and _is_level(labelled["items"])):
                yield Skill(name=strip_marks(labelled["label"]), keywords=names), paragraph.line
                pending = None
                continue
            text = labelled["label"] if names else text
        elif is_label and text:
            pending = strip_marks(text), paragraph.line
            continue
        names = [each.name for each in listed_skills(re.sub(r"\s{3,}", ", ", text)) if not _is_level(each.name)]
        if pending:
            yield Skill(name=pending[0], keywords=names), pending[1]
            pending = None
            continue
        first = first or paragraph.line
        loose += names
    if pending:
        loose.append(pending[0])
        first = first or pending[1]
    if loose and first:
        yield Skill(name=UNLABELLED, keywords=list(dict.fromkeys(loose))), first


def _heads_list(text: str, below: Paragraph | None) -> bool:
    """Whether a line that names one thing, and no skill that is known, is above a list."""
    items = below is not None and not below.is_bullet and len(_items(below.text)) >= FEWEST_LISTED
    return items and len(_items(text)) == 1 and not find_skills(text)


def _is_row_of_skills(paragraph: Paragraph) -> bool:
    """Whether a line has a skill in each cell, and no label before them."""
    cells = paragraph.text.split("\t")
    bold = [part.is_bold for part in paragraph.parts]
    has_label = any(bold[:1]) and not all(bold)
    return len(cells) > 1 and not has_label and not any(re.search(r"[:,;|•·]", cell) for cell in cells)


def _is_level(text: str) -> bool:
    return _LEVEL.fullmatch(text.strip(" ()")) is not None or re.fullmatch(r"[\d.,/%★☆●○ ]+", text) is not None


def languages_of(paragraphs: list[Paragraph]) -> Iterator[tuple[Language, Line]]:
    """Languages and how well each is spoken, whichever way they are set."""
    found: list[tuple[Language, Line]] = []
    for paragraph in paragraphs:
        text = paragraph.text.replace("\n", " ")
        names = list(_TONGUES.finditer(text))
        if not names and found and "fluency" not in found[-1][0] and len(text) < 60:
            found[-1][0]["fluency"] = strip_marks(text)
        for index, name in enumerate(names):
            end = names[index + 1].start() if index + 1 < len(names) else len(text)
            after = text[name.end() : end]
            before = text[0 : name.start()] if index == 0 else ""
            level = strip_marks(after).strip("()– —-:").strip() or (
                strip_marks(before) if _LEVEL.search(before) else ""
            )
            language = Language(language=name[0][:1].upper() + name[0][1:])
            if level and len(level) <= 60:
                language["fluency"] = re.sub(r"[()]\s*,?$|[\s,;|•·/–-]+$", "", level)
            found.append((language, paragraph.line))
    yield from found


def certificates_of(paragraphs: list[Paragraph]) -> Iterator[tuple[Certificate, Line]]:
    """Certificates: name, who issued it, when."""
    for paragraph, name, rest in _titled(paragraphs):
        item = Certificate(name=name)
        if rest:
            item["issuer"] = rest
        if date := _date(paragraph):
            item["date"] = date
        yield item, paragraph.line


def awards_of(paragraphs: list[Paragraph]) -> Iterator[tuple[Award, Line]]:
    """Awards: title, who gave it, when."""
    for paragraph, title, rest in _titled(paragraphs):
        item = Award(title=title)
        if rest:
            item["awarder"] = rest
        if date := _date(paragraph):
            item["date"] = date
        yield item, paragraph.line


def _titled(paragraphs: list[Paragraph]) -> Iterator[tuple[Paragraph, str, str]]:
    """Each paragraph that names something, its first piece, and the second."""
    for paragraph in paragraphs:
        pieces = [
            _without_empty_brackets(strip_marks(piece))
            for piece in _ISSUER.split(without_dates(paragraph.text), maxsplit=1)
        ]
        pieces = [piece for piece in pieces if re.search(r"\w\w", piece)]
        if pieces:
            yield paragraph, pieces[0], pieces[1] if len(pieces) > 1 else ""


def _without_empty_brackets(text: str) -> str:
    """A text without the brackets that a date has left empty, that surround all of it or that have no partner."""
    text = re.sub(r"\(\s*\)", "", text).strip()
    if text.count("(") == text.count(")") and not re.fullmatch(r"\([^()]*\)", text):
        return text
    return text.strip("()")


def _date(paragraph: Paragraph) -> str | None:
    return next((each.end or each.start for each, _ in paragraph.dates if each.end or each.start), None)


def publications_of(paragraphs: list[Paragraph]) -> Iterator[tuple[Publication, Line]]:
    """Publications: each begins with an item of a list, a gap, or a line with a date; its first line is the title."""
    current: list[Paragraph] = []
    for paragraph in [*paragraphs, None]:
        starts = (
            paragraph is None or paragraph.is_bullet or paragraph.gap > 0.9 or not current or bool(paragraph.asides)
        )
        if starts and current:
            title = " ".join(each.text for each in _title_of(current))
            text = strip_marks(without_dates(title).replace("\t", " "))
            name, _, publisher = text.partition(" | ")
            item = Publication(name=re.sub(r"^\d{1,2}[.)]\s+|^\[\d{1,2}\]\s*", "", name))
            if publisher.strip():
                item["publisher"] = publisher.strip()
            date = next((found for each in current if (found := _date(each))), None)
            if date:
                item["releaseDate"] = date
            if text:
                yield item, current[0].line
            current = []
        if paragraph is not None:
            current.append(paragraph)


def _title_of(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """The first line, and what a bold one that fills its column leaves to the next."""
    first, *others = paragraphs
    yield first
    if first.line.fills and _is_bold(first):
        yield from takewhile(_is_bold, others)


def _is_bold(paragraph: Paragraph) -> bool:
    return all(part.is_bold for part in paragraph.parts)


def items_of(paragraphs: list[Paragraph]) -> Iterator[tuple[str, Line]]:
    """The single items of a list, however it is set."""
    for paragraph in paragraphs:
        for item in _items(paragraph.text):
            if strip_marks(item):
                yield strip_marks(item), paragraph.line


def _items(text: str) -> list[str]:
    return [text[begin:end] for begin, end in items_in(text, _SPLIT)]


def names_languages(paragraph: Paragraph) -> bool:
    """Whether a line of skills lists languages that are spoken."""
    items = [item for item in _items(paragraph.text.partition(":")[2] or paragraph.text) if item.strip()]
    return bool(items) and all(_TONGUES.search(item) for item in items)
