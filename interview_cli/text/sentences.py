"""Where sentences and clauses end; and whole sentences out of text that arrives in pieces, fit to be spoken.

One rule serves both. A language model writes Markdown, emoji and code where a voice needs plain words. A sentence
comes out as soon as it is certain; how the text was cut into pieces makes no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from interview_cli.text.lexicon import (
    BEFORE_NUMBERS,
    CLAUSE_STARTS,
    CONNECTIVES,
    LOOSE_CONNECTIVES,
    NEVER_LAST,
    SOMETIMES_LAST,
)
from interview_cli.text.words import Words

MAX_SENTENCE_CHARACTERS: Final = 400
"""Streamed text without an end mark is cut at a blank before this, so that a voice can begin."""

MIN_CLAUSE_WORDS: Final = 8
MAX_CLAUSE_WORDS: Final = 30
"""Bounds of the pieces of an endless sentence (chosen)."""

LINE_ENDS: Final = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
WIDE_MARKS: Final = "。！？｡"
"""End marks that need no blank after them."""
STRONG_MARKS: Final = "!?؟।"
"""End marks that are nothing else; a full stop and an ellipsis may be."""

_CLOSERS: Final = "\"'”’»)]}*_`」』）】"
_OPENERS: Final = "\"'“‘«([{*_`「『（【"
_WIDE_END: Final = re.compile(rf"[{WIDE_MARKS}][{WIDE_MARKS}{re.escape(_CLOSERS)}]*$")
_STRONG_END: Final = re.compile(rf"[.…]*[{STRONG_MARKS}][.{STRONG_MARKS}…]*(?P<closers>[{re.escape(_CLOSERS)}]*)$")
_WEAK_END: Final = re.compile(rf"(?P<word>\S*?)(?P<marks>[.…]+)(?P<closers>[{re.escape(_CLOSERS)}]*)$")
_TAIL_CHARACTERS: Final = 60
"""How far back the end marks and the word before them are looked for."""

_ENDING: Final = frozenset(LINE_ENDS + WIDE_MARKS + STRONG_MARKS + ".…")
_ENDS_AT_ONCE: Final = frozenset(LINE_ENDS + WIDE_MARKS)
_MAY_BE_INSIDE: Final = frozenset(word.rpartition(".")[2] for word in NEVER_LAST | BEFORE_NUMBERS | SOMETIMES_LAST)
_INITIAL: Final = re.compile(r"[^\W\d_](\.[^\W\d_])*")
_LAST_ANYWAY: Final = frozenset({"i", "a.m", "p.m"})
"""Look like initials and may end a sentence."""
_LIST_NUMBER: Final = re.compile(r"\s*\d{1,3}\.\s*$")
_FENCE: Final = re.compile(r"\s{0,3}(?P<mark>```+|~~~+)[^`]*$")

_MARKUP: Final = (
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^\s*(?:[-+•>]\s+|#{1,6}\s+)+"), ""),
    (re.compile(r"</?[A-Za-z]{1,10}\s?/?>"), " "),
    (re.compile(r"[`*|]|~~"), " "),
    (re.compile(r"(?<!\w)_+|_+(?!\w)"), " "),
)
_SPOKEN_SYMBOLS: Final = frozenset("°©®™№℃℉")
_BLANK_BEFORE_MARK: Final = re.compile(r"\s+(?=[.,;:!?…)\]”»]+(?:\s|$))")


def sentence_spans(words: Words) -> list[tuple[int, int]]:
    """The sentences of a text in order, as ranges of words (end exclusive) that cover them all.

    A full stop, question or exclamation mark before a blank ends one, and so does the end of a line; the full stop of
    an abbreviation ("e.g.", "Dr."), of initials or of a number in a list does not, nor a mark inside a word or figure
    ("Node.js", "3.5"). An ellipsis, or marks followed by a closing quote, end one unless a lower-case letter follows.
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    may_end = _ENDING
    for index, gap in enumerate(words.gaps):
        if gap != " " and index > begin and not may_end.isdisjoint(gap) and _ends_in_gap(words, begin, index):
            spans.append((begin, index))
            begin = index
    if begin < len(words.words):
        spans.append((begin, len(words.words)))
    return spans


def clause_spans(words: Words, first: int, last: int) -> list[tuple[int, int]]:
    """A stretch of words cut before its connectives, as ranges (end exclusive) that cover it.

    No piece is under MIN_CLAUSE_WORDS unless it is the last, none over MAX_CLAUSE_WORDS. Meant for sentences that
    never end: transcripts of speech often come without punctuation.
    """
    spans: list[tuple[int, int]] = []
    said = words.words
    start = first
    for index in [index for index in range(first + MIN_CLAUSE_WORDS, last) if said[index] in CONNECTIVES]:
        while index - start > MAX_CLAUSE_WORDS:
            spans.append((start, start + MAX_CLAUSE_WORDS))
            start += MAX_CLAUSE_WORDS
        begins = said[index] not in LOOSE_CONNECTIVES or (index + 1 < last and said[index + 1] in CLAUSE_STARTS)
        if index - start >= MIN_CLAUSE_WORDS and begins:
            spans.append((start, index))
            start = index
    while last - start > MAX_CLAUSE_WORDS:
        spans.append((start, start + MAX_CLAUSE_WORDS))
        start += MAX_CLAUSE_WORDS
    if last > start:
        spans.append((start, last))
    return spans


def _ends_in_gap(words: Words, begin: int, index: int) -> bool:
    """Whether the sentence that begins at word `begin` ends before word `index`, in a gap that holds an end mark."""
    gap = words.gaps[index]
    if not _ENDS_AT_ONCE.isdisjoint(gap):
        return True
    marks = gap.split(None, 1)[0]
    after = gap.find(marks) + len(marks)
    if after == len(gap):  # no blank behind the marks: "Node.js"
        return index == len(words.words)
    word = words.words[index - 1]
    if marks == "." and len(word) > 1 and word not in _MAY_BE_INSIDE and not word.isdigit():
        return True
    start = words.starts[begin]
    text = words.text[max(start, words.ends[index - 1] - _TAIL_CHARACTERS) : words.ends[index - 1] + after]
    if (ends := _ends_before_blank(text[-_TAIL_CHARACTERS:])) is not None:
        return ends
    following = gap[after:].lstrip()[:1] or words.text[words.starts[index] : words.starts[index] + 1]
    alone = index - 1 == begin
    return _ends_before(following, text, may_be_list_number=alone)


def _ends_before_blank(text: str) -> bool | None:
    """Whether a sentence ends with `text` when a blank follows; None when what comes after the blank has to tell."""
    strong = _STRONG_END.search(text)
    if strong:
        return None if strong["closers"] else True
    return None if _WEAK_END.search(text) else False


def _ends_before(char: str, text: str, *, may_be_list_number: bool) -> bool:
    """Whether a sentence ends with `text`, which may do so, when blanks and then `char` follow."""
    tail = text[-_TAIL_CHARACTERS:]
    weak = _WEAK_END.search(tail)
    if weak is None or weak["marks"] != "." or weak["closers"] or _STRONG_END.search(tail):
        return not char.islower()
    word = weak["word"].lstrip(_OPENERS).lower()
    if word in NEVER_LAST or (word in BEFORE_NUMBERS and char.isdigit()):
        return False
    if may_be_list_number and _LIST_NUMBER.match(text):
        return False
    if char.islower():
        return word == "i" or not (word in SOMETIMES_LAST or _INITIAL.fullmatch(word))
    return word in _LAST_ANYWAY or not _INITIAL.fullmatch(word)


class SentenceSplitter:
    """Feed it pieces of text, get sentences. Code blocks are left out."""

    def __init__(self) -> None:
        self._text = ""
        self._end: int | None = None
        self._fence: str | None = None

    def feed(self, piece: str) -> list[str]:
        """The sentences that this piece completes, ready to be spoken."""
        return [spoken for char in piece for raw in self._take(char) if (spoken := speakable(raw))]

    def flush(self) -> list[str]:
        """The text is over: what is left of it."""
        rest, self._text, self._end = self._text, "", None
        in_code, self._fence = self._fence is not None or _FENCE.match(rest), None
        spoken = "" if in_code else speakable(rest)
        return [spoken] if spoken else []

    def _take(self, char: str) -> Iterator[str]:
        """Each character decides for itself, so no cut of the text into pieces can matter."""
        if char == "\n":
            yield from self._end_line()
            return
        if self._end is not None and not char.isspace():
            if _ends_before(char, self._text[: self._end], may_be_list_number=True):
                yield self._cut(self._end)
            self._end = None
        before = self._text
        if self._fence is not None:
            self._text = (before + char)[:MAX_SENTENCE_CHARACTERS]
            return
        self._text = before + char
        if len(self._text) >= MAX_SENTENCE_CHARACTERS:
            self._end = None
            yield self._cut(self._text.rfind(" ", 1) if " " in self._text[1:] else len(self._text))
        elif not before.lstrip().startswith(("```", "~~~")):
            yield from self._look_for_end(before, char)

    def _look_for_end(self, before: str, char: str) -> Iterator[str]:
        """Yields the sentence that `char` shows to be over, or notes where one may be, up to what comes next."""
        tail = before[-_TAIL_CHARACTERS:]
        if _WIDE_END.search(tail):
            if char not in WIDE_MARKS and char not in _CLOSERS:
                yield self._cut(len(before))
        elif char.isspace():
            ends = _ends_before_blank(tail)
            if ends:
                yield self._cut(len(before))
            elif ends is None:
                self._end = len(before)

    def _end_line(self) -> Iterator[str]:
        line, self._text, self._end = self._text, "", None
        fence = _FENCE.match(line)
        if self._fence is not None:
            if line.strip().startswith(self._fence):
                self._fence = None
        elif fence:
            self._fence = fence["mark"][:3]
        else:
            yield line

    def _cut(self, end: int) -> str:
        sentence, self._text = self._text[:end], self._text[end:].lstrip()
        return sentence


def sentences(text: str) -> list[str]:
    """The sentences of a whole text, ready to be spoken."""
    splitter = SentenceSplitter()
    return [*splitter.feed(text), *splitter.flush()]


def speakable(text: str) -> str:
    """A stretch of text without Markdown, emoji and control characters; empty when it holds no word."""
    before = None
    while text != before:  # markup may come to light under other markup
        before = text
        for pattern, replacement in _MARKUP:
            text = pattern.sub(replacement, text)
        text = _BLANK_BEFORE_MARK.sub("", " ".join("".join(map(_spoken, text)).split()))
    return text if any(map(str.isalnum, text)) else ""


def _spoken(char: str) -> str:
    """The character, or what stands for it when it cannot be spoken: nothing inside a word, else a blank."""
    if char.isascii():
        return char if char.isprintable() else " "
    category = unicodedata.category(char)
    if category in {"Cf", "Me"} or "\ufe00" <= char <= "\ufe0f":
        return ""
    is_picture = category == "So" or (category == "Sk" and char > "\uffff")
    return " " if category[0] in "CZ" or (is_picture and char not in _SPOKEN_SYMBOLS) else char
