"""Outline rows of the objects of a Word file: table cells, numbered captions, text alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, takewhile

from lxml.etree import _Element as Node

from plantin.auditors.docx.story import WordLine
from plantin.model.outline import Kind, shape
from plantin.wordfile.numbering import figure
from plantin.wordfile.package import child, children, name, on, val, whole
from plantin.wordfile.styles import BOXED
from plantin.wordfile.text import Field

CAPTIONS: dict[str, Kind] = {"table title": "table", "figure title": "figure", BOXED: "box"}
"""The styles of titles that may have a number of their own before them."""
_FORMS = {
    "arabic": "decimal",
    "ROMAN": "upperRoman",
    "roman": "lowerRoman",
    "ALPHABETIC": "upperLetter",
    "alphabetic": "lowerLetter",
    "ARABICABJAD": "arabicAbjad",
    "CHINESENUM3": "chineseCountingThousand",
    "HEBREW1": "hebrew1",
}
_HEADING = re.compile(r"(?:heading [1-9]|(?:annex|appendix) heading)$")
_NUMERAL = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:\.[^\W_]+)*")
_FIRST_COLUMN = 0x0080


def description(drawing: Node) -> str:
    """Return what a picture says to who cannot see it."""
    properties = next(drawing.iter(name("wp:docPr")), None)
    return str(properties.get("descr", "")) if properties is not None else ""


def counts(lines: Iterable[tuple[WordLine, str, str]]) -> tuple[dict[int, str], dict[str, str]]:
    """Return what Word prints for each field SEQ (17.16.5.56) and STYLEREF (17.16.5.59), by the identity of the field,
    and by the bookmarks that it is in. ``lines`` come with the name of their style and their label.
    """
    reached: dict[str, int] = {}
    computed: dict[int, str] = {}
    marked: dict[str, str] = {}
    chapters: dict[str, str] = {}
    before: dict[str, str] = {}
    for line, style, label in lines:
        if _HEADING.match(style):
            # With the switch \t the words of the label are left out: of "Annex A" there is A.
            chapters[style.removeprefix("heading ").lower()] = next(reversed(_NUMERAL.findall(label)), "0")
        for field in line.fields:
            if field.kind == "STYLEREF":
                computed[id(field)] = chapters.get(field.target.lower(), "")
                before = dict.fromkeys(field.bookmarks, f"{computed[id(field)]}.")
            elif field.kind == "SEQ":
                computed[id(field)] = _count(field, reached)
                marked |= {name: before.get(name, "") + computed[id(field)] for name in field.bookmarks}
                before = {}
    return computed, marked


def _count(field: Field, reached: dict[str, int]) -> str:
    """Return the number that a SEQ shows; ``reached`` are the counts so far."""
    words = field.switches
    count = reached.get(field.target, 0) + ("\\c" not in words)
    if "\\r" in words[:-1]:
        count = whole(words[words.index("\\r") + 1], count)
    reached[field.target] = count
    form = next((_FORMS[word] for word in words if word in _FORMS), "decimal")
    return figure(count, form)


def row_of(node: Node) -> Node | None:
    """Return the row of a table that an element is in (17.4.78); None where it is in none."""
    return next(node.iterancestors(name("w:tr")), None)


def in_row(lines: Iterable[WordLine], row: Node) -> list[WordLine]:
    """Return the first of ``lines``, as long as they are in ``row``."""
    return list(takewhile(lambda line: row_of(line.node) is row, lines))


def continues(cell: Node) -> bool:
    """Return whether a cell only continues one above (17.4.84)."""
    merge = child(cell, "w:tcPr/w:vMerge")
    return merge is not None and val(merge) in {"", "continue"}


def shapes(table: Node) -> dict[Node, str]:
    """Return the shapes of the cells of each row, those left out that continue one above."""
    columns = len(children(table, "w:tblGrid/w:gridCol"))
    look = child(table, "w:tblPr/w:tblLook")
    mask = val(look)
    named = (
        bool(int(mask, 16) & _FIRST_COLUMN)
        if mask and all(sign in "0123456789abcdefABCDEF" for sign in mask)
        else False
    )
    heads = val(look, attribute="w:firstColumn") in {"1", "true", "on"} or (
        not val(look, attribute="w:firstColumn") and named
    )
    rows = [row for row in table if row.tag == name("w:tr")]
    grid = [_grid(row) for row in rows]
    shapes_by_row = {}
    for n, row in enumerate(rows):
        head = on(row, "w:trPr/w:tblHeader") is True
        row_shapes = []
        for at, (cell, span) in grid[n].items():
            if continues(cell):
                continue
            deep = 1
            if child(cell, "w:tcPr/w:vMerge") is not None:
                below = (at in cells and continues(cells[at][0]) for cells in islice(grid, n + 1, None))
                deep += sum(takewhile(bool, below))
            row_shapes.append(shape(_kind(cell, at, span, columns, head=head, heads=heads), span, deep))
        shapes_by_row[row] = " ".join(row_shapes)
    return shapes_by_row


def _grid(row: Node) -> dict[int, tuple[Node, int]]:
    """Return the cells of a row by the column in which they begin, each with the columns it spans."""
    cells, at = {}, whole(val(row, "w:trPr/w:gridBefore"))
    for cell in children(row, "w:tc"):
        span = whole(val(cell, "w:tcPr/w:gridSpan"), 1)
        cells[at] = (cell, span)
        at += span
    return cells


def _kind(cell: Node, at: int, span: int, columns: int, *, head: bool, heads: bool) -> str:
    """What a cell is the head of: its row is of heads, it spans the table, or the first column has heads of rows."""
    if not any((text.text or "").strip() for text in cell.iter(name("w:t"), name("m:t"))):
        return "data"
    if head:
        return "column"
    if span == columns > 1:
        return "group"
    return "row" if at == 0 and heads else "data"
