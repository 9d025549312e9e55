"""The one door to PDFium, which works in one thread at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

from interview_cli.errors import InputError

_LOCK: Final = Lock()


@contextmanager
def open_pdf(data: bytes, source: str, most_pages: int, what: str) -> Iterator[Any]:
    """A document of pypdfium2.

    Raises InputError when it is damaged, encrypted, or has more pages than a `what` has.
    """
    import pypdfium2

    with _LOCK:
        try:
            with pypdfium2.PdfDocument(data) as document:
                if len(document) > most_pages:
                    raise InputError(f"{source} has more than {most_pages:,} pages: that is no {what}.")
                yield document
        except pypdfium2.PdfiumError:
            raise InputError(f"{source} is a damaged or encrypted PDF document.") from None
