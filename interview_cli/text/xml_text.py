"""XML from strangers: decoded once, refused where it defines anything, bounded before a tree is made of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree

from interview_cli.text.decoding import decode

MAX_XML_DEPTH: Final = 500
MAX_ELEMENTS: Final = 1_000_000
"""Elements in one file; a tree takes some 200 bytes for each."""

_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_DEFINITIONS: Final = re.compile(r"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)|<!DOCTYPE[^>\[]{0,2000}\[")
_SKIPPED_ENTITY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)")


class RefusedError(Exception):
    """The XML holds something that no transcript needs."""


def xml_text(data: bytes) -> str:
    """XML as text without its declaration, whose encoding has done its work."""
    return without_declaration((decode(data) or "").lstrip("\ufeff"))


def without_declaration(text: str) -> str:
    """XML without the declaration at its start."""
    found = _DECLARATION.match(text)
    return text[found.end() :] if found else text


def check_definitions(text: str) -> None:
    """Raise RefusedError when the XML defines entities or anything else: what it calls up cannot be bounded."""
    if _DEFINITIONS.search(text):
        raise RefusedError("holds a document type definition, which is not allowed")


def parse_tree(text: str) -> ElementTree.Element:
    """The tree of an XML text; names are without their namespaces, an `&` that begins no entity is taken as written.

    Raises RefusedError or ElementTree.ParseError.
    """
    check_definitions(text)
    if text.count("<") > 2 * MAX_ELEMENTS:
        raise RefusedError(f"holds more than {MAX_ELEMENTS:,} elements")
    root = ElementTree.fromstring(_SKIPPED_ENTITY.sub("&amp;", without_declaration(text)))  # noqa: S314 - checked
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_XML_DEPTH:
            raise RefusedError("is nested too deeply")
        for element in level:
            element.tag = _without_namespace(element.tag)
            for name, value in element.items():
                if "}" in name:
                    del element.attrib[name]
                    element.set(_without_namespace(name), value)
        level = [child for element in level for child in element]
    return root


@lru_cache(maxsize=4096)
def _without_namespace(name: str) -> str:
    return name.rpartition("}")[2]
