"""Skills named in a text: a vocabulary with aliases, and lists that announce themselves ("Technologies: …").

The vocabulary, `skill_names.tsv`, holds name, aliases and source: our own rows, names of technologies of the O*NET
database (https://www.onetcenter.org, CC BY 4.0, U.S. Department of Labor/Employment and Training Administration) and
programming languages of GitHub Linguist (MIT), and digital knowledge of ESCO (https://esco.ec.europa.eu, European
Commission); `benchmarks/skill_names.py` rebuilds it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from interview_cli.text.lexicon import word_set
from interview_cli.text.words import list_words

MAX_LISTED_WORDS: Final = 5
"""An item of a list with more words is a phrase, not the name of a skill (chosen)."""

MOST_WORDS_BETWEEN: Final = 4
"""Words between two skills that are alternatives ("Kafka or experience with RabbitMQ"; chosen)."""

_OR: Final = word_set("or oder ou o u bzw")
_AND: Final = word_set("and und et y e")
"""In English, German, French, Spanish and Italian."""

MIN_ACRONYM: Final = 3
"""Capitals in a row that name a skill wherever they stand (chosen)."""

_TOKEN: Final = re.compile(r"(?:(?<![\w.])\.)?[^\W_]+(?:\+\+|#)?")
_GAP: Final = re.compile(r"[ \t./&'’-]{0,2}")
_LABEL: Final = re.compile(
    r"(?:^|(?<=[\n\t.;•·]))[ \t]*(?P<label>(?:key |core |main |technical |programming )?"
    r"(?:technologies(?: used)?|technology|tech(?:nical)? stack|stack|tools(?: used)?|skills|frameworks|libraries|"
    r"languages and frameworks|databases|environment|technologien|werkzeuge|kenntnisse|outils|compétences|"
    r"tecnologías|herramientas|tecnologie|strumenti|technologieën))[ \t]*:[ \t]*(?P<items>[^\n]{2,400})",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(
    r"https?://\S+|(?<!\w)www\.\S+|(?<!\S)\S+@[\w-]+\.\S+|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|me|de)/\S*"
    r"|(?<!\w)(?:github|gitlab|linkedin|bitbucket|kaggle|stackoverflow)\.(?:com|org)\b",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(r"\s*(?:[,;|•·]|\t| / | – | — |(?<!\w)and(?!\w)|(?<!\w)und(?!\w))\s*")
_BEFORE_NAME: Final = re.compile(
    r"(?:\b(?:in|de|with|using|of|and|or|und|oder|mit|en|con|ideally|idealerweise|preferably|like|wie)|[,;:/|(•·\n\t])\s*$|^\s*[-*]?\s*$",
    re.IGNORECASE,
)
_AFTER_NAME: Final = re.compile(
    r"\s*(?:$|[,;/|)•·\n\t]|-(?:kenntniss|erfahrung|entwickl)|\.(?:\s|$)|(?:and|or|und|oder|et|ou|y|o|e)\b|"
    r"(?:is|are|ist|sind|experience|knowledge|skills|required|preferred|developer|engineer|programming|language|"
    r"services?|microservices|backend|code|entwickler|scripts?)\b)",
    re.IGNORECASE,
)
_NO_SINGLE_LETTER: Final = re.compile(r"[&'’\-.]\w|\+|#|\s?&")


class FoundSkill(NamedTuple):
    """A skill by its name in the vocabulary, or as written in a list; `start` and `end` are offsets into the text."""

    name: str
    start: int
    end: int


class _Term(NamedTuple):
    name: str
    is_ambiguous: bool
    spelling: str


@cache
def _vocabulary() -> dict[str, list[tuple[tuple[str, ...], _Term]]]:
    """First token → the terms beginning with it, longest first."""
    terms: dict[str, list[tuple[tuple[str, ...], _Term]]] = {}
    with files("interview_cli.documents").joinpath("skill_names.tsv").open(encoding="utf-8") as file:
        for name, aliases, _source in csv.reader(file, delimiter="\t"):
            for spelling in (name, *filter(None, aliases.split("|"))):
                term = _Term(name.strip("!"), spelling.startswith("!"), spelling.strip("!"))
                tokens = tuple(_TOKEN.findall(term.spelling.lower()))
                if tokens:
                    terms.setdefault(tokens[0], []).append((tokens, term))
    for found in terms.values():
        found.sort(key=lambda each: -len(each[0]))
    return terms


def canonical(name: str) -> str:
    """The vocabulary's name for a skill, or the name as it is."""
    tokens = tuple(_TOKEN.findall(name.lower()))
    for spelled, term in _vocabulary().get(tokens[0], ()) if tokens else ():
        if spelled == tokens:
            return term.name
    return name


def find_skills(text: str) -> list[FoundSkill]:
    """The skills named in a text, in order and without overlap; a skill named twice is found twice.

    A name that is also a word (Go, Swift, R) counts only as it is spelled and where a name can stand: in a list, or
    next to words such as "developer". The address of a page names no skill.
    """
    found = [
        skill for match in _LABEL.finditer(text) for skill in listed_skills(match["items"], match.start("items"))
    ]
    taken = [(skill.start, skill.end) for skill in found] + [match.span() for match in _ADDRESS.finditer(text)]
    tokens = list(_TOKEN.finditer(text))
    vocabulary = _vocabulary()
    index = next_listed = 0
    taken.sort()
    while index < len(tokens):
        start = tokens[index].start()
        while next_listed < len(taken) and taken[next_listed][1] <= start:
            next_listed += 1
        term, length = _match(text, tokens, index, vocabulary)
        if term is None:
            index += 1
            continue
        end = tokens[index + length - 1].end()
        if not (next_listed < len(taken) and taken[next_listed][0] < end):
            found.append(FoundSkill(term.name, start, end))
        index += length
    return sorted(found, key=lambda skill: skill.start)


def alternatives(sentence: str, names: Iterable[str]) -> list[tuple[str, ...]]:
    """Skills that a sentence names, in its order; those with an "or" between them are one group: one is enough.

    In "Java, Kotlin or Scala" all three are alternatives, in "Python or Go, SQL" the first two. So are a name and its
    initials after it: "Immediate Life Support (ILS)".
    """
    placed = sorted((_place(sentence, name), name) for name in dict.fromkeys(names))
    groups: list[list[str]] = []
    listed = last = 0
    for (begin, end), name in placed:
        link = _link(sentence[last:begin]) if groups and last <= begin else None
        between, last = sentence[last:begin], end
        if groups and between.strip() == "(" and name.casefold() == _initials(groups[-1][-1]):
            groups[-1].append(name)
            continue
        if link == "or":
            groups[-1 - listed :] = [[each for group in groups[-1 - listed :] for each in group] + [name]]
            listed = 0
            continue
        listed = listed + 1 if link == "comma" and len(groups[-1]) == 1 else 0
        groups.append([name])
    return [tuple(group) for group in groups]


def _initials(name: str) -> str:
    return "".join(word[0] for word in list_words(name))


def _link(between: str) -> Literal["or", "comma"] | None:
    """What is between two skills of a sentence."""
    words = set(list_words(between))
    if re.search(r"[.;:!?\n]\s", between) or len(words) > MOST_WORDS_BETWEEN:
        return None
    if words & _OR and (not words & _AND or "/" in between):
        return "or"
    return "comma" if between.strip() == "," else None


def _place(sentence: str, name: str) -> tuple[int, int]:
    """Where a sentence names a skill, in characters; its beginning where only its meaning is there."""
    by_name = next(((each.start, each.end) for each in find_skills(sentence) if each.name == name), None)
    begin = sentence.casefold().find(name.casefold())
    return by_name or ((begin, begin + len(name)) if begin >= 0 else (0, 0))


def _match(
    text: str, tokens: list[re.Match[str]], index: int, vocabulary: dict[str, list[tuple[tuple[str, ...], _Term]]]
) -> tuple[_Term | None, int]:
    """The longest term that begins at a token, and its length in tokens."""
    for spelled, term in vocabulary.get(tokens[index][0].lower(), ()):
        piece = tokens[index : index + len(spelled)]
        if tuple(token[0].lower() for token in piece) != spelled:
            continue
        if any(not _GAP.fullmatch(text, left.end(), right.start()) for left, right in pairwise(piece)):
            continue
        start, end = piece[0].start(), piece[-1].end()
        if term.is_ambiguous and not _stands_as_name(text, start, end, term.spelling):
            continue
        return term, len(spelled)
    return None, 1


def _stands_as_name(text: str, start: int, end: int, spelling: str) -> bool:
    if text[start:end] != spelling:
        return False
    if len(spelling) == 1 and (
        _NO_SINGLE_LETTER.match(text, end) or text[max(0, start - 1) : start] in {"&", "-", "'", "’", "."}
    ):
        return False
    if len(spelling) >= MIN_ACRONYM and spelling.isupper():
        return True
    before, after = text[max(0, start - 20) : start], text[end : end + 20]
    return bool(_BEFORE_NAME.search(before) and _AFTER_NAME.match(after))


def labelled_skills(text: str) -> list[FoundSkill]:
    """The skills of a text that is nothing but a list with its label ("Technologies: …"); none of any other text."""
    labelled = _LABEL.fullmatch(text.strip())
    return listed_skills(labelled["items"]) if labelled else []


def listed_skills(items: str, offset: int = 0) -> list[FoundSkill]:
    """The items of a list of skills, known or not, by their names in the vocabulary where they have one.

    Separators inside brackets do not count; `offset` is where the list begins in its text.
    """
    found = []
    for first, last in items_in(items, _SEPARATOR):
        item = items[first:last]
        name = re.sub(r"\s*[(\[][^()\[\]]*[)\]]?\s*$", "", item).strip(" \t.*_`–—-")
        is_name = re.search(r"[^\W\d_]", name) is not None and _ADDRESS.fullmatch(name) is None
        if is_name and len(name.split()) <= MAX_LISTED_WORDS:
            start = offset + first + item.index(name)
            found.append(FoundSkill(canonical(name), start, start + len(name)))
    return found


def items_in(text: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the pieces of a text between separators begin and end; a separator inside brackets parts nothing."""
    separators = {match.start(): match.end() for match in separator.finditer(text)}
    bounds, begin, depth = [], 0, 0
    for position, character in enumerate(text):
        depth += (character in "([") - (character in ")]" and depth > 0)
        if depth == 0 and position in separators and position >= begin:
            bounds.append((begin, position))
            begin = separators[position]
    return [*bounds, (begin, len(text))]
