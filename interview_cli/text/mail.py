"""Mails as they were sent (`.eml`), with a header, in parts and encodings."""

from __future__ import annotations

import re
from typing import Final

_HEADER_BYTES: Final = 40_000
_HEADER: Final = re.compile(
    rb"(?:From [^\n]{1,200}\n)?(?:[A-Za-z][A-Za-z-]{1,40}:[^\n]{0,998}\n(?:[ \t][^\n]{1,998}\n){0,40}){0,100}?"
    rb"(?:MIME-Version|Content-Transfer-Encoding):",
    re.IGNORECASE,
)


def body_of_mail(data: bytes) -> bytes:
    """The text of a mail in UTF-8, the plain one or otherwise the one in HTML; empty if it has none.

    Bytes that are no mail are returned unchanged.
    """
    if not _HEADER.match(data[:_HEADER_BYTES]):
        return data
    import email
    from email import policy

    try:
        body = email.message_from_bytes(data, policy=policy.default).get_body(("plain", "html"))
        return b"" if body is None else str(body.get_content()).encode("utf-8", "replace")
    except (LookupError, ValueError, AttributeError):  # what a damaged mail makes of `email`
        return data
