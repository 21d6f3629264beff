"""Checks what fields of a Word file show (ECMA-376 part 1, 17.16)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plantin.auditors.docx.reading import WordText
from plantin.auditors.fault import Fault
from plantin.model.outline import normal
from plantin.wordfile.text import Field

_NUMBER_SWITCHES = ("\\r", "\\n", "\\w")
_UNNAMED = frozenset(("SEQ", "STYLEREF"))
"""Fields that name no bookmark."""
_LOST = "an error, as the file has no such place"
_LONGEST_PAGE = 6
_TYPED = re.compile(r"\t\d{1,4}$")


def links(reading: WordText) -> Iterator[Fault]:
    """L201 (fields) and L204 (pages of rows), as code, message and hint. Where links lead, and which notes are called,
    is compared with the document.
    """
    yield from _results(reading)
    # Page numbers in the contents and in lists of objects: each is a field of the place that its row leads to; in
    # the contents every row has one or none has, and none falls.
    contents = [line for line in reading.rows if line.links]
    fields = {
        id(line): field for line in (*contents, *reading.lines) for field in line.fields if field.kind == "PAGEREF"
    }
    counted, before = any(id(line) in fields for line in contents), 0
    for n, line in enumerate((*contents, *reading.lines)):
        field, words = fields.get(id(line)), normal(line.text())[:60]
        if field is None:
            typed = _TYPED.search(line.text())
            if n < len(contents) and (counted or typed):
                message = f"the row “{words}” has " + ("a page that is typed" if typed else "no page; others have one")
                yield "L204", message
            continue
        led = {reference.target.removesuffix("__number") for reference in line.fields if reference.kind == "REF"}
        led |= {link.anchor for link in line.links}
        page = normal(field.result)
        if field.target not in led:
            leads = ", ".join(sorted(led)) or "nothing"
            yield "L204", f"the row “{words}” leads to {leads}, its page is that of {field.target}"
        if not page:
            yield "L204", f"the row “{words}” has an empty page number"
        elif n < len(contents):
            if _page(page, before) < before:
                yield "L204", f"the row “{words}” is on page {page}, the row before it on page {before}"
            before = _page(page, before)


def _results(reading: WordText) -> Iterator[Fault]:
    """Check that the stored results are what Word will compute: readers of other programs never see another."""
    numbers = {
        name: reading.numbers[id(line)].label if id(line) in reading.numbers else ""
        for line in reading.all_lines()
        for name in line.bookmarks
    }
    marks = {
        name: reading.labels[id(call)]
        for line in reading.lines
        for call in line.calls()
        if call.note
        for name in call.anchors
        if id(call) in reading.labels
    }
    for line in reading.all_lines():
        for field in line.fields:
            computed = reading.sequences.get(id(field)) or _compute_field(field, numbers, marks, reading.counted)
            if field.target not in numbers and field.kind not in _UNNAMED:
                computed = _LOST
            if computed is not None and computed != normal(field.result):
                message = (
                    f"the field {field.kind} {field.target} shows {normal(field.result) or 'nothing'}, Word will"
                    f" print {computed}"
                )
                yield "L201", message


def _compute_field(field: Field, numbers: dict[str, str], marks: dict[str, str], counted: dict[str, str]) -> str | None:
    """Return what Word prints for a field; None where that is not a number, or depends on the pages."""
    if field.kind == "NOTEREF":
        return marks.get(field.target)
    if field.kind == "REF" and any(switch in field.switches for switch in _NUMBER_SWITCHES) and field.target in numbers:
        # 17.16.5.51: without trailing periods; Word prints 0 for a paragraph without a number.
        return numbers[field.target].rstrip(".") or "0"
    return counted.get(field.target) if field.kind == "REF" else None


def _page(shown: str, otherwise: int) -> int:
    """Return the number of a page in figures of any script; ``otherwise`` where it is not a number."""
    return int(shown) if shown.isdecimal() and len(shown) <= _LONGEST_PAGE else otherwise
