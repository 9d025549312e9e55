"""Footnotes and comments in web pages, which link to the mark in the text that links to them."""

from __future__ import annotations

from itertools import islice
from typing import Final
from xml.etree.ElementTree import Element

_PARAGRAPHS: Final = frozenset("p li dd div aside td".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_SEVERAL: Final = frozenset("li dd div aside".split())
"""Elements that may hold a note of several paragraphs."""

_MAX_LEVELS: Final = 4
_MAX_ELEMENTS: Final = 100
_MAX_MARK_CHARACTERS: Final = 6


def remove_notes(page: Element) -> None:
    """Empty the notes of a page, and their marks.

    Of a mark and its note, each links to the name of the other, or to that of an element around it.
    """
    links = [link for link in page.iter("a") if len(link.get("href", "")) > 1 and link.get("href", "")[0] == "#"]
    if len(links) < 2:
        return
    parents = {child: parent for parent in page.iter() for child in parent}
    names: dict[str, Element] = {}
    for link in links:
        for name in _names_of(link, parents):
            names.setdefault(name, link)
    notes: set[Element] = set()
    for mark in links:
        note = names.get(mark.get("href", "")[1:])
        is_mark = mark not in notes and len("".join(mark.itertext()).strip()) <= _MAX_MARK_CHARACTERS
        if note is None or note is mark or not is_mark or names.get(note.get("href", "")[1:]) is not mark:
            continue
        if (whole := _whole_note(note, parents)) is not None:
            notes |= {mark, note}
            around = parents[mark]
            _empty(around if around.tag == "sup" else mark)
            _empty(whole)


def _names_of(link: Element, parents: dict[Element, Element]) -> list[str]:
    near = [link]
    while near[-1] in parents and near[-1].tag not in _PARAGRAPHS and len(near) < _MAX_LEVELS:
        near.append(parents[near[-1]])
    if near[-1].tag == "p" and parents[near[-1]].tag in _SEVERAL:
        near.append(parents[near[-1]])
    return [name for each in near for name in (each.get("id"), each.get("name")) if name]


def _whole_note(link: Element, parents: dict[Element, Element]) -> Element | None:
    """The paragraph of a link, or what is around it if that contains no other link; None if it is in a heading."""
    note = link
    while note.tag not in _PARAGRAPHS:
        if note.tag in _HEADINGS or note not in parents:
            return None
        note = parents[note]
    around = parents[note]
    inside = list(islice(around.iter(), _MAX_ELEMENTS))
    others = any(each.tag == "a" and each is not link for each in inside)
    return note if others or around.tag not in _SEVERAL or len(inside) == _MAX_ELEMENTS else around


def _empty(element: Element) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail
