"""Counts the words in the parts of a Word file with a plain walk, to check the import."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Node

from plantin.wordfile.package import Package, child, name, val
from plantin.wordfile.styles import Styles
from plantin.wordfile.symbols import is_symbol_font

_PARAGRAPH, _FALLBACK = name("w:p"), name("mc:Fallback")
_BETWEEN = (name("w:tab"), name("w:br"), name("w:cr"))


def paragraphs(root: Node, styles: Styles) -> Iterator[str]:
    """Yield the words of each paragraph under ``root``, ``root`` itself included; of a drawing that has a substitute,
    without the substitute.
    """
    texts: dict[Node, str] = {}
    apart = []
    for node in root.iter(_PARAGRAPH, name("w:t"), *_BETWEEN):
        if node.tag == _PARAGRAPH:
            texts.setdefault(node, "")
            continue
        around = next(node.iterancestors(_PARAGRAPH), None)
        if around is None or _is_substitute(node):
            continue
        # Whether text is no part of the words around it: the reading of a ruby, hidden words, signs of a
        # symbol font, marks of notes.
        run = next(node.iterancestors(name("w:r")), None)
        properties = child(run, "w:rPr")
        hidden = styles.hides(properties, around=styles.hidden_in(around))
        reading = next(node.iterancestors(name("w:rt")), None) is not None
        # The mark of a note that is called again is a number beside the words.
        again = val(properties, "w:rStyle") == "FootnoteReference"
        if hidden or reading or again or is_symbol_font(val(properties, "w:rFonts", "w:ascii")):
            apart.append(str(node.text or " "))
        else:
            texts[around] = texts.get(around, "") + (str(node.text or "") if node.tag == name("w:t") else " ")
    yield from (text for text in (*texts.values(), *apart) if text.strip())


def texts(package: Package, styles: Styles) -> Iterator[str]:
    """Yield the words of the text, the notes and the heads and feet of pages."""
    yield from paragraphs(package.body(), styles)
    for note in (*package.notes(), *package.end_notes()):
        yield from paragraphs(note, styles)
    yield from headers_and_footers(package, styles)


def headers_and_footers(package: Package, styles: Styles) -> tuple[str, ...]:
    """Return the words of the heads and feet of pages, each once: sections repeat them."""
    lines = (" ".join(" ".join(paragraphs(root, styles)).split()) for root in package.running.values())
    return tuple(words for words in dict.fromkeys(lines) if words)


def _is_substitute(node: Node) -> bool:
    return any(
        fallback.tag == _FALLBACK
        and (parent := fallback.getparent()) is not None
        and child(parent, "mc:Choice") is not None
        for fallback in node.iterancestors(_FALLBACK)
    )
