"""What is read aloud of a page, in order: each piece with the element that is highlighted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

_XHTML = "{http://www.w3.org/1999/xhtml}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_PIECES = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption", "caption", "tr", "pre", "img", "math"}
)
_UNHEARD = frozenset({"head", "svg", "script", "style"})


@dataclass(slots=True)
class SpokenPiece:
    """An element with the words that are heard for it, in runs of one language; ``kind`` is its epub:type where it can
    be skipped, ``note`` the anchor of the note that it is in.
    """

    element: etree._Element
    runs: list[tuple[str, str]] = field(default_factory=list)
    kind: str = ""
    note: str = ""

    def say(self, words: str, language: str) -> None:
        """Add words."""
        if self.runs and self.runs[-1][1] == language:
            self.runs[-1] = (self.runs[-1][0] + words, language)
        elif words.strip():
            self.runs.append((words, language))


def pieces(root: etree._Element) -> Iterator[SpokenPiece]:
    """The pieces of the page ``root``. The beginning of a printed page within a paragraph comes after it."""
    body = root.find(f"{_XHTML}body")
    if body is not None:
        yield from _inside(body, root.get(_XML_LANG) or root.get("lang") or "", "")


def _inside(element: etree._Element, language: str, note: str) -> Iterator[SpokenPiece]:
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child).localname
        spoken = _language(child, language)
        kind = child.get(_TYPE, "")
        held = child.get("id", "") if kind in {"endnote", "footnote"} else note
        if name in _UNHEARD or child.get("hidden") is not None:
            continue
        if kind == "pagebreak":
            yield _page(child, spoken)
        elif name in _PIECES or (name == "a" and _is_entry(child)):
            yield from _piece(child, spoken, held)
        else:
            yield from _inside(child, spoken, held)


def _piece(element: etree._Element, language: str, note: str) -> Iterator[SpokenPiece]:
    piece = SpokenPiece(element, note=note)
    breaks: list[SpokenPiece] = []
    _hear(element, language, piece, breaks)
    piece.runs = [(text, tongue) for words, tongue in piece.runs if (text := " ".join(words.split()))]
    if any(any(map(str.isalnum, words)) for words, _ in piece.runs):
        yield piece
    yield from breaks


def _hear(element: etree._Element, language: str, piece: SpokenPiece, breaks: list[SpokenPiece]) -> None:
    """The words of an element: of a picture or a formula its alternative, of a call what it is called; no link that
    leads back.
    """
    name = etree.QName(element).localname
    if element.get(_TYPE) == "pagebreak":
        breaks.append(_page(element, language))
    elif name in {"img", "math"}:
        piece.say(f" {element.get('alt') or element.get('alttext') or ''} ", language)
    elif element.get("role") == "doc-noteref":
        piece.say(f", {element.get('aria-label', '')}, ", language)
    elif name not in _UNHEARD and element.get("role") != "doc-backlink" and element.get("aria-hidden") != "true":
        piece.say(element.text or "", language)
        for child in element:
            if isinstance(child.tag, str):
                _hear(child, _language(child, language), piece, breaks)
            piece.say(child.tail or "", language)
        if name in {"td", "th", "br", "p"}:
            piece.say(", " if name in {"td", "th"} else " ", language)


def _language(element: etree._Element, around: str) -> str:
    """The language of an element; symbols and the like have none (zxx), and are read in that of the text around
    them.
    """
    found = element.get(_XML_LANG, "")
    return found if found and not found.startswith("zxx") else around


def _page(element: etree._Element, language: str) -> SpokenPiece:
    return SpokenPiece(element, [(element.get("aria-label", ""), language)], "pagebreak")


def _is_entry(link: etree._Element) -> bool:
    """Whether a link is a row of the list of contents."""
    parent = link.getparent()
    return parent is not None and etree.QName(parent).localname == "li"
