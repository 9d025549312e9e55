"""Keys and passwords kept out of everything a server says, however it encodes them."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import AsyncGenerator, AsyncIterable, Iterator
from typing import Final, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

MARK: Final = "[key]"
"""What stands where a secret was."""
SHORTEST_SECRET: Final = 4
"""Shorter texts (chosen) occur in ordinary words; hiding them would hide those."""
SHORTEST_BASE64: Final = 6
"""This many characters of Base64 (chosen) are taken for a secret's own, not for chance."""
LONGEST_IN_ANY_ESCAPE: Final = 256
"""A longer secret (chosen) is a token, of letters that nobody escapes; looking for every escape takes seconds."""
_MOST_HELD: Final = 20_000
"""Characters without a blank that are held back at most, in case a secret is among them."""

OtherT = TypeVar("OtherT")


class Secrets:
    """The secrets of one server: its key, and what its addresses carry (`user:password@`, values of the query)."""

    def __init__(self, key: str | None, *addresses: str) -> None:
        known = {key or "", *(each for address in addresses for each in _in_address(address))}
        known = {each.strip() for each in known if len(each.strip()) >= SHORTEST_SECRET}
        dresses = [dress for secret in sorted(known, key=len, reverse=True) for dress in _dresses(secret)]
        self._pattern = re.compile("|".join(dresses), re.IGNORECASE) if dresses else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def removed(self, text: str) -> str:
        """The text with a mark in place of each secret: plain, escaped for URL, JSON or HTML, in hex or Base64."""
        return self._pattern.sub(MARK, text) if self._pattern else text

    async def kept_from(self, pieces: AsyncIterable[str | OtherT]) -> AsyncGenerator[str | OtherT, None]:
        """The pieces of a text without secrets, also when one comes in several pieces; what is no text passes.

        No encoding of a secret contains a blank, so the last word waits for its end; an empty piece stands for it.
        """
        held = ""
        async for piece in pieces:
            if not isinstance(piece, str) or self._pattern is None:
                yield piece
                continue
            held += piece
            end = len(held) if len(held) > _MOST_HELD else _end_of_last_blank(held, len(held) - len(piece))
            yield self.removed(held[:end])
            held = held[end:]
        if held:
            yield self.removed(held)


def _end_of_last_blank(text: str, start: int) -> int:
    """Where the last word begins when there is a blank from `start` on, else 0."""
    return next((at + 1 for at in range(len(text) - 1, start - 1, -1) if text[at].isspace()), 0)


def _in_address(address: str) -> Iterator[str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    password = unquote(parts.password or "")
    yield password
    yield f"{unquote(parts.username or '')}:{password}" if password else ""
    yield from (value for _, value in parse_qsl(parts.query))


def _dresses(secret: str) -> Iterator[str]:
    """Patterns for everything a secret may be written as."""
    yield _in_any_escape(secret)
    data = secret.encode(errors="replace")
    yield data.hex()
    for before in range(3):  # where it begins within a group of three bytes
        encoded = b64encode(bytes(before) + data).decode()
        own = encoded[-(-8 * before // 6) : 8 * (before + len(data)) // 6]
        if len(own) >= SHORTEST_BASE64:
            yield rf"[\w+/-]{{0,2}}{_in_any_escape(own)}[\w+/-]?={{0,2}}"


def _in_any_escape(text: str) -> str:
    if len(text) > LONGEST_IN_ANY_ESCAPE:
        return re.escape(text)
    return "".join(map(_char_in_any_escape, text))


def _char_in_any_escape(char: str) -> str:
    """A character as it is or escaped for a URL (however often), JSON or another string, or HTML."""
    code = ord(char)
    ways = [
        re.escape(char),
        "".join(f"%(?:25)*{byte:02x}" for byte in char.encode(errors="replace")),
        rf"\\+u{code:04x}",
        rf"\\+x{code:02x}",
        rf"&#0*{code};",
        f"&#x0*{code:x};",
    ]
    if not char.isalnum():
        ways += [rf"\\+{re.escape(char)}", re.escape(html.escape(char))]
    ways += {"+": ["-"], "/": ["_"]}.get(char, [])  # the alphabet of Base64 for URLs
    return f"(?:{'|'.join(dict.fromkeys(ways))})"
