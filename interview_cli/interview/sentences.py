"""Whole sentences from text that arrives in pieces, made fit to be spoken.

A language model writes Markdown, emoji and code where a voice needs plain words. A sentence comes out as soon as it
is certain; how the text was cut into pieces makes no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

MAX_SENTENCE_CHARACTERS: Final = 400
"""Text without an end mark is cut at a blank before this, so that a voice can begin."""

_CLOSERS: Final = "\"'”’»)]}*_`」』）】"
_OPENERS: Final = "\"'“‘«([{*_`「『（【"
_WIDE_MARKS: Final = "。！？｡"
_WIDE_END: Final = re.compile(rf"[{_WIDE_MARKS}][{_WIDE_MARKS}{re.escape(_CLOSERS)}]*$")
_STRONG_END: Final = re.compile(rf"[.…]*[!?؟।][.!?؟।…]*(?P<closers>[{re.escape(_CLOSERS)}]*)$")
_WEAK_END: Final = re.compile(rf"(?P<word>\S*?)(?P<marks>[.…]+)[{re.escape(_CLOSERS)}]*$")
_TAIL_CHARACTERS: Final = 60
"""How far back the end marks and the word before them are looked for."""
_FENCE: Final = re.compile(r"\s{0,3}(?P<mark>```+|~~~+)[^`]*$")

_NEVER_LAST: Final = frozenset("mr mrs ms dr prof sr jr st mt e.g i.e eg ie vs cf approx ca resp incl fig".split())
"""Words whose full stop belongs to them, with more to come."""
_BEFORE_NUMBERS: Final = frozenset("no nr vol pp p ch sec art".split())
"""Abbreviations only before a number: "No. 5"."""
_INITIAL: Final = re.compile(r"[^\W\d_](\.[^\W\d_])*")
_LAST_ANYWAY: Final = frozenset({"i", "a.m", "p.m"})
"""Look like initials and may end a sentence."""
_LIST_NUMBER: Final = re.compile(r"\s*\d{1,3}\.\s*$")

_MARKUP: Final = (
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^\s*(?:[-+•>]\s+|#{1,6}\s+)+"), ""),
    (re.compile(r"</?[A-Za-z]{1,10}\s?/?>"), " "),
    (re.compile(r"[`*|]|~~"), " "),
    (re.compile(r"(?<!\w)_+|_+(?!\w)"), " "),
)
_SPOKEN_SYMBOLS: Final = frozenset("°©®™№℃℉")
_BLANK_BEFORE_MARK: Final = re.compile(r"\s+(?=[.,;:!?…)\]”»]+(?:\s|$))")


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
            if self._ends_before(char, self._text[: self._end]):
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
            if char not in _WIDE_MARKS and char not in _CLOSERS:
                yield self._cut(len(before))
        elif char.isspace():
            strong = _STRONG_END.search(tail)
            if strong and not strong["closers"]:
                yield self._cut(len(before))
            elif strong or _WEAK_END.search(tail):
                self._end = len(before)

    def _ends_before(self, char: str, text: str) -> bool:
        """Whether a sentence ends with `text`, when blanks and then `char` follow."""
        if char.islower():
            return False
        tail = text[-_TAIL_CHARACTERS:]
        weak = _WEAK_END.search(tail)
        if _STRONG_END.search(tail) or weak is None or weak["marks"] != ".":
            return True
        word = weak["word"].lstrip(_OPENERS).lower()
        if word in _NEVER_LAST or (word in _BEFORE_NUMBERS and char.isdigit()) or _LIST_NUMBER.match(text):
            return False
        return word in _LAST_ANYWAY or not _INITIAL.fullmatch(word)

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
