"""Where sentences and clauses end; and whole sentences out of text that arrives in pieces, fit to be spoken.

One rule serves both. A language model writes Markdown, emoji and code where a voice needs plain words. A sentence
comes out as soon as it is certain; how the text was cut into pieces makes no difference.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from interview_cli.text.lexicon import (
    BEFORE_NUMBERS,
    CLAUSE_STARTS,
    CONNECTIVES,
    LOOSE_CONNECTIVES,
    NEVER_LAST,
    SOMETIMES_LAST,
    SUBJECT_PRONOUNS,
    TIME_UNITS,
)
from interview_cli.text.words import Words

MAX_SENTENCE_CHARACTERS: Final = 400
"""Streamed text without an end mark is cut at a blank before this, so that a voice can begin."""

MIN_CLAUSE_WORDS: Final = 8
MAX_CLAUSE_WORDS: Final = 30
"""Bounds of the pieces of an endless sentence (chosen)."""

LINE_ENDS: Final = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
WIDE_MARKS: Final = "。！？｡؟۔।።፧՜։\u037e"
"""Marks that end a sentence whatever follows; Chinese and Japanese put no blank after them."""
_MARKS: Final = ".…!?"
END_MARKS: Final = _MARKS + WIDE_MARKS
"""All marks that can end a sentence; a full stop or an ellipsis need not."""

_CLOSERS: Final = "\"'”’»)]}*_`」』）】"
_OPENERS: Final = "\"'“‘«([{*_`「『（【"
_WIDE_END: Final = re.compile(rf"[{WIDE_MARKS}][{WIDE_MARKS}{re.escape(_CLOSERS)}]*$")
_MAY_END: Final = re.compile(rf"[{LINE_ENDS}{END_MARKS}][{END_MARKS}{re.escape(_CLOSERS)}]*+")
_END_MARK_SET: Final = frozenset(END_MARKS)
_ENDS_AT_ONCE: Final = frozenset(LINE_ENDS + WIDE_MARKS)
_TAIL_CHARACTERS: Final = 60
"""How far back the end marks and the word before them are looked for."""
_ABBREVIATIONS: Final = NEVER_LAST | BEFORE_NUMBERS | SOMETIMES_LAST
_NEXT: Final = re.compile(r"\s*(\S?)")

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


def sentence_ends(text: str) -> list[int]:
    """Where the sentences of a text end but for the last one, as character offsets after their marks.

    A full stop, question or exclamation mark before a blank ends one, and so does the end of a line; the full stop of
    an abbreviation ("e.g.", "Dr."), of initials or of a number in a list does not, nor a mark inside a word or figure
    ("Node.js", "3.5"). An ellipsis, or marks followed by a closing quote, end one unless a lower-case letter follows.
    """
    ends: list[int] = []
    begin = 0
    for match in _MAY_END.finditer(text):
        marks, end = match[0], match.end()
        if end == len(text):
            break
        blank = text.rfind(" ", begin, end) if marks == "." and text[end] == " " else -1
        word = text[blank + 1 : end - 1] if blank >= 0 else ""
        is_plain = word.isalpha() and len(word) > 1 and word.lower() not in _ABBREVIATIONS
        if is_plain or _ends_at(text, begin, marks, end):  # most sentences end with a plain word
            ends.append(end)
            begin = end
    return ends


def sentence_spans(words: Words) -> list[tuple[int, int]]:
    """The sentences of a text in order, as ranges of words (end exclusive) that cover them all."""
    if words.sentences is None:
        words.sentences = _sentence_spans(words)
    return words.sentences


def _sentence_spans(words: Words) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    starts = words.starts
    begin = 0
    for offset in sentence_ends(words.text):
        end = bisect_left(starts, offset, begin)
        if end > begin:
            spans.append((begin, end))
            begin = end
    if begin < len(starts):
        spans.append((begin, len(starts)))
    return spans


def sentence_texts(text: str) -> list[str]:
    """The sentences of a text as they are written, each with its marks and without blanks around it."""
    ends = [*sentence_ends(text), len(text)]
    return [written for begin, end in zip([0, *ends], ends, strict=False) if (written := text[begin:end].strip())]


def is_ended(text: str) -> bool:
    """Whether a text ends with an end mark; blanks and closing marks after it do not count."""
    return text.rstrip().rstrip(_CLOSERS)[-1:] in _END_MARK_SET


def has_end_marks(text: str) -> bool:
    """Whether a text has any mark that ends a sentence: transcripts of speech often come without."""
    return "." in text or "?" in text or "!" in text or (not text.isascii() and not _END_MARK_SET.isdisjoint(text))


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
            end = _end_of_endless(said, start)
            spans.append((start, end))
            start = end
        begins = said[index] not in LOOSE_CONNECTIVES or (index + 1 < last and said[index + 1] in CLAUSE_STARTS)
        if index - start >= MIN_CLAUSE_WORDS and begins and not _belongs(said, index, last):
            spans.append((start, index))
            start = index
    while last - start > MAX_CLAUSE_WORDS:
        end = _end_of_endless(said, start)
        spans.append((start, end))
        start = end
    if last > start:
        spans.append((start, last))
    return spans


def _belongs(said: Sequence[str], index: int, last: int) -> bool:
    """Whether a connective belongs to what stands before it: "even when", "a day before", "she is first"; and so does
    a short "which" at the end, which alone says nothing."""
    word, before = said[index], said[index - 1]
    return (
        before in _BEFORE_CONNECTIVES
        or index + 1 == last
        or (word in {"before", "after", "later"} and before in TIME_UNITS)
        or (word == "first" and before in _BEING)
        or (word == "which" and last - index < MIN_CLAUSE_WORDS)
    )


def _end_of_endless(said: Sequence[str], start: int) -> int:
    """Where to cut a clause that goes on for more than MAX_CLAUSE_WORDS: before the last subject, with the "and"
    before it, else at the bound."""
    for at in range(start + MAX_CLAUSE_WORDS, start + MIN_CLAUSE_WORDS, -1):
        if said[at] in SUBJECT_PRONOUNS and said[at - 1] not in _BEFORE_SUBJECTS:
            return at - 1 if said[at - 1] in CONNECTIVES else at
    return start + MAX_CLAUSE_WORDS


_BEFORE_CONNECTIVES: Final = frozenset("even only just ever right".split())
"""After these a connective continues them: "even when I know them"."""

_BEING: Final = frozenset("is was am are were be been came come".split())

_BEFORE_SUBJECTS: Final = frozenset("that what how why who than as like did do if whether where".split())
"""Behind these a subject goes on with the clause: "what I put", "than we had"."""


def _ends_at(text: str, begin: int, marks: str, end: int) -> bool:
    """Whether the sentence that starts at `begin` ends with these marks, which end at `end`."""
    if not _ENDS_AT_ONCE.isdisjoint(marks):
        return True
    if not text[end].isspace():
        return False
    tail = text[max(begin, end - _TAIL_CHARACTERS) : end]
    ends = _ends_before_blank(tail)
    if ends is None:
        following = _NEXT.match(text, end)
        return _ends_before(following[1] if following else "", tail, begins=end - begin <= _TAIL_CHARACTERS)
    return ends


def _ends_before_blank(text: str) -> bool | None:
    """Whether a sentence ends with `text` when a blank follows; None when what follows the blank decides."""
    _, marks, closed = _last_word(text)
    if not marks:
        return False
    return True if ("!" in marks or "?" in marks) and not closed else None


def _ends_before(char: str, text: str, *, begins: bool = True) -> bool:
    """Whether a sentence ends with `text`, which may do so, when blanks and then `char` follow.

    `begins` says that `text` has the sentence from its beginning.
    """
    written, marks, closed = _last_word(text)
    if marks != "." or closed:
        return not char.islower()
    word = written.lstrip(_OPENERS).lower()
    if word in NEVER_LAST or (word in BEFORE_NUMBERS and char.isdigit()):
        return False
    if begins and _LIST_NUMBER.match(text):
        return False
    if char.islower():
        return word == "i" or not (word in SOMETIMES_LAST or _INITIAL.fullmatch(word))
    return word in _LAST_ANYWAY or not _INITIAL.fullmatch(word)


def _last_word(text: str) -> tuple[str, str, bool]:
    """What is after the last blank of a text, the end marks on it, and whether closing marks follow them."""
    if not text or text[-1].isspace():
        return "", "", False
    chunk = text[-_TAIL_CHARACTERS:].rsplit(None, 1)[-1]
    marked = chunk.rstrip(_CLOSERS)
    word = marked.rstrip(_MARKS)
    return word, marked[len(word) :], marked != chunk


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
            if _ends_before(char, self._text[: self._end]):
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
        """Yields the sentence that `char` shows to be over, or notes where one may end."""
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
