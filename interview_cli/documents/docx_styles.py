"""How Word shows a run: its own properties, then those of its styles, then the document's."""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

MIN_SIZE: Final = 4.0
"""Points; smaller text is not read (chosen)."""

MIN_CONTRAST: Final = 40
"""Of 255 levels of brightness between text and its background, as for PDF."""

_WHITE: Final = "FFFFFF"
_DEPTH: Final = 20
_HIGHLIGHTS: Final = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": _WHITE, "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip


class Look(NamedTuple):
    """What a run looks like; `size` in points, `color` in hexadecimal, None for Word's own choice."""

    is_bold: bool = False
    is_italic: bool = False
    size: float = 11.0
    color: str | None = None
    is_hidden: bool = False

    def unseen(self, background: str | None) -> str | None:
        """Why a reader would not see it on a background, None when they would."""
        if self.is_hidden:
            return "hidden text"
        if self.size < MIN_SIZE:
            return f"smaller than {MIN_SIZE:g} points"
        if self.color is not None and abs(_brightness(self.color) - _brightness(background or _WHITE)) < MIN_CONTRAST:
            return "in the colour of its background"
        return None


def _brightness(color: str) -> float:
    red, green, blue = (int(color[index : index + 2], 16) for index in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _color(text: str | None) -> str | None:
    return text if text and re.fullmatch(r"[0-9A-Fa-f]{6}", text) else None


def value_of(element: Element | None, name: str = "val") -> str | None:
    """An attribute of an element that may not be there."""
    return element.get(name) if element is not None else None


def has_property(properties: Element, name: str) -> bool | None:
    """An on-off property; None when it is not said."""
    found = properties.find(name)
    if found is None:
        return None
    return value_of(found) not in {"0", "false", "off", "none"}


class Styles:
    """The styles of a document."""

    def __init__(self, tree: Element | None) -> None:
        styles = list(tree.iter("style")) if tree is not None else []
        self._by_id = {style.get("styleId", ""): style for style in styles}
        self._default = next(
            (s.get("styleId") for s in styles if s.get("default") == "1" and s.get("type") == "paragraph"), None
        )
        self._base = Look()
        defaults = tree.find("docDefaults/rPrDefault/rPr") if tree is not None else None
        if defaults is not None:
            self._base = self._applied(defaults, self._base)

    def of_paragraph(self, properties: Element | None) -> Look:
        """The look that a paragraph's style gives its runs."""
        look = self._base
        for style in reversed(self._chain(self._style_id(properties))):
            run = style.find("rPr")
            if run is not None:
                look = self._applied(run, look)
        return look

    def look(self, properties: Element | None, paragraph: Look) -> Look:
        """The look of a run in a paragraph of that look."""
        if properties is None:
            return paragraph
        look = paragraph
        for style in reversed(self._chain(value_of(properties.find("rStyle")))):
            run = style.find("rPr")
            if run is not None:
                look = self._applied(run, look)
        return self._applied(properties, look)

    def _applied(self, properties: Element, look: Look) -> Look:
        half_points = value_of(properties.find("sz"))
        colored = properties.find("color")
        hidden = [has_property(properties, name) for name in ("vanish", "webHidden", "specVanish")]
        bold, italic = has_property(properties, "b"), has_property(properties, "i")
        return Look(
            is_bold=look.is_bold if bold is None else bold,
            is_italic=look.is_italic if italic is None else italic,
            size=float(half_points) / 2
            if half_points and re.fullmatch(r"\d{1,4}(?:\.\d)?", half_points)
            else look.size,
            color=look.color if colored is None else _color(value_of(colored)),
            is_hidden=look.is_hidden if hidden == [None] * 3 else any(hidden),
        )

    def _style_id(self, properties: Element | None) -> str | None:
        named = value_of(properties.find("pStyle")) if properties is not None else None
        return named or self._default

    def _chain(self, style_id: str | None) -> list[Element]:
        """A style and those it is based on."""
        chain: list[Element] = []
        while style_id in self._by_id and len(chain) < _DEPTH:
            style = self._by_id[style_id]
            chain.append(style)
            style_id = value_of(style.find("basedOn"))
        return chain

    def shading(self, properties: Element | None) -> str | None:
        """The background that properties set."""
        if properties is None:
            return None
        fill = _color(value_of(properties.find("shd"), "fill"))
        return _HIGHLIGHTS.get(value_of(properties.find("highlight")) or "") or fill

    def heading_level(self, properties: Element | None) -> int | None:
        """1 to 9 for a heading, 1 for a title; None for any other paragraph."""
        for style in self._chain(self._style_id(properties)):
            name = (value_of(style.find("name")) or "").lower()
            if found := re.fullmatch(r"(?:heading|überschrift|titre|título|titolo) ?(\d)", name):
                return int(found[1])
            if name == "title":
                return 1
            outline = value_of(style.find("pPr/outlineLvl"))
            if outline and outline.isdigit() and int(outline) < 9:
                return int(outline) + 1
        return None

    def is_listed(self, properties: Element | None) -> bool:
        """Whether a paragraph is an item of a list."""
        own = properties.find("numPr") if properties is not None else None
        if own is not None:
            return value_of(own.find("numId")) != "0"
        return any(
            style.find("pPr/numPr") is not None or (value_of(style.find("name")) or "").lower().startswith("list ")
            for style in self._chain(self._style_id(properties))
        )

    def space_before(self, properties: Element | None) -> int:
        """The space above a paragraph in twentieths of a point."""
        for element in (properties, *(style.find("pPr") for style in self._chain(self._style_id(properties)))):
            before = value_of(element.find("spacing"), "before") if element is not None else None
            if before and before.isdigit():
                return int(before)
        return 0
