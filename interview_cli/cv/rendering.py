"""A CV as a file: Markdown, JSON Resume, Word (python-docx) or PDF (typst, an extra)."""

from __future__ import annotations

import io
import json
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from interview_cli.cv.layout import SEPARATOR, Block, Style, blocks_of
from interview_cli.errors import InputError, UnavailableError
from interview_cli.installing import pip_install

if TYPE_CHECKING:
    from interview_cli.contracts.resume import Resume

FORMATS: Final = ("md", "docx", "pdf", "json")

_MARKDOWN_MARKS: Final = re.compile(r"([\\`*_\[\]<>]|^(?:#{1,6}\s|[-+]\s|\d+[.)]\s|~~~|```))")
_SERIF, _SANS = "Libertinus Serif", "Liberation Sans"

LOOKS: Final[dict[Style, dict[str, Any]]] = {
    "modern": {"font": "Calibri", "size": 10.5, "accent": "1F4E79", "rule": True, "capitals": False},
    "minimal": {"font": "Arial", "size": 10, "accent": "000000", "rule": False, "capitals": False},
    "executive": {"font": "Georgia", "size": 11, "accent": "3B3B3B", "rule": True, "capitals": True},
    "ats": {"font": "Arial", "size": 11, "accent": "000000", "rule": False, "capitals": False},
}
"""How each style looks: font, size of text in points, colour of headings, a rule below them, headings in capitals."""


def render(resume: Resume, style: Style, form: str) -> bytes:
    """The CV as the bytes of a file of one of FORMATS.

    Raises UnavailableError when PDF is asked for and typst is not installed.
    """
    if form == "json":
        return (json.dumps(_without_meta(resume), ensure_ascii=False, indent=2) + "\n").encode()
    blocks = blocks_of(resume, style)
    if form == "md":
        return to_markdown(blocks).encode()
    return _to_docx(blocks, style) if form == "docx" else _to_pdf(blocks, style)


def to_text(resume: Resume) -> str:
    """The CV as plain Markdown, for interviews and prompts."""
    return to_markdown(blocks_of(resume, "ats"), escape=False)


def to_markdown(blocks: list[Block], *, escape: bool = True) -> str:
    """The blocks as Markdown; with `escape`, marks in the words stay what they are."""
    lines = []
    for block in blocks:
        text, side = (_escaped(block.text), _escaped(block.side)) if escape else (block.text, block.side)
        match block.kind:
            case "name":
                lines.append(f"# {text}")
            case "heading":
                lines += ["", f"## {text}", ""]
            case "entry":
                lines += ["", f"### {text}{SEPARATOR}{side}" if side and text else f"### {text or side}", ""]
            case "bullet":
                lines.append(f"- {text}{SEPARATOR}{side}" if side else f"- {text}")
            case _:
                lines += ["", text, ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _escaped(text: str) -> str:
    return _MARKDOWN_MARKS.sub(r"\\\1", " ".join(text.split()))


def _without_meta(resume: Resume) -> dict[str, Any]:
    return {name: value for name, value in resume.items() if name != "meta"}


def _to_docx(blocks: list[Block], style: Style) -> bytes:
    from docx import Document
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    look = LOOKS[style]
    document = Document()
    for name in ("author", "comments", "last_modified_by", "title"):
        setattr(document.core_properties, name, "")
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.8)
    width = Cm(21 - 4)
    names = {"name": "Title", "heading": "Heading 1", "entry": "Heading 2", "bullet": "List Bullet"}
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
        font = document.styles[name].font
        font.name = look["font"]
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for each in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(each), look["font"])
        for each in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(each), None)
        big = {"Title": 10, "Heading 1": 3, "Heading 2": 0.5}.get(name, 0)
        font.size = Pt(look["size"] + big)
        font.color.rgb = RGBColor.from_string(look["accent"] if big >= 3 else "000000")
    for block in blocks:
        paragraph = document.add_paragraph(style=names.get(block.kind))
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(_printable(block.text))
        if block.side:
            paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
            paragraph.add_run(f"\t{block.side}" if block.text else block.side)
        if block.kind == "heading" and look["capitals"]:
            paragraph.runs[0].font.all_caps = True
        if block.kind == "heading" and look["rule"]:
            border, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
            for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", look["accent"])):
                bottom.set(qn(f"w:{name}"), value)
            border.append(bottom)
            paragraph._p.get_or_add_pPr().append(border)  # noqa: SLF001 - python-docx has no borders of paragraphs
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _to_pdf(blocks: list[Block], style: Style) -> bytes:
    if find_spec("typst") is None:
        raise UnavailableError("Writing PDF needs typst.", f"Install it: {pip_install('interview-cli[pdf]')}")
    import typst

    try:
        made = typst.compile(_typst(blocks, style).encode())
    except typst.TypstError as error:
        raise InputError(f"The PDF could not be made: {error}.", "Choose another format, such as .docx.") from None
    assert isinstance(made, bytes)
    return made


def _typst(blocks: list[Block], style: Style) -> str:
    """The document for typst; every text is a string literal, so nothing in it is markup."""
    look = LOOKS[style]
    font = _SERIF if look["font"] == "Georgia" else _SANS
    accent = f'rgb("#{look["accent"]}")'
    rule = f"#v(-0.7em)#line(length: 100%, stroke: 0.6pt + {accent})" if look["rule"] else ""
    lines = [
        '#set page(paper: "a4", margin: (x: 2cm, y: 1.8cm))',
        f'#set text(font: ("{font}", "{_SERIF}"), size: {look["size"]}pt, hyphenate: false, ligatures: false)',
        "#set par(justify: false)",
    ]
    for block in blocks:
        text = _literal(block.text)
        match block.kind:
            case "name":
                lines.append(f'#text(size: {look["size"] + 10}pt, weight: "bold", fill: {accent}, {text})\n')
            case "heading":
                shown = _literal(block.text.upper()) if look["capitals"] else text
                size = look["size"] + 3
                heading = f'text(size: {size}pt, weight: "bold", fill: {accent}, {shown})'
                lines.append(f"#v(0.4em)#block(sticky: true, {heading}){rule}\n")
            case "entry":
                side = f"#h(1fr)#text({_literal(block.side)})" if block.side else ""
                lines.append(f"#block(sticky: true)[#strong(text({text})){side}]\n")
            case "bullet":
                shown = _literal(f"{block.text}{SEPARATOR}{block.side}") if block.side else text
                lines.append(f"#list(text({shown}))\n")
            case "contact":
                pieces = (f"#box(text({_literal(piece)}))" for piece in block.text.split(SEPARATOR))
                lines.append(SEPARATOR.join(pieces) + "\n\n")
            case _:
                lines.append(f"#text({text})\n\n")
    return "\n".join(lines) + "\n"


def _literal(text: str) -> str:
    return json.dumps(" ".join(_printable(text).split()), ensure_ascii=False)


def _printable(text: str) -> str:
    """A text as XML and typst take it: without control characters and half characters."""
    return "".join(char for char in text if char.isprintable() or char in "\t\n")
