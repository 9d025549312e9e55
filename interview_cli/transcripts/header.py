"""What stands above an interview: `Candidate: Tom Fox`, `Interviewers: Jane Doe, Ann Lee`, `Date: 3 March 2025`.

Such lines look like speech of a speaker. They are told by what they call themselves and by what stands after the
colon: a name or a few words, no speech. Who is who there is taken over to the speakers of that name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from interview_cli.transcripts.asking import Kind, kind_of
from interview_cli.transcripts.labels import is_name_like, role_of_label
from interview_cli.transcripts.model import Role

MAX_HEADER_LINES: Final = 30
_MAX_KEY_WORDS: Final = 3
_MAX_VALUE_WORDS: Final = 12
_MAX_TITLE_WORDS: Final = 10
_MAX_NAME_WORDS: Final = 4

_KEY_AND_VALUE: Final = re.compile(
    r"[\s*_#>•-]{0,6}(?P<key>[^\W\d_][^:：\n]{0,39}?)[\s*_]{0,4}[:：][\s*_]{0,4}(?P<value>[^\s*_:：].{0,118}?)[\s*_]{0,4}"
)
_SIDE: Final = {Role.INTERVIEWER: "interviewer", Role.CANDIDATE: "candidate"}
_KEYS: Final = frozenset(
    "date day time duration length position role job title company organisation organization employer location place "
    "venue office team department level seniority topic subject participants attendees present name names email "
    "phone id language version file meeting interview round stage ref reference status type format platform "
    "recorded recording transcript transcribed datum ort dauer stelle firma fecha lugar puesto empresa duración "
    "lieu poste durée entreprise luogo durata posizione azienda дата место".split()
)
_NAMES: Final = re.compile(r"\s*(?:[,;/&]|\band\b|\bund\b|\by\b|\bet\b)\s*")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_BRACKETS: Final = re.compile(r"\([^()]{0,80}\)")
_SPEECH_ENDS: Final = re.compile(r"[?!…]$|\w{4}\.$")


@dataclass(slots=True)
class Header:
    """How many lines are above the interview, and whom they name on which side."""

    line_count: int = 0
    names: dict[str, Role] = field(default_factory=dict)


def header_of(lines: Sequence[str]) -> Header:
    """What stands above the interview in these lines, as a rule nothing. Lines with a time are to be given empty.

    A label that comes again ("Interviewer: Jane Doe", then "Interviewer: Tell me …") belongs to the header only when
    a blank line follows the header and a name stands after it.
    """
    header = Header()
    keys: list[tuple[str, str]] = []
    for index, line in enumerate(islice(lines, MAX_HEADER_LINES)):
        match = _KEY_AND_VALUE.fullmatch(line) if ":" in line or "：" in line else None
        if match is None:
            if line and not _is_title(line):
                break
            continue
        key, value = match["key"], match["value"]
        if not _is_entry(key, value) or key in dict(keys):
            break
        keys.append((key, value))
        header.line_count = index + 1
    if not keys or (
        _come_again(lines, header.line_count, keys) and not _stands_apart(lines, header.line_count, keys)
    ):
        return Header()
    for key, value in keys:
        role = role_of_label(key)
        if role in _SIDE:
            names = (_BRACKETS.sub("", name).strip() for name in _NAMES.split(value))
            header.names |= {name: role for name in names if name}
    return header


def sides(labels: Collection[str], names: Mapping[str, Role]) -> dict[str, str]:
    """The labels that a header's names belong to, each with its side behind it: "Jane Doe (interviewer)".

    A name fits when label and name are the same, one is a part of the other, or the label has its initials.
    """
    found: dict[str, str] = {}
    for label in labels:
        if role_of_label(label) is not Role.UNKNOWN:
            continue
        fitting = {role for name, role in names.items() if _fits(label, name)}
        if len(fitting) == 1:
            found[label] = f"{label} ({_SIDE[fitting.pop()]})"
    return found


def _is_title(line: str) -> bool:
    return line.count(" ") < _MAX_TITLE_WORDS and not _SPEECH_ENDS.search(line) and kind_of(line) is not Kind.QUESTION


def _is_entry(key: str, value: str) -> bool:
    if key.count(" ") >= _MAX_KEY_WORDS or value.count(" ") >= _MAX_VALUE_WORDS or _SPEECH_ENDS.search(value):
        return False
    if role_of_label(key) in _SIDE:
        return _is_names(value)
    return not _KEYS.isdisjoint(_words(key)) and kind_of(value) is Kind.STATEMENT


def _is_names(value: str) -> bool:
    names = [_BRACKETS.sub("", name).strip() for name in _NAMES.split(value)]
    return kind_of(value) is Kind.STATEMENT and all(
        is_name_like(name) and len(name.split()) <= _MAX_NAME_WORDS for name in names
    )


def _come_again(lines: Sequence[str], begin: int, keys: Sequence[tuple[str, str]]) -> bool:
    """Whether a label of the header stands before what is said later, too."""
    known = tuple(f"{key}:" for key, _ in keys)
    return any(line.lstrip("*_#> ").replace("*", "").startswith(known) for line in lines[begin:] if ":" in line)


def _stands_apart(lines: Sequence[str], end: int, keys: Sequence[tuple[str, str]]) -> bool:
    return len(keys) > 1 and end < len(lines) and not lines[end] and all(lines[:end])


def _fits(label: str, name: str) -> bool:
    label_words, name_words = _words(label), _words(name)
    if not label_words or not name_words:
        return False
    initials = "".join(word[0] for word in name_words)
    return (
        set(label_words) <= set(name_words)
        or set(name_words) <= set(label_words)
        or (len(initials) > 1 and "".join(label_words) == initials)
    )


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _LETTERS.findall(text)]
