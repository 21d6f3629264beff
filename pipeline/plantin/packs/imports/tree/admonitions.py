"""Makes boxes of the notes, tips and warnings that programs set off in a page: DocBook's and Asciidoctor's in tables
that only lay them out, Sphinx's under a paragraph.
"""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

from plantin.packs.imports.tree.blocks import BOX

_KINDS = frozenset(("note", "tip", "important", "caution", "warning", "admonition", "admonitionblock"))


def box(main: Element) -> None:
    """Make each of them a box of the text under its title; one without a title or without words stays as it is."""
    for node in list(main.iter("div")):
        if _KINDS.isdisjoint(str(node.get("class", "")).split()):
            continue
        title, inside = _of_table(node) or _of_paragraph(node) or ("", [])
        if not title or not any(_words(part) for part in inside):
            continue
        for kid in list(node):
            node.remove(kid)
        node.text = None
        node.set(f"data-{BOX}", "1")
        etree.SubElement(node, "h6").text = title
        node.extend(inside)


def _of_table(node: Element) -> tuple[str, list[Element]] | None:
    """Return the title and the content of a table of a picture, a title and one cell, which is all of ``node``."""
    if len(node) != 1 or node[0].tag != "table" or next(node[0].iterdescendants("table"), None) is not None:
        return None
    cells = list(node[0].iter("td", "th"))
    heads = [cell for cell in cells if cell.tag == "th" or "icon" in str(cell.get("class", "")).split()]
    icon = next((cell for cell in cells if cell not in heads and not _words(cell)), None)
    body = [cell for cell in cells if cell not in heads and cell is not icon]
    if len(heads) != 1 or len(body) != 1:
        return None
    picture = next(heads[0].iter("img"), None)
    body[0].tag = "div"
    body[0].tail = None
    return _words(heads[0]) or ("" if picture is None else str(picture.get("alt", ""))), [body[0]]


def _of_paragraph(node: Element) -> tuple[str, list[Element]] | None:
    """Return the title and the content of a box whose first paragraph is marked as its title."""
    first = next(iter(node), None)
    if first is None or "admonition-title" not in str(first.get("class", "")).split():
        return None
    return _words(first), list(node)[1:]


def _words(node: Element) -> str:
    return " ".join("".join(map(str, node.itertext())).split())
