"""Bytes to clean text: encodings, line ends, and characters that do not belong in what somebody said.

UTF-8, UTF-16 and UTF-32 with or without a byte order mark are recognised for certain. Anything else is in one of
the encodings from before Unicode, chosen by charset-normalizer among those still in use; where few letters decide,
several encodings fit equally well, or letters were lost before, that is reported. UTF-8 that a program took for
Windows' western code page (`cafÃ©`) is mended.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from interview_cli.text.language import language

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

_LATIN: Final = ("cp1252", "cp1250", "cp1254", "iso8859_2")
_LARGE: Final = ("cp932", "euc_jp", "gb18030", "big5", "euc_kr")
"""Encodings whose characters take two bytes: text that decodes in one without faults is in it."""

_OWN_LETTERS: Final = re.compile("[\u3041-\u30ff]{3}|[\uac00-\ud7a3]{3}")
"""Kana and hangul in a row, which no other encoding gives by chance."""

_LEGACY: Final = (*_LATIN, *_LARGE, "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256")
_CENTRAL: Final = frozenset("pl cs sk hu sl hr bs ro sq".split())
_OF_LANGUAGE: Final = {"tr": "cp1254", "az": "cp1254"}
_ISO_LETTERS: Final = (b"\xb1", b"\xb6", b"\xbc", b"\xa6", b"\xac", b"\xa1", b"\xbe", b"\xa9", b"\xae")
_WINDOWS_LETTERS: Final = (b"\x9c", b"\x9f", b"\x8c", b"\x8f", b"\x9a", b"\x9e", b"\x8a", b"\x8e", b"\xa5", b"\x9d")
"""Letters such as ą, ś, š and ž, which are at other places in ISO 8859-2 than in Windows' code page 1250."""

_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")
_LONGEST_SAMPLED_LINE: Final = 32_000
_FEW_LETTERS: Final = 12
"""Fewer bytes beyond ASCII than these are the odd accent or quotation mark in a western text (chosen)."""

_MAX_MESS: Final = 0.3
_WESTERN: Final = {
    letter: byte for byte in range(0x80, 0x100) for letter in (chr(byte), bytes([byte]).decode("cp1252", "ignore"))
}
_FOLLOWING: Final = "".join(re.escape(letter) for letter, byte in _WESTERN.items() if byte < 0xC0)
_MISTAKEN: Final = re.compile(
    f"[ÂÃÄÅÎÏÐÑ×ØÙÚÛ][{_FOLLOWING}]|â€[{_FOLLOWING}]"
    f"|[\u00e2-\u00ef](?![\u00a0…«»“”‘’–—€]{{2}})[{_FOLLOWING}]{{2}}|ð[{_FOLLOWING}]{{3}}"
)
"""What the two to four bytes of a letter in UTF-8 look like in Windows' western code page; the rest is text that is
written so (`l’été…»`)."""

_MIN_MISTAKEN: Final = 3
_MAX_MISTAKES: Final = 2
_LOST: Final = re.compile(r"\ufffd|(?<![^\s\"'(«])[^\W\d_]{1,20}\?[a-z]{1,20}(?![\w/=&?])")
"""A letter that another program could not read, or wrote as a question mark."""

_QUESTION_INSIDE: Final = re.compile(r"\?[a-z]")
_DATA: Final = ("{", "[{", '["')
_MIN_LOST: Final = 3
_MANY_LOST: Final = 30
"""Fewer letters do no harm to an answer; no more are examined (chosen)."""

_LETTER: Final = re.compile(r"[^\W\d_\x00-\x7f]")

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
_MIN_BREAKS: Final = 3
"""So many line breaks written as `\\n` are no part of a text without others (chosen)."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{2,5}|#x[0-9A-Fa-f]{2,5}|[A-Za-z]{2,8}[0-9]{0,2});")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x14\x16-\x1a\x1c-\x1f\x7f]")
"""Characters that no text has; CHAT writes U+0015 around its times."""

_MAX_CONTROL_SHARE: Final = 0.01


def decode(data: bytes) -> str | None:
    """The text of a file with `\\n` line ends, or None when it is not text. See `decode_with_doubt`."""
    decoded = decode_with_doubt(data)
    return decoded[0] if decoded else None


def decode_with_doubt(data: bytes) -> tuple[str, str | None] | None:
    """The text of a file with `\\n` line ends, and a sentence when its encoding is a guess; None when it is none.

    A character cut off by the end of the file and stray bad bytes in text that is otherwise UTF-8 do no harm.
    """
    doubt: str | None = None
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            break
    else:
        text, doubt = _decode_without_mark(data)
    sample = text[:_SAMPLE_BYTES]
    if len(_CONTROL.findall(sample)) > _MAX_CONTROL_SHARE * len(sample):
        return None
    text, quoted = _mended_with_doubt(text)
    doubt = doubt or quoted
    if ("\ufffd" in text or _QUESTION_INSIDE.search(text)) and _has_lost_letters(text):
        doubt = "Letters are missing: another program could not read them."
    return text.replace("\r\n", "\n").replace("\r", "\n"), doubt


def _has_lost_letters(text: str) -> bool:
    """Whether several letters are missing in a text that is no data."""
    lost = list(islice(_LOST.finditer(text, 0, max(0, len(text) - 1)), _MANY_LOST))
    return not text.lstrip().startswith(_DATA) and len(lost) >= _MIN_LOST and not _stand_together(text, lost)


def _mended(text: str) -> str:
    """The text with the letters that were taken for two to four others each, perhaps twice, if there are several."""
    for _ in range(_MAX_MISTAKES):
        if text.isascii() or len(list(islice(_MISTAKEN.finditer(text), _MIN_MISTAKEN))) < _MIN_MISTAKEN:
            break
        text = _MISTAKEN.sub(lambda found: bytes(map(_WESTERN.__getitem__, found[0])).decode(errors="replace"), text)
    return text


def _mended_with_doubt(text: str) -> tuple[str, str | None]:
    """The text, mended unless it has more letters beyond ASCII that are right, and a sentence if the others may be
    quoted: next to right ones, or all in one line."""
    found = [] if text.isascii() else list(_MISTAKEN.finditer(text))
    if len(found) < _MIN_MISTAKEN:
        return text, None
    right = len(_LETTER.findall(_MISTAKEN.sub("", text)))
    doubt = f"Letters such as {found[0][0]!r} may be quoted, or misread by another program."
    return text if right > len(found) else _mended(text), doubt if right or _stand_together(text, found) else None


def _stand_together(text: str, found: Sequence[re.Match[str]]) -> bool:
    """Whether some matches are in one of several lines."""
    first = text.rfind("\n", 0, found[0].start())
    return "\n" in text.strip() and (text.rfind("\n", 0, found[-1].start()) == first)


def _decode_without_mark(data: bytes) -> tuple[str, str | None]:
    encoding = _wide_encoding(data[:_SAMPLE_BYTES])
    if encoding:
        return data.decode(encoding, "replace"), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = len(text) - wrong - len(text.encode("ascii", "ignore"))
    if wrong <= right or (wrong == 1 and text.endswith("\ufffd")):
        return text, None
    text, doubt = _decode_legacy(data)
    return _mended(text), doubt


def _decode_legacy(data: bytes) -> tuple[str, str | None]:
    """Text in one of the encodings from before Unicode, by the letters that its language has.

    Only lines with such letters are looked at, up to _SAMPLE_BYTES of them: the cost does not grow with the file.
    """
    from charset_normalizer import from_bytes

    lines, size, place = [], 0, 0
    while size <= _SAMPLE_BYTES and (match := _NOT_ASCII.search(data, place)):
        begin = max(data.rfind(b"\n", place, match.start()) + 1, place, match.start() - _LONGEST_SAMPLED_LINE)
        place = data.find(b"\n", match.end(), match.end() + _LONGEST_SAMPLED_LINE)
        place = place if place >= 0 else min(match.end() + _LONGEST_SAMPLED_LINE, len(data))
        lines.append(data[begin:place])
        size += place - begin
    sample = b"\n".join(lines)
    found = from_bytes(sample, cp_isolation=[*_LEGACY], threshold=_MAX_MESS, language_threshold=0.05)
    best = found.best()
    encoding, sure = (best.encoding, best.coherence > 0) if best else ("cp1252", False)
    if encoding in _LATIN or (not sure and encoding not in _LARGE):
        encoding, sure = _latin_encoding(sample)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("latin-1" if encoding == "cp1252" else encoding, "replace")
        sure = encoding == "cp1252"
    sure = sure or (encoding in _LARGE and _OWN_LETTERS.search(text[:_SAMPLE_BYTES]) is not None)
    return text, None if sure else f"Its encoding is uncertain; it was read as {encoding}."


def _latin_encoding(sample: bytes) -> tuple[str, bool]:
    """The encoding of text in Latin letters, by the language that its letters without accents show."""
    told = language(sample.decode("ascii", "ignore"))
    if told in _CENTRAL:
        iso, windows = (sum(map(sample.count, letters)) for letters in (_ISO_LETTERS, _WINDOWS_LETTERS))
        return ("iso8859_2" if iso > windows else "cp1250"), True
    return _OF_LANGUAGE.get(told or "", "cp1252"), told is not None or sum(
        byte > 127 for byte in sample
    ) < _FEW_LETTERS


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark shows as zero bytes on one side of nearly every 16-bit unit of Latin text."""
    sample = sample[: len(sample) // 4 * 4]
    zeros = [sample[place::4].count(0) for place in range(4)]
    if 4 * min(zeros[2:]) > 0.9 * len(sample) and zeros[0] < zeros[2]:
        return "utf-32-le"
    if 4 * min(zeros[:2]) > 0.9 * len(sample) and zeros[3] < zeros[1]:
        return "utf-32-be"
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


def unescaped(text: str) -> str:
    """A text with characters in place of their names in HTML (`&rsquo;`), and of `\\n` if it has no line breaks."""
    if text.count("\\n") >= _MIN_BREAKS and "\n" not in text.strip():
        text = text.replace("\\r", "").replace("\\n", "\n").replace("\\t", "\t")
    return _ENTITY.sub(lambda name: html.unescape(name[0]), text) if "&" in text else text
