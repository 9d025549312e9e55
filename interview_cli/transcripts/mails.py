"""Mails saved as files (.eml): their texts, also attached ones, without headers."""

from __future__ import annotations

import re
from typing import Final

from interview_cli.errors import InputError

MAX_HEAD_BYTES: Final = 65_536
"""The headers of a mail that passed many servers take about 10 kB."""

_HEAD: Final = re.compile(rb"(?:From [^\n]{1,200}\n)?(?:[A-Za-z][\w-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_VERSION: Final = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)


def is_mail(data: bytes) -> bool:
    """Whether the bytes of a file are a mail with the headers of MIME, as programs save it."""
    head = _HEAD.match(data[:MAX_HEAD_BYTES])
    return head is not None and _VERSION.search(head[0]) is not None


def text_of_mail(data: bytes, source: str) -> bytes | None:
    """What is written in a mail, in UTF-8: its plain texts, or else its HTML; None when the mail is damaged.

    Raises InputError when it contains neither.
    """
    from email import message_from_bytes
    from email.message import EmailMessage
    from email.policy import default

    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    try:
        message = message_from_bytes(data, policy=default)
        if message.get_content_maintype() == "multipart" and not message.is_multipart():
            return None
        for part in message.walk():
            kind = part.get_content_type()
            if kind in texts and isinstance(part, EmailMessage):
                texts[kind].append(part.get_content())
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    found = next(filter(None, ("\n\n".join(filter(str.strip, each)) for each in texts.values())), None)
    if found is None:
        raise InputError(f"{source} is a mail without text.")
    return found.encode("utf-8", "replace")
