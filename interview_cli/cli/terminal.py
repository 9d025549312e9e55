"""What the commands share about the terminal: is there one, output for people and for programs."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rich.console import Console


_CONTROLS: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def is_interactive() -> bool:
    """Whether a person sits at both ends: keys come in and a screen shows what goes out."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def can_show_app() -> bool:
    """Whether the full-screen app can run: it draws on stderr, and moves the cursor about."""
    return is_interactive() and sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def make_streams_usable() -> None:
    """No character, and no stream closed by the caller, can stop the program."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace" if name == "stdin" else "backslashreplace")


def print_json(value: Any) -> None:
    """One JSON document on stdout: an object indented, a list with one element a line (much faster for long ones)."""
    if isinstance(value, list):
        lines = ",\n".join(_json(each, indent=None) for each in value)
        sys.stdout.write(f"[\n{lines}\n]\n" if value else "[]\n")
    else:
        sys.stdout.write(_json(value, indent=2) + "\n")


def print_json_texts(objects: Sequence[str]) -> None:
    """A list of objects that are JSON already, one a line."""
    sys.stdout.write(_escaped_controls("[\n" + ",\n".join(objects) + "\n]\n" if objects else "[]\n"))


def print_json_line(value: Any) -> None:
    """One line of JSON Lines on stdout."""
    sys.stdout.write(_json(value, indent=None) + "\n")


def print_long_json(value: Any) -> None:
    """One JSON document of many small values on one line of stdout, three times faster than `print_json_line`."""
    from pydantic_core import to_json

    sys.stdout.write(_escaped_controls(to_json(value, ensure_ascii=not _shows_all_characters()).decode()) + "\n")


def _json(value: Any, indent: int | None) -> str:
    """Readable where stdout is UTF-8, with escapes where it is not."""
    return _escaped_controls(json.dumps(value, ensure_ascii=not _shows_all_characters(), indent=indent))


def _shows_all_characters() -> bool:
    return (sys.stdout.encoding or "utf-8").lower().replace("-", "") == "utf8"


def _escaped_controls(text: str) -> str:
    """JSON text with the control characters that JSON leaves alone escaped: some terminals obey them."""
    return text if text.isascii() and "\x7f" not in text else _CONTROLS.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def console(*, stderr: bool = False) -> Console:
    """A console that colours only on a terminal and honours NO_COLOR. Off a terminal no line is wrapped or cut."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    terminal = stream.isatty()
    return Console(file=stream, width=None if terminal else 100, soft_wrap=not terminal, highlight=False)


def counted(number: int, noun: str) -> str:
    """A number with its noun, as in "1 day" and "2 days"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def plain(text: str) -> str:
    """A text from a file as a terminal may be shown it: what does not print is replaced."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def short_id(session_id: str) -> str:
    """The beginning of an id: enough to type."""
    return session_id[:8]
