"""Tables that are wider than their page. None loses a figure at the edge: such a table is turned on its side, then set
in the size of the notes, and at last put on a fold-out page that is as wide as it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from weasyprint.formatting_structure.boxes import TableBox

from plantin.findings import Finding, Place, StyleError
from plantin.house.style import Style
from plantin.writers.pdf.engine_types import Page

_TOLERANCE_PX = 0.5
"""How far a table may reach over the edge of the text, in pixels: rounding, not a figure."""
_PX_PER_MM = 96 / 25.4
"""Pixels in a millimetre (CSS Values 3, 5.2)."""
_FOLD_OUT_RATIO = 1.1
"""How much wider than its least a table is set on a fold-out page: its first column reads as lines, not as a pile."""
_LARGEST_PAGE_MM = 5080.0
"""The width of the largest page that a PDF reader must show, in millimetres: 14,400 units (ISO 32000-1, annex C.2)."""


def fit(root: ET.Element, pages: Iterable[Page], style: Style) -> bool:
    """Give each table of ``root`` that does not fit on its page in ``pages`` a page that has more room for it; whether
    there was one, so that ``root`` must be laid out again. Raises StyleError (D015): no page of a PDF is wide enough.
    """
    if root.find(".//table") is None:
        return False
    holders = {table: holder for holder in root.iter("div") for table in holder.findall("table")}
    widths = {table: width for table, width in _overflowing(pages) if table in holders}
    for table, width in widths.items():
        _give_room(root, holders[table], width, style)
    return bool(widths)


def _overflowing(pages: Iterable[Page]) -> Iterable[tuple[ET.Element, float]]:
    """Yield the tables that reach over the edge of the text of their page, with their widths in millimetres."""
    for page in pages:
        box = page._page_box  # noqa: SLF001
        left, right = box.content_box_x(), box.content_box_x() + box.width
        for table in box.descendants():
            if isinstance(table, TableBox) and table.element is not None:
                begin, end = table.border_box_x(), table.border_box_x() + table.border_width()
                if begin < left - _TOLERANCE_PX or end > right + _TOLERANCE_PX:
                    yield table.element, table.border_width() / _PX_PER_MM


def _give_room(root: ET.Element, holder: ET.Element, width: float, style: Style) -> None:
    """The next step for a table of ``width`` millimetres at least: turned, in the size of notes, on a fold-out page."""
    turned = style.page.height - 2 * style.page.bottom
    reduced = width * 2 * style.type.note / (style.type.text + style.type.note)
    classes = holder.get("class", "").split()
    if not {"wide", "reduced", "fold-out"} & set(classes) and width <= turned:
        _classify(holder, *classes, "wide")
    elif not {"reduced", "fold-out"} & set(classes) and reduced <= turned:
        _classify(holder, *classes, "wide", "reduced")
        _rule(root, f".table.reduced > table {{ font-size: {style.type.note}pt }}")
    else:
        _classify(holder, *(name for name in classes if name not in {"wide", "reduced"}), "fold-out")
        _fold_out(root, holder, width * _FOLD_OUT_RATIO + 2 * style.page.bottom, style)


def _fold_out(root: ET.Element, holder: ET.Element, width: float, style: Style) -> None:
    """Put a table on a page of its own that is ``width`` millimetres wide and as high as a turned one."""
    anchor = holder.get("id", "")
    if width > _LARGEST_PAGE_MM:
        message = f"the table needs a page of {width:.0f} mm, and a PDF has none wider than {_LARGEST_PAGE_MM:.0f} mm"
        hint = "Divide the table, or shorten the longest words of its cells."
        raise StyleError(Finding("D015", message, Place(str(style.folder), anchor=anchor), hint))
    page = f"fold-out-{re.sub(r'[^a-zA-Z0-9]+', '-', anchor)}"
    holder.set("style", f"page: {page}")
    margins = f"{style.page.top}mm {style.page.bottom}mm"
    _rule(root, f"@page {page} {{ size: {width:.2f}mm {style.page.width}mm; margin: {margins} }}")


def _classify(holder: ET.Element, *classes: str) -> None:
    holder.set("class", " ".join(dict.fromkeys(classes)))


def _rule(root: ET.Element, rule: str) -> None:
    """Put ``rule`` behind the sheets of ``root``, once."""
    head = root.find("head")
    if head is not None and not any(sheet.text == rule for sheet in head.findall("style")):
        ET.SubElement(head, "style").text = rule
