"""Checks for Word's built-in styles: a title, contents and captions that programs recognize, rows that are kept
together.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Node

from plantin.auditors.docx.objects import CAPTIONS
from plantin.auditors.docx.reading import WordText
from plantin.auditors.fault import Fault
from plantin.wordfile.package import children, name, on, val

_ROWS = 3
"""So many rows below its heads a table has at least where its last one may be carried over alone."""
_HINT = "Give it Word's own style, or one that is based on it (ECMA-376 part 1, 17.7.4.9)."


def built_in_styles(reading: WordText) -> Iterator[Fault]:
    """A234 (17.7.4.9 of ECMA-376 part 1): lists of figures, voices and converters know these paragraphs by the names
    that Word gives.
    """
    styles = reading.styles
    if not any("title" in styles.names(line.style) for line in reading.lines):
        yield "A234", "no paragraph has the style Title: the report's title is text like any other", _HINT
    used = dict.fromkeys(line.style for line in reading.all_lines())
    if reading.rows and not any("toc heading" in styles.names(style) for style in used):
        yield "A234", "the contents have no heading of the style TOC Heading", _HINT
    for own, wanted in (*dict.fromkeys(CAPTIONS, "caption").items(), ("quotation", "quote")):
        for style in used:
            if styles.name(style) == own and wanted not in styles.names(style):
                yield "A234", f"the style {own} is not based on {wanted.capitalize()}", _HINT


def lone_rows(reading: WordText) -> Iterator[Fault]:
    """A235 (17.3.1.15 of ECMA-376 part 1): the last row of a table, often its total, stays with the one above it."""
    for table in reading.package.body().iter(name("w:tbl")):
        rows = [row for row in children(table, "w:tr") if not on(row, "w:trPr/w:tblHeader")]
        if len(rows) < _ROWS or _is_kept(reading, rows[-2]):
            continue
        words = "".join(text.text or "" for cell in rows[-1] for text in cell.iter(name("w:t")))
        yield (
            "A235",
            f"the last row of a table, “{words[:30]}”, may stand alone on a page",
            "Keep the row above with the next (w:keepNext).",
        )


def _is_kept(reading: WordText, row: Node) -> bool:
    """Whether a row stays with the next one, by the paragraphs in it."""
    for paragraph in row.iter(name("w:p")):
        own = on(paragraph, "w:pPr/w:keepNext")
        if own is None:
            own = reading.styles.toggle(val(paragraph, "w:pPr/w:pStyle"), "w:pPr/w:keepNext")
        if own:
            return True
    return False
