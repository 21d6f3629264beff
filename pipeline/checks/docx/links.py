"""Whether what leads somewhere leads there in a Word file: links, fields and notes (ECMA-376 part 1, 17.11, 17.13.6 and 17.16)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.checks.docx.reading import Reading
from pipeline.checks.docx.story import Field
from pipeline.outline import normal
from pipeline.wordfile.package import children, val

Told = tuple[str, str, str]

_HIDDEN = ("_top",)
_NUMBER_SWITCHES = ("\\r", "\\n", "\\w")


def links(reading: Reading) -> Iterator[Told]:
    """L201 to L203, as code, message and hint."""
    yield from _targets(reading)
    yield from _results(reading)
    yield from _notes(reading)
    yield from _restart(reading)


def _targets(reading: Reading) -> Iterator[Told]:
    names = {bookmark for line in reading.all_lines() for bookmark in line.bookmarks}
    relations = {target for part in reading.package.targets.values() for target in part}
    for line in reading.all_lines():
        for link in line.links:
            words = normal(link.text)[:60]
            if link.anchor and link.anchor.lower() not in _HIDDEN and link.anchor not in names:
                yield "L201", f"the link “{words}” leads to {link.anchor}, which the file has not", "Set the bookmark, or mend the link."
            elif not link.anchor and link.relation not in relations:
                yield "L201", f"the link “{words}” leads nowhere", "Give it an address."
        for field in line.fields:
            if field.bookmark not in names:
                message = f"the field {field.kind} names {field.bookmark}, which the file has not"
                yield "L201", message, "Set the bookmark: at the next update Word prints an error in place of the number."


def _results(reading: Reading) -> Iterator[Told]:
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
            computed = _computed(field, numbers, marks)
            if computed is not None and computed != normal(field.result):
                message = f"the field {field.kind} {field.bookmark} shows {normal(field.result) or 'nothing'}, Word will print {computed}"
                yield "L201", message, "Update the field, or see which of the two numbers is wrong."


def _computed(field: Field, numbers: dict[str, str], marks: dict[str, str]) -> str | None:
    """What Word prints for a field; None where that is not a number, or depends on the pages."""
    if field.kind == "NOTEREF":
        return marks.get(field.bookmark)
    if field.kind == "REF" and any(switch in field.switches.split() for switch in _NUMBER_SWITCHES) and field.bookmark in numbers:
        # 17.16.5.51: without trailing periods; Word prints 0 for a paragraph without a number.
        return numbers[field.bookmark].rstrip(".") or "0"
    return None


def _notes(reading: Reading) -> Iterator[Told]:
    called = [call.note for line in reading.lines for call in line.calls() if call.note]
    for identifier in dict.fromkeys(called):
        if identifier not in reading.notes:
            yield "L202", f"a mark calls note {identifier}, which the file has not", "Write the note, or delete the mark."
        if called.count(identifier) > 1:
            yield "L202", f"note {identifier} has {called.count(identifier)} marks of its own", "Repeat a mark by a NOTEREF field."
    for identifier in reading.notes:
        if identifier not in called:
            yield "L202", f"note {identifier} is never called in the text", "Call it, or delete it."
    numbers = [int(identifier) for identifier in called if identifier.lstrip("-").isdigit()]
    if any(one > other for one, other in pairwise(numbers)):
        hint = "LibreOffice pairs marks and notes by the order of the ids, and would exchange the notes."
        yield "L202", "the ids of the notes do not rise in the order of their marks", hint


def _restart(reading: Reading) -> Iterator[Told]:
    sections = list(reading.package.document.iter(f"{{{reading.package.document.nsmap['w']}}}sectPr"))
    for holder in (reading.package.settings, *sections):
        for properties in children(holder, "w:footnotePr"):
            if (restart := val(properties, "w:numRestart")) not in {"", "continuous"}:
                hint = "Number them continuously: LibreOffice begins again at every chapter, and references to notes would be ambiguous."
                yield "L203", f"the numbers of the notes begin again ({restart})", hint
