"""Gathers the head rows of an HTML table into its ``thead``, as pandoc's reader needs them."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

_BEFORE = ("caption", "colgroup", "col")
_MOST = 6
"""So many rows has a head, at most."""


def gather(root: Element) -> None:
    """Move the first rows of each table that have heads alone, and those that their cells reach down to, into its
    ``thead``. pandoc takes one row for the head where there is no ``thead``, and cuts the cells that reach below it,
    so that what is under them would move to another column.
    """
    for table in list(root.iter("table")):
        groups = [kid for kid in table if kid.tag in ("thead", "tbody")]
        rows = [row for kid in table for row in ([kid] if kid.tag == "tr" else kid if kid in groups else ())]
        rows = [row for row in rows if row.tag == "tr"]
        head = next((group for group in groups if group.tag == "thead"), None)
        count = _count_head_rows(rows, _leading(rows) if head is None else sum(row.getparent() is head for row in rows))
        if not 0 < count < len(rows) or count > _MOST:
            continue
        if head is None:
            head = etree.Element("thead")
            table.insert(sum(kid.tag in _BEFORE for kid in table), head)
        for row in rows[:count]:
            head.append(row)


def _leading(rows: list[Element]) -> int:
    """Return how many rows at the beginning have nothing but heads."""
    alone = [bool(len(row)) and all(cell.tag == "th" for cell in row) for row in rows]
    return next((n for n, is_head in enumerate(alone) if not is_head), 0)


def _count_head_rows(rows: list[Element], count: int) -> int:
    """Return how many rows the cells of the first ``count`` rows reach."""
    n = 0
    while n < min(count, len(rows)):
        spans = (str(cell.get("rowspan", "1")) for cell in rows[n])
        count = max(count, *(n + int(span) for span in spans if span.isdecimal() and len(span) < len("1000")), 1)
        n += 1
    return count
