"""Elements of the two vocabularies of an edition, and what they are filled with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements
Piece = Element | str
Run = tuple[Piece, ...]
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_PREFIXES: dict[str, str] = {None: NAMESPACE}  # type: ignore[dict-item]  # lxml takes None for the namespace without a prefix
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MIXED = frozenset(
    "p block num heading caption i b sup sub span inline a ref tocItem docAuthority docNumber docDate docStatus docType"
    " docTitle session".split()
)
"""The elements with words in them, where a line feed would be one."""


def node(tag: str, content: Iterable[Piece] = (), /, xml_lang: str = "", **attributes: str) -> Element:
    """Return an element of Akoma Ntoso with its content; attributes without a value are left out, a last low line of
    their names too.
    """
    element = etree.Element(f"{{{NAMESPACE}}}{tag}", nsmap=_PREFIXES)
    for name, value in attributes.items():
        if value:
            element.set(name.rstrip("_"), value)
    if xml_lang:
        element.set(_LANGUAGE, xml_lang)
    for piece in content:
        if not isinstance(piece, str):
            element.append(piece)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + piece
        else:
            element.text = (element.text or "") + piece
    return element


def divide_lines(root: Element) -> None:
    """Put each element that is in no line of text on a line of its own."""
    for element in _structural(root):
        if len(element):
            element.text = "\n"
            for child in element:
                child.tail = "\n"


def _structural(element: Element) -> Iterator[Element]:
    name = etree.QName(element)
    if name.namespace != NAMESPACE:
        return
    if name.localname not in _MIXED:
        yield element
    for child in element:
        yield from _structural(child)
