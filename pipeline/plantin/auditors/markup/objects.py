"""Outline rows of what is outside running text on a page of markup: tables, pictures, boxes, terms, formulas, listings,
notes with letters.

They go by the elements themselves and by their roles: a cell is the head of what its ``scope`` says, the title of a
table is its ``caption``, that of a figure its ``figcaption``, that of a group the element that names it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from lxml import etree

from plantin.auditors.markup import dom
from plantin.auditors.markup.dom import ancestors, children, elements, has_class, is_a, is_concealed, texts
from plantin.model.outline import normal, shape

_HEADS = {"col": "column", "colgroup": "column", "row": "row", "rowgroup": "group"}
_DIGITS, _WIDEST = 6, 65534
"""What HTML 4.9.11 counts of a span at most."""
_NO_HEAD = "h"
"""How a head that does not say what it is the head of is written in the label of a row."""


def is_box(element: etree._Element) -> bool:
    """Return whether ``element`` sets a passage apart, with a title or without."""
    return element.get("role") == "group" or has_class(element, "box")


_LISTS = (("references", "doc-bibliography"), ("index", "doc-index"))


def is_work(entry: etree._Element) -> bool:
    """Return whether an entry of a list is one of the list of references or of the index (DPUB-ARIA 1.1,
    doc-bibliography and doc-index): a paragraph of its own.
    """
    around = entry.getparent()
    role = next((role for name, role in _LISTS if around is not None and has_class(around, name)), "")
    return bool(role) and any(ancestor.get("role") == role for ancestor in ancestors(entry))


def is_equation(element: etree._Element) -> bool:
    """Return whether ``element`` has nothing in it but a formula on a line of its own, and its label."""
    formulas = [inside for inside in children(element) if inside.tag == "math"]
    if len(formulas) != 1 or formulas[0].get("display") != "block":
        return False
    rest = (inside for inside in children(element) if inside is not formulas[0])
    return all(has_class(inside, "label") or is_a(inside, "pagebreak") for inside in rest) and not any(
        map(str.strip, texts(element))
    )


def anchor(element: etree._Element) -> str:
    """Return the anchor of a table or figure: its own, or that of the nearest element around it with no other such."""
    for around in ancestors(element):
        several = around is not element and len(list(itertools.islice(elements(around, str(element.tag)), 2))) > 1
        if around.tag in {"section", "article", "main", "body"} or several:
            break
        if around.get("id"):
            return around.get("id", "")
    return ""


def title_of(box: etree._Element) -> etree._Element | None:
    """Return the element in ``box`` that gives it its name."""
    names = box.get("aria-labelledby", "").split()
    return next((inside for inside in elements(box) if inside.get("id") in names and inside is not box), None)


def rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table that a reader sees, those of tables within it left out."""
    for row in elements(table, "tr"):
        nearest = next((around for around in row.iterancestors("table")), None)
        if nearest is table and not any(is_concealed(around) for around in ancestors(row)):
            yield row


def cells(row: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield the cells of a row, each with its shape."""
    for cell in children(row):
        if cell.tag not in {"td", "th"}:
            continue
        columns, deep = _span(cell, "colspan"), _span(cell, "rowspan")
        kind = "data" if cell.tag == "td" else _HEADS.get(cell.get("scope", "").lower(), "")
        sign = shape(kind, columns, deep) if kind else _NO_HEAD + shape("data", columns, deep)[1:]
        yield sign, cell


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(int(value[:_DIGITS]), _WIDEST) if value.isdecimal() else 1


def pictures(part: etree._Element) -> Iterator[str]:
    """Yield what the pictures in ``part``, or it itself, say to who cannot see them; an ornament says nothing."""
    for _, words in dom.pictures(part):
        yield normal(words)


def letters(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the notes of a list under a table, a figure or a box; none where ``element`` is no such list."""
    if element.tag in {"ol", "ul"} and has_class(element, "letters"):
        yield from (item for item in children(element) if item.tag == "li")
