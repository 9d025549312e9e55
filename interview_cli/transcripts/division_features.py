"""How well a division of a text into several interviews fits: the features by which `divisions` judges it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

from interview_cli.transcripts.known_words import word_list
from interview_cli.transcripts.labels import is_name_like, marks_question, role_of_label
from interview_cli.transcripts.model import Role

BARE: Final = "-\f"
"""Forms without a text: rules and page breaks."""

MARKS: Final = " \t\f*_=#~|>-–—"
"""What stands around a heading and is not part of its text."""

ENTRY: Final = re.compile(r"(?P<key>[^\W\d_][^:：\n]{0,30}?)[*_]{0,3}\s?[:：](?!//)[*_]{0,3}\s*(?P<value>\S.{0,80})")
QUESTION: Final = re.compile(r"[^.!?？。:：\n]{3,400}(?=[?？])")
RULE: Final = re.compile(r"\f?\s{0,8}[=*_#~–—-]{3,}\s*")
MAX_HEAD_LINES: Final = 8
_QUESTION_LETTERS: Final = 14
"""So many letters at its start tell a question from others (chosen: three words)."""

_ENOUGH_ENTRIES: Final = 2
_WORD: Final = re.compile(r"[^\W\d_]+")
_BETWEEN_DETAILS: Final = re.compile(r"[,;:()|–—]|\s-\s")
_SPEECH_ENDS: Final = re.compile(r"(?:[?!？！…。,]|[^\W\d_]{3}\.)[\"'”’»」*_)]{0,4}$")
_INTERVIEW_WORDS: Final = word_list("interview")
_PART_WORDS: Final = word_list("part") | word_list("question")
_SPEAKER_WORDS: Final = word_list("speaker") | {"s", "speaker"}
_T = TypeVar("_T")

Said = Sequence[tuple[str, str]]
"""The turns of a part: who, and what."""


class Part(NamedTuple):
    """The lines of an interview: what stands above it, and the rest."""

    head: list[str]
    body: list[str]


@dataclass(frozen=True, slots=True)
class Family:
    """Lines that recur in form: where, what is in them, and what they have in common.

    `form` is `#` for headings, `1` for lines with a number or letter that counts, `:` for entries, `*` for lines in
    bold or the like, `A` for capitals, `a` for lines that stand alone, `-` for rules, and a page break. `recurs`: one
    of the texts comes again later.
    """

    form: str
    common: str
    at: tuple[int, ...]
    texts: tuple[str, ...]
    recurs: bool


def is_speech(text: str) -> bool:
    """Whether a line ends like a sentence, and not with an initial or a number."""
    return _SPEECH_ENDS.search(text[-24:]) is not None


def with_heads(parts: Sequence[list[str]], texts: Sequence[str]) -> tuple[list[Part], int]:
    """Parts with their heads divided off, and how many entries recur in these beside the headings `texts`.

    A head consists of rules, the heading, and entries (`Date: …`, not `Score: …`) that stand once in most parts.
    """
    above = [[line for line in part if line.strip(MARKS)][:MAX_HEAD_LINES] for part in parts]
    once: Counter[str] = Counter()
    for part, lines in zip(parts, above, strict=True):
        keys = Counter(key for line in part if (key := key_of(line)))
        once.update({key for line in lines if (key := key_of(line)) and keys[key] == 1})
    recurring = {
        key for key, count in once.items() if 2 * count > len(parts) and role_of_label(key) is not Role.OTHER
    }
    divided = []
    for part in parts:
        begin = 0
        while begin < len(part) and (
            not (text := part[begin].strip(MARKS)) or text in texts or key_of(part[begin]) in recurring
        ):
            begin += 1
        divided.append(Part(part[:begin], part[begin:]))
    beside = {key for key in recurring if not any(key in text.casefold() for text in texts)}
    return divided, len(beside)


def key_of(line: str) -> str | None:
    """What an entry is about: `date` of `Date: 3 May`; None for other lines and for what somebody says."""
    entry = ENTRY.fullmatch(line.strip(MARKS))
    return entry["key"].casefold() if entry and not is_speech(entry["value"]) else None


def features_of(parts: Sequence[Part], entries: int, family: Family, said: Sequence[Said]) -> dict[str, float]:
    """What speaks for and against that parts are interviews: shares from 0 to 1 and flags.

    `entries` recur in the heads of the parts, `said` is what is said in each.
    """
    questions = [_questions(part.body) for part in parts]
    answering = [_most_said(turns) for turns in said]
    people = [{label for label, _ in turns} for turns in said]
    heads = ["\n".join([*part.head, *part.body[:2]]) for part in parts]
    words, about = _in_common(family)

    def is_new(index: int, label: str) -> bool:
        return bool(label) and not any(label in each for at, each in enumerate(people) if at != index)

    return {
        "asked_again": _asked_again(questions),
        "new_answerer": _share(answering, is_new),
        "same_answerer": float(len(set(answering)) == 1 and _is_named(answering[0])),
        "speaker_in_heading": _share(answering, lambda i, label: is_new(i, label) and label in heads[i]),
        "interview_word": float(
            not words.isdisjoint(_INTERVIEW_WORDS)
            or any(role_of_label(word) is Role.CANDIDATE for word in (family.common, *words))
        ),
        "part_word": float(not words.isdisjoint(_PART_WORDS)),
        "names": _share(about, lambda _, text: any(map(_is_full_name, _BETWEEN_DETAILS.split(text)))),
        "box": min(1.0, entries / _ENOUGH_ENTRIES),
        "asks": _share(questions, lambda _, asked: len(asked) > 1),
    }


def _in_common(family: Family) -> tuple[set[str], list[str]]:
    """The words that all headings have in common, and the headings without them."""
    if family.form in ":1a":
        words = set(_WORD.findall(family.common))
    else:
        words = set.intersection(*(set(_WORD.findall(text.casefold())) for text in family.texts))
    about = (_WORD.sub(lambda word: "" if word[0].casefold() in words else word[0], text) for text in family.texts)
    return words, [text.strip(" .:-–—#°()") for text in about]


def _asked_again(questions: Sequence[set[str]]) -> float:
    """The share of questions that have been asked in an earlier part, of the parts after the first."""
    earlier: set[str] = set()
    again = []
    for asked in questions:
        if earlier and asked:
            again.append(len(asked & earlier) / len(asked))
        earlier |= asked
    return sum(again) / len(again) if again else 0.0


def _share(items: Sequence[_T], holds: Callable[[int, _T], bool]) -> float:
    return sum(holds(index, item) for index, item in enumerate(items)) / len(items)


def _questions(part: list[str]) -> set[str]:
    """What is asked in a part, each question by its first letters."""
    marked = (line for line in part if _has_mark(line))
    asked = ("".join(_WORD.findall(text.casefold())) for line in marked for text in QUESTION.findall(line))
    return {text[:_QUESTION_LETTERS] for text in asked if len(text) >= _QUESTION_LETTERS // 2}


def _has_mark(text: str) -> bool:
    """Whether a text can contain a question: a quick check that spares most texts the slower pattern."""
    return "?" in text or "？" in text


def _most_said(turns: Said) -> str:
    """Who says the most in a part without asking in most turns, empty if nobody is named."""
    characters: Counter[str] = Counter()
    asking: Counter[str] = Counter()
    for label, text in turns:
        if not marks_question(label):
            characters[label] += len(text)
            asking[label] += 1 if _has_mark(text) and QUESTION.search(text) else -1
    ranked = sorted(characters, key=lambda label: (asking[label] > 0, -characters[label]))
    return ranked[0] if ranked else ""


def _is_named(label: str) -> bool:
    """Whether a label names a person and not only a side."""
    known = {word.casefold() for word in _WORD.findall(label)}
    return len(label) > 1 and role_of_label(label) is Role.UNKNOWN and known.isdisjoint(_SPEAKER_WORDS)


def _is_full_name(text: str) -> bool:
    """Whether a text may be a name of two words or more: `Ada Merrin`, `Mme L.`."""
    words = text.split()
    return 1 < len(words) <= 4 and is_name_like(text) and not any(map(str.isdigit, text))
