"""Text that others wrote, made harmless before a language model reads it: cleaned, and fenced as data.

A fence is a line that opens, the text, and a line that closes, both with a mark made from the text itself. No text
can hold its own mark, so none can close its fence; and the same text always gets the same fence, so that the same
question to a model is the same to the byte.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import Final

_MARK_CHARACTERS: Final = 16
_COPIED: Final = re.compile(
    rf"<<<[^\n<>]{{1,60}} [0-9a-f]{{{_MARK_CHARACTERS}}}[ \n]?|[ \n]?[0-9a-f]{{{_MARK_CHARACTERS}}}>>>"
)
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_HIDDEN_RANGES: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]+"
)
"""What shows nothing although Unicode calls it a letter, mark or symbol: fillers, variation selectors, tags, an empty
Braille cell."""

_TURN_MARKS: Final = re.compile(
    r"<(?=\|)|(?<=\|)>|\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\])"
    r"|<(?=/?s>|<SYS>|</SYS>|/?(?:start|end)_of_turn>|(?:bos|eos|pad|unk)>|/?(?:system|user|assistant|think)>"
    r"|｜)|(?<=｜)>",
    re.IGNORECASE,
)
"""How the tokens begin by which chat templates separate turns. Servers that render a template into text before
they tokenise it would read them as turns even inside a message."""


def visible(text: str) -> str:
    """The text as a person sees it, with what could steer a model and no eye would notice taken out.

    Line ends become line feeds; each run of control, format, private and unassigned characters and of invisible
    letters becomes one space; tokens of chat templates are broken by a space. The words stay where they are, so
    that a quote from this text is found in the original (`scoring.evidence.locate`).
    """
    text = _LINE_ENDS.sub("\n", text)
    if not text.isascii() or not text.isprintable():
        text = _HIDDEN_RANGES.sub(" ", text)
        text = "".join(" " if _is_hidden(char) else char for char in text)
    return _TURN_MARKS.sub(lambda mark: f"{mark[0]} " if mark[0] != ">" else " >", text)


def fence(name: str, text: str) -> str:
    """The visible text between two lines that it cannot hold itself. `name` says what it is, in our own words."""
    text = visible(text).strip("\n")
    mark = sha256(text.encode()).hexdigest()[:_MARK_CHARACTERS]
    while mark in text:
        mark = sha256(mark.encode()).hexdigest()[:_MARK_CHARACTERS]
    return f"<<<{name} {mark}\n{text}\n{mark}>>>"


def unfenced(text: str) -> str:
    """What a model wrote, without fences that it copied along with what was between them."""
    return _COPIED.sub("", text) if "<<<" in text or ">>>" in text else text


def _is_hidden(char: str) -> bool:
    return char not in "\n\t" and unicodedata.category(char) in _HIDDEN_CATEGORIES
