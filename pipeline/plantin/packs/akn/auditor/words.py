"""The words of an edition as a reader gets them, with calls of notes as marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from plantin.model.outline import mark, normal

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
CALLS = ("authorialNote", "noteRef")
"""The elements that call notes; the first has the note in it."""


def name(element: Element) -> str:
    """Return the name of an element of Akoma Ntoso, or of a formula after a colon."""
    tag = etree.QName(element)
    return f":{tag.localname}" if (tag.namespace or "").endswith("MathML") else tag.localname


def classes(element: Element) -> list[str]:
    """Return the classes of an element."""
    return element.get("class", "").split()


def language(element: Element) -> str:
    """Return the language that an element gives."""
    return element.get(_LANGUAGE, "")


def line_of(element: Element) -> int:
    """Return the line that an element begins in; 0 where it is not known."""
    return element.sourceline if isinstance(element.sourceline, int) else 0


def text(element: Element) -> str:
    """Return the words in ``element`` in normal form."""
    return normal("".join(_pieces(element)))


def raw(element: Element) -> str:
    """Return the characters in ``element`` as they are."""
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from _piece(child)
        yield child.tail or ""


def _piece(child: Element) -> Iterator[str]:
    kind = name(child)
    if kind in CALLS:
        yield mark(child.get("marker", ""))
    elif kind == "sup" and any(name(inner) in CALLS for inner in child):
        yield from (mark(inner.get("marker", "")) for inner in child if name(inner) in CALLS)
    elif kind == "subFlow":
        yield from (formula.get("alttext", "") for formula in child.iter() if name(formula) == ":math")
    elif kind == "eol":
        yield " "
    else:
        yield from _pieces(child)
