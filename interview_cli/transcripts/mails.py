"""Mails saved as files (.eml): their text, without headers and attachments."""

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


def text_of_mail(data: bytes, source: str) -> str:
    """What is written in a mail: its plain text, or else its HTML. Raises InputError when it contains neither."""
    from email import message_from_bytes
    from email.message import EmailMessage
    from email.policy import default

    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage), "the policy makes these"
    try:
        body = message.get_body(("plain", "html"))
        text = body.get_content() if body else None
    except (LookupError, ValueError, AttributeError) as error:
        raise InputError(f"{source} is a damaged mail: {error}.") from None
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{source} is a mail without text.")
    return text
