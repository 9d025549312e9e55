"""PDF: the glyphs of each page, and which of them a person would see.

The page is rendered as it is and, where anything else is drawn, once more without its text. A glyph is seen if its
colour differs from what is behind it, and if the page would look different without it: so neither its own colour nor
what covers, clips or fades it, nor other text in the same place, decides alone.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from interview_cli.contracts.resume import Hidden
from interview_cli.documents.geometry import Glyph, lines_of
from interview_cli.documents.lines import Document, Line
from interview_cli.errors import InputError
from interview_cli.pdfium import open_pdf

MAX_PAGES: Final = 30
MAX_GLYPHS: Final = 200_000
MIN_CONTRAST: Final = 40
"""Of 255 levels of grey, between a glyph and what would be there without it. Of 36,012 glyphs of clean CVs none is
below, of 21,735 hidden by the five methods of the package `resume-keyword-injector` all are."""

MIN_SIZE: Final = 4.0
"""Points; smaller text is not read (chosen)."""

_SCALE: Final = 1.5
"""Pixels a point: strokes of 8-point text are a pixel wide."""

_MAX_PIXELS: Final = 3_000_000
_MIN_DRAWN: Final = 3.0
"""Points in both directions: thinner drawings are rules, which hide nothing."""

_PAPER: Final = np.full((1, 1), 255, np.int16)
_OFF_PAGE: Final = "outside the page"
_TINY: Final = f"smaller than {MIN_SIZE:g} points"
_UNSEEN: Final = "in the colour of its background, covered or transparent"
_LIGATURES: Final = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_HYPHENS: Final = {
    0x02: "-",
    0xFFFE: "-",
    0xAD: "-",
    0x2010: "-",
    0x2011: "-",
    0xA0: " ",
    0x2002: " ",
    0x2003: " ",
    0x2009: " ",
}
_MAX_LINK: Final = 2_000
_MAX_LINKS: Final = 300
_BOLD_NAMES: Final = ("bold", "black", "heavy", "semibold", "demi", "-bd", "cmbx")
_ITALIC_NAMES: Final = ("italic", "oblique", "slanted", "cmti", "cmsl")
_FORCE_BOLD: Final = 1 << 18
_ITALIC_FLAG: Final = 1 << 6
_UNDRAWN: Final = frozenset({3, 7})
"""Render modes of text that draw nothing (ISO 32000-1, table 106)."""

_BOLD_WEIGHT: Final = 600


class _Font(NamedTuple):
    is_bold: bool
    is_italic: bool
    is_undrawn: bool


def read_pdf(data: bytes, source: str) -> Document:
    """The lines of a PDF document that a person would see.

    Raises InputError when it is damaged or encrypted, or has more pages or characters than a CV has.
    """
    lines: list[Line] = []
    hidden: list[Hidden] = []
    with open_pdf(data, source, MAX_PAGES, "CV or job post") as document:
        pages = []
        left = MAX_GLYPHS
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            seen, unseen = Page(page, number).sorted_out(left, source)
            left -= len(seen)
            hidden += unseen
            pages.append((seen, page.get_width(), page.get_height()))
            page.close()
    lines = lines_of(pages)
    return Document(lines, hidden, has_pages=True)


class Page:
    """One page while it is read."""

    def __init__(self, page: Any, number: int) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._page = page
        self._number = number
        self._width, self._height = page.get_width(), page.get_height()
        self._scale = min(_SCALE, math.sqrt(_MAX_PIXELS / max(1.0, self._width * self._height)))
        self._fonts: dict[int, _Font] = {}
        self._to_page = self._affine()

    def _affine(self) -> tuple[float, ...]:
        """What brings a point of the PDF to points from the top left of the page as shown."""
        size, x, y = 1_000_000, ctypes.c_int(), ctypes.c_int()
        found = []
        for point in ((0.0, 0.0), (1000.0, 0.0), (0.0, 1000.0)):
            self._pdfium.FPDF_PageToDevice(self._page, 0, 0, size, size, 0, *point, x, y)
            found.append((x.value / size * self._width, y.value / size * self._height))
        (ox, oy), (ax, ay), (bx, by) = found
        return (ax - ox) / 1000, (bx - ox) / 1000, ox, (ay - oy) / 1000, (by - oy) / 1000, oy

    def sorted_out(self, most: int, source: str) -> tuple[list[Glyph], list[Hidden]]:
        """The glyphs that are seen, and the words that are not."""
        text_page = self._page.get_textpage()
        glyphs = list(self._glyphs(text_page))
        if len(glyphs) > most:
            raise InputError(f"{source} has more than {MAX_GLYPHS:,} characters: that is no CV and no job post.")
        reasons = self._reasons(glyphs)
        text_page.close()
        seen: list[Glyph] = []
        unseen: list[tuple[str, str]] = []
        was: str | None = None
        for (_, is_space), word in groupby(enumerate(glyphs), lambda each: (each[1].owner, each[1].text == " ")):
            indexes = [index for index, _ in word]
            why = [reasons[index] for index in indexes]
            text = "".join(glyphs[index].text for index in indexes)
            if is_space:
                seen += [glyphs[index] for index in indexes]
                continue
            found = [reason for reason in why if reason]
            if any(character.isalnum() for character in text):
                was = max(set(found), key=found.count) if 2 * len(found) > len(why) else None
            if was:  # a mark alone has too little ink to tell: it goes with the word before
                unseen.append((text, was))
            else:
                seen += [glyphs[index] for index in indexes]
        return seen, [
            Hidden(page=self._number, text=" ".join(text for text, _ in group), why=why)
            for why, group in ((why, list(each)) for why, each in groupby(unseen, lambda each: each[1]))
        ]

    def _glyphs(self, text_page: Any) -> Iterator[Glyph]:
        pdfium = self._pdfium
        box = [ctypes.c_double() for _ in range(4)]
        left, right, bottom, top = box
        loose, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        x, y = ctypes.c_double(), ctypes.c_double()
        a, b, c, d, e, f = self._to_page
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        links = self._links()
        for index in range(text_page.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text_page, index)
            if code in {0, 10, 13} or (pdfium.FPDFText_IsGenerated(text_page, index) == 1 and code != 32):
                continue
            text = _LIGATURES.get(code) or _HYPHENS.get(code) or chr(code)
            pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
            pdfium.FPDFText_GetLooseCharBox(text_page, index, loose)
            pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
            pdfium.FPDFText_GetMatrix(text_page, index, matrix)
            owner = pdfium.FPDFText_GetTextObject(text_page, index)
            address = ctypes.cast(owner, ctypes.c_void_p).value or 0
            pdfium.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha)
            font = self._fonts.get(address) or self._font(text_page, index, owner, address)
            x0, y0 = a * left.value + b * bottom.value + c, d * left.value + e * bottom.value + f
            x1, y1 = a * right.value + b * top.value + c, d * right.value + e * top.value + f
            lx0, ly0 = a * loose.left + b * loose.bottom + c, d * loose.left + e * loose.bottom + f
            lx1, ly1 = a * loose.right + b * loose.top + c, d * loose.right + e * loose.top + f
            size = pdfium.FPDFText_GetFontSize(text_page, index) * math.sqrt(
                abs(matrix.a * matrix.d - matrix.b * matrix.c)
            )
            yield Glyph(
                text=text,
                ink=(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)),
                box=(min(lx0, lx1), min(ly0, ly1), max(lx0, lx1), max(ly0, ly1)),
                baseline=d * x.value + e * y.value + f,
                size=size or abs(ly1 - ly0),
                is_bold=font.is_bold,
                is_italic=font.is_italic,
                is_upright=abs(matrix.b) + abs(matrix.c) < 0.1 * (abs(matrix.a) + abs(matrix.d)),
                owner=address,
                shade=0.299 * red.value + 0.587 * green.value + 0.114 * blue.value,
                opacity=0.0 if font.is_undrawn else alpha.value / 255,
                link=_at(links, (left.value + right.value) / 2, (bottom.value + top.value) / 2) if links else None,
            )

    def _links(self) -> list[tuple[tuple[float, float, float, float], str]]:
        """The pages that areas of this one lead to: left, bottom, right and top in the PDF's own points."""
        pdfium = self._pdfium
        place, link, found = (
            ctypes.c_int(0),
            pdfium.FPDF_LINK(),
            list[tuple[tuple[float, float, float, float], str]](),
        )
        area, buffer = pdfium.FS_RECTF(), ctypes.create_string_buffer(_MAX_LINK)
        while pdfium.FPDFLink_Enumerate(self._page, place, link) and len(found) < _MAX_LINKS:
            action = pdfium.FPDFLink_GetAction(link)
            if action and pdfium.FPDFLink_GetAnnotRect(link, area):
                pdfium.FPDFAction_GetURIPath(self._page.pdf, action, buffer, _MAX_LINK)
                address = buffer.value.decode("utf-8", "replace")
                if address:
                    sides = sorted((area.left, area.right)), sorted((area.bottom, area.top))
                    found.append(((sides[0][0], sides[1][0], sides[0][1], sides[1][1]), address))
        return found

    def _font(self, text_page: Any, index: int, owner: Any, address: int) -> _Font:
        pdfium = self._pdfium
        flags, buffer = ctypes.c_int(), ctypes.create_string_buffer(256)
        pdfium.FPDFText_GetFontInfo(text_page, index, buffer, 256, flags)
        name = buffer.value.decode("utf-8", "replace").lower()
        weight = pdfium.FPDFText_GetFontWeight(text_page, index)
        found = _Font(
            any(each in name for each in _BOLD_NAMES) or weight >= _BOLD_WEIGHT or bool(flags.value & _FORCE_BOLD),
            any(each in name for each in _ITALIC_NAMES) or bool(flags.value & _ITALIC_FLAG),
            owner is not None and pdfium.FPDFTextObj_GetTextRenderMode(owner) in _UNDRAWN,
        )
        self._fonts[address] = found
        return found

    def _reasons(self, glyphs: list[Glyph]) -> list[str | None]:
        """For each glyph why it is not seen, None when it is; blanks are."""
        if not glyphs:
            return []
        page = self._rendered()
        bare = self._without_text() if self._has_drawings() else None
        reasons: list[str | None] = []
        for glyph in glyphs:
            x0, y0, x1, y1 = glyph.ink
            if not glyph.text.strip():
                reasons.append(None)
            elif x1 <= 0 or y1 <= 0 or x0 >= self._width or y0 >= self._height:
                reasons.append(_OFF_PAGE)
            elif max(glyph.size, 0.8 * (glyph.box[3] - glyph.box[1])) < MIN_SIZE:
                reasons.append(_TINY)
            else:
                rows = slice(max(0, int(y0 * self._scale)), math.ceil(y1 * self._scale) + 1)
                columns = slice(max(0, int(x0 * self._scale)), math.ceil(x1 * self._scale) + 1)
                inside = page[rows, columns]
                if inside.size == 0:
                    reasons.append(_OFF_PAGE)
                    continue
                behind = _PAPER if bare is None else bare[rows, columns]
                drawn = float(np.abs(inside.astype(np.int16) - behind).max())
                meant = glyph.opacity * float(np.abs(glyph.shade - behind).mean())
                reasons.append(None if min(drawn, meant) >= MIN_CONTRAST else _UNSEEN)
        return reasons

    def _rendered(self) -> NDArray[np.uint8]:
        image: NDArray[np.uint8] = self._page.render(scale=self._scale, grayscale=True).to_numpy()
        return image.reshape(image.shape[:2])

    def _has_drawings(self) -> bool:
        """Whether anything but text and rules is on the page."""
        pdfium = self._pdfium
        for found in self._page.get_objects(max_depth=1):
            if found.type == pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            if found.type != pdfium.FPDF_PAGEOBJ_PATH:
                return True
            left, bottom, right, top = found.get_bounds()
            if min(right - left, top - bottom) >= _MIN_DRAWN:
                return True
        return False

    def _without_text(self) -> NDArray[np.int16]:
        pdfium = self._pdfium
        texts = list(self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=5))
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, False)
        image = self._rendered().astype(np.int16)
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, True)
        return image


def _at(links: list[tuple[tuple[float, float, float, float], str]], x: float, y: float) -> str | None:
    return next(
        (link for (left, bottom, right, top), link in links if left <= x <= right and bottom <= y <= top), None
    )
