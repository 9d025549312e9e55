"""The same words with only one thing changed: names, pronouns, or how many fillers there are.

Whatever is judged fairly scores the same before and after. The changes are made in the text as a transcriber would
have written it; the random ones depend on nothing but their seed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from random import Random
from typing import Final

from interview_cli.delivery.fillers import find_fillers
from interview_cli.scoring.name_words import name_starts
from interview_cli.scoring.person_names import KNOWN, NAMES_AND_WORDS, WORDS_TOO, NameGroup
from interview_cli.text.words import split_words

FILLERS_PER_WORD: Final = 0.12
"""Disfluencies of every kind come to about six in a hundred words (Bortfeld et al. 2001); this is twice as many."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE: Final = re.compile(r"['’]s$")
_INTRODUCED: Final = re.compile(
    r"\b(?:[Mm]y name is|[Mm]y name's|[Cc]all me|I(?: am|['’]m) called)\s+(?P<given>[^\W\d_][\w'’-]*)"
)
_NOT_NAMES: Final = frozenset(
    "speaker unknown person voice caller channel interviewer candidate interviewee applicant recruiter manager host "
    "user human guest student panel question answer the and of".split()
)
_AMBIGUOUS: Final = WORDS_TOO | NAMES_AND_WORDS
_PAUSES: Final = ("um", "uh", "er", "hmm", "umm")
_MARKERS: Final = ("you know", "I mean", "like", "actually", "basically")
_OPENERS: Final = ("well", "so", "okay")
_SENTENCE_END: Final = re.compile(r"[.?!…][\"”’)]*$")
_FIRST_PERSON: Final = re.compile(r"I(?:['’](?:m|d|ve|ll))?")
_CLOSES: Final = ("", *",.?!;:")
_OPENS: Final = frozenset(
    "A After And As At Because But For He If In It My On One Our She So That The Then There They This To We What "
    "When".split()
)
"""Words that have a capital only because a sentence begins with them."""

_OBJECT_ENDS: Final = frozenset(
    "a about after again an and as at away back because before but by down first for from he how i if in into is it "
    "more not off on or out over she so that the then they to too up was we what when where which while who why with "
    "without you".split()
)
_PRONOUNS: Final = {
    "he": "she",
    "she": "he",
    "him": "her",
    "his": "her",
    "hers": "his",
    "himself": "herself",
    "herself": "himself",
    "he's": "she's",
    "she's": "he's",
    "he'd": "she'd",
    "she'd": "he'd",
    "he'll": "she'll",
    "she'll": "he'll",
    "mr": "Ms",
    "mrs": "Mr",
    "ms": "Mr",
    "sir": "madam",
    "madam": "sir",
}


def people_in(texts: Iterable[str], labels: Iterable[str]) -> list[tuple[str, str]]:
    """The people named, as (given name, family name or ""), in order.

    They are found in speakers' labels, by how they introduce themselves, and by given names that are well known; one
    that is a word as well ("Rose") has to stand where a name does.
    """
    people: dict[str, str] = {}
    for label in labels:
        words = [word for word in _WORD.findall(label) if word.casefold() not in _NOT_NAMES]
        if words and all(word[0].isupper() and len(word) > 1 for word in words[:2]):
            people.setdefault(words[0], words[1] if len(words) > 1 else "")
    for text in texts:
        for match in _INTRODUCED.finditer(text):
            if match["given"][0].isupper():
                people.setdefault(match["given"], "")
        starts = name_starts(text)
        for match in _WORD.finditer(text):
            name = _POSSESSIVE.sub("", match[0])
            if match.start() in starts if name in NAMES_AND_WORDS else name in KNOWN:
                people.setdefault(name, "")
    return list(people.items())


def renaming(people: Iterable[tuple[str, str]], group: NameGroup) -> dict[str, str]:
    """A new name from the group for each old one, given names for given names, never one for two people.

    Where the group has too few names, the people named last keep theirs.
    """
    people = list(people)
    taken = {name for person in people for name in person}
    given_names, family_names = (
        iter([name for name in names if name not in taken]) for names in (group.given, group.family)
    )
    changed: dict[str, str] = {}
    for given, family in people:
        for old, new_names in ((given, given_names), (family, family_names)):
            if old and old not in changed and (new := next(new_names, None)):
                changed[old] = new
    return changed


def renamed(text: str, changed: Mapping[str, str], *, is_label: bool = False) -> str:
    """The text with other names. In running text, names that are ordinary words change only where they are names."""
    ambiguous = frozenset() if is_label else _AMBIGUOUS & changed.keys()
    starts = name_starts(text) if ambiguous else frozenset()

    def replace(match: re.Match[str]) -> str:
        word = match[0]
        name = word if word in changed else _POSSESSIVE.sub("", word)
        if name in ambiguous and match.start() not in starts:
            return word
        return changed.get(name, name) + word[len(name) :]

    return _WORD.sub(replace, text)


def with_other_pronouns(text: str) -> str:
    """He for she and she for he, in every form. "Her" becomes "his" before a noun, else "him"."""
    words = list(_WORD.finditer(text))
    pieces: list[str] = []
    position = 0
    for index, match in enumerate(words):
        word = match[0].lower().replace("’", "'")
        following = words[index + 1] if index + 1 < len(words) else None
        between = text[match.end() : following.start()] if following else "."
        owns = following is not None and between == " " and following[0].lower() not in _OBJECT_ENDS
        if word == "her":
            other = "his" if owns else "him"
        elif word == "his":
            other = "her" if owns else "hers"
        else:
            other = _PRONOUNS.get(word, "")
        if other:
            pieces += [text[position : match.start()], _cased_like(other, match[0])]
            position = match.end()
    return "".join([*pieces, text[position:]])


def _cased_like(word: str, model: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if model[0].isupper() else word


def without_fillers(text: str) -> str:
    """The text without fillers and the commas around them; as it was when nothing would be left."""
    rest = text
    for filler in reversed(find_fillers(split_words(text))):
        before = rest[: filler.start].rstrip()
        after = rest[filler.end :].removeprefix(",").lstrip()
        if not before or _SENTENCE_END.search(before):
            after = after[:1].upper() + after[1:]
        else:
            before = before.removesuffix(",")
        rest = before + ("" if not before or after[:1] in _CLOSES else " ") + after
    return rest if _WORD.search(rest) else text


def with_pauses(text: str, source: Random) -> str:
    """The text with "um" and the like strewn in, between commas or without."""
    return _strewn(text, source, _PAUSES, _PAUSES, bare=True)


def with_markers(text: str, source: Random) -> str:
    """The text with "you know", "like" and others strewn in between commas, "well" and others opening sentences."""
    return _strewn(text, source, _MARKERS, _OPENERS, bare=False)


def _strewn(text: str, source: Random, inside: tuple[str, ...], opening: tuple[str, ...], *, bare: bool) -> str:
    parts = re.split(r"(\s+)", text)
    known = {part.rstrip(",.?!;:") for part in parts[0::2]}
    result = [parts[0]]
    for blank, word in zip(parts[1::2], parts[2::2], strict=True):
        before = result[-1]
        if before and word and source.random() < FILLERS_PER_WORD:
            inner = _inside_sentence(word, known)
            if not _SENTENCE_END.search(before):
                if bare and source.random() < 0.5:
                    result += [" ", source.choice(inside)]
                else:
                    result[-1] = before if before.endswith((",", ";", ":")) else f"{before},"
                    result += [" ", source.choice(inside) + ","]
            elif inner is not None:
                result += [" ", source.choice(opening).capitalize() + ","]
                word = inner
        result += [blank, word]
    return "".join(result)


def _inside_sentence(word: str, known: set[str]) -> str | None:
    """How the first word of a sentence is written inside one; None when that is not clear from the text."""
    if not word[0].isupper() or _FIRST_PERSON.fullmatch(word.rstrip(",.?!;:")):
        return word
    small = word[0].lower() + word[1:]
    return small if word in _OPENS or small.rstrip(",.?!;:") in known else None
