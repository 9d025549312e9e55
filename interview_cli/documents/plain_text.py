"""Lines out of plain text, Markdown and HTML."""

from __future__ import annotations

import html
import re
from typing import Final

from interview_cli.documents.lines import Document, Line, Part, parted

BULLETS: Final = "•‣◦▪▫■□●○◆◇▶►▸➢➤➔→✓✔✦★❖–—-*·∙⁃\uf0b7\uf0a7\uf0d8\uf076"
"""Characters that begin an item of a list; the last four are Symbol's and Wingdings' in Word."""

MIN_WRAPPED: Final = 60
"""Characters: a shorter line of plain text was not broken for its length (chosen)."""

BULLET: Final = re.compile(rf"\s*(?:[{re.escape(BULLETS)}]|(?<!\w)o(?=\s{{1,4}}[A-Z]))\s+(?=\S)")
_HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_RULE: Final = re.compile(r"\s*(?:[-=_*~]\s*){3,}")
_STYLED: Final = re.compile(r"(\*\*\*|\*\*|__|(?<![\w*])\*(?=\S)|(?<![\w_])_(?=\S))(.{1,200}?)\1(?!\w)")
_LINK: Final = re.compile(
    r"!?\[([^\[\]\n]{0,200})\]\(([^\s()]{0,500})(?:\s\"[^\"\n]{0,100}\")?\)|<((?:https?://|mailto:)?[^\s<>]{3,300})>"
)
_COLUMNS: Final = re.compile(r"\t+| {3,}")
_TABLE_ROW: Final = re.compile(r"\s*\|(.+)\|\s*")
_DECLARATION: Final = re.compile(r"^\s{0,99}(?:<\?[^>]{0,200}>\s{0,99})?<!doctype[^>]{0,400}>", re.IGNORECASE)
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})((?>[^<>\"']|\"[^\"<]{0,2000}\"|'[^'<]{0,2000}')*)>")
_ENDS_IN_WORD: Final = re.compile(r"\w\Z")
_NOT_SHOWN: Final = frozenset({"script", "style", "head", "template", "noscript", "title", "svg"})
_INVISIBLE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])|\shidden(?![\w-])",
    re.IGNORECASE,
)
_BLOCKS: Final = frozenset(
    "p div li ul ol br h1 h2 h3 h4 h5 h6 tr table section article header footer main dt dd dl blockquote hr "
    "address".split()
)
_VOID: Final = frozenset("br hr img input meta link wbr source area base col embed track".split())


def read_text(text: str, *, is_markdown: bool) -> Document:
    """The lines of a plain text or Markdown. Blank lines make gaps; wide blanks make cells."""
    lines: list[Line] = []
    gap = 0.0
    numbered = ((number, piece) for number, raw in enumerate(text.split("\n"), 1) for piece in parted(raw))
    for number, raw in numbered:
        if not raw.strip() or _RULE.fullmatch(raw):
            gap = 1.0
            continue
        content, level = raw, None
        if is_markdown and (heading := _HEADING.fullmatch(raw.strip())):
            content, level = heading[2], len(heading[1])
        is_bullet = level is None and BULLET.match(content) is not None
        if is_bullet:
            content = BULLET.sub("", content, count=1)
        if row := _TABLE_ROW.fullmatch(content):
            content = "\t".join(cell.strip() for cell in row[1].split("|"))
        parts = [
            part
            for index, cell in enumerate(_COLUMNS.split(content.strip()))
            for part in _parts(cell, starts_cell=index > 0, is_markdown=is_markdown)
        ]
        if parts:
            left = float(len(raw) - len(raw.lstrip()))
            fills = len(raw) >= MIN_WRAPPED
            lines.append(
                Line(tuple(parts), number, is_bullet=is_bullet, level=level, gap=gap, fills=fills, left=left)
            )
        gap = 0.0
    return Document(lines)


def _parts(cell: str, *, starts_cell: bool, is_markdown: bool) -> list[Part]:
    """The parts of a cell, which differ in style."""
    if not is_markdown:
        return [Part(cell, starts_cell=starts_cell)] if cell.strip() else []
    links = {found[1]: found[2] for found in _LINK.finditer(cell) if found[1] and found[2]}
    cell = _LINK.sub(lambda found: found[1] or (found[3] or "").removeprefix("mailto:"), cell)
    parts: list[Part] = []
    end = 0
    for found in _STYLED.finditer(cell):
        parts.append(Part(cell[end : found.start()]))
        parts.append(Part(found[2].strip("*_"), is_bold=len(found[1]) > 1, is_italic=len(found[1]) != 2))
        end = found.end()
    parts.append(Part(cell[end:]))
    parts = [part._replace(text=re.sub(r"[`\\]", "", part.text)) for part in parts if part.text]
    parts = [part._replace(link=links.get(part.text.strip())) for part in parts]
    return [part._replace(starts_cell=starts_cell and index == 0) for index, part in enumerate(parts)]


def read_html(text: str) -> Document:
    """The visible lines of a web page; the cost is linear, whatever the tags.

    Words of two elements that follow each other without a blank ("</span><span>") are in cells of their own: a
    style sheet sets them apart.
    """
    first, *rest = _DECLARATION.sub("", text).split("<!--")
    text = first + " ".join(piece.partition("-->")[2] for piece in rest)
    lines: list[Line] = []
    words: list[Part] = []
    hidden: list[str] = []
    state = {"bold": 0, "italic": 0, "level": 0, "item": 0, "closed": 0}

    def flush() -> None:
        joined = [part._replace(text=re.sub(r"\s+", " ", part.text)) for part in words]
        words.clear()
        if any(part.text.strip() for part in joined):
            bullet, level = state["item"] > 0, state["level"] or None
            lines.append(Line(tuple(joined), len(lines) + 1, is_bullet=bullet, level=level))

    end = 0
    for tag in _TAG.finditer(text):
        if not hidden and (piece := html.unescape(text[end : tag.start()])):
            stands_apart = bool(words) and state["closed"] > 1 and _ENDS_IN_WORD.search(words[-1].text) is not None
            starts_cell = stands_apart and piece[0].isalnum()
            words.append(Part(piece, state["bold"] > 0, state["italic"] > 0, starts_cell=starts_cell))
            state["closed"] = 0
        end = tag.end()
        closes, name = bool(tag[1]), tag[2].lower()
        state["closed"] = 1 if closes else 2 * (state["closed"] > 0)
        if name in _VOID:
            if name in _BLOCKS:
                flush()
            continue
        if hidden:
            if closes and hidden[-1] == name:
                hidden.pop()
            elif not closes and hidden[-1] == name and not tag[3].endswith("/"):
                hidden.append(name)
            continue
        if name in _BLOCKS:
            flush()
            state["item"] = 0
        if name in {"td", "th"} and not closes:
            words.append(Part("", starts_cell=True))
        if not closes and (name in _NOT_SHOWN or _INVISIBLE.search(tag[3])):
            hidden.append(name)
        elif re.fullmatch(r"h[1-6]", name):
            state["level"] = 0 if closes else int(name[1])
        elif name in {"b", "strong", "th"}:
            state["bold"] = max(0, state["bold"] + (-1 if closes else 1))
        elif name in {"i", "em"}:
            state["italic"] = max(0, state["italic"] + (-1 if closes else 1))
        elif name == "li":
            state["item"] = 0 if closes else 1
    if not hidden:
        words.append(Part(html.unescape(text[end:]), is_bold=state["bold"] > 0))
    flush()
    return Document(lines)


def looks_like_markdown(text: str) -> bool:
    """Whether a text uses Markdown's headings, emphasis, links or tables."""
    return re.search(r"^#{1,6} \S|\*\*\S|\[[^\]\n]+\]\(\S|^\|.+\|$", text[:20_000], re.MULTILINE) is not None


def looks_like_html(text: str) -> bool:
    """Whether a text is a web page or a piece of one."""
    head = text[:2_000].lstrip().lower()
    return (
        head.startswith(("<!doctype html", "<html"))
        or len(re.findall(r"</?(?:p|div|li|ul|h[1-6]|br|span|b|strong|table|td)\b", head)) >= 3
    )
