"""Wiki markup (`'''Dana:''' …`, `== Career ==`, `[[links]]`, `{{templates}}`) as Markdown."""

from __future__ import annotations

import re
from typing import Final

_MAX_DEPTH: Final = 4
"""Templates within templates."""

_MAX_EXAMINED: Final = 20_000
_MIN_LINES: Final = 2
_MIN_MARKS: Final = 3
_MIN_KINDS: Final = 2
"""Fewer marks of fewer kinds are not those of a wiki (chosen)."""

_MARKS: Final = re.compile(
    r"'{3}(?!')|^={1,5}[^=\n]{1,120}={1,5}[ \t]*$|\[\[[^\[\]\n]{1,200}\]\]|\{\{(?=\w)", re.MULTILINE
)
_LINES: Final = re.compile(r"^(?:={2,5}[^=\n]{1,120}={2,5}[ \t]*$|[:*#; ]{0,6}'{3}[^'\n]{1,80}'{3})", re.MULTILINE)
"""A heading, or bold type at the beginning of a line: what is said contains neither."""

_ORG_HEADINGS: Final = re.compile(r"^\*{2,6}[ \t](?![^\n]*\*\*|[^:\n]{1,60}:\s)", re.MULTILINE)
_ORG_SETTINGS: Final = re.compile(
    r"^[ \t]*(?:#\+[A-Za-z_]{2,30}\b|:[A-Za-z_]{2,30}:|[A-Z]{6,9}: <).*\n", re.MULTILINE
)
_STARS: Final = re.compile(r"^\*{1,6}(?=[ \t])", re.MULTILINE)

_TEMPLATE: Final = re.compile(r"\{\{[^{}]{0,2000}\}\}")
_FILE: Final = re.compile(r"^[ \t]*\[\[[^\[\]\n:]{1,20}:[^\n]{0,400}\]\][ \t]*$", re.MULTILINE)
_ROWS: Final = (
    (
        (
            r"<!--[^<>]{0,2000}-->|<ref[^<>]{0,200}/>|<ref[^<>/]{0,200}>[^<>]{0,1000}</ref>|"
            r"</?(?:br|small|big|blockquote|nowiki|poem|div|span|center|sup|sub|gallery)\b[^<>\n]{0,80}>"
        ),
        "",
    ),
    (r"(?:-{2}|[–—])?[ \t]?\[\[[^\[\]\n:]{1,20}:[^\n]{0,200}\d{1,2}:\d\d[^\n]{0,40}\(UTC\)[ \t]*$", ""),
    (r"\[\[(?:[^\[\]|\n]{0,200}\|)?([^\[\]|\n]{0,200})\]\]|\[https?://\S{1,300}(?: ([^\]\n]{0,200}))?\]", r"\1\2"),
    (r"^[:*#;]{1,6}[ \t]*", ""),
    (r"^(={1,5})[ \t]*([^=\n]{1,120}?)[ \t]*={1,5}[ \t]*$", r"\n## \2\n"),
    (r"\(\(([^()\n]{1,40})\)\)", r"\1:"),
    (r"'{5}|'{3}", "**"),
    (r"''", ""),
)


def without_wiki_markup(text: str) -> str:
    """The text with headings and bold type as in Markdown and no other markup of a wiki or Org mode; any other text
    unchanged."""
    examined = text[:_MAX_EXAMINED]
    if len(_ORG_HEADINGS.findall(examined)) >= _MIN_LINES:
        text = _ORG_SETTINGS.sub("", text)
        return _STARS.sub(lambda stars: "#" * len(stars[0]), text)
    if len(_LINES.findall(examined)) < _MIN_LINES:
        return text
    found = _MARKS.findall(examined)
    if len(found) < _MIN_MARKS or len({mark[0] for mark in found}) < _MIN_KINDS:
        return text
    for _ in range(_MAX_DEPTH):
        text = _TEMPLATE.sub("", text)
    text = _FILE.sub("", text)
    for pattern, kept in _ROWS:
        text = re.sub(pattern, kept, text, flags=re.MULTILINE)
    return text
