"""Speaker labels: distinguishing `Jane Doe: …` from a sentence that contains a colon, and what a label means."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from interview_cli.transcripts.known_words import word_list
from interview_cli.transcripts.model import Role

MAX_LABEL_WORDS: Final = 6
MAX_NAME_WORDS: Final = 10
"""For a label all of whose words could be part of a name."""

MIN_MISTYPED_CHARACTERS: Final = 6
LIKE: Final = 0.88
"""How long a label must be, and what share of its letters those of a side, to be that one mistyped (chosen)."""

MAX_MISTYPED: Final = 10
"""With more labels of sides, none is looked for in those mistyped."""

_ANYWHERE: Final = {
    Role.INTERVIEWER: word_list("interviewer"),
    Role.CANDIDATE: word_list("candidate"),
    Role.OTHER: word_list("onlooker"),
}
_ALONE: Final = {
    Role.INTERVIEWER: word_list("question") | word_list("interviewer_alone"),
    Role.CANDIDATE: word_list("candidate_alone"),
    Role.OTHER: word_list("onlooker_alone"),
}
_SIDES: Final = frozenset[str]().union(*_ANYWHERE.values(), *_ALONE.values())
_SECTIONS: Final = word_list("section")
_BESIDE_SECTIONS: Final = word_list("beside_section")
_MEASURES: Final = word_list("measure") | _BESIDE_SECTIONS
_REPLIES: Final = frozenset({"reply", "response"})
_QUESTION_LABELS: Final = word_list("question") | {"q", "ques"}
_ANSWER_LABELS: Final = word_list("answer") | {"a", "ans"}
_SUPPOSED: Final = word_list("supposed")
_OWN: Final = word_list("own")
_NOT_SPEAKERS: Final = word_list("no_speaker")
_PARTICLES: Final = word_list("particle")
_COUNT: Final = re.compile(r"[0-9]{1,3}\s(?:[^\W\d_]{1,3}|/)\s[0-9]{1,3}$")
"""The number of a question among several: `Question 2 of 5`."""

_NAME_WORD: Final = re.compile(r"[^\W\d_]{2,}|\d+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_INITIALS: Final = re.compile(r"[A-Z]{2}")
_HERR: Final = re.compile(r"\bHr\b(?=\.?\s)")
"""The title that, written otherwise, is a department."""

_BESIDE: Final = re.compile(r"(?:MR|MS|MRS|MISS|DR|JUDGE|THE)\b[^a-z]*")
_WITNESS: Final = re.compile(r"THE (?:WITNESS|DEPONENT)\W?")
"""Labels in the record of an examination, next to `Q` and `A`."""

_NOT_IN_LABEL: Final = frozenset("?？=")
_PHONE: Final = re.compile(r"\+?[0-9](?:[ ()-]{0,2}[0-9]){6,14}")
_SENTENCE_STOP: Final = re.compile(r"\w{4}(?<!\bProf)[.,]\s")
_SURNAME_FIRST: Final = re.compile(r"[^\W\d_][\w'’-]+, [^\W\d_][\w '’().-]*")


@lru_cache(maxsize=4096)
def could_be_label(label: str) -> bool:
    """Whether a text has the shape of a speaker's label at all: a few words, no sentence, no time."""
    words = label.split()
    return (
        0 < len(words) <= (MAX_NAME_WORDS if is_name_like(label) else MAX_LABEL_WORDS)
        and (words[0].casefold() not in _NOT_SPEAKERS or _INITIALS.fullmatch(label) is not None)
        and (_WORD.search(label) or _PHONE.fullmatch(label)) is not None
        and _NOT_IN_LABEL.isdisjoint(label)
        and (
            not _SENTENCE_STOP.search(without_brackets(label))
            or (is_name_like(label) and _SURNAME_FIRST.fullmatch(label) is not None)
        )
    )


@lru_cache(maxsize=4096)
def role_of_label(label: str) -> Role:
    """What a label itself says about the role: `Interviewer 2`, `Candidate (Jane)`, `Hiring manager`, `Q`.

    `A` and `answer` mean the candidate only next to `Q` (see `roles_of_labels`); alone they are one of two letters.
    """
    plain = _COUNT.sub("", _HERR.sub("", normalize("NFKC", label))).casefold()
    words = _WORD.findall(plain)
    if is_section(label):
        return Role.OTHER
    anywhere = {*words, *plain.split()}  # the signs that join Devanagari's letters are no letters themselves
    groups = [role for role, known in _ANYWHERE.items() if not known.isdisjoint(anywhere)]
    if len(words) == 1:
        groups += [role for role, known in _ALONE.items() if words[0] in known]
    if not groups and " (" in label:
        return role_of_label(without_brackets(label))
    return groups[0] if len(set(groups)) == 1 else Role.UNKNOWN


def roles_of_labels(labels: set[str]) -> dict[str, Role]:
    """The role of each label that has one; `Q` and `A` are recognised together."""
    roles: dict[str, Role] = {label: role for label in labels if (role := role_of_label(label)) is not Role.UNKNOWN}
    letters = {label: _letters(label) for label in labels}
    if not _QUESTION_LABELS.isdisjoint(letters.values()):
        roles |= {
            label: Role.CANDIDATE for label, text in letters.items() if text in _ANSWER_LABELS or _is_own(label)
        }
        if Role.CANDIDATE in roles.values():
            roles = {label: Role.OTHER for label in labels if _BESIDE.fullmatch(label)} | roles
        side = Role.OTHER if Role.CANDIDATE in roles.values() else Role.CANDIDATE
        roles |= {label: side for label, text in letters.items() if text in _REPLIES}
    return roles


def is_section(label: str) -> bool:
    """Whether a label heads a note on an interview: `Overall Score`, `Researcher note`, `Candidate Question`."""
    words = _WORD.findall(normalize("NFC", label).casefold())
    named = {word for word in words if len(word) > 1} - _BESIDE_SECTIONS
    supposed = named - _ANSWER_LABELS - _REPLIES
    if supposed != named:
        return bool(supposed) and supposed <= _SUPPOSED
    about = named - _SIDES
    known = _SECTIONS if about == named else _SECTIONS | {"note"}
    return named == {"candidate", "question"} or (bool(about) and about <= known)


def measures_answer(label: str) -> bool:
    """Whether a label names what programs measure of an answer: `Duration`, `Filler words`, `Final score`."""
    return _MEASURES.issuperset(_WORD.findall(label.casefold())) or is_section(label)


def marks_question(label: str) -> bool:
    """Whether a label marks a question: `Q3`, `Question 1`, `Frage`."""
    return _letters(label) in _QUESTION_LABELS


def marks_answer(label: str) -> bool:
    """Whether a label marks an answer: `A3`, `Antwort`, `Your answer`."""
    return _letters(label) in _ANSWER_LABELS | _REPLIES or _is_own(label)


def names_side(label: str) -> bool:
    """Whether a label means a side of the interview, or marks questions or answers."""
    return role_of_label(label) is not Role.UNKNOWN or _letters(label) in _ANSWER_LABELS or _is_own(label)


def _is_own(label: str) -> bool:
    """Whether a label addresses the candidate, as practice tools do: `Your answer`, `You said`."""
    return label.casefold().partition(" ")[0] in _OWN


def _letters(label: str) -> str:
    plain = _COUNT.sub("", normalize("NFKC", without_brackets(label)))
    return "".join(_WORD.findall(plain)).casefold()


def without_brackets(label: str) -> str:
    """A label without what stands in brackets behind it: `Question 1 (General)`."""
    return label.partition(" (")[0]


def is_name_like(label: str) -> bool:
    """Whether every word of a label could be part of a name: it is capitalised or a particle."""
    words = [word.strip("()[].,'") for word in label.split()]
    return all(not word[:1].islower() or word[1:2].isupper() or word in _PARTICLES for word in words)


def _manners_in(labels: set[str]) -> dict[str, str]:
    """The names in labels that say how somebody speaks, in lower case, if another label names the same person."""
    heads = {label: without_brackets(label) for label in labels}
    heads = {label: head for label, head in heads.items() if label == head or label.removeprefix(head).islower()}
    alike = Counter(heads.values())
    return {
        label: head
        for label, head in heads.items()
        if label != head and alike[head] > 1 and role_of_label(label) in {Role.UNKNOWN, role_of_label(head)}
    }


def one_name_each(labels: set[str], *, are_lines: bool = False) -> dict[str, str]:
    """The full label for each label that is part of exactly one other, its initials, or in brackets behind it: `Dana`
    and `DB` are `Dana Brook`, `R` is `Respondent (R)`; for one in other letters or with a typing error, the right one
    (`INTERVIEWER`, `Interveiwer`). Next to `Q` and `A`, `THE WITNESS` is `A`. Labels that differ in how somebody
    speaks (`Dana (aside)`) are one; others than these may be text if `are_lines`."""
    manners = _manners_in(labels)
    if are_lines:
        return manners
    words = {label: set(_NAME_WORD.findall(label.casefold())) for label in labels if is_name_like(label)}
    owners: dict[str, set[str]] = {}
    for label, own in words.items():
        letters = "".join(name[0] for name in label.split()).casefold()
        for word in {*own, letters}:
            owners.setdefault(word, set()).add(label)
    fuller = {
        short: label for label in labels if label[-1:] == ")" and (short := label[:-1].rpartition("(")[2]) in labels
    }
    for label, own in words.items():
        if not own or label in fuller or role_of_label(label) is not Role.UNKNOWN:
            continue
        sharing = set.intersection(*sorted((owners[word] for word in own), key=len))
        if len(sharing) == 2 and len(words[other := (sharing - {label}).pop()]) > len(own):
            fuller[label] = other
    sides = {label.casefold(): label for label in sorted(labels) if role_of_label(label) is not Role.UNKNOWN}
    for label in labels - fuller.keys():
        plain = label.casefold()
        may_be_mistyped = len(label) >= MIN_MISTYPED_CHARACTERS and len(sides) <= MAX_MISTYPED
        meant = [plain] if plain in sides else get_close_matches(plain, sides, 1, LIKE) if may_be_mistyped else []
        if meant:
            fuller[label] = sides[meant[0]]
    fuller |= manners
    answering = next((label for label in sorted(labels) if _letters(label) in _ANSWER_LABELS), None)
    if answering and any(map(marks_question, labels)):
        fuller |= dict.fromkeys(filter(_WITNESS.fullmatch, labels), answering)
    return fuller
