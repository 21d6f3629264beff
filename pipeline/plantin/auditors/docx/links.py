"""Checks the targets of links, fields and notes of a Word file (ECMA-376 part 1, 17.11, 17.13.6 and 17.16)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from plantin.auditors.docx.reading import WordText
from plantin.auditors.fault import Fault
from plantin.model.outline import normal
from plantin.wordfile.package import whole
from plantin.wordfile.text import Field

_HIDDEN = ("_top",)
_NUMBER_SWITCHES = ("\\r", "\\n", "\\w")
_LONGEST_PAGE = 6
_TYPED = re.compile(r"\t\d{1,4}$")


def links(reading: WordText) -> Iterator[Fault]:
    """L201, L202 and L204, as code, message and hint."""
    yield from _targets(reading)
    yield from _results(reading)
    yield from _notes(reading)
    yield from _rows(reading)
    yield from _listed(reading)


def _targets(reading: WordText) -> Iterator[Fault]:
    names = {bookmark for line in reading.all_lines() for bookmark in line.bookmarks}
    relations = {target for part in reading.package.targets.values() for target in part}
    for line in reading.all_lines():
        for link in line.links:
            words = normal(link.text)[:60]
            if link.anchor and link.anchor.lower() not in _HIDDEN and link.anchor not in names:
                yield (
                    "L201",
                    f"the link “{words}” leads to {link.anchor}, which is not in the file",
                    "Set the bookmark, or fix the link.",
                )
            elif not link.anchor and link.relation not in relations:
                yield "L201", f"the link “{words}” leads nowhere", "Give it an address."
        for field in line.fields:
            if field.target not in names and field.kind not in {"SEQ", "STYLEREF"}:
                message = f"the field {field.kind} names {field.target}, which is not in the file"
                yield (
                    "L201",
                    message,
                    "Set the bookmark: at the next update Word prints an error in place of the number.",
                )


def _results(reading: WordText) -> Iterator[Fault]:
    """The stored results are what Word will compute: readers of other programs never see another."""
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
            computed = reading.sequences.get(id(field)) or _computed(field, numbers, marks, reading.counted)
            if computed is not None and computed != normal(field.result):
                message = (
                    f"the field {field.kind} {field.target} shows {normal(field.result) or 'nothing'}, Word will"
                    f" print {computed}"
                )
                yield "L201", message, "Update the field, or see which of the two numbers is wrong."


def _computed(field: Field, numbers: dict[str, str], marks: dict[str, str], counted: dict[str, str]) -> str | None:
    """What Word prints for a field; None where that is not a number, or depends on the pages."""
    if field.kind == "NOTEREF":
        return marks.get(field.target)
    if field.kind == "REF" and any(switch in field.switches for switch in _NUMBER_SWITCHES) and field.target in numbers:
        # 17.16.5.51: without trailing periods; Word prints 0 for a paragraph without a number.
        return numbers[field.target].rstrip(".") or "0"
    return counted.get(field.target) if field.kind == "REF" else None


def _notes(reading: WordText) -> Iterator[Fault]:
    called = [call.note for line in reading.lines for call in line.calls() if call.note]
    counts = Counter(called)
    for identifier, count in counts.items():
        if identifier not in reading.notes:
            yield (
                "L202",
                f"a mark calls note {identifier}, which is not in the file",
                "Write the note, or delete the mark.",
            )
        if count > 1:
            yield "L202", f"note {identifier} has {count} marks of its own", "Repeat a mark by a NOTEREF field."
    for identifier in reading.notes:
        if identifier not in counts:
            yield "L202", f"note {identifier} is never called in the text", "Call it, or delete it."
    numbers = [number for identifier in called if (number := whole(identifier))]
    if any(one > other for one, other in pairwise(numbers)):
        hint = "LibreOffice pairs marks and notes by the order of the ids, and would exchange the notes."
        yield "L202", "the ids of the notes do not rise in the order of their marks", hint


def _rows(reading: WordText) -> Iterator[Fault]:
    """Page numbers in the contents: every row has one or none has, each is a field of the row's own place, and none
    falls.
    """
    rows = [
        (line, next((field for field in line.fields if field.kind == "PAGEREF"), None))
        for line in reading.rows
        if line.links
    ]
    counted = any(field for _, field in rows)
    before = 0
    for line, field in rows:
        words = normal(line.text())[:60]
        if field is None:
            if _TYPED.search(line.text()):
                yield (
                    "L204",
                    f"the page of the row “{words}” is typed",
                    "Make it a field PAGEREF, or update the contents in Word.",
                )
            elif counted:
                yield (
                    "L204",
                    f"the row “{words}” has no page, others have",
                    "Update the contents in Word, or build again.",
                )
            continue
        page = normal(field.result)
        if field.target != line.links[0].anchor:
            message = f"the row “{words}” leads to {line.links[0].anchor}, its page is that of {field.target}"
            yield "L204", message, "Let the field PAGEREF name the bookmark that the row leads to."
        if not page:
            yield "L204", f"the row “{words}” has an empty page number", "Update the contents in Word, or build again."
        elif _page(page, before) < before:
            yield (
                "L204",
                f"the row “{words}” is on page {page}, the row before it on page {before}",
                "Update the contents in Word.",
            )
        before = _page(page, before)


def _listed(reading: WordText) -> Iterator[Fault]:
    """Page numbers in lists of objects: each is a field of the object that its line leads to."""
    for line in reading.lines:
        field = next((field for field in line.fields if field.kind == "PAGEREF"), None)
        if field is None:
            continue
        words = normal(line.text())[:60]
        led = {field.target.removesuffix("__number") for field in line.fields if field.kind == "REF"} | {
            link.anchor for link in line.links
        }
        if field.target not in led:
            message = (
                f"the row “{words}” leads to {', '.join(sorted(led)) or 'nothing'}, its page is that of {field.target}"
            )
            yield "L204", message, "Let the field PAGEREF name the bookmark that the row leads to."
        if not normal(field.result):
            yield "L204", f"the row “{words}” has an empty page number", "Build again."


def _page(shown: str, otherwise: int) -> int:
    """The number of a page in figures of any script; ``otherwise`` where it is not a number."""
    return int(shown) if shown.isdecimal() and len(shown) <= _LONGEST_PAGE else otherwise
