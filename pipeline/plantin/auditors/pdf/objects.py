"""Tables, figures, boxes, definitions, formulas, listings by their tags (ISO 32000-1, 14.8.4.3.4 and 14.8.4.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plantin.auditors.pdf.structure import StructureElement
from plantin.model.outline import shape

BOXES = ("Art", "Aside")
OBJECTS = ("Table", "Figure", *BOXES)
CELLS = ("TH", "TD")
_GROUPS = frozenset({"Div", "Sect"})
"""What holds a figure and its caption."""
_MOST_PLACES = 1_000_000
_PARTS = ("THead", "TBody", "TFoot")


def rows(table: StructureElement) -> list[StructureElement]:
    """Return the rows of ``table``, those of its head first."""
    candidates = [
        row
        for kid in table.elements()
        for row in ([kid] if kid.tag == "TR" else kid.elements() if kid.tag in _PARTS else [])
    ]
    return [row for row in candidates if row.tag == "TR"]


def cells(row: StructureElement) -> list[StructureElement]:
    """Return the cells of ``row``."""
    return [kid for kid in row.elements() if kid.tag in CELLS]


def span(cell: StructureElement, name: str) -> int:
    """Return how many columns or rows (``name``: ColSpan, RowSpan) a cell takes up, at most those of a table."""
    value = str(cell.attributes.get(name, "1"))
    if not (value.isascii() and value.isdigit()):
        return 1
    return int(value) if len(value) < len(str(_MOST_PLACES)) else _MOST_PLACES


def width(table: StructureElement) -> int:
    """Return how many columns ``table`` has: those of its first row."""
    table_rows = rows(table)
    return sum(span(cell, "ColSpan") for cell in cells(table_rows[0])) if table_rows else 0


def shapes(row: StructureElement, columns: int) -> str:
    """Return what the cells of ``row`` are heads of, and their spans; a head without a scope is data to a reader."""
    row_cells = cells(row)
    alone = len(row_cells) == 1 and columns > 1 and span(row_cells[0], "ColSpan") == columns
    return " ".join(shape(_kind(cell, alone=alone), span(cell, "ColSpan"), span(cell, "RowSpan")) for cell in row_cells)


def _kind(cell: StructureElement, *, alone: bool) -> str:
    scope = str(cell.attributes.get("Scope", "")) if cell.tag == "TH" else ""
    if scope == "Row":
        return "group" if alone else "row"
    return "column" if scope in {"Column", "Both"} else "data"


def irregular(table: StructureElement) -> Iterator[str]:
    """Yield what is wrong with the grid of ``table``: rows that are longer or shorter than the first, cells that
    overlap, or more places than any table has.
    """
    grid = _grid(table)
    if grid is None:
        yield f"its cells span more than {_MOST_PLACES:,} places"
        return
    columns, taken = width(table), set[tuple[int, int]]()
    lengths: Counter[int] = Counter()
    for y, row in enumerate(rows(table)):
        for cell in cells(row):
            if taken & grid[cell]:
                yield f"row {y + 1} has a cell that overlaps another"
            lengths.update(line for line, _ in grid[cell] - taken)
            taken |= grid[cell]
        if lengths[y] != columns:
            yield f"row {y + 1} has {lengths[y]} columns, the first {columns}"
    if any(y >= len(rows(table)) for y in lengths):
        yield "a cell goes on below the last row"


def strangers(table: StructureElement) -> Iterator[tuple[StructureElement, StructureElement]]:
    """Cells of ``table`` with heads that they name and that are neither in their columns nor in their rows."""
    grid = _grid(table) or {}
    heads = dict[str, StructureElement]()
    for cell in grid:
        heads.setdefault(cell.identity, cell)
    for cell, places in grid.items():
        for name in cell.attributes.get("Headers", ()):
            head = heads.get(name)
            if head is None:
                continue
            lines, columns = ({place[axis] for place in grid[head]} for axis in (0, 1))
            if all(y not in lines and x not in columns for y, x in places):
                yield cell, head


def _grid(table: StructureElement) -> dict[StructureElement, set[tuple[int, int]]] | None:
    """The places, by row and column, that each cell of ``table`` takes; None where they are more than any table has."""
    spans = [[(cell, span(cell, "ColSpan"), span(cell, "RowSpan")) for cell in cells(row)] for row in rows(table)]
    if sum(wide * deep for row in spans for _, wide, deep in row) > _MOST_PLACES:
        return None
    grid, taken = dict[StructureElement, set[tuple[int, int]]](), set[tuple[int, int]]()
    for y, row in enumerate(spans):
        x = 0
        for cell, wide, deep in row:
            while (y, x) in taken:
                x += 1
            grid[cell] = {(y + down, x + across) for down in range(deep) for across in range(wide)}
            taken |= grid[cell]
    return grid


def is_pictured(figure: StructureElement) -> bool:
    """Return whether a picture is one of the report: beside its caption, or alone in a division."""
    around = figure.parent
    return around is not None and around.tag in _GROUPS and (around.tag == "Div" or around.first("Caption") is not None)


def is_title(element: StructureElement) -> bool:
    """Return whether ``element`` is the title of figures: a caption, of several a labelled paragraph, the first in a
    division that goes on with a figure.
    """
    around = element.parent
    if element.tag not in {"P", "Caption"} or around is None or around.tag not in _GROUPS:
        return False
    if element.tag == "P" and (around.tag == "Sect" or element.first("Lbl") is None):
        return False
    first, *rest = around.elements()
    return first is element and bool(rest) and any(inner.tag == "Figure" for inner in rest[0].walk())


def is_work(item: StructureElement) -> bool:
    """Return whether an entry of a list is a reference: a paragraph, tagged BibEntry (ISO 32000-1, table 338)."""
    body = next((kid for kid in item.elements() if kid.tag == "LBody"), None)
    return body is not None and any(inside.tag == "BibEntry" for inside in body.walk())


def is_indexed(element: StructureElement) -> bool:
    """Return whether ``element`` is in the index (ISO 32000-1, table 333)."""
    return any(above.tag == "Index" for above in element.above())


def is_equation(block: StructureElement) -> bool:
    """Return whether a paragraph is a formula on a line of its own."""
    return _only(block, "Formula")


def is_listing(block: StructureElement) -> bool:
    """Return whether a paragraph is lines of a listing."""
    return _only(block, "Code")


def _only(block: StructureElement, tag: str) -> bool:
    kids = [kid for kid in block.elements() if kid.tag != "Lbl"]
    has_content = any(isinstance(kid, tuple) for kid in block.kids)
    return not has_content and len(kids) == 1 and kids[0].tag == tag and kids[0].attributes.get("Placement") == "Block"


def is_definitions(block: StructureElement) -> bool:
    """Return whether a list gives terms and their definitions."""
    if block.tag != "L" or block.attributes.get("ListNumbering", "None") not in {"None", "Description"}:
        return False
    return not is_indexed(block) and not any(item.tag == "LI" and is_work(item) for item in block.elements())


def is_letter(note: StructureElement, label: str) -> bool:
    """Return whether a note is under a table, figure or box, with a letter: then it is read there."""
    parent = note.parent
    return bool(label) and label[0].isalpha() and parent is not None and parent.tag in {*_GROUPS, *BOXES}


def top(element: StructureElement) -> float | None:
    """Return how high over the foot of its page an element begins that says where it is (BBox)."""
    box = element.attributes.get("BBox", ())
    try:
        return float(box[3]) if isinstance(box, tuple) and len(box) == 4 else None
    except ValueError:
        return None
