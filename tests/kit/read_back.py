"""Editions read back, as a check does it: a file is opened once and asked for everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from plantin.auditors.parity import passages, record, statements, summary, trees
from plantin.auditors.parity.outline import complete_outlines, differences
from plantin.auditors.reading import Reading
from plantin.auditors.statements import HouseContent
from plantin.findings import Finding, Place, PlantinError
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.production.formats import format_named
from plantin.production.house_content import content_from_style
from tests.spoilt import rewriting


class Auditor(Protocol):
    """A module of auditors, or a row of the table of formats."""

    def read(self, content: bytes, name: str, /) -> Reading: ...


def reread(auditor: Auditor, path: Path) -> Reading:
    """The reading of the edition at ``path``, whose findings give the file its own name."""
    return auditor.read(path.read_bytes(), path.name)


def unlike(reading: Reading, document: Document, name: str) -> tuple[Finding, ...]:
    """How the outline of an edition differs from that of ``document``, in words where it is in cells."""
    return differences(*complete_outlines(reading.expected_outline(document), reading.outline(), reading), name)


def audited(auditor: Auditor, path: Path, document: Document, *, beside: bool = False) -> tuple[Finding, ...]:
    """How the outline of the edition at ``path`` differs from that of ``document``, and its own faults; with
    ``beside``, how its passages in other languages, its links, its pictures and the summary of its accessibility differ
    as well.
    """
    return tuple(_compared(reread(auditor, path), path.name, document, beside=beside))


def _compared(reading: Reading, name: str, document: Document, *, beside: bool) -> Iterator[Finding]:
    yield from unlike(reading, document, name)
    yield from reading.unlike(document)
    stated = reading.record()
    if beside and (found := reading.passages()):
        yield from passages.differences(document, found, name)
        paged = bool(reading.pages())
        yield from summary.differences(document, found.summary, name, paged=paged, sounded=found.sounded)
    yield from record.differences(document, stated, name)
    yield from reading.findings()


def refusals(
    format_: str,
    content: bytes,
    document: Document,
    grammar: Callable[[Reading], list[Finding]],
    *,
    grammar_first: bool = False,
    beside: bool = True,
) -> Iterator[Finding]:
    """Everything that a check finds in an edition, which is read once: what ``audited`` finds and then, or before, what
    ``grammar`` finds. Nothing more is looked for than is taken of it.
    """
    name = edition(format_)
    parts: list[Callable[[Reading], Iterable[Finding]]] = [
        lambda reading: _compared(reading, name, document, beside=beside),
        grammar,
    ]
    try:
        reading = opened(format_, content)
        for part in reversed(parts) if grammar_first else parts:
            yield from part(reading)
    except PlantinError as error:
        yield from error.findings


def opened(format_: str, content: bytes) -> Reading:
    """The reading of an edition with these bytes."""
    row = format_named(format_)
    assert row is not None
    return row.read(content, edition(format_))


def content_of_house(format_: str, document: Document, style: Style) -> HouseContent:
    """What an edition of ``document`` has from its style."""
    row = format_named(format_)
    assert row is not None
    return content_from_style(document, style, row)


def edition(format_: str) -> str:
    """What findings call an edition that is no file."""
    row = format_named(format_)
    assert row is not None
    return f"edition{row.suffix}"


def strictly(
    format_: str, reading: Reading, document: Document, style: Style, house: HouseContent | None = None
) -> list[Finding]:
    """What the grammar finds in an edition in that style, and what it says that neither the document nor the ``house``
    says: as a rule that of the style.
    """
    house = house or content_of_house(format_, document, style)
    house = replace(house, terms={**house.terms, "address": frozenset([""])})
    conformance = reading.conformance(house)
    return [*conformance.findings, *statements.differences(document, conformance.statements, house, "edition")]


def unmade(sound: bytes, content: bytes) -> list[Finding]:
    """How an edition differs from the ``sound`` one as the press makes it (P038), file by file; that a file of markup,
    or the archive, is only written otherwise does not count.
    """
    ours, others = (_files(edition_) for edition_ in (sound, content))
    names = [name for name in {**ours, **others} if not _alike(ours.get(name, b""), others.get(name, b""))]
    return [Finding("P038", f"{name} is another", Place(name)) for name in names]


def _files(content: bytes) -> dict[str, bytes]:
    return rewriting.unpacked(content) if content.startswith(b"PK") else {"": content}


def _alike(printed: bytes, found: bytes) -> bool:
    trees_ = [trees.parse_markup(content) for content in (printed, found)]
    if printed == found or None in trees_:
        return printed == found
    return not any(trees.differences(*trees_))


def refused(format_: str, path: Path, document: Document, style: Style, sound: bytes | None = None) -> list[str]:
    """Return the codes of everything that a check finds in the edition at ``path``, in their order; where no rule finds
    anything, those of its grammar and of its statements, in ``style``; where neither does, that it is not the ``sound``
    one, of a format that is made again.
    """
    row = format_named(format_)
    assert row is not None
    reading = reread(row, path)
    found = list(_compared(reading, path.name, document, beside=True))
    if not found:
        found = strictly(format_, reading, document, style)
    if not found and row.determined and sound is not None:
        found = unmade(sound, path.read_bytes())
    return sorted(finding.code for finding in found)
