"""Reads and writes the XML that translators' tools exchange."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from plantin.bounded import bytes as bounded
from plantin.bounded import xml
from plantin.translation.exchange import LARGEST

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TEXTS = ("source", "target", "seg")
"""Elements with text and elements, in which every space counts."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def root_of(path: Path, *, doctype: bool = False) -> etree._Element:
    """Return the root element of the file at ``path``, which may name its document type where ``doctype`` says so (TMX,
    TBX). Raises OSError, XmlError.
    """
    return xml.parse(bounded.read(path, LARGEST), doctype=doctype)


def line_of(element: etree._Element) -> int:
    """Return the line of an element in its file; 0 where it is not known."""
    return element.sourceline if isinstance(element.sourceline, int) else 0


def words(element: etree._Element | None) -> str:
    """Return all text in an element."""
    return "" if element is None else "".join(map(str, element.itertext()))


def serialize(root: etree._Element) -> bytes:
    """Return the file of a root element, each element that is no part of a text on a line of its own."""
    _set_on_lines(root, "\n")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _set_on_lines(element: etree._Element, line: str) -> None:
    if not len(element) or etree.QName(element).localname in _TEXTS:
        return
    element.text = f"{line}  "
    for child in element:
        _set_on_lines(child, f"{line}  ")
        child.tail = f"{line}  "
    element[-1].tail = line


def append(element: etree._Element, words: str) -> None:
    """Put words at the end of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words
