"""What both kinds of Akoma Ntoso files are read by: names of elements, and markup of HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return etree.QName(element).localname


def child(element: Element, tag: str) -> Element | None:
    """Return the first child of that name."""
    return next((inner for inner in element if name(inner) == tag), None)


def others(element: Element, *tags: str) -> Iterator[Element]:
    """Yield the children without those of these names."""
    return (inner for inner in element if name(inner) not in tags)


def classes(element: Element) -> list[str]:
    """Return the classes of an element."""
    return element.get("class", "").split()


def language(element: Element) -> str:
    """Return the language that an element gives."""
    return element.get(_LANGUAGE, "")


def words(element: Element | None) -> str:
    """Return the words in an element, with single spaces."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def tagged(tag: str, inside: str, **attributes: str) -> str:
    """Return an element of HTML; attributes without a value are left out, a last low line of their names too.

    >>> tagged("p", "One &amp; two", class_="numbered", id="")
    '<p class="numbered">One &amp; two</p>'
    """
    written = "".join(f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items() if value)
    return f"<{tag}{written}>{inside}</{tag}>"


def print_line(element: Element, inline: Callable[[Element], str]) -> str:
    """Return the markup of a line of text, the elements in it as ``inline`` prints each."""
    pieces = [escape(element.text or "", quote=False)]
    for inner in element:
        pieces += (inline(inner), escape(inner.tail or "", quote=False))
    return "".join(pieces)


def print_picture(element: Element) -> str:
    """Return a picture with its description."""
    return f'<img src="{escape(element.get("src", ""))}" alt="{escape(element.get("alt", ""))}"/>'


def formula(element: Element) -> str:
    """Return the formula in an element as it is; nothing where there is none."""
    math = next(element.iter("{*}math"), None)
    return "" if math is None else etree.tostring(math, encoding="unicode", with_tail=False)
