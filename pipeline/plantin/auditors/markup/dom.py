"""A parsed page of markup and helpers for its elements, shared by the auditors of web pages and EPUB.

They go by what is in the text; roles and classes only say what a piece of it is. ``lines`` reads the text of one
element, ``blocks`` the rows of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from plantin.auditors.fault import finding
from plantin.findings import Finding

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_INLINE = frozenset(
    (
        "a abbr b bdi bdo br button cite code data del dfn em i img input ins kbd label map mark math noscript object "
        "q s samp script select small span strong style sub sup svg template time u var wbr"
    ).split()
)
UNREAD = frozenset(("script", "style", "template", "noscript", "button", "svg", "head", "input", "select"))
"""Elements whose text is not the report's: programs, style sheets, controls, drawings (which have alternatives)."""
_MASTHEAD = "masthead-"
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class MarkupPage:
    """A document of markup, its element names without namespaces. ``name`` is its path in an EPUB, else empty."""

    name: str
    root: etree._Element

    @property
    def language(self) -> str:
        """The language that the page declares, or nothing."""
        return language(self.root)

    def body(self) -> etree._Element:
        """Return the element ``body``, or the root where there is none."""
        body = self.root.find("body")
        return self.root if body is None else body


# What an element is


def elements(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Return ``parent`` and all elements under it, of these names only where any are given; no comments."""
    return parent.iter(*(names or ("*",)))


def children(parent: etree._Element) -> Iterator[etree._Element]:
    """Return the elements directly under ``parent``; no comments."""
    return parent.iterchildren("*")


def texts(element: etree._Element) -> Iterator[str]:
    """Return the pieces of text directly in ``element``, between the elements in it; none that is empty."""
    return (text for text in (element.text, *(child.tail for child in element)) if text)


def ancestors(element: etree._Element) -> Iterator[etree._Element]:
    """Yield ``element`` itself and the elements around it, from the inside outwards."""
    yield element
    yield from element.iterancestors()


def is_a(element: etree._Element, kind: str) -> bool:
    """Return whether ``element`` has this DPUB-ARIA role (without "doc-") or this epub:type."""
    role, types = element.get("role"), element.get(EPUB_TYPE)
    return (role is not None and f"doc-{kind}" in role.split()) or (types is not None and kind in types.split())


def has_class(element: etree._Element, name: str) -> bool:
    """Return whether ``name`` is among the classes of ``element``."""
    return name in element.get("class", "").split()


def language(element: etree._Element) -> str:
    """Return the language tag on ``element`` itself, or nothing."""
    return element.get("lang") or element.get(XML_LANG) or ""


def direction(element: etree._Element) -> str:
    """Return the direction in which the text of ``element`` is set, ltr or rtl."""
    return next((around.get("dir", "") for around in ancestors(element) if around.get("dir") in {"ltr", "rtl"}), "ltr")


def is_inline(element: etree._Element) -> bool:
    """Return whether ``element`` is in a line, not a block."""
    return element.tag in _INLINE


def is_note_call(element: etree._Element) -> bool:
    """Return whether ``element`` is an indicator: a link that says it calls a note."""
    return element.tag == "a" and is_a(element, "noteref")


def is_back_link(element: etree._Element) -> bool:
    """Return whether ``element`` leads from a note back to a call of it."""
    return element.tag == "a" and is_a(element, "backlink")


def is_concealed(element: etree._Element) -> bool:
    """Return whether ``element`` itself keeps its text from every reader by the attribute hidden. No style hides any: a
    sheet is that of the house (A020), which sets nothing that hides (D028).
    """
    return element.get("hidden") is not None


def pictures(part: etree._Element, *, narrow: bool = False) -> Iterator[tuple[etree._Element, str]]:
    """Yield the pictures in ``part``, or it itself, that a reader gets: images and drawings with the role of one, each
    with its alternative; ``narrow``: also drawings that are in the place of the next on a narrow page.
    """
    for picture in elements(part, "img", "svg"):
        drawn = picture.tag == "svg"
        hidden = any(around is not picture and around.tag in UNREAD for around in ancestors(picture))
        instead = drawn and has_class(picture, "narrow") and not narrow
        if (drawn and picture.get("role") != "img") or instead or hidden or any(map(is_concealed, ancestors(picture))):
            continue
        yield picture, " ".join(picture.get("aria-label" if drawn else "alt", "").split())


def masthead_field(element: etree._Element) -> str:
    """Return which line of the masthead ``element`` is, or nothing."""
    classes = element.get("class", "")
    if _MASTHEAD not in classes:
        return ""
    return next((name for name in classes.split() if name.startswith(_MASTHEAD)), "").removeprefix(_MASTHEAD)


def note_elements(page: MarkupPage) -> Iterator[etree._Element]:
    """Yield every note of the page: the entries of a list of notes, and footnotes outside of lists."""
    for element in elements(page.root):
        if is_a(element, "footnote"):
            yield element
        elif is_a(element, "endnotes"):
            for child in children(element):
                if child.tag in {"ol", "ul"}:
                    yield from (item for item in children(child) if item.tag == "li")


def fragment(link: etree._Element) -> str:
    """Return the anchor that a link leads to, without the file it is in."""
    return link.get("href", "").partition("#")[2]


def wordless(text: str) -> bool:
    """Return whether ``text`` has neither letter nor figure: an arrow, a paragraph sign, a bullet."""
    return not _WORD.search(text)


def element_finding(code: str, message: str, page: MarkupPage, path: str, element: etree._Element) -> Finding:
    """Return a finding about ``element``, at the nearest anchor; in an EPUB its words begin with the page's name."""
    anchor = next((around.get("id", "") for around in ancestors(element) if around.get("id")), "")
    return finding(code, f"{page.name}: {message}" if page.name else message, path, anchor=anchor)
