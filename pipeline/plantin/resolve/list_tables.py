"""Turns a list of lists into the nodes of a typed table, so that a cell can contain paragraphs and lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plantin.findings import Finding
from plantin.source.nodes import Node
from plantin.source.tables import CELLS, COLUMNS, ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCKS = "blocks"
"""The class of a cell that has blocks, not words."""
_ALIGNS = {"left": "AlignDefault", "center": "AlignCenter", "centre": "AlignCenter", "right": "AlignRight"}
_FORM = 'Write each row as "- - first cell", then "  - second cell" below it, after the title.'


def grid(node: Node, aligns: str) -> tuple[Node, tuple[Finding, ...]]:
    """Return the table of a list of lists; ``aligns`` are the words left, centre or right for each column, or empty.
    S075 for an entry that is no row, rows that differ in their cells, alignments that are invalid or not one for each
    column; S084 for a table that is too large.
    """
    findings: list[Finding] = []
    rows: list[tuple[Node, ...]] = []
    for entry in node.children:
        inner = [child for child in entry.children if child.kind == "BulletList"]
        if len(inner) != 1 or len(entry.children) != 1:
            findings.append(Finding("S075", "an entry that is no row of a table", entry.place, _FORM))
            continue
        rows.append(inner[0].children)
    width = len(rows[0]) if rows else 0
    findings += _width_faults(rows, width)
    columns = aligns.replace(",", " ").split()
    if columns and (len(columns) != width or any(name not in _ALIGNS for name in columns)):
        hint = f'Give one of left, centre, right for each column, as align="{" ".join(["left"] * width)}".'
        findings.append(Finding("S075", f"align={aligns[:40]!r}, of a table with {width} columns", node.place, hint))
        columns = []
    if findings:
        rows = [row for row in rows if len(row) == width] or [()]
    styles = [_ALIGNS[name] for name in columns] or ["AlignDefault"] * width
    table_rows = tuple(
        Node("Row" if n else "Head", row[0].place if row else node.place, tuple(map(_cell, row, styles)))
        for n, row in enumerate(rows)
    )
    return Node("Table", node.place, table_rows), tuple(findings)


def _width_faults(rows: list[tuple[Node, ...]], width: int) -> Iterator[Finding]:
    for row in rows:
        if len(row) != width:
            hint = f"Give every row {width} cells, as the first has; one that another covers says < or ^."
            yield Finding("S075", f"a row of {len(row)} cells, where the head has {width}", row[0].place, hint)
    if width > COLUMNS or len(rows) > ROWS or width * len(rows) > CELLS:
        hint = f"{COLUMNS} columns, {ROWS:,} rows and {CELLS:,} cells are the most: divide it."
        yield Finding("S084", "a table too large", rows[0][0].place, hint)


def _cell(entry: Node, style: str) -> Node:
    """Return a cell: of one paragraph its words, else its blocks."""
    if all(child.kind in ("Para", "Plain") for child in entry.children) and len(entry.children) <= 1:
        inside = tuple(inline for child in entry.children for inline in child.children)
        return Node("Cell", entry.place, inside, style=style)
    return replace(entry, kind="Cell", style=style, classes=(BLOCKS,), text="")
