"""Facts that a model must not make up: numbers, names, and what somebody is said to have said.

What a model writes about an answer may use only facts that stand in the answer, the CV, the question or our own
texts. A sentence with any other fact is dropped whole: an ideal answer with an invented employer teaches people to
lie. Numbers are compared by value, so that "forty percent", "40 %" and "40%" are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from interview_cli.fencing import visible
from interview_cli.scoring.cleaning import SENTENCE_END
from interview_cli.scoring.evidence import locate
from interview_cli.scoring.person_names import KNOWN
from interview_cli.text.lexicon import MONTHS, ONES, SCALES, TENS, WEEKDAYS

_DIGITS: Final = re.compile(r"(?<![^\W_])\d+(?:[.,'’ \u202f]\d{3})*(?:[.,:/]\d+)*|(?<=[A-Za-z])\d+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’&.-][^\W\d_]+)*\d*")
_JOINT: Final = re.compile(r"['’&.-]")
_QUOTED: Final = re.compile(r"[“„«]([^“”„«»]{8,300})[”“»]|\"([^\"\n]{8,300})\"")
_PLACEHOLDER: Final = re.compile(r"\[[^\[\]\n]{1,120}\]")
"""What is to be filled in by the candidate is no claim: "[your result]"."""

_KEPT_TEXTS: Final = 256
"""So many texts are read only once: the same questions and key points come with many answers."""

_SUFFIXES: Final = {**SCALES, "k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}
_SCALED: Final = re.compile(r"\s?(k|m|bn|mn|thousand|million|billion)\b", re.IGNORECASE)
_RATIOS: Final = {
    **dict.fromkeys(("half", "halved", "halve", "halving"), frozenset({"half", "50"})),
    **dict.fromkeys(("double", "doubled", "doubling", "twice", "twofold"), frozenset({"double"})),
    **dict.fromkeys(("triple", "tripled", "tripling", "threefold"), frozenset({"triple"})),
    **dict.fromkeys(("dozen", "dozens"), frozenset({"dozen", "12"})),
}
_SMALL_TALK: Final = frozenset({"one", "zero"})
"""Number words that mostly are none: "one of them"."""

_NO_NAMES: Final = MONTHS["en"] | WEEKDAYS | frozenset("i i'm i've i'd i'll ok star cv hr english".split())
_CAPITAL_NOUNS: Final = frozenset({"de", "lb"})
"""Languages in which every noun begins with a capital: there a capital says nothing about a name."""
_COMPANY: Final = re.compile(r"\b[^\W\d_]\w*(?=\s(?:GmbH|AG|SE|KG|Inc|Ltd|LLC|Corp|SA|SARL|BV|plc)\b)")


@dataclass(frozen=True, slots=True)
class Checked:
    """A text without its sentences that held invented facts, and those sentences."""

    text: str
    dropped: tuple[str, ...]


class Facts:
    """What is known from these texts. What is put in quotation marks has to stand in one of them."""

    def __init__(self, sources: Iterable[str], language: str = "en") -> None:
        self._sources = tuple(sources)
        self._language = language

    @cached_property
    def _texts(self) -> list[str]:
        return [visible(text) for text in self._sources]

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return frozenset().union(*map(_numbers, self._texts))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset().union(*map(_folded_words, self._texts))

    def checked(self, text: str) -> Checked:
        """The text with every sentence left out that holds an invented number, name or quotation."""
        kept: list[str] = []
        dropped: list[str] = []
        for line in text.splitlines():
            good: list[str] = []
            for sentence in sentences(line):
                (dropped if self.invented(sentence) else good).append(sentence.strip())
            kept.append(" ".join(good))
        return Checked("\n".join(line for line in kept if line).strip(), tuple(dropped))

    def invented(self, sentence: str) -> list[str]:
        """The facts in a sentence that nobody gave: numbers, names, quotations."""
        claim = _PLACEHOLDER.sub(" ", sentence)
        found = [text for text, values in _number_texts(claim) if not values & self._numbers]
        found += [name for name in _names(claim, self._language) if _folded(name) not in self._words]
        found += [quote for quote in _quotations(claim) if not any(locate(text, quote) for text in self._texts)]
        return found


def sentences(line: str) -> Iterator[str]:
    """The sentences of a text, each with the blanks around it; empty ones are left out."""
    start = 0
    for end in [*(match.end() for match in SENTENCE_END.finditer(line)), len(line)]:
        if line[start:end].strip():
            yield line[start:end]
        start = end


def _quotations(sentence: str) -> Iterator[str]:
    """What stands in quotation marks, in the pieces between marks of omission."""
    for match in _QUOTED.finditer(sentence):
        for piece in re.split(r"\s*(?:…|\.\.\.)\s*", match[1] or match[2]):
            if len(piece.split()) > 2:
                yield piece


@lru_cache(maxsize=_KEPT_TEXTS)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(value for _, values in _number_texts(text) for value in values)


def _number_texts(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Every number as written, with the values it may stand for: "1.000" is a thousand here and a one there."""
    for match in _DIGITS.finditer(text):
        yield match[0], frozenset(_values(match[0], text[match.end() : match.end() + 12]))
    yield from _spelled(text)


def _values(written: str, after: str) -> Iterator[str]:
    readings = {re.sub(r"[,'’ \u202f]", "", written), re.sub(r"[.'’ \u202f]", "", written).replace(",", ".")}
    scale = _SCALED.match(after)
    for reading in readings:
        try:
            value = float(reading)
        except ValueError:  # a time, a date, a version: compared as it is written
            yield written
            continue
        yield _plain(value * (_SUFFIXES[scale[1].casefold()] if scale else 1))


def _plain(value: float) -> str:
    return f"{value:.6g}" if value < 1e6 else f"{value:.0f}"


def _spelled(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Numbers in English words, as in "twenty-five", "two hundred", and ratios, as in "halved"."""
    total = current = 0
    run: list[str] = []
    for word in [*re.findall(r"[^\W\d_]+|\d+", text.casefold()), ""]:
        if word in ONES or word in TENS:
            value = ONES.get(word, TENS.get(word, 0))
            if run and not _continues(current, value):
                yield from _finished(run, total + current)
                run, total, current = [], 0, 0
            current += value
            run.append(word)
        elif word in SCALES and run:
            current = max(current, 1) * SCALES[word]
            if SCALES[word] > 100:
                total, current = total + current, 0
            run.append(word)
        else:
            yield from _finished(run, total + current)
            run, total, current = [], 0, 0
            if word in _RATIOS:
                yield word, _RATIOS[word]


def _continues(current: int, value: int) -> bool:
    """Whether a number word goes on with the one before: "twenty five", "two hundred ten", not "two three"."""
    return current % 100 == 0 if value >= 10 else current % 10 == 0 and current % 100 != 10


def _finished(run: list[str], value: int) -> Iterator[tuple[str, frozenset[str]]]:
    if run and not (len(run) == 1 and run[0] in _SMALL_TALK):
        yield " ".join(run), frozenset({_plain(float(value))})


def _names(sentence: str, language: str) -> Iterator[str]:
    """Names of people, companies and tools: words with a capital where an ordinary word has none."""
    words = list(_WORD.finditer(sentence))
    companies = {match[0] for match in _COMPANY.finditer(sentence)}
    for index, match in enumerate(words):
        word = match[0]
        if not any(char.isupper() for char in word) or _folded(word) in _NO_NAMES:
            continue
        shaped = any(char.isupper() for char in word[1:]) or word[-1].isdigit()
        inside = language not in _CAPITAL_NOUNS and not _opens(sentence, match.start(), index)
        opening = language == "en" and _opens_with_name(sentence, words, index)
        if word in companies or word in KNOWN or shaped or inside or opening:
            yield word


def _opens(sentence: str, start: int, index: int) -> bool:
    """Whether a word stands where every word has a capital: first, or after a colon, bullet, bracket or quote."""
    before = sentence[:start].rstrip()
    return index == 0 or before[-1:] in tuple(":;-–—•*(“„«\"'")


def _opens_with_name(sentence: str, words: list[re.Match[str]], index: int) -> bool:
    """Whether a word goes on as a name ("Globex Corporation …") or is followed by a verb that follows employers."""
    word = words[index]
    if index + 1 >= len(words) or sentence[word.end() : words[index + 1].start()] != " ":
        return False
    following = words[index + 1][0]
    goes_on = following[:1].isupper() and _folded(following) not in _NO_NAMES
    return (goes_on or following in _AFTER_NAMES) and _folded(word[0]) not in _OPENERS


_AFTER_NAMES: Final = frozenset("hired promoted employed acquired paid".split())


_OPENERS: Final = frozenset(
    "a an the i we you he she it they this that these those there here my our your his her its their who what when "
    "where why how which in on at by for from to with without of as if then so and but or not after before during "
    "while because since until although first next finally later instead also still only even each every all both "
    "most some many more less few another other such one two three four five working team teamwork everything "
    "nothing something someone everyone nobody work time experience communication goal result problem project "
    "being having doing using yes no".split()
)
"""Words that open sentences and are no names."""


def _folded(word: str) -> str:
    return word.casefold().removesuffix("'s").removesuffix("’s")


@lru_cache(maxsize=_KEPT_TEXTS)
def _folded_words(text: str) -> frozenset[str]:
    """The words of a text, their parts, and both without a plural's s."""
    words = {_folded(word) for word in _WORD.findall(text)}
    parts = {part for word in words if not word.isalnum() for part in _JOINT.split(word)}
    return frozenset(words | parts | {word.removesuffix("s") for word in words})
