"""Bytes to clean text: encodings, line ends, and characters that do not belong in what somebody said.

Only what interview transcripts come in is tried: UTF-8, UTF-16 and UTF-32 with or without a byte order mark, then
Windows-1252 and Latin-1. A statistical guess between dozens of legacy code pages is wrong on short English text more
often than it helps, and would make the same file read differently after a library update.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES: Final = 4096
_MIN_NUL_SHARE: Final = 0.05
"""Of the bytes on one side of each 16-bit unit: spaces and line ends alone reach this in any script."""

_LINE_BREAK: Final = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE: Final = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero-width, direction
    "\U000e0000-\U000e007f"  # tags, which can carry a hidden message
    "]"
)
_LOOSE_JOINER: Final = re.compile(
    # Joiners build emoji and Persian or Indic words; next to ASCII or blanks they only hide something.
    r"(?<![^\x00-\x7f\s])[\u200c\u200d]++|[\u200c\u200d]++(?![^\x00-\x7f\s])"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE: Final = 0.01


def decode(data: bytes) -> str | None:
    """The text of a file with `\\n` line ends, or None when it is not text.

    A character cut off by the end of the file and stray bad bytes in text that is otherwise UTF-8 do no harm.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            break
    else:
        text = _decode_without_mark(data)
    sample = text[:_SAMPLE_BYTES]
    if len(_CONTROL.findall(sample)) > _MAX_CONTROL_SHARE * len(sample):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_without_mark(data: bytes) -> str:
    encoding = _sixteen_bit_encoding(data[:_SAMPLE_BYTES])
    if encoding:
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = len(text) - wrong - len(text.encode("ascii", "ignore"))
    if wrong <= right or (wrong == 1 and text.endswith("\ufffd")):
        return text
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _sixteen_bit_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark shows as zero bytes on one side of nearly every 16-bit unit of Latin text."""
    sample = sample[: len(sample) // 2 * 2]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) <= _MIN_NUL_SHARE * len(sample) / 2 or 10 * min(even, odd) > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def clean(text: str) -> str:
    """The text without invisible characters (control, zero-width, writing direction) and lone surrogates.

    What remains can be shown on any terminal and stored as UTF-8. Line breaks, tabs, emoji and scripts of either
    direction stay.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    visible = _INVISIBLE.sub("", _LINE_BREAK.sub("\n", text))
    return _SURROGATE.sub("\ufffd", _LOOSE_JOINER.sub("", visible)).strip()


def flatten(text: str) -> str:
    """The cleaned text on one line, with single blanks."""
    return " ".join(clean(text).split())
